//! The island at the top of a page: how old what is shown is, the pause button, what is said to screen readers.

use leptos::prelude::*;

use super::connection;
use super::phase::Phase;
use crate::domain::access::Lang;
use crate::text::{common, format, live};
use crate::ui::icons::Glyph;

/// How alive the page is; nothing to see until the browser's half has started.
#[island]
pub fn LiveStatus(lang: Lang) -> impl IntoView {
    let text = live(lang);
    let line = connection::line();
    let (phase, age_s, said) = (line.phase(), line.age_s(), line.announcement());

    let words = move || match phase.get() {
        Phase::Still => String::new(),
        Phase::Live => text.live_seen(&ago(lang, age_s.get())),
        Phase::Paused => text.paused_since(&ago(lang, age_s.get())),
        Phase::Lost => text.lost_since(&ago(lang, age_s.get())),
    };
    let button = move || {
        if phase.get() == Phase::Paused {
            common(lang).resume
        } else {
            common(lang).pause
        }
    };
    let glyph = move || {
        if phase.get() == Phase::Paused {
            Glyph::Play
        } else {
            Glyph::Pause
        }
    };
    view! {
        <div class="live" data-live=move || phase.get().code()>
            <span class="live-text">{words}</span>
            <button
                class="live-pause"
                type="button"
                hidden=move || matches!(phase.get(), Phase::Still)
                on:click=move |_| connection::line().toggle_pause()
            >
                <svg class="icon" aria-hidden="true"><use_ href=move || glyph().href()></use_></svg>
                <span>{button}</span>
            </button>
            <p class="only-heard" role="status" aria-live="polite">{move || said.get()}</p>
        </div>
    }
}

fn ago(lang: Lang, seconds: i64) -> String {
    if seconds < 1 { live(lang).just_now.to_owned() } else { format::ago(lang, seconds * 1_000) }
}
