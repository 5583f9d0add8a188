//! What happens to an intervention, and why something does not.

use super::Lang;
use crate::domain::intervention::{ClockKind, Discharge, EventKind, InterventionState};

/// What happened, on a timeline.
pub const fn event(lang: Lang, kind: EventKind) -> &'static str {
    use EventKind as E;
    match (lang, kind) {
        (Lang::Fr, E::Submitted) => "Demande enregistrée",
        (Lang::Fr, E::CallTaken) => "Appel téléphonique de",
        (Lang::Fr, E::Started) => "Prise en charge",
        (Lang::Fr, E::Held) => "Mise en attente",
        (Lang::Fr, E::Resumed) => "Reprise",
        (Lang::Fr, E::Noted) => "Message du prestataire",
        (Lang::Fr, E::NotedInternally) => "Note interne",
        (Lang::Fr, E::Message) => "Message du client",
        (Lang::Fr, E::RestoredPalliative) => "Service rétabli provisoirement",
        (Lang::Fr, E::RestoredCurative) => "Réparé",
        (Lang::Fr, E::Answered) => "Réponse",
        (Lang::Fr, E::ActionNeeded) => "Un dépannage est nécessaire",
        (Lang::Fr, E::CurativeStarted) => "Réparation définitive commencée",
        (Lang::Fr, E::Relapsed) => "Rechute",
        (Lang::Fr, E::Completed) => "Demande réalisée",
        (Lang::Fr, E::Done) => "Prévention réalisée",
        (Lang::Fr, E::Confirmed) => "Confirmée par le client",
        (Lang::Fr, E::Reopened) => "Rouverte",
        (Lang::Fr, E::Cancelled) => "Annulée par le client",
        (Lang::Fr, E::NoAction) => "Classée sans suite",
        (Lang::Fr, E::Requalified) => "Requalifiée",
        (Lang::Fr, E::Approved) => "Validée",
        (Lang::Fr, E::Rejected) => "Refusée par un valideur",
        (Lang::Fr, E::Waived) => "Accord d’urgence",
        (Lang::Fr, E::FailureObserved) => "Panne constatée par la supervision",
        (Lang::Fr, E::RecoveryObserved) => "Rétablissement constaté par la supervision",
        (Lang::Fr, E::Planned) => "Travail planifié",
        (Lang::Fr, E::QuoteSent) => "Devis envoyé",
        (Lang::Fr, E::QuoteAccepted) => "Devis accepté",
        (Lang::Fr, E::QuoteDeclined) => "Devis décliné",
        (Lang::Fr, E::QuoteExpired) => "Devis expiré",
        (Lang::Fr, E::Announced) => "Annoncée au client",
        (Lang::Fr, E::SlotAccepted) => "Créneau accepté",
        (Lang::Fr, E::AnotherSlotAsked) => "Autre créneau demandé",
        (Lang::Fr, E::Postponed) => "Reportée",
        (Lang::Fr, E::FaultFound) => "Panne découverte",
        (Lang::Fr, E::DebtDischarged) => "Réparation définitive soldée",
        (Lang::Fr, E::DuplicateOf) => "Doublon",
        (Lang::Fr, E::Gathered) => "Rattachée à un incident",
        (Lang::Fr, E::Separated) => "Détachée de l’incident",
        (Lang::Fr, E::Led) => "Suit l’incident",
        (Lang::Fr, E::Chased) => "Relance",
        (Lang::Fr, E::HandedOver) => "Confiée à quelqu’un d’autre",
        (Lang::Fr, E::TimeEntered) => "Temps passé",
        (Lang::Fr, E::FileAdded) => "Fichier ajouté",
        (Lang::Fr, E::Rated) => "Satisfaction",
        (Lang::Fr, E::Contested) => "Désaccord signalé",
        (Lang::Fr, E::ContestAnswered) => "Réponse au désaccord",
        (Lang::Fr, E::BreachRecorded) => "Engagement dépassé",
        (Lang::Fr, E::SetAsideProposed) => "Mise à l’écart du dépassement proposée",
        (Lang::Fr, E::SetAsideAgreed) => "Dépassement écarté d’un commun accord",
        (Lang::Fr, E::SetAsideDeclined) => "Mise à l’écart refusée",
        (Lang::Fr, E::Redacted) => "Contenu effacé",
        (Lang::Fr, E::RedactedInternally) => "Note interne effacée",
        (Lang::En, E::Submitted) => "Request registered",
        (Lang::En, E::CallTaken) => "Telephone call from",
        (Lang::En, E::Started) => "Taken",
        (Lang::En, E::Held) => "Put on hold",
        (Lang::En, E::Resumed) => "Resumed",
        (Lang::En, E::Noted) => "Message from the provider",
        (Lang::En, E::NotedInternally) => "Internal note",
        (Lang::En, E::Message) => "Message from the client",
        (Lang::En, E::RestoredPalliative) => "Service temporarily restored",
        (Lang::En, E::RestoredCurative) => "Repaired",
        (Lang::En, E::Answered) => "Answer",
        (Lang::En, E::ActionNeeded) => "A repair is needed",
        (Lang::En, E::CurativeStarted) => "Definitive repair started",
        (Lang::En, E::Relapsed) => "Relapse",
        (Lang::En, E::Completed) => "Request done",
        (Lang::En, E::Done) => "Prevention done",
        (Lang::En, E::Confirmed) => "Confirmed by the client",
        (Lang::En, E::Reopened) => "Reopened",
        (Lang::En, E::Cancelled) => "Cancelled by the client",
        (Lang::En, E::NoAction) => "Filed without action",
        (Lang::En, E::Requalified) => "Requalified",
        (Lang::En, E::Approved) => "Approved",
        (Lang::En, E::Rejected) => "Rejected by an approver",
        (Lang::En, E::Waived) => "Emergency agreement",
        (Lang::En, E::FailureObserved) => "Failure seen by supervision",
        (Lang::En, E::RecoveryObserved) => "Recovery seen by supervision",
        (Lang::En, E::Planned) => "Work planned",
        (Lang::En, E::QuoteSent) => "Quote sent",
        (Lang::En, E::QuoteAccepted) => "Quote accepted",
        (Lang::En, E::QuoteDeclined) => "Quote declined",
        (Lang::En, E::QuoteExpired) => "Quote expired",
        (Lang::En, E::Announced) => "Announced to the client",
        (Lang::En, E::SlotAccepted) => "Slot accepted",
        (Lang::En, E::AnotherSlotAsked) => "Another slot asked for",
        (Lang::En, E::Postponed) => "Postponed",
        (Lang::En, E::FaultFound) => "Fault found",
        (Lang::En, E::DebtDischarged) => "Definitive repair settled",
        (Lang::En, E::DuplicateOf) => "Duplicate",
        (Lang::En, E::Gathered) => "Gathered under an incident",
        (Lang::En, E::Separated) => "Separated from the incident",
        (Lang::En, E::Led) => "Follows the incident",
        (Lang::En, E::Chased) => "Chased",
        (Lang::En, E::HandedOver) => "Handed over",
        (Lang::En, E::TimeEntered) => "Time spent",
        (Lang::En, E::FileAdded) => "File added",
        (Lang::En, E::Rated) => "Satisfaction",
        (Lang::En, E::Contested) => "Disagreement reported",
        (Lang::En, E::ContestAnswered) => "Disagreement answered",
        (Lang::En, E::BreachRecorded) => "Commitment missed",
        (Lang::En, E::SetAsideProposed) => "Setting the breach aside proposed",
        (Lang::En, E::SetAsideAgreed) => "Breach set aside by common accord",
        (Lang::En, E::SetAsideDeclined) => "Setting aside declined",
        (Lang::En, E::Redacted) => "Content erased",
        (Lang::En, E::RedactedInternally) => "Internal note erased",
    }
}

/// The promises whose time is counted, by their names in the trade.
pub const fn clock(lang: Lang, clock: ClockKind) -> &'static str {
    match (lang, clock) {
        (Lang::Fr, ClockKind::Response) => "GTI",
        (Lang::Fr, ClockKind::Restoration) => "GTR",
        (Lang::Fr, ClockKind::Curative) => "Délai de remise en état",
        (Lang::Fr, ClockKind::Answer) => "Délai de réponse",
        (Lang::Fr, ClockKind::Communication) => "Prochaines nouvelles",
        (Lang::Fr, ClockKind::Delivery) => "Réalisation",
        (Lang::En, ClockKind::Response) => "Response (GTI)",
        (Lang::En, ClockKind::Restoration) => "Restoration (GTR)",
        (Lang::En, ClockKind::Curative) => "Definitive repair",
        (Lang::En, ClockKind::Answer) => "Answer",
        (Lang::En, ClockKind::Communication) => "Next news",
        (Lang::En, ClockKind::Delivery) => "Delivery",
    }
}

/// How a definitive repair stopped being owed.
pub const fn discharge(lang: Lang, discharge: Discharge) -> &'static str {
    match (lang, discharge) {
        (Lang::Fr, Discharge::CurativeAct) => "réparation faite",
        (Lang::Fr, Discharge::LinkedAct) => "faite ailleurs",
        (Lang::Fr, Discharge::ComponentRetired) => "équipement retiré",
        (Lang::Fr, Discharge::RiskAccepted) => "risque accepté par le client",
        (Lang::En, Discharge::CurativeAct) => "repair done",
        (Lang::En, Discharge::LinkedAct) => "done elsewhere",
        (Lang::En, Discharge::ComponentRetired) => "equipment retired",
        (Lang::En, Discharge::RiskAccepted) => "risk accepted by the client",
    }
}

/// Why a gesture is not possible, from the code of `AppError::NotNow`.
pub fn why_not(lang: Lang, code: &str) -> Option<&'static str> {
    if let Some(now) = InterventionState::from_code(code) {
        return Some(not_in(lang, now));
    }
    let why = match (lang, code) {
        (Lang::Fr, "not_on_this_line") => {
            "Cette prestation ne fait pas cela : le helpdesk n’agit jamais sur un équipement, la maintenance ne fait pas que conseiller."
        }
        (Lang::Fr, "already_acted") => {
            "Un équipement a déjà été touché : ce ne peut plus être un simple conseil."
        }
        (Lang::Fr, "debt_open") => "Une réparation définitive reste à faire.",
        (Lang::Fr, "not_covered") => "Rien au contrat ne le couvre : un devis vient d’abord.",
        (Lang::Fr, "condition_not_met") => {
            "La condition n’est pas remplie : l’équipement doit être supervisé."
        }
        (Lang::Fr, "observation_over") => {
            "La période d’observation est passée : ouvrez une nouvelle intervention."
        }
        (Lang::Fr, "own_request") => {
            "Au-delà du montant prévu au contrat, le valideur n’est pas le demandeur : un autre valideur répond."
        }
        (Lang::En, "own_request") => {
            "Above the contract’s amount the approver is not the requester: another approver answers."
        }
        (Lang::En, "not_on_this_line") => {
            "This service line does not do that: the helpdesk never acts on equipment, and maintenance does more than advise."
        }
        (Lang::En, "already_acted") => {
            "Equipment was already touched: it cannot be mere advice any more."
        }
        (Lang::En, "debt_open") => "A definitive repair is still to be done.",
        (Lang::En, "not_covered") => "Nothing in the contract covers it: a quote comes first.",
        (Lang::En, "condition_not_met") => {
            "The condition is not met: the equipment must be supervised."
        }
        (Lang::En, "observation_over") => {
            "The observation period is over: open a new intervention."
        }
        (Lang::Fr, "quote_expired") => "Ce devis n’est plus valable : demandez-en un nouveau.",
        (Lang::Fr, "quote_valid") => "Ce devis est encore valable.",
        (Lang::Fr, "quote_replaced") => "Un autre devis l’a remplacé : relisez le dernier.",
        (Lang::Fr, "slot_past") => {
            "Le créneau a déjà commencé : ce n’est plus un travail planifié."
        }
        (Lang::Fr, "gathered") => {
            "Cette demande suit une autre intervention : agissez sur celle-là."
        }
        (Lang::Fr, "not_that_one") => "Une intervention ne peut pas suivre celle-ci.",
        (Lang::Fr, "already_said") => "C’est déjà fait.",
        (Lang::Fr, "unfounded") => "Il n’y a rien de tel à cet endroit.",
        (Lang::En, "quote_expired") => "This quote is not valid any more: ask for another.",
        (Lang::En, "quote_valid") => "This quote is still valid.",
        (Lang::En, "quote_replaced") => "Another quote replaced it: read the last one.",
        (Lang::En, "slot_past") => "The slot has begun already: this is not planned work any more.",
        (Lang::En, "gathered") => "This request follows another intervention: act on that one.",
        (Lang::En, "not_that_one") => "An intervention cannot follow this one.",
        (Lang::En, "already_said") => "It is done already.",
        (Lang::En, "unfounded") => "There is no such thing here.",
        _ => return None,
    };
    Some(why)
}

const fn not_in(lang: Lang, state: InterventionState) -> &'static str {
    match (lang, state.is_terminal()) {
        (Lang::Fr, true) => "L’intervention est terminée : la suite est une nouvelle demande.",
        (Lang::Fr, false) => "L’état de l’intervention ne le permet pas.",
        (Lang::En, true) => "The intervention has ended: what follows is a new request.",
        (Lang::En, false) => "The state of the intervention does not allow it.",
    }
}
