//! What the page of an intervention says of its quote, and of the emergency that came before one.

use leptos::prelude::*;

use super::document::tone;
use crate::backend::quotes::{Answering, EmergencyView, Offered, QuoteCard};
use crate::domain::quote::QuoteStatus;
use crate::text::Lang;
use crate::text::format::{date_only, full};
use crate::text::quotes::{money_excluding, money_including, names, quotes, status};
use crate::ui::badge::{Pill, Tone};
use crate::ui::{Glyph, Notice};

/// Nothing where nothing was offered, agreed or is to be written.
#[component]
pub fn QuoteNotice(lang: Lang, offered: Offered, at_the_desk: bool) -> impl IntoView {
    let text = quotes(lang);
    let Offered {
        card,
        answering,
        emergency,
        draft,
        ..
    } = offered;
    let is_nothing = card.is_none() && emergency.is_none() && draft.is_none();
    if is_nothing {
        return ().into_any();
    }
    let shown = card.map(|card| view! { <Card lang card answering at_the_desk/> });
    view! {
        <section class="stack" aria-label=text.quote data-live-region="quote">
            {emergency.map(|emergency| emergency_notice(lang, emergency))}
            {shown}
            {draft.map(|draft| {
                let href = format!("/desk/quotes/{draft}");
                view! { <p><a class="button button-plain" href=href>{text.go_on_writing}</a></p> }
            })}
        </section>
    }
    .into_any()
}

/// The button that leads to the form, for the desk.
#[component]
pub fn WriteQuote(lang: Lang, offered: Offered, intervention: String) -> impl IntoView {
    let text = quotes(lang);
    if !offered.may_write || offered.draft.is_some() {
        return None;
    }
    let name = if offered.card.is_some() {
        text.revise
    } else {
        text.write
    };
    let href = format!("/desk/interventions/{intervention}/quote");
    Some(view! { <a class="button" href=href>{name}</a> })
}

fn emergency_notice(lang: Lang, emergency: EmergencyView) -> impl IntoView {
    let text = quotes(lang);
    let mut said = vec![full(lang, emergency.agreed)];
    if let Some(who) = &emergency.approver {
        said.insert(0, (text.emergency_of)(who));
    }
    if let Some(cents) = emergency.ceiling_cents {
        said.push((text.up_to)(&money_excluding(lang, i64::from(cents))));
    }
    view! {
        <Notice tone=Tone::Warn glyph=Glyph::Info title=text.emergency>
            <p>{said.join(" · ")}</p>
            <p>{text.to_regularise_help}</p>
        </Notice>
    }
}

#[component]
fn Card(lang: Lang, card: QuoteCard, answering: Answering, at_the_desk: bool) -> impl IntoView {
    let text = quotes(lang);
    let prefix = if at_the_desk { "/desk" } else { "" };
    let marked = card.reference.clone();
    let href = format!("{prefix}/quotes/{marked}");
    let is_open = card.status == QuoteStatus::Sent;
    let until = format!("{} {}", text.valid_until, date_only(lang, card.last_day));
    let is_theirs = matches!(answering, Answering::Yours { .. });
    let sentence = answerable(lang, &answering);
    let (class, go) = if is_theirs {
        ("button", text.read_and_answer)
    } else {
        ("button button-plain", text.read_it)
    };
    view! {
        <div class="card" data-quote=marked data-status=card.status.code()>
            <p class="work-meta">
                <Pill tone=tone(card.status)>{status(lang, card.status)}</Pill>
                <span class="reference">{card.reference}</span>
                {is_open.then_some(until)}
                {card.is_overdue.then(|| view! { <Pill tone=Tone::Warn>{text.overdue}</Pill> })}
            </p>
            <p class="card-figure">{money_including(lang, card.including_tax_cents)}</p>
            <p class="soft">{money_excluding(lang, card.excluding_tax_cents)}</p>
            {sentence.map(|sentence| view! { <p>{sentence}</p> })}
            <p><a class=class href=href>{go}</a></p>
        </div>
    }
}

/// Why the asker does not answer it, and who does.
pub fn answerable(lang: Lang, answering: &Answering) -> Option<String> {
    let text = quotes(lang);
    match answering {
        Answering::Nothing | Answering::Yours { .. } => None,
        Answering::Another {
            above_cents,
            approvers,
        } => {
            let above = above_cents.map(|cents| money_excluding(lang, i64::from(cents)));
            Some((text.another_answers)(
                above.as_deref(),
                &names(lang, approvers),
            ))
        }
        Answering::NotYours { approvers } => Some((text.approvers_answer)(&names(lang, approvers))),
    }
}
