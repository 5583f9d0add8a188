//! What waits over all clients by what breaches next, page by page, each page found by the last row of the one before.

use app::answer::AppError;
use app::backend::desk::{ClientName, Queue, QueueFilter, QueueRow};
use app::domain::access::StaffAsker;
use app::domain::intervention::InterventionState;

use super::queries;
use crate::interventions::reading::{self, After, ListedRow};
use crate::store::Tx;
use crate::zone::Zone;

/// Rows a page.
const PAGE: usize = 50;

pub async fn page(
    tx: &mut Tx,
    staff: &StaffAsker,
    filter: &QueueFilter,
) -> Result<Queue, AppError> {
    let after = match &filter.after {
        Some(cursor) => parse(cursor).ok_or(AppError::NotFound)?,
        None => After {
            rank: i64::MIN,
            at: i64::MIN,
            id: i64::MIN,
        },
    };
    let mine = filter.mine.then_some(staff.staff);
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let mut found = reading::queue(tx, filter, mine, after, limit).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(cursor);
    let mut rows = Vec::with_capacity(found.len());
    for row in found {
        rows.push(queue_row(row)?);
    }
    let now = Zone::named(&provider_zone(tx).await?).instant(tx.now_ms());
    Ok(Queue {
        rows,
        next,
        clients: clients(tx).await?,
        now,
    })
}

/// Every client by name, for the filter.
pub async fn clients(tx: &mut Tx) -> Result<Vec<ClientName>, AppError> {
    let names = queries::client_names(tx).await?;
    Ok(names
        .into_iter()
        .map(|(slug, name)| ClientName { slug, name })
        .collect())
}

/// The zone that the provider's own pages are read in.
pub async fn provider_zone(tx: &mut Tx) -> Result<String, AppError> {
    let zone = queries::provider_zone(tx).await?;
    Ok(zone.map_or_else(|| "Europe/Paris".to_owned(), |(zone,)| zone))
}

fn queue_row(row: ListedRow) -> Result<QueueRow, AppError> {
    let client = ClientName {
        slug: row.client_slug.clone(),
        name: row.client_name.clone(),
    };
    let version = row.version;
    let has_begun = [
        InterventionState::InProgress,
        InterventionState::OnHold,
        InterventionState::TemporarilyRestored,
    ];
    let is_left_to_a_level = row.technician.is_none()
        && row.lead_id.is_none()
        && has_begun.iter().any(|state| row.state == state.code());
    let may_take = row.state == InterventionState::Registered.code() || is_left_to_a_level;
    Ok(QueueRow {
        client,
        listed: reading::listed(row, false)?,
        version,
        may_take,
    })
}

fn cursor(row: &ListedRow) -> String {
    format!("{}~{}~{}", row.queue_rank, row.queue_at, row.id)
}

fn parse(cursor: &str) -> Option<After> {
    let mut parts = cursor.splitn(3, '~');
    Some(After {
        rank: parts.next()?.parse().ok()?,
        at: parts.next()?.parse().ok()?,
        id: parts.next()?.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_and_nothing_else_is() {
        let expected = After {
            rank: 1,
            at: 17,
            id: 42,
        };
        assert_eq!(parse("1~17~42"), Some(expected));
        for text in ["", "1", "p1~1~2", "1~x~2", "1~2", "1~2~3~4"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
