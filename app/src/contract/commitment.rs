//! What is due, and when: each promise with its instant and, one gesture away, how it was counted.

use crate::domain::coverage::{Commitment, Due, Falls, Sent};
use crate::domain::time::LocalInstant;
use crate::text::Lang;
use crate::text::contract::commitment::{
    ProofLine, answer_both, clock, commitments, counted_from_approval, falls, how_it_is_counted,
    promised, proof, sent,
};
use crate::ui::markup::{Markup, html};
use crate::ui::time::instant;

/// For whom promises are drawn, and when.
#[derive(Debug, Clone, Copy)]
pub struct Telling {
    pub lang: Lang,
    pub now: LocalInstant,
    /// The request is sent: there is no choice of when any more.
    pub stored: bool,
}

/// The promises of a verdict. `awaiting_approval` when the clocks wait for one.
pub fn commitments_html(
    telling: Telling,
    commitment: &Commitment,
    awaiting_approval: bool,
) -> Markup {
    let Telling { lang, stored, .. } = telling;
    if commitment.now.due.is_empty() {
        return html! { p.soft { @if !stored { (answer_both(lang)) } } };
    }
    let later = commitment.at_opening.as_ref().filter(|_| !stored);
    html! {
        div.commitments {
            p.card-title { (commitments(lang)) }
            @if awaiting_approval && !stored { p.soft { (counted_from_approval(lang)) } }
            (choice_html(telling, commitment, &commitment.now, false))
            @if let Some(later) = later { (choice_html(telling, commitment, later, true)) }
        }
    }
}

fn choice_html(
    telling: Telling,
    commitment: &Commitment,
    choice: &Sent,
    at_opening: bool,
) -> Markup {
    let Telling { lang, now, stored } = telling;
    let price = choice.on_call.as_ref().map_or("", |duty| &duty.price);
    html! {
        div.commitment {
            @if !stored {
                p.commitment-when {
                    (sent(lang, choice, at_opening, now))
                    @if !price.is_empty() { " " span.soft { (price) } }
                }
            }
            ul.dues role="list" { @for due in &choice.due { (due_html(telling, commitment, due)) } }
        }
    }
}

fn due_html(telling: Telling, commitment: &Commitment, due: &Due) -> Markup {
    let Telling { lang, now, .. } = telling;
    let text = falls(lang, due, commitment, now);
    let (at, counted) = match &due.falls {
        Falls::At(deadline) => (
            Some(commitment.local(deadline.at)),
            proof(lang, deadline, |at| commitment.local(at)),
        ),
        _ => (None, vec![]),
    };
    html! {
        li.due data-clock=(due.clock.code()) {
            span.due-name { (clock(lang, due.clock)) }
            @match at {
                Some(at) => strong.due-at { (instant(lang, at, &text)) },
                None => span.soft { (text) },
            }
            @if let Some(target) = promised(lang, due) { span.due-target { (target) } }
            @if !counted.is_empty() { (proof_html(lang, &counted)) }
        }
    }
}

/// How it is counted, one gesture away.
pub fn proof_html(lang: Lang, lines: &[ProofLine]) -> Markup {
    html! {
        details.counted {
            summary { (how_it_is_counted(lang)) }
            ol role="list" {
                @for line in lines {
                    li class=(if line.counts { "counts" } else { "soft" }) {
                        span { (line.when) } " " span { (line.what) }
                    }
                }
            }
        }
    }
}
