//! Debts that end otherwise, requests that follow another, and remarks on the record.

use super::*;

const LED: InterventionId = InterventionId(40);

#[test]
fn a_debt_ends_in_four_ways_and_the_intervention_with_it() {
    let restored = [E::Started, E::RestoredPalliative];
    let held = [restored.to_vec(), vec![HELD]].concat();
    let repairing = [restored.to_vec(), vec![E::CurativeStarted]].concat();
    let linked = E::DebtDischarged(DebtWay::LinkedAct { by: LED });
    let retired = E::DebtDischarged(DebtWay::ComponentRetired);
    let risk = E::DebtDischarged(DebtWay::RiskAccepted {
        review_at: T0 + 90 * DAY_MS,
    });
    for (name, events, actor, event, expected) in [
        (
            "a project",
            restored.to_vec(),
            TECHNICIAN,
            linked.clone(),
            Ok(Discharge::LinkedAct),
        ),
        (
            "while waiting",
            held,
            TECHNICIAN,
            linked.clone(),
            Ok(Discharge::LinkedAct),
        ),
        (
            "while repairing",
            repairing.clone(),
            Actor::System,
            retired,
            Ok(Discharge::ComponentRetired),
        ),
        (
            "the risk",
            restored.to_vec(),
            APPROVER,
            risk.clone(),
            Ok(Discharge::RiskAccepted),
        ),
        (
            "the risk, while the repair waits",
            [repairing.clone(), vec![HELD]].concat(),
            APPROVER,
            risk.clone(),
            Ok(Discharge::RiskAccepted),
        ),
        (
            "a shared debt, while the repair waits",
            [repairing.clone(), vec![HELD]].concat(),
            Actor::System,
            linked.clone(),
            Ok(Discharge::LinkedAct),
        ),
        (
            "not by who may not sign",
            restored.to_vec(),
            OWNER,
            risk.clone(),
            Err(Refusal::NotAllowed),
        ),
        (
            "not by the provider",
            restored.to_vec(),
            DISPATCHER,
            risk,
            Err(Refusal::NotAllowed),
        ),
        (
            "a client does no project",
            restored.to_vec(),
            APPROVER,
            linked.clone(),
            Err(Refusal::NotAllowed),
        ),
        (
            "nothing owed",
            vec![E::Started],
            TECHNICIAN,
            linked,
            Err(Refusal::Unfounded),
        ),
    ] {
        let before = after(fault(), &events);
        let happened = transition(Some(&before), &step(actor, event, T0 + HOUR_MS));
        let ended = happened.map(|outcome| {
            assert_eq!(outcome.next.state, S::Resolved, "{name}");
            assert!(outcome.next.debt.is_none() && outcome.next.held.is_none());
            match outcome.debt {
                DebtEffect::Discharge(way) => way,
                other => panic!("{name}: {other:?}"),
            }
        });
        assert_eq!(ended, expected, "{name}");
    }
}

#[test]
fn a_gathered_request_follows_the_one_that_is_worked_on() {
    let gathered = after(fault(), &[E::Gathered { under: LED }]);
    let by_hand = apply(Some(&gathered), &E::Started, None, T0 + HOUR_MS);
    assert_eq!(by_hand.map(|_| ()), Err(Refusal::Gathered));
    let led = |to| E::Led { to };
    let restored = after(
        fault(),
        &[
            E::Gathered { under: LED },
            led(S::InProgress),
            led(S::TemporarilyRestored),
        ],
    );
    assert_eq!(restored.state, S::TemporarilyRestored);
    assert!(restored.debt.is_none(), "the debt is the lead's");
    let resolved = apply(Some(&restored), &led(S::Resolved), None, T0 + HOUR_MS).unwrap();
    assert_eq!((resolved.next.state, resolved.act), (S::Resolved, None));
    let reopened = apply(Some(&resolved.next), &E::Reopened, None, T0 + HOUR_MS).unwrap();
    assert_eq!(reopened.next.gathered_under, None, "it goes its own way");
    let alone = apply(
        Some(&after(fault(), &[])),
        &led(S::Resolved),
        None,
        T0 + HOUR_MS,
    );
    assert_eq!(alone.map(|_| ()), Err(Refusal::Unfounded));
    let question = apply(
        Some(&after(advice(), &[])),
        &E::Gathered { under: LED },
        None,
        T0 + HOUR_MS,
    );
    assert_eq!(question.map(|_| ()), Err(Refusal::NotOnThisLine));
}

#[test]
fn a_breach_is_recorded_once_and_set_aside_by_both() {
    let clock = ClockKind::Restoration;
    let breach = E::BreachRecorded {
        clock,
        due_at: T0,
        reclassified: false,
    };
    let closed = after(
        fault(),
        &[
            E::Started,
            E::RestoredCurative,
            E::Confirmed,
            breach.clone(),
        ],
    );
    assert_eq!(closed.state, S::Closed, "a remark, not a transition");
    let by = |before: &Snapshot, actor, event: Event| {
        transition(Some(before), &step(actor, event, T0 + DAY_MS)).map(|outcome| outcome.next)
    };
    assert_eq!(
        by(&closed, Actor::System, breach.clone()).map(|_| ()),
        Err(Refusal::AlreadySaid)
    );
    assert_eq!(
        by(&closed, DISPATCHER, breach).map(|_| ()),
        Err(Refusal::NotAllowed)
    );
    assert_eq!(
        by(&closed, OWNER, E::SetAsideAgreed { clock }).map(|_| ()),
        Err(Refusal::AlreadySaid),
        "nobody proposed it"
    );
    let proposed = by(&closed, DISPATCHER, E::SetAsideProposed { clock }).unwrap();
    let agreed = by(&proposed, OWNER, E::SetAsideAgreed { clock }).unwrap();
    assert_eq!(agreed.breaches.len(), 1);
    assert_eq!(agreed.breaches[0].set_aside, SetAside::Agreed);
    let declined = by(&proposed, OWNER, E::SetAsideDeclined { clock }).unwrap();
    assert_eq!(declined.breaches[0].set_aside, SetAside::Declined);
    assert!(by(&declined, DISPATCHER, E::SetAsideProposed { clock }).is_ok());
}

#[test]
fn a_deadline_that_passes_makes_no_page_stale() {
    let before = after(fault(), &[]);
    let breach = E::BreachRecorded {
        clock: ClockKind::Response,
        due_at: T0,
        reclassified: false,
    };
    let passed = apply(Some(&before), &breach, None, T0 + HOUR_MS)
        .unwrap()
        .next;
    assert_eq!(passed.version, before.version);
}

#[test]
fn a_disagreement_is_answered_once() {
    let before = after(fault(), &[HELD]);
    let contested = transition(
        Some(&before),
        &step(OWNER, E::Contested { seq: 2 }, T0 + HOUR_MS),
    )
    .unwrap()
    .next;
    let answer = |upheld| {
        step(
            DISPATCHER,
            E::ContestAnswered { seq: 2, upheld },
            T0 + 2 * HOUR_MS,
        )
    };
    let answered = transition(Some(&contested), &answer(true)).unwrap().next;
    assert_eq!(
        answered.contests,
        [Contest {
            seq: 2,
            upheld: Some(true)
        }]
    );
    let again = transition(Some(&answered), &answer(false));
    assert_eq!(again.map(|_| ()), Err(Refusal::AlreadySaid));
}
