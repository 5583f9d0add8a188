//! States: what contributors say is recorded in a ledger, folded, told, and read for the pages.
//!
//! # Layout
//!
//! - [`record`]: one contributor's word into the ledger, the component's state and the outbox
//! - [`follow_up`]: what a confirmed failure or a recovery starts elsewhere
//! - [`boards`]: every client's board in memory
//! - [`reading`]: the pages' questions, answered

pub mod boards;
pub mod follow_up;
pub mod reading;
pub mod record;

mod queries;

pub use boards::Boards;
pub use follow_up::{FailureFollowUp, Followed, NoFollowUp};
pub use queries::STATEMENTS;
pub use reading::Status;
pub use record::{Contributor, Ledger, Said};
