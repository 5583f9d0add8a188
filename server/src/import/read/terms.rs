//! The terms of a contract as a draft: what a template says, and what a client's contract says differently.

use app::domain::component::Key;
use app::domain::contract::checks::{self, Fault, Part};
use app::domain::contract::{
    Approval, Clause, Gravity, HourBook, Specification, SupervisionGravity, Terms,
};
use app::domain::intervention::clocks;

use super::deviation::Deviation;
use super::line::{self, LineDraft};
use super::money;
use super::promises::Named;
use crate::import::document::WrittenHours;
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
    closing_working_days: Option<u16>,
    availability_target: Option<u32>,
    approval: Deviation<At<(Approval, Named)>>,
    hour_book: Deviation<At<(HourBook, Named)>>,
    planned_notice_days: Option<u32>,
    supervision: Option<SupervisionGravity>,
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
    let notice = table.integer("planned_notice_days", 0..=365);
    let hold_reasons = table.several("hold_reasons", hold_reason);
    let closing = table.integer("closing_working_days", 1..=60);
    TermsDraft {
        specification: table.table("specification", specification).flatten(),
        clauses,
        lines,
        priority_matrix: matrix(table),
        observation_hours: hours.and_then(|hours| u32::try_from(hours.value).ok()),
        hold_reasons: hold_reasons
            .map(|reasons| reasons.into_iter().map(|reason| reason.value).collect()),
        closing_working_days: closing.and_then(|days| u16::try_from(days.value).ok()),
        availability_target: availability.and_then(|target| u32::try_from(target.value).ok()),
        approval: Deviation::read(table, "approval", |table| naming(table, money::approval)),
        hour_book: Deviation::read(table, "hour_book", |table| naming(table, money::hour_book)),
        planned_notice_days: notice.and_then(|days| u32::try_from(days.value).ok()),
        supervision: table.table("supervision", supervision),
    }
}

/// The contract's own words, in which one reason and only one is recognised: it stops the clocks.
fn hold_reason(text: &str) -> Result<String, String> {
    match clocks::named(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(format!(
            "“{text}” names no reason to hold, or several: write client, third_party, part, quote or other, \
             or words in which one of them is recognised"
        )),
    }
}

/// What a table says, with its place and what it names.
fn naming<T>(
    table: &Table<'_>,
    read: impl FnOnce(&Table<'_>, &mut Named) -> Option<T>,
) -> Option<At<(T, Named)>> {
    let mut named = Named::default();
    let value = read(table, &mut named)?;
    Some(At {
        value: (value, named),
        place: table.place(),
    })
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

/// A state that is not named waits for its qualification.
fn supervision(table: &Table<'_>) -> SupervisionGravity {
    let gravity = |state: &'static str| table.table(state, gravity).flatten();
    SupervisionGravity {
        major_outage: gravity("major_outage"),
        partial_outage: gravity("partial_outage"),
        degraded: gravity("degraded"),
    }
}

fn gravity(table: &Table<'_>) -> Option<Gravity> {
    let answer = |field: &'static str, highest: i64| {
        if !table.has(field) {
            table.note(table.place(), format!("`{field}` is missing"));
        }
        let answer = table.integer(field, 1..=highest)?;
        u8::try_from(answer.value).ok()
    };
    let (impact, urgency) = (answer("impact", 3), answer("urgency", 4));
    Some(Gravity {
        impact: impact?,
        urgency: urgency?,
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
            closing_working_days: self.closing_working_days.or(template.closing_working_days),
            availability_target: self.availability_target.or(template.availability_target),
            approval: self.approval.over(template.approval),
            hour_book: self.hour_book.over(template.hour_book),
            planned_notice_days: self.planned_notice_days.or(template.planned_notice_days),
            supervision: self.supervision.or(template.supervision),
        }
    }

    /// Where the hours of its lines are written.
    pub(super) fn written_hours(&self) -> Vec<WrittenHours> {
        let lines = self.lines.iter().filter(|line| !line.removed);
        lines.flat_map(LineDraft::written_hours).collect()
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
        let clauses: Vec<Clause> = self
            .clauses
            .into_iter()
            .map(|clause| clause.value)
            .collect();
        let places = Places::of(place, &lines, &self.approval, &self.hour_book);
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
            closing_working_days: self
                .closing_working_days
                .unwrap_or(Terms::default().closing_working_days),
            availability_target: self.availability_target,
            approval: self.approval.said().map(|at| at.value.0),
            hour_book: self.hour_book.said().map(|at| at.value.0),
            planned_notice_days: self.planned_notice_days,
            supervision: self.supervision,
        };
        places.note(checks::terms(&terms, None), problems);
        (terms, components, sites)
    }
}

/// Where the file says what the shared checks speak of.
struct Places {
    whole: Place,
    lines: Vec<LineDraft>,
    approval: Option<Place>,
    hour_book: Option<Place>,
    quotes: Vec<At<String>>,
    items: Vec<At<Key>>,
}

impl Places {
    fn of(
        whole: Place,
        lines: &[LineDraft],
        approval: &Deviation<At<(Approval, Named)>>,
        hour_book: &Deviation<At<(HourBook, Named)>>,
    ) -> Places {
        let (approval, hour_book) = (approval.as_ref(), hour_book.as_ref());
        let named = approval.map(|at| &at.value.1).into_iter();
        let named: Vec<&Named> = named.chain(hour_book.map(|at| &at.value.1)).collect();
        let of_lines = lines.iter().flat_map(LineDraft::quoted_clauses);
        let items = lines.iter().flat_map(LineDraft::named_items);
        Places {
            whole,
            lines: lines.to_vec(),
            approval: approval.map(|at| at.place),
            hour_book: hour_book.map(|at| at.place),
            quotes: of_lines
                .chain(named.iter().flat_map(|named| &named.quotes))
                .cloned()
                .collect(),
            items: items
                .chain(named.iter().flat_map(|named| &named.items))
                .cloned()
                .collect(),
        }
    }

    fn note(&self, found: Vec<checks::Problem>, problems: &Problems) {
        for checks::Problem { place, fault } in found {
            match (&place, &fault) {
                // Noted where they stand, when hours and targets were read.
                (
                    _,
                    Fault::NoHours
                    | Fault::ReversedInterval { .. }
                    | Fault::OverlappingIntervals { .. }
                    | Fault::ReversedOn { .. }
                    | Fault::OverlappingOn { .. }
                    | Fault::ExceptionTwice { .. }
                    | Fault::IdleHolidays
                    | Fault::IdleWhitMonday
                    | Fault::GoodFridayElsewhere
                    | Fault::NobodyOnCall
                    | Fault::NothingPromised { .. }
                    | Fault::PromisedAndNot { .. }
                    | Fault::PriorityTwice { .. },
                ) => {}
                (_, Fault::UnknownClause { clause }) => {
                    for quoted in self.quotes.iter().filter(|quoted| quoted.value == *clause) {
                        problems.add(quoted.place, fault.to_string());
                    }
                }
                (_, Fault::UnknownItem { item }) => {
                    for named in self.items.iter().filter(|named| named.value == *item) {
                        problems.add(named.place, fault.to_string());
                    }
                }
                (_, Fault::NoLine) if !self.lines.is_empty() => {}
                (checks::Place::Line { line, part }, _) => {
                    problems.add(self.part(line, *part), format!("line {line}: {fault}"));
                }
                (checks::Place::Approval, _) => {
                    let place = self.approval.unwrap_or(self.whole);
                    problems.add(place, format!("`approval`: {fault}"));
                }
                (checks::Place::HourBook, _) => {
                    let place = self.hour_book.unwrap_or(self.whole);
                    problems.add(place, format!("`hour_book`: {fault}"));
                }
                _ => problems.add(self.whole, fault.to_string()),
            }
        }
    }

    fn part(&self, line: &Key, part: Part) -> Place {
        let named = self.lines.iter().find(|named| named.key.value == *line);
        named.map_or(self.whole, |named| named.place_of(part))
    }
}
