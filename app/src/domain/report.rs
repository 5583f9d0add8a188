//! A month's report: figures made from the ledger, each with what it is made of. The same facts give the same figures.
//!
//! Every instant counts in `[from, until)`: two months that touch share nothing and leave nothing out.

mod availability;
mod debts;
mod figures;
mod hours;
mod lost_time;
mod month;
mod respect;
#[cfg(test)]
mod tests;
mod work;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::coded::coded_enum;

pub use availability::{ComponentAvailability, ComponentFact, Stretch, StretchKind, availability};
pub use debts::{Debt, DebtFact, Debts, OpenDebt, debts};
pub use figures::{Change, Contract, Figures, Ledger, Measure, Value, changes, figures};
pub use hours::{BookEntry, BookFact, BookFigures, book};
pub use lost_time::{LostTime, MINUTES_PER_INCIDENT};
pub use month::Month;
pub use respect::{ClockFact, Decided, Missed, Respect, respect};
pub use work::{
    Happened, Happening, Intensity, LineWork, Recurrence, WorkFact, intensity, recurrence,
};

/// A component as a report names it: it keeps its name of that month.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Named {
    pub key: String,
    pub name: String,
}

coded_enum! {
    /// The parts of a report, in their order; each may have a comment.
    pub enum Section {
        Summary = "summary",
        Availability = "availability",
        Respect = "respect",
        Debts = "debts",
        Intensity = "intensity",
        Recurrence = "recurrence",
        Hours = "hours",
        LostTime = "lost_time",
    }
}

/// What the provider writes beside the figures, by section.
pub type Comments = BTreeMap<Section, String>;

/// Longest comment of one section, in characters.
pub const COMMENT_LENGTH: usize = 4_000;
/// Longest decision or action, in characters.
pub const RESOLVE_LENGTH: usize = 500;
/// Longest name of who does it, in characters.
pub const OWNER_LENGTH: usize = 80;
/// Decisions and actions that one report may add.
pub const RESOLVES: usize = 50;

coded_enum! {
    /// What a meeting leaves.
    pub enum ResolveKind { Decision = "decision", Action = "action" }
}

/// A decision, or an action with who does it until when. An action that is open is carried to the next month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolve {
    pub id: i64,
    pub kind: ResolveKind,
    pub text: String,
    pub owner: String,
    pub due: Option<NaiveDate>,
    /// The month whose report wrote it down.
    pub opened: Month,
    /// The month whose report says that it is done.
    pub closed: Option<Month>,
}

impl Resolve {
    /// Whether that month's report lists it: its own, and the actions that were not done before it.
    pub fn stands_in(&self, month: Month) -> bool {
        match self.kind {
            ResolveKind::Decision => self.opened == month,
            ResolveKind::Action => {
                self.opened <= month && self.closed.is_none_or(|closed| closed >= month)
            }
        }
    }

    /// Whether it comes from an earlier report.
    pub fn is_carried(&self, month: Month) -> bool {
        self.opened < month
    }

    /// As that month's report tells it: what a later one closed was still open.
    #[must_use]
    pub fn as_of(mut self, month: Month) -> Resolve {
        self.closed = self.closed.filter(|closed| *closed <= month);
        self
    }
}

/// A published report, as it was: stored whole, and never changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Published {
    pub figures: Figures,
    pub comments: Comments,
    pub resolves: Vec<Resolve>,
}
