//! The failure is back, too late for a relapse: a new, linked intervention with its own clocks owes the same repair.

use app::answer::AppError;
use app::domain::contract::Activity;
use app::domain::ids::ContactId;
use app::domain::intervention::{Actor, InterventionState, Origin, Refusal, Standing};

use super::acting::Held;
use super::facts::{self, Matter};
use super::opening::{self, Opening};
use super::{reading, refused};
use crate::store::Tx;

/// Opens it, once for what was seen; gives its reference.
pub async fn open_another(
    tx: &mut Tx,
    held: &Held,
    actor: Actor,
    text: &str,
) -> Result<String, AppError> {
    let (client, snapshot) = (held.told.client, &held.snapshot);
    let may = match actor {
        Actor::Contact { standing, .. } => standing == Standing::Owner,
        Actor::Staff { .. } | Actor::System => true,
    };
    if !may {
        return Err(refused(Refusal::NotAllowed));
    }
    let works = snapshot.state == InterventionState::TemporarilyRestored
        || (snapshot.state == InterventionState::InProgress && snapshot.curative);
    if !works {
        return Err(refused(Refusal::NotNow(snapshot.state)));
    }
    opening::alone(tx, client).await?;
    let request_id = format!("again:{}:{}", held.told.intervention, snapshot.version);
    if let Some((reference, _)) = opening::opened_before(tx, client, &request_id).await? {
        return Ok(reference);
    }
    let facts = facts::read(tx, client).await?.ok_or(AppError::NotFound)?;
    let qualification = &snapshot.qualification;
    let matter = Matter {
        component: qualification.component.and_then(|id| facts.component(id)),
        category: qualification.category,
        site: qualification.site,
    };
    let answers = (qualification.impact, qualification.urgency);
    let now = tx.now_ms();
    let decision = facts.decide(&matter, Activity::Fault, answers, None, now)?;
    let title = reading::title(tx, client, held.told.intervention).await?;
    let (origin, requester) = match actor {
        Actor::Contact { id, .. } => (Origin::Contact, Some(ContactId(id.0))),
        Actor::Staff { .. } => (Origin::Staff, snapshot.requester),
        Actor::System => (Origin::Supervision, None),
    };
    let opening = Opening {
        actor,
        origin,
        requester,
        declared_at: now,
        request_id: &request_id,
        title: &title.words,
        details: text,
        phone: &title.phone,
        filled: None,
        decision,
        continues: Some(held.told.intervention),
    };
    let opened = opening::open(tx, &facts, opening).await?;
    Ok(opened.reference)
}
