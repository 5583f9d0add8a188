//! The verdict beside the request, shown while it is filled: the same rule as the server's, on facts that the page holds.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::contract::Verdict;
use crate::domain::access::Role;
use crate::domain::component::{Category, Key};
use crate::domain::contract::{Activity, ContractVersion, ServiceHours};
use crate::domain::coverage::{Facts, Question, Subject, decide};
use crate::domain::time::{EpochMs, LocalInstant};
use crate::text::Lang;
use crate::text::contract::verdict::Names;
use crate::text::interventions::interventions;

#[cfg(feature = "forms")]
#[path = "request_coverage_browser.rs"]
mod listening;
#[cfg(not(feature = "forms"))]
#[path = "request_coverage_server.rs"]
mod listening;

/// The id of the form that the island listens to.
pub const FORM_ID: &str = "request-form";

/// What the form says so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub subject: Subject,
    /// What the component is called, for the sentences.
    pub name: String,
    pub site: Option<Key>,
    pub activity: Activity,
    pub impact: Option<u8>,
    pub urgency: Option<u8>,
}

impl Asked {
    /// These, with the name of the component that is asked about.
    fn names(&self, mut names: Names) -> Names {
        if let Subject::Component { key, .. } = &self.subject {
            names.components.insert(key.clone(), self.name.clone());
        }
        names
    }

    /// As the decision wants it. Who sees the form may request.
    pub fn question(self, at: EpochMs, role: Role) -> Question {
        Question {
            may_request: true,
            subject: self.subject,
            site: self.site,
            activity: self.activity,
            impact: self.impact,
            urgency: self.urgency,
            at,
            role: Some(role),
        }
    }
}

/// What a form's fields hold, by name.
pub trait Fields {
    fn field(&self, name: &str) -> String;
    /// A fact that the chosen component's option carries.
    fn component_fact(&self, name: &str) -> Option<String>;
}

/// What the form says, from its fields; `None` while it names no subject.
pub fn asked(fields: &impl Fields) -> Option<Asked> {
    let component = fields.field("component");
    let subject = if component.is_empty() {
        Subject::Category(Category::from_code(&fields.field("category"))?)
    } else {
        Subject::Component {
            key: Key::new(component).ok()?,
            category: Category::from_code(&fields.component_fact("category")?)?,
            sites: keys(&fields.component_fact("sites")?),
            supervised: fields.component_fact("supervised")? == "true",
        }
    };
    let name = fields.component_fact("name").unwrap_or_default();
    let chosen = Key::new(fields.field("site")).ok();
    let only = fields
        .component_fact("site")
        .and_then(|site| Key::new(site).ok());
    let activity = match fields.field("activity").as_str() {
        "" => Activity::Fault,
        code => Activity::from_code(code)?,
    };
    Some(Asked {
        subject,
        name,
        site: chosen.or(only),
        activity,
        impact: fields.field("impact").parse().ok(),
        urgency: fields.field("urgency").parse().ok(),
    })
}

fn keys(list: &str) -> Vec<Key> {
    list.split(',')
        .filter_map(|key| Key::new(key).ok())
        .collect()
}

/// What a contract says of coverage, without what the browser has no use for.
pub fn for_the_browser(version: &ContractVersion) -> ContractVersion {
    let mut slim = version.clone();
    slim.terms.specification = None;
    slim.terms.clauses.clear();
    slim.terms.hold_reasons.clear();
    // Hours come expanded, among the facts.
    for line in &mut slim.terms.lines {
        line.hours = ServiceHours::default();
        line.price.clear();
        if let Some(duty) = &mut line.on_call {
            duty.hours = ServiceHours::default();
        }
        for item in &mut line.catalogue {
            item.form.clear();
        }
    }
    slim
}

/// The verdict on what the form says. `asked` is what it said when the page was made.
#[island]
pub fn RequestCoverage(
    lang: Lang,
    now: LocalInstant,
    contracts: Vec<ContractVersion>,
    facts: Facts,
    role: Role,
    /// Of sites and of the catalogue; the component's own comes with what is asked.
    names: Names,
    asked: Option<Asked>,
) -> impl IntoView {
    let text = interventions(lang);
    let said = RwSignal::new(asked);
    listening::listen(said);
    let verdict = move || {
        let asked = said.get()?;
        let names = asked.names(names.clone());
        let verdict = decide(&asked.question(now.at, role), &contracts, &facts).ok()?;
        Some((verdict, names))
    };
    view! {
        <div aria-live="polite">
            {move || match verdict() {
                Some((verdict, names)) => view! { <Verdict lang verdict names contract_path="/contract" now/> }.into_any(),
                None => view! { <p class="soft">{text.cover_not_yet}</p> }.into_any(),
            }}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    struct Typed(HashMap<&'static str, &'static str>);

    impl Fields for Typed {
        fn field(&self, name: &str) -> String {
            self.0.get(name).copied().unwrap_or_default().to_owned()
        }

        fn component_fact(&self, name: &str) -> Option<String> {
            let facts = HashMap::from([
                ("category", "saas"),
                ("sites", "colmar,strasbourg"),
                ("site", ""),
                ("supervised", "true"),
                ("name", "ERP"),
            ]);
            facts.get(name).map(|fact| (*fact).to_owned())
        }
    }

    #[test]
    fn a_form_asks_once_it_names_a_subject() {
        assert_eq!(asked(&Typed(HashMap::new())), None);
        let by_category = asked(&Typed(HashMap::from([
            ("category", "cloud"),
            ("activity", "advice"),
        ])));
        assert!(
            by_category.is_some_and(|asked| asked.subject == Subject::Category(Category::Cloud))
        );
        let asked = asked(&Typed(HashMap::from([
            ("component", "erp"),
            ("impact", "1"),
            ("site", "colmar"),
        ])));
        let Some(asked) = asked else {
            panic!("a component is a subject")
        };
        assert_eq!(
            (asked.activity.clone(), asked.impact, asked.urgency),
            (Activity::Fault, Some(1), None)
        );
        assert_eq!(asked.site.as_ref().map(Key::as_str), Some("colmar"));
        assert!(
            matches!(asked.subject, Subject::Component { supervised: true, ref sites, .. } if sites.len() == 2)
        );
    }
}
