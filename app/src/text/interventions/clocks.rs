//! Words of the clocks: what is due and when, what stops it, what was missed and what both sides say of it.

use super::{clock as clock_name, hold_reason};
use crate::backend::interventions::Pressing;
use crate::domain::contract::Target;
use crate::domain::intervention::clocks::{Clock, ClockState};
use crate::domain::intervention::{ClockKind, Contest, SetAside, SupportLevel};
use crate::domain::time::{LocalInstant, MINUTE_MS};
use crate::text::Lang;
use crate::text::contract::terms;
use crate::text::format::{self, NBSP};

/// The words of the clocks in that language.
pub const fn clocks(lang: Lang) -> &'static Clocks {
    match lang {
        Lang::Fr => &FR,
        Lang::En => &EN,
    }
}

/// See the module.
pub struct Clocks {
    pub title: &'static str,
    pub none: &'static str,
    /// The promise depends on a priority that nobody has given yet.
    pub not_qualified: &'static str,
    pub pinned: &'static str,
    pub soon: &'static str,
    pub chase: &'static str,
    pub pressure: &'static str,
    pub any_pressure: &'static str,
    pub any_priority: &'static str,
    pub level: &'static str,
    pub any_level: &'static str,
    pub pauses: &'static str,
    pub counts: &'static str,
    pub counts_not: &'static str,
    pub promised_for: &'static str,
    pub next_chase: &'static str,
    pub late_acts: &'static str,
    pub contest: &'static str,
    pub contest_why: &'static str,
    pub contest_send: &'static str,
    pub uphold: &'static str,
    pub dismiss: &'static str,
    pub answer_contest: &'static str,
    pub answer_why: &'static str,
    pub missed: &'static str,
    pub reclassified: &'static str,
    pub set_aside: &'static str,
    pub set_aside_why: &'static str,
    pub propose_set_aside: &'static str,
    pub agree: &'static str,
    pub decline: &'static str,
    pub decline_why: &'static str,
    pub party: &'static str,
    pub party_hint: &'static str,
    pub party_reference: &'static str,
    pub promised_at: &'static str,
    pub promised_at_hint: &'static str,
    pub chase_at: &'static str,
    pub chase_at_hint: &'static str,
    pub chased: &'static str,
    pub closes: &'static str,
    pub automatic: &'static str,
}

const FR: Clocks = Clocks {
    title: "Engagements contractuels",
    none: "Pas d’engagement de délai pour cette demande.",
    not_qualified: "La priorité est à qualifier : les engagements qui en dépendent seront comptés depuis la déclaration.",
    pinned: "Selon la version en vigueur à la déclaration",
    soon: "Échéance proche ou dépassée",
    chase: "À relancer",
    pressure: "Urgence",
    any_pressure: "Toutes",
    any_priority: "Toutes les priorités",
    level: "Niveau",
    any_level: "Tous les niveaux",
    pauses: "Mises en attente",
    counts: "suspend les délais",
    counts_not: "ne suspend aucun délai",
    promised_for: "engagement annoncé pour",
    next_chase: "prochaine relance",
    late_acts: "Actes notés après coup",
    contest: "Signaler un désaccord",
    contest_why: "Ce qui n’est pas exact",
    contest_send: "Envoyer le désaccord",
    uphold: "Donner raison au client",
    dismiss: "Maintenir",
    answer_contest: "Répondre au désaccord",
    answer_why: "Votre réponse",
    missed: "Dépassement constaté",
    reclassified: "par changement de priorité",
    set_aside: "Écarter d’un commun accord",
    set_aside_why: "Pourquoi l’écarter",
    propose_set_aside: "Proposer au client",
    agree: "Accepter de l’écarter",
    decline: "Refuser",
    decline_why: "Pourquoi refuser",
    party: "Qui est attendu",
    party_hint: "Le nom du tiers : nécessaire pour en attendre un.",
    party_reference: "Sa référence",
    promised_at: "Son engagement",
    promised_at_hint: "Quand il a promis d’avoir fini.",
    chase_at: "Prochaine relance",
    chase_at_hint: "La demande revient alors dans « À relancer ».",
    chased: "Relancer",
    closes: "Sans réponse de votre part, clôture automatique",
    automatic: "Automatiquement",
};

const EN: Clocks = Clocks {
    title: "Contractual commitments",
    none: "No commitment of time for this request.",
    not_qualified: "The priority is to be qualified: the commitments that depend on it will be counted from the declaration.",
    pinned: "By the version in force at the declaration",
    soon: "Due soon or missed",
    chase: "To chase",
    pressure: "Urgency",
    any_pressure: "Any",
    any_priority: "Any priority",
    level: "Level",
    any_level: "Any level",
    pauses: "Times on hold",
    counts: "pauses the clocks",
    counts_not: "pauses no clock",
    promised_for: "promised for",
    next_chase: "next chase",
    late_acts: "Acts recorded afterwards",
    contest: "Report a disagreement",
    contest_why: "What is not right",
    contest_send: "Send the disagreement",
    uphold: "Agree with the client",
    dismiss: "Maintain",
    answer_contest: "Answer the disagreement",
    answer_why: "Your answer",
    missed: "Breach recorded",
    reclassified: "by a change of priority",
    set_aside: "Set aside by common accord",
    set_aside_why: "Why set it aside",
    propose_set_aside: "Propose it to the client",
    agree: "Agree to set it aside",
    decline: "Decline",
    decline_why: "Why decline",
    party: "Who is waited for",
    party_hint: "The third party’s name: needed to wait for one.",
    party_reference: "Their reference",
    promised_at: "Their commitment",
    promised_at_hint: "When they promised to be done.",
    chase_at: "Next chase",
    chase_at_hint: "The request then comes back under “To chase”.",
    chased: "Chase",
    closes: "Closed automatically without a word from you",
    automatic: "Automatically",
};

/// When it falls due, so that no instant reads like a length: "échéance 12 h".
pub fn due(lang: Lang, at: LocalInstant, now: LocalInstant) -> String {
    let at = format::moment(lang, at, now);
    match lang {
        Lang::Fr => format!("échéance {at}"),
        Lang::En => format!("due {at}"),
    }
}

/// The length that is promised: "délai de 4 h".
pub fn promised(lang: Lang, target: Target) -> String {
    let target = terms::target(lang, target);
    match lang {
        Lang::Fr => format!("délai promis{NBSP}: {target}"),
        Lang::En => format!("promised: {target}"),
    }
}

/// The state of a clock, as a badge says it.
pub fn state(lang: Lang, state: ClockState) -> String {
    match (lang, state) {
        (Lang::Fr, ClockState::NotPromised) => "Pas d’engagement".into(),
        (Lang::En, ClockState::NotPromised) => "No commitment".into(),
        (Lang::Fr, ClockState::VendorFollowUp) => "Suivi éditeur".into(),
        (Lang::En, ClockState::VendorFollowUp) => "Vendor followed up".into(),
        (Lang::Fr, ClockState::Waiting) => "Pas encore décomptée".into(),
        (Lang::En, ClockState::Waiting) => "Not counting yet".into(),
        (Lang::Fr, ClockState::Running) => "En cours".into(),
        (Lang::En, ClockState::Running) => "Running".into(),
        (Lang::Fr, ClockState::Paused(reason)) => {
            format!("Suspendue{NBSP}: {}", hold_reason(lang, reason))
        }
        (Lang::En, ClockState::Paused(reason)) => {
            format!("Paused: {}", hold_reason(lang, reason))
        }
        (Lang::Fr, ClockState::Met) => "Respectée".into(),
        (Lang::En, ClockState::Met) => "Met".into(),
        (Lang::Fr, ClockState::Missed) => "Dépassée".into(),
        (Lang::En, ClockState::Missed) => "Missed".into(),
        (Lang::Fr, ClockState::Dropped) => "Sans objet".into(),
        (Lang::En, ClockState::Dropped) => "No longer due".into(),
        (Lang::Fr, ClockState::NoOpening) => "Aucune ouverture à venir".into(),
        (Lang::En, ClockState::NoOpening) => "No opening to come".into(),
        (Lang::Fr, ClockState::Beyond) => "Au-delà du calendrier".into(),
        (Lang::En, ClockState::Beyond) => "Beyond the calendar".into(),
    }
}

/// What is left, what it is overrun by, or when what was promised was done. `stopped` is the instant of the stop.
pub fn standing(
    lang: Lang,
    clock: &Clock,
    stopped: Option<LocalInstant>,
    now: LocalInstant,
) -> Option<String> {
    if let Some(stopped) = stopped.filter(|_| clock.deadline.is_some()) {
        let at = format::moment(lang, stopped, now);
        return Some(done(lang, clock.kind, &at));
    }
    if clock.state == ClockState::Waiting {
        return Some(from_when(lang, clock.kind).to_owned());
    }
    let left = clock.left_ms?;
    // In hours: a day of covered hours would be read as a day.
    let minutes = u32::try_from(left.abs() / MINUTE_MS).unwrap_or(u32::MAX);
    let length = terms::open_time(lang, minutes);
    Some(match (lang, left >= 0) {
        (Lang::Fr, true) => format!("reste {length} d’heures couvertes"),
        (Lang::En, true) => format!("{length} of covered hours left"),
        (Lang::Fr, false) => format!("de {length} d’heures couvertes"),
        (Lang::En, false) => format!("by {length} of covered hours"),
    })
}

fn done(lang: Lang, kind: ClockKind, at: &str) -> String {
    let what = match (lang, kind) {
        (Lang::Fr, ClockKind::Response) => "prise en main",
        (Lang::Fr, ClockKind::Restoration) => "rétablie",
        (Lang::Fr, ClockKind::Curative) => "remise en état",
        (Lang::Fr, ClockKind::Answer) => "réponse donnée",
        (Lang::Fr, ClockKind::Communication) => "terminée",
        (Lang::Fr, ClockKind::Delivery) => "réalisée",
        (Lang::En, ClockKind::Response) => "taken in hand",
        (Lang::En, ClockKind::Restoration) => "restored",
        (Lang::En, ClockKind::Curative) => "repaired",
        (Lang::En, ClockKind::Answer) => "answered",
        (Lang::En, ClockKind::Communication) => "ended",
        (Lang::En, ClockKind::Delivery) => "done",
    };
    format!("{what} {at}")
}

const fn from_when(lang: Lang, kind: ClockKind) -> &'static str {
    match (lang, kind) {
        (Lang::Fr, ClockKind::Curative) => "à compter d’un dépannage provisoire",
        (Lang::En, ClockKind::Curative) => "from a temporary repair",
        (Lang::Fr, _) => "à compter de la validation, ou du début de l’intervention",
        (Lang::En, _) => "from the approval, or from the start of the work",
    }
}

/// What its clocks press for, in a list: "GTR avant 16 h 30".
pub fn pressing(lang: Lang, pressing: Pressing, now: LocalInstant) -> Option<String> {
    Some(match (lang, pressing) {
        (Lang::Fr, Pressing::Due { clock, at }) => {
            format!(
                "{} avant {}",
                clock_name(lang, clock),
                format::moment(lang, at, now)
            )
        }
        (Lang::En, Pressing::Due { clock, at }) => {
            format!(
                "{} before {}",
                clock_name(lang, clock),
                format::moment(lang, at, now)
            )
        }
        (Lang::Fr, Pressing::Overrun { clock, since }) => format!(
            "{}{NBSP}: échéance dépassée, {}",
            clock_name(lang, clock),
            format::moment(lang, since, now)
        ),
        (Lang::En, Pressing::Overrun { clock, since }) => format!(
            "{}: missed, {}",
            clock_name(lang, clock),
            format::moment(lang, since, now)
        ),
        (Lang::Fr, Pressing::Paused) => "Délais suspendus".to_owned(),
        (Lang::En, Pressing::Paused) => "Clocks paused".to_owned(),
        (_, Pressing::Nothing) => return None,
    })
}

/// How long until it falls due: "dans 2 h 10 min".
pub fn within(lang: Lang, pressing: Pressing, now: LocalInstant) -> Option<String> {
    let Pressing::Due { at, .. } = pressing else {
        return None;
    };
    // To the minute: nobody counts an hour's seconds.
    let left = (at.at - now.at).max(0);
    let length = format::duration(lang, left - left % MINUTE_MS);
    Some(match (lang, left < MINUTE_MS) {
        (Lang::Fr, true) => "dans moins d’une minute".to_owned(),
        (Lang::En, true) => "in less than a minute".to_owned(),
        (Lang::Fr, false) => format!("dans {length}"),
        (Lang::En, false) => format!("in {length}"),
    })
}

/// What became of a disagreement.
pub const fn contest(lang: Lang, contest: Contest) -> &'static str {
    match (lang, contest.upheld) {
        (Lang::Fr, None) => "Désaccord signalé, réponse attendue",
        (Lang::En, None) => "Disagreement reported, answer awaited",
        (Lang::Fr, Some(true)) => "Désaccord reconnu\u{a0}: le temps est rendu",
        (Lang::En, Some(true)) => "Disagreement upheld: the time is given back",
        (Lang::Fr, Some(false)) => "Désaccord non retenu",
        (Lang::En, Some(false)) => "Disagreement not upheld",
    }
}

/// What both sides say of a breach.
pub const fn set_aside(lang: Lang, set_aside: SetAside) -> Option<&'static str> {
    match (lang, set_aside) {
        (_, SetAside::No) => None,
        (Lang::Fr, SetAside::Proposed) => Some("Le prestataire propose de l’écarter"),
        (Lang::En, SetAside::Proposed) => Some("The provider proposes to set it aside"),
        (Lang::Fr, SetAside::Agreed) => Some("Écartée d’un commun accord"),
        (Lang::En, SetAside::Agreed) => Some("Set aside by common accord"),
        (Lang::Fr, SetAside::Declined) => Some("Le client a refusé de l’écarter"),
        (Lang::En, SetAside::Declined) => Some("The client declined to set it aside"),
    }
}

/// Who works on it inside the provider.
pub const fn level(lang: Lang, level: SupportLevel) -> &'static str {
    match (lang, level) {
        (Lang::Fr, SupportLevel::L1) => "N1, premier niveau",
        (Lang::Fr, SupportLevel::L2) => "N2, spécialistes",
        (Lang::Fr, SupportLevel::L3) => "N3, experts et éditeurs",
        (Lang::En, SupportLevel::L1) => "L1, first line",
        (Lang::En, SupportLevel::L2) => "L2, specialists",
        (Lang::En, SupportLevel::L3) => "L3, experts and vendors",
    }
}
