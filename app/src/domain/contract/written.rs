//! Hours and delays as people type them in a form, and back: "8:00-12:00, 14h-18h", "1 h 30", "J+1 fin de journée".

use super::{ServiceHours, Target, WeeklyInterval};
use crate::domain::access::Lang;

/// Open spans of one day in local minutes, as typed, in the order of the day.
pub type DaySpans = Vec<(u16, u16)>;

/// Reads the spans of a day; nothing typed is a closed day. `None` for what is no such text: a span that runs
/// backwards is one, and is left for the checks to refuse.
pub fn day_spans(text: &str) -> Option<DaySpans> {
    let plain: String = text
        .chars()
        .map(|letter| match letter {
            '–' | '—' | '\u{2011}' | 'à' => '-',
            ';' | '/' | '\n' => ',',
            'H' | 'h' => ':',
            other => other,
        })
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let mut spans = Vec::new();
    for part in plain.split(',').filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once('-')?;
        spans.push((time_of_day(from)?, time_of_day(to)?));
    }
    spans.sort_unstable();
    Some(spans)
}

/// "8", "8:", "8:30", "24:00".
fn time_of_day(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':').unwrap_or((text, ""));
    let digits = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if hours.is_empty() || !digits(hours) || !digits(minutes) {
        return None;
    }
    let hours: u16 = hours.parse().ok()?;
    let minutes: u16 = if minutes.is_empty() {
        0
    } else {
        minutes.parse().ok()?
    };
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= 1440).then_some(total)
}

/// "08:00-12:00, 14:00-18:00".
pub fn write_day(spans: &[(u16, u16)]) -> String {
    let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let spans: Vec<String> = spans
        .iter()
        .map(|(from, to)| format!("{}-{}", time(*from), time(*to)))
        .collect();
    spans.join(", ")
}

/// The spans of a weekday (1 = Monday), in the order of the day.
pub fn spans_of(hours: &ServiceHours, day: u8) -> DaySpans {
    let mut spans: DaySpans = hours
        .week
        .iter()
        .filter(|interval| interval.days.contains(&day))
        .map(|interval| (interval.from, interval.to))
        .collect();
    spans.sort_unstable();
    spans
}

/// A week from its seven days, Monday first; days that share a span share its interval.
pub fn week_of(days: &[DaySpans; 7]) -> Vec<WeeklyInterval> {
    let mut week: Vec<WeeklyInterval> = Vec::new();
    for (day, spans) in (1..).zip(days) {
        for (from, to) in spans {
            let same = week.iter_mut().find(|open| {
                open.from == *from && open.to == *to && open.days.last() != Some(&day)
            });
            match same {
                Some(open) => open.days.push(day),
                None => week.push(WeeklyInterval {
                    days: vec![day],
                    from: *from,
                    to: *to,
                }),
            }
        }
    }
    week
}

/// A promised delay as typed: open time ("30 min", "4 h", "1h30") or working days ("J+1", "D+2 end of day").
pub fn target(text: &str) -> Option<Target> {
    let plain = text.trim().to_lowercase();
    let plain: String = plain
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    if let Some(days) = plain
        .strip_prefix("j+")
        .or_else(|| plain.strip_prefix("d+"))
    {
        let count: String = days.chars().take_while(char::is_ascii_digit).collect();
        let number: u16 = count.parse().ok().filter(|number| *number <= 366)?;
        return match days[count.len()..]
            .trim_start_matches("ouvré")
            .trim_start_matches("working")
            .trim_start_matches(',')
        {
            "" | "mêmeheure" | "samehour" => Some(Target::WorkingDaysSameHour(number)),
            "fin" | "findejournée" | "end" | "endofday" => {
                Some(Target::WorkingDaysEndOfDay(number))
            }
            _ => None,
        };
    }
    open_minutes(&plain).map(Target::OpenMinutes)
}

fn open_minutes(plain: &str) -> Option<u32> {
    let minutes_of = |text: &str| text.parse::<u32>().ok().filter(|number| *number <= 100_000);
    if let Some(minutes) = plain
        .strip_suffix("min")
        .or_else(|| plain.strip_suffix('m'))
        && !minutes.contains('h')
    {
        return minutes_of(minutes);
    }
    let (hours, rest) = plain.split_once('h')?;
    let rest = rest.trim_end_matches("min").trim_end_matches('m');
    let rest = if rest.is_empty() {
        0
    } else {
        minutes_of(rest).filter(|rest| *rest < 60)?
    };
    Some(minutes_of(hours)?.checked_mul(60)? + rest)
}

/// The same, as a field shows it.
pub fn write_target(lang: Lang, target: Target) -> String {
    let (day, end) = match lang {
        Lang::Fr => ("J", "fin"),
        Lang::En => ("D", "end"),
    };
    match target {
        Target::OpenMinutes(minutes) => match (minutes / 60, minutes % 60) {
            (0, rest) => format!("{rest} min"),
            (hours, 0) => format!("{hours} h"),
            (hours, rest) => format!("{hours} h {rest} min"),
        },
        Target::WorkingDaysSameHour(days) => format!("{day}+{days}"),
        Target::WorkingDaysEndOfDay(days) => format!("{day}+{days} {end}"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_day_is_read_as_people_type_it() {
        for (text, expected) in [
            ("", Some(vec![])),
            (
                "8:00-12:00, 14:00-18:00",
                Some(vec![(480, 720), (840, 1080)]),
            ),
            (
                "14h–18h ; 8 h 30 – 12 h",
                Some(vec![(510, 720), (840, 1080)]),
            ),
            ("8-12/14-18", Some(vec![(480, 720), (840, 1080)])),
            ("0:00-24:00", Some(vec![(0, 1440)])),
            // Backwards: for the checks to refuse, with the day.
            ("18:00-8:00", Some(vec![(1080, 480)])),
            ("8:00", None),
            ("8:60-9:00", None),
            ("25:00-26:00", None),
            ("matin", None),
        ] {
            assert_eq!(day_spans(text), expected, "{text}");
        }
    }

    #[test]
    fn a_delay_is_read_as_people_type_it() {
        for (text, expected) in [
            ("30 min", Some(Target::OpenMinutes(30))),
            ("30m", Some(Target::OpenMinutes(30))),
            ("4 h", Some(Target::OpenMinutes(240))),
            ("1h30", Some(Target::OpenMinutes(90))),
            ("1 h 30 min", Some(Target::OpenMinutes(90))),
            ("J+1", Some(Target::WorkingDaysSameHour(1))),
            ("D+2 end of day", Some(Target::WorkingDaysEndOfDay(2))),
            (
                "J+5 ouvré, fin de journée",
                Some(Target::WorkingDaysEndOfDay(5)),
            ),
            ("30", None),
            ("bientôt", None),
            ("1h90", None),
            ("J+", None),
            ("J+1 peut-être", None),
            ("", None),
        ] {
            assert_eq!(target(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_the_same(minutes in 1_u32..6000, days in 0_u16..366) {
            for given in [Target::OpenMinutes(minutes), Target::WorkingDaysSameHour(days), Target::WorkingDaysEndOfDay(days)] {
                prop_assert_eq!(target(&write_target(Lang::Fr, given)), Some(given));
                prop_assert_eq!(target(&write_target(Lang::En, given)), Some(given));
            }
        }

        #[test]
        fn a_week_reads_back_by_day(days in prop::array::uniform7(prop::collection::vec((0_u16..1440, 0_u16..=1440), 0..3))) {
            let mut days = days;
            for day in &mut days { day.sort_unstable(); }
            let hours = ServiceHours { week: week_of(&days), ..ServiceHours::default() };
            for (day, spans) in (1_u8..).zip(&days) {
                prop_assert_eq!(&spans_of(&hours, day), spans);
                let written = write_day(spans);
                prop_assert_eq!(day_spans(&written), Some(spans.clone()));
            }
        }
    }
}
