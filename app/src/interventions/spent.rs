//! Time spent on an intervention, what it cost the hour book, and a disagreement about it.

use leptos::prelude::*;

use crate::answer::page::visit;
use crate::backend::interventions::{Disagreement, Sheet, Spent};
use crate::domain::intervention::EventKind;
use crate::domain::time::MINUTE_MS;
use crate::text::Lang;
use crate::text::format::duration;
use crate::text::hour_book::hour_book;
use crate::ui::TextArea;

/// Nothing until time was entered. `contests`: its reader is the client, who may disagree.
#[component]
pub fn TimeSpentCard(lang: Lang, sheet: Sheet, contests: bool) -> impl IntoView {
    let text = hour_book(lang);
    let spent = sheet.spent?;
    let length = |minutes: i64| duration(lang, minutes * MINUTE_MS);
    let may_contest = contests
        && sheet.may.contains(&EventKind::Contested)
        && spent.contest == Disagreement::None;
    let stands = match spent.contest {
        Disagreement::None => None,
        Disagreement::Open => Some(text.contest_open),
        Disagreement::Answered { upheld: true } => Some(text.contest_upheld),
        Disagreement::Answered { upheld: false } => Some(text.contest_declined),
    };
    let Spent {
        entered_minutes,
        debited_minutes,
        goodwill_minutes,
        ..
    } = spent;
    let reference = sheet.listed.reference;
    let version = sheet.version;
    Some(view! {
        <section class="card" id="spent" aria-label=text.spent>
            <h2>{text.spent}</h2>
            <dl class="facts">
                <dt>{text.entered}</dt><dd>{length(entered_minutes)}</dd>
                {(debited_minutes != 0).then(|| view! { <dt>{text.debited}</dt><dd>{length(debited_minutes)}</dd> })}
                {(goodwill_minutes != 0).then(|| view! { <dt>{text.given_back}</dt><dd>{length(goodwill_minutes)}</dd> })}
            </dl>
            {stands.map(|stands| view! { <p class="soft">{stands}</p> })}
            {may_contest.then(|| view! { <Contest lang reference version/> })}
        </section>
    })
}

#[component]
fn Contest(lang: Lang, reference: String, version: i64) -> impl IntoView {
    const FORM: &str = "contest_time";
    let text = hour_book(lang);
    let visit = visit();
    let open = visit.draft_of(FORM).is_some();
    let typed = visit.typed(FORM, "text").unwrap_or_default();
    view! {
        <details class="act" open=open>
            <summary>{text.contest}</summary>
            <form class="form" method="post" action="/fn/contest_time">
                <input type="hidden" name="reference" value=reference/>
                <input type="hidden" name="expected_version" value=version.to_string()/>
                <TextArea label=text.contest_why name="text" value=typed rows=2 hint=text.contest_hint
                    error=visit.problem_text(FORM, "text") required=true maxlength=8000 form=FORM/>
                <div class="form-foot"><button class="button button-plain" type="submit">{text.contest}</button></div>
            </form>
        </details>
    }
}
