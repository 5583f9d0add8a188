//! Where an intervention stands, derived from its events and from nothing else.

use super::{
    ClockKind, HoldReason, InterventionState, Origin, Qualification, Recorded, Refusal, SentQuote,
    SupportLevel, apply,
};
use crate::domain::ids::{ContactId, InterventionId, QuoteId, StaffId};
use crate::domain::time::{EpochMs, Span};

/// Everything the rules know of one intervention. No free text.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    pub state: InterventionState,
    pub origin: Origin,
    pub requester: Option<ContactId>,
    pub qualification: Qualification,
    pub continues: Option<InterventionId>,
    pub continued_by: Option<InterventionId>,
    pub observation_ms: i64,
    /// Above the contract's amount: its approver is not its requester.
    pub approved_by_another: bool,
    /// The last quote that was sent.
    pub quote: Option<SentQuote>,
    /// What lets work start that the contract does not cover.
    pub agreement: Option<Agreement>,
    /// Preventive work: when it is planned for, and what the client says of it.
    pub planning: Option<Planning>,
    /// The intervention that it follows: one failure, several requests.
    pub gathered_under: Option<InterventionId>,
    pub duplicate_of: Option<InterventionId>,
    /// Who has it; with none it waits for anybody of the level.
    pub technician: Option<StaffId>,
    pub level: SupportLevel,
    pub held: Option<Held>,
    /// The definitive repair that follows a palliative one is under way.
    pub curative: bool,
    /// The palliative repair that waits for its curative one.
    pub debt: Option<Debt>,
    /// Something was done to a component.
    pub acted: bool,
    /// Deadlines that passed, one a clock.
    pub breaches: Vec<Breach>,
    /// What the client disagrees with.
    pub contests: Vec<Contest>,
    /// 1 to 5, from the requester.
    pub rating: Option<u8>,
    pub declared_at: EpochMs,
    /// When somebody started first.
    pub started_at: Option<EpochMs>,
    /// Since when it works again, palliatively or not.
    pub restored_at: Option<EpochMs>,
    pub resolved_at: Option<EpochMs>,
    pub closed_at: Option<EpochMs>,
    /// Effective instant of the last change of state: nothing is dated before it.
    pub changed_at: EpochMs,
    /// How many events a client may see: guards against lost updates without telling of internal notes.
    pub version: i64,
}

impl Snapshot {
    /// Work has begun and nobody has it: it was handed to a level, and whoever is of it takes it.
    pub fn waits_for_its_level(&self) -> bool {
        use InterventionState::{InProgress, OnHold, TemporarilyRestored};
        self.technician.is_none()
            && self.gathered_under.is_none()
            && matches!(self.state, InProgress | OnHold | TemporarilyRestored)
    }
}

/// On hold: where from, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub from: InterventionState,
    pub reason: HoldReason,
}

/// What lets work start that the contract does not cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// An accepted quote.
    Quote(QuoteId),
    /// Accord d'urgence, up to a sum in euro cents excluding tax: a quote regularises it.
    Emergency { ceiling_cents: Option<u32> },
}

/// Preventive work on the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Planning {
    pub slot: Span,
    pub announced_at: Option<EpochMs>,
    /// The client's answer to the announcement; none until it says something.
    pub accepted: Option<bool>,
    pub postponed: u32,
}

/// A deadline that passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breach {
    pub clock: ClockKind,
    pub due_at: EpochMs,
    pub reclassified: bool,
    pub set_aside: SetAside,
}

/// Whether both sides agree that a breach does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetAside {
    No,
    Proposed,
    Agreed,
    Declined,
}

/// A disagreement about one event of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contest {
    pub seq: i64,
    /// The provider's answer, once given.
    pub upheld: Option<bool>,
}

/// An open palliative without its curative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Debt {
    pub opened_at: EpochMs,
    pub relapses: u32,
}

/// The state that these events make, in the order of the log.
///
/// # Errors
/// When an event cannot follow the ones before it: the log is not one of ours.
pub fn replay<'a>(
    events: impl IntoIterator<Item = &'a Recorded>,
) -> Result<Option<Snapshot>, Refusal> {
    let mut snapshot = None;
    for recorded in events {
        let staff = recorded.staff();
        snapshot = Some(
            apply(
                snapshot.as_ref(),
                &recorded.event,
                staff,
                recorded.effective_at,
            )?
            .next,
        );
    }
    Ok(snapshot)
}

impl Recorded {
    /// The member of staff who did it, if one did.
    pub fn staff(&self) -> Option<StaffId> {
        match self.actor_kind {
            super::ActorKind::Staff => self.actor_id.map(StaffId),
            _ => None,
        }
    }
}
