//! A new intervention: reference, texts, verdict, first event and message, in the caller's transaction.

use app::backend::answers::Filled;
use app::domain::component::Key;
use app::domain::coverage::Channel;
use app::domain::ids::{ClientId, ContactId, InterventionId, VerdictId};
use app::domain::intervention::{
    Actor, Declaration, Event, Origin, Plan, Refusal, Snapshot, Step, apply, transition,
};
use app::domain::time::{EpochMs, LocalInstant, SECOND_MS, Span};
use chrono::{DateTime, Datelike};

use super::acting::{self, Told};
use super::clocks;
use super::debts;
use super::facts::{ClientFacts, Decision};
use super::planned::{self, Work};
use super::queries;
use super::stored::{Payload, broken};
use crate::search;
use crate::store::{StoreError, Tx, ids};

/// What is opened, decided already.
pub struct Opening<'a> {
    pub actor: Actor,
    pub origin: Origin,
    pub requester: Option<ContactId>,
    pub declared_at: EpochMs,
    pub request_id: &'a str,
    pub title: &'a str,
    /// Empty when the title says all.
    pub details: &'a str,
    pub phone: &'a str,
    /// What a request of the catalogue asked besides.
    pub filled: Option<&'a Filled>,
    pub decision: Decision,
    pub continues: Option<InterventionId>,
}

/// What was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    pub id: InterventionId,
    pub reference: String,
}

/// Stores it. The caller has looked that the request id is new, alone with this client's openings
/// (see [`alone`]).
pub async fn open(
    tx: &mut Tx,
    facts: &ClientFacts,
    opening: Opening<'_>,
) -> Result<Opened, StoreError> {
    let event = Event::Submitted(declaration(&opening));
    begin(tx, facts, opening, event).await
}

/// Preventive work on the calendar; as [`open`]. The client is not told yet.
pub async fn plan(
    tx: &mut Tx,
    facts: &ClientFacts,
    mut opening: Opening<'_>,
    slot: Span,
    work: &Work<'_>,
) -> Result<Result<Opened, Refusal>, StoreError> {
    // Nobody waits for it: its slot is what is promised.
    opening.decision.verdict.commitment = None;
    let event = Event::Planned(Plan {
        slot,
        declaration: declaration(&opening),
    });
    let step = Step {
        actor: opening.actor,
        event: event.clone(),
        effective_at: opening.declared_at,
        recorded_at: tx.now_ms(),
        late: None,
        // The title at least.
        has_text: true,
    };
    if let Err(refusal) = transition(None, &step) {
        return Ok(Err(refusal));
    }
    let client = ClientId(facts.client.id);
    let opened = begin(tx, facts, opening, event).await?;
    let impact_id = match work.impact {
        "" => None,
        impact => Some(keep_text(tx, client, impact).await?),
    };
    planned::keep(tx, client, opened.id, slot, work, impact_id).await?;
    Ok(Ok(opened))
}

fn declaration(opening: &Opening<'_>) -> Declaration {
    Declaration {
        origin: opening.origin,
        route: opening.decision.verdict.route,
        requester: opening.requester,
        continues: opening.continues,
        observation_ms: opening.decision.observation_ms,
        approved_by_another: opening.decision.verdict.is_approved_by_another(),
        qualification: opening.decision.qualification.clone(),
    }
}

async fn begin(
    tx: &mut Tx,
    facts: &ClientFacts,
    opening: Opening<'_>,
    event: Event,
) -> Result<Opened, StoreError> {
    let client = ClientId(facts.client.id);
    let (id, verdict_id) = (InterventionId(ids::next()), VerdictId(ids::next()));
    let recorded_at = tx.now_ms();
    let kind = event.kind();
    let outcome = apply(None, &event, None, opening.declared_at)
        .map_err(|refusal| broken(format!("an opening that is refused: {refusal:?}")))?;
    let reference = next_reference(tx, facts, recorded_at).await?;

    let title_id = keep_text(tx, client, opening.title).await?;
    keep_row(
        tx,
        client,
        (id, verdict_id),
        &reference,
        title_id,
        &opening,
        &outcome.next,
    )
    .await?;
    if let Some(filled) = opening.filled {
        keep_filled(tx, client, id, filled).await?;
    }
    let channel = channel(opening.origin);
    keep_verdict(tx, client, id, verdict_id, &opening.decision, channel).await?;
    let text_id = match opening.details {
        "" => None,
        details => Some(keep_text(tx, client, details).await?),
    };
    let payload = Payload { event, late: None }.to_json()?;
    queries::keep_event(
        tx,
        client,
        id,
        1,
        kind.code(),
        opening.actor.kind().code(),
        opening.actor.id(),
        None,
        outcome.next.state.code(),
        None,
        &payload,
        text_id,
        opening.declared_at,
        recorded_at,
    )
    .await?;
    search::refresh(tx, client, id).await?;
    let told = Told {
        client,
        client_slug: facts.client.slug.clone(),
        intervention: id,
        reference: reference.clone(),
        component: component_key(facts, &outcome.next),
    };
    if let Some(continued) = outcome.next.continues {
        debts::inherit(tx, client, id, continued).await?;
    }
    clocks::keep(tx, &told, false).await?;
    acting::tell(tx, &told, &outcome.next).await?;
    Ok(Opened { id, reference })
}

/// Makes this client's openings run one after the other, so that a repeated post finds the first.
pub async fn alone(tx: &mut Tx, client: ClientId) -> Result<(), StoreError> {
    tx.alone("openings", client.0).await
}

/// A key for a form: posted twice, it makes one request.
pub fn new_request_id() -> String {
    format!("form:{}", ids::next())
}

/// The intervention that was opened with that request id, and who asked for it.
pub async fn opened_before(
    tx: &mut Tx,
    client: ClientId,
    request_id: &str,
) -> Result<Option<(String, Option<ContactId>)>, StoreError> {
    let row = queries::by_request_id(tx, client, request_id).await?;
    Ok(row.map(|(reference, requester)| (reference, requester.map(ContactId))))
}

/// Decides again: a new verdict beside the old ones, and the one that counts from now on.
pub async fn decide_again(
    tx: &mut Tx,
    client: ClientId,
    intervention: InterventionId,
    origin: Origin,
    decision: &Decision,
) -> Result<(), StoreError> {
    let id = VerdictId(ids::next());
    keep_verdict(tx, client, intervention, id, decision, channel(origin)).await?;
    queries::adopt_verdict(
        tx,
        client,
        intervention,
        id,
        decision.version.map(|version| version.0),
    )
    .await?;
    Ok(())
}

/// Which channel it came by: at night, a form does not call anybody out where on call answers the telephone.
const fn channel(origin: Origin) -> Channel {
    match origin {
        Origin::Contact | Origin::Catalogue => Channel::Portal,
        Origin::Phone | Origin::Staff | Origin::Supervision => Channel::Phone,
    }
}

async fn keep_verdict(
    tx: &mut Tx,
    client: ClientId,
    intervention: InterventionId,
    id: VerdictId,
    decision: &Decision,
    channel: Channel,
) -> Result<(), StoreError> {
    let mut verdict = decision.verdict.clone();
    verdict.commitment = verdict
        .commitment
        .map(|promised| promised.sent_through(channel));
    let verdict =
        serde_json::to_string(&verdict).map_err(|error| StoreError::Other(error.into()))?;
    let decided_at = tx.now_ms();
    let (version, outcome) = (
        decision.version.map(|version| version.0),
        decision.verdict.outcome.code(),
    );
    queries::keep_verdict(
        tx,
        client,
        id,
        intervention,
        version,
        outcome,
        &verdict,
        &decision.input_sha256,
        decided_at,
    )
    .await?;
    Ok(())
}

/// Stores what somebody wrote, apart from the log so that it can be erased.
async fn keep_text(tx: &mut Tx, client: ClientId, body: &str) -> Result<i64, StoreError> {
    let id = ids::next();
    queries::keep_text(tx, client, id, body, 0).await?;
    Ok(id)
}

async fn keep_filled(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
    filled: &Filled,
) -> Result<(), StoreError> {
    queries::keep_catalogue_request(
        tx,
        client,
        id,
        filled.item.as_str(),
        &filled.title,
        &filled.title_en,
    )
    .await?;
    for (position, (field, answer)) in (0_i64..).zip(&filled.answers) {
        let text_id = keep_text(tx, client, answer).await?;
        queries::keep_answer(
            tx,
            client,
            id,
            position,
            field.key.as_str(),
            &field.label,
            &field.label_en,
            field.kind.code(),
            text_id,
        )
        .await?;
    }
    Ok(())
}

/// `AM-2026-0412`: per client and year of the client's own calendar.
async fn next_reference(
    tx: &mut Tx,
    facts: &ClientFacts,
    at: EpochMs,
) -> Result<String, StoreError> {
    let year = local_year(facts.zone(None).instant(at));
    let (number,) = queries::next_number(tx, ClientId(facts.client.id), year).await?;
    Ok(format!("{}-{year}-{number:04}", facts.client.code))
}

fn local_year(at: LocalInstant) -> i64 {
    let local = DateTime::from_timestamp_millis(at.at + i64::from(at.offset_s) * SECOND_MS);
    local.map_or(1970, |local| i64::from(local.year()))
}

async fn keep_row(
    tx: &mut Tx,
    client: ClientId,
    (id, verdict): (InterventionId, VerdictId),
    reference: &str,
    title_id: i64,
    opening: &Opening<'_>,
    snapshot: &Snapshot,
) -> Result<(), StoreError> {
    let qualification = &snapshot.qualification;
    let recorded_at = tx.now_ms();
    queries::keep_intervention(
        tx,
        client,
        id,
        reference,
        snapshot.state.code(),
        &qualification.activity.code(),
        qualification.service.map(|service| service.code()),
        opening.origin.code(),
        title_id,
        qualification.component.map(|component| component.0),
        qualification.site.map(|site| site.0),
        qualification.category.code(),
        qualification.impact.map(i64::from),
        qualification.urgency.map(i64::from),
        qualification.priority.map(|priority| priority.code()),
        opening.requester.map(|requester| requester.0),
        opening.phone,
        opening.decision.version.map(|version| version.0),
        verdict,
        opening.request_id,
        opening.declared_at,
        recorded_at,
        snapshot.version,
    )
    .await?;
    Ok(())
}

fn component_key(facts: &ClientFacts, snapshot: &Snapshot) -> Option<String> {
    let component = facts.component(snapshot.qualification.component?)?;
    Some(Key::as_str(&component.choice.key).to_owned())
}
