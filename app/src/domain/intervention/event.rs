//! What can happen to an intervention, without the free text that people wrote beside it.

use serde::{Deserialize, Serialize};

use crate::domain::access::{ContactAsker, Role, StaffRole};
use crate::domain::coded::coded_enum;
use crate::domain::component::Category;
use crate::domain::contract::{Activity, Priority, ServiceLine};
use crate::domain::coverage::{Outcome as Coverage, Route};
use crate::domain::ids::{ComponentId, ContactId, InterventionId, SiteId, StaffId};
use crate::domain::time::EpochMs;

coded_enum! {
    /// Who made something happen, as the log names it.
    pub enum ActorKind { Contact = "contact", Staff = "staff", System = "system" }
}

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
    pub enum EventKind {
        Submitted = "submitted",
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
    /// A telephone call; the text is the caller's name, when no contact is behind it.
    CallTaken,
    Started,
    Held {
        reason: HoldReason,
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
    Requalified(Qualification),
    /// An approver of the client says yes. What remains of the condition: supervision may still be wanting.
    Approved {
        coverage: Coverage,
    },
    Rejected,
    /// Accord d'urgence: the provider goes on, on the word of an approver that the text names.
    Waived {
        coverage: Coverage,
    },
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

/// Who acts, with the standing that the rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    Contact {
        id: ContactId,
        standing: Standing,
        /// Whether its role lets it approve requests of its company.
        approves: bool,
    },
    Staff {
        id: StaffId,
        role: StaffRole,
    },
    System,
}

/// What a contact is to one intervention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// May look.
    Reader,
    /// May request and write.
    Writer,
    /// Its requester, or the Référent: may also confirm, reopen and cancel.
    Owner,
}

impl Standing {
    /// What this contact is to an intervention that it sees. One that nobody asked for (supervision
    /// opened it) belongs to whoever may request.
    pub fn of(asker: &ContactAsker, requester: Option<ContactId>) -> Self {
        let speaks_for_it = asker.role == Role::ClientAdmin
            || requester.is_none_or(|requester| requester == asker.contact);
        match (asker.may_request(), speaks_for_it) {
            (false, _) => Standing::Reader,
            (true, false) => Standing::Writer,
            (true, true) => Standing::Owner,
        }
    }
}

impl Actor {
    pub const fn kind(self) -> ActorKind {
        match self {
            Actor::Contact { .. } => ActorKind::Contact,
            Actor::Staff { .. } => ActorKind::Staff,
            Actor::System => ActorKind::System,
        }
    }

    /// Its id in the table of its kind.
    pub const fn id(self) -> Option<i64> {
        match self {
            Actor::Contact { id, .. } => Some(id.0),
            Actor::Staff { id, .. } => Some(id.0),
            Actor::System => None,
        }
    }
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

impl Event {
    pub const fn kind(&self) -> EventKind {
        match self {
            Event::Submitted(_) => EventKind::Submitted,
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
            Event::Requalified(_) => EventKind::Requalified,
            Event::Approved { .. } => EventKind::Approved,
            Event::Rejected => EventKind::Rejected,
            Event::Waived { .. } => EventKind::Waived,
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
            | E::Noted
            | E::NotedInternally
            | E::Message
            | E::RestoredPalliative
            | E::RestoredCurative
            | E::Answered
            | E::ActionNeeded
            | E::Reopened
            | E::NoAction
            | E::Rejected
            | E::Waived
            | E::Requalified => TextNeed::Required,
            E::Submitted | E::Held | E::Relapsed | E::Completed | E::Done | E::Cancelled => {
                TextNeed::Optional
            }
            E::Approved | E::FailureObserved | E::RecoveryObserved => TextNeed::Optional,
            E::Started | E::Resumed | E::CurativeStarted | E::Confirmed => TextNeed::Optional,
        }
    }

    /// Whether a client may ever see it.
    pub const fn is_internal(self) -> bool {
        matches!(self, EventKind::NotedInternally)
    }
}
