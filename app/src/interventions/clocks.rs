//! What is due and when: the next deadline in a list.

use leptos::prelude::*;

use crate::backend::interventions::Pressing;
use crate::domain::time::LocalInstant;
use crate::text::Lang;
use crate::text::interventions::clocks::{clocks, pressing as pressing_words, within};
use crate::ui::badge::{Pill, Tone};
use crate::ui::time::{Instant, Moment};

/// What its clocks press for, and when whoever it waits for is asked again; nothing when nothing is promised.
#[component]
pub fn Pressed(
    lang: Lang,
    pressing: Pressing,
    chase: Option<LocalInstant>,
    now: LocalInstant,
) -> impl IntoView {
    let words = pressing_words(lang, pressing, now);
    let at = match pressing {
        Pressing::Due { at, .. } => Some(at),
        Pressing::Overrun { since, .. } => Some(since),
        Pressing::Paused | Pressing::Nothing => None,
    };
    let is_overrun = matches!(pressing, Pressing::Overrun { .. });
    let class = if is_overrun {
        "pressing overrun"
    } else {
        "pressing"
    };
    let told = words.map(|words| match at {
        Some(at) => view! { <span class=class><Instant lang at text=words/></span> }.into_any(),
        None => view! { <span class=class>{words}</span> }.into_any(),
    });
    view! {
        {told}
        {within(lang, pressing, now).map(|left| view! { " " <span class="soft">{left}</span> })}
        {chase.map(|at| {
            let tone = if at.at <= now.at { Tone::Warn } else { Tone::Quiet };
            view! { " " <Pill tone>{clocks(lang).next_chase} " " <Moment lang at now/></Pill> }
        })}
    }
}
