//! What each clock makes of a log: starts, pauses, stops, breaches, one table a rule.
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::*;
use crate::domain::calendar::{expand, instant_of};
use crate::domain::component::Category;
use crate::domain::contract::{Activity, Priority, ServiceHours, WeeklyInterval};
use crate::domain::coverage::{Outcome as Coverage, Route};
use crate::domain::ids::InterventionId;
use crate::domain::intervention::{
    ActorKind, Declaration, Event as E, InterventionState, Origin, Qualification, SetAside, apply,
    replay,
};
use crate::domain::time::{HOUR_MS, MINUTE_MS};

const PARIS: Tz = Tz::Europe__Paris;

pub(super) fn at(text: &str) -> EpochMs {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%F %H:%M:%S")
        .or_else(|_| chrono::NaiveDateTime::parse_from_str(text, "%F %H:%M"))
        .unwrap();
    instant_of(&PARIS, local).unwrap()
}

fn weekly(days: &[u8], from: u16, to: u16) -> WeeklyInterval {
    WeeklyInterval {
        days: days.to_vec(),
        from,
        to,
    }
}

/// Monday to Friday, 08–12 and 14–18, with French holidays: the table's HO.
fn office() -> ServiceHours {
    ServiceHours {
        week: vec![
            weekly(&[1, 2, 3, 4, 5], 480, 720),
            weekly(&[1, 2, 3, 4, 5], 840, 1080),
        ],
        ..ServiceHours::default()
    }
}

pub(super) fn table(hours: &ServiceHours, first: &str, days: u64) -> Timetable {
    let first: NaiveDate = first.parse().unwrap();
    expand(hours, None, &PARIS, first, days)
}

pub(super) fn promise(hours: Timetable) -> Promise {
    Promise {
        service: ServiceLine::Corrective,
        catalogue: false,
        declared_at: 0,
        starts: ClockStart::Declaration,
        targets: Targets {
            response: Some(Target::OpenMinutes(60)),
            restoration: Some(Target::OpenMinutes(240)),
            curative: Some(Target::WorkingDaysSameHour(2)),
            ..Targets::default()
        },
        vendor_follow_up: false,
        pausing: vec![HoldReason::ThirdParty, HoldReason::Part],
        working: hours.clone(),
        hours,
    }
}

/// The promise of the tests: HO from Monday 23 November 2026 on.
fn usual() -> Promise {
    Promise {
        declared_at: at("2026-11-23 09:00"),
        ..promise(table(&office(), "2026-11-20", 60))
    }
}

pub(super) fn declaration(service: ServiceLine) -> Declaration {
    Declaration {
        origin: Origin::Contact,
        route: Route::Registered,
        requester: None,
        continues: None,
        observation_ms: 48 * HOUR_MS,
        approved_by_another: false,
        qualification: Qualification {
            activity: match service {
                ServiceLine::Corrective => Activity::Fault,
                ServiceLine::Helpdesk => Activity::Advice,
                ServiceLine::Managed => Activity::Prevention,
            },
            component: None,
            site: None,
            category: Category::Hardware,
            impact: Some(1),
            urgency: Some(1),
            priority: Some(Priority::P1),
            service: Some(service),
            coverage: Coverage::Covered,
        },
    }
}

fn fault() -> E {
    E::Submitted(declaration(ServiceLine::Corrective))
}

pub(super) fn hold(reason: HoldReason) -> E {
    E::Held {
        reason,
        promised_at: None,
        chase_at: None,
    }
}

/// A log: each event at its instant, recorded at once, by staff unless only the system may.
pub(super) fn log(events: Vec<(&str, E)>) -> Vec<Recorded> {
    let recorded = events.into_iter().map(|(when, event)| Recorded {
        actor_kind: match event {
            E::Submitted(_) | E::Contested { .. } | E::Reopened => ActorKind::Contact,
            E::BreachRecorded { .. } => ActorKind::System,
            _ => ActorKind::Staff,
        },
        actor_id: Some(1),
        event,
        effective_at: at(when),
        recorded_at: at(when),
    });
    recorded.collect()
}

fn clock(log: &[Recorded], promise: &Promise, kind: ClockKind, now: &str) -> Clock {
    let clocks = Clocks::at(log, promise, at(now)).unwrap();
    clocks.get(kind).unwrap().clone()
}

fn due(clock: &Clock) -> Option<EpochMs> {
    clock.deadline.as_ref().map(|due| due.at)
}

use ClockKind::{Answer, Communication, Curative, Delivery, Response, Restoration};
use ClockState::{Dropped, Met, Missed, NotPromised, Paused, Running, Waiting};

#[test]
fn the_response_clock_stops_at_the_start_and_no_hold_pauses_it() {
    let declared = ("2026-11-23 09:00", fault());
    let held = ("2026-11-23 09:10", hold(HoldReason::ThirdParty));
    for (name, events, now, state, stopped) in [
        (
            "runs",
            vec![declared.clone()],
            "2026-11-23 09:30",
            Running,
            None,
        ),
        (
            "to the end of its last minute",
            vec![declared.clone()],
            "2026-11-23 10:00",
            Running,
            None,
        ),
        (
            "passed",
            vec![declared.clone()],
            "2026-11-23 10:00:01",
            Missed,
            None,
        ),
        (
            "held",
            vec![declared.clone(), held.clone()],
            "2026-11-23 09:30",
            Running,
            None,
        ),
        (
            "held too long",
            vec![declared.clone(), held],
            "2026-11-23 10:30",
            Missed,
            None,
        ),
        (
            "in time",
            vec![declared.clone(), ("2026-11-23 10:00", E::Started)],
            "2026-11-25 10:00",
            Met,
            Some("2026-11-23 10:00"),
        ),
        (
            "late",
            vec![declared.clone(), ("2026-11-23 10:01", E::Started)],
            "2026-11-23 10:01",
            Missed,
            Some("2026-11-23 10:01"),
        ),
        (
            "withdrawn",
            vec![declared, ("2026-11-23 09:20", E::NoAction)],
            "2026-11-23 12:00",
            Dropped,
            None,
        ),
    ] {
        let found = clock(&log(events), &usual(), Response, now);
        assert_eq!(found.state, state, "{name}");
        assert_eq!(found.stopped_at, stopped.map(at), "{name}");
        assert_eq!(due(&found), Some(at("2026-11-23 10:00")), "{name}");
        assert!(found.pauses.is_empty(), "{name}");
    }
}

#[test]
fn a_hold_pauses_the_restoration_for_the_reasons_that_the_contract_lists() {
    for (name, reason, state, due_at) in [
        (
            "listed",
            HoldReason::ThirdParty,
            Paused(HoldReason::ThirdParty),
            "2026-11-23 16:30",
        ),
        (
            "not listed",
            HoldReason::Client,
            Running,
            "2026-11-23 15:00",
        ),
    ] {
        let events = vec![
            ("2026-11-23 09:00", fault()),
            ("2026-11-23 09:30", E::Started),
            ("2026-11-23 10:00", hold(reason)),
        ];
        let held = clock(
            &log(events.clone()),
            &usual(),
            Restoration,
            "2026-11-23 11:30",
        );
        assert_eq!(held.state, state, "{name}");
        assert_eq!(due(&held), Some(at(due_at)), "{name}");
        let resumed = [events, vec![("2026-11-23 11:30", E::Resumed)]].concat();
        let resumed = clock(&log(resumed), &usual(), Restoration, "2026-11-23 11:45");
        assert_eq!(
            (resumed.state, due(&resumed)),
            (Running, Some(at(due_at))),
            "{name}"
        );
        let clocks = Clocks::at(
            &log(vec![("2026-11-23 09:00", fault())]),
            &usual(),
            at("2026-11-23 09:00"),
        );
        assert!(clocks.unwrap().holds.is_empty());
    }
}

#[test]
fn a_clock_that_begins_at_the_opening_has_all_its_time_left() {
    let opening = Promise {
        declared_at: at("2026-11-23 08:00"),
        ..usual()
    };
    let declared = vec![
        ("2026-11-23 00:29", fault()),
        ("2026-11-23 00:30", E::Started),
    ];
    let found = clock(
        &log(declared.clone()),
        &opening,
        Restoration,
        "2026-11-23 00:31",
    );
    assert_eq!(
        (found.state, due(&found)),
        (Running, Some(at("2026-11-23 12:00")))
    );
    assert_eq!(found.left_ms, Some(240 * MINUTE_MS));
    let held = [declared, vec![("2026-11-23 00:40", hold(HoldReason::Part))]].concat();
    for (now, due_at) in [
        ("2026-11-23 00:41", "2026-11-23 12:00"),
        ("2026-11-23 09:00", "2026-11-23 15:00"),
    ] {
        let found = clock(&log(held.clone()), &opening, Restoration, now);
        assert_eq!(
            (found.state, due(&found)),
            (Paused(HoldReason::Part), Some(at(due_at)))
        );
    }
}

#[test]
fn a_pause_outside_the_hours_adds_nothing() {
    let events = vec![
        ("2026-11-23 16:00", fault()),
        ("2026-11-23 17:00", E::Started),
        ("2026-11-23 18:00", hold(HoldReason::Part)),
        ("2026-11-24 08:00", E::Resumed),
    ];
    let promise = Promise {
        declared_at: at("2026-11-23 16:00"),
        ..usual()
    };
    let found = clock(&log(events), &promise, Restoration, "2026-11-24 08:00");
    assert_eq!(due(&found), Some(at("2026-11-24 10:00")));
}

#[test]
fn time_restored_before_a_relapse_or_a_reopening_is_a_pause() {
    let begun = vec![
        ("2026-11-23 09:00", fault()),
        ("2026-11-23 09:30", E::Started),
    ];
    let palliative = [
        begun.clone(),
        vec![("2026-11-23 10:00", E::RestoredPalliative)],
    ]
    .concat();
    let restored = clock(
        &log(palliative.clone()),
        &usual(),
        Restoration,
        "2026-11-24 17:00",
    );
    assert_eq!(
        (restored.state, restored.stopped_at),
        (Met, Some(at("2026-11-23 10:00")))
    );
    assert_eq!(restored.left_ms, None);

    let relapsed = [palliative, vec![("2026-11-23 17:00", E::Relapsed)]].concat();
    let again = clock(&log(relapsed), &usual(), Restoration, "2026-11-23 17:30");
    // One hour had counted; three are left from 17:00.
    assert_eq!(
        (again.state, due(&again)),
        (Running, Some(at("2026-11-24 10:00")))
    );
    assert_eq!(again.left_ms, Some(150 * MINUTE_MS));
    assert_eq!(again.pauses[0].cause, PauseCause::Restored);

    let resolved = [
        begun,
        vec![
            ("2026-11-23 11:00", E::RestoredCurative),
            ("2026-11-23 15:00", E::Reopened),
        ],
    ]
    .concat();
    let reopened = clock(&log(resolved), &usual(), Restoration, "2026-11-23 16:00");
    assert_eq!(
        (reopened.state, due(&reopened)),
        (Running, Some(at("2026-11-23 17:00")))
    );
}

#[test]
fn the_curative_clock_runs_from_the_first_palliative_to_the_discharge() {
    let palliative = vec![
        ("2026-11-23 09:00", fault()),
        ("2026-11-23 09:30", E::Started),
        ("2026-11-23 10:00", E::RestoredPalliative),
    ];
    let waiting = clock(
        &log(palliative[..2].to_vec()),
        &usual(),
        Curative,
        "2026-11-23 09:45",
    );
    assert_eq!((waiting.state, waiting.start), (Waiting, None));
    let running = clock(
        &log(palliative.clone()),
        &usual(),
        Curative,
        "2026-11-23 10:00",
    );
    assert_eq!(
        (running.state, due(&running)),
        (Running, Some(at("2026-11-25 10:00")))
    );
    // A relapse is the same debt: the clock goes on. A part that is waited for stops it.
    let held = [
        palliative,
        vec![
            ("2026-11-23 11:00", E::Relapsed),
            ("2026-11-23 11:30", E::RestoredPalliative),
            ("2026-11-23 14:00", hold(HoldReason::Part)),
            ("2026-11-23 18:00", E::Resumed),
            ("2026-11-25 11:00", E::CurativeStarted),
        ],
    ]
    .concat();
    let paused = clock(&log(held.clone()), &usual(), Curative, "2026-11-25 11:00");
    assert_eq!(
        (paused.state, due(&paused)),
        (Running, Some(at("2026-11-25 16:00")))
    );
    let repaired = [held, vec![("2026-11-25 15:00", E::RestoredCurative)]].concat();
    let done = clock(&log(repaired), &usual(), Curative, "2026-12-25 15:00");
    assert_eq!(
        (done.state, done.stopped_at),
        (Met, Some(at("2026-11-25 15:00")))
    );
}

#[test]
fn no_clock_runs_before_the_approval() {
    let mut asked = declaration(ServiceLine::Corrective);
    asked.route = Route::AwaitingApproval;
    let events = vec![("2026-11-23 09:00", E::Submitted(asked))];
    let awaiting = Clocks::at(&log(events.clone()), &usual(), at("2026-11-24 17:00")).unwrap();
    assert!(awaiting.clocks.iter().all(|clock| clock.state == Waiting));
    assert_eq!(awaiting.next_due(), None);
    let approved = E::Approved {
        coverage: Coverage::Covered,
    };
    let approved = [events, vec![("2026-11-24 17:30", approved)]].concat();
    let found = clock(&log(approved), &usual(), Response, "2026-11-24 17:30");
    assert_eq!(
        (found.state, due(&found)),
        (Running, Some(at("2026-11-25 08:30")))
    );
}

#[test]
fn the_line_says_what_starts_its_clocks() {
    let mut late = log(vec![("2026-11-23 09:00", fault())]);
    late[0].recorded_at = at("2026-11-23 09:20");
    late.extend(log(vec![("2026-11-23 09:50", E::Started)]));
    let mut transferred = late.clone();
    let E::Submitted(declaration) = &mut transferred[0].event else {
        unreachable!()
    };
    declaration.origin = Origin::Staff;
    declaration.continues = Some(InterventionId(7));
    for (name, log, starts, response, restoration) in [
        (
            "alert",
            &late,
            ClockStart::Alert,
            "2026-11-23 10:00",
            "2026-11-23 15:00",
        ),
        (
            "declaration",
            &late,
            ClockStart::Declaration,
            "2026-11-23 10:00",
            "2026-11-23 15:00",
        ),
        (
            "registration",
            &late,
            ClockStart::Registration,
            "2026-11-23 10:20",
            "2026-11-23 15:20",
        ),
        (
            "start",
            &late,
            ClockStart::Start,
            "2026-11-23 10:00",
            "2026-11-23 15:50",
        ),
        (
            "a transfer",
            &transferred,
            ClockStart::Registration,
            "2026-11-23 10:00",
            "2026-11-23 15:00",
        ),
    ] {
        let promise = Promise { starts, ..usual() };
        let now = "2026-11-23 10:00";
        assert_eq!(
            due(&clock(log, &promise, Response, now)),
            Some(at(response)),
            "{name}"
        );
        assert_eq!(
            due(&clock(log, &promise, Restoration, now)),
            Some(at(restoration)),
            "{name}"
        );
    }
}

#[test]
fn each_line_has_its_clocks_and_no_commitment_is_said() {
    let kinds = |events: Vec<(&str, E)>, promise: &Promise| -> Vec<(ClockKind, ClockState)> {
        let clocks = Clocks::at(&log(events), promise, at("2026-11-23 09:30")).unwrap();
        clocks
            .clocks
            .iter()
            .map(|clock| (clock.kind, clock.state))
            .collect()
    };
    let nothing = Promise {
        targets: Targets::default(),
        ..usual()
    };
    assert_eq!(
        kinds(vec![("2026-11-23 09:00", fault())], &nothing),
        [(Response, NotPromised), (Restoration, NotPromised)]
    );
    let vendor = Promise {
        vendor_follow_up: true,
        ..usual()
    };
    assert_eq!(
        kinds(vec![("2026-11-23 09:00", fault())], &vendor)[1],
        (Restoration, ClockState::VendorFollowUp)
    );
    let helpdesk = Promise {
        service: ServiceLine::Helpdesk,
        targets: Targets {
            response: Some(Target::OpenMinutes(15)),
            answer: Some(Target::OpenMinutes(60)),
            restoration: Some(Target::OpenMinutes(1)),
            ..Targets::default()
        },
        ..usual()
    };
    let advice = E::Submitted(declaration(ServiceLine::Helpdesk));
    let asked = vec![
        ("2026-11-23 09:00", advice),
        ("2026-11-23 09:10", E::Started),
        ("2026-11-23 09:25", E::Answered),
    ];
    assert_eq!(kinds(asked, &helpdesk), [(Response, Met), (Answer, Met)]);
    let catalogue = Promise {
        catalogue: true,
        targets: Targets {
            delivery: Some(Target::WorkingDaysEndOfDay(1)),
            ..Targets::default()
        },
        ..usual()
    };
    assert_eq!(
        kinds(vec![("2026-11-23 09:00", fault())], &catalogue),
        [(Delivery, Running)]
    );
}

#[test]
fn the_client_is_owed_news_from_one_word_to_the_next() {
    let promise = Promise {
        targets: Targets {
            communication: Some(Target::OpenMinutes(120)),
            ..Targets::default()
        },
        ..usual()
    };
    let events = vec![
        ("2026-11-23 09:00", fault()),
        ("2026-11-23 10:00", E::Started),
        ("2026-11-23 10:30", E::NotedInternally),
    ];
    let first = clock(
        &log(events.clone()),
        &promise,
        Communication,
        "2026-11-23 11:00",
    );
    assert_eq!(
        (first.state, due(&first)),
        (Running, Some(at("2026-11-23 12:00")))
    );
    let missed = E::BreachRecorded {
        clock: Communication,
        due_at: at("2026-11-23 12:00"),
        reclassified: false,
    };
    let told = [
        events,
        vec![("2026-11-23 14:10", missed), ("2026-11-23 15:00", E::Noted)],
    ]
    .concat();
    let next = clock(
        &log(told.clone()),
        &promise,
        Communication,
        "2026-11-23 15:30",
    );
    assert_eq!(
        (next.state, due(&next)),
        (Running, Some(at("2026-11-23 17:00")))
    );
    // Each next news is a promise of its own: the breach of the last one stays, and this one is watched.
    assert_eq!((next.breach, next.earlier.len()), (None, 1));
    assert_eq!(next.watched(), Some(at("2026-11-23 17:00")));
    let later = "2026-11-24 17:00";
    let second = (Communication, at("2026-11-23 17:00"));
    let unrecorded = |events: Vec<(&str, E)>| {
        let counted = Clocks::at(&log(events), &promise, at(later)).unwrap();
        counted.unrecorded()
    };
    assert_eq!(unrecorded(told.clone()), [second]);
    let missed_again = E::BreachRecorded {
        clock: Communication,
        due_at: second.1,
        reclassified: false,
    };
    let both = [told, vec![("2026-11-24 16:00", missed_again.clone())]].concat();
    assert!(unrecorded(both.clone()).is_empty());
    let shown = clock(&log(both.clone()), &promise, Communication, later);
    assert_eq!(
        (
            shown.state,
            shown.earlier.len(),
            shown.breach.map(|breach| breach.due_at)
        ),
        (Missed, 1, Some(second.1))
    );
    // Once for each promise, whoever writes it down.
    let known = replay(&log(both)).unwrap().unwrap();
    let again = apply(Some(&known), &missed_again, None, at(later));
    assert_eq!(again.unwrap_err(), Refusal::AlreadySaid);
}

#[test]
fn each_missed_news_is_set_aside_by_itself() {
    let missed = |due: &str| E::BreachRecorded {
        clock: Communication,
        due_at: at(due),
        reclassified: false,
    };
    let propose = E::SetAsideProposed {
        clock: Communication,
    };
    let agree = E::SetAsideAgreed {
        clock: Communication,
    };
    let events = vec![
        ("2026-11-23 09:00", fault()),
        ("2026-11-23 11:00", missed("2026-11-23 11:00")),
        ("2026-11-23 14:00", missed("2026-11-23 14:00")),
        ("2026-11-23 15:00", propose.clone()),
    ];
    let known = replay(&log(events.clone())).unwrap().unwrap();
    let twice = apply(Some(&known), &propose, None, at("2026-11-23 15:30"));
    assert_eq!(twice.unwrap_err(), Refusal::AlreadySaid);
    let both = [
        events,
        vec![
            ("2026-11-23 16:00", agree.clone()),
            ("2026-11-23 16:10", propose),
            ("2026-11-23 16:20", agree),
        ],
    ]
    .concat();
    for (until, expected) in [
        (4, [SetAside::No, SetAside::Proposed]),
        (5, [SetAside::No, SetAside::Agreed]),
        (6, [SetAside::Proposed, SetAside::Agreed]),
        (7, [SetAside::Agreed, SetAside::Agreed]),
    ] {
        let known = replay(&log(both[..until].to_vec())).unwrap().unwrap();
        let found: Vec<SetAside> = known
            .breaches
            .iter()
            .map(|breach| breach.set_aside)
            .collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn another_priority_counts_from_the_first_start_with_every_pause() {
    let mut higher = declaration(ServiceLine::Corrective).qualification;
    higher.priority = Some(Priority::P1);
    let events = vec![
        ("2026-11-23 09:00", fault()),
        ("2026-11-23 09:30", E::Started),
        ("2026-11-23 10:00", hold(HoldReason::Part)),
        ("2026-11-23 11:00", E::Resumed),
        (
            "2026-11-23 17:00",
            E::Requalified {
                qualification: higher,
                awaits_approval: false,
                approved_by_another: false,
            },
        ),
    ];
    let lower = Promise {
        targets: Targets {
            restoration: Some(Target::OpenMinutes(600)),
            ..usual().targets
        },
        ..usual()
    };
    let slow = clock(
        &log(events[..4].to_vec()),
        &lower,
        Restoration,
        "2026-11-23 16:59",
    );
    assert_eq!(
        (slow.state, due(&slow)),
        (Running, Some(at("2026-11-24 12:00")))
    );
    let fast = Clocks::at(&log(events.clone()), &usual(), at("2026-11-23 17:00")).unwrap();
    assert_eq!(
        fast.get(Restoration).and_then(due),
        Some(at("2026-11-23 16:00"))
    );
    assert_eq!(fast.unrecorded(), [(Restoration, at("2026-11-23 16:00"))]);
    // Recorded: a downgrade does not undo it, nor does the end of the work.
    let breached = E::BreachRecorded {
        clock: Restoration,
        due_at: at("2026-11-23 16:00"),
        reclassified: true,
    };
    let recorded = [events, vec![("2026-11-23 17:00", breached)]].concat();
    let none = Promise {
        targets: Targets::default(),
        ..usual()
    };
    for promise in [&usual(), &lower, &none] {
        let kept = clock(
            &log(recorded.clone()),
            promise,
            Restoration,
            "2026-11-23 17:30",
        );
        assert_eq!(kept.state, Missed);
        assert!(kept.breach.is_some_and(|breach| breach.reclassified));
        assert_eq!(kept.watched(), None);
    }
}

#[test]
fn a_contest_that_is_upheld_gives_the_time_back() {
    let events = vec![
        ("2026-11-23 09:00", fault()),
        ("2026-11-23 09:30", E::Started),
        ("2026-11-23 10:00", hold(HoldReason::ThirdParty)),
        ("2026-11-23 11:00", E::Resumed),
        ("2026-11-23 11:10", E::Contested { seq: 3 }),
    ];
    let found = clock(
        &log(events.clone()),
        &usual(),
        Restoration,
        "2026-11-23 11:30",
    );
    assert_eq!(
        due(&found),
        Some(at("2026-11-23 16:00")),
        "until it is answered, it counts"
    );
    for (upheld, due_at) in [(true, "2026-11-23 15:00"), (false, "2026-11-23 16:00")] {
        let answer = E::ContestAnswered { seq: 3, upheld };
        let answered = [events.clone(), vec![("2026-11-23 11:20", answer)]].concat();
        let found = clock(&log(answered), &usual(), Restoration, "2026-11-23 11:30");
        assert_eq!(due(&found), Some(at(due_at)));
    }
    // An act that was dated back counts from when it was recorded.
    let mut dated = log(vec![
        ("2026-11-23 09:00", fault()),
        ("2026-11-23 09:50", E::Started),
    ]);
    dated[1].recorded_at = at("2026-11-23 11:00");
    let told = clock(&dated, &usual(), Response, "2026-11-23 11:10");
    assert_eq!(
        (told.state, told.stopped_at),
        (Met, Some(at("2026-11-23 09:50")))
    );
    dated.extend(log(vec![
        ("2026-11-23 11:05", E::Contested { seq: 2 }),
        (
            "2026-11-23 11:06",
            E::ContestAnswered {
                seq: 2,
                upheld: true,
            },
        ),
    ]));
    let given_back = clock(&dated, &usual(), Response, "2026-11-23 11:10");
    assert_eq!(
        (given_back.state, given_back.stopped_at),
        (Missed, Some(at("2026-11-23 11:00")))
    );
    let clocks = Clocks::at(&dated, &usual(), at("2026-11-23 11:10")).unwrap();
    assert_eq!(clocks.late_acts.len(), 1);
}

#[test]
fn a_breach_is_set_aside_and_stays() {
    let breached = E::BreachRecorded {
        clock: Response,
        due_at: at("2026-11-23 10:00"),
        reclassified: false,
    };
    let mut events = vec![
        ("2026-11-23 09:00", fault()),
        ("2026-11-23 10:00:01", breached),
    ];
    for (event, expected) in [
        (E::SetAsideProposed { clock: Response }, SetAside::Proposed),
        (E::SetAsideAgreed { clock: Response }, SetAside::Agreed),
    ] {
        events.push(("2026-11-23 10:10", event));
        let found = clock(&log(events.clone()), &usual(), Response, "2026-11-23 10:20");
        assert_eq!(found.state, Missed);
        assert_eq!(found.breach.map(|breach| breach.set_aside), Some(expected));
        assert!(found.is_overrun());
    }
}

/// The two cases of §6 of the domain's arithmetic, through a log: Monday 10:30–19:00, Tuesday to Friday
/// 08:30–19:00, no holiday.
#[test]
fn the_published_pauses_through_a_log() {
    let hours = ServiceHours {
        week: vec![weekly(&[1], 630, 1140), weekly(&[2, 3, 4, 5], 510, 1140)],
        ..ServiceHours::default()
    };
    for (start, minutes, pauses, restoration, response) in [
        (
            "2034-06-09 08:46:12",
            30,
            vec![
                ("2034-06-09 08:47:42", "2034-06-09 10:05:54"),
                ("2034-06-09 10:09:13", "2034-06-09 10:34:38"),
                ("2034-06-09 10:43:41", "2034-06-09 11:29:17"),
            ],
            "2034-06-09 11:45:25",
            "2034-06-09 09:16:12",
        ),
        (
            "2034-06-05 10:00",
            240,
            vec![
                ("2034-06-05 11:00", "2034-06-07 09:30"),
                ("2034-06-07 10:00", "2034-06-08 09:00"),
            ],
            "2034-06-08 12:00",
            "2034-06-05 14:30",
        ),
    ] {
        let mut events = vec![(start, fault())];
        for (from, to) in pauses {
            events.push((from, hold(HoldReason::Part)));
            events.push((to, E::Resumed));
        }
        let target = Some(Target::OpenMinutes(minutes));
        let promise = Promise {
            declared_at: at(start),
            targets: Targets {
                response: target,
                restoration: target,
                ..Targets::default()
            },
            ..promise(table(&hours, "2034-06-03", 20))
        };
        let (now, _) = *events.last().unwrap();
        let log = log(events.clone());
        assert_eq!(
            due(&clock(&log, &promise, Restoration, now)),
            Some(at(restoration))
        );
        assert_eq!(
            due(&clock(&log, &promise, Response, now)),
            Some(at(response))
        );
        assert_eq!(
            replay(&log).unwrap().unwrap().state,
            InterventionState::Registered
        );
    }
}
