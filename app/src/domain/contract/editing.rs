//! A version being prepared, and each change that the desk makes to it: pure, one act at a time.

use super::checks::Period;
use super::{
    Billing, Clause, ClockStart, HourRule, Line, PriorityTargets, ScopeItem, ServiceHours,
    ServiceLine, Terms,
};
use crate::domain::component::Key;

/// What a version will say once published.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    pub number: String,
    pub title: String,
    pub period: Period,
    pub terms: Terms,
}

/// One act of the desk.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    Head {
        title: String,
        period: Period,
        observation_hours: u32,
    },
    /// Adds a clause, or replaces the one of that reference wherever it is quoted.
    PutClause {
        replaces: Option<String>,
        clause: Clause,
    },
    RemoveClause {
        reference: String,
    },
    AddLine {
        key: Key,
        service: ServiceLine,
        title: String,
        clause: String,
    },
    RemoveLine {
        line: Key,
    },
    Line {
        line: Key,
        facts: LineFacts,
    },
    Hours {
        line: Key,
        hours: TypedHours,
    },
    Targets {
        line: Key,
        targets: Vec<PriorityTargets>,
    },
    AddScope {
        line: Key,
        item: ScopeItem,
    },
    /// By its place in the line; the revision says that it is still the same.
    RemoveScope {
        line: Key,
        index: usize,
    },
}

/// The plain facts of a line.
#[derive(Debug, Clone, PartialEq)]
pub struct LineFacts {
    pub title: String,
    pub clause: String,
    pub price: String,
    pub billing: Billing,
    pub clock_start: ClockStart,
    pub vendor_follow_up: bool,
}

/// What the form of the hours says; the rest of the calendar stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedHours {
    pub always: bool,
    pub week: Vec<super::WeeklyInterval>,
    pub closed_on_holidays: bool,
}

/// Why an act does not fit what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// The line, clause or item is gone, or never was.
    Gone,
    /// Something of that name is there already.
    Taken,
    /// A clause that something quotes cannot go.
    Quoted,
}

impl Draft {
    /// Does it.
    ///
    /// # Errors
    /// When it does not fit; nothing has changed then.
    pub fn apply(&mut self, edit: Edit) -> Result<(), Unfit> {
        match edit {
            Edit::Head {
                title,
                period,
                observation_hours,
            } => {
                self.title = title;
                self.period = period;
                self.terms.observation_hours = observation_hours;
                Ok(())
            }
            Edit::PutClause { replaces, clause } => self.put_clause(replaces.as_deref(), clause),
            Edit::RemoveClause { reference } => self.remove_clause(&reference),
            Edit::AddLine {
                key,
                service,
                title,
                clause,
            } => {
                if self.terms.lines.iter().any(|line| line.key == key) {
                    return Err(Unfit::Taken);
                }
                self.terms.lines.push(new_line(key, service, title, clause));
                Ok(())
            }
            Edit::RemoveLine { line } => {
                let before = self.terms.lines.len();
                self.terms.lines.retain(|other| other.key != line);
                if self.terms.lines.len() == before {
                    Err(Unfit::Gone)
                } else {
                    Ok(())
                }
            }
            Edit::Line { line, facts } => {
                let line = self.line(&line)?;
                line.title = facts.title;
                line.clause = facts.clause;
                line.price = facts.price;
                line.billing = with_kept_rule(facts.billing, &line.billing);
                line.clock_start = facts.clock_start;
                line.vendor_follow_up = facts.vendor_follow_up;
                Ok(())
            }
            Edit::Hours { line, hours } => {
                let line = self.line(&line)?;
                line.hours.always = hours.always;
                line.hours.week = if hours.always { vec![] } else { hours.week };
                line.hours.closed_on_holidays = !hours.always && hours.closed_on_holidays;
                Ok(())
            }
            Edit::Targets { line, targets } => {
                self.line(&line)?.targets = targets;
                Ok(())
            }
            Edit::AddScope { line, item } => {
                let line = self.line(&line)?;
                if line.scope.contains(&item) {
                    return Err(Unfit::Taken);
                }
                line.scope.push(item);
                Ok(())
            }
            Edit::RemoveScope { line, index } => {
                let line = self.line(&line)?;
                if index >= line.scope.len() {
                    return Err(Unfit::Gone);
                }
                line.scope.remove(index);
                Ok(())
            }
        }
    }

    fn line(&mut self, key: &Key) -> Result<&mut Line, Unfit> {
        self.terms
            .lines
            .iter_mut()
            .find(|line| line.key == *key)
            .ok_or(Unfit::Gone)
    }

    fn put_clause(&mut self, replaces: Option<&str>, clause: Clause) -> Result<(), Unfit> {
        let reference = clause.reference.clone();
        let taken = replaces != Some(reference.as_str()) && self.terms.clause(&reference).is_some();
        if taken {
            return Err(Unfit::Taken);
        }
        let Some(replaces) = replaces else {
            self.terms.clauses.push(clause);
            return Ok(());
        };
        let stored = self
            .terms
            .clauses
            .iter_mut()
            .find(|other| other.reference == replaces);
        *stored.ok_or(Unfit::Gone)? = clause;
        for quoted in quotes(&mut self.terms).filter(|quoted| *quoted == replaces) {
            quoted.clone_from(&reference);
        }
        Ok(())
    }

    fn remove_clause(&mut self, reference: &str) -> Result<(), Unfit> {
        let index = self
            .terms
            .clauses
            .iter()
            .position(|clause| clause.reference == reference);
        let index = index.ok_or(Unfit::Gone)?;
        if quotes(&mut self.terms).any(|quoted| quoted == reference) {
            return Err(Unfit::Quoted);
        }
        self.terms.clauses.remove(index);
        Ok(())
    }
}

/// The form shows the unit and the minimum of an hour book; the rest of the rule stays.
fn with_kept_rule(typed: Billing, stored: &Billing) -> Billing {
    match (typed, stored) {
        (Billing::HourBook(typed), Billing::HourBook(stored)) => Billing::HourBook(HourRule {
            unit_minutes: typed.unit_minutes,
            minimum_minutes: typed.minimum_minutes,
            ..*stored
        }),
        (typed, _) => typed,
    }
}

/// Every place that quotes a clause.
fn quotes(terms: &mut Terms) -> impl Iterator<Item = &mut String> {
    let Terms {
        lines,
        approval,
        hour_book,
        ..
    } = terms;
    let of_lines = lines.iter_mut().flat_map(|line| {
        let scope = line.scope.iter_mut().map(|item| &mut item.clause);
        let catalogue = line.catalogue.iter_mut().map(|item| &mut item.clause);
        let on_call = line.on_call.iter_mut().flat_map(|on_call| {
            let items = on_call.scope.iter_mut().map(|item| &mut item.clause);
            items.chain([&mut on_call.clause])
        });
        [&mut line.clause]
            .into_iter()
            .chain(scope)
            .chain(catalogue)
            .chain(on_call)
    });
    let approval = approval.iter_mut().map(|approval| &mut approval.clause);
    let hour_book = hour_book.iter_mut().map(|book| &mut book.clause);
    of_lines.chain(approval).chain(hour_book)
}

/// A line to be filled in: it covers nothing and is open at no hour yet, so that it cannot be published as it is.
fn new_line(key: Key, service: ServiceLine, title: String, clause: String) -> Line {
    Line {
        key,
        service,
        title,
        bundle: None,
        clause,
        hours: ServiceHours::default(),
        on_call: None,
        clock_start: match service {
            ServiceLine::Managed => ClockStart::Alert,
            ServiceLine::Corrective | ServiceLine::Helpdesk => ClockStart::Declaration,
        },
        targets: vec![],
        billing: Billing::Included,
        price: String::new(),
        scope: vec![],
        catalogue: vec![],
        vendor_follow_up: false,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

    use super::*;
    use crate::domain::contract::{Polarity, Renewal};

    fn key(text: &str) -> Key {
        Key::new(text).unwrap()
    }

    fn clause(reference: &str) -> Clause {
        Clause {
            reference: reference.into(),
            title: "Titre".into(),
            text: String::new(),
        }
    }

    fn item(clause: &str) -> ScopeItem {
        ScopeItem {
            polarity: Polarity::Included,
            component: None,
            category: None,
            site: None,
            activity: None,
            clause: clause.into(),
            note: String::new(),
        }
    }

    fn draft() -> Draft {
        let mut draft = Draft {
            number: "2026-001".into(),
            title: "Contrat".into(),
            period: Period {
                starts: chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
                ends: None,
                renewal: Renewal::None,
                last_notice: None,
            },
            terms: Terms {
                clauses: vec![clause("1"), clause("2")],
                ..Terms::default()
            },
        };
        let added = Edit::AddLine {
            key: key("maintenance"),
            service: ServiceLine::Corrective,
            title: "Maintenance".into(),
            clause: "1".into(),
        };
        draft.apply(added).unwrap();
        draft
            .apply(Edit::AddScope {
                line: key("maintenance"),
                item: item("1"),
            })
            .unwrap();
        draft
    }

    #[test]
    fn a_renamed_clause_is_renamed_where_it_is_quoted() {
        let mut draft = draft();
        draft
            .apply(Edit::PutClause {
                replaces: Some("1".into()),
                clause: clause("4.1"),
            })
            .unwrap();
        assert_eq!(draft.terms.lines[0].clause, "4.1");
        assert_eq!(draft.terms.lines[0].scope[0].clause, "4.1");
        assert!(draft.terms.clause("1").is_none() && draft.terms.clause("4.1").is_some());
    }

    #[test]
    fn what_does_not_fit_changes_nothing() {
        let line = || key("maintenance");
        for (edit, expected) in [
            (
                Edit::PutClause {
                    replaces: None,
                    clause: clause("1"),
                },
                Unfit::Taken,
            ),
            (
                Edit::PutClause {
                    replaces: Some("1".into()),
                    clause: clause("2"),
                },
                Unfit::Taken,
            ),
            (
                Edit::PutClause {
                    replaces: Some("9".into()),
                    clause: clause("8"),
                },
                Unfit::Gone,
            ),
            (
                Edit::RemoveClause {
                    reference: "1".into(),
                },
                Unfit::Quoted,
            ),
            (
                Edit::RemoveClause {
                    reference: "9".into(),
                },
                Unfit::Gone,
            ),
            (Edit::RemoveLine { line: key("autre") }, Unfit::Gone),
            (
                Edit::AddScope {
                    line: line(),
                    item: item("1"),
                },
                Unfit::Taken,
            ),
            (
                Edit::RemoveScope {
                    line: line(),
                    index: 1,
                },
                Unfit::Gone,
            ),
            (
                Edit::Targets {
                    line: key("autre"),
                    targets: vec![],
                },
                Unfit::Gone,
            ),
        ] {
            let mut changed = draft();
            assert_eq!(changed.apply(edit.clone()), Err(expected), "{edit:?}");
            assert_eq!(changed, draft(), "{edit:?}");
        }
    }

    #[test]
    fn a_clause_that_nothing_quotes_can_go() {
        let mut draft = draft();
        draft
            .apply(Edit::RemoveClause {
                reference: "2".into(),
            })
            .unwrap();
        draft
            .apply(Edit::RemoveScope {
                line: key("maintenance"),
                index: 0,
            })
            .unwrap();
        draft
            .apply(Edit::RemoveLine {
                line: key("maintenance"),
            })
            .unwrap();
        draft
            .apply(Edit::RemoveClause {
                reference: "1".into(),
            })
            .unwrap();
        assert!(draft.terms.clauses.is_empty() && draft.terms.lines.is_empty());
    }

    #[test]
    fn hours_keep_what_the_form_does_not_show() {
        let mut draft = draft();
        draft.terms.lines[0].hours.zone = "Indian/Reunion".into();
        let hours = TypedHours {
            always: true,
            week: vec![],
            closed_on_holidays: true,
        };
        draft
            .apply(Edit::Hours {
                line: key("maintenance"),
                hours,
            })
            .unwrap();
        let hours = &draft.terms.lines[0].hours;
        assert!(hours.always && !hours.closed_on_holidays && hours.zone == "Indian/Reunion");
    }
}
