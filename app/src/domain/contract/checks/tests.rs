//! Each fault alone, in terms that are otherwise sound.

#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use super::*;
use crate::domain::access::Role;
use crate::domain::contract::{
    Approval, Clause, ClockStart, DayInterval, FormField, FormFieldKind, HourRule, OnCall,
    Polarity, Target,
};

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

fn open(days: &[u8], from: u16, to: u16) -> WeeklyInterval {
    WeeklyInterval {
        days: days.to_vec(),
        from,
        to,
    }
}

fn week(intervals: Vec<WeeklyInterval>) -> ServiceHours {
    ServiceHours {
        week: intervals,
        ..ServiceHours::default()
    }
}

fn row(priority: Priority, response: Option<u32>, none: bool) -> PriorityTargets {
    PriorityTargets {
        priority,
        none,
        response: response.map(Target::OpenMinutes),
        restoration: None,
        curative: None,
        answer: None,
        communication: None,
    }
}

/// Nothing is wrong with it.
fn sound() -> Terms {
    let item = ScopeItem {
        polarity: Polarity::Included,
        component: Some(key("erp")),
        category: None,
        site: Some(key("nord")),
        activity: None,
        clause: "1".into(),
        note: String::new(),
    };
    let line = Line {
        key: key("maintenance"),
        service: ServiceLine::Corrective,
        title: "Maintenance".into(),
        bundle: None,
        clause: "1".into(),
        hours: week(vec![open(&[1, 2], 480, 720), open(&[1, 2], 720, 1080)]),
        on_call: None,
        clock_start: ClockStart::Declaration,
        targets: vec![
            row(Priority::P1, Some(60), false),
            row(Priority::P2, Some(120), false),
            row(Priority::P3, Some(240), false),
            row(Priority::P4, None, true),
        ],
        billing: Billing::Included,
        price: String::new(),
        scope: vec![item],
        catalogue: vec![],
        vendor_follow_up: false,
    };
    let clause = Clause {
        reference: "1".into(),
        title: "Objet".into(),
        text: String::new(),
    };
    Terms {
        clauses: vec![clause],
        lines: vec![line],
        ..Terms::default()
    }
}

fn on_call(targets: Vec<PriorityTargets>) -> OnCall {
    OnCall {
        hours: ServiceHours {
            always: true,
            ..ServiceHours::default()
        },
        priorities: vec![Priority::P1],
        scope: vec![],
        targets,
        by_phone: true,
        price: String::new(),
        clause: "1".into(),
    }
}

fn rule(unit_minutes: u16) -> HourRule {
    HourRule {
        unit_minutes,
        minimum_minutes: 15,
        travel_minutes: 0,
        out_of_hours_percent: 0,
        approval_above_minutes: None,
    }
}

fn item(name: &str) -> CatalogueItem {
    let asked = FormField {
        key: key("date"),
        label: "Date d’arrivée".into(),
        label_en: "Starting date".into(),
        kind: FormFieldKind::Date,
        required: true,
    };
    CatalogueItem {
        key: key(name),
        title: "Arrivée".into(),
        title_en: "New starter".into(),
        delay: None,
        clause: "1".into(),
        billing: None,
        form: vec![asked],
    }
}

fn known() -> Known {
    Known {
        components: [key("erp")].into(),
        sites: [key("nord")].into(),
    }
}

#[test]
fn each_fault_is_found_where_it_is() {
    assert_eq!(terms(&sound(), Some(&known())), []);
    let check = |name: &str, part: Part, fault: Fault, change: &dyn Fn(&mut Line)| {
        let mut changed = sound();
        change(&mut changed.lines[0]);
        let place = Place::Line {
            line: key("maintenance"),
            part,
        };
        assert_eq!(
            terms(&changed, Some(&known())),
            [Problem { place, fault }],
            "{name}"
        );
    };
    check("no hours", Part::Hours, Fault::NoHours, &|line| {
        line.hours.week.clear()
    });
    check("no day", Part::Hours, Fault::NoHours, &|line| {
        line.hours.week = vec![open(&[], 480, 720)];
    });
    check(
        "reversed",
        Part::Hours,
        Fault::ReversedInterval { day: 2 },
        &|line| {
            line.hours.week = vec![open(&[2], 720, 480)];
        },
    );
    check(
        "overlap",
        Part::Hours,
        Fault::OverlappingIntervals { day: 2 },
        &|line| {
            line.hours.week = vec![open(&[1, 2], 480, 720), open(&[2, 3], 700, 900)];
        },
    );
    check(
        "twice on one day",
        Part::Hours,
        Fault::OverlappingIntervals { day: 3 },
        &|line| {
            line.hours.week = vec![open(&[3, 3], 480, 720)];
        },
    );
    let p2 = Priority::P2;
    let silent = Fault::NothingPromised { priority: p2 };
    check("silent", Part::Targets, silent, &|line| {
        line.targets[1] = row(p2, None, false);
    });
    let both = Fault::PromisedAndNot { priority: p2 };
    check("both", Part::Targets, both, &|line| {
        line.targets[1] = row(p2, Some(5), true);
    });
    let twice = Fault::PriorityTwice { priority: p2 };
    check("twice", Part::Targets, twice, &|line| {
        line.targets.push(row(p2, Some(5), false));
    });
    let missing = Fault::PriorityMissing { priority: p2 };
    check("missing", Part::Targets, missing, &|line| {
        line.targets.remove(1);
    });
    check(
        "helpdesk",
        Part::Targets,
        Fault::HelpdeskRestores,
        &|line| {
            line.service = ServiceLine::Helpdesk;
            line.targets[0].restoration = Some(Target::OpenMinutes(60));
        },
    );
    check("vendor", Part::Targets, Fault::VendorRestores, &|line| {
        line.vendor_follow_up = true;
        line.targets[0].restoration = Some(Target::OpenMinutes(60));
    });
    let component = key("vpn");
    check(
        "component",
        Part::Scope,
        Fault::UnknownComponent { component },
        &|line| {
            line.scope[0].component = Some(key("vpn"));
            line.scope.push(line.scope[0].clone());
        },
    );
    check(
        "site",
        Part::Scope,
        Fault::UnknownSite { site: key("sud") },
        &|line| {
            line.scope[0].site = Some(key("sud"));
        },
    );
    let clause = "9".to_owned();
    check(
        "clause",
        Part::Scope,
        Fault::UnknownClause { clause },
        &|line| {
            line.scope[0].clause = "9".into();
        },
    );
    check("on call", Part::OnCall, Fault::NoHours, &|line| {
        line.on_call = Some(OnCall {
            hours: ServiceHours::default(),
            ..on_call(vec![])
        });
    });
    let missing = Fault::PriorityMissing {
        priority: Priority::P1,
    };
    let not_on_call = Fault::NotOnCall { priority: p2 };
    check("another grid", Part::OnCall, missing, &|line| {
        let mut one = on_call(vec![row(p2, Some(60), false)]);
        one.priorities.push(p2);
        line.on_call = Some(one);
    });
    check("beyond the call", Part::OnCall, not_on_call, &|line| {
        let rows = vec![row(Priority::P1, Some(60), false), row(p2, Some(60), false)];
        line.on_call = Some(on_call(rows));
    });
    check("vendor", Part::OnCall, Fault::VendorRestores, &|line| {
        line.vendor_follow_up = true;
        let mut promised = row(Priority::P1, Some(60), false);
        promised.curative = Some(Target::WorkingDaysEndOfDay(5));
        line.on_call = Some(on_call(vec![promised]));
    });
    check("no book", Part::Billing, Fault::NoHourBook, &|line| {
        line.billing = Billing::HourBook(rule(15));
    });
    check("item's", Part::Catalogue, Fault::NoHourBook, &|line| {
        line.catalogue = vec![item("arrivee")];
        line.catalogue[0].billing = Some(Billing::HourBook(rule(15)));
    });
    let twice = Fault::ItemTwice {
        item: key("arrivee"),
    };
    check("item twice", Part::Catalogue, twice, &|line| {
        line.catalogue = vec![item("arrivee"), item("depart"), item("arrivee")];
    });
    let twice = Fault::FieldTwice {
        item: key("arrivee"),
        field: key("date"),
    };
    check("field twice", Part::Catalogue, twice, &|line| {
        line.catalogue = vec![item("arrivee")];
        let asked = line.catalogue[0].form[0].clone();
        line.catalogue[0].form.push(asked);
    });
    let unknown = Fault::UnknownItem {
        item: key("depart"),
    };
    check("item of the scope", Part::Scope, unknown, &|line| {
        line.catalogue = vec![item("arrivee")];
        line.scope[0].activity = Some(Activity::Catalogue(key("depart")));
    });
    check("title", Part::Itself, Fault::NoTitle, &|line| {
        line.title = " ".into()
    });
}

#[test]
fn lines_and_clauses_stand_once() {
    let mut twice = sound();
    twice.lines.push(twice.lines[0].clone());
    twice.clauses.push(twice.clauses[0].clone());
    let faults: Vec<Fault> = terms(&twice, None)
        .into_iter()
        .map(|problem| problem.fault)
        .collect();
    assert_eq!(
        faults,
        [Fault::ClauseTwice { clause: "1".into() }, Fault::LineTwice]
    );
    let faults = terms(&Terms::default(), None);
    assert_eq!(
        faults,
        [Problem {
            place: Place::Terms,
            fault: Fault::NoLine
        }]
    );
}

#[test]
fn dates_follow_one_another() {
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    let of = |ends, renewal| {
        period(&Period {
            starts: day(10),
            ends,
            renewal,
            last_notice: None,
        })
    };
    assert_eq!(of(Some(day(10)), Renewal::Tacit), []);
    assert_eq!(of(Some(day(9)), Renewal::None), [Fault::EndsBeforeStart]);
    assert_eq!(of(None, Renewal::Tacit), [Fault::TacitWithoutEnd]);
    assert_eq!(follows(10, []), None);
    assert_eq!(follows(10, [(1, 5), (2, 9)]), None);
    for starts in [9, 8] {
        assert_eq!(
            follows(starts, [(1, 5), (2, 9)]),
            Some(Fault::StartsTooEarly { follows: 2 })
        );
    }
}

#[test]
fn days_with_hours_of_their_own_are_checked_too() {
    let date = NaiveDate::from_ymd_opt(2026, 12, 24).unwrap();
    let day = |open: &[(u16, u16)]| DatedException {
        date,
        open: open
            .iter()
            .map(|(from, to)| DayInterval {
                from: *from,
                to: *to,
            })
            .collect(),
        note: String::new(),
    };
    for (exceptions, expected) in [
        (vec![day(&[])], vec![]),
        (vec![day(&[(840, 1080), (480, 720), (720, 800)])], vec![]),
        (vec![day(&[(720, 480)])], vec![Fault::ReversedOn { date }]),
        (vec![day(&[(480, 480)])], vec![Fault::ReversedOn { date }]),
        (vec![day(&[(480, 1441)])], vec![Fault::ReversedOn { date }]),
        (
            vec![day(&[(480, 720), (700, 900)])],
            vec![Fault::OverlappingOn { date }],
        ),
        (
            vec![day(&[]), day(&[(480, 720)])],
            vec![Fault::ExceptionTwice { date }],
        ),
    ] {
        for always in [false, true] {
            let open = ServiceHours {
                always,
                exceptions: exceptions.clone(),
                ..week(vec![open(&[1], 480, 720)])
            };
            assert_eq!(hours(&open), expected, "{exceptions:?}");
        }
    }
}

#[test]
fn an_hour_book_is_bought_and_warns_downwards() {
    let check = |minutes: u32, warnings: &[u32], unit: u16, expected: &[(Place, Fault)]| {
        let mut terms_with = sound();
        terms_with.lines[0].billing = Billing::HourBook(rule(unit));
        terms_with.hour_book = Some(HourBook {
            clause: "1".into(),
            minutes,
            warnings: warnings.to_vec(),
        });
        let found = terms(&terms_with, None);
        let found: Vec<_> = found
            .into_iter()
            .map(|one| (one.place, one.fault))
            .collect();
        assert_eq!(found, expected, "{minutes} {warnings:?}");
    };
    let warnings = [(Place::HourBook, Fault::Warnings)];
    check(2400, &[600, 300, 60], 15, &[]);
    check(2400, &[], 15, &[]);
    check(0, &[], 15, &[(Place::HourBook, Fault::NoHourBought)]);
    check(2400, &[60, 300], 15, &warnings);
    check(2400, &[300, 300], 15, &warnings);
    check(2400, &[2400], 15, &warnings);
    check(2400, &[600, 300, 60, 30], 15, &warnings);
    let billing = Place::Line {
        line: key("maintenance"),
        part: Part::Billing,
    };
    check(2400, &[600], 0, &[(billing, Fault::NoUnit)]);
}

#[test]
fn an_approval_is_about_something_that_is_there() {
    let arrival = || Activity::Catalogue(key("arrivee"));
    let check = |approval: Approval, expected: &[Fault]| {
        let mut terms_with = sound();
        terms_with.lines[0].catalogue = vec![item("depart")];
        terms_with.approval = Some(approval.clone());
        let found = terms(&terms_with, None);
        assert!(found.iter().all(|one| one.place == Place::Approval));
        let faults: Vec<Fault> = found.into_iter().map(|one| one.fault).collect();
        assert_eq!(faults, expected, "{approval:?}");
    };
    let of = |above_cents, activities, roles| Approval {
        clause: "1".into(),
        above_cents,
        activities,
        roles,
    };
    let departure = Activity::Catalogue(key("depart"));
    check(of(Some(50_000), vec![], vec![]), &[]);
    check(of(None, vec![departure, Activity::Fault], vec![]), &[]);
    check(of(None, vec![], vec![Role::Requester]), &[]);
    check(of(None, vec![], vec![]), &[Fault::NothingToApprove]);
    let item = key("arrivee");
    check(
        of(Some(1), vec![arrival()], vec![]),
        &[Fault::UnknownItem { item }],
    );
    let nowhere = Approval {
        clause: "9".into(),
        ..of(Some(1), vec![], vec![])
    };
    let clause = "9".to_owned();
    check(nowhere, &[Fault::UnknownClause { clause }]);
}

#[test]
fn gaps_are_looked_for_in_the_zones_of_the_hours() {
    let from = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let zones = |name: &str| {
        let names = match name {
            "" => vec!["Indian/Reunion", "Europe/Paris"],
            name => vec![name],
        };
        let named = |name: &str| (name.to_owned(), name.parse::<chrono_tz::Tz>().unwrap());
        names.into_iter().map(named).collect()
    };
    let mut nightly = sound();
    let sunday = week(vec![open(&[7], 60, 150)]);
    nightly.lines[0].on_call = Some(OnCall {
        hours: sunday.clone(),
        ..on_call(vec![])
    });
    let place = Place::Line {
        line: key("maintenance"),
        part: Part::OnCall,
    };
    let fault = Fault::EdgeInAGap {
        zone: "Europe/Paris".into(),
        date: NaiveDate::from_ymd_opt(2026, 3, 29).unwrap(),
        minute: 150,
    };
    assert_eq!(
        gaps(&nightly, from, zones),
        [Problem { place, fault }],
        "the zones of the client"
    );
    nightly.lines[0].on_call.as_mut().unwrap().hours.zone = "Indian/Reunion".into();
    assert_eq!(gaps(&nightly, from, zones), []);
}
