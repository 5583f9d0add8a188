//! What a verdict needs beside the contracts' words: their hours as segments of UTC, and what the hour books still hold.
//!
//! Made on the server for a window of days; the request page carries it to the browser.

use chrono::{Days, TimeZone};
use serde::{Deserialize, Serialize};

use crate::domain::calendar::{date_of, days_for, expand};
use crate::domain::component::Key;
use crate::domain::contract::{
    ContractVersion, Line, PriorityTargets, PublicHolidays, ServiceHours, Target,
};
use crate::domain::time::{EpochMs, LocalInstant, MINUTE_MS};
use crate::domain::timetable::{Timetable, offset_at};

/// The hours of every line in force, by place, and the hour books.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// Distinct ones; lines and places with the same hours share them.
    pub tables: Vec<Timetable>,
    /// The first answers where no site is named.
    pub places: Vec<Place>,
    pub lines: Vec<LineHours>,
    pub hour_books: Vec<HoursLeft>,
}

/// Sites that share their zone and their holidays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    pub sites: Vec<Key>,
    /// What clocks there show: seconds from UTC, and from when.
    pub offsets: Vec<(EpochMs, i32)>,
}

/// Which table holds the hours of a line, for each place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineHours {
    pub contract: String,
    pub line: Key,
    pub hours: Vec<usize>,
    /// Empty when nobody is on call.
    #[serde(default)]
    pub on_call: Vec<usize>,
}

/// The balance of a contract's hour book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursLeft {
    pub contract: String,
    /// In minutes; below zero once overrun.
    pub minutes: i64,
}

/// A site, for its calendar.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteCalendar<Z> {
    /// None: the client as a whole.
    pub site: Option<Key>,
    pub zone: Z,
    pub holidays: Option<PublicHolidays>,
}

/// The hours of one line at one place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hours<'a> {
    pub line: &'a Timetable,
    pub on_call: Option<&'a Timetable>,
    pub offsets: &'a [(EpochMs, i32)],
}

impl Facts {
    /// Expands the hours of the contracts in force, from the day of `at` for a window that holds their targets.
    /// The first of `sites` answers where a question names none.
    pub fn at<Z: TimeZone + PartialEq>(
        at: EpochMs,
        contracts: &[ContractVersion],
        sites: &[SiteCalendar<Z>],
        zone_named: impl Fn(&str) -> Option<Z>,
        longest_days: u64,
    ) -> Facts {
        let mut facts = Facts::default();
        let mut calendars: Vec<&SiteCalendar<Z>> = Vec::new();
        for calendar in sites {
            let same = |known: &&SiteCalendar<Z>| {
                known.zone == calendar.zone && known.holidays == calendar.holidays
            };
            let place = calendars.iter().position(same).unwrap_or_else(|| {
                calendars.push(calendar);
                facts.places.push(Place {
                    sites: vec![],
                    offsets: vec![],
                });
                calendars.len() - 1
            });
            facts.places[place].sites.extend(calendar.site.clone());
        }
        let in_force = || contracts.iter().filter(|one| one.in_force_at(at));
        let days = in_force()
            .flat_map(|one| &one.terms.lines)
            .map(days_of)
            .fold(FIRST_WINDOW_DAYS, u64::max)
            .min(longest_days);
        let mut expander = Expander {
            at,
            days,
            zone_named,
            known: Vec::new(),
            tables: Vec::new(),
        };
        for contract in in_force() {
            for line in &contract.terms.lines {
                let mut of = |hours: &ServiceHours| -> Vec<usize> {
                    calendars
                        .iter()
                        .enumerate()
                        .map(|(index, place)| expander.table(hours, index, place))
                        .collect()
                };
                facts.lines.push(LineHours {
                    contract: contract.number.clone(),
                    line: line.key.clone(),
                    hours: of(&line.hours),
                    on_call: line.on_call.as_ref().map_or(vec![], |duty| of(&duty.hours)),
                });
            }
        }
        // What clocks show is asked of a calendar that is always open there.
        let always = ServiceHours {
            always: true,
            ..ServiceHours::default()
        };
        for (place, calendar) in facts.places.iter_mut().zip(&calendars) {
            place.offsets = expander.expanded(&always, calendar).offsets;
        }
        facts.tables = expander.tables;
        facts
    }

    /// The hours of a line in force, at that site.
    pub(super) fn hours(
        &self,
        contract: &str,
        line: &Key,
        site: Option<&Key>,
    ) -> Option<Hours<'_>> {
        let place = self.place(site);
        let of = self
            .lines
            .iter()
            .find(|hours| hours.line == *line && hours.contract == contract)?;
        Some(Hours {
            line: self.tables.get(*of.hours.get(place)?)?,
            on_call: of
                .on_call
                .get(place)
                .and_then(|table| self.tables.get(*table)),
            offsets: &self.places.get(place)?.offsets,
        })
    }

    /// The instant as clocks show it at that site.
    pub fn local(&self, at: EpochMs, site: Option<&Key>) -> LocalInstant {
        let place = self.places.get(self.place(site));
        LocalInstant {
            at,
            offset_s: place.map_or(0, |place| offset_at(&place.offsets, at)),
        }
    }

    fn place(&self, site: Option<&Key>) -> usize {
        let of_site = site.and_then(|site| {
            self.places
                .iter()
                .position(|place| place.sites.contains(site))
        });
        of_site.unwrap_or(0)
    }

    pub(super) fn hours_left(&self, contract: &str) -> Option<i64> {
        let book = self
            .hour_books
            .iter()
            .find(|book| book.contract == contract);
        book.map(|book| book.minutes)
    }
}

/// What a page carries at least.
pub const FIRST_WINDOW_DAYS: u64 = 60;
/// What a page carries at most; beyond it the server tells.
pub const PAGE_WINDOW_DAYS: u64 = 400;

struct Expander<F> {
    at: EpochMs,
    days: u64,
    zone_named: F,
    /// Tables already made, by the hours and the place that made them.
    known: Vec<(ServiceHours, usize, usize)>,
    tables: Vec<Timetable>,
}

impl<Z: TimeZone + PartialEq, F: Fn(&str) -> Option<Z>> Expander<F> {
    fn table(&mut self, hours: &ServiceHours, index: usize, place: &SiteCalendar<Z>) -> usize {
        let same = |(known, at, _): &&(ServiceHours, usize, usize)| known == hours && *at == index;
        if let Some((_, _, table)) = self.known.iter().find(same) {
            return *table;
        }
        let table = self.expanded(hours, place);
        let made = self.tables.iter().position(|made| *made == table);
        let made = made.unwrap_or_else(|| {
            self.tables.push(table);
            self.tables.len() - 1
        });
        self.known.push((hours.clone(), index, made));
        made
    }

    fn expanded(&self, hours: &ServiceHours, place: &SiteCalendar<Z>) -> Timetable {
        let own = Some(hours.zone.as_str())
            .filter(|name| !name.is_empty())
            .and_then(&self.zone_named);
        let zone = own.as_ref().unwrap_or(&place.zone);
        let Some(today) = date_of(zone, self.at) else {
            return Timetable::default();
        };
        let first = today.checked_sub_days(Days::new(1)).unwrap_or(today);
        expand(hours, place.holidays, zone, first, self.days)
    }
}

/// How many days the targets of a line may need.
fn days_of(line: &Line) -> u64 {
    let duty = line.on_call.iter().flat_map(|duty| &duty.targets);
    let rows = line.targets.iter().chain(duty);
    let targets =
        rows.flat_map(|row: &PriorityTargets| [row.response, row.restoration, row.answer]);
    let delays = line.catalogue.iter().map(|item| item.delay);
    targets
        .chain(delays)
        .flatten()
        .map(days_for_target)
        .max()
        .unwrap_or(0)
}

fn days_for_target(target: Target) -> u64 {
    match target {
        Target::OpenMinutes(minutes) => days_for(i64::from(minutes) * MINUTE_MS),
        // Two working days a week at least, and holidays.
        Target::WorkingDaysSameHour(days) | Target::WorkingDaysEndOfDay(days) => {
            u64::from(days) * 4 + 30
        }
    }
}
