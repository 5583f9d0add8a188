//! Dates as they are stored, "2026-11-23", for `#[serde(with = "…")]`.
//!
//! chrono's own reader takes a dozen forms of dates; it would cost the browser six kilobytes.

use chrono::NaiveDate;
use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::Serializer;

/// # Errors
/// The serializer's own.
pub fn serialize<S: Serializer>(date: &NaiveDate, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

/// # Errors
/// The deserializer's own, and what is no date.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(deserializer)?;
    read(&text).ok_or_else(|| D::Error::custom("a date is written 2026-11-23"))
}

fn read(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    let day = parts.next()?.parse().ok()?;
    match parts.next() {
        Some(_) => None,
        None => NaiveDate::from_ymd_opt(year, month, day),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_year_a_month_and_a_day() {
        let (monday, leap) = (
            NaiveDate::from_ymd_opt(2026, 11, 23),
            NaiveDate::from_ymd_opt(2028, 2, 29),
        );
        for (text, expected) in [
            ("2026-11-23", monday),
            ("2028-02-29", leap),
            ("2026-02-29", None),
            ("2026-11", None),
            ("2026-11-23-01", None),
            ("23/11/2026", None),
            ("", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        assert_eq!(
            monday.map(|date| date.to_string()).as_deref(),
            Some("2026-11-23")
        );
    }
}
