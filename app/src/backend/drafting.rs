//! What the provider's administrators do to contracts at the desk: start one, prepare its next version, publish it.

use std::sync::Arc;

use super::Answer;
use super::desk::ClientName;
use super::interventions::{ComponentChoice, SiteChoice};
use crate::domain::access::Asker;
use crate::domain::contract::checks::{Period, Problem};
use crate::domain::contract::editing::{Draft, Edit};
use crate::domain::coverage::changes::{CoverChange, TermsChange};
use crate::domain::time::LocalInstant;

/// The drafts of contracts, as a context.
#[derive(Clone)]
pub struct Drafting(pub Arc<dyn DraftingBackend>);

/// For the provider's administrators; anybody else gets `Forbidden`. A client that is not there is `NotFound`.
pub trait DraftingBackend: Send + Sync {
    /// The client's contracts, what is being prepared, and what new ones can start from.
    fn workbench<'a>(&'a self, asker: &'a Asker, client: &'a str) -> Answer<'a, Workbench>;

    /// Starts a contract from a template; gives the draft.
    fn create<'a>(&'a self, by: By<'a>, client: &'a str, new: NewContract) -> Answer<'a, i64>;

    /// Starts the next version of a contract from its last one, or finds the draft that is there; gives the draft.
    fn prepare<'a>(&'a self, by: By<'a>, client: &'a str, number: &'a str) -> Answer<'a, i64>;

    /// A draft with what is still wrong with it.
    fn sheet<'a>(&'a self, asker: &'a Asker, client: &'a str, draft: i64)
    -> Answer<'a, DraftSheet>;

    /// One act on it.
    ///
    /// # Errors
    /// `Conflict` when somebody changed it since that revision.
    fn edit<'a>(&'a self, asker: &'a Asker, at: &'a DraftAt, edit: Edit) -> Answer<'a, ()>;

    /// What it would change for the client.
    fn preview<'a>(&'a self, asker: &'a Asker, client: &'a str, draft: i64) -> Answer<'a, Preview>;

    /// Makes it a version, for ever; gives its number.
    ///
    /// # Errors
    /// `Invalid` with each place that must be corrected; nothing is stored then.
    fn publish<'a>(&'a self, by: By<'a>, at: &'a DraftAt) -> Answer<'a, u32>;

    /// Forgets it.
    fn discard<'a>(&'a self, by: By<'a>, at: &'a DraftAt) -> Answer<'a, ()>;
}

/// Who does something that the audit log keeps, and from where.
#[derive(Debug, Clone, Copy)]
pub struct By<'a> {
    pub asker: &'a Asker,
    pub address: &'a str,
}

/// A draft as its editor saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftAt {
    /// Slug of the client.
    pub client: String,
    pub draft: i64,
    pub revision: i64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Workbench {
    pub client: ClientName,
    pub contracts: Vec<Contract>,
    /// Of contracts that are not there yet.
    pub new_drafts: Vec<DraftRow>,
    pub templates: Vec<Template>,
    /// Today in the client's time zone.
    pub now: LocalInstant,
}

/// A contract that a version can be prepared of.
#[derive(Debug, Clone, PartialEq)]
pub struct Contract {
    pub number: String,
    pub title: String,
    /// The last one published.
    pub version: u32,
    pub starts: LocalInstant,
    pub draft: Option<DraftRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftRow {
    pub id: i64,
    pub number: String,
    pub title: String,
    pub changed_by: String,
    pub changed: LocalInstant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    pub key: String,
    pub title: String,
}

/// The form of a new contract, once read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewContract {
    /// Key of a template; none: without any line yet.
    pub template: Option<String>,
    pub number: String,
    pub title: String,
    pub period: Period,
}

/// A draft as its page shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftSheet {
    pub client: ClientName,
    pub id: i64,
    pub revision: i64,
    /// The number that it gets when it is published now.
    pub version: u32,
    /// The version that it follows; none for a new contract.
    pub follows: Option<Followed>,
    pub draft: Draft,
    /// What must be corrected before it can be published.
    pub problems: Vec<Problem>,
    pub changed_by: String,
    pub changed: LocalInstant,
    pub components: Vec<ComponentChoice>,
    pub sites: Vec<SiteChoice>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Followed {
    pub version: u32,
    pub starts: LocalInstant,
}

/// The draft beside what is in force when it starts.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    pub sheet: DraftSheet,
    pub starts: LocalInstant,
    /// The version of the same contract in force then; none: nothing is.
    pub in_force: Option<u32>,
    /// Subjects are the sheet's components, in their order.
    pub cover: Vec<CoverChange>,
    pub terms: Vec<TermsChange>,
}
