//! The state of one component, drawn on the server in the parts that the live line then changes.

use crate::domain::access::Lang;
use crate::domain::component::ComponentState;
use crate::domain::time::LocalInstant;
use crate::text::{format, live, words};
use crate::ui::icons::Glyph;
use crate::ui::markup::{Markup, html};

/// A component's state and since when, as icon, word and time. It stands inside an element with
/// `data-component` and `data-state`; all of these follow the live stream, which the page's one
/// [`LiveStatus`](super::LiveStatus) hears.
///
/// It is no island of its own: two hundred rows would bring two hundred copies of what the page
/// already says, and the code that reads them.
pub fn live_state(
    lang: Lang,
    state: ComponentState,
    since: LocalInstant,
    now: LocalInstant,
) -> Markup {
    html! {
        span.state {
            (Glyph::from(state))
            span.state-word { (words::component_state(lang, state)) }
        }
        time.row-since datetime=(format::iso(since.at)) title=(format::exact(lang, since)) {
            (live(lang).since(&format::moment(lang, since, now)))
        }
    }
}
