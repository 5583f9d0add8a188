//! Hours that clocks jump over, with real zones.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::*;
use crate::domain::contract::{DatedException, WeeklyInterval};

const PARIS: Tz = chrono_tz::Europe::Paris;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn weekly(days: &[u8], from: u16, to: u16) -> ServiceHours {
    let interval = WeeklyInterval {
        days: days.to_vec(),
        from,
        to,
    };
    ServiceHours {
        week: vec![interval],
        ..ServiceHours::default()
    }
}

#[test]
fn edges_strictly_inside_a_gap_and_intervals_swallowed_are_found() {
    const SUNDAY: &[u8] = &[7];
    const SATURDAY: &[u8] = &[6];
    // (zone, days, from, to, the first date and minute)
    for (zone, days, from, to, expected) in [
        // 29 March 2026: 02:00 becomes 03:00.
        (PARIS, SUNDAY, 120, 180, Some(("2026-03-29", 120))),
        (PARIS, SUNDAY, 60, 150, Some(("2026-03-29", 150))),
        (PARIS, SUNDAY, 121, 600, Some(("2026-03-29", 121))),
        (PARIS, SUNDAY, 179, 600, Some(("2026-03-29", 179))),
        (PARIS, SUNDAY, 130, 140, Some(("2026-03-29", 130))),
        // Both ends of the gap are instants.
        (PARIS, SUNDAY, 60, 120, None),
        (PARIS, SUNDAY, 180, 600, None),
        (PARIS, SUNDAY, 120, 600, None),
        (PARIS, SUNDAY, 60, 180, None),
        (PARIS, SUNDAY, 0, 1440, None),
        // Clocks never change on that day there.
        (PARIS, SATURDAY, 120, 180, None),
        (PARIS, SATURDAY, 60, 150, None),
        (chrono_tz::Indian::Reunion, SUNDAY, 60, 150, None),
        // A gap of half an hour, on the other side of the world: 4 October 2026, 02:00 becomes 02:30.
        (
            chrono_tz::Australia::Lord_Howe,
            SUNDAY,
            60,
            135,
            Some(("2026-10-04", 135)),
        ),
        (chrono_tz::Australia::Lord_Howe, SUNDAY, 60, 150, None),
        // 29 March 2026: midnight becomes 01:00; midnight itself is never told.
        (chrono_tz::Asia::Beirut, SUNDAY, 0, 600, None),
        (
            chrono_tz::Asia::Beirut,
            SUNDAY,
            0,
            60,
            Some(("2026-03-29", 0)),
        ),
        (chrono_tz::Asia::Beirut, SATURDAY, 600, 1440, None),
    ] {
        let found = edge_in_a_gap(&weekly(days, from, to), &zone, day("2026-01-01"), 2);
        let expected = expected.map(|(date, minute)| (day(date), minute));
        assert_eq!(found, expected, "{zone} {days:?} {from}-{to}");
    }
}

#[test]
fn an_exception_replaces_its_day_for_gaps_too() {
    let with = |open: &[(u16, u16)], hours: ServiceHours| ServiceHours {
        exceptions: vec![DatedException {
            date: day("2026-03-29"),
            open: open
                .iter()
                .map(|(from, to)| DayInterval {
                    from: *from,
                    to: *to,
                })
                .collect(),
            note: String::new(),
        }],
        ..hours
    };
    let check = |hours: ServiceHours, expected: Option<(&str, u16)>| {
        let found = edge_in_a_gap(&hours, &PARIS, day("2026-01-01"), 2);
        assert_eq!(found, expected.map(|(date, minute)| (day(date), minute)));
    };
    // Closed that night: the next gap is a year later.
    check(with(&[], weekly(&[7], 60, 150)), Some(("2027-03-28", 150)));
    check(
        with(&[(60, 150)], weekly(&[1], 480, 720)),
        Some(("2026-03-29", 150)),
    );
    // An exception counts even where the week has no edge.
    let always = ServiceHours {
        always: true,
        ..ServiceHours::default()
    };
    check(
        with(&[(120, 180)], always.clone()),
        Some(("2026-03-29", 120)),
    );
    check(always, None);
}

#[test]
fn only_the_years_asked_for_are_searched() {
    let hours = weekly(&[7], 60, 150);
    let found = |from, years| edge_in_a_gap(&hours, &PARIS, day(from), years);
    assert_eq!(found("2026-04-01", 0), None);
    assert_eq!(found("2026-04-01", 1), Some((day("2027-03-28"), 150)));
}
