//! What ties an intervention to another: it follows one, is the same as one, or was settled by one.

use app::answer::{AppError, FieldProblem};
use app::backend::desk::DeskDone;
use app::domain::contract::ServiceLine;
use app::domain::ids::InterventionId;
use app::domain::intervention::{DebtWay, Event, InterventionState, Refusal};

use super::gestures::Doing;
use crate::interventions::acting::Held;
use crate::interventions::reading::{self, HeadRow};
use crate::interventions::{gathering, refused};
use crate::store::Tx;

const DONE: DeskDone = DeskDone { continued_by: None };

/// It follows the lead from here on, and goes where that one is.
pub async fn gather(
    tx: &mut Tx,
    doing: Doing<'_>,
    head: &HeadRow,
    lead: Option<Held>,
) -> Result<DeskDone, AppError> {
    let lead = lead.ok_or_else(|| refused(Refusal::NotThatOne))?;
    let under = lead.told.intervention;
    doing.record(tx, Event::Gathered { under }).await?;
    gathering::catch_up(tx, head, &lead).await?;
    Ok(DONE)
}

/// The same thing told twice: whoever asked for it is kept informed of the other.
pub async fn duplicate(
    tx: &mut Tx,
    doing: Doing<'_>,
    other: Option<Held>,
) -> Result<DeskDone, AppError> {
    let other = other.ok_or_else(|| refused(Refusal::NotThatOne))?;
    let of = other.told.intervention;
    doing.record(tx, Event::DuplicateOf { of }).await?;
    if let Some(requester) = doing.held.snapshot.requester {
        gathering::keep_informed(tx, doing.held.told.client, of, requester).await?;
    }
    Ok(DONE)
}

/// Another intervention of the same client did the definitive repair.
pub async fn settled(tx: &mut Tx, doing: Doing<'_>, reference: &str) -> Result<DeskDone, AppError> {
    let client = doing.held.told.client;
    let other = reading::of_client(tx, client, reference).await?;
    let other = other.ok_or_else(|| AppError::field("reference_of", FieldProblem::Unknown))?;
    let by = InterventionId(other.id);
    if by == doing.held.told.intervention {
        return Err(refused(Refusal::NotThatOne));
    }
    // Asked for is not done, and advice repairs nothing.
    let snapshot = reading::snapshot(tx, (client, by)).await?;
    let is_done = matches!(
        snapshot.state,
        InterventionState::Resolved | InterventionState::Closed
    );
    if !is_done || snapshot.qualification.service == Some(ServiceLine::Helpdesk) {
        return Err(refused(Refusal::NotThatOne));
    }
    let way = DebtWay::LinkedAct { by };
    doing.record(tx, Event::DebtDischarged(way)).await?;
    Ok(DONE)
}
