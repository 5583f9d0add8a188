//! Temporary and definitive repairs, and the debt between them.

use super::{DebtEffect, Outcome, Refusal, in_progress_on, is_catalogue, only_in, resolve};
use crate::domain::contract::ServiceLine;
use crate::domain::ids::StaffId;
use crate::domain::intervention::{Act, Debt, DebtWay, Discharge, InterventionState, Snapshot};
use crate::domain::time::EpochMs;

pub(super) fn palliative(outcome: &mut Outcome, at: EpochMs) -> Result<(), Refusal> {
    let next = &mut outcome.next;
    in_progress_on(next, ServiceLine::Corrective)?;
    if is_catalogue(next) {
        return Err(Refusal::NotOnThisLine);
    }
    if next.curative {
        return Err(Refusal::NotNow(next.state));
    }
    next.state = InterventionState::TemporarilyRestored;
    next.restored_at = Some(at);
    outcome.act = Some(Act::Palliative);
    // After a relapse the debt is there already: one per palliative failure, not one per repair.
    if next.debt.is_none() {
        next.debt = Some(Debt {
            opened_at: at,
            relapses: 0,
        });
        outcome.debt = DebtEffect::Open;
    }
    Ok(())
}

pub(super) fn curative(outcome: &mut Outcome, at: EpochMs) -> Result<(), Refusal> {
    in_progress_on(&outcome.next, ServiceLine::Corrective)?;
    if is_catalogue(&outcome.next) {
        return Err(Refusal::NotOnThisLine);
    }
    if outcome.next.debt.take().is_some() {
        outcome.debt = DebtEffect::Discharge(Discharge::CurativeAct);
    }
    resolve(outcome, Some(Act::Curative), at);
    Ok(())
}

pub(super) fn start_curative(next: &mut Snapshot, staff: Option<StaffId>) -> Result<(), Refusal> {
    only_in(next, &[InterventionState::TemporarilyRestored])?;
    next.state = InterventionState::InProgress;
    next.curative = true;
    next.technician = staff.or(next.technician);
    Ok(())
}

pub(super) fn relapse(outcome: &mut Outcome, at: EpochMs) -> Result<(), Refusal> {
    let next = &mut outcome.next;
    let repairing = next.state == InterventionState::InProgress && next.curative;
    if next.state != InterventionState::TemporarilyRestored && !repairing {
        return Err(Refusal::NotNow(next.state));
    }
    let restored_at = next.restored_at.ok_or(Refusal::OutOfOrder)?;
    if at > restored_at + next.observation_ms {
        return Err(Refusal::ObservationOver);
    }
    next.state = InterventionState::InProgress;
    next.curative = false;
    next.restored_at = None;
    if let Some(debt) = &mut next.debt {
        debt.relapses += 1;
        outcome.debt = DebtEffect::Relapse;
    }
    Ok(())
}

/// Owed no more, without a definitive repair here: the service stays as it is. Only what is retired may be broken
/// then: nothing of it is left to repair.
pub(super) fn discharge(outcome: &mut Outcome, way: DebtWay, at: EpochMs) -> Result<(), Refusal> {
    let next = &mut outcome.next;
    if next.debt.is_none() {
        return Err(Refusal::Unfounded);
    }
    let stands = next.held.map_or(next.state, |held| held.from);
    let works = stands == InterventionState::TemporarilyRestored
        || (stands == InterventionState::InProgress && next.curative);
    if !works && way != DebtWay::ComponentRetired {
        return Err(Refusal::NotNow(next.state));
    }
    next.debt = None;
    next.held = None;
    outcome.debt = DebtEffect::Discharge(way.discharge());
    resolve(outcome, None, at);
    Ok(())
}
