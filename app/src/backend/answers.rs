//! The questions that a request of the catalogue asks besides its description: read from what was posted, checked.

use std::collections::BTreeMap;

use crate::answer::{FieldError, FieldProblem};
use crate::domain::component::Key;
use crate::domain::contract::{Activity, CatalogueItem, FormField, FormFieldKind};

/// Longest answer to one question, in characters.
pub const ANSWER_LENGTH: usize = 500;
/// The answer to a yes-or-no question, as it is sent and stored.
pub const YES: &str = "yes";
pub const NO: &str = "no";

/// Answers as they were posted: `arrivee.nom` → what was typed.
pub type Answers = BTreeMap<String, String>;

/// A catalogue request's own words, ready to be stored. They are kept as they were when it was asked, whatever the
/// contract's next version says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    pub item: Key,
    pub title: String,
    pub title_en: String,
    /// What was answered, in the order of the form.
    pub answers: Vec<(FormField, String)>,
}

/// The name of a question's field: each request has its own, since a page shows the questions of all.
pub fn field_name(item: &Key, field: &Key) -> String {
    format!("answers[{}]", name(item, field))
}

fn name(item: &Key, field: &Key) -> String {
    format!("{item}.{field}")
}

/// The answers among the fields of a form.
pub fn among<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Answers {
    let answers = fields.into_iter().filter_map(|(name, value)| {
        let name = name.strip_prefix("answers[")?.strip_suffix(']')?;
        Some((name.to_owned(), value.to_owned()))
    });
    answers.collect()
}

/// The request of the catalogue that an activity names, where the contracts have it.
pub fn item_of<'a>(
    activity: &Activity,
    catalogue: &[&'a CatalogueItem],
) -> Option<&'a CatalogueItem> {
    let Activity::Catalogue(key) = activity else {
        return None;
    };
    catalogue.iter().copied().find(|item| item.key == *key)
}

/// Reads the answers to the questions of that request; those to others' are nobody's business.
pub fn filled(item: &CatalogueItem, posted: &Answers, wrong: &mut Vec<FieldError>) -> Filled {
    let mut answers = Vec::new();
    for field in &item.form {
        let typed = posted
            .get(&name(&item.key, &field.key))
            .map_or("", |typed| typed.trim());
        match problem(field, typed) {
            Some(problem) => wrong.push(FieldError {
                field: field_name(&item.key, &field.key),
                problem,
            }),
            None if typed.is_empty() => {}
            None => answers.push((field.clone(), typed.to_owned())),
        }
    }
    Filled {
        item: item.key.clone(),
        title: item.title.clone(),
        title_en: item.title_en.clone(),
        answers,
    }
}

fn problem(field: &FormField, typed: &str) -> Option<FieldProblem> {
    if typed.is_empty() {
        return field.required.then_some(FieldProblem::Missing);
    }
    match field.kind {
        FormFieldKind::Text => {
            (typed.chars().count() > ANSWER_LENGTH).then_some(FieldProblem::TooLong)
        }
        FormFieldKind::Date => (!is_date(typed)).then_some(FieldProblem::NotADate),
        FormFieldKind::YesNo => (![YES, NO].contains(&typed)).then_some(FieldProblem::Unknown),
    }
}

/// As a date field sends it, `2026-11-23`.
fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<chrono::NaiveDate>().is_ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

    use super::*;

    fn question(key: &str, kind: FormFieldKind, required: bool) -> FormField {
        FormField {
            key: Key::new(key).unwrap(),
            label: key.to_owned(),
            label_en: key.to_owned(),
            kind,
            required,
        }
    }

    fn arrival() -> CatalogueItem {
        CatalogueItem {
            key: Key::new("arrivee").unwrap(),
            title: "Arrivée".into(),
            title_en: "Arrival".into(),
            delay: None,
            clause: "5".into(),
            billing: None,
            form: vec![
                question("nom", FormFieldKind::Text, true),
                question("jour", FormFieldKind::Date, true),
                question("portable", FormFieldKind::YesNo, false),
            ],
        }
    }

    #[test]
    fn each_question_is_read_by_its_kind() {
        use FieldProblem::{Missing, NotADate, TooLong, Unknown};
        let long = "é".repeat(ANSWER_LENGTH + 1);
        for (nom, jour, portable, expected) in [
            ("Ada", "2026-12-01", "yes", vec![]),
            ("Ada", "2026-12-01", "", vec![]),
            ("", "", "", vec![("nom", Missing), ("jour", Missing)]),
            ("  ", "2026-12-01", "no", vec![("nom", Missing)]),
            ("Ada", "1er décembre", "", vec![("jour", NotADate)]),
            ("Ada", "2026-02-30", "", vec![("jour", NotADate)]),
            ("Ada", "2026-2-3", "", vec![("jour", NotADate)]),
            ("Ada", "2026-12-01", "oui", vec![("portable", Unknown)]),
            (long.as_str(), "2026-12-01", "", vec![("nom", TooLong)]),
        ] {
            let posted = among([
                ("answers[arrivee.nom]", nom),
                ("answers[arrivee.jour]", jour),
                ("answers[arrivee.portable]", portable),
                ("answers[depart.nom]", "another request's"),
                ("details", "no answer"),
            ]);
            let mut wrong = Vec::new();
            let filled = filled(&arrival(), &posted, &mut wrong);
            let said: Vec<_> = wrong
                .iter()
                .map(|error| (error.field.as_str(), error.problem))
                .collect();
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(field, problem)| (format!("answers[arrivee.{field}]"), problem))
                .collect();
            let expected: Vec<_> = expected
                .iter()
                .map(|(field, problem)| (field.as_str(), *problem))
                .collect();
            assert_eq!(said, expected, "{nom} {jour} {portable}");
            let kept: Vec<_> = filled
                .answers
                .iter()
                .map(|(_, answer)| answer.as_str())
                .collect();
            assert!(
                kept.iter()
                    .all(|answer| [nom.trim(), jour, portable].contains(answer))
            );
        }
    }
}
