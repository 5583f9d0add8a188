//! How many of the promised delays were kept, by service, priority and clock.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::contract::{Priority, ServiceLine, Target};
use crate::domain::intervention::ClockKind;
use crate::domain::time::{EpochMs, Span};

/// A clock that was decided: kept when what was promised was done, broken when it fell due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockFact {
    pub reference: String,
    pub service: ServiceLine,
    pub priority: Option<Priority>,
    pub clock: ClockKind,
    /// What the contract promised, its number and its clause.
    pub target: Option<Target>,
    pub contract: String,
    pub clause: String,
    pub decided: Decided,
    /// Écartée d'un commun accord: out of the rate, not out of the record.
    pub set_aside: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    Met {
        at: EpochMs,
    },
    Missed {
        due_at: EpochMs,
        /// When it was done all the same.
        done_at: Option<EpochMs>,
    },
}

impl Decided {
    /// The one instant at which it counts.
    const fn at(self) -> EpochMs {
        match self {
            Decided::Met { at } => at,
            Decided::Missed { due_at, .. } => due_at,
        }
    }
}

/// One promise of the contract, and what became of it in the month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Respect {
    pub service: ServiceLine,
    pub priority: Option<Priority>,
    pub clock: ClockKind,
    pub target: Option<Target>,
    pub contract: String,
    pub clause: String,
    /// References.
    pub met: Vec<String>,
    pub missed: Vec<Missed>,
    pub set_aside: Vec<Missed>,
}

/// A delay that was overrun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    pub reference: String,
    pub due_at: EpochMs,
    pub done_at: Option<EpochMs>,
}

impl Respect {
    /// The denominator: what was set aside is not in it.
    pub fn counted(&self) -> usize {
        self.met.len() + self.missed.len()
    }

    /// Per hundred thousand, rounded down.
    pub fn rate(&self) -> Option<u32> {
        share(self.met.len(), self.counted())
    }
}

/// Per hundred thousand, rounded down; none of nothing.
pub fn share(part: usize, whole: usize) -> Option<u32> {
    let rate = part.checked_mul(100_000)?.checked_div(whole)?;
    u32::try_from(rate).ok()
}

/// Those that were decided in `span`.
pub fn respect(facts: &[ClockFact], span: Span) -> Vec<Respect> {
    let mut rows: BTreeMap<_, Respect> = BTreeMap::new();
    let decided = |fact: &&ClockFact| (span.from..span.to).contains(&fact.decided.at());
    for fact in facts.iter().filter(decided) {
        let key = (
            fact.service,
            fact.clock,
            fact.priority,
            fact.contract.clone(),
            fact.clause.clone(),
            order(fact.target),
        );
        let row = rows.entry(key).or_insert_with(|| Respect {
            service: fact.service,
            priority: fact.priority,
            clock: fact.clock,
            target: fact.target,
            contract: fact.contract.clone(),
            clause: fact.clause.clone(),
            met: vec![],
            missed: vec![],
            set_aside: vec![],
        });
        match fact.decided {
            Decided::Met { .. } => row.met.push(fact.reference.clone()),
            Decided::Missed { due_at, done_at } => {
                let missed = Missed {
                    reference: fact.reference.clone(),
                    due_at,
                    done_at,
                };
                if fact.set_aside {
                    row.set_aside.push(missed);
                } else {
                    row.missed.push(missed);
                }
            }
        }
    }
    rows.into_values().collect()
}

/// Targets have no order of their own.
const fn order(target: Option<Target>) -> (u8, u32) {
    match target {
        None => (0, 0),
        Some(Target::OpenMinutes(minutes)) => (1, minutes),
        Some(Target::WorkingDaysSameHour(days)) => (2, days as u32),
        Some(Target::WorkingDaysEndOfDay(days)) => (3, days as u32),
    }
}
