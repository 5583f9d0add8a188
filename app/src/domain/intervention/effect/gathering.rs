//! Several requests about one failure: one is worked on, the others follow it.

use super::{only_in, resolve};
use crate::domain::contract::Activity;
use crate::domain::ids::InterventionId;
use crate::domain::intervention::{InterventionState, Outcome, Refusal, Snapshot};
use crate::domain::time::EpochMs;

/// The same thing told twice: this one ends.
pub(super) fn duplicate(
    next: &mut Snapshot,
    of: InterventionId,
    at: EpochMs,
) -> Result<(), Refusal> {
    if !next.state.is_unfinished() || next.state.is_planned() {
        return Err(Refusal::NotNow(next.state));
    }
    if next.debt.is_some() {
        return Err(Refusal::DebtOpen);
    }
    next.state = InterventionState::Cancelled;
    next.duplicate_of = Some(of);
    next.held = None;
    next.closed_at = Some(at);
    Ok(())
}

pub(super) fn gather(next: &mut Snapshot, under: InterventionId) -> Result<(), Refusal> {
    only_in(
        next,
        &[InterventionState::Registered, InterventionState::InProgress],
    )?;
    if next.qualification.activity != Activity::Fault {
        return Err(Refusal::NotOnThisLine);
    }
    if next.debt.is_some() {
        return Err(Refusal::DebtOpen);
    }
    next.gathered_under = Some(under);
    Ok(())
}

pub(super) fn separate(next: &mut Snapshot) -> Result<(), Refusal> {
    if next.gathered_under.is_none() {
        return Err(Refusal::Unfounded);
    }
    // Temporarily restored by what was done elsewhere: the debt is there, and so is the rest of the work.
    only_in(
        next,
        &[
            InterventionState::Registered,
            InterventionState::InProgress,
            InterventionState::Resolved,
        ],
    )?;
    next.gathered_under = None;
    Ok(())
}

/// Moves with what it follows. Nothing is done to a component here: the act and the debt are the lead's.
pub(super) fn lead(
    outcome: &mut Outcome,
    to: InterventionState,
    at: EpochMs,
) -> Result<(), Refusal> {
    use InterventionState::{InProgress, Registered, Resolved, TemporarilyRestored};
    let next = &mut outcome.next;
    if next.gathered_under.is_none() {
        return Err(Refusal::Unfounded);
    }
    only_in(
        next,
        &[Registered, InProgress, TemporarilyRestored, Resolved],
    )?;
    if next.state == to {
        return Err(Refusal::AlreadySaid);
    }
    next.started_at = next.started_at.or(Some(at));
    match to {
        InProgress => {
            next.state = to;
            next.restored_at = None;
            next.resolved_at = None;
        }
        TemporarilyRestored => {
            next.state = to;
            next.restored_at = Some(at);
            next.resolved_at = None;
        }
        Resolved => resolve(outcome, None, at),
        _ => return Err(Refusal::NotNow(to)),
    }
    Ok(())
}
