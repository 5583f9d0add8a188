//! What a field shows: what was just typed and refused, or what is stored; and, after a conflict, both.

use leptos::{oco::Oco, prelude::*};

use crate::answer::AppError;
use crate::answer::page::visit;
use crate::backend::drafting::DraftAt;
use crate::text::drafting::drafting;
use crate::ui::Refusal;
use crate::visit::Visit;

/// One form of a page; several may post to the same function, each about another object.
#[derive(Clone)]
pub struct Form {
    pub action: &'static str,
    visit: Visit,
    /// This page answers the refusal of this very form.
    refused: bool,
    /// Somebody changed the draft in between.
    conflict: bool,
}

impl Form {
    pub fn new(action: &'static str) -> Form {
        Form::about(action, "", "")
    }

    /// The form whose hidden field has that value.
    pub fn about(action: &'static str, hidden: &str, value: &str) -> Form {
        let visit = visit();
        let draft = visit.draft_of(action);
        let refused =
            draft.is_some_and(|draft| hidden.is_empty() || draft.value(hidden) == Some(value));
        let conflict =
            refused && draft.is_some_and(|draft| draft.refusal == Some(AppError::Conflict));
        Form {
            action,
            refused,
            conflict,
            visit,
        }
    }

    pub fn is_refused(&self) -> bool {
        self.refused
    }

    pub fn value(&self, field: &str, stored: impl Into<String>) -> String {
        let typed = self
            .refused
            .then(|| self.visit.typed(self.action, field))
            .flatten();
        typed.unwrap_or_else(|| stored.into())
    }

    /// A box that is not ticked is not sent at all.
    pub fn ticked(&self, field: &str, stored: bool) -> bool {
        match self.refused {
            true => self.visit.typed(self.action, field).is_some(),
            false => stored,
        }
    }

    pub fn error(&self, field: &str) -> Option<Oco<'static, str>> {
        let refused = self
            .refused
            .then(|| self.visit.problem_text(self.action, field));
        refused.flatten()
    }

    /// The hint, or what somebody else stored there while this was typed.
    pub fn hint(&self, field: &str, stored: &str, hint: &'static str) -> Oco<'static, str> {
        if self.conflict && self.value(field, stored) != stored {
            let said = if stored.is_empty() { "—" } else { stored };
            let meanwhile = drafting(self.visit.lang).stored_meanwhile;
            return Oco::from(format!("{meanwhile} {said}"));
        }
        Oco::Borrowed(hint)
    }
}

/// The hidden fields of every form about a draft: which one, as it was seen.
#[component]
pub fn At(at: DraftAt) -> impl IntoView {
    view! {
        <input type="hidden" name="client" value=at.client/>
        <input type="hidden" name="draft" value=at.draft.to_string()/>
        <input type="hidden" name="expected_version" value=at.revision.to_string()/>
    }
}

/// Why the form that was just sent was refused, whichever of the page it was.
#[component]
pub fn Refusals(forms: &'static [&'static str]) -> impl IntoView {
    forms
        .iter()
        .map(|form| view! { <Refusal form/> })
        .collect::<Vec<_>>()
}
