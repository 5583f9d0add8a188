//! Satisfaction: five words to choose from once it is over, and the last word said.

use leptos::prelude::*;

use crate::answer::page::visit;
use crate::backend::interventions::Sheet;
use crate::domain::intervention::EventKind;
use crate::text::Lang;
use crate::text::requesting::requesting;
use crate::ui::{Choice, RadioField, TextArea};

/// The form of this card, for the notice of a refusal.
pub const FORM: &str = "rate_intervention";

/// What was said, and the form for who may say it.
#[component]
pub fn RatingCard(lang: Lang, sheet: Sheet) -> impl IntoView {
    let may_rate = sheet.may.contains(&EventKind::Rated);
    if !may_rate && sheet.rating.is_none() {
        return None;
    }
    let text = requesting(lang);
    let rating = sheet.rating;
    let open = rating.is_none() || visit().draft_of(FORM).is_some();
    let summary = if rating.is_some() {
        text.rate_again
    } else {
        text.rate
    };
    Some(view! {
        <section class="card rating" aria-label=text.rating data-rating=rating.map(|score| score.to_string())>
            <h3>{text.rating}</h3>
            {rating.map(|score| view! { <p><strong>{text.score(score)}</strong></p> })}
            {may_rate.then(|| view! {
                <details class="act" open=open>
                    <summary>{summary}</summary>
                    <Form lang sheet=sheet.clone()/>
                </details>
            })}
        </section>
    })
}

#[component]
fn Form(lang: Lang, sheet: Sheet) -> impl IntoView {
    let text = requesting(lang);
    let visit = visit();
    let typed = |field: &str| visit.typed(FORM, field);
    let chosen = typed("score").or_else(|| sheet.rating.map(|score| score.to_string()));
    let mut choices: Vec<Choice> = (1_u8..)
        .zip(text.scores)
        .map(|(score, words)| Choice::new(score.to_string(), words))
        .collect();
    choices.reverse();
    view! {
        <form class="form" method="post" action="/fn/rate_intervention">
            <input type="hidden" name="reference" value=sheet.listed.reference/>
            <input type="hidden" name="expected_version" value=sheet.version.to_string()/>
            <RadioField legend=text.rate_question name="score" choices value=chosen.unwrap_or_default()
                error=visit.problem_text(FORM, "score") form=FORM/>
            <TextArea label=text.rate_comment name="text" value=typed("text").unwrap_or_default() rows=2 hint=text.rate_hint
                error=visit.problem_text(FORM, "text") maxlength=8000 form=FORM/>
            <div class="form-foot"><button class="button" type="submit">{text.rate}</button></div>
        </form>
    }
}
