//! The board: what needs attention first, then site by site. Nothing moves once it is drawn; only words and colours change.

use leptos::prelude::*;

use crate::backend::status::{Board, OpenIntervention, Row};
use crate::domain::access::Lang;
use crate::domain::component::ComponentState;
use crate::domain::time::LocalInstant;
use crate::live::LiveState;
use crate::text::{common, format, live, status, words};
use crate::ui::badge::{Badge, CoverChip, Tone};
use crate::ui::empty::Empty;
use crate::ui::icons::Glyph;
use crate::ui::strip::{Strip, StripPaths};

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
    let groups: Vec<_> = groups(lang, board)
        .into_iter()
        .map(|group| group_view(reader, group))
        .collect();
    view! { <div class="boards" data-board="">{groups}</div> }.into_any()
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

fn group_view(reader: Reader, group: Group<'_>) -> impl IntoView + use<> {
    let lang = reader.lang;
    let operational = group
        .rows
        .iter()
        .filter(|row| row.state == ComponentState::Operational)
        .count();
    // Where all stand out, the count of those that work would say nothing.
    let is_calm = !group.rows.iter().all(|row| stands_out(row));
    let count = is_calm.then(|| status(lang).group_count(group.rows.len(), operational));
    view! {
        <section>
            <div class="board-head">
                <h2>{group.title}</h2>
                {count.map(|count| view! { <p>{count}</p> })}
            </div>
            {rows_view(reader, group.rows)}
        </section>
    }
}

/// Components, one a row.
pub fn rows_view(reader: Reader, rows: Vec<&Row>) -> impl IntoView + use<> {
    let rows: Vec<_> = rows.into_iter().map(|row| row_view(reader, row)).collect();
    view! { <ul class="board">{rows}</ul> }
}

fn row_view(reader: Reader, row: &Row) -> impl IntoView + use<> {
    let Reader { lang, now, .. } = reader;
    let address = ["/status/", &row.key].concat();
    let since = live(lang).since(&format::moment(lang, row.since, now));
    let provisional = row.provisional.then(|| provisional_badge(lang));
    view! {
        <li class="row" data-component=row.key.clone() data-state=row.state.code()>
            <div class="row-state">
                <LiveState lang state=row.state since=row.since text=since/>
                {provisional}
            </div>
            <div class="row-body">
                <h3 class="row-name"><a href=address data-name="">{row.name.clone()}</a></h3>
                <p class="row-meta">{meta(lang, row, now)}</p>
            </div>
            <div class="row-history">{row.supervised.then(|| history_view(lang, row))}</div>
            <div class="row-cover">{cover_chip(lang, row)}</div>
            <div class="row-action" data-live-region=["action-", &row.key].concat()>
                {action_view(reader, &row.key, row.open_intervention.as_ref())}
            </div>
        </li>
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
pub fn provisional_badge(lang: Lang) -> impl IntoView {
    view! { <Badge tone=Tone::Provisional glyph=Glyph::Provisional word=status(lang).provisional/> }
}

fn history_view(lang: Lang, row: &Row) -> impl IntoView + use<> {
    let share = row.availability.per_hundred_thousand();
    let title = share.map(|share| status(lang).availability(share));
    let figure = share.map_or_else(
        || common(lang).none.to_owned(),
        |share| format::percent(lang, share),
    );
    view! {
        <Strip lang paths=StripPaths::new(&row.days).into()/>
        <span class="row-figure" title=title>{figure}</span>
    }
}

/// What covers it, as one chip: what is promised when it fails, or else the service lines. Dashed when
/// nothing watches it, or nothing covers it.
pub fn cover_chip(lang: Lang, row: &Row) -> impl IntoView + use<> {
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
    let heard = title.clone();
    view! {
        <span title=title><CoverChip text=chip dashed/></span>
        {heard.map(|lines| view! { <span class="only-heard">" " {lines}</span> })}
    }
}

/// To follow what is open, or else to report; nothing for who may only look.
fn action_view(
    reader: Reader,
    key: &str,
    open: Option<&OpenIntervention>,
) -> Option<impl IntoView + use<>> {
    let text = status(reader.lang);
    let (address, words) = match open {
        Some(open) => (
            ["/interventions/", &open.reference].concat(),
            text.follow(&open.reference),
        ),
        None if reader.may_request => (
            ["/interventions/new?component=", key].concat(),
            text.report.to_owned(),
        ),
        None => return None,
    };
    Some(view! { <a href=address>{words}</a> })
}
