//! Preventive work: planned, announced, moved.

use super::{beginning, only_in};
use crate::domain::contract::{Activity, ServiceLine};
use crate::domain::coverage::Outcome as Coverage;
use crate::domain::intervention::{
    DebtEffect, InterventionState, Outcome, Plan, Planning, Refusal, Snapshot,
};
use crate::domain::time::{EpochMs, Span};

/// On the calendar, when a managed line covers it and it is supervised.
pub(super) fn plan(plan: &Plan, at: EpochMs) -> Result<Outcome, Refusal> {
    let qualification = &plan.declaration.qualification;
    let is_managed = qualification.service == Some(ServiceLine::Managed);
    if qualification.activity != Activity::Prevention {
        return Err(Refusal::NotOnThisLine);
    }
    match qualification.coverage {
        Coverage::Covered if is_managed => {}
        Coverage::CoveredIf => return Err(Refusal::ConditionNotMet),
        _ => return Err(Refusal::NotCovered),
    }
    is_a_slot(plan.slot)?;
    let mut next = beginning(&plan.declaration, InterventionState::Planned, at);
    next.planning = Some(Planning {
        slot: plan.slot,
        announced_at: None,
        accepted: None,
        postponed: 0,
    });
    Ok(Outcome {
        next,
        act: None,
        debt: DebtEffect::None,
    })
}

/// What is announced once it has begun is not announced.
pub(super) fn announce(next: &mut Snapshot, at: EpochMs) -> Result<(), Refusal> {
    only_in(next, &[InterventionState::Planned])?;
    let planning = next.planning.as_mut().ok_or(Refusal::OutOfOrder)?;
    if planning.slot.from <= at {
        return Err(Refusal::SlotPast);
    }
    planning.announced_at = Some(at);
    next.state = InterventionState::Announced;
    Ok(())
}

pub(super) fn answer(next: &mut Snapshot, suits: bool) -> Result<(), Refusal> {
    only_in(next, &[InterventionState::Announced])?;
    let planning = next.planning.as_mut().ok_or(Refusal::OutOfOrder)?;
    if planning.accepted == Some(suits) {
        return Err(Refusal::AlreadySaid);
    }
    planning.accepted = Some(suits);
    Ok(())
}

pub(super) fn postpone(next: &mut Snapshot, slot: Span) -> Result<(), Refusal> {
    only_in(
        next,
        &[InterventionState::Planned, InterventionState::Announced],
    )?;
    is_a_slot(slot)?;
    let planning = next.planning.as_mut().ok_or(Refusal::OutOfOrder)?;
    *planning = Planning {
        slot,
        announced_at: None,
        accepted: None,
        postponed: planning.postponed + 1,
    };
    next.state = InterventionState::Planned;
    Ok(())
}

fn is_a_slot(slot: Span) -> Result<(), Refusal> {
    if slot.from < slot.to {
        Ok(())
    } else {
        Err(Refusal::Unfounded)
    }
}
