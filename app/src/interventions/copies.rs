//! Who sees an intervention besides whoever sees it anyway; who asked, a Référent and the staff change it.

use leptos::prelude::*;

use crate::answer::page::visit;
use crate::backend::interventions::Sheet;
use crate::backend::requesting::Copied;
use crate::domain::time::LocalInstant;
use crate::text::Lang;
use crate::text::requesting::requesting;
use crate::ui::time::Moment;
use crate::ui::{Choice, SelectField};

/// The forms of this card, for the notice of a refusal.
pub const FORMS: [&str; 2] = ["add_copy", "remove_copy"];

/// Nothing when nobody is in copy and the reader can change nothing.
#[component]
pub fn CopiesCard(lang: Lang, sheet: Sheet) -> impl IntoView {
    let text = requesting(lang);
    let (reference, now, copies) = (sheet.listed.reference, sheet.now, sheet.copies);
    if copies.people.is_empty() && !copies.may_change {
        return None;
    }
    let is_empty = copies.people.is_empty();
    let may_change = copies.may_change;
    let rows = copies
        .people
        .into_iter()
        .map(|copied| row(lang, copied, reference.clone(), may_change, now))
        .collect::<Vec<_>>();
    let choices: Vec<Choice> = copies
        .choices
        .into_iter()
        .map(|person| Choice::new(person.id.to_string(), person.name))
        .collect();
    let visit = visit();
    Some(view! {
        <section class="card copies" aria-label=text.in_copy>
            <h2>{text.in_copy}</h2>
            {is_empty.then(|| view! { <p class="soft">{text.nobody_in_copy}</p> })}
            {(!is_empty).then(|| view! { <ul class="lines" role="list">{rows}</ul> })}
            {(!choices.is_empty()).then(|| view! {
                <form class="form" method="post" action="/fn/add_copy">
                    <input type="hidden" name="reference" value=reference.clone()/>
                    <SelectField label=text.colleague name="contact" choices prompt=text.choose_colleague
                        hint=text.copies_hint error=visit.problem_text("add_copy", "contact") required=true form="add_copy"/>
                    <button class="button button-plain" type="submit">{text.put_in_copy}</button>
                </form>
            })}
        </section>
    })
}

fn row(
    lang: Lang,
    copied: Copied,
    reference: String,
    may_change: bool,
    now: LocalInstant,
) -> impl IntoView {
    let text = requesting(lang);
    let how = match &copied.by {
        Some(name) => text.added_by(name),
        None => text.asked_for_it.to_owned(),
    };
    let named = text.remove_named(&copied.person.name);
    let contact = copied.person.id.to_string();
    let marked = contact.clone();
    view! {
        <li class="copied" data-contact=marked>
            <p>
                {copied.person.name}
                <span class="soft small">" " {how} ", " <Moment lang at=copied.since now/></span>
            </p>
            {may_change.then(|| view! {
                <form method="post" action="/fn/remove_copy">
                    <input type="hidden" name="reference" value=reference/>
                    <input type="hidden" name="contact" value=contact/>
                    <button class="button button-small button-plain" type="submit" aria-label=named>{text.remove}</button>
                </form>
            })}
        </li>
    }
}
