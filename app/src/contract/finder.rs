//! Finding by typing: hides, in a form that is already there, what does not hold every word that was typed.

use leptos::prelude::*;

use crate::text::Lang;
use crate::text::contract::cover::cover;

#[cfg(feature = "forms")]
#[path = "finder_browser.rs"]
mod filtering;
#[cfg(not(feature = "forms"))]
mod filtering {
    /// On the server nothing is typed.
    pub fn filter(_query: &str) -> bool {
        true
    }
}

/// The attribute of what can be found: its words, folded.
pub const FOUND_BY: &str = "data-find";

/// The field to type in. Without scripts there is none: the whole list is in sight.
#[island]
pub fn Finder(lang: Lang) -> impl IntoView {
    let text = cover(lang);
    let found = RwSignal::new(true);
    let ready = RwSignal::new(false);
    Effect::new(move |_| ready.set(true));
    view! {
        <div class="field finder" hidden=move || !ready.get()>
            <label for="finder">{text.find}</label>
            <p class="field-hint" id="finder-hint">{text.find_hint}</p>
            <input
                id="finder"
                type="search"
                autocomplete="off"
                aria-describedby="finder-hint"
                on:input:target=move |event| found.set(filtering::filter(&event.target().value()))
            />
            <p class="soft" role="status">{move || (!found.get()).then_some(text.nothing_found)}</p>
        </div>
    }
}
