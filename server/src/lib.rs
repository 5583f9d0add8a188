//! Vigie, the part with IO.
