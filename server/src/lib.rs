//! Vigie, the part with IO.

pub mod clock;
pub mod store;
pub mod assets;
