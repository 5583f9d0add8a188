//! `/desk/clients` and `/desk/clients/{slug}`: whom the provider looks after, and whom to call there.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::drafting::WorkbenchCard;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::desk::{ClientRow, ClientSheet, Desk};
use crate::backend::drafting::{Drafting, Workbench};
use crate::backend::interventions::Listed;
use crate::domain::access::Asker;
use crate::interventions::list::{PlannedWorks, Works};
use crate::shell::{Document, Place, Scripts};
use crate::text::audit::audit;
use crate::text::desk::desk;
use crate::text::interventions::interventions;
use crate::text::planning::planning;
use crate::text::reports::reports;
use crate::text::{Lang, words};
use crate::ui::badge::{PostureBadge, StateMark};
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
    answered(async move {
        let asker = asker()?;
        let client = desk.client(&asker, &slug).await?;
        let workbench = match &*asker {
            Asker::Staff(staff) if staff.is_administrator() => {
                Some(drafting.workbench(&asker, &slug).await?)
            }
            _ => None,
        };
        Ok(view! { <Client client workbench/> })
    })
}

#[component]
fn Client(client: ClientSheet, workbench: Option<Workbench>) -> impl IntoView {
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
            <section aria-label=text.open_interventions data-live-region="client-interventions">
                <h2>{text.open_interventions}</h2>
                {has_open.then(|| view! { <Works lang rows=open now=client.now prefix="/desk/interventions"/> })}
                {(!has_open).then(|| view! { <p class="soft">{interventions(lang).none_open}</p> })}
            </section>
            <section aria-label=planning(lang).planned_work data-live-region="client-planned">
                <PlannedWorks lang rows=planned now=client.now prefix="/desk/interventions"/>
            </section>
            <Contacts lang client=client.clone() may_look=workbench.is_some()/>
            <Contracts lang client=client.clone()/>
            {workbench.map(|workbench| view! { <WorkbenchCard workbench/> })}
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

#[component]
fn Contracts(lang: Lang, client: ClientSheet) -> impl IntoView {
    let text = desk(lang);
    let is_empty = client.contracts.is_empty();
    let whole = format!("/desk/clients/{}/contract", client.client.slug);
    let rows = client.contracts.into_iter().map(|contract| {
        let lines = contract
            .lines
            .into_iter()
            .map(|(line, title)| view! { <li><PostureBadge lang line/> " " {title}</li> })
            .collect::<Vec<_>>();
        view! {
            <li>
                <strong>{contract.number}</strong> " · " {contract.title} " · v" {contract.version}
                <ul class="trades" role="list">{lines}</ul>
            </li>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    view! {
        <section class="card" aria-label=text.contracts>
            <h2>{text.contracts}</h2>
            {(!is_empty).then(|| view! { <p><a href=whole>{crate::text::contract::contract(lang).read_it}</a></p> })}
            {is_empty.then(|| view! { <p class="soft">{text.no_contract}</p> })}
            <ul class="lines" role="list">{rows}</ul>
        </section>
    }
}

#[component]
fn Components(lang: Lang, client: ClientSheet) -> impl IntoView {
    let text = desk(lang);
    let sites = client.sites;
    let rows = client.components.into_iter().map(|component| {
        let places = sites.iter().filter(|site| component.sites.contains(&site.key));
        let places = places.map(|site| site.name.clone()).collect::<Vec<_>>().join(", ");
        view! {
            <tr>
                <th scope="row">{component.name} <span class="cell-note">{words::category(lang, component.category)}</span></th>
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
