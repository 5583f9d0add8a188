//! What the log says of an intervention's time: when it was held, restored, resumed, told of, and what was contested.

use super::{Pause, PauseCause};
use crate::domain::intervention::{
    ActorKind, Breach, Contest, Event, EventKind, HoldReason, InterventionState, Origin, Recorded,
    Refusal, Snapshot, apply, replay,
};
use crate::domain::time::{EpochMs, MINUTE_MS, Span};

/// Up to here it was recorded at once.
const AT_ONCE_MS: i64 = MINUTE_MS;

/// Each fact with its instants; what the contract makes of them is counted elsewhere.
#[derive(Debug, Default)]
pub(super) struct Lived {
    /// When it was recorded; for the linked intervention of a transfer, the first declaration.
    pub registered_at: EpochMs,
    /// It began by waiting for an approval or for a quote.
    pub began_awaiting: bool,
    /// When that wait ended.
    pub released_at: Option<EpochMs>,
    /// Later waits for an approval or for a quote.
    pub awaiting: Vec<Pause>,
    pub first_started_at: Option<EpochMs>,
    pub restored_at: Option<EpochMs>,
    /// Times it worked, until a relapse or a reopening.
    pub restored: Vec<Pause>,
    pub resolved_at: Option<EpochMs>,
    /// Times it was resolved, until a reopening.
    pub resolved: Vec<Pause>,
    /// Continued by another intervention.
    pub transferred_at: Option<EpochMs>,
    pub holds: Vec<Hold>,
    pub debts: Vec<DebtSpan>,
    /// When the provider last said or did something that the client sees.
    pub told_at: Option<EpochMs>,
    pub ended_at: Option<EpochMs>,
    /// One a clock at most.
    pub breaches: Vec<Breach>,
    pub late_acts: Vec<LateAct>,
    /// It was planned: nothing was asked for, so that nothing is due.
    pub planned: bool,
}

/// Once on hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The event of the log that began it, counted from 1.
    pub seq: i64,
    pub from: EpochMs,
    /// None: it goes on.
    pub to: Option<EpochMs>,
    pub reason: HoldReason,
    /// The contract lists the reason: clocks stop.
    pub listed: bool,
    /// When whoever it waits for has promised.
    pub promised_at: Option<EpochMs>,
    /// When the provider asks again.
    pub chase_at: Option<EpochMs>,
    pub contest: Option<Contest>,
}

/// An act that was recorded later than it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateAct {
    pub seq: i64,
    pub kind: EventKind,
    pub effective_at: EpochMs,
    pub recorded_at: EpochMs,
    pub contest: Option<Contest>,
}

#[derive(Debug)]
pub(super) struct DebtSpan {
    pub opened_at: EpochMs,
    pub discharged_at: Option<EpochMs>,
}

impl Lived {
    pub fn of(log: &[Recorded]) -> Result<Lived, Refusal> {
        // What was contested, and how that ended, is known before it is counted.
        let last = replay(log)?;
        let contests = last.as_ref().map_or(&[][..], |last| &last.contests);
        let mut lived = Lived::default();
        let mut before: Option<Snapshot> = None;
        for (seq, recorded) in (1..).zip(log) {
            let contest = contests.iter().find(|contest| contest.seq == seq).copied();
            let next = apply(
                before.as_ref(),
                &recorded.event,
                recorded.staff(),
                recorded.effective_at,
            )?
            .next;
            let late = is_late(recorded);
            // Contested with reason, it counts from when it was recorded.
            let at = if late && is_upheld(contest) {
                recorded.recorded_at
            } else {
                recorded.effective_at
            };
            if late && !recorded.event.kind().is_internal() {
                lived.late_acts.push(LateAct {
                    seq,
                    kind: recorded.event.kind(),
                    effective_at: recorded.effective_at,
                    recorded_at: recorded.recorded_at,
                    contest,
                });
            }
            match &before {
                None => lived.declared(recorded, &next),
                Some(before) => lived.moved(before, &next, (seq, at)),
            }
            lived.noted(recorded, (seq, at), contest);
            before = Some(next);
        }
        lived.breaches = last.map_or_else(Vec::new, |last| last.breaches);
        Ok(lived)
    }

    /// When what was asked for was done; a transfer ends the advice.
    pub fn done_at(&self) -> Option<EpochMs> {
        self.resolved_at.or(self.transferred_at)
    }

    fn declared(&mut self, recorded: &Recorded, first: &Snapshot) {
        let transferred = first.continues.is_some() && first.origin == Origin::Staff;
        self.registered_at = if transferred {
            recorded.effective_at
        } else {
            recorded.recorded_at
        };
        self.began_awaiting = is_awaiting(first.state);
        self.planned = first.planning.is_some();
    }

    fn moved(&mut self, before: &Snapshot, next: &Snapshot, (seq, at): (i64, EpochMs)) {
        match (is_awaiting(before.state), is_awaiting(next.state)) {
            (true, false) if self.began_awaiting && self.released_at.is_none() => {
                self.released_at = Some(at);
            }
            (true, false) => end(&mut self.awaiting, at),
            (false, true) => self.awaiting.push(goes_on(at, PauseCause::Awaiting, seq)),
            _ => {}
        }
        if before.started_at.is_none() && next.started_at.is_some() {
            self.first_started_at = Some(at);
        }
        match (before.restored_at.is_some(), next.restored_at.is_some()) {
            (false, true) => self.restored_at = Some(at),
            (true, false) => {
                let since = self.restored_at.take();
                self.restored.extend(ended(since, at, seq));
            }
            _ => {}
        }
        match (before.resolved_at.is_some(), next.resolved_at.is_some()) {
            (false, true) => self.resolved_at = Some(at),
            (true, false) => {
                let since = self.resolved_at.take();
                self.resolved.extend(ended(since, at, seq));
            }
            _ => {}
        }
        if before.state == InterventionState::OnHold
            && next.state != InterventionState::OnHold
            && let Some(hold) = self.holds.last_mut()
        {
            hold.to = Some(at.max(hold.from));
        }
        match (before.debt.is_some(), next.debt.is_some()) {
            (false, true) => self.debts.push(DebtSpan {
                opened_at: at,
                discharged_at: None,
            }),
            (true, false) => {
                if let Some(debt) = self.debts.last_mut() {
                    debt.discharged_at = Some(at);
                }
            }
            _ => {}
        }
        if next.state == InterventionState::Transferred {
            self.transferred_at = Some(at);
        }
        if next.state.is_terminal() && !before.state.is_terminal() {
            self.ended_at = Some(at);
        }
    }

    fn noted(&mut self, recorded: &Recorded, (seq, at): (i64, EpochMs), contest: Option<Contest>) {
        let event = &recorded.event;
        // What is taken away is no news.
        let is_told = !event.kind().is_internal() && event.kind() != EventKind::Redacted;
        if recorded.actor_kind == ActorKind::Staff && is_told {
            self.told_at = Some(self.told_at.map_or(at, |told| told.max(at)));
        }
        match event {
            Event::Held {
                reason,
                promised_at,
                chase_at,
            } => self.holds.push(Hold {
                seq,
                from: at,
                to: None,
                reason: *reason,
                listed: false,
                promised_at: *promised_at,
                chase_at: *chase_at,
                contest,
            }),
            Event::Chased {
                promised_at,
                chase_at,
            } => {
                if let Some(hold) = self.holds.last_mut() {
                    hold.promised_at = promised_at.or(hold.promised_at);
                    hold.chase_at = *chase_at;
                }
            }
            _ => {}
        }
    }
}

/// Recorded by the provider later than it happened.
pub(super) fn is_late(recorded: &Recorded) -> bool {
    recorded.actor_kind == ActorKind::Staff
        && recorded.recorded_at - recorded.effective_at > AT_ONCE_MS
}

/// The client was right: the time is given back.
pub(super) fn is_upheld(contest: Option<Contest>) -> bool {
    contest.and_then(|contest| contest.upheld) == Some(true)
}

const fn is_awaiting(state: InterventionState) -> bool {
    use InterventionState::{AwaitingApproval, AwaitingQuote, Draft, QuoteSent};
    matches!(state, AwaitingApproval | AwaitingQuote | QuoteSent | Draft)
}

fn goes_on(from: EpochMs, cause: PauseCause, seq: i64) -> Pause {
    Pause {
        span: Span {
            from,
            to: EpochMs::MAX,
        },
        cause,
        seq,
        goes_on: true,
    }
}

fn end(pauses: &mut [Pause], at: EpochMs) {
    if let Some(pause) = pauses.last_mut() {
        pause.span.to = at;
        pause.goes_on = false;
    }
}

fn ended(since: Option<EpochMs>, at: EpochMs, seq: i64) -> Option<Pause> {
    Some(Pause {
        span: Span {
            from: since?,
            to: at,
        },
        cause: PauseCause::Restored,
        seq,
        goes_on: false,
    })
}
