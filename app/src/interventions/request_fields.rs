//! The fields of a request that the contacts' form and the desk's share: component by site, and the two plain questions.

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::answer::page::visit;
use crate::backend::interventions::{ComponentChoice, SiteChoice};
use crate::domain::component::{Category, Key};
use crate::domain::contract::{Activity, ContractVersion, Priority};
use crate::text::contract::verdict::Names;
use crate::text::interventions::{activity_help, impacts, interventions, questions, urgencies};
use crate::text::{Lang, words};
use crate::ui::{Choice, RadioField};
use leptos::oco::Oco;

/// Components to choose from, grouped by site; each option carries what the verdict needs to know of it.
#[component]
pub fn ComponentField(
    lang: Lang,
    components: Vec<ComponentChoice>,
    sites: Vec<SiteChoice>,
    value: String,
    error: Option<Oco<'static, str>>,
    form: &'static str,
) -> impl IntoView {
    let text = interventions(lang);
    let invalid = error.is_some().then_some("true");
    let id = format!("{form}-component");
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = match &error {
        Some(_) => format!("{error_id} {hint_id}"),
        None => hint_id.clone(),
    };
    let groups = by_site(lang, components, &sites)
        .into_iter()
        .map(|(site, components)| {
            let options = components
                .into_iter()
                .map(|component| option(component, &value))
                .collect::<Vec<_>>();
            view! { <optgroup label=site>{options}</optgroup> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="field">
            <label for=id.clone()>{text.component}</label>
            <p class="field-hint" id=hint_id>{text.component_hint}</p>
            <select id=id name="component" aria-invalid=invalid aria-describedby=described>
                <option value="">{text.component_prompt}</option>
                {groups}
            </select>
            {error.map(|error| view! { <p class="field-error" id=error_id>{error}</p> })}
        </div>
    }
}

fn option(component: ComponentChoice, value: &str) -> impl IntoView + use<> {
    let sites = component
        .sites
        .iter()
        .map(Key::as_str)
        .collect::<Vec<_>>()
        .join(",");
    let selected = component.key.as_str() == value;
    view! {
        <option
            value=component.key.to_string()
            selected=selected
            data-category=component.category.code()
            data-sites=sites
            data-site=component.only_site.map(String::from)
            data-supervised=if component.supervised { "true" } else { "false" }
        >
            {component.name}
        </option>
    }
}

/// Groups in the order of the sites; what stands at several, or at none, comes last.
fn by_site(
    lang: Lang,
    components: Vec<ComponentChoice>,
    sites: &[SiteChoice],
) -> Vec<(String, Vec<ComponentChoice>)> {
    let text = interventions(lang);
    let mut groups: BTreeMap<usize, Vec<ComponentChoice>> = BTreeMap::new();
    let (several, everywhere) = (sites.len(), sites.len() + 1);
    for component in components {
        let place = match component.sites.as_slice() {
            [] => everywhere,
            [only] => sites
                .iter()
                .position(|site| site.key == *only)
                .unwrap_or(several),
            _ => several,
        };
        groups.entry(place).or_default().push(component);
    }
    let name = |place: usize| match sites.get(place) {
        Some(site) => site.name.clone(),
        None if place == several => text.several_sites.to_owned(),
        None => text.every_site.to_owned(),
    };
    groups
        .into_iter()
        .map(|(place, components)| (name(place), components))
        .collect()
}

/// The two plain questions; where the contracts have four plain levels, the one that names them.
#[component]
pub fn PriorityFields(
    lang: Lang,
    plain_levels: bool,
    impact: String,
    urgency: String,
    /// The server function, whose refusal says what is wrong.
    action: &'static str,
    form: &'static str,
) -> impl IntoView {
    let text = interventions(lang);
    let visit = visit();
    if plain_levels {
        let levels = (1_u8..)
            .zip(Priority::ALL)
            .map(|(rank, level)| Choice::new(rank.to_string(), words::priority(lang, *level)))
            .collect::<Vec<_>>();
        // The level is the urgency's; whatever the impact, it is the priority.
        return view! {
            <input type="hidden" name="impact" value="1"/>
            <RadioField legend=questions(lang).level name="urgency" choices=levels value=urgency
                error=visit.problem_text(action, "urgency") form/>
        }
        .into_any();
    }
    view! {
        <RadioField legend=text.who_is_hampered name="impact" choices=impact_choices(lang) value=impact
            error=visit.problem_text(action, "impact") form/>
        <RadioField legend=text.work_otherwise name="urgency" choices=urgency_choices(lang) value=urgency
            error=visit.problem_text(action, "urgency") form/>
    }
    .into_any()
}

/// Answers to "who is hampered?".
pub fn impact_choices(lang: Lang) -> Vec<Choice> {
    (1..)
        .zip(impacts(lang))
        .map(|(rank, label): (u8, _)| Choice::new(rank.to_string(), label))
        .collect()
}

/// Answers to "can you work otherwise?".
pub fn urgency_choices(lang: Lang) -> Vec<Choice> {
    (1..)
        .zip(urgencies(lang))
        .map(|(rank, label): (u8, _)| Choice::new(rank.to_string(), label))
        .collect()
}

/// Every category.
pub fn category_choices(lang: Lang) -> Vec<Choice> {
    Category::ALL
        .iter()
        .map(|category| Choice::new(category.code(), words::category(lang, *category)))
        .collect()
}

/// The sites, when there is a choice.
pub fn site_choices(sites: &[SiteChoice]) -> Vec<Choice> {
    sites
        .iter()
        .map(|site| Choice::new(site.key.to_string(), site.name.clone()))
        .collect()
}

/// What the requests of the catalogues are called.
pub fn catalogue_names(lang: Lang, contracts: &[ContractVersion]) -> Names {
    let lines = contracts.iter().flat_map(|contract| &contract.terms.lines);
    let items = lines.flat_map(|line| &line.catalogue);
    Names {
        catalogue: items
            .map(|item| {
                let title = match lang {
                    Lang::Fr => &item.title,
                    Lang::En => &item.title_en,
                };
                (item.key.clone(), title.clone())
            })
            .collect(),
        ..Names::default()
    }
}

/// The closed list, and what the contracts in force have in their catalogues.
pub fn activity_choices(lang: Lang, contracts: &[ContractVersion], at: i64) -> Vec<Choice> {
    let mut choices: Vec<Choice> = [Activity::Fault, Activity::Advice, Activity::Prevention]
        .iter()
        .map(|activity| {
            Choice::new(activity.code(), words::activity(lang, activity))
                .with_help(activity_help(lang, activity))
        })
        .collect();
    let lines = contracts
        .iter()
        .filter(|contract| contract.in_force_at(at))
        .flat_map(|contract| &contract.terms.lines);
    for item in lines.flat_map(|line| &line.catalogue) {
        let code = Activity::Catalogue(item.key.clone()).code();
        if choices.iter().all(|choice| *choice.value != code) {
            let title = match lang {
                Lang::Fr => item.title.clone(),
                Lang::En => item.title_en.clone(),
            };
            choices.push(Choice::new(code, title));
        }
    }
    choices
}
