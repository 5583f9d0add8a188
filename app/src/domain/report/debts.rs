//! Definitive repairs that are owed: what the month opened, what it discharged, what its end left.

use serde::{Deserialize, Serialize};

use super::Named;
use crate::domain::intervention::Discharge;
use crate::domain::time::{EpochMs, Span};

/// One workaround debt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DebtFact {
    /// Of the intervention that opened it.
    pub reference: String,
    pub component: Option<Named>,
    pub opened_at: EpochMs,
    pub discharged: Option<(EpochMs, Option<Discharge>)>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Debts {
    pub opened: Vec<Debt>,
    pub discharged: Vec<Debt>,
    /// At the end, the oldest first.
    pub open: Vec<OpenDebt>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Debt {
    pub reference: String,
    pub component: Option<Named>,
    /// When it was opened, or discharged.
    pub at: EpochMs,
    pub way: Option<Discharge>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDebt {
    pub reference: String,
    pub component: Option<Named>,
    pub opened_at: EpochMs,
    /// At the end of what is counted.
    pub age_ms: i64,
}

impl Debts {
    /// How long the oldest has waited.
    pub fn oldest_ms(&self) -> Option<i64> {
        self.open.iter().map(|debt| debt.age_ms).max()
    }
}

pub fn debts(facts: &[DebtFact], span: Span) -> Debts {
    let mut told = Debts::default();
    let inside = |at: EpochMs| (span.from..span.to).contains(&at);
    for fact in facts.iter().filter(|fact| fact.opened_at < span.to) {
        let debt = |at, way| Debt {
            reference: fact.reference.clone(),
            component: fact.component.clone(),
            at,
            way,
        };
        if inside(fact.opened_at) {
            told.opened.push(debt(fact.opened_at, None));
        }
        match fact.discharged {
            Some((at, way)) if inside(at) => told.discharged.push(debt(at, way)),
            Some((at, _)) if at < span.from => {}
            _ => told.open.push(OpenDebt {
                reference: fact.reference.clone(),
                component: fact.component.clone(),
                opened_at: fact.opened_at,
                age_ms: span.to - fact.opened_at,
            }),
        }
    }
    told.open.sort_by_key(|debt| debt.opened_at);
    told
}
