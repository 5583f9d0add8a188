//! What ties an intervention to another, at the desk: the fields that choose it, and what the forms post to.

use leptos::prelude::*;

use super::actions::{Posted, act};
use crate::answer::AppError;
use crate::answer::page::{asker, backend, go_to, visit};
use crate::backend::desk::{Deed, Desk};
use crate::backend::interventions::Listed;
use crate::interventions::list::shown_title;
use crate::text::ties::ties;
use crate::text::{Lang, words};
use crate::ui::{Choice, SelectField, TextField};

/// It follows another.
#[server(prefix = "/fn", endpoint = "gather_intervention")]
pub async fn gather_intervention(
    #[server(flatten)] posted: Posted,
    #[server(default)] reference_of: String,
) -> Result<(), AppError> {
    act(posted, Deed::Gather(reference_of)).await
}

/// It goes its own way again.
#[server(prefix = "/fn", endpoint = "separate_intervention")]
pub async fn separate_intervention(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act(posted, Deed::Separate).await
}

/// The same thing told twice.
#[server(prefix = "/fn", endpoint = "duplicate_of")]
pub async fn duplicate_of(
    #[server(flatten)] posted: Posted,
    #[server(default)] reference_of: String,
) -> Result<(), AppError> {
    act(posted, Deed::DuplicateOf(reference_of)).await
}

/// The definitive repair was done by another intervention.
#[server(prefix = "/fn", endpoint = "settled_by")]
pub async fn settled_by(
    #[server(flatten)] posted: Posted,
    #[server(default)] reference_of: String,
) -> Result<(), AppError> {
    act(posted, Deed::SettledBy(reference_of)).await
}

/// A risk that the client lives with was looked at again.
#[server(prefix = "/fn", endpoint = "review_risk")]
pub async fn review_risk(
    #[server(default)] client: String,
    #[server(default)] debt: String,
) -> Result<(), AppError> {
    let debt = debt.trim().parse().map_err(|_| AppError::NotFound)?;
    let desk = backend::<Desk>().0;
    desk.review_risk(&*asker()?, &client, debt).await?;
    go_to("/desk/debts");
    Ok(())
}

/// One of the open faults of the same client.
#[component]
pub fn CandidateField(lang: Lang, form: &'static str, candidates: Vec<Listed>) -> impl IntoView {
    let text = ties(lang);
    let visit = visit();
    let choices = candidates
        .into_iter()
        .map(|listed| {
            let subject = match &listed.component {
                Some(component) => component.name.clone(),
                None => words::category(lang, listed.category).to_owned(),
            };
            let title = shown_title(lang, &listed.title);
            let label = format!("{} · {subject} · {title}", listed.reference);
            Choice::new(listed.reference, label)
        })
        .collect::<Vec<_>>();
    view! {
        <SelectField label=text.other name="reference_of" choices value=visit.typed(form, "reference_of").unwrap_or_default()
            prompt="—" error=visit.problem_text(form, "reference_of") required=true form=form/>
    }
}

/// Any intervention of the same client, by its reference.
#[component]
pub fn ReferenceField(lang: Lang, form: &'static str) -> impl IntoView {
    let text = ties(lang);
    let visit = visit();
    view! {
        <TextField label=text.other name="reference_of" value=visit.typed(form, "reference_of").unwrap_or_default()
            hint=text.other_hint error=visit.problem_text(form, "reference_of") required=true maxlength=40 form=form/>
    }
}
