//! `/desk`: what waits over all clients, what breaches next first. Filters live in the address.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::keys::{CALL, Keys, On, SEARCH, of_gesture};
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::desk::{ClientName, Desk, Pressure, Queue, QueueFilter, QueueRow};
use crate::backend::interventions::Pressing;
use crate::domain::contract::{Priority, ServiceLine};
use crate::domain::intervention::{EventKind, InterventionState, SupportLevel};
use crate::domain::time::LocalInstant;
use crate::interventions::clocks::Pressed;
use crate::interventions::list::shown_title;
use crate::shell::{Document, Place, Scripts};
use crate::text::canned::canned;
use crate::text::desk::desk;
use crate::text::interventions::{clocks, hold_reason, interventions, origin};
use crate::text::ties::ties;
use crate::text::{Lang, common, words};
use crate::ui::badge::{Badge, InterventionStateBadge, Pill, PostureBadge, Tone};
use crate::ui::time::Moment;
use crate::ui::{Choice, Empty, Glyph, PageHead, Refusal, SelectField};

/// The queue.
#[component]
pub fn QueuePage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let word = |name: &str| query.get(name).filter(|value| !value.is_empty());
    let filter = QueueFilter {
        client: word("client"),
        // What is over is in the history.
        state: word("state")
            .and_then(|code| InterventionState::from_code(&code))
            .filter(|state| waits(*state)),
        mine: word("whose").is_some_and(|whose| whose == "mine"),
        service: word("service").and_then(|code| ServiceLine::from_code(&code)),
        priority: word("priority").and_then(|code| Priority::from_code(&code)),
        level: word("level").and_then(|code| SupportLevel::from_code(&code)),
        pressure: word("due").and_then(|code| Pressure::from_code(&code)),
        after: word("after"),
    };
    let desk = backend::<Desk>().0;
    answered(async move {
        let queue = desk.queue(&*asker()?, &filter).await?;
        Ok(view! { <Waiting queue filter/> })
    })
}

/// Whether somebody may still have something to do with it.
const fn waits(state: InterventionState) -> bool {
    !state.is_terminal() && !matches!(state, InterventionState::Draft)
}

#[component]
fn Waiting(queue: Queue, filter: QueueFilter) -> impl IntoView {
    let lang = visit().lang;
    let text = desk(lang);
    let is_filtered = filter != QueueFilter::default();
    let is_empty = queue.rows.is_empty();
    let title = sentence(lang, &queue, is_filtered);
    let next = queue
        .next
        .as_deref()
        .map(|after| page_address(&filter, after));
    let now = queue.now;
    let rows = queue
        .rows
        .into_iter()
        .map(|row| view! { <Row lang row now/> })
        .collect::<Vec<_>>();
    view! {
        <Document title=text.queue_title place=Place::Queue scripts=Scripts::Board keys=true>
            <div data-live-region="queue-head">
                <PageHead kicker=text.queue_title title=title>
                    <div class="actions"><a class="button" href="/desk/call" data-key=CALL>{text.enter_call}</a>
                    <a class="button button-plain" href="/desk/debts">{ties(lang).owed}</a>
                    <a class="button button-plain" href="/desk/answers">{canned(lang).title}</a></div>
                </PageHead>
            </div>
            <Refusal form="take_intervention"/>
            <Keys lang on=On::Queue/>
            <Filters lang clients=queue.clients filter/>
            <section aria-label=text.queue_title data-live-region="queue">
                {(is_empty && is_filtered).then(|| view! {
                    <Empty glyph=Glyph::Search title=text.nothing_matches>
                        <a class="button button-plain" href="/desk">{common(lang).clear_filters}</a>
                    </Empty>
                })}
                {(is_empty && !is_filtered).then(|| view! {
                    <Empty glyph=Glyph::Queue title=text.queue_empty text=text.queue_empty_help/>
                })}
                {(!is_empty).then(|| view! { <ul class="queue" role="list">{rows}</ul> })}
                {next.map(|href| view! { <p class="pagination"><a href=href>{common(lang).next_page}</a></p> })}
            </section>
        </Document>
    }
}

fn sentence(lang: Lang, queue: &Queue, is_filtered: bool) -> String {
    let text = desk(lang);
    let blocking = queue.rows.iter().filter(|row| row.may_take).count();
    match (lang, queue.rows.len(), blocking) {
        (_, 0, _) if is_filtered => text.nothing_matches.to_owned(),
        (_, 0, _) => text.queue_empty.to_owned(),
        (Lang::Fr, _, 0) => "Tout ce qui attend est pris en charge.".to_owned(),
        (Lang::Fr, _, 1) => "Une intervention attend que quelqu’un la prenne.".to_owned(),
        (Lang::Fr, _, many) => format!("{many} interventions attendent que quelqu’un les prenne."),
        (Lang::En, _, 0) => "Everything that waits has been taken.".to_owned(),
        (Lang::En, _, 1) => "One intervention waits for somebody to take it.".to_owned(),
        (Lang::En, _, many) => format!("{many} interventions wait for somebody to take them."),
    }
}

#[component]
fn Row(lang: Lang, row: QueueRow, now: LocalInstant) -> impl IntoView {
    let text = desk(lang);
    let listed = row.listed;
    let reference = listed.reference.clone();
    let (href, marked) = (
        format!("/desk/interventions/{reference}"),
        reference.clone(),
    );
    let reason = listed.hold_reason.map(|reason| hold_reason(lang, reason));
    // What is breached calls out, and what nobody has taken.
    let tone = match (listed.pressing, listed.priority.filter(|_| row.may_take)) {
        (Pressing::Overrun { .. }, _) | (_, Some(Priority::P1)) => " tone-down",
        (_, Some(Priority::P2)) => " tone-warn",
        _ => "",
    };
    let subject = listed.component.map_or_else(
        || words::category(lang, listed.category).to_owned(),
        |it| it.name,
    );
    let priority = listed
        .priority
        .map_or(interventions(lang).no_priority, |priority| {
            words::priority(lang, priority)
        });
    let client_href = format!("/desk/clients/{}", row.client.slug);
    view! {
        <li class=format!("queue-row{tone}") data-reference=marked data-state=listed.state.code()>
            <div class="queue-what">
                <a href=href>{shown_title(lang, &listed.title)}</a>
                <p class="work-meta">
                    <span class="reference">{reference}</span>
                    <span>{subject}</span>
                    {listed.service.map(|line| view! { <PostureBadge lang line/> })}
                    {(listed.level != SupportLevel::L1)
                        .then(|| view! { <Pill tone=Tone::Accent>{clocks::level(lang, listed.level)}</Pill> })}
                    <span>{origin(lang, listed.origin)} ", " <Moment lang at=listed.declared now/></span>
                    {listed.debt_open.then(|| view! {
                        <Badge tone=Tone::Provisional glyph=Glyph::Provisional word=interventions(lang).debt_open/>
                    })}
                </p>
            </div>
            <div class="queue-client"><a href=client_href>{row.client.name}</a></div>
            <div class="queue-when"><Pill tone=Tone::Quiet>{priority}</Pill> " " <Pressed lang pressing=listed.pressing chase=listed.chase now/></div>
            <div class="queue-state">
                {match reason {
                    Some(reason) => view! { <InterventionStateBadge lang state=listed.state reason=reason/> }.into_any(),
                    None => view! { <InterventionStateBadge lang state=listed.state/> }.into_any(),
                }}
            </div>
            <div class="queue-take">
                {listed.technician.map(|name| view! { <span class="soft">{name}</span> })}
                {row.may_take.then(|| view! {
                    <form method="post" action="/fn/take_intervention" data-key=of_gesture(EventKind::Started)>
                        <input type="hidden" name="reference" value=listed.reference/>
                        <input type="hidden" name="expected_version" value=row.version.to_string()/>
                        <button class="button button-small" type="submit">{text.take}</button>
                    </form>
                })}
            </div>
        </li>
    }
}

#[component]
fn Filters(lang: Lang, clients: Vec<ClientName>, filter: QueueFilter) -> impl IntoView {
    let text = desk(lang);
    let clients = clients
        .into_iter()
        .map(|client| Choice::new(client.slug, client.name))
        .collect::<Vec<_>>();
    let states = InterventionState::ALL
        .iter()
        .filter(|state| waits(**state))
        .map(|state| Choice::new(state.code(), words::intervention_state(lang, *state)))
        .collect::<Vec<_>>();
    let services = ServiceLine::ALL
        .iter()
        .map(|line| Choice::new(line.code(), words::service_line(lang, *line)))
        .collect::<Vec<_>>();
    let priorities = Priority::ALL
        .iter()
        .map(|priority| Choice::new(priority.code(), words::priority(lang, *priority)))
        .collect::<Vec<_>>();
    let levels = SupportLevel::ALL
        .iter()
        .map(|level| Choice::new(level.code(), clocks::level(lang, *level)))
        .collect::<Vec<_>>();
    let pressures = vec![
        Choice::new(Pressure::Soon.code(), clocks::clocks(lang).soon),
        Choice::new(Pressure::Chase.code(), clocks::clocks(lang).chase),
    ];
    let clock_words = clocks::clocks(lang);
    let priority = filter.priority.map(Priority::code).unwrap_or_default();
    let level = filter.level.map(SupportLevel::code).unwrap_or_default();
    let pressure = filter.pressure.map(Pressure::code).unwrap_or_default();
    let state = filter
        .state
        .map(|state| state.code().to_owned())
        .unwrap_or_default();
    let service = filter
        .service
        .map(|line| line.code().to_owned())
        .unwrap_or_default();
    let whose = if filter.mine { "mine" } else { "" };
    view! {
        <form class="filter-bar" method="get" action="/desk" role="search" data-key=SEARCH>
            <SelectField label=text.client name="client" choices=clients value=filter.client.unwrap_or_default() prompt=text.every_client form="queue"/>
            <SelectField label=interventions(lang).state name="state" choices=states value=state prompt=text.every_state form="queue"/>
            <SelectField label=interventions(lang).service name="service" choices=services value=service prompt=text.every_service form="queue"/>
            <SelectField label=clock_words.pressure name="due" choices=pressures value=pressure prompt=clock_words.any_pressure form="queue"/>
            <SelectField label=interventions(lang).priority name="priority" choices=priorities value=priority prompt=clock_words.any_priority form="queue"/>
            <SelectField label=clock_words.level name="level" choices=levels value=level prompt=clock_words.any_level form="queue"/>
            <SelectField label=text.whose name="whose" choices=vec![Choice::new("mine", text.mine)] value=whose prompt=text.everybodys form="queue"/>
            <div class="actions"><button class="button button-plain" type="submit">{common(lang).filter}</button></div>
        </form>
    }
}

/// The same filters, one page further.
fn page_address(filter: &QueueFilter, after: &str) -> String {
    let mut address = format!("/desk?after={after}");
    let mut add = |name: &str, value: &str| {
        address.push_str(&format!(
            "&{name}={}",
            leptos_router::location::Url::escape(value)
        ));
    };
    if let Some(client) = &filter.client {
        add("client", client);
    }
    if let Some(state) = filter.state {
        add("state", state.code());
    }
    if let Some(service) = filter.service {
        add("service", service.code());
    }
    if let Some(priority) = filter.priority {
        add("priority", priority.code());
    }
    if let Some(level) = filter.level {
        add("level", level.code());
    }
    if let Some(pressure) = filter.pressure {
        add("due", pressure.code());
    }
    if filter.mine {
        add("whose", "mine");
    }
    address
}
