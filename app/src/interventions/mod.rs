//! Requests and interventions, as a client's contacts see them.
//!
//! # Layout
//! - `list`: those that are open; `request`: the form with its verdict; `one`: an intervention with its timeline
//! - `request_coverage`: the verdict while the form is filled, and its island; `request_answer`: how it is first drawn
//! - `request_fields`, `request_questions`: the fields that the desk's call shares
//! - `request_extras`: for whom, who is in copy, files; `drafts`: what is not sent yet
//! - `copies`, `rating`, `known`: who sees one besides, what it was like, what was failing
//! - `report`: one as a paper to print and sign
//! - `tied`: what one is tied to
//! - `timeline`, `brief`, `clocks`, `spent`: what the desk shows too
//! - `actions`: what the forms post to

#[cfg(feature = "ssr")]
pub mod actions;
#[cfg(feature = "ssr")]
pub mod brief;
#[cfg(feature = "ssr")]
pub mod clocks;
#[cfg(feature = "ssr")]
pub mod copies;
#[cfg(feature = "ssr")]
mod drafts;
#[cfg(feature = "ssr")]
pub mod file_form;
#[cfg(feature = "ssr")]
pub mod known;
#[cfg(feature = "ssr")]
pub mod list;
#[cfg(feature = "ssr")]
mod one;
#[cfg(feature = "ssr")]
pub mod rating;
#[cfg(feature = "ssr")]
mod report;
#[cfg(feature = "ssr")]
mod request;
#[cfg(feature = "ssr")]
mod request_answer;
pub mod request_coverage;
#[cfg(feature = "ssr")]
pub mod request_extras;
#[cfg(feature = "ssr")]
pub mod request_fields;
#[cfg(feature = "ssr")]
pub mod request_questions;
#[cfg(feature = "ssr")]
pub mod spent;
#[cfg(feature = "ssr")]
pub mod tied;
#[cfg(feature = "ssr")]
pub mod timeline;

#[cfg(feature = "ssr")]
pub use list::InterventionsPage;
#[cfg(feature = "ssr")]
pub use one::InterventionPage;
#[cfg(feature = "ssr")]
pub use report::{DeskInterventionReportPage, InterventionReportPage};
#[cfg(feature = "ssr")]
pub use request::RequestPage;
