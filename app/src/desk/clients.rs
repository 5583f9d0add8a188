//! `/desk/clients` and `/desk/clients/{slug}`: whom the provider looks after, and whom to call there.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::drafting::WorkbenchCard;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::contract::{ClientContracts, Contracts};
use crate::backend::desk::{ClientRow, ClientSheet, Desk};
use crate::backend::drafting::{Drafting, Workbench};
use crate::backend::interventions::Listed;
use crate::backend::status::Whose;
use crate::contract::beside::InForce;
use crate::domain::access::Asker;
use crate::interventions::list::{PlannedWorks, Works, shown_title};
use crate::quotes::list::Cards;
use crate::shell::{Document, Place, Scripts};
use crate::text::audit::audit;
use crate::text::desk::{client_words, desk};
use crate::text::interventions::interventions;
use crate::text::planning::planning;
use crate::text::reports::reports;
use crate::text::ties::ties;
use crate::text::{Lang, words};
use crate::ui::badge::{InterventionStateBadge, StateMark};
use crate::ui::time::Moment;
use crate::ui::{Empty, Glyph, PageHead};

/// Every client.
#[component]
pub fn ClientsPage() -> impl IntoView {
    let desk = backend::<Desk>().0;
    answered(async move {
        let asker = asker()?;
        let clients = desk.clients(&asker).await?;
        let is_administrator = matches!(&*asker, Asker::Staff(staff) if staff.is_administrator());
        Ok(view! { <Clients clients is_administrator/> })
    })
}

#[component]
fn Clients(clients: Vec<ClientRow>, is_administrator: bool) -> impl IntoView {
    let lang = visit().lang;
    let text = desk(lang);
    let is_empty = clients.is_empty();
    let rows = clients
        .into_iter()
        .map(|client| client_row(lang, client))
        .collect::<Vec<_>>();
    view! {
        <Document title=text.clients_title place=Place::Clients scripts=Scripts::Board>
            <PageHead title=text.clients_title>
                <div class="actions">
                    <a class="button button-plain" href="/desk/reports">{reports(lang).title}</a>
                    {is_administrator.then(|| view! { <a class="button button-plain" href="/desk/audit">{audit(lang).see_whole}</a> })}
                </div>
            </PageHead>
            {is_empty.then(|| view! { <Empty glyph=Glyph::Clients title=text.no_clients text=text.no_clients_help/> })}
            {(!is_empty).then(|| view! {
                <div data-live-region="clients">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{text.client}</th>
                                <th scope="col" class="number">{text.sites}</th>
                                <th scope="col" class="number">{text.components}</th>
                                <th scope="col" class="number">{text.open_interventions}</th>
                                <th scope="col" class="number">{text.open_debts}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            })}
        </Document>
    }
}

fn client_row(lang: Lang, row: ClientRow) -> impl IntoView {
    let text = desk(lang);
    let href = format!("/desk/clients/{}", row.client.slug);
    view! {
        <tr>
            <th scope="row"><a href=href>{row.client.name}</a> <span class="cell-note">{row.code}</span></th>
            <td class="number" data-label=text.sites>{row.sites}</td>
            <td class="number" data-label=text.components>{row.components}</td>
            <td class="number" data-label=text.open_interventions>{row.open_interventions}</td>
            <td class="number" data-label=text.open_debts>{row.open_debts}</td>
        </tr>
    }
}

/// One client.
#[component]
pub fn ClientPage() -> impl IntoView {
    let slug = use_params_map()
        .read_untracked()
        .get("slug")
        .unwrap_or_default();
    let desk = backend::<Desk>().0;
    let drafting = backend::<Drafting>().0;
    let contracts = backend::<Contracts>().0;
    answered(async move {
        let asker = asker()?;
        let client = desk.client(&asker, &slug).await?;
        let contracts = contracts.contracts(&asker, Whose::Client(&slug)).await?;
        let workbench = match &*asker {
            Asker::Staff(staff) if staff.is_administrator() => {
                Some(drafting.workbench(&asker, &slug).await?)
            }
            _ => None,
        };
        Ok(view! { <Client client contracts workbench/> })
    })
}

#[component]
fn Client(
    client: ClientSheet,
    contracts: ClientContracts,
    workbench: Option<Workbench>,
) -> impl IntoView {
    let lang = visit().lang;
    let text = desk(lang);
    let call = format!("/desk/call?client={}", client.client.slug);
    let head_count = client
        .head_count
        .map(|count| format!("{count} {}", text.people));
    let (planned, open): (Vec<Listed>, Vec<Listed>) = client
        .open
        .iter()
        .cloned()
        .partition(|row| row.state.is_planned());
    let plan = format!("/desk/plan?client={}", client.client.slug);
    let path = format!("/desk/clients/{}/contract", client.client.slug);
    let has_open = !open.is_empty();
    let kicker = match head_count {
        Some(count) => format!("{} · {count}", client.code),
        None => client.code.clone(),
    };
    view! {
        <Document title=client.client.name.clone() place=Place::Clients scripts=Scripts::Board>
            <PageHead kicker=kicker title=client.client.name.clone()>
                <div class="actions">
                    <a class="button" href=call>{text.enter_call}</a>
                    <a class="button button-plain" href=plan>{planning(lang).plan}</a>
                </div>
            </PageHead>
            <div class="request client-view">
                <div class="stack">
                    <section aria-label=text.open_interventions data-live-region="client-interventions">
                        <h2>{text.open_interventions}</h2>
                        {has_open.then(|| view! { <Works lang rows=open now=client.now prefix="/desk/interventions"/> })}
                        {(!has_open).then(|| view! { <p class="soft">{interventions(lang).none_open}</p> })}
                    </section>
                    <Owed lang client=client.clone()/>
                    <Offered lang client=client.clone()/>
                    <section aria-label=planning(lang).planned_work data-live-region="client-planned">
                        <PlannedWorks lang rows=planned now=client.now prefix="/desk/interventions"/>
                    </section>
                    <InTrouble lang client=client.clone()/>
                    <Contacts lang client=client.clone() may_look=workbench.is_some()/>
                    {workbench.map(|workbench| view! { <WorkbenchCard workbench/> })}
                </div>
                <aside class="stack">
                    <InForce lang contracts path/>
                    <Sites lang client=client.clone()/>
                </aside>
            </div>
            <Components lang client/>
        </Document>
    }
}

#[component]
fn Contacts(lang: Lang, client: ClientSheet, may_look: bool) -> impl IntoView {
    let text = desk(lang);
    let slug = client.client.slug;
    let rows = client.contacts.into_iter().map(|contact| {
        let look = may_look.then(|| {
            let label = text.look_as(&contact.name);
            view! {
                <form method="post" action="/fn/look_as">
                    <input type="hidden" name="client" value=slug.clone()/>
                    <input type="hidden" name="contact" value=contact.id.to_string()/>
                    <button class="button button-quiet button-small" type="submit" aria-label=label>{text.look_as_short}</button>
                </form>
            }
        });
        let (tel, mail) = (format!("tel:{}", contact.phone.replace(' ', "")), format!("mailto:{}", contact.email));
        view! {
            <li class="draft-line">
                <div>
                    <strong>{contact.name}</strong> " · " {words::role(lang, contact.role)} " · "
                    {(!contact.phone.is_empty()).then(|| view! { <a href=tel>{contact.phone}</a> " · " })}
                    <a href=mail>{contact.email}</a>
                </div>
                {look}
            </li>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    view! {
        <section class="card" aria-label=text.contacts>
            <h2>{text.contacts}</h2>
            {may_look.then(|| view! { <p class="soft">{text.look_as_lead}</p> })}
            <ul class="lines" role="list">{rows}</ul>
        </section>
    }
}

/// Where it works, each site with its contract's cover there.
#[component]
fn Sites(lang: Lang, client: ClientSheet) -> impl IntoView {
    let text = desk(lang);
    if client.sites.is_empty() {
        return None;
    }
    let slug = client.client.slug;
    let rows = client.sites.into_iter().map(|site| {
        let href = format!("/desk/clients/{slug}/contract?site={}", site.key);
        let count = client
            .components
            .iter()
            .filter(|component| component.sites.contains(&site.key))
            .count();
        view! { <li><a href=href>{site.name}</a> " " <span class="soft small">{format!("{count} {}", text.components.to_lowercase())}</span></li> }
    });
    let rows = rows.collect::<Vec<_>>();
    Some(view! {
        <section class="card" aria-label=text.sites>
            <h2>{text.sites}</h2>
            <ul class="lines" role="list">{rows}</ul>
        </section>
    })
}

/// What does not work, or may not.
#[component]
fn InTrouble(lang: Lang, client: ClientSheet) -> impl IntoView {
    let words = client_words(lang);
    let slug = client.client.slug;
    let rows = client
        .components
        .into_iter()
        .filter(|component| component.state.needs_attention())
        .map(|component| {
            let href = format!("/desk/clients/{slug}/covered?component={}", component.key);
            view! {
                <li class="draft-line" data-component=component.key.to_string() data-state=component.state.code()>
                    <a href=href>{component.name}</a> <StateMark lang state=component.state/>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let is_empty = rows.is_empty();
    view! {
        <section class="card" aria-label=words.in_trouble data-live-region="client-trouble">
            <h2>{words.in_trouble}</h2>
            {is_empty.then(|| view! { <p class="soft">{words.nothing_in_trouble}</p> })}
            <ul class="lines" role="list">{rows}</ul>
        </section>
    }
}

/// Definitive repairs that are owed.
#[component]
fn Owed(lang: Lang, client: ClientSheet) -> impl IntoView {
    if client.debts.is_empty() {
        return None;
    }
    let now = client.now;
    let every = format!("/desk/debts?client={}", client.client.slug);
    let rows = client.debts.into_iter().map(|debt| {
        let href = format!("/desk/interventions/{}", debt.reference);
        let marked = debt.reference.clone();
        view! {
            <li class="work" data-reference=marked>
                <h3 class="work-title"><a href=href>{shown_title(lang, &debt.title)}</a></h3>
                <p class="work-side"><InterventionStateBadge lang state=debt.state/></p>
                <p class="work-meta">
                    <span class="reference">{debt.reference}</span>
                    {debt.component.map(|component| view! { <span>{component}</span> })}
                    <span>{ties(lang).relapses(debt.relapses)}</span>
                    <Moment lang at=debt.opened now/>
                </p>
            </li>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    Some(view! {
        <section aria-label=ties(lang).debts>
            <div class="section-head"><h2>{ties(lang).debts}</h2> <a href=every>{ties(lang).owed}</a></div>
            <ul class="works" role="list">{rows}</ul>
        </section>
    })
}

/// What waits for its answer.
#[component]
fn Offered(lang: Lang, client: ClientSheet) -> impl IntoView {
    let words = client_words(lang);
    (!client.quotes.is_empty()).then(|| {
        view! {
            <section aria-label=words.quotes_waiting>
                <h2>{words.quotes_waiting}</h2>
                <Cards lang cards=client.quotes prefix="/desk/quotes"/>
            </section>
        }
    })
}

#[component]
fn Components(lang: Lang, client: ClientSheet) -> impl IntoView {
    let text = desk(lang);
    let slug = client.client.slug;
    let sites = client.sites;
    let rows = client.components.into_iter().map(|component| {
        let places = sites.iter().filter(|site| component.sites.contains(&site.key));
        let places = places.map(|site| site.name.clone()).collect::<Vec<_>>().join(", ");
        let href = format!("/desk/clients/{slug}/covered?component={}", component.key);
        view! {
            <tr>
                <th scope="row"><a href=href>{component.name}</a> <span class="cell-note">{words::category(lang, component.category)}</span></th>
                <td data-label=text.sites>{places}</td>
                <td><StateMark lang state=component.state/></td>
            </tr>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    view! {
        <section aria-label=text.components data-live-region="client-components">
            <h2>{text.components}</h2>
            <table class="table"><tbody>{rows}</tbody></table>
        </section>
    }
}
