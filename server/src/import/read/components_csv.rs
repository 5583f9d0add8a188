//! Components as CSV: one row each, for clients that have many.
//!
//! Columns, in any order: `key`, `name` and `category` are needed; `description`, `sites`, `depends_on`,
//! `watched_by`, `other_supervision`, `http`, `tcp`, `interval` and `retired` may follow. Lists are separated by
//! spaces, columns by commas or semicolons.

use app::domain::component::{Category, Key};
use app::domain::time::{HOUR_MS, SECOND_MS};

use super::Reading;
use super::client::{default_check_key, other_supervision, target};
use crate::import::document::{Check, CheckKind, Component};
use crate::import::problem::{At, Place, Problems};
use crate::import::reader::Table;
use crate::import::values;

const COLUMNS: [&str; 12] = [
    "key",
    "name",
    "category",
    "description",
    "sites",
    "depends_on",
    "watched_by",
    "other_supervision",
    "http",
    "tcp",
    "interval",
    "retired",
];

impl Reading<'_> {
    /// The rows of the file that `components_csv` names, if it does.
    pub(super) fn components_csv(&self, table: &Table<'_>) -> Vec<Component> {
        let Some(name) = table.text("components_csv") else {
            return Vec::new();
        };
        match self.open(&name.value, name.place) {
            Some((file, text)) => components(file, &text, self.problems),
            None => Vec::new(),
        }
    }
}

fn components(file: usize, text: &str, problems: &Problems) -> Vec<Component> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let heading = text.lines().next().unwrap_or("");
    let delimiter = if heading.contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let top = Place {
        file,
        line: 1,
        column: 1,
    };
    let Ok(heading) = reader.headers().cloned() else {
        problems.add(top, "the first line must name the columns");
        return Vec::new();
    };
    if !heading_fits(&heading, top, problems) {
        return Vec::new();
    }
    let mut components = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(1, csv::Position::line);
                let row = Row {
                    heading: &heading,
                    cells: &record,
                    place: Place {
                        file,
                        line: usize::try_from(line).unwrap_or(usize::MAX),
                        column: 1,
                    },
                    problems,
                };
                components.extend(row.component());
            }
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                let line = usize::try_from(line).unwrap_or(usize::MAX);
                problems.add(
                    Place { line, ..top },
                    "this line has not as many columns as the first",
                );
            }
        }
    }
    components
}

fn heading_fits(heading: &csv::StringRecord, top: Place, problems: &Problems) -> bool {
    let mut fits = true;
    for name in heading {
        if !COLUMNS.contains(&name) {
            let known = COLUMNS.join(", ");
            problems.add(top, format!("unknown column `{name}`; known here: {known}"));
            fits = false;
        }
    }
    for needed in ["key", "name", "category"] {
        if !heading.iter().any(|name| name == needed) {
            problems.add(top, format!("column `{needed}` is missing"));
            fits = false;
        }
    }
    fits
}

struct Row<'a> {
    heading: &'a csv::StringRecord,
    cells: &'a csv::StringRecord,
    place: Place,
    problems: &'a Problems,
}

impl Row<'_> {
    fn component(&self) -> Option<Component> {
        let retired = match self.cell("retired") {
            None | Some("" | "false" | "no" | "0") => false,
            Some("true" | "yes" | "1") => true,
            Some(other) => {
                self.note("retired", format!("“{other}” is neither true nor false"));
                false
            }
        };
        let key = self.needed("key", values::key)?;
        let category = values::code(Category::from_code, Category::ALL);
        let (name, category) = match retired {
            true => (String::new(), Category::Other),
            false => (
                self.needed("name", |text| Ok(text.to_owned()))?,
                self.needed("category", category)?,
            ),
        };
        Some(Component {
            place: self.place,
            retired,
            key,
            name,
            category,
            description: self.cell("description").map(str::to_owned),
            position: None,
            other_supervision: self.parsed("other_supervision", other_supervision),
            sites: self.keys("sites"),
            depends_on: self.keys("depends_on"),
            watched_by: self.keys("watched_by"),
            checks: [CheckKind::Http, CheckKind::Tcp]
                .into_iter()
                .filter_map(|kind| self.check(kind))
                .collect(),
        })
    }

    fn cell(&self, name: &str) -> Option<&str> {
        let column = self.heading.iter().position(|heading| heading == name)?;
        self.cells.get(column)
    }

    fn note(&self, column: &str, reason: impl std::fmt::Display) {
        self.problems
            .add(self.place, format!("column `{column}`: {reason}"));
    }

    /// What the cell says, unless it is empty.
    fn parsed<T>(&self, column: &str, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let text = self.cell(column).filter(|text| !text.is_empty())?;
        match parse(text) {
            Ok(value) => Some(value),
            Err(reason) => {
                self.note(column, reason);
                None
            }
        }
    }

    fn needed<T>(&self, column: &str, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        if self.cell(column).is_none_or(str::is_empty) {
            self.note(column, "is empty");
        }
        self.parsed(column, parse)
    }

    fn keys(&self, column: &str) -> Option<Vec<At<Key>>> {
        let text = self.cell(column)?;
        let mut keys = Vec::new();
        for word in text.split_whitespace() {
            match values::key(word) {
                Ok(value) => keys.push(At {
                    value,
                    place: self.place,
                }),
                Err(reason) => self.note(column, reason),
            }
        }
        Some(keys)
    }

    fn check(&self, kind: CheckKind) -> Option<Check> {
        let target = self.parsed(kind.code(), |text| target(kind, text))?;
        let span = values::duration_between(SECOND_MS, 24 * HOUR_MS);
        Some(Check {
            place: self.place,
            retired: false,
            key: default_check_key(kind)?,
            kind,
            target,
            status: None,
            keyword: None,
            interval_ms: self.parsed("interval", span),
            timeout_ms: None,
            confirm_down: None,
            confirm_up: None,
            confirm_every_ms: None,
            vantage: None,
        })
    }
}
