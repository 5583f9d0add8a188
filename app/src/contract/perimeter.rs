//! The perimeter as the page reads it: the matrix of all sites or of one, and where other sites differ.

use chrono::{Datelike, NaiveDate};

use crate::backend::contract::{ClientContracts, CoveredComponent};
use crate::backend::status::SiteLabel;
use crate::domain::component::{Category, Key};
use crate::domain::contract::{ContractVersion, Line, ServiceLine};
use crate::domain::coverage::Subject;
use crate::domain::coverage::matrix::{Cell, Cover, Matrix, Reading, Row, matrix};
use crate::text::contract::verdict::ClauseRef;

/// What is read, and at which address.
#[derive(Debug, Clone, Default)]
pub struct Address {
    pub path: String,
    /// The contract of that day, and not of today.
    pub on: Option<NaiveDate>,
    /// Only what stands there.
    pub site: Option<Key>,
    /// Components have a page for this reader.
    pub components_have_pages: bool,
}

impl Address {
    /// The same page for that site, or for all.
    pub fn at_site(&self, site: Option<&Key>) -> String {
        let on = self.on.map(|day| format!("on={day}"));
        let site = site.map(|site| format!("site={site}"));
        self.with(on.into_iter().chain(site))
    }

    /// The page on which clauses are quoted: the same day's.
    pub fn clauses(&self) -> String {
        self.at_site(self.site.as_ref())
    }

    /// The contract of that day, or of today.
    pub fn on_day(&self, day: Option<NaiveDate>) -> String {
        self.with(day.map(|day| format!("on={day}")))
    }

    /// The file of the same day.
    pub fn file(&self) -> String {
        Address {
            path: format!("{}.csv", self.path),
            ..self.clone()
        }
        .on_day(self.on)
    }

    fn with(&self, fields: impl IntoIterator<Item = String>) -> String {
        let fields: Vec<String> = fields.into_iter().collect();
        if fields.is_empty() {
            return self.path.clone();
        }
        format!("{}?{}", self.path, fields.join("&"))
    }
}

/// The day of a query: an ISO date that people may mean.
pub fn day_asked(day: &str) -> Option<NaiveDate> {
    let day: NaiveDate = day.parse().ok()?;
    (1970..2200).contains(&day.year()).then_some(day)
}

/// The matrix, with what the page needs around it.
pub struct Perimeter<'a> {
    pub contracts: &'a ClientContracts,
    pub matrix: Matrix<'a>,
    /// The site that the reader chose.
    pub site: Option<&'a SiteLabel>,
    /// Over all sites and where there are several: each of them, for where they differ.
    pub elsewhere: Vec<(&'a SiteLabel, Matrix<'a>)>,
}

impl<'a> Perimeter<'a> {
    /// Of the versions given, which are the contracts' own.
    pub fn of(
        contracts: &'a ClientContracts,
        versions: &'a [ContractVersion],
        site: Option<&Key>,
    ) -> Perimeter<'a> {
        let subjects: Vec<Subject> = contracts
            .components
            .iter()
            .map(CoveredComponent::subject)
            .collect();
        let at = contracts.at().at;
        let key_of = |label: &SiteLabel| Key::new(label.key.clone()).ok();
        let chosen = site.and_then(|site| {
            let mut sites = contracts.sites.iter();
            sites.find(|label| label.key == site.as_str())
        });
        let of_site = |label: &'a SiteLabel| {
            let key = key_of(label)?;
            Some((label, matrix(&subjects, Some(&key), versions, at)))
        };
        let elsewhere = if chosen.is_none() && contracts.sites.len() > 1 {
            contracts.sites.iter().filter_map(of_site).collect()
        } else {
            Vec::new()
        };
        let site = chosen.and_then(key_of);
        Perimeter {
            contracts,
            matrix: matrix(&subjects, site.as_ref(), versions, at),
            site: chosen,
            elsewhere,
        }
    }

    /// Services that a contract in force has.
    pub fn services(&self) -> Vec<ServiceLine> {
        let lines = self.lines().map(|(_, line)| line.service);
        let had: Vec<ServiceLine> = lines.collect();
        let all = ServiceLine::ALL.iter().copied();
        all.filter(|service| had.contains(service)).collect()
    }

    /// Every line in force, with the number of its contract, in the order of the contracts.
    pub fn lines(&self) -> impl Iterator<Item = (&'a str, &'a Line)> {
        self.contracts.in_force().flat_map(|contract| {
            let version = &contract.signed;
            let lines = version.terms.lines.iter();
            lines.map(|line| (version.number.as_str(), line))
        })
    }

    /// How many components that very line answers for, without a condition.
    pub fn covered_by_line(&self, contract: &str, line: &Key) -> usize {
        let positions = 0..self.contracts.components.len();
        positions
            .filter(|position| {
                ServiceLine::ALL.iter().any(|service| {
                    let answer = self.matrix.answer(*position, *service);
                    answer.is_some_and(|answer| {
                        let ground = answer.ground;
                        answer.cover == Cover::Included
                            && ground.is_some_and(|ground| {
                                ground.contract.number == contract && ground.line.key == *line
                            })
                    })
                })
            })
            .count()
    }

    /// What other sites say of that cell, where one of them differs from the whole.
    pub fn sites_of(&self, category: Category, service: ServiceLine) -> Vec<(&'a str, Reading)> {
        self.elsewhere
            .iter()
            .filter_map(|(site, matrix)| {
                let row = matrix.rows.iter().find(|row| row.category == category)?;
                if row.components == 0 {
                    return None;
                }
                Some((site.name.as_str(), cell_of(row, service)?.reading))
            })
            .collect()
    }

    /// The sites that a cell's one word would hide, in their order; none where they are all alike.
    pub fn exceptions_of(
        &self,
        category: Category,
        service: ServiceLine,
        whole: Reading,
    ) -> Vec<(&'a str, Reading)> {
        let usual = match whole {
            Reading::All(_) => whole,
            Reading::Partly { .. } => Reading::All(Cover::Included),
        };
        let sites = self.sites_of(category, service);
        let is_exception = |(_, reading): &(&str, Reading)| *reading != usual;
        if sites.iter().all(is_exception) {
            return Vec::new();
        }
        sites.into_iter().filter(is_exception).collect()
    }

    /// Components for which a service gives that answer, together by clause.
    pub fn left_out(&self, service: ServiceLine, covers: &[Cover]) -> Vec<LeftOut<'a>> {
        let mut left_out: Vec<LeftOut<'a>> = Vec::new();
        let cells = self
            .matrix
            .rows
            .iter()
            .filter_map(|row| cell_of(row, service));
        for group in cells.flat_map(|cell| &cell.groups) {
            if group.components.is_empty() || !covers.contains(&group.answer.cover) {
                continue;
            }
            let ground = group.answer.ground;
            let item = ground.and_then(|ground| ground.item);
            let clause = ground.filter(|_| item.is_some()).map(|ground| ClauseRef {
                contract: ground.contract.number.clone(),
                reference: ground.clause().to_owned(),
            });
            let note = item.map_or("", |item| item.note.as_str());
            let known = left_out
                .iter_mut()
                .find(|known| known.clause == clause && known.note == note);
            let components = group
                .components
                .iter()
                .map(|position| &self.contracts.components[*position]);
            match known {
                Some(known) => known.components.extend(components),
                None => left_out.push(LeftOut {
                    clause,
                    note,
                    components: components.collect(),
                }),
            }
        }
        left_out
    }
}

/// Components that the same clause, or silence, leaves out.
pub struct LeftOut<'a> {
    /// None: no clause speaks of them.
    pub clause: Option<ClauseRef>,
    pub note: &'a str,
    pub components: Vec<&'a CoveredComponent>,
}

/// What that service says in a row.
pub fn cell_of<'r, 'a>(row: &'r Row<'a>, service: ServiceLine) -> Option<&'r Cell<'a>> {
    row.cells.iter().find(|cell| cell.service == service)
}
