//! What the pages ask about preventive work: its form at the desk, the calendar of both sides, its address for calendar programs.

use std::sync::Arc;

use chrono::NaiveDate;

use super::Answer;
use super::desk::ClientName;
use super::interventions::{ComponentChoice, Listed, SiteChoice, Text};
use crate::domain::access::Asker;
use crate::domain::coverage::Verdict;
use crate::domain::time::LocalInstant;

/// Planned work, as a context.
#[derive(Clone)]
pub struct Planning(pub Arc<dyn PlanningBackend>);

/// The desk plans; contacts get `Forbidden` there. The calendar is both sides'.
pub trait PlanningBackend: Send + Sync {
    /// What the form shows, as far as its client and its component are chosen.
    fn form<'a>(&'a self, asker: &'a Asker, about: &'a PlanAbout) -> Answer<'a, PlanForm>;

    /// Stores it. The same `request_id` finds the first; gives the reference.
    fn plan<'a>(&'a self, asker: &'a Asker, input: PlanInput) -> Answer<'a, String>;

    /// Planned work of one's own client, or for staff of every client.
    fn calendar<'a>(&'a self, asker: &'a Asker, filter: &'a CalendarFilter)
    -> Answer<'a, Calendar>;

    /// What is planned on one component of one's own client, and what its last check-visit found.
    fn on_component<'a>(&'a self, asker: &'a Asker, key: &'a str) -> Answer<'a, OnComponent>;

    /// Whether a calendar program may read this contact's planned work.
    fn subscription<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Option<Subscription>>;

    /// A new address for a contact's calendar program, in place of the one before: the token, told once.
    fn subscribe<'a>(&'a self, asker: &'a Asker) -> Answer<'a, String>;

    /// The address reads nothing any more.
    fn unsubscribe<'a>(&'a self, asker: &'a Asker) -> Answer<'a, ()>;
}

/// What the form is about so far; everything comes from the URL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanAbout {
    /// Slug of the client.
    pub client: String,
    /// Key of the component, or a name that only one component has.
    pub component: String,
    /// Key of the site, where the component has several.
    pub site: String,
}

/// What the form of preventive work shows.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanForm {
    pub clients: Vec<ClientName>,
    pub chosen: Option<PlanClient>,
    /// A new key, so that a form sent twice makes one plan.
    pub request_id: String,
}

/// The chosen client's.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanClient {
    pub client: ClientName,
    pub components: Vec<ComponentChoice>,
    pub sites: Vec<SiteChoice>,
    pub subject: Option<PlanSubject>,
}

/// The chosen component, with what the contract says of prevention on it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanSubject {
    pub component: ComponentChoice,
    pub verdict: Verdict,
    /// A managed line covers it and it is supervised: it can be planned.
    pub may_plan: bool,
    /// Looked after by check-visits.
    pub is_visited: bool,
    /// The notice that the contract promises, in days.
    pub notice_days: Option<u32>,
    /// What clocks show at the site now.
    pub now: LocalInstant,
}

/// A plan as it was posted: names are the form's.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct PlanInput {
    pub request_id: String,
    pub client: String,
    pub component: String,
    pub site: String,
    #[serde(flatten)]
    pub slot: SlotInput,
    /// What will be done.
    pub details: String,
    /// What the client will notice.
    pub impact: String,
    /// The day on which it must be done at the latest, `2026-12-01`; empty: none.
    pub due: String,
    /// "yes" for a check-visit.
    pub visit: String,
}

/// A slot as it was posted: local date and time of the site, `2026-11-23T14:05`.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct SlotInput {
    pub slot_from: String,
    pub slot_to: String,
}

/// What the calendar shows; everything comes from the URL.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CalendarFilter {
    /// Slug of a client, for staff.
    pub client: Option<String>,
    /// Year and month; the present one when absent.
    pub month: Option<(i32, u32)>,
    pub layout: Layout,
}

/// How the calendar is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Layout {
    #[default]
    Month,
    /// What is to come, one under the other.
    List,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The first day of the month shown.
    pub month: NaiveDate,
    /// Whole weeks, from Monday; empty for a list.
    pub days: Vec<Day>,
    /// In the order of their slots.
    pub entries: Vec<CalendarEntry>,
    /// More stand in the list than are shown.
    pub is_cut: bool,
    /// For staff: whose to show.
    pub clients: Vec<ClientName>,
    pub now: LocalInstant,
}

/// One day of the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    pub is_today: bool,
    /// Of the month shown, not of a neighbour.
    pub is_inside: bool,
    /// Places in [`Calendar::entries`].
    pub entries: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    pub client: ClientName,
    pub listed: Listed,
}

/// Preventive work on one component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnComponent {
    /// Announced, or under way; the soonest first.
    pub to_come: Vec<Listed>,
    pub last_visit: Option<Visit>,
    pub now: LocalInstant,
}

/// A check-visit that was done: supervision with its evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    pub at: LocalInstant,
    pub reference: String,
    pub by: String,
    /// What was seen.
    pub report: Option<Text>,
}

/// A calendar program's way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// The portal's public address, which the calendar program's begins with.
    pub base: String,
    pub since: LocalInstant,
    pub now: LocalInstant,
}
