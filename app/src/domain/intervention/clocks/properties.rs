//! What holds for every log: random lives on random hours.

use proptest::prelude::*;

use super::tests::{declaration, hold, promise, table};
use super::*;
use crate::domain::contract::{ServiceHours, WeeklyInterval};
use crate::domain::deadline::elapsed_ms;
use crate::domain::intervention::{ActorKind, Event, apply};
use crate::domain::time::{DAY_MS, MINUTE_MS, SECOND_MS};

const FIRST: &str = "2026-11-20";

/// Monday 23 November 2026, midnight UTC: in the window, whatever the zone.
const T0: EpochMs = 1_795_392_000_000;

fn hours() -> impl Strategy<Value = Timetable> {
    prop_oneof![
        Just((480, 720, 840, 1080)),
        Just((0, 720, 720, 1440)),
        Just((540, 600, 600, 660)),
    ]
    .prop_map(|(a, b, c, d)| {
        let week = [(a, b), (c, d)].map(|(from, to)| WeeklyInterval {
            days: vec![1, 2, 3, 4, 5],
            from,
            to,
        });
        let hours = ServiceHours {
            week: week.to_vec(),
            ..ServiceHours::default()
        };
        table(&hours, FIRST, 400)
    })
}

fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        4 => (1..900u32).prop_map(Target::OpenMinutes),
        1 => (0..4u16).prop_map(Target::WorkingDaysSameHour),
        1 => (0..4u16).prop_map(Target::WorkingDaysEndOfDay),
    ]
}

fn promised() -> impl Strategy<Value = Promise> {
    let starts = prop::sample::select(ClockStart::ALL);
    let counted = (hours(), starts, target(), target(), target());
    counted.prop_map(|(hours, starts, response, restoration, curative)| Promise {
        declared_at: T0,
        starts,
        targets: Targets {
            response: Some(response),
            restoration: Some(restoration),
            curative: Some(curative),
            ..Targets::default()
        },
        ..promise(hours)
    })
}

/// A life: what may happen, after how many seconds; what cannot follow is left out.
fn life() -> impl Strategy<Value = Vec<Recorded>> {
    let event = prop_oneof![
        Just(Event::Started),
        Just(hold(HoldReason::Part)),
        Just(hold(HoldReason::Client)),
        Just(Event::Resumed),
        Just(Event::Resumed),
        Just(Event::RestoredPalliative),
        Just(Event::RestoredCurative),
        Just(Event::CurativeStarted),
        Just(Event::Relapsed),
        Just(Event::Reopened),
        Just(Event::Noted),
    ];
    proptest::collection::vec((event, 1..30_000i64), 0..14).prop_map(|wanted| {
        let submitted = Event::Submitted(declaration(ServiceLine::Corrective));
        let mut log = vec![recorded(submitted, T0)];
        let mut snapshot = apply(None, &log[0].event, None, T0).expect("declared").next;
        let mut at = T0;
        for (event, after_s) in wanted {
            at += after_s * SECOND_MS;
            if let Ok(outcome) = apply(Some(&snapshot), &event, None, at) {
                snapshot = outcome.next;
                log.push(recorded(event, at));
            }
        }
        log
    })
}

fn recorded(event: Event, at: EpochMs) -> Recorded {
    Recorded {
        event,
        actor_kind: ActorKind::Staff,
        actor_id: Some(1),
        effective_at: at,
        recorded_at: at,
    }
}

fn clocks(log: &[Recorded], promise: &Promise, now: EpochMs) -> Clocks {
    Clocks::at(log, promise, now).expect("a log of ours")
}

fn end(log: &[Recorded]) -> EpochMs {
    log.last().map_or(T0, |last| last.effective_at)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Invariant 4: open time from the start to the deadline, less the pauses, is the target exactly.
    #[test]
    fn what_counted_is_the_target(log in life(), promise in promised(), later_s in 0..100_000i64) {
        for clock in clocks(&log, &promise, end(&log) + later_s * SECOND_MS).clocks {
            let (Some(start), Some(due), Some(Target::OpenMinutes(minutes))) = (clock.start, &clock.deadline, clock.target) else { continue };
            let spans: Vec<Span> = clock.pauses.iter().map(|pause| pause.span).collect();
            prop_assert!(due.at >= start);
            prop_assert_eq!(
                elapsed_ms(Span { from: start, to: due.at }, &spans, &promise.hours),
                i64::from(minutes) * MINUTE_MS
            );
        }
    }

    /// Invariant 5: the same log gives the same clocks, and a log that went on says the same of its past:
    /// what was missed stays missed, and what is written down stays written down.
    #[test]
    fn a_recorded_breach_stays(log in life(), promise in promised(), other in promised(), more in life()) {
        let now = end(&log) + DAY_MS;
        let found = clocks(&log, &promise, now);
        prop_assert_eq!(&found, &clocks(&log, &promise, now));
        let mut log = log;
        for (clock, due_at) in found.unrecorded() {
            log.push(recorded(Event::BreachRecorded { clock, due_at, reclassified: false }, now));
        }
        let mut snapshot = crate::domain::intervention::replay(&log).expect("ours").expect("declared");
        for step in more.into_iter().skip(1) {
            let at = step.effective_at.max(now);
            if let Ok(outcome) = apply(Some(&snapshot), &step.event, None, at) {
                snapshot = outcome.next;
                log.push(recorded(step.event, at));
            }
        }
        // Whatever happens next, and whatever is promised from now on.
        for promise in [&promise, &other] {
            let later = clocks(&log, promise, end(&log) + DAY_MS);
            for breach in &snapshot.breaches {
                let kept = later.get(breach.clock).map(|clock| (clock.state, clock.breach));
                prop_assert_eq!(kept.and_then(|(_, kept)| kept), Some(*breach));
                if breach.clock != ClockKind::Curative {
                    prop_assert_eq!(kept.map(|(state, _)| state), Some(ClockState::Missed));
                }
                prop_assert!(later.unrecorded().iter().all(|(clock, _)| *clock != breach.clock));
            }
        }
    }

    /// Written down as they fall due, however often one looks: one breach for each news that did not come in time,
    /// each due after the one before, and none left to write.
    #[test]
    fn each_missed_news_is_written_down_once(log in life(), promise in promised(), minutes in 5..600u32) {
        let promise = Promise {
            targets: Targets { communication: Some(Target::OpenMinutes(minutes)), ..Targets::default() },
            ..promise
        };
        let mut written: Vec<Recorded> = Vec::new();
        for (index, step) in log.iter().enumerate() {
            let until = log.get(index + 1).map_or(end(&log) + DAY_MS, |next| next.effective_at);
            written.push(step.clone());
            for _look in 0..2 {
                for (clock, due_at) in clocks(&written, &promise, until).unrecorded() {
                    let event = Event::BreachRecorded { clock, due_at, reclassified: false };
                    written.push(Recorded { actor_kind: ActorKind::System, actor_id: None, ..recorded(event, due_at) });
                }
            }
            prop_assert!(clocks(&written, &promise, until).unrecorded().is_empty());
        }
        let snapshot = crate::domain::intervention::replay(&written).expect("ours").expect("declared");
        let due: Vec<EpochMs> = snapshot.breaches.iter().map(|breach| breach.due_at).collect();
        prop_assert!(due.is_sorted_by(|a, b| a < b), "{:?}", due);
        let news = log.iter().filter(|step| step.actor_kind == ActorKind::Staff).count();
        prop_assert!(due.len() <= news + 1);
        let found = clocks(&written, &promise, end(&log) + DAY_MS);
        let kept = found.get(ClockKind::Communication).map(|clock| clock.earlier.len() + usize::from(clock.breach.is_some()));
        prop_assert_eq!(kept, Some(due.len()));
    }

    /// GTI is the same with the holds and without them.
    #[test]
    fn a_hold_never_moves_the_response(log in life(), promise in promised()) {
        let now = end(&log) + DAY_MS;
        let with = clocks(&log, &promise, now);
        let without: Vec<Recorded> = log
            .iter()
            .filter(|recorded| matches!(recorded.event, Event::Submitted(_) | Event::Started))
            .cloned()
            .collect();
        let without = clocks(&without, &promise, now);
        let response = |clocks: &Clocks| clocks.get(ClockKind::Response).cloned();
        let (with, without) = (response(&with), response(&without));
        prop_assert_eq!(with.as_ref().and_then(|clock| clock.deadline.clone()), without.as_ref().and_then(|clock| clock.deadline.clone()));
        prop_assert!(with.is_some_and(|clock| clock.pauses.is_empty()));
    }

    /// One listed reason more never makes anything due earlier; none listed, and holds move nothing.
    #[test]
    fn more_pauses_are_never_due_earlier(log in life(), promise in promised()) {
        let now = end(&log) + DAY_MS;
        let mut known: Option<EpochMs> = None;
        for pausing in [vec![], vec![HoldReason::Part], vec![HoldReason::Part, HoldReason::Client]] {
            let promise = Promise { pausing, ..promise.clone() };
            let found = clocks(&log, &promise, now);
            let Some(due) = found.get(ClockKind::Restoration).and_then(|clock| clock.deadline.as_ref()) else { return Ok(()) };
            prop_assert!(known.is_none_or(|known| due.at >= known));
            known = Some(due.at);
        }
    }

    /// What is left and what is overrun, told at two instants, differ by the open time between them.
    #[test]
    fn time_left_runs_with_the_hours(log in life(), promise in promised(), later_s in 0..400_000i64) {
        let (now, later) = (end(&log), end(&log) + later_s * SECOND_MS);
        let (first, second) = (clocks(&log, &promise, now), clocks(&log, &promise, later));
        for (before, after) in first.clocks.iter().zip(&second.clocks) {
            if let (Some(left), Some(still), true) = (before.left_ms, after.left_ms, before.pauses.iter().all(|pause| !pause.goes_on)) {
                prop_assert_eq!(left - still, promise.hours.open_ms(Span { from: now, to: later }));
            }
        }
    }
}
