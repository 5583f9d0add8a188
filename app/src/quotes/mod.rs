//! Quotes, for the client that answers them and the desk that writes them.
//!
//! # Layout
//! - `document`: one quote as it is read, printed and answered
//! - `list`: the client's quotes; `desk`: what waits over all clients
//! - `write`: a draft
//! - [`notice`]: what the page of an intervention says of its quote
//! - [`actions`]: what the forms post to

pub mod actions;
mod desk;
mod document;
pub mod list;
pub mod notice;
mod write;

pub use desk::QuoteDeskPage;
pub use document::{DeskQuotePage, QuotePage};
pub use list::QuotesPage;
pub use write::WriteQuotePage;
