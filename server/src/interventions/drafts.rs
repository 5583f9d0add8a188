//! Requests that a contact keeps for later: nobody else's, gone once sent, forgotten after a while.

use app::answer::{AppError, FieldProblem};
use app::backend::interventions::RequestInput;
use app::backend::requesting::{DRAFT_DAYS, MOST_DRAFTS, SavedDraft, SavedDrafts};
use app::domain::access::ContactAsker;
use app::domain::intervention::title_of;
use app::domain::time::{DAY_MS, EpochMs};

pub use queries::STATEMENTS;

use super::{facts, opening};
use crate::store::{Scope, Store, StoreError, Tx};

const KEPT_MS: i64 = DRAFT_DAYS * DAY_MS;
/// Bytes that one draft may take.
const LONGEST: usize = 64 * 1024;
/// Longest key that a form brings, in characters.
const KEY_LENGTH: usize = 80;

/// One's drafts, the latest first.
pub async fn list(tx: &mut Tx, contact: &ContactAsker) -> Result<SavedDrafts, AppError> {
    let facts = facts::read(tx, contact.client)
        .await?
        .ok_or(AppError::NotFound)?;
    let facts = facts.seen_by(contact);
    let zone = facts.zone(None);
    let components = facts.component_choices();
    let oldest = tx.now_ms() - KEPT_MS;
    let rows = queries::of_contact(tx, contact.client, contact.contact, oldest).await?;
    let rows = rows.into_iter().filter_map(|(request_id, fields, saved)| {
        let input: RequestInput = serde_json::from_str(&fields).ok()?;
        let mut known = components.iter();
        let component = known.find(|one| one.key.as_str() == input.component);
        Some(SavedDraft {
            request_id,
            title: title_of(&input.details),
            component: component.map(|one| one.name.clone()),
            saved: zone.instant(saved),
            expires: zone.instant(saved + KEPT_MS),
        })
    });
    Ok(SavedDrafts {
        rows: rows.collect(),
        now: zone.instant(tx.now_ms()),
    })
}

/// One of one's own, as it was typed.
pub async fn one(
    tx: &mut Tx,
    contact: &ContactAsker,
    request_id: &str,
) -> Result<RequestInput, AppError> {
    let oldest = tx.now_ms() - KEPT_MS;
    let row = queries::one(tx, contact.client, contact.contact, request_id, oldest).await?;
    let (fields,) = row.ok_or(AppError::NotFound)?;
    serde_json::from_str(&fields).map_err(|_| AppError::NotFound)
}

/// Keeps it, in place of what was kept under the same key.
pub async fn save(
    tx: &mut Tx,
    contact: &ContactAsker,
    mut input: RequestInput,
) -> Result<(), AppError> {
    let (client, author) = (contact.client, contact.contact);
    tx.alone("request drafts", author.0).await?;
    let is_key = !input.request_id.is_empty() && input.request_id.chars().count() <= KEY_LENGTH;
    // A key that was sent already finds what it made: this is another request.
    let sent = is_key
        && opening::opened_before(tx, client, &input.request_id)
            .await?
            .is_some();
    if !is_key || sent {
        input.request_id = opening::new_request_id();
    }
    let fields = serde_json::to_string(&input).map_err(|error| StoreError::Other(error.into()))?;
    if fields.len() > LONGEST {
        return Err(AppError::field("details", FieldProblem::TooLong));
    }
    let now = tx.now_ms();
    queries::keep(tx, client, author, &input.request_id, &fields, now).await?;
    let (count,) = queries::count(tx, client, author, now - KEPT_MS).await?;
    if count > MOST_DRAFTS {
        return Err(AppError::field("draft", FieldProblem::Full));
    }
    Ok(())
}

/// Forgets one of one's own; what is not there is forgotten already.
pub async fn forget(
    tx: &mut Tx,
    contact: &ContactAsker,
    request_id: &str,
) -> Result<(), StoreError> {
    queries::forget(tx, contact.client, contact.contact, request_id).await?;
    Ok(())
}

/// Forgets those that nobody came back to; how many.
///
/// # Errors
/// When the database cannot be written.
pub async fn prune(store: &Store) -> Result<u64, StoreError> {
    let write = store.write(Scope::System, |tx| {
        Box::pin(async move {
            let before: EpochMs = tx.now_ms() - KEPT_MS;
            queries::prune(tx, before).await
        })
    });
    write.await
}

mod queries {
    use app::domain::ids::{ClientId, ContactId};

    crate::queries! {
        all of_contact(client: ClientId, contact: ContactId, since: i64) -> (String, String, i64) = "
            SELECT request_id, fields, saved_at FROM request_drafts
            WHERE client_id = $1 AND contact_id = $2 AND saved_at >= $3
            ORDER BY saved_at DESC, request_id";

        maybe one(client: ClientId, contact: ContactId, request_id: &str, since: i64) -> (String,) = "
            SELECT fields FROM request_drafts
            WHERE client_id = $1 AND contact_id = $2 AND request_id = $3 AND saved_at >= $4";

        one count(client: ClientId, contact: ContactId, since: i64) -> (i64,) = "
            SELECT COUNT(*) FROM request_drafts WHERE client_id = $1 AND contact_id = $2 AND saved_at >= $3";

        run keep(client: ClientId, contact: ContactId, request_id: &str, fields: &str, saved_at: i64) = "
            INSERT INTO request_drafts (client_id, contact_id, request_id, fields, saved_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (client_id, contact_id, request_id)
            DO UPDATE SET fields = EXCLUDED.fields, saved_at = EXCLUDED.saved_at";

        run forget(client: ClientId, contact: ContactId, request_id: &str) = "
            DELETE FROM request_drafts WHERE client_id = $1 AND contact_id = $2 AND request_id = $3";

        run prune(before: i64) = "DELETE FROM request_drafts WHERE saved_at < $1";
    }
}
