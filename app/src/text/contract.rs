//! Words of the contract's page. [`verdict`]: a verdict in sentences; [`terms`]: hours, targets, billing;
//! [`conditions`]: calendars, approval, hour book; [`perimeter`]: the coverage matrix.

//! Words of the contract's page. [`verdict`]: a verdict in sentences; [`commitment`]: what is due; [`terms`]: hours,
//! targets, billing; [`conditions`]: calendars, approval, hour book; [`perimeter`]: the coverage matrix.

pub mod commitment;
pub mod conditions;
pub mod cover;
pub mod perimeter;
pub mod terms;
pub mod verdict;

use super::Lang;
use super::format::{self, NBSP, plural};
use crate::backend::contract::{SignedVersion, Standing};
use crate::domain::contract::Renewal;

/// The words of the page in that language.
pub const fn contract(lang: Lang) -> &'static Contract {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Contract {
    pub page_title: &'static str,
    /// A link to the page.
    pub read_it: &'static str,

    // No contract
    pub none_title: &'static str,
    pub none_help: &'static str,
    pub none_in_force: &'static str,
    pub ask_us: &'static str,

    // Est-ce couvert ?
    pub is_it_covered: &'static str,
    pub is_it_covered_lead: &'static str,
    pub component: &'static str,
    pub what_you_need: &'static str,
    pub repair: &'static str,
    pub prevention: &'static str,
    pub advice: &'static str,
    pub check: &'static str,

    // Coverage
    pub category: &'static str,
    /// No clause speaks of it.
    pub unsaid: &'static str,

    // One contract
    pub number: &'static str,
    pub version: &'static str,
    pub period: &'static str,
    pub renewal: &'static str,
    pub last_notice: &'static str,
    pub specification: &'static str,
    pub availability: &'static str,
    pub observation: &'static str,
    pub bundle_lead: &'static str,
    pub price: &'static str,
    pub billing: &'static str,
    pub clock_starts: &'static str,
    pub hours: &'static str,
    pub day: &'static str,
    pub open: &'static str,
    pub targets: &'static str,
    pub targets_open_time: &'static str,
    pub priority: &'static str,
    pub response: &'static str,
    pub response_note: &'static str,
    pub restoration: &'static str,
    pub restoration_note: &'static str,
    pub curative: &'static str,
    pub curative_note: &'static str,
    pub answer: &'static str,
    pub answer_note: &'static str,
    pub communication: &'static str,
    pub communication_note: &'static str,
    pub every: &'static str,
    pub seen: &'static str,
    pub seen_unqualified: &'static str,
    pub seen_note: &'static str,
    pub closing: &'static str,
    pub no_commitment: &'static str,
    pub vendor_follow_up: &'static str,
    pub on_call: &'static str,
    pub on_call_none: &'static str,
    pub on_call_perimeter: &'static str,
    pub whole_line: &'static str,
    pub channel: &'static str,
    pub by_phone: &'static str,
    pub by_form: &'static str,
    pub for_priorities: &'static str,
    pub in_scope: &'static str,
    pub out_of_scope: &'static str,
    pub nothing_excluded: &'static str,
    pub nothing_excluded_here: &'static str,
    pub catalogue: &'static str,
    pub catalogue_request: &'static str,
    pub delay: &'static str,
    pub clauses: &'static str,
    pub other_versions: &'static str,

    lang: Lang,
}

impl Contract {
    /// "après 5 jours ouvrés".
    pub fn working_days_after(&self, days: u16) -> String {
        match (self.lang, days) {
            (Lang::Fr, 1) => "après un jour ouvré".to_owned(),
            (Lang::Fr, days) => format!("après {days} jours ouvrés"),
            (Lang::En, 1) => "after one working day".to_owned(),
            (Lang::En, days) => format!("after {days} working days"),
        }
    }

    /// "Votre contrat couvre 38 composants sur 42 en cas de panne, en trois prestations distinctes."
    pub fn headline(
        &self,
        covered: usize,
        all: usize,
        contracts: usize,
        services: usize,
    ) -> String {
        let services = self.distinct_services(services);
        match self.lang {
            Lang::Fr => {
                let subject = if contracts > 1 {
                    "Vos contrats couvrent"
                } else {
                    "Votre contrat couvre"
                };
                let noun = plural(self.lang, count(covered), "composant", "composants");
                format!("{subject} {covered} {noun} sur {all} en cas de panne, en {services}.")
            }
            Lang::En => {
                let subject = if contracts > 1 {
                    "Your contracts cover"
                } else {
                    "Your contract covers"
                };
                let noun = plural(self.lang, count(all), "component", "components");
                format!("{subject} {covered} of {all} {noun} when they fail, in {services}.")
            }
        }
    }

    /// The same sentence about one site: "Saint-Malo : vos contrats couvrent…".
    pub fn at_site(&self, site: &str, sentence: &str) -> String {
        let mut letters = sentence.chars();
        let first: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_lowercase)
            .collect();
        let rest = letters.as_str();
        match self.lang {
            Lang::Fr => format!("{site}{NBSP}: {first}{rest}"),
            Lang::En => format!("{site}: {first}{rest}"),
        }
    }

    /// For a contract without a line that repairs.
    pub fn headline_without_repair(&self, contracts: usize, services: usize) -> String {
        let services = self.distinct_services(services);
        match self.lang {
            Lang::Fr => {
                let subject = if contracts > 1 {
                    "Vos contrats comportent"
                } else {
                    "Votre contrat comporte"
                };
                format!("{subject} {services}, sans dépannage.")
            }
            Lang::En => {
                let subject = if contracts > 1 {
                    "Your contracts have"
                } else {
                    "Your contract has"
                };
                format!("{subject} {services}, without repair.")
            }
        }
    }

    fn distinct_services(&self, services: usize) -> &'static str {
        match (self.lang, services) {
            (Lang::Fr, 0 | 1) => "une seule prestation",
            (Lang::Fr, 2) => "deux prestations distinctes",
            (Lang::Fr, _) => "trois prestations distinctes",
            (Lang::En, 0 | 1) => "a single service",
            (Lang::En, 2) => "two distinct services",
            (Lang::En, _) => "three distinct services",
        }
    }

    /// "contrat 2026-014, version 3, en vigueur".
    pub fn kicker(&self, number: &str, version: u32, standing: Standing) -> String {
        let standing = standing_word(self.lang, standing);
        match self.lang {
            Lang::Fr => format!("contrat {number}, version{NBSP}{version}, {standing}"),
            Lang::En => format!("contract {number}, version{NBSP}{version}, {standing}"),
        }
    }

    /// "du 1er janvier 2026 au 31 décembre 2027".
    pub fn period_of(&self, first: &str, last: Option<&str>) -> String {
        match (self.lang, last) {
            (Lang::Fr, Some(last)) => format!("du {first} au {last}"),
            (Lang::Fr, None) => format!("depuis le {first}, sans terme"),
            (Lang::En, Some(last)) => format!("from {first} to {last}"),
            (Lang::En, None) => format!("since {first}, without an end"),
        }
    }

    /// "jusqu’au 31 décembre 2027, reconduction expresse", of one contract or, named, of several.
    pub fn until(&self, signed: &SignedVersion, named: bool) -> String {
        let last = signed
            .last_day
            .map(|last| format::date_only(self.lang, last));
        let version = &signed.signed;
        let until = match (self.lang, last) {
            (Lang::Fr, Some(last)) => format!("jusqu’au {last}"),
            (Lang::Fr, None) => "sans terme".to_owned(),
            (Lang::En, Some(last)) => format!("until {last}"),
            (Lang::En, None) => "without an end".to_owned(),
        };
        let renewal = match (self.lang, version.renewal) {
            _ if version.ends_at.is_none() => "",
            (Lang::Fr, Renewal::Tacit) => ", puis reconduction tacite",
            (Lang::Fr, Renewal::Express) => ", sauf prolongation écrite",
            (Lang::En, Renewal::Tacit) => ", then tacitly renewed",
            (Lang::En, Renewal::Express) => ", unless extended in writing",
            (_, Renewal::None) => "",
        };
        if named {
            format!("{} {until}{renewal}", version.number)
        } else {
            format!("{until}{renewal}")
        }
    }

    /// "« Cahier des charges », du 12 novembre 2025".
    pub fn specification_of(&self, title: &str, date: &str) -> String {
        match self.lang {
            Lang::Fr => format!("{title}, du {date}"),
            Lang::En => format!("{title}, of {date}"),
        }
    }

    /// How long after a repair the same failure is a relapse.
    pub fn hours_after_repair(&self, hours: u32) -> String {
        match self.lang {
            Lang::Fr => format!(
                "la même panne dans les {hours}{NBSP}h est une rechute, sur la même demande"
            ),
            Lang::En => {
                format!("the same failure within {hours}{NBSP}h is a relapse, on the same request")
            }
        }
    }

    /// "99,900 % par mois".
    pub fn a_month(&self, percentage: &str) -> String {
        match self.lang {
            Lang::Fr => format!("{percentage} par mois"),
            Lang::En => format!("{percentage} a month"),
        }
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// "en vigueur".
pub const fn standing_word(lang: Lang, standing: Standing) -> &'static str {
    match (lang, standing) {
        (Lang::Fr, Standing::InForce) => "en vigueur",
        (Lang::Fr, Standing::Suspended) => "suspendu",
        (Lang::Fr, Standing::ToCome) => "à venir",
        (Lang::Fr, Standing::Draft) => "en préparation",
        (Lang::Fr, Standing::Past) => "terminé",
        (Lang::En, Standing::InForce) => "in force",
        (Lang::En, Standing::Suspended) => "suspended",
        (Lang::En, Standing::ToCome) => "to come",
        (Lang::En, Standing::Draft) => "being prepared",
        (Lang::En, Standing::Past) => "ended",
    }
}

/// What happens at the end.
pub const fn renewal(lang: Lang, renewal: Renewal) -> &'static str {
    match (lang, renewal) {
        (Lang::Fr, Renewal::Tacit) => "tacite\u{a0}: il continue si personne ne le dénonce",
        (Lang::Fr, Renewal::Express) => "expresse\u{a0}: il s’arrête sauf prolongation écrite",
        (Lang::Fr, Renewal::None) => "aucune",
        (Lang::En, Renewal::Tacit) => "tacit: it goes on unless notice is given",
        (Lang::En, Renewal::Express) => "express: it ends unless extended in writing",
        (Lang::En, Renewal::None) => "none",
    }
}

const FR: Contract = Contract {
    page_title: "Contrat",
    read_it: "Lire le contrat, ligne par ligne",
    none_title: "Aucun contrat n’est enregistré.",
    none_help: "Sans contrat, chaque demande part sur devis. Appelez-nous pour en parler.",
    none_in_force: "Aucun contrat n’est en vigueur aujourd’hui.",
    ask_us: "Faire une demande",

    is_it_covered: "Est-ce couvert\u{202f}?",
    is_it_covered_lead: "Choisissez un équipement ou un service, et ce qu’il vous faut\u{a0}: la réponse vient avec sa clause.",
    component: "Équipement ou service",
    what_you_need: "Ce qu’il vous faut",
    repair: "Un dépannage",
    prevention: "Une action préventive",
    advice: "Un conseil",
    check: "Vérifier",

    category: "Catégorie",
    unsaid: "non inclus",

    number: "Numéro",
    version: "Version",
    period: "Période",
    renewal: "Reconduction",
    last_notice: "Dernier jour pour dénoncer",
    specification: "Cahier des charges",
    availability: "Disponibilité promise",
    observation: "Après une réparation",
    bundle_lead: "Un seul prix pour plusieurs prestations, qui restent distinctes.",
    price: "Prix",
    billing: "Facturation",
    clock_starts: "Les délais courent",
    hours: "Plage de couverture",
    day: "Jour",
    open: "Heures",
    targets: "Engagements",
    targets_open_time: "Les heures et minutes sont comptées dans la plage de couverture.",
    priority: "Priorité",
    response: "GTI",
    response_note: "un technicien s’en occupe",
    restoration: "GTR",
    restoration_note: "le service est rétabli",
    curative: "Remise en état",
    curative_note: "après un dépannage provisoire",
    answer: "Réponse",
    answer_note: "le conseil est donné",
    communication: "Nouvelles",
    communication_note: "tant que ce n’est pas fini",
    every: "toutes les",
    seen: "Panne vue par la supervision",
    seen_unqualified: "à qualifier par un technicien",
    seen_note: "Jusqu’à ce qu’un technicien la qualifie.",
    closing: "Clôture sans réponse",
    no_commitment: "pas d’engagement",
    vendor_follow_up: "Nous suivons l’éditeur, qui seul peut rétablir son service.",
    on_call: "Astreinte",
    on_call_none: "Pas d’astreinte en dehors de cette plage.",
    on_call_perimeter: "Périmètre",
    whole_line: "celui de la prestation",
    channel: "Comment la joindre",
    by_phone: "par téléphone\u{a0}: c’est l’appel qui fait courir les délais",
    by_form: "par téléphone ou par ce portail",
    for_priorities: "Pour les priorités",
    in_scope: "Inclus",
    out_of_scope: "Exclu",
    nothing_excluded: "Rien n’est exclu expressément.",
    nothing_excluded_here: "Rien n’est exclu expressément sur vos sites.",
    catalogue: "Demandes au catalogue",
    catalogue_request: "Demande",
    delay: "Délai",
    clauses: "Clauses citées",
    other_versions: "Autres versions",

    lang: Lang::Fr,
};

const EN: Contract = Contract {
    page_title: "Contract",
    read_it: "Read the contract, line by line",
    none_title: "No contract is on record.",
    none_help: "Without a contract, each request goes on quote. Call us to talk about it.",
    none_in_force: "No contract is in force today.",
    ask_us: "Make a request",

    is_it_covered: "Is it covered?",
    is_it_covered_lead: "Choose a device or a service, and what you need: the answer comes with its clause.",
    component: "Device or service",
    what_you_need: "What you need",
    repair: "A repair",
    prevention: "A preventive action",
    advice: "Advice",
    check: "Check",

    category: "Category",
    unsaid: "not included",

    number: "Number",
    version: "Version",
    period: "Period",
    renewal: "Renewal",
    last_notice: "Last day to give notice",
    specification: "Requirements specification",
    availability: "Promised availability",
    observation: "After a repair",
    bundle_lead: "One price for several services, which stay distinct.",
    price: "Price",
    billing: "Billing",
    clock_starts: "The clocks start",
    hours: "Service hours",
    day: "Day",
    open: "Hours",
    targets: "Commitments",
    targets_open_time: "Hours and minutes are counted within the service hours.",
    priority: "Priority",
    response: "Response",
    response_note: "a technician takes it",
    restoration: "Restoration",
    restoration_note: "the service is back",
    curative: "Final repair",
    curative_note: "after a temporary one",
    answer: "Answer",
    answer_note: "the advice is given",
    communication: "News",
    communication_note: "until it is done",
    every: "every",
    seen: "Failure seen by supervision",
    seen_unqualified: "for a technician to qualify",
    seen_note: "Until a technician qualifies it.",
    closing: "Closed without a word",
    no_commitment: "no commitment",
    vendor_follow_up: "We follow up with the vendor, who alone can restore its service.",
    on_call: "On call",
    on_call_none: "Nobody is on call outside these hours.",
    on_call_perimeter: "Scope",
    whole_line: "that of the service",
    channel: "How to reach it",
    by_phone: "by telephone: the call is what starts the clocks",
    by_form: "by telephone or on this portal",
    for_priorities: "For priorities",
    in_scope: "Included",
    out_of_scope: "Excluded",
    nothing_excluded: "Nothing is expressly excluded.",
    nothing_excluded_here: "Nothing is expressly excluded at your sites.",
    catalogue: "Requests of the catalogue",
    catalogue_request: "Request",
    delay: "Delay",
    clauses: "Clauses quoted",
    other_versions: "Other versions",

    lang: Lang::En,
};
