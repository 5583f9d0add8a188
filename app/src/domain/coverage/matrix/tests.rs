//! The matrix as a table, and as a property against the verdict itself.
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use proptest::prelude::*;

use super::*;
use crate::domain::contract::{
    ClockStart, HourRule, OnCall, Polarity, Renewal, ServiceHours, Terms, VersionStatus,
};
use crate::domain::coverage::{self, Outcome, Reason, Verdict, covering_services};

const AT: EpochMs = 5_000;

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

fn component(name: &str, category: Category, sites: &[&str], supervised: bool) -> Subject {
    Subject::Component {
        key: key(name),
        category,
        sites: sites.iter().map(|site| key(site)).collect(),
        supervised,
    }
}

fn item(
    polarity: Polarity,
    component: Option<&str>,
    category: Option<Category>,
    site: Option<&str>,
    clause: &str,
) -> ScopeItem {
    ScopeItem {
        polarity,
        component: component.map(key),
        category,
        site: site.map(key),
        activity: None,
        clause: clause.into(),
        note: String::new(),
    }
}

fn line(name: &str, service: ServiceLine, billing: Billing, scope: Vec<ScopeItem>) -> Line {
    Line {
        key: key(name),
        service,
        title: name.into(),
        bundle: None,
        clause: "1".into(),
        hours: ServiceHours {
            always: true,
            ..ServiceHours::default()
        },
        on_call: None,
        clock_start: ClockStart::Declaration,
        targets: vec![],
        billing,
        price: String::new(),
        scope,
        catalogue: vec![],
        vendor_follow_up: false,
    }
}

fn contract(number: &str, lines: Vec<Line>) -> ContractVersion {
    ContractVersion {
        number: number.into(),
        title: "Contrat".into(),
        version: 1,
        status: VersionStatus::Active,
        starts_at: 0,
        ends_at: None,
        renewal: Renewal::None,
        terms: Terms {
            lines,
            ..Terms::default()
        },
    }
}

use Polarity::{Excluded as Out, Included as In};
use ServiceLine::{Corrective, Helpdesk, Managed};

/// Two servers, one of them at Saint-Malo; a printer; a program at both sites, not watched.
fn small_client() -> Vec<Subject> {
    vec![
        component("server-rennes", Category::Infrastructure, &["rennes"], true),
        component("server-malo", Category::Infrastructure, &["malo"], true),
        component("printer", Category::Hardware, &["rennes"], false),
        component("erp", Category::OnPremSoftware, &["rennes", "malo"], false),
    ]
}

fn small_contract() -> Vec<ContractVersion> {
    vec![contract(
        "2026-001",
        vec![
            line(
                "repair",
                Corrective,
                Billing::Included,
                vec![
                    item(In, None, None, None, "1"),
                    item(Out, None, Some(Category::Hardware), None, "2"),
                    item(Out, None, Some(Category::Infrastructure), Some("malo"), "3"),
                ],
            ),
            line(
                "watch",
                Managed,
                Billing::Included,
                vec![
                    item(In, None, Some(Category::OnPremSoftware), None, "4"),
                    item(In, None, Some(Category::Infrastructure), None, "4"),
                    item(In, None, Some(Category::Cloud), None, "4"),
                ],
            ),
        ],
    )]
}

#[test]
fn each_cell_says_its_word() {
    let (components, contracts) = (small_client(), small_contract());
    let partly = |included, all| Reading::Partly {
        included,
        blind_spots: 0,
        all,
    };
    let all = Reading::All;
    let of = |site: Option<&str>| {
        let site = site.map(key);
        let matrix = matrix(&components, site.as_ref(), &contracts, AT);
        let mut readings = Vec::new();
        for row in &matrix.rows {
            readings.push((row.category, row.cells.each_ref().map(|cell| cell.reading)));
        }
        readings
    };
    let none = all(Cover::NoLine);
    let program = [all(Cover::Included), all(Cover::BlindSpot), none];
    let printer = [all(Cover::Excluded), all(Cover::Unsaid), none];
    let nothing_yet = [all(Cover::Included), all(Cover::Included), none];
    assert_eq!(
        of(None),
        [
            (Category::Hardware, printer),
            (Category::OnPremSoftware, program),
            (
                Category::Infrastructure,
                [partly(1, 2), all(Cover::Included), none]
            ),
            (Category::Cloud, nothing_yet),
        ]
    );
    assert_eq!(
        of(Some("malo")),
        [
            (
                Category::Hardware,
                [all(Cover::Excluded), all(Cover::Unsaid), none]
            ),
            (Category::OnPremSoftware, program),
            (
                Category::Infrastructure,
                [all(Cover::Excluded), all(Cover::Included), none]
            ),
            (Category::Cloud, nothing_yet),
        ]
    );
}

#[test]
fn components_with_the_same_clause_stand_together() {
    let (components, contracts) = (small_client(), small_contract());
    let matrix = matrix(&components, None, &contracts, AT);
    let servers = &matrix.rows[2].cells[0];
    let groups: Vec<(Cover, &str, &[usize])> = servers
        .groups
        .iter()
        .map(|group| {
            let ground = group.answer.ground.unwrap();
            (group.answer.cover, ground.clause(), &group.components[..])
        })
        .collect();
    assert_eq!(
        groups,
        [
            (Cover::Included, "1", &[0][..]),
            (Cover::Excluded, "3", &[1][..])
        ]
    );
    assert_eq!(matrix.included(Corrective), 2);
    assert_eq!(matrix.count(Managed, Cover::BlindSpot), 1);
}

#[test]
fn on_call_has_a_perimeter_of_its_own() {
    let components = small_client();
    let mut contracts = small_contract();
    let duty = |scope| OnCall {
        hours: ServiceHours::default(),
        priorities: vec![],
        scope,
        targets: vec![],
        by_phone: true,
        price: String::new(),
        clause: String::new(),
    };
    for (scope, expected) in [
        (vec![], [true, true]),
        (
            vec![item(In, Some("server-rennes"), None, None, "7")],
            [true, false],
        ),
    ] {
        contracts[0].terms.lines[0].on_call = Some(duty(scope));
        let matrix = matrix(&components, None, &contracts, AT);
        let served = [0, 3].map(|position| {
            let ground = matrix.answer(position, Corrective).unwrap().ground.unwrap();
            ground.on_call(&components[position], AT).is_some()
        });
        assert_eq!(served, expected);
    }
}

#[test]
fn without_a_contract_there_is_no_line() {
    let components = small_client();
    let matrix = matrix(&components, None, &[], AT);
    let words = matrix.rows.iter().flat_map(|row| &row.cells);
    for cell in words {
        assert_eq!(cell.reading, Reading::All(Cover::NoLine));
    }
}

const COMPONENTS: [&str; 4] = ["erp", "crm", "pump", "router"];
const CATEGORIES: [Category; 3] = [
    Category::OnPremSoftware,
    Category::Cloud,
    Category::Hardware,
];
const SITES: [&str; 3] = ["strasbourg", "colmar", "mulhouse"];
const ACTIVITIES: [Activity; 3] = [Activity::Fault, Activity::Prevention, Activity::Advice];

fn any_item() -> impl Strategy<Value = ScopeItem> {
    use proptest::option::weighted;
    use proptest::sample::select;
    (
        any::<bool>(),
        weighted(0.3, select(&COMPONENTS[..])),
        weighted(0.4, select(&CATEGORIES[..])),
        weighted(0.3, select(&SITES[..])),
        weighted(0.2, select(&ACTIVITIES[..])),
        select(&["1", "2", "3"][..]),
    )
        .prop_map(
            |(included, component, category, site, activity, clause)| ScopeItem {
                activity,
                ..item(
                    if included { In } else { Out },
                    component,
                    category,
                    site,
                    clause,
                )
            },
        )
}

fn any_line() -> impl Strategy<Value = Line> {
    let rule = HourRule {
        unit_minutes: 15,
        minimum_minutes: 15,
        travel_minutes: 0,
        out_of_hours_percent: 0,
        approval_above_minutes: None,
    };
    (
        proptest::sample::select(ServiceLine::ALL),
        proptest::sample::select(vec![
            Billing::Included,
            Billing::HourBook(rule),
            Billing::Fixed { cents: 100 },
            Billing::Chargeable,
        ]),
        proptest::collection::vec(any_item(), 0..7),
    )
        .prop_map(|(service, billing, scope)| line("line", service, billing, scope))
}

fn any_contracts() -> impl Strategy<Value = Vec<ContractVersion>> {
    let one = proptest::collection::vec(any_line(), 0..4);
    proptest::collection::vec((one, any::<bool>()), 0..3).prop_map(|all| {
        let numbered = all.into_iter().enumerate();
        numbered
            .map(|(index, (mut lines, in_force))| {
                for (position, line) in lines.iter_mut().enumerate() {
                    line.key = key(&format!("line-{position}"));
                }
                ContractVersion {
                    ends_at: (!in_force).then_some(AT),
                    ..contract(&format!("2026-{index:03}"), lines)
                }
            })
            .collect()
    })
}

fn any_component() -> impl Strategy<Value = Subject> {
    (
        proptest::sample::select(&COMPONENTS[..]),
        proptest::sample::select(&CATEGORIES[..]),
        proptest::sample::subsequence(&SITES[..], 0..=3),
        any::<bool>(),
    )
        .prop_map(|(name, category, sites, supervised)| {
            component(name, category, &sites, supervised)
        })
}

fn verdict(
    subject: &Subject,
    site: Option<&Key>,
    service: ServiceLine,
    contracts: &[ContractVersion],
) -> Verdict {
    let question = Question {
        may_request: true,
        subject: subject.clone(),
        site: site.cloned(),
        activity: activity_of(service),
        impact: None,
        urgency: None,
        at: AT,
        role: None,
    };
    coverage::decide(&question, contracts, &Facts::default()).unwrap()
}

/// What the verdict's proof says, in the matrix' words.
fn cover_of(verdict: &Verdict) -> Cover {
    let says = |wanted: fn(&Reason) -> bool| verdict.proof.iter().any(wanted);
    match verdict.outcome {
        Outcome::OnQuote => Cover::OnQuote,
        Outcome::Covered => Cover::Included,
        Outcome::CoveredIf => Cover::BlindSpot,
        Outcome::OutOfScope if says(|reason| matches!(reason, Reason::Excluded { .. })) => {
            Cover::Excluded
        }
        Outcome::OutOfScope if says(|reason| matches!(reason, Reason::NotInScope { .. })) => {
            Cover::Unsaid
        }
        Outcome::OutOfScope => Cover::NoLine,
    }
}

/// The clause and the line that the verdict rests on.
fn ground_of(verdict: &Verdict) -> Option<(String, String)> {
    let item = verdict.proof.iter().find_map(|reason| match reason {
        Reason::Included { line, item } | Reason::Excluded { line, item } => {
            Some((line.line.to_string(), item.clause.clone()))
        }
        _ => None,
    });
    let silent = || {
        verdict.proof.iter().find_map(|reason| match reason {
            Reason::NotInScope { line } => Some((line.line.to_string(), "1".to_owned())),
            _ => None,
        })
    };
    item.or_else(silent)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn every_answer_is_the_verdicts(
        components in proptest::collection::vec(any_component(), 0..6),
        contracts in any_contracts(),
        site in proptest::option::of(proptest::sample::select(&SITES[..])),
    ) {
        let site = site.map(key);
        let matrix = matrix(&components, site.as_ref(), &contracts, AT);
        for (position, component) in components.iter().enumerate() {
            let Subject::Component { sites, .. } = component else { unreachable!() };
            let stands = site.as_ref().is_none_or(|site| sites.is_empty() || sites.contains(site));
            for service in ServiceLine::ALL.iter().copied() {
                let answer = matrix.answer(position, service);
                prop_assert_eq!(answer.is_some(), stands);
                let Some(answer) = answer else { continue };
                let verdict = verdict(component, site.as_ref(), service, &contracts);
                prop_assert_eq!(answer.cover, cover_of(&verdict));
                let ground = answer.ground.map(|ground| {
                    (ground.line.key.to_string(), ground.clause().to_owned())
                });
                prop_assert_eq!(ground, ground_of(&verdict));
            }
            if site.is_none() {
                let covered: Vec<ServiceLine> = ServiceLine::ALL.iter().copied().filter(|service| {
                    let answer = matrix.answer(position, *service).map(|answer| answer.cover);
                    matches!(answer, Some(Cover::Included | Cover::BlindSpot))
                }).collect();
                prop_assert_eq!(covered, covering_services(component, &contracts, AT));
            }
        }
    }

    #[test]
    fn a_cell_is_what_its_components_say(
        components in proptest::collection::vec(any_component(), 1..8),
        contracts in any_contracts(),
    ) {
        let matrix = matrix(&components, None, &contracts, AT);
        for row in &matrix.rows {
            for cell in &row.cells {
                let mut listed: Vec<usize> = cell.groups.iter().flat_map(|group| group.components.clone()).collect();
                listed.sort_unstable();
                prop_assert_eq!(listed.len(), row.components);
                let covers: Vec<Cover> = listed.iter()
                    .map(|position| cover_of(&verdict(&components[*position], None, cell.service, &contracts)))
                    .collect();
                let is_out = |cover: &Cover| matches!(cover, Cover::Excluded | Cover::Unsaid);
                match cell.reading {
                    Reading::All(Cover::Excluded) => prop_assert!(covers.iter().all(is_out)),
                    Reading::All(cover) => prop_assert!(covers.iter().all(|one| *one == cover)),
                    Reading::Partly { included, blind_spots, all } => {
                        let count = |wanted| covers.iter().filter(|one| **one == wanted).count();
                        prop_assert_eq!(
                            (included, blind_spots, all),
                            (count(Cover::Included), count(Cover::BlindSpot), covers.len())
                        );
                        prop_assert!(covers.iter().any(|one| *one != covers[0]));
                    }
                }
            }
        }
    }
}

/// Two thousand components at ten sites, five hundred items of every kind.
#[test]
fn a_large_client_is_decided_at_once() {
    let sites: Vec<String> = (0..10).map(|index| format!("site-{index}")).collect();
    let categories = Category::ALL;
    let components: Vec<Subject> = (0..2_000)
        .map(|index| {
            let own = [sites[index % 10].as_str(), sites[index / 7 % 10].as_str()];
            let count = 1 + usize::from(index % 5 == 0 && own[0] != own[1]);
            component(
                &format!("component-{index}"),
                categories[index % categories.len()],
                &own[..count],
                index % 3 > 0,
            )
        })
        .collect();
    let items = |service: usize| -> Vec<ScopeItem> {
        let count = if service == 0 { 168 } else { 166 };
        (0..count)
            .map(|index| {
                let named = format!("component-{}", (index * 37 + service * 11) % 2_000);
                item(
                    if index % 3 == 0 { Out } else { In },
                    (index % 2 == 0).then_some(named.as_str()),
                    (index % 5 < 3).then_some(categories[index % categories.len()]),
                    (index % 7 < 2).then_some(sites[index % 10].as_str()),
                    &index.to_string(),
                )
            })
            .collect()
    };
    let lines = ServiceLine::ALL.iter().enumerate();
    let contracts = [contract(
        "2026-001",
        lines
            .map(|(index, service)| line("line", *service, Billing::Included, items(index)))
            .collect(),
    )];
    let fastest = (0..20)
        .map(|_| {
            let began = std::time::Instant::now();
            let matrix = matrix(&components, None, &contracts, AT);
            assert_eq!(matrix.components(), 2_000);
            began.elapsed()
        })
        .min()
        .unwrap();
    // Helpdesk of every component, to see that the fast way is the true one.
    let matrix = matrix(&components, None, &contracts, AT);
    for position in (0..2_000).step_by(97) {
        let verdict = verdict(&components[position], None, Helpdesk, &contracts);
        let answer = matrix.answer(position, Helpdesk).unwrap();
        assert_eq!(answer.cover, cover_of(&verdict));
    }
    let budget_ms = if cfg!(debug_assertions) { 100 } else { 5 };
    assert!(
        fastest.as_millis() < budget_ms,
        "the matrix took {fastest:?}"
    );
}
