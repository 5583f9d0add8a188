//! Cases that other systems publish with their calendars. The cases are theirs, the words are ours.

use chrono_tz::Tz;

use super::tests::{around, at, week};
use super::*;
use crate::domain::contract::{DatedException, ServiceHours};

/// Each is read in UTC, as their tests are.
fn check(source: &str, hours: &ServiceHours, rows: &[(&str, Target, &str)]) {
    for (start, target, expected) in rows {
        let from = at(Tz::UTC, start);
        let found = deadline(from, *target, &[], &around(hours, Tz::UTC, from, 40));
        let expected = at(Tz::UTC, expected);
        assert_eq!(found.map(|due| due.at), Ok(expected), "{source}: {start}");
    }
}

fn hours(count: u32) -> Target {
    Target::OpenMinutes(count * 60)
}

/// GLPI, tests/functional/CalendarTest.php: `testComputeEndDateProvider`, the future dates.
#[test]
fn glpi_working_days() {
    let default = week(&[(1..=5, 8 * 60, 20 * 60)]);
    let round_the_clock = week(&[(1..=5, 0, 1440)]);
    let (same_hour, end_of_day) = (
        Target::WorkingDaysSameHour(7),
        Target::WorkingDaysEndOfDay(7),
    );
    let start = "2018-11-19 10:00";
    let rows = [
        (start, same_hour, "2018-11-28 10:00"),
        (start, end_of_day, "2018-11-28 20:00"),
    ];
    check("default", &default, &rows);
    let rows = [
        (start, same_hour, "2018-11-28 10:00"),
        (start, end_of_day, "2018-11-29 00:00"),
    ];
    check("5x24", &round_the_clock, &rows);
}

/// GLPI, the same file: `activeProvider`, in open time; 1 January 2019 is a Tuesday without its holiday.
#[test]
fn glpi_active_time() {
    let default = week(&[(1..=5, 8 * 60, 20 * 60)]);
    let from = at(Tz::UTC, "2018-12-30 00:00");
    let table = around(&default, Tz::UTC, from, 20);
    for (from, to, open_hours) in [
        ("2019-01-01 07:00", "2019-01-01 09:00", 1),
        ("2019-01-01 06:00", "2019-01-01 07:00", 0),
        ("2019-01-01 00:00", "2019-01-08 00:00", 60),
        ("2019-01-08 00:00", "2019-01-01 00:00", 0),
    ] {
        let span = Span {
            from: at(Tz::UTC, from),
            to: at(Tz::UTC, to),
        };
        assert_eq!(table.open_ms(span), open_hours * 60 * MINUTE_MS, "{from}");
    }
}

/// business_time (Ruby), test/test_business_hours.rb; a day of 24 hours is written 0:00–0:00 there.
#[test]
fn business_time_hours() {
    let nine_to_five = ServiceHours {
        exceptions: vec![DatedException {
            date: at_date("2010-07-05"),
            open: vec![],
            note: "three-day weekend".into(),
        }],
        ..week(&[(1..=5, 540, 1020)])
    };
    let rows = [
        ("2010-08-04 09:35", hours(8), "2010-08-05 09:35"),
        ("2010-04-09 16:50", hours(1), "2010-04-12 09:50"),
        ("2010-07-02 16:50", hours(1), "2010-07-06 09:50"),
        ("2010-04-12 09:50", hours(3), "2010-04-12 12:50"),
        ("2010-04-26 04:30", hours(0), "2010-04-26 09:00"),
        ("2010-04-26 18:00", hours(0), "2010-04-27 09:00"),
    ];
    check("nine to five", &nine_to_five, &rows);

    let uneven = week(&[(1..=1, 540, 1020), (5..=5, 540, 1020), (6..=6, 600, 900)]);
    let rows = [
        ("2010-12-24 15:00", hours(9), "2010-12-27 11:00"),
        ("2010-12-24 08:00", hours(15), "2010-12-27 11:00"),
        ("2010-12-24 08:00", hours(8), "2010-12-24 17:00"),
    ];
    check("fridays", &uneven, &rows);

    let whole_days = week(&[(1..=1, 0, 1440), (5..=5, 0, 1440), (6..=6, 660, 900)]);
    let rows = [
        ("2010-12-24 15:00", hours(24), "2010-12-27 11:00"),
        ("2010-12-25 08:00", hours(15), "2010-12-27 11:00"),
    ];
    check("whole days", &whole_days, &rows);
}

fn at_date(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a date")
}
