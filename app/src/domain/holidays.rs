//! Public holidays in France, by the Gregorian calendar.

use chrono::{Datelike, Days, NaiveDate};

use super::coded::coded_enum;
use super::contract::{HolidayZone, PublicHolidays};

coded_enum! {
    pub enum Holiday {
        NewYear = "new_year",
        GoodFriday = "good_friday",
        EasterMonday = "easter_monday",
        LabourDay = "labour_day",
        VictoryDay = "victory_day",
        Ascension = "ascension",
        WhitMonday = "whit_monday",
        NationalDay = "national_day",
        Assumption = "assumption",
        AllSaints = "all_saints",
        Armistice = "armistice",
        Christmas = "christmas",
        SaintStephen = "saint_stephen",
    }
}

/// The public holiday of that day, if it is one. Of two on one day, the fixed one names it.
///
/// Source: article L3133-1 of the labour code, L3134-13 for Alsace-Moselle.
pub fn holiday_on(
    date: NaiveDate,
    holidays: PublicHolidays,
    whit_monday_worked: bool,
) -> Option<Holiday> {
    let alsace_moselle = holidays.zone == HolidayZone::AlsaceMoselle;
    let fixed = match (date.month(), date.day()) {
        (1, 1) => Some(Holiday::NewYear),
        (5, 1) => Some(Holiday::LabourDay),
        (5, 8) => Some(Holiday::VictoryDay),
        (7, 14) => Some(Holiday::NationalDay),
        (8, 15) => Some(Holiday::Assumption),
        (11, 1) => Some(Holiday::AllSaints),
        (11, 11) => Some(Holiday::Armistice),
        (12, 25) => Some(Holiday::Christmas),
        (12, 26) if alsace_moselle => Some(Holiday::SaintStephen),
        _ => None,
    };
    fixed.or_else(|| {
        // Easter falls from 22 March to 25 April, what moves with it from 20 March to 14 June.
        if !(3..=6).contains(&date.month()) {
            return None;
        }
        let after = (date - easter_sunday(date.year())?).num_days();
        match after {
            -2 if alsace_moselle && holidays.good_friday => Some(Holiday::GoodFriday),
            1 => Some(Holiday::EasterMonday),
            39 => Some(Holiday::Ascension),
            50 if !whit_monday_worked => Some(Holiday::WhitMonday),
            _ => None,
        }
    })
}

/// Easter Sunday of a Gregorian year; none for a year that cannot be represented.
///
/// Source: the anonymous algorithm of 1876 (Meeus, *Astronomical Algorithms*, chapter 8).
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let a = year.rem_euclid(19);
    let century = year.div_euclid(100);
    let in_century = year.rem_euclid(100);
    let g = (8 * century + 13).div_euclid(25);
    let epact = (19 * a + century - century.div_euclid(4) - g + 15).rem_euclid(30);
    let weekday = (32 + 2 * century.rem_euclid(4) + 2 * in_century.div_euclid(4)
        - epact
        - in_century.rem_euclid(4))
    .rem_euclid(7);
    let correction = (a + 11 * epact + 22 * weekday).div_euclid(451);
    let after_22_march = u64::try_from(epact + weekday - 7 * correction).ok()?;
    NaiveDate::from_ymd_opt(year, 3, 22)?.checked_add_days(Days::new(after_22_march))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRANCE: PublicHolidays = PublicHolidays {
        zone: HolidayZone::France,
        good_friday: false,
    };
    const MULHOUSE: PublicHolidays = PublicHolidays {
        zone: HolidayZone::AlsaceMoselle,
        good_friday: true,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn of_year(year: i32, holidays: PublicHolidays, whit_monday_worked: bool) -> usize {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).expect("a year");
        first
            .iter_days()
            .take_while(|date| date.year() == year)
            .filter(|date| holiday_on(*date, holidays, whit_monday_worked).is_some())
            .count()
    }

    #[test]
    fn easter_falls_where_the_tables_say() {
        for text in [
            "1818-03-22",
            "1943-04-25",
            "1954-04-18",
            "1981-04-19",
            "2000-04-23",
            "2008-03-23",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2038-04-25",
            "2049-04-18",
        ] {
            assert_eq!(easter_sunday(day(text).year()), Some(day(text)), "{text}");
        }
    }

    #[test]
    fn a_year_has_eleven_holidays_and_alsace_moselle_two_more() {
        assert_eq!(of_year(2026, FRANCE, false), 11);
        assert_eq!(of_year(2026, FRANCE, true), 10);
        assert_eq!(of_year(2026, MULHOUSE, false), 13);
        let without_church = PublicHolidays {
            good_friday: false,
            ..MULHOUSE
        };
        assert_eq!(of_year(2026, without_church, false), 12);
    }

    #[test]
    fn two_holidays_on_one_day_count_once() {
        for year in [1997, 2059] {
            assert_eq!(of_year(year, FRANCE, false), 10, "{year}");
        }
    }

    #[test]
    fn each_is_named() {
        for (text, holiday) in [
            ("2026-05-14", Holiday::Ascension),
            ("2026-05-25", Holiday::WhitMonday),
            ("2026-04-06", Holiday::EasterMonday),
            ("2026-04-03", Holiday::GoodFriday),
            ("2026-12-26", Holiday::SaintStephen),
        ] {
            assert_eq!(holiday_on(day(text), MULHOUSE, false), Some(holiday));
        }
        assert_eq!(holiday_on(day("2026-04-03"), FRANCE, false), None);
        assert_eq!(holiday_on(day("2026-12-26"), FRANCE, false), None);
        // The solidarity day is worked, unless it is a holiday by another name.
        assert_eq!(holiday_on(day("2026-05-25"), FRANCE, true), None);
    }
}
