//! What a contract promises: lines, scope, hours, targets, clauses. A version's terms are one immutable document.
//!
//! No field is left out when it is written: terms also cross to the browser in an encoding without names, which
//! counts on each being there.

pub mod checks;
pub mod editing;
pub mod written;

use serde::{Deserialize, Serialize};

use super::access::Role;
use super::coded::coded_enum;
use super::component::{Category, ComponentState, Key};
use super::time::EpochMs;

coded_enum! {
    /// The three things the provider sells, never mixed.
    pub enum ServiceLine {
        /// Maintenance: bring back what broke.
        Corrective = "corrective",
        /// Infogérance: supervise, act before it breaks.
        Managed = "managed",
        /// Helpdesk: advice, never an action on the equipment.
        Helpdesk = "helpdesk",
    }
}

coded_enum! {
    /// Whether a scope item puts something in or leaves it out.
    pub enum Polarity { Included = "included", Excluded = "excluded" }
}

coded_enum! {
    pub enum Priority { P1 = "p1", P2 = "p2", P3 = "p3", P4 = "p4" }
}

coded_enum! {
    pub enum VersionStatus {
        Draft = "draft",
        Active = "active",
        Suspended = "suspended",
        Expired = "expired",
        Terminated = "terminated",
    }
}

coded_enum! {
    /// What happens at the end date.
    pub enum Renewal {
        /// It continues unless notice is given.
        Tacit = "tacit",
        /// It ends unless extended in writing.
        Express = "express",
        None = "none",
    }
}

coded_enum! {
    /// What starts the clocks of a line.
    pub enum ClockStart {
        Alert = "alert",
        Declaration = "declaration",
        Registration = "registration",
        Start = "start",
    }
}

/// What a request is about: a closed list, of which the catalogue's items are the open end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Activity {
    Advice,
    Fault,
    Prevention,
    /// A request from the catalogue, by its key.
    Catalogue(Key),
}

impl Activity {
    /// The stable word: `advice`, `fault`, `prevention`, `catalogue:arrival`.
    pub fn code(&self) -> String {
        match self {
            Activity::Advice => "advice".into(),
            Activity::Fault => "fault".into(),
            Activity::Prevention => "prevention".into(),
            Activity::Catalogue(item) => format!("catalogue:{item}"),
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "advice" => Some(Activity::Advice),
            "fault" => Some(Activity::Fault),
            "prevention" => Some(Activity::Prevention),
            _ => Some(Activity::Catalogue(
                Key::new(code.strip_prefix("catalogue:")?).ok()?,
            )),
        }
    }

    /// The service line that answers such a request, unless the catalogue decides.
    pub fn service(&self) -> Option<ServiceLine> {
        match self {
            Activity::Advice => Some(ServiceLine::Helpdesk),
            Activity::Fault => Some(ServiceLine::Corrective),
            Activity::Prevention => Some(ServiceLine::Managed),
            Activity::Catalogue(_) => None,
        }
    }
}

impl TryFrom<String> for Activity {
    type Error = String;
    fn try_from(code: String) -> Result<Self, String> {
        Activity::from_code(&code).ok_or_else(|| format!("“{code}” is no activity"))
    }
}

impl From<Activity> for String {
    fn from(activity: Activity) -> String {
        activity.code()
    }
}

/// Everything that one version of a contract says. Immutable once stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// The requirements specification (cahier des charges) that the perimeter was written from.
    #[serde(default)]
    pub specification: Option<Specification>,
    #[serde(default)]
    pub clauses: Vec<Clause>,
    pub lines: Vec<Line>,
    /// `[impact 1..3][urgency 1..4]` → priority 1..4; absent: the trade's default.
    #[serde(default)]
    pub priority_matrix: Option<[[u8; 4]; 3]>,
    /// How long after a repair the same failure is a relapse, in hours.
    #[serde(default = "default_observation_hours")]
    pub observation_hours: u32,
    /// Hold reasons that stop the clocks, in the contract's own words; see `intervention::clocks::named`.
    #[serde(default)]
    pub hold_reasons: Vec<String>,
    /// After so many working days without a word, what was resolved is closed.
    #[serde(default = "default_closing_working_days")]
    pub closing_working_days: u16,
    /// Promised availability in thousandths of a percent over a month, if any: 99 900 = 99.900 %.
    #[serde(default)]
    pub availability_target: Option<u32>,
    #[serde(default)]
    pub approval: Option<Approval>,
    #[serde(default)]
    pub hour_book: Option<HourBook>,
    /// How long before it begins planned work is announced, in calendar days; none: nothing is promised.
    #[serde(default)]
    pub planned_notice_days: Option<u32>,
    /// How grave a failure that supervision sees is until it is qualified; none: the default, which holds for every
    /// contract that says nothing.
    #[serde(default)]
    pub supervision: Option<SupervisionGravity>,
}

impl Default for Terms {
    /// No line: nothing is covered.
    fn default() -> Terms {
        Terms {
            specification: None,
            clauses: vec![],
            lines: vec![],
            priority_matrix: None,
            observation_hours: default_observation_hours(),
            hold_reasons: vec![],
            closing_working_days: default_closing_working_days(),
            availability_target: None,
            approval: None,
            hour_book: None,
            planned_notice_days: None,
            supervision: None,
        }
    }
}

fn default_observation_hours() -> u32 {
    48
}

fn default_closing_working_days() -> u16 {
    5
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Specification {
    pub title: String,
    /// ISO date.
    #[serde(with = "super::iso_date")]
    pub date: chrono::NaiveDate,
}

/// A clause as it stands in the contract, quoted when an answer relies on it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// "4.2".
    pub reference: String,
    pub title: String,
    #[serde(default)]
    pub text: String,
}

/// Prestation: one service line × scope × hours × targets × billing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub key: Key,
    pub service: ServiceLine,
    pub title: String,
    /// Lines of one bundle share a clause, a price, hours and targets; they stay distinct.
    #[serde(default)]
    pub bundle: Option<String>,
    /// The clause that grants the line.
    #[serde(default)]
    pub clause: String,
    pub hours: ServiceHours,
    #[serde(default)]
    pub on_call: Option<OnCall>,
    pub clock_start: ClockStart,
    #[serde(default)]
    pub targets: Vec<PriorityTargets>,
    pub billing: Billing,
    /// In the contract's own words: "480 € HT par mois". Lines of one bundle repeat the shared one.
    #[serde(default)]
    pub price: String,
    #[serde(default)]
    pub scope: Vec<ScopeItem>,
    #[serde(default)]
    pub catalogue: Vec<CatalogueItem>,
    /// For what the provider does not run (SaaS): a response, then following the vendor; no restoration.
    #[serde(default)]
    pub vendor_follow_up: bool,
}

/// A conjunction of what is given; what is not given is any.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScopeItem {
    pub polarity: Polarity,
    #[serde(default)]
    pub component: Option<Key>,
    #[serde(default)]
    pub category: Option<Category>,
    #[serde(default)]
    pub site: Option<Key>,
    #[serde(default)]
    pub activity: Option<Activity>,
    /// The clause that says so.
    pub clause: String,
    #[serde(default)]
    pub note: String,
}

/// Plage de couverture: when people of the line work. A calendar is its week, its holidays and its exceptions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceHours {
    /// The IANA zone that the week is read in; empty: the site's.
    #[serde(default)]
    pub zone: String,
    /// Weekly intervals in local minutes; empty with `always` false is refused by the import.
    #[serde(default)]
    pub week: Vec<WeeklyInterval>,
    /// Round the clock, public holidays included.
    #[serde(default)]
    pub always: bool,
    /// Whether public holidays are closed.
    #[serde(default)]
    pub closed_on_holidays: bool,
    /// Which public holidays, where the contract says so; otherwise those of the site.
    #[serde(default)]
    pub holidays: Option<PublicHolidays>,
    /// Whether people work on Whit Monday (the solidarity day).
    #[serde(default)]
    pub whit_monday_worked: bool,
    /// An exception replaces its day, holiday or not.
    #[serde(default)]
    pub exceptions: Vec<DatedException>,
}

coded_enum! {
    /// Where a place's public holidays come from.
    pub enum HolidayZone {
        France = "FR",
        /// 26 December too, and Good Friday in the communes that have a mixed church.
        AlsaceMoselle = "FR-ALSACE-MOSELLE",
    }
}

/// The public holidays of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PublicHolidays {
    pub zone: HolidayZone,
    #[serde(default)]
    pub good_friday: bool,
}

/// A day with hours of its own: an inventory, a bridge, an exceptional opening.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedException {
    #[serde(with = "super::iso_date")]
    pub date: chrono::NaiveDate,
    /// Open on that day, in local minutes; none: closed.
    #[serde(default)]
    pub open: Vec<DayInterval>,
    /// What the day is: "inventaire".
    #[serde(default)]
    pub note: String,
}

/// `[from, to)` in minutes of the local day, 0 to 1440.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayInterval {
    pub from: u16,
    pub to: u16,
}

/// `[from, to)` in minutes of the local day, on those weekdays (1 = Monday … 7 = Sunday).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeeklyInterval {
    pub days: Vec<u8>,
    /// Minutes from midnight, 0 to 1440.
    pub from: u16,
    pub to: u16,
}

/// Astreinte: its own priorities, channel and price, outside the service hours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnCall {
    pub hours: ServiceHours,
    pub priorities: Vec<Priority>,
    /// Its own perimeter, inside the line's; empty: the whole line.
    #[serde(default)]
    pub scope: Vec<ScopeItem>,
    /// Its own targets; empty: the line's.
    #[serde(default)]
    pub targets: Vec<PriorityTargets>,
    /// Whether a call (and not the form) is what starts the clock.
    pub by_phone: bool,
    #[serde(default)]
    pub price: String,
    #[serde(default)]
    pub clause: String,
}

/// A row of the service-level grid: what is promised at that priority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriorityTargets {
    pub priority: Priority,
    /// Nothing is promised at that priority, and the contract says so.
    #[serde(default)]
    pub none: bool,
    /// GTI.
    #[serde(default)]
    pub response: Option<Target>,
    /// GTR.
    #[serde(default)]
    pub restoration: Option<Target>,
    /// From palliative restoration to curative.
    #[serde(default)]
    pub curative: Option<Target>,
    /// The helpdesk answers; a line that repairs has none.
    #[serde(default)]
    pub answer: Option<Target>,
    /// Open time at most between two pieces of news, as long as it is not done.
    #[serde(default)]
    pub communication: Option<Target>,
}

impl PriorityTargets {
    /// Every promise of the row.
    pub fn promised(&self) -> impl Iterator<Item = Target> {
        [
            self.response,
            self.restoration,
            self.curative,
            self.answer,
            self.communication,
        ]
        .into_iter()
        .flatten()
    }

    pub fn promises_something(&self) -> bool {
        self.promised().next().is_some()
    }
}

/// How grave a failure that supervision sees is taken to be until somebody qualifies it: as if the two plain
/// questions had been answered so. None: it waits for its qualification, and nothing counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupervisionGravity {
    #[serde(default)]
    pub major_outage: Option<Gravity>,
    #[serde(default)]
    pub partial_outage: Option<Gravity>,
    #[serde(default)]
    pub degraded: Option<Gravity>,
}

/// Answers to the two plain questions: who is hampered (1..3), can one work otherwise (1..4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gravity {
    pub impact: u8,
    pub urgency: u8,
}

impl Default for SupervisionGravity {
    /// What a component matters to its people is not known: a team is taken to be hampered by an outage, one person
    /// by less. On the trade's matrix that is P2 and P3.
    fn default() -> SupervisionGravity {
        let gravity = |impact, urgency| Some(Gravity { impact, urgency });
        SupervisionGravity {
            major_outage: gravity(2, 2),
            partial_outage: gravity(3, 2),
            degraded: gravity(3, 3),
        }
    }
}

impl SupervisionGravity {
    /// Of a component in that state.
    pub fn of(&self, state: ComponentState) -> Option<Gravity> {
        match state {
            ComponentState::MajorOutage => self.major_outage,
            ComponentState::PartialOutage => self.partial_outage,
            ComponentState::Degraded => self.degraded,
            _ => None,
        }
    }
}

/// A promised delay: open minutes, or working days; never both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    OpenMinutes(u32),
    /// J+n, at the same hour.
    WorkingDaysSameHour(u16),
    /// J+n, at the end of that day.
    WorkingDaysEndOfDay(u16),
}

/// How work on a line is paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Billing {
    Included,
    /// From the hour book (carnet d'heures).
    HourBook(HourRule),
    /// A fixed sum for each request, in euro cents excluding tax.
    Fixed {
        cents: u32,
    },
    Chargeable,
}

/// How an intervention is debited from the hour book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HourRule {
    /// Every unit begun is debited.
    pub unit_minutes: u16,
    pub minimum_minutes: u16,
    /// Debited for a visit on site, on top.
    #[serde(default)]
    pub travel_minutes: u16,
    /// What an hour outside the service hours counts for, in percent; 0: as any hour.
    #[serde(default)]
    pub out_of_hours_percent: u16,
    /// An estimate above it needs an approver.
    #[serde(default)]
    pub approval_above_minutes: Option<u32>,
}

/// When a request waits for an approver (valideur). It never blocks a P1.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// The clause that says so.
    #[serde(default)]
    pub clause: String,
    /// Above that sum, in euro cents excluding tax; above it an approver is not the requester.
    #[serde(default)]
    pub above_cents: Option<u32>,
    /// Always, for these.
    #[serde(default)]
    pub activities: Vec<Activity>,
    /// Always, for what these ask.
    #[serde(default)]
    pub roles: Vec<Role>,
}

/// The hour book of a contract: what was agreed about its balance. Its entries are a ledger apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HourBook {
    #[serde(default)]
    pub clause: String,
    /// Bought with the contract, in minutes.
    pub minutes: u32,
    /// Balances, in minutes, under which the client is warned; highest first, at most three.
    #[serde(default)]
    pub warnings: Vec<u32>,
}

/// A request from the catalogue that the line answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogueItem {
    pub key: Key,
    pub title: String,
    pub title_en: String,
    #[serde(default)]
    pub delay: Option<Target>,
    pub clause: String,
    /// How it is paid, where it is not as its line.
    #[serde(default)]
    pub billing: Option<Billing>,
    /// What the request asks besides its description.
    #[serde(default)]
    pub form: Vec<FormField>,
}

/// A question of a catalogue item's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    pub key: Key,
    pub label: String,
    pub label_en: String,
    pub kind: FormFieldKind,
    #[serde(default)]
    pub required: bool,
}

coded_enum! {
    pub enum FormFieldKind { Text = "text", Date = "date", YesNo = "yes_no" }
}

/// One version of a contract, as coverage needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContractVersion {
    /// The number on the paper.
    pub number: String,
    pub title: String,
    pub version: u32,
    pub status: VersionStatus,
    pub starts_at: EpochMs,
    /// Exclusive.
    pub ends_at: Option<EpochMs>,
    pub renewal: Renewal,
    pub terms: Terms,
}

impl ContractVersion {
    /// Whether it is in force at that instant: active and `start ≤ t < end`, a tacit renewal
    /// carrying it past its end.
    pub fn in_force_at(&self, at: EpochMs) -> bool {
        let ended = self.renewal != Renewal::Tacit && self.ends_at.is_some_and(|end| at >= end);
        self.status == VersionStatus::Active && self.starts_at <= at && !ended
    }
}

/// What the catalogues of the contracts in force list, each request once: the first that lists it tells its form.
pub fn catalogue_in_force(contracts: &[ContractVersion], at: EpochMs) -> Vec<&CatalogueItem> {
    let mut items: Vec<&CatalogueItem> = Vec::new();
    for contract in contracts.iter().filter(|contract| contract.in_force_at(at)) {
        for item in contract.terms.lines.iter().flat_map(|line| &line.catalogue) {
            if items.iter().all(|known| known.key != item.key) {
                items.push(item);
            }
        }
    }
    items
}

/// Whether every contract in force has four plain levels: whoever asks is then asked one question in place of two.
pub fn asks_plain_levels(contracts: &[ContractVersion], at: EpochMs) -> bool {
    let mut in_force = contracts.iter().filter(|contract| contract.in_force_at(at));
    let mut levels = in_force
        .by_ref()
        .map(|contract| contract.terms.has_plain_levels());
    levels
        .next()
        .is_some_and(|first| first && levels.all(|plain| plain))
}

impl Terms {
    /// The clause of that reference.
    pub fn clause(&self, reference: &str) -> Option<&Clause> {
        self.clauses
            .iter()
            .find(|clause| clause.reference == reference)
    }

    /// Whether a priority is one of four plain levels (bloquant, majeur, mineur, demande): whoever asks says which, in
    /// the place of the urgency, and nobody asks who is hampered.
    pub fn has_plain_levels(&self) -> bool {
        self.priority_matrix == Some(PLAIN_LEVELS)
    }

    /// Priority from impact 1..3 and urgency 1..4; out of range gives none.
    /// The priority of a failure in that state until it is qualified; none: nothing counts until then.
    pub fn priority_seen(&self, state: ComponentState) -> Option<Priority> {
        let gravity = self.gravity_seen(state)?;
        self.priority(gravity.impact, gravity.urgency)
    }

    /// How grave a failure in that state is until it is qualified.
    pub fn gravity_seen(&self, state: ComponentState) -> Option<Gravity> {
        self.supervision.unwrap_or_default().of(state)
    }

    pub fn priority(&self, impact: u8, urgency: u8) -> Option<Priority> {
        let matrix = self
            .priority_matrix
            .as_ref()
            .unwrap_or(&DEFAULT_PRIORITY_MATRIX);
        let row = matrix.get(usize::from(impact.checked_sub(1)?))?;
        let rank = row.get(usize::from(urgency.checked_sub(1)?))?;
        Priority::ALL
            .get(usize::from(rank.checked_sub(1)?))
            .copied()
    }
}

/// `[impact 1..3][urgency 1..4]`.
pub const DEFAULT_PRIORITY_MATRIX: [[u8; 4]; 3] = [[1, 1, 2, 4], [1, 2, 3, 4], [2, 3, 3, 4]];

/// The matrix of a contract that has four plain levels: the urgency is the level, whatever the impact.
pub const PLAIN_LEVELS: [[u8; 4]; 3] = [[1, 2, 3, 4]; 3];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activities_keep_their_code() {
        for code in ["advice", "fault", "prevention", "catalogue:arrival"] {
            assert_eq!(
                Activity::from_code(code)
                    .map(|activity| activity.code())
                    .as_deref(),
                Some(code)
            );
        }
        assert_eq!(Activity::from_code("catalogue:"), None);
        assert_eq!(Activity::from_code("repair"), None);
    }

    #[test]
    fn the_default_matrix_is_the_trades() {
        let terms = Terms::default();
        assert_eq!(terms.priority(1, 1), Some(Priority::P1));
        assert_eq!(terms.priority(1, 3), Some(Priority::P2));
        assert_eq!(terms.priority(3, 4), Some(Priority::P4));
        assert_eq!(terms.priority(0, 1), None);
        assert_eq!(terms.priority(4, 1), None);
    }
}
