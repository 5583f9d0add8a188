//! What holds of every verdict: several contracts, lines that compete, hours, approvals, and the way to the browser.

use chrono_tz::Tz;
use proptest::collection::vec;
use proptest::sample::select;

use super::*;
use crate::domain::access::Role;
use crate::domain::calendar::{date_of, expand};
use crate::domain::contract::{
    Approval, HolidayZone, OnCall, PriorityTargets, PublicHolidays, WeeklyInterval,
};
use crate::domain::deadline::deadline;
use crate::domain::time::{DAY_MS, MINUTE_MS};

const PARIS: Tz = Tz::Europe__Paris;
const FRANCE: Option<PublicHolidays> = Some(PublicHolidays {
    zone: HolidayZone::France,
    good_friday: false,
});
/// Monday 23 November 2026, 10:00 in Paris.
const MONDAY: EpochMs = 1_795_424_400_000;

fn settings() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn any_hours() -> impl Strategy<Value = ServiceHours> {
    let office = |from: u16, to: u16| ServiceHours {
        week: vec![WeeklyInterval {
            days: vec![1, 2, 3, 4, 5],
            from: from * 60,
            to: to * 60,
        }],
        closed_on_holidays: true,
        ..ServiceHours::default()
    };
    let always = ServiceHours {
        always: true,
        ..ServiceHours::default()
    };
    select(vec![office(8, 18), office(9, 12), always])
}

fn any_targets() -> impl Strategy<Value = Vec<PriorityTargets>> {
    let target = || {
        proptest::option::of(prop_oneof![
            select(&[30u32, 60, 240, 480][..]).prop_map(Target::OpenMinutes),
            (0..3u16).prop_map(Target::WorkingDaysEndOfDay),
        ])
    };
    let row = |priority| {
        (target(), target()).prop_map(move |(response, restoration)| PriorityTargets {
            priority,
            none: false,
            response,
            restoration,
            curative: None,
            answer: None,
            communication: None,
        })
    };
    (row(Priority::P1), row(Priority::P2), row(Priority::P3))
        .prop_map(|(p1, p2, p3)| vec![p1, p2, p3])
}

fn any_billing() -> impl Strategy<Value = Billing> {
    let rule = |minimum_minutes, approval_above_minutes| HourRule {
        unit_minutes: 15,
        minimum_minutes,
        travel_minutes: 0,
        out_of_hours_percent: 0,
        approval_above_minutes,
    };
    prop_oneof![
        3 => Just(Billing::Included),
        1 => Just(Billing::HourBook(rule(30, None))),
        1 => Just(Billing::HourBook(rule(60, Some(30)))),
        1 => Just(Billing::Fixed { cents: 12_000 }),
        1 => Just(Billing::Chargeable),
    ]
}

fn any_duty() -> impl Strategy<Value = Option<OnCall>> {
    let priorities = select(vec![vec![Priority::P1], vec![Priority::P1, Priority::P2]]);
    proptest::option::weighted(
        0.3,
        (
            any_hours(),
            priorities,
            vec(any_item(), 0..2),
            any::<bool>(),
        )
            .prop_map(|(hours, priorities, scope, by_phone)| OnCall {
                hours,
                priorities,
                scope,
                targets: vec![],
                by_phone,
                price: "180 €".into(),
                clause: "6".into(),
            }),
    )
}

fn any_line() -> impl Strategy<Value = Line> {
    (
        select(ServiceLine::ALL),
        vec(any_item(), 0..4),
        any_hours(),
        any_duty(),
        any_targets(),
        any_billing(),
        any::<bool>(),
    )
        .prop_map(
            |(service, mut scope, hours, on_call, targets, billing, everything)| {
                if everything {
                    scope.push(item(In, None, None, None));
                }
                Line {
                    hours,
                    on_call,
                    targets,
                    billing,
                    ..line(service, scope)
                }
            },
        )
}

fn any_approval() -> impl Strategy<Value = Option<Approval>> {
    let of = |above_cents, activities: Vec<Activity>, roles: Vec<Role>| Approval {
        clause: "8".into(),
        above_cents,
        activities,
        roles,
    };
    proptest::option::of(select(vec![
        of(Some(10_000), vec![], vec![]),
        of(None, vec![Activity::Fault], vec![]),
        of(None, vec![], vec![Role::Requester]),
    ]))
}

/// One to three contracts, each with up to three lines; started within the last days.
fn any_contracts() -> impl Strategy<Value = Vec<ContractVersion>> {
    let one = (vec(any_line(), 0..4), any_approval(), 0..3i64);
    vec(one, 1..4).prop_map(|all| {
        let mut contracts = Vec::new();
        for (index, (mut lines, approval, days)) in all.into_iter().enumerate() {
            for (number, line) in lines.iter_mut().enumerate() {
                line.key = key(&format!("line-{number}"));
            }
            let mut version = running(format!("2026-{index}"), lines);
            version.starts_at = MONDAY - (3 + days) * DAY_MS;
            version.terms.approval = approval;
            contracts.push(version);
        }
        contracts
    })
}

fn running(number: String, lines: Vec<Line>) -> ContractVersion {
    ContractVersion {
        number,
        starts_at: MONDAY - 3 * DAY_MS,
        ends_at: Some(MONDAY + 30 * DAY_MS),
        ..contract(lines)
    }
}

fn any_question() -> impl Strategy<Value = Question> {
    let activity = select(vec![
        Activity::Fault,
        Activity::Fault,
        Activity::Advice,
        Activity::Prevention,
        Activity::Catalogue(key("arrival")),
    ]);
    let role = proptest::option::of(select(Role::ALL));
    (
        activity,
        1..=3u8,
        1..=4u8,
        0..7 * 1_440i64,
        any::<bool>(),
        role,
    )
        .prop_map(|(activity, impact, urgency, minutes, watched, role)| {
            let mut question = Question {
                impact: Some(impact),
                urgency: Some(urgency),
                at: MONDAY + minutes * MINUTE_MS,
                role,
                ..erp(activity)
            };
            if let Subject::Component { supervised, .. } = &mut question.subject {
                *supervised = watched;
            }
            question
        })
}

fn facts_of(question: &Question, contracts: &[ContractVersion]) -> Facts {
    let here = SiteCalendar {
        site: Some(key("strasbourg")),
        zone: PARIS,
        holidays: FRANCE,
    };
    Facts::at(
        question.at,
        contracts,
        &[here],
        |name| name.parse().ok(),
        60,
    )
}

fn asked(question: &Question, contracts: &[ContractVersion]) -> Verdict {
    decide(question, contracts, &facts_of(question, contracts)).unwrap()
}

/// What must not depend on the order in which things are told: all but the wording of the proof.
fn gist(verdict: Verdict) -> impl PartialEq + std::fmt::Debug {
    let Verdict {
        outcome,
        route,
        line,
        priority,
        alternatives,
        commitment,
        ..
    } = verdict;
    (outcome, route, line, priority, alternatives, commitment)
}

/// Second writing of the rank: when the line's restoration falls due, straight from its hours.
fn restored_by(question: &Question, version: &ContractVersion, line: &Line) -> EpochMs {
    let priority = version
        .terms
        .priority(question.impact.unwrap(), question.urgency.unwrap());
    let row = |targets: &[PriorityTargets]| {
        let row = targets.iter().find(|row| Some(row.priority) == priority);
        row.and_then(|row| row.restoration)
    };
    let Some(target) = row(&line.targets).filter(|_| line.service == ServiceLine::Corrective)
    else {
        return EpochMs::MAX;
    };
    let first = date_of(&PARIS, question.at).unwrap() - chrono::Days::new(1);
    let table = |hours: &ServiceHours| expand(hours, FRANCE, &PARIS, first, 60);
    let duty = line.on_call.iter().find(|duty| {
        let in_scope = duty.scope.is_empty() || covers_by_enumeration(&duty.scope, question);
        in_scope && priority.is_some_and(|priority| duty.priorities.contains(&priority))
    });
    let clocks = match (duty, target) {
        (Some(duty), Target::OpenMinutes(_)) => table(&line.hours).joined(&table(&duty.hours)),
        _ => table(&line.hours),
    };
    deadline(question.at, target, &[], &clocks).unwrap().at
}

/// Second writing: the line that answers, by walking over all of them.
fn answering(question: &Question, contracts: &[ContractVersion]) -> Option<(String, Key)> {
    let mut best = None;
    for version in contracts {
        for line in &version.terms.lines {
            let of_the_service = question.activity.service() == Some(line.service);
            if !of_the_service || !covers_by_enumeration(&line.scope, question) {
                continue;
            }
            let Winner::Included(item) = compete(&line.scope, question) else {
                panic!("the two writings differ");
            };
            let watched = matches!(
                question.subject,
                Subject::Component {
                    supervised: true,
                    ..
                }
            );
            let rank = (
                line.service == ServiceLine::Managed && !watched,
                -i32::from(specificity(item)),
                match line.billing {
                    Billing::Included => 0,
                    Billing::HourBook(_) => 1,
                    _ => 2,
                },
                restored_by(question, version, line),
                version.starts_at,
                version.number.clone(),
                line.key.clone(),
            );
            if best.as_ref().is_none_or(|known| rank < *known) {
                best = Some(rank);
            }
        }
    }
    best.map(|(.., number, line)| (number, line))
}

proptest! {
    #![proptest_config(settings())]

    #[test]
    fn the_line_that_answers_is_the_first_by_rank(question in any_question(), contracts in any_contracts()) {
        let verdict = asked(&question, &contracts);
        let found = verdict.line.map(|line| (line.contract, line.line));
        prop_assert_eq!(found, answering(&question, &contracts));
    }

    #[test]
    fn the_order_of_contracts_and_lines_does_not_matter(
        question in any_question(),
        contracts in any_contracts(),
        turn in 0..3usize,
    ) {
        let mut turned = contracts.clone();
        for version in &mut turned {
            version.terms.lines.reverse();
        }
        let turn = turn % turned.len();
        turned.rotate_left(turn);
        prop_assert_eq!(gist(asked(&question, &turned)), gist(asked(&question, &contracts)));
    }

    #[test]
    fn contracts_that_are_not_in_force_change_nothing(
        question in any_question(),
        contracts in any_contracts(),
        others in any_contracts(),
        state in 0..5u8,
    ) {
        let mut all = contracts.clone();
        for (index, mut other) in others.into_iter().enumerate() {
            other.number = format!("2020-{index}");
            match state {
                0 => other.ends_at = Some(question.at),
                1 => other.starts_at = question.at + 1,
                2 => (other.renewal, other.ends_at) = (Renewal::Express, Some(question.at - DAY_MS)),
                3 => other.status = VersionStatus::Suspended,
                _ => other.status = VersionStatus::Draft,
            }
            all.insert(index, other);
        }
        prop_assert_eq!(asked(&question, &all), asked(&question, &contracts));
    }

    #[test]
    fn an_approval_never_blocks_a_p1(question in any_question(), contracts in any_contracts()) {
        let verdict = asked(&question, &contracts);
        let waits = verdict.route == Route::AwaitingApproval;
        prop_assert!(!(waits && verdict.priority == Some(Priority::P1)));
        prop_assert_eq!(waits, verdict.would_be_covered_if.contains(&Remedy::Approve));
        let said = verdict.proof.iter().any(|reason| matches!(reason, Reason::ApprovalNeeded { .. }));
        prop_assert_eq!(waits, said);
    }

    /// Invariant 13: the browser decides on what crossed the wire.
    #[test]
    fn the_browser_decides_as_the_server_does(question in any_question(), contracts in any_contracts()) {
        fn sent<T: serde::Serialize + serde::de::DeserializeOwned>(what: &T) -> T {
            serde_json::from_str(&serde_json::to_string(what).unwrap()).unwrap()
        }
        let facts = facts_of(&question, &contracts);
        let server = decide(&question, &contracts, &facts).unwrap();
        let browser = decide(&sent(&question), &sent(&contracts), &sent(&facts)).unwrap();
        prop_assert_eq!(sent(&browser), server);
    }

    #[test]
    fn routes_follow_outcomes(question in any_question(), contracts in any_contracts()) {
        let verdict = asked(&question, &contracts);
        match verdict.outcome {
            Outcome::Covered => {
                prop_assert_eq!(verdict.route, Route::Registered);
                prop_assert!(verdict.would_be_covered_if.is_empty());
            }
            Outcome::CoveredIf => prop_assert_ne!(verdict.route, Route::Quote),
            Outcome::OnQuote | Outcome::OutOfScope => prop_assert_eq!(verdict.route, Route::Quote),
        }
        prop_assert!(verdict.outcome == Outcome::Covered || !verdict.would_be_covered_if.is_empty());
        prop_assert!(verdict.outcome != Outcome::OutOfScope || verdict.line.is_none());
        prop_assert!(verdict.route != Route::Quote || verdict.commitment.is_none());
        prop_assert!(!verdict.proof.is_empty());
    }

    /// Component within category within site, each in or out: the innermost that speaks decides.
    #[test]
    fn of_nested_items_the_innermost_decides(polarities in vec(proptest::option::of(any::<bool>()), 4), turn in 0..4usize) {
        let software = Some(Category::OnPremSoftware);
        let sets = [
            (None, None, None),
            (None, None, Some("strasbourg")),
            (None, software, Some("strasbourg")),
            (Some("erp"), software, Some("strasbourg")),
        ];
        let mut scope = Vec::new();
        let mut decides = false;
        for ((component, category, site), included) in sets.into_iter().zip(polarities) {
            let Some(included) = included else { continue };
            scope.push(item(if included { In } else { Out }, component, category, site));
            decides = included;
        }
        let turn = turn.min(scope.len());
        scope.rotate_left(turn);
        let contracts = [contract(vec![line(ServiceLine::Corrective, scope)])];
        let covered = outcome(&erp(Activity::Fault), &contracts) == Outcome::Covered;
        prop_assert_eq!(covered, decides);
    }

    /// Two sets that share the subject, neither inside the other.
    #[test]
    fn of_sets_that_overlap_the_exclusion_wins(first in 0..3usize, other in 1..3usize, swapped in any::<bool>()) {
        let set = |index: usize, polarity| {
            let software = Some(Category::OnPremSoftware);
            let mut set = match index % 3 {
                0 => item(polarity, None, software, None),
                1 => item(polarity, None, None, Some("strasbourg")),
                _ => item(polarity, None, None, None),
            };
            set.activity = (index % 3 == 2).then_some(Activity::Fault);
            set
        };
        let mut scope = vec![set(first, In), set(first + other, Out)];
        if swapped {
            scope.reverse();
        }
        let contracts = [contract(vec![line(ServiceLine::Corrective, scope)])];
        prop_assert_eq!(outcome(&erp(Activity::Fault), &contracts), Outcome::OutOfScope);
    }
}

/// The generator is worth what it reaches.
#[test]
fn every_outcome_and_every_step_is_reached() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..600 {
        let case = (any_question(), any_contracts()).new_tree(&mut runner);
        let (question, contracts) = case.unwrap().current();
        let verdict = asked(&question, &contracts);
        seen.insert(verdict.outcome.code());
        seen.insert(verdict.route.code());
        for reason in &verdict.proof {
            seen.insert(match reason {
                Reason::ApprovalWaivedForP1 { .. } => "waived",
                Reason::ApprovedBySender { .. } => "approved by the sender",
                Reason::OnCallServes { .. } => "on call",
                Reason::OutsideHours { .. } => "outside hours",
                Reason::NotSupervised { .. } => "not supervised",
                _ => continue,
            });
        }
        if !verdict.alternatives.is_empty() {
            seen.insert("several lines");
        }
    }
    assert_eq!(seen.len(), 4 + 3 + 6, "{seen:?}");
}
