//! The desk of the provider's staff.
//!
//! # Layout
//! - `queue`: what waits over all clients; `search`: everything there ever was; `one`: an intervention with the gestures of a technician
//! - `call`: a telephone call becomes a request; `clients`: whom the provider looks after
//! - `canned`: texts that are written often
//! - `debts`: definitive repairs that are owed; `ties`: what ties an intervention to another
//! - `keys`: what one letter does
//! - `erase`: a content goes for ever
//! - `alerts`: what supervision sent and nothing matched; `audit`: who did what
//! - [`drafting`]: contracts started, prepared and published
//! - `actions`: what the forms post to

pub mod actions;
mod alerts;
mod audit;
mod call;
mod canned;
mod clients;
mod debts;
pub mod drafting;
mod erase;
mod keys;
mod one;
mod queue;
mod search;
pub mod ties;

pub use alerts::AlertsPage;
pub use audit::{AuditPage, OwnAuditPage};
pub use call::CallPage;
pub use canned::{AnswerPage, AnswersPage};
pub use clients::{ClientPage, ClientsPage};
pub use debts::DebtsPage;
pub use drafting::{ContractEntries, DraftLinePage, DraftPage, NewContractPage, PreviewPage};
pub use erase::ErasePage;
pub use one::DeskInterventionPage;
pub use queue::QueuePage;
pub use search::SearchPage;
