//! Working days: Monday to Friday, without the public holidays of France.

use chrono::{Datelike, NaiveDate, Weekday};

use super::contract::{HolidayZone, PublicHolidays};
use super::holidays::holiday_on;

/// How many working days an approval or a quote waits before it counts as forgotten.
pub const ANSWER_DAYS: u32 = 3;

/// Whether people work on that day.
pub fn is_worked(date: NaiveDate) -> bool {
    let holidays = PublicHolidays {
        zone: HolidayZone::France,
        good_friday: false,
    };
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
        && holiday_on(date, holidays, false).is_none()
}

/// The day from which on so many whole working days have passed before `today` begins; none at the end of time.
pub fn before(today: NaiveDate, days: u32) -> Option<NaiveDate> {
    let mut date = today;
    let mut left = days;
    while left > 0 {
        date = date.pred_opt()?;
        left -= u32::from(is_worked(date));
    }
    Some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_and_holidays_do_not_count() {
        for (today, days, expected) in [
            ("2026-11-27", 3, "2026-11-24"),
            ("2026-11-24", 3, "2026-11-19"),
            ("2026-11-23", 1, "2026-11-20"),
            // 11 November is a holiday.
            ("2026-11-13", 2, "2026-11-10"),
            ("2026-11-22", 0, "2026-11-22"),
        ] {
            let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
            assert_eq!(before(day(today), days), Some(day(expected)), "{today}");
        }
    }
}
