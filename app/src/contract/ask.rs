//! The way to "est-ce couvert ?" from the contract's page.

use leptos::prelude::*;

use crate::backend::contract::ClientContracts;
use crate::text::Lang;
use crate::text::contract::contract;
use crate::ui::field::{Choice, SelectField};
use crate::ui::icons::{Glyph, Icon};

/// A component and what one needs; `cover`'s page answers.
#[component]
pub fn Ask<'a>(
    lang: Lang,
    contracts: &'a ClientContracts,
    /// The address of the page that answers.
    to: String,
) -> impl IntoView + use<> {
    if contracts.components.is_empty() {
        return None;
    }
    let text = contract(lang);
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
    Some(view! {
        <section class="card covered" id="covered" aria-labelledby="covered-title">
            <h2 id="covered-title"><a href=to.clone()>{text.is_it_covered}</a></h2>
            <p class="soft">{text.is_it_covered_lead}</p>
            <form method="get" action=format!("{to}#answer") class="filter-bar">
                <SelectField label=text.component name="component" choices=components form="covered"/>
                <SelectField label=text.what_you_need name="activity" choices=activities form="covered"/>
                <div class="actions">
                    <button class="button" type="submit"><Icon glyph=Glyph::Search/> {text.check}</button>
                </div>
            </form>
        </section>
    })
}
