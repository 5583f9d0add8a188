//! What an import file says, once read: plain values, each object with its place.
//!
//! A field left out is `None`: what is stored stays, or takes its default when the object is new.

use std::collections::BTreeMap;

use app::domain::access::{Lang, Role, StaffRole, Visibility};
use app::domain::component::{Category, ComponentState, Key};
use app::domain::contract::checks::Part;
use app::domain::contract::{Renewal, Terms, VersionStatus};
use chrono::NaiveDate;

use super::problem::{At, Place};

/// Everything that the file, and the files that it names, say.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Names of the files, as printed beside a problem.
    pub files: Vec<String>,
    pub provider: Option<Provider>,
    pub staff: Vec<StaffMember>,
    pub sources: Vec<Source>,
    pub templates: Vec<Template>,
    pub clients: Vec<Client>,
}

/// Terms that contracts start from, at the desk too.
#[derive(Debug, Clone)]
pub struct Template {
    pub place: Place,
    pub retired: bool,
    pub key: Key,
    pub title: String,
    pub terms: Terms,
}

#[derive(Debug, Clone)]
pub struct Provider {
    pub place: Place,
    pub name: String,
    pub legal_name: Option<String>,
    /// At the foot of quotes: company form, registration, VAT number, payment.
    pub legal_mentions: Option<String>,
    /// Rebuilt from what is allowed in a logo.
    pub logo_svg: Option<String>,
    pub phone_day: String,
    pub phone_day_hours: Option<String>,
    pub phone_on_call: Option<String>,
    pub email: Option<String>,
    pub time_zone: Option<String>,
    /// Reports tell of time lost, as a band with its sources.
    pub lost_time_band: Option<bool>,
}

#[derive(Debug, Clone)]
pub struct StaffMember {
    pub place: Place,
    pub retired: bool,
    pub email: String,
    pub name: String,
    pub role: StaffRole,
    pub language: Option<Lang>,
}

#[derive(Debug, Clone)]
pub struct Source {
    pub place: Place,
    pub retired: bool,
    pub key: Key,
    pub name: String,
    pub clients: Option<SourceClients>,
    pub watchdog: Option<String>,
    pub watchdog_grace_ms: Option<i64>,
    pub repeat_interval_ms: Option<i64>,
    pub rules: Vec<Rule>,
}

/// The clients that a source may write to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceClients {
    All,
    These(Vec<At<Key>>),
}

/// Labels that mean a component.
#[derive(Debug, Clone)]
pub struct Rule {
    pub place: Place,
    pub retired: bool,
    pub key: Key,
    pub position: Option<i64>,
    pub labels: BTreeMap<String, String>,
    pub client: At<Key>,
    pub component: At<Key>,
    pub state: Option<ComponentState>,
}

#[derive(Debug, Clone)]
pub struct Client {
    pub place: Place,
    pub retired: bool,
    pub slug: Key,
    pub code: String,
    pub name: String,
    pub time_zone: Option<String>,
    pub head_count: Option<i64>,
    pub sites: Vec<Site>,
    pub contacts: Vec<Contact>,
    pub components: Vec<Component>,
    pub contracts: Vec<Contract>,
}

#[derive(Debug, Clone)]
pub struct Site {
    pub place: Place,
    pub retired: bool,
    pub key: Key,
    pub name: String,
    pub city: Option<String>,
    pub time_zone: Option<String>,
    pub holiday_zone: Option<String>,
    pub good_friday: Option<bool>,
    pub position: Option<i64>,
}

#[derive(Debug, Clone)]
pub struct Contact {
    pub place: Place,
    pub retired: bool,
    pub email: String,
    pub name: String,
    pub phone: Option<String>,
    pub language: Option<Lang>,
    pub role: Role,
    pub visibility: Visibility,
    pub sites: Option<Vec<At<Key>>>,
}

#[derive(Debug, Clone)]
pub struct Component {
    pub place: Place,
    pub retired: bool,
    pub key: Key,
    pub name: String,
    pub category: Category,
    pub description: Option<String>,
    pub position: Option<i64>,
    pub other_supervision: Option<String>,
    pub sites: Option<Vec<At<Key>>>,
    pub depends_on: Option<Vec<At<Key>>>,
    /// Sources whose alerts name it by its label, without a rule.
    pub watched_by: Option<Vec<At<Key>>>,
    pub checks: Vec<Check>,
}

#[derive(Debug, Clone)]
pub struct Check {
    pub place: Place,
    pub retired: bool,
    pub key: Key,
    pub kind: CheckKind,
    pub target: String,
    /// First and last status that count as an answer (HTTP).
    pub status: Option<(i64, i64)>,
    pub keyword: Option<String>,
    pub interval_ms: Option<i64>,
    pub timeout_ms: Option<i64>,
    pub confirm_down: Option<i64>,
    pub confirm_up: Option<i64>,
    pub confirm_every_ms: Option<i64>,
    pub vantage: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckKind {
    Http,
    Tcp,
}

impl CheckKind {
    pub fn code(self) -> &'static str {
        match self {
            CheckKind::Http => "http",
            CheckKind::Tcp => "tcp",
        }
    }
}

/// One version of a contract, its template and deviations already joined.
#[derive(Debug, Clone)]
pub struct Contract {
    pub place: Place,
    pub retired: bool,
    pub number: String,
    pub title: String,
    pub version: u32,
    pub status: VersionStatus,
    /// From its first minute, in the client's time zone.
    pub starts: NaiveDate,
    /// The last day, included.
    pub ends: Option<NaiveDate>,
    pub renewal: Renewal,
    /// The last day on which notice can be given.
    pub last_notice: Option<NaiveDate>,
    pub terms: Terms,
    /// Components and sites that the terms name, to be found among the client's.
    pub components: Vec<At<Key>>,
    pub sites: Vec<At<Key>>,
    /// Where the hours of its lines are written.
    pub hours: Vec<WrittenHours>,
}

/// Which hours of a contract stand where.
#[derive(Debug, Clone)]
pub struct WrittenHours {
    pub line: Key,
    pub part: Part,
    pub place: HoursPlace,
}

/// Where a calendar says what.
#[derive(Debug, Clone)]
pub struct HoursPlace {
    pub week: Place,
    pub exceptions: Vec<At<NaiveDate>>,
}
