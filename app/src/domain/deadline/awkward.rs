//! Cases that properties found or that calendars invite: each was wrong somewhere once.

use chrono_tz::Tz;

use super::tests::{around, at, local, week};
use super::*;
use crate::domain::calendar::expand;
use crate::domain::contract::{
    DatedException, DayInterval, HolidayZone, PublicHolidays, ServiceHours, WeeklyInterval,
};
use crate::domain::time::HOUR_MS;

fn always() -> ServiceHours {
    ServiceHours {
        always: true,
        ..ServiceHours::default()
    }
}

fn due(hours: &ServiceHours, zone: Tz, start: EpochMs, target: Target) -> EpochMs {
    let table = around(hours, zone, start, 40);
    let found = deadline(start, target, &[], &table);
    found.expect("a deadline").at
}

/// Ascension fell on 8 May.
#[test]
fn two_holidays_on_one_day_close_it_once() {
    let paris = Tz::Europe__Paris;
    let office = ServiceHours {
        closed_on_holidays: true,
        holidays: Some(PublicHolidays {
            zone: HolidayZone::France,
            good_friday: false,
        }),
        ..week(&[(1..=5, 8 * 60, 18 * 60)])
    };
    for year in [1997, 2059] {
        let start = at(paris, &format!("{year}-05-07 17:00"));
        let table = around(&office, paris, start, 20);
        let found = deadline(start, Target::OpenMinutes(120), &[], &table).expect("a deadline");
        assert_eq!(found.at, at(paris, &format!("{year}-05-09 09:00")));
        let named = found
            .proof
            .iter()
            .filter(|step| matches!(step.kind, StepKind::ClosedBy(_)));
        assert_eq!(named.count(), 1, "{year}");
    }
}

/// On 29 March 2026, 02:00 to 03:00 is missing in Paris.
#[test]
fn an_edge_in_the_missing_hour_moves_forward_by_it() {
    let paris = Tz::Europe__Paris;
    let night = at(paris, "2026-03-29 00:00");
    for (from, to, expected) in [
        (0, 150, ("00:00", "03:30")),
        (150, 300, ("03:30", "05:00")),
        (120, 180, ("", "")),
        (135, 165, ("03:15", "03:45")),
        (60, 120, ("01:00", "03:00")),
    ] {
        let table = around(&week(&[(7..=7, from, to)]), paris, night, 4);
        let open: Vec<Span> = table.open.clone();
        if expected == ("", "") {
            assert_eq!(open, [], "{from} to {to} is the missing hour");
            continue;
        }
        let instant = |time: &str| at(paris, &format!("2026-03-29 {time}"));
        assert_eq!(
            open,
            [Span {
                from: instant(expected.0),
                to: instant(expected.1)
            }],
            "{from} to {to}"
        );
    }
}

/// Moved behind its neighbour, an interval must not hide it.
#[test]
fn an_interval_that_the_gap_moves_past_another_hides_nothing() {
    let sao_paulo = Tz::America__Sao_Paulo;
    let hours = week(&[(7..=7, 15, 30), (7..=7, 60, 90)]);
    let table = around(&hours, sao_paulo, at(sao_paulo, "2017-10-15 12:00"), 4);
    // 00:15–00:30 becomes 01:15–01:30, within 01:00–01:30.
    let open_ms: i64 = table.open.iter().map(|open| open.length_ms()).sum();
    assert_eq!(open_ms, HOUR_MS / 2);
}

#[test]
fn the_same_hour_of_the_same_day_is_no_earlier_than_the_start() {
    let paris = Tz::Europe__Paris;
    // Half past two for the second time.
    let start = at(paris, "2026-10-25 02:30") + HOUR_MS;
    let today = Target::WorkingDaysSameHour(0);
    assert_eq!(due(&always(), paris, start, today), start);
    let tomorrow = Target::WorkingDaysSameHour(1);
    let expected = at(paris, "2026-10-26 02:30");
    assert_eq!(due(&always(), paris, start, tomorrow), expected);
}

#[test]
fn the_same_hour_moves_forward_by_a_gap_at_midnight() {
    let sao_paulo = Tz::America__Sao_Paulo;
    for (start, expected) in [
        ("2017-10-14 00:30", "2017-10-15 01:30"),
        ("2017-10-14 01:00", "2017-10-15 01:00"),
        ("2017-10-14 05:00", "2017-10-15 05:00"),
    ] {
        let found = due(
            &always(),
            sao_paulo,
            at(sao_paulo, start),
            Target::WorkingDaysSameHour(1),
        );
        assert_eq!(found, at(sao_paulo, expected), "{start}");
    }
    let apia = Tz::Pacific__Apia;
    let found = due(
        &always(),
        apia,
        at(apia, "2011-12-29 10:15"),
        Target::WorkingDaysSameHour(1),
    );
    assert_eq!(found, at(apia, "2011-12-31 10:15"));
}

#[test]
fn an_exception_after_the_window_is_an_opening_to_come() {
    let paris = Tz::Europe__Paris;
    let start = at(paris, "2026-11-23 10:00");
    let once = ServiceHours {
        exceptions: vec![DatedException {
            date: local("2026-12-24 00:00").date(),
            open: vec![DayInterval { from: 540, to: 600 }],
            note: "inventaire".into(),
        }],
        ..ServiceHours::default()
    };
    let target = Target::OpenMinutes(30);
    let found = deadline(start, target, &[], &around(&once, paris, start, 10));
    assert_eq!(found, Err(NoDeadline::BeyondWindow));
    let found = deadline(start, target, &[], &around(&once, paris, start, 60));
    assert_eq!(found.map(|due| due.at), Ok(at(paris, "2026-12-24 09:30")));
}

#[test]
fn a_target_of_nothing_and_one_of_a_year() {
    let paris = Tz::Europe__Paris;
    let start = at(paris, "2028-01-03 09:17:42");
    let table = around(&always(), paris, start, 400);
    let within = |minutes| deadline(start, Target::OpenMinutes(minutes), &[], &table);
    assert_eq!(within(0).map(|due| due.at), Ok(start));
    assert_eq!(within(0).map(|due| due.proof), Ok(vec![]));
    // A leap year: 366 days of 24 h, the clocks changing there and back.
    let year = within(366 * 1_440).expect("a deadline");
    assert_eq!(year.at, at(paris, "2029-01-03 09:17:42"));
}

/// On call from 17:00 to 09:00 over office hours from 08:00 to 18:00.
#[test]
fn overlapping_calendars_count_once() {
    let paris = Tz::Europe__Paris;
    let start = at(paris, "2026-11-23 07:00");
    let office = around(&week(&[(1..=5, 480, 1080)]), paris, start, 20);
    let duty = week(&[(1..=5, 1020, 1440), (1..=5, 0, 540)]);
    let both = office.joined(&around(&duty, paris, start, 20));
    let found = deadline(start, Target::OpenMinutes(24 * 60), &[], &both).expect("a deadline");
    assert_eq!(found.at, at(paris, "2026-11-24 07:00"));
}

/// The nights of a hotline on the other side of the world, read on a calendar in Paris.
#[test]
fn calendars_of_two_zones_are_cut_by_the_days_of_the_first() {
    let (paris, kathmandu) = (Tz::Europe__Paris, Tz::Asia__Kathmandu);
    let start = at(paris, "2026-11-23 10:00");
    let office = around(&week(&[(1..=1, 600, 720)]), paris, start, 20);
    let duty = ServiceHours {
        week: vec![WeeklyInterval {
            days: vec![2],
            from: 0,
            to: 1440,
        }],
        ..ServiceHours::default()
    };
    let duty = around(&duty, kathmandu, start, 20);
    let both = office.joined(&duty);
    // Tuesday in Kathmandu is 19:15 on Monday to 19:15 on Tuesday in Paris.
    for (days, expected) in [(0, "2026-11-24 00:00"), (1, "2026-11-24 19:15")] {
        let target = Target::WorkingDaysEndOfDay(days);
        let found = deadline(start, target, &[], &both).expect("a deadline");
        assert_eq!(found.at, at(paris, expected), "{days}");
    }
}

#[test]
fn joined_tables_are_known_as_long_as_both_are() {
    let paris = Tz::Europe__Paris;
    let start = at(paris, "2026-11-23 10:00");
    let office = week(&[(1..=5, 480, 720)]);
    let first = local("2026-11-22 00:00").date();
    let (long, short) = (
        expand(&office, None, &paris, first, 30),
        expand(&always(), None, &paris, first, 5),
    );
    for both in [long.joined(&short), short.joined(&long)] {
        assert_eq!(both.window(), short.window());
        let found = deadline(start, Target::OpenMinutes(10 * 1_440), &[], &both);
        assert_eq!(found, Err(NoDeadline::BeyondWindow));
    }
}
