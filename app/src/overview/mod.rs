//! The overview of a client's contact: is everything well, what is being done, what is planned, what is covered, whom to call.
//!
//! - [`headline`]: the sentence that opens it, and the board

pub mod headline;

pub use headline::{Headline, headline};
