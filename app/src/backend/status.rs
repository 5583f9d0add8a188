//! What the pages ask about states: the board, one component, outages, alerts that matched nothing.
//!
//! Codes, names and instants only: the words are the pages'. Nothing here is serialised.

use std::sync::Arc;

use super::Answer;
use crate::domain::access::Asker;
use crate::domain::coded::coded_enum;
use crate::domain::component::{Category, ComponentState};
use crate::domain::contract::ServiceLine;
use crate::domain::coverage::Promise;
use crate::domain::ids::SiteId;
use crate::domain::intervention::InterventionState;
use crate::domain::status::{Cause, Severity};
use crate::domain::time::{EpochMs, LocalInstant};
use crate::domain::uptime::{Availability, Day};

/// The states, as a context.
#[derive(Clone)]
pub struct Statuses(pub Arc<dyn StatusBackend>);

/// Whose board a call is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose<'a> {
    /// The client that the contact is signed in for; staff have none and get `NotFound`.
    Own,
    /// The client of that slug: staff, or a contact of that very client.
    Client(&'a str),
}

/// States as the pages read them. A contact gets what stands at its sites; what it may not see,
/// and what does not exist, are both `NotFound`.
pub trait StatusBackend: Send + Sync {
    /// The live board, from memory.
    fn board<'a>(&'a self, asker: &'a Asker, whose: Whose<'a>) -> Answer<'a, Board>;

    /// One component, with its past.
    fn component<'a>(
        &'a self,
        asker: &'a Asker,
        whose: Whose<'a>,
        key: &'a str,
    ) -> Answer<'a, ComponentPage>;

    /// What the title, the icon and the navigation carry; for staff without a client: over all of them.
    fn summary<'a>(&'a self, asker: &'a Asker, whose: Whose<'a>) -> Answer<'a, Summary>;

    /// Failures that overlap `[from, to)`, newest first, of all components or of one.
    fn outages<'a>(
        &'a self,
        asker: &'a Asker,
        whose: Whose<'a>,
        filter: OutageFilter<'a>,
    ) -> Answer<'a, Vec<Outage>>;

    /// Every client with its summary, by name (staff).
    fn clients<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Vec<ClientSummary>>;

    /// Alerts that led to no component: firing ones first, then the latest (staff).
    fn unmatched<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Vec<UnmatchedAlert>>;
}

/// The states of a client's components, in board order.
#[derive(Debug, Clone)]
pub struct Board {
    pub client: ClientLabel,
    pub rows: Vec<Arc<Row>>,
    pub summary: Summary,
    /// Where the live stream goes on from, for `<body data-cursor>`.
    pub cursor: i64,
    /// Now, in the client's zone.
    pub now: LocalInstant,
    /// When this was read. Far behind `now` when the database does not answer: the last known good.
    pub read_at: LocalInstant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientLabel {
    pub slug: String,
    pub name: String,
}

/// One component on the board.
#[derive(Debug, Clone)]
pub struct Row {
    pub key: String,
    pub name: String,
    pub category: Category,
    pub sites: Vec<SiteLabel>,
    pub state: ComponentState,
    pub since: LocalInstant,
    pub cause: Cause,
    /// Something watches it: a probe, a source, or a report or visit. Otherwise no bar, no percentage.
    pub supervised: bool,
    pub last_seen: Option<LastSeen>,
    /// Of its first probe's last result, when that was a success.
    pub latency_ms: Option<i64>,
    /// Over the last 90 days.
    pub availability: Availability,
    /// The worst state of each of the last 90 days, oldest first, today last; empty when nothing watches it.
    pub days: Arc<[ComponentState]>,
    /// The one to follow: the latest that is still open. A contact sees only those it may see.
    pub open_intervention: Option<OpenIntervention>,
    /// *Rétabli provisoirement*: a workaround waits for its repair. Stands beside the state.
    pub provisional: bool,
    /// The lines that cover it today; empty: none does.
    pub cover: Vec<ServiceLine>,
    /// What the line that answers a failure promises at its most urgent; `None` when no line does.
    pub promise: Option<Promise>,
    /// Its only supervision is a source without a watchdog: *aucun signe de vie attendu*.
    pub no_sign_of_life: bool,
    /// What it depends on and that fails now: *impacté par*.
    pub impacted_by: Vec<ComponentLabel>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentLabel {
    pub key: String,
    pub name: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteLabel {
    pub id: SiteId,
    pub key: String,
    pub name: String,
}

/// "Vu il y a 12 s par sonde Strasbourg."
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastSeen {
    pub at: LocalInstant,
    pub by: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenIntervention {
    pub reference: String,
    pub state: InterventionState,
}

/// Many states in one glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// The worst of them.
    pub overall: Overall,
    /// Components that a person has to look at: what a badge shows.
    pub needs_attention: usize,
    pub components: usize,
    pub operational: usize,
    pub degraded: usize,
    pub partial_outage: usize,
    pub major_outage: usize,
    pub under_maintenance: usize,
    pub unknown: usize,
    pub not_supervised: usize,
    /// With a workaround that waits for its repair, whatever their state.
    pub provisional: usize,
}

/// A state; nothing at all is "not supervised".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overall(pub ComponentState);

impl Default for Overall {
    fn default() -> Self {
        Overall(ComponentState::NotSupervised)
    }
}

impl Summary {
    /// Counts what is shown.
    pub fn of<'r>(rows: impl IntoIterator<Item = &'r Row>) -> Summary {
        let mut summary = Summary::default();
        for row in rows {
            summary.overall = Overall(summary.overall.0.max(row.state));
            summary.components += 1;
            summary.needs_attention += usize::from(row.state.needs_attention());
            summary.provisional += usize::from(row.provisional);
            *summary.count_of(row.state) += 1;
        }
        summary
    }

    /// Both together.
    pub fn with(mut self, other: Summary) -> Summary {
        self.overall = Overall(self.overall.0.max(other.overall.0));
        self.needs_attention += other.needs_attention;
        self.components += other.components;
        self.operational += other.operational;
        self.degraded += other.degraded;
        self.partial_outage += other.partial_outage;
        self.major_outage += other.major_outage;
        self.under_maintenance += other.under_maintenance;
        self.unknown += other.unknown;
        self.not_supervised += other.not_supervised;
        self.provisional += other.provisional;
        self
    }

    fn count_of(&mut self, state: ComponentState) -> &mut usize {
        match state {
            ComponentState::NotSupervised => &mut self.not_supervised,
            ComponentState::Operational => &mut self.operational,
            ComponentState::UnderMaintenance => &mut self.under_maintenance,
            ComponentState::Unknown => &mut self.unknown,
            ComponentState::Degraded => &mut self.degraded,
            ComponentState::PartialOutage => &mut self.partial_outage,
            ComponentState::MajorOutage => &mut self.major_outage,
        }
    }
}

/// A component's page.
#[derive(Debug, Clone)]
pub struct ComponentPage {
    pub client: ClientLabel,
    pub row: Arc<Row>,
    pub description: String,
    pub now: LocalInstant,
    pub cursor: i64,
    pub contributors: Vec<Contributor>,
    /// When neither a probe nor a source watches it: how it is looked after; `None` when nothing does.
    pub other_supervision: Option<OtherSupervision>,
    /// The last 90 days in the site's zone, oldest first; today ends now.
    pub days: Vec<StripDay>,
    /// One a probe, over the last 24 hours.
    pub response_times: Vec<ResponseSeries>,
    /// Failures of the last 90 days, newest first.
    pub outages: Vec<Outage>,
    /// Every open intervention on it that the asker may see, newest first.
    pub open_interventions: Vec<OpenIntervention>,
    /// What it depends on, with its state.
    pub depends_on: Vec<Arc<Row>>,
    /// What depends on it.
    pub dependants: Vec<Arc<Row>>,
}

/// A day of the strip, with its two ends in the site's zone.
#[derive(Debug, Clone, Copy)]
pub struct StripDay {
    pub from: LocalInstant,
    pub day: Day,
}

/// What watches a component, and what it says.
#[derive(Debug, Clone)]
pub struct Contributor {
    pub kind: ContributorKind,
    /// "sonde Strasbourg", "Prometheus".
    pub name: String,
    /// What it says by itself; `None` while it has said nothing.
    pub state: Option<ComponentState>,
    pub since: Option<LocalInstant>,
    pub cause: Cause,
    pub last_seen: Option<LocalInstant>,
    pub latency_ms: Option<i64>,
    pub sign_of_life: SignOfLife,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContributorKind {
    HttpProbe,
    TcpProbe,
    Source,
}

/// How its silence would be noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignOfLife {
    /// A probe: it runs every so often, and is silent after its grace time.
    Probe { interval_ms: i64, grace_ms: i64 },
    /// The source's watchdog, heard at that time (never, so far: `None`).
    Watchdog {
        heard_at: Option<LocalInstant>,
        grace_ms: i64,
        silent: bool,
    },
    /// The source speaks only when something breaks: *aucun signe de vie attendu*.
    NotExpected,
}

coded_enum! {
    /// How a component is looked after without a probe or a source.
    pub enum OtherSupervision {
        BackupReport = "backup_report",
        RmmReport = "rmm_report",
        CheckVisit = "check_visit",
    }
}

/// Response times of one probe, by tens of minutes, oldest first.
#[derive(Debug, Clone)]
pub struct ResponseSeries {
    /// The probe, as [`Contributor::name`].
    pub name: String,
    pub width_ms: i64,
    pub points: Vec<ResponsePoint>,
}

#[derive(Debug, Clone, Copy)]
pub struct ResponsePoint {
    pub at: LocalInstant,
    pub results: i64,
    pub failures: i64,
    /// Of the results that succeeded, when there are any.
    pub mean_ms: Option<i64>,
    pub max_ms: Option<i64>,
}

/// Which outages.
#[derive(Debug, Clone, Copy)]
pub struct OutageFilter<'a> {
    pub from: EpochMs,
    pub to: EpochMs,
    /// Key of a component.
    pub component: Option<&'a str>,
}

/// A failure from its first state that was not green to the next that was.
#[derive(Debug, Clone)]
pub struct Outage {
    pub component_key: String,
    pub component_name: String,
    /// The worst it came to.
    pub worst: ComponentState,
    pub starts: LocalInstant,
    /// `None` while it lasts.
    pub ends: Option<LocalInstant>,
    /// Until now while it lasts.
    pub duration_ms: i64,
    /// Of that, in a major outage.
    pub unavailable_ms: i64,
    pub cause: Cause,
    /// Reference of the intervention that repaired it, where the asker may see it; a component's page only.
    pub intervention: Option<String>,
}

#[derive(Debug, Clone)]
pub struct ClientSummary {
    pub client: ClientLabel,
    pub summary: Summary,
}

/// An alert that is kept because no component is known for it.
#[derive(Debug, Clone)]
pub struct UnmatchedAlert {
    pub source: String,
    pub fingerprint: String,
    pub name: String,
    pub summary: String,
    pub severity: Severity,
    /// Sorted by name.
    pub labels: Vec<(String, String)>,
    pub reason: UnmatchedReason,
    pub firing: bool,
    pub starts: LocalInstant,
    pub heard: LocalInstant,
}

coded_enum! {
    /// Why an alert led to no component.
    pub enum UnmatchedReason {
        /// No label, rule or token says which client.
        NoClient = "no_client",
        /// The client is known, the component is not.
        NoComponent = "no_component",
        /// It names what its token may not write to.
        NotAllowed = "not_allowed",
    }
}
