//! Words of the interventions: states, acts, events, the request and one intervention's page.

pub mod clocks;
mod events;

pub use events::{clock, discharge, event, why_not};

use super::{Lang, words};
use crate::domain::component::ComponentState;
use crate::domain::contract::Activity;
use crate::domain::intervention::{HoldReason, LateReason, Origin};
use crate::domain::status::Cause;

/// The words of these pages in that language.
pub const fn interventions(lang: Lang) -> &'static Interventions {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// Words of a catalogue request's questions.
pub struct Questions {
    /// After the label of a question that may stay empty.
    pub optional: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub asked: &'static str,
    pub nothing_asked: &'static str,
    /// The one question of contracts that have four plain levels.
    pub level: &'static str,
}

/// The words of the questions in that language.
pub const fn questions(lang: Lang) -> &'static Questions {
    match lang {
        Lang::Fr => &Questions {
            optional: "(facultatif)",
            yes: "Oui",
            no: "Non",
            asked: "Demande au catalogue",
            nothing_asked: "Demande au catalogue, sans question particulière.",
            level: "À quel point est-ce gênant ?",
        },
        Lang::En => &Questions {
            optional: "(optional)",
            yes: "Yes",
            no: "No",
            asked: "Catalogue request",
            nothing_asked: "Catalogue request, without questions of its own.",
            level: "How bad is it?",
        },
    }
}

/// See the module.
pub struct Interventions {
    // The open list
    pub title: &'static str,
    pub none_open: &'static str,
    pub none_open_help: &'static str,
    pub open_list: &'static str,
    pub request: &'static str,
    pub past_ones: &'static str,
    pub following: &'static str,
    pub nobody_yet: &'static str,
    pub taken_by: &'static str,
    pub last_news: &'static str,
    pub declared: &'static str,

    // The request
    pub request_title: &'static str,
    pub request_lead: &'static str,
    pub activity: &'static str,
    pub component: &'static str,
    pub component_hint: &'static str,
    pub component_prompt: &'static str,
    pub not_listed: &'static str,
    pub category: &'static str,
    pub category_hint: &'static str,
    pub category_prompt: &'static str,
    pub several_sites: &'static str,
    pub every_site: &'static str,
    pub site: &'static str,
    pub site_prompt: &'static str,
    pub what: &'static str,
    pub what_hint: &'static str,
    pub who_is_hampered: &'static str,
    pub work_otherwise: &'static str,
    pub call_back: &'static str,
    pub call_back_hint: &'static str,
    pub check_cover: &'static str,
    pub send_request: &'static str,
    pub cover: &'static str,
    pub cover_not_yet: &'static str,
    pub already_open: &'static str,
    pub already_open_help: &'static str,
    pub follow: &'static str,
    pub unfollow: &'static str,
    pub follow_help: &'static str,
    pub see: &'static str,
    pub nothing_to_choose: &'static str,

    // One intervention
    pub state: &'static str,
    pub priority: &'static str,
    pub no_priority: &'static str,
    pub service: &'static str,
    pub no_service: &'static str,
    pub origin: &'static str,
    pub requester: &'static str,
    pub technician: &'static str,
    pub call_back_at: &'static str,
    pub timeline: &'static str,
    pub facts: &'static str,
    pub why_this_verdict: &'static str,
    pub decided: &'static str,
    pub message: &'static str,
    pub message_hint: &'static str,
    pub add_file: &'static str,
    pub file: &'static str,
    pub file_hint: &'static str,
    pub file_erased: &'static str,
    pub send_message: &'static str,
    pub confirm: &'static str,
    pub confirm_help: &'static str,
    pub reopen: &'static str,
    pub reopen_why: &'static str,
    pub approve: &'static str,
    pub approve_help: &'static str,
    pub reject: &'static str,
    pub reject_why: &'static str,
    pub cancel_request: &'static str,
    pub cancel_why: &'static str,
    pub relapse: &'static str,
    pub relapse_why: &'static str,
    pub debt_open: &'static str,
    pub debt_help: &'static str,
    pub debt_since: &'static str,
    pub debt_discharged: &'static str,
    pub continues: &'static str,
    pub continued_by: &'static str,
    pub redacted: &'static str,
    pub recorded_late: &'static str,
    pub conflict: &'static str,
    pub seen_back: &'static str,
    pub seen_failing: &'static str,
    pub seen_unknown: &'static str,
    pub the_system: &'static str,
    pub untitled: &'static str,
    pub what_you_can_do: &'static str,
}

const FR: Interventions = Interventions {
    title: "Demandes et interventions",
    none_open: "Aucune intervention ouverte.",
    none_open_help: "Les interventions terminées sont dans l’historique.",
    open_list: "Interventions ouvertes",
    request: "Demander une intervention",
    past_ones: "Voir l’historique",
    following: "Suivie",
    nobody_yet: "Pas encore prise en charge",
    taken_by: "Prise en charge par",
    last_news: "Dernière nouvelle",
    declared: "Déclarée",

    request_title: "Demander une intervention",
    request_lead: "La prise en charge s’affiche avant l’envoi, avec la clause du contrat.",
    activity: "De quoi s’agit-il ?",
    component: "Équipement ou service",
    component_hint: "Choisissez dans la liste : tapez les premières lettres pour vous y déplacer.",
    component_prompt: "Choisir…",
    not_listed: "Il n’est pas dans la liste ?",
    category: "Catégorie",
    category_hint: "Seulement si l’équipement n’est pas dans la liste.",
    category_prompt: "Aucune",
    several_sites: "Plusieurs sites",
    every_site: "Tous les sites",
    site: "Site",
    site_prompt: "Celui de l’équipement",
    what: "Que se passe-t-il ?",
    what_hint: "La première ligne devient le titre.",
    who_is_hampered: "Qui est gêné ?",
    work_otherwise: "Peut-on travailler autrement ?",
    call_back: "Vous rappeler au",
    call_back_hint: "Facultatif.",
    check_cover: "Vérifier la prise en charge",
    send_request: "Envoyer la demande",
    cover: "Prise en charge au contrat",
    cover_not_yet: "Choisissez un équipement, ou une demande au catalogue : la réponse s’affiche ici, avec la clause du contrat.",
    already_open: "Une intervention est déjà ouverte sur cet équipement.",
    already_open_help: "Suivez-la pour être tenu informé, plutôt que de la signaler une seconde fois.",
    follow: "Me tenir informé",
    unfollow: "Ne plus suivre",
    follow_help: "Vous la retrouverez dans votre liste.",
    see: "Voir",
    nothing_to_choose: "Aucun équipement n’est encore enregistré : choisissez une catégorie.",

    state: "État",
    priority: "Priorité",
    no_priority: "À qualifier",
    service: "Prestation",
    no_service: "Aucune : hors périmètre",
    origin: "Origine",
    requester: "Demandée par",
    technician: "Technicien",
    call_back_at: "À rappeler au",
    timeline: "Déroulé",
    facts: "En bref",
    why_this_verdict: "Pourquoi cette réponse",
    decided: "Décidé",
    message: "Écrire au technicien",
    message_hint: "Ne donnez ni mot de passe ni donnée de santé.",
    add_file: "Joindre un fichier",
    file: "Fichiers",
    file_hint: "Cinq à la fois, 10 Mo chacun. Ni mot de passe, ni donnée de santé, ni donnée personnelle inutile : floutez ce qui ne sert pas.",
    file_erased: "Fichier effacé.",
    send_message: "Envoyer le message",
    confirm: "Tout est rentré dans l’ordre",
    confirm_help: "Confirmer clôt l’intervention.",
    reopen: "Ce n’est pas résolu",
    reopen_why: "Qu’est-ce qui ne va pas encore ?",
    approve: "Valider la demande",
    approve_help: "Cette demande attend l’accord d’un valideur de votre société. Une fois validée, elle est enregistrée et ses délais courent.",
    reject: "Refuser la demande",
    reject_why: "Pourquoi, pour le demandeur",
    cancel_request: "Annuler la demande",
    cancel_why: "Pourquoi (facultatif)",
    relapse: "La panne est revenue",
    relapse_why: "Que se passe-t-il ? (facultatif)",
    debt_open: "Réparation définitive à faire",
    debt_help: "Le service fonctionne grâce à un dépannage provisoire, fragile.",
    debt_since: "Depuis",
    debt_discharged: "Réparation définitive faite",
    continues: "Fait suite à",
    continued_by: "Se poursuit dans",
    redacted: "Texte effacé.",
    recorded_late: "noté",
    conflict: "Entre-temps :",
    seen_back: "La supervision voit l’équipement rétabli depuis",
    seen_failing: "La supervision voit l’équipement en panne depuis",
    seen_unknown: "La supervision ne reçoit plus de nouvelles de l’équipement depuis",
    the_system: "Supervision",
    untitled: "Sans titre",
    what_you_can_do: "Ce que vous pouvez faire",
};

const EN: Interventions = Interventions {
    title: "Requests and interventions",
    none_open: "No open intervention.",
    none_open_help: "Those that are finished are in the history.",
    open_list: "Open interventions",
    request: "Request an intervention",
    past_ones: "See the history",
    following: "Followed",
    nobody_yet: "Not taken yet",
    taken_by: "Taken by",
    last_news: "Last news",
    declared: "Declared",

    request_title: "Request an intervention",
    request_lead: "You see whether it is covered before you send, with the clause of the contract.",
    activity: "What is it about?",
    component: "Equipment or service",
    component_hint: "Choose from the list: type the first letters to move in it.",
    component_prompt: "Choose…",
    not_listed: "Not in the list?",
    category: "Category",
    category_hint: "Only if the equipment is not in the list.",
    category_prompt: "None",
    several_sites: "Several sites",
    every_site: "All sites",
    site: "Site",
    site_prompt: "The equipment’s",
    what: "What happens?",
    what_hint: "The first line becomes the title.",
    who_is_hampered: "Who is hampered?",
    work_otherwise: "Can you work otherwise?",
    call_back: "Call you back on",
    call_back_hint: "Optional.",
    check_cover: "Check the cover",
    send_request: "Send the request",
    cover: "Cover by the contract",
    cover_not_yet: "Choose a device, or a request of the catalogue: the answer appears here, with the clause of the contract.",
    already_open: "An intervention is already open on this equipment.",
    already_open_help: "Follow it to be kept informed rather than reporting it again.",
    follow: "Keep me informed",
    unfollow: "Stop following",
    follow_help: "You will find it in your list.",
    see: "See",
    nothing_to_choose: "No equipment is recorded yet: choose a category.",

    state: "State",
    priority: "Priority",
    no_priority: "To be qualified",
    service: "Service line",
    no_service: "None: out of scope",
    origin: "Origin",
    requester: "Requested by",
    technician: "Technician",
    call_back_at: "Call back on",
    timeline: "What happened",
    facts: "In brief",
    why_this_verdict: "Why this answer",
    decided: "Decided",
    message: "Write to the technician",
    message_hint: "Give no password and no health data.",
    add_file: "Add a file",
    file: "Files",
    file_hint: "Five at a time, 10 MB each. No password, no health data, no needless personal data: blur what is of no use.",
    file_erased: "File erased.",
    send_message: "Send the message",
    confirm: "Everything works again",
    confirm_help: "Confirming closes the intervention.",
    reopen: "It is not solved",
    reopen_why: "What is still wrong?",
    approve: "Approve the request",
    approve_help: "This request waits for an approver of your company. Once approved it is registered and its delays run.",
    reject: "Reject the request",
    reject_why: "Why, for the requester",
    cancel_request: "Cancel the request",
    cancel_why: "Why (optional)",
    relapse: "The fault is back",
    relapse_why: "What happens? (optional)",
    debt_open: "Definitive repair still to do",
    debt_help: "The service works thanks to a temporary, fragile repair.",
    debt_since: "Since",
    debt_discharged: "Definitive repair done",
    continues: "Continues",
    continued_by: "Continued in",
    redacted: "Text erased.",
    recorded_late: "recorded",
    conflict: "Meanwhile:",
    seen_back: "Supervision sees the equipment working since",
    seen_failing: "Supervision sees the equipment failing since",
    seen_unknown: "Supervision has had no news of the equipment since",
    the_system: "Supervision",
    untitled: "Untitled",
    what_you_can_do: "What you can do",
};

/// What the work waits for.
pub const fn hold_reason(lang: Lang, reason: HoldReason) -> &'static str {
    match (lang, reason) {
        (Lang::Fr, HoldReason::Client) => "réponse du client",
        (Lang::Fr, HoldReason::ThirdParty) => "intervention d’un tiers",
        (Lang::Fr, HoldReason::Part) => "pièce",
        (Lang::Fr, HoldReason::Quote) => "devis",
        (Lang::Fr, HoldReason::Other) => "autre motif",
        (Lang::En, HoldReason::Client) => "the client’s answer",
        (Lang::En, HoldReason::ThirdParty) => "a third party",
        (Lang::En, HoldReason::Part) => "a part",
        (Lang::En, HoldReason::Quote) => "a quote",
        (Lang::En, HoldReason::Other) => "another reason",
    }
}

/// Why something was recorded after it happened.
pub const fn late_reason(lang: Lang, reason: LateReason) -> &'static str {
    match (lang, reason) {
        (Lang::Fr, LateReason::OnSite) => "fait sur place, sans accès",
        (Lang::Fr, LateReason::ByPhone) => "fait au téléphone",
        (Lang::Fr, LateReason::Forgotten) => "saisie oubliée",
        (Lang::En, LateReason::OnSite) => "done on site, without access",
        (Lang::En, LateReason::ByPhone) => "done on the telephone",
        (Lang::En, LateReason::Forgotten) => "forgotten",
    }
}

/// Where it came from.
pub const fn origin(lang: Lang, origin: Origin) -> &'static str {
    match (lang, origin) {
        (Lang::Fr, Origin::Contact) => "Portail",
        (Lang::Fr, Origin::Supervision) => "Supervision",
        (Lang::Fr, Origin::Phone) => "Téléphone",
        (Lang::Fr, Origin::Staff) => "Prestataire",
        (Lang::Fr, Origin::Catalogue) => "Catalogue",
        (Lang::En, Origin::Contact) => "Portal",
        (Lang::En, Origin::Supervision) => "Supervision",
        (Lang::En, Origin::Phone) => "Telephone",
        (Lang::En, Origin::Staff) => "Provider",
        (Lang::En, Origin::Catalogue) => "Catalogue",
    }
}

/// What choosing it means.
pub const fn activity_help(lang: Lang, activity: &Activity) -> &'static str {
    match (lang, activity) {
        (Lang::Fr, Activity::Fault) => "Quelque chose ne marche plus, ou marche mal.",
        (Lang::Fr, Activity::Advice) => {
            "Une question : on vous répond, sans toucher à l’équipement."
        }
        (Lang::Fr, Activity::Prevention) => "Agir avant que cela ne casse.",
        (Lang::Fr, Activity::Catalogue(_)) => "Arrivée, départ, droits, installation…",
        (Lang::En, Activity::Fault) => "Something no longer works, or works badly.",
        (Lang::En, Activity::Advice) => "A question: we answer without touching the equipment.",
        (Lang::En, Activity::Prevention) => "Act before it breaks.",
        (Lang::En, Activity::Catalogue(_)) => "Arrival, departure, rights, installation…",
    }
}

/// Answers to "who is hampered?", 1 to 3.
pub const fn impacts(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::Fr => [
            "Tout le monde, ou tout un site",
            "Un service ou une équipe",
            "Une personne",
        ],
        Lang::En => [
            "Everybody, or a whole site",
            "A department or a team",
            "One person",
        ],
    }
}

/// Answers to "can you work otherwise?", 1 to 4.
pub const fn urgencies(lang: Lang) -> [&'static str; 4] {
    match lang {
        Lang::Fr => [
            "Non, le travail est arrêté",
            "Mal, en perdant beaucoup de temps",
            "Oui, avec une gêne",
            "Oui, sans gêne : rien ne presse",
        ],
        Lang::En => [
            "No, work has stopped",
            "Badly, losing a lot of time",
            "Yes, with some trouble",
            "Yes, without trouble: no hurry",
        ],
    }
}

/// The title of what supervision opens by itself: "ERP Soins : panne totale".
pub fn failure_title(lang: Lang, component: &str, state: ComponentState, cause: &Cause) -> String {
    let what = match cause {
        Cause::Alert { summary, .. } if !summary.is_empty() => summary.clone(),
        Cause::Alert { name, .. } | Cause::StaleAlert { name } => name.clone(),
        _ => words::component_state(lang, state).to_lowercase(),
    };
    let separator = match lang {
        Lang::Fr => "\u{a0}: ",
        Lang::En => ": ",
    };
    crate::domain::intervention::title_of(&format!("{component}{separator}{what}"))
}
