//! Reads TOML tables field by field: each value knows its place, and what is wrong is noted, not thrown.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{At, Place, Problems};

/// One file: its text as lines, and where problems are noted.
pub struct File<'a> {
    index: usize,
    text: &'a str,
    line_starts: Vec<usize>,
    pub problems: &'a Problems,
}

impl<'a> File<'a> {
    pub fn new(index: usize, text: &'a str, problems: &'a Problems) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        File {
            index,
            text,
            line_starts,
            problems,
        }
    }

    /// The place of a byte of the text.
    pub fn place(&self, offset: usize) -> Place {
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts[line - 1];
        let before = self.text.get(start..offset).unwrap_or("");
        Place {
            file: self.index,
            line,
            column: before.chars().count() + 1,
        }
    }

    /// Parses the whole text and reads its root table; faults of syntax are noted.
    pub fn read<T>(&self, read: impl FnOnce(&Table<'_>) -> T) -> T {
        let (root, faults) = DeTable::parse_recoverable(self.text);
        for fault in faults {
            let offset = fault.span().map_or(0, |span| span.start);
            self.problems.add(self.place(offset), fault.message());
        }
        Table::new(self, root.get_ref(), root.span()).reading(read)
    }
}

/// A table being read. Fields that nobody asked for are unknown, and noted at the end.
pub struct Table<'a> {
    file: &'a File<'a>,
    entries: &'a DeTable<'a>,
    place: Place,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'a> Table<'a> {
    fn new(file: &'a File<'a>, entries: &'a DeTable<'a>, span: Range<usize>) -> Self {
        Table {
            file,
            entries,
            place: file.place(span.start),
            asked: RefCell::default(),
        }
    }

    fn reading<T>(self, read: impl FnOnce(&Table<'a>) -> T) -> T {
        let outcome = read(&self);
        self.note_unknown_fields();
        outcome
    }

    fn note_unknown_fields(&self) {
        let asked = self.asked.borrow();
        for (name, _) in self.entries.iter() {
            if !asked.contains(name.get_ref().as_ref()) {
                let known: Vec<&str> = asked.iter().copied().collect();
                let known = known.join(", ");
                let name_text = name.get_ref();
                self.file.problems.add(
                    self.file.place(name.span().start),
                    format!("unknown field `{name_text}`; known here: {known}"),
                );
            }
        }
    }

    pub fn place(&self) -> Place {
        self.place
    }

    /// Where that field stands, or the table when it is absent.
    pub fn place_of(&self, field: &str) -> Place {
        let value = self.entries.get(field);
        value.map_or(self.place, |value| self.file.place(value.span().start))
    }

    pub fn note(&self, place: Place, reason: impl Into<String>) {
        self.file.problems.add(place, reason);
    }

    pub fn problems(&self) -> &'a Problems {
        self.file.problems
    }

    /// Whether the object is to be removed; then no other field is needed but its key.
    pub fn retired(&self) -> bool {
        self.boolean("retired").unwrap_or(false)
    }

    pub fn has(&self, field: &'static str) -> bool {
        self.value(field).is_some()
    }

    /// Whether the field is there and not an empty list: what it says may still be unreadable.
    pub fn says_something(&self, field: &'static str) -> bool {
        let list = |value: &'a Spanned<DeValue<'a>>| value.get_ref().as_array();
        self.value(field)
            .is_some_and(|value| list(value).is_none_or(|items| !items.is_empty()))
    }

    /// Notes that a field is missing, unless the object is to be removed.
    fn note_missing(&self, field: &'static str) {
        if !self.retired() {
            self.note(self.place, format!("`{field}` is missing"));
        }
    }

    fn value(&self, field: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().insert(field);
        self.entries.get(field)
    }

    fn wrong_type(&self, field: &str, wanted: &str, found: &Spanned<DeValue<'_>>) {
        let kind = found.get_ref().type_str();
        let place = self.file.place(found.span().start);
        self.note(place, format!("`{field}` must be {wanted}, not {kind}"));
    }

    fn text_in(&self, field: &str, value: &Spanned<DeValue<'_>>) -> Option<At<String>> {
        let Some(text) = value.get_ref().as_str() else {
            self.wrong_type(field, "a text", value);
            return None;
        };
        Some(At {
            value: text.trim().to_owned(),
            place: self.file.place(value.span().start),
        })
    }

    /// A text of one line.
    pub fn text(&self, field: &'static str) -> Option<At<String>> {
        const LONGEST: usize = 500;
        let text = self.long_text(field)?;
        if text.value.chars().any(char::is_control) || text.value.chars().count() > LONGEST {
            let reason = format!("`{field}` must be one line of at most {LONGEST} characters");
            self.note(text.place, reason);
            return None;
        }
        Some(text)
    }

    /// A text that may have several lines.
    pub fn long_text(&self, field: &'static str) -> Option<At<String>> {
        const LONGEST: usize = 100_000;
        let text = self.text_in(field, self.value(field)?)?;
        if text.value.len() > LONGEST || text.value.contains('\0') {
            self.note(text.place, format!("`{field}` is too long"));
            return None;
        }
        Some(text)
    }

    /// A text of one line that must be there and say something; empty when it does not.
    pub fn needed_text(&self, field: &'static str) -> String {
        if !self.has(field) {
            self.note_missing(field);
            return String::new();
        }
        let Some(text) = self.text(field) else {
            return String::new();
        };
        if text.value.is_empty() {
            self.note(text.place, format!("`{field}` is empty"));
        }
        text.value
    }

    /// A text that `parse` understands; its error says what is wrong.
    pub fn parsed<T>(
        &self,
        field: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<At<T>> {
        let text = self.text(field)?;
        self.parse(field, text, parse)
    }

    fn parse<T>(
        &self,
        field: &str,
        text: At<String>,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<At<T>> {
        match parse(&text.value) {
            Ok(value) => Some(At {
                value,
                place: text.place,
            }),
            Err(reason) => {
                self.note(text.place, format!("`{field}`: {reason}"));
                None
            }
        }
    }

    /// Like [`Table::parsed`], and noted when it is missing.
    pub fn needed<T>(
        &self,
        field: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<At<T>> {
        if !self.has(field) {
            self.note_missing(field);
        }
        self.parsed(field, parse)
    }

    pub fn boolean(&self, field: &'static str) -> Option<bool> {
        let value = self.value(field)?;
        let boolean = value.get_ref().as_bool();
        if boolean.is_none() {
            self.wrong_type(field, "true or false", value);
        }
        boolean
    }

    pub fn integer(&self, field: &'static str, range: RangeInclusive<i64>) -> Option<At<i64>> {
        self.integer_in(field, self.value(field)?, range)
    }

    fn integer_in(
        &self,
        field: &str,
        value: &Spanned<DeValue<'_>>,
        range: RangeInclusive<i64>,
    ) -> Option<At<i64>> {
        let Some(integer) = value.get_ref().as_integer() else {
            self.wrong_type(field, "a whole number", value);
            return None;
        };
        let place = self.file.place(value.span().start);
        let parsed = i64::from_str_radix(&integer.as_str().replace('_', ""), integer.radix());
        match parsed {
            Ok(value) if range.contains(&value) => Some(At { value, place }),
            _ => {
                let (least, most) = (range.start(), range.end());
                self.note(
                    place,
                    format!("`{field}` must be between {least} and {most}"),
                );
                None
            }
        }
    }

    /// A list of whole numbers.
    pub fn integers(&self, field: &'static str, range: RangeInclusive<i64>) -> Option<Vec<i64>> {
        let items = self.list(field)?;
        let read = |item| {
            self.integer_in(field, item, range.clone())
                .map(|at| at.value)
        };
        Some(items.iter().filter_map(read).collect())
    }

    /// Rows of whole numbers.
    pub fn integer_rows(
        &self,
        field: &'static str,
        range: RangeInclusive<i64>,
    ) -> Option<Vec<Vec<i64>>> {
        let mut rows = Vec::new();
        for row in self.list(field)? {
            let Some(items) = row.get_ref().as_array() else {
                self.wrong_type(field, "a list of lists", row);
                continue;
            };
            let read = |item| {
                self.integer_in(field, item, range.clone())
                    .map(|at| at.value)
            };
            rows.push(items.iter().filter_map(read).collect());
        }
        Some(rows)
    }

    pub fn date(&self, field: &'static str) -> Option<At<NaiveDate>> {
        let value = self.value(field)?;
        let date = value.get_ref().as_datetime().filter(|at| at.time.is_none());
        let date = date.and_then(|at| at.date).and_then(|date| {
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        });
        let place = self.file.place(value.span().start);
        match date {
            Some(value) => Some(At { value, place }),
            None => {
                self.wrong_type(field, "a date, as in 2026-01-01 without quotes", value);
                None
            }
        }
    }

    fn list(&self, field: &'static str) -> Option<&'a [Spanned<DeValue<'a>>]> {
        let value = self.value(field)?;
        match value.get_ref().as_array() {
            Some(items) => Some(items),
            None => {
                self.wrong_type(field, "a list", value);
                None
            }
        }
    }

    /// Texts that `parse` understands: a list, or one alone.
    pub fn several<T>(
        &self,
        field: &'static str,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Vec<At<T>>> {
        let value = self.value(field)?;
        let items = match value.get_ref().as_array() {
            Some(items) => items.iter().collect(),
            None => vec![value],
        };
        let read = |item| {
            let text = self.text_in(field, item)?;
            self.parse(field, text, &parse)
        };
        Some(items.into_iter().filter_map(read).collect())
    }

    /// Whether the field is a table rather than a plain value.
    pub fn is_table(&self, field: &'static str) -> bool {
        self.value(field)
            .is_some_and(|value| value.get_ref().is_table())
    }

    /// Whether the field is a text rather than anything else.
    pub fn is_text(&self, field: &'static str) -> bool {
        self.value(field)
            .is_some_and(|value| value.get_ref().is_str())
    }

    /// Whether the field is `true` or `false`.
    pub fn is_boolean(&self, field: &'static str) -> bool {
        self.value(field)
            .is_some_and(|value| value.get_ref().is_bool())
    }

    /// A table within this one.
    pub fn table<T>(&self, field: &'static str, read: impl FnOnce(&Table<'a>) -> T) -> Option<T> {
        let value = self.value(field)?;
        let Some(entries) = value.get_ref().as_table() else {
            self.wrong_type(field, "a table", value);
            return None;
        };
        Some(Table::new(self.file, entries, value.span()).reading(read))
    }

    /// Each table of a list of tables.
    pub fn each<T>(&self, field: &'static str, mut read: impl FnMut(&Table<'a>) -> T) -> Vec<T> {
        let mut read_items = Vec::new();
        for item in self.list(field).unwrap_or_default() {
            match item.get_ref().as_table() {
                Some(entries) => {
                    let table = Table::new(self.file, entries, item.span());
                    read_items.push(table.reading(&mut read));
                }
                None => self.wrong_type(field, "a list of tables", item),
            }
        }
        read_items
    }

    /// Every entry as text, for tables whose names are free (the labels of an alert).
    pub fn pairs(&self, field: &'static str) -> Option<Vec<(String, String)>> {
        let value = self.value(field)?;
        let Some(entries) = value.get_ref().as_table() else {
            self.wrong_type(field, "a table of texts", value);
            return None;
        };
        let read = |(name, value): (&Spanned<_>, &Spanned<DeValue<'_>>)| {
            let name: &std::borrow::Cow<'_, str> = name.get_ref();
            Some((name.to_string(), self.text_in(field, value)?.value))
        };
        Some(entries.iter().filter_map(read).collect())
    }
}
