//! What the pages ask about quotes: written and sent at the desk, read and answered by the client.

use std::sync::Arc;

use super::Answer;
use super::desk::ClientName;
use crate::domain::access::Asker;
use crate::domain::ids::QuoteId;
use crate::domain::intervention::InterventionState;
use crate::domain::quote::{Offer, QuoteStatus};
use crate::domain::time::LocalInstant;

/// Quotes, as a context.
#[derive(Clone)]
pub struct Quotes(pub Arc<dyn QuoteBackend>);

/// Contacts see what was sent about the interventions that they see; staff see all of them, drafts included. Writing
/// and sending are the dispatchers'.
pub trait QuoteBackend: Send + Sync {
    /// The quotes of a contact's client: those that wait for an answer first.
    fn list<'a>(&'a self, asker: &'a Asker) -> Answer<'a, QuoteList>;

    /// One document: the revision that counts, or another. Staff also get a draft, when there is one.
    fn one<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        revision: Option<u32>,
    ) -> Answer<'a, QuoteSheet>;

    /// What is said of it on the page of its intervention, if there is one that the asker sees.
    fn of<'a>(&'a self, asker: &'a Asker, intervention: &'a str) -> Answer<'a, Offered>;

    /// An approver answers. Accepting what was accepted already is no mistake.
    fn answer<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        answer: QuoteAnswer,
    ) -> Answer<'a, ()>;

    /// What the desk writes on: the draft, or what a first one starts from.
    fn workbench<'a>(&'a self, asker: &'a Asker, intervention: &'a str) -> Answer<'a, Workbench>;

    /// Keeps a draft; gives the quote's reference.
    fn save<'a>(
        &'a self,
        asker: &'a Asker,
        intervention: &'a str,
        read: Option<DraftRead>,
        offer: Offer,
    ) -> Answer<'a, String>;

    /// Sends the draft as it was read; gives the reference of its intervention.
    fn send<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        read: DraftRead,
    ) -> Answer<'a, String>;

    /// Throws the draft away; gives the reference of its intervention.
    fn discard<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        read: DraftRead,
    ) -> Answer<'a, String>;

    /// What waits at the desk: to write, to answer, to regularise.
    fn desk<'a>(&'a self, asker: &'a Asker) -> Answer<'a, QuoteDesk>;
}

/// One revision, as lists and the pages of interventions show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteCard {
    pub reference: String,
    /// From 1.
    pub revision: u32,
    pub status: QuoteStatus,
    pub title: String,
    /// In euro cents.
    pub excluding_tax_cents: i64,
    pub including_tax_cents: i64,
    /// An instant of the last day on which it can be accepted.
    pub last_day: LocalInstant,
    pub sent: Option<LocalInstant>,
    /// Sent, unanswered, and longer ago than an answer usually takes.
    pub is_overdue: bool,
    /// Reference of what it is for.
    pub intervention: String,
    pub client: ClientName,
}

/// What somebody read before they acted on it: that revision, as it was written last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftRead {
    pub id: QuoteId,
    /// How often it was rewritten.
    pub edition: i64,
}

/// The quotes of a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteList {
    pub waiting: Vec<QuoteCard>,
    /// Answered, expired, without object; the latest first.
    pub past: Vec<QuoteCard>,
    pub now: LocalInstant,
}

/// What is offered about one intervention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The last revision that was sent.
    pub card: Option<QuoteCard>,
    pub answering: Answering,
    /// Work goes on by an accord d'urgence: a quote is to regularise it.
    pub emergency: Option<EmergencyView>,
    /// For staff: a draft is being written, and this is the quote's reference.
    pub draft: Option<String>,
    /// For staff who may write one now.
    pub may_write: bool,
    pub now: LocalInstant,
}

/// Whether the asker may accept or decline it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answering {
    /// There is nothing to answer, or not for the asker.
    Nothing,
    /// The asker decides.
    Yours { id: QuoteId },
    /// Above the contract's sum whoever asked does not accept: these may.
    Another {
        above_cents: Option<u32>,
        approvers: Vec<String>,
    },
    /// The asker's role does not approve: these do.
    NotYours { approvers: Vec<String> },
}

/// Work that an emergency let start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyView {
    pub agreed: LocalInstant,
    pub approver: Option<String>,
    pub ceiling_cents: Option<u32>,
}

/// A document, as it is read and printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteSheet {
    pub card: QuoteCard,
    pub read: DraftRead,
    pub offer: Offer,
    pub provider: Provider,
    /// What it is for, in the requester's words.
    pub subject: String,
    pub site: Option<String>,
    pub requester: Option<String>,
    pub sent_by: Option<String>,
    pub answered: Option<Answered>,
    /// Those that the asker may read, the latest first.
    pub revisions: Vec<(u32, QuoteStatus)>,
    pub answering: Answering,
    /// Staff who may send it or throw it away.
    pub may_send: bool,
    pub now: LocalInstant,
}

/// Who offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provider {
    pub name: String,
    pub legal_name: String,
    pub legal_mentions: String,
    pub phone: String,
    pub email: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    pub at: LocalInstant,
    /// None: time did.
    pub who: Option<String>,
    pub signed_as: String,
    pub order_number: String,
    /// Why it was declined.
    pub reason: Option<String>,
}

/// What an approver says. Each names the revision that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuoteAnswer {
    Accept {
        id: QuoteId,
        /// The name under "bon pour accord".
        signed_as: String,
        order_number: String,
    },
    Decline {
        id: QuoteId,
        reason: String,
    },
}

/// What a draft is written from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workbench {
    pub client: ClientName,
    pub intervention: String,
    pub subject: String,
    pub state: InterventionState,
    /// The quote's, once there is a draft or a revision.
    pub reference: Option<String>,
    /// The draft, to guard it; none before the first is kept.
    pub read: Option<DraftRead>,
    /// The draft, else a copy of the last revision, else a beginning.
    pub offer: Offer,
    /// Revisions sent before.
    pub revisions: Vec<(u32, QuoteStatus)>,
    /// Above it whoever accepts is not who asked, in cents excluding tax.
    pub approval_limit: Option<u32>,
    pub now: LocalInstant,
}

/// What waits at the desk, over all clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuoteDesk {
    /// Requests that wait for a first quote.
    pub to_write: Vec<ToWrite>,
    /// Sent, unanswered; the oldest first.
    pub waiting: Vec<QuoteCard>,
    /// Started by an accord d'urgence, without an accepted quote yet.
    pub to_regularise: Vec<ToRegularise>,
    /// Answered lately.
    pub answered: Vec<QuoteCard>,
    pub now: LocalInstant,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToWrite {
    pub intervention: String,
    pub title: String,
    pub client: ClientName,
    pub since: LocalInstant,
    /// A draft was begun.
    pub has_draft: bool,
    pub is_overdue: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToRegularise {
    pub intervention: String,
    pub title: String,
    pub client: ClientName,
    pub emergency: EmergencyView,
    /// A quote was sent and waits for its answer.
    pub is_sent: bool,
}
