//! How much each of the three services did, month by month, and what comes back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Month, Named};
use crate::domain::contract::{Activity, ServiceLine};
use crate::domain::intervention::Origin;
use crate::domain::time::{EpochMs, Span};

/// Components that the recurrence lists.
const LISTED: usize = 10;

/// An intervention that the client knows of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkFact {
    pub reference: String,
    pub service: Option<ServiceLine>,
    pub activity: Activity,
    pub origin: Origin,
    pub component: Option<Named>,
    pub declared_at: EpochMs,
}

/// Something that happened in an intervention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happened {
    pub reference: String,
    pub service: Option<ServiceLine>,
    pub component: Option<Named>,
    pub at: EpochMs,
    pub what: Happening,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    Relapse,
    Reopening,
    /// Work that ended then, in minutes.
    Worked(u32),
}

/// One month of one service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineWork {
    /// None: no service answers for it (yet).
    pub service: Option<ServiceLine>,
    pub interventions: u32,
    pub minutes: i64,
}

/// One month: the three services in their order, then what none answers for, if anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intensity {
    pub month: Month,
    pub lines: Vec<LineWork>,
}

/// A component that work comes back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurrence {
    pub component: Named,
    /// Interventions declared in the month.
    pub references: Vec<String>,
    /// Over all the months that are told, this one included.
    pub interventions: u32,
    pub relapses: u32,
    pub reopenings: u32,
}

impl Intensity {
    pub fn of(&self, service: Option<ServiceLine>) -> Option<LineWork> {
        self.lines
            .iter()
            .find(|line| line.service == service)
            .copied()
    }
}

pub fn intensity(
    work: &[WorkFact],
    happened: &[Happened],
    months: &[(Month, Span)],
) -> Vec<Intensity> {
    let told = months.iter().map(|(month, span)| {
        let of = |service: Option<ServiceLine>| {
            let inside = |at: EpochMs| (span.from..span.to).contains(&at);
            let declared = work
                .iter()
                .filter(|one| one.service == service && inside(one.declared_at));
            let worked = happened
                .iter()
                .filter(|one| one.service == service && inside(one.at));
            let minutes = worked.map(|one| match one.what {
                Happening::Worked(minutes) => i64::from(minutes),
                Happening::Relapse | Happening::Reopening => 0,
            });
            LineWork {
                service,
                interventions: u32::try_from(declared.count()).unwrap_or(u32::MAX),
                minutes: minutes.sum(),
            }
        };
        let mut lines: Vec<LineWork> = ServiceLine::ALL
            .iter()
            .map(|service| of(Some(*service)))
            .collect();
        let nobody = of(None);
        if nobody.interventions > 0 || nobody.minutes > 0 {
            lines.push(nobody);
        }
        Intensity {
            month: *month,
            lines,
        }
    });
    told.collect()
}

/// Components that came back over all of `span`, of which `month` is the end; those of the month first, the most
/// frequent first. One intervention alone is no recurrence.
pub fn recurrence(
    work: &[WorkFact],
    happened: &[Happened],
    span: Span,
    month: Span,
) -> Vec<Recurrence> {
    let mut found: BTreeMap<&Named, Recurrence> = BTreeMap::new();
    fn row<'a, 'b>(
        found: &'b mut BTreeMap<&'a Named, Recurrence>,
        component: &'a Named,
    ) -> &'b mut Recurrence {
        found.entry(component).or_insert_with(|| Recurrence {
            component: component.clone(),
            references: vec![],
            interventions: 0,
            relapses: 0,
            reopenings: 0,
        })
    }
    let is_repair = |one: &&WorkFact| one.activity != Activity::Prevention;
    for one in work.iter().filter(is_repair) {
        let inside = (span.from..span.to).contains(&one.declared_at);
        let Some(component) = one.component.as_ref().filter(|_| inside) else {
            continue;
        };
        let row = row(&mut found, component);
        row.interventions += 1;
        if (month.from..month.to).contains(&one.declared_at) {
            row.references.push(one.reference.clone());
        }
    }
    for one in happened {
        let inside = (span.from..span.to).contains(&one.at);
        let Some(component) = one.component.as_ref().filter(|_| inside) else {
            continue;
        };
        match one.what {
            Happening::Relapse => row(&mut found, component).relapses += 1,
            Happening::Reopening => row(&mut found, component).reopenings += 1,
            Happening::Worked(_) => {}
        }
    }
    let mut rows: Vec<Recurrence> = found
        .into_values()
        .filter(|row| row.interventions + row.relapses + row.reopenings > 1)
        .collect();
    rows.sort_by_key(|row| {
        let rank = (row.references.len(), row.interventions, row.relapses);
        std::cmp::Reverse(rank)
    });
    rows.truncate(LISTED);
    rows
}
