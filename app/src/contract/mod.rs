//! The contracts as their client reads them, and the verdict on what they cover.

pub mod verdict;

pub use verdict::{Verdict, outcome_tone};
