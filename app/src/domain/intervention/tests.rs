//! The table of the life of an intervention, and the properties that hold whatever happens to it.
#![expect(clippy::unwrap_used, reason = "a test may fail by panic")]

use proptest::prelude::*;

use super::*;
use crate::domain::access::StaffRole;
use crate::domain::component::{Category, Key};
use crate::domain::contract::{Activity, Priority, ServiceLine};
use crate::domain::coverage::{Outcome as Coverage, Route};
use crate::domain::ids::{ContactId, FileId, InterventionId, QuoteId, StaffId};
use crate::domain::quote::AgreedBy;
use crate::domain::time::{DAY_MS, HOUR_MS, MINUTE_MS, Span};

const T0: i64 = 1_800_000_000_000;
const TECHNICIAN: Actor = Actor::Staff {
    id: StaffId(7),
    role: StaffRole::Technician,
};
const OWNER: Actor = Actor::Contact {
    id: ContactId(3),
    standing: Standing::Owner,
    approves: false,
};
const WRITER: Actor = Actor::Contact {
    id: ContactId(4),
    standing: Standing::Writer,
    approves: false,
};
const READER: Actor = Actor::Contact {
    id: ContactId(5),
    standing: Standing::Reader,
    approves: false,
};

/// An approver who asked for it itself.
const APPROVER: Actor = Actor::Contact {
    id: ContactId(3),
    standing: Standing::Owner,
    approves: true,
};
/// Another, who may only read it otherwise.
const OTHER_APPROVER: Actor = Actor::Contact {
    id: ContactId(6),
    standing: Standing::Writer,
    approves: true,
};
const DISPATCHER: Actor = Actor::Staff {
    id: StaffId(8),
    role: StaffRole::Dispatcher,
};

fn qualification(
    activity: Activity,
    service: Option<ServiceLine>,
    coverage: Coverage,
) -> Qualification {
    Qualification {
        activity,
        component: None,
        site: None,
        category: Category::OnPremSoftware,
        impact: Some(1),
        urgency: Some(2),
        priority: Some(Priority::P1),
        service,
        coverage,
    }
}

fn fault() -> Qualification {
    qualification(
        Activity::Fault,
        Some(ServiceLine::Corrective),
        Coverage::Covered,
    )
}

fn advice() -> Qualification {
    qualification(
        Activity::Advice,
        Some(ServiceLine::Helpdesk),
        Coverage::Covered,
    )
}

fn catalogue(service: ServiceLine) -> Qualification {
    let item = Activity::Catalogue(Key::new("arrival").unwrap());
    qualification(item, Some(service), Coverage::Covered)
}

fn submitted(qualification: Qualification) -> Event {
    let covered = matches!(
        qualification.coverage,
        Coverage::Covered | Coverage::CoveredIf
    );
    Event::Submitted(Declaration {
        origin: Origin::Contact,
        route: if covered {
            Route::Registered
        } else {
            Route::Quote
        },
        requester: Some(ContactId(3)),
        continues: None,
        observation_ms: 48 * HOUR_MS,
        approved_by_another: false,
        qualification,
    })
}

fn prevention() -> Qualification {
    qualification(
        Activity::Prevention,
        Some(ServiceLine::Managed),
        Coverage::Covered,
    )
}

fn out_of_scope() -> Qualification {
    qualification(Activity::Fault, None, Coverage::OutOfScope)
}

fn planned(slot: Span) -> Event {
    let Event::Submitted(declaration) = submitted(prevention()) else {
        unreachable!("a submission is one")
    };
    Event::Planned(Plan {
        slot,
        declaration: Declaration {
            origin: Origin::Staff,
            requester: None,
            ..declaration
        },
    })
}

fn requalified(qualification: Qualification) -> Event {
    E::Requalified {
        qualification,
        awaits_approval: false,
        approved_by_another: false,
    }
}

/// Waiting for an approver.
fn awaiting(approved_by_another: bool) -> Snapshot {
    let Event::Submitted(declaration) = submitted(Qualification {
        coverage: Coverage::CoveredIf,
        ..fault()
    }) else {
        unreachable!("a submission is one")
    };
    let event = Event::Submitted(Declaration {
        route: Route::AwaitingApproval,
        approved_by_another,
        ..declaration
    });
    transition(None, &step(WRITER, event, T0)).unwrap().next
}

fn step(actor: Actor, event: Event, at: i64) -> Step {
    Step {
        actor,
        event,
        effective_at: at,
        recorded_at: at,
        late: None,
        has_text: true,
    }
}

/// The snapshot after these events, one minute apart, by whoever may cause them.
fn after(qualification: Qualification, events: &[Event]) -> Snapshot {
    let mut snapshot = apply(None, &submitted(qualification), None, T0)
        .unwrap()
        .next;
    for (index, event) in (1..).zip(events) {
        snapshot = apply(
            Some(&snapshot),
            event,
            Some(StaffId(7)),
            T0 + index * MINUTE_MS,
        )
        .unwrap()
        .next;
    }
    snapshot
}

use Event as E;
use InterventionState as S;

const HELD: Event = E::Held {
    reason: HoldReason::Part,
    promised_at: None,
    chase_at: None,
};
const ACTION_NEEDED: Event = E::ActionNeeded {
    continued_by: InterventionId(9),
};

#[test]
fn listed_transitions_lead_where_the_table_says() {
    let table: Vec<(&str, Qualification, Vec<Event>, S)> = vec![
        ("covered", fault(), vec![], S::Registered),
        (
            "out of scope",
            qualification(Activity::Fault, None, Coverage::OutOfScope),
            vec![],
            S::AwaitingQuote,
        ),
        ("start", fault(), vec![E::Started], S::InProgress),
        ("hold before start", fault(), vec![HELD], S::OnHold),
        (
            "resume before start",
            fault(),
            vec![HELD, E::Resumed],
            S::Registered,
        ),
        (
            "resume work",
            fault(),
            vec![E::Started, HELD, E::Resumed],
            S::InProgress,
        ),
        (
            "palliative",
            fault(),
            vec![E::Started, E::RestoredPalliative],
            S::TemporarilyRestored,
        ),
        (
            "hold and resume while restored",
            fault(),
            vec![E::Started, E::RestoredPalliative, HELD, E::Resumed],
            S::TemporarilyRestored,
        ),
        (
            "curative",
            fault(),
            vec![E::Started, E::RestoredCurative],
            S::Resolved,
        ),
        (
            "palliative then curative",
            fault(),
            vec![
                E::Started,
                E::RestoredPalliative,
                E::CurativeStarted,
                E::RestoredCurative,
            ],
            S::Resolved,
        ),
        (
            "relapse",
            fault(),
            vec![E::Started, E::RestoredPalliative, E::Relapsed],
            S::InProgress,
        ),
        (
            "confirm",
            fault(),
            vec![E::Started, E::RestoredCurative, E::Confirmed],
            S::Closed,
        ),
        (
            "reopen",
            fault(),
            vec![E::Started, E::RestoredCurative, E::Reopened],
            S::InProgress,
        ),
        ("cancel", fault(), vec![E::Cancelled], S::Cancelled),
        (
            "no action",
            fault(),
            vec![E::Started, HELD, E::NoAction],
            S::Cancelled,
        ),
        (
            "answer",
            advice(),
            vec![E::Started, E::Answered],
            S::Resolved,
        ),
        (
            "action needed",
            advice(),
            vec![E::Started, ACTION_NEEDED],
            S::Transferred,
        ),
        (
            "catalogue",
            catalogue(ServiceLine::Corrective),
            vec![E::Started, E::Completed],
            S::Resolved,
        ),
        (
            "prevention",
            qualification(
                Activity::Prevention,
                Some(ServiceLine::Managed),
                Coverage::Covered,
            ),
            vec![E::Started, E::Done],
            S::Resolved,
        ),
    ];
    for (name, qualification, events, expected) in table {
        assert_eq!(after(qualification, &events).state, expected, "{name}");
    }
}

#[test]
fn what_is_not_listed_is_refused_with_its_reason() {
    let conditional = qualification(
        Activity::Prevention,
        Some(ServiceLine::Managed),
        Coverage::CoveredIf,
    );
    let out = qualification(Activity::Fault, None, Coverage::OutOfScope);
    let restored = vec![E::Started, E::RestoredPalliative];
    let resolved = vec![E::Started, E::RestoredCurative];
    let table: Vec<(&str, Qualification, Vec<Event>, Event, Refusal)> = vec![
        (
            "twice declared",
            fault(),
            vec![],
            submitted(fault()),
            Refusal::OutOfOrder,
        ),
        (
            "restore before start",
            fault(),
            vec![],
            E::RestoredCurative,
            Refusal::NotNow(S::Registered),
        ),
        (
            "start twice",
            fault(),
            vec![E::Started],
            E::Started,
            Refusal::NotNow(S::InProgress),
        ),
        (
            "start out of scope",
            out,
            vec![],
            E::Started,
            Refusal::NotNow(S::AwaitingQuote),
        ),
        (
            "start without supervision",
            conditional,
            vec![],
            E::Started,
            Refusal::ConditionNotMet,
        ),
        (
            "helpdesk restores",
            advice(),
            vec![E::Started],
            E::RestoredPalliative,
            Refusal::NotOnThisLine,
        ),
        (
            "helpdesk repairs",
            advice(),
            vec![E::Started],
            E::RestoredCurative,
            Refusal::NotOnThisLine,
        ),
        (
            "helpdesk prevents",
            advice(),
            vec![E::Started],
            E::Done,
            Refusal::NotOnThisLine,
        ),
        (
            "maintenance answers",
            fault(),
            vec![E::Started],
            E::Answered,
            Refusal::NotOnThisLine,
        ),
        (
            "maintenance transfers",
            fault(),
            vec![E::Started],
            ACTION_NEEDED,
            Refusal::NotOnThisLine,
        ),
        (
            "fault completed",
            fault(),
            vec![E::Started],
            E::Completed,
            Refusal::NotOnThisLine,
        ),
        (
            "catalogue restored",
            catalogue(ServiceLine::Corrective),
            vec![E::Started],
            E::RestoredPalliative,
            Refusal::NotOnThisLine,
        ),
        (
            "confirm with a debt",
            fault(),
            restored.clone(),
            E::Confirmed,
            Refusal::NotNow(S::TemporarilyRestored),
        ),
        (
            "cancel with a debt",
            fault(),
            restored.clone(),
            E::Cancelled,
            Refusal::DebtOpen,
        ),
        (
            "no action with a debt",
            fault(),
            restored.clone(),
            E::NoAction,
            Refusal::DebtOpen,
        ),
        (
            "cancel once resolved",
            fault(),
            resolved.clone(),
            E::Cancelled,
            Refusal::NotNow(S::Resolved),
        ),
        (
            "resume nothing",
            fault(),
            vec![],
            E::Resumed,
            Refusal::NotNow(S::Registered),
        ),
        (
            "hold on hold",
            fault(),
            vec![HELD],
            HELD,
            Refusal::NotNow(S::OnHold),
        ),
        (
            "palliative during the curative repair",
            fault(),
            [restored.clone(), vec![E::CurativeStarted]].concat(),
            E::RestoredPalliative,
            Refusal::NotNow(S::InProgress),
        ),
        (
            "relapse of nothing",
            fault(),
            vec![E::Started],
            E::Relapsed,
            Refusal::NotNow(S::InProgress),
        ),
        (
            "a repair becomes advice",
            fault(),
            [restored.clone(), vec![E::Relapsed]].concat(),
            requalified(advice()),
            Refusal::AlreadyActed,
        ),
        (
            "requalified out of scope",
            fault(),
            vec![],
            requalified(qualification(Activity::Fault, None, Coverage::OutOfScope)),
            Refusal::NotCovered,
        ),
        (
            "requalified while restored",
            fault(),
            restored,
            requalified(fault()),
            Refusal::NotNow(S::TemporarilyRestored),
        ),
        (
            "message once closed",
            fault(),
            [resolved, vec![E::Confirmed]].concat(),
            E::Message,
            Refusal::NotNow(S::Closed),
        ),
        (
            "note once transferred",
            advice(),
            vec![E::Started, ACTION_NEEDED],
            E::Noted,
            Refusal::NotNow(S::Transferred),
        ),
    ];
    for (name, qualification, events, last, expected) in table {
        let before = after(qualification, &events);
        let refused = apply(Some(&before), &last, Some(StaffId(7)), T0 + HOUR_MS);
        assert_eq!(refused.map(|_| ()), Err(expected), "{name}");
    }
    assert_eq!(
        apply(None, &E::Started, None, T0).map(|_| ()),
        Err(Refusal::OutOfOrder)
    );
}

#[test]
fn who_may_do_what() {
    let registered = after(fault(), &[]);
    let resolved = after(fault(), &[E::Started, E::RestoredCurative]);
    for (name, before, actor, event, expected) in [
        (
            "a reader writes",
            &registered,
            READER,
            E::Message,
            Err(Refusal::NotAllowed),
        ),
        ("a writer writes", &registered, WRITER, E::Message, Ok(())),
        (
            "a writer cancels another's",
            &registered,
            WRITER,
            E::Cancelled,
            Err(Refusal::NotAllowed),
        ),
        ("an owner cancels", &registered, OWNER, E::Cancelled, Ok(())),
        (
            "an owner starts",
            &registered,
            OWNER,
            E::Started,
            Err(Refusal::NotAllowed),
        ),
        (
            "an owner notes internally",
            &registered,
            OWNER,
            E::NotedInternally,
            Err(Refusal::NotAllowed),
        ),
        (
            "a technician starts",
            &registered,
            TECHNICIAN,
            E::Started,
            Ok(()),
        ),
        (
            "a technician confirms for the client",
            &resolved,
            TECHNICIAN,
            E::Confirmed,
            Err(Refusal::NotAllowed),
        ),
        ("an owner confirms", &resolved, OWNER, E::Confirmed, Ok(())),
        (
            "a reader reopens",
            &resolved,
            READER,
            E::Reopened,
            Err(Refusal::NotAllowed),
        ),
        (
            "supervision starts",
            &registered,
            Actor::System,
            E::Started,
            Err(Refusal::NotAllowed),
        ),
        (
            "supervision observes",
            &registered,
            Actor::System,
            E::FailureObserved,
            Ok(()),
        ),
    ] {
        let outcome = transition(Some(before), &step(actor, event, T0 + HOUR_MS));
        assert_eq!(outcome.map(|_| ()), expected, "{name}");
    }
}

#[test]
fn reasons_and_dates_are_bounded() {
    let before = after(fault(), &[E::Started]);
    let now = T0 + 10 * DAY_MS;
    let base = step(TECHNICIAN, E::RestoredCurative, now);
    let late = Some(LateReason::OnSite);
    for (name, step, expected) in [
        ("at once", base.clone(), Ok(())),
        (
            "nothing written",
            Step {
                has_text: false,
                ..base.clone()
            },
            Err(Refusal::TextMissing),
        ),
        (
            "in the future",
            Step {
                effective_at: now + 1,
                ..base.clone()
            },
            Err(Refusal::InTheFuture),
        ),
        (
            "late, unexplained",
            Step {
                effective_at: now - HOUR_MS,
                ..base.clone()
            },
            Err(Refusal::LateReasonMissing),
        ),
        (
            "late, explained",
            Step {
                effective_at: now - HOUR_MS,
                late,
                ..base.clone()
            },
            Ok(()),
        ),
        (
            "too late",
            Step {
                effective_at: now - 4 * DAY_MS,
                late,
                ..base.clone()
            },
            Err(Refusal::TooOld),
        ),
        (
            "before it started",
            Step {
                effective_at: T0,
                recorded_at: T0 + DAY_MS,
                late,
                ..base.clone()
            },
            Err(Refusal::TooOld),
        ),
        (
            "a client's message is never dated back",
            Step {
                actor: OWNER,
                event: E::Message,
                effective_at: now - HOUR_MS,
                ..base.clone()
            },
            Err(Refusal::TooOld),
        ),
        (
            "a third party is named",
            Step {
                event: E::Held {
                    reason: HoldReason::ThirdParty,
                    promised_at: None,
                    chase_at: None,
                },
                has_text: false,
                ..base.clone()
            },
            Err(Refusal::TextMissing),
        ),
        (
            "a part needs no words",
            Step {
                event: HELD,
                has_text: false,
                ..base
            },
            Ok(()),
        ),
    ] {
        assert_eq!(
            transition(Some(&before), &step).map(|_| ()),
            expected,
            "{name}"
        );
    }
}

#[test]
fn a_relapse_is_one_within_the_observation_window_only() {
    let before = after(fault(), &[E::Started, E::RestoredPalliative]);
    let restored_at = before.restored_at.unwrap();
    let inside = apply(
        Some(&before),
        &E::Relapsed,
        None,
        restored_at + 48 * HOUR_MS,
    )
    .unwrap();
    assert_eq!(inside.debt, DebtEffect::Relapse);
    assert_eq!(
        inside.next.debt,
        Some(Debt {
            opened_at: restored_at,
            relapses: 1
        })
    );
    let outside = apply(
        Some(&before),
        &E::Relapsed,
        None,
        restored_at + 48 * HOUR_MS + 1,
    );
    assert_eq!(outside.map(|_| ()), Err(Refusal::ObservationOver));
}

#[test]
fn a_second_palliative_repair_after_a_relapse_is_the_same_debt() {
    let before = after(fault(), &[E::Started, E::RestoredPalliative, E::Relapsed]);
    let again = apply(Some(&before), &E::RestoredPalliative, None, T0 + HOUR_MS).unwrap();
    assert_eq!(again.debt, DebtEffect::None);
    assert_eq!(again.next.debt, before.debt);
}

#[test]
fn internal_notes_change_nothing_that_a_client_could_notice() {
    let before = after(fault(), &[]);
    let noted = apply(Some(&before), &E::NotedInternally, None, T0 + HOUR_MS)
        .unwrap()
        .next;
    assert_eq!(noted, before);
}

/// What the new verdict asks an approver for is not worked on before.
#[test]
fn a_requalification_may_wait_for_an_approver() {
    let ask = || E::Requalified {
        qualification: Qualification {
            coverage: Coverage::CoveredIf,
            ..fault()
        },
        awaits_approval: true,
        approved_by_another: true,
    };
    for (name, events) in [("registered", vec![]), ("in progress", vec![E::Started])] {
        let waiting = after(fault(), &[events, vec![ask()]].concat());
        assert_eq!(waiting.state, S::AwaitingApproval, "{name}");
        assert!(waiting.approved_by_another, "{name}");
        let covered = Coverage::Covered;
        let approved = E::Approved { coverage: covered };
        let at = T0 + HOUR_MS;
        for (approver, expected) in [
            (APPROVER, Err(Refusal::OwnRequest)),
            (OTHER_APPROVER, Ok(S::Registered)),
        ] {
            let said = transition(Some(&waiting), &step(approver, approved.clone(), at));
            assert_eq!(said.map(|said| said.next.state), expected, "{name}");
        }
        let go_on = [approved, E::Started]
            .into_iter()
            .fold(waiting, |before, event| {
                apply(Some(&before), &event, Some(StaffId(7)), at)
                    .unwrap()
                    .next
            });
        assert_eq!(go_on.state, S::InProgress, "{name}");
    }
    let acted = after(fault(), &[E::Started, E::RestoredPalliative, E::Relapsed]);
    let refused = apply(Some(&acted), &ask(), None, T0 + HOUR_MS);
    assert_eq!(refused.map(|_| ()), Err(Refusal::ConditionNotMet));
}

#[test]
fn events_keep_their_shape_in_the_log() {
    for event in [
        submitted(fault()),
        HELD,
        ACTION_NEEDED,
        planned(Span { from: 1, to: 2 }),
        E::Waived {
            coverage: Coverage::OutOfScope,
            ceiling_cents: Some(1),
            approver: Some(ContactId(3)),
            channel: Some(AgreedBy::Phone),
            approved_by_another: true,
        },
        E::DebtDischarged(DebtWay::RiskAccepted { review_at: 5 }),
        E::Redacted(Redaction::File { file: FileId(2) }),
        E::Led { to: S::Resolved },
        requalified(advice()),
        E::Confirmed,
    ] {
        let stored = serde_json::to_string(&event).unwrap();
        assert_eq!(
            serde_json::from_str::<Event>(&stored).unwrap(),
            event,
            "{stored}"
        );
        assert!(
            stored.contains(&format!("\"event\":\"{}\"", event.kind().code())),
            "{stored}"
        );
    }
}

// ------------------------------------------------------------------------------------------ properties

fn any_qualification() -> impl Strategy<Value = Qualification> {
    let activity = prop_oneof![
        3 => Just((Activity::Fault, ServiceLine::Corrective)),
        3 => Just((Activity::Advice, ServiceLine::Helpdesk)),
        1 => Just((Activity::Prevention, ServiceLine::Managed)),
        1 => Just((Activity::Catalogue(Key::new("arrival").unwrap()), ServiceLine::Helpdesk)),
        1 => Just((Activity::Catalogue(Key::new("arrival").unwrap()), ServiceLine::Corrective)),
    ];
    let coverage = prop_oneof![
        6 => Just(Coverage::Covered),
        1 => Just(Coverage::CoveredIf),
        1 => Just(Coverage::OutOfScope),
    ];
    (activity, coverage).prop_map(|((activity, service), coverage)| {
        let service = (coverage != Coverage::OutOfScope).then_some(service);
        qualification(activity, service, coverage)
    })
}

fn any_slot() -> impl Strategy<Value = Span> {
    (1i64..2_000, 1i64..24).prop_map(|(start, length)| Span {
        from: T0 + start * HOUR_MS,
        to: T0 + (start + length) * HOUR_MS,
    })
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => Just(E::Started),
        1 => prop::sample::select(HoldReason::ALL).prop_map(|reason| E::Held { reason, promised_at: None, chase_at: None }),
        2 => Just(E::Resumed),
        1 => Just(E::Noted),
        1 => Just(E::NotedInternally),
        1 => Just(E::Message),
        3 => Just(E::RestoredPalliative),
        3 => Just(E::RestoredCurative),
        2 => Just(E::Answered),
        1 => Just(ACTION_NEEDED),
        2 => Just(E::CurativeStarted),
        2 => Just(E::Relapsed),
        2 => Just(E::Completed),
        1 => Just(E::Done),
        1 => Just(E::Confirmed),
        2 => Just(E::Reopened),
        1 => Just(E::Cancelled),
        1 => Just(E::NoAction),
        1 => (any_qualification(), any::<bool>(), any::<bool>()).prop_map(|(qualification, awaits_approval, approved_by_another)| {
            E::Requalified { qualification, awaits_approval, approved_by_another }
        }),
        1 => Just(E::Approved { coverage: Coverage::Covered }),
        1 => Just(E::Rejected),
        1 => (prop::sample::select(vec![None, Some(ContactId(3)), Some(ContactId(6))]), any::<bool>()).prop_map(|(approver, approved_by_another)| {
            E::Waived { coverage: Coverage::Covered, ceiling_cents: Some(50_000), approver, channel: None, approved_by_another }
        }),
        2 => (1i64..4, 1i64..2_000, any::<bool>()).prop_map(|(quote, days, approved_by_another)| E::QuoteSent(SentQuote {
            quote: QuoteId(quote), cents: 12_000, valid_until: T0 + days * HOUR_MS, approved_by_another,
        })),
        2 => (1i64..4).prop_map(|quote| E::QuoteAccepted { quote: QuoteId(quote) }),
        1 => (1i64..4).prop_map(|quote| E::QuoteDeclined { quote: QuoteId(quote) }),
        1 => (1i64..4).prop_map(|quote| E::QuoteExpired { quote: QuoteId(quote) }),
        2 => Just(E::Announced),
        1 => Just(E::SlotAccepted),
        1 => Just(E::AnotherSlotAsked),
        1 => any_slot().prop_map(|slot| E::Postponed { slot }),
        1 => Just(E::FaultFound { continued_by: InterventionId(9) }),
        1 => prop::sample::select(vec![
            DebtWay::LinkedAct { by: InterventionId(9) },
            DebtWay::ComponentRetired,
            DebtWay::RiskAccepted { review_at: T0 + 400 * DAY_MS },
        ]).prop_map(E::DebtDischarged),
        1 => Just(E::DuplicateOf { of: InterventionId(9) }),
        1 => Just(E::Gathered { under: InterventionId(9) }),
        1 => Just(E::Separated),
        2 => prop::sample::select(InterventionState::ALL).prop_map(|to| E::Led { to }),
        1 => Just(E::Chased { promised_at: None, chase_at: None }),
        1 => Just(E::HandedOver { to: None, level: SupportLevel::L2 }),
        1 => Just(E::TimeEntered { minutes: 30, on_site: false }),
        1 => Just(E::FileAdded { file: FileId(1) }),
        1 => (0u8..7).prop_map(|score| E::Rated { score }),
        1 => (1i64..4).prop_map(|seq| E::Contested { seq }),
        1 => (1i64..4, any::<bool>()).prop_map(|(seq, upheld)| E::ContestAnswered { seq, upheld }),
        2 => prop::sample::select(ClockKind::ALL).prop_map(|clock| E::BreachRecorded { clock, due_at: T0, reclassified: false }),
        1 => prop::sample::select(ClockKind::ALL).prop_map(|clock| E::SetAsideProposed { clock }),
        1 => prop::sample::select(ClockKind::ALL).prop_map(|clock| E::SetAsideAgreed { clock }),
        1 => prop::sample::select(ClockKind::ALL).prop_map(|clock| E::SetAsideDeclined { clock }),
        1 => Just(E::Redacted(Redaction::Text { seq: 1 })),
        1 => Just(E::FailureObserved),
        1 => Just(E::RecoveryObserved),
    ]
}

fn any_actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        5 => Just(TECHNICIAN),
        3 => Just(OWNER),
        1 => Just(WRITER),
        1 => Just(READER),
        2 => Just(Actor::System),
        2 => Just(DISPATCHER),
        1 => Just(APPROVER),
        1 => Just(OTHER_APPROVER),
    ]
}

/// A request, or preventive work that the provider plans.
fn any_beginning() -> impl Strategy<Value = (Actor, Event)> {
    prop_oneof![
        5 => any_qualification().prop_map(|declared| (WRITER, submitted(declared))),
        1 => any_slot().prop_map(|slot| (TECHNICIAN, planned(slot))),
    ]
}

/// Every gesture that was accepted, with the snapshots around it.
struct Life {
    recorded: Vec<Recorded>,
    accepted: Vec<(Option<Snapshot>, Event, Outcome)>,
}

fn live(first: (Actor, Event), gestures: Vec<(Actor, Event, u32)>) -> Life {
    let mut life = Life {
        recorded: vec![],
        accepted: vec![],
    };
    let mut now = T0;
    let first = (first.0, first.1, 0);
    for (actor, event, minutes) in std::iter::once(first).chain(gestures) {
        now += i64::from(minutes) * MINUTE_MS;
        let before = life
            .accepted
            .last()
            .map(|(_, _, outcome)| outcome.next.clone());
        let Ok(outcome) = transition(before.as_ref(), &step(actor, event.clone(), now)) else {
            continue;
        };
        life.recorded.push(Recorded {
            event: event.clone(),
            actor_kind: actor.kind(),
            actor_id: actor.id(),
            effective_at: now,
            recorded_at: now,
        });
        life.accepted.push((before, event, outcome));
    }
    life
}

#[test]
fn an_approver_says_yes_or_no() {
    let covered = Coverage::Covered;
    let approved = || E::Approved { coverage: covered };
    let waived = || E::Waived {
        coverage: covered,
        ceiling_cents: None,
        approver: None,
        channel: None,
        approved_by_another: false,
    };
    for (name, by_another, actor, event, expected) in [
        (
            "its own, below the amount",
            false,
            APPROVER,
            approved(),
            Ok(S::Registered),
        ),
        (
            "its own, above it",
            true,
            APPROVER,
            approved(),
            Err(Refusal::OwnRequest),
        ),
        (
            "another's, above it",
            true,
            OTHER_APPROVER,
            approved(),
            Ok(S::Registered),
        ),
        (
            "no approver",
            false,
            OWNER,
            approved(),
            Err(Refusal::NotAllowed),
        ),
        (
            "the provider",
            false,
            TECHNICIAN,
            approved(),
            Err(Refusal::NotAllowed),
        ),
        (
            "rejected",
            true,
            OTHER_APPROVER,
            E::Rejected,
            Ok(S::Rejected),
        ),
        (
            "withdrawn meanwhile",
            true,
            OWNER,
            E::Cancelled,
            Ok(S::Cancelled),
        ),
        (
            "an emergency",
            true,
            DISPATCHER,
            waived(),
            Ok(S::Registered),
        ),
        (
            "not by whoever repairs",
            true,
            TECHNICIAN,
            waived(),
            Err(Refusal::NotAllowed),
        ),
        (
            "work before the answer",
            true,
            TECHNICIAN,
            E::Started,
            Err(Refusal::NotNow(S::AwaitingApproval)),
        ),
    ] {
        let before = awaiting(by_another);
        let happened = transition(Some(&before), &step(actor, event, T0 + MINUTE_MS));
        assert_eq!(
            happened.map(|outcome| outcome.next.state),
            expected,
            "{name}"
        );
    }
    // Once approved it is worked on like any other; approving twice is refused.
    let yes = step(OTHER_APPROVER, approved(), T0 + MINUTE_MS);
    let registered = transition(Some(&awaiting(true)), &yes).unwrap().next;
    assert_eq!(
        transition(Some(&registered), &yes).map(|outcome| outcome.next.state),
        Err(Refusal::NotNow(S::Registered))
    );
    let started = transition(
        Some(&registered),
        &step(TECHNICIAN, E::Started, T0 + HOUR_MS),
    );
    assert_eq!(started.map(|outcome| outcome.next.state), Ok(S::InProgress));
}

mod agreements;
mod planned_work;
mod remarks;

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// Domain §7, invariants 1, 2 and 3, and the log as the only truth.
    #[test]
    fn whatever_happens(
        beginning in any_beginning(),
        gestures in prop::collection::vec((any_actor(), any_event(), 0u32..3_000), 0..60),
    ) {
        let life = live(beginning, gestures);
        let mut open_debts = 0;
        for (before, event, outcome) in &life.accepted {
            let next = &outcome.next;
            // 1. A helpdesk intervention never has an action on a component.
            if outcome.act.is_some_and(Act::is_on_component) {
                prop_assert_ne!(next.qualification.service, Some(ServiceLine::Helpdesk), "{:?}", event);
            }
            if next.qualification.service == Some(ServiceLine::Helpdesk) {
                prop_assert!(!next.acted && next.debt.is_none());
            }
            // 2. Never closed with a debt; a palliative repair opens one, or uses the one that a relapse left.
            match outcome.debt {
                DebtEffect::Open => open_debts += 1,
                DebtEffect::Discharge(_) => open_debts -= 1,
                DebtEffect::Relapse | DebtEffect::None => {}
            }
            prop_assert_eq!(open_debts, i32::from(next.debt.is_some()));
            if outcome.act == Some(Act::Palliative) {
                prop_assert_eq!(open_debts, 1);
            }
            if next.state.is_terminal() {
                prop_assert!(next.debt.is_none());
            }
            // 3. Terminal states are terminal; on hold remembers where from; nothing goes back in time.
            if let Some(before) = before {
                let is_over = before.state.is_terminal();
                prop_assert!(!is_over || (next.state == before.state && event.kind().is_about_the_record()));
                prop_assert!(next.changed_at >= before.changed_at && next.version >= before.version);
                prop_assert!(next.debt.is_none_or(|debt| debt.relapses >= before.debt.map_or(0, |debt| debt.relapses)));
            }
            prop_assert_eq!(next.held.is_some(), next.state == S::OnHold);
            // 5. A recorded breach stays recorded, and one clock is broken once.
            if let Some(before) = before {
                prop_assert!(next.breaches.len() >= before.breaches.len());
                for (kept, now) in before.breaches.iter().zip(&next.breaches) {
                    prop_assert_eq!((kept.clock, kept.due_at), (now.clock, now.due_at));
                }
            }
            // News are owed again and again: each is a promise of its own.
            let mut clocks: Vec<(ClockKind, Option<i64>)> = next
                .breaches
                .iter()
                .map(|breach| (breach.clock, (breach.clock == ClockKind::Communication).then_some(breach.due_at)))
                .collect();
            clocks.sort_unstable();
            clocks.dedup();
            prop_assert_eq!(clocks.len(), next.breaches.len());
            // 7. What the contract does not cover starts on an agreement only.
            let is_covered = next.qualification.coverage == Coverage::Covered;
            if next.started_at.is_some() && next.gathered_under.is_none() && event.kind() != EventKind::Led {
                prop_assert!(is_covered || next.agreement.is_some() || before.as_ref().is_some_and(|before| before.started_at.is_some()));
            }
            // 9. Above the amount, nobody's word lets their own request go on.
            if let (E::Waived { approver: Some(approver), approved_by_another, .. }, Some(before)) = (event, before.as_ref()) {
                prop_assert!(!(*approved_by_another || before.approved_by_another) || before.requester != Some(*approver));
            }
            // 12. What is planned was written down before it begins.
            if let Some(planning) = next.planning && next.state.is_planned() && event.kind() != EventKind::Planned {
                prop_assert!(planning.announced_at.is_none_or(|announced| announced < planning.slot.from));
            }
            prop_assert!(next.started_at.is_some() || !matches!(next.state, S::InProgress | S::Resolved | S::Closed));
        }
        let last = life.accepted.last().map(|(_, _, outcome)| outcome.next.clone());
        prop_assert_eq!(replay(&life.recorded), Ok(last));
    }

    /// What a page offers is what the rule accepts, text apart.
    #[test]
    fn offered_gestures_are_accepted(
        beginning in any_beginning(),
        gestures in prop::collection::vec((any_actor(), any_event(), 0u32..60), 0..25),
        actor in any_actor(),
        event in any_event(),
    ) {
        let life = live(beginning, gestures);
        let snapshot = life.accepted.last().map(|(_, _, outcome)| outcome.next.clone()).unwrap();
        let now = life.recorded.last().map_or(T0, |recorded| recorded.recorded_at);
        let is_refused = transition(Some(&snapshot), &step(actor, event.clone(), now)).is_err();
        let is_offered = allowed(&snapshot, actor, now).contains(&event.kind());
        // Observations are no gestures, and what a requalification says is checked when it is said.
        let is_a_matter_of_what_it_says = matches!(
            event.kind(),
            EventKind::FailureObserved
                | EventKind::RecoveryObserved
                | EventKind::Requalified
                | EventKind::Waived
                | EventKind::QuoteSent
                | EventKind::QuoteAccepted
                | EventKind::QuoteDeclined
                | EventKind::QuoteExpired
                | EventKind::Postponed
                | EventKind::HandedOver
                | EventKind::DebtDischarged
                | EventKind::Led
                | EventKind::Rated
                | EventKind::Contested
                | EventKind::ContestAnswered
                | EventKind::BreachRecorded
                | EventKind::SetAsideProposed
                | EventKind::SetAsideAgreed
                | EventKind::SetAsideDeclined
        );
        if !is_a_matter_of_what_it_says {
            prop_assert_eq!(is_offered, !is_refused);
        }
    }
}
