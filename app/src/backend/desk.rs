//! What the provider's staff ask at their desk: the queue, one intervention, a call, the clients.

use std::sync::Arc;

use super::Answer;
use super::canned::CannedAnswer;
use super::interventions::{ComponentChoice, Listed, RequestInput, Sheet, SiteChoice};
use super::planning::SlotInput;
use super::quotes::QuoteCard;
use crate::domain::access::{Asker, Role};
use crate::domain::coded::coded_enum;
use crate::domain::contract::{CatalogueItem, Priority, ServiceLine};
use crate::domain::intervention::{
    ClockKind, HoldReason, InterventionState, LateReason, SupportLevel,
};
use crate::domain::time::LocalInstant;

/// The desk, as a context.
#[derive(Clone)]
pub struct Desk(pub Arc<dyn DeskBackend>);

/// For the provider's staff; contacts get `Forbidden`.
pub trait DeskBackend: Send + Sync {
    /// What waits, over all clients: what breaches next first, then what is breached, paused, not promised.
    fn queue<'a>(&'a self, asker: &'a Asker, filter: &'a QueueFilter) -> Answer<'a, Queue>;

    /// Interventions of every client that hold the words, internal notes included, the latest first.
    fn search<'a>(&'a self, asker: &'a Asker, filter: &'a SearchFilter) -> Answer<'a, Found>;

    /// One intervention of any client, internal notes included.
    fn one<'a>(&'a self, asker: &'a Asker, reference: &'a str) -> Answer<'a, DeskSheet>;

    /// A gesture on it.
    fn act<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        gesture: DeskGesture,
    ) -> Answer<'a, DeskDone>;

    /// What the form of a telephone call shows; without a client, only the clients.
    fn call_form<'a>(&'a self, asker: &'a Asker, client: Option<&'a str>) -> Answer<'a, CallForm>;

    /// Stores a call as a request; gives the reference.
    fn enter_call<'a>(&'a self, asker: &'a Asker, call: CallInput) -> Answer<'a, String>;

    /// Definitive repairs that are owed, the oldest first, and the risks to look at again.
    fn debts<'a>(&'a self, asker: &'a Asker, filter: &'a DebtFilter) -> Answer<'a, Debts>;

    /// A risk that the client lives with was looked at again: its client's slug, and the debt's id.
    fn review_risk<'a>(&'a self, asker: &'a Asker, client: &'a str, debt: i64) -> Answer<'a, ()>;

    /// Every client, by name.
    fn clients<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Vec<ClientRow>>;

    /// One client: whom to call, what it has, what is open.
    fn client<'a>(&'a self, asker: &'a Asker, slug: &'a str) -> Answer<'a, ClientSheet>;
}

/// What the queue shows; everything comes from the URL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// Slug of a client.
    pub client: Option<String>,
    pub state: Option<InterventionState>,
    /// Taken by the asker.
    pub mine: bool,
    pub service: Option<ServiceLine>,
    pub priority: Option<Priority>,
    pub level: Option<SupportLevel>,
    pub pressure: Option<Pressure>,
    /// Where the page before ended, as [`Queue::next`] gave it.
    pub after: Option<String>,
}

coded_enum! {
    /// What presses.
    pub enum Pressure {
        /// Breached, or within two hours of it.
        Soon = "soon",
        /// Whoever it waits for is to be asked again.
        Chase = "chase",
    }
}

/// What is looked for; everything comes from the URL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchFilter {
    /// Words that must all be found; none lists the latest.
    pub words: Option<String>,
    /// Slug of a client.
    pub client: Option<String>,
    /// Where the page before ended, as [`Found::next`] gave it.
    pub after: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub rows: Vec<FoundRow>,
    /// Where the next page begins, when there is one.
    pub next: Option<i64>,
    pub clients: Vec<ClientName>,
    pub now: LocalInstant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundRow {
    pub client: ClientName,
    pub listed: Listed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    pub rows: Vec<QueueRow>,
    /// Where the next page begins, when there is one.
    pub next: Option<String>,
    pub clients: Vec<ClientName>,
    pub now: LocalInstant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    pub client: ClientName,
    pub listed: Listed,
    /// For taking it from the list.
    pub version: i64,
    /// Nobody has it, or work has not begun.
    pub may_take: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientName {
    pub slug: String,
    pub name: String,
}

/// One intervention at the desk.
#[derive(Debug, Clone, PartialEq)]
pub struct DeskSheet {
    pub client: ClientName,
    pub sheet: Sheet,
    /// Telephone of the requester's account.
    pub requester_phone: String,
    /// For requalifying.
    pub components: Vec<ComponentChoice>,
    pub catalogue: Vec<CatalogueChoice>,
    /// Open faults of the same client, the nearest first: to follow, or the same one.
    pub candidates: Vec<Listed>,
    /// The reasons that stop a clock, in the words of the contracts in force.
    pub listed_holds: Vec<String>,
    /// Who may give their word in an emergency: id and name.
    pub approvers: Vec<(i64, String)>,
    /// What may be put into the text of a gesture.
    pub canned: Vec<CannedAnswer>,
    /// To whom it may be handed over, by name.
    pub colleagues: Vec<Colleague>,
}

/// A member of the staff, as somebody that work is handed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    pub id: i64,
    pub name: String,
    /// Has it now.
    pub has_it: bool,
}

/// A request that the client's contracts list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueChoice {
    /// Code of the activity: `catalogue:arrival`.
    pub activity: String,
    pub title: String,
    pub title_en: String,
}

/// What a technician does, with what guards it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskGesture {
    pub deed: Deed,
    pub expected_version: i64,
    pub text: String,
    pub when: When,
}

/// When it happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum When {
    #[default]
    Now,
    /// Local date and time of the client, `2026-11-23T14:05`, and why it is recorded late.
    Earlier {
        local: String,
        reason: Option<LateReason>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    Take,
    Hold(HoldReason, Wait),
    /// Asked again whoever it waits for.
    Chase(Wait),
    /// Answers a client's disagreement with the event at that place among those that a client may see.
    AnswerContest {
        place: i64,
        upheld: bool,
    },
    ProposeSetAside(ClockKind),
    Resume,
    NoteToClient,
    InternalNote,
    RestoreProvisionally,
    StartCurative,
    RestoreCurative,
    Answer,
    ActionNeeded,
    Relapse,
    Complete,
    Done,
    NoAction,
    /// Accord d'urgence, on the word of an approver; the text says what was agreed.
    Waive(Word),
    Requalify(Requalification),
    /// Work that ended then and lasted so long; the text says what was done.
    EnterTime(TimeSpent),
    /// Answers the client's disagreement about the hours debited, with hours given back or without.
    AnswerTimeContest(ContestAnswer),
    /// It follows the one of that reference.
    Gather(String),
    /// It goes its own way again.
    Separate,
    /// The same thing told twice: the reference of the other.
    DuplicateOf(String),
    /// To another level, and somebody there; the text becomes an internal note.
    HandOver(Handing),
    /// The intervention of that reference did the definitive repair that is owed here.
    SettledBy(String),
    /// Tells the client of planned work.
    Announce,
    Postpone(SlotInput),
    /// Planned work that will not be done.
    CallOff,
    /// Preventive work found a fault: who is hampered and whether one can work otherwise, as posted.
    FaultFound {
        impact: String,
        urgency: String,
    },
}

/// As posted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Handing {
    /// Code of a level.
    pub level: String,
    /// Id of a technician; empty leaves it to the whole level.
    pub technician: String,
}

/// What is known of a wait, as posted: local dates and times of the site, `2026-11-23T14:05`; empty: not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wait {
    /// When whoever it waits for promised to be done.
    pub promised_at: String,
    /// When the provider asks again.
    pub chase_at: String,
}

/// As posted: empty keeps what is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Requalification {
    pub component: String,
    pub activity: String,
    pub impact: String,
    pub urgency: String,
}

/// As posted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimeSpent {
    pub minutes: String,
    /// "on_site", else remotely.
    pub place: String,
}

/// As posted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContestAnswer {
    /// "yes": the client is right.
    pub upheld: String,
    /// Minutes given back to the hour book; empty: none.
    pub goodwill: String,
}

/// As posted: whose word, how it was given, up to which sum in euros excluding tax.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Word {
    /// Id of a contact who approves.
    pub approver: String,
    pub channel: String,
    /// Needed where no quote was accepted; ignored where only an approval is waited for.
    pub ceiling: String,
}

/// What a gesture led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskDone {
    /// The linked intervention that continues it.
    pub continued_by: Option<String>,
}

/// What the form of a call shows.
#[derive(Debug, Clone, PartialEq)]
pub struct CallForm {
    pub clients: Vec<ClientName>,
    /// The chosen client's.
    pub chosen: Option<CallClient>,
    /// A new key, so that a form sent twice makes one request.
    pub request_id: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct CallClient {
    pub client: ClientName,
    pub contacts: Vec<CallerChoice>,
    pub components: Vec<ComponentChoice>,
    pub sites: Vec<SiteChoice>,
    pub catalogue: Vec<CatalogueItem>,
    /// Whether its contracts ask for one of four plain levels.
    pub plain_levels: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerChoice {
    pub id: i64,
    pub name: String,
    pub phone: String,
    pub role: Role,
}

/// A call as it was posted.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct CallInput {
    /// Slug of the client.
    pub client: String,
    /// Name of the caller: a contact's own name makes it the requester.
    pub caller: String,
    #[serde(flatten)]
    pub request: RequestInput,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientRow {
    pub client: ClientName,
    pub code: String,
    pub sites: i64,
    pub components: i64,
    pub open_interventions: i64,
    pub open_debts: i64,
}

/// One client as the desk knows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ClientSheet {
    pub client: ClientName,
    pub code: String,
    pub head_count: Option<i64>,
    pub sites: Vec<SiteChoice>,
    pub contacts: Vec<ContactRow>,
    /// Definitive repairs that are owed, the oldest first.
    pub debts: Vec<DebtRow>,
    /// Quotes that wait for its answer.
    pub quotes: Vec<QuoteCard>,
    pub components: Vec<ComponentChoice>,
    pub open: Vec<Listed>,
    pub now: LocalInstant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactRow {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub role: Role,
}

/// What the page of debts shows; everything comes from the URL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DebtFilter {
    /// Slug of a client.
    pub client: Option<String>,
    /// Where the page before ended, as [`Debts::next`] gave it.
    pub after: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debts {
    pub rows: Vec<DebtRow>,
    pub next: Option<String>,
    /// Risks whose day of review has come.
    pub reviews: Vec<ReviewRow>,
    pub clients: Vec<ClientName>,
    pub now: LocalInstant,
}

/// A temporary repair that waits for its definitive one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DebtRow {
    pub client: ClientName,
    pub component: Option<String>,
    pub reference: String,
    pub title: String,
    pub state: InterventionState,
    pub opened: LocalInstant,
    pub relapses: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRow {
    pub id: i64,
    pub client: ClientName,
    pub component: Option<String>,
    pub reference: String,
    pub review: LocalInstant,
}
