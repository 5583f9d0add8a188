//! How alive a page is.

/// State of the page's connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Not connected yet, or never will be (no scripts).
    Still,
    Live,
    /// The reader asked for quiet.
    Paused,
    /// Nothing was heard for too long; trying again.
    Lost,
}

impl Phase {
    /// For `data-live`.
    pub const fn code(self) -> &'static str {
        match self {
            Phase::Still => "still",
            Phase::Live => "live",
            Phase::Paused => "paused",
            Phase::Lost => "offline",
        }
    }
}
