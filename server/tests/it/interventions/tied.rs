//! Requests that follow the one that is worked on, and debts that several interventions share, on both engines.

use app::answer::FieldProblem;
use app::backend::desk::DebtFilter;
use app::backend::interventions::{ContactGesture, Text};
use app::domain::intervention::{Discharge, EventKind, InterventionState};
use app::domain::time::{DAY_MS, HOUR_MS, MINUTE_MS};

use super::working::the_log_gives_the_row;
use super::*;
use crate::on_both_engines;

use InterventionState::{Cancelled, InProgress, Registered, Resolved, TemporarilyRestored};

fn not_now<T>(state: &str) -> Result<T, AppError> {
    Err(AppError::NotNow {
        state: state.to_owned(),
    })
}

/// The same failure, told by another.
fn again(component: &str, request_id: &str) -> RequestInput {
    RequestInput {
        request_id: request_id.to_owned(),
        ..fault(component)
    }
}

async fn state(bench: &Bench, reference: &str) -> anyhow::Result<InterventionState> {
    let sheet = bench.desk.0.one(&bench.technician, reference).await?;
    Ok(sheet.sheet.listed.state)
}

on_both_engines!(
    one_update_reaches_all_and_resolving_resolves_all,
    async |store| {
        let bench = Bench::set(store).await?;
        let lead = bench.request(&bench.lea, fault("erp")).await?;
        let follower = bench.request(&bench.omar, again("erp", "b")).await?;
        bench.deed(&lead, Deed::Take).await?;
        let candidates = bench.desk.0.one(&bench.technician, &follower).await?;
        let offered: Vec<&str> = candidates
            .candidates
            .iter()
            .map(|listed| listed.reference.as_str())
            .collect();
        assert_eq!(offered, [lead.as_str()]);
        bench.deed(&follower, Deed::Gather(lead.clone())).await?;
        assert_eq!(
            state(&bench, &follower).await?,
            InProgress,
            "where its lead is"
        );
        assert_eq!(
            bench.deed(&follower, Deed::Done).await.err(),
            not_now::<()>("gathered").err()
        );

        store.clock().advance_ms(MINUTE_MS);
        bench.deed(&lead, Deed::NoteToClient).await?;
        let told = bench.one(&bench.omar, &follower).await?;
        let said = told
            .timeline
            .iter()
            .find(|entry| entry.kind == EventKind::Noted);
        assert_eq!(
            said.and_then(|entry| entry.text.clone()),
            Some(Text::Written("fait".into()))
        );
        assert!(
            told.ties.lead.is_none() && told.ties.follows_another,
            "he sees his own only"
        );
        let seen = bench.one(&bench.chef, &lead).await?;
        let followers: Vec<String> = seen
            .ties
            .followers
            .into_iter()
            .map(|tie| tie.reference)
            .collect();
        assert_eq!(followers, *std::slice::from_ref(&follower));

        for (deed, expected) in [
            (Deed::RestoreProvisionally, TemporarilyRestored),
            (Deed::Relapse, InProgress),
            (Deed::RestoreCurative, Resolved),
        ] {
            bench.deed(&lead, deed).await?;
            assert_eq!(state(&bench, &follower).await?, expected);
        }
        let told = bench.told(format!("client:{}", bench.acme)).await?;
        let last: Vec<&String> = told
            .iter()
            .rev()
            .take(2)
            .map(|(_, payload, _)| payload)
            .collect();
        assert!(last.iter().any(|payload| payload.contains(&follower)));

        let sheet = bench.one(&bench.omar, &follower).await?;
        let reopen = ContactGesture::Reopen {
            expected_version: sheet.version,
            text: "Chez moi rien ne marche".into(),
        };
        let service = &bench.interventions.0;
        service.act(&bench.omar, &follower, reopen).await?;
        assert_eq!(state(&bench, &follower).await?, InProgress);
        assert_eq!(state(&bench, &lead).await?, Resolved, "it goes its own way");
        assert!(
            bench
                .one(&bench.chef, &lead)
                .await?
                .ties
                .followers
                .is_empty()
        );
        the_log_gives_the_row(&bench).await
    }
);

on_both_engines!(what_may_follow_what, async |store| {
    let bench = Bench::set(store).await?;
    let lead = bench.request(&bench.lea, fault("erp")).await?;
    let follower = bench.request(&bench.lea, again("erp", "b")).await?;
    let third = bench.request(&bench.chef, again("quai", "c")).await?;
    let question = bench.request(&bench.lea, advice("vpn")).await?;
    let secret = {
        let input = RequestInput {
            category: "infrastructure".into(),
            component: String::new(),
            ..again("", "s")
        };
        bench.request(&bench.stranger, input).await?
    };
    let gather = async |reference: &str, under: &str| {
        let done = bench.deed(reference, Deed::Gather(under.to_owned())).await;
        done.map(|_| ())
    };
    for unknown in [secret.as_str(), "AC-2026-9999", ""] {
        let refused = gather(&follower, unknown).await;
        assert!(
            matches!(refused, Err(AppError::Invalid { .. })),
            "{refused:?}"
        );
    }
    assert_eq!(gather(&follower, &follower).await, not_now("not_that_one"));
    assert_eq!(gather(&follower, &question).await, not_now("not_that_one"));
    gather(&follower, &lead.to_lowercase()).await?;
    assert_eq!(gather(&third, &follower).await, not_now("not_that_one"));
    assert_eq!(
        gather(&lead, &third).await,
        not_now("not_that_one"),
        "others follow it"
    );
    bench.deed(&follower, Deed::Separate).await?;
    gather(&follower, &third).await?;
    bench.deed(&third, Deed::NoAction).await?;
    assert_eq!(state(&bench, &third).await?, Cancelled);
    assert_eq!(
        state(&bench, &follower).await?,
        Registered,
        "nothing repaired it"
    );
    let sheet = bench.one(&bench.lea, &follower).await?;
    assert!(sheet.ties.lead.is_none() && !sheet.ties.follows_another);

    bench
        .deed(&follower, Deed::DuplicateOf(lead.clone()))
        .await?;
    let sheet = bench.one(&bench.lea, &follower).await?;
    assert_eq!(sheet.listed.state, Cancelled);
    assert_eq!(sheet.ties.duplicate_of.map(|tie| tie.reference), Some(lead));
    the_log_gives_the_row(&bench).await
});

on_both_engines!(colleagues_who_said_so_are_counted_once, async |store| {
    let bench = Bench::set(store).await?;
    let service = &bench.interventions.0;
    let lead = bench.request(&bench.lea, fault("erp")).await?;
    let follower = bench.request(&bench.omar, again("erp", "b")).await?;
    bench.deed(&follower, Deed::Gather(lead.clone())).await?;
    service.follow(&bench.vera, &lead, true).await?;
    let reporters = async |asker: &Asker| {
        let open = service.preview(asker, &fault("erp")).await?.open;
        let counted = open
            .iter()
            .map(|related| (related.reference.clone(), related.reporters));
        Ok::<_, AppError>(counted.collect::<Vec<_>>())
    };
    assert_eq!(reporters(&bench.chef).await?, [(lead.clone(), 3)]);
    assert_eq!(
        reporters(&bench.lea).await?,
        [(lead, 2)],
        "oneself is no colleague"
    );
    Ok(())
});

on_both_engines!(a_late_relapse_owes_the_same_repair, async |store| {
    let bench = Bench::set(store).await?;
    let service = &bench.interventions.0;
    let first = bench.request(&bench.lea, fault("erp")).await?;
    bench.deed(&first, Deed::Take).await?;
    bench.deed(&first, Deed::RestoreProvisionally).await?;
    store.clock().advance_ms(3 * DAY_MS);
    let seen = bench.desk.0.one(&bench.technician, &first).await?.sheet;
    let to_come = DeskGesture {
        deed: Deed::Relapse,
        expected_version: seen.version,
        text: "Encore".into(),
        when: When::Earlier {
            local: "2026-03-12T09:00".into(),
            reason: None,
        },
    };
    let refused = bench.desk.0.act(&bench.technician, &first, to_come).await;
    let in_the_future = AppError::field("effective_at", FieldProblem::InTheFuture);
    assert_eq!(refused.err(), Some(in_the_future));
    assert_eq!(bench.stored().await?.len(), 1, "nothing is opened for it");
    let sheet = bench.one(&bench.lea, &first).await?;
    assert!(sheet.ties.relapse_opens_another && !sheet.may.contains(&EventKind::Relapsed));
    let back = ContactGesture::Relapse {
        expected_version: sheet.version,
        text: "Encore".into(),
    };
    service.act(&bench.lea, &first, back.clone()).await?;
    service.act(&bench.lea, &first, back.clone()).await?;
    assert_eq!(
        service.act(&bench.vera, &first, back).await,
        Err(AppError::Forbidden)
    );
    assert_eq!(bench.stored().await?.len(), 2, "pressed twice, opened once");
    let sheet = bench.one(&bench.lea, &first).await?;
    let Some(second) = sheet
        .ties
        .same_debt
        .first()
        .map(|tie| tie.reference.clone())
    else {
        anyhow::bail!("both owe the same repair")
    };
    assert_eq!(sheet.debt.map(|debt| debt.relapses), Some(1));
    let opened = bench.one(&bench.lea, &second).await?;
    assert_eq!(opened.continues, Some(first.clone()));
    assert_eq!(
        opened.listed.declared.at,
        store.clock().now_ms(),
        "clocks of its own"
    );

    bench.deed(&second, Deed::Take).await?;
    bench.deed(&second, Deed::RestoreProvisionally).await?;
    let owed = bench
        .desk
        .0
        .debts(&bench.technician, &DebtFilter::default())
        .await?;
    assert_eq!(owed.rows.len(), 1, "one debt, whatever it took");
    assert_eq!(
        (owed.rows[0].reference.as_str(), owed.rows[0].relapses),
        (first.as_str(), 1)
    );
    bench.deed(&second, Deed::StartCurative).await?;
    bench.deed(&second, Deed::RestoreCurative).await?;
    for reference in [&first, &second] {
        assert_eq!(state(&bench, reference).await?, Resolved);
        let debt = bench.one(&bench.lea, reference).await?.debt;
        let ended = debt.and_then(|debt| debt.way.zip(debt.discharged));
        assert_eq!(ended.map(|(way, _)| way), Some(Discharge::CurativeAct));
    }
    the_log_gives_the_row(&bench).await
});

/// A temporary repair of the ERP.
async fn owed(bench: &Bench) -> anyhow::Result<String> {
    let reference = bench.request(&bench.lea, fault("erp")).await?;
    bench.deed(&reference, Deed::Take).await?;
    bench.deed(&reference, Deed::RestoreProvisionally).await?;
    Ok(reference)
}

on_both_engines!(a_debt_is_settled_by_another_intervention, async |store| {
    let bench = Bench::set(store).await?;
    let reference = owed(&bench).await?;
    let project = bench.request(&bench.chef, again("quai", "p")).await?;
    let settle = async |by: &str| {
        let done = bench.deed(&reference, Deed::SettledBy(by.to_owned())).await;
        done.map(|_| ())
    };
    let unknown = settle("AU-2026-0001").await;
    assert!(
        matches!(unknown, Err(AppError::Invalid { .. })),
        "{unknown:?}"
    );
    assert_eq!(settle(&reference).await, not_now("not_that_one"));
    settle(&project).await?;
    let sheet = bench.one(&bench.lea, &reference).await?;
    let way = sheet.debt.and_then(|debt| debt.way);
    assert_eq!(
        (sheet.listed.state, way),
        (Resolved, Some(Discharge::LinkedAct))
    );
    the_log_gives_the_row(&bench).await
});

on_both_engines!(
    an_approver_signs_for_the_risk_and_it_comes_back,
    async |store| {
        let bench = Bench::set(store).await?;
        let service = &bench.interventions.0;
        let reference = owed(&bench).await?;
        let sign = async |asker: &Asker, text: &str, day: &str| {
            let expected_version = bench.one(&bench.chef, &reference).await?.version;
            let gesture = ContactGesture::AcceptRisk {
                expected_version,
                text: text.into(),
                review_on: day.into(),
            };
            service.act(asker, &reference, gesture).await
        };
        assert_eq!(
            sign(&bench.lea, "Tant pis", "2026-06-01").await,
            Err(AppError::Forbidden)
        );
        for (text, day) in [
            ("Tant pis", ""),
            ("Tant pis", "2026-03-01"),
            ("", "2026-06-01"),
        ] {
            let refused = sign(&bench.chef, text, day).await;
            assert!(
                matches!(refused, Err(AppError::Invalid { .. })),
                "{text} {day}: {refused:?}"
            );
        }
        sign(&bench.chef, "Tant pis", "2026-03-12").await?;
        let debt = bench.one(&bench.lea, &reference).await?.debt;
        assert_eq!(
            debt.and_then(|debt| debt.way),
            Some(Discharge::RiskAccepted)
        );

        let desk = &bench.desk.0;
        let all = DebtFilter::default();
        let early = desk.debts(&bench.technician, &all).await?;
        assert!(early.rows.is_empty() && early.reviews.is_empty());
        store.clock().advance_ms(11 * DAY_MS);
        let due = desk.debts(&bench.technician, &all).await?.reviews;
        let [review] = due.as_slice() else {
            anyhow::bail!("one is due: {due:?}")
        };
        assert_eq!(review.reference, reference);
        assert_eq!(
            desk.review_risk(&bench.chef, "acme", review.id).await,
            Err(AppError::Forbidden)
        );
        desk.review_risk(&bench.technician, "acme", review.id)
            .await?;
        desk.review_risk(&bench.technician, "acme", review.id)
            .await?;
        assert!(
            desk.debts(&bench.technician, &all)
                .await?
                .reviews
                .is_empty()
        );
        Ok(())
    }
);

on_both_engines!(a_retired_component_owes_nothing, async |store| {
    let bench = Bench::set(store).await?;
    let works = owed(&bench).await?;
    let broken = bench.request(&bench.lea, again("erp", "b")).await?;
    for deed in [Deed::Take, Deed::RestoreProvisionally, Deed::Relapse] {
        bench.deed(&broken, deed).await?;
    }
    store.clock().advance_ms(HOUR_MS);
    let retire = "[[clients]]\nslug = \"acme\"\ncode = \"AC\"\nname = \"Acme\"\n
        [[clients.components]]\nkey = \"erp\"\nretired = true\n";
    let file = server::import::read("essai.toml", retire, &|name| Err(name.to_owned()));
    server::import::import(store, file, Manner::default())
        .await
        .map_err(|error| anyhow::anyhow!("{error:?}"))?;
    for reference in [&works, &broken] {
        assert_eq!(state(&bench, reference).await?, Resolved);
    }
    let all = DebtFilter::default();
    assert!(
        bench
            .desk
            .0
            .debts(&bench.technician, &all)
            .await?
            .rows
            .is_empty()
    );
    the_log_gives_the_row(&bench).await
});

on_both_engines!(debts_go_by_age_page_by_page, async |store| {
    let bench = Bench::set(store).await?;
    for number in 0..53 {
        store.clock().advance_ms(MINUTE_MS);
        let input = again("erp", &format!("d{number}"));
        let reference = bench.request(&bench.chef, input).await?;
        bench.deed(&reference, Deed::Take).await?;
        bench.deed(&reference, Deed::RestoreProvisionally).await?;
    }
    let (mut filter, mut seen) = (DebtFilter::default(), Vec::new());
    loop {
        let page = bench.desk.0.debts(&bench.technician, &filter).await?;
        seen.extend(page.rows.iter().map(|row| row.opened.at));
        filter.after = page.next;
        if filter.after.is_none() {
            break;
        }
    }
    assert!(seen.len() == 53 && seen.is_sorted());
    let elsewhere = DebtFilter {
        client: Some("autre".into()),
        after: None,
    };
    assert!(
        bench
            .desk
            .0
            .debts(&bench.technician, &elsewhere)
            .await?
            .rows
            .is_empty()
    );
    let forged = DebtFilter {
        client: None,
        after: Some("x".into()),
    };
    let refused = bench.desk.0.debts(&bench.technician, &forged).await;
    assert_eq!(refused.err(), Some(AppError::NotFound));
    Ok(())
});
