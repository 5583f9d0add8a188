//! Who says yes for a client: by role, or in an approver's place for a while.

use app::domain::access::{ContactAsker, Role};
use app::domain::ids::{ClientId, ContactId};

use super::queries;
use crate::store::{StoreError, Tx};

/// Whether that contact may approve now.
pub async fn approves(tx: &mut Tx, contact: &ContactAsker) -> Result<bool, StoreError> {
    if contact.role >= Role::Approver {
        return Ok(true);
    }
    if !contact.may_request() {
        return Ok(false);
    }
    let now = tx.now_ms();
    let (stands_in,) = queries::stands_in(tx, contact.client, contact.contact, now).await?;
    Ok(stands_in)
}

/// What that contact may do for the client; nothing any more once it has left.
pub async fn role_of(
    tx: &mut Tx,
    client: ClientId,
    contact: ContactId,
) -> Result<Option<Role>, StoreError> {
    let row = queries::role_of(tx, client, contact).await?;
    Ok(row.and_then(|(role,)| Role::from_code(&role)))
}

/// Those who approve by their role, by name.
pub async fn of_client(
    tx: &mut Tx,
    client: ClientId,
) -> Result<Vec<(ContactId, String)>, StoreError> {
    let rows = queries::approvers(tx, client).await?;
    let named = rows.into_iter().map(|(id, name)| (ContactId(id), name));
    Ok(named.collect())
}
