//! The desk of the provider's staff.
//!
//! # Layout
//! - `queue`: what waits over all clients; `search`: everything there ever was; `one`: an intervention with the gestures of a technician
//! - `call`: a telephone call becomes a request; `clients`: whom the provider looks after
//! - `alerts`: what supervision sent and nothing matched; `audit`: who did what
//! - [`drafting`]: contracts started, prepared and published
//! - `actions`: what the forms post to

pub mod actions;
mod alerts;
mod audit;
mod call;
mod clients;
pub mod drafting;
mod one;
mod queue;
mod search;

pub use alerts::AlertsPage;
pub use audit::{AuditPage, OwnAuditPage};
pub use call::CallPage;
pub use clients::{ClientPage, ClientsPage};
pub use drafting::{ContractEntries, DraftLinePage, DraftPage, NewContractPage, PreviewPage};
pub use one::DeskInterventionPage;
pub use queue::QueuePage;
pub use search::SearchPage;
