//! Preventive work: planned, announced, moved, done.

use super::*;

const SLOT: Span = Span {
    from: T0 + 10 * DAY_MS,
    to: T0 + 10 * DAY_MS + 2 * HOUR_MS,
};

fn plan_of(slot: Span, qualification: Qualification) -> Event {
    let Event::Planned(plan) = planned(slot) else {
        unreachable!("a plan is one")
    };
    Event::Planned(Plan {
        declaration: Declaration {
            qualification,
            ..plan.declaration
        },
        ..plan
    })
}

fn life(events: &[Event]) -> Snapshot {
    let first = apply(None, &planned(SLOT), None, T0).unwrap().next;
    (1..).zip(events).fold(first, |snapshot, (hours, event)| {
        apply(
            Some(&snapshot),
            event,
            Some(StaffId(7)),
            T0 + hours * HOUR_MS,
        )
        .unwrap()
        .next
    })
}

#[test]
fn it_is_announced_moved_and_done() {
    let later = Span {
        from: SLOT.from + DAY_MS,
        to: SLOT.to + DAY_MS,
    };
    for (name, events, expected) in [
        ("planned", vec![], S::Planned),
        ("announced", vec![E::Announced], S::Announced),
        (
            "accepted",
            vec![E::Announced, E::SlotAccepted],
            S::Announced,
        ),
        (
            "another slot",
            vec![
                E::Announced,
                E::AnotherSlotAsked,
                E::Postponed { slot: later },
            ],
            S::Planned,
        ),
        ("called off", vec![E::Announced, E::Cancelled], S::Cancelled),
        (
            "done",
            vec![E::Announced, E::SlotAccepted, E::Started, E::Done],
            S::Resolved,
        ),
        (
            "a fault on the way",
            vec![
                E::Announced,
                E::Started,
                E::FaultFound {
                    continued_by: InterventionId(9),
                },
            ],
            S::InProgress,
        ),
    ] {
        assert_eq!(life(&events).state, expected, "{name}");
    }
    let moved = life(&[E::Announced, E::SlotAccepted, E::Postponed { slot: later }]);
    let planning = moved.planning.unwrap();
    assert_eq!(
        (
            planning.slot,
            planning.announced_at,
            planning.accepted,
            planning.postponed
        ),
        (later, None, None, 1),
        "another slot is announced and answered again"
    );
}

#[test]
fn it_needs_a_managed_line_that_watches_the_component() {
    for (name, qualification, expected) in [
        ("covered", prevention(), Ok(())),
        (
            "not supervised",
            Qualification {
                coverage: Coverage::CoveredIf,
                ..prevention()
            },
            Err(Refusal::ConditionNotMet),
        ),
        (
            "not covered",
            qualification(Activity::Prevention, None, Coverage::OutOfScope),
            Err(Refusal::NotCovered),
        ),
        ("a repair", fault(), Err(Refusal::NotOnThisLine)),
    ] {
        let begun = apply(None, &plan_of(SLOT, qualification), None, T0);
        assert_eq!(begun.map(|_| ()), expected, "{name}");
    }
}

#[test]
fn what_is_written_down_after_it_began_is_not_planned() {
    let begun = step(TECHNICIAN, planned(SLOT), SLOT.from);
    assert_eq!(transition(None, &begun).map(|_| ()), Err(Refusal::SlotPast));
    let written = step(TECHNICIAN, planned(SLOT), T0);
    let planned = transition(None, &written).unwrap().next;
    for (name, event, at, expected) in [
        (
            "announced as it begins",
            E::Announced,
            SLOT.from,
            Err(Refusal::SlotPast),
        ),
        ("announced before", E::Announced, SLOT.from - 1, Ok(())),
        (
            "moved to the past",
            E::Postponed { slot: SLOT },
            SLOT.to,
            Err(Refusal::SlotPast),
        ),
        (
            "started unannounced",
            E::Started,
            T0 + HOUR_MS,
            Err(Refusal::NotNow(S::Planned)),
        ),
    ] {
        let happened = transition(Some(&planned), &step(DISPATCHER, event, at));
        assert_eq!(happened.map(|_| ()), expected, "{name}");
    }
}

/// Dated back, an announcement would tell of a notice that nobody had.
#[test]
fn an_announcement_is_dated_as_it_is_recorded() {
    let planned = apply(None, &planned(SLOT), None, T0).unwrap().next;
    for (name, effective_at, recorded_at, expected) in [
        ("at once", SLOT.from - HOUR_MS, SLOT.from - HOUR_MS, Ok(())),
        (
            "an hour ago",
            SLOT.from - 2 * HOUR_MS,
            SLOT.from - HOUR_MS,
            Err(Refusal::TooOld),
        ),
        (
            "before it began, told after",
            SLOT.from - 1,
            SLOT.from,
            Err(Refusal::SlotPast),
        ),
        (
            "the day before, told after",
            SLOT.from - DAY_MS,
            SLOT.from + HOUR_MS,
            Err(Refusal::SlotPast),
        ),
    ] {
        let announcement = Step {
            recorded_at,
            late: Some(LateReason::ByPhone),
            ..step(DISPATCHER, E::Announced, effective_at)
        };
        let said = transition(Some(&planned), &announcement);
        assert_eq!(said.map(|_| ()), expected, "{name}");
    }
}

#[test]
fn the_provider_calls_it_off_and_the_client_answers() {
    let announced = life(&[E::Announced]);
    for (name, actor, event, expected) in [
        (
            "the client cancels",
            OWNER,
            E::Cancelled,
            Err(Refusal::NotAllowed),
        ),
        ("a dispatcher cancels", DISPATCHER, E::Cancelled, Ok(())),
        (
            "a technician cancels",
            TECHNICIAN,
            E::Cancelled,
            Err(Refusal::NotAllowed),
        ),
        (
            "filed away",
            TECHNICIAN,
            E::NoAction,
            Err(Refusal::NotNow(S::Announced)),
        ),
        ("the client accepts", OWNER, E::SlotAccepted, Ok(())),
        (
            "a reader accepts",
            READER,
            E::SlotAccepted,
            Err(Refusal::NotAllowed),
        ),
        (
            "the provider accepts",
            DISPATCHER,
            E::SlotAccepted,
            Err(Refusal::NotAllowed),
        ),
    ] {
        let happened = transition(Some(&announced), &step(actor, event, T0 + DAY_MS));
        assert_eq!(happened.map(|_| ()), expected, "{name}");
    }
    let request = after(fault(), &[]);
    let withdrawn = transition(Some(&request), &step(DISPATCHER, E::Cancelled, T0 + DAY_MS));
    assert_eq!(withdrawn.map(|_| ()), Err(Refusal::NotAllowed));
}
