//! `/contract` for contacts, `/desk/clients/{slug}/contract` for staff: the same view of what was signed.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::ask::Ask;
use super::conditions::priorities;
use super::glance::glance;
use super::perimeter::{Address, Perimeter, day_asked};
use super::perimeter_detail::{not_covered, perimeter_detail};
use super::perimeter_table::{names, perimeter_table};
use super::signed::{OtherVersions, Signed, day_of};
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::contract::{ClientContracts, Contracts};
use crate::backend::desk::{ContactRow, Desk};
use crate::backend::drafting::{Drafting, Workbench};
use crate::backend::status::Whose;
use crate::desk::ContractEntries;
use crate::domain::access::Asker;
use crate::domain::component::Key;
use crate::domain::contract::ServiceLine;
use crate::shell::{Document, Place};
use crate::text::contract::conditions::conditions;
use crate::text::contract::contract;
use crate::text::contract::perimeter::perimeter;
use crate::text::contract::terms::capital;
use crate::text::{Lang, format};
use crate::ui::badge::Tone;
use crate::ui::empty::Empty;
use crate::ui::icons::{Glyph, Icon};
use crate::ui::notice::Notice;
use crate::ui::page_head::PageHead;

/// A contact's own contracts.
#[component]
pub fn ContractPage() -> impl IntoView {
    contracts_of(None)
}

/// A client's contracts, for the provider's staff.
#[component]
pub fn ClientContractPage() -> impl IntoView {
    contracts_of(Some(
        use_params_map()
            .read_untracked()
            .get("slug")
            .unwrap_or_default(),
    ))
}

fn contracts_of(slug: Option<String>) -> impl IntoView {
    let (drafting, desk) = (backend::<Drafting>().0, backend::<Desk>().0);
    let backend = backend::<Contracts>().0;
    let address = address(slug.as_deref());
    answered(async move {
        let asker = asker()?;
        let whose = slug.as_deref().map_or(Whose::Own, Whose::Client);
        let contracts = match address.on {
            Some(day) => backend.contracts_on(&asker, whose, day).await?,
            None => backend.contracts(&asker, whose).await?,
        };
        let entries = match (&*asker, slug.as_deref()) {
            (Asker::Staff(staff), Some(slug)) if staff.is_administrator() => {
                let workbench = drafting.workbench(&asker, slug).await?;
                Some((workbench, desk.client(&asker, slug).await?.contacts))
            }
            _ => None,
        };
        let cover_path = slug.as_deref().map_or_else(
            || "/contract/covered".to_owned(),
            |slug| format!("/desk/clients/{slug}/covered"),
        );
        Ok(view! { <ContractView contracts address cover_path is_staff=slug.is_some() entries/> })
    })
}

/// The page that is asked for: the day and the site of the query, ignored where they are none.
fn address(slug: Option<&str>) -> Address {
    let query = use_query_map();
    let query = query.read_untracked();
    Address {
        path: slug.map_or_else(
            || "/contract".to_owned(),
            |slug| format!("/desk/clients/{slug}/contract"),
        ),
        on: query.get("on").and_then(|day| day_asked(&day)),
        site: query.get("site").and_then(|site| Key::new(site).ok()),
        components_have_pages: slug.is_none(),
    }
}

#[component]
fn ContractView(
    contracts: ClientContracts,
    address: Address,
    cover_path: String,
    is_staff: bool,
    /// For administrators at the desk: the ways on.
    entries: Option<(Workbench, Vec<ContactRow>)>,
) -> impl IntoView {
    let lang = visit().lang;
    let text = contract(lang);
    let entries =
        entries.map(|(workbench, contacts)| view! { <ContractEntries workbench contacts/> });
    let place = if is_staff {
        Place::Clients
    } else {
        Place::Contract
    };
    if contracts.contracts.is_empty() {
        return view! {
            <Document title=text.page_title place>
                <PageHead kicker=contracts.client.name.clone() title=text.none_title/>
                {entries}
                <Empty glyph=Glyph::Contract title=text.none_title text=text.none_help>
                    {(!is_staff).then(|| view! { <a class="button" href="/interventions/new">{text.ask_us}</a> })}
                </Empty>
            </Document>
        }
        .into_any();
    }
    let versions = contracts.versions();
    let perimeter = Perimeter::of(&contracts, &versions, address.site.as_ref());
    let names = names(lang, &contracts);
    let head = head(lang, &perimeter, &address);
    // What is asked is asked of today's contract.
    let ask = address
        .on
        .is_none()
        .then(|| view! { <Ask lang contracts=&contracts to=cover_path/> });
    let shown = contracts
        .contracts
        .iter()
        .filter(|contract| contract.standing.is_shown_whole());
    let numbers: Vec<String> = shown
        .clone()
        .map(|contract| {
            let (signed, version) = (&contract.signed, text.version.to_lowercase());
            format!(
                "{} {}, {version} {}",
                text.page_title, signed.number, signed.version
            )
        })
        .collect();
    let numbers = format!("{} · {}", contracts.client.name, numbers.join(" · "));
    let (whole, at) = (contracts.whole, contracts.at());
    // Contracts that decide priorities alike say so once.
    let mut matrices: Vec<_> = shown
        .clone()
        .map(|contract| contract.signed.terms.priority_matrix)
        .collect();
    matrices.dedup();
    let own_priorities = matrices.len() > 1;
    let priorities = shown
        .clone()
        .next()
        .filter(|_| !own_priorities)
        .map(|contract| priorities(lang, &contract.signed.terms));
    let signed = shown
        .cloned()
        .map(|contract| {
            let contract_path = address.clauses();
            view! { <Signed lang contract names=names.clone() contract_path whole at own_priorities/> }
        })
        .collect::<Vec<_>>();
    let others = contracts
        .contracts
        .iter()
        .filter(|contract| !contract.standing.is_shown_whole())
        .cloned()
        .collect::<Vec<_>>();
    let covers = (contracts.in_force().next().is_some()).then(|| {
        view! {
            {glance(lang, &perimeter)}
            {perimeter_table(lang, &perimeter, &address)}
            {not_covered(lang, &perimeter, &address)}
            {perimeter_detail(lang, &perimeter, &address)}
        }
    });
    view! {
        <Document title=text.page_title place>
            {head}
            {entries}
            {ask}
            {covers}
            {signed}
            {priorities.map(|table| view! { <section class="section">{table}</section> })}
            <OtherVersions lang versions=others address/>
            <p class="only-printed printed-foot">{numbers}</p>
        </Document>
    }
    .into_any()
}

/// The answer first: how much is covered, in how many services, until when; then which day is read.
fn head(lang: Lang, perimeter: &Perimeter<'_>, address: &Address) -> impl IntoView + use<> {
    let (text, words) = (contract(lang), conditions(lang));
    let contracts = perimeter.contracts;
    let in_force: Vec<_> = contracts.in_force().collect();
    let mut kicker = vec![contracts.client.name.clone()];
    kicker.extend(in_force.iter().map(|signed| {
        text.kicker(
            &signed.signed.number,
            signed.signed.version,
            signed.standing,
        )
    }));
    let kicker = kicker.join(" · ");
    let day = format::date_only(lang, contracts.at());
    let printed = view! {
        <div class="only-printed">
            <p>{words.state_of(&day)}</p>
            <p class="soft">{words.printed_note}</p>
        </div>
    };
    let reading = reading_form(lang, contracts, address);
    if in_force.is_empty() {
        let title = if address.on.is_some() {
            words.none_that_day
        } else {
            text.none_in_force
        };
        let lead = match address.on {
            Some(_) => words.versions_below,
            None => text.none_help,
        };
        return view! { <PageHead kicker title lead>{reading}</PageHead> }.into_any();
    }
    let services = perimeter.services();
    let title = if services.contains(&ServiceLine::Corrective) {
        text.headline(
            perimeter.matrix.included(ServiceLine::Corrective),
            perimeter.matrix.components(),
            in_force.len(),
            services.len(),
        )
    } else {
        text.headline_without_repair(in_force.len(), services.len())
    };
    let title = match perimeter.site {
        Some(site) => text.at_site(&site.name, &title),
        None => title,
    };
    let periods: Vec<String> = in_force
        .iter()
        .map(|signed| text.until(signed, in_force.len() > 1))
        .collect();
    let between = match lang {
        Lang::Fr => "\u{a0}; ",
        Lang::En => "; ",
    };
    let lead = format!("{}.", periods.join(between));
    let lead = capital(&lead);
    view! { <PageHead kicker title lead>{printed} {reading}</PageHead> }.into_any()
}

/// Which day is read, and the form that asks for another.
fn reading_form(
    lang: Lang,
    contracts: &ClientContracts,
    address: &Address,
) -> impl IntoView + use<> {
    let words = conditions(lang);
    let notice = address.on.map(|_| {
        let day = format::date_only(lang, contracts.at());
        let today = address.on_day(None);
        let components = perimeter(lang).components_of_today;
        view! {
            <Notice tone=Tone::Planned glyph=Glyph::History title=words.as_of(&day)>
                <p class="small">{components} " " <a href=today>{words.back_to_today}</a></p>
            </Notice>
        }
    });
    let action = address.path.clone();
    let shown = day_of(contracts.at()).map(|day| day.to_string());
    let file = address.file();
    view! {
        {notice}
        <div class="reading-bar">
            <form method="get" action=action class="reading">
                <label for="reading-on">{words.read_as_of}</label>
                <input id="reading-on" type="date" name="on" value=shown required/>
                <button class="button button-plain" type="submit">{words.read}</button>
            </form>
            <a class="button button-plain" href=file><Icon glyph=Glyph::Download/> {words.download}</a>
        </div>
    }
}
