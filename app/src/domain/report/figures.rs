//! The figures of a month together, the few that say how it was, and how two of them differ.

use serde::{Deserialize, Serialize};

use super::respect::share;
use super::{
    BookFact, BookFigures, ClockFact, ComponentAvailability, ComponentFact, DebtFact, Debts,
    Happened, Intensity, LostTime, Month, Recurrence, Respect, WorkFact, availability, book, debts,
    intensity, recurrence, respect,
};
use crate::domain::coded::coded_enum;
use crate::domain::contract::Activity;
use crate::domain::intervention::{ClockKind, Origin};
use crate::domain::time::{EpochMs, LocalInstant, Span};
use crate::domain::timetable::offset_at;
use crate::domain::uptime::Availability;

/// What a report is made from: one client's, clipped by nobody yet.
#[derive(Debug, Clone)]
pub struct Ledger {
    pub month: Month,
    /// The month by the client's calendar.
    pub span: Span,
    /// Nothing after it counts; the month's end once it is over.
    pub until: EpochMs,
    /// The months that intensity and recurrence look back on, the oldest first; this one is the last.
    pub months: Vec<(Month, Span)>,
    /// What clocks show there: seconds from UTC, and from when.
    pub offsets: Vec<(EpochMs, i32)>,
    pub contracts: Vec<Contract>,
    pub components: Vec<ComponentFact>,
    pub clocks: Vec<ClockFact>,
    pub debts: Vec<DebtFact>,
    pub work: Vec<WorkFact>,
    pub happened: Vec<Happened>,
    pub books: Vec<BookFact>,
    /// Whether the provider tells of time lost.
    pub tells_lost_time: bool,
}

/// A contract that was in force in the month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    pub number: String,
    pub title: String,
}

/// The figures of one client's month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub month: Month,
    pub from: EpochMs,
    /// What is counted ends here.
    pub until: EpochMs,
    pub offsets: Vec<(EpochMs, i32)>,
    pub contracts: Vec<Contract>,
    pub components: Vec<ComponentAvailability>,
    pub respect: Vec<Respect>,
    pub debts: Debts,
    pub intensity: Vec<Intensity>,
    pub recurrence: Vec<Recurrence>,
    pub books: Vec<BookFigures>,
    pub lost_time: Option<LostTime>,
}

coded_enum! {
    /// The few figures that say how a month was.
    pub enum Measure {
        Availability = "availability",
        Unavailable = "unavailable",
        Response = "response",
        Restoration = "restoration",
        OtherClocks = "other_clocks",
        Debts = "debts",
        Interventions = "interventions",
        Worked = "worked",
        HoursUsed = "hours_used",
        HoursLeft = "hours_left",
    }
}

/// How a measure is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Nothing to count.
    Nothing,
    /// Per hundred thousand, rounded down.
    Rate(u32),
    LengthMs(i64),
    /// So many of so many.
    Of(usize, usize),
    /// How many are open, and the age of the oldest.
    Open(usize, Option<i64>),
    Count(u32),
    Minutes(i64),
}

/// A measure that a correction changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub measure: Measure,
    pub before: Value,
    pub after: Value,
}

pub fn figures(ledger: &Ledger) -> Figures {
    let span = Span {
        from: ledger.span.from,
        to: ledger.until.min(ledger.span.to),
    };
    let whole = Span {
        from: ledger
            .months
            .first()
            .map_or(span.from, |(_, first)| first.from),
        to: span.to,
    };
    let months: Vec<(Month, Span)> = ledger
        .months
        .iter()
        .filter_map(|(month, of)| Some((*month, of.clipped_to(whole)?)))
        .collect();
    Figures {
        month: ledger.month,
        from: span.from,
        until: span.to,
        offsets: ledger.offsets.clone(),
        contracts: ledger.contracts.clone(),
        components: ledger
            .components
            .iter()
            .map(|component| availability(component, span))
            .collect(),
        respect: respect(&ledger.clocks, span),
        debts: debts(&ledger.debts, span),
        intensity: intensity(&ledger.work, &ledger.happened, &months),
        recurrence: recurrence(&ledger.work, &ledger.happened, whole, span),
        books: ledger.books.iter().map(|one| book(one, span)).collect(),
        lost_time: ledger.tells_lost_time.then(|| LostTime {
            incidents: incidents(&ledger.work, span),
        }),
    }
}

/// Faults and questions that people of the client declared.
fn incidents(work: &[WorkFact], span: Span) -> u32 {
    let lost = work.iter().filter(|one| {
        (span.from..span.to).contains(&one.declared_at)
            && matches!(one.activity, Activity::Fault | Activity::Advice)
            && matches!(one.origin, Origin::Contact | Origin::Phone)
    });
    u32::try_from(lost.count()).unwrap_or(u32::MAX)
}

impl Figures {
    /// As clocks showed it there.
    pub fn local(&self, at: EpochMs) -> LocalInstant {
        LocalInstant {
            at,
            offset_s: offset_at(&self.offsets, at),
        }
    }

    /// All components together, each by its own time.
    pub fn availability(&self) -> Availability {
        let mut sum = Availability::default();
        for component in &self.components {
            sum.observed_ms += component.sum.observed_ms;
            sum.unavailable_ms += component.sum.unavailable_ms;
            sum.unknown_ms += component.sum.unknown_ms;
        }
        sum
    }

    /// Kept and counted, of the clocks that `of` takes.
    pub fn kept(&self, of: impl Fn(ClockKind) -> bool) -> (usize, usize) {
        let rows = self.respect.iter().filter(|row| of(row.clock));
        rows.fold((0, 0), |(met, counted), row| {
            (met + row.met.len(), counted + row.counted())
        })
    }

    /// All clocks together, per hundred thousand.
    pub fn kept_rate(&self) -> Option<u32> {
        let (met, counted) = self.kept(|_| true);
        share(met, counted)
    }

    pub fn measure(&self, measure: Measure) -> Value {
        let kept = |(met, counted): (usize, usize)| match counted {
            0 => Value::Nothing,
            _ => Value::Of(met, counted),
        };
        let month = || self.intensity.last().map(|last| last.lines.iter());
        let books = |of: fn(&BookFigures) -> i64| match self.books.is_empty() {
            true => Value::Nothing,
            false => Value::Minutes(self.books.iter().map(of).sum()),
        };
        match measure {
            Measure::Availability => self
                .availability()
                .per_hundred_thousand()
                .map_or(Value::Nothing, Value::Rate),
            Measure::Unavailable => match self.components.is_empty() {
                true => Value::Nothing,
                false => Value::LengthMs(self.availability().unavailable_ms),
            },
            Measure::Response => kept(self.kept(|kind| kind == ClockKind::Response)),
            Measure::Restoration => kept(self.kept(|kind| kind == ClockKind::Restoration)),
            Measure::OtherClocks => kept(
                self.kept(|kind| !matches!(kind, ClockKind::Response | ClockKind::Restoration)),
            ),
            Measure::Debts => Value::Open(self.debts.open.len(), self.debts.oldest_ms()),
            Measure::Interventions => month().map_or(Value::Nothing, |lines| {
                Value::Count(lines.map(|line| line.interventions).sum())
            }),
            Measure::Worked => month().map_or(Value::Nothing, |lines| {
                Value::Minutes(lines.map(|line| line.minutes).sum())
            }),
            Measure::HoursUsed => books(BookFigures::used_minutes),
            Measure::HoursLeft => books(|book| book.closing_minutes),
        }
    }
}

/// The measures that differ. Figures may differ in what they are made of, and in no measure.
pub fn changes(before: &Figures, after: &Figures) -> Vec<Change> {
    let pairs = Measure::ALL.iter().map(|measure| Change {
        measure: *measure,
        before: before.measure(*measure),
        after: after.measure(*measure),
    });
    pairs
        .filter(|change| change.before != change.after)
        .collect()
}
