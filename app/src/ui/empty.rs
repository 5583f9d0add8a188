//! An empty list: what it would hold, and what to do next.

use leptos::{oco::Oco, prelude::*};

use super::icons::{Glyph, Icon};

/// `children`, when there are some, are the one or two things to do from here.
#[component]
pub fn Empty(
    glyph: Glyph,
    #[prop(into)] title: Oco<'static, str>,
    #[prop(into, optional)] text: Option<Oco<'static, str>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon glyph/>
            <p class="empty-title">{title}</p>
            {text.map(|text| view! { <p>{text}</p> })}
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}
