//! Work at the desk: in order, guarded by what was seen, with its debt, and internal notes that stay inside.

use app::backend::desk::{QueueFilter, Requalification, Wait};
use app::backend::interventions::{ContactGesture, changed_since};
use app::domain::contract::{Priority, ServiceLine};
use app::domain::intervention::{
    Act, ActorKind, Event, EventKind, HoldReason, InterventionState, LateReason, Recorded, replay,
};
use app::domain::time::{HOUR_MS, MINUTE_MS};

use super::*;
use crate::on_both_engines;

on_both_engines!(
    a_debt_lives_from_the_temporary_repair_to_the_definitive_one,
    async |store| {
        let bench = Bench::set(store).await?;
        let clock = store.clock();
        let reference = bench.request(&bench.lea, fault("erp")).await?;
        let mut steps = vec![];
        for deed in [
            Deed::Take,
            Deed::RestoreProvisionally,
            Deed::Relapse,
            Deed::RestoreProvisionally,
            Deed::StartCurative,
        ] {
            clock.advance_ms(10 * MINUTE_MS);
            bench.deed(&reference, deed).await?;
            let sheet = bench.one(&bench.lea, &reference).await?;
            steps.push((
                sheet.listed.state,
                sheet
                    .debt
                    .map(|debt| (debt.relapses, debt.discharged.is_some())),
            ));
        }
        use InterventionState::{InProgress, TemporarilyRestored};
        assert_eq!(
            steps,
            [
                (InProgress, None),
                (TemporarilyRestored, Some((0, false))),
                (InProgress, Some((1, false))),
                (TemporarilyRestored, Some((1, false))),
                (InProgress, Some((1, false))),
            ]
        );
        let cancel = ContactGesture::Cancel {
            expected_version: 6,
            text: String::new(),
        };
        let refused = bench
            .interventions
            .0
            .act(&bench.lea, &reference, cancel)
            .await;
        assert_eq!(
            refused,
            Err(AppError::NotNow {
                state: "debt_open".into()
            })
        );

        clock.advance_ms(HOUR_MS);
        bench.deed(&reference, Deed::RestoreCurative).await?;
        let sheet = bench.one(&bench.lea, &reference).await?;
        assert!(
            sheet.debt.is_some_and(|debt| debt.discharged.is_some()) && !sheet.listed.debt_open
        );
        let confirm = ContactGesture::Confirm {
            expected_version: sheet.version,
        };
        bench
            .interventions
            .0
            .act(&bench.lea, &reference, confirm)
            .await?;
        let closed = bench.one(&bench.lea, &reference).await?;
        assert_eq!(closed.listed.state, InterventionState::Closed);
        // Over: what is left is to say what it was like, or that the record is not right.
        assert_eq!(closed.may, [EventKind::Rated, EventKind::Contested]);
        let acts: Vec<Act> = closed
            .timeline
            .iter()
            .filter_map(|entry| entry.act)
            .collect();
        assert_eq!(acts, [Act::Palliative, Act::Palliative, Act::Curative]);
        let debts = store
            .read(Scope::Staff, |tx| Box::pin(debts(tx)))
            .await
            .map_err(|error: StoreError| error)?;
        assert_eq!(debts.len(), 1, "one debt, whatever the relapses");
        the_log_gives_the_row(&bench).await
    }
);

/// Invariant: the row that lists read is what its events make.
pub async fn the_log_gives_the_row(bench: &Bench) -> anyhow::Result<()> {
    for row in bench.stored().await? {
        let (client, id) = (ClientId(row.client_id), row.id);
        let read = bench
            .store
            .read(Scope::Staff, move |tx| Box::pin(payloads(tx, client, id)));
        let rows: Vec<(String, String, Option<i64>, i64, i64)> =
            read.await.map_err(|error: StoreError| error)?;
        let recorded = rows.into_iter().map(
            |(payload, actor_kind, actor_id, effective_at, recorded_at)| {
                Ok(Recorded {
                    event: serde_json::from_str::<Event>(&payload)?,
                    actor_kind: ActorKind::from_code(&actor_kind)
                        .ok_or_else(|| anyhow::anyhow!("{actor_kind}"))?,
                    actor_id,
                    effective_at,
                    recorded_at,
                })
            },
        );
        let recorded = recorded.collect::<anyhow::Result<Vec<_>>>()?;
        let snapshot = replay(&recorded).map_err(|refusal| anyhow::anyhow!("{refusal:?}"))?;
        let snapshot = snapshot.ok_or_else(|| anyhow::anyhow!("no events"))?;
        let stored = (
            row.state.as_str(),
            row.debt_open,
            row.held_from.as_str(),
            row.version,
            row.technician_id,
        );
        let derived = (
            snapshot.state.code(),
            i64::from(snapshot.debt.is_some()),
            snapshot.held.map_or("", |held| held.from.code()),
            snapshot.version,
            snapshot.technician.map(|staff| staff.0),
        );
        assert_eq!(stored, derived, "{}", row.reference);
        let times = (
            row.started_at,
            row.restored_at,
            row.resolved_at,
            row.closed_at,
        );
        let derived = (
            snapshot.started_at,
            snapshot.restored_at,
            snapshot.resolved_at,
            snapshot.closed_at,
        );
        assert_eq!(times, derived, "{}", row.reference);
        assert_eq!(
            row.priority.as_deref(),
            snapshot.qualification.priority.map(Priority::code)
        );
    }
    Ok(())
}

on_both_engines!(who_was_slower_is_told_what_changed, async |store| {
    let bench = Bench::set(store).await?;
    let reference = bench.request(&bench.lea, fault("erp")).await?;
    let seen = bench
        .desk
        .0
        .one(&bench.technician, &reference)
        .await?
        .sheet
        .version;
    bench.deed(&reference, Deed::Take).await?;
    let late = DeskGesture {
        deed: Deed::Take,
        expected_version: seen,
        text: String::new(),
        when: When::Now,
    };
    let refused = bench.desk.0.act(&bench.technician, &reference, late).await;
    assert_eq!(refused, Err(AppError::Conflict));
    let sheet = bench.desk.0.one(&bench.technician, &reference).await?.sheet;
    let changed: Vec<_> = changed_since(&sheet, seen)
        .into_iter()
        .map(|it| (it.kind, it.who.name.clone()))
        .collect();
    assert_eq!(
        changed,
        [(EventKind::Started, "Théo Technicien".to_owned())]
    );
    let cancel = ContactGesture::Cancel {
        expected_version: seen,
        text: String::new(),
    };
    assert_eq!(
        bench
            .interventions
            .0
            .act(&bench.lea, &reference, cancel)
            .await,
        Err(AppError::Conflict)
    );
    Ok(())
});

const CANARY: &str = "canari-interne-7391";

on_both_engines!(
    an_internal_note_is_in_nothing_that_a_client_receives,
    async |store| {
        let bench = Bench::set(store).await?;
        let reference = bench.request(&bench.lea, fault("erp")).await?;
        let before = everything_of_the_client(&bench, &reference).await?;
        let note = DeskGesture {
            deed: Deed::InternalNote,
            expected_version: 0,
            text: CANARY.into(),
            when: When::Now,
        };
        bench
            .desk
            .0
            .act(&bench.technician, &reference, note)
            .await?;
        let after = everything_of_the_client(&bench, &reference).await?;
        assert!(!after.contains(CANARY));
        // Not only its text: that there is one cannot be noticed either.
        assert_eq!(before, after);
        let at_the_desk = bench.desk.0.one(&bench.technician, &reference).await?;
        assert!(
            format!("{at_the_desk:?}").contains(CANARY),
            "the canary sings where it may"
        );
        Ok(())
    }
);

async fn everything_of_the_client(bench: &Bench, reference: &str) -> anyhow::Result<String> {
    let service = &bench.interventions.0;
    let mut said = String::new();
    for asker in [&bench.chef, &bench.lea] {
        let mut form = service.form(asker).await?;
        form.request_id.clear();
        said += &format!("{form:?}");
        said += &format!("{:?}", service.open(asker).await?);
        said += &format!("{:?}", service.one(asker, reference).await?);
        said += &format!("{:?}", service.preview(asker, &fault("erp")).await?);
    }
    said += &format!("{:?}", bench.told(format!("client:{}", bench.acme)).await?);
    Ok(said)
}

on_both_engines!(the_desk_refuses_what_the_rules_refuse, async |store| {
    let bench = Bench::set(store).await?;
    let not_now = |state: &str| {
        Err(AppError::NotNow {
            state: state.to_owned(),
        })
    };
    let repair = bench.request(&bench.chef, fault("erp")).await?;
    let question = bench.request(&bench.chef, advice("vpn")).await?;
    let quote = bench.request(&bench.chef, fault("copieur")).await?;
    let prevention = RequestInput {
        request_id: "p".into(),
        activity: "prevention".into(),
        ..fault("copieur")
    };
    let prevention = bench.request(&bench.chef, prevention).await?;
    let refused = async |reference: &str, deed: Deed| bench.deed(reference, deed).await.map(|_| ());
    assert_eq!(
        refused(&repair, Deed::RestoreCurative).await,
        not_now("registered")
    );
    assert_eq!(refused(&quote, Deed::Take).await, not_now("awaiting_quote"));
    assert_eq!(
        refused(&prevention, Deed::Take).await,
        not_now("condition_not_met")
    );
    bench.deed(&question, Deed::Take).await?;
    for act in [
        Deed::RestoreProvisionally,
        Deed::RestoreCurative,
        Deed::Done,
    ] {
        assert_eq!(
            refused(&question, act).await,
            not_now("not_on_this_line"),
            "a helpdesk never acts"
        );
    }
    bench.deed(&repair, Deed::Take).await?;
    assert_eq!(
        refused(&repair, Deed::Answer).await,
        not_now("not_on_this_line")
    );
    let out_of_scope = Requalification {
        component: "copieur".into(),
        ..Requalification::default()
    };
    assert_eq!(
        refused(&repair, Deed::Requalify(out_of_scope)).await,
        not_now("not_covered")
    );
    let unknown = Requalification {
        component: "secret".into(),
        ..Requalification::default()
    };
    assert!(matches!(
        refused(&repair, Deed::Requalify(unknown)).await,
        Err(AppError::Invalid { .. })
    ));
    assert_eq!(
        refused("AU-2026-0001", Deed::Take).await,
        Err(AppError::NotFound)
    );
    Ok(())
});

on_both_engines!(
    a_requalified_request_stays_where_it_was_asked_for,
    async |store| {
        let bench = Bench::set(store).await?;
        let input = RequestInput {
            component: String::new(),
            category: "infrastructure".into(),
            site: "depot".into(),
            ..advice("quai")
        };
        let reference = bench.request(&bench.chef, input).await?;
        let hidden = Some(AppError::NotFound);
        // Another urgency, then a component that stands there and elsewhere; then one that stands elsewhere only.
        for (name, wanted, site, of_the_other_site) in [
            (
                "urgency",
                Requalification {
                    urgency: "3".into(),
                    ..Requalification::default()
                },
                "Dépôt",
                hidden.clone(),
            ),
            (
                "at both",
                Requalification {
                    component: "vpn".into(),
                    ..Requalification::default()
                },
                "Dépôt",
                hidden,
            ),
            (
                "at the other",
                Requalification {
                    component: "erp".into(),
                    ..Requalification::default()
                },
                "Siège",
                None,
            ),
        ] {
            bench.deed(&reference, Deed::Requalify(wanted)).await?;
            let sheet = bench.one(&bench.chef, &reference).await?;
            assert_eq!(sheet.listed.site.as_deref(), Some(site), "{name}");
            let seen = bench.one(&bench.lea, &reference).await;
            assert_eq!(seen.err(), of_the_other_site, "{name}");
        }
        Ok(())
    }
);

on_both_engines!(
    advice_that_does_not_suffice_goes_on_as_a_repair,
    async |store| {
        let bench = Bench::set(store).await?;
        let question = bench.request(&bench.lea, advice("erp")).await?;
        store.clock().advance_ms(HOUR_MS);
        bench.deed(&question, Deed::Take).await?;
        let done = bench.deed(&question, Deed::ActionNeeded).await?;
        let Some(repair) = done.continued_by else {
            anyhow::bail!("a repair continues it")
        };
        let (old, new) = (
            bench.one(&bench.lea, &question).await?,
            bench.one(&bench.lea, &repair).await?,
        );
        assert_eq!(
            (old.listed.state, old.continued_by),
            (InterventionState::Transferred, Some(repair))
        );
        assert_eq!(
            (new.listed.state, new.listed.service),
            (InterventionState::Registered, Some(ServiceLine::Corrective))
        );
        let goes_on = old.ties.continued_by.map(|tie| tie.state);
        assert_eq!(
            goes_on,
            Some(InterventionState::Registered),
            "on its one page"
        );
        assert_eq!(new.continues, Some(question));
        assert_eq!(
            new.listed.declared, old.listed.declared,
            "its clocks count from the first declaration"
        );
        the_log_gives_the_row(&bench).await
    }
);

on_both_engines!(
    holds_resume_where_they_were_and_late_records_say_why,
    async |store| {
        let bench = Bench::set(store).await?;
        let reference = bench.request(&bench.lea, fault("erp")).await?;
        store.clock().advance_ms(HOUR_MS);
        bench.deed(&reference, Deed::Take).await?;
        bench
            .deed(&reference, Deed::Hold(HoldReason::Part, Wait::default()))
            .await?;
        let sheet = bench.one(&bench.lea, &reference).await?;
        assert_eq!(
            (sheet.listed.state, sheet.listed.hold_reason),
            (InterventionState::OnHold, Some(HoldReason::Part))
        );
        bench.deed(&reference, Deed::Resume).await?;
        store.clock().advance_ms(2 * HOUR_MS);
        let sheet = bench.desk.0.one(&bench.technician, &reference).await?.sheet;
        // An hour ago, on the clock of the site.
        let local = chrono::DateTime::from_timestamp_millis(
            sheet.now.at - HOUR_MS + i64::from(sheet.now.offset_s) * 1000,
        );
        let local = local
            .map(|local| local.format("%Y-%m-%dT%H:%M").to_string())
            .unwrap_or_default();
        let earlier = |reason| DeskGesture {
            deed: Deed::RestoreCurative,
            expected_version: sheet.version,
            text: "Câble remplacé".into(),
            when: When::Earlier {
                local: local.clone(),
                reason,
            },
        };
        let refused = bench
            .desk
            .0
            .act(&bench.technician, &reference, earlier(None))
            .await;
        assert!(
            matches!(refused, Err(AppError::Invalid { .. })),
            "{refused:?}"
        );
        bench
            .desk
            .0
            .act(
                &bench.technician,
                &reference,
                earlier(Some(LateReason::OnSite)),
            )
            .await?;
        let sheet = bench.one(&bench.lea, &reference).await?;
        let Some(last) = sheet.timeline.last() else {
            anyhow::bail!("a timeline")
        };
        assert_eq!(sheet.now.at - last.at.at, HOUR_MS);
        assert!(
            matches!(last.recorded_late, Some((_, LateReason::OnSite))),
            "the client sees that it was recorded late"
        );
        the_log_gives_the_row(&bench).await
    }
);

on_both_engines!(
    the_queue_goes_by_priority_then_age_page_by_page,
    async |store| {
        let bench = Bench::set(store).await?;
        for number in 0..60 {
            store.clock().advance_ms(MINUTE_MS);
            let (impact, urgency) = if number % 2 == 0 {
                ("3", "4")
            } else {
                ("1", "1")
            };
            let input = RequestInput {
                request_id: format!("r{number}"),
                impact: impact.into(),
                urgency: urgency.into(),
                ..fault("erp")
            };
            bench.request(&bench.chef, input).await?;
        }
        let mut filter = QueueFilter::default();
        let mut seen = Vec::new();
        loop {
            let page = bench.desk.0.queue(&bench.technician, &filter).await?;
            seen.extend(
                page.rows
                    .into_iter()
                    .map(|row| (row.listed.priority, row.listed.declared.at)),
            );
            match page.next {
                Some(next) => filter.after = Some(next),
                None => break,
            }
        }
        assert_eq!(seen.len(), 60);
        assert!(seen.is_sorted());
        let other = QueueFilter {
            client: Some("autre".into()),
            ..QueueFilter::default()
        };
        assert!(
            bench
                .desk
                .0
                .queue(&bench.technician, &other)
                .await?
                .rows
                .is_empty()
        );
        let mine = QueueFilter {
            mine: true,
            ..QueueFilter::default()
        };
        assert!(
            bench
                .desk
                .0
                .queue(&bench.technician, &mine)
                .await?
                .rows
                .is_empty()
        );
        bench.deed("AC-2026-0001", Deed::Take).await?;
        assert_eq!(
            bench
                .desk
                .0
                .queue(&bench.technician, &mine)
                .await?
                .rows
                .len(),
            1
        );
        Ok(())
    }
);
