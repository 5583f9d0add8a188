//! Words of the coverage matrix: cells, what they rest on, the lines at a glance.

use crate::domain::component::{Category, Key};
use crate::domain::contract::ServiceLine;
use crate::domain::coverage::matrix::{Cover, Reading};
use crate::text::Lang;
use crate::text::contract::verdict::clause_anchor;
use crate::text::format::{NBSP, plural};

/// The words of the matrix in that language.
pub const fn perimeter(lang: Lang) -> &'static Perimeter {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// The id of a line on the contract's page.
pub fn line_anchor(contract: &str, line: &Key) -> String {
    clause_anchor(contract, line.as_str()).replacen("clause-", "line-", 1)
}

/// The id of a cell's detail on the contract's page.
pub fn cell_anchor(category: Category, service: ServiceLine) -> String {
    format!("cover-{}-{}", category.code(), service.code()).replace('_', "-")
}

/// See the module.
pub struct Perimeter {
    // The lines at a glance
    pub at_a_glance: &'static str,
    pub at_a_glance_lead: &'static str,
    pub line: &'static str,
    pub when: &'static str,
    pub covers: &'static str,
    /// No restoration is promised by who only advises.
    pub advice_only: &'static str,
    pub vendor: &'static str,

    // The matrix
    pub title: &'static str,
    pub lead: &'static str,
    pub all_sites: &'static str,
    pub choose_site: &'static str,
    pub how_to_read: &'static str,
    pub detail: &'static str,
    pub detail_lead: &'static str,
    pub components_of_today: &'static str,
    /// A category that the contract names and the client has nothing of.
    pub nothing_there: &'static str,
    pub each_site: &'static str,

    // What is not covered
    pub not_covered: &'static str,
    pub not_repaired: &'static str,
    pub not_repaired_lead: &'static str,
    pub blind_spots: &'static str,
    pub blind_spots_lead: &'static str,

    pub cover_of_component: &'static str,

    /// Name of the file, without its ending.
    pub file: &'static str,
    pub columns: [&'static str; 35],

    lang: Lang,
}

impl Perimeter {
    /// "inclus", "exclu", "angle mort"…
    pub const fn cover(&self, cover: Cover) -> &'static str {
        match (self.lang, cover) {
            (Lang::Fr, Cover::Included) => "inclus",
            (Lang::Fr, Cover::BlindSpot) => "angle mort",
            (Lang::Fr, Cover::OnQuote) => "sur devis",
            (Lang::Fr, Cover::Excluded) => "exclu",
            (Lang::Fr, Cover::Unsaid) => "non inclus",
            (Lang::Fr, Cover::NoLine) => "pas de prestation",
            (Lang::En, Cover::Included) => "included",
            (Lang::En, Cover::BlindSpot) => "blind spot",
            (Lang::En, Cover::OnQuote) => "on quote",
            (Lang::En, Cover::Excluded) => "excluded",
            (Lang::En, Cover::Unsaid) => "not included",
            (Lang::En, Cover::NoLine) => "no service",
        }
    }

    /// What a word of the matrix means, for its legend.
    pub const fn meaning(&self, cover: Cover) -> &'static str {
        match (self.lang, cover) {
            (Lang::Fr, Cover::Included) => "le contrat s’en charge",
            (Lang::Fr, Cover::BlindSpot) => "inclus, mais rien ne le supervise",
            (Lang::Fr, Cover::OnQuote) => "au périmètre, facturé en sus",
            (Lang::Fr, Cover::Excluded) => "une clause l’écarte",
            (Lang::Fr, Cover::Unsaid) => "aucune clause n’en parle, donc hors périmètre",
            (Lang::Fr, Cover::NoLine) => "aucun contrat n’a cette prestation",
            (Lang::En, Cover::Included) => "the contract takes care of it",
            (Lang::En, Cover::BlindSpot) => "included, but nothing watches it",
            (Lang::En, Cover::OnQuote) => "in scope, charged separately",
            (Lang::En, Cover::Excluded) => "a clause leaves it out",
            (Lang::En, Cover::Unsaid) => "no clause speaks of it, so it is out of scope",
            (Lang::En, Cover::NoLine) => "no contract has this service",
        }
    }

    /// "en partie : les composants diffèrent", for the legend.
    pub const fn partly(&self) -> (&'static str, &'static str) {
        match self.lang {
            Lang::Fr => (
                "4\u{a0}sur\u{a0}6",
                "en partie\u{a0}: le détail dit lesquels",
            ),
            Lang::En => ("4\u{a0}of\u{a0}6", "partly: the detail says which"),
        }
    }

    /// A cell in a word or two: "inclus", "4 sur 6".
    pub fn reading(&self, reading: Reading) -> String {
        match (self.lang, reading) {
            (_, Reading::All(cover)) => self.cover(cover).to_owned(),
            (Lang::Fr, Reading::Partly { included, all, .. }) => {
                format!("{included}{NBSP}sur{NBSP}{all}")
            }
            (Lang::En, Reading::Partly { included, all, .. }) => {
                format!("{included}{NBSP}of{NBSP}{all}")
            }
        }
    }

    /// "2 angles morts".
    pub fn blind_spots_among(&self, blind_spots: usize) -> String {
        let count = i64::try_from(blind_spots).unwrap_or(i64::MAX);
        let noun = match self.lang {
            Lang::Fr => plural(self.lang, count, "angle mort", "angles morts"),
            Lang::En => plural(self.lang, count, "blind spot", "blind spots"),
        };
        format!("{blind_spots}{NBSP}{noun}")
    }

    /// "Colmar : exclu".
    pub fn at_site(&self, site: &str, reading: Reading) -> String {
        let reading = self.reading(reading);
        match self.lang {
            Lang::Fr => format!("{site}{NBSP}: {reading}"),
            Lang::En => format!("{site}: {reading}"),
        }
    }

    /// "et 3 autres sites".
    pub fn other_sites(&self, sites: usize) -> String {
        let count = i64::try_from(sites).unwrap_or(i64::MAX);
        match self.lang {
            Lang::Fr => {
                let noun = plural(self.lang, count, "autre site", "autres sites");
                format!("et {sites}{NBSP}{noun}")
            }
            Lang::En => {
                let noun = plural(self.lang, count, "other site", "other sites");
                format!("and {sites}{NBSP}{noun}")
            }
        }
    }

    /// "6 composants".
    pub fn components(&self, components: usize) -> String {
        let count = i64::try_from(components).unwrap_or(i64::MAX);
        let noun = match self.lang {
            Lang::Fr => plural(self.lang, count, "composant", "composants"),
            Lang::En => plural(self.lang, count, "component", "components"),
        };
        format!("{components}{NBSP}{noun}")
    }

    /// "6 composants sur 50".
    pub fn components_of(&self, covered: usize, all: usize) -> String {
        match self.lang {
            Lang::Fr => format!("{covered}{NBSP}sur{NBSP}{all}"),
            Lang::En => format!("{covered}{NBSP}of{NBSP}{all}"),
        }
    }

    /// What the detail of a cell is called: "Matériel, maintenance".
    pub fn cell_of(&self, category: &str, service: &str) -> String {
        let service = service.to_lowercase();
        format!("{category}, {service}")
    }

    /// "avec astreinte : P1 · bloquant".
    pub fn with_on_call(&self, priorities: &str, hours: &str) -> String {
        match self.lang {
            Lang::Fr => format!("astreinte {hours} ({priorities})"),
            Lang::En => format!("on call {hours} ({priorities})"),
        }
    }

    /// For a column of the file.
    pub const fn yes_no(&self, yes: bool) -> &'static str {
        match (self.lang, yes) {
            (Lang::Fr, true) => "oui",
            (Lang::Fr, false) => "non",
            (Lang::En, true) => "yes",
            (Lang::En, false) => "no",
        }
    }
}

const FR: Perimeter = Perimeter {
    at_a_glance: "Les prestations en un coup d’œil",
    at_a_glance_lead: "Les délais du plus urgent\u{a0}; le reste est plus bas, prestation par prestation.",
    line: "Prestation",
    when: "Quand",
    covers: "Couvre",
    advice_only: "sans objet\u{a0}: conseil",
    vendor: "suivi de l’éditeur",

    title: "Périmètre",
    lead: "Ce que chaque prestation couvre, par catégorie. Une case mène à ses composants et à ses clauses.",
    all_sites: "Tous les sites",
    choose_site: "Périmètre d’un site",
    how_to_read: "Comment lire le périmètre",
    detail: "Le détail du périmètre",
    detail_lead: "Composants et clauses, catégorie par catégorie.",
    components_of_today: "Les composants sont ceux d’aujourd’hui, les clauses celles du jour choisi.",
    nothing_there: "Vous n’avez aucun composant de cette catégorie\u{a0}: la clause vaudra pour le premier.",
    each_site: "Site par site",

    not_covered: "Ce qui n’est pas couvert",
    not_repaired: "Hors maintenance",
    not_repaired_lead: "En cas de panne, ces composants partent sur devis.",
    blind_spots: "Angles morts",
    blind_spots_lead: "Au périmètre de l’infogérance, mais rien ne les supervise\u{a0}: une panne s’y voit quand quelqu’un la signale.",
    cover_of_component: "Ce que le contrat en dit",

    file: "perimetre",
    columns: [
        "Clé",
        "Composant",
        "Catégorie",
        "Sites",
        "Supervisé",
        "Prestation",
        "Couverture",
        "Contrat",
        "Version",
        "Ligne du contrat",
        "Article",
        "Note",
        "Plage de couverture",
        "Astreinte",
        "GTI P1",
        "GTI P2",
        "GTI P3",
        "GTI P4",
        "GTR P1",
        "GTR P2",
        "GTR P3",
        "GTR P4",
        "Remise en état P1",
        "Remise en état P2",
        "Remise en état P3",
        "Remise en état P4",
        "Réponse P1",
        "Réponse P2",
        "Réponse P3",
        "Réponse P4",
        "Nouvelles P1",
        "Nouvelles P2",
        "Nouvelles P3",
        "Nouvelles P4",
        "Facturation",
    ],

    lang: Lang::Fr,
};

const EN: Perimeter = Perimeter {
    at_a_glance: "The services at a glance",
    at_a_glance_lead: "Delays for the most urgent; the rest is below, service by service.",
    line: "Service",
    when: "When",
    covers: "Covers",
    advice_only: "not applicable: advice",
    vendor: "vendor followed up",

    title: "Scope",
    lead: "What each service covers, by category. A cell leads to its components and its clauses.",
    all_sites: "All sites",
    choose_site: "Scope at one site",
    how_to_read: "How to read the scope",
    detail: "The scope in detail",
    detail_lead: "Components and clauses, category by category.",
    components_of_today: "Components are today’s, clauses those of the chosen day.",
    nothing_there: "You have no component of this category: the clause will hold for the first one.",
    each_site: "Site by site",

    not_covered: "What is not covered",
    not_repaired: "Not repaired under contract",
    not_repaired_lead: "When these components fail, the repair goes on quote.",
    blind_spots: "Blind spots",
    blind_spots_lead: "In the scope of managed services, but nothing watches them: a failure shows when somebody reports it.",
    cover_of_component: "What the contract says of it",

    file: "scope",
    columns: [
        "Key",
        "Component",
        "Category",
        "Sites",
        "Supervised",
        "Service",
        "Cover",
        "Contract",
        "Version",
        "Line of the contract",
        "Clause",
        "Note",
        "Service hours",
        "On call",
        "Response P1",
        "Response P2",
        "Response P3",
        "Response P4",
        "Restoration P1",
        "Restoration P2",
        "Restoration P3",
        "Restoration P4",
        "Final repair P1",
        "Final repair P2",
        "Final repair P3",
        "Final repair P4",
        "Answer P1",
        "Answer P2",
        "Answer P3",
        "Answer P4",
        "News P1",
        "News P2",
        "News P3",
        "News P4",
        "Billing",
    ],

    lang: Lang::En,
};
