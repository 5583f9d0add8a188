//! Words of "est-ce couvert ?".

use crate::text::Lang;

/// The words of the page in that language.
pub const fn cover(lang: Lang) -> &'static Cover {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Cover {
    pub title: &'static str,
    pub lead: &'static str,
    pub find: &'static str,
    pub find_hint: &'static str,
    pub about: &'static str,
    pub components: &'static str,
    pub categories: &'static str,
    pub need: &'static str,
    pub nothing_found: &'static str,
    pub answer: &'static str,
    pub not_yet: &'static str,
    pub no_component: &'static str,
    pub check: &'static str,
    pub go_on: &'static str,
    pub go_on_quote: &'static str,
    pub cannot_request: &'static str,
    pub the_contract: &'static str,
}

const FR: Cover = Cover {
    title: "Est-ce couvert\u{a0}?",
    lead: "Dites ce dont il s’agit\u{a0}: la réponse vient du contrat, avec ses clauses et ses échéances, avant toute demande.",
    find: "Chercher un équipement, un service, une catégorie ou une demande",
    find_hint: "Les accents et les majuscules ne comptent pas.",
    about: "De quoi s’agit-il\u{a0}?",
    components: "Équipements et services",
    categories: "Autre chose, par catégorie",
    need: "Que vous faut-il\u{a0}?",
    nothing_found: "Rien ne porte ce nom. Choisissez la catégorie qui s’en approche.",
    answer: "La réponse du contrat",
    not_yet: "Choisissez un équipement ou une catégorie\u{a0}: la réponse s’affiche ici.",
    no_component: "Aucun équipement n’est encore déclaré\u{a0}: choisissez une catégorie.",
    check: "Vérifier",
    go_on: "Continuer vers la demande",
    go_on_quote: "Demander un devis",
    cannot_request: "Votre compte peut consulter\u{a0}; un demandeur de votre société peut envoyer la demande.",
    the_contract: "Lire le contrat",
};

const EN: Cover = Cover {
    title: "Is it covered?",
    lead: "Say what it is about: the answer comes from the contract, with its clauses and deadlines, before any request.",
    find: "Find a device, a service, a category or a request",
    find_hint: "Accents and capitals do not matter.",
    about: "What is it about?",
    components: "Devices and services",
    categories: "Something else, by category",
    need: "What do you need?",
    nothing_found: "Nothing has that name. Choose the category that comes closest.",
    answer: "The contract’s answer",
    not_yet: "Choose a device or a category: the answer appears here.",
    no_component: "No device is declared yet: choose a category.",
    check: "Check",
    go_on: "Continue to the request",
    go_on_quote: "Ask for a quote",
    cannot_request: "Your account may look; a requester of your company can send the request.",
    the_contract: "Read the contract",
};
