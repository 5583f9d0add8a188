//! The board: what needs attention first, then site by site. Nothing moves once it is drawn; only words and colours change.

use leptos::prelude::*;

use crate::backend::status::{Board, OpenIntervention, Row};
use crate::domain::access::Lang;
use crate::domain::component::ComponentState;
use crate::domain::time::LocalInstant;
use crate::live::live_state;
use crate::text::{common, format, status, words};
use crate::ui::badge::{Tone, badge};
use crate::ui::empty::Empty;
use crate::ui::icons::Glyph;
use crate::ui::markup::{Markup, drawn, html};
use crate::ui::strip::{StripPaths, strip};

/// For whom rows are drawn, and when.
#[derive(Debug, Clone, Copy)]
pub struct Reader {
    pub lang: Lang,
    pub now: LocalInstant,
    /// May send requests, and so is invited to report.
    pub may_request: bool,
}

/// Every component of a board, grouped.
pub fn groups_view(lang: Lang, board: &Board, may_request: bool) -> AnyView {
    let reader = Reader {
        lang,
        now: board.now,
        may_request,
    };
    if board.rows.is_empty() {
        let text = status(lang);
        return view! { <Empty glyph=Glyph::Status title=text.empty text=text.empty_help/> }
            .into_any();
    }
    let groups = groups(lang, board);
    drawn(html! {
        div.boards data-board {
            @for group in &groups { (group_html(reader, group)) }
        }
    })
    .into_any()
}

/// What is not as it should be, the worst first: failing, silent, or repaired provisionally.
pub fn standing_out(board: &Board) -> Vec<&Row> {
    let mut rows: Vec<&Row> = board
        .rows
        .iter()
        .map(AsRef::as_ref)
        .filter(|row| stands_out(row))
        .collect();
    // A stable sort: rows of one state stay in board order.
    rows.sort_by_key(|row| std::cmp::Reverse(row.state));
    rows
}

fn stands_out(row: &Row) -> bool {
    row.state.needs_attention() || row.provisional
}

/// Rows under one title.
struct Group<'b> {
    title: String,
    rows: Vec<&'b Row>,
}

/// What stands out; then each site in its order, then what serves several or none.
fn groups<'b>(lang: Lang, board: &'b Board) -> Vec<Group<'b>> {
    let text = status(lang);
    let mut several = Vec::new();
    let mut nowhere = Vec::new();
    let mut sites: Vec<Group<'b>> = Vec::new();
    for row in board
        .rows
        .iter()
        .map(AsRef::as_ref)
        .filter(|row| !stands_out(row))
    {
        match &row.sites[..] {
            [] => nowhere.push(row),
            [site] => match sites.iter_mut().find(|group| group.title == site.name) {
                Some(group) => group.rows.push(row),
                None => sites.push(Group {
                    title: site.name.clone(),
                    rows: vec![row],
                }),
            },
            _ => several.push(row),
        }
    }
    let mut groups = vec![Group {
        title: text.attention.to_owned(),
        rows: standing_out(board),
    }];
    groups.extend(sites);
    groups.push(Group {
        title: text.several_sites.to_owned(),
        rows: several,
    });
    groups.push(Group {
        title: text.no_site.to_owned(),
        rows: nowhere,
    });
    groups.retain(|group| !group.rows.is_empty());
    groups
}

fn group_html(reader: Reader, group: &Group<'_>) -> Markup {
    let operational = group
        .rows
        .iter()
        .filter(|row| row.state == ComponentState::Operational)
        .count();
    // Where all stand out, the count of those that work would say nothing.
    let is_calm = !group.rows.iter().all(|row| stands_out(row));
    html! {
        section {
            div.board-head {
                h2 { (group.title) }
                @if is_calm { p { (status(reader.lang).group_count(group.rows.len(), operational)) } }
            }
            (rows_html(reader, &group.rows))
        }
    }
}

/// Components, one a row.
pub fn rows_html(reader: Reader, rows: &[&Row]) -> Markup {
    html! {
        ul.board {
            @for row in rows { (row_html(reader, row)) }
        }
    }
}

fn row_html(reader: Reader, row: &Row) -> Markup {
    let Reader { lang, now, .. } = reader;
    html! {
        li.row data-component=(row.key) data-state=(row.state.code()) {
            div.row-state {
                (live_state(lang, row.state, row.since, now))
                @if row.provisional { (provisional_badge(lang)) }
            }
            div.row-body {
                h3.row-name { a href={ "/status/" (row.key) } data-name { (row.name) } }
                p.row-meta { (meta(lang, row, now)) }
            }
            div.row-history { @if row.supervised { (history_html(lang, row)) } }
            div.row-cover { (cover_chip(lang, row)) }
            div.row-action data-live-region={ "action-" (row.key) } { (action_html(reader, row)) }
        }
    }
}

/// "Infrastructure · Strasbourg · vu il y a 12 s par sonde Strasbourg".
pub fn meta(lang: Lang, row: &Row, now: LocalInstant) -> String {
    let mut text = String::from(words::category(lang, row.category));
    for (index, site) in row.sites.iter().enumerate() {
        text.push_str(if index == 0 { " · " } else { ", " });
        text.push_str(&site.name);
    }
    if let Some(seen) = seen(lang, row, now) {
        text.push_str(" · ");
        text.push_str(&seen);
    }
    text
}

/// When it was last seen, or that its silence would not be noticed. Nothing for what nothing watches.
pub fn seen(lang: Lang, row: &Row, now: LocalInstant) -> Option<String> {
    let text = status(lang);
    match &row.last_seen {
        _ if !row.supervised => None,
        _ if row.no_sign_of_life => Some(text.no_sign_of_life.to_owned()),
        Some(seen) => Some(text.seen(&format::ago(lang, now.at - seen.at.at), &seen.by)),
        None => Some(text.never_seen.to_owned()),
    }
}

/// *Rétabli provisoirement*, beside the state and never instead of it.
pub fn provisional_badge(lang: Lang) -> Markup {
    badge(
        Tone::Provisional,
        Glyph::Provisional,
        status(lang).provisional,
    )
}

fn history_html(lang: Lang, row: &Row) -> Markup {
    let share = row.availability.per_hundred_thousand();
    let title = share.map(|share| status(lang).availability(share));
    let figure = share.map_or_else(
        || common(lang).none.to_owned(),
        |share| format::percent(lang, share),
    );
    html! {
        (strip(lang, &StripPaths::new(&row.days)))
        span.row-figure title=[title] { (figure) }
    }
}

/// What covers it, as one chip: what is promised when it fails, or else the service lines. Dashed when
/// nothing watches it, or nothing covers it.
pub fn cover_chip(lang: Lang, row: &Row) -> Markup {
    let text = status(lang);
    let lines: Vec<&str> = row
        .cover
        .iter()
        .map(|line| words::service_line(lang, *line))
        .collect();
    let (chip, dashed) = match row
        .promise
        .as_ref()
        .and_then(|promise| text.promise(promise))
    {
        _ if lines.is_empty() => (text.not_covered.to_owned(), true),
        Some(promise) => (promise, !row.supervised),
        None => (lines.join(" · "), !row.supervised),
    };
    let hours = row
        .promise
        .as_ref()
        .map(|promise| text.promise_hours(promise));
    let title = (!lines.is_empty()).then(|| match hours {
        Some(hours) => [&lines.join(", "), " · ", &hours].concat(),
        None => lines.join(", "),
    });
    html! {
        span title=[&title] { span.chip.chip-dashed[dashed] { (chip) } }
        @if let Some(lines) = &title { span.only-heard { " " (lines) } }
    }
}

/// To follow what is open, or else to report; nothing for who may only look.
fn action_html(reader: Reader, row: &Row) -> Markup {
    let text = status(reader.lang);
    html! {
        @if let Some(OpenIntervention { reference, .. }) = &row.open_intervention {
            a href={ "/interventions/" (reference) } { (text.follow(reference)) }
        } @else if reader.may_request {
            a href={ "/interventions/new?component=" (row.key) } { (text.report) }
        }
    }
}
