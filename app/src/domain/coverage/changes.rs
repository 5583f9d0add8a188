//! What another version of a contract would change for the client: cover gained and lost, promises that differ.

use super::{Facts, Outcome, Question, Subject, decide};
use crate::domain::component::{ComponentState, Key};
use crate::domain::contract::{
    Activity, Billing, ClockStart, ContractVersion, Line, Priority, PriorityTargets, ScopeItem,
    ServiceHours, ServiceLine, Target, Terms,
};
use crate::domain::time::EpochMs;

/// A component that gains or loses the cover of a service.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CoverChange {
    /// Index among the subjects.
    pub subject: usize,
    pub service: ServiceLine,
    /// At that site only; none: everywhere.
    pub site: Option<Key>,
    pub gained: bool,
}

/// What changes for these subjects at that instant, in their order, between two states of all the client's contracts.
pub fn cover(
    subjects: &[Subject],
    before: &[ContractVersion],
    after: &[ContractVersion],
    at: EpochMs,
) -> Vec<CoverChange> {
    let mut changes = Vec::new();
    for (index, subject) in subjects.iter().enumerate() {
        for activity in [Activity::Fault, Activity::Prevention, Activity::Advice] {
            let Some(service) = activity.service() else {
                continue;
            };
            let turned = places(subject).into_iter().filter_map(|site| {
                let covers =
                    |contracts| is_covered(subject, site.clone(), &activity, contracts, at);
                let (was, is) = (covers(before), covers(after));
                (was != is).then_some((site.clone(), is))
            });
            let turned: Vec<(Option<Key>, bool)> = turned.collect();
            let everywhere = turned.len() == places(subject).len()
                && turned.windows(2).all(|pair| pair[0].1 == pair[1].1);
            let change = |site, gained| CoverChange {
                subject: index,
                service,
                site,
                gained,
            };
            match turned.first() {
                Some((_, gained)) if everywhere => changes.push(change(None, *gained)),
                _ => changes.extend(
                    turned
                        .into_iter()
                        .map(|(site, gained)| change(site, gained)),
                ),
            }
        }
    }
    changes
}

/// Where it may be asked for: each of its sites, or nowhere in particular.
fn places(subject: &Subject) -> Vec<Option<Key>> {
    match subject {
        Subject::Component { sites, .. } if !sites.is_empty() => {
            sites.iter().cloned().map(Some).collect()
        }
        _ => vec![None],
    }
}

fn is_covered(
    subject: &Subject,
    site: Option<Key>,
    activity: &Activity,
    contracts: &[ContractVersion],
    at: EpochMs,
) -> bool {
    let question = Question {
        may_request: true,
        subject: subject.clone(),
        site,
        activity: activity.clone(),
        impact: None,
        urgency: None,
        at,
        role: None,
    };
    decide(&question, contracts, &Facts::default())
        .is_ok_and(|verdict| matches!(verdict.outcome, Outcome::Covered | Outcome::CoveredIf))
}

/// What differs between the terms of two versions.
#[derive(Debug, Clone, PartialEq)]
pub enum TermsChange {
    LineAdded {
        title: String,
        service: ServiceLine,
    },
    LineRemoved {
        title: String,
        service: ServiceLine,
    },
    Line {
        title: String,
        service: ServiceLine,
        what: LineChange,
    },
    ClauseAdded {
        reference: String,
        title: String,
    },
    ClauseRemoved {
        reference: String,
        title: String,
    },
    ClauseChanged {
        reference: String,
        title: String,
    },
    ObservationHours {
        before: u32,
        after: u32,
    },
    /// Days before planned work; none: nothing is promised.
    PlannedNotice {
        before: Option<u32>,
        after: Option<u32>,
    },
    /// Working days after which what was resolved is closed.
    ClosingDays {
        before: u16,
        after: u16,
    },
    /// The priority of what supervision sees in that state, until it is qualified.
    Seen {
        state: ComponentState,
        before: Option<Priority>,
        after: Option<Priority>,
    },
}

/// What differs in a line that both versions have.
#[derive(Debug, Clone, PartialEq)]
pub enum LineChange {
    Title {
        before: String,
    },
    Price {
        before: String,
        after: String,
    },
    Billing {
        before: Billing,
        after: Billing,
    },
    ClockStart {
        before: ClockStart,
        after: ClockStart,
    },
    Hours {
        before: ServiceHours,
        after: ServiceHours,
    },
    /// `none`: no commitment.
    Target {
        priority: Priority,
        promise: Promised,
        before: Option<Target>,
        after: Option<Target>,
    },
    VendorFollowUp {
        after: bool,
    },
    /// On call appears, goes or changes.
    OnCall {
        before: bool,
        after: bool,
    },
    ScopeAdded(ScopeItem),
    ScopeRemoved(ScopeItem),
    CatalogueAdded {
        title: String,
        title_en: String,
    },
    CatalogueRemoved {
        title: String,
        title_en: String,
    },
}

/// What a target promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Promised {
    Response,
    Restoration,
    Curative,
    Answer,
    Communication,
}

/// States that open work by themselves.
pub const SEEN: [ComponentState; 3] = [
    ComponentState::MajorOutage,
    ComponentState::PartialOutage,
    ComponentState::Degraded,
];

/// What differs, line by line in the order of the later version, then clauses.
pub fn terms(before: &Terms, after: &Terms) -> Vec<TermsChange> {
    let mut changes = Vec::new();
    for line in &after.lines {
        let (title, service) = (line.title.clone(), line.service);
        match before.lines.iter().find(|other| other.key == line.key) {
            None => changes.push(TermsChange::LineAdded { title, service }),
            Some(earlier) => {
                let differences = line_changes(earlier, line).into_iter();
                changes.extend(differences.map(|what| TermsChange::Line {
                    title: title.clone(),
                    service,
                    what,
                }));
            }
        }
    }
    let gone = before
        .lines
        .iter()
        .filter(|line| after.lines.iter().all(|other| other.key != line.key));
    changes.extend(gone.map(|line| TermsChange::LineRemoved {
        title: line.title.clone(),
        service: line.service,
    }));
    clause_changes(before, after, &mut changes);
    if before.observation_hours != after.observation_hours {
        changes.push(TermsChange::ObservationHours {
            before: before.observation_hours,
            after: after.observation_hours,
        });
    }
    if before.planned_notice_days != after.planned_notice_days {
        changes.push(TermsChange::PlannedNotice {
            before: before.planned_notice_days,
            after: after.planned_notice_days,
        });
    }
    if before.closing_working_days != after.closing_working_days {
        changes.push(TermsChange::ClosingDays {
            before: before.closing_working_days,
            after: after.closing_working_days,
        });
    }
    for state in SEEN {
        let (before, after) = (before.priority_seen(state), after.priority_seen(state));
        if before != after {
            changes.push(TermsChange::Seen {
                state,
                before,
                after,
            });
        }
    }
    changes
}

fn clause_changes(before: &Terms, after: &Terms, changes: &mut Vec<TermsChange>) {
    for clause in &after.clauses {
        let (reference, title) = (clause.reference.clone(), clause.title.clone());
        match before.clause(&reference) {
            None => changes.push(TermsChange::ClauseAdded { reference, title }),
            Some(earlier) if earlier != clause => {
                changes.push(TermsChange::ClauseChanged { reference, title })
            }
            Some(_) => {}
        }
    }
    for clause in &before.clauses {
        if after.clause(&clause.reference).is_none() {
            let (reference, title) = (clause.reference.clone(), clause.title.clone());
            changes.push(TermsChange::ClauseRemoved { reference, title });
        }
    }
}

fn line_changes(before: &Line, after: &Line) -> Vec<LineChange> {
    let mut changes = Vec::new();
    if before.title != after.title {
        changes.push(LineChange::Title {
            before: before.title.clone(),
        });
    }
    if before.price != after.price {
        changes.push(LineChange::Price {
            before: before.price.clone(),
            after: after.price.clone(),
        });
    }
    if before.billing != after.billing {
        changes.push(LineChange::Billing {
            before: before.billing.clone(),
            after: after.billing.clone(),
        });
    }
    if before.clock_start != after.clock_start {
        changes.push(LineChange::ClockStart {
            before: before.clock_start,
            after: after.clock_start,
        });
    }
    if before.hours != after.hours {
        changes.push(LineChange::Hours {
            before: before.hours.clone(),
            after: after.hours.clone(),
        });
    }
    for priority in Priority::ALL {
        target_changes(*priority, &before.targets, &after.targets, &mut changes);
    }
    if before.vendor_follow_up != after.vendor_follow_up {
        changes.push(LineChange::VendorFollowUp {
            after: after.vendor_follow_up,
        });
    }
    if before.on_call != after.on_call {
        changes.push(LineChange::OnCall {
            before: before.on_call.is_some(),
            after: after.on_call.is_some(),
        });
    }
    let added = after
        .scope
        .iter()
        .filter(|item| !before.scope.contains(item));
    changes.extend(added.cloned().map(LineChange::ScopeAdded));
    let removed = before
        .scope
        .iter()
        .filter(|item| !after.scope.contains(item));
    changes.extend(removed.cloned().map(LineChange::ScopeRemoved));
    let words = |line: &Line, other: &Line| {
        let only = line
            .catalogue
            .iter()
            .filter(|item| !other.catalogue.contains(item));
        only.map(|item| (item.title.clone(), item.title_en.clone()))
            .collect::<Vec<_>>()
    };
    let added = words(after, before).into_iter();
    changes.extend(added.map(|(title, title_en)| LineChange::CatalogueAdded { title, title_en }));
    let removed = words(before, after).into_iter();
    changes
        .extend(removed.map(|(title, title_en)| LineChange::CatalogueRemoved { title, title_en }));
    changes
}

fn target_changes(
    priority: Priority,
    before: &[PriorityTargets],
    after: &[PriorityTargets],
    changes: &mut Vec<LineChange>,
) {
    let row =
        |targets: &[PriorityTargets]| targets.iter().find(|row| row.priority == priority).cloned();
    let (before, after) = (row(before), row(after));
    type Of = fn(&PriorityTargets) -> Option<Target>;
    let promises: [(Promised, Of); 5] = [
        (Promised::Response, |row| row.response),
        (Promised::Restoration, |row| row.restoration),
        (Promised::Curative, |row| row.curative),
        (Promised::Answer, |row| row.answer),
        (Promised::Communication, |row| row.communication),
    ];
    for (promise, of) in promises {
        let (before, after) = (before.as_ref().and_then(of), after.as_ref().and_then(of));
        if before != after {
            changes.push(LineChange::Target {
                priority,
                promise,
                before,
                after,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

    use std::slice::from_ref;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::component::Category;
    use crate::domain::contract::{Polarity, Renewal, VersionStatus};

    const AT: EpochMs = 5_000;

    fn key(text: &str) -> Key {
        Key::new(text).unwrap()
    }

    fn subject(name: &str, category: Category, sites: &[&str]) -> Subject {
        Subject::Component {
            key: key(name),
            category,
            sites: sites.iter().map(|site| key(site)).collect(),
            supervised: true,
        }
    }

    fn subjects() -> Vec<Subject> {
        vec![
            subject("erp", Category::Hardware, &["nord"]),
            subject("vpn", Category::Saas, &["nord", "sud"]),
            subject("pbx", Category::Hardware, &[]),
        ]
    }

    fn item(polarity: Polarity, component: Option<&str>, site: Option<&str>) -> ScopeItem {
        ScopeItem {
            polarity,
            component: component.map(key),
            category: None,
            site: site.map(key),
            activity: None,
            clause: "1".into(),
            note: String::new(),
        }
    }

    fn line(service: ServiceLine, scope: Vec<ScopeItem>) -> Line {
        Line {
            key: key(service.code()),
            service,
            title: service.code().into(),
            bundle: None,
            clause: "1".into(),
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

    fn version(lines: Vec<Line>) -> ContractVersion {
        ContractVersion {
            number: "2026-001".into(),
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

    #[test]
    fn cover_is_gained_and_lost_where_it_is() {
        let all = version(vec![line(
            ServiceLine::Corrective,
            vec![item(Polarity::Included, None, None)],
        )]);
        let without_vpn_at_sud = version(vec![line(
            ServiceLine::Corrective,
            vec![
                item(Polarity::Included, None, None),
                item(Polarity::Excluded, Some("vpn"), Some("sud")),
            ],
        )]);
        let change = |subject, site: Option<&str>, gained| CoverChange {
            subject,
            service: ServiceLine::Corrective,
            site: site.map(key),
            gained,
        };
        let of = |before: &[ContractVersion], after: &[ContractVersion]| {
            cover(&subjects(), before, after, AT)
        };
        assert_eq!(
            of(&[], from_ref(&all)),
            [
                change(0, None, true),
                change(1, None, true),
                change(2, None, true)
            ]
        );
        assert_eq!(
            of(from_ref(&all), from_ref(&without_vpn_at_sud)),
            [change(1, Some("sud"), false)]
        );
        // Another contract that covers it too: nothing is lost.
        let other = ContractVersion {
            number: "2026-002".into(),
            ..all.clone()
        };
        assert_eq!(of(&[all, other.clone()], &[without_vpn_at_sud, other]), []);
    }

    #[test]
    fn what_is_charged_from_now_on_is_lost() {
        let scope = vec![item(Polarity::Included, Some("erp"), None)];
        let included = version(vec![line(ServiceLine::Corrective, scope.clone())]);
        let mut charged = included.clone();
        charged.terms.lines[0].billing = Billing::Chargeable;
        let changes = cover(&subjects(), from_ref(&included), from_ref(&charged), AT);
        assert_eq!(changes.len(), 1);
        assert!(!changes[0].gained && changes[0].subject == 0);
        let differences = terms(&included.terms, &charged.terms);
        assert!(matches!(
            &differences[..],
            [TermsChange::Line {
                what: LineChange::Billing { .. },
                ..
            }]
        ));
    }

    #[test]
    fn promises_differ_one_by_one() {
        let before = version(vec![line(ServiceLine::Corrective, vec![])]);
        let mut after = before.clone();
        after.terms.lines[0].price = "480 € HT par mois".into();
        after.terms.lines[0].targets = vec![PriorityTargets {
            priority: Priority::P1,
            none: false,
            response: Some(Target::OpenMinutes(30)),
            restoration: Some(Target::OpenMinutes(240)),
            curative: None,
            answer: None,
            communication: None,
        }];
        after.terms.lines.push(line(ServiceLine::Helpdesk, vec![]));
        let changes = terms(&before.terms, &after.terms);
        assert_eq!(changes.len(), 4, "{changes:?}");
        // A level of which the contract says "no commitment" promises as little as one it does not name.
        let mut silent = before.clone();
        silent.terms.lines[0].targets = vec![PriorityTargets {
            priority: Priority::P4,
            none: true,
            response: None,
            restoration: None,
            curative: None,
            answer: None,
            communication: None,
        }];
        assert_eq!(terms(&before.terms, &silent.terms), []);
    }

    fn any_item() -> impl Strategy<Value = ScopeItem> {
        let component = prop::option::of(prop::sample::select(vec!["erp", "vpn", "pbx"]));
        let site = prop::option::of(prop::sample::select(vec!["nord", "sud"]));
        let category = prop::option::of(prop::sample::select(vec![
            Category::Hardware,
            Category::Saas,
        ]));
        let activity = prop::option::of(prop::sample::select(vec![
            Activity::Fault,
            Activity::Advice,
        ]));
        (any::<bool>(), component, site, category, activity).prop_map(
            |(included, component, site, category, activity)| {
                let polarity = if included {
                    Polarity::Included
                } else {
                    Polarity::Excluded
                };
                ScopeItem {
                    category,
                    activity,
                    ..item(polarity, component, site)
                }
            },
        )
    }

    fn any_version() -> impl Strategy<Value = ContractVersion> {
        let billing = prop::sample::select(vec![Billing::Included, Billing::Chargeable]);
        let lines = prop::collection::btree_map(
            prop::sample::select(ServiceLine::ALL.to_vec()),
            (
                prop::collection::vec(any_item(), 0..4),
                billing,
                prop::option::of(1_u32..4),
            ),
            0..4,
        );
        lines.prop_map(|lines| {
            version(
                lines
                    .into_iter()
                    .map(|(service, (scope, billing, response))| {
                        let targets = response.map(|minutes| PriorityTargets {
                            priority: Priority::P2,
                            none: false,
                            response: Some(Target::OpenMinutes(minutes)),
                            restoration: None,
                            curative: None,
                            answer: None,
                            communication: None,
                        });
                        Line {
                            billing,
                            targets: targets.into_iter().collect(),
                            ..line(service, scope)
                        }
                    })
                    .collect(),
            )
        })
    }

    /// The same change seen from the other side.
    fn mirrored(change: &TermsChange) -> bool {
        matches!(
            change,
            TermsChange::LineRemoved { .. }
                | TermsChange::Line {
                    what: LineChange::ScopeRemoved(_),
                    ..
                }
        )
    }

    proptest! {
        #[test]
        fn a_version_against_itself_changes_nothing(one in any_version()) {
            let contracts = [one.clone()];
            prop_assert_eq!(cover(&subjects(), &contracts, &contracts, AT), []);
            prop_assert_eq!(terms(&one.terms, &one.terms), []);
        }

        #[test]
        fn gained_and_lost_swap(one in any_version(), other in any_version()) {
            let (one, other) = ([one], [other]);
            let forth = cover(&subjects(), &one, &other, AT);
            let back = cover(&subjects(), &other, &one, AT);
            let turned: Vec<CoverChange> = back
                .into_iter()
                .map(|change| CoverChange { gained: !change.gained, ..change })
                .collect();
            prop_assert_eq!(forth, turned);

            let forth = terms(&one[0].terms, &other[0].terms);
            let back = terms(&other[0].terms, &one[0].terms);
            prop_assert_eq!(forth.len(), back.len());
            let added = |changes: &[TermsChange]| changes.iter().filter(|change| matches!(change,
                TermsChange::LineAdded { .. } | TermsChange::Line { what: LineChange::ScopeAdded(_), .. })).count();
            let removed = |changes: &[TermsChange]| changes.iter().filter(|change| mirrored(change)).count();
            prop_assert_eq!(added(&forth), removed(&back));
        }

        /// A change is told exactly where the board's summary of the same component differs.
        #[test]
        fn no_change_of_a_single_site_component_is_missed(one in any_version(), other in any_version()) {
            let erp = [subjects()[0].clone()];
            let services = |contract: &ContractVersion| super::super::covering_services(&erp[0], std::slice::from_ref(contract), AT);
            let (was, is) = (services(&one), services(&other));
            let changes = cover(&erp, &[one], &[other], AT);
            for service in ServiceLine::ALL {
                let expected = match (was.contains(service), is.contains(service)) {
                    (false, true) => Some(true),
                    (true, false) => Some(false),
                    _ => None,
                };
                let told = changes.iter().find(|change| change.service == *service).map(|change| change.gained);
                prop_assert_eq!(told, expected);
            }
        }
    }
}
