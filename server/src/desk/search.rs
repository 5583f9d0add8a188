//! Interventions of every client by their words, the latest first.

use app::answer::AppError;
use app::backend::desk::{ClientName, Found, FoundRow, SearchFilter};
use app::domain::ids::ClientId;

use super::{queries, queue};
use crate::interventions::reading;
use crate::search;
use crate::store::Tx;
use crate::zone::Zone;

/// Rows a page.
const PAGE: usize = 50;

pub async fn page(tx: &mut Tx, filter: &SearchFilter) -> Result<Found, AppError> {
    let client = match &filter.client {
        None => None,
        Some(slug) => {
            let found = queries::client_id(tx, slug).await?;
            let (id, _) = found.ok_or(AppError::NotFound)?;
            Some(ClientId(id))
        }
    };
    let before = filter.after.unwrap_or(i64::MAX);
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let mut rows = match &filter.words {
        None => reading::latest(tx, client, before, limit).await?,
        Some(typed) => match search::question(client, typed) {
            Some(question) => reading::holding(tx, &question, before, limit).await?,
            None => Vec::new(),
        },
    };
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().map(|row| row.id).filter(|_| more);
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let client = ClientName {
            slug: row.client_slug.clone(),
            name: row.client_name.clone(),
        };
        let listed = reading::listed(row, false)?;
        found.push(FoundRow { client, listed });
    }
    Ok(Found {
        rows: found,
        next,
        clients: queue::clients(tx).await?,
        now: Zone::named(&queue::provider_zone(tx).await?).instant(tx.now_ms()),
    })
}
