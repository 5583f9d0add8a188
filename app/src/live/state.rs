//! The island of one component: its state as icon and word, and since when.

use leptos::prelude::*;

use super::connection;
use crate::domain::access::Lang;
use crate::domain::component::ComponentState;
use crate::domain::time::LocalInstant;
use crate::text::{format, live, words};
use crate::ui::icons::Glyph;

/// A state and the instant it began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateSince {
    pub state: ComponentState,
    pub since: LocalInstant,
}

/// A component's state, which follows the live stream. It stands inside an element with
/// `data-component` and `data-state`, whose state and colour follow too.
///
/// `text` is the server's "depuis hier à 14 h 02"; the browser words later changes itself.
#[island]
pub fn LiveState(
    lang: Lang,
    state: ComponentState,
    since: LocalInstant,
    text: String,
) -> impl IntoView {
    let shown = RwSignal::new(StateSince { state, since });
    let root = NodeRef::new();
    connection::follow(root, shown);
    let since_text = move || {
        let now = shown.get();
        if now.since == since {
            text.clone()
        } else {
            live(lang).since(&format::clock(lang, now.since))
        }
    };
    view! {
        <span class="live-state" node_ref=root>
            <span class="state">
                <svg class="icon" aria-hidden="true">
                    <use_ href=move || Glyph::from(shown.get().state).href()></use_>
                </svg>
                <span class="state-word">{move || words::component_state(lang, shown.get().state)}</span>
            </span>
            <time
                class="row-since"
                datetime=move || format::iso(shown.get().since.at)
                title=move || format::exact(lang, shown.get().since)
            >
                {since_text}
            </time>
        </span>
    }
}
