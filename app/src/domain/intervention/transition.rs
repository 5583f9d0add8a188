//! What an event does in a state, who may cause it, and when.

use super::{
    Act, Actor, Debt, Declaration, Event, EventKind, Held, InterventionState, LateReason,
    Qualification, Snapshot, Standing, TextNeed,
};
use crate::domain::access::StaffRole;
use crate::domain::contract::{Activity, ServiceLine};
use crate::domain::coverage::{Outcome as Coverage, Route};
use crate::domain::ids::StaffId;
use crate::domain::time::{DAY_MS, EpochMs, MINUTE_MS};

/// What follows from an event that was accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub next: Snapshot,
    /// The posture that it wears.
    pub act: Option<Act>,
    pub debt: DebtEffect,
}

/// What becomes of the workaround debt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DebtEffect {
    None,
    Open,
    /// The palliative repair failed again: the same debt.
    Relapse,
    Discharge,
}

/// Why an event was refused. A value for the caller to show, not a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not in this state.
    NotNow(InterventionState),
    /// Not declared yet, or declared already.
    OutOfOrder,
    /// This actor may not.
    NotAllowed,
    /// The service line does not do that: a helpdesk never acts on a component, maintenance does not answer.
    NotOnThisLine,
    /// Something was done to a component: it cannot become advice any more.
    AlreadyActed,
    /// A definitive repair is owed.
    DebtOpen,
    /// Nothing covers it: a quote comes first.
    NotCovered,
    /// Covered on a condition that is not met: supervise the component.
    ConditionNotMet,
    /// Too late for a relapse: a new, linked intervention.
    ObservationOver,
    /// Above the contract's amount, whoever asks does not approve.
    OwnRequest,
    /// A reason, or what was done, must be written.
    TextMissing,
    InTheFuture,
    /// Before what happened last, or further back than a person may date.
    TooOld,
    LateReasonMissing,
}

/// How far back a person may date what they record.
pub const BACKDATING_LIMIT_MS: i64 = 3 * DAY_MS;
/// Up to here it was recorded at once.
const AT_ONCE_MS: i64 = MINUTE_MS;

/// One gesture: who, what, when it happened, when it is recorded, and whether something is written beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub actor: Actor,
    pub event: Event,
    pub effective_at: EpochMs,
    pub recorded_at: EpochMs,
    pub late: Option<LateReason>,
    pub has_text: bool,
}

/// The whole rule: [`permit`], then [`apply`].
///
/// # Errors
/// Why the gesture is refused.
pub fn transition(before: Option<&Snapshot>, step: &Step) -> Result<Outcome, Refusal> {
    let staff = match step.actor {
        Actor::Staff { id, .. } => Some(id),
        _ => None,
    };
    may_cause(&step.actor, step.event.kind())?;
    let outcome = apply(before, &step.event, staff, step.effective_at)?;
    by_another(before, &step.actor, step.event.kind())?;
    permit(before, step)?;
    Ok(outcome)
}

/// The kinds of event that this actor could cause now, for the buttons of a page.
pub fn allowed(snapshot: &Snapshot, actor: Actor, now: EpochMs) -> Vec<EventKind> {
    let staff = match actor {
        Actor::Staff { id, .. } => Some(id),
        _ => None,
    };
    candidates(snapshot)
        .into_iter()
        .filter(|event| {
            may_cause(&actor, event.kind()).is_ok()
                && by_another(Some(snapshot), &actor, event.kind()).is_ok()
                && apply(Some(snapshot), event, staff, now).is_ok()
        })
        .map(|event| event.kind())
        .collect()
}

/// One event of each kind that a person can cause on an existing intervention.
fn candidates(snapshot: &Snapshot) -> Vec<Event> {
    use super::HoldReason;
    use crate::domain::ids::InterventionId;
    vec![
        Event::Started,
        Event::Held {
            reason: HoldReason::Client,
        },
        Event::Resumed,
        Event::Noted,
        Event::NotedInternally,
        Event::Message,
        Event::RestoredPalliative,
        Event::RestoredCurative,
        Event::Answered,
        Event::ActionNeeded {
            continued_by: InterventionId(0),
        },
        Event::CurativeStarted,
        Event::Relapsed,
        Event::Completed,
        Event::Done,
        Event::Confirmed,
        Event::Reopened,
        Event::Cancelled,
        Event::NoAction,
        Event::Requalified(snapshot.qualification.clone()),
        Event::Approved {
            coverage: Coverage::Covered,
        },
        Event::Rejected,
        Event::Waived {
            coverage: Coverage::Covered,
        },
    ]
}

/// Whether that actor, at that time, with what they wrote, may record it.
///
/// # Errors
/// Why not.
pub fn permit(before: Option<&Snapshot>, step: &Step) -> Result<(), Refusal> {
    may_cause(&step.actor, step.event.kind())?;
    if step.event.text_need() == TextNeed::Required && !step.has_text && step.actor != Actor::System
    {
        return Err(Refusal::TextMissing);
    }
    if step.effective_at > step.recorded_at {
        return Err(Refusal::InTheFuture);
    }
    let late_by = step.recorded_at - step.effective_at;
    match step.actor {
        // Supervision dates a failure from its first failing result.
        Actor::System => Ok(()),
        Actor::Contact { .. } if late_by > AT_ONCE_MS => Err(Refusal::TooOld),
        Actor::Contact { .. } => Ok(()),
        Actor::Staff { .. } if late_by <= AT_ONCE_MS => Ok(()),
        Actor::Staff { .. } => {
            let before_the_last =
                before.is_some_and(|snapshot| step.effective_at < snapshot.changed_at);
            if before_the_last || late_by > BACKDATING_LIMIT_MS {
                return Err(Refusal::TooOld);
            }
            step.late.map(|_| ()).ok_or(Refusal::LateReasonMissing)
        }
    }
}

/// Above the contract's amount an approver is not the requester.
fn by_another(before: Option<&Snapshot>, actor: &Actor, kind: EventKind) -> Result<(), Refusal> {
    let (Some(before), Actor::Contact { id, .. }, EventKind::Approved) = (before, actor, kind)
    else {
        return Ok(());
    };
    if before.approved_by_another && before.requester == Some(*id) {
        return Err(Refusal::OwnRequest);
    }
    Ok(())
}

fn may_cause(actor: &Actor, kind: EventKind) -> Result<(), Refusal> {
    use EventKind as E;
    let may = match (actor, kind) {
        (Actor::Contact { standing, .. }, E::Submitted | E::Message) => {
            *standing >= Standing::Writer
        }
        (
            Actor::Contact { standing, .. },
            E::Confirmed | E::Reopened | E::Cancelled | E::Relapsed,
        ) => *standing == Standing::Owner,
        (Actor::Contact { approves, .. }, E::Approved | E::Rejected) => *approves,
        (Actor::Contact { .. }, _) => false,
        // On the word of an approver, and for whoever coordinates: not for whoever repairs.
        (Actor::Staff { role, .. }, E::Waived) => *role >= StaffRole::Dispatcher,
        (
            Actor::Staff { .. },
            E::Confirmed
            | E::Reopened
            | E::Cancelled
            | E::Message
            | E::Approved
            | E::Rejected
            | E::FailureObserved
            | E::RecoveryObserved,
        ) => false,
        (Actor::Staff { .. }, _) => true,
        (
            Actor::System,
            E::Submitted
            | E::Resumed
            | E::Relapsed
            | E::Confirmed
            | E::FailureObserved
            | E::RecoveryObserved,
        ) => true,
        (Actor::System, _) => false,
    };
    if may {
        Ok(())
    } else {
        Err(Refusal::NotAllowed)
    }
}

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
    let (before, event) = match (before, event) {
        (None, Event::Submitted(declaration)) => return declare(declaration, at),
        (None, _) | (Some(_), Event::Submitted(_)) => return Err(Refusal::OutOfOrder),
        (Some(before), event) => (before, event),
    };
    if before.state.is_terminal() {
        return Err(Refusal::NotNow(before.state));
    }
    let mut outcome = Outcome {
        next: before.clone(),
        act: None,
        debt: DebtEffect::None,
    };
    match event {
        Event::Submitted(_) => return Err(Refusal::OutOfOrder),
        Event::CallTaken
        | Event::Noted
        | Event::NotedInternally
        | Event::Message
        | Event::FailureObserved
        | Event::RecoveryObserved => {}
        Event::Started => start(&mut outcome.next, staff, at)?,
        Event::Held { reason } => hold(
            &mut outcome.next,
            Held {
                from: before.state,
                reason: *reason,
            },
        )?,
        Event::Resumed => resume(&mut outcome.next)?,
        Event::RestoredPalliative => restore_palliative(&mut outcome, at)?,
        Event::RestoredCurative => restore_curative(&mut outcome, at)?,
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
        Event::CurativeStarted => start_curative(&mut outcome.next, staff)?,
        Event::Relapsed => relapse(&mut outcome, at)?,
        Event::Completed => complete(&mut outcome, at)?,
        Event::Done => {
            in_progress_on(before, ServiceLine::Managed)?;
            resolve(&mut outcome, Some(Act::Preventive), at);
        }
        Event::Confirmed => close(&mut outcome.next, at)?,
        Event::Reopened => reopen(&mut outcome.next)?,
        Event::Cancelled | Event::NoAction => abandon(&mut outcome.next, at)?,
        Event::Requalified(qualification) => requalify(&mut outcome.next, qualification)?,
        Event::Approved { coverage } | Event::Waived { coverage } => {
            only_in(before, &[InterventionState::AwaitingApproval])?;
            outcome.next.state = InterventionState::Registered;
            outcome.next.qualification.coverage = *coverage;
        }
        Event::Rejected => {
            only_in(before, &[InterventionState::AwaitingApproval])?;
            outcome.next.state = InterventionState::Rejected;
            outcome.next.closed_at = Some(at);
        }
    }
    if outcome.next.state != before.state || outcome.next.curative != before.curative {
        outcome.next.changed_at = at;
    }
    outcome.next.acted |= outcome.act.is_some_and(Act::is_on_component);
    outcome.next.version += i64::from(!event.kind().is_internal());
    Ok(outcome)
}

fn declare(declaration: &Declaration, at: EpochMs) -> Result<Outcome, Refusal> {
    let state = match declaration.route {
        Route::Registered => InterventionState::Registered,
        Route::AwaitingApproval => InterventionState::AwaitingApproval,
        Route::Quote => InterventionState::AwaitingQuote,
    };
    let next = Snapshot {
        state,
        origin: declaration.origin,
        requester: declaration.requester,
        qualification: declaration.qualification.clone(),
        continues: declaration.continues,
        continued_by: None,
        observation_ms: declaration.observation_ms,
        approved_by_another: declaration.approved_by_another,
        technician: None,
        held: None,
        curative: false,
        debt: None,
        acted: false,
        declared_at: at,
        started_at: None,
        restored_at: None,
        resolved_at: None,
        closed_at: None,
        changed_at: at,
        version: 1,
    };
    Ok(Outcome {
        next,
        act: None,
        debt: DebtEffect::None,
    })
}

fn start(next: &mut Snapshot, staff: Option<StaffId>, at: EpochMs) -> Result<(), Refusal> {
    only_in(next, &[InterventionState::Registered])?;
    match (next.qualification.coverage, next.qualification.service) {
        (Coverage::CoveredIf, _) => return Err(Refusal::ConditionNotMet),
        (Coverage::Covered, Some(_)) => {}
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

fn restore_palliative(outcome: &mut Outcome, at: EpochMs) -> Result<(), Refusal> {
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

fn restore_curative(outcome: &mut Outcome, at: EpochMs) -> Result<(), Refusal> {
    in_progress_on(&outcome.next, ServiceLine::Corrective)?;
    if is_catalogue(&outcome.next) {
        return Err(Refusal::NotOnThisLine);
    }
    if outcome.next.debt.take().is_some() {
        outcome.debt = DebtEffect::Discharge;
    }
    resolve(outcome, Some(Act::Curative), at);
    Ok(())
}

fn start_curative(next: &mut Snapshot, staff: Option<StaffId>) -> Result<(), Refusal> {
    only_in(next, &[InterventionState::TemporarilyRestored])?;
    next.state = InterventionState::InProgress;
    next.curative = true;
    next.technician = staff.or(next.technician);
    Ok(())
}

fn relapse(outcome: &mut Outcome, at: EpochMs) -> Result<(), Refusal> {
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

fn requalify(next: &mut Snapshot, qualification: &Qualification) -> Result<(), Refusal> {
    only_in(
        next,
        &[InterventionState::Registered, InterventionState::InProgress],
    )?;
    let covered = matches!(
        qualification.coverage,
        Coverage::Covered | Coverage::CoveredIf
    );
    if !covered || qualification.service.is_none() {
        return Err(Refusal::NotCovered);
    }
    if next.state == InterventionState::InProgress && qualification.coverage == Coverage::CoveredIf
    {
        return Err(Refusal::ConditionNotMet);
    }
    let stays_a_repair = qualification.service == Some(ServiceLine::Corrective)
        && qualification.activity == Activity::Fault;
    if next.acted && !stays_a_repair {
        return Err(Refusal::AlreadyActed);
    }
    next.qualification = qualification.clone();
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

impl Refusal {
    /// The stable word for it; the state's own when the state is the reason.
    pub const fn code(self) -> &'static str {
        match self {
            Refusal::NotNow(state) => state.code(),
            Refusal::OutOfOrder => "out_of_order",
            Refusal::NotAllowed => "not_allowed",
            Refusal::NotOnThisLine => "not_on_this_line",
            Refusal::AlreadyActed => "already_acted",
            Refusal::DebtOpen => "debt_open",
            Refusal::NotCovered => "not_covered",
            Refusal::ConditionNotMet => "condition_not_met",
            Refusal::ObservationOver => "observation_over",
            Refusal::OwnRequest => "own_request",
            Refusal::TextMissing => "text_missing",
            Refusal::InTheFuture => "in_the_future",
            Refusal::TooOld => "too_old",
            Refusal::LateReasonMissing => "late_reason_missing",
        }
    }
}
