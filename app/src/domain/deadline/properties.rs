//! What holds for every calendar, start, target and pause, and what a second, naive writing answers to the same.
//!
//! 256 cases a property by default; `PROPTEST_CASES` asks for more.

use proptest::prelude::*;

use super::oracle::Oracle;
use super::samples::{Case, case, case_with, hours, minutes, target};
use super::*;
use crate::domain::calendar::expand;
use crate::domain::time::{HOUR_MS, SECOND_MS};

/// How long the windows are that are compared minute by minute.
const COMPARED_DAYS: u64 = 24;

fn settings() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn the_open_time_is_that_of_a_walk_by_minutes(case in case()) {
        let table = case.table(COMPARED_DAYS);
        let oracle = Oracle::new(&case.hours, case.site, case.zone, case.first, COMPARED_DAYS);
        prop_assert_eq!(merged(&table), oracle.open());
    }

    #[test]
    fn the_deadline_is_that_of_a_walk_by_minutes(case in case()) {
        let table = case.table(COMPARED_DAYS);
        let found = deadline(case.start, case.target, &case.pauses, &table);
        let oracle = Oracle::new(&case.hours, case.site, case.zone, case.first, COMPARED_DAYS);
        let expected = oracle.due(case.start, case.target, &case.pauses);
        prop_assert_eq!(found.map(|due| due.at).ok(), expected);
    }

    #[test]
    fn what_counted_is_the_target_exactly(case in case_with(minutes())) {
        let Some((table, due)) = case.due(case.target, &case.pauses) else { return Ok(()) };
        let Target::OpenMinutes(minutes) = case.target else { unreachable!() };
        let way = Span { from: case.start, to: due.at };
        prop_assert!(due.at >= case.start);
        prop_assert_eq!(elapsed_ms(way, &case.pauses, &table), i64::from(minutes) * MINUTE_MS);
        // A second earlier it was not yet there: the first instant that serves is the one.
        if minutes > 0 {
            let short = Span { to: due.at - SECOND_MS, ..way };
            prop_assert_eq!(
                elapsed_ms(short, &case.pauses, &table),
                i64::from(minutes) * MINUTE_MS - SECOND_MS
            );
        }
    }

    #[test]
    fn pauses_move_working_days_by_what_was_open(case in case()) {
        let Some((_, without)) = case.due(case.target, &[]) else { return Ok(()) };
        let Some((table, with)) = case.due(case.target, &case.pauses) else { return Ok(()) };
        let (short, long) = (
            Span { from: case.start, to: without.at },
            Span { from: case.start, to: with.at },
        );
        prop_assert_eq!(elapsed_ms(long, &case.pauses, &table), table.open_ms(short));
    }

    #[test]
    fn it_lies_in_or_at_the_end_of_open_time(case in case()) {
        let Some((table, due)) = case.due(case.target, &case.pauses) else { return Ok(()) };
        prop_assert!(due.at >= case.start);
        prop_assert!(table.open.iter().any(|open| open.from <= due.at && due.at <= open.to));
        prop_assert!(due.counts_from >= case.start);
        prop_assert!(table.is_open_at(due.counts_from));
        prop_assert_eq!(table.open_ms(Span { from: case.start, to: due.counts_from }), 0);
    }

    #[test]
    fn a_later_start_is_never_due_earlier(case in case_with(minutes()), later_s in 0..400_000i64) {
        let Some((_, due)) = case.due(case.target, &case.pauses) else { return Ok(()) };
        let later = Case { start: case.start + later_s * SECOND_MS, ..case };
        if let Some((_, of_later)) = later.due(later.target, &later.pauses) {
            prop_assert!(of_later.at >= due.at);
        }
    }

    /// In working days without pauses; the same hour is let alone, as clocks that change may turn two hours round.
    #[test]
    fn a_later_start_never_ends_an_earlier_day(case in case(), days in 0..6u16, later_s in 0..400_000i64) {
        let target = Target::WorkingDaysEndOfDay(days);
        let Some((_, due)) = case.due(target, &[]) else { return Ok(()) };
        let later = Case { start: case.start + later_s * SECOND_MS, ..case };
        if let Some((_, of_later)) = later.due(target, &[]) {
            prop_assert!(of_later.at >= due.at);
        }
    }

    #[test]
    fn a_longer_target_is_never_due_earlier(case in case(), more in 0..2_000u16) {
        let longer = match case.target {
            Target::OpenMinutes(minutes) => Target::OpenMinutes(minutes + u32::from(more)),
            Target::WorkingDaysSameHour(days) => Target::WorkingDaysSameHour(days + more % 8),
            Target::WorkingDaysEndOfDay(days) => Target::WorkingDaysEndOfDay(days + more % 8),
        };
        let Some((_, due)) = case.due(case.target, &case.pauses) else { return Ok(()) };
        if let Some((_, of_longer)) = case.due(longer, &case.pauses) {
            prop_assert!(of_longer.at >= due.at);
        }
    }

    #[test]
    fn one_pause_more_is_never_due_earlier(case in case()) {
        let mut known: Option<EpochMs> = None;
        for count in 0..=case.pauses.len() {
            let Some((_, due)) = case.due(case.target, &case.pauses[..count]) else { return Ok(()) };
            prop_assert!(known.is_none_or(|known| due.at >= known));
            known = Some(due.at);
        }
    }

    #[test]
    fn the_order_in_which_pauses_are_told_changes_nothing(case in case(), turn in 0..6usize) {
        let table = case.table(60);
        let mut told: Vec<Span> = case.pauses.iter().rev().chain(&case.pauses).copied().collect();
        let turn = turn.min(told.len());
        told.rotate_left(turn);
        prop_assert_eq!(
            deadline(case.start, case.target, &told, &table),
            deadline(case.start, case.target, &case.pauses, &table)
        );
    }

    #[test]
    fn open_time_adds_up(case in case(), mut cuts in proptest::collection::vec(0..40 * 86_400i64, 3)) {
        let table = case.table(30);
        cuts.sort_unstable();
        let at = |index: usize| table.window().from + (cuts[index] - 5 * 86_400) * SECOND_MS;
        let (a, b, c) = (at(0), at(1), at(2));
        let part = |from, to| table.open_ms(Span { from, to });
        prop_assert_eq!(part(a, c), part(a, b) + part(b, c));
        let run = |from, to| elapsed_ms(Span { from, to }, &case.pauses, &table);
        prop_assert_eq!(run(a, c), run(a, b) + run(b, c));
        prop_assert!(run(a, c) >= 0 && run(a, c) <= part(a, c));
    }

    #[test]
    fn the_proof_is_without_a_hole_and_says_what_is(case in case()) {
        let Some((table, due)) = case.due(case.target, &case.pauses) else { return Ok(()) };
        let mut reached = case.start;
        let mut counted = 0;
        for step in &due.proof {
            prop_assert_eq!(step.span.from, reached);
            prop_assert!(step.span.to > step.span.from);
            reached = step.span.to;
            let (open, long) = (table.open_ms(step.span), step.span.length_ms());
            let runs = elapsed_ms(step.span, &case.pauses, &table);
            match &step.kind {
                StepKind::Counted => {
                    prop_assert_eq!((open, runs), (long, long));
                    counted += long;
                }
                StepKind::Paused => prop_assert_eq!((open, runs), (long, 0)),
                StepKind::Closed => prop_assert_eq!(open, 0),
                StepKind::ClosedBy(mark) => {
                    prop_assert_eq!(open, 0);
                    let day = table.day_of(step.span.from).expect("a day");
                    prop_assert!(table.marks.contains(&(day, mark.clone())));
                    prop_assert!(step.span.to <= table.day(day).expect("a day").to);
                }
                StepKind::WorkingDay(_) => {
                    let day = table.day_of(step.span.from).and_then(|day| table.day(day));
                    prop_assert!(step.span.to <= day.expect("a day").to);
                }
            }
        }
        prop_assert_eq!(reached, due.at);
        if let Target::OpenMinutes(minutes) = case.target {
            prop_assert_eq!(counted, i64::from(minutes) * MINUTE_MS);
        }
        for change in &due.clock_changes {
            prop_assert!(case.start < change.at && change.at <= due.at);
            prop_assert!(change.before_s != change.after_s);
        }
    }

    #[test]
    fn a_longer_window_answers_the_same(case in case(), days in 12..40u64, more in 1..200u64) {
        let (short, long) = (case.table(days), case.table(days + more));
        match deadline(case.start, case.target, &case.pauses, &short) {
            Err(NoDeadline::BeyondWindow) => {}
            known => prop_assert_eq!(
                deadline(case.start, case.target, &case.pauses, &long),
                known
            ),
        }
    }

    #[test]
    fn where_the_window_begins_changes_nothing(case in case(), earlier in 1..60u64) {
        let table = case.table(40);
        let first = case.first - chrono::Days::new(earlier);
        let wider = expand(&case.hours, case.site, &case.zone, first, 40 + earlier);
        prop_assert_eq!(
            deadline(case.start, case.target, &case.pauses, &wider),
            deadline(case.start, case.target, &case.pauses, &table)
        );
    }

    #[test]
    fn the_wire_changes_nothing(case in case()) {
        let table = case.table(60);
        let text = serde_json::to_string(&table).expect("JSON");
        prop_assert_eq!(serde_json::from_str::<Timetable>(&text).expect("the same"), table);
    }

    /// Whatever zones the two are read in; each stretch still lies within one day.
    #[test]
    fn joined_is_open_when_either_is(
        case in case(),
        duty in hours(),
        elsewhere in any::<bool>(),
        days in 6..20u64,
    ) {
        let zone = if elsewhere { chrono_tz::Tz::Asia__Kathmandu } else { case.zone };
        let (own, other) = (
            case.table(12),
            expand(&duty, case.site, &zone, case.first - chrono::Days::new(2), days),
        );
        let both = own.joined(&other);
        for (one, next) in both.open.iter().zip(&both.open[1.min(both.open.len())..]) {
            prop_assert!(one.to <= next.from);
        }
        let window = both.window();
        for quarter in 0..window.length_ms() / (HOUR_MS / 4) {
            let at = window.from + quarter * (HOUR_MS / 4);
            prop_assert_eq!(both.is_open_at(at), own.is_open_at(at) || other.is_open_at(at));
        }
        for open in &both.open {
            prop_assert!(open.length_ms() > 0);
            prop_assert!(both.day_of(open.from).is_some());
            prop_assert_eq!(both.day_of(open.from), both.day_of(open.to - 1));
        }
        let due = deadline(case.start, case.target, &case.pauses, &both);
        let alone = deadline(case.start, case.target, &case.pauses, &own);
        if let (Ok(due), Ok(alone), Target::OpenMinutes(_)) = (due, alone, case.target) {
            prop_assert!(due.at <= alone.at);
        }
    }

    /// A stopwatch pressed at each hold and resume reads what the clock does, also as of any instant on the way.
    #[test]
    fn replaying_holds_and_resumes_gives_the_clock(case in case(), until_s in 0..900_000i64) {
        let table = case.table(40);
        let until = case.start + until_s * SECOND_MS;
        let mut events: Vec<(EpochMs, i32)> = Vec::new();
        for pause in case.pauses.iter().filter(|pause| pause.length_ms() > 0) {
            events.extend([(pause.from, 1), (pause.to, -1)]);
        }
        events.sort_unstable();
        let (mut held, mut read, mut ran) = (0, case.start, 0);
        for (at, change) in events.into_iter().chain([(until, 0)]) {
            let at = at.clamp(case.start, until);
            if held == 0 {
                ran += table.open_ms(Span { from: read, to: at });
            }
            read = at;
            held += change;
        }
        prop_assert_eq!(elapsed_ms(Span { from: case.start, to: until }, &case.pauses, &table), ran);
    }
}

proptest! {
    // A year is half a million minutes to walk.
    #![proptest_config(ProptestConfig { cases: settings().cases.div_ceil(32), ..settings() })]

    #[test]
    fn a_year_is_walked_as_by_minutes(case in case_with(target()), minutes in 20_000..540_000u32) {
        let table = case.table(400);
        let oracle = Oracle::new(&case.hours, case.site, case.zone, case.first, 400);
        prop_assert_eq!(merged(&table), oracle.open());
        let target = Target::OpenMinutes(minutes);
        let found = deadline(case.start, target, &case.pauses, &table);
        let expected = oracle.due(case.start, target, &case.pauses);
        prop_assert_eq!(found.map(|due| due.at).ok(), expected);
    }
}

/// Open time where what touches within a day is one.
fn merged(table: &Timetable) -> Vec<Span> {
    table.joined(table).open
}

/// The process may stand anywhere: the table's rows are computed again under other zones.
#[test]
fn the_zone_of_the_process_changes_nothing() {
    let program = std::env::current_exe().expect("this test");
    for zone in ["UTC", "Asia/Kathmandu", "America/Sao_Paulo", "Pacific/Apia"] {
        let output = std::process::Command::new(&program)
            .args(["--exact", "domain::deadline::tests::the_rows_of_the_table"])
            .env("TZ", zone)
            .output()
            .expect("the test runs");
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{zone}: {told}");
        assert!(told.contains("1 passed"), "{zone}: {told}");
    }
}
