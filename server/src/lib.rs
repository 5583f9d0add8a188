//! Vigie, the part with IO.

pub mod assets;
pub mod clock;
pub mod import;
pub mod live;
pub mod refusal;
pub mod status;
pub mod store;
pub mod supervision;
pub mod zone;
