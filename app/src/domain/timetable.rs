//! Service hours as segments of UTC, for a window of days: what a deadline is walked on.
//!
//! Made on the server, where the zone data is; small enough to cross to the browser.

use serde::{Deserialize, Serialize};

use super::holidays::Holiday;
use super::time::{DAY_MS, EpochMs, LocalInstant, MINUTE_MS, Span};

/// The open time of a calendar between two instants, with the days it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")]
pub struct Timetable {
    /// When each local day begins, and at last when the window ends. A day that the zone skips is not there.
    pub days: Vec<EpochMs>,
    /// Sorted and disjoint; each lies within one day.
    pub open: Vec<Span>,
    /// Days that are not as their week says, by index into `days`, sorted.
    pub marks: Vec<(usize, Mark)>,
    /// The zone's offset from UTC in seconds, and from when it holds; the first from the window's beginning.
    pub offsets: Vec<(EpochMs, i32)>,
    /// Whether the calendar goes on after the window.
    pub goes_on: bool,
}

/// Why a day has other hours than its week gives it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Holiday(Holiday),
    /// A dated exception, in the contract's own words.
    Exception(Box<str>),
}

impl Timetable {
    /// From when to when it is known.
    pub fn window(&self) -> Span {
        let edge = |at: Option<&EpochMs>| at.copied().unwrap_or_default();
        Span {
            from: edge(self.days.first()),
            to: edge(self.days.last()),
        }
    }

    /// Whether people work at that instant.
    pub fn is_open_at(&self, at: EpochMs) -> bool {
        self.open_from(at)
            .first()
            .is_some_and(|open| open.from <= at)
    }

    /// The first open instant at or after that one.
    pub fn next_open(&self, at: EpochMs) -> Option<EpochMs> {
        self.open_from(at).first().map(|open| open.from.max(at))
    }

    /// Open time within a span, in milliseconds.
    pub fn open_ms(&self, span: Span) -> i64 {
        self.open_from(span.from)
            .iter()
            .take_while(|open| open.from < span.to)
            .filter_map(|open| open.clipped_to(span))
            .map(Span::length_ms)
            .sum()
    }

    /// What is still open at that instant or opens after it.
    pub fn open_from(&self, at: EpochMs) -> &[Span] {
        let first = self.open.partition_point(|open| open.to <= at);
        self.open.get(first..).unwrap_or_default()
    }

    /// Days by index: the one that holds the instant.
    pub fn day_of(&self, at: EpochMs) -> Option<usize> {
        let after = self.days.partition_point(|begins| *begins <= at);
        (after > 0 && after < self.days.len()).then(|| after - 1)
    }

    pub fn day(&self, index: usize) -> Option<Span> {
        Some(Span {
            from: *self.days.get(index)?,
            to: *self.days.get(index + 1)?,
        })
    }

    /// The open time of one day.
    pub fn open_on(&self, day: Span) -> &[Span] {
        let rest = self.open_from(day.from);
        let count = rest.partition_point(|open| open.from < day.to);
        &rest[..count]
    }

    /// The instant as a clock of the calendar's zone shows it.
    pub fn local(&self, at: EpochMs) -> LocalInstant {
        LocalInstant {
            at,
            offset_s: offset_at(&self.offsets, at),
        }
    }

    /// Both together: open when either is, for the days that both know. Days, marks and zone are this one's;
    /// a mark on a day that the other opens whole has nothing left to explain.
    #[must_use]
    pub fn joined(&self, other: &Timetable) -> Timetable {
        let known_until = other.window().to;
        let mut joined = Timetable {
            days: self.days.clone(),
            offsets: self.offsets.clone(),
            goes_on: self.goes_on || other.goes_on,
            ..Timetable::default()
        };
        joined.days.retain(|begins| *begins <= known_until);
        let whole_days = joined.days.len().saturating_sub(1);
        let marks = self.marks.iter().filter(|(day, _)| *day < whole_days);
        joined.marks = marks.cloned().collect();
        let window = joined.window();
        let either = self.open.iter().chain(&other.open);
        for span in union(either.filter_map(|open| open.clipped_to(window))) {
            joined.push_by_days(span);
        }
        joined
    }

    /// Adds open time, cut where days begin: the other's may be those of another zone.
    fn push_by_days(&mut self, mut open: Span) {
        let tomorrow = self.days.partition_point(|begins| *begins <= open.from);
        for begins in self.days.iter().skip(tomorrow) {
            if *begins >= open.to {
                break;
            }
            self.open.push(Span {
                to: *begins,
                ..open
            });
            open.from = *begins;
        }
        self.open.push(open);
    }
}

/// The same time, as sorted and disjoint spans.
pub(super) fn union(spans: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut sorted: Vec<Span> = spans.filter(|span| span.length_ms() > 0).collect();
    sorted.sort_unstable_by_key(|span| span.from);
    let mut union: Vec<Span> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match union.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => union.push(span),
        }
    }
    union
}

/// The offset that holds at that instant, in seconds.
pub fn offset_at(offsets: &[(EpochMs, i32)], at: EpochMs) -> i32 {
    let after = offsets.partition_point(|(from, _)| *from <= at);
    let holds = offsets.get(after.saturating_sub(1));
    holds.map_or(0, |(_, offset_s)| *offset_s)
}

/// Local midnight of the day, counted from the epoch as if it were UTC.
pub(super) fn local_midnight(begins: EpochMs, offset_s: i32) -> i64 {
    let local = begins + i64::from(offset_s) * 1_000;
    local - local.rem_euclid(DAY_MS)
}

/// As it crosses to the browser: minutes, each as the distance from the one before. A calendar has no seconds.
#[derive(Serialize, Deserialize)]
struct Wire {
    /// Minutes since the epoch, then day lengths.
    d: Vec<i64>,
    /// Beginning, length, pause, length…
    o: Vec<i64>,
    #[serde(default)]
    m: Vec<(usize, Mark)>,
    z: Vec<(i64, i32)>,
    #[serde(default)]
    g: bool,
}

fn steps(instants: impl Iterator<Item = EpochMs>) -> Vec<i64> {
    let mut before = 0;
    instants
        .map(|at| {
            let minute = at.div_euclid(MINUTE_MS);
            minute - std::mem::replace(&mut before, minute)
        })
        .collect()
}

fn instants(steps: &[i64]) -> impl Iterator<Item = EpochMs> {
    steps.iter().scan(0i64, |minute, step| {
        *minute = minute.saturating_add(*step);
        Some(minute.saturating_mul(MINUTE_MS))
    })
}

impl From<Timetable> for Wire {
    fn from(table: Timetable) -> Wire {
        Wire {
            d: steps(table.days.into_iter()),
            o: steps(table.open.into_iter().flat_map(|open| [open.from, open.to])),
            m: table.marks,
            z: table
                .offsets
                .into_iter()
                .map(|(from, offset_s)| (from.div_euclid(MINUTE_MS), offset_s))
                .collect(),
            g: table.goes_on,
        }
    }
}

impl From<Wire> for Timetable {
    fn from(wire: Wire) -> Timetable {
        let edges: Vec<EpochMs> = instants(&wire.o).collect();
        Timetable {
            days: instants(&wire.d).collect(),
            open: edges
                .chunks_exact(2)
                .map(|pair| Span {
                    from: pair[0],
                    to: pair[1],
                })
                .collect(),
            marks: wire.m,
            offsets: wire
                .z
                .into_iter()
                .map(|(from, offset_s)| (from.saturating_mul(MINUTE_MS), offset_s))
                .collect(),
            goes_on: wire.g,
        }
    }
}
