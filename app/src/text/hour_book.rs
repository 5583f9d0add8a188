//! Words of the hour book: time entered at the desk, what it debited, and a disagreement about it.

use super::Lang;
use crate::domain::hours::EntryKind;

/// The words in that language.
pub const fn hour_book(lang: Lang) -> &'static HourBookWords {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct HourBookWords {
    pub on_site: &'static str,
    pub remote: &'static str,

    // At the desk
    pub enter: &'static str,
    pub enter_hint: &'static str,
    pub minutes: &'static str,
    pub place: &'static str,
    pub answer_contest: &'static str,
    pub answer_hint: &'static str,
    pub your_view: &'static str,
    pub upheld: &'static str,
    pub not_upheld: &'static str,
    pub goodwill_minutes: &'static str,

    // On the intervention
    pub spent: &'static str,
    pub entered: &'static str,
    pub debited: &'static str,
    pub given_back: &'static str,
    pub contest: &'static str,
    pub contest_why: &'static str,
    pub contest_hint: &'static str,
    pub contest_open: &'static str,
    pub contest_upheld: &'static str,
    pub contest_declined: &'static str,

    // In the contract
    pub statement: &'static str,
    pub date: &'static str,
    pub what: &'static str,
    pub length: &'static str,
    pub statement_of: fn(usize) -> String,
}

const FR: HourBookWords = HourBookWords {
    on_site: "sur place",
    remote: "à distance",
    enter: "Saisir du temps",
    enter_hint: "Ce qui a été fait ; le client le lit. Sans autre date, le travail vient de se terminer.",
    minutes: "Durée, en minutes",
    place: "Où",
    answer_contest: "Répondre au désaccord",
    answer_hint: "Le client lit votre réponse.",
    your_view: "Le client a raison",
    upheld: "Oui",
    not_upheld: "Non",
    goodwill_minutes: "Minutes rendues au carnet",
    spent: "Temps passé",
    entered: "Saisi",
    debited: "Débité du carnet",
    given_back: "Rendu",
    contest: "Contester",
    contest_why: "Ce avec quoi vous n’êtes pas d’accord",
    contest_hint: "Le temps saisi en dernier. Le coordinateur vous répond ici.",
    contest_open: "Désaccord signalé : le coordinateur vous répond ici.",
    contest_upheld: "Désaccord reconnu.",
    contest_declined: "Désaccord examiné, temps maintenu.",
    statement: "Relevé du carnet",
    date: "Date",
    what: "Écriture",
    length: "Durée",
    statement_of: |count| match count {
        1 => "La dernière écriture".into(),
        many => format!("Les {many} dernières écritures"),
    },
};

const EN: HourBookWords = HourBookWords {
    on_site: "on site",
    remote: "remotely",
    enter: "Enter time",
    enter_hint: "What was done; the client reads it. Without another date, the work has just ended.",
    minutes: "Length, in minutes",
    place: "Where",
    answer_contest: "Answer the disagreement",
    answer_hint: "The client reads your answer.",
    your_view: "The client is right",
    upheld: "Yes",
    not_upheld: "No",
    goodwill_minutes: "Minutes given back to the book",
    spent: "Time spent",
    entered: "Entered",
    debited: "From the hour book",
    given_back: "Given back",
    contest: "Contest",
    contest_why: "What you do not agree with",
    contest_hint: "The time entered last. The dispatcher answers you here.",
    contest_open: "Disagreement reported: the dispatcher answers you here.",
    contest_upheld: "Disagreement upheld.",
    contest_declined: "Disagreement looked at, the time stands.",
    statement: "Statement of the book",
    date: "Date",
    what: "Entry",
    length: "Length",
    statement_of: |count| match count {
        1 => "The last entry".into(),
        many => format!("The last {many} entries"),
    },
};

/// What an entry of the book is.
pub const fn entry(lang: Lang, kind: EntryKind) -> &'static str {
    match (lang, kind) {
        (Lang::Fr, EntryKind::Purchase) => "Achat",
        (Lang::Fr, EntryKind::Debit) => "Débit",
        (Lang::Fr, EntryKind::Correction) => "Correction",
        (Lang::Fr, EntryKind::Goodwill) => "Geste commercial",
        (Lang::Fr, EntryKind::Expiry) => "Heures expirées",
        (Lang::Fr, EntryKind::Rollover) => "Report",
        (Lang::Fr, EntryKind::Overrun) => "Dépassement",
        (Lang::En, EntryKind::Purchase) => "Purchase",
        (Lang::En, EntryKind::Debit) => "Debit",
        (Lang::En, EntryKind::Correction) => "Correction",
        (Lang::En, EntryKind::Goodwill) => "Goodwill",
        (Lang::En, EntryKind::Expiry) => "Hours expired",
        (Lang::En, EntryKind::Rollover) => "Carried over",
        (Lang::En, EntryKind::Overrun) => "Overrun",
    }
}
