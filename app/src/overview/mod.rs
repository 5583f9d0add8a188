//! The overview of a client's contact: is everything well, what is being done, what is planned, what is covered, whom to call.
//!
//! - [`headline`]: the sentence that opens it, and the board
//! - `page`: what `/` answers

pub mod headline;
#[cfg(feature = "ssr")]
mod page;

pub use headline::{Headline, headline};
#[cfg(feature = "ssr")]
pub use page::{Facts, OverviewPage, overview_view};
