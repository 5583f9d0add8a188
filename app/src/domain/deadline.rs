//! When a promise falls due, and why: one walk over open time, for the browser and for the server.

use serde::{Deserialize, Serialize};

use super::contract::Target;
use super::time::{DAY_MS, EpochMs, MINUTE_MS, Span};
use super::timetable::{Mark, Timetable, local_midnight, offset_at, union};

/// When it falls due, with the proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    pub at: EpochMs,
    /// The first open instant at or after the start: when the count begins.
    pub counts_from: EpochMs,
    /// From the start to the deadline without a hole, in order.
    pub proof: Vec<Step>,
    /// Times at which the clocks of the calendar's zone change on the way, with the offset in seconds after each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clock_changes: Vec<ClockChange>,
}

/// A stretch of time on the way to a deadline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub span: Span,
    pub kind: StepKind,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// Open time that counts.
    Counted,
    /// Open time that a pause takes out.
    Paused,
    /// Outside the hours: a night, a break, a day off.
    Closed,
    /// Closed, or with other hours, for a reason that has a name.
    ClosedBy(Mark),
    /// The n-th working day, for targets in days.
    WorkingDay(u16),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockChange {
    pub at: EpochMs,
    pub before_s: i32,
    pub after_s: i32,
}

/// Why there is no deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDeadline {
    /// The calendar does not open again.
    NoOpening,
    /// It lies beyond the window that was expanded.
    BeyondWindow,
}

/// When a target that starts then falls due.
///
/// Open minutes are counted less the union of the pauses, end-inclusive: one hour from 17:00 of a day that
/// closes at 18:00 is 18:00. A start outside the hours begins at the next opening; a target of 0 is that
/// opening. Working days are those with open time; pauses move such a target by whole open time.
///
/// # Errors
/// When the calendar does not open again, or not within the window.
pub fn deadline(
    start: EpochMs,
    target: Target,
    pauses: &[Span],
    timetable: &Timetable,
) -> Result<Deadline, NoDeadline> {
    if start < timetable.window().from {
        return Err(NoDeadline::BeyondWindow);
    }
    let pauses = union(pauses.iter().copied());
    let mut walk = Walk::new(timetable, &pauses, start);
    let at = match target {
        Target::OpenMinutes(minutes) => walk.count(i64::from(minutes) * MINUTE_MS)?,
        Target::WorkingDaysSameHour(days) => {
            let due = walk.working_days(days, true)?;
            walk.delayed(due)?
        }
        Target::WorkingDaysEndOfDay(days) => {
            let due = walk.working_days(days, false)?;
            walk.delayed(due)?
        }
    };
    Ok(Deadline {
        at,
        counts_from: timetable.next_open(start).unwrap_or(start),
        proof: walk.steps,
        clock_changes: clock_changes(timetable, start, at),
    })
}

/// Open time between two instants less the pauses, in milliseconds: what a clock has run.
pub fn elapsed_ms(span: Span, pauses: &[Span], timetable: &Timetable) -> i64 {
    let paused: i64 = union(pauses.iter().copied())
        .into_iter()
        .filter_map(|pause| pause.clipped_to(span))
        .map(|pause| timetable.open_ms(pause))
        .sum();
    timetable.open_ms(span) - paused
}

/// Where the walk stands, and what it has seen.
struct Walk<'a> {
    timetable: &'a Timetable,
    /// Sorted and disjoint.
    pauses: &'a [Span],
    start: EpochMs,
    /// Everything before it is in `steps`.
    reached: EpochMs,
    /// The next mark that may lie ahead.
    mark: usize,
    steps: Vec<Step>,
}

impl<'a> Walk<'a> {
    fn new(timetable: &'a Timetable, pauses: &'a [Span], start: EpochMs) -> Walk<'a> {
        let today = timetable.day_of(start).unwrap_or_default();
        Walk {
            timetable,
            pauses,
            start,
            reached: start,
            mark: timetable.marks.partition_point(|(day, _)| *day < today),
            steps: Vec::with_capacity(16),
        }
    }

    /// Walks until that much open time has counted.
    fn count(&mut self, target_ms: i64) -> Result<EpochMs, NoDeadline> {
        let mut left = target_ms;
        let timetable = self.timetable;
        let mut pauses = self.pauses;
        for open in timetable.open_from(self.reached) {
            let mut at = open.from.max(self.reached);
            self.skip_closed(at);
            while at < open.to {
                while pauses.first().is_some_and(|pause| pause.to <= at) {
                    pauses = &pauses[1..];
                }
                match pauses.first() {
                    Some(pause) if pause.from <= at => {
                        at = pause.to.min(open.to);
                        self.push(at, StepKind::Paused);
                    }
                    next => {
                        let until = next.map_or(open.to, |pause| pause.from.min(open.to));
                        if left <= until - at {
                            self.push(at + left, StepKind::Counted);
                            return Ok(at + left);
                        }
                        left -= until - at;
                        self.push(until, StepKind::Counted);
                        at = until;
                    }
                }
            }
        }
        Err(nothing_more(timetable))
    }

    /// The instant on the n-th working day after the first open one, pauses aside.
    fn working_days(&mut self, days: u16, same_hour: bool) -> Result<EpochMs, NoDeadline> {
        let timetable = self.timetable;
        let nothing = || nothing_more(timetable);
        let counts_from = timetable.next_open(self.reached).ok_or_else(nothing)?;
        self.skip_closed(counts_from);
        let first = timetable.day_of(counts_from).ok_or_else(nothing)?;
        let mut passed = 0;
        for index in first.. {
            let day = timetable.day(index).ok_or_else(nothing)?;
            let open = timetable.open_on(day);
            let Some(closes) = open.last() else { continue };
            if index > first {
                self.skip_closed(day.from);
                passed += 1;
            }
            if passed == days {
                let due = if same_hour {
                    // The same hour of the day itself may be the first of two.
                    latest_open(open, self.same_hour(counts_from, day)).max(counts_from)
                } else {
                    closes.to
                };
                self.push(due, StepKind::WorkingDay(passed));
                return Ok(due);
            }
            self.push(day.to, StepKind::WorkingDay(passed));
        }
        Err(nothing())
    }

    /// That instant, moved by the open time that pauses took out before it.
    fn delayed(&mut self, due: EpochMs) -> Result<EpochMs, NoDeadline> {
        let way = Span {
            from: self.start,
            to: due,
        };
        let paused: i64 = self
            .pauses
            .iter()
            .filter_map(|pause| pause.clipped_to(way))
            .map(|pause| self.timetable.open_ms(pause))
            .sum();
        if paused == 0 {
            return Ok(due);
        }
        self.count(paused)
    }

    /// The hour of that instant, on another day of the calendar's zone.
    fn same_hour(&self, at: EpochMs, day: Span) -> EpochMs {
        let offsets = &self.timetable.offsets;
        let hour = (at + i64::from(offset_at(offsets, at)) * 1_000).rem_euclid(DAY_MS);
        let local = local_midnight(day.from, offset_at(offsets, day.from)) + hour;
        let with = |offset_s: i32| local - i64::from(offset_s) * 1_000;
        // A repeated hour is the first, a missing one moves forward by the gap: both by the offset before,
        // which is the night's where clocks change at midnight.
        let first = offset_at(offsets, day.from - 1);
        let last = offset_at(offsets, day.to - 1);
        let late = with(last);
        if offset_at(offsets, with(first)) != first && offset_at(offsets, late) == last {
            late
        } else {
            with(first)
        }
    }

    /// What is closed until that instant, with its reasons.
    fn skip_closed(&mut self, until: EpochMs) {
        let timetable = self.timetable;
        while self.reached < until {
            let marked = timetable.marks.get(self.mark).and_then(|(index, mark)| {
                let day = timetable.day(*index)?;
                (day.from < until).then_some((day, mark))
            });
            let Some((day, mark)) = marked else { break };
            if day.to > self.reached {
                self.push(day.from.max(self.reached), StepKind::Closed);
                self.push(day.to.min(until), StepKind::ClosedBy(mark.clone()));
            }
            if day.to > until {
                return;
            }
            self.mark += 1;
        }
        self.push(until, StepKind::Closed);
    }

    fn push(&mut self, until: EpochMs, kind: StepKind) {
        if until > self.reached {
            self.steps.push(Step {
                span: Span {
                    from: self.reached,
                    to: until,
                },
                kind,
            });
            self.reached = until;
        }
    }
}

/// What it means that the window has no more open time.
fn nothing_more(timetable: &Timetable) -> NoDeadline {
    if timetable.goes_on {
        NoDeadline::BeyondWindow
    } else {
        NoDeadline::NoOpening
    }
}

/// That instant if it is open, else the closing before it, else the day's opening.
fn latest_open(open: &[Span], at: EpochMs) -> EpochMs {
    let before = open.iter().rev().find(|span| span.from <= at);
    match (before, open.first()) {
        (Some(span), _) => at.min(span.to),
        (None, Some(first)) => first.from,
        (None, None) => at,
    }
}

fn clock_changes(timetable: &Timetable, start: EpochMs, at: EpochMs) -> Vec<ClockChange> {
    timetable
        .offsets
        .windows(2)
        .filter(|pair| start < pair[1].0 && pair[1].0 <= at)
        .map(|pair| ClockChange {
            at: pair[1].0,
            before_s: pair[0].1,
            after_s: pair[1].1,
        })
        .collect()
}

#[cfg(test)]
mod awkward;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod published;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
