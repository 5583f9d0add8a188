//! What a contract must say before it binds anybody: pure checks, the same for the import and for the desk.

use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeZone};

use super::{
    Activity, Billing, CatalogueItem, DatedException, HolidayZone, HourBook, Line, Priority,
    PriorityTargets, PublicHolidays, Renewal, ScopeItem, ServiceHours, ServiceLine, Target, Terms,
    WeeklyInterval,
};
use crate::domain::calendar;
use crate::domain::component::Key;

/// The dates on the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// From its first minute.
    pub starts: NaiveDate,
    /// The last day, included.
    pub ends: Option<NaiveDate>,
    pub renewal: Renewal,
    /// The last day on which notice can be given.
    pub last_notice: Option<NaiveDate>,
}

/// One thing that must be corrected, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub place: Place,
    pub fault: Fault,
}

/// Where in a contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    Dates,
    /// The terms as a whole.
    Terms,
    Clauses,
    Approval,
    HourBook,
    Line {
        line: Key,
        part: Part,
    },
}

/// Which part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Itself,
    Hours,
    Targets,
    OnCall,
    Scope,
    Billing,
    Catalogue,
}

/// What is wrong. Its `Display` is for the import; the desk has its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    EndsBeforeStart,
    TacitWithoutEnd,
    /// A version starts after the one that it follows.
    StartsTooEarly {
        follows: u32,
    },
    NoLine,
    LineTwice,
    ClauseTwice {
        clause: String,
    },
    UntitledClause {
        clause: String,
    },
    UnknownClause {
        clause: String,
    },
    NoTitle,
    NoHours,
    /// It ends before it starts, or lies outside of a day. 1 = Monday.
    ReversedInterval {
        day: u8,
    },
    /// 1 = Monday.
    OverlappingIntervals {
        day: u8,
    },
    /// The same of a day that has hours of its own.
    ReversedOn {
        date: NaiveDate,
    },
    OverlappingOn {
        date: NaiveDate,
    },
    ExceptionTwice {
        date: NaiveDate,
    },
    /// On that date the clocks of the zone jump over that minute of the day.
    EdgeInAGap {
        zone: String,
        date: NaiveDate,
        minute: u16,
    },
    /// Which public holidays are meant, where they are days like others.
    IdleHolidays,
    IdleWhitMonday,
    /// Good Friday is a public holiday in Alsace-Moselle only.
    GoodFridayElsewhere,
    /// Neither a target nor an explicit "no commitment".
    NothingPromised {
        priority: Priority,
    },
    /// A target beside "no commitment".
    PromisedAndNot {
        priority: Priority,
    },
    PriorityTwice {
        priority: Priority,
    },
    /// The grid has other priorities, and not this one.
    PriorityMissing {
        priority: Priority,
    },
    /// An on call that answers at no level.
    NobodyOnCall,
    /// The grid of an on call has a priority that nobody is on call for.
    NotOnCall {
        priority: Priority,
    },
    HelpdeskRestores,
    /// An answer is what a helpdesk promises.
    AnswerElsewhere,
    /// The next news, in working days.
    NewsInDays {
        priority: Priority,
    },
    HelpdeskActs,
    VendorRestores,
    UnknownComponent {
        component: Key,
    },
    UnknownSite {
        site: Key,
    },
    /// No line has such a request in its catalogue.
    UnknownItem {
        item: Key,
    },
    ItemTwice {
        item: Key,
    },
    FieldTwice {
        item: Key,
        field: Key,
    },
    /// Work is debited from an hour book that the contract does not have.
    NoHourBook,
    /// The hours begun that are debited are of no length.
    NoUnit,
    NoHourBought,
    /// Not from the highest to the lowest, or more than three, or none of the hours bought.
    Warnings,
    /// An approval that nothing needs.
    NothingToApprove,
}

/// What the client has, for references to find.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub components: BTreeSet<Key>,
    pub sites: BTreeSet<Key>,
}

/// What is wrong with the dates.
pub fn period(period: &Period) -> Vec<Fault> {
    let mut faults = Vec::new();
    if period.ends.is_some_and(|ends| ends < period.starts) {
        faults.push(Fault::EndsBeforeStart);
    }
    if period.renewal == Renewal::Tacit && period.ends.is_none() {
        faults.push(Fault::TacitWithoutEnd);
    }
    faults
}

/// Whether a version that starts there follows the versions of the same contract.
pub fn follows(starts: i64, earlier: impl IntoIterator<Item = (u32, i64)>) -> Option<Fault> {
    let latest = earlier.into_iter().max_by_key(|(version, _)| *version)?;
    (starts <= latest.1).then_some(Fault::StartsTooEarly { follows: latest.0 })
}

/// Everything that is wrong with the terms; references are looked up where the client is known.
pub fn terms(terms: &Terms, known: Option<&Known>) -> Vec<Problem> {
    let mut found = Vec::new();
    if terms.lines.is_empty() {
        note(&mut found, Place::Terms, Fault::NoLine);
    }
    for (index, clause) in terms.clauses.iter().enumerate() {
        let name = || clause.reference.clone();
        if terms.clauses[..index]
            .iter()
            .any(|other| other.reference == clause.reference)
        {
            note(
                &mut found,
                Place::Clauses,
                Fault::ClauseTwice { clause: name() },
            );
        }
        if clause.title.trim().is_empty() || clause.reference.trim().is_empty() {
            note(
                &mut found,
                Place::Clauses,
                Fault::UntitledClause { clause: name() },
            );
        }
    }
    for (index, line) in terms.lines.iter().enumerate() {
        let twice = terms.lines[..index]
            .iter()
            .any(|other| other.key == line.key);
        if twice {
            note(&mut found, at(line, Part::Itself), Fault::LineTwice);
        }
        check_line(terms, line, known, &mut found);
    }
    check_approval(terms, &mut found);
    if let Some(book) = &terms.hour_book {
        check_hour_book(terms, book, &mut found);
    }
    found
}

/// Edges that clocks jump over, in the years from there and in each zone that the hours are read in.
///
/// `zones` gives the zones of a name, each with its own: one, or for the empty name those of the client's places.
pub fn gaps<Z: TimeZone>(
    terms: &Terms,
    from: NaiveDate,
    zones: impl Fn(&str) -> Vec<(String, Z)>,
) -> Vec<Problem> {
    /// Whoever moves the clocks does so every year, and not always on the same date.
    const YEARS: u32 = 5;
    let mut found = Vec::new();
    for line in &terms.lines {
        let own = (Part::Hours, &line.hours);
        let on_call = line.on_call.iter().map(|one| (Part::OnCall, &one.hours));
        for (part, hours) in on_call.chain([own]) {
            for (zone, data) in zones(&hours.zone) {
                if let Some((date, minute)) = calendar::edge_in_a_gap(hours, &data, from, YEARS) {
                    let fault = Fault::EdgeInAGap { zone, date, minute };
                    note(&mut found, at(line, part), fault);
                }
            }
        }
    }
    found
}

/// What is wrong with hours; the first day of each kind.
pub fn hours(hours: &ServiceHours) -> Vec<Fault> {
    let mut faults = holidays(hours);
    faults.extend(exceptions(&hours.exceptions));
    faults.extend(week(hours));
    faults
}

/// What is said of public holidays means nothing where they are days like others.
fn holidays(hours: &ServiceHours) -> Vec<Fault> {
    let mut faults = Vec::new();
    let idle = hours.always || !hours.closed_on_holidays;
    if idle && hours.holidays.is_some() {
        faults.push(Fault::IdleHolidays);
    }
    if idle && hours.whit_monday_worked {
        faults.push(Fault::IdleWhitMonday);
    }
    let of_france =
        |holidays: &PublicHolidays| holidays.good_friday && holidays.zone == HolidayZone::France;
    if hours.holidays.as_ref().is_some_and(of_france) {
        faults.push(Fault::GoodFridayElsewhere);
    }
    faults
}

fn week(hours: &ServiceHours) -> Option<Fault> {
    if hours.always {
        return None;
    }
    if hours.week.iter().all(|interval| interval.days.is_empty()) {
        return Some(Fault::NoHours);
    }
    let reversed = hours
        .week
        .iter()
        .find(|interval| interval.from >= interval.to || interval.to > 1440);
    if let Some(day) = reversed.and_then(|interval| interval.days.first()) {
        return Some(Fault::ReversedInterval { day: *day });
    }
    overlap(&hours.week).map(|day| Fault::OverlappingIntervals { day })
}

fn exceptions(exceptions: &[DatedException]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, exception) in exceptions.iter().enumerate() {
        let date = exception.date;
        let mut open = exception.open.clone();
        open.sort_unstable_by_key(|interval| (interval.from, interval.to));
        if open.iter().any(|one| one.from >= one.to || one.to > 1440) {
            faults.push(Fault::ReversedOn { date });
        } else if open.windows(2).any(|pair| pair[1].from < pair[0].to) {
            faults.push(Fault::OverlappingOn { date });
        }
        if exceptions[..index].iter().any(|other| other.date == date) {
            faults.push(Fault::ExceptionTwice { date });
        }
    }
    faults
}

/// Overlapping intervals of one day, if any: the first such day.
pub fn overlap(week: &[WeeklyInterval]) -> Option<u8> {
    (1..=7).find(|day| {
        let mut spans: Vec<(u16, u16)> = week
            .iter()
            .flat_map(|interval| {
                let times = interval.days.iter().filter(|open| *open == day);
                times.map(|_| (interval.from, interval.to))
            })
            .collect();
        spans.sort_unstable();
        spans.windows(2).any(|pair| pair[1].0 < pair[0].1)
    })
}

fn check_line(terms: &Terms, line: &Line, known: Option<&Known>, found: &mut Vec<Problem>) {
    if line.title.trim().is_empty() {
        note(found, at(line, Part::Itself), Fault::NoTitle);
    }
    for fault in hours(&line.hours) {
        note(found, at(line, Part::Hours), fault);
    }
    for fault in targets(&line.targets, Priority::ALL) {
        note(found, at(line, Part::Targets), fault);
    }
    if let Some(on_call) = &line.on_call {
        let mut faults = hours(&on_call.hours);
        if on_call.priorities.is_empty() {
            faults.push(Fault::NobodyOnCall);
        }
        faults.extend(targets(&on_call.targets, &on_call.priorities));
        for fault in faults {
            note(found, at(line, Part::OnCall), fault);
        }
    }
    for (part, fault) in restorations(line).into_iter().chain(answers(line)) {
        note(found, at(line, part), fault);
    }
    if !line.catalogue.is_empty() && line.service == ServiceLine::Helpdesk {
        note(found, at(line, Part::Catalogue), Fault::HelpdeskActs);
    }
    for fault in catalogue(&line.catalogue) {
        note(found, at(line, Part::Catalogue), fault);
    }
    let items = line
        .catalogue
        .iter()
        .filter_map(|item| item.billing.as_ref());
    let bills = items.map(|billing| (Part::Catalogue, billing));
    for (part, billing) in [(Part::Billing, &line.billing)].into_iter().chain(bills) {
        if let Billing::HourBook(rule) = billing {
            if terms.hour_book.is_none() {
                note(found, at(line, part), Fault::NoHourBook);
            }
            if rule.unit_minutes == 0 {
                note(found, at(line, part), Fault::NoUnit);
            }
        }
    }
    check_quotes(terms, line, found);
    if let Some(known) = known {
        check_references(line, known, found);
    }
}

/// A row promises something, or says that it does not.
pub fn row(row: &PriorityTargets) -> Option<Fault> {
    let priority = row.priority;
    match (row.promises_something(), row.none) {
        (false, false) => Some(Fault::NothingPromised { priority }),
        (true, true) => Some(Fault::PromisedAndNot { priority }),
        _ => None,
    }
}

/// A grid says something of each of those priorities, and of no other. A line without a grid promises nothing.
fn targets(targets: &[PriorityTargets], priorities: &[Priority]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, row) in targets.iter().enumerate() {
        let priority = row.priority;
        faults.extend(self::row(row));
        // Who waits for news counts hours, not days.
        if !matches!(row.communication, None | Some(Target::OpenMinutes(_))) {
            faults.push(Fault::NewsInDays { priority });
        }
        if targets[..index]
            .iter()
            .any(|other| other.priority == priority)
        {
            faults.push(Fault::PriorityTwice { priority });
        }
        if !priorities.contains(&priority) {
            faults.push(Fault::NotOnCall { priority });
        }
    }
    for priority in priorities {
        let missing = !targets.is_empty() && targets.iter().all(|row| row.priority != *priority);
        if missing {
            let priority = *priority;
            faults.push(Fault::PriorityMissing { priority });
        }
    }
    faults
}

/// Answers promised by those who repair.
fn answers(line: &Line) -> Vec<(Part, Fault)> {
    if line.service == ServiceLine::Helpdesk {
        return Vec::new();
    }
    let answers = |grid: &[PriorityTargets]| grid.iter().any(|row| row.answer.is_some());
    let mut found = Vec::new();
    if answers(&line.targets) {
        found.push((Part::Targets, Fault::AnswerElsewhere));
    }
    if line
        .on_call
        .as_ref()
        .is_some_and(|one| answers(&one.targets))
    {
        found.push((Part::OnCall, Fault::AnswerElsewhere));
    }
    found
}

/// Restorations promised by those who never restore.
fn restorations(line: &Line) -> Vec<(Part, Fault)> {
    let fault = match (line.service, line.vendor_follow_up) {
        (ServiceLine::Helpdesk, _) => Fault::HelpdeskRestores,
        (_, true) => Fault::VendorRestores,
        (_, false) => return Vec::new(),
    };
    let restores = |grid: &[PriorityTargets]| {
        grid.iter()
            .any(|row| row.restoration.is_some() || row.curative.is_some())
    };
    let mut found = Vec::new();
    if restores(&line.targets) {
        found.push((Part::Targets, fault.clone()));
    }
    if line
        .on_call
        .as_ref()
        .is_some_and(|one| restores(&one.targets))
    {
        found.push((Part::OnCall, fault));
    }
    found
}

fn catalogue(items: &[CatalogueItem]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (index, item) in items.iter().enumerate() {
        if items[..index].iter().any(|other| other.key == item.key) {
            let item = item.key.clone();
            faults.push(Fault::ItemTwice { item });
        }
        for (index, field) in item.form.iter().enumerate() {
            if item.form[..index]
                .iter()
                .any(|other| other.key == field.key)
            {
                let (item, field) = (item.key.clone(), field.key.clone());
                faults.push(Fault::FieldTwice { item, field });
            }
        }
    }
    faults
}

fn check_approval(terms: &Terms, found: &mut Vec<Problem>) {
    let Some(approval) = &terms.approval else {
        return;
    };
    check_clause(terms, Place::Approval, &approval.clause, found);
    for item in approval.activities.iter().filter_map(unknown_item(terms)) {
        note(found, Place::Approval, Fault::UnknownItem { item });
    }
    let idle = approval.above_cents.is_none()
        && approval.activities.is_empty()
        && approval.roles.is_empty();
    if idle {
        note(found, Place::Approval, Fault::NothingToApprove);
    }
}

fn check_hour_book(terms: &Terms, book: &HourBook, found: &mut Vec<Problem>) {
    check_clause(terms, Place::HourBook, &book.clause, found);
    if book.minutes == 0 {
        note(found, Place::HourBook, Fault::NoHourBought);
    }
    if !warnings_fit(book) {
        note(found, Place::HourBook, Fault::Warnings);
    }
}

/// Three balances at most, the highest first, each under the hours bought.
pub fn warnings_fit(book: &HourBook) -> bool {
    let falling = book.warnings.windows(2).all(|pair| pair[0] > pair[1]);
    let within = book.warnings.iter().all(|warning| *warning < book.minutes);
    falling && within && book.warnings.len() <= 3
}

/// The request of the catalogue that an activity names and no line holds.
fn unknown_item(terms: &Terms) -> impl Fn(&Activity) -> Option<Key> {
    let held = |wanted: &Key| {
        let items = terms.lines.iter().flat_map(|line| &line.catalogue);
        items.into_iter().any(|item| item.key == *wanted)
    };
    move |activity| match activity {
        Activity::Catalogue(item) if !held(item) => Some(item.clone()),
        _ => None,
    }
}

fn check_clause(terms: &Terms, place: Place, clause: &str, found: &mut Vec<Problem>) {
    if terms.clause(clause).is_none() {
        let clause = clause.to_owned();
        note(found, place, Fault::UnknownClause { clause });
    }
}

/// Every clause that the line relies on stands in the contract.
fn check_quotes(terms: &Terms, line: &Line, found: &mut Vec<Problem>) {
    let scope = line.scope.iter().map(|item| (Part::Scope, &item.clause));
    let catalogue = line
        .catalogue
        .iter()
        .map(|item| (Part::Catalogue, &item.clause));
    let on_call = line.on_call.iter().flat_map(|on_call| {
        let items = on_call.scope.iter().map(|item| &item.clause);
        items
            .chain([&on_call.clause])
            .map(|clause| (Part::OnCall, clause))
    });
    let quotes = [(Part::Itself, &line.clause)]
        .into_iter()
        .chain(scope)
        .chain(catalogue)
        .chain(on_call);
    for (part, clause) in quotes {
        check_clause(terms, at(line, part), clause, found);
    }
    for (part, item) in scope_items(line) {
        let unknown = item.activity.as_ref().and_then(unknown_item(terms));
        if let Some(item) = unknown {
            note(found, at(line, part), Fault::UnknownItem { item });
        }
    }
}

/// The items of the line and of its on call.
fn scope_items(line: &Line) -> impl Iterator<Item = (Part, &ScopeItem)> {
    let own = line.scope.iter().map(|item| (Part::Scope, item));
    let on_call = line.on_call.iter().flat_map(|on_call| &on_call.scope);
    own.chain(on_call.map(|item| (Part::OnCall, item)))
}

fn check_references(line: &Line, known: &Known, found: &mut Vec<Problem>) {
    for (part, item) in scope_items(line) {
        let ScopeItem {
            component, site, ..
        } = item;
        if let Some(component) = component
            .as_ref()
            .filter(|key| !known.components.contains(key))
        {
            let fault = Fault::UnknownComponent {
                component: component.clone(),
            };
            note(found, at(line, part), fault);
        }
        if let Some(site) = site.as_ref().filter(|key| !known.sites.contains(key)) {
            note(
                found,
                at(line, part),
                Fault::UnknownSite { site: site.clone() },
            );
        }
    }
}

fn at(line: &Line, part: Part) -> Place {
    Place::Line {
        line: line.key.clone(),
        part,
    }
}

/// Each once: two items that name the same unknown component are one problem.
fn note(found: &mut Vec<Problem>, place: Place, fault: Fault) {
    let problem = Problem { place, fault };
    if !found.contains(&problem) {
        found.push(problem);
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Fault::EndsBeforeStart => f.write_str("`ends` is before `starts`"),
            Fault::TacitWithoutEnd => {
                f.write_str("a tacit renewal needs the date that it renews at: `ends`")
            }
            Fault::StartsTooEarly { follows } => write!(f, "it must start after version {follows}"),
            Fault::NoLine => f.write_str("a contract needs at least one line"),
            Fault::LineTwice => f.write_str("it stands here twice"),
            Fault::ClauseTwice { clause } => write!(f, "clause {clause} stands here twice"),
            Fault::UntitledClause { clause } => {
                write!(f, "clause {clause} needs a reference and a title")
            }
            Fault::UnknownClause { clause } => {
                write!(f, "clause {clause} is quoted, but not among `clauses`")
            }
            Fault::NoTitle => f.write_str("`title` is missing"),
            Fault::NoHours => f.write_str("`week` opens at no hour"),
            Fault::ReversedInterval { day } => {
                write!(
                    f,
                    "an interval of day {day} (1 = Monday) ends before it starts"
                )
            }
            Fault::OverlappingIntervals { day } => {
                write!(f, "two intervals of day {day} (1 = Monday) overlap")
            }
            Fault::ReversedOn { date } => write!(f, "an interval of {date} ends before it starts"),
            Fault::OverlappingOn { date } => write!(f, "two intervals of {date} overlap"),
            Fault::ExceptionTwice { date } => write!(f, "{date} has two exceptions"),
            Fault::EdgeInAGap { zone, date, minute } => {
                let (hour, minute) = (minute / 60, minute % 60);
                write!(
                    f,
                    "on {date} the clocks of {zone} jump over {hour:02}:{minute:02}: \
                     no interval of that day can begin or end there, nor lie within"
                )
            }
            Fault::IdleHolidays => f.write_str(
                "`holidays` says nothing without `week` and `closed_on_holidays = true`",
            ),
            Fault::IdleWhitMonday => f.write_str(
                "`whit_monday_worked` says nothing without `week` and `closed_on_holidays = true`",
            ),
            Fault::GoodFridayElsewhere => {
                f.write_str("Good Friday is a public holiday in FR-ALSACE-MOSELLE only")
            }
            Fault::NobodyOnCall => f.write_str("`priorities` must name at least one"),
            Fault::NothingPromised { priority } => {
                write!(
                    f,
                    "`targets` for {priority} promise nothing: give one, or `none = true`"
                )
            }
            Fault::PromisedAndNot { priority } => {
                write!(f, "`targets` for {priority} say `none` beside a target")
            }
            Fault::PriorityTwice { priority } => write!(f, "`targets` holds {priority} twice"),
            Fault::PriorityMissing { priority } => write!(
                f,
                "`targets` say nothing of {priority}: give a target, or `none = true`"
            ),
            Fault::NotOnCall { priority } => {
                write!(f, "`targets` hold {priority}, for which nobody is on call")
            }
            Fault::AnswerElsewhere => {
                f.write_str("only a helpdesk line promises an answer: others respond and restore")
            }
            Fault::NewsInDays { priority } => write!(
                f,
                "`communication` for {priority} is open time (\"2h\"), never working days"
            ),
            Fault::HelpdeskRestores => {
                f.write_str("a helpdesk line promises an answer, never a restoration")
            }
            Fault::HelpdeskActs => f.write_str(
                "a helpdesk line advises: requests of the catalogue are acts, of another line",
            ),
            Fault::VendorRestores => f.write_str(
                "what the vendor runs is followed up, its restoration cannot be promised",
            ),
            Fault::UnknownComponent { component } => {
                write!(f, "there is no component “{component}”")
            }
            Fault::UnknownSite { site } => write!(f, "there is no site “{site}”"),
            Fault::UnknownItem { item } => {
                write!(f, "no line has “{item}” in its catalogue")
            }
            Fault::ItemTwice { item } => write!(f, "`catalogue` holds {item} twice"),
            Fault::FieldTwice { item, field } => {
                write!(f, "the form of {item} asks {field} twice")
            }
            Fault::NoHourBook => {
                f.write_str("work is debited from an hour book, and the contract has no `hour_book`")
            }
            Fault::NoUnit => f.write_str("`unit` must be one minute at least"),
            Fault::NoHourBought => f.write_str("`hours` are none"),
            Fault::Warnings => f.write_str(
                "`warnings` are three balances at most, the highest first, each under the hours bought",
            ),
            Fault::NothingToApprove => {
                f.write_str("nothing needs it: give `above`, `activities` or `roles`")
            }
        }
    }
}

#[cfg(test)]
mod tests;
