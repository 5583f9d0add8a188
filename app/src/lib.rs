//! Vigie, the part that people see and that everyone agrees on. No IO, no clock.
//!
//! # Layout
//!
//! - [`domain`]: pure rules, no framework: components, contracts, coverage, interventions, uptime
//! - [`backend`]: the seam: traits that the server implements, and what their answers look like
//! - [`answer`]: the error that may cross the wire

pub mod answer;
pub mod backend;
pub mod domain;
