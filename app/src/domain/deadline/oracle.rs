//! A second, naive writing of the arithmetic of time, for the tests: it walks minutes and shares no code with the
//! first (neither the calendar's, nor the deadline's, nor the holidays').

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use chrono::{DateTime, Datelike, Days, NaiveDate, Offset, TimeZone};
use chrono_tz::Tz;

use crate::domain::contract::{HolidayZone, PublicHolidays, ServiceHours, Target};
use crate::domain::time::{EpochMs, Span};

/// Easter Sunday, copied by hand from the published tables.
const EASTER: [(i32, u32, u32); 25] = [
    (2011, 4, 24),
    (2012, 4, 8),
    (2013, 3, 31),
    (2016, 3, 27),
    (2017, 4, 16),
    (2018, 4, 1),
    (2019, 4, 21),
    (2024, 3, 31),
    (2025, 4, 20),
    (2026, 4, 5),
    (2027, 3, 28),
    (2028, 4, 16),
    (2029, 4, 1),
    (2030, 4, 21),
    (2031, 4, 13),
    (2032, 3, 28),
    (2033, 4, 17),
    (2034, 4, 9),
    (2035, 3, 25),
    (2036, 4, 13),
    (2037, 4, 5),
    (2038, 4, 25),
    (2039, 4, 10),
    (2040, 4, 1),
    (2041, 4, 21),
];

/// A zone's minutes, from two days before a window to two days after it.
struct Minutes {
    /// The first UTC minute, counted from the epoch.
    begins: i64,
    /// What a clock there shows at each, in minutes from the epoch as if it were UTC.
    shown: Vec<i64>,
    /// The first UTC minute at which a clock shows what it shows at `begins`, a minute more, and so on.
    first_showing: Vec<Option<i64>>,
}

const DAY: i64 = 24 * 60;

impl Minutes {
    fn walk(zone: Tz, first: NaiveDate, days: u64) -> Minutes {
        let first_day = days_of(first) - 2;
        let days = i64::try_from(days).expect("a count") + 4;
        let mut shown = Vec::new();
        for day in first_day..first_day + days {
            shown.extend_from_slice(&shown_on(zone, day));
        }
        let mut minutes = Minutes {
            begins: first_day * DAY,
            first_showing: Vec::new(),
            shown,
        };
        for (index, shown) in minutes.shown.iter().enumerate() {
            let place = usize::try_from(shown - minutes.shown[0]).expect("clocks run forward");
            if place >= minutes.first_showing.len() {
                minutes.first_showing.resize(place + 1, None);
                let minute = minutes.begins + i64::try_from(index).expect("an index");
                minutes.first_showing[place] = Some(minute);
            }
        }
        minutes
    }

    /// The UTC minute at which a clock first shows that, if it ever does.
    fn showing(&self, wanted: i64) -> Option<i64> {
        let place = usize::try_from(wanted - self.shown[0]).ok()?;
        *self.first_showing.get(place)?
    }

    /// The same; where no clock ever shows it, as much later as clocks jump.
    fn of(&self, wanted: i64) -> i64 {
        if let Some(minute) = self.showing(wanted) {
            return minute;
        }
        for (before, after) in self.shown.iter().zip(&self.shown[1..]) {
            if *before < wanted && wanted < *after {
                let jump = after - before - 1;
                return self.showing(wanted + jump).expect("shown after the jump");
            }
        }
        panic!("the window shows minute {wanted} nowhere");
    }

    fn has_date(&self, day: i64) -> bool {
        (day * DAY..(day + 1) * DAY).any(|minute| self.showing(minute).is_some())
    }
}

/// What a clock shows at each minute of a UTC day: asked of chrono-tz once a minute, and kept.
fn shown_on(zone: Tz, day: i64) -> Rc<[i64]> {
    type Known = HashMap<(Tz, i64), Rc<[i64]>>;
    thread_local! {
        static KNOWN: RefCell<Known> = RefCell::default();
    }
    let ask = |minute: i64| {
        let at = DateTime::from_timestamp(minute * 60, 0).expect("an instant");
        let there = zone.from_utc_datetime(&at.naive_utc());
        minute + i64::from(there.offset().fix().local_minus_utc()) / 60
    };
    KNOWN.with_borrow_mut(|known| {
        let shown = known
            .entry((zone, day))
            .or_insert_with(|| (day * DAY..(day + 1) * DAY).map(ask).collect());
        Rc::clone(shown)
    })
}

fn days_of(date: NaiveDate) -> i64 {
    (date - NaiveDate::default()).num_days()
}

/// A calendar between two instants, a minute at a time.
pub struct Oracle {
    minutes: Minutes,
    /// Whether each minute is open, from `minutes.begins`.
    open: Vec<bool>,
    window: std::ops::Range<i64>,
}

impl Oracle {
    pub fn new(
        hours: &ServiceHours,
        site: Option<PublicHolidays>,
        zone: Tz,
        first: NaiveDate,
        days: u64,
    ) -> Oracle {
        let minutes = Minutes::walk(zone, first, days);
        let mut open = vec![false; minutes.shown.len()];
        for date in first
            .iter_days()
            .take(usize::try_from(days).expect("a count"))
        {
            let day = days_of(date);
            if !minutes.has_date(day) {
                continue;
            }
            for (from, to) in edges(hours, site, date) {
                let from = minutes.of(day * DAY + from);
                let to = minutes.of(day * DAY + to);
                for minute in from..to {
                    open[usize::try_from(minute - minutes.begins).expect("an index")] = true;
                }
            }
        }
        let midnight = |days_later: u64| {
            let date = first.checked_add_days(Days::new(days_later));
            minutes.of(days_of(date.expect("a date")) * DAY)
        };
        let window = midnight(0)..midnight(days);
        Oracle {
            minutes,
            open,
            window,
        }
    }

    /// The open minutes of the window, as spans that lie within one local date.
    pub fn open(&self) -> Vec<Span> {
        let mut spans: Vec<(i64, i64, i64)> = Vec::new();
        for minute in self.window.clone().filter(|minute| self.is_open(*minute)) {
            let date = self.date(minute);
            match spans.last_mut() {
                Some((_, to, of)) if *to == minute && *of == date => *to = minute + 1,
                _ => spans.push((minute, minute + 1, date)),
            }
        }
        let span = |(from, to, _)| Span {
            from: from * 60_000,
            to: to * 60_000,
        };
        spans.into_iter().map(span).collect()
    }

    /// When that target falls due; none when the window ends before.
    pub fn due(&self, start: EpochMs, target: Target, pauses: &[Span]) -> Option<EpochMs> {
        match target {
            Target::OpenMinutes(minutes) => self.count(start, i64::from(minutes) * 60, pauses),
            Target::WorkingDaysSameHour(days) => self.working_days(start, days, true, pauses),
            Target::WorkingDaysEndOfDay(days) => self.working_days(start, days, false, pauses),
        }
    }

    fn index(&self, minute: i64) -> usize {
        usize::try_from(minute - self.minutes.begins).expect("an index")
    }

    fn is_open(&self, minute: i64) -> bool {
        self.window.contains(&minute) && self.open[self.index(minute)]
    }

    fn date(&self, minute: i64) -> i64 {
        self.minutes.shown[self.index(minute)].div_euclid(DAY)
    }

    /// The end of the second at which that many open, unpaused seconds are over; of none, the first such second.
    fn count(&self, from: EpochMs, seconds: i64, pauses: &[Span]) -> Option<EpochMs> {
        let mut second = from / 1_000;
        let mut left = seconds;
        while second < self.window.end * 60 {
            let whole_minute = second % 60 == 0 && left >= 60;
            if whole_minute && let Some(counts) = steady(second, pauses) {
                if counts && self.is_open(second / 60) {
                    left -= 60;
                    if left == 0 {
                        return Some((second + 60) * 1_000);
                    }
                }
                second += 60;
                continue;
            }
            if self.is_open(second / 60) && !is_paused(second, pauses) {
                if left == 0 {
                    return Some(second * 1_000);
                }
                left -= 1;
                if left == 0 {
                    return Some((second + 1) * 1_000);
                }
            }
            second += 1;
        }
        None
    }

    fn working_days(
        &self,
        start: EpochMs,
        days: u16,
        same_hour: bool,
        pauses: &[Span],
    ) -> Option<EpochMs> {
        let counts_from = self.count(start, 0, &[])? / 1_000;
        let mut open_on: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        for minute in counts_from / 60..self.window.end {
            if self.is_open(minute) {
                open_on.entry(self.date(minute)).or_default().push(minute);
            }
        }
        let (date, _) = open_on.iter().nth(usize::from(days))?;
        // All of the date, also what is open of it before the count begins.
        let open: Vec<i64> = self
            .window
            .clone()
            .filter(|minute| self.is_open(*minute) && self.date(*minute) == *date)
            .collect();
        let due = if same_hour && days > 0 {
            let shown = self.minutes.shown[self.index(counts_from / 60)];
            let wanted =
                self.minutes.of(date * DAY + shown.rem_euclid(DAY)) * 60 + counts_from % 60;
            let before = open.iter().rev().find(|minute| *minute * 60 <= wanted);
            match before {
                Some(minute) => wanted.min(minute * 60 + 60),
                None => open[0] * 60,
            }
        } else if same_hour {
            counts_from
        } else {
            open[open.len() - 1] * 60 + 60
        };
        let paused = (start / 1_000..due)
            .filter(|second| self.is_open(second / 60) && is_paused(*second, pauses))
            .count();
        match paused {
            0 => Some(due * 1_000),
            _ => self.count(due * 1_000, i64::try_from(paused).expect("a count"), pauses),
        }
    }
}

fn is_paused(second: i64, pauses: &[Span]) -> bool {
    pauses
        .iter()
        .any(|pause| pause.from <= second * 1_000 && second * 1_000 < pause.to)
}

/// Whether the whole minute counts, where no pause begins or ends inside it.
fn steady(second: i64, pauses: &[Span]) -> Option<bool> {
    let inside = |edge: EpochMs| second * 1_000 < edge && edge < (second + 60) * 1_000;
    let changes = pauses
        .iter()
        .any(|pause| inside(pause.from) || inside(pause.to));
    (!changes).then(|| !is_paused(second, pauses))
}

/// What the calendar says of a date, in local minutes.
fn edges(hours: &ServiceHours, site: Option<PublicHolidays>, date: NaiveDate) -> Vec<(i64, i64)> {
    for exception in &hours.exceptions {
        if exception.date == date {
            let open = exception.open.iter();
            return open
                .map(|one| (i64::from(one.from), i64::from(one.to)))
                .collect();
        }
    }
    if hours.always {
        return vec![(0, DAY)];
    }
    if hours.closed_on_holidays {
        let rule = match hours.holidays {
            Some(own) => Some(own),
            None => site,
        };
        if rule.is_some_and(|rule| is_holiday(date, rule, hours.whit_monday_worked)) {
            return vec![];
        }
    }
    let mut edges = Vec::new();
    for interval in &hours.week {
        for day in &interval.days {
            if u32::from(*day) == date.weekday().number_from_monday() {
                edges.push((i64::from(interval.from), i64::from(interval.to)));
            }
        }
    }
    edges
}

fn is_holiday(date: NaiveDate, rule: PublicHolidays, whit_monday_worked: bool) -> bool {
    let fixed = [
        (1, 1),
        (5, 1),
        (5, 8),
        (7, 14),
        (8, 15),
        (11, 1),
        (11, 11),
        (12, 25),
    ];
    if fixed.contains(&(date.month(), date.day())) {
        return true;
    }
    let alsace = rule.zone == HolidayZone::AlsaceMoselle;
    if alsace && (date.month(), date.day()) == (12, 26) {
        return true;
    }
    let (year, month, day) = EASTER
        .into_iter()
        .find(|(year, _, _)| *year == date.year())
        .expect("a year of the table");
    let easter = NaiveDate::from_ymd_opt(year, month, day).expect("a date");
    match days_of(date) - days_of(easter) {
        1 | 39 => true,
        50 => !whit_monday_worked,
        -2 => alsace && rule.good_friday,
        _ => false,
    }
}
