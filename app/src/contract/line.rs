//! One line of a contract: what it covers, when, how fast, how it is paid.

use leptos::prelude::*;

use super::verdict::Clause;
use crate::domain::component::Key;
use crate::domain::contract::{
    Line, OnCall, Polarity, Priority, PriorityTargets, ScopeItem, ServiceHours, Target,
};
use crate::domain::coverage::ScopeWords;
use crate::text::contract::conditions::{calendar_rows, conditions, exception, form_fields};
use crate::text::contract::contract;
use crate::text::contract::perimeter::line_anchor;
use crate::text::contract::terms::{billing, capital, clock_start, target};
use crate::text::contract::verdict::{ClauseRef, Names, scope};
use crate::text::{Lang, words};
use crate::ui::badge::{PostureBadge, Tone, posture_class};
use crate::ui::icons::{Glyph, Icon};

/// What the pieces of a line are written with.
#[derive(Clone)]
struct Writing {
    lang: Lang,
    number: String,
    names: Names,
    contract_path: String,
    whole: bool,
}

/// One line. `priced` is false inside a bundle, whose price is said once; `whole` when the reader sees every
/// component and site, so that none that the scope names is hidden.
#[component]
pub fn ContractLine(
    lang: Lang,
    line: Line,
    number: String,
    names: Names,
    contract_path: String,
    priced: bool,
    whole: bool,
) -> impl IntoView {
    let text = contract(lang);
    let writing = Writing {
        lang,
        number,
        names,
        contract_path,
        whole,
    };
    let price = (priced && !line.price.is_empty()).then(|| {
        view! { <dt>{text.price}</dt> <dd>{line.price.clone()}</dd> }
    });
    let granted_by = quoted(&writing, &line.clause);
    let anchor = line_anchor(&writing.number, &line.key);
    let follow_up = line
        .vendor_follow_up
        .then(|| view! { <p>{text.vendor_follow_up}</p> });
    view! {
        <article class=("card", true) class=("contract-line", true) class=posture_class(line.service) id=anchor>
            <header>
                <h3>{line.title.clone()} " " {granted_by}</h3>
                <PostureBadge lang line=line.service/>
            </header>
            {scope_view(&writing, &line.scope)}
            <div class="contract-columns">
                <div>
                    <h4>{text.hours}</h4>
                    {calendar_table(lang, &line.hours)}
                    <dl class="facts small">
                        <dt>{text.clock_starts}</dt> <dd>{clock_start(lang, line.clock_start)}</dd>
                        <dt>{text.billing}</dt> <dd>{billing(lang, &line.billing)}</dd>
                        {price}
                    </dl>
                </div>
                <div>
                    <h4>{text.targets}</h4>
                    {targets_table(lang, &line.targets, Priority::ALL)}
                    {follow_up}
                </div>
            </div>
            {on_call_view(&writing, &line)}
            {catalogue_view(&writing, &line)}
        </article>
    }
}

fn quoted(writing: &Writing, reference: &str) -> impl IntoView + use<> {
    let (lang, contract_path) = (writing.lang, writing.contract_path.clone());
    let quoted = ClauseRef {
        contract: writing.number.clone(),
        reference: reference.to_owned(),
    };
    (!reference.is_empty()).then(|| view! { <Clause lang quoted contract_path/> })
}

/// What is in, what is out, what one clause says together.
fn scope_view(writing: &Writing, items: &[ScopeItem]) -> impl IntoView + use<> {
    let text = contract(writing.lang);
    let included = scope_list(writing, items, Polarity::Included);
    let excluded = scope_list(writing, items, Polarity::Excluded);
    let nothing = if writing.whole {
        text.nothing_excluded
    } else {
        text.nothing_excluded_here
    };
    let excluded = excluded.unwrap_or_else(|| view! { <p class="soft">{nothing}</p> }.into_any());
    view! {
        <div class="scope">
            <div class=Tone::Ok.class()>
                <h4>{text.in_scope}</h4>
                {included}
            </div>
            <div class=Tone::Quiet.class()>
                <h4>{text.out_of_scope}</h4>
                {excluded}
            </div>
        </div>
    }
}

/// Items of one clause and note on one line, in the order of the contract; nothing where there is none to show.
fn scope_list(writing: &Writing, items: &[ScopeItem], polarity: Polarity) -> Option<AnyView> {
    let mut groups: Vec<Vec<&ScopeItem>> = Vec::new();
    for item in items
        .iter()
        .filter(|item| item.polarity == polarity && is_shown(writing, item))
    {
        let same = |group: &&mut Vec<&ScopeItem>| {
            (&group[0].clause, &group[0].note) == (&item.clause, &item.note)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    if groups.is_empty() {
        return None;
    }
    let lines = groups
        .iter()
        .map(|group| scope_line(writing, polarity, group))
        .collect::<Vec<_>>();
    Some(view! { <ul class="scope-list">{lines}</ul> }.into_any())
}

/// What names a component or a site that the reader does not see stays unsaid.
fn is_shown(writing: &Writing, item: &ScopeItem) -> bool {
    let names = &writing.names;
    let known = |component: &Key| names.components.contains_key(component);
    let seen = |site: &Key| names.sites.contains_key(site);
    writing.whole
        || (item.component.as_ref().is_none_or(known) && item.site.as_ref().is_none_or(seen))
}

fn scope_line(writing: &Writing, polarity: Polarity, items: &[&ScopeItem]) -> AnyView {
    let named: Vec<String> = items
        .iter()
        .map(|item| {
            let words = ScopeWords {
                component: item.component.clone(),
                category: item.category,
                site: item.site.clone(),
                activity: item.activity.clone(),
                clause: item.clause.clone(),
                note: String::new(),
            };
            capital(&scope(writing.lang, &words, &writing.names))
        })
        .collect();
    let glyph = match polarity {
        Polarity::Included => Glyph::Operational,
        Polarity::Excluded => Glyph::Excluded,
    };
    let (clause, note) = items
        .first()
        .map_or(("", ""), |item| (item.clause.as_str(), item.note.as_str()));
    let note =
        (!note.is_empty()).then(|| view! { <span class="soft">"(" {note.to_owned()} ")"</span> });
    let clause = quoted(writing, clause);
    view! { <li><Icon glyph/> <span>{named.join(" · ")} " " {note} " " {clause}</span></li> }
        .into_any()
}

/// The week, public holidays, then days with hours of their own.
fn calendar_table(lang: Lang, hours: &ServiceHours) -> impl IntoView + use<> {
    let (text, words) = (contract(lang), conditions(lang));
    let row = |(days, hours): (String, String)| {
        view! { <tr><th scope="row">{days}</th><td>{hours}</td></tr> }
    };
    let rows = calendar_rows(lang, hours)
        .into_iter()
        .map(row)
        .collect::<Vec<_>>();
    let exceptions = hours
        .exceptions
        .iter()
        .map(|day| row(exception(lang, day)))
        .collect::<Vec<_>>();
    let exceptions = (!exceptions.is_empty()).then(|| {
        view! {
            <tbody>
                <tr class="week-part"><th colspan="2" scope="rowgroup">{words.exceptions}</th></tr>
                {exceptions}
            </tbody>
        }
    });
    let zone = (!hours.zone.is_empty()).then(|| {
        let zone = format!("{}\u{a0}: {}", words.zone, hours.zone);
        view! { <p class="soft small">{zone}</p> }
    });
    view! {
        <table class="plain-table week">
            <thead class="only-heard"><tr><th scope="col">{text.day}</th><th scope="col">{text.open}</th></tr></thead>
            <tbody>{rows}</tbody>
            {exceptions}
        </table>
        {zone}
    }
}

/// One row a priority; what is not promised says so.
fn targets_table(lang: Lang, targets: &[PriorityTargets], priorities: &[Priority]) -> AnyView {
    let text = contract(lang);
    if targets.is_empty() {
        return view! { <p class="soft">{text.no_commitment}</p> }.into_any();
    }
    let restores = targets.iter().any(|target| target.restoration.is_some());
    let repairs = targets.iter().any(|target| target.curative.is_some());
    let answers = targets.iter().any(|target| target.answer.is_some());
    let tells = targets.iter().any(|target| target.communication.is_some());
    let rows = priorities
        .iter()
        .map(|priority| {
            let promised = targets
                .iter()
                .find(|target| target.priority == *priority && !target.none);
            if promised.is_none() {
                let others = [restores, repairs, answers, tells];
                let columns = 1 + others.into_iter().filter(|shown| *shown).count();
                return view! {
                    <tr>
                        <th scope="row">{words::priority(lang, *priority)}</th>
                        <td class="soft" colspan=columns>{text.no_commitment}</td>
                    </tr>
                }
                .into_any();
            }
            let cell = |given: Option<Target>, label: &'static str| promised_cell(lang, given, label);
            view! {
                <tr>
                    <th scope="row">{words::priority(lang, *priority)}</th>
                    {cell(promised.and_then(|target| target.response), text.response)}
                    {restores.then(|| cell(promised.and_then(|target| target.restoration), text.restoration))}
                    {repairs.then(|| cell(promised.and_then(|target| target.curative), text.curative))}
                    {answers.then(|| cell(promised.and_then(|target| target.answer), text.answer))}
                    {tells.then(|| cell(promised.and_then(|target| target.communication), text.communication))}
                </tr>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    let heading = |name: &'static str, note: &'static str| {
        view! { <th scope="col">{name} <span class="cell-note">{note}</span></th> }
    };
    view! {
        <table class="plain-table targets">
            <thead>
                <tr>
                    <th scope="col">{text.priority}</th>
                    {heading(text.response, text.response_note)}
                    {restores.then(|| heading(text.restoration, text.restoration_note))}
                    {repairs.then(|| heading(text.curative, text.curative_note))}
                    {answers.then(|| heading(text.answer, text.answer_note))}
                    {tells.then(|| heading(text.communication, text.communication_note))}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <p class="soft small">{text.targets_open_time}</p>
    }
    .into_any()
}

fn promised_cell(lang: Lang, given: Option<Target>, label: &'static str) -> impl IntoView + use<> {
    let text = contract(lang);
    match given {
        Some(given) => view! { <td data-label=label>{target(lang, given)}</td> }.into_any(),
        None => view! { <td data-label=label class="soft">{text.no_commitment}</td> }.into_any(),
    }
}

/// On call apart from the service hours: its own perimeter, channel, targets and price.
fn on_call_view(writing: &Writing, line: &Line) -> AnyView {
    let text = contract(writing.lang);
    let Some(on_call) = &line.on_call else {
        if line.hours.always {
            return ().into_any();
        }
        return view! { <p class="soft">{text.on_call_none}</p> }.into_any();
    };
    view! {
        <section class="on-call">
            <h4><Icon glyph=Glyph::Phone/> {text.on_call} " " {quoted(writing, &on_call.clause)}</h4>
            {on_call_facts(writing, on_call)}
        </section>
    }
    .into_any()
}

fn on_call_facts(writing: &Writing, on_call: &OnCall) -> impl IntoView + use<> {
    let lang = writing.lang;
    let text = contract(lang);
    let perimeter = if on_call.scope.is_empty() {
        text.whole_line.into_any()
    } else {
        let included = scope_list(writing, &on_call.scope, Polarity::Included);
        let excluded = scope_list(writing, &on_call.scope, Polarity::Excluded);
        view! { {included} {excluded} }.into_any()
    };
    let priorities: Vec<&str> = on_call
        .priorities
        .iter()
        .map(|priority| words::priority(lang, *priority))
        .collect();
    let targets = (!on_call.targets.is_empty())
        .then(|| targets_table(lang, &on_call.targets, &on_call.priorities));
    let price = (!on_call.price.is_empty()).then(|| {
        view! { <dt>{text.price}</dt> <dd>{on_call.price.clone()}</dd> }
    });
    let channel = if on_call.by_phone {
        text.by_phone
    } else {
        text.by_form
    };
    view! {
        <dl class="facts">
            <dt>{text.on_call_perimeter}</dt> <dd>{perimeter}</dd>
            <dt>{text.for_priorities}</dt> <dd>{priorities.join(", ")}</dd>
            <dt>{text.hours}</dt> <dd>{calendar_table(lang, &on_call.hours)}</dd>
            {targets.map(|targets| view! { <dt>{text.targets}</dt> <dd>{targets}</dd> })}
            <dt>{text.channel}</dt> <dd>{channel}</dd>
            {price}
        </dl>
    }
}

/// Requests with their delay, what they cost and what they ask.
fn catalogue_view(writing: &Writing, line: &Line) -> impl IntoView + use<> {
    if line.catalogue.is_empty() {
        return None;
    }
    let lang = writing.lang;
    let (text, words) = (contract(lang), conditions(lang));
    let rows = line
        .catalogue
        .iter()
        .map(|item| {
            let title = writing.names.item(&item.key);
            let delay = promised_cell(lang, item.delay, text.delay);
            let paid = billing(lang, item.billing.as_ref().unwrap_or(&line.billing));
            let form = (!item.form.is_empty()).then(|| {
                let asked = form_fields(lang, &item.form);
                view! { <span class="cell-note">{words.asks} " " {asked}</span> }
            });
            view! {
                <tr>
                    <th scope="row">{title} " " {quoted(writing, &item.clause)} {form}</th>
                    {delay}
                    <td data-label=words.paid>{paid}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    Some(view! {
        <section class="catalogue">
            <h4>{text.catalogue}</h4>
            <table class="plain-table targets">
                <thead>
                    <tr>
                        <th scope="col">{text.catalogue_request}</th>
                        <th scope="col">{text.delay}</th>
                        <th scope="col">{words.paid}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    })
}
