//! The field that finds by typing, as the server draws it: hidden, since without scripts the whole list is in sight.

use leptos::prelude::*;

use super::finder::{FINDER_ID, FOUND_ID, FindByTyping};
use crate::text::Lang;
use crate::text::contract::cover::cover;

/// The field to type in.
#[component]
pub fn Finder(lang: Lang) -> impl IntoView {
    let text = cover(lang);
    view! {
        <div class="field finder" hidden=true>
            <label for=FINDER_ID>{text.find}</label>
            <p class="field-hint" id="finder-hint">{text.find_hint}</p>
            <input id=FINDER_ID type="search" autocomplete="off" aria-describedby="finder-hint"/>
            <p class="soft" role="status" id=FOUND_ID data-nothing=text.nothing_found></p>
        </div>
        <FindByTyping/>
    }
}
