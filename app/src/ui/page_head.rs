//! The head of a page: a kicker, then the answer as a sentence.

use leptos::{oco::Oco, prelude::*};

/// `title` is the page's `h1`: a sentence made from the data. `live` stands before the kicker,
/// `lead` completes the sentence; `children` come below, such as a `<div class="actions">`.
#[component]
pub fn PageHead(
    #[prop(into, optional)] kicker: Option<Oco<'static, str>>,
    #[prop(optional)] live: Option<AnyView>,
    #[prop(into)] title: Oco<'static, str>,
    #[prop(into, optional)] lead: Option<Oco<'static, str>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let above = (kicker.is_some() || live.is_some()).then(|| {
        let kicker = kicker.map(|kicker| view! { <span>{kicker}</span> });
        view! { <div class="kicker">{live} {kicker}</div> }
    });
    view! {
        <header class="page-head">
            {above}
            <h1>{title}</h1>
            {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
            {children.map(|children| children())}
        </header>
    }
}
