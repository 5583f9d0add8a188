//! On a client's page, for administrators: what is signed, what is being prepared, and the way to start.

use leptos::prelude::*;

use super::address;
use crate::answer::page::visit;
use crate::backend::drafting::{Contract, DraftRow, Workbench};
use crate::text::drafting::drafting;
use crate::text::{Lang, format};
use crate::ui::badge::{Pill, Tone};
use crate::ui::{Empty, Glyph};

/// The card.
#[component]
pub fn WorkbenchCard(workbench: Workbench) -> impl IntoView {
    let lang = visit().lang;
    let text = drafting(lang);
    let Workbench {
        client,
        contracts,
        new_drafts,
        now,
        ..
    } = workbench;
    let is_empty = contracts.is_empty() && new_drafts.is_empty();
    let start = format!("/desk/clients/{}/contracts/new", client.slug);
    let signed = contracts
        .into_iter()
        .map(|contract| view! { <Signed lang client=client.slug.clone() contract now/> })
        .collect::<Vec<_>>();
    let started = new_drafts
        .into_iter()
        .map(|draft| {
            let name = format!("{} · {}", draft.number, draft.title);
            view! { <li><strong>{name}</strong> " " <Pill tone=Tone::Planned>{text.draft}</Pill> <Resume lang client=client.slug.clone() draft now/></li> }
        })
        .collect::<Vec<_>>();
    view! {
        <section class="card draft-part workbench" aria-labelledby="workbench">
            <div class="section-head">
                <h2 id="workbench">{text.workbench}</h2>
                <a class="button button-plain button-small" href=start>{text.new_contract}</a>
            </div>
            <p class="soft">{text.workbench_lead}</p>
            {is_empty.then(|| view! { <Empty glyph=Glyph::Contract title=text.nothing_signed text=text.new_lead/> })}
            <ul class="lines" role="list">{signed}{started}</ul>
        </section>
    }
}

#[component]
fn Signed(
    lang: Lang,
    client: String,
    contract: Contract,
    now: crate::domain::time::LocalInstant,
) -> impl IntoView {
    let text = drafting(lang);
    let since = text.version_since(contract.version, &format::date_only(lang, contract.starts));
    let name = format!("{} · {}", contract.number, contract.title);
    let act = match contract.draft {
        Some(draft) => view! {
            " " <Pill tone=Tone::Planned>{text.draft}</Pill> <Resume lang client draft now/>
        }
        .into_any(),
        None => view! {
            <form method="post" action="/fn/prepare_version">
                <input type="hidden" name="client" value=client/>
                <input type="hidden" name="number" value=contract.number/>
                <button class="button button-plain button-small" type="submit">{text.prepare(contract.version + 1)}</button>
            </form>
        }
        .into_any(),
    };
    view! { <li><strong>{name}</strong> <span class="cell-note">{since}</span> {act}</li> }
}

#[component]
fn Resume(
    lang: Lang,
    client: String,
    draft: DraftRow,
    now: crate::domain::time::LocalInstant,
) -> impl IntoView {
    let text = drafting(lang);
    let changed = text.changed_by(&draft.changed_by, &format::moment(lang, draft.changed, now));
    view! { <a href=address(&client, draft.id)>{text.open_draft}</a> <span class="cell-note">{changed}</span> }
}
