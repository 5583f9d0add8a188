//! Steps 7 to 10 as tables: hours and on call, deadlines, billing, approval.
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use chrono_tz::Tz;

use super::*;
use crate::domain::access::Role;
use crate::domain::calendar::LONGEST_WINDOW_DAYS;
use crate::domain::component::{Category, Key};
use crate::domain::contract::{
    Approval, CatalogueItem, ClockStart, HolidayZone, HourRule, OnCall, Polarity, Priority,
    PriorityTargets, PublicHolidays, Renewal, Terms, VersionStatus, WeeklyInterval,
};
use crate::domain::deadline::Deadline;

const PARIS: Tz = Tz::Europe__Paris;

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

fn at(text: &str) -> EpochMs {
    let local = chrono::NaiveDateTime::parse_from_str(text, "%F %H:%M").unwrap();
    crate::domain::calendar::instant_of(&PARIS, local).unwrap()
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

fn row(priority: Priority, response: u32, restoration: Option<u32>) -> PriorityTargets {
    PriorityTargets {
        priority,
        none: false,
        response: Some(Target::OpenMinutes(response)),
        restoration: restoration.map(Target::OpenMinutes),
        curative: None,
        answer: None,
        communication: None,
    }
}

fn maintenance() -> Line {
    Line {
        key: key("maintenance"),
        service: ServiceLine::Corrective,
        title: "Maintenance".into(),
        bundle: None,
        clause: "3.1".into(),
        hours: office_hours(),
        on_call: None,
        clock_start: ClockStart::Declaration,
        targets: vec![
            row(Priority::P1, 60, Some(240)),
            row(Priority::P2, 120, Some(480)),
            PriorityTargets {
                priority: Priority::P3,
                none: true,
                response: None,
                restoration: None,
                curative: None,
                answer: None,
                communication: None,
            },
        ],
        billing: Billing::Included,
        price: String::new(),
        scope: vec![everything()],
        catalogue: vec![],
        vendor_follow_up: false,
    }
}

fn everything() -> ScopeItem {
    ScopeItem {
        polarity: Polarity::Included,
        component: None,
        category: None,
        site: None,
        activity: None,
        clause: "4.1".into(),
        note: String::new(),
    }
}

fn night_duty() -> OnCall {
    OnCall {
        hours: ServiceHours {
            always: true,
            ..ServiceHours::default()
        },
        priorities: vec![Priority::P1],
        scope: vec![],
        targets: vec![row(Priority::P1, 30, Some(360))],
        by_phone: true,
        price: "180 € HT par appel".into(),
        clause: "6.1".into(),
    }
}

fn contract(lines: Vec<Line>) -> ContractVersion {
    ContractVersion {
        number: "2026-014".into(),
        title: "Contrat".into(),
        version: 1,
        status: VersionStatus::Active,
        starts_at: at("2026-01-01 00:00"),
        ends_at: None,
        renewal: Renewal::Tacit,
        terms: Terms {
            lines,
            ..Terms::default()
        },
    }
}

fn erp(declared: &str, (impact, urgency): (u8, u8)) -> Question {
    Question {
        may_request: true,
        subject: Subject::Component {
            key: key("erp"),
            category: Category::OnPremSoftware,
            sites: vec![key("strasbourg")],
            supervised: true,
        },
        site: None,
        activity: Activity::Fault,
        impact: Some(impact),
        urgency: Some(urgency),
        at: at(declared),
        role: Some(Role::Requester),
    }
}

const P1: (u8, u8) = (1, 1);
const P2: (u8, u8) = (1, 3);
const P3: (u8, u8) = (2, 3);

/// The default site first; Strasbourg keeps Good Friday and Saint Stephen.
fn decided(question: &Question, contracts: &[ContractVersion]) -> Verdict {
    let place = |site: Option<&str>, zone| SiteCalendar {
        site: site.map(key),
        zone: PARIS,
        holidays: Some(PublicHolidays {
            zone,
            good_friday: true,
        }),
    };
    let sites = [
        place(None, HolidayZone::France),
        place(Some("strasbourg"), HolidayZone::AlsaceMoselle),
    ];
    let zone = |name: &str| name.parse::<Tz>().ok();
    let facts = Facts::at(question.at, contracts, &sites, zone, LONGEST_WINDOW_DAYS);
    decide(question, contracts, &facts).unwrap()
}

fn due(sent: &Sent, clock: Clock) -> Option<EpochMs> {
    let due = sent.due.iter().find(|due| due.clock == clock)?;
    match &due.falls {
        Falls::At(Deadline { at, .. }) => Some(*at),
        _ => None,
    }
}

#[test]
fn deadlines_are_those_of_the_lines_hours_and_of_the_sites_holidays() {
    let contracts = [contract(vec![maintenance()])];
    let verdict = decided(&erp("2026-11-23 11:30", P1), &contracts);
    let promised = verdict.commitment.unwrap();
    assert_eq!(
        due(&promised.now, Clock::Response),
        Some(at("2026-11-23 14:30"))
    );
    assert_eq!(
        due(&promised.now, Clock::Restoration),
        Some(at("2026-11-23 17:30"))
    );
    assert_eq!(promised.at_opening, None);
    assert!(verdict.proof.contains(&Reason::WithinHours));
    // The 26th of December is a holiday in Strasbourg, and a Saturday in 2026: take 2025.
    let mut older = contracts;
    older[0].starts_at = at("2025-01-01 00:00");
    let of_strasbourg = decided(&erp("2025-12-24 17:00", P2), &older);
    let restored = due(&of_strasbourg.commitment.unwrap().now, Clock::Restoration);
    assert_eq!(restored, Some(at("2025-12-29 17:00")));
    let elsewhere = Question {
        site: Some(key("paris")),
        ..erp("2025-12-24 17:00", P2)
    };
    let restored = due(
        &decided(&elsewhere, &older).commitment.unwrap().now,
        Clock::Restoration,
    );
    assert_eq!(restored, Some(at("2025-12-26 17:00")));
}

#[test]
fn at_night_on_call_or_the_opening() {
    let line = Line {
        on_call: Some(night_duty()),
        ..maintenance()
    };
    let contracts = [contract(vec![line])];
    let verdict = decided(&erp("2026-11-23 22:00", P1), &contracts);
    let promised = verdict.commitment.unwrap();
    assert_eq!(promised.now.channel, Channel::Phone);
    assert_eq!(
        promised
            .now
            .on_call
            .as_ref()
            .map(|duty| duty.clause.as_str()),
        Some("6.1")
    );
    assert_eq!(
        due(&promised.now, Clock::Response),
        Some(at("2026-11-23 22:30"))
    );
    assert_eq!(
        due(&promised.now, Clock::Restoration),
        Some(at("2026-11-24 04:00"))
    );
    let waiting = promised.at_opening.unwrap();
    assert_eq!(waiting.declared.at, at("2026-11-24 08:00"));
    assert_eq!(due(&waiting, Clock::Response), Some(at("2026-11-24 09:00")));
    // Both clocks run on: the evening counts too once on call serves the priority.
    let late = decided(&erp("2026-11-24 17:30", P1), &contracts)
        .commitment
        .unwrap();
    assert_eq!(late.now.on_call, None);
    assert_eq!(
        due(&late.now, Clock::Restoration),
        Some(at("2026-11-24 21:30"))
    );
    // A lesser priority waits for the morning.
    let lesser = decided(&erp("2026-11-23 22:00", P2), &contracts);
    assert!(
        lesser
            .proof
            .iter()
            .any(|step| matches!(step, Reason::OnCallDoesNotServe { in_scope: true, .. }))
    );
    let promised = lesser.commitment.unwrap();
    assert_eq!(promised.now.channel, Channel::Portal);
    assert_eq!(
        due(&promised.now, Clock::Response),
        Some(at("2026-11-24 10:00"))
    );
}

#[test]
fn on_call_has_its_own_perimeter() {
    let duty = OnCall {
        scope: vec![ScopeItem {
            component: Some(key("messagerie")),
            ..everything()
        }],
        ..night_duty()
    };
    let line = Line {
        on_call: Some(duty),
        ..maintenance()
    };
    let verdict = decided(&erp("2026-11-23 22:00", P1), &[contract(vec![line])]);
    assert!(verdict.proof.iter().any(|step| matches!(
        step,
        Reason::OnCallDoesNotServe {
            in_scope: false,
            ..
        }
    )));
    let promised = verdict.commitment.unwrap();
    assert_eq!(
        due(&promised.now, Clock::Response),
        Some(at("2026-11-24 09:00"))
    );
}

#[test]
fn what_is_not_promised_is_said() {
    let contracts = [contract(vec![maintenance()])];
    let verdict = decided(&erp("2026-11-23 09:00", P3), &contracts);
    let falls: Vec<&Falls> = verdict
        .commitment
        .as_ref()
        .unwrap()
        .now
        .due
        .iter()
        .map(|due| &due.falls)
        .collect();
    assert_eq!(falls, [&Falls::NotPromised, &Falls::NotPromised]);
    assert!(verdict.proof.contains(&Reason::NothingPromised));
    let vendors = Line {
        vendor_follow_up: true,
        ..maintenance()
    };
    let verdict = decided(&erp("2026-11-23 09:00", P1), &[contract(vec![vendors])]);
    let promised = verdict.commitment.unwrap();
    assert_eq!(
        due(&promised.now, Clock::Response),
        Some(at("2026-11-23 10:00"))
    );
    assert_eq!(promised.now.due[1].falls, Falls::VendorFollowUp);
    // Without both answers there is no priority, and nothing to compute.
    let unsure = Question {
        urgency: None,
        ..erp("2026-11-23 09:00", P1)
    };
    let verdict = decided(&unsure, &contracts);
    assert!(verdict.commitment.unwrap().now.due.is_empty());
}

#[test]
fn of_two_lines_that_cover_alike_the_quicker_answers() {
    let slow = Line {
        key: key("a-slow"),
        targets: vec![row(Priority::P1, 60, Some(480))],
        ..maintenance()
    };
    let quick = Line {
        key: key("b-quick"),
        ..maintenance()
    };
    let verdict = decided(&erp("2026-11-23 09:00", P1), &[contract(vec![slow, quick])]);
    assert_eq!(verdict.line.unwrap().line, key("b-quick"));
    assert_eq!(verdict.alternatives[0].line, key("a-slow"));
}

fn arrival(billing: Option<Billing>) -> Line {
    Line {
        catalogue: vec![CatalogueItem {
            key: key("arrivee"),
            title: "Arrivée".into(),
            title_en: "New starter".into(),
            delay: Some(Target::WorkingDaysEndOfDay(3)),
            clause: "7.1".into(),
            billing,
            form: vec![],
        }],
        ..maintenance()
    }
}

fn asks_for_arrival(role: Role) -> Question {
    Question {
        activity: Activity::Catalogue(key("arrivee")),
        role: Some(role),
        ..erp("2026-11-23 09:00", P3)
    }
}

#[test]
fn a_catalogue_request_has_its_delay_and_its_billing() {
    let contracts = [contract(vec![arrival(Some(Billing::Fixed {
        cents: 12_000,
    }))])];
    let verdict = decided(&asks_for_arrival(Role::Requester), &contracts);
    assert_eq!(
        (verdict.outcome, verdict.route),
        (Outcome::Covered, Route::Registered)
    );
    assert!(
        verdict
            .proof
            .contains(&Reason::FixedPrice { cents: 12_000 })
    );
    let promised = verdict.commitment.unwrap();
    assert_eq!(
        due(&promised.now, Clock::Delivery),
        Some(at("2026-11-26 18:00"))
    );
    let quoted = [contract(vec![arrival(Some(Billing::Chargeable))])];
    let verdict = decided(&asks_for_arrival(Role::Requester), &quoted);
    assert_eq!(
        (verdict.outcome, verdict.route),
        (Outcome::OnQuote, Route::Quote)
    );
    assert_eq!(
        verdict.commitment, None,
        "nothing is due before the quote is accepted"
    );
}

#[test]
fn the_hour_book_says_its_rule_and_its_balance() {
    let rule = HourRule {
        unit_minutes: 15,
        minimum_minutes: 30,
        travel_minutes: 45,
        out_of_hours_percent: 150,
        approval_above_minutes: Some(60),
    };
    let line = Line {
        billing: Billing::HourBook(rule),
        ..maintenance()
    };
    let contracts = [contract(vec![line])];
    let question = erp("2026-11-23 09:00", P2);
    let facts = Facts {
        hour_books: vec![HoursLeft {
            contract: "2026-014".into(),
            minutes: -20,
        }],
        ..Facts::default()
    };
    let verdict = decide(&question, &contracts, &facts).unwrap();
    assert!(
        verdict
            .proof
            .contains(&Reason::HourBookBalance { minutes: -20 })
    );
    // Half an hour and the way there are above one hour: somebody else says yes.
    assert_eq!(verdict.route, Route::AwaitingApproval);
    let approver = Question {
        role: Some(Role::ClientAdmin),
        ..question
    };
    let verdict = decide(&approver, &contracts, &facts).unwrap();
    assert_eq!(verdict.route, Route::AwaitingApproval);
}

#[test]
fn an_approval_waits_for_its_person_and_never_for_a_p1() {
    let agreed = Approval {
        clause: "8.1".into(),
        above_cents: Some(10_000),
        activities: vec![Activity::Catalogue(key("arrivee"))],
        roles: vec![Role::Requester],
    };
    let with = |line: Line| {
        let mut version = contract(vec![line]);
        version.terms.approval = Some(agreed.clone());
        [version]
    };
    for (name, line, question, expected) in [
        (
            "always, for what a requester asks",
            maintenance(),
            erp("2026-11-23 09:00", P2),
            Route::AwaitingApproval,
        ),
        (
            "a P1 waits for nobody",
            maintenance(),
            erp("2026-11-23 09:00", P1),
            Route::Registered,
        ),
        (
            "an approver approves by sending",
            arrival(None),
            asks_for_arrival(Role::Approver),
            Route::Registered,
        ),
        (
            "but not above the amount",
            arrival(Some(Billing::Fixed { cents: 10_001 })),
            asks_for_arrival(Role::ClientAdmin),
            Route::AwaitingApproval,
        ),
        (
            "the amount itself is not above it",
            arrival(Some(Billing::Fixed { cents: 10_000 })),
            asks_for_arrival(Role::ClientAdmin),
            Route::Registered,
        ),
        (
            "supervision asks nobody",
            maintenance(),
            Question {
                role: None,
                ..erp("2026-11-23 09:00", P2)
            },
            Route::Registered,
        ),
    ] {
        let verdict = decided(&question, &with(line));
        assert_eq!(verdict.route, expected, "{name}");
        let waits = expected == Route::AwaitingApproval;
        assert_eq!(verdict.outcome == Outcome::CoveredIf, waits, "{name}");
        assert_eq!(
            verdict.would_be_covered_if.contains(&Remedy::Approve),
            waits,
            "{name}"
        );
    }
}

#[test]
fn a_long_target_lies_within_the_window() {
    let line = Line {
        targets: vec![row(Priority::P1, 60, Some(60 * 24 * 365))],
        ..maintenance()
    };
    let verdict = decided(&erp("2026-11-23 09:00", P1), &[contract(vec![line])]);
    let promised = verdict.commitment.unwrap();
    assert!(
        due(&promised.now, Clock::Restoration).is_some(),
        "{:?}",
        promised.now.due[1].falls
    );
}
