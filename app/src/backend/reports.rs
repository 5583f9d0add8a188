//! What the pages ask about monthly reports: the client's, published; the desk's, drafted, published and corrected.

use std::sync::Arc;

use chrono::NaiveDate;

use super::Answer;
use super::desk::ClientName;
use crate::domain::access::Asker;
use crate::domain::report::{Change, Comments, Figures, Month, Published, Resolve};
use crate::domain::time::LocalInstant;

/// Reports, as a context.
#[derive(Clone)]
pub struct Reports(pub Arc<dyn ReportBackend>);

/// A report is about a whole client: contacts who see a part of it get none. A draft is unknown to contacts.
pub trait ReportBackend: Send + Sync {
    /// The months of one's own client.
    fn list<'a>(&'a self, asker: &'a Asker) -> Answer<'a, ReportList>;

    /// One that was published, of one's own client.
    fn one<'a>(&'a self, asker: &'a Asker, month: Month) -> Answer<'a, ReportSheet>;

    /// The month that goes on, for one's own client; none for who sees a part of it.
    fn so_far<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Option<Figures>>;

    /// Where every client's report of a month stands; the last month that is over when none is named.
    fn desk<'a>(&'a self, asker: &'a Asker, month: Option<Month>) -> Answer<'a, ReportDesk>;

    /// One client's month at the desk: the figures as the ledger has them now, and what was written beside them.
    fn workbench<'a>(
        &'a self,
        asker: &'a Asker,
        client: &'a str,
        month: Month,
    ) -> Answer<'a, Workbench>;

    /// Keeps the comments of a draft; `edition` is the one that was read, none before the first.
    fn save<'a>(
        &'a self,
        asker: &'a Asker,
        which: Which<'a>,
        edition: Option<i64>,
        comments: Comments,
    ) -> Answer<'a, ()>;

    /// Adds a decision or an action. The same `request_id` adds one.
    fn resolve<'a>(
        &'a self,
        asker: &'a Asker,
        which: Which<'a>,
        input: ResolveInput,
    ) -> Answer<'a, ()>;

    /// Says in that month's report that an action is done, or still open after all.
    fn settle<'a>(
        &'a self,
        asker: &'a Asker,
        which: Which<'a>,
        resolve: i64,
        done: bool,
    ) -> Answer<'a, ()>;

    /// Takes away what that month's draft added.
    fn withdraw<'a>(&'a self, asker: &'a Asker, which: Which<'a>, resolve: i64) -> Answer<'a, ()>;

    /// Freezes the figures of a month that is over, with what was written. Dispatchers and administrators.
    fn publish<'a>(
        &'a self,
        asker: &'a Asker,
        which: Which<'a>,
        edition: Option<i64>,
    ) -> Answer<'a, ()>;

    /// Puts the figures of now beside those that were published. `known` is how many corrections were read.
    fn correct<'a>(
        &'a self,
        asker: &'a Asker,
        which: Which<'a>,
        known: usize,
        reason: String,
    ) -> Answer<'a, ()>;
}

/// One report at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Which<'a> {
    /// Slug of the client.
    pub client: &'a str,
    pub month: Month,
}

/// A decision or an action as it was posted.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct ResolveInput {
    pub request_id: String,
    pub kind: String,
    pub text: String,
    pub owner: String,
    /// `2026-12-01`; empty: none.
    pub due: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportList {
    pub client: String,
    /// None of it is shown to who sees a part of the client.
    pub sees_whole_client: bool,
    /// The newest first; the one that goes on is not among them.
    pub months: Vec<ReportCard>,
    pub now: LocalInstant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportCard {
    pub month: Month,
    /// None: not published (yet).
    pub published: Option<LocalInstant>,
    pub corrections: usize,
}

/// A published report with its corrections.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportSheet {
    pub client: ClientName,
    pub provider: ReportProvider,
    pub month: Month,
    pub document: Published,
    pub published: LocalInstant,
    pub published_by: String,
    /// The oldest first.
    pub corrections: Vec<Correction>,
}

/// Whose report it is, as on paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReportProvider {
    pub name: String,
    pub legal_name: String,
    pub phone: String,
    pub email: String,
}

/// What was found after the publication.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// From 1.
    pub number: usize,
    pub at: LocalInstant,
    pub by: String,
    pub reason: String,
    pub figures: Figures,
    /// Against the figures that stood before it.
    pub changes: Vec<Change>,
}

impl ReportSheet {
    /// The figures that stand: as published, or as that correction has them.
    pub fn figures(&self, correction: Option<usize>) -> Option<&Figures> {
        match correction {
            None => Some(&self.document.figures),
            Some(number) => self
                .corrections
                .iter()
                .find(|one| one.number == number)
                .map(|one| &one.figures),
        }
    }
}

/// A month over all clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportDesk {
    pub month: Month,
    /// Whether it is over, so that it can be published.
    pub is_over: bool,
    pub clients: Vec<DeskCard>,
    pub now: LocalInstant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskCard {
    pub client: ClientName,
    pub standing: Standing,
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The client was not there yet.
    BeforeClient,
    NotBegun,
    Draft {
        at: LocalInstant,
    },
    Published {
        at: LocalInstant,
        corrections: usize,
    },
}

/// What the desk works on.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbench {
    pub client: ClientName,
    pub month: Month,
    pub is_over: bool,
    /// The asker publishes and corrects.
    pub may_publish: bool,
    /// As the ledger has them now.
    pub figures: Figures,
    pub comments: Comments,
    /// None before the draft was kept for the first time.
    pub edition: Option<i64>,
    pub resolves: Vec<Resolve>,
    /// Once it is published; then nothing else is written.
    pub published: Option<ReportSheet>,
    /// What a correction would change in the figures that stand.
    pub changes: Vec<Change>,
    /// The ledger tells something else than the figures that stand, if only in what they are made of.
    pub differs: bool,
    /// A new key for the next decision or action.
    pub request_id: String,
    /// By the client's calendar.
    pub today: NaiveDate,
    pub now: LocalInstant,
}
