//! `/desk/quotes`: what is to be written, what waits for an answer, what an emergency left to regularise.

use leptos::prelude::*;

use super::list::Cards;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::quotes::{QuoteDesk, Quotes, ToRegularise, ToWrite};
use crate::domain::time::LocalInstant;
use crate::interventions::list::shown_title;
use crate::shell::{Document, Place, Scripts};
use crate::text::Lang;
use crate::text::quotes::{money_excluding, quotes};
use crate::ui::PageHead;
use crate::ui::badge::{Pill, Tone};
use crate::ui::time::Moment;

/// Quotes over all clients.
#[component]
pub fn QuoteDeskPage() -> impl IntoView {
    let quotes = backend::<Quotes>().0;
    answered(async move {
        let desk = quotes.desk(&*asker()?).await?;
        Ok(view! { <Desk desk/> })
    })
}

#[component]
fn Desk(desk: QuoteDesk) -> impl IntoView {
    let lang = visit().lang;
    let text = quotes(lang);
    let title = (text.desk_sentence)(desk.to_write.len());
    let now = desk.now;
    let to_write = desk
        .to_write
        .into_iter()
        .map(|row| to_write(lang, row, now))
        .collect::<Vec<_>>();
    let to_regularise = desk
        .to_regularise
        .into_iter()
        .map(|row| to_regularise(lang, row, now))
        .collect::<Vec<_>>();
    let nothing = |said: &'static str| view! { <p class="soft">{said}</p> };
    let none_to_write = to_write.is_empty();
    let none_to_regularise = to_regularise.is_empty();
    let none_sent = desk.waiting.is_empty();
    let answered = (!desk.answered.is_empty()).then(|| {
        view! {
            <section aria-label=text.answered_lately>
                <h2>{text.answered_lately}</h2>
                <Cards lang cards=desk.answered prefix="/desk/quotes"/>
            </section>
        }
    });
    view! {
        <Document title=text.title place=Place::Quotes scripts=Scripts::None>
            <PageHead kicker=text.title title/>
            <section aria-label=text.to_write>
                <h2>{text.to_write}</h2>
                {none_to_write.then(|| nothing(text.to_write_none))}
                {(!none_to_write).then(|| view! { <ul class="works" role="list">{to_write}</ul> })}
            </section>
            <section aria-label=text.to_regularise>
                <h2>{text.to_regularise}</h2>
                {none_to_regularise.then(|| nothing(text.to_regularise_none))}
                {(!none_to_regularise).then(|| view! { <ul class="works" role="list">{to_regularise}</ul> })}
            </section>
            <section aria-label=text.sent_waiting>
                <h2>{text.sent_waiting}</h2>
                {none_sent.then(|| nothing(text.sent_none))}
                {(!none_sent).then(|| view! { <Cards lang cards=desk.waiting prefix="/desk/quotes"/> })}
            </section>
            {answered}
        </Document>
    }
}

fn to_write(lang: Lang, row: ToWrite, now: LocalInstant) -> impl IntoView {
    let text = quotes(lang);
    let marked = row.intervention.clone();
    let href = format!("/desk/interventions/{marked}");
    view! {
        <li class="work" data-reference=marked>
            <h3 class="work-title"><a href=href>{shown_title(lang, &row.title)}</a></h3>
            <p class="work-side">{row.has_draft.then(|| view! { <Pill tone=Tone::Planned>{text.draft_begun}</Pill> })}</p>
            <p class="work-meta">
                <span class="reference">{row.intervention}</span>
                <span>{row.client.name}</span>
                <span>{text.since} " " <Moment lang at=row.since now/></span>
                {row.is_overdue.then(|| view! { <Pill tone=Tone::Warn>{text.overdue}</Pill> })}
            </p>
        </li>
    }
}

fn to_regularise(lang: Lang, row: ToRegularise, now: LocalInstant) -> impl IntoView {
    let text = quotes(lang);
    let marked = row.intervention.clone();
    let href = format!("/desk/interventions/{marked}");
    let ceiling = row
        .emergency
        .ceiling_cents
        .map(|cents| (text.up_to)(&money_excluding(lang, i64::from(cents))));
    view! {
        <li class="work" data-reference=marked>
            <h3 class="work-title"><a href=href>{shown_title(lang, &row.title)}</a></h3>
            <p class="work-side">{row.is_sent.then(|| view! { <Pill tone=Tone::Planned>{text.quote_is_sent}</Pill> })}</p>
            <p class="work-meta">
                <span class="reference">{row.intervention}</span>
                <span>{row.client.name}</span>
                {row.emergency.approver.map(|who| view! { <span>{(text.emergency_of)(&who)}</span> })}
                <span><Moment lang at=row.emergency.agreed now/></span>
                {ceiling.map(|ceiling| view! { <span>{ceiling}</span> })}
            </p>
        </li>
    }
}
