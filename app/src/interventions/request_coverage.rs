//! The verdict beside the request, shown while it is filled: the same rule as the server's, on facts that the page holds.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::contract::commitment::Telling;
use crate::contract::verdict_html;
use crate::domain::access::Role;
use crate::domain::component::{Category, Key};
use crate::domain::contract::{Activity, ContractVersion, ServiceHours};
use crate::domain::coverage::{Facts, Question, Route, Subject, Verdict, decide};
use crate::domain::time::{EpochMs, LocalInstant};
use crate::text::Lang;
use crate::text::contract::cover::cover;
use crate::text::contract::verdict::Names;
use crate::text::interventions::interventions;
use crate::ui::markup::{Markup, html};

#[cfg(feature = "ssr")]
pub use super::request_answer::RequestCoverage;

#[cfg(feature = "forms")]
#[path = "request_coverage_browser.rs"]
mod listening;
#[cfg(not(feature = "forms"))]
#[path = "request_coverage_server.rs"]
mod listening;

/// The id of the form that the island listens to.
pub const FORM_ID: &str = "request-form";
/// The id of the element that holds the answer; its `data-known` is a [`Known`], in base64.
pub const ANSWER_ID: &str = "request-answer";

/// What the form says so far.
#[derive(Debug, Clone, PartialEq)]
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

    /// The request, filled with what is said.
    fn request_path(&self) -> String {
        let mut path = "/interventions/new?".to_owned();
        match &self.subject {
            Subject::Component { key, .. } => path += &format!("component={key}&"),
            Subject::Category(category) => path += &format!("category={category}&"),
            Subject::Unnamed => {}
        }
        path += &format!("activity={}", self.activity.code());
        if let Some(site) = &self.site {
            path += &format!("&site={site}");
        }
        for (name, answer) in [("impact", self.impact), ("urgency", self.urgency)] {
            if let Some(answer) = answer {
                path += &format!("&{name}={answer}");
            }
        }
        path
    }

    /// As the decision wants it. Who sees the form may request.
    pub fn question(self, at: EpochMs, role: Option<Role>) -> Question {
        Question {
            may_request: true,
            subject: self.subject,
            site: self.site,
            activity: self.activity,
            impact: self.impact,
            urgency: self.urgency,
            at,
            role,
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
    let activity = match fields.field("activity").as_str() {
        "" => Activity::Fault,
        code => Activity::from_code(code)?,
    };
    let component = fields.field("component");
    let category = match component.strip_prefix("category:") {
        Some(category) => Some(category.to_owned()),
        None => component.is_empty().then(|| fields.field("category")),
    };
    let subject = match category {
        Some(code) => Subject::without_component(Category::from_code(&code), &activity)?,
        None => Subject::Component {
            key: Key::new(component).ok()?,
            category: Category::from_code(&fields.component_fact("category")?)?,
            sites: keys(&fields.component_fact("sites")?),
            supervised: fields.component_fact("supervised")? == "true",
        },
    };
    let name = fields.component_fact("name").unwrap_or_default();
    let chosen = Key::new(fields.field("site")).ok();
    let only = fields
        .component_fact("site")
        .and_then(|site| Key::new(site).ok());
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
    slim.terms.planned_notice_days = None;
    slim.terms.supervision = None;
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

/// What the page holds to decide on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Known {
    pub now: LocalInstant,
    /// As [`for_the_browser`] leaves them.
    pub contracts: Vec<ContractVersion>,
    pub facts: Facts,
    pub role: Option<Role>,
    /// Of sites and of the catalogue; the component's own comes with what is asked.
    pub names: Names,
    /// The page that quotes the clauses.
    pub contract_path: String,
    /// Whether the answer leads on to the request.
    pub continues: bool,
}

impl Known {
    /// For the page. JSON would cost the browser more code than all of the rest: each type would bring a reader of
    /// its fields' names.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Into memory, what has a known shape can always be written.
        postcard::to_allocvec(self).unwrap_or_default()
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Known> {
        postcard::from_bytes(bytes).ok()
    }

    /// The verdict on what the form says.
    pub fn decide(&self, asked: Asked) -> Option<Verdict> {
        let question = asked.question(self.now.at, self.role);
        decide(&question, &self.contracts, &self.facts).ok()
    }
}

/// What stands beside the form: the verdict on what it says so far.
pub fn answer_html(lang: Lang, known: &Known, asked: Option<Asked>) -> Markup {
    let decided = asked.and_then(|asked| {
        let names = asked.names(known.names.clone());
        let onward = known.continues.then(|| asked.request_path());
        Some((known.decide(asked)?, names, onward))
    });
    let Some((verdict, names, onward)) = decided else {
        return html! { p.soft { (interventions(lang).cover_not_yet) } };
    };
    let telling = Telling {
        lang,
        now: known.now,
        stored: false,
    };
    let text = cover(lang);
    let is_quote = verdict.route == Route::Quote;
    html! {
        (verdict_html(telling, &verdict, &names, &known.contract_path))
        @if let Some(path) = onward {
            p.actions { a.button href=(path) { (if is_quote { text.go_on_quote } else { text.go_on }) } }
        }
    }
}

/// Draws the answer again whenever the form changes. Nothing to see, and no props: reading them would cost more
/// than all of it.
#[island]
pub fn FollowForm() -> impl IntoView {
    listening::listen();
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
        for (category, subject) in [
            ("", Subject::Unnamed),
            ("other", Subject::Unnamed),
            ("cloud", Subject::Category(Category::Cloud)),
        ] {
            let request = Typed(HashMap::from([
                ("activity", "catalogue:arrivee"),
                ("category", category),
            ]));
            assert_eq!(asked(&request).map(|asked| asked.subject), Some(subject));
        }
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
