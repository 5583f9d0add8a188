//! Words of what a contract sets around its lines: calendars, hour rules, approval, the hour book, its dates.

use super::terms::{euros, open_time, spans_in_words, week};
use crate::domain::contract::{
    Activity, Approval, DatedException, FormField, FormFieldKind, HolidayZone, HourBook, HourRule,
    Priority, PublicHolidays, ServiceHours,
};
use crate::text::contract::verdict::{Names, quoted};
use crate::text::format::{NBSP, plain_date};
use crate::text::{Lang, words};

/// The words of the conditions in that language.
pub const fn conditions(lang: Lang) -> &'static Conditions {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Conditions {
    pub zone: &'static str,
    pub whit_monday: &'static str,
    pub whit_monday_worked: &'static str,
    pub exceptions: &'static str,
    pub paid: &'static str,
    pub asks: &'static str,
    pub required: &'static str,

    pub priority_matrix: &'static str,
    pub priority_matrix_lead: &'static str,
    pub plain_levels_lead: &'static str,
    pub who_is_hampered: &'static str,
    pub work_otherwise: &'static str,

    pub approval: &'static str,
    pub hour_book: &'static str,
    pub hours_left: &'static str,
    pub on_hold: &'static str,

    // The contract of a given day
    pub read_as_of: &'static str,
    pub read: &'static str,
    pub back_to_today: &'static str,
    pub none_that_day: &'static str,
    pub versions_below: &'static str,
    pub read_this_version: &'static str,
    pub download: &'static str,
    pub printed_note: &'static str,

    lang: Lang,
}

impl Conditions {
    /// Said above a contract that is not today's.
    pub fn as_of(&self, day: &str) -> String {
        match self.lang {
            Lang::Fr => format!("Vous lisez le contrat du {day}."),
            Lang::En => format!("You are reading the contract of {day}."),
        }
    }

    /// At the head of the print.
    pub fn state_of(&self, day: &str) -> String {
        match self.lang {
            Lang::Fr => format!("État au {day}"),
            Lang::En => format!("As of {day}"),
        }
    }

    /// "Dernier jour pour dénoncer, dans 60 jours".
    pub fn in_days(&self, days: i64) -> String {
        match (self.lang, days) {
            (Lang::Fr, 0) => "aujourd’hui".to_owned(),
            (Lang::Fr, 1) => "demain".to_owned(),
            (Lang::Fr, days) if days < 0 => "date passée".to_owned(),
            (Lang::Fr, days) => format!("dans {days}{NBSP}jours"),
            (Lang::En, 0) => "today".to_owned(),
            (Lang::En, 1) => "tomorrow".to_owned(),
            (Lang::En, days) if days < 0 => "date passed".to_owned(),
            (Lang::En, days) => format!("in {days}{NBSP}days"),
        }
    }

    /// What the hour book was bought with, and under which balances the client is warned.
    pub fn hour_book_of(&self, book: &HourBook) -> String {
        let bought = open_time(self.lang, book.minutes);
        let mut text = match self.lang {
            Lang::Fr => format!("{bought} achetées avec le contrat"),
            Lang::En => format!("{bought} bought with the contract"),
        };
        if !book.warnings.is_empty() {
            let under: Vec<String> = book
                .warnings
                .iter()
                .map(|warning| open_time(self.lang, *warning))
                .collect();
            text.push_str(&match self.lang {
                Lang::Fr => format!("\u{a0}; nous vous prévenons sous {}", under.join(", puis ")),
                Lang::En => format!("; we warn you below {}", under.join(", then ")),
            });
        }
        text
    }

    /// "12 h 30 min", or how far it is overrun.
    pub fn hours_left_of(&self, left: i64) -> String {
        let size = open_time(
            self.lang,
            u32::try_from(left.unsigned_abs()).unwrap_or(u32::MAX),
        );
        match (self.lang, left < 0) {
            (_, false) => size,
            (Lang::Fr, true) => format!("dépassé de {size}"),
            (Lang::En, true) => format!("overrun by {size}"),
        }
    }
}

/// When an approver is asked, one sentence a rule.
pub fn approval(lang: Lang, approval: &Approval, names: &Names) -> Vec<String> {
    let mut rules = Vec::new();
    if let Some(cents) = approval.above_cents {
        let sum = euros(lang, cents);
        rules.push(match lang {
            Lang::Fr => format!(
                "Au-dessus de {sum}, un valideur autre que le demandeur donne son accord avant toute action."
            ),
            Lang::En => format!(
                "Above {sum}, an approver other than the requester agrees before anything is done."
            ),
        });
    }
    if !approval.activities.is_empty() {
        let which: Vec<String> = approval
            .activities
            .iter()
            .map(|activity| match activity {
                Activity::Catalogue(key) => quoted(lang, &names.item(key)),
                plain => super::verdict::activity_noun(lang, plain).to_owned(),
            })
            .collect();
        let which = which.join(", ");
        rules.push(match lang {
            Lang::Fr => format!("Toujours, pour{NBSP}: {which}."),
            Lang::En => format!("Always, for: {which}."),
        });
    }
    if !approval.roles.is_empty() {
        let who: Vec<&str> = approval
            .roles
            .iter()
            .map(|role| words::role(lang, *role))
            .collect();
        let who = who.join(", ");
        rules.push(match lang {
            Lang::Fr => format!("Toujours, pour ce que demande un contact{NBSP}: {who}."),
            Lang::En => format!("Always, for what this contact asks: {who}."),
        });
    }
    if !rules.is_empty() {
        rules.push(
            match lang {
                Lang::Fr => "Une panne bloquante (P1) n’attend jamais d’accord.",
                Lang::En => "A blocking failure (P1) never waits for an approval.",
            }
            .to_owned(),
        );
    }
    rules
}

/// How an intervention is debited: one short phrase a rule.
pub fn hour_rule(lang: Lang, rule: &HourRule) -> Vec<String> {
    let size = |length: u16| open_time(lang, u32::from(length));
    let mut rules = vec![match lang {
        Lang::Fr => format!(
            "débitée du carnet d’heures, par {} entamées, au moins {}",
            size(rule.unit_minutes),
            size(rule.minimum_minutes)
        ),
        Lang::En => format!(
            "from the hour book, by {} begun, at least {}",
            size(rule.unit_minutes),
            size(rule.minimum_minutes)
        ),
    }];
    if rule.travel_minutes > 0 {
        rules.push(match lang {
            Lang::Fr => format!("{} de plus pour un déplacement", size(rule.travel_minutes)),
            Lang::En => format!("{} more for a visit on site", size(rule.travel_minutes)),
        });
    }
    if rule.out_of_hours_percent > 0 {
        let percent = rule.out_of_hours_percent;
        rules.push(match lang {
            Lang::Fr => {
                format!(
                    "une heure hors plage en compte {}",
                    multiplier(lang, percent)
                )
            }
            Lang::En => {
                format!(
                    "an hour outside service hours counts {}",
                    multiplier(lang, percent)
                )
            }
        });
    }
    if let Some(above) = rule.approval_above_minutes {
        let above = open_time(lang, above);
        rules.push(match lang {
            Lang::Fr => format!("accord d’un valideur au-dessus de {above}"),
            Lang::En => format!("approver’s agreement above {above}"),
        });
    }
    rules
}

/// 150 → "1,5"; 200 → "2".
fn multiplier(lang: Lang, percent: u16) -> String {
    let (whole, rest) = (percent / 100, percent % 100);
    if rest == 0 {
        return whole.to_string();
    }
    let decimals = format!("{rest:02}");
    let point = if lang == Lang::Fr { ',' } else { '.' };
    format!("{whole}{point}{}", decimals.trim_end_matches('0'))
}

/// What the calendar says beside its week: which holidays, Whit Monday, its zone; a name and a value each.
pub fn calendar_rows(lang: Lang, hours: &ServiceHours) -> Vec<(String, String)> {
    let text = conditions(lang);
    let mut rows: Vec<(String, String)> = week(lang, hours)
        .into_iter()
        .map(|line| (line.days, line.hours))
        .collect();
    if hours.closed_on_holidays
        && !hours.always
        && let Some((_, holidays)) = rows.last_mut()
    {
        *holidays = format!("{holidays}, {}", holidays_of(lang, hours.holidays));
    }
    if hours.whit_monday_worked && hours.closed_on_holidays && !hours.always {
        rows.push((
            text.whit_monday.to_owned(),
            text.whit_monday_worked.to_owned(),
        ));
    }
    rows
}

/// A day with hours of its own: "jeudi 24 décembre 2026", "8 h – 12 h", "veille de Noël".
pub fn exception(lang: Lang, exception: &DatedException) -> (String, String) {
    let spans: Vec<(u16, u16)> = exception
        .open
        .iter()
        .map(|open| (open.from, open.to))
        .collect();
    let mut hours = spans_in_words(lang, &spans);
    if !exception.note.is_empty() {
        hours = format!("{hours} ({})", exception.note);
    }
    (plain_date(lang, exception.date), hours)
}

/// "ceux de France", "ceux d’Alsace-Moselle, Vendredi saint compris".
fn holidays_of(lang: Lang, holidays: Option<PublicHolidays>) -> &'static str {
    let zone = holidays.map(|given| (given.zone, given.good_friday));
    match (lang, zone) {
        (Lang::Fr, None) => "selon le calendrier du site",
        (Lang::Fr, Some((HolidayZone::France, _))) => "calendrier national",
        (Lang::Fr, Some((HolidayZone::AlsaceMoselle, false))) => "Alsace-Moselle",
        (Lang::Fr, Some((HolidayZone::AlsaceMoselle, true))) => {
            "Alsace-Moselle, Vendredi saint compris"
        }
        (Lang::En, None) => "by the site’s calendar",
        (Lang::En, Some((HolidayZone::France, _))) => "French national calendar",
        (Lang::En, Some((HolidayZone::AlsaceMoselle, false))) => "Alsace-Moselle",
        (Lang::En, Some((HolidayZone::AlsaceMoselle, true))) => {
            "Alsace-Moselle, Good Friday included"
        }
    }
}

/// What a catalogue item's form asks: "Date d’arrivée (obligatoire), …".
pub fn form_fields(lang: Lang, fields: &[FormField]) -> String {
    let text = conditions(lang);
    let named: Vec<String> = fields
        .iter()
        .map(|field| {
            let label = match lang {
                Lang::Fr => &field.label,
                Lang::En => &field.label_en,
            };
            let kind = match (lang, field.kind) {
                (_, FormFieldKind::Text) => None,
                (_, FormFieldKind::Date) => Some("date"),
                (Lang::Fr, FormFieldKind::YesNo) => Some("oui ou non"),
                (Lang::En, FormFieldKind::YesNo) => Some("yes or no"),
            };
            let notes: Vec<&str> = kind
                .into_iter()
                .chain(field.required.then_some(text.required))
                .collect();
            if notes.is_empty() {
                label.clone()
            } else {
                format!("{label} ({})", notes.join(", "))
            }
        })
        .collect();
    named.join(", ")
}

/// "P1", for where its meaning stands beside.
pub fn short_priority(priority: Priority) -> String {
    priority.code().to_uppercase()
}

const FR: Conditions = Conditions {
    zone: "Fuseau",
    whit_monday: "Lundi de Pentecôte",
    whit_monday_worked: "travaillé (journée de solidarité)",
    exceptions: "Jours particuliers",
    paid: "Facturation",
    asks: "À préciser\u{a0}:",
    required: "obligatoire",

    priority_matrix: "Comment une priorité se décide",
    plain_levels_lead: "Quatre niveaux\u{a0}: la demande dit elle-même le sien.",
    priority_matrix_lead: "Deux réponses de votre demande donnent la priorité, et la priorité donne les délais.",
    who_is_hampered: "Qui est gêné\u{202f}?",
    work_otherwise: "Peut-on travailler autrement\u{202f}?",

    approval: "Accord d’un valideur",
    hour_book: "Carnet d’heures",
    hours_left: "Il reste",
    on_hold: "Les délais s’arrêtent",

    read_as_of: "Lire le contrat du",
    read: "Lire",
    back_to_today: "Revenir à aujourd’hui",
    none_that_day: "Aucun contrat n’était en vigueur ce jour-là.",
    versions_below: "Les versions enregistrées sont plus bas, chacune avec sa période.",
    read_this_version: "Lire cette version",
    download: "Périmètre (CSV)",
    printed_note: "Ce document reprend le contrat tel qu’il est enregistré\u{a0}; en cas d’écart, l’exemplaire signé fait foi.",

    lang: Lang::Fr,
};

const EN: Conditions = Conditions {
    zone: "Time zone",
    whit_monday: "Whit Monday",
    whit_monday_worked: "worked (solidarity day)",
    exceptions: "Particular days",
    paid: "Billing",
    asks: "To be given:",
    required: "required",

    priority_matrix: "How a priority is decided",
    plain_levels_lead: "Four levels: a request says its own.",
    priority_matrix_lead: "Two answers of your request give the priority, and the priority gives the delays.",
    who_is_hampered: "Who is hampered?",
    work_otherwise: "Can you work otherwise?",

    approval: "Approver’s agreement",
    hour_book: "Hour book",
    hours_left: "Left",
    on_hold: "The clocks stop",

    read_as_of: "Read the contract of",
    read: "Read",
    back_to_today: "Back to today",
    none_that_day: "No contract was in force on that day.",
    versions_below: "The versions on record are below, each with its period.",
    read_this_version: "Read this version",
    download: "Scope (CSV)",
    printed_note: "This document repeats the contract as it is recorded; should they differ, the signed copy prevails.",

    lang: Lang::En,
};

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        text.replace([NBSP, '\u{2060}'], " ")
    }

    #[test]
    fn an_hour_rule_says_each_of_its_parts() {
        let rule = HourRule {
            unit_minutes: 15,
            minimum_minutes: 30,
            travel_minutes: 60,
            out_of_hours_percent: 150,
            approval_above_minutes: Some(240),
        };
        let said: Vec<String> = hour_rule(Lang::Fr, &rule)
            .iter()
            .map(|one| plain(one))
            .collect();
        assert_eq!(
            said,
            [
                "débitée du carnet d’heures, par 15 min entamées, au moins 30 min",
                "1 h de plus pour un déplacement",
                "une heure hors plage en compte 1,5",
                "accord d’un valideur au-dessus de 4 h",
            ]
        );
        assert_eq!(multiplier(Lang::En, 200), "2");
        assert_eq!(multiplier(Lang::En, 125), "1.25");
    }

    #[test]
    fn a_calendar_says_which_holidays_it_keeps() {
        let hours = ServiceHours {
            week: vec![],
            closed_on_holidays: true,
            holidays: Some(PublicHolidays {
                zone: HolidayZone::AlsaceMoselle,
                good_friday: true,
            }),
            whit_monday_worked: true,
            ..ServiceHours::default()
        };
        let rows = calendar_rows(Lang::Fr, &hours);
        assert_eq!(
            &rows[rows.len() - 2..],
            [
                (
                    "Jours fériés".to_owned(),
                    "fermé, Alsace-Moselle, Vendredi saint compris".to_owned()
                ),
                (
                    "Lundi de Pentecôte".to_owned(),
                    "travaillé (journée de solidarité)".to_owned()
                ),
            ]
        );
    }
}
