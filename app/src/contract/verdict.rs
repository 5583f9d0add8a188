//! A verdict as people read it: the answer first, then why, then what would change it.

use leptos::{oco::Oco, prelude::*};

use super::commitment::Commitments;
use crate::domain::coverage::{self, Outcome};
use crate::domain::time::LocalInstant;
use crate::text::contract::verdict::{
    ClauseRef, Names, Sentence, also_covered_by, clause, line, meaning, reason, remedy,
    to_be_confirmed, what_would_change_it, why,
};
use crate::text::{Lang, words};
use crate::ui::badge::{Pill, PostureBadge, Tone};
use crate::ui::icons::{Glyph, Icon};

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
    let outcome = verdict.outcome;
    let contract = verdict
        .line
        .as_ref()
        .map_or_else(String::new, |line| line.contract.clone());
    let awaiting_approval = verdict.route == coverage::Route::AwaitingApproval;
    let service = verdict
        .line
        .as_ref()
        .map(|line| view! { <PostureBadge lang line=line.service/> });
    let priority = verdict.priority.map(|priority| {
        view! { <Pill tone=Tone::Quiet>{words::priority(lang, priority)}</Pill> }
    });
    let label = (!qualified).then(|| {
        view! { <span class="verdict-label">{to_be_confirmed(lang)}</span> }
    });
    let proof = verdict
        .proof
        .iter()
        .map(|step| reason(lang, step, &names, &contract))
        .collect::<Vec<_>>();
    let alternatives = verdict
        .alternatives
        .iter()
        .map(|other| line(lang, other))
        .collect::<Vec<_>>();
    let remedies = verdict
        .would_be_covered_if
        .iter()
        .map(|step| remedy(lang, step))
        .collect::<Vec<_>>();
    view! {
        <section class=("verdict", true) class=outcome_tone(outcome).class() data-outcome=outcome.code()>
            <header class="verdict-head">
                <span class="verdict-word"><Icon glyph=glyph(outcome)/> {words::outcome(lang, outcome)}</span>
                {service} {priority} {label}
            </header>
            <div class="verdict-body">
                <p>{meaning(lang, outcome)}</p>
                {verdict.commitment.map(|commitment| view! {
                    <Commitments lang commitment awaiting_approval stored=qualified now/>
                })}
                <div>
                    <p class="card-title">{why(lang)}</p>
                    <ol class="proof">{steps(lang, proof, &contract_path)}</ol>
                </div>
                {(!alternatives.is_empty()).then(|| view! {
                    <div>
                        <p class="card-title">{also_covered_by(lang)}</p>
                        <ul>{alternatives.into_iter().map(|other| view! { <li>{other}</li> }).collect::<Vec<_>>()}</ul>
                    </div>
                })}
                {(!remedies.is_empty()).then(|| view! {
                    <div>
                        <p class="card-title">{what_would_change_it(lang)}</p>
                        <ul class="remedies">{steps(lang, remedies, &contract_path)}</ul>
                    </div>
                })}
            </div>
        </section>
    }
}

fn steps(lang: Lang, sentences: Vec<Sentence>, contract_path: &str) -> Vec<AnyView> {
    let step = |sentence: Sentence| {
        let quoted = sentence.clause.map(|quoted| {
            view! { " " <Clause lang quoted contract_path=contract_path.to_owned()/> }
        });
        view! { <li><span>{sentence.text} {quoted}</span></li> }.into_any()
    };
    sentences.into_iter().map(step).collect()
}

/// The reference of a clause, leading to where the contract's page quotes it.
#[component]
pub fn Clause(
    lang: Lang,
    quoted: ClauseRef,
    #[prop(into)] contract_path: Oco<'static, str>,
) -> impl IntoView {
    let href = format!("{contract_path}#{}", quoted.anchor());
    view! { <a class="clause" href=href>{clause(lang, &quoted.reference)}</a> }
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
