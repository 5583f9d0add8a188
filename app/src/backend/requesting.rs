//! What a request carries besides its four answers: for whom it is, who else sees it, what supervision says, drafts.

use std::collections::BTreeMap;

use super::interventions::{Text, is_phone, problem};
use crate::answer::{FieldError, FieldProblem};
use crate::domain::component::ComponentState;
use crate::domain::status::Cause;
use crate::domain::time::LocalInstant;

/// Longest name of a person or a room, in characters.
pub const NAME_LENGTH: usize = 120;
/// People in copy of one intervention at most.
pub const MOST_COPIES: usize = 20;
/// Drafts that one contact keeps at most.
pub const MOST_DRAFTS: i64 = 20;
/// How long a draft is kept.
pub const DRAFT_DAYS: i64 = 30;

/// Ticked people, as they were posted: `c12` → `yes`.
pub type Ticked = BTreeMap<String, String>;

/// The name of a person's box in the form.
pub fn copy_field(contact: i64) -> String {
    format!("copies[c{contact}]")
}

/// The boxes among the fields of a form.
pub fn ticked<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> Ticked {
    let boxes = fields.into_iter().filter_map(|(name, value)| {
        let name = name.strip_prefix("copies[")?.strip_suffix(']')?;
        (!value.is_empty()).then(|| (name.to_owned(), value.to_owned()))
    });
    boxes.collect()
}

/// Whether that person's box is ticked.
pub fn is_ticked(ticked: &Ticked, contact: i64) -> bool {
    ticked.contains_key(&format!("c{contact}"))
}

/// The people whose boxes are ticked; what is no person of ours is a fault of the field `copies`.
pub fn copied(ticked: &Ticked, wrong: &mut Vec<FieldError>) -> Vec<i64> {
    let mut people = Vec::new();
    for name in ticked.keys() {
        match name.strip_prefix('c').and_then(|id| id.parse().ok()) {
            Some(id) => people.push(id),
            None => {
                wrong.push(problem("copies", FieldProblem::Unknown));
                return Vec::new();
            }
        }
    }
    if people.len() > MOST_COPIES {
        wrong.push(problem("copies", FieldProblem::Full));
    }
    people
}

/// Somebody without an account, for whom a request is; ready to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beneficiary {
    pub name: String,
    /// Empty when nothing was said.
    pub phone: String,
    pub room: String,
}

/// Reads the three fields; nobody when all are empty.
pub fn beneficiary(
    (name, phone, room): (&str, &str, &str),
    wrong: &mut Vec<FieldError>,
) -> Option<Beneficiary> {
    let (name, phone, room) = (name.trim(), phone.trim(), room.trim());
    if name.is_empty() && phone.is_empty() && room.is_empty() {
        return None;
    }
    if name.is_empty() {
        wrong.push(problem("for_name", FieldProblem::Missing));
    }
    for (field, said) in [("for_name", name), ("for_room", room)] {
        if said.chars().count() > NAME_LENGTH {
            wrong.push(problem(field, FieldProblem::TooLong));
        }
    }
    if !is_phone(phone) {
        wrong.push(problem("for_phone", FieldProblem::NotAPhoneNumber));
    }
    Some(Beneficiary {
        name: name.to_owned(),
        phone: phone.to_owned(),
        room: room.to_owned(),
    })
}

/// The same as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeneficiaryView {
    pub name: Text,
    pub phone: Option<Text>,
    pub room: Option<Text>,
}

/// A contact of the client, to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: i64,
    pub name: String,
}

/// Somebody who sees an intervention that is not theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    pub person: Person,
    pub since: LocalInstant,
    /// Who put them in copy; `None` when they asked for it themselves.
    pub by: Option<String>,
}

/// Who sees an intervention besides whoever sees it anyway.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Copies {
    pub people: Vec<Copied>,
    /// Whom the reader may put in copy; empty when it may not, or nobody is left.
    pub choices: Vec<Person>,
    /// The reader may put people in copy, and take them out.
    pub may_change: bool,
}

/// What supervision says of a component that fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertNow {
    pub state: ComponentState,
    pub since: LocalInstant,
    pub cause: Cause,
}

/// How one can work meanwhile: the temporary repair that another intervention made on the same component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workaround {
    pub reference: String,
    pub text: String,
    pub at: LocalInstant,
}

/// A request that its author kept for later, in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedDraft {
    pub request_id: String,
    /// Its first words; empty when there are none yet.
    pub title: String,
    /// Name of the component, when one is chosen that the author still sees.
    pub component: Option<String>,
    pub saved: LocalInstant,
    pub expires: LocalInstant,
}

/// One's drafts, the latest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedDrafts {
    pub rows: Vec<SavedDraft>,
    pub now: LocalInstant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_without_an_account_has_a_name() {
        for (fields, expected) in [
            (("", " ", ""), &[][..]),
            (("Zoé Martin", "03 88 00 11 22", "B 204"), &[]),
            (("", "", "B 204"), &["for_name"]),
            (("Zoé", "appelez", ""), &["for_phone"]),
            ((&*"n".repeat(NAME_LENGTH + 1), "", ""), &["for_name"]),
        ] {
            let mut wrong = Vec::new();
            beneficiary(fields, &mut wrong);
            let names: Vec<String> = wrong.into_iter().map(|error| error.field).collect();
            assert_eq!(names, expected, "{fields:?}");
        }
    }

    #[test]
    fn ticked_boxes_name_people() {
        let ticks = ticked([
            ("copies[c12]", "yes"),
            ("copies[c7]", ""),
            ("details", "copies[c9]"),
        ]);
        let mut wrong = Vec::new();
        assert_eq!(copied(&ticks, &mut wrong), [12]);
        assert!(is_ticked(&ticks, 12) && !is_ticked(&ticks, 7));
        assert!(wrong.is_empty());
        let forged = ticked([("copies[everyone]", "yes")]);
        assert!(copied(&forged, &mut wrong).is_empty());
        assert_eq!(wrong.len(), 1);
    }
}
