//! What a request is about, and, under each request of the catalogue, the questions that it asks besides.
//!
//! The questions of all are in the page; the style sheet shows those of the one that is chosen. What is typed under
//! another stays there, and is not read.

use leptos::{oco::Oco, prelude::*};

use crate::answer::page::visit;
use crate::backend::answers::{ANSWER_LENGTH, Answers, NO, YES, field_name};
use crate::domain::component::Key;
use crate::domain::contract::{Activity, CatalogueItem, FormField, FormFieldKind};
use crate::text::Lang;
use crate::text::interventions::{interventions, questions};
use crate::ui::{Choice, RadioField, TextField};

/// What the questions are shown with: the form that they stand in, and what was typed.
#[derive(Clone)]
pub struct Asking {
    pub lang: Lang,
    /// The server function, whose refusal says what is wrong with an answer.
    pub action: &'static str,
    /// Prefix of the fields' ids.
    pub form: &'static str,
    pub answers: Answers,
}

/// A choice of activities; those of the catalogue bring their questions.
#[component]
pub fn ActivityField(
    asking: Asking,
    choices: Vec<Choice>,
    catalogue: Vec<CatalogueItem>,
    value: String,
) -> impl IntoView {
    let text = interventions(asking.lang);
    let error = visit().problem_text(asking.action, "activity");
    let id = format!("{}-activity", asking.form);
    let error_id = format!("{id}-error");
    let described = error.is_some().then(|| error_id.clone());
    let invalid = error.is_some().then_some("true");
    let rows = choices
        .into_iter()
        .map(|choice| {
            let chosen = *choice.value == value;
            let id = format!("{id}-{}", choice.value);
            let item = Activity::from_code(&choice.value).and_then(|activity| match activity {
                Activity::Catalogue(key) => catalogue.iter().find(|item| item.key == key),
                _ => None,
            });
            let questions = item.map(|item| questions_view(&asking, item, chosen));
            view! {
                <div class="choice">
                    <input id=id.clone() type="radio" name="activity" value=choice.value checked=chosen/>
                    <label for=id>
                        {choice.label}
                        {choice.help.map(|help| view! { <span class="choice-help">{help}</span> })}
                    </label>
                </div>
                {questions}
            }
        })
        .collect::<Vec<_>>();
    view! {
        <fieldset class="field choices" aria-invalid=invalid aria-describedby=described>
            <legend>{text.activity}</legend>
            <div class="choice-list">{rows}</div>
            {error.map(|error| view! { <p class="field-error" id=error_id>{error}</p> })}
        </fieldset>
    }
}

/// Not marked as required to the browser: it would refuse to send a form over a question that it does not show.
fn questions_view(
    asking: &Asking,
    item: &CatalogueItem,
    chosen: bool,
) -> Option<impl IntoView + use<>> {
    if item.form.is_empty() {
        return None;
    }
    let class = if chosen {
        "questions is-chosen"
    } else {
        "questions"
    };
    let fields = item
        .form
        .iter()
        .map(|field| question(asking, &item.key, field))
        .collect::<Vec<_>>();
    let title = match asking.lang {
        Lang::Fr => &item.title,
        Lang::En => &item.title_en,
    };
    Some(view! { <div class=class role="group" aria-label=title.clone()>{fields}</div> })
}

fn question(asking: &Asking, item: &Key, field: &FormField) -> impl IntoView + use<> {
    let words = questions(asking.lang);
    let label = match asking.lang {
        Lang::Fr => &field.label,
        Lang::En => &field.label_en,
    };
    let label = Oco::from(match field.required {
        true => label.clone(),
        false => format!("{label} {}", words.optional),
    });
    let name = field_name(item, &field.key);
    let error = visit().problem_text(asking.action, &name);
    let value = asking
        .answers
        .get(&format!("{item}.{}", field.key))
        .cloned()
        .unwrap_or_default();
    let form = asking.form;
    let limit = u32::try_from(ANSWER_LENGTH).unwrap_or(u32::MAX);
    match field.kind {
        FormFieldKind::Text => view! {
            <TextField label name value error maxlength=limit form/>
        }
        .into_any(),
        FormFieldKind::Date => {
            view! { <TextField label name kind="date" value error form/> }.into_any()
        }
        FormFieldKind::YesNo => {
            let choices = vec![Choice::new(YES, words.yes), Choice::new(NO, words.no)];
            view! { <RadioField legend=label name choices value error form/> }.into_any()
        }
    }
}
