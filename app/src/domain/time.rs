//! Instants as the server hands them to people: UTC, with the offset of the place they are read for.

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00:00Z.
pub type EpochMs = i64;

pub const SECOND_MS: i64 = 1_000;
pub const MINUTE_MS: i64 = 60 * SECOND_MS;
pub const HOUR_MS: i64 = 60 * MINUTE_MS;
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// An instant and the offset from UTC, in seconds, of the site's zone at that instant.
///
/// Zone data stays on the server: pages and islands only format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LocalInstant {
    pub at: EpochMs,
    pub offset_s: i32,
}

/// A span of time, `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    pub from: EpochMs,
    pub to: EpochMs,
}

impl Span {
    /// How long it lasts, in milliseconds; never negative.
    pub fn length_ms(self) -> i64 {
        (self.to - self.from).max(0)
    }

    /// The part of it that lies inside `other`, if any.
    pub fn clipped_to(self, other: Span) -> Option<Span> {
        let from = self.from.max(other.from);
        let to = self.to.min(other.to);
        (from < to).then_some(Span { from, to })
    }
}
