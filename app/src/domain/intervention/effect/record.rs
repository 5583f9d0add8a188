//! Remarks on the record: they never change where the work stands.

use crate::domain::intervention::{Breach, ClockKind, Contest, Refusal, SetAside, Snapshot};
use crate::domain::time::EpochMs;

/// Once for each clock, for ever.
pub(super) fn breach(
    next: &mut Snapshot,
    clock: ClockKind,
    due_at: EpochMs,
    reclassified: bool,
) -> Result<(), Refusal> {
    if next.breaches.iter().any(|breach| breach.clock == clock) {
        return Err(Refusal::AlreadySaid);
    }
    next.breaches.push(Breach {
        clock,
        due_at,
        reclassified,
        set_aside: SetAside::No,
    });
    Ok(())
}

/// Proposed by one side, answered by the other; a refusal may be followed by another proposal.
pub(super) fn set_aside(
    next: &mut Snapshot,
    clock: ClockKind,
    to: SetAside,
) -> Result<(), Refusal> {
    let breach = next
        .breaches
        .iter_mut()
        .find(|breach| breach.clock == clock)
        .ok_or(Refusal::Unfounded)?;
    let follows = match to {
        SetAside::Proposed => matches!(breach.set_aside, SetAside::No | SetAside::Declined),
        SetAside::Agreed | SetAside::Declined => breach.set_aside == SetAside::Proposed,
        SetAside::No => false,
    };
    if !follows {
        return Err(Refusal::AlreadySaid);
    }
    breach.set_aside = to;
    Ok(())
}

pub(super) fn contest(next: &mut Snapshot, seq: i64) -> Result<(), Refusal> {
    if next.contests.iter().any(|contest| contest.seq == seq) {
        return Err(Refusal::AlreadySaid);
    }
    next.contests.push(Contest { seq, upheld: None });
    Ok(())
}

pub(super) fn answer_contest(next: &mut Snapshot, seq: i64, upheld: bool) -> Result<(), Refusal> {
    let contest = next
        .contests
        .iter_mut()
        .find(|contest| contest.seq == seq)
        .ok_or(Refusal::Unfounded)?;
    if contest.upheld.is_some() {
        return Err(Refusal::AlreadySaid);
    }
    contest.upheld = Some(upheld);
    Ok(())
}
