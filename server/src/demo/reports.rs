//! The demonstration's monthly reports: each month published on the third of the next, the last one still a draft.

use app::backend::reports::{ReportBackend, ResolveInput, Which};
use app::domain::access::Asker;
use app::domain::report::{Comments, Month, Section};
use app::domain::time::{DAY_MS, EpochMs, MINUTE_MS};

use chrono::Datelike;

use super::document::CLIENTS;
use crate::reports::ReportService;
use crate::store::Store;
use crate::zone::Zone;

/// What is to be done, one each month.
const ACTIONS: [&str; 3] = [
    "Relire ensemble la liste des personnes à prévenir la nuit.",
    "Convenir d’une date pour l’essai de restauration des sauvegardes.",
    "Passer en revue les équipements couverts que rien ne supervise.",
];

/// When the reports of a month are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    pub at: EpochMs,
    pub month: Month,
}

/// Every month from that one on that is published by now: all that are over, save the last.
pub fn due(zone: Zone, from: EpochMs, now: EpochMs) -> Vec<Due> {
    let (Some(first), Some(present)) = (zone.date(from), zone.date(now)) else {
        return vec![];
    };
    let (mut month, last) = (Month::of(first), Month::of(present).back(1));
    let mut all = Vec::new();
    while month < last {
        let next = zone.start_of(month.next().first_day());
        all.extend(next.map(|begins| Due {
            at: begins + 2 * DAY_MS + 9 * 60 * MINUTE_MS,
            month,
        }));
        month = month.next();
    }
    all
}

/// Written and published for every client, by the coordinator.
///
/// # Errors
/// When the month is not over by the store's clock.
pub async fn publish(store: &Store, coordinator: &Asker, month: Month) -> anyhow::Result<()> {
    let reports = ReportService::new(store.clone());
    for client in CLIENTS {
        let which = Which { client, month };
        write(&reports, coordinator, which).await?;
        let bench = reports.workbench(coordinator, client, month).await?;
        for carried in bench.resolves.iter().filter(|one| one.is_carried(month)) {
            // The oldest is done a month later; what is added each month goes on.
            let is_oldest = carried.opened.next() < month;
            if is_oldest && carried.closed.is_none() {
                reports.settle(coordinator, which, carried.id, true).await?;
            }
        }
        reports.publish(coordinator, which, bench.edition).await?;
    }
    Ok(())
}

/// What nobody has published yet: last month's.
///
/// # Errors
/// When there is no such client.
pub async fn draft(
    store: &Store,
    coordinator: &Asker,
    zone: Zone,
    now: EpochMs,
) -> anyhow::Result<()> {
    let reports = ReportService::new(store.clone());
    let Some(today) = zone.date(now) else {
        return Ok(());
    };
    let month = Month::of(today).back(1);
    for client in CLIENTS {
        write(&reports, coordinator, Which { client, month }).await?;
    }
    Ok(())
}

async fn write(
    reports: &ReportService,
    coordinator: &Asker,
    which: Which<'_>,
) -> anyhow::Result<()> {
    let comments = Comments::from([
        (
            Section::Summary,
            "Chiffres relus ensemble à la revue mensuelle.".to_owned(),
        ),
        (
            Section::Availability,
            "Les coupures en dehors de la plage de couverture sont listées, et ne comptent pas."
                .to_owned(),
        ),
    ]);
    reports.save(coordinator, which, None, comments).await?;
    let month = which.month;
    let due = month.next().next().first_day();
    for (place, (kind, text, owner)) in [
        (
            "decision",
            "La revue mensuelle se tient le premier mardi du mois.",
            "Camille Ordonneau",
        ),
        (
            "action",
            ACTIONS[month.first_day().month0() as usize % ACTIONS.len()],
            "Camille Ordonneau",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let input = ResolveInput {
            request_id: format!("demo:{}:{month}:{place}", which.client),
            kind: kind.into(),
            text: text.into(),
            owner: owner.into(),
            due: if kind == "action" {
                due.to_string()
            } else {
                String::new()
            },
        };
        reports.resolve(coordinator, which, input).await?;
    }
    Ok(())
}
