//! Words of the board and of a component's page.

use super::Lang;
use super::format::{NBSP, integer, percent, plural};
use crate::backend::status::OtherSupervision;
use crate::domain::contract::ServiceHours;
use crate::domain::coverage::Promise;
use crate::domain::status::{Cause, ProbeFailure};
use crate::text::contract::terms;

/// The words in that language.
pub const fn status(lang: Lang) -> &'static Status {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Status {
    pub attention: &'static str,
    pub several_sites: &'static str,
    pub no_site: &'static str,
    pub provisional: &'static str,
    pub no_sign_of_life: &'static str,
    pub never_seen: &'static str,
    pub not_covered: &'static str,
    pub report: &'static str,
    pub empty: &'static str,
    pub empty_help: &'static str,
    pub supervision: &'static str,
    pub outages: &'static str,
    pub no_outage: &'static str,
    pub open_interventions: &'static str,
    pub no_open_intervention: &'static str,
    pub see_contract: &'static str,
    pub sites: &'static str,
    pub depends_on: &'static str,
    pub dependants: &'static str,
    pub lasts: &'static str,
    pub nothing_measured: &'static str,
    pub last_day: &'static str,
    pub said_nothing_yet: &'static str,
    pub not_supervised_help: &'static str,
    pub all_states: &'static str,
    pub watched_by: &'static str,
    pub says: &'static str,
    pub freshness: &'static str,
    pub began: &'static str,
    pub lasted: &'static str,
    pub why: &'static str,
    pub worst: &'static str,
    pub intervention: &'static str,
    lang: Lang,
}

impl Status {
    /// "vu il y a 12 s par sonde Strasbourg".
    pub fn seen(&self, ago: &str, by: &str) -> String {
        match (self.lang, by.is_empty()) {
            (Lang::Fr, true) => format!("vu {ago}"),
            (Lang::Fr, false) => format!("vu {ago} par {by}"),
            (Lang::En, true) => format!("seen {ago}"),
            (Lang::En, false) => format!("seen {ago} by {by}"),
        }
    }

    /// "Suivre CSL-2026-0412".
    /// Where one would report, when somebody is on it already.
    pub fn follow_current(&self, reference: &str) -> String {
        match self.lang {
            Lang::Fr => format!("Suivre l’intervention en cours, {reference}"),
            Lang::En => format!("Follow the intervention under way, {reference}"),
        }
    }

    pub fn follow(&self, reference: &str) -> String {
        match self.lang {
            Lang::Fr => format!("Suivre {reference}"),
            Lang::En => format!("Follow {reference}"),
        }
    }

    /// "GTR 4 h · 24/7"; nothing when no delay is promised.
    pub fn promise(&self, promise: &Promise) -> Option<String> {
        let (name, target) = match (self.lang, promise.restoration, promise.response) {
            (Lang::Fr, Some(target), _) => ("GTR", target),
            (Lang::Fr, None, Some(target)) => ("GTI", target),
            (Lang::En, Some(target), _) => ("Restored in", target),
            (Lang::En, None, Some(target)) => ("Answered in", target),
            (_, None, None) => return None,
        };
        let delay = terms::target(self.lang, target);
        Some(format!("{name} {delay} · {}", daily_hours(&promise.hours)))
    }

    /// When that promise runs, with its days: "lun.–ven. 8 h – 18 h".
    pub fn promise_hours(&self, promise: &Promise) -> String {
        terms::hours_in_short(self.lang, &promise.hours)
    }

    /// "Impacté par Cœur de réseau."
    pub fn impacted_by(&self, names: &str) -> String {
        match self.lang {
            Lang::Fr => format!("Impacté par {names}."),
            Lang::En => format!("Impacted by {names}."),
        }
    }

    /// Beside a group's title: "12 équipements, 11 opérationnels".
    pub fn group_count(&self, items: usize, operational: usize) -> String {
        let (items, operational) = (as_i64(items), as_i64(operational));
        let (count, well) = (integer(self.lang, items), integer(self.lang, operational));
        match self.lang {
            Lang::Fr => {
                let item = plural(self.lang, items, "équipement", "équipements");
                let working = plural(self.lang, operational, "opérationnel", "opérationnels");
                format!("{count} {item}, {well} {working}")
            }
            Lang::En => {
                let item = plural(self.lang, items, "item", "items");
                format!("{count} {item}, {well} operational")
            }
        }
    }

    /// What a percentage stands for, for who hovers or listens: "99,412 % disponible sur 90 jours".
    pub fn availability(&self, thousandths: u32) -> String {
        let share = percent(self.lang, thousandths);
        match self.lang {
            Lang::Fr => format!("{share} disponible sur 90 jours"),
            Lang::En => format!("{share} available over 90 days"),
        }
    }

    /// "indisponible 8 h 40 min sur 90 jours", with the unknown time when there is some.
    pub fn unavailable(&self, unavailable: Option<&str>, unknown: Option<&str>) -> String {
        let first = match (self.lang, unavailable) {
            (Lang::Fr, None) => "aucune panne totale sur 90 jours".to_owned(),
            (Lang::Fr, Some(length)) => format!("indisponible {length} sur 90 jours"),
            (Lang::En, None) => "no major outage over 90 days".to_owned(),
            (Lang::En, Some(length)) => format!("unavailable {length} over 90 days"),
        };
        match (self.lang, unknown) {
            (_, None) => first,
            (Lang::Fr, Some(length)) => format!("{first}, sans nouvelles {length}"),
            (Lang::En, Some(length)) => format!("{first}, not heard from {length}"),
        }
    }

    /// ", sur 2 160 h observées", after the sentence on what was unavailable.
    pub fn observed(&self, hours: i64) -> String {
        let hours = integer(self.lang, hours);
        match self.lang {
            Lang::Fr => format!(", sur {hours}{NBSP}h observées"),
            Lang::En => format!(", over {hours}{NBSP}h observed"),
        }
    }

    /// Why a component is in its state; nothing when there is nothing to explain.
    pub fn cause(&self, cause: &Cause) -> Option<String> {
        match (self.lang, cause) {
            (_, Cause::None) => None,
            (_, Cause::Probe { failure, status }) => Some(self.probe_failure(*failure, *status)),
            (_, Cause::Alert { name, summary }) if summary.is_empty() => Some(name.clone()),
            (_, Cause::Alert { summary, .. }) => Some(summary.clone()),
            (Lang::Fr, Cause::StaleAlert { name }) => Some(format!(
                "L’alerte «{NBSP}{name}{NBSP}» n’est plus confirmée par sa source."
            )),
            (Lang::En, Cause::StaleAlert { name }) => Some(format!(
                "The alert “{name}” is no longer confirmed by its source."
            )),
            (Lang::Fr, Cause::Silence) => {
                Some("La supervision ne donne plus signe de vie.".to_owned())
            }
            (Lang::En, Cause::Silence) => Some("Supervision gives no sign of life.".to_owned()),
        }
    }

    fn probe_failure(&self, failure: ProbeFailure, status: Option<u16>) -> String {
        if let (ProbeFailure::UnexpectedStatus, Some(status)) = (failure, status) {
            return match self.lang {
                Lang::Fr => format!("Le service répond par une erreur (code {status})."),
                Lang::En => format!("The service answers with an error (code {status})."),
            };
        }
        use ProbeFailure as F;
        let text = match (self.lang, failure) {
            (Lang::Fr, F::NotAllowed) => "La sonde n’est pas autorisée à joindre cette adresse.",
            (Lang::Fr, F::BadTarget) => "L’adresse à surveiller n’est pas valable.",
            (Lang::Fr, F::NameNotFound) => "Le nom du service est introuvable (DNS).",
            (Lang::Fr, F::Refused) => "La connexion est refusée.",
            (Lang::Fr, F::Unreachable) => "Le service est injoignable.",
            (Lang::Fr, F::TimedOut) => "Pas de réponse dans le délai.",
            (Lang::Fr, F::Tls) => "La connexion sécurisée échoue (certificat ou TLS).",
            (Lang::Fr, F::Interrupted) => "La connexion est coupée avant la fin de la réponse.",
            (Lang::Fr, F::BadAnswer) => "La réponse est incompréhensible.",
            (Lang::Fr, F::UnexpectedStatus) => "Le service répond par une erreur.",
            (Lang::Fr, F::KeywordMissing) => "La page répond, mais sans le texte attendu.",
            (Lang::En, F::NotAllowed) => "The probe may not reach this address.",
            (Lang::En, F::BadTarget) => "The address to watch is not valid.",
            (Lang::En, F::NameNotFound) => "The service’s name cannot be found (DNS).",
            (Lang::En, F::Refused) => "The connection is refused.",
            (Lang::En, F::Unreachable) => "The service cannot be reached.",
            (Lang::En, F::TimedOut) => "No answer in time.",
            (Lang::En, F::Tls) => "The secure connection fails (certificate or TLS).",
            (Lang::En, F::Interrupted) => "The connection is cut before the end of the answer.",
            (Lang::En, F::BadAnswer) => "The answer makes no sense.",
            (Lang::En, F::UnexpectedStatus) => "The service answers with an error.",
            (Lang::En, F::KeywordMissing) => "The page answers, but without the expected text.",
        };
        text.to_owned()
    }

    /// How something without a probe or a source is looked after.
    pub const fn other_supervision(&self, other: OtherSupervision) -> &'static str {
        match (self.lang, other) {
            (Lang::Fr, OtherSupervision::BackupReport) => "Suivi par les rapports de sauvegarde.",
            (Lang::Fr, OtherSupervision::RmmReport) => {
                "Suivi par les rapports de l’outil de gestion à distance."
            }
            (Lang::Fr, OtherSupervision::CheckVisit) => "Suivi par des visites de contrôle.",
            (Lang::En, OtherSupervision::BackupReport) => "Looked after through backup reports.",
            (Lang::En, OtherSupervision::RmmReport) => {
                "Looked after through remote-management reports."
            }
            (Lang::En, OtherSupervision::CheckVisit) => "Looked after through check visits.",
        }
    }

    /// "contrôle toutes les 20 s, silence constaté après 1 min".
    pub fn probes_every(&self, interval: &str, grace: &str) -> String {
        match self.lang {
            Lang::Fr => format!("contrôle toutes les {interval}, silence constaté après {grace}"),
            Lang::En => format!("checks every {interval}, silence noticed after {grace}"),
        }
    }

    /// "signe de vie il y a 40 s, silence constaté après 5 min".
    pub fn watchdog(&self, heard: Option<&str>, grace: &str) -> String {
        match (self.lang, heard) {
            (Lang::Fr, Some(ago)) => format!("signe de vie {ago}, silence constaté après {grace}"),
            (Lang::Fr, None) => {
                format!("aucun signe de vie encore reçu, silence constaté après {grace}")
            }
            (Lang::En, Some(ago)) => format!("sign of life {ago}, silence noticed after {grace}"),
            (Lang::En, None) => {
                format!("no sign of life received yet, silence noticed after {grace}")
            }
        }
    }

    /// "panne totale pendant 8 h 40 min", as the note of a day.
    pub fn day_note(&self, unavailable: Option<&str>, unknown: Option<&str>) -> Option<String> {
        let parts: Vec<String> = match self.lang {
            Lang::Fr => [
                unavailable.map(|length| format!("indisponible {length}")),
                unknown.map(|length| format!("sans nouvelles {length}")),
            ],
            Lang::En => [
                unavailable.map(|length| format!("unavailable {length}")),
                unknown.map(|length| format!("not heard from {length}")),
            ],
        }
        .into_iter()
        .flatten()
        .collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// "Temps de réponse, sonde Strasbourg, dernières 24 heures".
    pub fn response_times_of(&self, probe: &str) -> String {
        match self.lang {
            Lang::Fr => format!("Temps de réponse, {probe}, dernières 24 heures"),
            Lang::En => format!("Response time, {probe}, last 24 hours"),
        }
    }
}

/// When the day begins and ends, as short as a chip needs: "8–18 h", "24/7".
fn daily_hours(hours: &ServiceHours) -> String {
    if hours.always {
        return "24/7".to_owned();
    }
    let clock = |minutes: u16| match minutes % 60 {
        0 => (minutes / 60).to_string(),
        rest => format!("{}{NBSP}h{NBSP}{rest:02}", minutes / 60),
    };
    let first = hours
        .week
        .iter()
        .map(|interval| interval.from)
        .min()
        .unwrap_or(0);
    let last = hours
        .week
        .iter()
        .map(|interval| interval.to)
        .max()
        .unwrap_or(0);
    let unit = if last % 60 == 0 { "\u{a0}h" } else { "" };
    format!("{}–{}{unit}", clock(first), clock(last))
}

fn as_i64(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

const FR: Status = Status {
    attention: "Points d’attention",
    several_sites: "Plusieurs sites",
    no_site: "Tous les sites",
    provisional: "Rétabli provisoirement",
    no_sign_of_life: "aucun signe de vie attendu",
    never_seen: "pas encore vu",
    not_covered: "hors périmètre",
    report: "Signaler un problème",
    empty: "Aucun équipement n’est encore suivi ici.",
    empty_help: "Votre prestataire ajoute les équipements et services de votre contrat ; ils apparaîtront dès le premier.",
    supervision: "Supervision",
    outages: "Pannes des 90 derniers jours",
    no_outage: "Aucune panne sur les 90 derniers jours.",
    open_interventions: "Interventions en cours",
    no_open_intervention: "Aucune intervention n’est ouverte sur cet équipement.",
    see_contract: "Voir au contrat",
    sites: "Sites",
    depends_on: "Dépend de",
    dependants: "Dont dépendent",
    lasts: "en cours",
    nothing_measured: "Rien n’a encore été mesuré.",
    last_day: "Dernières 24 heures",
    said_nothing_yet: "n’a encore rien dit",
    not_supervised_help: "Rien ne surveille cet équipement : ni état, ni disponibilité à montrer. Une panne se signale.",
    all_states: "État des services",
    watched_by: "Surveillé par",
    says: "Dit",
    freshness: "Fraîcheur",
    began: "Début",
    lasted: "Durée",
    why: "Raison",
    worst: "Au pire",
    intervention: "Intervention",
    lang: Lang::Fr,
};

const EN: Status = Status {
    attention: "Needs attention",
    several_sites: "Several sites",
    no_site: "All sites",
    provisional: "Temporarily restored",
    no_sign_of_life: "no sign of life expected",
    never_seen: "not seen yet",
    not_covered: "out of scope",
    report: "Report a problem",
    empty: "Nothing is followed here yet.",
    empty_help: "Your provider adds the equipment and services of your contract; they appear with the first one.",
    supervision: "Supervision",
    outages: "Outages of the last 90 days",
    no_outage: "No outage in the last 90 days.",
    open_interventions: "Open interventions",
    no_open_intervention: "No intervention is open on this item.",
    see_contract: "See in the contract",
    sites: "Sites",
    depends_on: "Depends on",
    dependants: "Depended on by",
    lasts: "ongoing",
    nothing_measured: "Nothing was measured yet.",
    last_day: "Last 24 hours",
    said_nothing_yet: "has said nothing yet",
    not_supervised_help: "Nothing watches this item: no state, no availability to show. Report it when it fails.",
    all_states: "Service status",
    watched_by: "Watched by",
    says: "Says",
    freshness: "Freshness",
    began: "Began",
    lasted: "Lasted",
    why: "Reason",
    worst: "At worst",
    intervention: "Intervention",
    lang: Lang::En,
};
