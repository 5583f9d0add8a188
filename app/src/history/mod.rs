//! The past: interventions that ended and outages on one time line, filtered, page by page.

mod page;
mod timeline;

pub use page::{HistoryPage, entry_line, history_view};
