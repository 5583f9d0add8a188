//! Preventive work: planned at the desk, answered by the client, seen by both on a calendar.
//!
//! # Layout
//! - `plan`: the desk's form; `calendar`: the month and what is to come
//! - `slot`: when it is, and where it stands, on the page of one
//! - `on_component`: what is to come on one component, and what its last visit found
//! - `subscription`: a contact's address for calendar programs, on the account's page
//! - `actions`: what the forms post to

pub mod actions;
mod calendar;
pub mod on_component;
mod plan;
pub mod slot;
pub mod subscription;

pub use calendar::CalendarPage;
pub use plan::PlanPage;
