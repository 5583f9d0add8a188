//! A contact's address for calendar programs: one at a time, its token kept as a hash, gone when it is revoked.

use app::answer::AppError;
use app::backend::planning::Subscription;
use app::domain::access::{ContactAsker, Lang, Role, Visibility};
use app::domain::ids::{ClientId, ContactId, SessionId, SiteId};

use super::queries::{self, HolderRow};
use crate::account::hash_token;
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

pub async fn current(
    tx: &mut Tx,
    contact: &ContactAsker,
    base: String,
) -> Result<Option<Subscription>, AppError> {
    let zone = queries::client_zone(tx, contact.client).await?;
    let zone = Zone::named(&zone.map(|(zone,)| zone).unwrap_or_default());
    let now = tx.now_ms();
    let since = queries::current(tx, contact.client, contact.contact).await?;
    Ok(since.map(|(since,)| Subscription {
        base,
        since: zone.instant(since),
        now: zone.instant(now),
    }))
}

/// A new token; the one before reads nothing any more.
pub async fn renew(tx: &mut Tx, contact: &ContactAsker) -> Result<String, AppError> {
    tx.alone("calendar address", contact.contact.0).await?;
    revoke(tx, contact).await?;
    let token = crate::http::random_text(32);
    let now = tx.now_ms();
    let hash = hash_token(&token);
    queries::keep_link(tx, contact.client, contact.contact, &hash, now).await?;
    Ok(token)
}

pub async fn revoke(tx: &mut Tx, contact: &ContactAsker) -> Result<(), AppError> {
    let now = tx.now_ms();
    queries::revoke(tx, contact.client, contact.contact, now).await?;
    Ok(())
}

/// Who reads with that token, with the rights that it has now.
pub async fn holder(
    tx: &mut Tx,
    token_hash: &str,
) -> Result<Option<(ContactAsker, Lang)>, StoreError> {
    let Some(row) = queries::holder(tx, token_hash).await? else {
        return Ok(None);
    };
    let (client, contact) = (ClientId(row.client_id), ContactId(row.contact_id));
    let sites = queries::sites_of(tx, client, contact).await?;
    let sites = sites.into_iter().map(|(site,)| SiteId(site)).collect();
    Ok(asker(row, sites))
}

/// A row with words that this program does not know is nobody's.
fn asker(row: HolderRow, sites: Vec<SiteId>) -> Option<(ContactAsker, Lang)> {
    let contact = ContactAsker {
        contact: ContactId(row.contact_id),
        client: ClientId(row.client_id),
        // It reads one page, and has none.
        session: SessionId(0),
        name: row.name,
        role: Role::from_code(&row.role)?,
        visibility: Visibility::from_code(&row.visibility)?,
        sites,
    };
    Some((contact, Lang::from_tag(&row.language).unwrap_or_default()))
}
