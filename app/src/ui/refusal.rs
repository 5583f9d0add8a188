//! Why the form that was just sent was refused: above the form, announced at once.

use leptos::prelude::*;

use super::badge::Tone;
use super::icons::Glyph;
use super::notice::Notice;
use crate::answer::page::visit;
use crate::text::errors::{error_help, error_title};

/// Nothing unless the page answers the refusal of that form (the name of its server function).
#[component]
pub fn Refusal(form: &'static str) -> impl IntoView {
    let visit = visit();
    let refusal = visit
        .draft_of(form)
        .and_then(|draft| draft.refusal.clone())?;
    let title = error_title(visit.lang, &refusal);
    let help = error_help(visit.lang, &refusal);
    Some(view! {
        <Notice tone=Tone::Warn glyph=Glyph::Info title urgent=true>
            <p>{help}</p>
        </Notice>
    })
}
