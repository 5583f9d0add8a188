//! Who may cause an event, when, and with what written beside it.

use super::effect::apply;
use super::{
    Act, Actor, Discharge, Event, EventKind, LateReason, Refusal, SetAside, Snapshot, Standing,
    TextNeed,
};
use crate::domain::access::StaffRole;
use crate::domain::coverage::Outcome as Coverage;
use crate::domain::ids::{FileId, InterventionId, QuoteId};
use crate::domain::time::{DAY_MS, EpochMs, MINUTE_MS, Span};

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
    Discharge(Discharge),
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
    may_cause(&step.actor, &step.event)?;
    let outcome = apply(before, &step.event, staff, step.effective_at)?;
    may_cause_here(before, &step.actor, &step.event)?;
    permit(before, step)?;
    Ok(outcome)
}

/// The kinds of event that this actor could cause now, for the buttons of a page.
pub fn allowed(snapshot: &Snapshot, actor: Actor, now: EpochMs) -> Vec<EventKind> {
    let staff = match actor {
        Actor::Staff { id, .. } => Some(id),
        _ => None,
    };
    let mut kinds: Vec<EventKind> = candidates(snapshot)
        .into_iter()
        .filter(|event| {
            may_cause(&actor, event).is_ok()
                && may_cause_here(Some(snapshot), &actor, event).is_ok()
                && apply(Some(snapshot), event, staff, now).is_ok()
        })
        .map(|event| event.kind())
        .collect();
    kinds.dedup();
    kinds
}

/// One event of each kind that a person can cause on an existing intervention.
fn candidates(snapshot: &Snapshot) -> Vec<Event> {
    use super::{ClockKind, DebtWay, HoldReason, Redaction, SentQuote, SupportLevel};
    let another = InterventionId(-1);
    let quote = snapshot.quote.map_or(QuoteId(0), |sent| sent.quote);
    let breached = |wanted: &[SetAside]| {
        let mut breaches = snapshot.breaches.iter();
        let found = breaches.find(|breach| wanted.contains(&breach.set_aside));
        found.map_or(ClockKind::Response, |breach| breach.clock)
    };
    let unanswered = snapshot
        .contests
        .iter()
        .find(|contest| contest.upheld.is_none());
    let unsaid = 1 + snapshot
        .contests
        .iter()
        .map(|contest| contest.seq)
        .max()
        .unwrap_or(0);
    vec![
        Event::Started,
        Event::Held {
            reason: HoldReason::Client,
            promised_at: None,
            chase_at: None,
        },
        Event::Chased {
            promised_at: None,
            chase_at: None,
        },
        Event::Resumed,
        Event::Noted,
        Event::NotedInternally,
        Event::Message,
        Event::RestoredPalliative,
        Event::RestoredCurative,
        Event::Answered,
        Event::ActionNeeded {
            continued_by: another,
        },
        Event::FaultFound {
            continued_by: another,
        },
        Event::CurativeStarted,
        Event::Relapsed,
        Event::Completed,
        Event::Done,
        Event::Confirmed,
        Event::Reopened,
        Event::Cancelled,
        Event::NoAction,
        Event::Requalified {
            qualification: snapshot.qualification.clone(),
            awaits_approval: false,
            approved_by_another: false,
        },
        Event::Approved {
            coverage: Coverage::Covered,
        },
        Event::Rejected,
        Event::Waived {
            coverage: Coverage::Covered,
            ceiling_cents: None,
            approver: None,
            channel: None,
            approved_by_another: false,
        },
        Event::QuoteSent(SentQuote {
            quote: QuoteId(-1),
            cents: 0,
            valid_until: EpochMs::MAX,
            approved_by_another: false,
        }),
        Event::QuoteAccepted { quote },
        Event::QuoteDeclined { quote },
        Event::Announced,
        Event::SlotAccepted,
        Event::AnotherSlotAsked,
        Event::Postponed {
            slot: Span {
                from: EpochMs::MAX - 1,
                to: EpochMs::MAX,
            },
        },
        Event::DebtDischarged(DebtWay::LinkedAct { by: another }),
        Event::DebtDischarged(DebtWay::RiskAccepted {
            review_at: EpochMs::MAX,
        }),
        Event::DuplicateOf { of: another },
        Event::Gathered { under: another },
        Event::Separated,
        Event::HandedOver {
            to: None,
            level: match snapshot.level {
                SupportLevel::L1 => SupportLevel::L2,
                SupportLevel::L2 | SupportLevel::L3 => SupportLevel::L1,
            },
        },
        Event::TimeEntered {
            minutes: 1,
            on_site: false,
        },
        Event::FileAdded { file: FileId(0) },
        Event::Rated { score: 5 },
        Event::Contested { seq: unsaid },
        Event::ContestAnswered {
            seq: unanswered.map_or(0, |contest| contest.seq),
            upheld: true,
        },
        Event::SetAsideProposed {
            clock: breached(&[SetAside::No, SetAside::Declined]),
        },
        Event::SetAsideAgreed {
            clock: breached(&[SetAside::Proposed]),
        },
        Event::SetAsideDeclined {
            clock: breached(&[SetAside::Proposed]),
        },
        Event::Redacted(Redaction::Text { seq: 1 }),
    ]
}

/// Whether that actor, at that time, with what they wrote, may record it.
///
/// # Errors
/// Why not.
pub fn permit(before: Option<&Snapshot>, step: &Step) -> Result<(), Refusal> {
    may_cause(&step.actor, &step.event)?;
    may_cause_here(before, &step.actor, &step.event)?;
    if let Event::Planned(super::Plan { slot, .. }) | Event::Postponed { slot } = &step.event
        && slot.from <= step.recorded_at
    {
        return Err(Refusal::SlotPast);
    }
    if let (Event::Announced, Some(planning)) =
        (&step.event, before.and_then(|before| before.planning))
        && planning.slot.from <= step.recorded_at
    {
        return Err(Refusal::SlotPast);
    }
    if step.event.text_need() == TextNeed::Required && !step.has_text && step.actor != Actor::System
    {
        return Err(Refusal::TextMissing);
    }
    if step.effective_at > step.recorded_at {
        return Err(Refusal::InTheFuture);
    }
    let late_by = step.recorded_at - step.effective_at;
    // The client is told when it is announced, and not before.
    if step.event == Event::Announced && late_by > AT_ONCE_MS {
        return Err(Refusal::TooOld);
    }
    match step.actor {
        // Supervision dates a failure from its first failing result.
        Actor::System => Ok(()),
        Actor::Contact { .. } if late_by > AT_ONCE_MS => Err(Refusal::TooOld),
        Actor::Contact { .. } => Ok(()),
        Actor::Staff { .. } if late_by <= AT_ONCE_MS => Ok(()),
        Actor::Staff { .. } => {
            // Time spent is often written down after what it led to.
            let floor = before.map(|snapshot| match step.event.kind() {
                EventKind::TimeEntered => snapshot.declared_at,
                _ => snapshot.changed_at,
            });
            let before_the_last = floor.is_some_and(|floor| step.effective_at < floor);
            if before_the_last || late_by > BACKDATING_LIMIT_MS {
                return Err(Refusal::TooOld);
            }
            step.late.map(|_| ()).ok_or(Refusal::LateReasonMissing)
        }
    }
}

/// What depends on where it stands and not only on who acts.
fn may_cause_here(before: Option<&Snapshot>, actor: &Actor, event: &Event) -> Result<(), Refusal> {
    let Some(before) = before else { return Ok(()) };
    if let Event::Waived {
        approver: Some(approver),
        approved_by_another,
        ..
    } = event
        && (before.approved_by_another || *approved_by_another)
        && before.requester == Some(*approver)
    {
        return Err(Refusal::OwnRequest);
    }
    match (actor, event.kind()) {
        // Above the contract's amount an approver is not the requester.
        (Actor::Contact { id, .. }, EventKind::Approved | EventKind::QuoteAccepted)
            if before.approved_by_another && before.requester == Some(*id) =>
        {
            Err(Refusal::OwnRequest)
        }
        // What it was like is the requester's to say, where there is one.
        (Actor::Contact { id, .. }, EventKind::Rated)
            if before.requester.is_some_and(|requester| requester != *id) =>
        {
            Err(Refusal::NotAllowed)
        }
        // Work that the provider planned is the provider's to call off, and the client's to move.
        (Actor::Staff { .. }, EventKind::Cancelled)
        | (Actor::Contact { .. }, EventKind::Cancelled)
            if before.state.is_planned() != matches!(actor, Actor::Staff { .. }) =>
        {
            Err(Refusal::NotAllowed)
        }
        (Actor::Staff { .. }, EventKind::NoAction) if before.state.is_planned() => {
            Err(Refusal::NotNow(before.state))
        }
        _ => Ok(()),
    }
}

fn may_cause(actor: &Actor, event: &Event) -> Result<(), Refusal> {
    let may = match actor {
        Actor::Contact {
            standing, approves, ..
        } => contact_may(*standing, *approves, event),
        Actor::Staff { role, .. } => {
            let signs_for_the_client = matches!(
                event,
                Event::DebtDischarged(super::DebtWay::RiskAccepted { .. })
            );
            !signs_for_the_client && staff_may(*role, event.kind())
        }
        Actor::System => system_may(event),
    };
    if may {
        Ok(())
    } else {
        Err(Refusal::NotAllowed)
    }
}

fn contact_may(standing: Standing, approves: bool, event: &Event) -> bool {
    use super::DebtWay;
    use EventKind as E;
    match event.kind() {
        E::Submitted | E::Message | E::FileAdded => standing >= Standing::Writer,
        E::Confirmed
        | E::Reopened
        | E::Cancelled
        | E::Relapsed
        | E::Rated
        | E::SlotAccepted
        | E::AnotherSlotAsked
        | E::Contested
        | E::SetAsideAgreed
        | E::SetAsideDeclined => standing == Standing::Owner,
        E::Approved | E::Rejected | E::QuoteAccepted | E::QuoteDeclined => approves,
        // Living with the risk is signed by whoever may commit the company.
        E::DebtDischarged => {
            approves && matches!(event, Event::DebtDischarged(DebtWay::RiskAccepted { .. }))
        }
        _ => false,
    }
}

fn staff_may(role: StaffRole, kind: EventKind) -> bool {
    use EventKind as E;
    match kind {
        // On the word of an approver, about money, the calendar or the record: for whoever coordinates.
        E::Waived
        | E::QuoteSent
        | E::Announced
        | E::Postponed
        | E::Cancelled
        | E::ContestAnswered
        | E::SetAsideProposed
        | E::Redacted
        | E::RedactedInternally => role >= StaffRole::Dispatcher,
        E::Confirmed
        | E::Reopened
        | E::Message
        | E::Approved
        | E::Rejected
        | E::QuoteAccepted
        | E::QuoteDeclined
        | E::QuoteExpired
        | E::SlotAccepted
        | E::AnotherSlotAsked
        | E::Rated
        | E::Contested
        | E::Led
        | E::BreachRecorded
        | E::SetAsideAgreed
        | E::SetAsideDeclined
        | E::FailureObserved
        | E::RecoveryObserved => false,
        _ => true,
    }
}

fn system_may(event: &Event) -> bool {
    use super::DebtWay;
    use EventKind as E;
    match event.kind() {
        E::Submitted
        | E::Resumed
        | E::Relapsed
        | E::Confirmed
        | E::QuoteExpired
        | E::Led
        // What it followed ended without a repair.
        | E::Separated
        | E::BreachRecorded
        | E::FailureObserved
        | E::RecoveryObserved => true,
        E::DebtDischarged => !matches!(event, Event::DebtDischarged(DebtWay::RiskAccepted { .. })),
        _ => false,
    }
}
