//! Preventive work as calendars and pages read it: a row derived from the log, and what is written down with the plan.

use app::backend::interventions::{Notice, PlannedView, Slot, Text};
use app::domain::access::{Asker, ContactAsker};
use app::domain::ids::{ClientId, ComponentId, InterventionId};
use app::domain::intervention::{Planning, Snapshot};
use app::domain::time::{EpochMs, Span};

use queries::PlanRow;
pub use queries::STATEMENTS;

use super::contacts::sees;
use super::queries::{self as rows, ListedRow};
use crate::planning::slots::LONGEST_MS;
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

/// What is written down with a plan and does not come from the log.
#[derive(Debug, Clone, Default)]
pub struct Work<'a> {
    /// What the client will notice; empty: nothing is said.
    pub impact: &'a str,
    /// Must be done before.
    pub due_at: Option<EpochMs>,
    /// The notice that the contract in force promises.
    pub notice_days: Option<u32>,
    /// Its report is the component's supervision.
    pub check_visit: bool,
}

/// Keeps a new plan; `impact_id` is the text of its impact.
pub async fn keep(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
    slot: Span,
    work: &Work<'_>,
    impact_id: Option<i64>,
) -> Result<(), StoreError> {
    let now = tx.now_ms();
    queries::keep(
        tx,
        client,
        id,
        slot.from,
        slot.to,
        impact_id,
        work.due_at,
        work.notice_days.map(i64::from),
        i64::from(work.check_visit),
        now,
    )
    .await?;
    Ok(())
}

/// The row again, made from the snapshot.
pub async fn restate(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
    snapshot: &Snapshot,
) -> Result<(), StoreError> {
    let Some(planning) = snapshot.planning else {
        return Ok(());
    };
    let Planning {
        slot,
        announced_at,
        accepted,
        postponed,
    } = planning;
    let now = tx.now_ms();
    queries::restate(
        tx,
        client,
        id,
        slot.from,
        slot.to,
        announced_at,
        accepted.map(i64::from),
        i64::from(postponed),
        snapshot.resolved_at,
        now,
    )
    .await?;
    Ok(())
}

/// Whether the client was never told of it.
pub async fn is_untold(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
) -> Result<bool, StoreError> {
    let row = queries::told(tx, client, id).await?;
    Ok(row.is_none_or(|(told_at,)| told_at.is_none()))
}

/// Whether its report is a component's supervision: it is not done without saying what was seen.
pub async fn is_check_visit(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
) -> Result<bool, StoreError> {
    let row = queries::one(tx, client, id).await?;
    Ok(row.is_some_and(|row| row.check_visit != 0))
}

/// The plan as a page shows it.
pub async fn view(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
    zone: Zone,
) -> Result<Option<PlannedView>, StoreError> {
    let now = tx.now_ms();
    let row = queries::one(tx, client, id).await?;
    Ok(row.map(|row| shown(row, zone, now)))
}

fn shown(row: PlanRow, zone: Zone, now: EpochMs) -> PlannedView {
    let notice = row.notice_days.map(|days| {
        let last = zone.days_before(row.slot_from, days);
        Notice {
            days: u32::try_from(days).unwrap_or(u32::MAX),
            last: zone.instant(last),
            is_short: row.announced_at.unwrap_or(now) > last,
        }
    });
    let impact = match (row.impact_redacted_at, row.impact) {
        (Some(_), _) => Some(Text::Redacted),
        (None, body) => body.map(Text::Written),
    };
    PlannedView {
        slot: slot(row.slot_from, row.slot_to, row.accepted, zone),
        announced: row.announced_at.map(|at| zone.instant(at)),
        postponed: row.postponed,
        impact,
        check_visit: row.check_visit != 0,
        notice,
        is_late: row.due_at.is_some_and(|due| row.slot_to > due),
        due: row.due_at.map(|due| zone.instant(due)),
        after_contract: row
            .contract_ends_at
            .filter(|ends| row.slot_from >= *ends)
            .map(|ends| zone.instant(ends)),
    }
}

/// Preventive work whose slot touches a span, of those that the asker may see, by slot; `client` narrows staff's.
pub async fn seen_by(
    tx: &mut Tx,
    asker: &Asker,
    client: Option<ClientId>,
    span: Span,
    limit: i64,
) -> Result<Vec<ListedRow>, StoreError> {
    let (from, to) = (span.from, span.to);
    let contact = match (asker, client) {
        (Asker::Contact(contact), _) => contact,
        (Asker::Staff(_), Some(client)) => {
            return rows::planned_of_client(
                tx,
                client,
                from,
                to,
                LONGEST_MS,
                1,
                limit,
                i64::MIN,
                0,
            )
            .await;
        }
        (Asker::Staff(_), None) => {
            return rows::planned_of_all(tx, from, to, LONGEST_MS, limit).await;
        }
    };
    let client = contact.client;
    let followed = rows::followed_by(tx, client, contact.contact).await?;
    let (mut found, mut after) = (Vec::new(), (i64::MIN, 0));
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    loop {
        let page =
            rows::planned_of_client(tx, client, from, to, LONGEST_MS, 0, limit, after.0, after.1)
                .await?;
        let is_last = page.len() < wanted;
        if let Some(last) = page.last() {
            after = (last.slot_from.unwrap_or_default(), last.id);
        }
        let seen = page
            .into_iter()
            .filter(|row| sees(contact, row, followed.contains(&(row.id,))));
        found.extend(seen);
        if is_last || found.len() >= wanted {
            found.truncate(wanted);
            return Ok(found);
        }
    }
}

/// Preventive work on a component, announced or under way, of what the contact sees; the soonest first.
pub async fn to_come_on(
    tx: &mut Tx,
    contact: &ContactAsker,
    component: ComponentId,
) -> Result<Vec<ListedRow>, StoreError> {
    let client = contact.client;
    let followed = rows::followed_by(tx, client, contact.contact).await?;
    let mut found = rows::planned_on_component(tx, client, component).await?;
    found.retain(|row| sees(contact, row, followed.contains(&(row.id,))));
    Ok(found)
}

/// A slot in the zone of its site.
pub fn slot(from: EpochMs, to: EpochMs, accepted: Option<i64>, zone: Zone) -> Slot {
    Slot {
        from: zone.instant(from),
        to: zone.instant(to),
        accepted: accepted.map(|accepted| accepted != 0),
    }
}

mod queries {
    use app::domain::ids::{ClientId, InterventionId};

    #[derive(Debug, Clone, sqlx::FromRow)]
    pub struct PlanRow {
        pub slot_from: i64,
        pub slot_to: i64,
        pub announced_at: Option<i64>,
        pub accepted: Option<i64>,
        pub postponed: i64,
        pub impact: Option<String>,
        pub impact_redacted_at: Option<i64>,
        pub due_at: Option<i64>,
        pub notice_days: Option<i64>,
        pub check_visit: i64,
        pub contract_ends_at: Option<i64>,
    }

    crate::queries! {
        run keep(
            client: ClientId, id: InterventionId, slot_from: i64, slot_to: i64, impact_id: Option<i64>,
            due_at: Option<i64>, notice_days: Option<i64>, check_visit: i64, now: i64,
        ) = "
            INSERT INTO planned_work (client_id, intervention_id, slot_from, slot_to, impact_id, due_at, notice_days,
                check_visit, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

        run restate(
            client: ClientId, id: InterventionId, slot_from: i64, slot_to: i64, announced_at: Option<i64>,
            accepted: Option<i64>, postponed: i64, done_at: Option<i64>, now: i64,
        ) = "
            UPDATE planned_work SET slot_from = $3, slot_to = $4, announced_at = $5, accepted = $6, postponed = $7,
                done_at = $8, updated_at = $9, told_at = COALESCE(told_at, $5)
            WHERE client_id = $1 AND intervention_id = $2";

        maybe told(client: ClientId, id: InterventionId) -> (Option<i64>,) = "
            SELECT told_at FROM planned_work WHERE client_id = $1 AND intervention_id = $2";

        maybe one(client: ClientId, id: InterventionId) -> PlanRow = "
            SELECT p.slot_from, p.slot_to, p.announced_at, p.accepted, p.postponed, t.body AS impact,
                t.redacted_at AS impact_redacted_at, p.due_at, p.notice_days, p.check_visit, v.ends_at AS contract_ends_at
            FROM planned_work p
            JOIN interventions i ON i.client_id = p.client_id AND i.id = p.intervention_id
            LEFT JOIN texts t ON t.client_id = p.client_id AND t.id = p.impact_id
            LEFT JOIN contract_versions v ON v.client_id = i.client_id AND v.id = i.contract_version_id
            WHERE p.client_id = $1 AND p.intervention_id = $2";
    }
}
