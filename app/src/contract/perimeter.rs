//! What each service covers, counted over the client's components.

use crate::backend::contract::{ClientContracts, CoveredComponent};
use crate::domain::component::Category;
use crate::domain::contract::{Activity, ContractVersion, ServiceLine};
use crate::domain::coverage::{self, Outcome, Question, Reason, Subject};
use crate::domain::time::EpochMs;
use crate::text::contract::verdict::ClauseRef;

/// The answers of the contracts in force to the three plain questions, for every component.
pub struct Perimeter {
    /// Services that a contract in force has, in order.
    pub services: Vec<ServiceLine>,
    pub rows: Vec<CategoryRow>,
    /// What no repair covers, with the clause that leaves it out.
    pub left_out: Vec<LeftOut>,
    covered: Vec<(ServiceLine, usize)>,
}

/// One category of components.
pub struct CategoryRow {
    pub category: Category,
    pub components: usize,
    pub cells: Vec<(ServiceLine, Cell)>,
}

/// What one service says of one category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    Included,
    /// Some of its components only.
    Some {
        covered: usize,
        all: usize,
    },
    /// In scope, but nothing watches it.
    NotSupervised,
    /// A clause leaves it out.
    Excluded,
    /// No clause speaks of it.
    Unsaid,
}

pub struct LeftOut {
    pub name: String,
    pub category: Category,
    pub clause: Option<ClauseRef>,
}

impl Perimeter {
    pub fn of(contracts: &ClientContracts) -> Perimeter {
        let versions = contracts.versions();
        let now = contracts.now.at;
        let services: Vec<ServiceLine> = ServiceLine::ALL
            .iter()
            .copied()
            .filter(|service| {
                let lines = contracts
                    .in_force()
                    .flat_map(|contract| &contract.signed.terms.lines);
                lines.into_iter().any(|line| line.service == *service)
            })
            .collect();
        let covered = services
            .iter()
            .map(|service| {
                let covers = |component: &&CoveredComponent| {
                    outcome(component.subject(), *service, &versions, now) == Outcome::Covered
                };
                (*service, contracts.components.iter().filter(covers).count())
            })
            .collect();
        Perimeter {
            rows: rows(contracts, &services, &versions, now),
            left_out: left_out(contracts, &versions, now),
            services,
            covered,
        }
    }

    /// How many components that service covers.
    pub fn covered_by(&self, service: ServiceLine) -> usize {
        self.covered
            .iter()
            .find(|(known, _)| *known == service)
            .map_or(0, |(_, count)| *count)
    }
}

fn outcome(
    subject: Subject,
    service: ServiceLine,
    versions: &[ContractVersion],
    at: EpochMs,
) -> Outcome {
    decide(subject, service, versions, at).map_or(Outcome::OutOfScope, |verdict| verdict.outcome)
}

fn decide(
    subject: Subject,
    service: ServiceLine,
    versions: &[ContractVersion],
    at: EpochMs,
) -> Option<coverage::Verdict> {
    let activity = match service {
        ServiceLine::Corrective => Activity::Fault,
        ServiceLine::Managed => Activity::Prevention,
        ServiceLine::Helpdesk => Activity::Advice,
    };
    let question = Question {
        may_request: true,
        subject,
        site: None,
        activity,
        impact: None,
        urgency: None,
        at,
        role: None,
    };
    coverage::decide(&question, versions, &coverage::Facts::default()).ok()
}

fn rows(
    contracts: &ClientContracts,
    services: &[ServiceLine],
    versions: &[ContractVersion],
    at: EpochMs,
) -> Vec<CategoryRow> {
    let named: Vec<Category> = contracts
        .in_force()
        .flat_map(|contract| &contract.signed.terms.lines)
        .flat_map(|line| &line.scope)
        .filter_map(|item| item.category)
        .collect();
    let mut rows = Vec::new();
    for category in Category::ALL.iter().copied() {
        let components: Vec<&CoveredComponent> = contracts
            .components
            .iter()
            .filter(|component| component.category == category)
            .collect();
        if components.is_empty() && !named.contains(&category) {
            continue;
        }
        let cells = services
            .iter()
            .map(|service| {
                (
                    *service,
                    cell(category, &components, *service, versions, at),
                )
            })
            .collect();
        rows.push(CategoryRow {
            category,
            components: components.len(),
            cells,
        });
    }
    rows
}

fn cell(
    category: Category,
    components: &[&CoveredComponent],
    service: ServiceLine,
    versions: &[ContractVersion],
    at: EpochMs,
) -> Cell {
    if components.is_empty() {
        let verdict = decide(Subject::Category(category), service, versions, at);
        return match verdict.as_ref().map(|verdict| verdict.outcome) {
            Some(Outcome::Covered | Outcome::CoveredIf) => Cell::Included,
            Some(Outcome::OnQuote | Outcome::OutOfScope) | None => out(verdict.as_ref()),
        };
    }
    let verdicts: Vec<coverage::Verdict> = components
        .iter()
        .filter_map(|component| decide(component.subject(), service, versions, at))
        .collect();
    let count = |wanted| {
        verdicts
            .iter()
            .filter(|verdict| verdict.outcome == wanted)
            .count()
    };
    let (covered, conditional, all) = (
        count(Outcome::Covered),
        count(Outcome::CoveredIf),
        verdicts.len(),
    );
    match (covered, conditional) {
        (0, 0) => out(verdicts.first()),
        (0, _) => Cell::NotSupervised,
        (covered, _) if covered == all => Cell::Included,
        (covered, _) => Cell::Some { covered, all },
    }
}

/// Left out by a clause, or by silence.
fn out(verdict: Option<&coverage::Verdict>) -> Cell {
    let clause = verdict.and_then(|verdict| verdict.proof.iter().find_map(excluding_clause));
    if clause.is_some() {
        Cell::Excluded
    } else {
        Cell::Unsaid
    }
}

fn left_out(
    contracts: &ClientContracts,
    versions: &[ContractVersion],
    at: EpochMs,
) -> Vec<LeftOut> {
    let verdict_of = |component: &CoveredComponent| {
        decide(component.subject(), ServiceLine::Corrective, versions, at)
    };
    contracts
        .components
        .iter()
        .filter_map(|component| {
            let verdict = verdict_of(component)?;
            (verdict.outcome == Outcome::OutOfScope).then(|| LeftOut {
                name: component.name.clone(),
                category: component.category,
                clause: verdict.proof.iter().find_map(excluding_clause),
            })
        })
        .collect()
}

fn excluding_clause(reason: &Reason) -> Option<ClauseRef> {
    match reason {
        Reason::Excluded { line, item } => Some(ClauseRef {
            contract: line.contract.clone(),
            reference: item.clause.clone(),
        }),
        _ => None,
    }
}
