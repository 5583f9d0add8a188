//! A version being prepared, and each change that the desk makes to it: pure, one act at a time.

use super::checks::Period;
use super::{
    Approval, Billing, CatalogueItem, Clause, ClockStart, DatedException, HourBook, HourRule, Line,
    OnCall, Priority, PriorityTargets, PublicHolidays, ScopeItem, ServiceHours, ServiceLine,
    SupervisionGravity, Terms,
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
        of: Side,
        item: ScopeItem,
    },
    /// By its place in the line; the revision says that it is still the same.
    RemoveScope {
        line: Key,
        of: Side,
        index: usize,
    },
    /// Gives a day hours of its own, in place of those that it may have.
    PutException {
        line: Key,
        of: Side,
        exception: DatedException,
    },
    RemoveException {
        line: Key,
        of: Side,
        date: chrono::NaiveDate,
    },
    OnCall {
        line: Key,
        on_call: TypedOnCall,
    },
    RemoveOnCall {
        line: Key,
    },
    /// Adds a request to the catalogue, or changes the one of that key.
    PutItem {
        line: Key,
        item: CatalogueItem,
    },
    RemoveItem {
        line: Key,
        item: Key,
    },
    /// None: the trade's default.
    Priorities {
        matrix: Option<[[u8; 4]; 3]>,
    },
    HoldReasons {
        reasons: Vec<String>,
    },
    Delays {
        closing_working_days: u16,
        planned_notice_days: Option<u32>,
    },
    Supervision {
        supervision: SupervisionGravity,
    },
    Approval {
        approval: Option<Approval>,
    },
    HourBook {
        book: Option<HourBook>,
    },
}

/// A line has hours and a perimeter; so has its on call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Service,
    OnCall,
}

/// What the form of an on call says; its perimeter and the exceptions of its calendar stay.
#[derive(Debug, Clone, PartialEq)]
pub struct TypedOnCall {
    pub hours: TypedHours,
    pub priorities: Vec<Priority>,
    pub targets: Vec<PriorityTargets>,
    pub by_phone: bool,
    pub price: String,
    pub clause: String,
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
    /// None: those of the site.
    pub holidays: Option<PublicHolidays>,
    pub whit_monday_worked: bool,
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
                hours.write(&mut self.line(&line)?.hours);
                Ok(())
            }
            Edit::Targets { line, targets } => {
                self.line(&line)?.targets = targets;
                Ok(())
            }
            Edit::AddScope { line, of, item } => {
                let (scope, _) = self.side(&line, of)?;
                if scope.contains(&item) {
                    return Err(Unfit::Taken);
                }
                scope.push(item);
                Ok(())
            }
            Edit::RemoveScope { line, of, index } => {
                let (scope, _) = self.side(&line, of)?;
                if index >= scope.len() {
                    return Err(Unfit::Gone);
                }
                scope.remove(index);
                Ok(())
            }
            Edit::PutException {
                line,
                of,
                exception,
            } => {
                let (_, hours) = self.side(&line, of)?;
                hours
                    .exceptions
                    .retain(|other| other.date != exception.date);
                hours.exceptions.push(exception);
                hours.exceptions.sort_by_key(|exception| exception.date);
                Ok(())
            }
            Edit::RemoveException { line, of, date } => {
                let (_, hours) = self.side(&line, of)?;
                let before = hours.exceptions.len();
                hours.exceptions.retain(|other| other.date != date);
                gone_unless(hours.exceptions.len() < before)
            }
            Edit::OnCall { line, on_call } => {
                on_call.write(self.line(&line)?);
                Ok(())
            }
            Edit::RemoveOnCall { line } => gone_unless(self.line(&line)?.on_call.take().is_some()),
            Edit::PutItem { line, item } => {
                let catalogue = &mut self.line(&line)?.catalogue;
                match catalogue.iter_mut().find(|other| other.key == item.key) {
                    Some(stored) => *stored = with_kept_item_rule(item, stored),
                    None => catalogue.push(item),
                }
                Ok(())
            }
            Edit::RemoveItem { line, item } => {
                let catalogue = &mut self.line(&line)?.catalogue;
                let before = catalogue.len();
                catalogue.retain(|other| other.key != item);
                gone_unless(catalogue.len() < before)
            }
            Edit::Priorities { matrix } => {
                self.terms.priority_matrix = matrix;
                Ok(())
            }
            Edit::HoldReasons { reasons } => {
                self.terms.hold_reasons = reasons;
                Ok(())
            }
            Edit::Delays {
                closing_working_days,
                planned_notice_days,
            } => {
                self.terms.closing_working_days = closing_working_days;
                self.terms.planned_notice_days = planned_notice_days;
                Ok(())
            }
            Edit::Supervision { supervision } => {
                self.terms.supervision = Some(supervision);
                Ok(())
            }
            Edit::Approval { approval } => {
                self.terms.approval = approval;
                Ok(())
            }
            Edit::HourBook { book } => {
                self.terms.hour_book = book;
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

    /// Perimeter and calendar of a line, or of its on call.
    fn side(
        &mut self,
        line: &Key,
        of: Side,
    ) -> Result<(&mut Vec<ScopeItem>, &mut ServiceHours), Unfit> {
        let line = self.line(line)?;
        match of {
            Side::Service => Ok((&mut line.scope, &mut line.hours)),
            Side::OnCall => {
                let on_call = line.on_call.as_mut().ok_or(Unfit::Gone)?;
                Ok((&mut on_call.scope, &mut on_call.hours))
            }
        }
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

impl TypedHours {
    fn write(self, hours: &mut ServiceHours) {
        hours.always = self.always;
        hours.week = if self.always { vec![] } else { self.week };
        hours.closed_on_holidays = !self.always && self.closed_on_holidays;
        hours.holidays = self.holidays;
        hours.whit_monday_worked = self.whit_monday_worked;
    }
}

impl TypedOnCall {
    fn write(self, line: &mut Line) {
        let on_call = line.on_call.get_or_insert_with(|| OnCall {
            hours: ServiceHours::default(),
            priorities: vec![],
            scope: vec![],
            targets: vec![],
            by_phone: false,
            price: String::new(),
            clause: String::new(),
        });
        self.hours.write(&mut on_call.hours);
        on_call.priorities = self.priorities;
        on_call.targets = self.targets;
        on_call.by_phone = self.by_phone;
        on_call.price = self.price;
        on_call.clause = self.clause;
    }
}

const fn gone_unless(found: bool) -> Result<(), Unfit> {
    if found { Ok(()) } else { Err(Unfit::Gone) }
}

fn with_kept_item_rule(typed: CatalogueItem, stored: &CatalogueItem) -> CatalogueItem {
    let billing = match (typed.billing, &stored.billing) {
        (Some(typed), Some(stored)) => Some(with_kept_rule(typed, stored)),
        (typed, _) => typed,
    };
    CatalogueItem { billing, ..typed }
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
                of: Side::Service,
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
                Edit::RemoveScope {
                    line: line(),
                    of: Side::OnCall,
                    index: 0,
                },
                Unfit::Gone,
            ),
            (Edit::RemoveOnCall { line: line() }, Unfit::Gone),
            (
                Edit::RemoveItem {
                    line: line(),
                    item: key("arrivee"),
                },
                Unfit::Gone,
            ),
            (
                Edit::RemoveException {
                    line: line(),
                    of: Side::Service,
                    date: chrono::NaiveDate::default(),
                },
                Unfit::Gone,
            ),
            (
                Edit::AddScope {
                    line: line(),
                    of: Side::Service,
                    item: item("1"),
                },
                Unfit::Taken,
            ),
            (
                Edit::RemoveScope {
                    line: line(),
                    of: Side::Service,
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
                of: Side::Service,
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
            holidays: None,
            whit_monday_worked: false,
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

    #[test]
    fn an_on_call_keeps_its_perimeter_and_its_days() {
        let mut draft = draft();
        let typed = |price: &str| TypedOnCall {
            hours: TypedHours {
                always: true,
                week: vec![],
                closed_on_holidays: false,
                holidays: None,
                whit_monday_worked: false,
            },
            priorities: vec![Priority::P1],
            targets: vec![],
            by_phone: true,
            price: price.into(),
            clause: "2".into(),
        };
        let line = || key("maintenance");
        let day = DatedException {
            date: chrono::NaiveDate::default(),
            open: vec![],
            note: String::new(),
        };
        for edit in [
            Edit::OnCall {
                line: line(),
                on_call: typed("80 €"),
            },
            Edit::AddScope {
                line: line(),
                of: Side::OnCall,
                item: item("2"),
            },
            Edit::PutException {
                line: line(),
                of: Side::OnCall,
                exception: DatedException {
                    note: "d’abord".into(),
                    ..day.clone()
                },
            },
            Edit::PutException {
                line: line(),
                of: Side::OnCall,
                exception: day.clone(),
            },
            Edit::OnCall {
                line: line(),
                on_call: typed("90 €"),
            },
        ] {
            draft.apply(edit).unwrap();
        }
        let on_call = draft.terms.lines[0].on_call.clone().unwrap();
        assert_eq!((on_call.price.as_str(), on_call.scope.len()), ("90 €", 1));
        assert_eq!(on_call.hours.exceptions, [day]);
        // What it quotes cannot go while it does.
        let clause = || Edit::RemoveClause {
            reference: "2".into(),
        };
        assert_eq!(draft.apply(clause()), Err(Unfit::Quoted));
        draft.apply(Edit::RemoveOnCall { line: line() }).unwrap();
        draft.apply(clause()).unwrap();
    }
}
