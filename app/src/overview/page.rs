//! `/`: the first screen of a client's contact. Staff go to their desk.

use leptos::prelude::*;

use super::headline::{Headline, Standing, headline};
use crate::answer::page::{answered, asker, backend, lang, send_to};
use crate::backend::contract::{ClientContracts, Contracts};
use crate::backend::history::{Histories, HistoryFilter, HistoryPage};
use crate::backend::interventions::{Interventions, Listed, Listing};
use crate::backend::reports::Reports;
use crate::backend::status::{Board, Row, Statuses, Whose};
use crate::domain::access::{Asker, Lang};
use crate::domain::report::Figures;
use crate::domain::time::LocalInstant;
use crate::history::entry_line;
use crate::interventions::list::shown_title;
use crate::planning::slot::{SlotTime, answer_tone};
use crate::reports::so_far::so_far;
use crate::shell::{Document, PhoneLine, Place, Scripts, chrome, tel};
use crate::status::board::{Reader, rows_html, standing_out};
use crate::status::board_chrome;
use crate::text::planning::planning;
use crate::text::{common, format, overview, status, words};
use crate::ui::badge::{InterventionStateBadge, Pill, PostureBadge};
use crate::ui::markup::drawn;
use crate::ui::time::Moment;

/// Interventions and news listed here at most; the rest is one link away.
const LISTED: usize = 5;

/// `/`.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let (statuses, interventions) = (backend::<Statuses>().0, backend::<Interventions>().0);
    let (contracts, histories) = (backend::<Contracts>().0, backend::<Histories>().0);
    let reports = backend::<Reports>().0;
    answered(async move {
        let asker = asker()?;
        let Asker::Contact(contact) = &*asker else {
            send_to("/desk");
            return Ok(().into_any());
        };
        let board = statuses.board(&asker, Whose::Own).await?;
        let facts = Facts {
            open: interventions.open(&asker).await?,
            contracts: contracts.contracts(&asker, Whose::Own).await?,
            past: histories
                .page(&asker, &HistoryFilter::default(), None)
                .await?,
            so_far: reports.so_far(&asker).await?,
            may_request: contact.may_request(),
            board,
        };
        board_chrome(&facts.board.summary, facts.board.cursor);
        let title = common(lang()).overview;
        let page = overview_view(lang(), &facts);
        Ok(view! { <Document title place=Place::Overview scripts=Scripts::Board lean=true>{page}</Document> }.into_any())
    })
}

/// What the first screen is made of.
pub struct Facts {
    pub board: Board,
    pub open: Listing,
    pub contracts: ClientContracts,
    pub past: HistoryPage,
    /// The month that goes on; none for who sees a part of the client.
    pub so_far: Option<Figures>,
    pub may_request: bool,
}

/// The page without its frame.
pub fn overview_view(lang: Lang, facts: &Facts) -> AnyView {
    let text = overview(lang);
    let board = &facts.board;
    let standings: Vec<Standing<'_>> = board
        .rows
        .iter()
        .map(|row| Standing::from(&**row))
        .collect();
    let Headline { sentence, lead, .. } = headline(lang, &standings, board.now);
    let report = facts
        .may_request
        .then(|| view! { <a class="button" href="/interventions/new">{text.report}</a> });
    let attention = standing_out(board);
    let reader = Reader {
        lang,
        now: board.now,
        may_request: facts.may_request,
    };
    view! {
        <header class="page-head">
            <div data-live-region="headline" class="headline">
                <p class="kicker">{board.client.name.clone()}</p>
                <h1>{sentence}</h1>
                {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
            </div>
            <div class="actions">
                {report}
                <a class="button button-plain" href="/status">{text.see_board}</a>
            </div>
        </header>
        <div class="cards overview-cards" data-live-region="cards">
            {in_hand_view(lang, &facts.open)}
            {planned_view(lang, &facts.open)}
            {cover_view(lang, facts)}
            {facts.so_far.as_ref().map(|figures| so_far(lang, figures))}
            {phones_view(lang)}
        </div>
        <div data-live-region="attention">{attention_view(reader, attention)}</div>
        <section data-live-region="news">
            <h2>{text.news}</h2>
            {news_view(lang, &facts.past)}
        </section>
    }
    .into_any()
}

fn in_hand_view(lang: Lang, open: &Listing) -> AnyView {
    let text = overview(lang);
    let in_hand = open.rows.iter().filter(|row| !row.state.is_planned());
    let in_hand: Vec<&Listed> = in_hand.collect();
    let lines: Vec<_> = in_hand
        .iter()
        .take(LISTED)
        .map(|row| intervention_line(lang, row, open.now))
        .collect();
    let body = if lines.is_empty() {
        view! { <p>{text.nothing_in_hand}</p> }.into_any()
    } else {
        view! { <ul class="lines">{lines}</ul> }.into_any()
    };
    view! {
        <section class="card">
            <h2>{text.in_hand}</h2>
            {body}
            {(in_hand.len() > LISTED).then(|| view! { <p><a href="/interventions">{text.all_interventions}</a></p> })}
        </section>
    }
    .into_any()
}

/// What it is, where it stands, which trade answers, who has it.
fn intervention_line(lang: Lang, row: &Listed, now: LocalInstant) -> impl IntoView + use<> {
    let text = overview(lang);
    let who = row
        .technician
        .as_ref()
        .map_or_else(|| text.not_taken_yet.to_owned(), |name| text.taken_by(name));
    view! {
        <li class="in-hand" data-reference=row.reference.clone()>
            <p class="in-hand-title">
                <a href=["/interventions/", &row.reference].concat()>{shown_title(lang, &row.title)}</a>
                " "
                <InterventionStateBadge lang state=row.state/>
            </p>
            <p class="soft small">
                {row.reference.clone()} " · "
                {row.service.map(|line| view! { <PostureBadge lang line/> " · " })}
                {who} " · " <Moment lang at=row.declared now/>
            </p>
        </li>
    }
}

/// What is to come, the soonest first.
fn planned_view(lang: Lang, open: &Listing) -> impl IntoView + use<> {
    let text = overview(lang);
    let mut planned: Vec<&Listed> = open
        .rows
        .iter()
        .filter(|row| row.state.is_planned())
        .collect();
    planned.sort_by_key(|row| row.slot.map(|slot| slot.from.at));
    let lines: Vec<_> = planned
        .into_iter()
        .take(LISTED)
        .map(|row| planned_line(lang, row))
        .collect();
    let body = if lines.is_empty() {
        view! { <p>{text.nothing_planned}</p> }.into_any()
    } else {
        view! { <ul class="lines">{lines}</ul> }.into_any()
    };
    view! {
        <section class="card">
            <h2>{text.planned}</h2>
            {body}
            <p><a href="/calendar">{planning(lang).see_calendar}</a></p>
        </section>
    }
}

/// When, on what, and whether the client still has to answer.
fn planned_line(lang: Lang, row: &Listed) -> impl IntoView + use<> {
    let accepted = row.slot.and_then(|slot| slot.accepted);
    let (state, slot) = (row.state, row.slot);
    let subject = row
        .component
        .as_ref()
        .map(|component| component.name.clone());
    view! {
        <li class="in-hand" data-reference=row.reference.clone()>
            <p class="in-hand-title">
                <a href=["/interventions/", &row.reference].concat()>{shown_title(lang, &row.title)}</a>
                " "
                <Pill tone=answer_tone(state, accepted)>{planning(lang).answer(state, accepted, false)}</Pill>
            </p>
            <p class="soft small">{slot.map(|slot| view! { <SlotTime lang time=slot/> })} " · " {subject}</p>
        </li>
    }
}

fn cover_view(lang: Lang, facts: &Facts) -> AnyView {
    let text = overview(lang);
    let in_force: Vec<String> = facts
        .contracts
        .in_force()
        .map(|one| {
            let last_day = one.last_day.map(|day| format::date(lang, day));
            text.contract_until(&one.signed.number, &one.signed.title, last_day.as_deref())
        })
        .collect();
    if in_force.is_empty() {
        return view! {
            <section class="card"><h2>{text.cover}</h2><p>{text.no_contract}</p></section>
        }
        .into_any();
    }
    let rows = &facts.board.rows;
    let covered = rows.iter().filter(|row| !row.cover.is_empty()).count();
    let unsupervised = rows
        .iter()
        .filter(|row| !row.cover.is_empty() && !row.supervised)
        .count();
    let lines = text.lines(&lines_of(lang, rows));
    let contracts: Vec<_> = in_force
        .into_iter()
        .map(|one| view! { <li>{one}</li> })
        .collect();
    view! {
        <section class="card">
            <h2>{text.cover}</h2>
            {lines.map(|lines| view! { <p class="card-figure">{lines}</p> })}
            <p>{text.covered(covered, unsupervised, rows.len())}</p>
            <ul class="soft small plain">{contracts}</ul>
            <p><a href="/contract">{text.see_contract}</a></p>
        </section>
    }
    .into_any()
}

/// The service lines that cover something, in their order.
fn lines_of(lang: Lang, rows: &[std::sync::Arc<Row>]) -> Vec<&'static str> {
    use crate::domain::contract::ServiceLine;
    let covers = |line: &&ServiceLine| rows.iter().any(|row| row.cover.contains(line));
    ServiceLine::ALL
        .iter()
        .filter(covers)
        .map(|line| words::service_line(lang, *line))
        .collect()
}

fn phones_view(lang: Lang) -> Option<impl IntoView> {
    let provider = chrome().provider.clone();
    let text = overview(lang);
    let line = |name: &'static str, phone: PhoneLine| {
        let address = tel(&phone.number);
        view! {
            <p class="phone">
                <span class="phone-name">{name}</span>
                <a href=address>{phone.number}</a>
                {phone.note.map(|note| view! { <span class="phone-note">{note}</span> })}
            </p>
        }
    };
    let day = provider
        .day
        .map(|phone| line(common(lang).phone_day, phone));
    let on_call = provider
        .on_call
        .map(|phone| line(common(lang).phone_on_call, phone));
    let is_known = day.is_some() || on_call.is_some();
    is_known.then(|| view! { <section class="card"><h2>{text.call}</h2><div class="phones-now">{day}{on_call}</div></section> })
}

fn attention_view(reader: Reader, rows: Vec<&Row>) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let section = view! {
        <section>
            <h2>{status(reader.lang).attention}</h2>
            {drawn(rows_html(reader, &rows))}
        </section>
    };
    Some(section.into_any())
}

fn news_view(lang: Lang, past: &HistoryPage) -> AnyView {
    let text = overview(lang);
    if past.entries.is_empty() {
        return view! { <p class="soft">{text.no_news}</p> }.into_any();
    }
    let lines: Vec<_> = past
        .entries
        .iter()
        .take(LISTED)
        .map(|entry| entry_line(lang, entry, past.now))
        .collect();
    view! {
        <ul class="card lines">{lines}</ul>
        <p><a href="/history">{text.all_history}</a></p>
    }
    .into_any()
}
