//! The clocks of one intervention, derived from its log, from what its contract promised and from the hours of its line.
//!
//! Nothing is counted as it happens: the same log, the same promise and the same `now` give the same clocks.

mod lived;
mod promise;

use super::{Breach, EventKind, HoldReason, Recorded, Refusal};
use crate::domain::contract::{ClockStart, ServiceLine, Target};
use crate::domain::deadline::{Deadline, NoDeadline, deadline};
use crate::domain::time::{EpochMs, Span};
use crate::domain::timetable::Timetable;

pub use super::ClockKind;
pub use lived::{Hold, LateAct};
use lived::{Lived, is_upheld};
pub use promise::{Promised, listed, named};

/// What the version of the contract in force at the declaration promises for this one, and the hours it counts on.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    pub service: ServiceLine,
    /// A request of the catalogue: one delay, until it is done.
    pub catalogue: bool,
    /// When it counts as declared: the opening, for a form sent at night where on call answers the telephone only.
    pub declared_at: EpochMs,
    pub starts: ClockStart,
    pub targets: Targets,
    /// The vendor runs it: followed up, not restored.
    pub vendor_follow_up: bool,
    /// The reasons that the contract lists: on hold for one of them, the clocks stop.
    pub pausing: Vec<HoldReason>,
    /// The hours that open minutes count on: the line's, joined with on call where it serves.
    pub hours: Timetable,
    /// The line's own hours: which days are working days.
    pub working: Timetable,
}

/// What is promised of each clock; none: no commitment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Targets {
    pub response: Option<Target>,
    pub restoration: Option<Target>,
    pub curative: Option<Target>,
    pub answer: Option<Target>,
    /// From one word to the client to the next.
    pub communication: Option<Target>,
    pub delivery: Option<Target>,
}

/// Every clock of an intervention at an instant, with the pauses that stand behind them.
#[derive(Debug, Clone, PartialEq)]
pub struct Clocks {
    pub clocks: Vec<Clock>,
    /// Each time it was put on hold, whether that stopped a clock or not.
    pub holds: Vec<Hold>,
    /// What was dated back, and may be contested too.
    pub late_acts: Vec<LateAct>,
    /// Resolved since, and nobody has confirmed yet.
    pub resolved_at: Option<EpochMs>,
    /// Nothing of it runs any more.
    pub ended: bool,
}

/// One clock.
#[derive(Debug, Clone, PartialEq)]
pub struct Clock {
    pub kind: ClockKind,
    pub target: Option<Target>,
    pub state: ClockState,
    /// From when it counts.
    pub start: Option<EpochMs>,
    /// When it falls due, with its proof. While it is paused: as if it went on now.
    pub deadline: Option<Deadline>,
    /// What stopped it on the way, in order.
    pub pauses: Vec<Pause>,
    /// When what was promised was done.
    pub stopped_at: Option<EpochMs>,
    /// Open time left at the instant asked for, in milliseconds; below zero once it has passed. None once stopped.
    pub left_ms: Option<i64>,
    /// A breach that the log holds: it stays.
    pub breach: Option<Breach>,
    /// Of news that were owed before, in order: each was a promise of its own.
    pub earlier: Vec<Breach>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockState {
    /// Pas d'engagement.
    NotPromised,
    /// The vendor runs it: followed up, not restored (suivi éditeur).
    VendorFollowUp,
    /// What starts it has not happened: an approval, the start of the work, a temporary repair.
    Waiting,
    Running,
    /// On hold for a reason that the contract lists.
    Paused(HoldReason),
    /// Respectée.
    Met,
    /// Dépassée, whether it still runs or has stopped since.
    Missed,
    /// It ended without what was promised having become due: cancelled, gathered, without action.
    Dropped,
    /// The calendar does not open again.
    NoOpening,
    /// Later than the days that were expanded.
    Beyond,
}

/// A stretch that took time out of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    pub span: Span,
    pub cause: PauseCause,
    /// The event of the log that began it, counted from 1.
    pub seq: i64,
    /// It has not ended.
    pub goes_on: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PauseCause {
    Held(HoldReason),
    /// It waited for an approval or for a quote.
    Awaiting,
    /// It worked again, until a relapse or a reopening.
    Restored,
}

impl Promise {
    fn table(&self, target: Target) -> &Timetable {
        match target {
            Target::OpenMinutes(_) => &self.hours,
            Target::WorkingDaysSameHour(_) | Target::WorkingDaysEndOfDay(_) => &self.working,
        }
    }

    fn target(&self, kind: ClockKind) -> Option<Target> {
        match kind {
            ClockKind::Response => self.targets.response,
            ClockKind::Restoration => self.targets.restoration,
            ClockKind::Curative => self.targets.curative,
            ClockKind::Answer => self.targets.answer,
            ClockKind::Communication => self.targets.communication,
            ClockKind::Delivery => self.targets.delivery,
        }
    }

    /// The clocks that this work has, promised or not.
    fn kinds(&self, lived: &Lived) -> Vec<ClockKind> {
        let mut kinds = match self.service {
            _ if lived.planned => return vec![],
            _ if self.catalogue => vec![ClockKind::Delivery],
            ServiceLine::Corrective => vec![ClockKind::Response, ClockKind::Restoration],
            ServiceLine::Helpdesk if self.targets.answer.is_some() => {
                vec![ClockKind::Response, ClockKind::Answer]
            }
            ServiceLine::Helpdesk => vec![ClockKind::Response],
            ServiceLine::Managed => vec![ClockKind::Response],
        };
        if self.service == ServiceLine::Corrective
            && !self.catalogue
            && (self.targets.curative.is_some() || !lived.debts.is_empty())
        {
            kinds.push(ClockKind::Curative);
        }
        if self.targets.communication.is_some() {
            kinds.push(ClockKind::Communication);
        }
        // What was breached stays, whatever became of the request.
        for breach in &lived.breaches {
            if !kinds.contains(&breach.clock) {
                kinds.push(breach.clock);
            }
        }
        kinds
    }
}

impl Clocks {
    /// The clocks as they stand at `now`. `log` is the whole log, in its order.
    ///
    /// # Errors
    /// When an event cannot follow the ones before it: the log is not one of ours.
    pub fn at(log: &[Recorded], promise: &Promise, now: EpochMs) -> Result<Clocks, Refusal> {
        let lived = Lived::of(log)?;
        let kinds = promise.kinds(&lived);
        let counting = Counting {
            lived: &lived,
            promise,
            now,
        };
        Ok(Clocks {
            clocks: kinds.into_iter().map(|kind| counting.clock(kind)).collect(),
            resolved_at: lived.resolved_at,
            ended: lived.ended_at.is_some(),
            holds: lived
                .holds
                .iter()
                .map(|hold| Hold {
                    listed: promise.pausing.contains(&hold.reason),
                    ..hold.clone()
                })
                .collect(),
            late_acts: lived.late_acts,
        })
    }

    /// With the events that it names numbered otherwise.
    #[must_use]
    pub fn renumbered(mut self, number: impl Fn(i64) -> i64) -> Clocks {
        let pauses = self.clocks.iter_mut().flat_map(|clock| &mut clock.pauses);
        for pause in pauses {
            pause.seq = number(pause.seq);
        }
        for hold in &mut self.holds {
            hold.seq = number(hold.seq);
        }
        for act in &mut self.late_acts {
            act.seq = number(act.seq);
        }
        self
    }

    pub fn get(&self, kind: ClockKind) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.kind == kind)
    }

    /// What falls due next of what runs and is not breached.
    pub fn next_due(&self) -> Option<(ClockKind, EpochMs)> {
        let running = self.clocks.iter().filter_map(Clock::due);
        running.min_by_key(|(_, at)| *at)
    }

    /// What is breached at that instant, and the log does not say so yet: the clock, and when it was due.
    pub fn unrecorded(&self) -> Vec<(ClockKind, EpochMs)> {
        let missed = self
            .clocks
            .iter()
            .filter(|clock| clock.state == ClockState::Missed && clock.breach.is_none());
        missed
            .filter_map(|clock| Some((clock.kind, clock.deadline.as_ref()?.at)))
            .collect()
    }
}

/// Whether a client may disagree with it: a hold, or an act that was recorded later than it happened.
pub fn is_contestable(recorded: &Recorded) -> bool {
    recorded.event.kind() == EventKind::Held
        || (lived::is_late(recorded) && !recorded.event.kind().is_internal())
}

impl Clock {
    /// The last breach of any promise of this clock.
    pub fn last_breach(&self) -> Option<Breach> {
        self.breach.or(self.earlier.last().copied())
    }

    /// When it falls due, while it runs and the log holds no breach of it: it holds one for each clock.
    pub fn watched(&self) -> Option<EpochMs> {
        let due = self.due().filter(|_| self.breach.is_none());
        due.map(|(_, at)| at)
    }

    /// When it falls due, while it runs.
    pub fn due(&self) -> Option<(ClockKind, EpochMs)> {
        let runs = self.state == ClockState::Running;
        let deadline = self.deadline.as_ref().filter(|_| runs)?;
        Some((self.kind, deadline.at))
    }

    /// Whether it is breached and what was promised is still to be done.
    pub fn is_overrun(&self) -> bool {
        self.state == ClockState::Missed && self.left_ms.is_some()
    }
}

/// From when to when a clock runs, and what it does not count.
struct Course {
    start: Option<EpochMs>,
    pauses: Vec<Pause>,
    done_at: Option<EpochMs>,
}

struct Counting<'a> {
    lived: &'a Lived,
    promise: &'a Promise,
    now: EpochMs,
}

impl Counting<'_> {
    fn clock(&self, kind: ClockKind) -> Clock {
        let target = self.promise.target(kind);
        let course = self.course(kind);
        let mut clock = Clock {
            kind,
            target,
            state: ClockState::NotPromised,
            start: course.start,
            deadline: None,
            pauses: vec![],
            stopped_at: course.done_at,
            left_ms: None,
            breach: None,
            earlier: vec![],
        };
        (clock.earlier, clock.breach) = self.breaches(kind, course.start);
        if kind == ClockKind::Restoration && self.promise.vendor_follow_up {
            clock.state = ClockState::VendorFollowUp;
        } else if let Some(target) = target {
            match course.start {
                Some(start) => self.count(&mut clock, (start, target), course),
                None if self.lived.ended_at.is_some() => clock.state = ClockState::Dropped,
                None => clock.state = ClockState::Waiting,
            }
        }
        // News are owed again and again, and so is a definitive repair: a breach before this course is not of it.
        let has_courses = matches!(kind, ClockKind::Communication | ClockKind::Curative);
        let is_of_this_one =
            |breach: Breach| clock.start.is_some_and(|start| breach.due_at >= start);
        let counts = clock
            .breach
            .is_some_and(|breach| !has_courses || is_of_this_one(breach));
        // Nothing is promised any more: what was missed was.
        if counts || (target.is_none() && clock.last_breach().is_some()) {
            clock.state = ClockState::Missed;
        }
        clock
    }

    fn count(&self, clock: &mut Clock, (start, target): (EpochMs, Target), course: Course) {
        let table = self.promise.table(target);
        let ended_at = course.done_at.or(self.lived.ended_at);
        let until = ended_at.unwrap_or(self.now);
        let way = Span {
            from: start,
            to: until,
        };
        clock.pauses = clipped(&course.pauses, way);
        let spans: Vec<Span> = clock.pauses.iter().map(|pause| pause.span).collect();
        let due = match deadline(start, target, &spans, table) {
            Ok(due) => due,
            Err(NoDeadline::NoOpening) => {
                clock.state = ClockState::NoOpening;
                return;
            }
            Err(NoDeadline::BeyondWindow) => {
                clock.state = ClockState::Beyond;
                return;
            }
        };
        let at = due.at;
        clock.deadline = Some(due);
        if ended_at.is_none() {
            clock.left_ms = Some(left_ms(table, self.now.max(start), at));
        }
        // One that began before the clock did holds it too.
        let held = course
            .pauses
            .iter()
            .find(|pause| pause.goes_on && pause.span.from <= until);
        clock.state = match (course.done_at, self.lived.ended_at) {
            _ if until > at => ClockState::Missed,
            (Some(_), _) => ClockState::Met,
            (None, Some(_)) => ClockState::Dropped,
            (None, None) => match held.map(|pause| pause.cause) {
                Some(PauseCause::Held(reason)) => ClockState::Paused(reason),
                Some(PauseCause::Awaiting) => ClockState::Waiting,
                Some(PauseCause::Restored) | None => ClockState::Running,
            },
        };
    }

    /// Those of news that are not owed any more, and the one that counts.
    fn breaches(&self, kind: ClockKind, start: Option<EpochMs>) -> (Vec<Breach>, Option<Breach>) {
        let breaches = self.lived.breaches.iter();
        let mut of_it: Vec<Breach> = breaches
            .filter(|breach| breach.clock == kind)
            .copied()
            .collect();
        let is_over = |breach: &Breach| {
            kind == ClockKind::Communication && start.is_some_and(|start| breach.due_at < start)
        };
        let last = of_it.pop_if(|last| !is_over(last));
        (of_it, last)
    }

    fn course(&self, kind: ClockKind) -> Course {
        let (lived, counted) = (self.lived, self.counted_from());
        match kind {
            // Never paused by a hold.
            ClockKind::Response => Course {
                start: counted,
                pauses: lived.awaiting.clone(),
                done_at: lived.first_started_at,
            },
            ClockKind::Restoration => Course {
                start: match self.promise.starts {
                    ClockStart::Start => counted.and(lived.first_started_at),
                    _ => counted,
                },
                pauses: self.pauses(&lived.restored),
                done_at: lived.restored_at,
            },
            ClockKind::Curative => {
                let debt = lived.debts.last();
                Course {
                    start: debt.map(|debt| debt.opened_at),
                    pauses: self.pauses(&[]),
                    done_at: debt.and_then(|debt| debt.discharged_at),
                }
            }
            ClockKind::Answer | ClockKind::Delivery => Course {
                start: counted,
                pauses: self.pauses(&lived.resolved),
                done_at: lived.done_at(),
            },
            // The client waits for a word whatever the work waits for.
            ClockKind::Communication => Course {
                start: counted
                    .map(|counted| lived.told_at.map_or(counted, |told| told.max(counted))),
                pauses: lived.awaiting.clone(),
                done_at: lived.done_at(),
            },
        }
    }

    /// From when the clocks of the declaration count; none while it waits for an approval or for a quote.
    fn counted_from(&self) -> Option<EpochMs> {
        let declared = self.promise.declared_at;
        let registered = match self.promise.starts {
            ClockStart::Registration => declared.max(self.lived.registered_at),
            ClockStart::Alert | ClockStart::Declaration | ClockStart::Start => declared,
        };
        if !self.lived.began_awaiting {
            return Some(registered);
        }
        self.lived
            .released_at
            .map(|released| released.max(registered))
    }

    /// The holds that stop a clock, with what else does.
    fn pauses(&self, others: &[Pause]) -> Vec<Pause> {
        let counts =
            |hold: &&Hold| self.promise.pausing.contains(&hold.reason) && !is_upheld(hold.contest);
        let holds = self.lived.holds.iter().filter(counts).map(|hold| Pause {
            span: Span {
                from: hold.from,
                to: hold.to.unwrap_or(EpochMs::MAX),
            },
            cause: PauseCause::Held(hold.reason),
            seq: hold.seq,
            goes_on: hold.to.is_none(),
        });
        let mut pauses: Vec<Pause> = holds
            .chain(others.iter().copied())
            .chain(self.lived.awaiting.iter().copied())
            .collect();
        pauses.sort_by_key(|pause| (pause.span.from, pause.seq));
        pauses
    }
}

/// What of the pauses lies on the way.
fn clipped(pauses: &[Pause], way: Span) -> Vec<Pause> {
    let on_the_way = pauses.iter().filter_map(|pause| {
        // One that has just begun is there already.
        if pause.goes_on && pause.span.from == way.to && way.from <= way.to {
            return Some(Pause {
                span: Span {
                    to: way.to,
                    ..pause.span
                },
                ..*pause
            });
        }
        let span = pause.span.clipped_to(way)?;
        Some(Pause { span, ..*pause })
    });
    on_the_way.collect()
}

fn left_ms(table: &Timetable, now: EpochMs, due: EpochMs) -> i64 {
    if now <= due {
        table.open_ms(Span { from: now, to: due })
    } else {
        -table.open_ms(Span { from: due, to: now })
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
