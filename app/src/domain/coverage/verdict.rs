//! What is asked about coverage, and the answer: reason codes, parameters and clauses, made sentences elsewhere.

use serde::{Deserialize, Serialize};

use super::commitment::Commitment;
use crate::domain::access::Role;
use crate::domain::coded::coded_enum;
use crate::domain::component::{Category, ComponentState, Key};
use crate::domain::contract::{Activity, HourRule, Priority, ScopeItem, ServiceLine};
use crate::domain::time::{EpochMs, LocalInstant};

/// What is asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Whether the contact may request for this site; decided by who asks, not by the form.
    pub may_request: bool,
    pub subject: Subject,
    pub site: Option<Key>,
    pub activity: Activity,
    /// 1..3 and 1..4, once both plain questions are answered.
    pub impact: Option<u8>,
    pub urgency: Option<u8>,
    /// Instant of declaration.
    pub at: EpochMs,
    /// What whoever asks may do for the client; none for what supervision opens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

impl Question {
    /// Where it is asked for: the site that it names, or the only one of its component.
    pub fn place(&self) -> Option<&Key> {
        self.site.as_ref().or(match &self.subject {
            Subject::Component { sites, .. } => sites.first().filter(|_| sites.len() == 1),
            Subject::Category(_) | Subject::Unnamed => None,
        })
    }
}

/// What the request is about: a component, only a category, or, from the catalogue, neither.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Component {
        key: Key,
        category: Category,
        /// The sites it serves; none means the whole client.
        sites: Vec<Key>,
        /// By a probe, a source, a report or a check-visit.
        supervised: bool,
    },
    Category(Category),
    /// A request of the catalogue that says nothing of what it is about: an arrival is about no component.
    Unnamed,
}

impl Subject {
    /// What a request without a component is about; nothing yet, unless the catalogue has it. “Other” says no more
    /// of such a request than nothing.
    pub fn without_component(category: Option<Category>, activity: &Activity) -> Option<Subject> {
        match (category, activity) {
            (None | Some(Category::Other), Activity::Catalogue(_)) => Some(Subject::Unnamed),
            (category, _) => category.map(Subject::Category),
        }
    }

    pub fn category(&self) -> Option<Category> {
        match self {
            Subject::Component { category, .. } | Subject::Category(category) => Some(*category),
            Subject::Unnamed => None,
        }
    }
}

coded_enum! {
    pub enum Outcome {
        Covered = "covered",
        CoveredIf = "covered_if",
        OnQuote = "on_quote",
        OutOfScope = "out_of_scope",
    }
}

coded_enum! {
    /// Where the request goes once sent.
    pub enum Route {
        Registered = "registered",
        /// An approver of the client says yes first.
        AwaitingApproval = "awaiting_approval",
        Quote = "quote",
    }
}

/// The decision with its proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    pub outcome: Outcome,
    pub route: Route,
    /// The line that answers for it.
    pub line: Option<LineRef>,
    pub priority: Option<Priority>,
    /// In order of decision.
    pub proof: Vec<Reason>,
    /// Other lines that cover it too.
    pub alternatives: Vec<LineRef>,
    /// What would make a negative verdict positive.
    pub would_be_covered_if: Vec<Remedy>,
    /// What is due, and when; none where nothing is promised or hours are not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<Commitment>,
}

impl Verdict {
    /// Whether the approval that it waits for is another's than the requester's: above an amount.
    pub fn is_approved_by_another(&self) -> bool {
        self.proof.iter().any(|step| {
            matches!(
                step,
                Reason::ApprovalNeeded {
                    why: ApprovalCause::Amount { .. } | ApprovalCause::Hours { .. },
                    ..
                }
            )
        })
    }

    /// Why an approver is asked first, when one is.
    fn approval_cause(&self) -> Option<ApprovalCause> {
        self.proof.iter().find_map(|step| match step {
            Reason::ApprovalNeeded { why, .. } => Some(*why),
            _ => None,
        })
    }

    /// Whether the yes that `before` was waiting for, and was given, holds for this one: the same cause, for no more.
    pub fn is_approved_as(&self, before: &Verdict) -> bool {
        use ApprovalCause::{Activity, Amount, Hours, Role};
        let (Some(asked), Some(given)) = (self.approval_cause(), before.approval_cause()) else {
            return false;
        };
        match (asked, given) {
            (Amount { cents: asked, .. }, Amount { cents: given, .. }) => asked <= given,
            (Hours { minutes: asked, .. }, Hours { minutes: given, .. }) => asked <= given,
            (Amount { .. } | Hours { .. }, _) => false,
            (Activity | Role, _) => true,
        }
    }

    /// How its work is debited from the hour book, as the proof says.
    pub fn hour_rule(&self) -> Option<HourRule> {
        self.proof.iter().find_map(|step| match step {
            Reason::PaidFromHourBook {
                unit_minutes,
                minimum_minutes,
                travel_minutes,
                out_of_hours_percent,
                approval_above_minutes,
            } => Some(HourRule {
                unit_minutes: *unit_minutes,
                minimum_minutes: *minimum_minutes,
                travel_minutes: *travel_minutes,
                out_of_hours_percent: *out_of_hours_percent,
                approval_above_minutes: *approval_above_minutes,
            }),
            _ => None,
        })
    }

    /// What is left of it once an approver has said yes.
    pub fn once_approved(&self) -> Outcome {
        if self.would_be_covered_if.contains(&Remedy::Supervise) {
            Outcome::CoveredIf
        } else {
            Outcome::Covered
        }
    }
}

/// A line of a contract, named so that a person can find it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRef {
    pub contract: String,
    pub version: u32,
    pub line: Key,
    pub service: ServiceLine,
    pub title: String,
}

/// One step of the proof: a code, its parameters, the clauses it rests on. The catalogue makes it a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Reason {
    NoContractInForce,
    ContractInForce {
        contract: String,
        version: u32,
    },
    /// No contract in force has a line for that activity.
    NoLineForActivity {
        service: ServiceLine,
    },
    CatalogueItemUnlisted {
        item: Key,
    },
    CatalogueItemListed {
        item: Key,
        line: LineRef,
        clause: String,
    },
    LineMatches {
        line: LineRef,
        clause: String,
    },
    Included {
        line: LineRef,
        item: ScopeWords,
    },
    Excluded {
        line: LineRef,
        item: ScopeWords,
    },
    /// The line says nothing of it, and what is not included is out.
    NotInScope {
        line: LineRef,
    },
    Supervised,
    NotSupervised {
        line: LineRef,
    },
    /// Nobody answered: supervision saw it so, and the contract says how grave that is until it is qualified.
    SeenBySupervision {
        state: ComponentState,
    },
    PrioritySet {
        priority: Priority,
        impact: u8,
        urgency: u8,
    },
    /// People of the line work now.
    WithinHours,
    OutsideHours {
        opens: LocalInstant,
    },
    /// The calendar does not open again.
    NeverOpens,
    /// On call joins the hours for this priority.
    OnCallServes {
        by_phone: bool,
        price: String,
        clause: String,
    },
    OnCallDoesNotServe {
        /// False: the priority may be served, this is not.
        in_scope: bool,
        clause: String,
    },
    /// The provider does not run it: a response, then following the vendor.
    VendorFollowUp,
    /// No commitment at this priority.
    NothingPromised,
    BillingIncluded,
    /// As the contract's hour rule says.
    PaidFromHourBook {
        unit_minutes: u16,
        minimum_minutes: u16,
        #[serde(default)]
        travel_minutes: u16,
        #[serde(default)]
        out_of_hours_percent: u16,
        #[serde(default)]
        approval_above_minutes: Option<u32>,
    },
    /// What the hour book still holds, in minutes; below zero once overrun.
    HourBookBalance {
        minutes: i64,
    },
    /// A fixed sum, in euro cents excluding tax.
    FixedPrice {
        cents: u32,
    },
    Chargeable,
    ApprovalNeeded {
        why: ApprovalCause,
        clause: String,
    },
    /// Whoever asks may approve it: sending is approving.
    ApprovedBySender {
        clause: String,
    },
    /// An approval never blocks a P1.
    ApprovalWaivedForP1 {
        clause: String,
    },
}

/// What a scope item says, for quoting it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScopeWords {
    pub component: Option<Key>,
    pub category: Option<Category>,
    pub site: Option<Key>,
    pub activity: Option<Activity>,
    pub clause: String,
    pub note: String,
}

/// What would turn a negative verdict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "remedy", rename_all = "snake_case")]
pub enum Remedy {
    /// Supervise the component.
    Supervise,
    /// An amendment that adds it to that line.
    AddToScope {
        line: LineRef,
    },
    /// An amendment that lifts that exclusion.
    LiftExclusion {
        line: LineRef,
        clause: String,
    },
    /// A contract with such a line.
    SubscribeLine {
        service: ServiceLine,
    },
    /// Another activity on the same subject is covered: advice instead of repair, for one.
    AskInstead {
        activity: Activity,
    },
    AcceptQuote,
    /// An approver says yes.
    Approve,
}

/// What makes an approval necessary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApprovalCause {
    /// In euro cents excluding tax.
    Amount {
        cents: u32,
        above_cents: u32,
    },
    Hours {
        minutes: u32,
        above_minutes: u32,
    },
    Activity,
    Role,
}

pub(super) fn words(item: &ScopeItem) -> ScopeWords {
    ScopeWords {
        component: item.component.clone(),
        category: item.category,
        site: item.site.clone(),
        activity: item.activity.clone(),
        clause: item.clause.clone(),
        note: item.note.clone(),
    }
}
