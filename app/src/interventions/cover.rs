//! A verdict in a few words: what it says, by which line and clause, what would turn it.

use leptos::prelude::*;

use crate::domain::coverage::{Outcome, Reason, Remedy, Verdict};
use crate::text::interventions::interventions;
use crate::text::{Lang, words};
use crate::ui::badge::{Pill, Tone};

/// The answer, the line that answers, the clauses it rests on.
#[component]
pub fn Cover(lang: Lang, verdict: Verdict) -> impl IntoView {
    let text = interventions(lang);
    let clauses = clauses(&verdict);
    let line = verdict.line.as_ref().map(|line| {
        format!("{}\u{a0}: {} ({})", words::service_line(lang, line.service), line.title, line.contract)
    });
    let remedies = verdict.would_be_covered_if.iter().map(|remedy| remedy_words(lang, remedy)).collect::<Vec<_>>();
    let has_remedies = !remedies.is_empty();
    view! {
        <div class="cover" data-outcome=verdict.outcome.code()>
            <p>
                <Pill tone=tone(verdict.outcome)>{words::outcome(lang, verdict.outcome)}</Pill>
                {verdict.priority.map(|priority| view! { " " <Pill tone=Tone::Quiet>{words::priority(lang, priority)}</Pill> })}
            </p>
            {line.map(|line| view! { <p>{line}</p> })}
            {(!clauses.is_empty()).then(|| view! {
                <ul class="lines">{clauses.into_iter().map(|clause| view! { <li>{clause}</li> }).collect::<Vec<_>>()}</ul>
            })}
            {has_remedies.then(|| view! {
                <p class="soft">{text.would_be_covered}</p>
                <ul class="lines">{remedies.into_iter().map(|remedy| view! { <li>{remedy}</li> }).collect::<Vec<_>>()}</ul>
            })}
        </div>
    }
}

/// The colour of what a verdict says.
pub const fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Covered => Tone::Ok,
        Outcome::CoveredIf => Tone::Warn,
        Outcome::OnQuote => Tone::Planned,
        Outcome::OutOfScope => Tone::Down,
    }
}

fn clauses(verdict: &Verdict) -> Vec<String> {
    verdict
        .proof
        .iter()
        .filter_map(|reason| match reason {
            Reason::Included { line, item } | Reason::Excluded { line, item } => {
                let note = if item.note.is_empty() { String::new() } else { format!(", {}", item.note) };
                Some(format!("{} § {}{note}", line.contract, item.clause))
            }
            Reason::CatalogueItemListed { line, clause, .. } => Some(format!("{} § {clause}", line.contract)),
            _ => None,
        })
        .collect()
}

fn remedy_words(lang: Lang, remedy: &Remedy) -> String {
    match (lang, remedy) {
        (Lang::Fr, Remedy::Supervise) => "l’équipement est supervisé".to_owned(),
        (Lang::Fr, Remedy::AddToScope { line }) => format!("un avenant l’ajoute à la prestation «\u{a0}{}\u{a0}»", line.title),
        (Lang::Fr, Remedy::LiftExclusion { clause, .. }) => format!("un avenant lève l’exclusion § {clause}"),
        (Lang::Fr, Remedy::SubscribeLine { service }) => {
            format!("un contrat comporte une prestation de {}", words::service_line(lang, *service).to_lowercase())
        }
        (Lang::Fr, Remedy::AskInstead { activity }) => {
            format!("vous demandez plutôt\u{a0}: {}", words::activity(lang, activity).to_lowercase())
        }
        (Lang::Fr, Remedy::AcceptQuote) => "un devis est accepté".to_owned(),
        (Lang::En, Remedy::Supervise) => "the equipment is supervised".to_owned(),
        (Lang::En, Remedy::AddToScope { line }) => format!("an amendment adds it to “{}”", line.title),
        (Lang::En, Remedy::LiftExclusion { clause, .. }) => format!("an amendment lifts the exclusion § {clause}"),
        (Lang::En, Remedy::SubscribeLine { service }) => {
            format!("a contract has a {} line", words::service_line(lang, *service).to_lowercase())
        }
        (Lang::En, Remedy::AskInstead { activity }) => {
            format!("you ask instead for: {}", words::activity(lang, activity).to_lowercase())
        }
        (Lang::En, Remedy::AcceptQuote) => "a quote is accepted".to_owned(),
    }
}
