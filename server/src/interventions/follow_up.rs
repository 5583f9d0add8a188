//! What a component's failure or recovery starts: opens work on it, joins the work that is open, or tells it.

use app::domain::contract::Activity;
use app::domain::coverage::Reason;
use app::domain::ids::{ClientId, InterventionId};
use app::domain::intervention::{Actor, Event, EventKind, InterventionState, Origin};
use app::domain::status::Cause;
use app::domain::time::EpochMs;
use app::text::Lang;
use app::text::interventions::failure_title;
use futures_util::future::BoxFuture;

use super::acting::{self, Gesture, Held};
use super::facts::{self, ClientFacts, Decision, Matter};
use super::opening::{self, Opening};
use super::queries::{self, ListedRow};
use crate::status::{FailureFollowUp, Followed};
use crate::store::{StoreError, Tx};

/// Opens interventions on confirmed failures of covered components.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpensInterventions;

impl FailureFollowUp for OpensInterventions {
    fn on_confirmed_failure<'t>(
        &'t self,
        tx: &'t mut Tx,
        failure: Followed,
    ) -> BoxFuture<'t, Result<(), StoreError>> {
        Box::pin(async move { failed(tx, &failure).await })
    }

    fn on_recovery<'t>(
        &'t self,
        tx: &'t mut Tx,
        recovery: Followed,
    ) -> BoxFuture<'t, Result<(), StoreError>> {
        Box::pin(async move { recovered(tx, &recovery).await })
    }
}

/// The component fails, or fails worse or less than before.
async fn failed(tx: &mut Tx, change: &Followed) -> Result<(), StoreError> {
    let unfinished = queries::open_on_component(tx, change.client, change.component).await?;
    let repairs: Vec<&ListedRow> = unfinished.iter().filter(|row| is_worked_on(row)).collect();
    let Some(joined) = repairs.first() else {
        return open(tx, change, None).await;
    };
    let held = hold(tx, change.client, joined).await?;
    match failure_event(&held, change) {
        Joining::Record(event) => {
            let text = alert_words(&change.cause);
            let _refused_late = observe(tx, &held, event, &text, change.since).await?;
            Ok(())
        }
        Joining::OpenAnother => open(tx, change, Some(held.told.intervention)).await,
        Joining::Nothing => Ok(()),
    }
}

/// The component works again: told on the open repairs, resolved by the technician only.
async fn recovered(tx: &mut Tx, change: &Followed) -> Result<(), StoreError> {
    for row in queries::open_on_component(tx, change.client, change.component).await? {
        if !is_worked_on(&row) {
            continue;
        }
        let held = hold(tx, change.client, &row).await?;
        if change.before.is_failure() || held.last_observed() == Some(EventKind::FailureObserved) {
            let _not_refused =
                observe(tx, &held, Event::RecoveryObserved, "", change.since).await?;
        }
    }
    Ok(())
}

/// A repair that follows another is told what happens on that one.
fn is_worked_on(row: &ListedRow) -> bool {
    row.activity == Activity::Fault.code() && row.lead_id.is_none()
}

async fn open(
    tx: &mut Tx,
    change: &Followed,
    continues: Option<InterventionId>,
) -> Result<(), StoreError> {
    opening::alone(tx, change.client).await?;
    let request_id = format!("supervision:{}:{}", change.component, change.since);
    if queries::by_request_id(tx, change.client, &request_id)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let Some(facts) = facts::read(tx, change.client).await? else {
        return Ok(());
    };
    let Some(component) = facts.component(change.component) else {
        return Ok(());
    };
    let site = component
        .sites
        .first()
        .filter(|_| component.sites.len() == 1)
        .copied();
    let matter = Matter {
        component: Some(component),
        category: component.choice.category,
        site,
    };
    let decision = decide(&facts, &matter, change)?;
    if !decision.is_covered() {
        return Ok(());
    }
    let title = failure_title(
        Lang::Fr,
        &component.choice.name,
        change.state,
        &change.cause,
    );
    let details = alert_words(&change.cause);
    let opening = Opening {
        actor: Actor::System,
        origin: Origin::Supervision,
        requester: None,
        declared_at: change.since,
        request_id: &request_id,
        title: &title,
        details: if details == title { "" } else { &details },
        phone: "",
        filled: None,
        decision,
        continues,
    };
    opening::open(tx, &facts, opening).await?;
    Ok(())
}

/// Nobody has answered yet: the contract that covers it says how grave that state is.
fn decide(
    facts: &ClientFacts,
    matter: &Matter<'_>,
    change: &Followed,
) -> Result<Decision, StoreError> {
    let mut decision = facts.decide(matter, Activity::Fault, (None, None), None, change.since)?;
    // With a priority another line may be the one that answers, of another contract, with another rule.
    for _contract in 0..2 {
        let gravity = facts.gravity_seen(&decision, change.state);
        let answers = (gravity.map(|it| it.impact), gravity.map(|it| it.urgency));
        let qualification = &decision.qualification;
        if answers == (qualification.impact, qualification.urgency) {
            break;
        }
        decision = facts.decide(matter, Activity::Fault, answers, None, change.since)?;
    }
    let proof = &mut decision.verdict.proof;
    let set = |reason: &Reason| matches!(reason, Reason::PrioritySet { .. });
    if let Some(at) = proof.iter().position(set) {
        let state = change.state;
        proof.insert(at, Reason::SeenBySupervision { state });
    }
    Ok(decision)
}

enum Joining {
    Record(Event),
    OpenAnother,
    Nothing,
}

/// A temporary repair that fails again is a relapse within its window, and another intervention after
/// it. Anything else is told once a failure, and again when it gets worse.
fn failure_event(held: &Held, change: &Followed) -> Joining {
    let snapshot = &held.snapshot;
    let is_new = !change.before.is_failure();
    let relapses = snapshot.state == InterventionState::TemporarilyRestored;
    if relapses && is_new {
        let over = snapshot
            .restored_at
            .is_some_and(|at| change.since > at + snapshot.observation_ms);
        return if over {
            Joining::OpenAnother
        } else {
            Joining::Record(Event::Relapsed)
        };
    }
    if is_new || change.state > change.before {
        Joining::Record(Event::FailureObserved)
    } else {
        Joining::Nothing
    }
}

async fn hold(tx: &mut Tx, client: ClientId, row: &ListedRow) -> Result<Held, StoreError> {
    let head = queries::head_of(tx, client, &row.reference).await?;
    let head = head.ok_or_else(|| super::stored::broken(format!("no {}", row.reference)))?;
    acting::hold(tx, &head).await
}

/// Records what supervision saw; a log that went on meanwhile may have no place for it any more.
async fn observe(
    tx: &mut Tx,
    held: &Held,
    event: Event,
    text: &str,
    since: EpochMs,
) -> Result<bool, StoreError> {
    let effective_at = since.max(held.snapshot.changed_at);
    let gesture = Gesture {
        actor: Actor::System,
        event,
        text,
        effective_at,
        late: None,
    };
    Ok(acting::record(tx, held, gesture).await?.is_ok())
}

/// A monitoring system's own words; a probe needs none, its state says it.
fn alert_words(cause: &Cause) -> String {
    match cause {
        Cause::Alert { name, summary } if summary.is_empty() => name.clone(),
        Cause::Alert { summary, .. } => summary.clone(),
        _ => String::new(),
    }
}
