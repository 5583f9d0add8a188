//! What is wrong in an import file, and where.

use std::cell::RefCell;
use std::fmt;

/// A position in one of the files of an import; lines and columns count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    /// Index in [`super::document::Document::files`].
    pub file: usize,
    pub line: usize,
    pub column: usize,
}

/// A value with the place where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    pub value: T,
    pub place: Place,
}

impl<T> At<T> {
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> At<U> {
        At {
            value: change(self.value),
            place: self.place,
        }
    }
}

/// One thing that must be corrected before anything is imported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub place: Place,
    pub reason: String,
}

/// Every problem found so far.
#[derive(Debug, Default)]
pub struct Problems(RefCell<Vec<Problem>>);

impl Problems {
    pub fn add(&self, place: Place, reason: impl Into<String>) {
        self.0.borrow_mut().push(Problem {
            place,
            reason: reason.into(),
        });
    }

    /// In the order of the files, each once.
    pub fn into_sorted(self) -> Vec<Problem> {
        let mut problems = self.0.into_inner();
        problems.sort();
        problems.dedup();
        problems
    }
}

/// Problems with the names of their files, as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub files: Vec<String>,
    pub problems: Vec<Problem>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Problem { place, reason } in &self.problems {
            let file = self.files.get(place.file).map_or("", String::as_str);
            writeln!(
                f,
                "{file}, line {}, column {}: {reason}",
                place.line, place.column
            )?;
        }
        let count = self.problems.len();
        let noun = if count == 1 { "problem" } else { "problems" };
        write!(f, "{count} {noun}; nothing was changed")
    }
}

impl std::error::Error for Refusal {}
