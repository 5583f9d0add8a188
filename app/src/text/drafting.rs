//! Words of the desk's contracts: drafts and their forms.
//!
//! # Layout
//! - `faults`: what must be corrected; `changes`: what a version changes; `conditions`: the forms of what stands
//!   beside lines and clauses

mod changes;
pub mod conditions;
mod faults;

pub use changes::{Difference, scope_item, terms_change};
pub use faults::{fault, place};

use super::Lang;
use super::format::{NBSP, plural};

/// The words of these pages in that language.
pub const fn drafting(lang: Lang) -> &'static Drafting {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Drafting {
    // On the client's page
    pub workbench: &'static str,
    pub workbench_lead: &'static str,
    pub new_contract: &'static str,
    pub nothing_signed: &'static str,
    pub open_draft: &'static str,

    // A new contract
    pub new_title: &'static str,
    pub new_lead: &'static str,
    pub template: &'static str,
    pub no_template: &'static str,
    pub template_hint: &'static str,
    pub number: &'static str,
    pub number_hint: &'static str,
    pub title: &'static str,
    pub title_hint: &'static str,
    pub starts: &'static str,
    pub starts_hint: &'static str,
    pub ends: &'static str,
    pub ends_hint: &'static str,
    pub renewal: &'static str,
    pub last_notice: &'static str,
    pub start_draft: &'static str,

    // A draft
    pub draft: &'static str,
    pub to_correct: &'static str,
    pub to_correct_lead: &'static str,
    pub ready: &'static str,
    pub ready_help: &'static str,
    pub preview: &'static str,
    pub discard: &'static str,
    pub discard_help: &'static str,
    pub head: &'static str,
    pub observation_hours: &'static str,
    pub observation_hint: &'static str,
    pub save: &'static str,
    pub lines: &'static str,
    pub edit_line: &'static str,
    pub add_line: &'static str,
    pub service: &'static str,
    pub line_title: &'static str,
    pub line_title_hint: &'static str,
    pub remove_line: &'static str,
    pub clauses: &'static str,
    pub clauses_lead: &'static str,
    pub add_clause: &'static str,
    pub remove_clause: &'static str,
    pub reference: &'static str,
    pub clause_title: &'static str,
    pub clause_text: &'static str,
    pub back_to_draft: &'static str,

    // A line
    pub line_facts: &'static str,
    pub granted_by: &'static str,
    pub price: &'static str,
    pub price_hint: &'static str,
    pub billing: &'static str,
    pub included: &'static str,
    pub hour_book: &'static str,
    pub fixed: &'static str,
    pub chargeable: &'static str,
    pub unit: &'static str,
    pub minimum: &'static str,
    pub hour_book_hint: &'static str,
    pub amount: &'static str,
    pub amount_hint: &'static str,
    pub clock_start: &'static str,
    pub vendor_follow_up: &'static str,
    pub vendor_hint: &'static str,
    pub hours: &'static str,
    pub hours_hint: &'static str,
    pub always: &'static str,
    pub closed_on_holidays: &'static str,
    pub kept_calendar: &'static str,
    pub targets: &'static str,
    pub targets_hint: &'static str,
    pub none: &'static str,
    pub no_grid: &'static str,
    pub scope: &'static str,
    pub scope_hint: &'static str,
    pub nothing_in_scope: &'static str,
    pub add_item: &'static str,
    pub remove: &'static str,
    pub polarity: &'static str,
    pub any: &'static str,
    pub category: &'static str,
    pub component: &'static str,
    pub site: &'static str,
    pub activity: &'static str,
    pub clause: &'static str,
    pub note: &'static str,
    pub stored_meanwhile: &'static str,
    pub approval: &'static str,
    pub hour_book_name: &'static str,

    // The preview
    pub cover: &'static str,
    pub gained: &'static str,
    pub lost: &'static str,
    pub cover_same: &'static str,
    pub terms: &'static str,
    pub terms_same: &'static str,
    pub nothing_in_force: &'static str,
    pub publish: &'static str,
    pub publish_lead: &'static str,
    pub keep_editing: &'static str,

    lang: Lang,
}

impl Drafting {
    /// "Préparer la version 4".
    pub fn prepare(&self, version: u32) -> String {
        match self.lang {
            Lang::Fr => format!("Préparer la version{NBSP}{version}"),
            Lang::En => format!("Prepare version{NBSP}{version}"),
        }
    }

    /// "Version 3 depuis le 1er janvier 2026".
    pub fn version_since(&self, version: u32, date: &str) -> String {
        match self.lang {
            Lang::Fr => format!("version{NBSP}{version}, à compter du {date}"),
            Lang::En => format!("version{NBSP}{version}, from {date}"),
        }
    }

    /// "modifié par A. Martin, 23 novembre à 14 h 05".
    pub fn changed_by(&self, name: &str, when: &str) -> String {
        match self.lang {
            Lang::Fr => format!("modifié par {name}, {when}"),
            Lang::En => format!("changed by {name}, {when}"),
        }
    }

    /// Headline of a draft.
    pub fn draft_of(&self, number: &str, version: u32) -> String {
        match self.lang {
            Lang::Fr => format!("Contrat {number}, version{NBSP}{version} en préparation"),
            Lang::En => format!("Contract {number}, version{NBSP}{version} being prepared"),
        }
    }

    /// What a draft follows, or that it follows nothing.
    pub fn follows(&self, version: Option<(u32, &str)>) -> String {
        match (self.lang, version) {
            (Lang::Fr, Some((version, date))) => {
                format!(
                    "Elle suit la version{NBSP}{version}, en vigueur à compter du {date}. Le client n’en voit rien avant sa publication."
                )
            }
            (Lang::Fr, None) => {
                "Nouveau contrat. Le client n’en voit rien avant sa publication.".to_owned()
            }
            (Lang::En, Some((version, date))) => {
                format!(
                    "It follows version{NBSP}{version}, in force from {date}. The client sees nothing of it before it is published."
                )
            }
            (Lang::En, None) => {
                "A new contract. The client sees nothing of it before it is published.".to_owned()
            }
        }
    }

    /// Headline of the preview.
    pub fn preview_of(&self, version: u32, client: &str, date: &str) -> String {
        match self.lang {
            Lang::Fr => format!("Ce que la version{NBSP}{version} change pour {client}, au {date}"),
            Lang::En => format!("What version{NBSP}{version} changes for {client}, on {date}"),
        }
    }

    /// "Comparée à la version 3, en vigueur ce jour-là."
    pub fn compared_to(&self, version: u32) -> String {
        match self.lang {
            Lang::Fr => format!("Comparée à la version{NBSP}{version}, en vigueur ce jour-là."),
            Lang::En => format!("Compared with version{NBSP}{version}, in force on that day."),
        }
    }

    /// "Maintenance : 3 équipements ou services".
    pub fn counted(&self, service: &str, count: usize) -> String {
        let number = i64::try_from(count).unwrap_or(i64::MAX);
        match self.lang {
            Lang::Fr => {
                let noun = plural(
                    self.lang,
                    number,
                    "équipement ou service",
                    "équipements ou services",
                );
                format!("{service}{NBSP}: {count} {noun}")
            }
            Lang::En => {
                let noun = plural(
                    self.lang,
                    number,
                    "device or service",
                    "devices or services",
                );
                format!("{service}: {count} {noun}")
            }
        }
    }

    /// "ERP Soins, à Colmar seulement".
    pub fn only_at(&self, component: &str, site: &str) -> String {
        match self.lang {
            Lang::Fr => format!("{component} ({site} seulement)"),
            Lang::En => format!("{component} ({site} only)"),
        }
    }
}

/// "lundi", "Monday". 1 = Monday.
pub const fn day_name(lang: Lang, day: u8) -> &'static str {
    match (lang, day) {
        (Lang::Fr, 1) => "lundi",
        (Lang::Fr, 2) => "mardi",
        (Lang::Fr, 3) => "mercredi",
        (Lang::Fr, 4) => "jeudi",
        (Lang::Fr, 5) => "vendredi",
        (Lang::Fr, 6) => "samedi",
        (Lang::Fr, _) => "dimanche",
        (Lang::En, 1) => "Monday",
        (Lang::En, 2) => "Tuesday",
        (Lang::En, 3) => "Wednesday",
        (Lang::En, 4) => "Thursday",
        (Lang::En, 5) => "Friday",
        (Lang::En, 6) => "Saturday",
        (Lang::En, _) => "Sunday",
    }
}

const FR: Drafting = Drafting {
    workbench: "Préparer les contrats",
    workbench_lead: "Une version publiée ne change plus. Pour la modifier, préparez la suivante.",
    new_contract: "Nouveau contrat",
    nothing_signed: "Aucun contrat n’est enregistré.",
    open_draft: "Reprendre la préparation",

    new_title: "Nouveau contrat",
    new_lead: "Il part d’un modèle et reste en préparation tant que vous ne le publiez pas.",
    template: "Modèle",
    no_template: "Sans modèle : contrat vide",
    template_hint: "Prestations, heures, engagements et clauses de départ. Tout se modifie ensuite.",
    number: "Numéro du contrat",
    number_hint: "Celui du papier : 2026-014.",
    title: "Intitulé",
    title_hint: "Comme le client le lit : Contrat de services informatiques.",
    starts: "Début",
    starts_hint: "Dès la première minute de ce jour.",
    ends: "Terme",
    ends_hint: "Dernier jour, compris. Vide : sans terme.",
    renewal: "Reconduction",
    last_notice: "Dernier jour pour dénoncer",
    start_draft: "Commencer la préparation",

    draft: "En préparation",
    to_correct: "À corriger avant de publier",
    to_correct_lead: "Rien n’est publié tant que cette liste n’est pas vide.",
    ready: "Prêt à être publié",
    ready_help: "Regardez l’aperçu : il dit ce qui change pour le client.",
    preview: "Aperçu et publication",
    discard: "Abandonner cette préparation",
    discard_help: "Tout ce qui a été saisi ici est effacé. Les versions publiées restent.",
    head: "Intitulé et dates",
    observation_hours: "Heures d’observation après une réparation",
    observation_hint: "La même panne dans ce délai est une rechute, sur la même demande.",
    save: "Enregistrer",
    lines: "Prestations",
    edit_line: "Modifier",
    add_line: "Ajouter une prestation",
    service: "Prestation",
    line_title: "Intitulé",
    line_title_hint: "Maintenance des serveurs, Assistance aux utilisateurs…",
    remove_line: "Retirer cette prestation",
    clauses: "Clauses",
    clauses_lead: "Citées au client à chaque réponse qui s’appuie dessus.",
    add_clause: "Ajouter une clause",
    remove_clause: "Retirer cette clause",
    reference: "Référence",
    clause_title: "Titre",
    clause_text: "Texte, tel qu’au contrat",
    back_to_draft: "Retour à la préparation",

    line_facts: "Intitulé, prix et facturation",
    granted_by: "Clause qui l’accorde",
    price: "Prix",
    price_hint: "Comme au contrat : 480 € HT par mois.",
    billing: "Facturation",
    included: "Comprise dans le prix",
    hour_book: "Débitée du carnet d’heures",
    fixed: "Forfait par demande",
    chargeable: "Facturée en sus, sur devis",
    unit: "Unité (min)",
    minimum: "Minimum (min)",
    hour_book_hint: "Carnet d’heures.",
    amount: "Forfait (€ HT)",
    amount_hint: "Forfait par demande.",
    clock_start: "Les délais courent",
    vendor_follow_up: "L’éditeur exploite ce service : nous le suivons, il rétablit",
    vendor_hint: "Aucun rétablissement ne peut alors être promis.",
    hours: "Plage de couverture",
    hours_hint: "Par jour, une ou plusieurs plages : 08:00-12:00, 14:00-18:00. Vide : fermé.",
    always: "24 h sur 24, tous les jours, jours fériés compris",
    closed_on_holidays: "Fermé les jours fériés",
    kept_calendar: "Ces heures ont un fuseau horaire qui leur est propre, donné par le fichier d’import : il est gardé.",
    targets: "Engagements",
    targets_hint: "Heures ouvrées (30 min, 4 h, 1 h 30) ou jours ouvrés (J+1, J+5 fin). Une ligne sans délai coche « pas d’engagement ».",
    none: "Pas d’engagement",
    no_grid: "Tout vide : cette prestation n’engage sur aucun délai.",
    scope: "Périmètre",
    scope_hint: "Ce qui n’est pas inclus est hors périmètre. Une exclusion l’emporte, sauf sur une inclusion plus précise. Laisser « tout » partout vise tout le système d’information.",
    nothing_in_scope: "Rien n’est encore inclus : cette prestation ne couvre rien.",
    add_item: "Ajouter au périmètre",
    remove: "Retirer",
    polarity: "Sens",
    any: "Tout",
    category: "Catégorie",
    component: "Équipement ou service",
    site: "Site",
    activity: "Nature",
    clause: "Clause",
    note: "Précision",
    stored_meanwhile: "Enregistré entre-temps :",
    approval: "Validation",
    hour_book_name: "Carnet d’heures",

    cover: "Couverture",
    gained: "Gagnent une couverture",
    lost: "Perdent une couverture",
    cover_same: "Aucun équipement ni service ne gagne ou ne perd de couverture.",
    terms: "Termes",
    terms_same: "Les prestations, heures, délais, prix et clauses sont les mêmes.",
    nothing_in_force: "Aucune version de ce contrat n’est en vigueur ce jour-là : tout y est nouveau.",
    publish: "Publier",
    publish_lead: "Publiée, cette version ne change plus. Le client la lit aussitôt ; elle s’applique à sa date.",
    keep_editing: "Continuer la préparation",

    lang: Lang::Fr,
};

const EN: Drafting = Drafting {
    workbench: "Prepare contracts",
    workbench_lead: "A published version never changes. To change it, prepare the next one.",
    new_contract: "New contract",
    nothing_signed: "No contract is on record.",
    open_draft: "Go on preparing",

    new_title: "New contract",
    new_lead: "It starts from a template and stays in preparation until you publish it.",
    template: "Template",
    no_template: "No template: an empty contract",
    template_hint: "Lines, hours, commitments and clauses to begin with. Everything can be changed after.",
    number: "Number of the contract",
    number_hint: "The one on the paper: 2026-014.",
    title: "Title",
    title_hint: "As the client reads it: IT services contract.",
    starts: "Start",
    starts_hint: "From the first minute of that day.",
    ends: "End",
    ends_hint: "Last day, included. Empty: without an end.",
    renewal: "Renewal",
    last_notice: "Last day to give notice",
    start_draft: "Start preparing",

    draft: "In preparation",
    to_correct: "To correct before publishing",
    to_correct_lead: "Nothing is published until this list is empty.",
    ready: "Ready to be published",
    ready_help: "Look at the preview: it says what changes for the client.",
    preview: "Preview and publish",
    discard: "Give this preparation up",
    discard_help: "Everything typed here is erased. Published versions stay.",
    head: "Title and dates",
    observation_hours: "Hours of observation after a repair",
    observation_hint: "The same failure within that time is a relapse, on the same request.",
    save: "Save",
    lines: "Lines",
    edit_line: "Edit",
    add_line: "Add a line",
    service: "Service",
    line_title: "Title",
    line_title_hint: "Server maintenance, User support…",
    remove_line: "Remove this line",
    clauses: "Clauses",
    clauses_lead: "Quoted to the client with each answer that relies on them.",
    add_clause: "Add a clause",
    remove_clause: "Remove this clause",
    reference: "Reference",
    clause_title: "Title",
    clause_text: "Text, as in the contract",
    back_to_draft: "Back to the preparation",

    line_facts: "Title, price and billing",
    granted_by: "Clause that grants it",
    price: "Price",
    price_hint: "As in the contract: €480 a month before tax.",
    billing: "Billing",
    included: "Included in the price",
    hour_book: "Debited from the hour book",
    fixed: "Fixed sum for each request",
    chargeable: "Charged separately, on quote",
    unit: "Unit (min)",
    minimum: "Minimum (min)",
    hour_book_hint: "Hour book.",
    amount: "Fixed sum (€)",
    amount_hint: "Each request, before tax.",
    clock_start: "The clocks start",
    vendor_follow_up: "The vendor runs this service: we follow up, it restores",
    vendor_hint: "No restoration can then be promised.",
    hours: "Service hours",
    hours_hint: "One or more intervals a day: 08:00-12:00, 14:00-18:00. Empty: closed.",
    always: "Round the clock, every day, public holidays included",
    closed_on_holidays: "Closed on public holidays",
    kept_calendar: "These hours have a time zone of their own, given by the import file: it is kept.",
    targets: "Commitments",
    targets_hint: "Open time (30 min, 4 h, 1 h 30) or working days (D+1, D+5 end). A row without a delay ticks “no commitment”.",
    none: "No commitment",
    no_grid: "All empty: this line commits to no delay.",
    scope: "Scope",
    scope_hint: "What is not included is out of scope. An exclusion wins, except over a narrower inclusion. Leaving “everything” everywhere means the whole information system.",
    nothing_in_scope: "Nothing is included yet: this line covers nothing.",
    add_item: "Add to the scope",
    remove: "Remove",
    polarity: "Direction",
    any: "Everything",
    category: "Category",
    component: "Device or service",
    site: "Site",
    activity: "Nature",
    clause: "Clause",
    note: "Detail",
    stored_meanwhile: "Stored meanwhile:",
    approval: "Approval",
    hour_book_name: "Hour book",

    cover: "Cover",
    gained: "Gain cover",
    lost: "Lose cover",
    cover_same: "No device and no service gains or loses cover.",
    terms: "Terms",
    terms_same: "Lines, hours, delays, prices and clauses are the same.",
    nothing_in_force: "No version of this contract is in force on that day: everything in it is new.",
    publish: "Publish",
    publish_lead: "Once published, this version never changes. The client reads it at once; it applies from its date.",
    keep_editing: "Go on preparing",

    lang: Lang::En,
};
