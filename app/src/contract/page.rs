//! `/contract` for contacts, `/desk/clients/{slug}/contract` for staff: the same view of what was signed.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::perimeter::Perimeter;
use super::perimeter_table::{LeftOutList, PerimeterTable, names};
use super::signed::{OtherVersions, Signed};
use super::verdict::Verdict;
use crate::answer::AppError;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::contract::{Asked, ClientContracts, Contracts};
use crate::backend::status::Whose;
use crate::domain::component::Key;
use crate::domain::contract::{Activity, ServiceLine};
use crate::domain::coverage;
use crate::shell::{Document, Place};
use crate::text::Lang;
use crate::text::contract::contract;
use crate::text::contract::verdict::Names;
use crate::ui::empty::Empty;
use crate::ui::field::{Choice, SelectField};
use crate::ui::icons::{Glyph, Icon};
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
    let backend = backend::<Contracts>().0;
    let question = asked();
    answered(async move {
        let asker = asker()?;
        let whose = slug.as_deref().map_or(Whose::Own, Whose::Client);
        let contracts = backend.contracts(&asker, whose).await?;
        let answer = match question {
            Some(asked) => match backend.decide(&asker, whose, asked.clone()).await {
                Ok(verdict) => Some((asked, verdict)),
                // A component that is gone since: the page stands without an answer.
                Err(AppError::NotFound) => None,
                Err(error) => return Err(error),
            },
            None => None,
        };
        Ok(view! { <ContractView contracts answer slug/> })
    })
}

/// What the form of the page asked, if it did.
fn asked() -> Option<Asked> {
    let query = use_query_map();
    let query = query.read_untracked();
    let activity = query.get("activity").unwrap_or_default();
    Some(Asked {
        component: Key::new(query.get("component")?).ok()?,
        activity: Activity::from_code(&activity).unwrap_or(Activity::Fault),
    })
}

#[component]
fn ContractView(
    contracts: ClientContracts,
    answer: Option<(Asked, coverage::Verdict)>,
    /// The client's, when staff look at it.
    slug: Option<String>,
) -> impl IntoView {
    let lang = visit().lang;
    let text = contract(lang);
    let place = if slug.is_some() {
        Place::Clients
    } else {
        Place::Contract
    };
    let path = slug.as_ref().map_or_else(
        || "/contract".to_owned(),
        |slug| format!("/desk/clients/{slug}/contract"),
    );
    if contracts.contracts.is_empty() {
        return view! {
            <Document title=text.page_title place>
                <PageHead kicker=contracts.client.name.clone() title=text.none_title/>
                <Empty glyph=Glyph::Contract title=text.none_title text=text.none_help>
                    {slug.is_none().then(|| view! { <a class="button" href="/interventions/new">{text.ask_us}</a> })}
                </Empty>
            </Document>
        }
        .into_any();
    }
    let perimeter = Perimeter::of(&contracts);
    let names = names(lang, &contracts);
    let head = head(lang, &contracts, &perimeter);
    let (current, others): (Vec<_>, Vec<_>) = contracts
        .contracts
        .iter()
        .cloned()
        .partition(|contract| contract.standing.is_shown_whole());
    let whole = contracts.whole;
    let signed = current
        .into_iter()
        .map(|contract| {
            view! { <Signed lang contract names=names.clone() contract_path=path.clone() whole/> }
        })
        .collect::<Vec<_>>();
    let covered = view! {
        <Covered lang contracts=&contracts answer names=names.clone() path=path.clone() requests=slug.is_none()/>
    };
    view! {
        <Document title=text.page_title place>
            {head}
            {covered}
            <PerimeterTable lang perimeter=&perimeter/>
            <LeftOutList lang perimeter=&perimeter contract_path=path.clone()/>
            {signed}
            <OtherVersions lang versions=others/>
        </Document>
    }
    .into_any()
}

/// The answer first: how much is covered, in how many services.
fn head(lang: Lang, contracts: &ClientContracts, perimeter: &Perimeter) -> impl IntoView + use<> {
    let text = contract(lang);
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
    if in_force.is_empty() {
        return view! { <PageHead kicker title=text.none_in_force lead=text.none_help/> }
            .into_any();
    }
    let services = perimeter.services.len();
    let title = if perimeter.services.contains(&ServiceLine::Corrective) {
        let covered = perimeter.covered_by(ServiceLine::Corrective);
        text.headline(
            covered,
            contracts.components.len(),
            in_force.len(),
            services,
        )
    } else {
        text.headline_without_repair(in_force.len(), services)
    };
    let counts: Vec<String> = perimeter
        .services
        .iter()
        .map(|service| text.covered_by(perimeter.covered_by(*service), *service))
        .collect();
    let lead = format!("{}.", counts.join(", "));
    view! { <PageHead kicker title lead/> }.into_any()
}

/// "Est-ce couvert ?": a plain form that asks this same page.
#[component]
fn Covered<'a>(
    lang: Lang,
    contracts: &'a ClientContracts,
    answer: Option<(Asked, coverage::Verdict)>,
    names: Names,
    path: String,
    /// Whether the reader may go on and make the request here.
    requests: bool,
) -> impl IntoView + use<> {
    if contracts.components.is_empty() {
        return None;
    }
    let (text, now) = (contract(lang), contracts.now);
    let components = contracts
        .components
        .iter()
        .map(|component| Choice::new(component.key.to_string(), component.name.clone()))
        .collect::<Vec<_>>();
    let activities = vec![
        Choice::new("fault", text.repair),
        Choice::new("prevention", text.prevention),
        Choice::new("advice", text.advice),
    ];
    let component = answer
        .as_ref()
        .map(|(asked, _)| asked.component.to_string())
        .unwrap_or_default();
    let activity = answer
        .as_ref()
        .map(|(asked, _)| asked.activity.code())
        .unwrap_or_default();
    let request =
        requests.then(|| format!("/interventions/new?component={component}&activity={activity}"));
    let verdict = answer.map(|(_, verdict)| {
        let send = match verdict.route {
            coverage::Route::Registered | coverage::Route::AwaitingApproval => {
                text.make_the_request
            }
            coverage::Route::Quote => text.ask_for_a_quote,
        };
        view! {
            <Verdict lang verdict names contract_path=path.clone() now/>
            {request.map(|href| view! { <p class="actions"><a class="button" href=href>{send}</a></p> })}
        }
    });
    let action = format!("{path}#covered");
    Some(view! {
        <section class="card covered" id="covered" aria-labelledby="covered-title">
            <h2 id="covered-title">{text.is_it_covered}</h2>
            <p class="soft">{text.is_it_covered_lead}</p>
            <form method="get" action=action class="filter-bar">
                <SelectField label=text.component name="component" choices=components value=component form="covered"/>
                <SelectField label=text.what_you_need name="activity" choices=activities value=activity form="covered"/>
                <div class="actions">
                    <button class="button" type="submit"><Icon glyph=Glyph::Search/> {text.check}</button>
                </div>
            </form>
            {verdict}
        </section>
    })
}
