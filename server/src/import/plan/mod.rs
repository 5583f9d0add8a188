//! The difference between what a file says and what is stored: a pure function of both.

mod components;
mod contracts;
mod people;
mod perimeter;
mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::document::Document;
use super::problem::{Place, Problems};
use super::rows::{
    CheckRow, ClientRow, ComponentRow, ContactRow, ContractRow, LinkRow, MembershipRow,
    ProviderRow, Record, RuleRow, SiteRow, SourceRow, StaffRow, TemplateRow, VersionRow,
};
use super::stored::{Stored, Tenant};
use crate::store::ids;

/// How a file is imported.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manner {
    /// Overwrites what the desk changed.
    pub take_over: bool,
    /// The provider is a demonstration's.
    pub demo: bool,
}

/// What is to be written, in an order that references allow, and what to say of it.
#[derive(Debug, Default)]
pub struct Plan {
    pub steps: Vec<Step>,
    pub changes: Vec<Change>,
    /// Clients whose boards and pages change.
    pub touched: BTreeSet<i64>,
}

/// One row to write. Tenants' rows come with their client.
#[derive(Debug, Clone)]
pub enum Step {
    Provider(ProviderRow),
    Staff(StaffRow),
    Template(TemplateRow),
    Client(ClientRow),
    Site(i64, SiteRow),
    Contact(ContactRow),
    Membership(i64, MembershipRow),
    Component(i64, ComponentRow),
    Check(i64, CheckRow),
    Contract(i64, ContractRow),
    Version(i64, VersionRow),
    Source(SourceRow),
    Rule(RuleRow),
    RemoveRule(i64),
    Link(Links, LinkRow),
    Unlink(Links, LinkRow),
    /// A new account: its owner gets a link.
    InviteStaff(StaffRow),
    InviteContact(ContactRow),
    /// A check or source that was not there before: nothing was heard of it yet.
    Expect(Contribution),
    /// A check or source that no longer watches the component.
    Silence(Contribution),
}

/// The tables that hold links between two objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    MembershipSite { client: i64 },
    ComponentSite { client: i64 },
    Dependency { client: i64 },
    Watcher { client: i64 },
    SourceClient,
}

/// Who watches which component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contribution {
    pub client: i64,
    pub component: i64,
    pub by: Watch,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watch {
    Check(i64),
    Source(i64),
}

/// One line of what an import says that it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub kind: ChangeKind,
    /// "component erp-soins of clinique-saint-luc".
    pub what: String,
    /// "name: “ERP” → “ERP Soins”".
    pub details: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    New,
    Changed,
    Retired,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = match self.kind {
            ChangeKind::New => '+',
            ChangeKind::Changed => '~',
            ChangeKind::Retired => '-',
        };
        write!(f, "{sign} {}", self.what)?;
        if !self.details.is_empty() {
            write!(f, " ({})", self.details.join("; "))?;
        }
        Ok(())
    }
}

/// Compares; problems that only the comparison shows are noted.
pub fn plan(
    document: &Document,
    stored: &Stored,
    manner: Manner,
    now: i64,
    problems: &Problems,
) -> Plan {
    let mut planner = Planner {
        document,
        stored,
        manner,
        now,
        problems,
        plan: Plan::default(),
        clients: BTreeMap::new(),
        contacts: BTreeMap::new(),
        sources: BTreeMap::new(),
    };
    planner.provider();
    planner.staff();
    planner.templates();
    planner.declare_sources();
    for client in &document.clients {
        planner.client(client);
    }
    for source in &document.sources {
        planner.source(source);
    }
    planner.plan
}

struct Planner<'a> {
    document: &'a Document,
    stored: &'a Stored,
    manner: Manner,
    now: i64,
    problems: &'a Problems,
    plan: Plan,
    /// What the file's clients come to, by slug.
    clients: BTreeMap<String, PlannedClient>,
    /// Contacts already settled, by e-mail: one may belong to several clients.
    contacts: BTreeMap<String, (Place, ContactRow)>,
    /// Sources by key, with whether they stay.
    sources: BTreeMap<String, (i64, bool)>,
}

/// A client's objects as they will be, for references to find.
#[derive(Debug, Default, Clone)]
struct PlannedClient {
    id: i64,
    time_zone: String,
    /// By key; retired ones are left out.
    sites: BTreeMap<String, i64>,
    /// Time zones of the sites, by key; retired ones are left out.
    site_zones: BTreeMap<String, String>,
    components: BTreeMap<String, i64>,
}

/// What comparing one object came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Settled {
    Same,
    New,
    Changed,
    /// Retired by this import.
    Retired,
    /// To be retired, and never was there.
    Absent,
    /// Refused; the problem is noted.
    Refused,
}

impl Settled {
    fn writes(self) -> bool {
        matches!(self, Settled::New | Settled::Changed | Settled::Retired)
    }
}

impl Planner<'_> {
    /// Compares one object, says what changes, and refuses to overwrite the desk's work.
    fn settle<R: Record>(
        &mut self,
        place: Place,
        what: &str,
        stored: Option<&R>,
        wanted: &R,
    ) -> Settled {
        let Some(stored) = stored else {
            if wanted.retired() {
                return Settled::Absent;
            }
            self.say(ChangeKind::New, what, vec![]);
            return Settled::New;
        };
        let differences = differences(stored, wanted);
        if differences.is_empty() {
            return Settled::Same;
        }
        if stored.origin() == "desk" && !self.manner.take_over {
            let differences = differences.join("; ");
            let reason = format!(
                "{what} was changed at the desk ({differences}); --take-over overwrites it"
            );
            self.problems.add(place, reason);
            return Settled::Refused;
        }
        if wanted.retired() && !stored.retired() {
            self.say(ChangeKind::Retired, what, vec![]);
            return Settled::Retired;
        }
        self.say(ChangeKind::Changed, what, differences);
        Settled::Changed
    }

    fn say(&mut self, kind: ChangeKind, what: &str, details: Vec<String>) {
        self.plan.changes.push(Change {
            kind,
            what: what.to_owned(),
            details,
        });
    }

    fn step(&mut self, step: Step) {
        self.plan.steps.push(step);
    }

    /// Makes the links from one object exactly those; says so in one line.
    fn relink(
        &mut self,
        links: Links,
        stored: &[LinkRow],
        from_id: i64,
        wanted: &[i64],
        what: &str,
    ) -> bool {
        let before: BTreeSet<i64> = stored
            .iter()
            .filter(|link| link.from_id == from_id)
            .map(|link| link.to_id)
            .collect();
        let wanted: BTreeSet<i64> = wanted.iter().copied().collect();
        for to_id in before.difference(&wanted) {
            self.step(Step::Unlink(
                links,
                LinkRow {
                    from_id,
                    to_id: *to_id,
                },
            ));
        }
        for to_id in wanted.difference(&before) {
            self.step(Step::Link(
                links,
                LinkRow {
                    from_id,
                    to_id: *to_id,
                },
            ));
        }
        let changed = before != wanted;
        if changed {
            let (gone, come) = (
                before.difference(&wanted).count(),
                wanted.difference(&before).count(),
            );
            self.say(
                ChangeKind::Changed,
                what,
                vec![format!("{come} more, {gone} fewer")],
            );
        }
        changed
    }

    fn provider(&mut self) {
        let Some(given) = &self.document.provider else {
            if self.stored.provider.is_none() {
                let top = Place {
                    file: 0,
                    line: 1,
                    column: 1,
                };
                self.problems
                    .add(top, "`[provider]` is missing: nobody to call yet");
            }
            return;
        };
        let stored = self.stored.provider.as_ref();
        let keep = |given: &Option<String>, column: fn(&ProviderRow) -> &String| {
            given
                .clone()
                .or_else(|| stored.map(|row| column(row).clone()))
                .unwrap_or_default()
        };
        let time_zone = keep(&given.time_zone, |row| &row.time_zone);
        let wanted = ProviderRow {
            name: given.name.clone(),
            legal_name: keep(&given.legal_name, |row| &row.legal_name),
            legal_mentions: keep(&given.legal_mentions, |row| &row.legal_mentions),
            logo_svg: keep(&given.logo_svg, |row| &row.logo_svg),
            phone_day: given.phone_day.clone(),
            phone_day_hours: keep(&given.phone_day_hours, |row| &row.phone_day_hours),
            phone_on_call: keep(&given.phone_on_call, |row| &row.phone_on_call),
            email: keep(&given.email, |row| &row.email),
            time_zone: if time_zone.is_empty() {
                DEFAULT_ZONE.to_owned()
            } else {
                time_zone
            },
            lost_time_band: given
                .lost_time_band
                .map_or_else(|| stored.map_or(0, |row| row.lost_time_band), i64::from),
            demo: i64::from(self.manner.demo),
            origin: "import".to_owned(),
        };
        if self
            .settle(given.place, "the provider", stored, &wanted)
            .writes()
        {
            // Its card stands on every page.
            self.plan
                .touched
                .extend(self.stored.clients.iter().map(|client| client.id));
            self.step(Step::Provider(wanted));
        }
    }

    fn tenant(&self, client: i64) -> Option<&'_ Tenant> {
        self.stored.tenants.get(&client)
    }

    fn provider_zone(&self) -> String {
        let given = self
            .document
            .provider
            .as_ref()
            .and_then(|provider| provider.time_zone.clone());
        let stored = || {
            self.stored
                .provider
                .as_ref()
                .map(|row| row.time_zone.clone())
        };
        given
            .or_else(stored)
            .unwrap_or_else(|| DEFAULT_ZONE.to_owned())
    }
}

const DEFAULT_ZONE: &str = "Europe/Paris";

fn new_id(stored: Option<i64>) -> i64 {
    stored.unwrap_or_else(ids::next)
}

fn differences<R: Record>(stored: &R, wanted: &R) -> Vec<String> {
    let pairs = stored.fields().into_iter().zip(wanted.fields());
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((column, before), (_, after))| format!("{column}: “{before}” → “{after}”"))
        .collect()
}
