//! A verdict in sentences: each reason, what would turn it, what it rests on.

use std::collections::BTreeMap;

use super::commitment;
use crate::domain::component::Key;
use crate::domain::contract::{Activity, ServiceLine};
use crate::domain::coverage::{LineRef, Outcome, Reason, Remedy, ScopeWords};
use crate::text::{Lang, format::NBSP, words};

/// Names for the keys that a verdict speaks of; a key without one stands for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Names {
    pub components: BTreeMap<Key, String>,
    pub sites: BTreeMap<Key, String>,
    /// Requests of the catalogue, in the reader's language.
    pub catalogue: BTreeMap<Key, String>,
}

/// A sentence, and the clauses of a contract that it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    pub text: String,
    pub clause: Option<ClauseRef>,
}

/// A clause of a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseRef {
    pub contract: String,
    pub reference: String,
}

impl ClauseRef {
    /// Where the contract's page quotes it.
    pub fn anchor(&self) -> String {
        clause_anchor(&self.contract, &self.reference)
    }
}

/// The id of a quoted clause on the contract's page.
pub fn clause_anchor(contract: &str, reference: &str) -> String {
    let plain = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let id = |text: &str| text.chars().map(plain).collect::<String>();
    format!("clause-{}-{}", id(contract), id(reference))
}

/// "article 4.2".
pub fn clause(lang: Lang, reference: &str) -> String {
    match lang {
        Lang::Fr => format!("article{NBSP}{reference}"),
        Lang::En => format!("clause{NBSP}{reference}"),
    }
}

/// What stands above the words of a verdict that nobody has qualified yet.
pub const fn to_be_confirmed(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "d’après vos réponses, à confirmer à la qualification",
        Lang::En => "from your answers, to be confirmed when it is qualified",
    }
}

pub const fn why(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Pourquoi",
        Lang::En => "Why",
    }
}

pub const fn also_covered_by(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Une autre prestation y répond aussi",
        Lang::En => "Another service covers it too",
    }
}

pub const fn what_would_change_it(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Ce qui changerait la réponse",
        Lang::En => "What would change the answer",
    }
}

/// What the verdict means for the person, in one sentence.
pub const fn meaning(lang: Lang, outcome: Outcome) -> &'static str {
    match (lang, outcome) {
        (Lang::Fr, Outcome::Covered) => "La demande est prise en charge au contrat.",
        (Lang::Fr, Outcome::CoveredIf) => {
            "La demande est prise en charge au contrat à une condition."
        }
        (Lang::Fr, Outcome::OnQuote) => "Un devis vous est proposé avant toute action.",
        (Lang::Fr, Outcome::OutOfScope) => {
            "Le contrat ne le prévoit pas\u{202f}; nous pouvons vous proposer un devis."
        }
        (Lang::En, Outcome::Covered) => "The contract takes care of this request.",
        (Lang::En, Outcome::CoveredIf) => {
            "The contract takes care of this request on one condition."
        }
        (Lang::En, Outcome::OnQuote) => "You receive a quote before anything is done.",
        (Lang::En, Outcome::OutOfScope) => {
            "The contract does not provide for it; we can offer a quote."
        }
    }
}

/// "« Maintenance », contrat 2026-014".
pub fn line(lang: Lang, line: &LineRef) -> String {
    let title = quoted(lang, &line.title);
    match lang {
        Lang::Fr => format!("{title}, contrat{NBSP}{}", line.contract),
        Lang::En => format!("{title}, contract{NBSP}{}", line.contract),
    }
}

/// One step of the proof.
///
/// `contract` is the one whose line answers, for the clauses that a step quotes.
pub fn reason(lang: Lang, reason: &Reason, names: &Names, contract: &str) -> Sentence {
    let (text, clause) = match reason {
        Reason::NoContractInForce => (no_contract(lang).to_owned(), None),
        Reason::ContractInForce { contract, version } => (in_force(lang, contract, *version), None),
        Reason::NoLineForActivity { service } => (no_line(lang, *service), None),
        Reason::CatalogueItemUnlisted { item } => (unlisted(lang, &names.item(item)), None),
        Reason::CatalogueItemListed { item, line, clause } => (
            listed(lang, &names.item(item), line),
            clause_of(line, clause),
        ),
        Reason::LineMatches { line, clause } => (line_matches(lang, line), clause_of(line, clause)),
        Reason::Included { line, item } => {
            (included(lang, item, names), clause_of(line, &item.clause))
        }
        Reason::Excluded { line, item } => (
            excluded(lang, line, item, names),
            clause_of(line, &item.clause),
        ),
        Reason::NotInScope { line } => (not_in_scope(lang, line), None),
        Reason::Supervised => (supervised(lang).to_owned(), None),
        Reason::NotSupervised { line } => (not_supervised(lang, line), None),
        Reason::SeenBySupervision { state } => (
            seen_by_supervision(lang, words::component_state(lang, *state)),
            None,
        ),
        Reason::PrioritySet { priority, .. } => {
            (priority_set(lang, words::priority(lang, *priority)), None)
        }
        other => return commitment::reason(lang, other, contract),
    };
    Sentence { text, clause }
}

fn seen_by_supervision(lang: Lang, state: &str) -> String {
    match lang {
        Lang::Fr => format!(
            "{state} vue par la supervision : la règle du contrat dit sa gravité, jusqu’à qualification."
        ),
        Lang::En => format!(
            "{state} seen by supervision: the contract’s rule says how grave it is, until it is qualified."
        ),
    }
}

/// What would turn a negative verdict.
pub fn remedy(lang: Lang, remedy: &Remedy) -> Sentence {
    let (text, clause) = match (lang, remedy) {
        (Lang::Fr, Remedy::Supervise) => (
            "Ce serait couvert si ce composant était supervisé.".to_owned(),
            None,
        ),
        (Lang::En, Remedy::Supervise) => (
            "It would be covered if this component were supervised.".to_owned(),
            None,
        ),
        (Lang::Fr, Remedy::AddToScope { line }) => (
            format!(
                "Ce serait couvert si un avenant l’ajoutait au périmètre de {}.",
                quoted(lang, &line.title)
            ),
            None,
        ),
        (Lang::En, Remedy::AddToScope { line }) => (
            format!(
                "It would be covered if an amendment added it to the scope of {}.",
                quoted(lang, &line.title)
            ),
            None,
        ),
        (Lang::Fr, Remedy::LiftExclusion { line, clause }) => (
            format!(
                "Ce serait couvert si un avenant levait cette exclusion de {}.",
                quoted(lang, &line.title)
            ),
            clause_of(line, clause),
        ),
        (Lang::En, Remedy::LiftExclusion { line, clause }) => (
            format!(
                "It would be covered if an amendment lifted this exclusion from {}.",
                quoted(lang, &line.title)
            ),
            clause_of(line, clause),
        ),
        (Lang::Fr, Remedy::SubscribeLine { service }) => (
            format!(
                "Ce serait couvert si un contrat comportait une prestation {}.",
                service_name(lang, *service)
            ),
            None,
        ),
        (Lang::En, Remedy::SubscribeLine { service }) => (
            format!(
                "It would be covered if a contract had a {} service.",
                service_name(lang, *service)
            ),
            None,
        ),
        (_, Remedy::AskInstead { activity }) => (ask_instead(lang, activity), None),
        (Lang::Fr, Remedy::AcceptQuote) => (
            "Nous pouvons le faire sur devis, une fois le devis accepté par un valideur."
                .to_owned(),
            None,
        ),
        (Lang::En, Remedy::AcceptQuote) => (
            "We can do it on a quote, once an approver has accepted it.".to_owned(),
            None,
        ),
        (Lang::Fr, Remedy::Approve) => (
            "Ce sera pris en charge dès qu’un valideur de votre société l’aura approuvé."
                .to_owned(),
            None,
        ),
        (Lang::En, Remedy::Approve) => (
            "It is taken care of once an approver of your company has said yes.".to_owned(),
            None,
        ),
    };
    Sentence { text, clause }
}

/// What a scope item puts in or leaves out: "ERP Soins", "matériel, à Colmar", "tout le système d’information".
pub fn scope(lang: Lang, item: &ScopeWords, names: &Names) -> String {
    let mut parts = Vec::new();
    if let Some(component) = &item.component {
        parts.push(names.component(component));
    }
    if let Some(category) = item.category {
        parts.push(words::category(lang, category).to_owned());
    }
    if let Some(activity) = &item.activity {
        parts.push(match activity {
            Activity::Catalogue(key) => names.item(key),
            plain => activity_noun(lang, plain).to_owned(),
        });
    }
    if let Some(site) = &item.site {
        let site = names.site(site);
        parts.push(match lang {
            Lang::Fr => format!("site{NBSP}: {site}"),
            Lang::En => format!("site: {site}"),
        });
    }
    if parts.is_empty() {
        return everything(lang).to_owned();
    }
    let mut text = parts.join(", ");
    if !item.note.is_empty() {
        text = format!("{text} ({})", item.note);
    }
    text
}

impl Names {
    pub fn component(&self, key: &Key) -> String {
        named(&self.components, key)
    }

    pub fn site(&self, key: &Key) -> String {
        named(&self.sites, key)
    }

    pub fn item(&self, key: &Key) -> String {
        named(&self.catalogue, key)
    }
}

fn named(names: &BTreeMap<Key, String>, key: &Key) -> String {
    names.get(key).cloned().unwrap_or_else(|| key.to_string())
}

fn clause_of(line: &LineRef, reference: &str) -> Option<ClauseRef> {
    (!reference.is_empty()).then(|| ClauseRef {
        contract: line.contract.clone(),
        reference: reference.to_owned(),
    })
}

/// In the marks of the language.
pub fn quoted(lang: Lang, text: &str) -> String {
    match lang {
        Lang::Fr => format!("«{NBSP}{text}{NBSP}»"),
        Lang::En => format!("“{text}”"),
    }
}

fn service_name(lang: Lang, service: ServiceLine) -> String {
    quoted(lang, words::service_line(lang, service))
}

const fn everything(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "tout le système d’information",
        Lang::En => "the whole information system",
    }
}

pub(super) const fn activity_noun(lang: Lang, activity: &Activity) -> &'static str {
    match (lang, activity) {
        (Lang::Fr, Activity::Advice) => "conseil",
        (Lang::Fr, Activity::Fault) => "dépannage",
        (Lang::Fr, Activity::Prevention) => "prévention",
        (Lang::Fr, Activity::Catalogue(_)) => "catalogue",
        (Lang::En, Activity::Advice) => "advice",
        (Lang::En, Activity::Fault) => "repair",
        (Lang::En, Activity::Prevention) => "prevention",
        (Lang::En, Activity::Catalogue(_)) => "catalogue",
    }
}

const fn no_contract(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Aucun contrat n’est en vigueur à cette date.",
        Lang::En => "No contract is in force on this date.",
    }
}

fn in_force(lang: Lang, contract: &str, version: u32) -> String {
    match lang {
        Lang::Fr => format!("Le contrat {contract}, version{NBSP}{version}, est en vigueur."),
        Lang::En => format!("Contract {contract}, version{NBSP}{version}, is in force."),
    }
}

fn no_line(lang: Lang, service: ServiceLine) -> String {
    let name = service_name(lang, service);
    match lang {
        Lang::Fr => format!("Aucun contrat en vigueur ne comporte de prestation {name}."),
        Lang::En => format!("No contract in force has a {name} service."),
    }
}

fn unlisted(lang: Lang, item: &str) -> String {
    let item = quoted(lang, item);
    match lang {
        Lang::Fr => format!("{item} n’est au catalogue d’aucun contrat en vigueur."),
        Lang::En => format!("{item} is in the catalogue of no contract in force."),
    }
}

fn listed(lang: Lang, item: &str, line: &LineRef) -> String {
    let (item, title) = (quoted(lang, item), quoted(lang, &line.title));
    match lang {
        Lang::Fr => format!("{item} est au catalogue de la prestation {title}."),
        Lang::En => format!("{item} is in the catalogue of the service {title}."),
    }
}

/// What the trade answers to, so that nobody confuses two of them.
fn line_matches(lang: Lang, line: &LineRef) -> String {
    let title = quoted(lang, &line.title);
    match (lang, line.service) {
        (Lang::Fr, ServiceLine::Corrective) => {
            format!("Une panne relève de la prestation {title}, qui remet en service.")
        }
        (Lang::Fr, ServiceLine::Managed) => {
            format!("La prévention relève de la prestation {title}, qui agit avant la panne.")
        }
        (Lang::Fr, ServiceLine::Helpdesk) => {
            format!(
                "Une question relève de la prestation {title}, qui conseille sans agir sur l’équipement."
            )
        }
        (Lang::En, ServiceLine::Corrective) => {
            format!("A fault is for the service {title}, which brings back what broke.")
        }
        (Lang::En, ServiceLine::Managed) => {
            format!("Prevention is for the service {title}, which acts before a fault.")
        }
        (Lang::En, ServiceLine::Helpdesk) => {
            format!(
                "A question is for the service {title}, which advises and never acts on the equipment."
            )
        }
    }
}

fn included(lang: Lang, item: &ScopeWords, names: &Names) -> String {
    let scope = scope(lang, item, names);
    match lang {
        Lang::Fr => format!("Son périmètre inclut{NBSP}: {scope}."),
        Lang::En => format!("Its scope includes: {scope}."),
    }
}

fn excluded(lang: Lang, line: &LineRef, item: &ScopeWords, names: &Names) -> String {
    let (title, scope) = (quoted(lang, &line.title), scope(lang, item, names));
    match lang {
        Lang::Fr => format!("Le périmètre de {title} exclut{NBSP}: {scope}."),
        Lang::En => format!("The scope of {title} excludes: {scope}."),
    }
}

fn not_in_scope(lang: Lang, line: &LineRef) -> String {
    let title = quoted(lang, &line.title);
    match lang {
        Lang::Fr => format!(
            "Le périmètre de {title} n’en parle pas, et ce qui n’est pas inclus est hors périmètre."
        ),
        Lang::En => format!(
            "The scope of {title} does not mention it, and what is not included is out of scope."
        ),
    }
}

const fn supervised(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Ce composant est supervisé.",
        Lang::En => "This component is supervised.",
    }
}

fn not_supervised(lang: Lang, line: &LineRef) -> String {
    let title = quoted(lang, &line.title);
    match lang {
        Lang::Fr => {
            format!("Ce composant n’est pas supervisé, or {title} ne porte que sur ce qui l’est.")
        }
        Lang::En => {
            format!("This component is not supervised, and {title} applies only to what is.")
        }
    }
}

fn priority_set(lang: Lang, priority: &str) -> String {
    match lang {
        Lang::Fr => format!("Vos deux réponses donnent la priorité {priority}."),
        Lang::En => format!("Your two answers give priority {priority}."),
    }
}

fn ask_instead(lang: Lang, activity: &Activity) -> String {
    let text = match (lang, activity) {
        (Lang::Fr, Activity::Advice) => {
            "Un conseil, lui, est couvert\u{a0}: le helpdesk répond, sans agir sur l’équipement."
        }
        (Lang::Fr, Activity::Fault) => "Le dépannage d’une panne, lui, est couvert.",
        (Lang::Fr, Activity::Prevention) => "Une action préventive, elle, est couverte.",
        (Lang::Fr, Activity::Catalogue(_)) => "Une demande au catalogue, elle, est couverte.",
        (Lang::En, Activity::Advice) => {
            "Advice is covered: the helpdesk answers, without acting on the equipment."
        }
        (Lang::En, Activity::Fault) => "Repairing a fault is covered.",
        (Lang::En, Activity::Prevention) => "A preventive action is covered.",
        (Lang::En, Activity::Catalogue(_)) => "A request from the catalogue is covered.",
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::component::Category;

    fn line() -> LineRef {
        LineRef {
            contract: "2026/014 A".into(),
            version: 3,
            line: Key::new("maintenance").expect("a key"),
            service: ServiceLine::Corrective,
            title: "Maintenance".into(),
        }
    }

    #[test]
    fn a_reason_names_things_and_quotes_its_clause() {
        let erp = Key::new("erp-soins").expect("a key");
        let names = Names {
            components: [(erp.clone(), "ERP Soins".to_owned())].into(),
            ..Names::default()
        };
        let item = ScopeWords {
            component: Some(erp),
            category: Some(Category::OnPremSoftware),
            site: None,
            activity: None,
            clause: "4.2".into(),
            note: "hors nuit".into(),
        };
        let said = reason(
            Lang::Fr,
            &Reason::Excluded { line: line(), item },
            &names,
            "",
        );
        assert_eq!(
            said.text.replace(NBSP, " "),
            "Le périmètre de « Maintenance » exclut : ERP Soins, Logiciel sur site (hors nuit)."
        );
        let clause = said.clause.expect("a clause");
        assert_eq!(clause.anchor(), "clause-2026-014-a-4-2");
    }
}
