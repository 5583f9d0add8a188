//! The island over the long strip: one tab stop, arrow keys from day to day, each day named.

use leptos::prelude::*;

use super::days;

/// Around a `LongStrip`. What it says of a day is what the strip's own table says.
#[island]
pub fn DayByDay(children: Children) -> impl IntoView {
    let root = NodeRef::new();
    let told = RwSignal::new(String::new());
    days::listen(root, told);
    view! {
        <div class="strip-days" node_ref=root>
            {children()}
            <p class="strip-told" aria-hidden="true">{move || told.get()}</p>
        </div>
    }
}
