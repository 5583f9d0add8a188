//! "Est-ce couvert ?" without scripts: a plain form that asks the contract's page.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::verdict::Verdict;
use crate::backend::contract::{Asked, ClientContracts};
use crate::domain::component::Key;
use crate::domain::contract::Activity;
use crate::domain::coverage;
use crate::text::Lang;
use crate::text::contract::contract;
use crate::text::contract::verdict::Names;
use crate::ui::field::{Choice, SelectField};
use crate::ui::icons::{Glyph, Icon};

/// What the form of the page asked, if it did.
pub fn asked() -> Option<Asked> {
    let query = use_query_map();
    let query = query.read_untracked();
    let activity = query.get("activity").unwrap_or_default();
    Some(Asked {
        component: Key::new(query.get("component")?).ok()?,
        activity: Activity::from_code(&activity).unwrap_or(Activity::Fault),
    })
}

/// "Est-ce couvert ?": a plain form that asks this same page.
#[component]
pub fn Covered<'a>(
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
