//! `/desk/interventions/{reference}/erase/{place}`: what is about to be erased for ever, and why.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::answer::AppError;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::redaction::{Erasable, Redactions};
use crate::shell::{Document, Place};
use crate::text::format;
use crate::text::interventions::{event, interventions};
use crate::text::redaction::redaction;
use crate::ui::badge::Tone;
use crate::ui::icons::Glyph;
use crate::ui::notice::Notice;
use crate::ui::{PageHead, Refusal, TextArea};

const FORM: &str = "erase_content";

/// The page.
#[component]
pub fn ErasePage() -> impl IntoView {
    let params = use_params_map().read_untracked().clone();
    let redactions = backend::<Redactions>().0;
    answered(async move {
        let reference = params.get("reference").unwrap_or_default();
        let place = params.get("place").and_then(|place| place.parse().ok());
        let place = place.ok_or(AppError::NotFound)?;
        let erasable = redactions.look(&*asker()?, &reference, place).await?;
        Ok(view! { <Erase erasable place/> })
    })
}

#[component]
fn Erase(erasable: Erasable, place: i64) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let text = redaction(lang);
    let Erasable {
        reference,
        client,
        kind,
        who,
        at,
        now,
        texts,
        file,
    } = erasable;
    let kicker = format!("{reference} · {client}");
    let back = format!("/desk/interventions/{reference}");
    let by = match who.name.is_empty() {
        true => interventions(lang).the_system.to_owned(),
        false => who.name,
    };
    let what = format!(
        "{}, {by}, {}",
        event(lang, kind),
        format::moment(lang, at, now)
    );
    let note = match kind.is_internal() {
        true => text.trace_of_a_note,
        false => text.trace,
    };
    let pieces = texts
        .into_iter()
        .map(|body| view! { <blockquote class="erasable">{body}</blockquote> })
        .collect::<Vec<_>>();
    view! {
        <Document title=text.title place=Place::Queue>
            <PageHead kicker title=text.title/>
            <Refusal form=FORM/>
            <section class="card stack erase" aria-label=text.content>
                <h2>{text.content}</h2>
                <p class="soft">{what}</p>
                {pieces}
                {file.map(|name| view! { <p class="erasable">{text.file} "\u{a0}: " {name}</p> })}
            </section>
            <Notice tone=Tone::Warn glyph=Glyph::Info title=text.for_ever>
                <p>{text.what_goes} " " {note}</p>
            </Notice>
            <form class="card form" method="post" action="/fn/erase_content">
                <input type="hidden" name="reference" value=reference/>
                <input type="hidden" name="place" value=place.to_string()/>
                <TextArea label=text.why name="text" value=visit.typed(FORM, "text").unwrap_or_default() rows=2 hint=text.why_hint
                    error=visit.problem_text(FORM, "text") required=true maxlength=8000 form=FORM/>
                <div class="form-foot">
                    <button class="button button-danger" type="submit">{text.erase}</button>
                    <a class="button button-plain" href=back>{text.keep}</a>
                </div>
            </form>
        </Document>
    }
}
