//! `/quotes`: those that wait for an answer first.

use leptos::prelude::*;

use super::document::tone;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::quotes::{QuoteCard, QuoteList, Quotes};
use crate::domain::quote::QuoteStatus;
use crate::shell::{Document, Place, Scripts};
use crate::text::Lang;
use crate::text::format::date_only;
use crate::text::quotes::{money_excluding, money_including, quotes, status};
use crate::ui::badge::{Pill, Tone};
use crate::ui::{Empty, Glyph, PageHead};

/// The client's quotes.
#[component]
pub fn QuotesPage() -> impl IntoView {
    let quotes = backend::<Quotes>().0;
    answered(async move {
        let list = quotes.list(&*asker()?).await?;
        Ok(view! { <List list/> })
    })
}

#[component]
fn List(list: QuoteList) -> impl IntoView {
    let lang = visit().lang;
    let text = quotes(lang);
    let title = (text.waiting_sentence)(list.waiting.len());
    let is_empty = list.waiting.is_empty() && list.past.is_empty();
    let section = move |name: &'static str, cards: Vec<QuoteCard>| {
        (!cards.is_empty()).then(|| {
            view! {
                <section aria-label=name>
                    <h2>{name}</h2>
                    <Cards lang cards prefix="/quotes"/>
                </section>
            }
        })
    };
    view! {
        <Document title=text.title place=Place::Interventions scripts=Scripts::None>
            <PageHead kicker=text.title title/>
            {is_empty.then(|| view! { <Empty glyph=Glyph::Contract title=text.none text=text.none_help/> })}
            {section(text.waiting, list.waiting)}
            {section(text.past, list.past)}
        </Document>
    }
}

/// One quote a row.
#[component]
pub fn Cards(lang: Lang, cards: Vec<QuoteCard>, prefix: &'static str) -> impl IntoView {
    let rows = cards
        .into_iter()
        .map(|card| view! { <Row lang card prefix/> })
        .collect::<Vec<_>>();
    view! { <ul class="works" role="list">{rows}</ul> }
}

#[component]
fn Row(lang: Lang, card: QuoteCard, prefix: &'static str) -> impl IntoView {
    let text = quotes(lang);
    let marked = card.reference.clone();
    let href = format!("{prefix}/{marked}");
    let at_the_desk = prefix.starts_with("/desk");
    let until = (card.status == QuoteStatus::Sent)
        .then(|| format!("{} {}", text.valid_until, date_only(lang, card.last_day)));
    let sent = card
        .sent
        .map(|at| format!("{} {}", text.sent_on, date_only(lang, at)));
    view! {
        <li class="work" data-quote=marked data-status=card.status.code()>
            <h3 class="work-title"><a href=href>{card.title}</a></h3>
            <p class="work-side"><Pill tone=tone(card.status)>{status(lang, card.status)}</Pill></p>
            <p class="work-meta">
                <span class="reference">{card.reference}</span>
                {at_the_desk.then_some(card.client.name)}
                <span>{money_including(lang, card.including_tax_cents)} " (" {money_excluding(lang, card.excluding_tax_cents)} ")"</span>
                {sent.map(|sent| view! { <span>{sent}</span> })}
                {until.map(|until| view! { <span>{until}</span> })}
                {card.is_overdue.then(|| view! { <Pill tone=Tone::Warn>{text.overdue}</Pill> })}
            </p>
        </li>
    }
}
