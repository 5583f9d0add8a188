//! The head of a page: a kicker, then the answer as a sentence.

use leptos::{oco::Oco, prelude::*};

/// `title` is the page's `h1`: a sentence made from the data. `lead` completes it; `children` are actions.
#[component]
pub fn PageHead(
    #[prop(into, optional)] kicker: Option<Oco<'static, str>>,
    #[prop(into)] title: Oco<'static, str>,
    #[prop(into, optional)] lead: Option<Oco<'static, str>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page-head">
            {kicker.map(|kicker| view! { <p class="kicker">{kicker}</p> })}
            <h1>{title}</h1>
            {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </header>
    }
}
