//! Figures by example, then their properties: sums, months that touch, rounding.

use proptest::prelude::*;

use super::*;
use crate::domain::component::ComponentState;
use crate::domain::contract::{Activity, Priority, ServiceLine, Target};
use crate::domain::hours::EntryKind;
use crate::domain::intervention::{ClockKind, Origin};
use crate::domain::status::Interval;
use crate::domain::time::{EpochMs, HOUR_MS, Span};
use ComponentState::{Degraded, MajorOutage, Operational, UnderMaintenance, Unknown};

fn interval(starts_at: EpochMs, ends_at: Option<EpochMs>, state: ComponentState) -> Interval {
    Interval {
        starts_at,
        ends_at,
        state,
        cause: String::new(),
    }
}

fn component(covered: Vec<Span>, intervals: Vec<Interval>) -> ComponentFact {
    ComponentFact {
        key: "erp".into(),
        name: "ERP".into(),
        contract: "2026-001".into(),
        clause: "4.1".into(),
        target: Some(99_900),
        covered,
        intervals,
    }
}

fn span(from: EpochMs, to: EpochMs) -> Span {
    Span { from, to }
}

#[test]
fn only_the_service_hours_count_and_each_minute_is_told() {
    // Open from 8 to 18; out from 17 to 20, in maintenance from 21 to 22, silent from 9 to 10.
    let h = |hours: i64| hours * HOUR_MS;
    let fact = component(
        vec![span(h(8), h(18))],
        vec![
            interval(0, Some(h(9)), Operational),
            interval(h(9), Some(h(10)), Unknown),
            interval(h(10), Some(h(11)), UnderMaintenance),
            interval(h(11), Some(h(17)), Degraded),
            interval(h(17), Some(h(20)), MajorOutage),
            interval(h(20), None, Operational),
        ],
    );
    let told = availability(&fact, span(0, h(24)));
    assert_eq!(told.covered_ms, h(10));
    assert_eq!(told.sum.observed_ms, h(8));
    assert_eq!(told.sum.unavailable_ms, h(1));
    assert_eq!(told.sum.unknown_ms, h(1));
    assert_eq!(told.maintenance_ms, h(1));
    assert_eq!(told.sum.per_hundred_thousand(), Some(87_500));
    assert!(told.is_below());
    let lines: Vec<_> = told
        .stretches
        .iter()
        .map(|one| (one.kind, one.to - one.from, one.counted_ms))
        .collect();
    assert_eq!(
        lines,
        [
            (StretchKind::Unknown, h(1), h(1)),
            (StretchKind::Maintenance, h(1), h(1)),
            (StretchKind::Outage, h(3), h(1)),
        ]
    );
}

#[test]
fn nothing_observed_has_no_percentage() {
    let told = availability(&component(vec![span(0, 100)], vec![]), span(0, 100));
    assert_eq!(told.sum.per_hundred_thousand(), None);
    assert!(!told.is_below() && !told.is_spotless());
}

fn clock(reference: &str, decided: Decided, set_aside: bool) -> ClockFact {
    ClockFact {
        reference: reference.into(),
        service: ServiceLine::Corrective,
        priority: Some(Priority::P1),
        clock: ClockKind::Restoration,
        target: Some(Target::OpenMinutes(240)),
        contract: "2026-001".into(),
        clause: "5".into(),
        decided,
        set_aside,
    }
}

#[test]
fn what_was_set_aside_is_said_and_not_counted() {
    let missed = |due_at| Decided::Missed {
        due_at,
        done_at: None,
    };
    let facts = [
        clock("A", Decided::Met { at: 5 }, false),
        clock("B", Decided::Met { at: 6 }, false),
        clock("C", missed(7), false),
        clock("D", missed(8), true),
        // Of the months beside it.
        clock("E", missed(100), false),
        clock("F", Decided::Met { at: -1 }, false),
    ];
    let rows = respect(&facts, span(0, 100));
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].met, ["A", "B"]);
    assert_eq!(rows[0].missed[0].reference, "C");
    assert_eq!(rows[0].set_aside[0].reference, "D");
    // Two of three, rounded down.
    assert_eq!(rows[0].rate(), Some(66_666));
    assert_eq!(respect(&[], span(0, 100)), []);
}

#[test]
fn months_are_read_as_they_are_written() {
    for (text, known) in [
        ("2026-10", true),
        ("2026-13", false),
        ("2026-1", false),
        ("2026-010", false),
        ("+026-10", false),
        ("2026-10-01", false),
        ("", false),
    ] {
        let month = Month::parse(text);
        assert_eq!(month.is_some(), known, "{text}");
        if let Some(month) = month {
            assert_eq!(month.to_string(), text);
        }
    }
    let january = Month::parse("2026-01").expect("a month");
    assert_eq!(january.back(1).to_string(), "2025-12");
    assert_eq!(january.last(3)[0].to_string(), "2025-11");
    assert_eq!(january.back(1).next(), january);
}

#[test]
fn open_actions_are_carried_and_decisions_are_not() {
    let month = |text: &str| Month::parse(text).expect("a month");
    let (september, october, november) = (month("2026-09"), month("2026-10"), month("2026-11"));
    let resolve = |kind, closed| Resolve {
        id: 1,
        kind,
        text: "Remplacer l’onduleur".into(),
        owner: "Essai".into(),
        due: None,
        opened: september,
        closed,
    };
    let open = resolve(ResolveKind::Action, None);
    assert!([september, october, november].map(|at| open.stands_in(at)) == [true; 3]);
    assert!(open.is_carried(october) && !open.is_carried(september));
    let done = resolve(ResolveKind::Action, Some(october));
    assert!([september, october, november].map(|at| done.stands_in(at)) == [true, true, false]);
    assert_eq!(done.clone().as_of(september).closed, None);
    assert_eq!(done.as_of(october).closed, Some(october));
    let decided = resolve(ResolveKind::Decision, None);
    assert!([september, october].map(|at| decided.stands_in(at)) == [true, false]);
}

#[test]
fn time_lost_is_a_band() {
    let (least, most) = LostTime { incidents: 4 }.band_minutes();
    assert_eq!((least, most), (116, 360));
    assert!(MINUTES_PER_INCIDENT.is_sorted());
}

#[test]
fn one_intervention_alone_is_no_recurrence() {
    let named = |key: &str| {
        Some(Named {
            key: key.into(),
            name: key.into(),
        })
    };
    let work = |reference: &str, key: &str, declared_at| WorkFact {
        reference: reference.into(),
        service: Some(ServiceLine::Corrective),
        activity: Activity::Fault,
        origin: Origin::Contact,
        component: named(key),
        declared_at,
    };
    let facts = [
        work("A", "erp", 10),
        work("B", "erp", 110),
        work("C", "vpn", 120),
    ];
    let happened = [Happened {
        reference: "C".into(),
        service: None,
        component: named("vpn"),
        at: 130,
        what: Happening::Relapse,
    }];
    let rows = recurrence(&facts, &happened, span(0, 200), span(100, 200));
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.component.key.as_str(),
                row.references.len(),
                row.interventions,
                row.relapses,
            )
        })
        .collect();
    assert_eq!(told, [("erp", 1, 2, 0), ("vpn", 1, 1, 1)]);
    assert!(recurrence(&facts[2..], &[], span(0, 200), span(100, 200)).is_empty());
}

/// Touching intervals from 0 on, of any state.
fn any_intervals() -> impl Strategy<Value = Vec<Interval>> {
    let parts = proptest::collection::vec(
        (1i64..400, proptest::sample::select(ComponentState::ALL)),
        1..25,
    );
    parts.prop_map(|parts| {
        let mut at = 0;
        let mut intervals = Vec::new();
        for (length, state) in parts {
            intervals.push(interval(at, Some(at + length), state));
            at += length;
        }
        intervals
    })
}

/// Sorted and disjoint.
fn any_hours() -> impl Strategy<Value = Vec<Span>> {
    let parts = proptest::collection::vec((1i64..200, 1i64..200), 1..20);
    parts.prop_map(|parts| {
        let mut at = 0;
        let mut spans = Vec::new();
        for (closed, open) in parts {
            spans.push(span(at + closed, at + closed + open));
            at += closed + open;
        }
        spans
    })
}

fn any_clocks() -> impl Strategy<Value = Vec<ClockFact>> {
    let one = (0i64..300, any::<bool>(), any::<bool>(), 0usize..2);
    let facts = proptest::collection::vec(one, 0..40);
    facts.prop_map(|facts| {
        let mut made = Vec::new();
        for (place, (at, met, aside, priority)) in facts.into_iter().enumerate() {
            let decided = if met {
                Decided::Met { at }
            } else {
                Decided::Missed {
                    due_at: at,
                    done_at: Some(at + 7),
                }
            };
            made.push(ClockFact {
                priority: Some(Priority::ALL[priority]),
                ..clock(&format!("AC-{place}"), decided, aside)
            });
        }
        made
    })
}

proptest! {
    #[test]
    fn the_stretches_are_the_sums(intervals in any_intervals(), covered in any_hours(), to in 1i64..5_000) {
        let told = availability(&component(covered, intervals), span(0, to));
        let of = |kind| -> i64 {
            let own = told.stretches.iter().filter(|one| one.kind == kind);
            own.map(|one| one.counted_ms).sum()
        };
        prop_assert_eq!(of(StretchKind::Outage), told.sum.unavailable_ms);
        prop_assert_eq!(of(StretchKind::Unknown), told.sum.unknown_ms);
        prop_assert_eq!(of(StretchKind::Maintenance), told.maintenance_ms);
        let told_of = told.sum.observed_ms + told.sum.unknown_ms + told.maintenance_ms;
        prop_assert!(told_of <= told.covered_ms);
        prop_assert!(told.stretches.iter().all(|one| one.counted_ms <= one.to - one.from && one.from >= 0 && one.to <= to));
        if let Some(rate) = told.sum.per_hundred_thousand() {
            prop_assert_eq!(rate == 100_000, told.sum.unavailable_ms == 0);
        }
    }

    #[test]
    fn two_months_are_what_spans_them(
        intervals in any_intervals(), covered in any_hours(), clocks in any_clocks(), cut in 0i64..300,
        entries in proptest::collection::vec((0i64..300, -90i64..90), 0..20),
    ) {
        let fact = component(covered, intervals);
        let parts = [span(0, cut), span(cut, 300), span(0, 300)];
        let [left, right, whole] = parts.map(|part| availability(&fact, part));
        prop_assert_eq!(left.covered_ms + right.covered_ms, whole.covered_ms);
        prop_assert_eq!(left.sum.observed_ms + right.sum.observed_ms, whole.sum.observed_ms);
        prop_assert_eq!(left.sum.unavailable_ms + right.sum.unavailable_ms, whole.sum.unavailable_ms);
        prop_assert_eq!(left.sum.unknown_ms + right.sum.unknown_ms, whole.sum.unknown_ms);
        prop_assert_eq!(left.maintenance_ms + right.maintenance_ms, whole.maintenance_ms);

        let count = |part| -> (usize, usize, usize) {
            respect(&clocks, part).iter().fold((0, 0, 0), |(met, missed, aside), row| {
                (met + row.met.len(), missed + row.missed.len(), aside + row.set_aside.len())
            })
        };
        let [left, right, whole] = parts.map(count);
        prop_assert_eq!((left.0 + right.0, left.1 + right.1, left.2 + right.2), whole);
        prop_assert_eq!(whole.0 + whole.1 + whole.2, clocks.len());

        let fact = BookFact {
            contract: "1".into(),
            opening_minutes: 600,
            entries: entries
                .iter()
                .map(|(at, minutes)| BookEntry { at: *at, kind: EntryKind::Correction, minutes: *minutes, reference: None })
                .collect(),
        };
        let [left, right, whole] = parts.map(|part| book(&fact, part));
        prop_assert_eq!(left.closing_minutes, right.opening_minutes);
        prop_assert_eq!(left.used_minutes() + right.used_minutes(), whole.used_minutes());
        prop_assert_eq!(right.closing_minutes, whole.closing_minutes);
    }

    #[test]
    fn a_rate_of_respect_never_rounds_up(clocks in any_clocks()) {
        for row in respect(&clocks, span(0, 300)) {
            match row.rate() {
                None => prop_assert_eq!(row.counted(), 0),
                Some(rate) => {
                    prop_assert_eq!(rate == 100_000, row.missed.is_empty());
                    prop_assert!(u64::from(rate) * row.counted() as u64 <= row.met.len() as u64 * 100_000);
                }
            }
        }
    }

    #[test]
    fn a_debt_is_open_until_it_is_discharged(
        debts_at in proptest::collection::vec((0i64..300, proptest::option::of(0i64..300)), 0..20), cut in 0i64..300,
    ) {
        let facts: Vec<DebtFact> = debts_at
            .iter()
            .map(|(opened_at, lasted)| DebtFact {
                reference: "AC-1".into(),
                component: None,
                opened_at: *opened_at,
                discharged: lasted.map(|lasted| (opened_at + lasted, None)),
            })
            .collect();
        let left = debts(&facts, span(0, cut));
        let right = debts(&facts, span(cut, 300));
        // What one month leaves open, with what the next opens, is what that one discharges or leaves.
        prop_assert_eq!(left.open.len() + right.opened.len(), right.discharged.len() + right.open.len());
        prop_assert!(right.open.iter().all(|debt| debt.age_ms == 300 - debt.opened_at && debt.age_ms > 0));
    }
}
