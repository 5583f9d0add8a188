//! Several requests about one failure: what is told and done on the one that leads reaches those that follow it.

use app::answer::{AppError, FieldProblem};
use app::domain::contract::Activity;
use app::domain::ids::{ClientId, ContactId, InterventionId};
use app::domain::intervention::{
    Actor, Event, EventKind, InterventionState, Outcome, Refusal, Snapshot,
};
use app::domain::time::EpochMs;

pub use queries::STATEMENTS;

use super::acting::{self, Done, Gesture, Held};
use super::queries::{self as rows, HeadRow};
use super::refused;
use crate::store::{StoreError, Tx};

/// Takes hold of the intervention that another shall follow, before that other is held: what moves on a lead takes hold
/// in the same order.
pub async fn lead(tx: &mut Tx, follower: &HeadRow, reference: &str) -> Result<Held, AppError> {
    let unknown = || AppError::field("reference_of", FieldProblem::Unknown);
    let client = ClientId(follower.client_id);
    let reference = reference.trim().to_uppercase();
    let head = rows::head_of(tx, client, &reference)
        .await?
        .ok_or_else(unknown)?;
    let not_that_one = || refused(Refusal::NotThatOne);
    if head.id == follower.id {
        return Err(not_that_one());
    }
    leads_nobody(tx, follower).await?;
    let held = acting::hold(tx, &head).await?;
    let snapshot = &held.snapshot;
    let is_a_lead = snapshot.qualification.activity == Activity::Fault
        && snapshot.gathered_under.is_none()
        && LEADING.contains(&snapshot.state);
    if is_a_lead {
        Ok(held)
    } else {
        Err(not_that_one())
    }
}

/// Whether it may follow another: what others follow does not. Looked at again once it is held, for what began to
/// follow it meanwhile.
pub async fn leads_nobody(tx: &mut Tx, follower: &HeadRow) -> Result<(), AppError> {
    let (client, own) = (ClientId(follower.client_id), InterventionId(follower.id));
    if queries::following(tx, client, own).await?.is_empty() {
        Ok(())
    } else {
        Err(refused(Refusal::NotThatOne))
    }
}

/// States in which others may follow it.
const LEADING: &[InterventionState] = &[
    InterventionState::Registered,
    InterventionState::InProgress,
    InterventionState::OnHold,
    InterventionState::TemporarilyRestored,
];

/// What has just begun to follow goes where its lead is.
pub async fn catch_up(tx: &mut Tx, follower: &HeadRow, lead: &Held) -> Result<(), StoreError> {
    let held = acting::hold(tx, follower).await?;
    let now = tx.now_ms();
    if let Some(event) = led(&held.snapshot, &lead.snapshot) {
        follow(tx, &held, event, now).await?;
    }
    Ok(())
}

/// After something was done on an intervention: its words and its moves, on each that follows it.
pub async fn spread(tx: &mut Tx, lead: &Held, done: &Done) -> Result<(), StoreError> {
    let (client, id) = (lead.told.client, lead.told.intervention);
    for head in queries::following(tx, client, id).await? {
        let follower = acting::hold(tx, &head).await?;
        if follower.snapshot.state.is_terminal() {
            continue;
        }
        if done.kind == EventKind::Noted {
            // The very text: erased once, it is erased everywhere.
            let gesture = Gesture {
                actor: done.actor,
                event: Event::Noted,
                text: "",
                effective_at: tx.now_ms(),
                late: None,
            };
            let _not_now = acting::record_alone(tx, &follower, gesture, done.text).await?;
            continue;
        }
        if let Some(event) = moved(&follower.snapshot, &done.outcome) {
            follow(tx, &follower, event, done.at).await?;
        }
    }
    Ok(())
}

/// Dated as what it follows: an act that is recorded late moves its followers when it happened.
async fn follow(tx: &mut Tx, follower: &Held, event: Event, at: EpochMs) -> Result<(), StoreError> {
    let gesture = Gesture {
        actor: Actor::System,
        event,
        text: "",
        effective_at: at.max(follower.snapshot.changed_at),
        late: None,
    };
    // A log that went on meanwhile may have no place for it any more.
    let _not_now = acting::record_alone(tx, follower, gesture, None).await?;
    Ok(())
}

/// What the lead's move makes of a follower.
fn moved(follower: &Snapshot, lead: &Outcome) -> Option<Event> {
    let ended_without_repair = matches!(
        lead.next.state,
        InterventionState::Cancelled | InterventionState::Rejected | InterventionState::Transferred
    );
    if ended_without_repair {
        return Some(Event::Separated);
    }
    led(follower, &lead.next)
}

fn led(follower: &Snapshot, lead: &Snapshot) -> Option<Event> {
    use InterventionState::{InProgress, OnHold, Resolved, TemporarilyRestored};
    let to = match lead.state {
        OnHold => lead.held.map(|held| held.from)?,
        state => state,
    };
    let goes = matches!(to, InProgress | TemporarilyRestored | Resolved);
    (goes && follower.state != to).then_some(Event::Led { to })
}

/// The row's mark, made from the snapshot.
pub async fn restate(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
    before: &Snapshot,
    next: &Snapshot,
) -> Result<(), StoreError> {
    if before.gathered_under != next.gathered_under {
        let lead = next.gathered_under.map(|lead| lead.0);
        queries::mark(tx, client, id, lead).await?;
    }
    Ok(())
}

/// Whoever said the same is told of the one that is worked on.
pub async fn keep_informed(
    tx: &mut Tx,
    client: ClientId,
    lead: InterventionId,
    contact: ContactId,
) -> Result<(), StoreError> {
    let since = tx.now_ms();
    rows::keep_follower(tx, client, lead, contact, since).await?;
    Ok(())
}

/// Those that follow it.
pub async fn following(
    tx: &mut Tx,
    client: ClientId,
    lead: InterventionId,
) -> Result<Vec<HeadRow>, StoreError> {
    queries::following(tx, client, lead).await
}

mod queries {
    use app::domain::ids::{ClientId, InterventionId};

    use super::HeadRow;

    crate::queries! {
        run mark(client: ClientId, id: InterventionId, lead: Option<i64>) = "
            UPDATE interventions SET lead_id = $3 WHERE client_id = $1 AND id = $2";

        all following(client: ClientId, lead: InterventionId) -> HeadRow = "
            SELECT i.id, i.client_id, i.reference, i.site_id, i.requester_contact_id, cl.slug AS client_slug,
                c.key AS component_key, (p.slot_from IS NOT NULL AND p.told_at IS NULL) AS is_untold
            FROM interventions i
            JOIN clients cl ON cl.id = i.client_id
            LEFT JOIN components c ON c.client_id = i.client_id AND c.id = i.component_id
            LEFT JOIN planned_work p ON p.client_id = i.client_id AND p.intervention_id = i.id
            WHERE i.client_id = $1 AND i.lead_id = $2 ORDER BY i.id";
    }
}
