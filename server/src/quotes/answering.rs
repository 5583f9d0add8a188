//! An approver answers: accepted once, declined with a reason.

use app::answer::{AppError, FieldProblem};
use app::backend::quotes::QuoteAnswer;
use app::domain::access::ContactAsker;
use app::domain::intervention::{Actor, Agreement, Event};
use app::domain::quote::SIGNATURE_LENGTH;

use super::queries;
use crate::interventions::acting::{self, Gesture};
use crate::interventions::{checked_text, contacts, refused};
use crate::store::Tx;

pub async fn answer(
    tx: &mut Tx,
    contact: &ContactAsker,
    reference: &str,
    answer: &QuoteAnswer,
) -> Result<(), AppError> {
    let found = queries::intervention_of(tx, contact.client, reference).await?;
    let (_, intervention) = found.ok_or(AppError::NotFound)?;
    let head = contacts::seen_head(tx, contact, &intervention).await?;
    let held = acting::hold(tx, &head).await?;
    let actor = contacts::actor(tx, contact, &held.snapshot).await?;
    if !matches!(actor, Actor::Contact { approves: true, .. }) {
        return Err(AppError::Forbidden);
    }
    match answer {
        QuoteAnswer::Accept {
            id,
            signed_as,
            order_number,
        } => {
            if held.snapshot.agreement == Some(Agreement::Quote(*id)) {
                // Pressed twice, or by two: it is accepted.
                return Ok(());
            }
            let signed_as = signature("signed_as", signed_as)?;
            if signed_as.is_empty() {
                return Err(AppError::field("signed_as", FieldProblem::Missing));
            }
            let order_number = signature("order_number", order_number)?;
            let gesture = Gesture {
                actor,
                event: Event::QuoteAccepted { quote: *id },
                text: "",
                effective_at: tx.now_ms(),
                late: None,
            };
            acting::record(tx, &held, gesture).await?.map_err(refused)?;
            queries::signed(tx, contact.client, *id, signed_as, order_number).await?;
        }
        QuoteAnswer::Decline { id, reason } => {
            let reason = checked_text(reason)?;
            if reason.is_empty() {
                return Err(AppError::field("text", FieldProblem::Missing));
            }
            let gesture = Gesture {
                actor,
                event: Event::QuoteDeclined { quote: *id },
                text: reason,
                effective_at: tx.now_ms(),
                late: None,
            };
            acting::record(tx, &held, gesture).await?.map_err(refused)?;
        }
    }
    Ok(())
}

/// A name or a number on the paper: one line, not long.
fn signature<'a>(field: &str, typed: &'a str) -> Result<&'a str, AppError> {
    let typed = typed.trim();
    if typed.chars().count() > SIGNATURE_LENGTH {
        return Err(AppError::field(field, FieldProblem::TooLong));
    }
    if typed.chars().any(char::is_control) {
        return Err(AppError::field(field, FieldProblem::Unknown));
    }
    Ok(typed)
}
