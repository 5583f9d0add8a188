//! Small texts of an import file, parsed: keys, addresses, durations, hours, targets.

use std::fmt::Display;

use app::domain::component::Key;
use app::domain::contract::{Activity, DayInterval, Target, WeeklyInterval};
use app::domain::time::{HOUR_MS, MINUTE_MS, SECOND_MS};
use axum::http::Uri;

use crate::account::fold_email;
use crate::zone::Zone;

/// A key: `[a-z0-9-]{2,60}`.
pub fn key(text: &str) -> Result<Key, String> {
    Key::new(text).map_err(|error| error.to_string())
}

/// One of the words of a closed list.
pub fn code<T: Copy + Display>(
    from_code: impl Fn(&str) -> Option<T>,
    all: &[T],
) -> impl Fn(&str) -> Result<T, String> {
    let known: Vec<String> = all.iter().map(ToString::to_string).collect();
    move |text| from_code(text).ok_or_else(|| format!("“{text}” is none of {}", known.join(", ")))
}

/// An e-mail address, lower-cased.
pub fn email(text: &str) -> Result<String, String> {
    let refusal = || format!("“{text}” is no e-mail address");
    let (local, domain) = text.rsplit_once('@').ok_or_else(refusal)?;
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|letter| letter.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(letter))
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.contains("..")
    };
    let dotted = domain.contains('.')
        && domain
            .chars()
            .all(|letter| letter.is_alphanumeric() || ".-".contains(letter));
    if plain(local) && plain(domain) && dotted && text.len() <= 254 {
        Ok(fold_email(text))
    } else {
        Err(refusal())
    }
}

/// A telephone number as people write it.
pub fn phone(text: &str) -> Result<String, String> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let written = text
        .chars()
        .all(|letter| letter.is_ascii_digit() || " +().-/\u{a0}\u{202f}".contains(letter));
    if written && (2..=16).contains(&digits) {
        Ok(text.to_owned())
    } else {
        Err(format!("“{text}” is no telephone number"))
    }
}

/// The name of an IANA time zone.
pub fn time_zone(text: &str) -> Result<String, String> {
    match Zone::is_known(text) {
        true => Ok(text.to_owned()),
        false => Err(format!("“{text}” is no time zone; one is Europe/Paris")),
    }
}

/// The prefix of a client's references.
pub fn client_code(text: &str) -> Result<String, String> {
    let fits = (2..=6).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if fits {
        Ok(text.to_owned())
    } else {
        Err(format!("“{text}” must be 2 to 6 of A-Z and 0-9"))
    }
}

/// `500ms`, `30s`, `5m`, `4h`, `1h30m`, in milliseconds.
pub fn duration_ms(text: &str) -> Result<i64, String> {
    let refusal = || format!("“{text}” is no duration; write 30s, 5m, 4h or 1h30m");
    let mut rest = text;
    let mut total = 0_i64;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let count: i64 = rest[..digits].parse().map_err(|_| refusal())?;
        let unit_length = rest[digits..]
            .bytes()
            .take_while(u8::is_ascii_alphabetic)
            .count();
        let unit_ms = match &rest[digits..digits + unit_length] {
            "ms" => 1,
            "s" => SECOND_MS,
            "m" | "min" => MINUTE_MS,
            "h" => HOUR_MS,
            _ => return Err(refusal()),
        };
        let part = count.checked_mul(unit_ms).ok_or_else(refusal)?;
        total = total.checked_add(part).ok_or_else(refusal)?;
        rest = &rest[digits + unit_length..];
    }
    if text.is_empty() {
        return Err(refusal());
    }
    Ok(total)
}

/// A duration within bounds.
pub fn duration_between(least_ms: i64, most_ms: i64) -> impl Fn(&str) -> Result<i64, String> {
    move |text| {
        let duration = duration_ms(text)?;
        if (least_ms..=most_ms).contains(&duration) {
            return Ok(duration);
        }
        let seconds = |ms: i64| format!("{} s", ms / SECOND_MS);
        Err(format!(
            "“{text}” must be between {} and {}",
            seconds(least_ms),
            seconds(most_ms)
        ))
    }
}

/// A duration of whole minutes within bounds.
pub fn minutes_between(least_ms: i64, most_ms: i64) -> impl Fn(&str) -> Result<i64, String> {
    move |text| {
        let duration = duration_between(least_ms, most_ms)(text)?;
        match duration % MINUTE_MS {
            0 => Ok(duration),
            _ => Err(format!("“{text}” must be whole minutes")),
        }
    }
}

/// A sum excluding tax, in cents: `120 €`, `1 250,50 €`, `500 € HT`.
pub fn amount_cents(text: &str) -> Result<u32, String> {
    let refusal = || format!("“{text}” is no amount; write 120 € or 1 250,50 €");
    let plain: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let plain = plain.strip_suffix("HT").unwrap_or(&plain);
    let number = plain.strip_suffix('€').ok_or_else(refusal)?;
    // A file is written once and read by many: no half-written cents, and no sign.
    let is_whole = number
        .split_once([',', '.'])
        .is_none_or(|(_, cents)| cents.len() == 2);
    let total = app::domain::money::cents(number).filter(|sum| is_whole && *sum > 0);
    total.ok_or_else(refusal)
}

/// What a request is about: `advice`, `fault`, `prevention`, `catalogue:arrivee`.
pub fn activity(text: &str) -> Result<Activity, String> {
    Activity::from_code(text)
        .ok_or_else(|| format!("“{text}” is none of advice, fault, prevention, catalogue:<key>"))
}

/// A promised delay: `30m`, `4h` of open time; `J+1` working days; `J+1 end of day`.
pub fn target(text: &str) -> Result<Target, String> {
    let days_of = |days: &str| {
        let days: Result<u16, _> = days.parse();
        days.map_err(|_| format!("“{text}” is no target; write 30m, 4h, J+1 or J+1 end of day"))
    };
    if let Some(days) = text.strip_prefix("J+").or_else(|| text.strip_prefix("D+")) {
        return match days.strip_suffix("end of day") {
            Some(days) => Ok(Target::WorkingDaysEndOfDay(days_of(days.trim())?)),
            None => Ok(Target::WorkingDaysSameHour(days_of(days)?)),
        };
    }
    let open_ms = duration_ms(text)
        .map_err(|_| format!("“{text}” is no target; write 30m, 4h, J+1 or J+1 end of day"))?;
    match u32::try_from(open_ms / MINUTE_MS) {
        Ok(minutes) if open_ms % MINUTE_MS == 0 => Ok(Target::OpenMinutes(minutes)),
        _ => Err(format!("“{text}” must be whole minutes")),
    }
}

/// `mon-fri 08:00-12:00 14:00-18:00`, `sat 09:00-12:00`, `mon,wed 07:00-19:00`.
pub fn week(text: &str) -> Result<Vec<WeeklyInterval>, String> {
    let mut parts = text.split_whitespace();
    let days = weekdays(parts.next().unwrap_or(""))?;
    let mut intervals = Vec::new();
    for part in parts {
        let DayInterval { from, to } = interval(part)?;
        intervals.push(WeeklyInterval {
            days: days.clone(),
            from,
            to,
        });
    }
    if intervals.is_empty() {
        return Err(format!("“{text}” opens at no hour"));
    }
    Ok(intervals)
}

/// `08:00-12:00`.
pub fn interval(text: &str) -> Result<DayInterval, String> {
    let (from, to) = text
        .split_once('-')
        .ok_or_else(|| format!("“{text}” is no interval; write 08:00-12:00"))?;
    let (from, to) = (minutes(from)?, minutes(to)?);
    match from < to {
        true => Ok(DayInterval { from, to }),
        false => Err(format!("“{text}” ends before it starts")),
    }
}

fn weekdays(text: &str) -> Result<Vec<u8>, String> {
    let mut days = Vec::new();
    for part in text.split(',') {
        match part.split_once('-') {
            Some((first, last)) => {
                let (first, last) = (weekday(first)?, weekday(last)?);
                if first > last {
                    return Err(format!("“{part}” runs backwards; the week starts on mon"));
                }
                days.extend(first..=last);
            }
            None => days.push(weekday(part)?),
        }
    }
    days.sort_unstable();
    days.dedup();
    Ok(days)
}

fn weekday(text: &str) -> Result<u8, String> {
    const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    (1..)
        .zip(NAMES)
        .find(|(_, name)| *name == text)
        .map(|(day, _)| day)
        .ok_or_else(|| format!("“{text}” is none of {}", NAMES.join(", ")))
}

/// `08:30` in minutes from midnight; `24:00` is the end of the day.
fn minutes(text: &str) -> Result<u16, String> {
    let refusal = || format!("“{text}” is no time of day between 00:00 and 24:00");
    let (hours, minutes) = text.split_once(':').ok_or_else(refusal)?;
    let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !two_digits(hours) || !two_digits(minutes) {
        return Err(refusal());
    }
    let hours: u16 = hours.parse().map_err(|_| refusal())?;
    let minutes: u16 = minutes.parse().map_err(|_| refusal())?;
    let total = hours * 60 + minutes;
    if minutes < 60 && total <= 1440 {
        Ok(total)
    } else {
        Err(refusal())
    }
}

/// What an HTTP check asks for.
pub fn http_target(text: &str) -> Result<String, String> {
    let refusal = || format!("“{text}” is no http(s) address");
    let uri: Uri = text.parse().map_err(|_| refusal())?;
    let web = matches!(uri.scheme_str(), Some("http" | "https"));
    let named = uri.host().is_some_and(|host| !host.is_empty());
    let anonymous = uri
        .authority()
        .is_some_and(|part| !part.as_str().contains('@'));
    if web && named && anonymous {
        Ok(text.to_owned())
    } else {
        Err(refusal())
    }
}

/// What a TCP check connects to.
pub fn tcp_target(text: &str) -> Result<String, String> {
    let refusal = || format!("“{text}” must be host:port");
    let (host, port) = text.rsplit_once(':').ok_or_else(refusal)?;
    let port: u16 = port.parse().map_err(|_| refusal())?;
    let bracketed = host.starts_with('[') && host.ends_with(']');
    let plain = host
        .chars()
        .all(|letter| letter.is_ascii_alphanumeric() || ".-".contains(letter));
    if port > 0 && !host.is_empty() && (plain || bracketed) {
        Ok(text.to_owned())
    } else {
        Err(refusal())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_open_minutes_or_working_days() {
        for (text, expected) in [
            ("30m", Some(Target::OpenMinutes(30))),
            ("1h30m", Some(Target::OpenMinutes(90))),
            ("J+1", Some(Target::WorkingDaysSameHour(1))),
            ("J+2 end of day", Some(Target::WorkingDaysEndOfDay(2))),
            ("30s", None),
            ("soon", None),
            ("J+x", None),
            ("", None),
        ] {
            assert_eq!(target(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn a_week_is_read_as_people_write_it() {
        let two = week("mon-fri 08:00-12:00 14:00-18:00");
        let intervals = two.unwrap_or_default();
        assert_eq!(intervals.len(), 2);
        assert_eq!(intervals[0].days, [1, 2, 3, 4, 5]);
        assert_eq!((intervals[1].from, intervals[1].to), (840, 1080));
        for refused in [
            "mon-fri",
            "fri-mon 08:00-12:00",
            "lun 08:00-12:00",
            "mon 12:00-08:00",
            "mon 08:00-24:01",
            "mon 8:00-9:00",
            "mon 08:00",
            "",
        ] {
            assert!(week(refused).is_err(), "{refused}");
        }
        assert!(week("sun 00:00-24:00").is_ok());
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for (text, expected) in [
            ("120 €", Some(12_000)),
            ("120,50 €", Some(12_050)),
            ("120.50€", Some(12_050)),
            ("1 250 € HT", Some(125_000)),
            ("1\u{202f}250,05\u{a0}€", Some(125_005)),
            ("0,01 €", Some(1)),
            ("120", None),
            ("120 $", None),
            ("120,5 €", None),
            ("1,250.00 €", None),
            ("-5 €", None),
            ("0 €", None),
            ("€", None),
            (",50 €", None),
            ("42949673 €", None),
        ] {
            assert_eq!(amount_cents(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn addresses_are_checked() {
        for (text, fits) in [
            ("referent@atelier-morel.example", true),
            ("A.B+c@x.example", true),
            ("no-at.example", false),
            ("a@b", false),
            ("a b@c.example", false),
            ("a@c..example", false),
            ("a@c.example\r\nBcc: x", false),
        ] {
            assert_eq!(email(text).is_ok(), fits, "{text}");
        }
        assert!(http_target("https://user:pass@host/").is_err());
        assert!(http_target("ftp://host/").is_err());
        assert!(tcp_target("pbx.example:5060").is_ok());
        assert!(tcp_target("pbx.example").is_err());
    }
}
