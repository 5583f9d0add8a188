//! `/history`: the filters, the entries month by month, the way to earlier ones and to the file.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::timeline::timeline_view;
use crate::answer::page::{answered, asker, backend, lang};
use crate::backend::history::{
    self, Entry, EntryKind, Histories, HistoryFilter, PastIntervention, Place,
};
use crate::backend::status::Outage;
use crate::domain::access::Lang;
use crate::domain::time::LocalInstant;
use crate::interventions::list::shown_title;
use crate::shell::{self, Document};
use crate::text::history::history;
use crate::text::reports::reports;
use crate::text::{common, format, status, words};
use crate::ui::badge::StateMark;
use crate::ui::empty::Empty;
use crate::ui::field::{Choice, SelectField, TextField};
use crate::ui::icons::{Glyph, Icon};
use crate::ui::page_head::PageHead;
use crate::ui::time::{Length, Moment};

/// `/history`.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let histories = backend::<Histories>().0;
    let query = use_query_map().get_untracked();
    let filter = HistoryFilter::from_fields(|name| query.get_str(name));
    let before = query.get_str("before").and_then(Place::from_code);
    answered(async move {
        let asker = asker()?;
        let page = histories.page(&asker, &filter, before).await?;
        let lang = lang();
        let title = history(lang).title;
        Ok(view! {
            <Document title place=shell::Place::History>{history_view(lang, &filter, before, page)}</Document>
        })
    })
}

/// The page without its frame.
pub fn history_view(
    lang: Lang,
    filter: &HistoryFilter,
    before: Option<Place>,
    page: history::HistoryPage,
) -> AnyView {
    let text = history(lang);
    let export = address("/history.csv", filter, None);
    let filters = filters_view(lang, filter, &page);
    let next = page
        .next
        .map(|next| address("/history", filter, Some(next)));
    let latest = before.map(|_| address("/history", filter, None));
    let entries = match filter.as_timeline && !page.entries.is_empty() {
        true => timeline_view(lang, &page.entries, page.now),
        false => entries_view(lang, filter, &page.entries, page.now),
    };
    let lead = match filter.as_timeline {
        true => text.timeline_lead,
        false => text.lead,
    };
    let told = |as_timeline: bool| HistoryFilter {
        as_timeline,
        ..filter.clone()
    };
    let views = [(false, text.as_list), (true, text.as_timeline)].map(|(as_timeline, name)| {
        let href = address("/history", &told(as_timeline), None);
        let current = (filter.as_timeline == as_timeline).then_some("page");
        view! { <a href=href aria-current=current>{name}</a> }
    });
    let views = views.into_iter().collect::<Vec<_>>();
    view! {
        <PageHead title=text.title lead=lead>
            <div class="actions">
                <a class="button button-plain" href=export download=""><Icon glyph=Glyph::Download/> {common(lang).download_csv}</a>
                <a class="button button-plain" href="/reports">{reports(lang).title}</a>
            </div>
        </PageHead>
        {filters}
        <nav class="tabs" aria-label=text.as_timeline>{views}</nav>
        {entries}
        <nav class="pagination" aria-label=text.title>
            {latest.map(|address| view! { <a href=address>{text.latest}</a> })}
            {next.map(|address| view! { <a href=address rel="next">{text.earlier}</a> })}
        </nav>
    }
    .into_any()
}

fn address(path: &str, filter: &HistoryFilter, before: Option<Place>) -> String {
    let before = before.map(|place| format!("before={}", place.code()));
    let query: Vec<String> = [filter.to_query()]
        .into_iter()
        .chain(before)
        .filter(|part| !part.is_empty())
        .collect();
    if query.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

fn filters_view(lang: Lang, filter: &HistoryFilter, page: &history::HistoryPage) -> AnyView {
    let text = history(lang);
    let date =
        |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let components: Vec<Choice> = page
        .components
        .iter()
        .map(|one| Choice::new(one.key.clone(), one.name.clone()))
        .collect();
    let kinds: Vec<Choice> = EntryKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.code(), text.kinds(*kind)))
        .collect();
    let contracts: Vec<Choice> = page
        .contracts
        .iter()
        .map(|(number, title)| Choice::new(number.clone(), format!("{number} · {title}")))
        .collect();
    let is_filtered = filter.narrows();
    let cleared = match filter.as_timeline {
        true => "/history?view=timeline",
        false => "/history",
    };
    view! {
        <form method="get" action="/history" class="filter-bar" role="search" aria-label=text.filters>
            <TextField label=text.words name="q" kind="search" value=filter.words.clone().unwrap_or_default()
                maxlength=history::LONGEST_SEARCH/>
            <TextField label=text.from name="from" kind="date" value=date(filter.from)/>
            <TextField label=text.to name="to" kind="date" value=date(filter.to)/>
            <SelectField label=text.component name="component" choices=components prompt=text.every_component
                value=filter.component.clone().unwrap_or_default()/>
            {(!contracts.is_empty()).then(|| view! {
                <SelectField label=text.contract name="contract" choices=contracts prompt=text.every_contract
                    value=filter.contract.clone().unwrap_or_default()/>
            })}
            {filter.as_timeline.then(|| view! { <input type="hidden" name="view" value="timeline"/> })}
            <SelectField label=text.kind name="kind" choices=kinds prompt=text.every_kind
                value=filter.kind.map(EntryKind::code).unwrap_or_default()/>
            <div class="actions">
                <button class="button" type="submit">{common(lang).filter}</button>
                {is_filtered.then(|| view! { <a href=cleared>{common(lang).clear_filters}</a> })}
            </div>
        </form>
    }
    .into_any()
}

fn entries_view(
    lang: Lang,
    filter: &HistoryFilter,
    entries: &[Entry],
    now: LocalInstant,
) -> AnyView {
    let text = history(lang);
    if entries.is_empty() && !filter.narrows() {
        return view! { <Empty glyph=Glyph::History title=text.empty text=text.empty_help/> }
            .into_any();
    }
    if entries.is_empty() {
        return view! { <Empty glyph=Glyph::Search title=text.nothing_found text=text.nothing_found_help/> }.into_any();
    }
    let months =
        entries.chunk_by(|a, b| format::month(lang, a.began()) == format::month(lang, b.began()));
    months
        .map(|month| month_view(lang, month, now))
        .collect_view()
        .into_any()
}

fn month_view(lang: Lang, entries: &[Entry], now: LocalInstant) -> impl IntoView + use<> {
    let text = history(lang);
    let name = entries
        .first()
        .map(|entry| format::month(lang, entry.began()));
    let rows: Vec<_> = entries
        .iter()
        .map(|entry| entry_view(lang, entry, now))
        .collect();
    view! {
        <section>
            <h2 class="history-month">{name}</h2>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{text.began}</th>
                        <th scope="col">{text.what}</th>
                        <th scope="col">{text.lasted}</th>
                        <th scope="col">{text.how_it_ended}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

fn entry_view(lang: Lang, entry: &Entry, now: LocalInstant) -> AnyView {
    match entry {
        Entry::Outage(outage) => outage_view(lang, outage, now).into_any(),
        Entry::Intervention(intervention) => intervention_view(lang, intervention, now).into_any(),
    }
}

fn outage_view(lang: Lang, outage: &Outage, now: LocalInstant) -> impl IntoView + use<> {
    let text = history(lang);
    let cause = status(lang).cause(&outage.cause);
    let note = match outage.ends {
        None => Some(text.lasts.to_owned()),
        Some(_) if outage.unavailable_ms > 0 && outage.unavailable_ms < outage.duration_ms => {
            Some(text.of_which_unavailable(&format::duration(lang, outage.unavailable_ms)))
        }
        Some(_) => None,
    };
    view! {
        <tr>
            <td data-label=text.began><Moment lang at=outage.starts now/></td>
            <th scope="row">
                <a href=["/status/", &outage.component_key].concat()>{outage.component_name.clone()}</a>
                <span class="cell-note">{text.kind(EntryKind::Outage)} {cause.map(|cause| [" · ", &cause].concat())}</span>
            </th>
            <td data-label=text.lasted>
                <span class="outage-length"><Length lang length_ms=outage.duration_ms/></span>
                {note.map(|note| view! { <span class="cell-note">{note}</span> })}
            </td>
            <td data-label=text.how_it_ended><StateMark lang state=outage.worst/></td>
        </tr>
    }
}

fn intervention_view(
    lang: Lang,
    intervention: &PastIntervention,
    now: LocalInstant,
) -> impl IntoView + use<> {
    let text = history(lang);
    let mut note = String::from(&*intervention.reference);
    for part in [
        intervention
            .service
            .map(|line| words::service_line(lang, line).to_owned()),
        intervention
            .component
            .as_ref()
            .map(|component| component.name.clone()),
        intervention.site.clone(),
    ]
    .into_iter()
    .flatten()
    {
        note.push_str(" · ");
        note.push_str(&part);
    }
    let duration = intervention
        .duration_ms()
        .map(|length_ms| view! { <Length lang length_ms/> });
    view! {
        <tr>
            <td data-label=text.began><Moment lang at=intervention.declared now/></td>
            <th scope="row">
                <a href=["/interventions/", &intervention.reference].concat()>{shown_title(lang, &intervention.title)}</a>
                <span class="cell-note">{note}</span>
            </th>
            <td data-label=text.lasted>{duration}</td>
            <td data-label=text.how_it_ended>{words::intervention_state(lang, intervention.state)}</td>
        </tr>
    }
}

/// An entry as one line of news: when, what, how long.
pub fn entry_line(lang: Lang, entry: &Entry, now: LocalInstant) -> impl IntoView + use<> {
    let text = history(lang);
    let (address, name, kind, length_ms, state) = match entry {
        Entry::Outage(outage) => (
            ["/status/", &outage.component_key].concat(),
            outage.component_name.clone(),
            text.kind(EntryKind::Outage),
            Some(outage.duration_ms),
            if outage.ends.is_some() {
                words::component_state(lang, outage.worst)
            } else {
                text.lasts
            },
        ),
        Entry::Intervention(one) => (
            ["/interventions/", &one.reference].concat(),
            shown_title(lang, &one.title),
            text.kind(EntryKind::Intervention),
            one.duration_ms(),
            words::intervention_state(lang, one.state),
        ),
    };
    view! {
        <li>
            <a href=address>{name}</a>
            <span class="soft small">
                " " {kind} " · " {state} " · " <Moment lang at=entry.began() now/>
                {length_ms.map(|length_ms| view! { " · " <Length lang length_ms/> })}
            </span>
        </li>
    }
}
