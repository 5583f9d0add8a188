//! Availability within the service hours of the contract, and the minutes that it is made of.

use serde::{Deserialize, Serialize};

use crate::domain::coded::coded_enum;
use crate::domain::component::ComponentState;
use crate::domain::status::Interval;
use crate::domain::time::{EpochMs, Span};
use crate::domain::uptime::Availability;

/// One component that a contract covers, with its ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct ComponentFact {
    pub key: String,
    pub name: String,
    /// Number of the contract, and the clause that covers it.
    pub contract: String,
    pub clause: String,
    /// Promised, per hundred thousand.
    pub target: Option<u32>,
    /// The service hours that count: sorted, disjoint, inside the month.
    pub covered: Vec<Span>,
    /// Rising by their start; one without an end lasts.
    pub intervals: Vec<Interval>,
}

/// What the month was for one component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentAvailability {
    pub key: String,
    pub name: String,
    pub contract: String,
    pub clause: String,
    pub target: Option<u32>,
    /// The service hours of the month: observed, unknown, in maintenance, or before anything watched it.
    pub covered_ms: i64,
    pub sum: Availability,
    /// Announced maintenance: taken out.
    pub maintenance_ms: i64,
    /// Outages, silences and maintenance, those outside the service hours too.
    pub stretches: Vec<Stretch>,
}

coded_enum! {
    pub enum StretchKind { Outage = "outage", Unknown = "unknown", Maintenance = "maintenance" }
}

/// A stretch of the month that was not ordinary, and how much of it lies in the service hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    pub kind: StretchKind,
    pub from: EpochMs,
    pub to: EpochMs,
    pub counted_ms: i64,
}

impl ComponentAvailability {
    /// Under what was promised. What was not observed is not.
    pub fn is_below(&self) -> bool {
        let rate = self.sum.per_hundred_thousand();
        self.target
            .zip(rate)
            .is_some_and(|(target, rate)| rate < target)
    }

    /// Nothing to tell of it: it was observed, and it worked.
    pub fn is_spotless(&self) -> bool {
        self.stretches.is_empty() && self.sum.observed_ms == self.covered_ms
    }
}

/// Over `month`, which ends where the counting ends.
pub fn availability(fact: &ComponentFact, month: Span) -> ComponentAvailability {
    let mut told = ComponentAvailability {
        key: fact.key.clone(),
        name: fact.name.clone(),
        contract: fact.contract.clone(),
        clause: fact.clause.clone(),
        target: fact.target,
        covered_ms: within(&fact.covered, month),
        sum: Availability::default(),
        maintenance_ms: 0,
        stretches: vec![],
    };
    for interval in &fact.intervals {
        let whole = Span {
            from: interval.starts_at,
            to: interval.ends_at.unwrap_or(month.to),
        };
        let Some(part) = whole.clipped_to(month) else {
            continue;
        };
        let counted_ms = within(&fact.covered, part);
        told.sum.add(interval.state, counted_ms);
        let kind = match interval.state {
            ComponentState::MajorOutage => StretchKind::Outage,
            ComponentState::Unknown => StretchKind::Unknown,
            ComponentState::UnderMaintenance => {
                told.maintenance_ms += counted_ms;
                StretchKind::Maintenance
            }
            _ => continue,
        };
        let goes_on = told
            .stretches
            .last_mut()
            .filter(|last| last.kind == kind && last.to == part.from);
        match goes_on {
            Some(last) => {
                last.to = part.to;
                last.counted_ms += counted_ms;
            }
            None => told.stretches.push(Stretch {
                kind,
                from: part.from,
                to: part.to,
                counted_ms,
            }),
        }
    }
    told
}

/// How much of `span` lies in those spans.
fn within(spans: &[Span], span: Span) -> i64 {
    let parts = spans.iter().filter_map(|one| one.clipped_to(span));
    parts.map(Span::length_ms).sum()
}
