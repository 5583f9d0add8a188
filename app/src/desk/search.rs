//! `/desk/history`: interventions of every client, found by their words, the latest first.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::desk::{Desk, Found, FoundRow, SearchFilter};
use crate::backend::history::{LONGEST_SEARCH, escaped, searched};
use crate::domain::time::LocalInstant;
use crate::interventions::list::shown_title;
use crate::shell::{Document, Place};
use crate::text::desk::desk;
use crate::text::history::history;
use crate::text::{Lang, common, words};
use crate::ui::badge::{InterventionStateBadge, PostureBadge};
use crate::ui::time::Moment;
use crate::ui::{Choice, Empty, Glyph, PageHead, SelectField, TextField};

/// Everything there ever was.
#[component]
pub fn SearchPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let filter = SearchFilter {
        words: searched(query.get_str("q")),
        client: query.get("client").filter(|slug| !slug.is_empty()),
        after: query.get_str("after").and_then(|after| after.parse().ok()),
    };
    let desk = backend::<Desk>().0;
    answered(async move {
        let found = desk.search(&*asker()?, &filter).await?;
        Ok(view! { <Everything found filter/> })
    })
}

#[component]
fn Everything(found: Found, filter: SearchFilter) -> impl IntoView {
    let lang = visit().lang;
    let text = history(lang);
    let is_filtered = filter.words.is_some() || filter.client.is_some();
    let is_empty = found.rows.is_empty();
    let clients = found
        .clients
        .iter()
        .map(|client| Choice::new(client.slug.clone(), client.name.clone()))
        .collect::<Vec<_>>();
    let next = found.next.map(|after| address(&filter, Some(after)));
    let latest = filter.after.map(|_| address(&filter, None));
    let now = found.now;
    let rows = found
        .rows
        .into_iter()
        .map(|row| row_view(lang, row, now))
        .collect::<Vec<_>>();
    view! {
        <Document title=text.title place=Place::DeskHistory>
            <PageHead title=text.title lead=text.desk_lead/>
            <form class="filter-bar" method="get" action="/desk/history" role="search" aria-label=text.filters>
                <TextField label=text.words name="q" kind="search" value=filter.words.clone().unwrap_or_default()
                    maxlength=LONGEST_SEARCH/>
                <SelectField label=desk(lang).client name="client" choices=clients
                    value=filter.client.clone().unwrap_or_default() prompt=desk(lang).every_client/>
                <div class="actions">
                    <button class="button" type="submit">{common(lang).filter}</button>
                    {is_filtered.then(|| view! { <a href="/desk/history">{common(lang).clear_filters}</a> })}
                </div>
            </form>
            {match (is_empty, is_filtered) {
                (true, true) => view! {
                    <Empty glyph=Glyph::Search title=text.nothing_found text=text.nothing_found_desk/>
                }.into_any(),
                (true, false) => view! { <Empty glyph=Glyph::History title=text.empty/> }.into_any(),
                (false, _) => view! {
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{text.began}</th>
                                <th scope="col">{text.what}</th>
                                <th scope="col">{desk(lang).client}</th>
                                <th scope="col">{text.state}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                }.into_any(),
            }}
            <nav class="pagination" aria-label=text.title>
                {latest.map(|address| view! { <a href=address>{text.latest}</a> })}
                {next.map(|address| view! { <a href=address rel="next">{text.earlier}</a> })}
            </nav>
        </Document>
    }
}

fn row_view(lang: Lang, row: FoundRow, now: LocalInstant) -> impl IntoView {
    let text = history(lang);
    let listed = row.listed;
    let href = format!("/desk/interventions/{}", listed.reference);
    let client_href = format!("/desk/clients/{}", row.client.slug);
    let subject = listed.component.map_or_else(
        || words::category(lang, listed.category).to_owned(),
        |component| component.name,
    );
    let site = listed.site.map(|site| [" · ", &site].concat());
    view! {
        <tr>
            <td data-label=text.began><Moment lang at=listed.declared now/></td>
            <th scope="row">
                <a href=href>{shown_title(lang, &listed.title)}</a>
                <span class="cell-note">
                    <span class="reference">{listed.reference}</span> " · " {subject} {site} " "
                    {listed.service.map(|line| view! { <PostureBadge lang line/> })}
                </span>
            </th>
            <td data-label=desk(lang).client><a href=client_href>{row.client.name}</a></td>
            <td data-label=text.state><InterventionStateBadge lang state=listed.state/></td>
        </tr>
    }
}

fn address(filter: &SearchFilter, after: Option<i64>) -> String {
    let fields = [
        ("q", filter.words.as_deref().map(escaped)),
        ("client", filter.client.as_deref().map(escaped)),
        ("after", after.map(|after| after.to_string())),
    ];
    let given: Vec<String> = fields
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", value?)))
        .collect();
    format!("/desk/history?{}", given.join("&"))
}
