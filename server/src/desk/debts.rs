//! Definitive repairs that are owed, the oldest first, page by page; risks whose day of review has come.

use app::answer::AppError;
use app::backend::desk::{ClientName, DebtFilter, DebtRow, Debts, ReviewRow};
use app::domain::ids::ClientId;
use app::domain::intervention::InterventionState;
use app::domain::time::EpochMs;

use super::{queries, queue};
use crate::interventions::debts::{self, OpenDebtRow};
use crate::store::Tx;
use crate::zone::Zone;

/// Rows a page.
const PAGE: usize = 50;
const REVIEWS: i64 = 100;

pub async fn page(tx: &mut Tx, filter: &DebtFilter) -> Result<Debts, AppError> {
    let after = match &filter.after {
        Some(cursor) => parse(cursor).ok_or(AppError::NotFound)?,
        None => (EpochMs::MIN, i64::MIN),
    };
    let client = filter.client.as_deref().unwrap_or_default();
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let mut found = debts::open_after(tx, client, after, limit).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found
        .last()
        .filter(|_| more)
        .map(|row| format!("{}~{}", row.opened_at, row.id));
    let zone = Zone::named(&queue::provider_zone(tx).await?);
    let reviews = debts::to_review(tx, REVIEWS).await?.into_iter();
    let reviews = reviews.map(|row| ReviewRow {
        id: row.id,
        client: ClientName {
            slug: row.client_slug,
            name: row.client_name,
        },
        component: row.component_name,
        reference: row.reference,
        review: zone.instant(row.review_at),
    });
    Ok(Debts {
        rows: found.into_iter().map(|row| shown(row, zone)).collect(),
        next,
        reviews: reviews.collect(),
        clients: queue::clients(tx).await?,
        now: zone.instant(tx.now_ms()),
    })
}

/// What that client is owed, the oldest first, as many as a page holds.
pub async fn owed_by(tx: &mut Tx, slug: &str) -> Result<Vec<DebtRow>, AppError> {
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let found = debts::open_after(tx, slug, (EpochMs::MIN, i64::MIN), limit).await?;
    let zone = Zone::named(&queue::provider_zone(tx).await?);
    Ok(found.into_iter().map(|row| shown(row, zone)).collect())
}

/// Looked at again: said once.
pub async fn review(tx: &mut Tx, slug: &str, debt: i64) -> Result<(), AppError> {
    let (client, _) = queries::client_id(tx, slug)
        .await?
        .ok_or(AppError::NotFound)?;
    debts::reviewed(tx, ClientId(client), debt).await?;
    Ok(())
}

fn shown(row: OpenDebtRow, zone: Zone) -> DebtRow {
    DebtRow {
        client: ClientName {
            slug: row.client_slug,
            name: row.client_name,
        },
        component: row.component_name,
        state: InterventionState::from_code(&row.state)
            .unwrap_or(InterventionState::TemporarilyRestored),
        reference: row.reference,
        title: row.title,
        opened: zone.instant(row.opened_at),
        relapses: row.relapses,
    }
}

fn parse(cursor: &str) -> Option<(EpochMs, i64)> {
    let (opened_at, id) = cursor.split_once('~')?;
    Some((opened_at.parse().ok()?, id.parse().ok()?))
}
