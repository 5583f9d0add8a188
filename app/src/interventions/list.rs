//! `/interventions`: what is open, the latest news first.

use leptos::prelude::*;

use super::clocks::Pressed;
use super::drafts::DraftList;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::interventions::{Interventions, Listed, Listing};
use crate::backend::requesting::SavedDrafts;
use crate::domain::access::Asker;
use crate::domain::time::LocalInstant;
use crate::planning::slot::SlotTime;
use crate::shell::{Document, Place, Scripts};
use crate::text::interventions::{event, hold_reason, interventions};
use crate::text::planning::planning;
use crate::text::{Lang, common, words};
use crate::ui::badge::{Badge, InterventionStateBadge, Pill, PostureBadge, Tone};
use crate::ui::time::Moment;
use crate::ui::{Empty, Glyph, PageHead};

/// The open list.
#[component]
pub fn InterventionsPage() -> impl IntoView {
    let interventions = backend::<Interventions>().0;
    let is_looked_at = visit().view.is_some();
    answered(async move {
        let asker = asker()?;
        let listing = interventions.open(&asker).await?;
        let may_request = matches!(&*asker, Asker::Contact(contact) if contact.may_request());
        // Whoever looks in a contact's place does not read what they keep for themselves.
        let drafts = match may_request && !is_looked_at {
            true => Some(interventions.drafts(&asker).await?),
            false => None,
        };
        Ok(view! { <OpenList listing may_request drafts/> })
    })
}

#[component]
fn OpenList(listing: Listing, may_request: bool, drafts: Option<SavedDrafts>) -> impl IntoView {
    let lang = visit().lang;
    let text = interventions(lang);
    let (planned, open): (Vec<Listed>, Vec<Listed>) = listing
        .rows
        .into_iter()
        .partition(|row| row.state.is_planned());
    let title = open_sentence(lang, open.len());
    let is_empty = open.is_empty();
    view! {
        <Document title=text.title place=Place::Interventions scripts=Scripts::Board>
            <div data-live-region="interventions-head">
                <PageHead kicker=text.title title=title>
                    <div class="actions">{may_request.then(|| view! { <a class="button" href="/interventions/new">{text.request}</a> })}
                    <a class="button button-plain" href="/quotes">{common(lang).quotes}</a>
                    <a class="button button-plain" href="/history">{text.past_ones}</a></div>
                </PageHead>
            </div>
            <section aria-label=text.open_list data-live-region="interventions">
                {is_empty.then(|| view! {
                    <Empty glyph=Glyph::Interventions title=text.none_open text=text.none_open_help/>
                })}
                {(!is_empty).then(|| view! { <Works lang rows=open now=listing.now prefix="/interventions"/> })}
            </section>
            {drafts.map(|drafts| view! { <DraftList lang drafts/> })}
            <section aria-label=planning(lang).planned_work data-live-region="planned-work">
                <PlannedWorks lang rows=planned now=listing.now prefix="/interventions"/>
            </section>
        </Document>
    }
}

/// "3 interventions ouvertes."
fn open_sentence(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (_, 0) => interventions(lang).none_open.to_owned(),
        (Lang::Fr, 1) => "Une intervention ouverte.".to_owned(),
        (Lang::Fr, many) => format!("{many} interventions ouvertes."),
        (Lang::En, 1) => "One open intervention.".to_owned(),
        (Lang::En, many) => format!("{many} open interventions."),
    }
}

/// Preventive work to come, under its own heading: it is no request that waits. Nothing when there is none.
#[component]
pub fn PlannedWorks(
    lang: Lang,
    mut rows: Vec<Listed>,
    now: LocalInstant,
    prefix: &'static str,
) -> impl IntoView {
    if rows.is_empty() {
        return None;
    }
    let text = planning(lang);
    rows.sort_by_key(|row| row.slot.map(|slot| slot.from.at));
    Some(view! {
        <div class="section-head">
            <h2>{text.planned_work}</h2>
            <p class="soft"><a href="/calendar">{text.see_calendar}</a></p>
        </div>
        <Works lang rows now prefix/>
    })
}

/// Interventions, one a row; `prefix` is where one's own page is.
#[component]
pub fn Works(
    lang: Lang,
    rows: Vec<Listed>,
    now: LocalInstant,
    prefix: &'static str,
) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|row| view! { <Work lang row now prefix/> })
        .collect::<Vec<_>>();
    view! { <ul class="works" role="list">{rows}</ul> }
}

#[component]
fn Work(lang: Lang, row: Listed, now: LocalInstant, prefix: &'static str) -> impl IntoView {
    let text = interventions(lang);
    let reference = row.reference;
    let (href, marked) = (format!("{prefix}/{reference}"), reference.clone());
    let title = shown_title(lang, &row.title);
    let reason = row.hold_reason.map(|reason| hold_reason(lang, reason));
    let who = match row.technician {
        Some(name) => format!("{} {name}", text.taken_by),
        None if row.state.is_planned() => String::new(),
        None => text.nobody_yet.to_owned(),
    };
    let slot = row.slot.filter(|_| row.state.is_planned());
    let subject = match row.component {
        Some(component) => component.name,
        None => words::category(lang, row.category).to_owned(),
    };
    let place = row
        .site
        .map(|site| format!("{subject}, {site}"))
        .unwrap_or(subject);
    view! {
        <li class="work" data-reference=marked data-state=row.state.code()>
            <h2 class="work-title"><a href=href>{title}</a></h2>
            <p class="work-side">
                {match reason {
                    Some(reason) => view! { <InterventionStateBadge lang state=row.state reason=reason/> }.into_any(),
                    None => view! { <InterventionStateBadge lang state=row.state/> }.into_any(),
                }}
            </p>
            <p class="work-meta">
                <span class="reference">{reference}</span>
                {row.service.map(|line| view! { <PostureBadge lang line/> })}
                <span>{place}</span>
                {match slot {
                    Some(slot) => view! { <strong><SlotTime lang time=slot/></strong> }.into_any(),
                    None => view! { <span>{text.declared} " " <Moment lang at=row.declared now/></span> }.into_any(),
                }}
                <Pressed lang pressing=row.pressing chase=None now/>
                {(!who.is_empty()).then(|| view! { <span>{who}</span> })}
            </p>
            <p class="work-meta">
                <span>{text.last_news} "\u{a0}: " {event(lang, row.news.kind)} ", " <Moment lang at=row.news.at now/></span>
                {row.debt_open.then(|| view! {
                    <Badge tone=Tone::Provisional glyph=Glyph::Provisional word=text.debt_open/>
                })}
                {row.following.then(|| view! { <Pill tone=Tone::Quiet>{text.following}</Pill> })}
            </p>
        </li>
    }
}

/// A title that was erased since still names something.
pub fn shown_title(lang: Lang, title: &str) -> String {
    if title.is_empty() {
        interventions(lang).untitled.to_owned()
    } else {
        title.to_owned()
    }
}
