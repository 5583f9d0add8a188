//! Words of preventive work: its form, its calendar, its address for calendar programs.

use super::format::NBSP;
use super::{Lang, format, words};
use crate::domain::intervention::InterventionState;
use crate::domain::time::LocalInstant;

/// The words of these pages in that language.
pub const fn planning(lang: Lang) -> &'static Planning {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Planning {
    // The contract
    pub notice: &'static str,

    // The form
    pub plan: &'static str,
    pub plan_lead: &'static str,
    pub choose_component: &'static str,
    pub see_cover: &'static str,
    pub not_possible: &'static str,
    pub slot: &'static str,
    pub slot_from: &'static str,
    pub slot_to: &'static str,
    pub slot_hint: &'static str,
    /// In spring, an hour of that night does not exist.
    pub jumped_over: &'static str,
    pub details: &'static str,
    pub details_hint: &'static str,
    pub impact: &'static str,
    pub impact_hint: &'static str,
    pub due: &'static str,
    pub due_hint: &'static str,
    pub visit: &'static str,
    pub visit_hint: &'static str,
    pub visit_report: &'static str,
    pub put_on_calendar: &'static str,

    // Its page
    pub not_announced: &'static str,
    pub not_announced_help: &'static str,
    pub moved: &'static str,
    pub waits_for_answer: &'static str,
    pub waits_for_client: &'static str,
    pub accepted: &'static str,
    pub other_asked: &'static str,
    pub announced: &'static str,
    pub late: &'static str,
    pub after_contract: &'static str,
    pub called_off: &'static str,

    // Gestures
    pub announce: &'static str,
    pub announce_hint: &'static str,
    pub postpone: &'static str,
    pub postpone_hint: &'static str,
    pub call_off: &'static str,
    pub call_off_hint: &'static str,
    pub fault_found: &'static str,
    pub fault_found_hint: &'static str,
    pub accept_slot: &'static str,
    pub accept_slot_help: &'static str,
    pub ask_another: &'static str,
    pub ask_another_label: &'static str,

    // Lists and the calendar
    pub planned_work: &'static str,
    pub calendar: &'static str,
    pub calendar_short: &'static str,
    pub month: &'static str,
    pub list: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub this_month: &'static str,
    pub to_come: &'static str,
    pub nothing_this_month: &'static str,
    pub nothing_to_come: &'static str,
    pub nothing_help: &'static str,
    pub cut: &'static str,
    pub download: &'static str,
    pub see_calendar: &'static str,
    pub last_visit: &'static str,
    pub today: &'static str,

    // Calendar programs
    pub subscription: &'static str,
    pub subscription_lead: &'static str,
    pub subscribe: &'static str,
    pub renew: &'static str,
    pub revoke: &'static str,
    pub copy_now: &'static str,
    pub copy_now_help: &'static str,
    pub active_since: &'static str,
    pub revoked: &'static str,

    lang: Lang,
}

impl Planning {
    /// "5 jours avant".
    pub fn days_before(&self, days: Option<u32>) -> String {
        match (self.lang, days) {
            (Lang::Fr, None) => "aucun engagement".to_owned(),
            (Lang::Fr, Some(1)) => "la veille".to_owned(),
            (Lang::Fr, Some(days)) => format!("{days}{NBSP}jours avant"),
            (Lang::En, None) => "no commitment".to_owned(),
            (Lang::En, Some(1)) => "the day before".to_owned(),
            (Lang::En, Some(days)) => format!("{days}{NBSP}days before"),
        }
    }

    /// The contract's notice is not kept.
    pub fn short_notice(&self, days: u32, is_announced: bool) -> String {
        let days = self.days_before(Some(days));
        match (self.lang, is_announced) {
            (Lang::Fr, false) => format!(
                "Préavis trop court{NBSP}: le contrat prévoit une annonce {days}. Elle le sera tout de même, et le client le lira."
            ),
            (Lang::Fr, true) => {
                format!("Préavis plus court que celui du contrat, qui prévoit une annonce {days}.")
            }
            (Lang::En, false) => format!(
                "Short notice: the contract says that work is announced {days}. It can be announced still, and the client reads this."
            ),
            (Lang::En, true) => {
                format!("Shorter notice than the contract’s, which says {days}.")
            }
        }
    }

    /// "À annoncer avant le 12 déc. à 20 h 00 : le contrat prévoit 5 jours."
    pub fn announce_by(&self, by: &str, days: u32) -> String {
        let days = self.days_before(Some(days));
        match self.lang {
            Lang::Fr => format!("À annoncer au plus tard {by} (préavis du contrat{NBSP}: {days})."),
            Lang::En => format!("To be announced by {by} (the contract’s notice: {days})."),
        }
    }

    /// "ERP : mise à jour".
    pub fn summary(&self, subject: &str, what: &str) -> String {
        match self.lang {
            Lang::Fr => format!("{subject}{NBSP}: {what}"),
            Lang::En => format!("{subject}: {what}"),
        }
    }

    /// The name of the file's calendar.
    pub fn feed_name(&self, provider: &str) -> String {
        self.summary(provider, &self.planned_work.to_lowercase())
    }

    /// "3 travaux planifiés."
    pub fn how_many(&self, count: usize) -> String {
        match (self.lang, count) {
            (Lang::Fr, 1) => "Un travail planifié.".to_owned(),
            (Lang::Fr, many) => format!("{many} travaux planifiés."),
            (Lang::En, 1) => "One planned work.".to_owned(),
            (Lang::En, many) => format!("{many} planned works."),
        }
    }

    /// Where it stands with the client, in a word.
    pub const fn answer(
        &self,
        state: InterventionState,
        accepted: Option<bool>,
        at_the_desk: bool,
    ) -> &'static str {
        match (state, accepted) {
            (InterventionState::Announced, None) if at_the_desk => self.waits_for_client,
            (InterventionState::Announced, Some(true)) => self.accepted,
            (InterventionState::Announced, Some(false)) => self.other_asked,
            (InterventionState::Announced, None) => self.waits_for_answer,
            (state, _) => words::intervention_state(self.lang, state),
        }
    }
}

/// "mardi 1er décembre 2026, 20 h – 22 h"; two days when it ends on another.
pub fn slot_words(lang: Lang, from: LocalInstant, to: LocalInstant) -> String {
    let (begins, ends) = (format::clock(lang, from), format::clock(lang, to));
    let (first, last) = (format::date(lang, from), format::date(lang, to));
    if first == last {
        format!("{first}, {begins} – {ends}")
    } else {
        format!("{first}, {begins} – {last}, {ends}")
    }
}

/// As [`slot_words`], for a list: "mer. 2 déc., 20 h – 22 h".
pub fn slot_short(lang: Lang, from: LocalInstant, to: LocalInstant) -> String {
    let (begins, ends) = (format::clock(lang, from), format::clock(lang, to));
    let (first, last) = (
        format::day_of_year(lang, from),
        format::day_of_year(lang, to),
    );
    if first == last {
        format!("{first}, {begins} – {ends}")
    } else {
        format!("{first}, {begins} – {last}, {ends}")
    }
}

const FR: Planning = Planning {
    notice: "Annonce d’un travail planifié",

    plan: "Planifier un travail préventif",
    plan_lead: "Sur ce qu’un contrat d’infogérance couvre et que l’on supervise. Le client n’en sait rien avant l’annonce.",
    choose_component: "Équipement ou service",
    see_cover: "Voir la prise en charge",
    not_possible: "Ce travail ne peut pas être planifié sur cet équipement.",
    slot: "Créneau",
    slot_from: "Début",
    slot_to: "Fin",
    slot_hint: "Heure du site.",
    jumped_over: "Cette heure n’existe pas cette nuit-là : on passe à l’heure d’été.",
    details: "Ce qui sera fait",
    details_hint: "La première ligne devient le titre.",
    impact: "Effet attendu",
    impact_hint: "Ce que le client remarquera : coupure, lenteur, rien.",
    due: "À faire au plus tard le",
    due_hint: "Facultatif : certificat qui expire, fin de support.",
    visit: "C’est une visite de contrôle",
    visit_hint: "Son constat vaut supervision de l’équipement.",
    visit_report: "Constat de la visite",
    put_on_calendar: "Mettre au calendrier",

    not_announced: "Pas encore annoncé",
    not_announced_help: "Le client ne le voit pas.",
    moved: "Reporté : le nouveau créneau sera annoncé",
    waits_for_answer: "En attente de votre réponse",
    waits_for_client: "Attend la réponse du client",
    accepted: "Créneau accepté",
    other_asked: "Autre créneau demandé",
    announced: "Annoncé",
    late: "Ce créneau dépasse l’échéance du",
    after_contract: "À cette date, le contrat qui couvre ce travail aura pris fin le",
    called_off: "Annulée par le prestataire",

    announce: "Annoncer au client",
    announce_hint: "Facultatif : un mot pour le client.",
    postpone: "Reporter",
    postpone_hint: "Pourquoi : le client le lit.",
    call_off: "Annuler le travail",
    call_off_hint: "Pourquoi : le client le lit s’il en était informé.",
    fault_found: "Panne découverte",
    fault_found_hint: "Ce qui est en panne : une intervention de maintenance liée s’ouvre. Le travail préventif continue.",
    accept_slot: "Ce créneau convient",
    accept_slot_help: "Un autre peut être demandé tant que le travail n’a pas commencé.",
    ask_another: "Demander un autre créneau",
    ask_another_label: "Quand cela conviendrait-il mieux ?",

    planned_work: "Travaux planifiés",
    calendar: "Calendrier",
    calendar_short: "Agenda",
    month: "Mois",
    list: "Liste",
    before: "Mois précédent",
    after: "Mois suivant",
    this_month: "Ce mois-ci",
    to_come: "À venir",
    nothing_this_month: "Rien de planifié ce mois-ci.",
    nothing_to_come: "Rien de planifié.",
    nothing_help: "Les travaux préventifs annoncés apparaissent ici.",
    cut: "La liste s’arrête ici : voir les mois suivants.",
    download: "Télécharger (iCalendar)",
    see_calendar: "Voir le calendrier",
    last_visit: "Dernière visite de contrôle",
    today: "aujourd’hui",

    subscription: "Calendrier des travaux",
    subscription_lead: "Une adresse à donner à votre logiciel de calendrier (Outlook, Google Agenda, Thunderbird…) : il affiche les travaux planifiés et suit leurs changements. Qui connaît l’adresse les lit.",
    subscribe: "Créer mon adresse",
    renew: "Remplacer l’adresse",
    revoke: "Révoquer l’adresse",
    copy_now: "Copiez cette adresse maintenant.",
    copy_now_help: "Elle n’est montrée qu’une fois.",
    active_since: "Une adresse est active depuis",
    revoked: "L’adresse ne donne plus accès à rien.",

    lang: Lang::Fr,
};

const EN: Planning = Planning {
    notice: "Announcement of planned work",

    plan: "Plan preventive work",
    plan_lead: "On what a managed-services contract covers and is supervised. The client knows nothing of it before it is announced.",
    choose_component: "Equipment or service",
    see_cover: "See the cover",
    not_possible: "This work cannot be planned on that equipment.",
    slot: "Slot",
    slot_from: "Start",
    slot_to: "End",
    slot_hint: "Time of the site.",
    jumped_over: "There is no such time that night: the clocks go forward.",
    details: "What will be done",
    details_hint: "The first line becomes the title.",
    impact: "Expected effect",
    impact_hint: "What the client will notice: a cut, slowness, nothing.",
    due: "To be done by",
    due_hint: "Optional: a certificate that expires, an end of support.",
    visit: "It is a check-visit",
    visit_hint: "Its report is the equipment’s supervision.",
    visit_report: "What the visit found",
    put_on_calendar: "Put on the calendar",

    not_announced: "Not announced yet",
    not_announced_help: "The client does not see it.",
    moved: "Postponed: the new slot will be announced",
    waits_for_answer: "Waiting for your answer",
    waits_for_client: "Waiting for the client’s answer",
    accepted: "Slot accepted",
    other_asked: "Another slot asked for",
    announced: "Announced",
    late: "This slot goes past the deadline of",
    after_contract: "By then the contract that covers this work has ended on",
    called_off: "Called off by the provider",

    announce: "Announce to the client",
    announce_hint: "Optional: a word to the client.",
    postpone: "Postpone",
    postpone_hint: "Why: the client reads it.",
    call_off: "Call the work off",
    call_off_hint: "Why: the client reads it if it was told of the work.",
    fault_found: "Fault found",
    fault_found_hint: "What is broken: a linked repair opens. The preventive work goes on.",
    accept_slot: "This slot suits us",
    accept_slot_help: "Another one can be asked for until the work has begun.",
    ask_another: "Ask for another slot",
    ask_another_label: "When would suit better?",

    planned_work: "Planned work",
    calendar: "Calendar",
    calendar_short: "Calendar",
    month: "Month",
    list: "List",
    before: "Previous month",
    after: "Next month",
    this_month: "This month",
    to_come: "To come",
    nothing_this_month: "Nothing planned this month.",
    nothing_to_come: "Nothing planned.",
    nothing_help: "Preventive work that is announced shows here.",
    cut: "The list ends here: see the months that follow.",
    download: "Download (iCalendar)",
    see_calendar: "See the calendar",
    last_visit: "Last check-visit",
    today: "today",

    subscription: "Calendar of planned work",
    subscription_lead: "An address for your calendar program (Outlook, Google Calendar, Thunderbird…): it shows the planned work and follows its changes. Whoever knows the address reads it.",
    subscribe: "Create my address",
    renew: "Replace the address",
    revoke: "Revoke the address",
    copy_now: "Copy this address now.",
    copy_now_help: "It is shown once only.",
    active_since: "An address is active since",
    revoked: "The address gives access to nothing any more.",

    lang: Lang::En,
};
