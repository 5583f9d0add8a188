//! Random calendars, starts, targets and pauses, on real zones and around what their clocks do.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use chrono_tz::Tz;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::domain::calendar::expand;
use crate::domain::contract::{
    DatedException, DayInterval, HolidayZone, PublicHolidays, ServiceHours, WeeklyInterval,
};
use crate::domain::time::SECOND_MS;

/// A calendar somewhere, what was promised, and when it was asked.
#[derive(Debug, Clone)]
pub struct Case {
    pub zone: Tz,
    pub hours: ServiceHours,
    pub site: Option<PublicHolidays>,
    /// The first local date of the window.
    pub first: NaiveDate,
    /// To the second, more than a day after the window begins.
    pub start: EpochMs,
    pub target: Target,
    pub pauses: Vec<Span>,
}

impl Case {
    pub fn table(&self, days: u64) -> Timetable {
        expand(&self.hours, self.site, &self.zone, self.first, days)
    }

    /// The deadline with a window that is long enough; none when the calendar does not open again, or so
    /// rarely that a year is not enough.
    pub fn due(&self, target: Target, pauses: &[Span]) -> Option<(Timetable, Deadline)> {
        for days in [40, 400] {
            let table = self.table(days);
            match deadline(self.start, target, pauses, &table) {
                Ok(due) => return Some((table, due)),
                Err(NoDeadline::NoOpening) => return None,
                Err(NoDeadline::BeyondWindow) => {}
            }
        }
        None
    }
}

pub fn case() -> impl Strategy<Value = Case> {
    case_with(target())
}

pub fn case_with(target: impl Strategy<Value = Target>) -> impl Strategy<Value = Case> {
    (place(), hours(), site(), start(), target, pauses()).prop_map(
        |((zone, first, change), mut hours, site, start, target, pauses)| {
            for exception in &mut hours.exceptions {
                let after = (exception.date - NaiveDate::default()).num_days();
                exception.date = later(first, after.unsigned_abs());
            }
            let start = match start {
                Start::Window(after) => midnight_utc(first) + after,
                Start::Change(after) => midnight_utc(change) + after,
            };
            let pauses = pauses.into_iter().map(|pause| Span {
                from: start + pause.from,
                to: start + pause.to,
            });
            Case {
                zone,
                hours,
                site,
                first,
                start,
                target,
                pauses: pauses.collect(),
            }
        },
    )
}

fn later(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).expect("a date")
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn midnight_utc(date: NaiveDate) -> EpochMs {
    let midnight = date.and_hms_opt(0, 0, 0).expect("midnight");
    midnight.and_utc().timestamp_millis()
}

/// A zone with the first day of a window (any day of seventeen years, more often some days before clocks
/// change) and the date of the change, or a date like others.
fn place() -> impl Strategy<Value = (Tz, NaiveDate, NaiveDate)> {
    let any_day = || (0..365 * 17u64 - 60).prop_map(|days| later(day(2024, 1, 1), days));
    let change = prop_oneof![
        6 => (2024..=2040, select(&[3, 10][..])).prop_map(|(year, month)| {
            (Tz::Europe__Paris, last_sunday(year, month))
        }),
        2 => (2024..=2040, select(&[4, 10][..])).prop_map(|(year, month)| {
            let sunday = first_sunday(year, month);
            (Tz::Australia__Lord_Howe, sunday)
        }),
        2 => Just((Tz::Pacific__Apia, day(2011, 12, 30))),
        3 => select(&[(2017, 2, 19), (2017, 10, 15), (2018, 2, 18), (2018, 11, 4)][..])
            .prop_map(|(y, m, d)| (Tz::America__Sao_Paulo, day(y, m, d))),
    ];
    let before_change = (change, 2..10u64).prop_map(|((zone, date), days)| {
        let first = date.checked_sub_days(Days::new(days));
        (zone, first.expect("a date"), date)
    });
    let in_zone = |zone: Tz| any_day().prop_map(move |date| (zone, date, later(date, 3)));
    prop_oneof![
        4 => in_zone(Tz::Europe__Paris),
        1 => in_zone(Tz::Asia__Kathmandu),
        8 => before_change,
    ]
}

fn last_sunday(year: i32, month: u32) -> NaiveDate {
    let last = day(year, month, 31);
    let since = last.weekday().num_days_from_sunday();
    last - Days::new(u64::from(since))
}

fn first_sunday(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Sun, 1).expect("a Sunday")
}

pub fn hours() -> impl Strategy<Value = ServiceHours> {
    let weekly = (
        proptest::sample::subsequence(vec![1u8, 2, 3, 4, 5, 6, 7], 1..=7),
        interval(),
    )
        .prop_map(|(days, interval)| WeeklyInterval {
            days,
            from: interval.from,
            to: interval.to,
        });
    let week = prop_oneof![
        1 => Just(vec![]),
        2 => Just(vec![
            WeeklyInterval { days: vec![1, 2, 3, 4, 5], from: 480, to: 720 },
            WeeklyInterval { days: vec![1, 2, 3, 4, 5], from: 840, to: 1080 },
        ]),
        9 => proptest::collection::vec(weekly, 1..5),
    ];
    let exception =
        (0..30i64, proptest::collection::vec(interval(), 0..3)).prop_map(|(after, open)| {
            DatedException {
                // Counted from the epoch here, from the window's first day once that is known.
                date: NaiveDate::default() + chrono::TimeDelta::days(after),
                open,
                note: format!("{after}"),
            }
        });
    (
        week,
        proptest::bool::weighted(0.1),
        any::<bool>(),
        site(),
        any::<bool>(),
        proptest::collection::vec(exception, 0..4),
    )
        .prop_map(
            |(week, always, closed_on_holidays, holidays, whit_monday_worked, exceptions)| {
                ServiceHours {
                    zone: String::new(),
                    week,
                    always,
                    closed_on_holidays,
                    holidays,
                    whit_monday_worked,
                    exceptions,
                }
            },
        )
}

fn site() -> impl Strategy<Value = Option<PublicHolidays>> {
    let zone = select(&[HolidayZone::France, HolidayZone::AlsaceMoselle][..]);
    proptest::option::of((zone, any::<bool>()))
        .prop_map(|known| known.map(|(zone, good_friday)| PublicHolidays { zone, good_friday }))
}

/// Edges on quarter hours; some in the first hours of the day, where clocks change.
fn interval() -> impl Strategy<Value = DayInterval> {
    let quarter = || prop_oneof![5 => 0..=96u16, 2 => 0..=5u16, 2 => 7..=14u16, 1 => 92..=96u16];
    (quarter(), quarter()).prop_filter_map("empty", |(a, b)| {
        (a != b).then(|| DayInterval {
            from: a.min(b) * 15,
            to: a.max(b) * 15,
        })
    })
}

/// A start, from a midnight UTC.
#[derive(Debug, Clone, Copy)]
enum Start {
    /// A day and more after the window begins, so that it lies in it everywhere.
    Window(i64),
    /// Around the change.
    Change(i64),
}

fn start() -> impl Strategy<Value = Start> {
    let (hour_s, day_s) = (60 * 60i64, 24 * 60 * 60i64);
    prop_oneof![
        5 => (day_s..day_s * 9).prop_map(|second| Start::Window(second * SECOND_MS)),
        3 => (96..96 * 9i64).prop_map(|quarter| Start::Window(quarter * 15 * 60 * SECOND_MS)),
        1 => (0..5 * hour_s).prop_map(|second| Start::Change(second * SECOND_MS)),
        2 => (-12 * hour_s..12 * hour_s).prop_map(|second| Start::Change(second * SECOND_MS)),
    ]
}

pub fn target() -> impl Strategy<Value = Target> {
    prop_oneof![
        4 => minutes(),
        1 => (0..8u16).prop_map(Target::WorkingDaysSameHour),
        1 => (0..8u16).prop_map(Target::WorkingDaysEndOfDay),
    ]
}

pub fn minutes() -> impl Strategy<Value = Target> {
    prop_oneof![
        1 => Just(Target::OpenMinutes(0)),
        3 => (1..180u32).prop_map(Target::OpenMinutes),
        3 => (1..2_000u32).prop_map(Target::OpenMinutes),
        1 => (1..200u32).prop_map(|quarter| Target::OpenMinutes(quarter * 15)),
    ]
}

/// From the start: apart, overlapping, nested, touching, empty, in any order.
pub fn pauses() -> impl Strategy<Value = Vec<Span>> {
    let day_s = 24 * 60 * 60i64;
    let one = (
        -day_s..6 * day_s,
        prop_oneof![2 => 0..7_200i64, 2 => 0..2 * day_s, 1 => -3_600..1i64],
        0..4u8,
    );
    proptest::collection::vec(one, 0..6).prop_map(|told| {
        let mut pauses: Vec<Span> = Vec::new();
        for (begins, lasts, how) in told {
            let (from, to) = (begins * SECOND_MS, (begins + lasts) * SECOND_MS);
            let free = Span { from, to };
            let pause = match (how, pauses.last()) {
                // It begins as the one before ends, or ends as it begins.
                (0, Some(last)) => Span {
                    from: last.to,
                    to: last.to + (to - from),
                },
                (1, Some(last)) => Span {
                    from: last.from - (to - from).abs(),
                    to: last.from,
                },
                // Inside the one before.
                (2, Some(last)) if last.length_ms() > 2 * SECOND_MS => Span {
                    from: last.from + SECOND_MS,
                    to: last.to - SECOND_MS,
                },
                _ => free,
            };
            pauses.push(pause);
        }
        pauses
    })
}
