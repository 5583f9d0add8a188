//! What is to come on one component of a contact's client, and what its last check-visit found.

use app::answer::AppError;
use app::backend::interventions::Text;
use app::backend::planning::{OnComponent, Visit};
use app::domain::access::ContactAsker;
use app::domain::ids::{ComponentId, ContactId, InterventionId, SiteId};

use super::queries::{self, VisitRow};
use crate::interventions::{contacts, planned, reading};
use crate::store::Tx;
use crate::zone::Zone;

/// How many visits are looked at for one that the contact sees.
const VISITS: i64 = 20;

pub async fn of(tx: &mut Tx, contact: &ContactAsker, key: &str) -> Result<OnComponent, AppError> {
    let client = contact.client;
    let (component,) = queries::component(tx, client, key)
        .await?
        .ok_or(AppError::NotFound)?;
    let component = ComponentId(component);
    let places = queries::sites_of_component(tx, client, component).await?;
    let sites: Vec<SiteId> = places.iter().map(|(site, _)| SiteId(*site)).collect();
    if !contact.sees_sites(&sites) {
        return Err(AppError::NotFound);
    }
    let zone = match places.first() {
        Some((_, zone)) => Zone::named(zone),
        None => super::calendar::zone_of(tx, Some(client)).await?,
    };
    let mut to_come = Vec::new();
    for row in planned::to_come_on(tx, contact, component).await? {
        to_come.push(reading::listed(row, false)?);
    }
    let visits = queries::last_visits(tx, client, component, VISITS).await?;
    let followed = contacts::followed(tx, contact).await?;
    let last_visit = visits.into_iter().find(|row| {
        let (site, requester) = (row.site_id, row.requester_contact_id);
        // A visit is no request: nobody is in copy of it.
        contact.sees_intervention(
            site.map(SiteId),
            requester.map(ContactId),
            followed.contains(&InterventionId(row.id)),
        )
    });
    let now = tx.now_ms();
    Ok(OnComponent {
        to_come,
        last_visit: last_visit.map(|row| visit(row, zone)),
        now: zone.instant(now),
    })
}

fn visit(row: VisitRow, zone: Zone) -> Visit {
    Visit {
        at: zone.instant(row.done_at),
        reference: row.reference,
        by: row.technician.unwrap_or_default(),
        report: match (row.redacted_at, row.report) {
            (Some(_), _) => Some(Text::Redacted),
            (None, body) => body.map(Text::Written),
        },
    }
}
