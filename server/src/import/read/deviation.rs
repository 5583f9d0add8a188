//! What a contract says of something that its template may have.

use crate::import::reader::Table;

#[derive(Debug, Clone)]
pub(super) enum Deviation<T> {
    Unsaid,
    /// `false`: the template's does not hold here.
    Without,
    With(T),
}

impl<T> Deviation<T> {
    /// A table that `read` understands, or `false`.
    pub(super) fn read<'a>(
        table: &Table<'a>,
        field: &'static str,
        read: impl FnOnce(&Table<'a>) -> Option<T>,
    ) -> Deviation<T> {
        if table.is_boolean(field) {
            if table.boolean(field) == Some(true) {
                let reason = format!("`{field}` is a table, or false");
                table.note(table.place_of(field), reason);
            }
            return Deviation::Without;
        }
        let read = table.table(field, read).flatten();
        read.map_or(Deviation::Unsaid, Deviation::With)
    }

    /// What is said here, or else there.
    pub(super) fn over(self, template: Deviation<T>) -> Deviation<T> {
        match self {
            Deviation::Unsaid => template,
            said => said,
        }
    }

    pub(super) fn as_ref(&self) -> Option<&T> {
        match self {
            Deviation::With(said) => Some(said),
            Deviation::Unsaid | Deviation::Without => None,
        }
    }

    pub(super) fn said(self) -> Option<T> {
        match self {
            Deviation::With(said) => Some(said),
            Deviation::Unsaid | Deviation::Without => None,
        }
    }
}
