//! The state of one component, drawn on the server in the parts that the live line then changes.

use leptos::{oco::Oco, prelude::*};

use crate::domain::access::Lang;
use crate::domain::component::ComponentState;
use crate::domain::time::LocalInstant;
use crate::text::{format, words};
use crate::ui::icons::Icon;

/// A component's state and since when, as icon, word and time. It stands inside an element with
/// `data-component` and `data-state`; all of these follow the live stream, which the page's one
/// [`LiveStatus`](super::LiveStatus) hears.
///
/// It is no island of its own: two hundred rows would bring two hundred copies of what the page
/// already says, and the code that reads them.
#[component]
pub fn LiveState(
    lang: Lang,
    state: ComponentState,
    since: LocalInstant,
    /// "depuis hier à 14 h 02".
    #[prop(into)]
    text: Oco<'static, str>,
) -> impl IntoView {
    view! {
        <span class="state">
            <Icon glyph=state/>
            <span class="state-word">{words::component_state(lang, state)}</span>
        </span>
        <time class="row-since" datetime=format::iso(since.at) title=format::exact(lang, since)>{text}</time>
    }
}
