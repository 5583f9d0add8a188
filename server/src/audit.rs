//! What staff did that somebody may have to account for, in the transaction that did it.

use app::domain::ids::{ClientId, ContactId, StaffId};

use crate::store::{StoreError, Tx, ids};

/// What was done; the codes are stored for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    DraftStarted,
    DraftDiscarded,
    ContractPublished,
    /// Looks at the portal as a contact.
    ViewStarted,
    ViewEnded,
}

impl Action {
    pub const fn code(self) -> &'static str {
        match self {
            Action::DraftStarted => "draft_started",
            Action::DraftDiscarded => "draft_discarded",
            Action::ContractPublished => "contract_published",
            Action::ViewStarted => "contact_view_started",
            Action::ViewEnded => "contact_view_ended",
        }
    }
}

/// One line of the log.
#[derive(Debug)]
pub struct Entry<'a> {
    pub action: Action,
    pub staff: StaffId,
    pub client: Option<ClientId>,
    pub contact: Option<ContactId>,
    pub details: serde_json::Value,
    /// Where the request came from; empty when the program did it by itself.
    pub address: &'a str,
}

/// Appends; nothing in the program changes or removes a line.
pub async fn append(tx: &mut Tx, at: i64, entry: Entry<'_>) -> Result<(), StoreError> {
    let details = entry.details.to_string();
    queries::append(
        tx,
        ids::next(),
        at,
        entry.action.code(),
        entry.staff,
        entry.client.map(|client| client.0),
        entry.contact.map(|contact| contact.0),
        &details,
        entry.address,
    )
    .await?;
    Ok(())
}

pub use queries::STATEMENTS;

mod queries {
    use app::domain::ids::StaffId;

    crate::queries! {
        run append(id: i64, at: i64, action: &str, staff: StaffId, client: Option<i64>, contact: Option<i64>, details: &str, address: &str) = "
            INSERT INTO audit_log (id, at, action, staff_id, client_id, contact_id, details, address)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    }
}
