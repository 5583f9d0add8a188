//! How long a promise takes to compute: deadlines over a year, a verdict on a large contract, its matrix.
//!
//! `cargo bench -p app --no-default-features`; `cargo xtask bench` prints the medians beside their targets.

use std::sync::atomic::{AtomicUsize, Ordering};

use app::domain::calendar::{expand, instant_of};
use app::domain::component::{Category, Key};
use app::domain::contract::{
    Activity, Billing, ClockStart, ContractVersion, HolidayZone, Line, Polarity, Priority,
    PriorityTargets, PublicHolidays, Renewal, ScopeItem, ServiceHours, ServiceLine, Target, Terms,
    VersionStatus, WeeklyInterval,
};
use app::domain::coverage::matrix::matrix;
use app::domain::coverage::{Facts, PAGE_WINDOW_DAYS, Question, SiteCalendar, Subject, decide};
use app::domain::deadline::deadline;
use app::domain::time::{DAY_MS, EpochMs, HOUR_MS, Span};
use chrono::NaiveDate;
use chrono_tz::Tz;
use divan::Bencher;

fn main() {
    divan::main();
}

const PARIS: Tz = Tz::Europe__Paris;
const FRANCE: PublicHolidays = PublicHolidays {
    zone: HolidayZone::France,
    good_friday: false,
};

#[divan::bench]
fn deadline_of_a_year_office_hours(bencher: Bencher) {
    year(bencher, &office_hours(), 2_000, 0);
}

#[divan::bench]
fn deadline_of_a_year_office_hours_20_pauses(bencher: Bencher) {
    year(bencher, &office_hours(), 1_900, 20);
}

#[divan::bench]
fn deadline_of_a_year_round_the_clock(bencher: Bencher) {
    year(bencher, &round_the_clock(), 365 * 24, 0);
}

#[divan::bench]
fn deadline_of_a_year_round_the_clock_20_pauses(bencher: Bencher) {
    year(bencher, &round_the_clock(), 365 * 24 - 200, 20);
}

/// Across the 365 days from Monday 5 January 2026.
fn year(bencher: Bencher, hours: &ServiceHours, open_hours: u32, pauses: i64) {
    let first = date(2026, 1, 4);
    let table = expand(hours, Some(FRANCE), &PARIS, first, 400);
    let start = midnight(date(2026, 1, 5)) + 8 * HOUR_MS;
    let pauses: Vec<Span> = (0..pauses)
        .map(|index| {
            let from = start + index * 17 * DAY_MS + HOUR_MS;
            let to = from + 10 * HOUR_MS;
            Span { from, to }
        })
        .collect();
    let target = Target::OpenMinutes(open_hours * 60);
    let due = deadline(start, target, &pauses, &table).expect("a deadline");
    let days = (due.at - start) / DAY_MS;
    assert!((355..=375).contains(&days), "{days} days are no year");
    bencher.bench(|| {
        deadline(
            divan::black_box(start),
            target,
            divan::black_box(&pauses),
            &table,
        )
    });
}

#[divan::bench]
fn verdict_on_500_items_2000_components(bencher: Bencher) {
    let client = Client::new();
    let facts = client.facts();
    // One component after the other.
    let asked = AtomicUsize::new(0);
    bencher
        .with_inputs(|| {
            let index = asked.fetch_add(1, Ordering::Relaxed) % client.components.len();
            client.question(&client.components[index])
        })
        .bench_refs(|question| decide(question, &client.contracts, &facts));
}

#[divan::bench]
fn matrix_of_500_items_2000_components(bencher: Bencher) {
    let client = Client::new();
    bencher.bench(|| {
        matrix(
            divan::black_box(&client.components),
            None,
            &client.contracts,
            client.now,
        )
    });
}

/// A large client: 40 sites, 2,000 components, 500 scope items on each of three lines.
struct Client {
    components: Vec<Subject>,
    contracts: Vec<ContractVersion>,
    now: EpochMs,
}

impl Client {
    fn new() -> Client {
        let components = (0..2_000)
            .map(|number| Subject::Component {
                key: key("component", number),
                category: Category::ALL[number % Category::ALL.len()],
                sites: vec![key("site", number % 40)],
                supervised: number % 10 != 0,
            })
            .collect();
        let lines = ServiceLine::ALL.iter().map(|service| line(*service));
        let contract = ContractVersion {
            number: "2026-014".into(),
            title: "Contrat".into(),
            version: 1,
            status: VersionStatus::Active,
            starts_at: midnight(date(2026, 1, 1)),
            ends_at: None,
            renewal: Renewal::Tacit,
            terms: Terms {
                lines: lines.collect(),
                ..Terms::default()
            },
        };
        Client {
            components,
            contracts: vec![contract],
            now: midnight(date(2026, 11, 23)) + 10 * HOUR_MS,
        }
    }

    fn facts(&self) -> Facts {
        let site = SiteCalendar {
            site: None,
            zone: PARIS,
            holidays: Some(FRANCE),
        };
        let zone_named = |name: &str| name.parse().ok();
        Facts::at(
            self.now,
            &self.contracts,
            &[site],
            zone_named,
            PAGE_WINDOW_DAYS,
        )
    }

    fn question(&self, subject: &Subject) -> Question {
        Question {
            may_request: true,
            subject: subject.clone(),
            site: None,
            activity: Activity::Fault,
            impact: Some(1),
            urgency: Some(1),
            at: self.now,
            role: None,
        }
    }
}

/// Everything is in; of 499 more items, named components and sites are out, some of them in again.
fn line(service: ServiceLine) -> Line {
    let polarity = |included| match included {
        true => Polarity::Included,
        false => Polarity::Excluded,
    };
    let scope = (0..500).map(|number| ScopeItem {
        polarity: polarity(number % 3 == 0),
        component: (number % 5 > 0).then(|| key("component", number * 4)),
        category: (number % 5 == 0 && number > 0)
            .then(|| Category::ALL[number % Category::ALL.len()]),
        site: (number % 7 == 1 || number % 5 == 0 && number > 0).then(|| key("site", number % 40)),
        activity: None,
        clause: format!("4.{number}"),
        note: String::new(),
    });
    let targets = |priority| PriorityTargets {
        priority,
        none: false,
        response: Some(Target::OpenMinutes(60)),
        restoration: Some(Target::OpenMinutes(480)),
        curative: Some(Target::WorkingDaysEndOfDay(5)),
        answer: None,
        communication: None,
    };
    Line {
        key: key(service.code(), 1),
        service,
        title: service.code().into(),
        bundle: None,
        clause: "3".into(),
        hours: office_hours(),
        on_call: None,
        clock_start: ClockStart::Declaration,
        targets: Priority::ALL.iter().copied().map(targets).collect(),
        billing: Billing::Included,
        price: String::new(),
        scope: scope.collect(),
        catalogue: vec![],
        vendor_follow_up: false,
    }
}

fn office_hours() -> ServiceHours {
    let interval = |from: u16, to: u16| WeeklyInterval {
        days: vec![1, 2, 3, 4, 5],
        from: from * 60,
        to: to * 60,
    };
    ServiceHours {
        week: vec![interval(8, 12), interval(14, 18)],
        closed_on_holidays: true,
        ..ServiceHours::default()
    }
}

fn round_the_clock() -> ServiceHours {
    ServiceHours {
        always: true,
        ..ServiceHours::default()
    }
}

fn key(what: &str, number: usize) -> Key {
    Key::new(format!("{what}-{number}")).expect("a key")
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date")
}

fn midnight(date: NaiveDate) -> EpochMs {
    let midnight = date.and_hms_opt(0, 0, 0).expect("midnight");
    instant_of(&PARIS, midnight).expect("an instant")
}
