//! Vigie, the part with IO.

pub mod clock;
pub mod import;
pub mod store;
pub mod assets;
