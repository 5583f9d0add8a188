//! A verdict as people read it: the answer first, then why, then what would change it.

use leptos::{oco::Oco, prelude::*};

use super::commitment::{Telling, commitments_html};
use crate::domain::coverage::{self, Outcome};
use crate::domain::time::LocalInstant;
use crate::text::contract::verdict::{
    ClauseRef, Names, Sentence, also_covered_by, clause, line, meaning, reason, remedy,
    to_be_confirmed, what_would_change_it, why,
};
use crate::text::{Lang, words};
use crate::ui::badge::{Tone, posture_badge};
use crate::ui::icons::Glyph;
use crate::ui::markup::{Markup, drawn, html};

/// The whole verdict. `contract_path` is the page that quotes the clauses; `qualified` when a technician
/// has confirmed it, so that it is no longer said to depend on the answers.
#[component]
pub fn Verdict(
    lang: Lang,
    verdict: coverage::Verdict,
    names: Names,
    #[prop(into)] contract_path: Oco<'static, str>,
    #[prop(optional)] qualified: bool,
    now: LocalInstant,
) -> impl IntoView {
    let telling = Telling {
        lang,
        now,
        stored: qualified,
    };
    drawn(verdict_html(telling, &verdict, &names, &contract_path))
}

/// As [`Verdict`].
pub fn verdict_html(
    telling: Telling,
    verdict: &coverage::Verdict,
    names: &Names,
    contract_path: &str,
) -> Markup {
    let Telling {
        lang,
        stored: qualified,
        ..
    } = telling;
    let outcome = verdict.outcome;
    let contract = verdict.line.as_ref().map_or("", |line| &line.contract);
    let awaiting_approval = verdict.route == coverage::Route::AwaitingApproval;
    let remedies = &verdict.would_be_covered_if;
    html! {
        section class={ "verdict " (outcome_tone(outcome).class()) } data-outcome=(outcome.code()) {
            header.verdict-head {
                span.verdict-word { (glyph(outcome)) " " (words::outcome(lang, outcome)) }
                @if let Some(line) = &verdict.line { (posture_badge(lang, line.service)) }
                @if let Some(priority) = verdict.priority {
                    " " span.pill.tone-quiet { (words::priority(lang, priority)) }
                }
                @if !qualified { " " span.verdict-label { (to_be_confirmed(lang)) } }
            }
            div.verdict-body {
                p { (meaning(lang, outcome)) }
                @if let Some(commitment) = &verdict.commitment {
                    (commitments_html(telling, commitment, awaiting_approval))
                }
                div {
                    p.card-title { (why(lang)) }
                    ol.proof {
                        @for step in &verdict.proof { (step_html(lang, &reason(lang, step, names, contract), contract_path)) }
                    }
                }
                @if !verdict.alternatives.is_empty() {
                    div {
                        p.card-title { (also_covered_by(lang)) }
                        ul { @for other in &verdict.alternatives { li { (line(lang, other)) } } }
                    }
                }
                @if !remedies.is_empty() {
                    div {
                        p.card-title { (what_would_change_it(lang)) }
                        ul.remedies {
                            @for step in remedies { (step_html(lang, &remedy(lang, step), contract_path)) }
                        }
                    }
                }
            }
        }
    }
}

fn step_html(lang: Lang, sentence: &Sentence, contract_path: &str) -> Markup {
    html! {
        li {
            span {
                (sentence.text)
                @if let Some(quoted) = &sentence.clause { " " (clause_html(lang, quoted, contract_path)) }
            }
        }
    }
}

/// The reference of a clause, leading to where the contract's page quotes it.
#[component]
pub fn Clause(
    lang: Lang,
    quoted: ClauseRef,
    #[prop(into)] contract_path: Oco<'static, str>,
) -> impl IntoView {
    drawn(clause_html(lang, &quoted, &contract_path))
}

fn clause_html(lang: Lang, quoted: &ClauseRef, contract_path: &str) -> Markup {
    html! {
        a.clause href={ (contract_path) "#" (quoted.anchor()) } { (clause(lang, &quoted.reference)) }
    }
}

/// The colour of what a verdict says.
pub const fn outcome_tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Covered => Tone::Ok,
        Outcome::CoveredIf => Tone::Warn,
        Outcome::OnQuote => Tone::Planned,
        Outcome::OutOfScope => Tone::Down,
    }
}

const fn glyph(outcome: Outcome) -> Glyph {
    match outcome {
        Outcome::Covered => Glyph::Operational,
        Outcome::CoveredIf => Glyph::Degraded,
        Outcome::OnQuote => Glyph::Note,
        Outcome::OutOfScope => Glyph::MajorOutage,
    }
}
