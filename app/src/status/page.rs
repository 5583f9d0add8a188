//! `/status` and `/status/{key}`: who asks, what the backend says, the document around it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::board::groups_view;
use super::component::component_view;
use crate::answer::page::{answered, asker, backend, lang};
use crate::backend::contract::Contracts;
use crate::backend::planning::Planning;
use crate::backend::status::{Board, Statuses, Summary, Whose};
use crate::contract::component_cover;
use crate::overview::headline::{Standing, headline};
use crate::planning::on_component::OnComponent;
use crate::shell::{Attention, Document, PageChrome, Place, Scripts, chrome};
use crate::text::{common, status};

/// `/status`: every component of the client.
#[component]
pub fn StatusPage() -> impl IntoView {
    let statuses = backend::<Statuses>().0;
    answered(async move {
        let asker = asker()?;
        let board = statuses.board(&asker, Whose::Own).await?;
        board_chrome(&board.summary, board.cursor);
        let title = common(lang()).status;
        Ok(
            view! { <Document title place=Place::Status scripts=Scripts::Board lean=true>{board_view(board, asker.may_request())}</Document> },
        )
    })
}

/// The sentence, then the rows.
pub fn board_view(board: Board, may_request: bool) -> AnyView {
    let lang = lang();
    let standings: Vec<Standing<'_>> = board
        .rows
        .iter()
        .map(|row| Standing::from(&**row))
        .collect();
    let answer = headline(lang, &standings, board.now);
    view! {
        <header class="page-head">
            <p class="kicker">{status(lang).all_states}</p>
            <div data-live-region="headline" class="headline">
                <h1>{answer.sentence}</h1>
                {answer.lead.map(|lead| view! { <p class="lead">{lead}</p> })}
            </div>
        </header>
        {groups_view(lang, &board, may_request)}
    }
    .into_any()
}

/// `/status/{key}`: one component.
#[component]
pub fn ComponentStatusPage() -> impl IntoView {
    let (statuses, contracts) = (backend::<Statuses>().0, backend::<Contracts>().0);
    let planning = backend::<Planning>().0;
    let key = use_params_map()
        .with_untracked(|params| params.get("key"))
        .unwrap_or_default();
    answered(async move {
        let asker = asker()?;
        let page = statuses.component(&asker, Whose::Own, &key).await?;
        let summary = statuses.summary(&asker, Whose::Own).await?;
        board_chrome(&summary, page.cursor);
        let contracts = contracts.contracts(&asker, Whose::Own).await?;
        let cover = component_cover(lang(), &contracts, &key);
        let planned = planning.on_component(&asker, &key).await?;
        let title = page.row.name.clone();
        Ok(view! {
            <Document title place=Place::Status scripts=Scripts::Board>
                {component_view(lang(), &page, cover, asker.may_request())}
                <OnComponent lang=lang() planned/>
            </Document>
        })
    })
}

/// Gives the document what the board knows: where the stream goes on from, the tab's icon, the badge.
pub fn board_chrome(summary: &Summary, cursor: i64) {
    let chrome = chrome();
    provide_context(Arc::new(PageChrome {
        cursor: Some(cursor),
        overall: Some(summary.overall.0),
        attention: Attention {
            status: u32::try_from(summary.needs_attention).unwrap_or(u32::MAX),
            ..chrome.attention
        },
        ..PageChrome::clone(&chrome)
    }));
}
