//! The life of an intervention: its states, who may do what in each, and what every gesture leaves behind.
//!
//! # Layout
//! - `event`: what can happen to it, as stored for ever; `actor`: who does it
//! - `snapshot`: where it stands, derived from its events and from nothing else
//! - `effect`: what an event does in a state ([`apply`])
//! - [`clocks`]: what is due and when, counted from the events
//! - `transition`: who may cause it and when ([`permit`]); `refusal`: why not

mod actor;
pub mod clocks;
mod effect;
mod event;
mod refusal;
mod snapshot;
mod title;
mod transition;

pub use actor::{Actor, ActorKind, Standing};
pub use effect::apply;
pub use event::{
    ClockKind, DebtWay, Declaration, Discharge, Event, EventKind, HoldReason, LateReason, Origin,
    Plan, Qualification, Recorded, Redaction, SentQuote, SupportLevel, TextNeed,
};
pub use refusal::Refusal;
pub use snapshot::{Agreement, Breach, Contest, Debt, Held, Planning, SetAside, Snapshot, replay};
pub use title::{TITLE_LENGTH, title_of};
pub use transition::{BACKDATING_LIMIT_MS, DebtEffect, Outcome, Step, allowed, permit, transition};

use super::coded::coded_enum;

coded_enum! {
    /// Where the work stands. Clocks and breaches are not states.
    pub enum InterventionState {
        Draft = "draft",
        AwaitingApproval = "awaiting_approval",
        AwaitingQuote = "awaiting_quote",
        QuoteSent = "quote_sent",
        Registered = "registered",
        InProgress = "in_progress",
        OnHold = "on_hold",
        /// Working again by a fragile repair: the definitive one is owed.
        TemporarilyRestored = "temporarily_restored",
        Resolved = "resolved",
        Closed = "closed",
        Rejected = "rejected",
        Cancelled = "cancelled",
        /// Continued by a linked corrective intervention.
        Transferred = "transferred",
        /// Preventive work on the calendar, not yet told to the client.
        Planned = "planned",
        Announced = "announced",
    }
}

impl InterventionState {
    /// Nothing happens any more: what follows is a new, linked intervention.
    pub const fn is_terminal(self) -> bool {
        use InterventionState::{Cancelled, Closed, Rejected, Transferred};
        matches!(self, Closed | Rejected | Cancelled | Transferred)
    }

    /// Preventive work that has not begun.
    pub const fn is_planned(self) -> bool {
        matches!(
            self,
            InterventionState::Planned | InterventionState::Announced
        )
    }

    /// Somebody still has work to do: neither ended nor waiting only for the requester's word.
    pub const fn is_unfinished(self) -> bool {
        !self.is_terminal()
            && !matches!(self, InterventionState::Resolved | InterventionState::Draft)
    }
}

coded_enum! {
    /// The posture of what was done.
    pub enum Act {
        /// Conseil: words only, nothing touched.
        Advice = "advice",
        /// Dépannage provisoire: works again, fragile.
        Palliative = "palliative",
        /// Réparation: the initial state is back.
        Curative = "curative",
        /// Prévention: before it breaks.
        Preventive = "preventive",
    }
}

impl Act {
    /// Whether something was done to a component.
    pub const fn is_on_component(self) -> bool {
        !matches!(self, Act::Advice)
    }
}

#[cfg(test)]
mod tests;
