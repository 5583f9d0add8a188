//! Published rows and awkward cases, with real zones.

use chrono::{Days, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use super::*;
use crate::domain::calendar::{date_of, expand, instant_of};
use crate::domain::contract::{
    DatedException, DayInterval, HolidayZone, PublicHolidays, ServiceHours, WeeklyInterval,
};
use crate::domain::time::HOUR_MS;

const FRANCE: PublicHolidays = PublicHolidays {
    zone: HolidayZone::France,
    good_friday: false,
};

pub fn local(text: &str) -> NaiveDateTime {
    let with_seconds = NaiveDateTime::parse_from_str(text, "%F %T");
    with_seconds
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%F %H:%M"))
        .expect("a local time")
}

pub fn at(zone: Tz, text: &str) -> EpochMs {
    instant_of(&zone, local(text)).expect("an instant")
}

pub fn utc(text: &str) -> EpochMs {
    chrono::DateTime::parse_from_rfc3339(text)
        .expect("an instant")
        .timestamp_millis()
}

/// "1-5 08:00-12:00" and the like, several to a week.
pub fn week(intervals: &[(std::ops::RangeInclusive<u8>, u16, u16)]) -> ServiceHours {
    let week = intervals.iter().map(|(days, from, to)| WeeklyInterval {
        days: days.clone().collect(),
        from: *from,
        to: *to,
    });
    ServiceHours {
        week: week.collect(),
        ..ServiceHours::default()
    }
}

fn closed_on(holidays: PublicHolidays, hours: ServiceHours) -> ServiceHours {
    ServiceHours {
        closed_on_holidays: true,
        holidays: Some(holidays),
        ..hours
    }
}

fn always() -> ServiceHours {
    ServiceHours {
        always: true,
        ..ServiceHours::default()
    }
}

/// The calendars of the table.
fn named(name: &str) -> ServiceHours {
    let office = || week(&[(1..=5, 8 * 60, 12 * 60), (1..=5, 14 * 60, 18 * 60)]);
    match name {
        "HO" => closed_on(FRANCE, office()),
        "HOA" => closed_on(
            PublicHolidays {
                zone: HolidayZone::AlsaceMoselle,
                good_friday: true,
            },
            office(),
        ),
        "D9" => closed_on(FRANCE, week(&[(1..=5, 9 * 60, 18 * 60)])),
        "S67" => closed_on(FRANCE, week(&[(1..=6, 7 * 60, 19 * 60)])),
        "247" => always(),
        other => panic!("{other} is no calendar of the table"),
    }
}

pub fn around(hours: &ServiceHours, zone: Tz, start: EpochMs, days: u64) -> Timetable {
    let first = date_of(&zone, start).expect("a date") - Days::new(2);
    expand(hours, None, &zone, first, days)
}

fn due(hours: &ServiceHours, zone: Tz, start: &str, target: Target) -> Deadline {
    let start = at(zone, start);
    deadline(start, target, &[], &around(hours, zone, start, 90)).expect("a deadline")
}

fn hours(count: u32) -> Target {
    Target::OpenMinutes(count * 60)
}

#[test]
fn the_rows_of_the_table() {
    let paris = Tz::Europe__Paris;
    for (calendar, start, target, expected) in [
        ("HO", "2026-11-23 11:30", 1, "2026-11-23 14:30"),
        ("HO", "2026-11-23 17:00", 1, "2026-11-23 18:00"),
        ("HO", "2026-11-23 18:00", 1, "2026-11-24 09:00"),
        ("HO", "2026-11-27 16:30", 4, "2026-11-30 10:30"),
        ("HO", "2026-11-10 17:00", 2, "2026-11-12 09:00"),
        ("HO", "2026-05-13 17:00", 8, "2026-05-15 17:00"),
        ("HO", "2026-12-18 14:00", 40, "2026-12-28 12:00"),
        ("HO", "2025-12-24 17:00", 8, "2025-12-26 17:00"),
        ("HOA", "2025-12-24 17:00", 8, "2025-12-29 17:00"),
        ("D9", "2026-11-20 16:30", 18, "2026-11-24 16:30"),
        ("S67", "2026-05-08 18:00", 2, "2026-05-09 09:00"),
        ("HO", "2026-03-27 17:00", 2, "2026-03-30 09:00"),
        ("247", "2026-03-28 23:00", 4, "2026-03-29 04:00"),
    ] {
        let found = due(&named(calendar), paris, start, hours(target));
        assert_eq!(
            found.at,
            at(paris, expected),
            "{calendar} {start} + {target} h"
        );
        assert_eq!(
            found.proof.first().map(|step| step.span.from),
            Some(at(paris, start))
        );
        assert_eq!(found.proof.last().map(|step| step.span.to), Some(found.at));
    }
}

#[test]
fn clock_changes_are_in_the_proof() {
    let paris = Tz::Europe__Paris;
    let spring = due(&named("HO"), paris, "2026-03-27 17:00", hours(2));
    assert_eq!(spring.at, utc("2026-03-30T07:00:00Z"));
    assert_eq!(
        spring.clock_changes,
        [ClockChange {
            at: utc("2026-03-29T01:00:00Z"),
            before_s: 3_600,
            after_s: 7_200
        }]
    );
    // Half past two, twice: an hour after the first is the second.
    let autumn = due(&named("247"), paris, "2026-10-25 02:30", hours(1));
    assert_eq!(autumn.at, utc("2026-10-25T02:30:00+01:00"));
    assert_eq!(autumn.clock_changes.len(), 1);
    let still = due(&named("HO"), paris, "2026-11-23 11:30", hours(1));
    assert_eq!(still.clock_changes, []);
}

/// Published by GLPI's calendar tests and by a ticketing vendor's worked example.
#[test]
fn pauses_are_taken_out() {
    let paris = Tz::Europe__Paris;
    let calendar = week(&[
        (1..=1, 10 * 60 + 30, 19 * 60),
        (2..=5, 8 * 60 + 30, 19 * 60),
    ]);
    let instant = |text: &str| at(paris, text);
    let pause = |from: &str, to: &str| Span {
        from: instant(from),
        to: instant(to),
    };
    for (start, target, pauses, restored, answered) in [
        (
            "2034-06-09 08:46:12",
            Target::OpenMinutes(30),
            vec![
                pause("2034-06-09 08:47:42", "2034-06-09 10:05:54"),
                pause("2034-06-09 10:09:13", "2034-06-09 10:34:38"),
                pause("2034-06-09 10:43:41", "2034-06-09 11:29:17"),
            ],
            "2034-06-09 11:45:25",
            "2034-06-09 09:16:12",
        ),
        (
            "2034-06-05 10:00",
            hours(4),
            vec![
                pause("2034-06-05 11:00", "2034-06-07 09:30"),
                pause("2034-06-07 10:00", "2034-06-08 09:00"),
            ],
            "2034-06-08 12:00",
            "2034-06-05 14:30",
        ),
    ] {
        let start = instant(start);
        let table = around(&calendar, paris, start, 30);
        let with = deadline(start, target, &pauses, &table).expect("a deadline");
        assert_eq!(with.at, instant(restored));
        let without = deadline(start, target, &[], &table).expect("a deadline");
        assert_eq!(without.at, instant(answered));
        // The order in which pauses are told, and pauses told twice, change nothing.
        let told: Vec<Span> = pauses.iter().rev().chain(&pauses).copied().collect();
        assert_eq!(deadline(start, target, &told, &table), Ok(with));
    }
}

#[test]
fn the_proof_names_each_stretch() {
    let paris = Tz::Europe__Paris;
    let found = due(&named("HO"), paris, "2026-11-10 17:00", hours(2));
    let told: Vec<(String, String)> = found
        .proof
        .iter()
        .map(|step| {
            let hours = step.span.length_ms() / HOUR_MS;
            (format!("{hours} h"), format!("{:?}", step.kind))
        })
        .collect();
    let told: Vec<(&str, &str)> = told.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        told,
        [
            ("1 h", "Counted"),
            ("6 h", "Closed"),
            ("24 h", "ClosedBy(Holiday(Armistice))"),
            ("8 h", "Closed"),
            ("1 h", "Counted"),
        ]
    );
}

#[test]
fn a_target_of_nothing_is_the_next_open_instant() {
    let paris = Tz::Europe__Paris;
    let none = Target::OpenMinutes(0);
    for (start, expected) in [
        ("2026-11-23 09:17", "2026-11-23 09:17"),
        ("2026-11-23 12:00", "2026-11-23 14:00"),
        ("2026-11-27 18:00", "2026-11-30 08:00"),
    ] {
        assert_eq!(
            due(&named("HO"), paris, start, none).at,
            at(paris, expected)
        );
    }
}

#[test]
fn working_days_keep_the_hour_or_end_the_day() {
    let paris = Tz::Europe__Paris;
    for (start, target, expected) in [
        (
            "2026-11-23 09:17",
            Target::WorkingDaysSameHour(1),
            "2026-11-24 09:17",
        ),
        (
            "2026-11-23 09:17",
            Target::WorkingDaysEndOfDay(1),
            "2026-11-24 18:00",
        ),
        // Friday evening counts from Monday.
        (
            "2026-11-27 19:00",
            Target::WorkingDaysSameHour(2),
            "2026-12-02 08:00",
        ),
        (
            "2026-11-27 09:00",
            Target::WorkingDaysSameHour(2),
            "2026-12-01 09:00",
        ),
        // Over the eleventh of November.
        (
            "2026-11-10 15:00",
            Target::WorkingDaysSameHour(1),
            "2026-11-12 15:00",
        ),
        // The same hour on both sides of a clock change.
        (
            "2026-03-27 10:00",
            Target::WorkingDaysSameHour(1),
            "2026-03-30 10:00",
        ),
        (
            "2026-11-23 10:00",
            Target::WorkingDaysEndOfDay(0),
            "2026-11-23 18:00",
        ),
    ] {
        let found = due(&named("HO"), paris, start, target);
        assert_eq!(found.at, at(paris, expected), "{start} {target:?}");
    }
    // An hour at which that day is already closed is its closing.
    let short_friday = week(&[(1..=4, 8 * 60, 18 * 60), (5..=5, 8 * 60, 16 * 60)]);
    let found = due(
        &short_friday,
        paris,
        "2026-11-26 17:00",
        Target::WorkingDaysSameHour(1),
    );
    assert_eq!(found.at, at(paris, "2026-11-27 16:00"));
}

#[test]
fn pauses_move_working_days_by_whole_open_time() {
    let paris = Tz::Europe__Paris;
    let start = at(paris, "2026-11-23 10:00");
    let table = around(&named("HO"), paris, start, 60);
    let pause = Span {
        from: at(paris, "2026-11-23 11:00"),
        to: at(paris, "2026-11-23 15:00"),
    };
    // Two open hours were paused: 11–12 and 14–15.
    let found = deadline(start, Target::WorkingDaysSameHour(1), &[pause], &table);
    assert_eq!(found.map(|due| due.at), Ok(at(paris, "2026-11-24 12:00")));
    let end_of_day = deadline(start, Target::WorkingDaysEndOfDay(1), &[pause], &table);
    assert_eq!(
        end_of_day.map(|due| due.at),
        Ok(at(paris, "2026-11-25 10:00"))
    );
    let at_night = Span {
        from: at(paris, "2026-11-23 19:00"),
        to: at(paris, "2026-11-24 07:00"),
    };
    let found = deadline(start, Target::WorkingDaysSameHour(1), &[at_night], &table);
    assert_eq!(found.map(|due| due.at), Ok(at(paris, "2026-11-24 10:00")));
}

#[test]
fn an_empty_calendar_has_no_deadline() {
    let paris = Tz::Europe__Paris;
    let start = at(paris, "2026-11-23 10:00");
    let never = around(&ServiceHours::default(), paris, start, 60);
    for target in [
        hours(1),
        Target::OpenMinutes(0),
        Target::WorkingDaysSameHour(1),
    ] {
        assert_eq!(
            deadline(start, target, &[], &never),
            Err(NoDeadline::NoOpening)
        );
    }
    // One open day, and nothing after it.
    let once = ServiceHours {
        exceptions: vec![DatedException {
            date: NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date"),
            open: vec![DayInterval { from: 540, to: 600 }],
            note: "inventaire".into(),
        }],
        ..ServiceHours::default()
    };
    let table = around(&once, paris, start, 60);
    let found = deadline(start, hours(1), &[], &table);
    assert_eq!(found.map(|due| due.at), Ok(at(paris, "2026-11-24 10:00")));
    assert_eq!(
        deadline(start, hours(2), &[], &table),
        Err(NoDeadline::NoOpening)
    );
}

#[test]
fn beyond_the_window_is_not_never() {
    let paris = Tz::Europe__Paris;
    let start = at(paris, "2026-11-23 10:00");
    let table = around(&named("HO"), paris, start, 10);
    assert_eq!(
        deadline(start, hours(400), &[], &table),
        Err(NoDeadline::BeyondWindow)
    );
    let before = start - 30 * DAY_MS;
    assert_eq!(
        deadline(before, hours(1), &[], &table),
        Err(NoDeadline::BeyondWindow)
    );
    assert_eq!(
        deadline(start, Target::WorkingDaysSameHour(60), &[], &table),
        Err(NoDeadline::BeyondWindow)
    );
}

#[test]
fn a_year_of_open_time_is_walked() {
    let paris = Tz::Europe__Paris;
    let start = at(paris, "2026-01-05 08:00");
    let table = around(&named("247"), paris, start, 400);
    let found = deadline(start, hours(24 * 365), &[], &table).expect("a deadline");
    assert_eq!(found.at, start + 365 * DAY_MS);
    assert_eq!(found.clock_changes.len(), 2);
}

#[test]
fn the_longest_and_shortest_days() {
    let day = |zone: Tz, date: &str| {
        let table = around(&always(), zone, at(zone, date), 6);
        let index = table.day_of(at(zone, date)).expect("a day");
        table.day(index).expect("a day").length_ms()
    };
    let minutes = |count: i64| count * MINUTE_MS;
    assert_eq!(day(Tz::Europe__Paris, "2026-03-29 12:00"), minutes(23 * 60));
    assert_eq!(day(Tz::Europe__Paris, "2026-10-25 12:00"), minutes(25 * 60));
    assert_eq!(
        day(Tz::Australia__Lord_Howe, "2026-10-04 12:00"),
        minutes(23 * 60 + 30)
    );
    assert_eq!(
        day(Tz::Australia__Lord_Howe, "2026-04-05 12:00"),
        minutes(24 * 60 + 30)
    );
    assert_eq!(
        day(Tz::America__Sao_Paulo, "2017-10-15 12:00"),
        minutes(23 * 60)
    );
    assert_eq!(
        day(Tz::America__Sao_Paulo, "2018-02-17 12:00"),
        minutes(25 * 60)
    );
}

/// Samoa had no 30 December 2011.
#[test]
fn a_date_that_the_zone_skips_has_no_hours() {
    let apia = Tz::Pacific__Apia;
    let daily = week(&[(1..=7, 8 * 60, 12 * 60)]);
    let found = due(&daily, apia, "2011-12-29 11:00", hours(2));
    assert_eq!(found.at, at(apia, "2011-12-31 09:00"));
    let found = due(
        &daily,
        apia,
        "2011-12-29 11:00",
        Target::WorkingDaysSameHour(1),
    );
    assert_eq!(found.at, at(apia, "2011-12-31 11:00"));
    let table = around(&always(), apia, at(apia, "2011-12-29 11:00"), 6);
    assert_eq!(table.days.len(), 6, "five days and the end of the last");
}

#[test]
fn an_exception_replaces_its_day_holiday_or_not() {
    let paris = Tz::Europe__Paris;
    let mut hours_of = named("HO");
    hours_of.exceptions = vec![
        DatedException {
            date: NaiveDate::from_ymd_opt(2026, 11, 11).expect("a date"),
            open: vec![DayInterval { from: 600, to: 720 }],
            note: "permanence".into(),
        },
        DatedException {
            date: NaiveDate::from_ymd_opt(2026, 11, 12).expect("a date"),
            open: vec![],
            note: "inventaire".into(),
        },
    ];
    let found = due(&hours_of, paris, "2026-11-10 17:00", hours(4));
    assert_eq!(found.at, at(paris, "2026-11-13 09:00"));
    assert!(
        found
            .proof
            .iter()
            .any(|step| step.kind == StepKind::ClosedBy(Mark::Exception("inventaire".into())))
    );
}

#[test]
fn on_call_joins_the_hours() {
    let paris = Tz::Europe__Paris;
    let start = at(paris, "2026-11-27 17:00");
    let office = around(&named("HO"), paris, start, 30);
    let nights = around(&always(), paris, start, 30);
    let both = office.joined(&nights);
    let found = deadline(start, hours(4), &[], &both).expect("a deadline");
    assert_eq!(found.at, at(paris, "2026-11-27 21:00"));
    assert_eq!(both.open, nights.open);
    let evenings = around(&week(&[(1..=5, 17 * 60, 20 * 60)]), paris, start, 30);
    let found = deadline(start, hours(4), &[], &office.joined(&evenings)).expect("a deadline");
    assert_eq!(found.at, at(paris, "2026-11-30 09:00"));
}

#[test]
fn it_crosses_the_wire_whole() {
    let paris = Tz::Europe__Paris;
    for name in ["HO", "HOA", "247"] {
        let table = around(&named(name), paris, at(paris, "2026-10-20 10:00"), 60);
        let text = serde_json::to_string(&table).expect("JSON");
        assert_eq!(serde_json::from_str::<Timetable>(&text).ok(), Some(table));
        assert!(text.len() < 1_500, "{name} takes {} bytes", text.len());
    }
}
