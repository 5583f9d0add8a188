//! Workaround debts: opened by a temporary repair, shared by what a later relapse opens, discharged in four ways.

use app::domain::ids::{ClientId, ComponentId, InterventionId};
use app::domain::intervention::{
    Actor, DebtEffect, DebtWay, Discharge, Event, EventKind, Outcome, Snapshot,
};
use app::domain::time::EpochMs;

pub use queries::STATEMENTS;
pub use queries::{OpenDebtRow, ReviewRow};

use super::acting::{self, Done, Gesture, Held, Told};
use super::gathering;
use super::queries::HeadRow;
use crate::store::{StoreError, Tx, ids};

/// What an event makes of the debt's row, as far as this intervention alone is concerned.
pub async fn settle(
    tx: &mut Tx,
    told: &Told,
    outcome: &Outcome,
    at: EpochMs,
) -> Result<(), StoreError> {
    let (client, intervention) = (told.client, told.intervention);
    match outcome.debt {
        DebtEffect::None | DebtEffect::Discharge(_) => {}
        DebtEffect::Open => {
            // A relapse that came too late for the first intervention owes the same repair.
            if queries::owed_by(tx, client, intervention).await?.is_some() {
                return Ok(());
            }
            let component = outcome.next.qualification.component;
            let component = component.map(|ComponentId(id)| id);
            let debt = ids::next();
            queries::open(tx, client, debt, intervention, component, at).await?;
            queries::share(tx, client, debt, intervention).await?;
        }
        DebtEffect::Relapse => {
            if let Some((debt,)) = queries::owed_by(tx, client, intervention).await? {
                queries::relapse(tx, client, debt).await?;
            }
        }
    }
    Ok(())
}

/// What continues an intervention whose repair is owed owes the same one: the failure is back.
pub async fn inherit(
    tx: &mut Tx,
    client: ClientId,
    heir: InterventionId,
    continued: InterventionId,
) -> Result<(), StoreError> {
    if let Some((debt,)) = queries::owed_by(tx, client, continued).await? {
        queries::share(tx, client, debt, heir).await?;
        queries::relapse(tx, client, debt).await?;
    }
    Ok(())
}

/// After a discharge, or a definitive repair by an heir that had no temporary one of its own: the others that owe the
/// same repair owe it no more. One that is broken still does: then the debt stays.
pub async fn spread(tx: &mut Tx, held: &Held, done: &Done) -> Result<(), StoreError> {
    let way = match done.outcome.debt {
        DebtEffect::Discharge(way) => way,
        _ if done.kind == EventKind::RestoredCurative => Discharge::CurativeAct,
        _ => return Ok(()),
    };
    let (client, id) = (held.told.client, held.told.intervention);
    let Some((debt,)) = queries::owed_by(tx, client, id).await? else {
        return Ok(());
    };
    let mut is_owed_still = false;
    for head in queries::sharers(tx, client, debt).await? {
        if head.id == id.0 {
            continue;
        }
        let other = acting::hold(tx, &head).await?;
        if other.snapshot.debt.is_some() {
            is_owed_still |= !discharge(tx, &other, DebtWay::LinkedAct { by: id }).await?;
        }
    }
    if is_owed_still {
        return Ok(());
    }
    let review_at = match done.event {
        Event::DebtDischarged(DebtWay::RiskAccepted { review_at }) => Some(review_at),
        _ => None,
    };
    queries::discharge(tx, client, debt, done.at, way.code(), review_at).await?;
    Ok(())
}

/// By the program; whether the rule allows it. What follows that intervention moves with it.
async fn discharge(tx: &mut Tx, held: &Held, way: DebtWay) -> Result<bool, StoreError> {
    let gesture = Gesture {
        actor: Actor::System,
        event: Event::DebtDischarged(way),
        text: "",
        effective_at: tx.now_ms().max(held.snapshot.changed_at),
        late: None,
    };
    let Ok(done) = acting::record_alone(tx, held, gesture, None).await? else {
        return Ok(false);
    };
    gathering::spread(tx, held, &done).await?;
    Ok(true)
}

/// Nothing of a retired component is left to repair.
pub async fn component_retired(
    tx: &mut Tx,
    client: ClientId,
    component: ComponentId,
) -> Result<(), StoreError> {
    for (debt,) in queries::of_component(tx, client, component).await? {
        for head in queries::sharers(tx, client, debt).await? {
            let held = acting::hold(tx, &head).await?;
            if held.snapshot.debt.is_some() {
                discharge(tx, &held, DebtWay::ComponentRetired).await?;
            }
        }
        let now = tx.now_ms();
        let way = Discharge::ComponentRetired.code();
        queries::discharge(tx, client, debt, now, way, None).await?;
    }
    Ok(())
}

/// Whether the failure that is back came too late for a relapse: another intervention owes the same repair then.
pub fn is_too_late(snapshot: &Snapshot, at: EpochMs) -> bool {
    let restored = snapshot.restored_at.filter(|_| snapshot.debt.is_some());
    restored.is_some_and(|restored| at > restored + snapshot.observation_ms)
}

/// Those that owe the same repair as it, itself left out.
pub async fn sharing_with(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
) -> Result<Vec<HeadRow>, StoreError> {
    let Some((debt,)) = queries::last_of(tx, client, id).await? else {
        return Ok(vec![]);
    };
    let mut heads = queries::sharers(tx, client, debt).await?;
    heads.retain(|head| head.id != id.0);
    Ok(heads)
}

/// The repairs that are owed, the oldest first, after that place of the list; `client` is a slug, empty for all.
pub async fn open_after(
    tx: &mut Tx,
    client: &str,
    (opened_at, id): (EpochMs, i64),
    limit: i64,
) -> Result<Vec<OpenDebtRow>, StoreError> {
    queries::open_after(tx, client, opened_at, id, limit).await
}

/// Risks whose day of review has come, the oldest first.
pub async fn to_review(tx: &mut Tx, limit: i64) -> Result<Vec<ReviewRow>, StoreError> {
    let now = tx.now_ms();
    queries::to_review(tx, now, limit).await
}

/// Somebody of the provider has looked at it again; whether it was to be.
pub async fn reviewed(tx: &mut Tx, client: ClientId, debt: i64) -> Result<bool, StoreError> {
    let now = tx.now_ms();
    Ok(queries::reviewed(tx, client, debt, now).await? > 0)
}

mod queries {
    use app::domain::ids::{ClientId, ComponentId, InterventionId};

    use super::HeadRow;

    #[derive(Debug, Clone, sqlx::FromRow)]
    pub struct OpenDebtRow {
        pub id: i64,
        pub opened_at: i64,
        pub relapses: i64,
        pub client_slug: String,
        pub client_name: String,
        pub component_name: Option<String>,
        pub reference: String,
        pub title: String,
        pub state: String,
    }

    #[derive(Debug, Clone, sqlx::FromRow)]
    pub struct ReviewRow {
        pub id: i64,
        pub client_id: i64,
        pub review_at: i64,
        pub client_slug: String,
        pub client_name: String,
        pub component_name: Option<String>,
        pub reference: String,
    }

    crate::queries! {
        run open(client: ClientId, id: i64, intervention: InterventionId, component: Option<i64>, opened_at: i64) = "
            INSERT INTO workaround_debts (client_id, id, intervention_id, component_id, opened_at)
            VALUES ($1, $2, $3, $4, $5)";

        run share(client: ClientId, debt: i64, intervention: InterventionId) = "
            INSERT INTO debt_shares (client_id, debt_id, intervention_id) VALUES ($1, $2, $3)
            ON CONFLICT (client_id, intervention_id, debt_id) DO NOTHING";

        run relapse(client: ClientId, debt: i64) = "
            UPDATE workaround_debts SET relapses = relapses + 1
            WHERE client_id = $1 AND id = $2 AND discharged_at IS NULL";

        run discharge(client: ClientId, debt: i64, at: i64, by: &str, review_at: Option<i64>) = "
            UPDATE workaround_debts SET discharged_at = $3, discharged_by = $4, review_at = $5
            WHERE client_id = $1 AND id = $2 AND discharged_at IS NULL";

        maybe owed_by(client: ClientId, intervention: InterventionId) -> (i64,) = "
            SELECT d.id FROM debt_shares s
            JOIN workaround_debts d ON d.client_id = s.client_id AND d.id = s.debt_id
            WHERE s.client_id = $1 AND s.intervention_id = $2 AND d.discharged_at IS NULL
            ORDER BY d.opened_at DESC, d.id DESC LIMIT 1";

        maybe last_of(client: ClientId, intervention: InterventionId) -> (i64,) = "
            SELECT d.id FROM debt_shares s
            JOIN workaround_debts d ON d.client_id = s.client_id AND d.id = s.debt_id
            WHERE s.client_id = $1 AND s.intervention_id = $2
            ORDER BY d.opened_at DESC, d.id DESC LIMIT 1";

        all sharers(client: ClientId, debt: i64) -> HeadRow = "
            SELECT i.id, i.client_id, i.reference, i.site_id, i.requester_contact_id, cl.slug AS client_slug,
                c.key AS component_key, (1 = 0) AS is_untold
            FROM debt_shares s
            JOIN interventions i ON i.client_id = s.client_id AND i.id = s.intervention_id
            JOIN clients cl ON cl.id = i.client_id
            LEFT JOIN components c ON c.client_id = i.client_id AND c.id = i.component_id
            WHERE s.client_id = $1 AND s.debt_id = $2 ORDER BY i.id";

        all of_component(client: ClientId, component: ComponentId) -> (i64,) = "
            SELECT id FROM workaround_debts
            WHERE client_id = $1 AND component_id = $2 AND discharged_at IS NULL ORDER BY id";

        /// Empty: every client.
        all open_after(client: &str, opened_at: i64, id: i64, limit: i64) -> OpenDebtRow = "
            SELECT d.id, d.opened_at, d.relapses, cl.slug AS client_slug, cl.name AS client_name,
                c.name AS component_name, i.reference, title.body AS title, i.state
            FROM workaround_debts d
            JOIN interventions i ON i.client_id = d.client_id AND i.id = d.intervention_id
            JOIN clients cl ON cl.id = d.client_id
            JOIN texts title ON title.client_id = i.client_id AND title.id = i.title_id
            LEFT JOIN components c ON c.client_id = d.client_id AND c.id = d.component_id
            WHERE d.discharged_at IS NULL AND ($1 = '' OR cl.slug = $1)
                AND d.opened_at >= $2 AND (d.opened_at > $2 OR d.id > $3)
            ORDER BY d.opened_at, d.id LIMIT $4";

        all to_review(now: i64, limit: i64) -> ReviewRow = "
            SELECT d.id, d.client_id, d.review_at, cl.slug AS client_slug, cl.name AS client_name,
                c.name AS component_name, i.reference
            FROM workaround_debts d
            JOIN interventions i ON i.client_id = d.client_id AND i.id = d.intervention_id
            JOIN clients cl ON cl.id = d.client_id
            LEFT JOIN components c ON c.client_id = d.client_id AND c.id = d.component_id
            WHERE d.review_at <= $1 AND d.reviewed_at IS NULL
            ORDER BY d.review_at, d.id LIMIT $2";

        run reviewed(client: ClientId, debt: i64, now: i64) = "
            UPDATE workaround_debts SET reviewed_at = $3
            WHERE client_id = $1 AND id = $2 AND review_at <= $3 AND reviewed_at IS NULL";
    }
}
