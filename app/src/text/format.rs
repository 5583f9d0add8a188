//! Instants, durations and numbers as people read them, from epoch milliseconds and an offset that the caller knows.
//!
//! A duration never looks like a clock time: "8 h 40 min" lasts, "8 h 40" and "08:40" are read on a
//! clock. Spaces inside numbers and before units do not break.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike};

use super::Lang;
use crate::domain::time::{DAY_MS, EpochMs, HOUR_MS, LocalInstant, MINUTE_MS, SECOND_MS};

/// No-break space: between a number and its unit, before a French colon.
pub const NBSP: char = '\u{a0}';
/// Narrow no-break space: between groups of digits, before French ; ! ?.
pub const NARROW: char = '\u{202f}';

const DAYS_FR: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];
const DAYS_EN: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];
const SHORT_DAYS_FR: [&str; 7] = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."];
const SHORT_DAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SHORT_MONTHS_FR: [&str; 12] = [
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.",
    "déc.",
];
const SHORT_MONTHS_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// For `datetime=`: "2026-11-23T13:02:00Z".
pub fn iso(at: EpochMs) -> String {
    let t = civil(at, 0);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        t.year(),
        t.month(),
        t.day(),
        t.hour(),
        t.minute(),
        t.second()
    )
}

/// Day and time, nothing left out: "lundi 23 novembre 2026 à 14 h 02".
pub fn full(lang: Lang, t: LocalInstant) -> String {
    let day = date(lang, t);
    let time = clock(lang, t);
    match lang {
        Lang::Fr => format!("{day} à {time}"),
        Lang::En => format!("{day} at {time}"),
    }
}

/// As [`full`], with the seconds and the offset: what a hover over a time shows.
pub fn exact(lang: Lang, t: LocalInstant) -> String {
    let c = civil(t.at, t.offset_s);
    let sign = if t.offset_s < 0 { '−' } else { '+' };
    let (hours, minutes) = (t.offset_s.abs() / 3600, t.offset_s.abs() / 60 % 60);
    let day = date(lang, t);
    let seconds = c.second();
    match lang {
        Lang::Fr => {
            format!(
                "{day}, {}{NBSP}h{NBSP}{:02}{NBSP}min{NBSP}{seconds:02}{NBSP}s (UTC{sign}{hours}{})",
                c.hour(),
                c.minute(),
                offset_minutes(minutes)
            )
        }
        Lang::En => format!(
            "{day}, {:02}:{:02}:{seconds:02} (UTC{sign}{hours}{})",
            c.hour(),
            c.minute(),
            offset_minutes(minutes)
        ),
    }
}

fn offset_minutes(minutes: i32) -> String {
    if minutes == 0 {
        String::new()
    } else {
        format!(":{minutes:02}")
    }
}

/// The day in full: "lundi 23 novembre 2026", "Monday 23 November 2026".
pub fn date(lang: Lang, t: LocalInstant) -> String {
    let c = civil(t.at, t.offset_s);
    let (weekday, month) = (
        c.weekday().num_days_from_monday() as usize,
        c.month0() as usize,
    );
    match lang {
        Lang::Fr => format!(
            "{} {} {} {}",
            DAYS_FR[weekday],
            french_day(c.day()),
            MONTHS_FR[month],
            c.year()
        ),
        Lang::En => format!(
            "{} {} {} {}",
            DAYS_EN[weekday],
            c.day(),
            MONTHS_EN[month],
            c.year()
        ),
    }
}

/// The day without its weekday: "1er janvier 2026", "1 January 2026".
pub fn date_only(lang: Lang, t: LocalInstant) -> String {
    plain_date(lang, civil(t.at, t.offset_s).date())
}

/// As [`date_only`], of a date that is no instant.
pub fn plain_date(lang: Lang, date: NaiveDate) -> String {
    let month = date.month0() as usize;
    match lang {
        Lang::Fr => format!(
            "{} {} {}",
            french_day(date.day()),
            MONTHS_FR[month],
            date.year()
        ),
        Lang::En => format!("{} {} {}", date.day(), MONTHS_EN[month], date.year()),
    }
}

/// The day for a column: "lun. 23 nov. 2026".
pub fn short_date(lang: Lang, t: LocalInstant) -> String {
    format!(
        "{}{NBSP}{}",
        day_of_year(lang, t),
        civil(t.at, t.offset_s).year()
    )
}

/// The day without its year: "lun. 23 nov.".
pub fn day_of_year(lang: Lang, t: LocalInstant) -> String {
    let c = civil(t.at, t.offset_s);
    let (weekday, month) = (
        c.weekday().num_days_from_monday() as usize,
        c.month0() as usize,
    );
    match lang {
        Lang::Fr => format!(
            "{}{NBSP}{}{NBSP}{}",
            SHORT_DAYS_FR[weekday],
            french_day(c.day()),
            SHORT_MONTHS_FR[month]
        ),
        Lang::En => format!(
            "{}{NBSP}{}{NBSP}{}",
            SHORT_DAYS_EN[weekday],
            c.day(),
            SHORT_MONTHS_EN[month]
        ),
    }
}

/// "novembre 2026".
pub fn month(lang: Lang, t: LocalInstant) -> String {
    let c = civil(t.at, t.offset_s);
    let names = match lang {
        Lang::Fr => MONTHS_FR,
        Lang::En => MONTHS_EN,
    };
    format!("{} {}", names[c.month0() as usize], c.year())
}

/// Read on a clock: "14 h 02" (a round hour is "18 h"), "14:02".
pub fn clock(lang: Lang, t: LocalInstant) -> String {
    let c = civil(t.at, t.offset_s);
    match (lang, c.minute()) {
        (Lang::Fr, 0) => format!("{}{NBSP}h", c.hour()),
        (Lang::Fr, minute) => format!("{}{NBSP}h{NBSP}{minute:02}", c.hour()),
        (Lang::En, minute) => format!("{:02}:{minute:02}", c.hour()),
    }
}

/// As short as `now` allows: "14 h 02" today, "hier à 14 h 02", "lun. 16 nov. à 14 h 02", with the year when it is another.
pub fn moment(lang: Lang, t: LocalInstant, now: LocalInstant) -> String {
    let time = clock(lang, t);
    let (day, today) = (
        civil(t.at, t.offset_s).date(),
        civil(now.at, now.offset_s).date(),
    );
    let named_day = match (today - day).num_days() {
        0 => return time,
        1 if lang == Lang::Fr => "hier".to_owned(),
        1 => "yesterday".to_owned(),
        -1 if lang == Lang::Fr => "demain".to_owned(),
        -1 => "tomorrow".to_owned(),
        _ if day.year() == today.year() => day_of_year(lang, t),
        _ => short_date(lang, t),
    };
    match lang {
        Lang::Fr => format!("{named_day} à {time}"),
        Lang::En => format!("{named_day} at {time}"),
    }
}

/// A length of time in its two greatest units: "2 j 20 h", "8 h 40 min", "12 s".
pub fn duration(lang: Lang, length_ms: i64) -> String {
    let length = length_ms.max(0);
    let day = match lang {
        Lang::Fr => "j",
        Lang::En => "d",
    };
    let (days, hours, minutes, seconds) = (
        length / DAY_MS,
        length % DAY_MS / HOUR_MS,
        length % HOUR_MS / MINUTE_MS,
        length % MINUTE_MS / SECOND_MS,
    );
    match (days, hours, minutes, seconds) {
        (0, 0, 0, 0) => format!("<{NBSP}1{NBSP}s"),
        (0, 0, 0, s) => format!("{s}{NBSP}s"),
        (0, 0, m, 0) => format!("{m}{NBSP}min"),
        (0, 0, m, s) if m < 5 => format!("{m}{NBSP}min{NBSP}{s}{NBSP}s"),
        (0, 0, m, _) => format!("{m}{NBSP}min"),
        (0, h, 0, _) => format!("{h}{NBSP}h"),
        (0, h, m, _) => format!("{h}{NBSP}h{NBSP}{m}{NBSP}min"),
        (d, 0, _, _) => format!("{}{NBSP}{day}", integer(lang, d)),
        (d, h, _, _) => format!("{}{NBSP}{day}{NBSP}{h}{NBSP}h", integer(lang, d)),
    }
}

/// For `<time datetime>` of a length: "PT8H40M", "PT12S".
pub fn iso_duration(length_ms: i64) -> String {
    format!("PT{}S", length_ms.max(0) / SECOND_MS)
}

/// How long ago: "il y a 12 s", "12 s ago".
pub fn ago(lang: Lang, length_ms: i64) -> String {
    let length = duration(lang, length_ms);
    match lang {
        Lang::Fr => format!("il y a {length}"),
        Lang::En => format!("{length} ago"),
    }
}

/// A whole number with its groups: "12 480", "12,480".
pub fn integer(lang: Lang, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 3 + 1);
    if number < 0 {
        text.push('−');
    }
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(match lang {
                Lang::Fr => NARROW,
                Lang::En => ',',
            });
        }
        text.push(digit);
    }
    text
}

/// A share given in thousandths of a percent, floored by the caller: "99,412 %", "100 %".
pub fn percent(lang: Lang, thousandths: u32) -> String {
    let (whole, rest) = (thousandths / 1000, thousandths % 1000);
    match (lang, rest) {
        (Lang::Fr, 0) => format!("{whole}{NARROW}%"),
        (Lang::Fr, _) => format!("{whole},{rest:03}{NARROW}%"),
        (Lang::En, 0) => format!("{whole}%"),
        (Lang::En, _) => format!("{whole}.{rest:03}%"),
    }
}

/// A response time: "412 ms", "1,8 s".
pub fn latency(lang: Lang, milliseconds: i64) -> String {
    if milliseconds < 1_000 {
        return format!("{milliseconds}{NBSP}ms");
    }
    let tenths = milliseconds / 100;
    let mark = match lang {
        Lang::Fr => ',',
        Lang::En => '.',
    };
    format!("{}{mark}{}{NBSP}s", tenths / 10, tenths % 10)
}

/// `one` for a single one (and for none, in French), `many` otherwise.
pub fn plural(lang: Lang, count: i64, one: &'static str, many: &'static str) -> &'static str {
    let single = match lang {
        Lang::Fr => count.abs() < 2,
        Lang::En => count == 1,
    };
    if single { one } else { many }
}

/// The French first of the month is ordinal: "1er".
fn french_day(day: u32) -> String {
    if day == 1 {
        "1er".to_owned()
    } else {
        day.to_string()
    }
}

/// The local date and time; the epoch itself when the instant is out of the calendar's range.
fn civil(at: EpochMs, offset_s: i32) -> NaiveDateTime {
    DateTime::from_timestamp_millis(at.saturating_add(i64::from(offset_s) * SECOND_MS))
        .unwrap_or_default()
        .naive_utc()
}

/// A sum as it is typed in a field: "480", "99,50".
pub fn typed_amount(lang: Lang, cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let (whole, rest) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    let point = if lang == Lang::Fr { ',' } else { '.' };
    match rest {
        0 => format!("{sign}{whole}"),
        rest => format!("{sign}{whole}{point}{rest:02}"),
    }
}

/// A size as people say it: "340 ko", "2,1 Mo"; thousands, not 1,024.
pub fn bytes(lang: Lang, bytes: i64) -> String {
    let (unit_k, unit_m, point) = match lang {
        Lang::Fr => ("ko", "Mo", ','),
        Lang::En => ("kB", "MB", '.'),
    };
    let kilobytes = (bytes.max(0) + 999) / 1_000;
    if kilobytes < 1_000 {
        return format!("{kilobytes}\u{a0}{unit_k}");
    }
    let tenths = (kilobytes + 50) / 100;
    format!("{}{point}{}\u{a0}{unit_m}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-23 14:02:05 in Paris.
    const AFTERNOON: LocalInstant = LocalInstant {
        at: 1_795_438_925_000,
        offset_s: 3600,
    };

    fn plain(text: &str) -> String {
        text.replace([NBSP, NARROW], " ")
    }

    fn later(length_ms: i64) -> LocalInstant {
        LocalInstant {
            at: AFTERNOON.at + length_ms,
            offset_s: 3600,
        }
    }

    #[test]
    fn instants_read_as_people_say_them() {
        assert_eq!(
            plain(&full(Lang::Fr, AFTERNOON)),
            "lundi 23 novembre 2026 à 14 h 02"
        );
        assert_eq!(
            full(Lang::En, AFTERNOON),
            "Monday 23 November 2026 at 14:02"
        );
        assert_eq!(
            plain(&exact(Lang::Fr, AFTERNOON)),
            "lundi 23 novembre 2026, 14 h 02 min 05 s (UTC+1)"
        );
        assert_eq!(
            exact(Lang::En, AFTERNOON),
            "Monday 23 November 2026, 14:02:05 (UTC+1)"
        );
        assert_eq!(plain(&short_date(Lang::Fr, AFTERNOON)), "lun. 23 nov. 2026");
        assert_eq!(iso(AFTERNOON.at), "2026-11-23T13:02:05Z");
        assert_eq!(month(Lang::Fr, AFTERNOON), "novembre 2026");
        assert_eq!(
            plain(&date(Lang::Fr, later(8 * DAY_MS))),
            "mardi 1er décembre 2026"
        );
    }

    #[test]
    fn a_moment_is_as_short_as_today_allows() {
        for (then, french, english) in [
            (0, "14 h 02", "14:02"),
            (-DAY_MS, "hier à 14 h 02", "yesterday at 14:02"),
            (DAY_MS - 2 * MINUTE_MS, "demain à 14 h", "tomorrow at 14:00"),
            (-7 * DAY_MS, "lun. 16 nov. à 14 h 02", "Mon 16 Nov at 14:02"),
            (
                -365 * DAY_MS,
                "dim. 23 nov. 2025 à 14 h 02",
                "Sun 23 Nov 2025 at 14:02",
            ),
        ] {
            assert_eq!(plain(&moment(Lang::Fr, later(then), AFTERNOON)), french);
            assert_eq!(plain(&moment(Lang::En, later(then), AFTERNOON)), english);
        }
    }

    #[test]
    fn durations_never_look_like_clock_times() {
        for (length, expected) in [
            (0, "< 1 s"),
            (-5, "< 1 s"),
            (12_000, "12 s"),
            (90_000, "1 min 30 s"),
            (9 * MINUTE_MS + 3_000, "9 min"),
            (69 * MINUTE_MS, "1 h 9 min"),
            (8 * HOUR_MS + 40 * MINUTE_MS, "8 h 40 min"),
            (4 * HOUR_MS, "4 h"),
            (2 * DAY_MS + 20 * HOUR_MS, "2 j 20 h"),
            (3 * DAY_MS, "3 j"),
        ] {
            assert_eq!(plain(&duration(Lang::Fr, length)), expected);
        }
        assert_eq!(plain(&ago(Lang::En, 3 * DAY_MS)), "3 d ago");
        assert_eq!(plain(&ago(Lang::Fr, 12_000)), "il y a 12 s");
    }

    #[test]
    fn numbers_have_their_groups_and_marks() {
        assert_eq!(integer(Lang::Fr, 12_480), "12\u{202f}480");
        assert_eq!(integer(Lang::En, -1_234_567), "−1,234,567");
        assert_eq!(integer(Lang::Fr, 999), "999");
        assert_eq!(plain(&percent(Lang::Fr, 99_412)), "99,412 %");
        assert_eq!(percent(Lang::En, 99_040), "99.040%");
        assert_eq!(plain(&percent(Lang::Fr, 100_000)), "100 %");
        assert_eq!(plain(&latency(Lang::Fr, 1_849)), "1,8 s");
        assert_eq!(plain(&latency(Lang::En, 28)), "28 ms");
        assert_eq!(plural(Lang::Fr, 0, "panne", "pannes"), "panne");
        assert_eq!(plural(Lang::En, 0, "outage", "outages"), "outages");
    }
}
