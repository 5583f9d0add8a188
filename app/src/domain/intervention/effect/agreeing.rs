//! What lets work start when the contract alone does not: an approver's yes, a quote, an emergency.

use super::{is_catalogue, only_in};
use crate::domain::contract::ServiceLine;
use crate::domain::coverage::Outcome as Coverage;
use crate::domain::ids::QuoteId;
use crate::domain::intervention::{
    Agreement, EventKind, InterventionState, Refusal, SentQuote, Snapshot,
};
use crate::domain::time::EpochMs;

/// States in which a quote may regularise what an emergency let start.
const UNDER_WAY: &[InterventionState] = &[
    InterventionState::Registered,
    InterventionState::InProgress,
    InterventionState::OnHold,
    InterventionState::TemporarilyRestored,
    InterventionState::Resolved,
    InterventionState::Closed,
];

/// What an emergency let start is settled by a quote even once it is closed: that moves nothing.
pub(super) fn regularises_afterwards(before: &Snapshot, kind: EventKind) -> bool {
    use EventKind::{QuoteAccepted, QuoteDeclined, QuoteExpired, QuoteSent};
    matches!(
        kind,
        QuoteSent | QuoteAccepted | QuoteDeclined | QuoteExpired
    ) && before.state == InterventionState::Closed
        && regularises(before)
}

pub(super) fn approve(next: &mut Snapshot, coverage: Coverage) -> Result<(), Refusal> {
    only_in(next, &[InterventionState::AwaitingApproval])?;
    next.state = InterventionState::Registered;
    next.qualification.coverage = coverage;
    Ok(())
}

pub(super) fn waive(
    next: &mut Snapshot,
    coverage: Coverage,
    ceiling_cents: Option<u32>,
) -> Result<(), Refusal> {
    if next.state == InterventionState::AwaitingApproval {
        return approve(next, coverage);
    }
    only_in(
        next,
        &[
            InterventionState::AwaitingQuote,
            InterventionState::QuoteSent,
        ],
    )?;
    agree(next, Agreement::Emergency { ceiling_cents });
    next.state = InterventionState::Registered;
    Ok(())
}

pub(super) fn send_quote(
    next: &mut Snapshot,
    quote: SentQuote,
    at: EpochMs,
) -> Result<(), Refusal> {
    if quote.valid_until <= at {
        return Err(Refusal::QuoteExpired);
    }
    let before = next.quote.map(|sent| sent.quote);
    if before == Some(quote.quote) {
        return Err(Refusal::AlreadySaid);
    }
    if !regularises(next) {
        only_in(
            next,
            &[
                InterventionState::AwaitingQuote,
                InterventionState::QuoteSent,
            ],
        )?;
        next.state = InterventionState::QuoteSent;
    }
    next.approved_by_another = quote.approved_by_another;
    next.quote = Some(quote);
    Ok(())
}

pub(super) fn accept(next: &mut Snapshot, quote: QuoteId, at: EpochMs) -> Result<(), Refusal> {
    let sent = pending(next, quote)?;
    if at >= sent.valid_until {
        return Err(Refusal::QuoteExpired);
    }
    if !regularises(next) {
        next.state = InterventionState::Registered;
    }
    agree(next, Agreement::Quote(quote));
    Ok(())
}

pub(super) fn decline(next: &mut Snapshot, quote: QuoteId, at: EpochMs) -> Result<(), Refusal> {
    pending(next, quote)?;
    give_up(next, at);
    Ok(())
}

pub(super) fn expire(next: &mut Snapshot, quote: QuoteId, at: EpochMs) -> Result<(), Refusal> {
    let sent = pending(next, quote)?;
    if at < sent.valid_until {
        return Err(Refusal::QuoteValid);
    }
    give_up(next, at);
    Ok(())
}

/// The quote that waits for an answer, which must be that one.
fn pending(next: &Snapshot, quote: QuoteId) -> Result<SentQuote, Refusal> {
    if !regularises(next) {
        only_in(next, &[InterventionState::QuoteSent])?;
    }
    let sent = next.quote.ok_or(Refusal::Unfounded)?;
    if sent.quote == quote {
        Ok(sent)
    } else {
        Err(Refusal::QuoteReplaced)
    }
}

/// Without an agreement nothing is done; what an emergency let start stays to be settled.
fn give_up(next: &mut Snapshot, at: EpochMs) {
    next.quote = None;
    if !regularises(next) {
        next.state = InterventionState::Cancelled;
        next.closed_at = Some(at);
    }
}

fn regularises(next: &Snapshot) -> bool {
    matches!(next.agreement, Some(Agreement::Emergency { .. })) && UNDER_WAY.contains(&next.state)
}

/// Work outside the contract has the posture of what was asked.
fn agree(next: &mut Snapshot, agreement: Agreement) {
    use crate::domain::contract::Activity;
    next.agreement = Some(agreement);
    if next.qualification.service.is_some() || is_catalogue(next) {
        return;
    }
    next.qualification.service = match next.qualification.activity {
        Activity::Fault => Some(ServiceLine::Corrective),
        Activity::Advice => Some(ServiceLine::Helpdesk),
        Activity::Prevention => Some(ServiceLine::Managed),
        Activity::Catalogue(_) => None,
    };
}
