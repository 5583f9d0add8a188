//! One-time links: made by an import or by an administrator, printed once, used up by choosing a password.

use app::domain::time::DAY_MS;

use super::{Holder, hash_token, queries};
use crate::store::{Scope, Store, StoreError, Tx};

/// How long an invitation waits.
const INVITATION_MS: i64 = 7 * DAY_MS;

/// Makes a link for that account and ends the ones before it. Returns the path with its token: the only copy.
pub async fn invite(tx: &mut Tx, holder: Holder) -> Result<String, StoreError> {
    let token = crate::http::random_text(32);
    let now = tx.now_ms();
    let (contact, staff) = holder.columns();
    queries::end_links(tx, contact, staff, now).await?;
    queries::add_link(
        tx,
        &hash_token(&token),
        contact,
        staff,
        now,
        now + INVITATION_MS,
    )
    .await?;
    Ok(format!("/activate/{token}"))
}

/// The same for whoever signs in with that address; None when nobody does.
pub async fn invite_by_email(store: &Store, email: &str) -> Result<Option<String>, StoreError> {
    let email = super::fold_email(email);
    let job = store.write(Scope::System, move |tx| {
        Box::pin(async move {
            let found = queries::credentials(tx, &email).await?.into_iter().next();
            let holder =
                found.and_then(|found| Holder::from_columns(found.contact_id, found.staff_id));
            match holder {
                Some(holder) => Ok(Some(invite(tx, holder).await?)),
                None => Ok(None),
            }
        })
    });
    job.await
}
