//! The rows that a report's figures are made of, as a file.

use app::domain::access::Lang;
use app::domain::contract::{Priority, ServiceLine};
use app::domain::report::{Figures, Named, Section};
use app::domain::time::{EpochMs, MINUTE_MS, SECOND_MS};
use app::text::contract::terms;
use app::text::reports::{self as words, reports};
use app::text::{hour_book, interventions, words as shared};

use crate::spreadsheet::{self, instant};

/// The whole file.
///
/// # Errors
/// None in practice: the file is made in memory.
pub fn file(lang: Lang, figures: &Figures) -> anyhow::Result<Vec<u8>> {
    let mut rows = Vec::new();
    availability(lang, figures, &mut rows);
    respect(lang, figures, &mut rows);
    debts(lang, figures, &mut rows);
    activity(lang, figures, &mut rows);
    books(lang, figures, &mut rows);
    spreadsheet::file(&words::columns(lang), rows.into_iter().map(Row::fields))
}

/// One row; what does not apply is empty.
#[derive(Default)]
struct Row {
    part: &'static str,
    what: String,
    reference: String,
    component: String,
    service: &'static str,
    priority: &'static str,
    from: String,
    to: String,
    counted: String,
    total: String,
    contract: String,
    details: String,
}

impl Row {
    fn fields(self) -> [String; 12] {
        [
            self.part.to_owned(),
            self.what,
            self.reference,
            self.component,
            self.service.to_owned(),
            self.priority.to_owned(),
            self.from,
            self.to,
            self.counted,
            self.total,
            self.contract,
            self.details,
        ]
    }
}

fn availability(lang: Lang, figures: &Figures, rows: &mut Vec<Row>) {
    let text = reports(lang);
    let part = words::section(lang, Section::Availability);
    for component in &figures.components {
        let rate = component.sum.per_hundred_thousand();
        rows.push(Row {
            part,
            what: text.rate.to_owned(),
            component: component.name.clone(),
            from: instant(figures.local(figures.from)),
            to: instant(figures.local(figures.until)),
            counted: seconds(component.sum.observed_ms),
            total: seconds(component.covered_ms),
            contract: component.contract.clone(),
            details: rate.map_or_else(String::new, |rate| app::text::format::percent(lang, rate)),
            ..Row::default()
        });
        for stretch in &component.stretches {
            rows.push(Row {
                part,
                what: words::stretch(lang, stretch.kind).to_owned(),
                component: component.name.clone(),
                from: instant(figures.local(stretch.from)),
                to: instant(figures.local(stretch.to)),
                counted: seconds(stretch.counted_ms),
                total: seconds(stretch.to - stretch.from),
                contract: component.contract.clone(),
                ..Row::default()
            });
        }
    }
}

fn respect(lang: Lang, figures: &Figures, rows: &mut Vec<Row>) {
    let text = reports(lang);
    for row in &figures.respect {
        let promised = row.target.map(|target| terms::target(lang, target));
        let told = |outcome: &str, reference: &str| Row {
            part: words::section(lang, Section::Respect),
            what: format!("{} · {outcome}", interventions::clock(lang, row.clock)),
            reference: reference.to_owned(),
            service: service(lang, Some(row.service)),
            priority: priority(lang, row.priority),
            contract: row.contract.clone(),
            details: promised.clone().unwrap_or_default(),
            ..Row::default()
        };
        rows.extend(row.met.iter().map(|reference| told(text.kept, reference)));
        for (outcome, missed) in [(text.missed, &row.missed), (text.set_aside, &row.set_aside)] {
            rows.extend(missed.iter().map(|one| Row {
                from: instant(figures.local(one.due_at)),
                to: optional(figures, one.done_at),
                ..told(outcome, &one.reference)
            }));
        }
    }
}

fn debts(lang: Lang, figures: &Figures, rows: &mut Vec<Row>) {
    let text = reports(lang);
    let part = words::section(lang, Section::Debts);
    for (what, debts) in [
        (text.opened, &figures.debts.opened),
        (text.discharged, &figures.debts.discharged),
    ] {
        rows.extend(debts.iter().map(|debt| Row {
            part,
            what: what.to_owned(),
            reference: debt.reference.clone(),
            component: name(debt.component.as_ref()),
            from: instant(figures.local(debt.at)),
            details: debt.way.map_or_else(String::new, |way| {
                interventions::discharge(lang, way).to_owned()
            }),
            ..Row::default()
        }));
    }
    rows.extend(figures.debts.open.iter().map(|debt| Row {
        part,
        what: text.open.to_owned(),
        reference: debt.reference.clone(),
        component: name(debt.component.as_ref()),
        from: instant(figures.local(debt.opened_at)),
        total: seconds(debt.age_ms),
        ..Row::default()
    }));
}

fn activity(lang: Lang, figures: &Figures, rows: &mut Vec<Row>) {
    let text = reports(lang);
    for month in &figures.intensity {
        rows.extend(month.lines.iter().map(|line| Row {
            part: words::section(lang, Section::Intensity),
            what: words::month(lang, month.month),
            service: match line.service {
                Some(one) => service(lang, Some(one)),
                None => text.nobody,
            },
            total: seconds(line.minutes * MINUTE_MS),
            details: (text.interventions)(line.interventions),
            ..Row::default()
        }));
    }
    for row in &figures.recurrence {
        rows.push(Row {
            part: words::section(lang, Section::Recurrence),
            what: text.twelve_months.to_owned(),
            reference: row.references.join(" "),
            component: row.component.name.clone(),
            details: format!(
                "{} · {} : {} · {} : {}",
                (text.interventions)(row.interventions),
                text.relapses,
                row.relapses,
                text.reopenings,
                row.reopenings
            ),
            ..Row::default()
        });
    }
}

fn books(lang: Lang, figures: &Figures, rows: &mut Vec<Row>) {
    let text = reports(lang);
    let part = words::section(lang, Section::Hours);
    for book in &figures.books {
        // What was spent counts; what was added, or is left, is the total: no cell begins with a sign.
        let line = |what: &str, minutes: i64, at: EpochMs| {
            let length = seconds(minutes.abs() * MINUTE_MS);
            let (counted, total) = match minutes < 0 {
                true => (length, String::new()),
                false => (String::new(), length),
            };
            Row {
                part,
                what: what.to_owned(),
                from: instant(figures.local(at)),
                counted,
                total,
                contract: book.contract.clone(),
                ..Row::default()
            }
        };
        rows.push(line(text.opening, book.opening_minutes, figures.from));
        rows.extend(book.entries.iter().map(|entry| Row {
            reference: entry.reference.clone().unwrap_or_default(),
            ..line(hour_book::entry(lang, entry.kind), entry.minutes, entry.at)
        }));
        rows.push(line(text.closing, book.closing_minutes, figures.until));
    }
}

fn name(component: Option<&Named>) -> String {
    component.map(|one| one.name.clone()).unwrap_or_default()
}

fn service(lang: Lang, line: Option<ServiceLine>) -> &'static str {
    line.map_or("", |line| shared::service_line(lang, line))
}

fn priority(lang: Lang, priority: Option<Priority>) -> &'static str {
    priority.map_or("", |priority| shared::priority(lang, priority))
}

fn seconds(length_ms: i64) -> String {
    (length_ms / SECOND_MS).to_string()
}

fn optional(figures: &Figures, at: Option<EpochMs>) -> String {
    at.map_or_else(String::new, |at| instant(figures.local(at)))
}
