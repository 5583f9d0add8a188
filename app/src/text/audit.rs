//! Words of the audit log.

use super::Lang;
use super::format::NBSP;
use crate::backend::audit::{AuditAction, AuditLine};

/// The words of these pages in that language.
pub const fn audit(lang: Lang) -> &'static Audit {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Audit {
    pub title: &'static str,
    pub lead: &'static str,
    pub own_title: &'static str,
    pub own_lead: &'static str,
    pub see_own: &'static str,
    pub see_whole: &'static str,
    pub client: &'static str,
    pub every_client: &'static str,
    pub when: &'static str,
    pub who: &'static str,
    pub what: &'static str,
    pub from: &'static str,
    pub nothing: &'static str,
    pub nothing_help: &'static str,
    pub own_nothing: &'static str,
    pub latest: &'static str,
}

const FR: Audit = Audit {
    title: "Journal d’audit",
    lead: "Qui a regardé le portail comme quel contact, et qui a changé quels contrats. Rien n’en est retiré.",
    own_title: "Ce que votre prestataire a consulté",
    own_lead: "Chaque fois que quelqu’un de chez votre prestataire a vu le portail comme l’un de vous, et chaque version de contrat publiée.",
    see_own: "Ce que votre prestataire a consulté",
    see_whole: "Journal d’audit",
    client: "Client",
    every_client: "Tous les clients",
    when: "Quand",
    who: "Qui",
    what: "Quoi",
    from: "Depuis",
    nothing: "Rien au journal.",
    nothing_help: "Les regards comme contact et les contrats publiés s’inscrivent ici.",
    own_nothing: "Personne n’a vu le portail à votre place.",
    latest: "Les plus récents",
};

const EN: Audit = Audit {
    title: "Audit log",
    lead: "Who looked at the portal as which contact, and who changed which contracts. Nothing is ever removed from it.",
    own_title: "What your provider looked at",
    own_lead: "Each time that somebody of your provider saw the portal as one of you, and each version of a contract that was published.",
    see_own: "What your provider looked at",
    see_whole: "Audit log",
    client: "Client",
    every_client: "Every client",
    when: "When",
    who: "Who",
    what: "What",
    from: "From",
    nothing: "Nothing in the log.",
    nothing_help: "Looks as a contact and published contracts are written here.",
    own_nothing: "Nobody has seen the portal in your place.",
    latest: "The newest",
};

/// "A commencé à voir le portail comme Delphine Mandeur".
pub fn what(lang: Lang, line: &AuditLine) -> String {
    let contact = line.contact.as_deref().unwrap_or("—");
    let contract = match &line.contract {
        Some((number, Some(version))) => format!("{number}, version{NBSP}{version}"),
        Some((number, None)) => number.clone(),
        None => "—".to_owned(),
    };
    use AuditAction as A;
    match (lang, line.action) {
        (Lang::Fr, Some(A::ViewStarted)) => format!("a commencé à voir le portail comme {contact}"),
        (Lang::Fr, Some(A::ViewEnded)) => format!("a cessé de voir le portail comme {contact}"),
        (Lang::Fr, Some(A::ContractPublished)) => format!("a publié le contrat {contract}"),
        (Lang::Fr, Some(A::DraftStarted)) => format!("a commencé à préparer le contrat {contract}"),
        (Lang::Fr, Some(A::DraftDiscarded)) => {
            format!("a abandonné la préparation du contrat {contract}")
        }
        (Lang::Fr, None) => {
            "a fait quelque chose que cette version de Vigie ne connaît pas".to_owned()
        }
        (Lang::En, Some(A::ViewStarted)) => format!("began to see the portal as {contact}"),
        (Lang::En, Some(A::ViewEnded)) => format!("stopped seeing the portal as {contact}"),
        (Lang::En, Some(A::ContractPublished)) => format!("published the contract {contract}"),
        (Lang::En, Some(A::DraftStarted)) => format!("began to prepare the contract {contract}"),
        (Lang::En, Some(A::DraftDiscarded)) => format!("gave up preparing the contract {contract}"),
        (Lang::En, None) => "did something that this version of Vigie does not know".to_owned(),
    }
}
