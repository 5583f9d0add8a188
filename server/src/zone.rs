//! Time zones: instants with the offset of a place, and the days of a place as spans of UTC.

use app::domain::calendar;
use app::domain::time::{DAY_MS, EpochMs, LocalInstant, Span};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;

/// A place's zone. A name that the zone data does not know counts as UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

impl Zone {
    /// By its IANA name.
    pub fn named(name: &str) -> Zone {
        Zone(name.parse().unwrap_or(Tz::UTC))
    }

    /// Its zone data.
    pub const fn tz(self) -> Tz {
        self.0
    }

    /// Whether that is the IANA name of a zone.
    pub fn is_known(name: &str) -> bool {
        name.parse::<Tz>().is_ok()
    }

    /// The instant, with the offset that clocks there show.
    pub fn instant(self, at: EpochMs) -> LocalInstant {
        let offset_s = self
            .local(at)
            .map_or(0, |local| local.offset().fix().local_minus_utc());
        LocalInstant { at, offset_s }
    }

    /// The last `count` days there, oldest first; the last one ends at `now`.
    pub fn last_days(self, now: EpochMs, count: u32) -> Vec<Span> {
        let Some(today) = self.local(now).map(|local| local.date_naive()) else {
            return Vec::new();
        };
        let mut days: Vec<Span> = (0..u64::from(count))
            .rev()
            .filter_map(|back| {
                let date = today.checked_sub_days(Days::new(back))?;
                let next = date.succ_opt()?;
                Some(Span {
                    from: self.start_of(date)?,
                    to: self.start_of(next)?,
                })
            })
            .collect();
        if let Some(today) = days.last_mut() {
            today.to = now;
        }
        days
    }

    /// The date that calendars show there.
    pub fn date(self, at: EpochMs) -> Option<NaiveDate> {
        self.local(at).map(|local| local.date_naive())
    }

    /// When that day begins there.
    pub fn start_of(self, date: NaiveDate) -> Option<EpochMs> {
        self.utc(date.and_hms_opt(0, 0, 0)?)
    }

    /// A local time as an instant: a missing one moves forward by the gap, a repeated one is the first.
    pub fn utc(self, local: NaiveDateTime) -> Option<EpochMs> {
        calendar::instant_of(&self.0, local)
    }

    /// What a field of date and time was sent with, "2026-03-10T20:00", as an instant there.
    pub fn typed(self, local: &str) -> Option<EpochMs> {
        self.utc(Self::parse(local)?)
    }

    /// Whether clocks there jump over that local time, as [`Zone::typed`] reads it: neither end of the gap is in it.
    pub fn is_jumped_over(self, local: &str) -> bool {
        let Some(local) = Self::parse(local) else {
            return false;
        };
        let before = local - TimeDelta::seconds(1);
        calendar::is_missing(&self.0, local) && calendar::is_missing(&self.0, before)
    }

    /// The same local time, so many days before.
    pub fn days_before(self, at: EpochMs, days: i64) -> EpochMs {
        let local = self.local(at).map(|local| local.naive_local());
        let before = local.and_then(|local| {
            let days = Days::new(u64::try_from(days).ok()?);
            self.utc(local.checked_sub_days(days)?)
        });
        before.unwrap_or(at - days * DAY_MS)
    }

    fn parse(local: &str) -> Option<NaiveDateTime> {
        let local = local.trim();
        NaiveDateTime::parse_from_str(local, "%Y-%m-%dT%H:%M")
            .or_else(|_| NaiveDateTime::parse_from_str(local, "%Y-%m-%dT%H:%M:%S"))
            .ok()
    }

    fn local(self, at: EpochMs) -> Option<DateTime<Tz>> {
        self.0.timestamp_millis_opt(at).single()
    }
}

#[cfg(test)]
mod tests {
    use app::domain::time::HOUR_MS;

    use super::*;

    fn at(text: &str) -> EpochMs {
        DateTime::parse_from_rfc3339(text).map_or(0, |instant| instant.timestamp_millis())
    }

    #[test]
    fn days_have_23_24_or_25_hours() {
        let paris = Zone::named("Europe/Paris");
        for (now, expected_hours) in [
            ("2026-03-30T12:00:00+02:00", [24, 23, 12]),
            ("2026-10-26T12:00:00+01:00", [24, 25, 12]),
            ("2026-06-10T06:00:00+02:00", [24, 24, 6]),
        ] {
            let days = paris.last_days(at(now), 3);
            let hours: Vec<i64> = days.iter().map(|day| day.length_ms() / HOUR_MS).collect();
            assert_eq!(hours, expected_hours, "{now}");
            assert!(days.windows(2).all(|pair| pair[0].to == pair[1].from));
        }
    }

    #[test]
    fn local_times_that_are_missing_or_repeated() {
        let paris = Zone::named("Europe/Paris");
        let local = |text: &str| NaiveDateTime::parse_from_str(text, "%F %T").ok();
        for (text, expected) in [
            ("2026-03-29 02:30:00", "2026-03-29T03:30:00+02:00"),
            ("2026-10-25 02:30:00", "2026-10-25T02:30:00+02:00"),
            ("2026-07-01 08:00:00", "2026-07-01T08:00:00+02:00"),
        ] {
            assert_eq!(
                local(text).and_then(|local| paris.utc(local)),
                Some(at(expected)),
                "{text}"
            );
        }
    }

    #[test]
    fn a_gap_has_two_ends_that_are_times() {
        let paris = Zone::named("Europe/Paris");
        for (text, expected) in [
            ("2026-03-29T01:59", false),
            ("2026-03-29T02:00", false),
            ("2026-03-29T02:01", true),
            ("2026-03-29T02:59", true),
            ("2026-03-29T03:00", false),
            ("2026-10-25T02:30", false),
            ("2026-03-30T02:30", false),
            ("demain", false),
        ] {
            assert_eq!(paris.is_jumped_over(text), expected, "{text}");
        }
        assert!(!Zone::named("UTC").is_jumped_over("2026-03-29T02:30"));
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let paris = Zone::named("Europe/Paris");
        for (text, days, expected) in [
            ("2026-03-31T08:00:00+02:00", 5, "2026-03-26T08:00:00+01:00"),
            ("2026-10-27T08:00:00+01:00", 5, "2026-10-22T08:00:00+02:00"),
            ("2026-07-10T08:00:00+02:00", 5, "2026-07-05T08:00:00+02:00"),
            ("2026-07-10T08:00:00+02:00", 0, "2026-07-10T08:00:00+02:00"),
        ] {
            assert_eq!(paris.days_before(at(text), days), at(expected), "{text}");
        }
    }

    #[test]
    fn instants_carry_the_offset_of_the_place() {
        let paris = Zone::named("Europe/Paris");
        assert_eq!(paris.instant(at("2026-07-01T12:00:00Z")).offset_s, 7_200);
        assert_eq!(paris.instant(at("2026-12-01T12:00:00Z")).offset_s, 3_600);
        assert_eq!(Zone::named("No/Where").instant(0).offset_s, 0);
    }
}
