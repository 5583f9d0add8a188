//! The answer beside a form as the server first draws it, with all that the browser needs to draw the next.

use base64::prelude::{BASE64_STANDARD, Engine};
use leptos::prelude::*;

use super::request_coverage::{ANSWER_ID, Asked, FollowForm, Known, answer_html};
use crate::text::Lang;
use crate::ui::markup::drawn;

/// The verdict on what the form says. `asked` is what it says now.
#[component]
pub fn RequestCoverage(lang: Lang, known: Known, asked: Option<Asked>) -> impl IntoView {
    view! {
        <div id=ANSWER_ID aria-live="polite" data-known=BASE64_STANDARD.encode(known.to_bytes())>
            {drawn(answer_html(lang, &known, asked))}
        </div>
        <FollowForm/>
    }
}
