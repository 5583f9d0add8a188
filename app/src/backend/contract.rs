//! What the pages ask about contracts: what was signed, what it covers, and whether this would be.

use std::sync::Arc;

use chrono::NaiveDate;

use super::Answer;
use super::status::{ClientLabel, SiteLabel, Whose};
use crate::domain::access::{Asker, Role};
use crate::domain::component::{Category, Key};
use crate::domain::contract::ContractVersion;
use crate::domain::coverage::{Facts, Subject};
use crate::domain::hours::{EntryKind, HoursLeft};
use crate::domain::time::LocalInstant;

/// The clients' contracts, as a context.
#[derive(Clone)]
pub struct Contracts(pub Arc<dyn ContractBackend>);

/// Contacts ask about their own client, staff about any; what one may not see does not exist.
pub trait ContractBackend: Send + Sync {
    /// Every contract of the client, with the components that the asker sees.
    fn contracts<'a>(&'a self, asker: &'a Asker, whose: Whose<'a>) -> Answer<'a, ClientContracts>;

    /// The same as they stood on that day, or will stand; with today's components.
    fn contracts_on<'a>(
        &'a self,
        asker: &'a Asker,
        whose: Whose<'a>,
        day: NaiveDate,
    ) -> Answer<'a, ClientContracts>;

    /// Everything that "est-ce couvert ?" answers from, for what the asker sees.
    fn cover<'a>(&'a self, asker: &'a Asker, whose: Whose<'a>) -> Answer<'a, CoverForm>;
}

/// What "est-ce couvert ?" answers from.
#[derive(Debug, Clone)]
pub struct CoverForm {
    pub known: ClientContracts,
    /// The hours of the contracts in force, and their hour books.
    pub facts: Facts,
    /// A contact's own; staff have none.
    pub role: Option<Role>,
    /// Whether the asker may go on and make the request.
    pub may_request: bool,
}

/// What is signed with one client.
#[derive(Debug, Clone)]
pub struct ClientContracts {
    pub client: ClientLabel,
    /// In force first, then those to come, then the past; by number within each.
    pub contracts: Vec<SignedVersion>,
    /// In board order.
    pub components: Vec<CoveredComponent>,
    pub sites: Vec<SiteLabel>,
    /// Whether these are all of the client's components and sites: what the contracts say of others is then not shown.
    pub whole: bool,
    /// The day that is read, at noon; none: today.
    pub on: Option<LocalInstant>,
    pub now: LocalInstant,
}

/// One version of a contract with its dates as the client reads them.
#[derive(Debug, Clone)]
pub struct SignedVersion {
    pub standing: Standing,
    pub signed: ContractVersion,
    pub starts: LocalInstant,
    /// The last day, at noon; what ends it may be a later version.
    pub last_day: Option<LocalInstant>,
    /// The last day on which notice can be given.
    pub last_notice: Option<LocalInstant>,
    /// What is left of the contract's hour book now, where this version holds and has one.
    pub hours_left: Option<HoursLeft>,
    /// The last entries of that hour book, the latest first; none for who sees a part of the client only.
    pub hour_lines: Vec<HourLine>,
}

/// One entry of an hour book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HourLine {
    pub at: LocalInstant,
    pub kind: EntryKind,
    /// More minutes, or fewer.
    pub minutes: i64,
    pub note: String,
    /// Reference of what the hours were spent on.
    pub intervention: Option<String>,
}

/// Where a version stands on the day that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    InForce,
    Suspended,
    ToCome,
    Draft,
    Past,
}

/// A component as coverage sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoveredComponent {
    pub key: Key,
    pub name: String,
    pub category: Category,
    pub sites: Vec<Key>,
    pub supervised: bool,
}

impl CoveredComponent {
    /// For a question about it.
    pub fn subject(&self) -> Subject {
        Subject::Component {
            key: self.key.clone(),
            category: self.category,
            sites: self.sites.clone(),
            supervised: self.supervised,
        }
    }
}

impl ClientContracts {
    /// The instant that standings are told for.
    pub fn at(&self) -> LocalInstant {
        self.on.unwrap_or(self.now)
    }

    /// The versions as a verdict needs them.
    pub fn versions(&self) -> Vec<ContractVersion> {
        self.contracts
            .iter()
            .map(|contract| contract.signed.clone())
            .collect()
    }

    /// Those in force then.
    pub fn in_force(&self) -> impl Iterator<Item = &SignedVersion> {
        self.contracts
            .iter()
            .filter(|contract| contract.standing == Standing::InForce)
    }
}
