//! What is due, and when: each promise with its instant and, one gesture away, how it was counted.

use leptos::prelude::*;

use crate::domain::coverage::{Commitment, Due, Falls, Sent};
use crate::domain::time::LocalInstant;
use crate::text::Lang;
use crate::text::contract::commitment::{
    ProofLine, answer_both, clock, commitments, counted_from_approval, falls, how_it_is_counted,
    promised, proof, sent,
};
use crate::ui::time::Instant;

/// The promises of a verdict. `stored` once the request is sent: there is no choice of when any more.
#[component]
pub fn Commitments(
    lang: Lang,
    commitment: Commitment,
    /// Whether the clocks wait for an approval.
    awaiting_approval: bool,
    stored: bool,
    now: LocalInstant,
) -> AnyView {
    if commitment.now.due.is_empty() {
        let hint = (!stored).then(|| answer_both(lang));
        return view! { <p class="soft">{hint}</p> }.into_any();
    }
    let choices = std::iter::once((&commitment.now, false))
        .chain(
            commitment
                .at_opening
                .as_ref()
                .filter(|_| !stored)
                .map(|sent| (sent, true)),
        )
        .map(|(choice, at_opening)| {
            choice_view(lang, &commitment, (choice, at_opening), stored, now)
        })
        .collect::<Vec<_>>();
    let waits = (awaiting_approval && !stored).then(|| counted_from_approval(lang));
    view! {
        <div class="commitments">
            <p class="card-title">{commitments(lang)}</p>
            {waits.map(|text| view! { <p class="soft">{text}</p> })}
            {choices}
        </div>
    }
    .into_any()
}

fn choice_view(
    lang: Lang,
    commitment: &Commitment,
    (choice, at_opening): (&Sent, bool),
    stored: bool,
    now: LocalInstant,
) -> AnyView {
    let title = (!stored).then(|| sent(lang, choice, at_opening, now));
    let price = choice
        .on_call
        .as_ref()
        .map(|duty| duty.price.clone())
        .filter(|price| !price.is_empty());
    let rows = choice
        .due
        .iter()
        .map(|due| due_view(lang, commitment, due, now))
        .collect::<Vec<_>>();
    view! {
        <div class="commitment">
            {title.map(|title| view! { <p class="commitment-when">{title} {price.map(|price| view! { " " <span class="soft">{price}</span> })}</p> })}
            <ul class="dues" role="list">{rows}</ul>
        </div>
    }
    .into_any()
}

fn due_view(lang: Lang, commitment: &Commitment, due: &Due, now: LocalInstant) -> AnyView {
    let text = falls(lang, due, commitment, now);
    let (at, counted) = match &due.falls {
        Falls::At(deadline) => (
            Some(commitment.local(deadline.at)),
            proof(lang, deadline, |at| commitment.local(at)),
        ),
        _ => (None, vec![]),
    };
    let when = match at {
        Some(at) => view! { <strong class="due-at"><Instant lang at text/></strong> }.into_any(),
        None => view! { <span class="soft">{text}</span> }.into_any(),
    };
    view! {
        <li class="due" data-clock=due.clock.code()>
            <span class="due-name">{clock(lang, due.clock)}</span>
            {when}
            {promised(lang, due).map(|target| view! { <span class="due-target">{target}</span> })}
            {(!counted.is_empty()).then(|| proof_view(lang, counted))}
        </li>
    }
    .into_any()
}

fn proof_view(lang: Lang, lines: Vec<ProofLine>) -> AnyView {
    let lines = lines
        .into_iter()
        .map(|line| {
            let class = if line.counts { "counts" } else { "soft" };
            view! { <li class=class><span>{line.when}</span> " " <span>{line.what}</span></li> }
                .into_any()
        })
        .collect::<Vec<_>>();
    view! {
        <details class="counted">
            <summary>{how_it_is_counted(lang)}</summary>
            <ol role="list">{lines}</ol>
        </details>
    }
    .into_any()
}
