//! Instants and lengths: short text, exact value on hover and in `datetime`.

use leptos::{oco::Oco, prelude::*};

use super::markup::{Markup, drawn, html};
use crate::domain::time::LocalInstant;
use crate::text::{Lang, format};

/// An instant under a text already made: "depuis 14 h 02".
#[component]
pub fn Instant(
    lang: Lang,
    at: LocalInstant,
    #[prop(into)] text: Oco<'static, str>,
) -> impl IntoView {
    drawn(instant(lang, at, &text))
}

/// As [`Instant`].
pub fn instant(lang: Lang, at: LocalInstant, text: &str) -> Markup {
    html! { time datetime=(format::iso(at.at)) title=(format::exact(lang, at)) { (text) } }
}

/// An instant as short as today allows: "14 h 02", "hier à 14 h 02", "lun. 16 nov. à 14 h 02".
#[component]
pub fn Moment(lang: Lang, at: LocalInstant, now: LocalInstant) -> impl IntoView {
    view! { <Instant lang at text=format::moment(lang, at, now)/> }
}

/// A length of time: "8 h 40 min".
#[component]
pub fn Length(lang: Lang, length_ms: i64) -> impl IntoView {
    view! { <time datetime=format::iso_duration(length_ms)>{format::duration(lang, length_ms)}</time> }
}
