//! Words of the overview, and of the sentence that opens it and the board.

use super::format::{NBSP, integer, plural};
use super::{Lang, words};
use crate::domain::component::ComponentState;

/// The words in that language.
pub const fn overview(lang: Lang) -> &'static Overview {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Overview {
    pub nothing_listed: &'static str,
    pub nothing_supervised: &'static str,
    pub in_hand: &'static str,
    pub nothing_in_hand: &'static str,
    pub all_interventions: &'static str,
    pub planned: &'static str,
    pub nothing_planned: &'static str,
    pub cover: &'static str,
    pub no_contract: &'static str,
    pub see_contract: &'static str,
    pub call: &'static str,
    pub now: &'static str,
    pub news: &'static str,
    pub no_news: &'static str,
    pub all_history: &'static str,
    pub report: &'static str,
    pub see_board: &'static str,
    pub not_taken_yet: &'static str,
    lang: Lang,
}

impl Overview {
    /// Nothing is broken, silent or in maintenance.
    pub const fn all_well(&self, some_unsupervised: bool) -> &'static str {
        match (self.lang, some_unsupervised) {
            (Lang::Fr, false) => "Tout fonctionne.",
            (Lang::Fr, true) => "Tout ce qui est supervisé fonctionne.",
            (Lang::En, false) => "Everything works.",
            (Lang::En, true) => "Everything that is supervised works.",
        }
    }

    /// "Panne totale : ERP Soins, depuis 14 h 02."
    pub fn one_in(&self, state: ComponentState, name: &str, since: &str) -> String {
        let state = self.trouble(state);
        match self.lang {
            Lang::Fr => format!("{state}{NBSP}: {name}, depuis {since}."),
            Lang::En => format!("{state}: {name}, since {since}."),
        }
    }

    /// "2 pannes totales : A et B."
    pub fn several_in(&self, state: ComponentState, count: usize, names: &str) -> String {
        use ComponentState as S;
        let count = self.number(count);
        match (self.lang, state) {
            (Lang::Fr, S::MajorOutage) => format!("{count} pannes totales{NBSP}: {names}."),
            (Lang::Fr, S::PartialOutage) => format!("{count} pannes partielles{NBSP}: {names}."),
            (Lang::Fr, S::Degraded) => format!("{count} équipements dégradés{NBSP}: {names}."),
            (Lang::Fr, S::Unknown) => format!("{count} équipements sans nouvelles{NBSP}: {names}."),
            (Lang::Fr, S::UnderMaintenance) => {
                format!("{count} équipements en maintenance{NBSP}: {names}.")
            }
            (Lang::Fr, S::Operational | S::NotSupervised) => format!("{count}{NBSP}: {names}."),
            (Lang::En, S::MajorOutage) => format!("{count} major outages: {names}."),
            (Lang::En, S::PartialOutage) => format!("{count} partial outages: {names}."),
            (Lang::En, S::Degraded) => format!("{count} degraded: {names}."),
            (Lang::En, S::Unknown) => format!("{count} not heard from: {names}."),
            (Lang::En, S::UnderMaintenance) => format!("{count} under maintenance: {names}."),
            (Lang::En, S::Operational | S::NotSupervised) => format!("{count}: {names}."),
        }
    }

    const fn trouble(&self, state: ComponentState) -> &'static str {
        match (self.lang, state) {
            (Lang::Fr, ComponentState::Unknown) => "Sans nouvelles",
            (Lang::Fr, ComponentState::UnderMaintenance) => "En maintenance",
            (Lang::En, ComponentState::Unknown) => "Not heard from",
            (Lang::En, ComponentState::UnderMaintenance) => "Under maintenance",
            (lang, state) => words::component_state(lang, state),
        }
    }

    /// "46 équipements supervisés sur 50 sont opérationnels."
    pub fn operational_of(&self, operational: usize, supervised: usize) -> String {
        let (count, total) = (self.number(operational), self.number(supervised));
        match (self.lang, operational) {
            (Lang::Fr, 0) => "Aucun des équipements supervisés n’est opérationnel.".to_owned(),
            (Lang::Fr, 1) => format!("1 équipement supervisé sur {total} est opérationnel."),
            (Lang::Fr, _) => {
                format!("{count} équipements supervisés sur {total} sont opérationnels.")
            }
            (Lang::En, 0) => "None of the supervised items is operational.".to_owned(),
            (Lang::En, 1) => format!("1 of {total} supervised items is operational."),
            (Lang::En, _) => format!("{count} of {total} supervised items are operational."),
        }
    }

    /// "Réparation provisoire : Baie B."
    pub fn repaired_provisionally(&self, names: &str) -> String {
        match self.lang {
            Lang::Fr => format!("Réparation provisoire{NBSP}: {names}."),
            Lang::En => format!("Temporary repair: {names}."),
        }
    }

    /// "3 équipements ne sont pas supervisés."
    pub fn unsupervised(&self, count: usize) -> String {
        let number = self.number(count);
        match (self.lang, count) {
            (Lang::Fr, 1) => "1 équipement n’est pas supervisé.".to_owned(),
            (Lang::Fr, _) => format!("{number} équipements ne sont pas supervisés."),
            (Lang::En, 1) => "1 item is not supervised.".to_owned(),
            (Lang::En, _) => format!("{number} items are not supervised."),
        }
    }

    /// "A, B, C et 4 autres".
    pub fn list(&self, named: &[&str], others: usize) -> String {
        let and = match self.lang {
            Lang::Fr => "et",
            Lang::En => "and",
        };
        let (last, before) = match (others, named.split_last()) {
            (_, None) => return String::new(),
            (0, Some((last, before))) => ((*last).to_owned(), before),
            (_, Some(_)) => (self.others(others), named),
        };
        if before.is_empty() {
            return last;
        }
        format!("{} {and} {last}", before.join(", "))
    }

    fn others(&self, count: usize) -> String {
        let other = match self.lang {
            Lang::Fr => plural(self.lang, self.count(count), "autre", "autres"),
            Lang::En => plural(self.lang, self.count(count), "other", "others"),
        };
        format!("{} {other}", self.number(count))
    }

    /// "Contrat 2026-014, Infogérance, jusqu’au jeudi 31 décembre 2027".
    pub fn contract_until(&self, number: &str, title: &str, last_day: Option<&str>) -> String {
        match (self.lang, last_day) {
            (Lang::Fr, Some(day)) => format!("Contrat {number}, {title}, jusqu’au {day}"),
            (Lang::Fr, None) => format!("Contrat {number}, {title}"),
            (Lang::En, Some(day)) => format!("Contract {number}, {title}, until {day}"),
            (Lang::En, None) => format!("Contract {number}, {title}"),
        }
    }

    /// "Maintenance, Infogérance et Helpdesk"; nothing when no line covers anything.
    pub fn lines(&self, names: &[&str]) -> Option<String> {
        (!names.is_empty()).then(|| self.list(names, 0))
    }

    /// "38 équipements couverts, dont 3 non supervisés. 1 hors périmètre."
    pub fn covered(&self, covered: usize, unsupervised: usize, all: usize) -> String {
        let outside = all - covered;
        let (count, silent, out) = (
            self.number(covered),
            self.number(unsupervised),
            self.number(outside),
        );
        let mut text = match (self.lang, covered) {
            (Lang::Fr, 0) => "Aucun équipement couvert".to_owned(),
            (Lang::Fr, 1) => "1 équipement couvert".to_owned(),
            (Lang::Fr, _) => format!("{count} équipements couverts"),
            (Lang::En, 0) => "No item covered".to_owned(),
            (Lang::En, 1) => "1 item covered".to_owned(),
            (Lang::En, _) => format!("{count} items covered"),
        };
        if unsupervised > 0 {
            text.push_str(&match (self.lang, unsupervised) {
                (Lang::Fr, 1) => ", dont 1 non supervisé".to_owned(),
                (Lang::Fr, _) => format!(", dont {silent} non supervisés"),
                (Lang::En, _) => format!(", {silent} of them not supervised"),
            });
        }
        text.push('.');
        if outside > 0 {
            text.push_str(&match self.lang {
                Lang::Fr => format!(" {out} hors périmètre."),
                Lang::En => format!(" {out} out of scope."),
            });
        }
        text
    }

    /// "prise en charge par L. Meyer".
    pub fn taken_by(&self, technician: &str) -> String {
        match self.lang {
            Lang::Fr => format!("prise en charge par {technician}"),
            Lang::En => format!("taken by {technician}"),
        }
    }

    fn number(&self, count: usize) -> String {
        integer(self.lang, self.count(count))
    }

    fn count(&self, count: usize) -> i64 {
        i64::try_from(count).unwrap_or(i64::MAX)
    }
}

const FR: Overview = Overview {
    nothing_listed: "Aucun équipement n’est suivi pour le moment.",
    nothing_supervised: "Aucun équipement n’est supervisé.",
    in_hand: "En cours",
    nothing_in_hand: "Aucune intervention n’est ouverte.",
    all_interventions: "Toutes les interventions",
    planned: "Prévu",
    nothing_planned: "Aucune intervention planifiée n’est annoncée.",
    cover: "Couverture",
    no_contract: "Aucun contrat n’est en vigueur.",
    see_contract: "Voir le contrat",
    call: "Nous appeler",
    now: "maintenant",
    news: "Dernières nouvelles",
    no_news: "Rien à signaler ces derniers jours.",
    all_history: "Tout l’historique",
    report: "Signaler un problème",
    see_board: "Voir l’état de tous les services",
    not_taken_yet: "pas encore prise en charge",
    lang: Lang::Fr,
};

const EN: Overview = Overview {
    nothing_listed: "Nothing is followed yet.",
    nothing_supervised: "Nothing is supervised.",
    in_hand: "In hand",
    nothing_in_hand: "No intervention is open.",
    all_interventions: "All interventions",
    planned: "Planned",
    nothing_planned: "No planned work is announced.",
    cover: "Cover",
    no_contract: "No contract is in force.",
    see_contract: "See the contract",
    call: "Call us",
    now: "now",
    news: "Latest news",
    no_news: "Nothing to report in the last days.",
    all_history: "The whole history",
    report: "Report a problem",
    see_board: "See the state of every service",
    not_taken_yet: "not taken yet",
    lang: Lang::En,
};
