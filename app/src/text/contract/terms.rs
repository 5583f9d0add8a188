//! Hours, targets and billing of a contract, as people read them.

use crate::domain::contract::{Billing, ClockStart, ServiceHours, Target, WeeklyInterval};
use crate::domain::time::MINUTE_MS;
use crate::text::Lang;
use crate::text::contract::conditions::hour_rule;
use crate::text::format::{NBSP, duration};

/// A promised delay: "4 h", "J+1, à la même heure", "J+5, en fin de journée".
pub fn target(lang: Lang, target: Target) -> String {
    match (lang, target) {
        // Open time is never counted in days: 24 h of it are not one day.
        (_, Target::OpenMinutes(minutes)) => open_time(lang, minutes),
        (Lang::Fr, Target::WorkingDaysSameHour(days)) => format!("J+{days} ouvré, même heure"),
        (Lang::Fr, Target::WorkingDaysEndOfDay(days)) => format!("J+{days} ouvré, fin de journée"),
        (Lang::En, Target::WorkingDaysSameHour(days)) => format!("D+{days} working, same hour"),
        (Lang::En, Target::WorkingDaysEndOfDay(days)) => format!("D+{days} working, end of day"),
    }
}

pub fn open_time(lang: Lang, minutes: u32) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (hours, rest) {
        (0, rest) => duration(lang, i64::from(rest) * MINUTE_MS),
        (hours, 0) => format!("{hours}{NBSP}h"),
        (hours, rest) => format!("{hours}{NBSP}h {rest}{NBSP}min"),
    }
}

/// One line of the week: the days, and when they are open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekLine {
    pub days: String,
    pub hours: String,
}

/// Days in a row that are open at the same minutes.
struct SameHours {
    days: Vec<u8>,
    spans: Vec<(u16, u16)>,
}

/// Days in a row with the same hours, Monday first; closed ones too.
fn same_hours(hours: &ServiceHours) -> Vec<SameHours> {
    let mut groups: Vec<SameHours> = Vec::new();
    for day in 1..=7 {
        let spans = spans_of(&hours.week, day);
        match groups.last_mut().filter(|last| last.spans == spans) {
            Some(last) => last.days.push(day),
            None => groups.push(SameHours {
                days: vec![day],
                spans,
            }),
        }
    }
    groups
}

/// The week, days with the same hours together, then public holidays.
pub fn week(lang: Lang, hours: &ServiceHours) -> Vec<WeekLine> {
    if hours.always {
        return vec![WeekLine {
            days: every_day(lang).to_owned(),
            hours: round_the_clock(lang).to_owned(),
        }];
    }
    let mut week: Vec<WeekLine> = same_hours(hours)
        .into_iter()
        .map(|same| WeekLine {
            days: days_in_words(lang, &same.days),
            hours: spans_in_words(lang, &same.spans),
        })
        .collect();
    week.push(WeekLine {
        days: holidays(lang).to_owned(),
        hours: if hours.closed_on_holidays {
            closed(lang)
        } else {
            as_other_days(lang)
        }
        .to_owned(),
    });
    week
}

/// The hours in a few words, and none left out: "24/7", "lun.–ven. 8 h – 12 h, 14 h – 18 h · sam. 9 h – 12 h".
pub fn hours_in_short(lang: Lang, hours: &ServiceHours) -> String {
    if hours.always {
        return "24/7".to_owned();
    }
    let names = short_names(lang);
    let name = |day: u8| names[usize::from(day) - 1];
    let open: Vec<String> = same_hours(hours)
        .iter()
        .filter(|same| !same.spans.is_empty())
        .map(|same| {
            let days = match same.days[..] {
                [] => String::new(),
                [only] => name(only).to_owned(),
                [from, .., to] => format!("{}–{}", name(from), name(to)),
            };
            format!("{days} {}", spans_in_words(lang, &same.spans))
        })
        .collect();
    open.join(" · ")
}

fn spans_of(week: &[WeeklyInterval], day: u8) -> Vec<(u16, u16)> {
    let mut spans: Vec<(u16, u16)> = week
        .iter()
        .filter(|interval| interval.days.contains(&day))
        .map(|interval| (interval.from, interval.to))
        .collect();
    spans.sort_unstable();
    spans
}

fn days_in_words(lang: Lang, days: &[u8]) -> String {
    let names = names(lang);
    let name = |day: u8| names[usize::from(day) - 1];
    match (lang, days) {
        (_, []) => String::new(),
        (_, [only]) => capital(name(*only)),
        (Lang::Fr, [first, second]) => capital(&format!("{} et {}", name(*first), name(*second))),
        (Lang::En, [first, second]) => format!("{} and {}", name(*first), name(*second)),
        (Lang::Fr, [1, .., 7]) => every_day(lang).to_owned(),
        (Lang::En, [1, .., 7]) => every_day(lang).to_owned(),
        (Lang::Fr, [first, .., last]) => format!("Du {} au {}", name(*first), name(*last)),
        (Lang::En, [first, .., last]) => format!("{} to {}", name(*first), name(*last)),
    }
}

/// "8 h – 12 h, 14 h – 18 h", or that it is closed.
pub(super) fn spans_in_words(lang: Lang, spans: &[(u16, u16)]) -> String {
    if spans.is_empty() {
        return closed(lang).to_owned();
    }
    let spans: Vec<String> = spans.iter().map(|both| span(lang, *both)).collect();
    spans.join(", ")
}

fn span(lang: Lang, (from, to): (u16, u16)) -> String {
    format!(
        "{}{NBSP}–\u{2060}{NBSP}{}",
        time_of_day(lang, from),
        time_of_day(lang, to)
    )
}

fn time_of_day(lang: Lang, minutes: u16) -> String {
    let (hour, minute) = (minutes / 60, minutes % 60);
    match (lang, minute) {
        (Lang::Fr, 0) => format!("{hour}{NBSP}h"),
        (Lang::Fr, _) => format!("{hour}{NBSP}h{NBSP}{minute:02}"),
        (Lang::En, _) => format!("{hour:02}:{minute:02}"),
    }
}

/// With its first letter in upper case.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

const fn names(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::Fr => [
            "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
        ],
        Lang::En => [
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ],
    }
}

const fn short_names(lang: Lang) -> [&'static str; 7] {
    match lang {
        Lang::Fr => ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
        Lang::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    }
}

const fn every_day(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Tous les jours",
        Lang::En => "Every day",
    }
}

const fn round_the_clock(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "24\u{a0}h sur 24, jours fériés compris",
        Lang::En => "round the clock, public holidays included",
    }
}

const fn holidays(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Jours fériés",
        Lang::En => "Public holidays",
    }
}

const fn closed(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "fermé",
        Lang::En => "closed",
    }
}

const fn as_other_days(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "comme les autres jours",
        Lang::En => "like other days",
    }
}

/// How work is paid.
pub fn billing(lang: Lang, billing: &Billing) -> String {
    match (lang, billing) {
        (Lang::Fr, Billing::Included) => "comprise dans le prix".to_owned(),
        (Lang::En, Billing::Included) => "included in the price".to_owned(),
        (Lang::Fr, Billing::HourBook(rule)) => hour_rule(lang, rule).join("\u{a0}; "),
        (Lang::En, Billing::HourBook(rule)) => hour_rule(lang, rule).join("; "),
        (Lang::Fr, Billing::Fixed { cents }) => {
            format!("au forfait, {} par demande", euros(lang, *cents))
        }
        (Lang::En, Billing::Fixed { cents }) => {
            format!("a fixed sum, {} a request", euros(lang, *cents))
        }
        (Lang::Fr, Billing::Chargeable) => "facturée en sus, sur devis".to_owned(),
        (Lang::En, Billing::Chargeable) => "charged separately, on quote".to_owned(),
    }
}

/// "1 250,50 € HT", "€1,250.50 excl. tax".
pub fn euros(lang: Lang, cents: u32) -> String {
    let (whole, rest) = (cents / 100, cents % 100);
    let mut digits = whole.to_string();
    let separator = match lang {
        Lang::Fr => "\u{202f}",
        Lang::En => ",",
    };
    let mut at = digits.len();
    while at > 3 {
        at -= 3;
        digits.insert_str(at, separator);
    }
    let point = if lang == Lang::Fr { ',' } else { '.' };
    let decimals = if rest == 0 {
        String::new()
    } else {
        format!("{point}{rest:02}")
    };
    match lang {
        Lang::Fr => format!("{digits}{decimals}{NBSP}€ HT"),
        Lang::En => format!("€{digits}{decimals} excl. tax"),
    }
}

/// What starts the clocks.
pub const fn clock_start(lang: Lang, start: ClockStart) -> &'static str {
    match (lang, start) {
        (Lang::Fr, ClockStart::Alert) => "dès l’alerte de la supervision",
        (Lang::Fr, ClockStart::Declaration) => "dès votre déclaration",
        (Lang::Fr, ClockStart::Registration) => "dès l’enregistrement de la demande",
        (Lang::Fr, ClockStart::Start) => "dès le début de l’intervention",
        (Lang::En, ClockStart::Alert) => "with the monitoring alert",
        (Lang::En, ClockStart::Declaration) => "when you declare it",
        (Lang::En, ClockStart::Registration) => "when the request is registered",
        (Lang::En, ClockStart::Start) => "when the work starts",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(week: &[(&[u8], u16, u16)]) -> ServiceHours {
        let week = week.iter().map(|(days, from, to)| WeeklyInterval {
            days: days.to_vec(),
            from: *from,
            to: *to,
        });
        ServiceHours {
            week: week.collect(),
            closed_on_holidays: true,
            ..ServiceHours::default()
        }
    }

    fn plain(text: &str) -> String {
        text.replace(NBSP, " ").replace('\u{2060}', "")
    }

    #[test]
    fn days_with_the_same_hours_stand_together() {
        let hours = hours(&[
            (&[1, 2, 3, 4, 5], 480, 720),
            (&[1, 2, 3, 4, 5], 840, 1080),
            (&[6], 540, 750),
        ]);
        let lines: Vec<String> = week(Lang::Fr, &hours)
            .iter()
            .map(|line| plain(&format!("{} | {}", line.days, line.hours)))
            .collect();
        assert_eq!(
            lines,
            [
                "Du lundi au vendredi | 8 h – 12 h, 14 h – 18 h",
                "Samedi | 9 h – 12 h 30",
                "Dimanche | fermé",
                "Jours fériés | fermé"
            ]
        );
        assert_eq!(
            plain(&hours_in_short(Lang::Fr, &hours)),
            "lun.–ven. 8 h – 12 h, 14 h – 18 h · sam. 9 h – 12 h 30"
        );
    }

    #[test]
    fn targets_are_open_time_or_working_days() {
        for (given, french, english) in [
            (Target::OpenMinutes(30), "30 min", "30 min"),
            (Target::OpenMinutes(240), "4 h", "4 h"),
            (Target::OpenMinutes(2400), "40 h", "40 h"),
            (Target::OpenMinutes(90), "1 h 30 min", "1 h 30 min"),
            (
                Target::WorkingDaysEndOfDay(5),
                "J+5 ouvré, fin de journée",
                "D+5 working, end of day",
            ),
        ] {
            assert_eq!(plain(&target(Lang::Fr, given)), french);
            assert_eq!(plain(&target(Lang::En, given)), english);
        }
    }
}
