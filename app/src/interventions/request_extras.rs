//! What a request may carry besides its four answers, folded until it is wanted: for whom, who is in copy, files.

use leptos::prelude::*;

use super::file_form::ENDINGS;
use crate::answer::page::visit;
use crate::backend::interventions::RequestInput;
use crate::backend::requesting::{Person, Ticked, copy_field, is_ticked};
use crate::text::Lang;
use crate::text::interventions::interventions;
use crate::text::requesting::requesting;
use crate::ui::TextField;

/// Somebody without an account: who, which number, where.
#[component]
pub fn BeneficiaryFields(
    lang: Lang,
    input: RequestInput,
    /// The server function, whose refusal says what is wrong.
    action: &'static str,
    form: &'static str,
) -> impl IntoView {
    let text = requesting(lang);
    let visit = visit();
    let error = |field: &str| visit.problem_text(action, field);
    let RequestInput {
        for_name,
        for_phone,
        for_room,
        ..
    } = input;
    let is_filled = ![&for_name, &for_phone, &for_room]
        .iter()
        .all(|said| said.trim().is_empty());
    view! {
        <details class="extra" open=is_filled>
            <summary>{text.for_somebody}</summary>
            <div class="extra-body">
                <p class="field-hint">{text.for_hint}</p>
                <TextField label=text.for_name name="for_name" value=for_name error=error("for_name") maxlength=120 form/>
                <div class="field-row">
                    <TextField label=text.for_phone name="for_phone" kind="tel" value=for_phone error=error("for_phone") maxlength=30 form/>
                    <TextField label=text.for_room name="for_room" value=for_room error=error("for_room") maxlength=120 form/>
                </div>
            </div>
        </details>
    }
}

/// Boxes to tick; nothing where the client has no other contact.
#[component]
pub fn CopyFields(
    lang: Lang,
    people: Vec<Person>,
    ticked: Ticked,
    action: &'static str,
    form: &'static str,
) -> impl IntoView {
    if people.is_empty() {
        return None;
    }
    let text = requesting(lang);
    let error = visit().problem_text(action, "copies");
    let open = error.is_some() || !ticked.is_empty();
    let boxes = people
        .into_iter()
        .map(|person| {
            let id = format!("{form}-copy-{}", person.id);
            let checked = is_ticked(&ticked, person.id);
            view! {
                <div class="choice">
                    <input id=id.clone() type="checkbox" name=copy_field(person.id) value="yes" checked=checked/>
                    <label for=id>{person.name}</label>
                </div>
            }
        })
        .collect::<Vec<_>>();
    Some(view! {
        <details class="extra" open=open>
            <summary>{text.copy_more}</summary>
            <fieldset class="field extra-body people" aria-label=text.in_copy>
                <p class="field-hint">{text.copies_hint}</p>
                <div class="choice-list">{boxes}</div>
                {error.map(|error| view! { <p class="field-error">{error}</p> })}
            </fieldset>
        </details>
    })
}

/// Files that go with the request. `names`: those that were chosen before, and that the browser does not keep.
#[component]
pub fn RequestFiles(
    lang: Lang,
    action: &'static str,
    form: &'static str,
    names: Vec<String>,
) -> impl IntoView {
    let text = requesting(lang);
    let error = visit().problem_text(action, "file");
    let open = error.is_some() || !names.is_empty();
    let id = format!("{form}-file");
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = match &error {
        Some(_) => format!("{error_id} {hint_id}"),
        None => hint_id.clone(),
    };
    let lost = (!names.is_empty()).then(|| names.join(", "));
    view! {
        <details class="extra" open=open>
            <summary>{text.files_legend}</summary>
            <div class="field extra-body">
                <label for=id.clone()>{text.files}</label>
                <p class="field-hint" id=hint_id>{interventions(lang).file_hint}</p>
                {lost.map(|names| view! {
                    <p class="choose-again" role="status">{text.choose_again} " " <span class="soft">{names}</span></p>
                })}
                <input id=id type="file" name="file" multiple accept=ENDINGS
                    aria-describedby=described aria-invalid=error.is_some().then_some("true")/>
                {error.map(|error| view! { <p class="field-error" id=error_id>{error}</p> })}
            </div>
        </details>
    }
}
