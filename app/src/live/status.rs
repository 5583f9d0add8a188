//! The island at the top of a page: how old what is shown is, the pause button, what is said to screen readers.

use leptos::prelude::*;

use super::connection;
use super::phase::Phase;
use crate::domain::access::Lang;
use crate::text::{common, format, live};
use crate::ui::icons::Glyph;

/// How alive the page is; it also brings the rows and the regions of the page to life. Nothing to
/// see until the browser's half has started. No props: reading them would cost more than all of it.
#[island]
pub fn LiveStatus() -> impl IntoView {
    let lang = connection::language();
    let line = connection::line();
    let (phase, age_s, said) = (line.phase(), line.age_s(), line.announcement());
    let glyph = move || {
        if phase.get() == Phase::Paused {
            Glyph::Play
        } else {
            Glyph::Pause
        }
    };
    view! {
        <div class="live" data-live=move || phase.get().code()>
            <span>{move || words(lang, phase.get(), age_s.get())}</span>
            <button type="button" on:click=move |_| connection::line().toggle_pause()>
                <svg class="icon" aria-hidden="true">
                    <use_ href=move || glyph().href()></use_>
                </svg>
                <span>{move || button(lang, phase.get())}</span>
            </button>
            <p class="only-heard" role="status" aria-live="polite">{move || said.get()}</p>
        </div>
    }
}

fn words(lang: Lang, phase: Phase, age_s: i64) -> String {
    let text = live(lang);
    let ago = if age_s < 1 {
        text.just_now.to_owned()
    } else {
        format::ago(lang, age_s * 1_000)
    };
    match phase {
        Phase::Still => String::new(),
        Phase::Live => text.live_seen(&ago),
        Phase::Paused => text.paused_since(&ago),
        Phase::Lost => text.lost_since(&ago),
    }
}

fn button(lang: Lang, phase: Phase) -> &'static str {
    match phase {
        Phase::Still => "",
        Phase::Paused => common(lang).resume,
        Phase::Live | Phase::Lost => common(lang).pause,
    }
}
