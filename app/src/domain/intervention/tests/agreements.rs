//! Quotes, the accord d'urgence, and what they let start.

use super::*;

const OUT_AT: i64 = T0 + 30 * DAY_MS;

fn sent(quote: i64, approved_by_another: bool) -> Event {
    E::QuoteSent(SentQuote {
        quote: QuoteId(quote),
        cents: 48_000,
        valid_until: OUT_AT,
        approved_by_another,
    })
}

fn accepted(quote: i64) -> Event {
    E::QuoteAccepted {
        quote: QuoteId(quote),
    }
}

const URGENT: Event = E::Waived {
    coverage: Coverage::OutOfScope,
    ceiling_cents: Some(50_000),
    approver: Some(ContactId(6)),
    channel: Some(AgreedBy::Phone),
    approved_by_another: false,
};

/// On that contact's word, up to a sum that is above the contract's amount or not.
fn urgent(approver: i64, above: bool) -> Event {
    E::Waived {
        coverage: Coverage::OutOfScope,
        ceiling_cents: Some(50_000),
        approver: Some(ContactId(approver)),
        channel: Some(AgreedBy::Phone),
        approved_by_another: above,
    }
}

#[test]
fn above_the_amount_nobody_gives_their_word_for_their_own_request() {
    let quoted = after(out_of_scope(), &[sent(1, true)]);
    let unquoted = after(out_of_scope(), &[]);
    let own = Err(Refusal::OwnRequest);
    for (name, before, event, expected) in [
        ("its own, above", &unquoted, urgent(3, true), own),
        ("its own, below", &unquoted, urgent(3, false), Ok(())),
        ("another's, above", &unquoted, urgent(6, true), Ok(())),
        ("a quote above", &quoted, urgent(3, false), own),
        ("an approval above", &awaiting(true), urgent(3, false), own),
        ("one below", &awaiting(false), urgent(3, false), Ok(())),
        ("another's", &awaiting(true), urgent(6, false), Ok(())),
    ] {
        let said = transition(Some(before), &step(DISPATCHER, event, T0 + HOUR_MS));
        assert_eq!(said.map(|_| ()), expected, "{name}");
    }
}

#[test]
fn work_outside_the_contract_is_requalified_within_what_was_agreed() {
    let other_urgency = Qualification {
        urgency: Some(3),
        ..out_of_scope()
    };
    let agreed = after(out_of_scope(), &[sent(1, false), accepted(1)]);
    for (name, wanted, expected) in [
        ("the same work", other_urgency.clone(), Ok(())),
        (
            "other work",
            Qualification {
                activity: Activity::Prevention,
                ..other_urgency
            },
            Err(Refusal::NotCovered),
        ),
    ] {
        let said = apply(Some(&agreed), &requalified(wanted), None, T0 + HOUR_MS);
        let service = said.map(|said| said.next.qualification.service);
        let expected = expected.map(|()| Some(ServiceLine::Corrective));
        assert_eq!(service, expected, "{name}");
    }
}

#[test]
fn an_accepted_quote_lets_the_work_start_with_the_posture_of_what_was_asked() {
    let registered = after(out_of_scope(), &[sent(1, false), accepted(1)]);
    assert_eq!(registered.state, S::Registered);
    assert_eq!(registered.agreement, Some(Agreement::Quote(QuoteId(1))));
    assert_eq!(
        registered.qualification.service,
        Some(ServiceLine::Corrective)
    );
    assert_eq!(
        registered.qualification.coverage,
        Coverage::OutOfScope,
        "a quote does not change what the contract says"
    );
    let done = after(
        out_of_scope(),
        &[sent(1, false), accepted(1), E::Started, E::RestoredCurative],
    );
    assert_eq!(done.state, S::Resolved);
    let advised = qualification(Activity::Advice, None, Coverage::OutOfScope);
    let advised = after(advised, &[sent(1, false), accepted(1), E::Started]);
    let acted = apply(Some(&advised), &E::RestoredCurative, None, T0 + HOUR_MS);
    assert_eq!(acted.map(|_| ()), Err(Refusal::NotOnThisLine));
}

#[test]
fn the_last_quote_sent_is_the_one_to_answer_and_once() {
    let revised = after(out_of_scope(), &[sent(1, false), sent(2, false)]);
    assert_eq!(revised.state, S::QuoteSent);
    for (name, before, event, at, expected) in [
        (
            "the old one",
            &revised,
            accepted(1),
            T0 + HOUR_MS,
            Err(Refusal::QuoteReplaced),
        ),
        (
            "the new one",
            &revised,
            accepted(2),
            T0 + HOUR_MS,
            Ok(S::Registered),
        ),
        (
            "too late",
            &revised,
            accepted(2),
            OUT_AT,
            Err(Refusal::QuoteExpired),
        ),
        (
            "a moment before",
            &revised,
            accepted(2),
            OUT_AT - 1,
            Ok(S::Registered),
        ),
        (
            "expires too soon",
            &revised,
            E::QuoteExpired { quote: QuoteId(2) },
            OUT_AT - 1,
            Err(Refusal::QuoteValid),
        ),
        (
            "expires",
            &revised,
            E::QuoteExpired { quote: QuoteId(2) },
            OUT_AT,
            Ok(S::Cancelled),
        ),
        (
            "declined",
            &revised,
            E::QuoteDeclined { quote: QuoteId(2) },
            T0 + HOUR_MS,
            Ok(S::Cancelled),
        ),
        (
            "sent once more",
            &revised,
            sent(2, false),
            T0 + HOUR_MS,
            Err(Refusal::AlreadySaid),
        ),
        (
            "sent too late",
            &revised,
            sent(3, false),
            OUT_AT,
            Err(Refusal::QuoteExpired),
        ),
    ] {
        let happened = apply(Some(before), &event, None, at);
        assert_eq!(
            happened.map(|outcome| outcome.next.state),
            expected,
            "{name}"
        );
    }
    let registered = after(out_of_scope(), &[sent(1, false), accepted(1)]);
    let twice = apply(Some(&registered), &accepted(1), None, T0 + HOUR_MS);
    assert_eq!(twice.map(|_| ()), Err(Refusal::NotNow(S::Registered)));
}

#[test]
fn who_sends_and_who_accepts() {
    let waiting = after(out_of_scope(), &[]);
    let large = after(out_of_scope(), &[sent(1, true)]);
    for (name, before, actor, event, expected) in [
        (
            "a technician sends none",
            &waiting,
            TECHNICIAN,
            sent(1, false),
            Err(Refusal::NotAllowed),
        ),
        (
            "a dispatcher does",
            &waiting,
            DISPATCHER,
            sent(1, false),
            Ok(S::QuoteSent),
        ),
        (
            "no work without it",
            &waiting,
            TECHNICIAN,
            E::Started,
            Err(Refusal::NotNow(S::AwaitingQuote)),
        ),
        (
            "the requester, above the amount",
            &large,
            APPROVER,
            accepted(1),
            Err(Refusal::OwnRequest),
        ),
        (
            "another approver",
            &large,
            OTHER_APPROVER,
            accepted(1),
            Ok(S::Registered),
        ),
        (
            "who does not approve",
            &large,
            OWNER,
            accepted(1),
            Err(Refusal::NotAllowed),
        ),
        (
            "the provider",
            &large,
            DISPATCHER,
            accepted(1),
            Err(Refusal::NotAllowed),
        ),
        (
            "the requester gives up",
            &large,
            OWNER,
            E::Cancelled,
            Ok(S::Cancelled),
        ),
        (
            "an emergency",
            &waiting,
            DISPATCHER,
            URGENT,
            Ok(S::Registered),
        ),
        (
            "not by whoever repairs",
            &waiting,
            TECHNICIAN,
            URGENT,
            Err(Refusal::NotAllowed),
        ),
    ] {
        let happened = transition(Some(before), &step(actor, event, T0 + HOUR_MS));
        assert_eq!(
            happened.map(|outcome| outcome.next.state),
            expected,
            "{name}"
        );
    }
}

#[test]
fn a_quote_regularises_an_emergency_without_stopping_the_work() {
    let working = after(out_of_scope(), &[URGENT, E::Started, sent(1, false)]);
    assert_eq!(working.state, S::InProgress);
    let settled = apply(Some(&working), &accepted(1), None, T0 + HOUR_MS).unwrap();
    assert_eq!(settled.next.state, S::InProgress);
    assert_eq!(settled.next.agreement, Some(Agreement::Quote(QuoteId(1))));
    let refused = E::QuoteDeclined { quote: QuoteId(1) };
    let refused = apply(Some(&working), &refused, None, T0 + HOUR_MS).unwrap();
    assert_eq!(refused.next.state, S::InProgress);
    assert!(matches!(
        refused.next.agreement,
        Some(Agreement::Emergency { .. })
    ));
}

#[test]
fn an_emergency_that_was_closed_is_still_settled_by_a_quote() {
    let closed = after(
        out_of_scope(),
        &[URGENT, E::Started, E::RestoredCurative, E::Confirmed],
    );
    assert_eq!(closed.state, S::Closed);
    let sent = apply(Some(&closed), &sent(1, false), None, T0 + HOUR_MS).unwrap();
    assert_eq!(sent.next.state, S::Closed);
    for (name, event, settled) in [
        ("accepted", accepted(1), true),
        ("declined", E::QuoteDeclined { quote: QuoteId(1) }, false),
    ] {
        let answered = apply(Some(&sent.next), &event, None, T0 + 2 * HOUR_MS).unwrap();
        assert_eq!(answered.next.state, S::Closed, "{name}");
        let is_settled = answered.next.agreement == Some(Agreement::Quote(QuoteId(1)));
        assert_eq!(is_settled, settled, "{name}");
    }
    let paid = after(
        out_of_scope(),
        &[
            super::agreements::sent(1, false),
            accepted(1),
            E::Started,
            E::RestoredCurative,
            E::Confirmed,
        ],
    );
    let another = apply(
        Some(&paid),
        &super::agreements::sent(2, false),
        None,
        T0 + HOUR_MS,
    );
    assert_eq!(another.map(|_| ()), Err(Refusal::NotNow(S::Closed)));
}

#[test]
fn time_is_written_down_after_what_it_led_to() {
    let resolved = after(out_of_scope(), &[URGENT, E::Started, E::RestoredCurative]);
    let entry = |minutes| E::TimeEntered {
        minutes,
        on_site: true,
    };
    let at = |effective_at, minutes| {
        let entered = Step {
            effective_at,
            recorded_at: resolved.changed_at + HOUR_MS,
            late: Some(LateReason::Forgotten),
            ..step(TECHNICIAN, entry(minutes), 0)
        };
        transition(Some(&resolved), &entered).map(|outcome| outcome.next.state)
    };
    let changed = resolved.changed_at;
    assert_eq!(at(changed - 1, 30), Ok(S::Resolved));
    assert_eq!(at(resolved.declared_at - 1, 30), Err(Refusal::TooOld));
    assert_eq!(at(changed, 0), Err(Refusal::Unfounded));
    assert_eq!(at(changed, 1_441), Err(Refusal::Unfounded));
}
