//! Hours, deadlines with their proof, billing and approval, in sentences.

use super::terms::{self, euros, open_time};
use super::verdict::{ClauseRef, Sentence};
use crate::domain::coverage::{
    ApprovalCause, Channel, Clock, Commitment, Due, Falls, Reason, Sent,
};
use crate::domain::deadline::{ClockChange, Deadline, Step, StepKind};
use crate::domain::holidays::Holiday;
use crate::domain::time::{EpochMs, LocalInstant, MINUTE_MS};
use crate::domain::timetable::Mark;
use crate::text::Lang;
use crate::text::format::{self, NBSP};

/// Steps 7 to 10 of a proof; the steps before them are `verdict`'s.
pub(super) fn reason(lang: Lang, reason: &Reason, contract: &str) -> Sentence {
    let clause = match reason {
        Reason::OnCallServes { clause, .. }
        | Reason::OnCallDoesNotServe { clause, .. }
        | Reason::ApprovalNeeded { clause, .. }
        | Reason::ApprovedBySender { clause }
        | Reason::ApprovalWaivedForP1 { clause } => Some(clause),
        _ => None,
    };
    Sentence {
        text: sentence(lang, reason),
        clause: clause
            .filter(|reference| !reference.is_empty())
            .map(|reference| ClauseRef {
                contract: contract.to_owned(),
                reference: reference.clone(),
            }),
    }
}

fn sentence(lang: Lang, reason: &Reason) -> String {
    match (lang, reason) {
        (_, Reason::OutsideHours { opens }) => outside_hours(lang, *opens),
        (
            _,
            Reason::OnCallServes {
                by_phone, price, ..
            },
        ) => on_call(lang, *by_phone, price),
        (
            _,
            Reason::PaidFromHourBook {
                unit_minutes,
                minimum_minutes,
                travel_minutes,
                out_of_hours_percent,
                approval_above_minutes,
            },
        ) => hour_book(
            lang,
            (*unit_minutes, *minimum_minutes, *travel_minutes),
            *out_of_hours_percent,
            *approval_above_minutes,
        ),
        (_, Reason::HourBookBalance { minutes }) => balance(lang, *minutes),
        (Lang::Fr, Reason::FixedPrice { cents }) => {
            format!(
                "La demande est facturée au forfait{NBSP}: {}.",
                euros(lang, *cents)
            )
        }
        (Lang::En, Reason::FixedPrice { cents }) => {
            format!(
                "The request is charged a fixed sum: {}.",
                euros(lang, *cents)
            )
        }
        (_, Reason::ApprovalNeeded { why, .. }) => approval(lang, *why),
        (lang, other) => plain(lang, other).to_owned(),
    }
}

const fn plain(lang: Lang, reason: &Reason) -> &'static str {
    match (lang, reason) {
        (Lang::Fr, Reason::WithinHours) => "La plage de couverture est ouverte en ce moment.",
        (Lang::En, Reason::WithinHours) => "It is within the service hours now.",
        (Lang::Fr, Reason::NeverOpens) => "La plage de couverture n’ouvre plus.",
        (Lang::En, Reason::NeverOpens) => "The service hours do not open again.",
        (Lang::Fr, Reason::OnCallDoesNotServe { in_scope: true, .. }) => {
            "L’astreinte ne sert pas cette priorité."
        }
        (Lang::En, Reason::OnCallDoesNotServe { in_scope: true, .. }) => {
            "On call does not serve this priority."
        }
        (Lang::Fr, Reason::OnCallDoesNotServe { .. }) => {
            "Ce n’est pas dans le périmètre de l’astreinte."
        }
        (Lang::En, Reason::OnCallDoesNotServe { .. }) => "It is not in the scope of on call.",
        (Lang::Fr, Reason::VendorFollowUp) => {
            "L’éditeur exploite ce service\u{a0}: nous prenons en main et suivons l’éditeur, sans délai de rétablissement."
        }
        (Lang::En, Reason::VendorFollowUp) => {
            "The vendor runs this service: we respond and follow the vendor, with no restoration time."
        }
        (Lang::Fr, Reason::NothingPromised) => {
            "Le contrat ne prévoit pas d’engagement de délai à cette priorité."
        }
        (Lang::En, Reason::NothingPromised) => "The contract commits to no delay at this priority.",
        (Lang::Fr, Reason::BillingIncluded) => "La demande est comprise dans le prix du contrat.",
        (Lang::En, Reason::BillingIncluded) => {
            "The request is included in the price of the contract."
        }
        (Lang::Fr, Reason::Chargeable) => "La demande est facturée en sus, sur devis.",
        (Lang::En, Reason::Chargeable) => "The request is charged separately, on a quote.",
        (Lang::Fr, Reason::ApprovedBySender { .. }) => {
            "Une validation est prévue\u{a0}; vous êtes valideur, votre envoi en tient lieu."
        }
        (Lang::En, Reason::ApprovedBySender { .. }) => {
            "An approval is required; you are an approver, and sending it is approving it."
        }
        (Lang::Fr, Reason::ApprovalWaivedForP1 { .. }) => {
            "Une validation est prévue, mais elle ne retarde jamais une urgence P1."
        }
        (Lang::En, Reason::ApprovalWaivedForP1 { .. }) => {
            "An approval is required, but it never delays a P1."
        }
        // The steps before are told elsewhere, those with parameters above.
        _ => "",
    }
}

fn outside_hours(lang: Lang, opens: LocalInstant) -> String {
    let opens = format::full(lang, opens);
    match lang {
        Lang::Fr => format!("C’est hors de la plage de couverture, qui rouvre {opens}."),
        Lang::En => format!("It is outside the service hours, which open again on {opens}."),
    }
}

fn on_call(lang: Lang, by_phone: bool, price: &str) -> String {
    let price = match (lang, price) {
        (_, "") => String::new(),
        (Lang::Fr, price) => format!(", au prix de {price}"),
        (Lang::En, price) => format!(", at the price of {price}"),
    };
    match (lang, by_phone) {
        (Lang::Fr, true) => format!(
            "L’astreinte répond à cette priorité, par téléphone{price}{NBSP}: hors plage, l’appel fait partir les délais."
        ),
        (Lang::Fr, false) => format!("L’astreinte répond à cette priorité{price}."),
        (Lang::En, true) => format!(
            "On call answers this priority, by telephone{price}: outside the hours, the call starts the clocks."
        ),
        (Lang::En, false) => format!("On call answers this priority{price}."),
    }
}

fn hour_book(
    lang: Lang,
    (unit, minimum, travel): (u16, u16, u16),
    out_of_hours_percent: u16,
    approval_above: Option<u32>,
) -> String {
    let mut text = match lang {
        Lang::Fr => format!(
            "Le temps passé est débité du carnet d’heures, par {unit}{NBSP}min entamées, au moins {minimum}{NBSP}min"
        ),
        Lang::En => format!(
            "Time spent is taken from the hour book, by {unit}{NBSP}min begun, at least {minimum}{NBSP}min"
        ),
    };
    if travel > 0 {
        text += &match lang {
            Lang::Fr => format!(", plus {travel}{NBSP}min de déplacement sur site"),
            Lang::En => format!(", plus {travel}{NBSP}min for a visit on site"),
        };
    }
    if out_of_hours_percent > 0 {
        text += &match lang {
            Lang::Fr => format!(", compté {out_of_hours_percent}{NBSP}% hors plage"),
            Lang::En => format!(", counted {out_of_hours_percent}{NBSP}% outside the hours"),
        };
    }
    if let Some(above) = approval_above {
        let above = open_time(lang, above);
        text += &match lang {
            Lang::Fr => format!("{NBSP}; au-delà de {above}, un valideur donne son accord"),
            Lang::En => format!("; above {above} an approver says yes first"),
        };
    }
    text.push('.');
    text
}

/// What an hour book holds.
pub fn balance(lang: Lang, minutes: i64) -> String {
    let amount = open_time(
        lang,
        u32::try_from(minutes.unsigned_abs()).unwrap_or(u32::MAX),
    );
    match (lang, minutes < 0) {
        (Lang::Fr, false) => format!("Il reste {amount} au carnet d’heures."),
        (Lang::En, false) => format!("The hour book still holds {amount}."),
        (Lang::Fr, true) => format!("Le carnet d’heures est dépassé de {amount}."),
        (Lang::En, true) => format!("The hour book is overrun by {amount}."),
    }
}

fn approval(lang: Lang, why: ApprovalCause) -> String {
    match (lang, why) {
        (Lang::Fr, ApprovalCause::Amount { cents, above_cents }) => format!(
            "{} dépasse {}{NBSP}: un valideur, autre que le demandeur, donne d’abord son accord.",
            euros(lang, cents),
            euros(lang, above_cents)
        ),
        (Lang::En, ApprovalCause::Amount { cents, above_cents }) => format!(
            "{} is above {}: an approver, other than the requester, says yes first.",
            euros(lang, cents),
            euros(lang, above_cents)
        ),
        (
            Lang::Fr,
            ApprovalCause::Hours {
                minutes,
                above_minutes,
            },
        ) => format!(
            "Le débit, {} au moins, dépasse {}{NBSP}: un valideur, autre que le demandeur, donne d’abord son accord.",
            open_time(lang, minutes),
            open_time(lang, above_minutes)
        ),
        (
            Lang::En,
            ApprovalCause::Hours {
                minutes,
                above_minutes,
            },
        ) => format!(
            "The debit, {} at least, is above {}: an approver, other than the requester, says yes first.",
            open_time(lang, minutes),
            open_time(lang, above_minutes)
        ),
        (Lang::Fr, ApprovalCause::Activity) => {
            "Pour ce type de demande, un valideur donne d’abord son accord.".to_owned()
        }
        (Lang::En, ApprovalCause::Activity) => {
            "For this kind of request an approver says yes first.".to_owned()
        }
        (Lang::Fr, ApprovalCause::Role) => {
            "Pour vos demandes, un valideur donne d’abord son accord.".to_owned()
        }
        (Lang::En, ApprovalCause::Role) => {
            "For your requests an approver says yes first.".to_owned()
        }
    }
}

/// The promise's name, with the trade's abbreviation.
pub const fn clock(lang: Lang, clock: Clock) -> &'static str {
    match (lang, clock) {
        (Lang::Fr, Clock::Response) => "Prise en main (GTI)",
        (Lang::Fr, Clock::Restoration) => "Rétablissement (GTR)",
        (Lang::Fr, Clock::Curative) => "Remise en état",
        (Lang::Fr, Clock::Answer) => "Réponse",
        (Lang::Fr, Clock::Delivery) => "Réalisation",
        (Lang::En, Clock::Response) => "Response (GTI)",
        (Lang::En, Clock::Restoration) => "Restoration (GTR)",
        (Lang::En, Clock::Curative) => "Permanent repair",
        (Lang::En, Clock::Answer) => "Answer",
        (Lang::En, Clock::Delivery) => "Delivery",
    }
}

pub const fn commitments(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Engagements contractuels",
        Lang::En => "Contractual commitments",
    }
}

/// What the contract promises: "délai promis : 4 h".
pub fn promised(lang: Lang, due: &Due) -> Option<String> {
    let target = terms::target(lang, due.target?);
    Some(match lang {
        Lang::Fr => format!("délai promis{NBSP}: {target}"),
        Lang::En => format!("promised: {target}"),
    })
}

/// When a promise falls due, in words: an instant, or why there is none.
pub fn falls(lang: Lang, due: &Due, commitment: &Commitment, now: LocalInstant) -> String {
    match (lang, &due.falls) {
        (_, Falls::At(deadline)) => format::moment(lang, commitment.local(deadline.at), now),
        (Lang::Fr, Falls::NotPromised) => "pas d’engagement".to_owned(),
        (Lang::En, Falls::NotPromised) => "no commitment".to_owned(),
        (Lang::Fr, Falls::VendorFollowUp) => "suivi éditeur".to_owned(),
        (Lang::En, Falls::VendorFollowUp) => "vendor followed up".to_owned(),
        (Lang::Fr, Falls::FromStart) => "dès le début de l’intervention".to_owned(),
        (Lang::En, Falls::FromStart) => "from the start of the work".to_owned(),
        (Lang::Fr, Falls::FromPalliative) => "à compter d’un dépannage provisoire".to_owned(),
        (Lang::En, Falls::FromPalliative) => "from a temporary repair".to_owned(),
        (Lang::Fr, Falls::NoOpening) => "aucune ouverture à venir".to_owned(),
        (Lang::En, Falls::NoOpening) => "no opening to come".to_owned(),
        (Lang::Fr, Falls::Beyond) => "calculée à l’envoi".to_owned(),
        (Lang::En, Falls::Beyond) => "computed when it is sent".to_owned(),
    }
}

/// Above one choice of when to send it.
pub fn sent(lang: Lang, sent: &Sent, at_opening: bool, now: LocalInstant) -> String {
    let opening = || format::moment(lang, sent.declared, now);
    match (lang, sent.channel, at_opening) {
        (Lang::Fr, Channel::Phone, _) => "Si vous appelez l’astreinte maintenant".to_owned(),
        (Lang::En, Channel::Phone, _) => "If you call on-call now".to_owned(),
        (Lang::Fr, Channel::Portal, false) => "Si vous l’envoyez maintenant".to_owned(),
        (Lang::En, Channel::Portal, false) => "If you send it now".to_owned(),
        (Lang::Fr, Channel::Portal, true) => {
            format!("Sans astreinte, à l’ouverture ({})", opening())
        }
        (Lang::En, Channel::Portal, true) => format!("Without on-call, at opening ({})", opening()),
    }
}

pub const fn how_it_is_counted(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Le calcul",
        Lang::En => "How it is counted",
    }
}

pub const fn counted_from_approval(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => {
            "Les délais courent à partir de la validation\u{a0}; ci-dessous, si elle était donnée maintenant."
        }
        Lang::En => "Delays run from the approval; below, if it were given now.",
    }
}

pub const fn answer_both(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "Répondez aux deux questions pour voir les délais.",
        Lang::En => "Answer both questions to see the delays.",
    }
}

/// A line of the proof of a deadline: when, and what it is.
pub struct ProofLine {
    pub when: String,
    pub what: String,
    /// Whether that time counts.
    pub counts: bool,
}

/// The proof of a deadline, stretch by stretch. `local` tells what clocks show at the site.
pub fn proof(
    lang: Lang,
    deadline: &Deadline,
    local: impl Fn(EpochMs) -> LocalInstant,
) -> Vec<ProofLine> {
    let steps = deadline.proof.iter().map(|step| ProofLine {
        when: stretch(lang, local(step.span.from), local(step.span.to)),
        what: step_words(lang, step),
        counts: matches!(step.kind, StepKind::Counted | StepKind::WorkingDay(1..)),
    });
    let changes = deadline.clock_changes.iter().map(|change| ProofLine {
        when: format::day_of_year(lang, local(change.at)),
        what: clock_change(lang, *change),
        counts: false,
    });
    steps.chain(changes).collect()
}

/// "lun. 23 nov., 11 h 30 – 12 h", or over several days.
fn stretch(lang: Lang, from: LocalInstant, to: LocalInstant) -> String {
    let (first, last) = (
        format::day_of_year(lang, from),
        format::day_of_year(lang, to),
    );
    let (opens, closes) = (format::clock(lang, from), format::clock(lang, to));
    if first == last {
        format!("{first}, {opens} – {closes}")
    } else {
        format!("{first}, {opens} – {last}, {closes}")
    }
}

fn step_words(lang: Lang, step: &Step) -> String {
    let minutes = u32::try_from(step.span.length_ms() / MINUTE_MS).unwrap_or(u32::MAX);
    match (lang, &step.kind) {
        (Lang::Fr, StepKind::Counted) => format!("{} comptées", open_time(lang, minutes)),
        (Lang::En, StepKind::Counted) => format!("{} counted", open_time(lang, minutes)),
        (Lang::Fr, StepKind::Paused) => format!("{} de pause", open_time(lang, minutes)),
        (Lang::En, StepKind::Paused) => format!("{} paused", open_time(lang, minutes)),
        (Lang::Fr, StepKind::Closed) => "hors plage".to_owned(),
        (Lang::En, StepKind::Closed) => "outside the hours".to_owned(),
        (_, StepKind::ClosedBy(Mark::Holiday(day))) => holiday(lang, *day).to_owned(),
        (Lang::Fr, StepKind::ClosedBy(Mark::Exception(note))) if note.is_empty() => {
            "jour particulier".to_owned()
        }
        (Lang::En, StepKind::ClosedBy(Mark::Exception(note))) if note.is_empty() => {
            "exceptional day".to_owned()
        }
        (_, StepKind::ClosedBy(Mark::Exception(note))) => note.to_string(),
        (Lang::Fr, StepKind::WorkingDay(0)) => "jour de la demande".to_owned(),
        (Lang::En, StepKind::WorkingDay(0)) => "day of the request".to_owned(),
        (Lang::Fr, StepKind::WorkingDay(number)) => format!("jour ouvré n°{NBSP}{number}"),
        (Lang::En, StepKind::WorkingDay(number)) => format!("working day {number}"),
    }
}

fn clock_change(lang: Lang, change: ClockChange) -> String {
    let moved = change.after_s - change.before_s;
    let by = format::duration(lang, i64::from(moved.abs()) * 1_000);
    match (lang, moved > 0) {
        (Lang::Fr, true) => {
            format!("les horloges avancent de {by}\u{a0}; le délai est compté en temps réel")
        }
        (Lang::Fr, false) => {
            format!("les horloges reculent de {by}\u{a0}; le délai est compté en temps réel")
        }
        (Lang::En, true) => format!("clocks go forward by {by}; the delay counts real time"),
        (Lang::En, false) => format!("clocks go back by {by}; the delay counts real time"),
    }
}

/// The holiday's name: "Armistice, jour férié".
pub const fn holiday(lang: Lang, holiday: Holiday) -> &'static str {
    match (lang, holiday) {
        (Lang::Fr, Holiday::NewYear) => "jour de l’An, férié",
        (Lang::Fr, Holiday::GoodFriday) => "Vendredi saint, férié",
        (Lang::Fr, Holiday::EasterMonday) => "lundi de Pâques, férié",
        (Lang::Fr, Holiday::LabourDay) => "1er Mai, férié",
        (Lang::Fr, Holiday::VictoryDay) => "8 Mai, férié",
        (Lang::Fr, Holiday::Ascension) => "Ascension, férié",
        (Lang::Fr, Holiday::WhitMonday) => "lundi de Pentecôte, férié",
        (Lang::Fr, Holiday::NationalDay) => "14 Juillet, férié",
        (Lang::Fr, Holiday::Assumption) => "Assomption, férié",
        (Lang::Fr, Holiday::AllSaints) => "Toussaint, férié",
        (Lang::Fr, Holiday::Armistice) => "11 Novembre, férié",
        (Lang::Fr, Holiday::Christmas) => "Noël, férié",
        (Lang::Fr, Holiday::SaintStephen) => "Saint-Étienne, férié",
        (Lang::En, Holiday::NewYear) => "New Year’s Day, holiday",
        (Lang::En, Holiday::GoodFriday) => "Good Friday, holiday",
        (Lang::En, Holiday::EasterMonday) => "Easter Monday, holiday",
        (Lang::En, Holiday::LabourDay) => "Labour Day, holiday",
        (Lang::En, Holiday::VictoryDay) => "Victory Day, holiday",
        (Lang::En, Holiday::Ascension) => "Ascension Day, holiday",
        (Lang::En, Holiday::WhitMonday) => "Whit Monday, holiday",
        (Lang::En, Holiday::NationalDay) => "National Day, holiday",
        (Lang::En, Holiday::Assumption) => "Assumption, holiday",
        (Lang::En, Holiday::AllSaints) => "All Saints’ Day, holiday",
        (Lang::En, Holiday::Armistice) => "Armistice Day, holiday",
        (Lang::En, Holiday::Christmas) => "Christmas Day, holiday",
        (Lang::En, Holiday::SaintStephen) => "Saint Stephen’s Day, holiday",
    }
}
