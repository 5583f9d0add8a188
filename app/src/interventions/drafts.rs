//! Requests that are not sent yet, on the page of the open ones.

use leptos::prelude::*;

use crate::backend::requesting::{SavedDraft, SavedDrafts};
use crate::domain::time::LocalInstant;
use crate::text::Lang;
use crate::text::format::date_only;
use crate::text::requesting::requesting;
use crate::ui::time::Moment;

/// Nothing when there is none.
#[component]
pub fn DraftList(lang: Lang, drafts: SavedDrafts) -> impl IntoView {
    if drafts.rows.is_empty() {
        return None;
    }
    let text = requesting(lang);
    let now = drafts.now;
    let rows = drafts
        .rows
        .into_iter()
        .map(|draft| row(lang, draft, now))
        .collect::<Vec<_>>();
    Some(view! {
        <section id="drafts" class="drafts" aria-labelledby="drafts-title">
            <div class="section-head">
                <h2 id="drafts-title">{text.drafts}</h2>
                <p class="soft">{text.drafts_help}</p>
            </div>
            <ul class="card lines" role="list">{rows}</ul>
        </section>
    })
}

fn row(lang: Lang, draft: SavedDraft, now: LocalInstant) -> impl IntoView {
    let text = requesting(lang);
    let title = match draft.title.as_str() {
        "" => text.untitled.to_owned(),
        title => title.to_owned(),
    };
    let href = format!("/interventions/new?resume={}", draft.request_id);
    view! {
        <li class="draft">
            <div>
                <p><a href=href.clone()>{title}</a></p>
                <p class="soft small">
                    {draft.component.map(|component| view! { <span>{component} " · "</span> })}
                    {text.saved} " " <Moment lang at=draft.saved now/>
                    " · " {text.kept_until} " " {date_only(lang, draft.expires)}
                </p>
            </div>
            <div class="actions">
                <a class="button button-small" href=href>{text.resume}</a>
                <form method="post" action="/fn/delete_request_draft">
                    <input type="hidden" name="request_id" value=draft.request_id/>
                    <button class="button button-small button-plain" type="submit">{text.delete}</button>
                </form>
            </div>
        </li>
    }
}
