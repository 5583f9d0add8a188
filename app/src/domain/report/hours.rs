//! What the month took from each hour book, and what it left.

use serde::{Deserialize, Serialize};

use crate::domain::hours::EntryKind;
use crate::domain::time::{EpochMs, Span};

/// One book: what it held before, and its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookFact {
    /// Number of the contract.
    pub contract: String,
    pub opening_minutes: i64,
    pub entries: Vec<BookEntry>,
}

/// One line of the ledger; more minutes, or fewer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookEntry {
    pub at: EpochMs,
    pub kind: EntryKind,
    pub minutes: i64,
    /// What they were spent on.
    pub reference: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookFigures {
    pub contract: String,
    pub opening_minutes: i64,
    pub entries: Vec<BookEntry>,
    pub closing_minutes: i64,
}

impl BookFigures {
    /// Spent on work, as debits and overruns; a correction puts either right.
    pub fn used_minutes(&self) -> i64 {
        let spent = self.entries.iter().filter(|entry| {
            matches!(
                entry.kind,
                EntryKind::Debit | EntryKind::Overrun | EntryKind::Correction
            )
        });
        -spent.map(|entry| entry.minutes).sum::<i64>()
    }
}

pub fn book(fact: &BookFact, span: Span) -> BookFigures {
    let inside = |entry: &&BookEntry| (span.from..span.to).contains(&entry.at);
    let entries: Vec<BookEntry> = fact.entries.iter().filter(inside).cloned().collect();
    let before = fact.entries.iter().filter(|entry| entry.at < span.from);
    let opening_minutes = fact.opening_minutes + before.map(|entry| entry.minutes).sum::<i64>();
    BookFigures {
        contract: fact.contract.clone(),
        closing_minutes: opening_minutes + entries.iter().map(|entry| entry.minutes).sum::<i64>(),
        opening_minutes,
        entries,
    }
}
