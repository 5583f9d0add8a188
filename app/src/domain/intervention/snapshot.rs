//! Where an intervention stands, derived from its events and from nothing else.

use super::transition::{Refusal, apply};
use super::{HoldReason, InterventionState, Origin, Qualification, Recorded};
use crate::domain::ids::{ContactId, InterventionId, StaffId};
use crate::domain::time::EpochMs;

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
    pub technician: Option<StaffId>,
    pub held: Option<Held>,
    /// The definitive repair that follows a palliative one is under way.
    pub curative: bool,
    /// The palliative repair that waits for its curative one.
    pub debt: Option<Debt>,
    /// Something was done to a component.
    pub acted: bool,
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

/// On hold: where from, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub from: InterventionState,
    pub reason: HoldReason,
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
