//! Monthly reports: the client's, as they were published; the desk's, as they are written.
//!
//! # Layout
//! - `sections`: the figures, each with what it is made of; `chart`: the activity as bars
//! - `document`: one published report, on screen and on A4; `list`: the client's months
//! - `desk`: where every client's stands; `write`: a draft, or a correction
//! - [`so_far`]: the few figures of the month that goes on, on the overview
//! - [`actions`]: what the forms post to

pub mod actions;
mod chart;
mod desk;
mod document;
mod list;
mod sections;
pub mod so_far;
mod write;

pub use desk::MonthlyReportDeskPage;
pub use document::MonthlyReportPage;
pub use list::ReportsPage;
pub use write::WriteReportPage;
