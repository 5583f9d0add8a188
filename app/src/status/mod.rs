//! The board and the page of one component.
//!
//! - `board`: every component in groups, as one list a group
//! - `component`: everything the portal knows of one
//! - `page`: what the addresses `/status` and `/status/{key}` answer

#[cfg(feature = "ssr")]
pub mod board;
#[cfg(feature = "ssr")]
pub mod component;
#[cfg(feature = "ssr")]
mod page;

#[cfg(feature = "ssr")]
pub use page::{ComponentStatusPage, StatusPage, board_chrome, board_view};
