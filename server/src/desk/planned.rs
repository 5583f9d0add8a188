//! What the desk does to preventive work: moves it, calls it off, reports it done, finds a fault on the way.

use app::answer::{AppError, FieldProblem};
use app::backend::desk::DeskDone;
use app::backend::planning::SlotInput;
use app::domain::contract::Activity;
use app::domain::ids::InterventionId;
use app::domain::intervention::{Event, Origin, apply, title_of};

use super::actor;
use super::gestures::{Doing, matter};
use crate::interventions::opening::{self, Opening};
use crate::interventions::{facts, planned, reading, refused};
use crate::planning::slots;
use crate::store::Tx;

const DONE: DeskDone = DeskDone { continued_by: None };

pub async fn postpone(
    tx: &mut Tx,
    doing: Doing<'_>,
    posted: &SlotInput,
) -> Result<DeskDone, AppError> {
    let told = &doing.held.told;
    let zone = reading::zone_of(tx, told.client, told.intervention).await?;
    let slot = slots::read(posted, zone, tx.now_ms())?;
    doing.record(tx, Event::Postponed { slot }).await?;
    Ok(DONE)
}

/// Not done, and why: the client reads it where it was told of the work.
pub async fn call_off(tx: &mut Tx, doing: Doing<'_>) -> Result<DeskDone, AppError> {
    if doing.text.is_empty() {
        return Err(AppError::field("text", FieldProblem::Missing));
    }
    doing.record(tx, Event::Cancelled).await?;
    Ok(DONE)
}

/// A check-visit says what was seen: it is the component's supervision.
pub async fn done(tx: &mut Tx, doing: Doing<'_>) -> Result<DeskDone, AppError> {
    let (client, id) = (doing.held.told.client, doing.held.told.intervention);
    if doing.text.is_empty() && planned::is_check_visit(tx, client, id).await? {
        return Err(AppError::field("text", FieldProblem::Missing));
    }
    doing.record(tx, Event::Done).await?;
    Ok(DONE)
}

/// A linked corrective intervention repairs it, declared now; the preventive work goes on.
pub async fn fault_found(
    tx: &mut Tx,
    doing: Doing<'_>,
    impact: &str,
    urgency: &str,
) -> Result<DeskDone, AppError> {
    let (client, snapshot) = (doing.held.told.client, &doing.held.snapshot);
    let answers = (answer("impact", impact, 3)?, answer("urgency", urgency, 4)?);
    if doing.text.is_empty() {
        return Err(AppError::field("text", FieldProblem::Missing));
    }
    // Checked before anything is opened: a refused gesture leaves nothing.
    let probe = Event::FaultFound {
        continued_by: InterventionId(0),
    };
    apply(
        Some(snapshot),
        &probe,
        Some(doing.staff.staff),
        doing.effective_at,
    )
    .map_err(refused)?;
    opening::alone(tx, client).await?;
    let facts = facts::read(tx, client).await?.ok_or(AppError::NotFound)?;
    let declared_at = doing.effective_at;
    let decision = facts.decide(
        &matter(&facts, snapshot),
        Activity::Fault,
        answers,
        None,
        declared_at,
    )?;
    let title = title_of(doing.text);
    let details = if doing.text == title { "" } else { doing.text };
    let request_id = format!(
        "found:{}:{}",
        doing.held.told.intervention, snapshot.version
    );
    let opening = Opening {
        actor: actor(doing.staff),
        origin: Origin::Staff,
        requester: None,
        declared_at,
        request_id: &request_id,
        title: &title,
        details,
        phone: "",
        decision,
        filled: None,
        continues: Some(doing.held.told.intervention),
    };
    let opened = opening::open(tx, &facts, opening).await?;
    let found = Event::FaultFound {
        continued_by: opened.id,
    };
    doing.record(tx, found).await?;
    Ok(DeskDone {
        continued_by: Some(opened.reference),
    })
}

fn answer(field: &str, posted: &str, highest: u8) -> Result<Option<u8>, AppError> {
    match posted.trim() {
        "" => Ok(None),
        text => match text.parse() {
            Ok(answer) if (1..=highest).contains(&answer) => Ok(Some(answer)),
            _ => Err(AppError::field(field, FieldProblem::Unknown)),
        },
    }
}
