//! Remarks on the record: they never change where the work stands.

use crate::domain::intervention::{Breach, ClockKind, Contest, Refusal, SetAside, Snapshot};
use crate::domain::time::EpochMs;

/// Once for each clock, for ever; the next news is a promise of its own each time.
pub(super) fn breach(
    next: &mut Snapshot,
    clock: ClockKind,
    due_at: EpochMs,
    reclassified: bool,
) -> Result<(), Refusal> {
    let is_said = |breach: &Breach| {
        let is_new = clock == ClockKind::Communication && due_at > breach.due_at;
        breach.clock == clock && !is_new
    };
    if next.breaches.iter().any(is_said) {
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
    let follows = |breach: &Breach| match to {
        SetAside::Proposed => matches!(breach.set_aside, SetAside::No | SetAside::Declined),
        SetAside::Agreed | SetAside::Declined => breach.set_aside == SetAside::Proposed,
        SetAside::No => false,
    };
    let of_the_clock = |breach: &&mut Breach| breach.clock == clock;
    let is_waiting = next
        .breaches
        .iter()
        .any(|breach| breach.clock == clock && breach.set_aside == SetAside::Proposed);
    // One is talked about at a time, the last one first.
    if to == SetAside::Proposed && is_waiting {
        return Err(Refusal::AlreadySaid);
    }
    let mut known = next.breaches.iter_mut().filter(of_the_clock).peekable();
    if known.peek().is_none() {
        return Err(Refusal::Unfounded);
    }
    let breach = known.rev().find(|breach| follows(breach));
    breach.ok_or(Refusal::AlreadySaid)?.set_aside = to;
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
