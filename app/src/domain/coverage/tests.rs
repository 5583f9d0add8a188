//! Coverage as tables, and as properties against a naive second writing of the rule.
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

mod properties;

use proptest::prelude::*;

use super::*;
use crate::domain::component::{Category, Key};
use crate::domain::contract::Polarity;
use crate::domain::contract::{
    CatalogueItem, ClockStart, HourRule, Renewal, ServiceHours, Terms, VersionStatus,
};

#[test]
fn an_approval_holds_for_the_same_cause_and_no_more() {
    let asks = |why: Option<ApprovalCause>| {
        let clause = String::new();
        let asked = why.map(|why| Reason::ApprovalNeeded { why, clause });
        on_quote(Outcome::CoveredIf, asked.into_iter().collect(), vec![])
    };
    use ApprovalCause::{Activity, Role};
    let amount = |cents| ApprovalCause::Amount {
        cents,
        above_cents: 50_000,
    };
    let hours = |minutes| ApprovalCause::Hours {
        minutes,
        above_minutes: 60,
    };
    for (before, now, expected) in [
        (Some(amount(90_000)), Some(amount(90_000)), true),
        (Some(amount(90_000)), Some(amount(90_001)), false),
        (Some(hours(90)), Some(hours(60)), true),
        (Some(hours(90)), Some(amount(60_000)), false),
        (Some(Activity), Some(amount(60_000)), false),
        (Some(amount(90_000)), Some(Role), true),
        (Some(Activity), Some(Activity), true),
        (None, Some(Activity), false),
        (None, None, false),
    ] {
        let holds = asks(now).is_approved_as(&asks(before));
        assert_eq!(holds, expected, "{before:?} then {now:?}");
    }
}

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

fn item(
    polarity: Polarity,
    component: Option<&str>,
    category: Option<Category>,
    site: Option<&str>,
) -> ScopeItem {
    ScopeItem {
        polarity,
        component: component.map(key),
        category,
        site: site.map(key),
        activity: None,
        clause: "4.2".into(),
        note: String::new(),
    }
}

fn line(service: ServiceLine, scope: Vec<ScopeItem>) -> Line {
    Line {
        key: key(service.code()),
        service,
        title: service.code().into(),
        bundle: None,
        clause: "3".into(),
        hours: ServiceHours {
            always: true,
            ..ServiceHours::default()
        },
        on_call: None,
        clock_start: ClockStart::Declaration,
        targets: vec![],
        billing: Billing::Included,
        price: String::new(),
        scope,
        catalogue: vec![],
        vendor_follow_up: false,
    }
}

fn contract(lines: Vec<Line>) -> ContractVersion {
    ContractVersion {
        number: "2026-014".into(),
        title: "Contrat".into(),
        version: 3,
        status: VersionStatus::Active,
        starts_at: 1_000,
        ends_at: Some(9_000),
        renewal: Renewal::None,
        terms: Terms {
            lines,
            ..Terms::default()
        },
    }
}

fn erp(activity: Activity) -> Question {
    Question {
        may_request: true,
        subject: Subject::Component {
            key: key("erp"),
            category: Category::OnPremSoftware,
            sites: vec![key("strasbourg")],
            supervised: true,
        },
        site: Some(key("strasbourg")),
        activity,
        impact: Some(1),
        urgency: Some(1),
        at: 5_000,
        role: None,
    }
}

fn outcome(question: &Question, contracts: &[ContractVersion]) -> Outcome {
    decide(question, contracts, &Facts::default())
        .unwrap()
        .outcome
}

use Polarity::{Excluded as Out, Included as In};

#[test]
fn scope_items_compete() {
    let software = Some(Category::OnPremSoftware);
    let table: &[(&str, Vec<ScopeItem>, Outcome)] = &[
        ("nothing said", vec![], Outcome::OutOfScope),
        (
            "category in",
            vec![item(In, None, software, None)],
            Outcome::Covered,
        ),
        (
            "component out of a category in",
            vec![
                item(In, None, software, None),
                item(Out, Some("erp"), None, None),
            ],
            Outcome::OutOfScope,
        ),
        (
            "component in, category out, site out",
            vec![
                item(In, Some("erp"), None, None),
                item(Out, None, software, None),
                item(Out, None, None, Some("strasbourg")),
            ],
            Outcome::Covered,
        ),
        (
            "excluded component inside an included category inside an excluded site",
            vec![
                item(Out, None, None, Some("strasbourg")),
                item(In, None, software, Some("strasbourg")),
                item(Out, Some("erp"), None, None),
            ],
            Outcome::OutOfScope,
        ),
        (
            "sets that overlap without nesting: exclusion wins",
            vec![
                item(In, None, software, None),
                item(Out, None, None, Some("strasbourg")),
            ],
            Outcome::OutOfScope,
        ),
        (
            "the same set both ways",
            vec![
                item(In, None, software, None),
                item(Out, None, software, None),
            ],
            Outcome::OutOfScope,
        ),
        (
            "everything in",
            vec![item(In, None, None, None)],
            Outcome::Covered,
        ),
        (
            "another site out",
            vec![
                item(In, None, None, None),
                item(Out, None, None, Some("colmar")),
            ],
            Outcome::Covered,
        ),
    ];
    for (what, scope, expected) in table {
        let contracts = [contract(vec![line(ServiceLine::Corrective, scope.clone())])];
        assert_eq!(
            outcome(&erp(Activity::Fault), &contracts),
            *expected,
            "{what}"
        );
    }
}

#[test]
fn contracts_count_only_while_in_force() {
    let all = || {
        vec![line(
            ServiceLine::Corrective,
            vec![item(In, None, None, None)],
        )]
    };
    for (status, at, renewal, expected) in [
        (
            VersionStatus::Active,
            999,
            Renewal::None,
            Outcome::OutOfScope,
        ),
        (
            VersionStatus::Active,
            1_000,
            Renewal::None,
            Outcome::Covered,
        ),
        (
            VersionStatus::Active,
            8_999,
            Renewal::None,
            Outcome::Covered,
        ),
        (
            VersionStatus::Active,
            9_000,
            Renewal::None,
            Outcome::OutOfScope,
        ),
        (
            VersionStatus::Active,
            9_000,
            Renewal::Express,
            Outcome::OutOfScope,
        ),
        (
            VersionStatus::Active,
            9_000,
            Renewal::Tacit,
            Outcome::Covered,
        ),
        (
            VersionStatus::Suspended,
            5_000,
            Renewal::None,
            Outcome::OutOfScope,
        ),
        (
            VersionStatus::Draft,
            5_000,
            Renewal::None,
            Outcome::OutOfScope,
        ),
    ] {
        let contracts = [ContractVersion {
            status,
            renewal,
            ..contract(all())
        }];
        let question = Question {
            at,
            ..erp(Activity::Fault)
        };
        assert_eq!(
            outcome(&question, &contracts),
            expected,
            "{status} at {at}, {renewal}"
        );
    }
}

#[test]
fn who_may_not_request_gets_no_verdict() {
    let question = Question {
        may_request: false,
        ..erp(Activity::Fault)
    };
    assert_eq!(
        decide(&question, &[], &Facts::default()),
        Err(MayNotRequest)
    );
}

#[test]
fn a_managed_line_wants_supervision() {
    let contracts = [contract(vec![line(
        ServiceLine::Managed,
        vec![item(In, None, None, None)],
    )])];
    let mut question = erp(Activity::Prevention);
    assert_eq!(outcome(&question, &contracts), Outcome::Covered);
    if let Subject::Component { supervised, .. } = &mut question.subject {
        *supervised = false;
    }
    let verdict = decide(&question, &contracts, &Facts::default()).unwrap();
    assert_eq!(
        (verdict.outcome, verdict.route),
        (Outcome::CoveredIf, Route::Registered)
    );
    assert!(verdict.would_be_covered_if.contains(&Remedy::Supervise));
}

#[test]
fn a_negative_verdict_says_what_would_change_it() {
    let contracts = [contract(vec![
        line(
            ServiceLine::Corrective,
            vec![item(Out, Some("erp"), None, None)],
        ),
        line(ServiceLine::Helpdesk, vec![item(In, None, None, None)]),
    ])];
    let verdict = decide(&erp(Activity::Fault), &contracts, &Facts::default()).unwrap();
    assert_eq!(
        (verdict.outcome, verdict.route),
        (Outcome::OutOfScope, Route::Quote)
    );
    assert!(
        verdict
            .proof
            .iter()
            .any(|reason| matches!(reason, Reason::Excluded { item, .. } if item.clause == "4.2"))
    );
    assert!(verdict.would_be_covered_if.contains(&Remedy::AskInstead {
        activity: Activity::Advice
    }));
    assert_eq!(verdict.priority, Some(Priority::P1));
}

#[test]
fn an_unlisted_catalogue_item_goes_on_quote() {
    let contracts = [contract(vec![line(
        ServiceLine::Helpdesk,
        vec![item(In, None, None, None)],
    )])];
    let question = erp(Activity::Catalogue(key("arrival")));
    let verdict = decide(&question, &contracts, &Facts::default()).unwrap();
    assert_eq!(
        (verdict.outcome, verdict.route),
        (Outcome::OnQuote, Route::Quote)
    );
}

#[test]
fn the_more_specific_line_then_the_cheaper_one_answers() {
    let general = Line {
        key: key("general"),
        ..line(ServiceLine::Corrective, vec![item(In, None, None, None)])
    };
    let specific = Line {
        key: key("specific"),
        billing: Billing::HourBook(HourRule {
            unit_minutes: 15,
            minimum_minutes: 30,
            travel_minutes: 0,
            out_of_hours_percent: 0,
            approval_above_minutes: None,
        }),
        ..line(
            ServiceLine::Corrective,
            vec![item(In, Some("erp"), None, None)],
        )
    };
    let paid = Line {
        key: key("paid"),
        billing: Billing::Chargeable,
        ..general.clone()
    };
    let verdict = decide(
        &erp(Activity::Fault),
        &[contract(vec![general.clone(), specific])],
        &Facts::default(),
    )
    .unwrap();
    assert_eq!(verdict.line.unwrap().line, key("specific"));
    assert_eq!(verdict.alternatives.len(), 1);
    let verdict = decide(
        &erp(Activity::Fault),
        &[contract(vec![paid, general])],
        &Facts::default(),
    )
    .unwrap();
    assert_eq!(verdict.line.unwrap().line, key("general"));
}

fn any_item() -> impl Strategy<Value = ScopeItem> {
    let maybe =
        |options: &'static [&'static str]| proptest::option::of(proptest::sample::select(options));
    (
        any::<bool>(),
        maybe(&["erp", "crm"]),
        any::<Option<bool>>(),
        maybe(&["strasbourg", "colmar"]),
        any::<Option<bool>>(),
    )
        .prop_map(
            |(included, component, category, site, activity)| ScopeItem {
                polarity: if included { In } else { Out },
                component: component.map(key),
                category: category.map(|own| {
                    if own {
                        Category::OnPremSoftware
                    } else {
                        Category::Cloud
                    }
                }),
                site: site.map(key),
                activity: activity.map(|fault| {
                    if fault {
                        Activity::Fault
                    } else {
                        Activity::Advice
                    }
                }),
                clause: "1".into(),
                note: String::new(),
            },
        )
}

/// Second writing of the rule: sets are enumerated over a small world, and containment is checked member by member.
fn covers_by_enumeration(scope: &[ScopeItem], question: &Question) -> bool {
    type Member = (&'static str, Category, &'static str, Activity);
    let mut world: Vec<Member> = Vec::new();
    for (component, category, sites) in [
        ("erp", Category::OnPremSoftware, &["strasbourg"][..]),
        ("crm", Category::Cloud, &["strasbourg", "colmar"]),
        (
            "other-software",
            Category::OnPremSoftware,
            &["strasbourg", "colmar"],
        ),
        ("other-cloud", Category::Cloud, &["strasbourg", "colmar"]),
        (
            "other-phone",
            Category::TelephonyLocal,
            &["strasbourg", "colmar", "elsewhere"],
        ),
        (
            "anything-software",
            Category::OnPremSoftware,
            &["elsewhere"],
        ),
        ("anything-cloud", Category::Cloud, &["elsewhere"]),
    ] {
        for site in sites {
            for activity in [Activity::Fault, Activity::Advice, Activity::Prevention] {
                world.push((component, category, site, activity));
            }
        }
    }
    let holds = |item: &ScopeItem, member: &Member| {
        item.component
            .as_ref()
            .is_none_or(|wanted| wanted.as_str() == member.0)
            && item.category.is_none_or(|wanted| wanted == member.1)
            && item
                .site
                .as_ref()
                .is_none_or(|wanted| wanted.as_str() == member.2)
            && item
                .activity
                .as_ref()
                .is_none_or(|wanted| *wanted == member.3)
    };
    let set = |item: &ScopeItem| {
        world
            .iter()
            .map(|member| holds(item, member))
            .collect::<Vec<_>>()
    };
    let asked: Member = (
        "erp",
        Category::OnPremSoftware,
        "strasbourg",
        question.activity.clone(),
    );
    let matching: Vec<&ScopeItem> = scope.iter().filter(|item| holds(item, &asked)).collect();
    matching
        .iter()
        .filter(|item| item.polarity == In)
        .any(|inclusion| {
            matching
                .iter()
                .filter(|item| item.polarity == Out)
                .all(|exclusion| {
                    let (a, b) = (set(inclusion), set(exclusion));
                    a != b && a.iter().zip(&b).all(|(in_a, in_b)| !in_a || *in_b)
                })
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_rule_agrees_with_its_second_writing(scope in proptest::collection::vec(any_item(), 0..6)) {
        let question = erp(Activity::Fault);
        let covered = outcome(&question, &[contract(vec![line(ServiceLine::Corrective, scope.clone())])]) == Outcome::Covered;
        prop_assert_eq!(covered, covers_by_enumeration(&scope, &question));
    }

    #[test]
    fn the_order_of_items_does_not_matter(scope in proptest::collection::vec(any_item(), 0..6)) {
        let mut reversed = scope.clone();
        reversed.reverse();
        let of = |scope| outcome(&erp(Activity::Fault), &[contract(vec![line(ServiceLine::Corrective, scope)])]);
        prop_assert_eq!(of(scope), of(reversed));
    }

    #[test]
    fn a_verdict_survives_the_wire(scope in proptest::collection::vec(any_item(), 0..6)) {
        let verdict = decide(&erp(Activity::Fault), &[contract(vec![line(ServiceLine::Corrective, scope)])], &Facts::default()).unwrap();
        let text = serde_json::to_string(&verdict).unwrap();
        prop_assert_eq!(serde_json::from_str::<Verdict>(&text).unwrap(), verdict);
    }
}

#[test]
fn a_catalogue_request_needs_no_component() {
    let arrival = || Activity::Catalogue(key("arrival"));
    let software = Some(Category::OnPremSoftware);
    let unnamed = |site: Option<&str>| Question {
        subject: Subject::Unnamed,
        site: site.map(key),
        ..erp(arrival())
    };
    let at = |place: &str, scope: ScopeItem| ScopeItem {
        site: Some(key(place)),
        ..scope
    };
    let everything = || item(In, None, None, None);
    let table: Vec<(&str, Vec<ScopeItem>, Outcome)> = vec![
        ("nothing said", vec![], Outcome::OutOfScope),
        ("everything in", vec![everything()], Outcome::Covered),
        (
            "a category in may hold it",
            vec![item(In, None, software, None)],
            Outcome::Covered,
        ),
        (
            "a category out surely holds nothing unnamed",
            vec![everything(), item(Out, None, software, None)],
            Outcome::Covered,
        ),
        (
            "the request itself out",
            vec![
                everything(),
                ScopeItem {
                    activity: Some(arrival()),
                    ..item(Out, None, None, None)
                },
            ],
            Outcome::OutOfScope,
        ),
        (
            "another site only",
            vec![at("colmar", everything())],
            Outcome::OutOfScope,
        ),
        (
            "that site",
            vec![at("strasbourg", everything())],
            Outcome::Covered,
        ),
    ];
    for (name, scope, expected) in table {
        let mut line = line(ServiceLine::Corrective, scope);
        line.catalogue = vec![CatalogueItem {
            key: key("arrival"),
            title: "Arrivée".into(),
            title_en: "Arrival".into(),
            delay: None,
            clause: "5".into(),
            billing: None,
            form: vec![],
        }];
        let contracts = [contract(vec![line])];
        let verdict = decide(&unnamed(Some("strasbourg")), &contracts, &Facts::default()).unwrap();
        assert_eq!(verdict.outcome, expected, "{name}");
        let lists_a_category = |reason: &Reason| matches!(reason, Reason::Included { item, .. } if item.category.is_some());
        assert!(!verdict.proof.iter().any(lists_a_category), "{name}");
    }
}

#[test]
fn the_priority_out_of_scope_does_not_depend_on_the_order() {
    let question = erp(Activity::Fault);
    let of = |number: &str, starts_at, matrix| {
        let mut contract = contract(vec![line(ServiceLine::Corrective, vec![])]);
        contract.number = number.into();
        contract.starts_at = starts_at;
        contract.terms.priority_matrix = Some(matrix);
        contract
    };
    let (oldest, newer) = (of("B", 1_000, [[2; 4]; 3]), of("A", 2_000, [[4; 4]; 3]));
    for contracts in [
        [oldest.clone(), newer.clone()],
        [newer.clone(), oldest.clone()],
    ] {
        let verdict = decide(&question, &contracts, &Facts::default()).unwrap();
        assert_eq!(
            (verdict.outcome, verdict.priority),
            (Outcome::OutOfScope, Some(Priority::P2))
        );
    }
}
