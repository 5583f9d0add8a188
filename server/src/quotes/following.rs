//! The rows that follow from the log of interventions: whatever way an event came, the quote's status is its.

use app::domain::intervention::{Actor, Agreement, Event, InterventionState, Snapshot};
use app::domain::quote::QuoteStatus;
use app::domain::time::EpochMs;

use super::queries;
use crate::interventions::acting::Told;
use crate::store::{StoreError, Tx};

/// An event that was just written to the log.
pub struct Happened<'a> {
    pub told: &'a Told,
    pub event: &'a Event,
    pub actor: Actor,
    pub seq: i64,
    pub at: EpochMs,
    pub next: &'a Snapshot,
}

/// Brings quotes and emergency agreements to where the log is.
pub async fn follow(tx: &mut Tx, happened: &Happened<'_>) -> Result<(), StoreError> {
    let (client, intervention) = (happened.told.client, happened.told.intervention);
    let at = happened.at;
    match happened.event {
        Event::QuoteSent(sent) => {
            let staff = match happened.actor {
                Actor::Staff { id, .. } => Some(id),
                _ => None,
            };
            if let Some((quote, _)) = queries::quote_of(tx, client, intervention).await? {
                queries::replaced(tx, client, quote).await?;
            }
            let by_another = i64::from(sent.approved_by_another);
            queries::sent(tx, client, sent.quote, staff, at, by_another).await?;
        }
        Event::QuoteAccepted { quote } => {
            answered(tx, happened, *quote, QuoteStatus::Accepted).await?;
            queries::settled(tx, client, intervention, at).await?;
        }
        Event::QuoteDeclined { quote } => {
            answered(tx, happened, *quote, QuoteStatus::Declined).await?;
        }
        Event::QuoteExpired { quote } => {
            answered(tx, happened, *quote, QuoteStatus::Expired).await?;
        }
        Event::Waived {
            ceiling_cents,
            approver,
            ..
        } if matches!(happened.next.agreement, Some(Agreement::Emergency { .. })) => {
            let ceiling = ceiling_cents.map(i64::from);
            queries::agreed_in_emergency(tx, client, intervention, at, ceiling, *approver).await?;
        }
        _ => {}
    }
    if happened.next.state.is_terminal() {
        ended(tx, happened).await?;
    }
    Ok(())
}

async fn answered(
    tx: &mut Tx,
    happened: &Happened<'_>,
    quote: app::domain::ids::QuoteId,
    status: QuoteStatus,
) -> Result<(), StoreError> {
    let contact = match happened.actor {
        Actor::Contact { id, .. } => Some(id),
        _ => None,
    };
    let (client, at, seq) = (happened.told.client, happened.at, happened.seq);
    queries::answered(tx, client, quote, status.code(), contact, at, seq).await?;
    Ok(())
}

/// Nothing is left to answer for, save what an emergency let start and no quote has regularised.
async fn ended(tx: &mut Tx, happened: &Happened<'_>) -> Result<(), StoreError> {
    let (client, intervention) = (happened.told.client, happened.told.intervention);
    let is_closed = happened.next.state == InterventionState::Closed;
    let is_owed = matches!(happened.next.agreement, Some(Agreement::Emergency { .. }));
    if is_closed && is_owed {
        return Ok(());
    }
    queries::lapsed(tx, client, intervention).await?;
    queries::forget_drafts(tx, client, intervention).await?;
    queries::settled(tx, client, intervention, happened.at).await?;
    Ok(())
}
