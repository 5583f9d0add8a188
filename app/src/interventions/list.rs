//! `/interventions`: what is open, the latest news first.

use leptos::prelude::*;

use super::clocks::Pressed;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::interventions::{Interventions, Listed, Listing};
use crate::domain::access::Asker;
use crate::domain::time::LocalInstant;
use crate::shell::{Document, Place, Scripts};
use crate::text::interventions::{event, hold_reason, interventions};
use crate::text::{Lang, common, words};
use crate::ui::badge::{Badge, InterventionStateBadge, Pill, PostureBadge, Tone};
use crate::ui::time::Moment;
use crate::ui::{Empty, Glyph, PageHead};

/// The open list.
#[component]
pub fn InterventionsPage() -> impl IntoView {
    let interventions = backend::<Interventions>().0;
    answered(async move {
        let asker = asker()?;
        let listing = interventions.open(&asker).await?;
        let may_request = matches!(&*asker, Asker::Contact(contact) if contact.may_request());
        Ok(view! { <OpenList listing may_request/> })
    })
}

#[component]
fn OpenList(listing: Listing, may_request: bool) -> impl IntoView {
    let lang = visit().lang;
    let text = interventions(lang);
    let title = open_sentence(lang, listing.rows.len());
    let is_empty = listing.rows.is_empty();
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
                {(!is_empty).then(|| view! { <Works lang rows=listing.rows now=listing.now prefix="/interventions"/> })}
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
        None => text.nobody_yet.to_owned(),
    };
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
                <span>{text.declared} " " <Moment lang at=row.declared now/></span>
                <Pressed lang pressing=row.pressing chase=None now/>
                <span>{who}</span>
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
