//! A notice: something to know before going on.

use leptos::{oco::Oco, prelude::*};

use super::badge::Tone;
use super::icons::{Glyph, Icon};

/// Announced at once when `urgent` (an error of the form just sent), politely otherwise.
#[component]
pub fn Notice(
    tone: Tone,
    glyph: Glyph,
    #[prop(into)] title: Oco<'static, str>,
    #[prop(optional)] urgent: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=("notice", true) class=tone.class() role=if urgent { "alert" } else { "status" }>
            <Icon glyph/>
            <div class="notice-body">
                <p class="notice-title">{title}</p>
                {children.map(|children| children())}
            </div>
        </div>
    }
}
