//! What monitoring says: alerts that are pushed to us, probes that we run ourselves, and silence.
//!
//! # Layout
//!
//! - [`ingest`]: what monitoring systems post
//! - [`scheduler`], [`probes`]: the checks that we run ourselves; [`guard`]: where they may go
//! - [`silence`]: who has not been heard for too long

pub mod guard;
pub mod ingest;
pub mod probes;
pub mod scheduler;
pub mod silence;

mod queries;

pub use queries::STATEMENTS;

/// How long a probe may be unheard before its component becomes unknown.
pub fn grace_ms(interval_ms: i64, timeout_ms: i64) -> i64 {
    3 * interval_ms + timeout_ms
}
