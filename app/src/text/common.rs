//! Words that every page shares: navigation, the frame, buttons, forms.

use super::Lang;
use super::format::plural;

/// The shared words in that language.
pub const fn common(lang: Lang) -> &'static Common {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Common {
    // The frame
    pub skip_to_content: &'static str,
    pub main_navigation: &'static str,
    pub sign_out: &'static str,
    pub account: &'static str,
    /// Before a telephone number.
    pub call_us: &'static str,
    pub phone_day: &'static str,
    pub phone_on_call: &'static str,
    /// The only place where the product names itself, in the foot of the page.
    pub made_with: &'static str,
    pub demonstration_data: &'static str,
    /// Name of the banner of staff who look as a contact.
    pub looking: &'static str,
    pub looking_reads: &'static str,
    pub looking_leave: &'static str,

    // Places
    pub overview: &'static str,
    pub overview_short: &'static str,
    pub status: &'static str,
    pub status_short: &'static str,
    pub contract: &'static str,
    pub interventions: &'static str,
    pub interventions_short: &'static str,
    pub history: &'static str,
    pub desk_queue: &'static str,
    pub desk_queue_short: &'static str,
    pub clients: &'static str,
    pub quotes: &'static str,
    pub unmatched_alerts: &'static str,
    pub unmatched_alerts_short: &'static str,
    pub sign_in: &'static str,

    // Buttons and links
    pub save: &'static str,
    pub send: &'static str,
    pub cancel: &'static str,
    pub search: &'static str,
    pub filter: &'static str,
    pub clear_filters: &'static str,
    pub details: &'static str,
    pub previous_page: &'static str,
    pub next_page: &'static str,
    pub back: &'static str,
    pub print: &'static str,
    pub download_csv: &'static str,

    // Forms
    pub required: &'static str,
    pub optional: &'static str,
    /// Title of the list of what is wrong with a form.
    pub form_has_errors: &'static str,
    pub yes: &'static str,
    pub no: &'static str,

    // Answers
    pub not_found: &'static str,
    pub not_found_help: &'static str,
    pub forbidden: &'static str,
    pub forbidden_help: &'static str,
    pub failed: &'static str,
    pub failed_help: &'static str,
    /// Before the id to give on the phone when something failed.
    pub incident_id: &'static str,

    // Time and figures
    pub none: &'static str,
    pub since: &'static str,
    pub last_ninety_days: &'static str,
    pub today: &'static str,
    pub day: &'static str,
    pub state: &'static str,
    pub time: &'static str,
    pub response_time: &'static str,
    pub no_answer: &'static str,
    pub as_a_table: &'static str,

    // The live connection
    pub live: &'static str,
    pub live_paused: &'static str,
    pub live_offline: &'static str,
    pub pause: &'static str,
    pub resume: &'static str,

    lang: Lang,
}

impl Common {
    /// "Vous voyez le portail comme C. Martin."
    pub fn looking_as(&self, contact: &str) -> String {
        match self.lang {
            Lang::Fr => format!("Vous voyez le portail comme {contact}."),
            Lang::En => format!("You see the portal as {contact}."),
        }
    }

    /// "3 à traiter", for who only hears the count beside a link.
    pub fn need_attention(&self, count: u32) -> String {
        match self.lang {
            Lang::Fr => format!("{count} à traiter"),
            Lang::En => {
                let verb = plural(self.lang, i64::from(count), "needs", "need");
                format!("{count} {verb} attention")
            }
        }
    }

    /// The accessible name of a strip: "90 derniers jours : 88 sans panne, 2 avec".
    pub fn strip_summary(&self, days: usize, troubled: usize) -> String {
        let quiet = days.saturating_sub(troubled);
        match self.lang {
            Lang::Fr => match troubled {
                0 => format!("{days} derniers jours\u{a0}: rien à signaler"),
                _ => format!("{days} derniers jours\u{a0}: {quiet} sans incident, {troubled} avec"),
            },
            Lang::En => match troubled {
                0 => format!("Last {days} days: nothing to report"),
                _ => format!("Last {days} days: {quiet} without an incident, {troubled} with one"),
            },
        }
    }

    /// "page 2 sur 9".
    pub fn page_of(&self, page: u32, pages: u32) -> String {
        match self.lang {
            Lang::Fr => format!("page {page} sur {pages}"),
            Lang::En => format!("page {page} of {pages}"),
        }
    }
}

const FR: Common = Common {
    skip_to_content: "Aller au contenu",
    main_navigation: "Navigation principale",
    sign_out: "Se déconnecter",
    account: "Mon compte",
    call_us: "Nous appeler",
    phone_day: "En journée",
    phone_on_call: "Astreinte",
    made_with: "Propulsé par Vigie",
    demonstration_data: "Données de démonstration",
    looking: "Vue d’un contact",
    looking_reads: "Lecture seule, trente minutes au plus.",
    looking_leave: "Quitter",

    overview: "Vue d’ensemble",
    overview_short: "Accueil",
    status: "État des services",
    status_short: "État",
    contract: "Contrat",
    interventions: "Interventions",
    interventions_short: "Demandes",
    history: "Historique",
    desk_queue: "File du desk",
    desk_queue_short: "File",
    quotes: "Devis",
    clients: "Clients",
    unmatched_alerts: "Alertes sans correspondance",
    unmatched_alerts_short: "Alertes",
    sign_in: "Se connecter",

    save: "Enregistrer",
    send: "Envoyer",
    cancel: "Annuler",
    search: "Rechercher",
    filter: "Filtrer",
    clear_filters: "Effacer les filtres",
    details: "Détails",
    previous_page: "Page précédente",
    next_page: "Page suivante",
    back: "Retour",
    print: "Imprimer",
    download_csv: "Télécharger en CSV",

    required: "obligatoire",
    optional: "facultatif",
    form_has_errors: "Il reste quelque chose à corriger",
    yes: "Oui",
    no: "Non",

    not_found: "Cette page n’existe pas, ou n’est pas pour vous.",
    not_found_help: "Vérifiez l’adresse, ou repartez de la vue d’ensemble.",
    forbidden: "Votre rôle ne permet pas cette action.",
    forbidden_help: "Demandez à votre référent informatique, ou appelez-nous.",
    failed: "Quelque chose n’a pas fonctionné de notre côté.",
    failed_help: "Rien n’a été perdu. Réessayez dans un instant\u{202f}; si cela presse, appelez-nous.",
    incident_id: "Numéro à nous donner",

    none: "—",
    since: "depuis",
    last_ninety_days: "90 derniers jours",
    today: "aujourd’hui",
    day: "Jour",
    state: "État",
    time: "Heure",
    response_time: "Temps de réponse",
    no_answer: "pas de réponse",
    as_a_table: "Voir en tableau",

    live: "en direct",
    live_paused: "en pause",
    live_offline: "Connexion perdue",
    pause: "Mettre en pause",
    resume: "Reprendre",

    lang: Lang::Fr,
};

const EN: Common = Common {
    skip_to_content: "Skip to content",
    main_navigation: "Main navigation",
    sign_out: "Sign out",
    account: "My account",
    call_us: "Call us",
    phone_day: "Daytime",
    phone_on_call: "On call",
    made_with: "Powered by Vigie",
    demonstration_data: "Demonstration data",
    looking: "A contact’s view",
    looking_reads: "Read-only, for thirty minutes at most.",
    looking_leave: "Leave",

    overview: "Overview",
    overview_short: "Home",
    status: "Service status",
    status_short: "Status",
    contract: "Contract",
    interventions: "Interventions",
    interventions_short: "Requests",
    history: "History",
    desk_queue: "Desk queue",
    desk_queue_short: "Queue",
    quotes: "Quotes",
    clients: "Clients",
    unmatched_alerts: "Unmatched alerts",
    unmatched_alerts_short: "Alerts",
    sign_in: "Sign in",

    save: "Save",
    send: "Send",
    cancel: "Cancel",
    search: "Search",
    filter: "Filter",
    clear_filters: "Clear filters",
    details: "Details",
    previous_page: "Previous page",
    next_page: "Next page",
    back: "Back",
    print: "Print",
    download_csv: "Download as CSV",

    required: "required",
    optional: "optional",
    form_has_errors: "Something still needs correcting",
    yes: "Yes",
    no: "No",

    not_found: "This page does not exist, or is not yours to see.",
    not_found_help: "Check the address, or start again from the overview.",
    forbidden: "Your role does not allow this.",
    forbidden_help: "Ask your IT lead, or call us.",
    failed: "Something went wrong on our side.",
    failed_help: "Nothing was lost. Try again in a moment; if it is urgent, call us.",
    incident_id: "Number to give us",

    none: "—",
    since: "since",
    last_ninety_days: "Last 90 days",
    today: "today",
    day: "Day",
    state: "State",
    time: "Time",
    response_time: "Response time",
    no_answer: "no answer",
    as_a_table: "See as a table",

    live: "live",
    live_paused: "paused",
    live_offline: "Connection lost",
    pause: "Pause",
    resume: "Resume",

    lang: Lang::En,
};
