//! What can happen to an intervention, without the free text that people wrote beside it.

use serde::{Deserialize, Serialize};

use super::{ActorKind, InterventionState};
use crate::domain::coded::coded_enum;
use crate::domain::component::Category;
use crate::domain::contract::{Activity, Priority, ServiceLine};
use crate::domain::coverage::{Outcome as Coverage, Route};
use crate::domain::ids::{
    ComponentId, ContactId, FileId, InterventionId, QuoteId, SiteId, StaffId,
};
use crate::domain::quote::AgreedBy;
use crate::domain::time::{EpochMs, Span};

coded_enum! {
    /// Where it came from.
    pub enum Origin {
        Contact = "contact",
        Supervision = "supervision",
        Phone = "phone",
        Staff = "staff",
        Catalogue = "catalogue",
    }
}

coded_enum! {
    /// What the work waits for. A contract lists those that stop its clocks.
    pub enum HoldReason {
        Client = "client",
        ThirdParty = "third_party",
        Part = "part",
        Quote = "quote",
        Other = "other",
    }
}

coded_enum! {
    /// Why something is recorded after it happened.
    pub enum LateReason {
        OnSite = "on_site",
        ByPhone = "by_phone",
        Forgotten = "forgotten",
    }
}

coded_enum! {
    /// The promises whose time is counted.
    pub enum ClockKind {
        /// GTI: a qualified human starts.
        Response = "response",
        /// GTR: the service is back, even palliatively.
        Restoration = "restoration",
        /// Délai de remise en état: from a palliative restoration to the curative one.
        Curative = "curative",
        /// The helpdesk answers.
        Answer = "answer",
        /// The next news that the client is owed.
        Communication = "communication",
        /// A request of the catalogue is done.
        Delivery = "delivery",
    }
}

coded_enum! {
    /// Who works on it inside the provider: first line, specialists, experts or the vendor's own.
    pub enum SupportLevel { L1 = "l1", L2 = "l2", L3 = "l3" }
}

coded_enum! {
    /// How a workaround debt ends.
    pub enum Discharge {
        /// The definitive repair of the component, or of what replaced it.
        CurativeAct = "curative_act",
        /// Another intervention or a project that says so.
        LinkedAct = "linked_act",
        ComponentRetired = "component_retired",
        /// The client signs that it lives with the risk, until a review.
        RiskAccepted = "risk_accepted",
    }
}

coded_enum! {
    pub enum EventKind {
        Submitted = "submitted",
        Planned = "planned",
        CallTaken = "call_taken",
        Started = "started",
        Held = "held",
        Resumed = "resumed",
        Noted = "noted",
        NotedInternally = "noted_internally",
        Message = "message",
        RestoredPalliative = "restored_palliative",
        RestoredCurative = "restored_curative",
        Answered = "answered",
        ActionNeeded = "action_needed",
        CurativeStarted = "curative_started",
        Relapsed = "relapsed",
        Completed = "completed",
        Done = "done",
        Confirmed = "confirmed",
        Reopened = "reopened",
        Cancelled = "cancelled",
        NoAction = "no_action",
        Requalified = "requalified",
        Approved = "approved",
        Rejected = "rejected",
        Waived = "waived",
        QuoteSent = "quote_sent",
        QuoteAccepted = "quote_accepted",
        QuoteDeclined = "quote_declined",
        QuoteExpired = "quote_expired",
        Announced = "announced",
        SlotAccepted = "slot_accepted",
        AnotherSlotAsked = "another_slot_asked",
        Postponed = "postponed",
        FaultFound = "fault_found",
        DebtDischarged = "debt_discharged",
        DuplicateOf = "duplicate_of",
        Gathered = "gathered",
        Separated = "separated",
        Led = "led",
        Chased = "chased",
        HandedOver = "handed_over",
        TimeEntered = "time_entered",
        FileAdded = "file_added",
        Rated = "rated",
        Contested = "contested",
        ContestAnswered = "contest_answered",
        BreachRecorded = "breach_recorded",
        SetAsideProposed = "set_aside_proposed",
        SetAsideAgreed = "set_aside_agreed",
        SetAsideDeclined = "set_aside_declined",
        Redacted = "redacted",
        RedactedInternally = "redacted_internally",
        FailureObserved = "failure_observed",
        RecoveryObserved = "recovery_observed",
    }
}

/// Whether a person must write something beside the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextNeed {
    None,
    Optional,
    Required,
}

/// One thing that happens, with what the rules need to know of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    Submitted(Declaration),
    /// Preventive work on the calendar: the other way to begin.
    Planned(Plan),
    /// A telephone call; the text is the caller's name, when no contact is behind it.
    CallTaken,
    Started,
    /// The text names a third party and its reference.
    Held {
        reason: HoldReason,
        /// When whoever is waited for promised to be done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promised_at: Option<EpochMs>,
        /// When the provider asks again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        chase_at: Option<EpochMs>,
    },
    /// Asked again whoever is waited for.
    Chased {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promised_at: Option<EpochMs>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        chase_at: Option<EpochMs>,
    },
    Resumed,
    /// From the provider to the client.
    Noted,
    /// Among the provider's staff: in nothing that a client receives.
    NotedInternally,
    /// From the client to the provider.
    Message,
    RestoredPalliative,
    RestoredCurative,
    Answered,
    /// Advice does not suffice: a linked corrective intervention continues it.
    ActionNeeded {
        continued_by: InterventionId,
    },
    CurativeStarted,
    Relapsed,
    /// A request from the catalogue is done.
    Completed,
    /// Preventive work is done.
    Done,
    Confirmed,
    Reopened,
    Cancelled,
    NoAction,
    Requalified {
        #[serde(flatten)]
        qualification: Qualification,
        /// An approver of the client is asked, by the new verdict, and has not said yes to as much.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        awaits_approval: bool,
        /// Above the contract's amount: that approver is not the requester.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        approved_by_another: bool,
    },
    /// An approver of the client says yes. What remains of the condition: supervision may still be wanting.
    Approved {
        coverage: Coverage,
    },
    Rejected,
    /// Accord d'urgence: the provider goes on, on the word of an approver that the text names.
    Waived {
        coverage: Coverage,
        /// Up to which sum it may cost, in euro cents excluding tax.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ceiling_cents: Option<u32>,
        /// Who gave their word, and how.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approver: Option<ContactId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<AgreedBy>,
        /// That sum is above the contract's amount: whoever gives their word is not the requester.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        approved_by_another: bool,
    },
    /// A quote, or its revision: the last one sent is the one to answer.
    QuoteSent(SentQuote),
    QuoteAccepted {
        quote: QuoteId,
    },
    QuoteDeclined {
        quote: QuoteId,
    },
    QuoteExpired {
        quote: QuoteId,
    },
    /// The client is told of planned work.
    Announced,
    SlotAccepted,
    /// The text says when would suit.
    AnotherSlotAsked,
    Postponed {
        slot: Span,
    },
    /// Preventive work found a fault: a linked corrective intervention repairs it, this one goes on.
    FaultFound {
        continued_by: InterventionId,
    },
    /// The definitive repair that was owed is owed no more, otherwise than by doing it here.
    DebtDischarged(DebtWay),
    DuplicateOf {
        of: InterventionId,
    },
    /// Several requests about one failure: this one follows another.
    Gathered {
        under: InterventionId,
    },
    /// It goes its own way again.
    Separated,
    /// What it is gathered under moved, and it with it.
    Led {
        to: InterventionState,
    },
    HandedOver {
        /// None leaves it to the whole level.
        to: Option<StaffId>,
        level: SupportLevel,
    },
    /// Work that ended then and had lasted so long.
    TimeEntered {
        minutes: u32,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        on_site: bool,
    },
    FileAdded {
        file: FileId,
    },
    /// 1 (bad) to 5 (good).
    Rated {
        score: u8,
    },
    /// A pause, or an act that was dated back: the client disagrees.
    Contested {
        /// Place of that event in the log.
        seq: i64,
    },
    ContestAnswered {
        seq: i64,
        upheld: bool,
    },
    /// A clock ran past its deadline. Recorded once for each clock, for ever.
    BreachRecorded {
        clock: ClockKind,
        due_at: EpochMs,
        /// A change of priority put the deadline in the past.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        reclassified: bool,
    },
    SetAsideProposed {
        clock: ClockKind,
    },
    /// Écartée d'un commun accord: out of the rate of respect, never out of the record.
    SetAsideAgreed {
        clock: ClockKind,
    },
    SetAsideDeclined {
        clock: ClockKind,
    },
    /// A content was erased; the trace stays.
    Redacted(Redaction),
    /// The same of an internal note, of which a client knows nothing.
    RedactedInternally(Redaction),
    /// Supervision sees the component fail.
    FailureObserved,
    /// Supervision sees it back; the technician resolves.
    RecoveryObserved,
}

/// What was asked, and what the verdict made of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Declaration {
    pub origin: Origin,
    pub route: Route,
    pub requester: Option<ContactId>,
    /// The intervention that this one continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<InterventionId>,
    /// How long after a repair the same failure is a relapse, from the contract in force.
    pub observation_ms: i64,
    /// Above the contract's amount: its approver is not its requester.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub approved_by_another: bool,
    #[serde(flatten)]
    pub qualification: Qualification,
}

/// Preventive work to come.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    pub slot: Span,
    #[serde(flatten)]
    pub declaration: Declaration,
}

/// What the rules need to know of a quote; the document itself is kept apart and never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentQuote {
    pub quote: QuoteId,
    /// In euro cents excluding tax.
    pub cents: u32,
    /// It can be accepted before this instant.
    pub valid_until: EpochMs,
    /// Above the contract's amount: whoever accepts is not the requester.
    pub approved_by_another: bool,
}

/// How a debt ends without a curative act on this intervention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum DebtWay {
    LinkedAct { by: InterventionId },
    ComponentRetired,
    RiskAccepted { review_at: EpochMs },
}

/// What was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "erased", rename_all = "snake_case")]
pub enum Redaction {
    Text { seq: i64 },
    File { file: FileId },
}

/// What it is about and how much it matters, as decided at the start or again later.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Qualification {
    pub activity: Activity,
    pub component: Option<ComponentId>,
    pub site: Option<SiteId>,
    pub category: Category,
    /// 1..3.
    pub impact: Option<u8>,
    /// 1..4.
    pub urgency: Option<u8>,
    pub priority: Option<Priority>,
    /// The line that answers; none when nothing covers it.
    pub service: Option<ServiceLine>,
    pub coverage: Coverage,
}

/// One event as the log keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    pub event: Event,
    pub actor_kind: ActorKind,
    pub actor_id: Option<i64>,
    pub effective_at: EpochMs,
    pub recorded_at: EpochMs,
}

impl DebtWay {
    pub const fn discharge(self) -> Discharge {
        match self {
            DebtWay::LinkedAct { .. } => Discharge::LinkedAct,
            DebtWay::ComponentRetired => Discharge::ComponentRetired,
            DebtWay::RiskAccepted { .. } => Discharge::RiskAccepted,
        }
    }
}

impl Event {
    pub const fn kind(&self) -> EventKind {
        match self {
            Event::Submitted(_) => EventKind::Submitted,
            Event::Planned(_) => EventKind::Planned,
            Event::CallTaken => EventKind::CallTaken,
            Event::Started => EventKind::Started,
            Event::Held { .. } => EventKind::Held,
            Event::Resumed => EventKind::Resumed,
            Event::Noted => EventKind::Noted,
            Event::NotedInternally => EventKind::NotedInternally,
            Event::Message => EventKind::Message,
            Event::RestoredPalliative => EventKind::RestoredPalliative,
            Event::RestoredCurative => EventKind::RestoredCurative,
            Event::Answered => EventKind::Answered,
            Event::ActionNeeded { .. } => EventKind::ActionNeeded,
            Event::CurativeStarted => EventKind::CurativeStarted,
            Event::Relapsed => EventKind::Relapsed,
            Event::Completed => EventKind::Completed,
            Event::Done => EventKind::Done,
            Event::Confirmed => EventKind::Confirmed,
            Event::Reopened => EventKind::Reopened,
            Event::Cancelled => EventKind::Cancelled,
            Event::NoAction => EventKind::NoAction,
            Event::Requalified { .. } => EventKind::Requalified,
            Event::Approved { .. } => EventKind::Approved,
            Event::Rejected => EventKind::Rejected,
            Event::Waived { .. } => EventKind::Waived,
            Event::QuoteSent(_) => EventKind::QuoteSent,
            Event::QuoteAccepted { .. } => EventKind::QuoteAccepted,
            Event::QuoteDeclined { .. } => EventKind::QuoteDeclined,
            Event::QuoteExpired { .. } => EventKind::QuoteExpired,
            Event::Announced => EventKind::Announced,
            Event::SlotAccepted => EventKind::SlotAccepted,
            Event::AnotherSlotAsked => EventKind::AnotherSlotAsked,
            Event::Postponed { .. } => EventKind::Postponed,
            Event::FaultFound { .. } => EventKind::FaultFound,
            Event::DebtDischarged(_) => EventKind::DebtDischarged,
            Event::DuplicateOf { .. } => EventKind::DuplicateOf,
            Event::Gathered { .. } => EventKind::Gathered,
            Event::Separated => EventKind::Separated,
            Event::Led { .. } => EventKind::Led,
            Event::Chased { .. } => EventKind::Chased,
            Event::HandedOver { .. } => EventKind::HandedOver,
            Event::TimeEntered { .. } => EventKind::TimeEntered,
            Event::FileAdded { .. } => EventKind::FileAdded,
            Event::Rated { .. } => EventKind::Rated,
            Event::Contested { .. } => EventKind::Contested,
            Event::ContestAnswered { .. } => EventKind::ContestAnswered,
            Event::BreachRecorded { .. } => EventKind::BreachRecorded,
            Event::SetAsideProposed { .. } => EventKind::SetAsideProposed,
            Event::SetAsideAgreed { .. } => EventKind::SetAsideAgreed,
            Event::SetAsideDeclined { .. } => EventKind::SetAsideDeclined,
            Event::Redacted(_) => EventKind::Redacted,
            Event::RedactedInternally(_) => EventKind::RedactedInternally,
            Event::FailureObserved => EventKind::FailureObserved,
            Event::RecoveryObserved => EventKind::RecoveryObserved,
        }
    }

    /// Whether the person who causes it has to write why, or what was done. A third party that one
    /// waits for is named.
    pub const fn text_need(&self) -> TextNeed {
        match self {
            Event::Held {
                reason: HoldReason::ThirdParty | HoldReason::Other,
                ..
            } => TextNeed::Required,
            other => other.kind().text_need(),
        }
    }
}

impl EventKind {
    pub const fn text_need(self) -> TextNeed {
        use EventKind as E;
        match self {
            E::CallTaken
            | E::Planned
            | E::Noted
            | E::NotedInternally
            | E::Message
            | E::RestoredPalliative
            | E::RestoredCurative
            | E::Answered
            | E::ActionNeeded
            | E::FaultFound
            | E::Reopened
            | E::NoAction
            | E::Rejected
            | E::Waived
            | E::Requalified
            | E::AnotherSlotAsked
            | E::Postponed
            | E::DebtDischarged
            | E::Contested
            | E::ContestAnswered
            | E::SetAsideProposed
            | E::SetAsideDeclined
            | E::Redacted
            | E::RedactedInternally => TextNeed::Required,
            E::Submitted
            | E::Started
            | E::Held
            | E::Chased
            | E::Resumed
            | E::CurativeStarted
            | E::Relapsed
            | E::Completed
            | E::Done
            | E::Confirmed
            | E::Cancelled
            | E::Approved
            | E::QuoteSent
            | E::QuoteAccepted
            | E::QuoteDeclined
            | E::QuoteExpired
            | E::Announced
            | E::SlotAccepted
            | E::DuplicateOf
            | E::Gathered
            | E::Separated
            | E::Led
            | E::HandedOver
            | E::TimeEntered
            | E::FileAdded
            | E::Rated
            | E::BreachRecorded
            | E::SetAsideAgreed
            | E::FailureObserved
            | E::RecoveryObserved => TextNeed::Optional,
        }
    }

    /// Whether it may be recorded when the intervention is over: a remark on the record, not a change of it.
    pub const fn is_about_the_record(self) -> bool {
        use EventKind as E;
        matches!(
            self,
            E::BreachRecorded
                | E::Rated
                | E::SetAsideProposed
                | E::SetAsideAgreed
                | E::SetAsideDeclined
                | E::Contested
                | E::ContestAnswered
                | E::Redacted
                | E::RedactedInternally
        )
    }

    /// Whether somebody who looked before it happened looks at something old. A deadline that passes
    /// changes nothing that a person decides on.
    pub const fn moves_on(self) -> bool {
        !self.is_internal() && !matches!(self, EventKind::BreachRecorded)
    }

    /// Whether a client may ever see it.
    pub const fn is_internal(self) -> bool {
        matches!(
            self,
            EventKind::NotedInternally | EventKind::RedactedInternally
        )
    }
}
