//! Words of the history, on the page and in the file.

use super::Lang;
use crate::backend::history::EntryKind;

/// The words in that language.
pub const fn history(lang: Lang) -> &'static History {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct History {
    pub title: &'static str,
    pub lead: &'static str,
    /// At the desk, over all clients.
    pub desk_lead: &'static str,
    pub nothing_found_desk: &'static str,
    pub state: &'static str,
    pub filters: &'static str,
    pub words: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub component: &'static str,
    pub every_component: &'static str,
    pub contract: &'static str,
    pub every_contract: &'static str,
    /// The two ways of telling it.
    pub as_list: &'static str,
    pub as_timeline: &'static str,
    pub timeline_lead: &'static str,
    pub kind: &'static str,
    pub every_kind: &'static str,
    pub began: &'static str,
    pub what: &'static str,
    pub lasted: &'static str,
    pub how_it_ended: &'static str,
    pub lasts: &'static str,
    pub empty: &'static str,
    pub empty_help: &'static str,
    pub nothing_found: &'static str,
    pub nothing_found_help: &'static str,
    pub earlier: &'static str,
    pub latest: &'static str,
    /// The columns of the file.
    pub columns: [&'static str; 10],
    /// Name of the file, without its ending.
    pub file: &'static str,
    lang: Lang,
}

impl History {
    pub const fn kind(&self, kind: EntryKind) -> &'static str {
        match (self.lang, kind) {
            (Lang::Fr, EntryKind::Outage) => "Panne",
            (Lang::Fr, EntryKind::Intervention) => "Intervention",
            (Lang::En, EntryKind::Outage) => "Outage",
            (Lang::En, EntryKind::Intervention) => "Intervention",
        }
    }

    pub const fn kinds(&self, kind: EntryKind) -> &'static str {
        match (self.lang, kind) {
            (Lang::Fr, EntryKind::Outage) => "Pannes",
            (Lang::Fr, EntryKind::Intervention) => "Interventions",
            (Lang::En, EntryKind::Outage) => "Outages",
            (Lang::En, EntryKind::Intervention) => "Interventions",
        }
    }

    /// "dont 31 min indisponible".
    pub fn of_which_unavailable(&self, length: &str) -> String {
        match self.lang {
            Lang::Fr => format!("dont {length} indisponible"),
            Lang::En => format!("{length} of it unavailable"),
        }
    }
}

const FR: History = History {
    title: "Historique",
    lead: "Les interventions terminées et les pannes, de la plus récente à la plus ancienne.",
    desk_lead: "Toutes les interventions de tous les clients, de la plus récente à la plus ancienne.",
    nothing_found_desk: "Essayez moins de mots, ou effacez les filtres.",
    state: "État",
    filters: "Filtrer l’historique",
    words: "Mots, référence",
    from: "Du",
    to: "Au",
    component: "Équipement ou service",
    every_component: "Tous",
    contract: "Contrat",
    every_contract: "Tous",
    as_list: "Liste",
    as_timeline: "Frise",
    timeline_lead: "Les pannes et les interventions à leur instant, ce qui est encore ouvert compris.",
    kind: "Quoi",
    every_kind: "Interventions et pannes",
    began: "Début",
    what: "Quoi",
    lasted: "Durée",
    how_it_ended: "Issue",
    lasts: "en cours",
    empty: "Rien ne s’est encore passé.",
    empty_help: "Les pannes constatées et les interventions terminées s’inscriront ici.",
    nothing_found: "Rien ne correspond à ces filtres.",
    nothing_found_help: "Essayez moins de mots, élargissez la période, ou effacez les filtres.",
    earlier: "Plus ancien",
    latest: "Revenir au plus récent",
    columns: [
        "Nature",
        "Référence",
        "Objet",
        "Équipement",
        "Site",
        "Début",
        "Fin",
        "Durée (s)",
        "Indisponible (s)",
        "État",
    ],
    file: "historique",
    lang: Lang::Fr,
};

const EN: History = History {
    title: "History",
    lead: "Finished interventions and outages, the latest first.",
    desk_lead: "Every intervention of every client, the latest first.",
    nothing_found_desk: "Try fewer words, or clear the filters.",
    state: "State",
    filters: "Filter the history",
    words: "Words, reference",
    from: "From",
    to: "To",
    component: "Item or service",
    every_component: "All",
    contract: "Contract",
    every_contract: "All",
    as_list: "List",
    as_timeline: "Time line",
    timeline_lead: "Outages and interventions at their instant, with what is still open.",
    kind: "What",
    every_kind: "Interventions and outages",
    began: "Began",
    what: "What",
    lasted: "Lasted",
    how_it_ended: "Outcome",
    lasts: "ongoing",
    empty: "Nothing has happened yet.",
    empty_help: "Outages and finished interventions will be listed here.",
    nothing_found: "Nothing fits these filters.",
    nothing_found_help: "Try fewer words, widen the period, or clear the filters.",
    earlier: "Earlier",
    latest: "Back to the latest",
    columns: [
        "Kind",
        "Reference",
        "Subject",
        "Item",
        "Site",
        "Began",
        "Ended",
        "Lasted (s)",
        "Unavailable (s)",
        "State",
    ],
    file: "history",
    lang: Lang::En,
};
