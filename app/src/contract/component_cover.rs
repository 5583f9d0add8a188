//! A component's cover, one line a service: what the contract says, when, how fast, and the very clause.

use leptos::prelude::*;

use super::glance::most_urgent;
use super::perimeter_table::cover_badge;
use super::verdict::Clause;
use crate::backend::contract::ClientContracts;
use crate::domain::contract::ServiceLine;
use crate::domain::coverage::Subject;
use crate::domain::coverage::matrix::{Answer, Cover, Ground, matrix};
use crate::domain::time::EpochMs;
use crate::text::contract::conditions::short_priority;
use crate::text::contract::contract;
use crate::text::contract::perimeter::perimeter;
use crate::text::contract::terms::{hours_in_short, target};
use crate::text::contract::verdict::ClauseRef;
use crate::text::{Lang, words};
use crate::ui::badge::PostureBadge;

/// The page of one's own contract.
const CONTRACT_PATH: &str = "/contract";

/// Every service that a contract in force has; nothing for a component that the reader does not see.
pub fn component_cover(lang: Lang, contracts: &ClientContracts, key: &str) -> Option<AnyView> {
    let component = contracts
        .components
        .iter()
        .find(|component| component.key.as_str() == key)?;
    let subjects = [component.subject()];
    let versions = contracts.versions();
    let at = contracts.at().at;
    let matrix = matrix(&subjects, None, &versions, at);
    let lines = ServiceLine::ALL
        .iter()
        .filter_map(|service| Some((*service, matrix.answer(0, *service)?)))
        .filter(|(_, answer)| answer.cover != Cover::NoLine)
        .map(|(service, answer)| line_view(lang, service, answer, &subjects[0], at))
        .collect::<Vec<_>>();
    if lines.is_empty() {
        return None;
    }
    let label = perimeter(lang).cover_of_component;
    Some(view! { <ul class="component-cover" aria-label=label>{lines}</ul> }.into_any())
}

fn line_view(
    lang: Lang,
    service: ServiceLine,
    answer: Answer<'_>,
    component: &Subject,
    at: EpochMs,
) -> impl IntoView + use<> {
    let covers = matches!(
        answer.cover,
        Cover::Included | Cover::BlindSpot | Cover::OnQuote
    );
    let promise = answer
        .ground
        .filter(|_| covers)
        .map(|ground| promise(lang, ground, component, at));
    let note = answer
        .ground
        .and_then(|ground| ground.item)
        .map(|item| item.note.clone())
        .filter(|note| !covers && !note.is_empty());
    let clause = answer.ground.and_then(|ground| {
        let quoted = ClauseRef {
            contract: ground.contract.number.clone(),
            reference: ground.clause().to_owned(),
        };
        let has_clause = !quoted.reference.is_empty();
        has_clause.then(|| view! { <Clause lang quoted contract_path=CONTRACT_PATH/> })
    });
    view! {
        <li>
            <PostureBadge lang line=service/>
            {cover_badge(lang, answer.cover)}
            {promise.map(|promise| view! { <span>{promise}</span> })}
            {note.map(|note| view! { <span class="soft">{note}</span> })}
            {clause}
        </li>
    }
}

/// "lun.–ven. 8 h – 18 h, astreinte 24/7 (P1) · GTI 30 min, GTR 4 h (P1 · bloquant)".
fn promise(lang: Lang, ground: Ground<'_>, component: &Subject, at: EpochMs) -> String {
    let (text, terms) = (perimeter(lang), contract(lang));
    let mut when = hours_in_short(lang, &ground.line.hours);
    if let Some(duty) = ground.on_call(component, at) {
        let priorities: Vec<String> = duty
            .priorities
            .iter()
            .map(|priority| short_priority(*priority))
            .collect();
        let hours = hours_in_short(lang, &duty.hours);
        when = format!(
            "{when}, {}",
            text.with_on_call(&priorities.join(", "), &hours)
        );
    }
    let Some(targets) = most_urgent(&ground.line.targets) else {
        return format!("{when} · {}", terms.no_commitment);
    };
    let promised = [
        (terms.response, targets.response),
        (terms.restoration, targets.restoration),
    ];
    let promised: Vec<String> = promised
        .into_iter()
        .filter_map(|(clock, given)| Some(format!("{clock} {}", target(lang, given?))))
        .collect();
    let priority = words::priority(lang, targets.priority);
    format!("{when} · {} ({priority})", promised.join(", "))
}
