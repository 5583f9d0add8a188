//! Why a gesture is refused: values for the caller to show.

use super::InterventionState;

/// Why an event was refused. A value for the caller to show, not a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Not in this state.
    NotNow(InterventionState),
    /// Not declared yet, or declared already.
    OutOfOrder,
    /// This actor may not.
    NotAllowed,
    /// The service line does not do that: a helpdesk never acts on a component, maintenance does not answer.
    NotOnThisLine,
    /// Something was done to a component: it cannot become advice any more.
    AlreadyActed,
    /// A definitive repair is owed.
    DebtOpen,
    /// Nothing covers it: a quote comes first.
    NotCovered,
    /// Covered on a condition that is not met: supervise the component.
    ConditionNotMet,
    /// Too late for a relapse: a new, linked intervention.
    ObservationOver,
    /// The quote is not valid any more.
    QuoteExpired,
    /// It is valid still.
    QuoteValid,
    /// Another quote replaced it.
    QuoteReplaced,
    /// It begins before it is written down: that is not planned.
    SlotPast,
    /// It follows another intervention: act there.
    Gathered,
    /// It cannot follow itself, nor what follows another.
    NotThatOne,
    /// Said already, or nothing to answer.
    AlreadySaid,
    /// No such breach, event or debt.
    Unfounded,
    /// Above the contract's amount, whoever asks does not approve.
    OwnRequest,
    /// A reason, or what was done, must be written.
    TextMissing,
    InTheFuture,
    /// Before what happened last, or further back than a person may date.
    TooOld,
    LateReasonMissing,
}

impl Refusal {
    /// The stable word for it; the state's own when the state is the reason.
    pub const fn code(self) -> &'static str {
        match self {
            Refusal::NotNow(state) => state.code(),
            Refusal::OutOfOrder => "out_of_order",
            Refusal::NotAllowed => "not_allowed",
            Refusal::NotOnThisLine => "not_on_this_line",
            Refusal::AlreadyActed => "already_acted",
            Refusal::DebtOpen => "debt_open",
            Refusal::NotCovered => "not_covered",
            Refusal::ConditionNotMet => "condition_not_met",
            Refusal::ObservationOver => "observation_over",
            Refusal::QuoteExpired => "quote_expired",
            Refusal::QuoteValid => "quote_valid",
            Refusal::QuoteReplaced => "quote_replaced",
            Refusal::SlotPast => "slot_past",
            Refusal::Gathered => "gathered",
            Refusal::NotThatOne => "not_that_one",
            Refusal::AlreadySaid => "already_said",
            Refusal::Unfounded => "unfounded",
            Refusal::OwnRequest => "own_request",
            Refusal::TextMissing => "text_missing",
            Refusal::InTheFuture => "in_the_future",
            Refusal::TooOld => "too_old",
            Refusal::LateReasonMissing => "late_reason_missing",
        }
    }
}
