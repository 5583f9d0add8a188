//! The terms of a contract as a draft: what a template says, and what a client's contract says differently.

use app::domain::component::Key;
use app::domain::contract::{Clause, Specification, Terms};

use super::line::{self, LineDraft};
use crate::import::problem::{At, Place, Problems};
use crate::import::reader::Table;

/// Terms that may still lack something: a template's, or a contract's deviations from one.
#[derive(Debug, Clone)]
pub(super) struct TermsDraft {
    specification: Option<Specification>,
    clauses: Vec<At<Clause>>,
    lines: Vec<LineDraft>,
    priority_matrix: Option<[[u8; 4]; 3]>,
    observation_hours: Option<u32>,
    hold_reasons: Option<Vec<String>>,
    availability_target: Option<u32>,
}

/// The terms of nothing.
pub(super) fn nothing() -> Terms {
    Terms::default()
}

pub(super) fn draft(table: &Table<'_>) -> TermsDraft {
    let clauses = table.each("clauses", clause);
    let lines: Vec<LineDraft> = table
        .each("lines", line::draft)
        .into_iter()
        .flatten()
        .collect();
    super::unique(
        &lines,
        |line| (line.key.place, &line.key.value),
        |place, key| table.note(place, format!("line {key} stands here twice")),
    );
    super::unique(
        &clauses,
        |clause| (clause.place, &clause.value.reference),
        |place, reference| table.note(place, format!("clause {reference} stands here twice")),
    );
    let hours = table.integer("observation_hours", 0..=10_000);
    let availability = table.integer("availability_target", 0..=100_000);
    let hold_reasons = table.several("hold_reasons", |text| Ok(text.to_owned()));
    TermsDraft {
        specification: table.table("specification", specification).flatten(),
        clauses,
        lines,
        priority_matrix: matrix(table),
        observation_hours: hours.and_then(|hours| u32::try_from(hours.value).ok()),
        hold_reasons: hold_reasons
            .map(|reasons| reasons.into_iter().map(|reason| reason.value).collect()),
        availability_target: availability.and_then(|target| u32::try_from(target.value).ok()),
    }
}

fn specification(table: &Table<'_>) -> Option<Specification> {
    let title = table.needed_text("title");
    if !table.has("date") {
        table.note(table.place(), "`date` is missing");
    }
    Some(Specification {
        title,
        date: table.date("date")?.value,
    })
}

fn clause(table: &Table<'_>) -> At<Clause> {
    At {
        place: table.place(),
        value: Clause {
            reference: table.needed_text("reference"),
            title: table.needed_text("title"),
            text: table
                .long_text("text")
                .map_or_else(String::new, |text| text.value),
        },
    }
}

fn matrix(table: &Table<'_>) -> Option<[[u8; 4]; 3]> {
    let rows = table.integer_rows("priority_matrix", 1..=4)?;
    let mut matrix = [[0_u8; 4]; 3];
    let fits = rows.len() == matrix.len() && rows.iter().all(|row| row.len() == 4);
    if !fits {
        let reason = "`priority_matrix` must have 3 rows (impact) of 4 (urgency), each from 1 to 4";
        table.note(table.place_of("priority_matrix"), reason);
        return None;
    }
    for (row, given) in matrix.iter_mut().zip(&rows) {
        for (cell, value) in row.iter_mut().zip(given) {
            *cell = u8::try_from(*value).ok()?;
        }
    }
    Some(matrix)
}

impl TermsDraft {
    /// These deviations applied to a template.
    pub(super) fn over(self, template: TermsDraft) -> TermsDraft {
        let mut clauses = template.clauses;
        for clause in self.clauses {
            let same = |other: &At<Clause>| other.value.reference == clause.value.reference;
            match clauses.iter().position(same) {
                Some(index) => clauses[index] = clause,
                None => clauses.push(clause),
            }
        }
        let mut lines = template.lines;
        for line in self.lines {
            let same = |other: &LineDraft| other.key.value == line.key.value;
            match lines.iter().position(same) {
                Some(index) => {
                    let base = lines.remove(index);
                    lines.insert(index, line.over(base));
                }
                None => lines.push(line),
            }
        }
        TermsDraft {
            specification: self.specification.or(template.specification),
            clauses,
            lines,
            priority_matrix: self.priority_matrix.or(template.priority_matrix),
            observation_hours: self.observation_hours.or(template.observation_hours),
            hold_reasons: self.hold_reasons.or(template.hold_reasons),
            availability_target: self.availability_target.or(template.availability_target),
        }
    }

    /// The terms, with the components and sites that they name; what is missing is noted.
    pub(super) fn complete(
        self,
        place: Place,
        problems: &Problems,
    ) -> (Terms, Vec<At<Key>>, Vec<At<Key>>) {
        let lines: Vec<LineDraft> = self
            .lines
            .into_iter()
            .filter(|line| !line.removed)
            .collect();
        if lines.is_empty() {
            problems.add(place, "a contract needs at least one line");
        }
        let clauses: Vec<Clause> = self
            .clauses
            .into_iter()
            .map(|clause| clause.value)
            .collect();
        for quoted in lines.iter().flat_map(LineDraft::quoted_clauses) {
            if !clauses
                .iter()
                .any(|clause| clause.reference == quoted.value)
            {
                let reason = format!("clause {} is quoted, but not among `clauses`", quoted.value);
                problems.add(quoted.place, reason);
            }
        }
        let components = lines
            .iter()
            .flat_map(LineDraft::named_components)
            .cloned()
            .collect();
        let sites = lines
            .iter()
            .flat_map(LineDraft::named_sites)
            .cloned()
            .collect();
        let terms = Terms {
            specification: self.specification,
            clauses,
            lines: lines
                .into_iter()
                .filter_map(|line| line.complete(problems))
                .collect(),
            priority_matrix: self.priority_matrix,
            observation_hours: self.observation_hours.unwrap_or(48),
            hold_reasons: self.hold_reasons.unwrap_or_default(),
            availability_target: self.availability_target,
            approval: None,
            hour_book: None,
        };
        (terms, components, sites)
    }
}
