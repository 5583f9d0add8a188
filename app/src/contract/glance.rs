//! Every line in force in one table: which trade, when, how fast, for how much of the system.

use leptos::prelude::*;

use super::perimeter::Perimeter;
use crate::domain::contract::{Line, Priority, PriorityTargets, ServiceLine, Target};
use crate::text::contract::conditions::short_priority;
use crate::text::contract::contract;
use crate::text::contract::perimeter::{line_anchor, perimeter as words_of};
use crate::text::contract::terms::{hours_in_short, target};
use crate::text::{Lang, words};
use crate::ui::badge::{PostureBadge, posture_class};

/// One row a line.
pub fn glance(lang: Lang, perimeter: &Perimeter<'_>) -> Option<AnyView> {
    let text = words_of(lang);
    let terms = contract(lang);
    let rows = perimeter
        .lines()
        .map(|(number, line)| row_view(lang, perimeter, number, line))
        .collect::<Vec<_>>();
    if rows.is_empty() {
        return None;
    }
    let table = view! {
        <section class="section" aria-labelledby="glance">
            <div class="section-head">
                <h2 id="glance">{text.at_a_glance}</h2>
                <span class="soft">{text.at_a_glance_lead}</span>
            </div>
            <table class="table glance">
                <thead>
                    <tr>
                        <th scope="col">{text.line}</th>
                        <th scope="col">{text.when}</th>
                        <th scope="col">{terms.response}</th>
                        <th scope="col">{terms.restoration}</th>
                        <th scope="col">{text.covers}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    };
    Some(table.into_any())
}

fn row_view(
    lang: Lang,
    perimeter: &Perimeter<'_>,
    number: &str,
    line: &Line,
) -> impl IntoView + use<> {
    let text = words_of(lang);
    let terms = contract(lang);
    let href = format!("#{}", line_anchor(number, &line.key));
    let on_call = line.on_call.as_ref().map(|on_call| {
        let priorities: Vec<String> = on_call
            .priorities
            .iter()
            .map(|priority| short_priority(*priority))
            .collect();
        let said = text.with_on_call(
            &priorities.join(", "),
            &hours_in_short(lang, &on_call.hours),
        );
        view! { <span class="cell-note">{said}</span> }
    });
    let most_urgent = most_urgent(&line.targets);
    let response = most_urgent.and_then(|targets| targets.response);
    let restoration = most_urgent.and_then(|targets| targets.restoration);
    let no_restoration = match line.service {
        ServiceLine::Helpdesk => text.advice_only,
        _ if line.vendor_follow_up => text.vendor,
        _ => terms.no_commitment,
    };
    let priority = most_urgent.map(|targets| targets.priority);
    let covered = perimeter.covered_by_line(number, &line.key);
    let covered = text.components_of(covered, perimeter.matrix.components());
    view! {
        <tr class=posture_class(line.service)>
            <th scope="row">
                <a href=href>{line.title.clone()}</a>
                <span class="cell-note"><PostureBadge lang line=line.service/></span>
            </th>
            <td data-label=text.when><div>{hours_in_short(lang, &line.hours)} {on_call}</div></td>
            <td data-label=terms.response>{promise(lang, response, priority, terms.no_commitment)}</td>
            <td data-label=terms.restoration>{promise(lang, restoration, priority, no_restoration)}</td>
            <td data-label=text.covers>{covered}</td>
        </tr>
    }
}

/// The row of the grid that promises soonest: that of the highest priority with a promise.
pub fn most_urgent(targets: &[PriorityTargets]) -> Option<&PriorityTargets> {
    let promised = targets.iter().filter(|targets| !targets.none);
    promised.min_by_key(|targets| targets.priority)
}

fn promise(
    lang: Lang,
    given: Option<Target>,
    priority: Option<Priority>,
    otherwise: &'static str,
) -> AnyView {
    match given {
        Some(given) => {
            let priority = priority.map(|priority| words::priority(lang, priority));
            view! {
                <div><strong>{target(lang, given)}</strong> <span class="cell-note">{priority}</span></div>
            }
            .into_any()
        }
        None => view! { <span class="soft">{otherwise}</span> }.into_any(),
    }
}
