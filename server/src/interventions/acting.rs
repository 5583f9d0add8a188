//! An event on an existing intervention: checked against its log, stored, derived, told.

use app::domain::coverage::{self, Verdict};
use app::domain::ids::{ClientId, ContactId, InterventionId, SiteId};
use app::domain::intervention::{
    Actor, ActorKind, Event, EventKind, LateReason, Outcome, Recorded, Refusal, Snapshot, Step,
    transition,
};
use app::domain::time::EpochMs;
use serde_json::json;

use super::clocks;
use super::debits;
use super::debts;
use super::gathering;
use super::planned;
use super::queries::{self, HeadRow};
use super::stored::{self, EventRow, Payload};
use crate::live::Audience;
use crate::quotes::following::{self, Happened};
use crate::search;
use crate::store::outbox::{self, Stream};
use crate::store::{StoreError, Tx, ids};

/// An intervention under the hand of this transaction: nobody else changes it until the end.
pub struct Held {
    pub told: Told,
    pub snapshot: Snapshot,
    events: Vec<EventRow>,
}

/// What a message about it says.
#[derive(Debug, Clone)]
pub struct Told {
    pub client: ClientId,
    pub client_slug: String,
    pub intervention: InterventionId,
    pub reference: String,
    pub component: Option<String>,
}

/// What somebody does, with what they wrote.
pub struct Gesture<'a> {
    pub actor: Actor,
    pub event: Event,
    pub text: &'a str,
    pub effective_at: EpochMs,
    pub late: Option<LateReason>,
}

impl Held {
    /// Places in the log of the events of that kind, in order.
    pub fn places_of(&self, kind: EventKind) -> Vec<i64> {
        let found = self.events.iter().filter(|row| {
            row.recorded()
                .is_ok_and(|recorded| recorded.event.kind() == kind)
        });
        found.map(|row| row.seq).collect()
    }

    /// Its whole log, in order.
    pub fn log(&self) -> Result<Vec<Recorded>, StoreError> {
        self.events.iter().map(EventRow::recorded).collect()
    }

    /// The last thing that supervision said of it: a failure or a recovery.
    pub fn last_observed(&self) -> Option<EventKind> {
        let said = self
            .events
            .iter()
            .rev()
            .filter(|row| row.actor_kind == ActorKind::System.code());
        let kinds = said
            .filter_map(|row| row.recorded().ok())
            .map(|recorded| recorded.event.kind());
        let observed = kinds.map(|kind| match kind {
            EventKind::Submitted | EventKind::Relapsed => EventKind::FailureObserved,
            other => other,
        });
        observed.into_iter().find(|kind| {
            matches!(
                kind,
                EventKind::FailureObserved | EventKind::RecoveryObserved
            )
        })
    }
}

/// What is left of its verdict once an approver has said yes.
pub async fn coverage_once_approved(
    tx: &mut Tx,
    held: &Held,
) -> Result<coverage::Outcome, StoreError> {
    let verdict = last_verdict(tx, held).await?;
    let coverage = held.snapshot.qualification.coverage;
    Ok(verdict.map_or(coverage, |verdict| verdict.once_approved()))
}

/// The verdict that counts now.
pub async fn last_verdict(tx: &mut Tx, held: &Held) -> Result<Option<Verdict>, StoreError> {
    let (client, intervention) = (held.told.client, held.told.intervention);
    let row = queries::last_verdict(tx, client, intervention).await?;
    let verdict = row.map(|row| serde_json::from_str(&row.verdict));
    verdict
        .transpose()
        .map_err(|error| StoreError::Other(error.into()))
}

/// Takes hold of it: changes to one intervention run one after the other.
pub async fn hold(tx: &mut Tx, head: &HeadRow) -> Result<Held, StoreError> {
    tx.alone("intervention", head.id).await?;
    let told = Told {
        client: ClientId(head.client_id),
        client_slug: head.client_slug.clone(),
        intervention: InterventionId(head.id),
        reference: head.reference.clone(),
        component: head.component_key.clone(),
    };
    again(tx, &told).await
}

/// One that the program itself found.
pub async fn hold_known(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
) -> Result<Held, StoreError> {
    let head = queries::head_by_id(tx, client, id).await?;
    let head = head.ok_or_else(|| stored::broken(format!("no intervention {id}")))?;
    hold(tx, &head).await
}

/// What is under the hand already, as its log has it now.
pub async fn again(tx: &mut Tx, told: &Told) -> Result<Held, StoreError> {
    let events = queries::events_of(tx, told.client, told.intervention).await?;
    Ok(Held {
        told: told.clone(),
        snapshot: stored::snapshot(&events)?,
        events,
    })
}

/// What was done on one intervention.
pub struct Done {
    pub kind: EventKind,
    pub event: Event,
    pub actor: Actor,
    pub at: EpochMs,
    /// What was written beside it.
    pub text: Option<i64>,
    pub outcome: Outcome,
}

/// Records the gesture, or says why the rule refuses it (and then nothing is written).
///
/// What fell due before it is written down first, and its clocks are counted again after it. What follows it, and
/// what owes the same repair, moves with it.
pub async fn record(
    tx: &mut Tx,
    held: &Held,
    gesture: Gesture<'_>,
) -> Result<Result<Outcome, Refusal>, StoreError> {
    let done = match record_alone(tx, held, gesture, None).await? {
        Err(refusal) => return Ok(Err(refusal)),
        Ok(done) => done,
    };
    if !done.kind.is_internal() {
        gathering::spread(tx, held, &done).await?;
        debts::spread(tx, held, &done).await?;
    }
    Ok(Ok(done.outcome))
}

/// The same on this intervention and no other. `kept` is a text that stands elsewhere already, in place of the
/// gesture's.
pub async fn record_alone(
    tx: &mut Tx,
    held: &Held,
    gesture: Gesture<'_>,
    kept: Option<i64>,
) -> Result<Result<Done, Refusal>, StoreError> {
    let (kind, effective_at) = (gesture.event.kind(), gesture.effective_at);
    if kind.is_internal() {
        return Ok(match append_with(tx, held, gesture, kept).await? {
            Err(refusal) => Err(refusal),
            Ok(done) => {
                tell_staff(tx, &held.told, &done.outcome.next).await?;
                Ok(done)
            }
        });
    }
    let caught_up = clocks::catch_up(tx, held).await?;
    let held = caught_up.as_ref().unwrap_or(held);
    let done = match append_with(tx, held, gesture, kept).await? {
        Err(refusal) => return Ok(Err(refusal)),
        Ok(done) => done,
    };
    if matches!(kind, EventKind::TimeEntered | EventKind::Requalified) {
        debits::settle(tx, &held.told, effective_at).await?;
    }
    clocks::keep(tx, &held.told, kind == EventKind::Requalified).await?;
    tell(tx, &held.told, &done.outcome.next).await?;
    Ok(Ok(done))
}

/// The event alone, and the row that follows from it: nobody is told.
pub async fn append(
    tx: &mut Tx,
    held: &Held,
    gesture: Gesture<'_>,
) -> Result<Result<Outcome, Refusal>, StoreError> {
    let done = append_with(tx, held, gesture, None).await?;
    Ok(done.map(|done| done.outcome))
}

async fn append_with(
    tx: &mut Tx,
    held: &Held,
    gesture: Gesture<'_>,
    kept: Option<i64>,
) -> Result<Result<Done, Refusal>, StoreError> {
    let recorded_at = tx.now_ms();
    let step = Step {
        actor: gesture.actor,
        event: gesture.event,
        effective_at: gesture.effective_at,
        recorded_at,
        late: gesture.late,
        has_text: kept.is_some() || !gesture.text.is_empty(),
    };
    let outcome = match transition(Some(&held.snapshot), &step) {
        Ok(outcome) => outcome,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let kind = step.event.kind();
    let text = match (kept, gesture.text) {
        (Some(kept), _) => Some(kept),
        (None, "") => None,
        (None, text) => {
            let id = ids::next();
            let internal = i64::from(kind.is_internal());
            queries::keep_text(tx, held.told.client, id, text, internal).await?;
            Some(id)
        }
    };
    let seq = keep_event(tx, held, &step, text, &outcome).await?;
    if !kind.is_internal() {
        let (client, id) = (held.told.client, held.told.intervention);
        restate(tx, &held.told, &outcome.next).await?;
        gathering::restate(tx, client, id, &held.snapshot, &outcome.next).await?;
        debts::settle(tx, &held.told, &outcome, step.effective_at).await?;
        let happened = Happened {
            told: &held.told,
            event: &step.event,
            actor: step.actor,
            seq,
            at: step.effective_at,
            next: &outcome.next,
        };
        following::follow(tx, &happened).await?;
    }
    if text.is_some() || kind == EventKind::Requalified {
        search::refresh(tx, held.told.client, held.told.intervention).await?;
    }
    Ok(Ok(Done {
        kind,
        actor: step.actor,
        at: step.effective_at,
        event: step.event,
        text,
        outcome,
    }))
}

/// Writes it to the log; gives its place there.
async fn keep_event(
    tx: &mut Tx,
    held: &Held,
    step: &Step,
    text_id: Option<i64>,
    outcome: &Outcome,
) -> Result<i64, StoreError> {
    let (client, intervention) = (held.told.client, held.told.intervention);
    let kind = step.event.kind();
    let seq = held.events.last().map_or(1, |event| event.seq + 1);
    let payload = Payload {
        event: step.event.clone(),
        late: step.late,
    }
    .to_json()?;
    queries::keep_event(
        tx,
        client,
        intervention,
        seq,
        kind.code(),
        step.actor.kind().code(),
        step.actor.id(),
        Some(held.snapshot.state.code()),
        outcome.next.state.code(),
        outcome.act.map(|act| act.code()),
        &payload,
        text_id,
        step.effective_at,
        step.recorded_at,
    )
    .await?;
    Ok(seq)
}

/// The row that lists read, made from the snapshot.
async fn restate(tx: &mut Tx, told: &Told, next: &Snapshot) -> Result<(), StoreError> {
    let qualification = &next.qualification;
    let updated_at = tx.now_ms();
    queries::restate(
        tx,
        told.client,
        told.intervention,
        next.state.code(),
        &qualification.activity.code(),
        qualification.service.map(|service| service.code()),
        qualification.component.map(|component| component.0),
        qualification.site.map(|site| site.0),
        qualification.category.code(),
        qualification.impact.map(i64::from),
        qualification.urgency.map(i64::from),
        qualification.priority.map(|priority| priority.code()),
        next.technician,
        i64::from(next.debt.is_some()),
        next.held.map_or("", |held| held.from.code()),
        next.held.map_or("", |held| held.reason.code()),
        next.started_at,
        next.restored_at,
        next.resolved_at,
        next.closed_at,
        updated_at,
        next.version,
    )
    .await?;
    planned::restate(tx, told.client, told.intervention, next).await
}

/// Tells the client's stream and the staff's; the staff's alone of planned work that the client was not told of.
pub async fn tell(tx: &mut Tx, told: &Told, snapshot: &Snapshot) -> Result<(), StoreError> {
    if snapshot.planning.is_some() && planned::is_untold(tx, told.client, told.intervention).await?
    {
        return tell_staff(tx, told, snapshot).await;
    }
    let followers = queries::followers_of(tx, told.client, told.intervention).await?;
    let followers: Vec<ContactId> = followers.into_iter().map(|(id,)| ContactId(id)).collect();
    let sites: Vec<SiteId> = snapshot.qualification.site.into_iter().collect();
    let audience = Audience {
        sites,
        requester: snapshot.requester,
        followers,
    };
    let payload = payload(told, snapshot);
    let stream = Stream::Client(told.client);
    outbox::publish(
        tx,
        stream,
        "intervention",
        &payload.to_string(),
        &audience.to_json(),
    )
    .await?;
    tell_staff(tx, told, snapshot).await
}

/// An internal note is told at the desk only: the client's stream does not even move.
async fn tell_staff(tx: &mut Tx, told: &Told, snapshot: &Snapshot) -> Result<(), StoreError> {
    let mut payload = payload(told, snapshot);
    payload["client"] = json!(told.client_slug);
    outbox::publish(
        tx,
        Stream::Staff,
        "intervention",
        &payload.to_string(),
        "{}",
    )
    .await?;
    Ok(())
}

fn payload(told: &Told, snapshot: &Snapshot) -> serde_json::Value {
    json!({ "reference": told.reference, "state": snapshot.state, "component": told.component })
}
