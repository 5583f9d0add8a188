//! What an approver asks about who approves in their place.

use std::sync::Arc;

use super::Answer;
use crate::domain::access::Asker;
use crate::domain::time::LocalInstant;

/// Stand-ins, as a context.
#[derive(Clone)]
pub struct StandIns(pub Arc<dyn StandInBackend>);

/// For contacts, about their own client; staff get `Forbidden`.
pub trait StandInBackend: Send + Sync {
    /// Whom the asker named, whom it may name, and in whose place it approves.
    fn of<'a>(&'a self, asker: &'a Asker) -> Answer<'a, StandInSheet>;

    /// Names one for some days; the same twice is one.
    fn name<'a>(&'a self, asker: &'a Asker, input: StandInInput) -> Answer<'a, ()>;

    /// Calls one off before its end.
    fn end<'a>(&'a self, asker: &'a Asker, id: i64) -> Answer<'a, ()>;
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandInSheet {
    /// The asker approves by its role, and so may name somebody.
    pub may_name: bool,
    /// Named by the asker: now, or in days to come.
    pub named: Vec<StandInView>,
    /// Who may be named: id and name.
    pub choices: Vec<(i64, String)>,
    /// In whose place the asker approves now.
    pub standing_for: Vec<StandInView>,
    pub now: LocalInstant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandInView {
    pub id: i64,
    /// Of the other one.
    pub name: String,
    pub from: LocalInstant,
    /// An instant of the last day.
    pub last_day: LocalInstant,
}

/// As posted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StandInInput {
    /// Id of a contact of the same client.
    pub contact: String,
    /// First and last day, `2026-11-23`.
    pub from: String,
    pub to: String,
}
