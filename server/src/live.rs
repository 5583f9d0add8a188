//! Committed changes, to open browsers.

mod audience;

pub use audience::Audience;
