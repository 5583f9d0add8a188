//! What an event does in a state, whoever causes it: the table of the life of an intervention.
//!
//! # Layout
//! - here: from the declaration to the closing
//! - `repair`: temporary and definitive repairs, the workaround debt
//! - `agreeing`: approvals, quotes, the accord d'urgence
//! - `planning`: preventive work
//! - `gathering`: several requests about one failure
//! - `record`: breaches and disagreements, which never change the state

mod agreeing;
mod gathering;
mod planning;
mod record;
mod repair;

use super::{
    Act, DebtEffect, Declaration, Event, EventKind, Held, InterventionState, Outcome,
    Qualification, Refusal, SetAside, Snapshot, SupportLevel,
};
use crate::domain::contract::{Activity, ServiceLine};
use crate::domain::coverage::{Outcome as Coverage, Route};
use crate::domain::ids::StaffId;
use crate::domain::time::{DAY_MS, EpochMs};

/// What the event does, whoever causes it: the table of states. `staff` is who, when it is one of the provider's.
///
/// # Errors
/// When the event has no place in this state.
pub fn apply(
    before: Option<&Snapshot>,
    event: &Event,
    staff: Option<StaffId>,
    at: EpochMs,
) -> Result<Outcome, Refusal> {
    let before = match (before, event) {
        (None, Event::Submitted(declaration)) => return Ok(declare(declaration, at)),
        (None, Event::Planned(plan)) => return planning::plan(plan, at),
        (None, _) | (Some(_), Event::Submitted(_) | Event::Planned(_)) => {
            return Err(Refusal::OutOfOrder);
        }
        (Some(before), _) => before,
    };
    let is_about_the_record = event.kind().is_about_the_record()
        || agreeing::regularises_afterwards(before, event.kind());
    if before.state.is_terminal() && !is_about_the_record {
        return Err(Refusal::NotNow(before.state));
    }
    if before.gathered_under.is_some() && is_done_on_the_lead(event.kind()) {
        return Err(Refusal::Gathered);
    }
    let mut outcome = Outcome {
        next: before.clone(),
        act: None,
        debt: DebtEffect::None,
    };
    match event {
        Event::Submitted(_) | Event::Planned(_) => return Err(Refusal::OutOfOrder),
        Event::CallTaken
        | Event::Noted
        | Event::NotedInternally
        | Event::Message
        | Event::FileAdded { .. }
        | Event::FailureObserved
        | Event::RecoveryObserved
        | Event::Redacted(_)
        | Event::RedactedInternally(_) => {}
        Event::Started => start(&mut outcome.next, staff, at)?,
        Event::Held { reason, .. } => hold(
            &mut outcome.next,
            Held {
                from: before.state,
                reason: *reason,
            },
        )?,
        Event::Chased { .. } => only_in(before, &[InterventionState::OnHold])?,
        Event::Resumed => resume(&mut outcome.next)?,
        Event::HandedOver { to, level } => {
            only_in(before, AT_WORK)?;
            if (before.technician, before.level) == (*to, *level) {
                return Err(Refusal::AlreadySaid);
            }
            outcome.next.technician = *to;
            outcome.next.level = *level;
        }
        Event::TimeEntered { minutes, .. } => {
            if !(1..=LONGEST_WORK_MINUTES).contains(minutes) {
                return Err(Refusal::Unfounded);
            }
            if !AT_WORK.contains(&before.state) {
                only_in(before, &[InterventionState::Resolved])?;
            }
        }
        Event::RestoredPalliative => repair::palliative(&mut outcome, at)?,
        Event::RestoredCurative => repair::curative(&mut outcome, at)?,
        Event::CurativeStarted => repair::start_curative(&mut outcome.next, staff)?,
        Event::Relapsed => repair::relapse(&mut outcome, at)?,
        Event::DebtDischarged(way) => repair::discharge(&mut outcome, *way, at)?,
        Event::Answered => {
            in_progress_on(before, ServiceLine::Helpdesk)?;
            resolve(&mut outcome, Some(Act::Advice), at);
        }
        Event::ActionNeeded { continued_by } => {
            in_progress_on(before, ServiceLine::Helpdesk)?;
            outcome.next.state = InterventionState::Transferred;
            outcome.next.continued_by = Some(*continued_by);
            outcome.next.closed_at = Some(at);
        }
        Event::Completed => complete(&mut outcome, at)?,
        Event::Done => {
            in_progress_on(before, ServiceLine::Managed)?;
            resolve(&mut outcome, Some(Act::Preventive), at);
        }
        Event::FaultFound { continued_by } => {
            in_progress_on(before, ServiceLine::Managed)?;
            outcome.next.continued_by = Some(*continued_by);
        }
        Event::Confirmed => close(&mut outcome.next, at)?,
        Event::Reopened => reopen(&mut outcome.next)?,
        Event::Rated { score } => rate(&mut outcome.next, *score, at)?,
        Event::Cancelled | Event::NoAction => abandon(&mut outcome.next, at)?,
        Event::DuplicateOf { of } => gathering::duplicate(&mut outcome.next, *of, at)?,
        Event::Gathered { under } => gathering::gather(&mut outcome.next, *under)?,
        Event::Separated => gathering::separate(&mut outcome.next)?,
        Event::Led { to } => gathering::lead(&mut outcome, *to, at)?,
        Event::Requalified {
            qualification,
            awaits_approval,
            approved_by_another,
        } => {
            requalify(&mut outcome.next, qualification, *awaits_approval)?;
            if *awaits_approval {
                outcome.next.approved_by_another = *approved_by_another;
            }
        }
        Event::Approved { coverage } => agreeing::approve(&mut outcome.next, *coverage)?,
        Event::Rejected => {
            only_in(before, &[InterventionState::AwaitingApproval])?;
            outcome.next.state = InterventionState::Rejected;
            outcome.next.closed_at = Some(at);
        }
        Event::Waived {
            coverage,
            ceiling_cents,
            ..
        } => agreeing::waive(&mut outcome.next, *coverage, *ceiling_cents)?,
        Event::QuoteSent(quote) => agreeing::send_quote(&mut outcome.next, *quote, at)?,
        Event::QuoteAccepted { quote } => agreeing::accept(&mut outcome.next, *quote, at)?,
        Event::QuoteDeclined { quote } => agreeing::decline(&mut outcome.next, *quote, at)?,
        Event::QuoteExpired { quote } => agreeing::expire(&mut outcome.next, *quote, at)?,
        Event::Announced => planning::announce(&mut outcome.next, at)?,
        Event::SlotAccepted => planning::answer(&mut outcome.next, true)?,
        Event::AnotherSlotAsked => planning::answer(&mut outcome.next, false)?,
        Event::Postponed { slot } => planning::postpone(&mut outcome.next, *slot)?,
        Event::BreachRecorded {
            clock,
            due_at,
            reclassified,
        } => record::breach(&mut outcome.next, *clock, *due_at, *reclassified)?,
        Event::SetAsideProposed { clock } => {
            record::set_aside(&mut outcome.next, *clock, SetAside::Proposed)?;
        }
        Event::SetAsideAgreed { clock } => {
            record::set_aside(&mut outcome.next, *clock, SetAside::Agreed)?;
        }
        Event::SetAsideDeclined { clock } => {
            record::set_aside(&mut outcome.next, *clock, SetAside::Declined)?;
        }
        Event::Contested { seq } => record::contest(&mut outcome.next, *seq)?,
        Event::ContestAnswered { seq, upheld } => {
            record::answer_contest(&mut outcome.next, *seq, *upheld)?;
        }
    }
    if outcome.next.state != before.state || outcome.next.curative != before.curative {
        outcome.next.changed_at = at;
    }
    outcome.next.acted |= outcome.act.is_some_and(Act::is_on_component);
    outcome.next.version += i64::from(event.kind().moves_on());
    Ok(outcome)
}

/// How long after its end an intervention can be rated, and its rating changed.
const RATING_MS: i64 = 30 * DAY_MS;

/// What one entry may last: a day and a night.
const LONGEST_WORK_MINUTES: u32 = 24 * 60;

/// States in which somebody works on it or is about to.
const AT_WORK: &[InterventionState] = &[
    InterventionState::Registered,
    InterventionState::InProgress,
    InterventionState::OnHold,
    InterventionState::TemporarilyRestored,
];

/// What is not done on a request that follows another, but on that other.
const fn is_done_on_the_lead(kind: EventKind) -> bool {
    use EventKind as E;
    matches!(
        kind,
        E::Started
            | E::Held
            | E::Chased
            | E::Resumed
            | E::HandedOver
            | E::TimeEntered
            | E::RestoredPalliative
            | E::RestoredCurative
            | E::CurativeStarted
            | E::Relapsed
            | E::DebtDischarged
            | E::Answered
            | E::ActionNeeded
            | E::Completed
            | E::Done
            | E::Requalified
            | E::Gathered
    )
}

fn declare(declaration: &Declaration, at: EpochMs) -> Outcome {
    let state = match declaration.route {
        Route::Registered => InterventionState::Registered,
        Route::AwaitingApproval => InterventionState::AwaitingApproval,
        Route::Quote => InterventionState::AwaitingQuote,
    };
    Outcome {
        next: beginning(declaration, state, at),
        act: None,
        debt: DebtEffect::None,
    }
}

fn beginning(declaration: &Declaration, state: InterventionState, at: EpochMs) -> Snapshot {
    Snapshot {
        state,
        origin: declaration.origin,
        requester: declaration.requester,
        qualification: declaration.qualification.clone(),
        continues: declaration.continues,
        continued_by: None,
        observation_ms: declaration.observation_ms,
        approved_by_another: declaration.approved_by_another,
        quote: None,
        agreement: None,
        planning: None,
        gathered_under: None,
        duplicate_of: None,
        technician: None,
        level: SupportLevel::L1,
        held: None,
        curative: false,
        debt: None,
        acted: false,
        breaches: Vec::new(),
        contests: Vec::new(),
        rating: None,
        declared_at: at,
        started_at: None,
        restored_at: None,
        resolved_at: None,
        closed_at: None,
        changed_at: at,
        version: 1,
    }
}

fn start(next: &mut Snapshot, staff: Option<StaffId>, at: EpochMs) -> Result<(), Refusal> {
    only_in(
        next,
        &[InterventionState::Registered, InterventionState::Announced],
    )?;
    let is_agreed = next.agreement.is_some();
    match (next.qualification.coverage, next.qualification.service) {
        (Coverage::CoveredIf, _) => return Err(Refusal::ConditionNotMet),
        (Coverage::Covered, Some(_)) => {}
        // An item of the catalogue that no line holds has no posture of its own.
        (_, service) if is_agreed && (service.is_some() || is_catalogue(next)) => {}
        _ => return Err(Refusal::NotCovered),
    }
    next.state = InterventionState::InProgress;
    next.technician = staff.or(next.technician);
    next.started_at = next.started_at.or(Some(at));
    Ok(())
}

fn hold(next: &mut Snapshot, held: Held) -> Result<(), Refusal> {
    use InterventionState::{InProgress, Registered, TemporarilyRestored};
    only_in(next, &[Registered, InProgress, TemporarilyRestored])?;
    next.state = InterventionState::OnHold;
    next.held = Some(held);
    Ok(())
}

fn resume(next: &mut Snapshot) -> Result<(), Refusal> {
    only_in(next, &[InterventionState::OnHold])?;
    let held = next.held.take().ok_or(Refusal::OutOfOrder)?;
    next.state = held.from;
    Ok(())
}

fn complete(outcome: &mut Outcome, at: EpochMs) -> Result<(), Refusal> {
    only_in(&outcome.next, &[InterventionState::InProgress])?;
    if !is_catalogue(&outcome.next) {
        return Err(Refusal::NotOnThisLine);
    }
    let act = match outcome.next.qualification.service {
        Some(ServiceLine::Helpdesk) => Some(Act::Advice),
        Some(ServiceLine::Managed) => Some(Act::Preventive),
        Some(ServiceLine::Corrective) | None => None,
    };
    resolve(outcome, act, at);
    Ok(())
}

fn close(next: &mut Snapshot, at: EpochMs) -> Result<(), Refusal> {
    only_in(next, &[InterventionState::Resolved])?;
    if next.debt.is_some() {
        return Err(Refusal::DebtOpen);
    }
    next.state = InterventionState::Closed;
    next.closed_at = Some(at);
    Ok(())
}

fn reopen(next: &mut Snapshot) -> Result<(), Refusal> {
    only_in(next, &[InterventionState::Resolved])?;
    next.state = InterventionState::InProgress;
    next.restored_at = None;
    next.resolved_at = None;
    // Not solved for this one: it goes its own way.
    next.gathered_under = None;
    Ok(())
}

/// Once it is resolved, and for a while after it is closed; until then one may think again.
fn rate(next: &mut Snapshot, score: u8, at: EpochMs) -> Result<(), Refusal> {
    only_in(
        next,
        &[InterventionState::Resolved, InterventionState::Closed],
    )?;
    let over = next.closed_at.or(next.resolved_at);
    if over.is_some_and(|over| at > over + RATING_MS) {
        return Err(Refusal::NotNow(next.state));
    }
    if !(1..=5).contains(&score) {
        return Err(Refusal::Unfounded);
    }
    next.rating = Some(score);
    Ok(())
}

/// Withdrawn by the requester, or without effect: but a definitive repair that is owed stays owed.
fn abandon(next: &mut Snapshot, at: EpochMs) -> Result<(), Refusal> {
    if !next.state.is_unfinished() {
        return Err(Refusal::NotNow(next.state));
    }
    if next.debt.is_some() {
        return Err(Refusal::DebtOpen);
    }
    next.state = InterventionState::Cancelled;
    next.held = None;
    next.closed_at = Some(at);
    Ok(())
}

fn requalify(
    next: &mut Snapshot,
    qualification: &Qualification,
    awaits_approval: bool,
) -> Result<(), Refusal> {
    only_in(
        next,
        &[InterventionState::Registered, InterventionState::InProgress],
    )?;
    let covered = matches!(
        qualification.coverage,
        Coverage::Covered | Coverage::CoveredIf
    ) && qualification.service.is_some();
    // What was agreed on is that work and no other.
    let is_what_was_agreed = next.agreement.is_some()
        && qualification.activity == next.qualification.activity
        && qualification.component == next.qualification.component
        // What no line holds has the posture that its agreement gave it.
        && (qualification.service.is_none()
            || qualification.service == next.qualification.service);
    if !covered && !is_what_was_agreed {
        return Err(Refusal::NotCovered);
    }
    let service = if covered {
        qualification.service
    } else {
        qualification.service.or(next.qualification.service)
    };
    if awaits_approval {
        // What was done to a component is not taken back by asking.
        if next.acted || next.debt.is_some() {
            return Err(Refusal::ConditionNotMet);
        }
        next.state = InterventionState::AwaitingApproval;
    }
    if next.state == InterventionState::InProgress && qualification.coverage == Coverage::CoveredIf
    {
        return Err(Refusal::ConditionNotMet);
    }
    let stays_a_repair =
        service == Some(ServiceLine::Corrective) && qualification.activity == Activity::Fault;
    if next.acted && !stays_a_repair {
        return Err(Refusal::AlreadyActed);
    }
    next.qualification = Qualification {
        service,
        ..qualification.clone()
    };
    Ok(())
}

fn resolve(outcome: &mut Outcome, act: Option<Act>, at: EpochMs) {
    let next = &mut outcome.next;
    next.state = InterventionState::Resolved;
    next.curative = false;
    next.restored_at = next.restored_at.or(Some(at));
    next.resolved_at = Some(at);
    outcome.act = act;
}

fn only_in(snapshot: &Snapshot, states: &[InterventionState]) -> Result<(), Refusal> {
    if states.contains(&snapshot.state) {
        Ok(())
    } else {
        Err(Refusal::NotNow(snapshot.state))
    }
}

fn in_progress_on(snapshot: &Snapshot, service: ServiceLine) -> Result<(), Refusal> {
    only_in(snapshot, &[InterventionState::InProgress])?;
    if snapshot.qualification.service == Some(service) {
        Ok(())
    } else {
        Err(Refusal::NotOnThisLine)
    }
}

fn is_catalogue(snapshot: &Snapshot) -> bool {
    matches!(snapshot.qualification.activity, Activity::Catalogue(_))
}
