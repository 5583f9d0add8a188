//! What is in force with a client, in short: beside its work at the desk, each thing a link to where it is said whole.

use leptos::prelude::*;

use super::conditions::balance_view;
use super::glance::most_urgent;
use crate::backend::contract::{ClientContracts, SignedVersion};
use crate::domain::contract::{Line, ServiceLine};
use crate::text::contract::conditions::short_priority;
use crate::text::contract::contract;
use crate::text::contract::perimeter::{line_anchor, perimeter};
use crate::text::contract::terms::{hours_in_short, target};
use crate::text::contract::verdict::clause_anchor;
use crate::text::desk::desk;
use crate::text::{Lang, format};
use crate::ui::badge::{PostureBadge, posture_class};

/// One card a contract in force; `path` is where they are read whole.
#[component]
pub fn InForce(lang: Lang, contracts: ClientContracts, path: String) -> impl IntoView {
    let text = desk(lang);
    let cards = contracts
        .in_force()
        .map(|signed| card(lang, signed, &path))
        .collect::<Vec<_>>();
    let is_empty = cards.is_empty();
    let whole = path.clone();
    view! {
        <section aria-label=text.contracts>
            <div class="section-head">
                <h2>{text.contracts}</h2>
                {(!is_empty).then(|| view! { <a href=whole>{contract(lang).read_it}</a> })}
            </div>
            {is_empty.then(|| view! { <p class="soft">{text.no_contract}</p> })}
            <div class="stack">{cards}</div>
        </section>
    }
}

fn card(lang: Lang, signed: &SignedVersion, path: &str) -> impl IntoView + use<> {
    let version = &signed.signed;
    let number = version.number.clone();
    let href = format!("{path}#contract-{}", clause_anchor(&number, ""));
    let lines = version
        .terms
        .lines
        .iter()
        .map(|line| line_view(lang, line, &number, path))
        .collect::<Vec<_>>();
    let notice = signed.last_notice.map(|last| {
        format!(
            "{} {}",
            contract(lang).last_notice,
            format::date(lang, last)
        )
    });
    view! {
        <div class="card beside">
            <h3><a href=href>{version.title.clone()}</a></h3>
            <p class="soft small">{number} " · v" {version.version} {notice.map(|notice| format!(" · {notice}"))}</p>
            {signed.hours_left.map(|left| balance_view(lang, left))}
            <ul class="beside-lines" role="list">{lines}</ul>
        </div>
    }
}

/// Which trade, when, how fast: of what presses most.
fn line_view(lang: Lang, line: &Line, number: &str, path: &str) -> impl IntoView + use<> {
    let (text, words) = (contract(lang), perimeter(lang));
    let href = format!("{path}#{}", line_anchor(number, &line.key));
    let on_call = line.on_call.as_ref().map(|duty| {
        let priorities: Vec<String> = duty
            .priorities
            .iter()
            .map(|one| short_priority(*one))
            .collect();
        words.with_on_call(&priorities.join(", "), &hours_in_short(lang, &duty.hours))
    });
    let soonest = most_urgent(&line.targets);
    let level = soonest
        .map(|row| short_priority(row.priority))
        .unwrap_or_default();
    let said = |name: &str, given| {
        let given = target(lang, given);
        format!("{name} {level}\u{a0}: {given}")
    };
    let mut promised: Vec<String> = Vec::new();
    if let Some(row) = soonest {
        promised.extend(row.response.map(|given| said(text.response, given)));
        promised.extend(row.restoration.map(|given| said(text.restoration, given)));
        promised.extend(row.answer.map(|given| said(text.answer, given)));
        promised.extend(
            row.communication
                .map(|given| said(text.communication, given)),
        );
    }
    let promised = match promised.is_empty() {
        true if line.service == ServiceLine::Helpdesk => words.advice_only.to_owned(),
        true => text.no_commitment.to_owned(),
        false => promised.join(" · "),
    };
    view! {
        <li class=posture_class(line.service)>
            <p><PostureBadge lang line=line.service/> " " <a href=href>{line.title.clone()}</a></p>
            <p class="soft small">{hours_in_short(lang, &line.hours)} {on_call.map(|on_call| format!(" · {on_call}"))}</p>
            <p class="small">{promised}</p>
        </li>
    }
}
