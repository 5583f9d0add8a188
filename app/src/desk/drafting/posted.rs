//! What the forms of contracts post, and how it is read: every field that does not fit is told at once.

use std::collections::BTreeMap;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::line::DAYS;
use super::{address, line_address};
use crate::answer::{AppError, FieldError, FieldProblem};
use crate::backend::drafting::DraftAt;
use crate::domain::access::Role;
use crate::domain::component::Key;
use crate::domain::contract::checks::{self, Fault, Period};
use crate::domain::contract::editing::{Side, TypedHours, TypedOnCall};
use crate::domain::contract::written::{day_spans, target, week_of};
use crate::domain::contract::{
    Activity, Approval, Billing, CatalogueItem, DatedException, DayInterval, FormField,
    FormFieldKind, HolidayZone, HourBook, HourRule, PLAIN_LEVELS, Priority, PriorityTargets,
    PublicHolidays, Renewal, ServiceHours, Target,
};
use crate::domain::folding::fold_text;
use crate::domain::money;

/// Which draft, and as it was seen.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Posted {
    pub client: String,
    pub draft: String,
    pub expected_version: String,
    /// Key of a line, where the act is about one.
    pub line: String,
}

/// Dates as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostedPeriod {
    pub starts: String,
    pub ends: String,
    pub renewal: String,
    pub last_notice: String,
}

/// The plain facts of a line as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostedFacts {
    pub title: String,
    pub clause: String,
    pub price: String,
    pub billing: String,
    pub unit: String,
    pub minimum: String,
    pub amount: String,
    pub clock_start: String,
    pub vendor_follow_up: String,
}

/// The week as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostedHours {
    pub always: String,
    pub closed_on_holidays: String,
    /// Code of a zone of public holidays; empty: the site's.
    pub holidays: String,
    pub good_friday: String,
    pub whit_monday_worked: String,
    pub day1: String,
    pub day2: String,
    pub day3: String,
    pub day4: String,
    pub day5: String,
    pub day6: String,
    pub day7: String,
}

/// The grid as typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostedTargets {
    pub p1_response: String,
    pub p1_restoration: String,
    pub p1_curative: String,
    pub p1_answer: String,
    pub p1_communication: String,
    pub p1_none: String,
    pub p2_response: String,
    pub p2_restoration: String,
    pub p2_curative: String,
    pub p2_answer: String,
    pub p2_communication: String,
    pub p2_none: String,
    pub p3_response: String,
    pub p3_restoration: String,
    pub p3_curative: String,
    pub p3_answer: String,
    pub p3_communication: String,
    pub p3_none: String,
    pub p4_response: String,
    pub p4_restoration: String,
    pub p4_curative: String,
    pub p4_answer: String,
    pub p4_communication: String,
    pub p4_none: String,
}

/// An on call as typed, beside its week and its grid.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostedOnCall {
    pub on_p1: String,
    pub on_p2: String,
    pub on_p3: String,
    pub on_p4: String,
    pub by_phone: String,
    pub price: String,
    pub clause: String,
}

/// A scope item as typed; empty means any.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PostedItem {
    pub polarity: String,
    pub component: String,
    pub category: String,
    pub site: String,
    pub activity: String,
    pub clause: String,
    pub note: String,
}

impl Posted {
    pub fn at(&self) -> Result<DraftAt, AppError> {
        let revision = self
            .expected_version
            .trim()
            .parse()
            .map_err(|_| AppError::Conflict)?;
        Ok(DraftAt {
            client: self.client.clone(),
            draft: self.id(),
            revision,
        })
    }

    /// Zero is no draft's.
    pub fn id(&self) -> i64 {
        self.draft.trim().parse().unwrap_or_default()
    }

    pub fn key(&self) -> Result<Key, AppError> {
        Key::new(self.line.clone()).map_err(|_| AppError::NotFound)
    }

    pub fn page(&self) -> String {
        address(&self.client, self.id())
    }

    pub fn line_page(&self, part: &str) -> String {
        format!(
            "{}#{part}",
            line_address(&self.client, self.id(), &self.line)
        )
    }
}

/// What a line is called in addresses: "maintenance-des-serveurs".
pub fn key_of(title: &str) -> Option<Key> {
    let plain: String = fold_text(title)
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).collect();
    let key: String = words.join("-").chars().take(60).collect();
    Key::new(key.trim_end_matches('-')).ok()
}

/// Fields that do not fit, gathered so that all are told at once.
#[derive(Default)]
pub struct Wrong(Vec<FieldError>);

impl Wrong {
    pub fn note(&mut self, field: &str, problem: FieldProblem) {
        self.0.push(FieldError {
            field: field.to_owned(),
            problem,
        });
    }

    pub fn refuse(self) -> Result<(), AppError> {
        if self.0.is_empty() {
            return Ok(());
        }
        Err(AppError::Invalid { fields: self.0 })
    }

    /// What was read elsewhere, with what did not fit there.
    pub fn also<T>(&mut self, read: Result<T, AppError>) -> Option<T> {
        match read {
            Ok(read) => Some(read),
            Err(AppError::Invalid { fields }) => {
                self.0.extend(fields);
                None
            }
            Err(_) => None,
        }
    }

    pub fn text(&mut self, field: &str, typed: &str, longest: usize) -> String {
        let text = self.optional(field, typed, longest);
        if text.is_empty() {
            self.note(field, FieldProblem::Missing);
        }
        text
    }

    pub fn optional(&mut self, field: &str, typed: &str, longest: usize) -> String {
        let text = typed.trim();
        if text.chars().count() > longest {
            self.note(field, FieldProblem::TooLong);
        }
        text.to_owned()
    }

    pub fn number(
        &mut self,
        field: &str,
        typed: &str,
        range: std::ops::RangeInclusive<u32>,
    ) -> u32 {
        let number = typed
            .trim()
            .parse()
            .ok()
            .filter(|number| range.contains(number));
        if number.is_none() {
            let missing = typed.trim().is_empty();
            self.note(
                field,
                if missing {
                    FieldProblem::Missing
                } else {
                    FieldProblem::NotANumber
                },
            );
        }
        number.unwrap_or_default()
    }

    /// `instead` is never stored: a refusal follows.
    pub fn one_of<T>(&mut self, field: &str, found: Option<T>, instead: T) -> T {
        if found.is_none() {
            self.note(field, FieldProblem::Unknown);
        }
        found.unwrap_or(instead)
    }

    pub fn any_of<T>(
        &mut self,
        field: &str,
        typed: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        if typed.is_empty() {
            return None;
        }
        let found = read(typed);
        if found.is_none() {
            self.note(field, FieldProblem::Unknown);
        }
        found
    }

    pub fn date(&mut self, field: &str, typed: &str) -> Option<NaiveDate> {
        if typed.trim().is_empty() {
            return None;
        }
        let date = NaiveDate::from_str(typed.trim()).ok();
        if date.is_none() {
            self.note(field, FieldProblem::NotADate);
        }
        date
    }

    pub fn period(&mut self, typed: &PostedPeriod) -> Period {
        if typed.starts.trim().is_empty() {
            self.note("starts", FieldProblem::Missing);
        }
        Period {
            starts: self.date("starts", &typed.starts).unwrap_or_default(),
            ends: self.date("ends", &typed.ends),
            renewal: self.one_of("renewal", Renewal::from_code(&typed.renewal), Renewal::None),
            last_notice: self.date("last_notice", &typed.last_notice),
        }
    }

    pub fn billing(&mut self, typed: &PostedFacts) -> Billing {
        match typed.billing.as_str() {
            "included" => Billing::Included,
            "chargeable" => Billing::Chargeable,
            "hour_book" => {
                let mut minutes = |field: &str, typed: &str| {
                    u16::try_from(self.number(field, typed, 1..=1440)).unwrap_or_default()
                };
                Billing::HourBook(HourRule {
                    unit_minutes: minutes("unit", &typed.unit),
                    minimum_minutes: minutes("minimum", &typed.minimum),
                    travel_minutes: 0,
                    out_of_hours_percent: 0,
                    approval_above_minutes: None,
                })
            }
            "fixed" => {
                let cents = money::cents(&typed.amount);
                if cents.is_none() {
                    self.note("amount", FieldProblem::NotANumber);
                }
                Billing::Fixed {
                    cents: cents.unwrap_or_default(),
                }
            }
            _ => {
                self.note("billing", FieldProblem::Unknown);
                Billing::Included
            }
        }
    }
}

pub fn typed_hours(typed: &PostedHours) -> Result<TypedHours, AppError> {
    let mut wrong = Wrong::default();
    let texts = [
        &typed.day1,
        &typed.day2,
        &typed.day3,
        &typed.day4,
        &typed.day5,
        &typed.day6,
        &typed.day7,
    ];
    let mut days: [Vec<(u16, u16)>; 7] = Default::default();
    for ((field, text), day) in DAYS.into_iter().zip(texts).zip(&mut days) {
        match day_spans(text) {
            Some(spans) => *day = spans,
            None => wrong.note(field, FieldProblem::NotHours),
        }
    }
    let zone = wrong.any_of("holidays", &typed.holidays, HolidayZone::from_code);
    let holidays = zone.map(|zone| PublicHolidays {
        zone,
        good_friday: !typed.good_friday.is_empty(),
    });
    let always = !typed.always.is_empty();
    let hours = ServiceHours {
        always,
        week: week_of(&days),
        ..ServiceHours::default()
    };
    for fault in checks::hours(&hours) {
        match fault {
            Fault::ReversedInterval { day } => {
                wrong.note(DAYS[usize::from(day) - 1], FieldProblem::Reversed)
            }
            Fault::OverlappingIntervals { day } => {
                wrong.note(DAYS[usize::from(day) - 1], FieldProblem::Overlaps)
            }
            // A line may be open at no hour until it is published.
            _ => {}
        }
    }
    wrong.refuse()?;
    Ok(TypedHours {
        always,
        week: hours.week,
        closed_on_holidays: !typed.closed_on_holidays.is_empty(),
        holidays,
        whit_monday_worked: !typed.whit_monday_worked.is_empty(),
    })
}

/// An empty grid commits to nothing; otherwise every level has its row, and says what it promises or that it does not.
pub fn typed_targets(typed: &PostedTargets) -> Result<Vec<PriorityTargets>, AppError> {
    let rows = [
        (
            Priority::P1,
            [
                &typed.p1_response,
                &typed.p1_restoration,
                &typed.p1_curative,
                &typed.p1_answer,
                &typed.p1_communication,
            ],
            &typed.p1_none,
        ),
        (
            Priority::P2,
            [
                &typed.p2_response,
                &typed.p2_restoration,
                &typed.p2_curative,
                &typed.p2_answer,
                &typed.p2_communication,
            ],
            &typed.p2_none,
        ),
        (
            Priority::P3,
            [
                &typed.p3_response,
                &typed.p3_restoration,
                &typed.p3_curative,
                &typed.p3_answer,
                &typed.p3_communication,
            ],
            &typed.p3_none,
        ),
        (
            Priority::P4,
            [
                &typed.p4_response,
                &typed.p4_restoration,
                &typed.p4_curative,
                &typed.p4_answer,
                &typed.p4_communication,
            ],
            &typed.p4_none,
        ),
    ];
    let mut wrong = Wrong::default();
    let mut targets = Vec::new();
    for (priority, texts, none) in rows {
        let kinds = [
            "response",
            "restoration",
            "curative",
            "answer",
            "communication",
        ];
        let mut promised = kinds.into_iter().zip(texts).map(|(kind, text)| {
            if text.trim().is_empty() {
                return None;
            }
            let read = target(text);
            if read.is_none() {
                wrong.note(&format!("{priority}_{kind}"), FieldProblem::NotADelay);
            }
            read
        });
        let mut next = || promised.next().flatten();
        let (response, restoration, curative) = (next(), next(), next());
        let (answer, communication) = (next(), next());
        let row = PriorityTargets {
            priority,
            none: !none.is_empty(),
            response,
            restoration,
            curative,
            answer,
            communication,
        };
        if row.none && row.promises_something() {
            wrong.note(&format!("{priority}_none"), FieldProblem::Contradicts);
        }
        targets.push(row);
    }
    wrong.refuse()?;
    let says_nothing = |row: &PriorityTargets| !row.none && !row.promises_something();
    if targets.iter().all(says_nothing) {
        targets.clear();
    }
    Ok(targets)
}

/// Which of a line's two perimeters and calendars: `on_call`, or else the service's.
pub fn side_of(posted: &str) -> Side {
    match posted {
        "on_call" => Side::OnCall,
        _ => Side::Service,
    }
}

pub fn typed_on_call(
    typed: &PostedOnCall,
    hours: &PostedHours,
    targets: &PostedTargets,
) -> Result<TypedOnCall, AppError> {
    let mut wrong = Wrong::default();
    let ticked = [&typed.on_p1, &typed.on_p2, &typed.on_p3, &typed.on_p4];
    let priorities: Vec<Priority> = Priority::ALL
        .iter()
        .zip(ticked)
        .filter(|(_, ticked)| !ticked.is_empty())
        .map(|(priority, _)| *priority)
        .collect();
    if priorities.is_empty() {
        wrong.note("priorities", FieldProblem::Missing);
    }
    let price = wrong.optional("price", &typed.price, 200);
    let clause = wrong.optional("clause", &typed.clause, 20);
    let hours = wrong.also(typed_hours(hours));
    let targets = wrong.also(typed_targets(targets));
    wrong.refuse()?;
    let (Some(hours), Some(mut targets)) = (hours, targets) else {
        return Err(AppError::NotFound);
    };
    // Levels that nobody is on call for have no row; one that was filled in stays, and is refused when publishing.
    let is_silent = |row: &PriorityTargets| !row.none && !row.promises_something();
    targets.retain(|row| priorities.contains(&row.priority) || !is_silent(row));
    Ok(TypedOnCall {
        hours,
        priorities,
        targets,
        by_phone: !typed.by_phone.is_empty(),
        price,
        clause,
    })
}

pub fn typed_exception(date: &str, open: &str, note: &str) -> Result<DatedException, AppError> {
    let mut wrong = Wrong::default();
    if date.trim().is_empty() {
        wrong.note("date", FieldProblem::Missing);
    }
    let date = wrong.date("date", date).unwrap_or_default();
    let note = wrong.optional("note", note, 100);
    let spans = day_spans(open);
    if spans.is_none() {
        wrong.note("open", FieldProblem::NotHours);
    }
    let open = spans.unwrap_or_default().into_iter();
    let exception = DatedException {
        date,
        open: open.map(|(from, to)| DayInterval { from, to }).collect(),
        note,
    };
    let hours = ServiceHours {
        always: true,
        exceptions: vec![exception.clone()],
        ..ServiceHours::default()
    };
    for fault in checks::hours(&hours) {
        match fault {
            Fault::ReversedOn { .. } => wrong.note("open", FieldProblem::Reversed),
            Fault::OverlappingOn { .. } => wrong.note("open", FieldProblem::Overlaps),
            _ => {}
        }
    }
    wrong.refuse()?;
    Ok(exception)
}

/// Most questions of a catalogue request.
pub const MOST_QUESTIONS: usize = 20;

/// A request of the catalogue; without a key it is a new one, named after its title.
pub fn typed_item(
    key: &str,
    title_en: &str,
    delay: &str,
    facts: &PostedFacts,
    questions: &BTreeMap<String, String>,
) -> Result<CatalogueItem, AppError> {
    let mut wrong = Wrong::default();
    let title = wrong.text("title", &facts.title, 200);
    let title_en = wrong.optional("title_en", title_en, 200);
    let key = match key {
        "" => key_of(&title),
        key => Key::new(key).ok(),
    };
    if key.is_none() && !title.is_empty() {
        wrong.note("title", FieldProblem::TooShort);
    }
    let clause = wrong.text("clause", &facts.clause, 20);
    let promised = target(delay);
    if promised.is_none() && !delay.trim().is_empty() {
        wrong.note("delay", FieldProblem::NotADelay);
    }
    let billing = (facts.billing != "as_line").then(|| wrong.billing(facts));
    let form = typed_questions(&mut wrong, questions);
    wrong.refuse()?;
    Ok(CatalogueItem {
        key: key.ok_or(AppError::NotFound)?,
        title_en: if title_en.is_empty() {
            title.clone()
        } else {
            title_en
        },
        title,
        delay: promised,
        clause,
        billing,
        form,
    })
}

/// `q0.label`, `q0.kind`… in the order of their numbers; a question without its label is none.
fn typed_questions(wrong: &mut Wrong, typed: &BTreeMap<String, String>) -> Vec<FormField> {
    let mut form: Vec<FormField> = Vec::new();
    for index in 0..MOST_QUESTIONS {
        let value = |part: &str| {
            typed
                .get(&format!("q{index}.{part}"))
                .map_or("", String::as_str)
        };
        let field = |part: &str| format!("questions[q{index}.{part}]");
        let label = wrong.optional(&field("label"), value("label"), 200);
        if label.is_empty() {
            continue;
        }
        let label_en = wrong.optional(&field("label_en"), value("label_en"), 200);
        let kind = wrong.one_of(
            &field("kind"),
            FormFieldKind::from_code(value("kind")),
            FormFieldKind::Text,
        );
        let key = match value("key") {
            "" => key_of(&label),
            key => Key::new(key).ok(),
        };
        let Some(key) = key else {
            wrong.note(&field("label"), FieldProblem::TooShort);
            continue;
        };
        if form.iter().any(|other| other.key == key) {
            wrong.note(&field("label"), FieldProblem::Taken);
        }
        form.push(FormField {
            key,
            label_en: if label_en.is_empty() {
                label.clone()
            } else {
                label_en
            },
            label,
            kind,
            required: !value("required").is_empty(),
        });
    }
    form
}

/// `default`, `levels` or `own`, with `i1.u2` → the rank of that impact and that urgency.
pub fn typed_matrix(
    scheme: &str,
    cells: &BTreeMap<String, String>,
) -> Result<Option<[[u8; 4]; 3]>, AppError> {
    match scheme {
        "default" => return Ok(None),
        "levels" => return Ok(Some(PLAIN_LEVELS)),
        "own" => {}
        _ => return Err(AppError::field("scheme", FieldProblem::Unknown)),
    }
    let mut wrong = Wrong::default();
    let mut matrix = [[0; 4]; 3];
    for (impact, row) in (1..).zip(&mut matrix) {
        for (urgency, cell) in (1..).zip(row) {
            let name = format!("i{impact}.u{urgency}");
            let rank = cells.get(&name).and_then(|rank| rank.parse::<u8>().ok());
            match rank.filter(|rank| (1..=4).contains(rank)) {
                Some(rank) => *cell = rank,
                None => wrong.note(&format!("cells[{name}]"), FieldProblem::Unknown),
            }
        }
    }
    wrong.refuse()?;
    Ok(Some(matrix))
}

pub fn typed_approval(
    clause: &str,
    above: &str,
    activities: &BTreeMap<String, String>,
    roles: &BTreeMap<String, String>,
) -> Result<Option<Approval>, AppError> {
    let mut wrong = Wrong::default();
    let clause = wrong.optional("clause", clause, 20);
    let above_cents = money::cents(above);
    if above_cents.is_none() && !above.trim().is_empty() {
        wrong.note("above", FieldProblem::NotANumber);
    }
    let mut approval = Approval {
        clause,
        above_cents,
        ..Approval::default()
    };
    for code in activities.keys() {
        match Activity::from_code(code) {
            Some(activity) => approval.activities.push(activity),
            None => wrong.note("activities", FieldProblem::Unknown),
        }
    }
    for code in roles.keys() {
        match Role::from_code(code) {
            Some(role) => approval.roles.push(role),
            None => wrong.note("roles", FieldProblem::Unknown),
        }
    }
    wrong.refuse()?;
    Ok((approval != Approval::default()).then_some(approval))
}

/// `40`, and `10 h, 5 h, 90 min`.
pub fn typed_hour_book(
    clause: &str,
    hours: &str,
    warnings: &str,
) -> Result<Option<HourBook>, AppError> {
    const MOST_HOURS: u32 = 100_000;
    let mut wrong = Wrong::default();
    let clause = wrong.optional("clause", clause, 20);
    let nothing = clause.is_empty() && hours.trim().is_empty() && warnings.trim().is_empty();
    if nothing {
        return Ok(None);
    }
    let hours = wrong.number("hours", hours, 1..=MOST_HOURS);
    let mut levels = Vec::new();
    for typed in warnings
        .split([',', ';'])
        .filter(|typed| !typed.trim().is_empty())
    {
        match target(typed) {
            Some(Target::OpenMinutes(minutes)) => levels.push(minutes),
            _ => wrong.note("warnings", FieldProblem::NotADelay),
        }
    }
    let book = HourBook {
        clause,
        minutes: hours * 60,
        warnings: levels,
    };
    if !checks::warnings_fit(&book) {
        wrong.note("warnings", FieldProblem::Contradicts);
    }
    wrong.refuse()?;
    Ok(Some(book))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_gives_its_key() {
        for (title, expected) in [
            ("Maintenance des serveurs", Some("maintenance-des-serveurs")),
            ("  Équipe — n° 2 ", Some("equipe-n-2")),
            ("é", None),
            ("???", None),
        ] {
            assert_eq!(key_of(title).as_ref().map(Key::as_str), expected, "{title}");
        }
        assert!(key_of(&"mot ".repeat(40)).is_some_and(|key| key.as_str().len() <= 60));
    }

    #[test]
    fn hours_are_refused_with_their_day() {
        let check = |day2: &str, expected: FieldProblem| {
            let typed = PostedHours {
                day2: day2.into(),
                ..PostedHours::default()
            };
            assert_eq!(
                typed_hours(&typed),
                Err(AppError::field("day2", expected)),
                "{day2}"
            );
        };
        check("matin", FieldProblem::NotHours);
        check("12:00-8:00", FieldProblem::Reversed);
        check("8:00-12:00, 11:00-14:00", FieldProblem::Overlaps);
        let typed = PostedHours {
            day1: "8-12, 14-18".into(),
            day5: "8-12".into(),
            ..PostedHours::default()
        };
        let week = typed_hours(&typed)
            .map(|hours| hours.week)
            .unwrap_or_default();
        assert_eq!(week.len(), 2);
        assert_eq!(week[0].days, [1, 5]);
    }

    #[test]
    fn a_grid_says_every_level_or_none_at_all() {
        assert_eq!(typed_targets(&PostedTargets::default()), Ok(vec![]));
        let typed = PostedTargets {
            p1_response: "30 min".into(),
            p4_none: "true".into(),
            ..PostedTargets::default()
        };
        let rows = typed_targets(&typed).unwrap_or_default();
        assert_eq!(rows.len(), 4);
        assert_eq!(rows[0].response, Some(Target::OpenMinutes(30)));
        assert!(rows[3].none && !rows[1].none);
        let both = PostedTargets {
            p1_response: "30 min".into(),
            p1_none: "true".into(),
            ..PostedTargets::default()
        };
        assert_eq!(
            typed_targets(&both),
            Err(AppError::field("p1_none", FieldProblem::Contradicts))
        );
    }
}
