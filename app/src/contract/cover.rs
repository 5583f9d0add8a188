//! `/contract/covered` and `/desk/clients/{slug}/covered`: is it covered? Answered before anything is sent.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::finder::Finder;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::contract::{ClientContracts, Contracts, CoverForm, CoveredComponent};
use crate::backend::status::{SiteLabel, Whose};
use crate::domain::component::{Category, Key};
use crate::domain::contract::{Activity, ContractVersion, asks_plain_levels};
use crate::domain::folding::fold_text;
use crate::interventions::request_coverage::{
    Asked, FORM_ID, Fields, Known, RequestCoverage, asked, for_the_browser,
};
use crate::interventions::request_fields::{PriorityFields, activity_choices, catalogue_names};
use crate::shell::{Document, Place, Scripts};
use crate::text::contract::cover::cover;
use crate::text::contract::verdict::Names;
use crate::text::interventions::interventions;
use crate::text::{Lang, words};
use crate::ui::empty::Empty;
use crate::ui::icons::Glyph;
use crate::ui::page_head::PageHead;
use crate::ui::{Choice, SelectField};

/// A contact asks about its own contracts.
#[component]
pub fn CoverPage() -> impl IntoView {
    cover_of(None)
}

/// The provider's staff ask about a client's.
#[component]
pub fn ClientCoverPage() -> impl IntoView {
    let slug = use_params_map().read_untracked().get("slug");
    cover_of(Some(slug.unwrap_or_default()))
}

fn cover_of(slug: Option<String>) -> impl IntoView {
    let backend = backend::<Contracts>().0;
    let query = use_query_map().read_untracked().clone();
    let value = move |name: &str| query.get(name).unwrap_or_default();
    answered(async move {
        let asker = asker()?;
        let whose = slug.as_deref().map_or(Whose::Own, Whose::Client);
        let form = backend.cover(&asker, whose).await?;
        let typed = Typed {
            component: value("component"),
            site: value("site"),
            activity: value("activity"),
            impact: value("impact"),
            urgency: value("urgency"),
        };
        Ok(view! { <Cover form typed slug/> })
    })
}

/// What the address holds: the answers so far.
struct Typed {
    /// A component's key, or `category:` and its code.
    component: String,
    site: String,
    activity: String,
    impact: String,
    urgency: String,
}

#[component]
fn Cover(form: CoverForm, typed: Typed, slug: Option<String>) -> impl IntoView {
    let lang = visit().lang;
    let text = cover(lang);
    let (place, contract_path) = match &slug {
        Some(slug) => (Place::Clients, format!("/desk/clients/{slug}/contract")),
        None => (Place::Contract, "/contract".to_owned()),
    };
    let CoverForm {
        known,
        facts,
        role,
        may_request,
    } = form;
    let kicker = known.client.name.clone();
    if known.in_force().next().is_none() {
        return view! {
            <Document title=text.title place>
                <PageHead kicker title=text.title/>
                <Empty glyph=Glyph::Contract title=interventions(lang).cover text=crate::text::contract::contract(lang).none_in_force>
                    <a class="button" href=contract_path>{text.the_contract}</a>
                </Empty>
            </Document>
        }
        .into_any();
    }
    let said = asked(&InAddress {
        typed: &typed,
        known: &known,
    });
    let versions = known.versions();
    let island = Known {
        now: known.now,
        contracts: versions.iter().map(for_the_browser).collect(),
        facts,
        role,
        names: names(lang, &known, &versions),
        contract_path: contract_path.clone(),
        continues: may_request,
    };
    let fields = form_view(lang, &known, &versions, &typed);
    let answer = answer_view(lang, island, said);
    let cannot = (slug.is_none() && !may_request).then_some(text.cannot_request);
    view! {
        <Document title=text.title place scripts=Scripts::Forms>
            <PageHead kicker title=text.title lead=text.lead/>
            <div class="request cover-page">
                {fields}
                <aside id="answer" aria-label=text.answer>
                    {answer}
                    {cannot.map(|text| view! { <p class="soft">{text}</p> })}
                    <p><a href=contract_path>{text.the_contract}</a></p>
                </aside>
            </div>
        </Document>
    }
    .into_any()
}

fn answer_view(lang: Lang, known: Known, said: Option<Asked>) -> impl IntoView {
    view! { <RequestCoverage lang known asked=said/> }
}

fn form_view(
    lang: Lang,
    known: &ClientContracts,
    versions: &[ContractVersion],
    typed: &Typed,
) -> impl IntoView + use<> {
    let text = cover(lang);
    let words_of = interventions(lang);
    let only_site = known.sites.first().filter(|_| known.sites.len() == 1);
    let only_site = only_site.map(|site| site.key.clone());
    let sites: Vec<Choice> = known
        .sites
        .iter()
        .map(|site| Choice::new(site.key.clone(), site.name.clone()))
        .collect();
    let components = known
        .components
        .iter()
        .map(|component| component_choice(component, &known.sites, &typed.component))
        .collect::<Vec<_>>();
    let categories = Category::ALL
        .iter()
        .map(|category| category_choice(lang, *category, &typed.component))
        .collect::<Vec<_>>();
    let activity = if typed.activity.is_empty() {
        Activity::Fault.code()
    } else {
        typed.activity.clone()
    };
    let activities = activity_choices(lang, versions, known.now.at)
        .into_iter()
        .map(|choice| activity_choice(choice, &activity))
        .collect::<Vec<_>>();
    view! {
        <form id=FORM_ID class="form" method="get" action="#answer">
            <Finder lang/>
            {only_site.map(|site| view! { <input type="hidden" name="site" value=site/> })}
            <fieldset class="field choices finds">
                <legend>{text.about}</legend>
                {components.is_empty().then(|| view! { <p class="field-hint">{text.no_component}</p> })}
                {(!components.is_empty()).then(|| view! {
                    <p class="finds-head" id="finds-components">{text.components}</p>
                    <div class="choice-list finds-list" role="group" aria-labelledby="finds-components">{components}</div>
                })}
                <p class="finds-head" id="finds-categories">{text.categories}</p>
                <div class="choice-list finds-short" role="group" aria-labelledby="finds-categories">{categories}</div>
            </fieldset>
            {(sites.len() > 1).then(|| view! {
                <SelectField label=words_of.site name="site" choices=sites value=typed.site.clone()
                    prompt=words_of.site_prompt form="cover"/>
            })}
            <fieldset class="field choices">
                <legend>{text.need}</legend>
                <div class="choice-list">{activities}</div>
            </fieldset>
            <PriorityFields lang plain_levels=asks_plain_levels(versions, known.now.at) impact=typed.impact.clone()
                urgency=typed.urgency.clone() action="" form="cover"/>
            <div class="form-foot">
                <button class="button" type="submit">{text.check}</button>
            </div>
        </form>
    }
}

/// A component, with everything that the verdict needs to know of it.
fn component_choice(
    component: &CoveredComponent,
    seen: &[SiteLabel],
    chosen: &str,
) -> impl IntoView + use<> {
    let sites: Vec<&str> = component.sites.iter().map(Key::as_str).collect();
    let named: Vec<&str> = seen
        .iter()
        .filter(|site| sites.contains(&site.key.as_str()))
        .map(|site| site.name.as_str())
        .collect();
    let only = named.len() == 1;
    let only_site = seen
        .iter()
        .find(|site| sites.contains(&site.key.as_str()))
        .filter(|_| only)
        .map(|site| site.key.clone());
    let category = words::category(visit().lang, component.category);
    let place = named.join(", ");
    let id = format!("about-{}", component.key);
    let find = fold_text(&format!(
        "{} {category} {place} {}",
        component.name, component.key
    ));
    view! {
        <div class="choice" data-find=find>
            <input id=id.clone() type="radio" name="component" value=component.key.to_string()
                checked=component.key.as_str() == chosen
                data-category=component.category.code()
                data-sites=sites.join(",")
                data-site=only_site
                data-supervised=if component.supervised { "true" } else { "false" }
                data-name=component.name.clone()/>
            <label for=id>
                {component.name.clone()}
                <span class="choice-help">{category} {(!place.is_empty()).then(|| format!(" · {place}"))}</span>
            </label>
        </div>
    }
}

fn category_choice(lang: Lang, category: Category, chosen: &str) -> impl IntoView + use<> {
    let value = format!("category:{}", category.code());
    let id = format!("about-category-{}", category.code());
    let name = words::category(lang, category);
    view! {
        <div class="choice" data-find=fold_text(name)>
            <input id=id.clone() type="radio" name="component" checked=value == chosen value=value/>
            <label for=id>{name}</label>
        </div>
    }
}

fn activity_choice(choice: Choice, chosen: &str) -> impl IntoView + use<> {
    let id = format!("need-{}", choice.value.replace(':', "-"));
    let find = format!(
        "{} {}",
        choice.label,
        choice.help.as_deref().unwrap_or_default()
    );
    view! {
        <div class="choice" data-find=fold_text(&find)>
            <input id=id.clone() type="radio" name="activity" checked=*choice.value == *chosen value=choice.value/>
            <label for=id>
                {choice.label}
                {choice.help.map(|help| view! { <span class="choice-help">{help}</span> })}
            </label>
        </div>
    }
}

/// What sites, components and requests of the catalogue are called.
fn names(lang: Lang, known: &ClientContracts, versions: &[ContractVersion]) -> Names {
    let site = |site: &SiteLabel| Some((Key::new(site.key.clone()).ok()?, site.name.clone()));
    Names {
        sites: known.sites.iter().filter_map(site).collect(),
        ..catalogue_names(lang, versions)
    }
}

/// The form as the address says it, read as the browser reads its fields.
struct InAddress<'a> {
    typed: &'a Typed,
    known: &'a ClientContracts,
}

impl InAddress<'_> {
    fn chosen(&self) -> Option<&CoveredComponent> {
        let mut components = self.known.components.iter();
        components.find(|component| component.key.as_str() == self.typed.component)
    }
}

impl Fields for InAddress<'_> {
    fn field(&self, name: &str) -> String {
        match name {
            "component" => self.typed.component.clone(),
            "site" if self.typed.site.is_empty() && self.known.sites.len() == 1 => {
                self.known.sites[0].key.clone()
            }
            "site" => self.typed.site.clone(),
            "activity" => self.typed.activity.clone(),
            "impact" => self.typed.impact.clone(),
            "urgency" => self.typed.urgency.clone(),
            _ => String::new(),
        }
    }

    fn component_fact(&self, name: &str) -> Option<String> {
        let component = self.chosen()?;
        let sites: Vec<&str> = component.sites.iter().map(Key::as_str).collect();
        let seen: Vec<&str> = self
            .known
            .sites
            .iter()
            .map(|site| site.key.as_str())
            .filter(|site| sites.contains(site))
            .collect();
        match name {
            "category" => Some(component.category.code().to_owned()),
            "sites" => Some(sites.join(",")),
            "site" => Some(
                seen.first()
                    .filter(|_| seen.len() == 1)
                    .map_or(String::new(), |site| (*site).to_owned()),
            ),
            "supervised" => Some(component.supervised.to_string()),
            "name" => Some(component.name.clone()),
            _ => None,
        }
    }
}
