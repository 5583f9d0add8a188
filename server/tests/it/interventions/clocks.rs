//! The clocks on both engines: kept beside the log, breached once, sorted by, and closed in time.

use app::backend::desk::{Pressure, Queue, QueueFilter, Requalification, Wait};
use app::backend::interventions::{ContactGesture, Pressing};
use app::domain::intervention::{ClockKind, EventKind, HoldReason, InterventionState};
use app::domain::time::{HOUR_MS, MINUTE_MS};
use server::interventions::clocks::watch::Watch;

use super::*;
use crate::on_both_engines;
use crate::support::START_MS;

server::queries! {
    all kept(reference: &str) -> KeptRow = "
        SELECT c.clock, c.state, c.due_at, c.stopped_at, c.breach_due_at, c.reclassified
        FROM intervention_clocks c
        JOIN interventions i ON i.client_id = c.client_id AND i.id = c.intervention_id
        WHERE i.reference = $1 ORDER BY c.clock";
    one breaches(reference: &str) -> (i64,) = "
        SELECT COUNT(*) FROM intervention_events e
        JOIN interventions i ON i.client_id = e.client_id AND i.id = e.intervention_id
        WHERE i.reference = $1 AND e.kind = 'breach_recorded'";
    run forget_clocks() = "DELETE FROM intervention_clocks";
    run unclock() = "UPDATE interventions SET clocked = 0, queue_rank = 7, queue_at = 0, queue_clock = ''";
}

const GRID: &str = r#"targets = [
  { priority = "p1", response = "1h", restoration = "4h", curative = "J+2" },
  { priority = "p2", response = "2h", restoration = "8h" },
  { priority = "p3", response = "8h", restoration = "48h" },
  { priority = "p4", none = true },
]
"#;

/// The usual client, with delays promised for what breaks, round the clock.
async fn promised(store: &Store) -> anyhow::Result<Bench> {
    let line = "title = \"Maintenance\"\nclause = \"1\"\nhours = \"24/7\"\n";
    anyhow::ensure!(FILE.matches(line).count() == 1);
    let with_delays = format!("{line}clock_start = \"declaration\"\n{GRID}");
    Bench::of(store, &FILE.replace(line, &with_delays)).await
}

/// Clock, state, due, stopped, breached, reclassified.
type KeptRow = (String, String, Option<i64>, Option<i64>, Option<i64>, i64);

/// A clock as it is kept: state, due, stopped and breached, in minutes from the test's start.
type Kept = (String, Option<i64>, Option<i64>, Option<i64>);

impl Bench {
    async fn clock(&self, reference: &str, clock: ClockKind) -> anyhow::Result<Kept> {
        let reference = reference.to_owned();
        let read = self.store.read(Scope::Staff, |tx| {
            Box::pin(async move { kept(tx, &reference).await })
        });
        let rows: Vec<KeptRow> = read.await.map_err(|error: StoreError| error)?;
        let row = rows.into_iter().find(|row| row.0 == clock.code());
        let (_, state, due, stopped, breached, _) =
            row.ok_or_else(|| anyhow::anyhow!("no {clock} of it"))?;
        let minutes = |at: Option<i64>| at.map(|at| (at - START_MS) / MINUTE_MS);
        Ok((state, minutes(due), minutes(stopped), minutes(breached)))
    }

    async fn breaches(&self, reference: &str) -> anyhow::Result<i64> {
        let reference = reference.to_owned();
        let read = self.store.read(Scope::Staff, |tx| {
            Box::pin(async move { breaches(tx, &reference).await })
        });
        let (count,): (i64,) = read.await.map_err(|error: StoreError| error)?;
        Ok(count)
    }

    async fn look(&self) -> anyhow::Result<()> {
        Ok(Watch::new(self.store.clone()).look().await?)
    }

    async fn queue(&self, filter: QueueFilter) -> anyhow::Result<Queue> {
        Ok(self.desk.0.queue(&self.technician, &filter).await?)
    }
}

fn state(kept: &Kept) -> (&str, Option<i64>) {
    (kept.0.as_str(), kept.1)
}

use ClockKind::{Curative, Response, Restoration};

on_both_engines!(only_a_listed_reason_moves_the_restoration, async |store| {
    let bench = promised(store).await?;
    let clock = store.clock();
    let mut found = vec![];
    for (component, reason) in [("erp", HoldReason::Part), ("quai", HoldReason::Client)] {
        clock.set_ms(START_MS);
        let reference = bench.request(&bench.chef, fault(component)).await?;
        bench.deed(&reference, Deed::Take).await?;
        assert_eq!(
            state(&bench.clock(&reference, Restoration).await?),
            ("running", Some(240))
        );
        clock.advance_ms(30 * MINUTE_MS);
        bench
            .deed(&reference, Deed::Hold(reason, Wait::default()))
            .await?;
        let held = bench.clock(&reference, Restoration).await?;
        clock.advance_ms(2 * HOUR_MS);
        bench.deed(&reference, Deed::Resume).await?;
        let resumed = bench.clock(&reference, Restoration).await?;
        found.push((held.0, resumed.1));
        assert_eq!(
            bench.clock(&reference, Response).await?,
            ("met".into(), Some(60), Some(0), None)
        );
    }
    assert_eq!(
        found,
        [("paused".into(), Some(360)), ("running".into(), Some(240))]
    );
    Ok(())
});

on_both_engines!(a_breach_is_written_down_once_and_told, async |store| {
    let bench = promised(store).await?;
    let clock = store.clock();
    let reference = bench.request(&bench.lea, fault("erp")).await?;
    let client = format!("client:{}", bench.acme);
    let told_before = bench.told(client.clone()).await?.len();
    // The deadline itself is in time.
    clock.advance_ms(HOUR_MS);
    bench.look().await?;
    assert_eq!(bench.breaches(&reference).await?, 0);
    clock.advance_ms(1);
    let seen = bench.one(&bench.lea, &reference).await?.version;
    bench.look().await?;
    bench.look().await?;
    assert_eq!(bench.breaches(&reference).await?, 1);
    assert_eq!(bench.told(client).await?.len(), told_before + 1);
    assert_eq!(
        bench.clock(&reference, Response).await?,
        ("missed".into(), Some(60), None, Some(60))
    );
    // Whoever looked before may act still: nothing that they decide on has moved.
    let take = DeskGesture {
        deed: Deed::Take,
        expected_version: seen,
        text: String::new(),
        when: When::Now,
    };
    bench
        .desk
        .0
        .act(&bench.technician, &reference, take)
        .await?;
    let sheet = bench.one(&bench.lea, &reference).await?;
    let kinds: Vec<EventKind> = sheet.timeline.iter().map(|entry| entry.kind).collect();
    assert_eq!(
        kinds,
        [
            EventKind::Submitted,
            EventKind::BreachRecorded,
            EventKind::Started
        ]
    );
    assert_eq!(
        bench.clock(&reference, Response).await?,
        ("missed".into(), Some(60), Some(60), Some(60))
    );
    // Nobody watched: the next gesture writes it down before itself.
    clock.advance_ms(5 * HOUR_MS);
    bench.deed(&reference, Deed::RestoreCurative).await?;
    let sheet = bench.one(&bench.lea, &reference).await?;
    let kinds: Vec<EventKind> = sheet.timeline.iter().map(|entry| entry.kind).collect();
    assert_eq!(
        kinds[3..],
        [EventKind::BreachRecorded, EventKind::RestoredCurative]
    );
    assert_eq!(
        bench.one(&bench.stranger, &reference).await.err(),
        Some(AppError::NotFound)
    );
    Ok(())
});

on_both_engines!(a_relapse_goes_on_without_the_time_restored, async |store| {
    let bench = promised(store).await?;
    let clock = store.clock();
    let reference = bench.request(&bench.lea, fault("erp")).await?;
    bench.deed(&reference, Deed::Take).await?;
    clock.advance_ms(HOUR_MS);
    bench.deed(&reference, Deed::RestoreProvisionally).await?;
    assert_eq!(
        bench.clock(&reference, Restoration).await?,
        ("met".into(), Some(240), Some(60), None)
    );
    let curative = bench.clock(&reference, Curative).await?;
    clock.advance_ms(10 * HOUR_MS);
    bench.look().await?;
    bench.deed(&reference, Deed::Relapse).await?;
    assert_eq!(
        bench.clock(&reference, Restoration).await?,
        ("running".into(), Some(240 + 600), None, None)
    );
    assert_eq!(
        bench.clock(&reference, Curative).await?,
        curative,
        "the same debt"
    );
    assert_eq!(bench.breaches(&reference).await?, 0);
    Ok(())
});

on_both_engines!(
    another_priority_may_breach_at_once_and_never_undoes,
    async |store| {
        let bench = promised(store).await?;
        let clock = store.clock();
        let input = RequestInput {
            impact: "2".into(),
            urgency: "3".into(),
            ..fault("erp")
        };
        let reference = bench.request(&bench.lea, input).await?;
        bench.deed(&reference, Deed::Take).await?;
        clock.advance_ms(5 * HOUR_MS);
        bench.look().await?;
        assert_eq!(bench.breaches(&reference).await?, 0);
        for (impact, urgency) in [("1", "1"), ("2", "3")] {
            let wanted = Requalification {
                impact: impact.into(),
                urgency: urgency.into(),
                ..Requalification::default()
            };
            bench.deed(&reference, Deed::Requalify(wanted)).await?;
            bench.look().await?;
            assert_eq!(bench.breaches(&reference).await?, 1, "{impact}{urgency}");
            let (state, _, _, breached) = bench.clock(&reference, Restoration).await?;
            assert_eq!((state.as_str(), breached), ("missed", Some(240)));
        }
        let read = store.read(Scope::Staff, |tx| {
            let reference = reference.clone();
            Box::pin(async move { kept(tx, &reference).await })
        });
        let rows: Vec<KeptRow> = read.await.map_err(|error: StoreError| error)?;
        let reclassified: Vec<(&str, i64)> =
            rows.iter().map(|row| (row.0.as_str(), row.5)).collect();
        assert_eq!(reclassified, [("response", 0), ("restoration", 1)]);
        Ok(())
    }
);

on_both_engines!(
    a_transfer_counts_from_the_first_declaration,
    async |store| {
        let bench = promised(store).await?;
        let question = bench.request(&bench.lea, advice("erp")).await?;
        store.clock().advance_ms(90 * MINUTE_MS);
        bench.deed(&question, Deed::Take).await?;
        let done = bench.deed(&question, Deed::ActionNeeded).await?;
        let repair = done.continued_by.unwrap_or_default();
        assert_eq!(
            bench.clock(&repair, Restoration).await?,
            ("running".into(), Some(240), None, None)
        );
        // An hour and a half have passed since somebody asked: the response was due.
        assert_eq!(
            bench.clock(&repair, Response).await?,
            ("missed".into(), Some(60), None, Some(60))
        );
        Ok(())
    }
);

on_both_engines!(what_was_resolved_is_closed_without_a_word, async |store| {
    let bench = promised(store).await?;
    let clock = store.clock();
    let reference = bench.request(&bench.lea, fault("erp")).await?;
    for deed in [Deed::Take, Deed::RestoreCurative] {
        bench.deed(&reference, deed).await?;
    }
    let found = async || -> anyhow::Result<InterventionState> {
        bench.look().await?;
        Ok(bench.one(&bench.lea, &reference).await?.listed.state)
    };
    // Round the clock every day is a working day: five of them.
    clock.advance_ms(5 * 24 * HOUR_MS - 1);
    assert_eq!(found().await?, InterventionState::Resolved);
    // Reopened and resolved again, it counts anew.
    let version = bench.one(&bench.lea, &reference).await?.version;
    let reopen = ContactGesture::Reopen {
        expected_version: version,
        text: "encore".into(),
    };
    bench
        .interventions
        .0
        .act(&bench.lea, &reference, reopen)
        .await?;
    clock.advance_ms(HOUR_MS);
    assert_eq!(found().await?, InterventionState::InProgress);
    bench.deed(&reference, Deed::RestoreCurative).await?;
    clock.advance_ms(5 * 24 * HOUR_MS - 1);
    assert_eq!(found().await?, InterventionState::Resolved);
    clock.advance_ms(1);
    assert_eq!(found().await?, InterventionState::Closed);
    let sheet = bench.one(&bench.lea, &reference).await?;
    let last = sheet
        .timeline
        .last()
        .map(|entry| (entry.kind, entry.who.kind));
    assert_eq!(
        last,
        Some((
            EventKind::Confirmed,
            app::domain::intervention::ActorKind::System
        ))
    );
    bench.look().await
});

on_both_engines!(the_queue_begins_with_what_breaches_next, async |store| {
    let bench = promised(store).await?;
    let clock = store.clock();
    let ask = async |id: &str, component: &str, impact: &str, urgency: &str| {
        let input = RequestInput {
            request_id: id.to_owned(),
            impact: impact.into(),
            urgency: urgency.into(),
            ..fault(component)
        };
        bench.request(&bench.chef, input).await
    };
    let nothing = ask("p4", "erp", "1", "4").await?;
    let breached = ask("late", "erp", "1", "1").await?;
    clock.advance_ms(5 * HOUR_MS);
    let slow = ask("p3", "quai", "2", "3").await?;
    let paused = ask("held", "erp", "1", "1").await?;
    for deed in [Deed::Take, Deed::Hold(HoldReason::Part, Wait::default())] {
        bench.deed(&paused, deed).await?;
    }
    let fast = ask("p1", "quai", "1", "1").await?;
    bench.look().await?;
    let queue = bench.queue(QueueFilter::default()).await?;
    let order: Vec<&str> = queue
        .rows
        .iter()
        .map(|row| row.listed.reference.as_str())
        .collect();
    assert_eq!(order, [&fast, &slow, &breached, &paused, &nothing]);
    let pressing: Vec<Pressing> = queue.rows.iter().map(|row| row.listed.pressing).collect();
    assert!(
        matches!(pressing[0], Pressing::Due { clock: Response, at } if at.at == START_MS + 6 * HOUR_MS)
    );
    assert!(matches!(
        pressing[2],
        Pressing::Overrun {
            clock: Response,
            ..
        }
    ));
    assert_eq!(pressing[3..], [Pressing::Paused, Pressing::Nothing]);
    let soon = QueueFilter {
        pressure: Some(Pressure::Soon),
        ..QueueFilter::default()
    };
    let soon = bench.queue(soon).await?;
    let soon: Vec<&str> = soon
        .rows
        .iter()
        .map(|row| row.listed.reference.as_str())
        .collect();
    assert_eq!(soon, [&fast, &breached]);
    let first = QueueFilter {
        priority: Some(app::domain::contract::Priority::P1),
        ..QueueFilter::default()
    };
    assert_eq!(bench.queue(first).await?.rows.len(), 3);
    Ok(())
});

on_both_engines!(
    what_was_there_before_is_counted_when_the_program_starts,
    async |store| {
        let bench = promised(store).await?;
        let reference = bench.request(&bench.lea, fault("erp")).await?;
        let queue = bench.queue(QueueFilter::default()).await?;
        store
            .write(Scope::System, |tx| {
                Box::pin(async move {
                    forget_clocks(tx).await?;
                    unclock(tx).await?;
                    Ok::<_, StoreError>(())
                })
            })
            .await?;
        store.clock().advance_ms(2 * HOUR_MS);
        bench.look().await?;
        assert_eq!(
            bench.clock(&reference, Response).await?,
            ("missed".into(), Some(60), None, Some(60))
        );
        let again = bench.queue(QueueFilter::default()).await?;
        assert_eq!(queue.rows.len(), again.rows.len());
        assert!(matches!(
            again.rows[0].listed.pressing,
            Pressing::Due {
                clock: Restoration,
                ..
            }
        ));
        Ok(())
    }
);

impl Bench {
    /// What a contact says, on what it sees now.
    async fn says(
        &self,
        asker: &Asker,
        reference: &str,
        gesture: impl FnOnce(i64) -> ContactGesture,
    ) -> Result<(), AppError> {
        let version = self.one(asker, reference).await?.version;
        let act = self.interventions.0.act(asker, reference, gesture(version));
        act.await
    }

    async fn by_dispatcher(&self, reference: &str, deed: Deed) -> Result<DeskDone, AppError> {
        let Asker::Staff(technician) = &self.technician else {
            return Err(AppError::Forbidden);
        };
        let dispatcher = Asker::Staff(StaffAsker {
            role: StaffRole::Dispatcher,
            ..technician.clone()
        });
        let sheet = self.desk.0.one(&dispatcher, reference).await?;
        let gesture = DeskGesture {
            deed,
            expected_version: sheet.sheet.version,
            text: "vu ensemble".into(),
            when: When::Now,
        };
        self.desk.0.act(&dispatcher, reference, gesture).await
    }
}

on_both_engines!(
    a_disagreement_that_is_upheld_gives_the_time_back,
    async |store| {
        let bench = promised(store).await?;
        let clock = store.clock();
        let reference = bench.request(&bench.lea, fault("erp")).await?;
        bench.deed(&reference, Deed::Take).await?;
        // What the client does not see does not shift the places that it names.
        bench.deed(&reference, Deed::InternalNote).await?;
        let wait = Wait {
            promised_at: "2026-03-03T10:00".into(),
            chase_at: "2026-03-02T12:00".into(),
        };
        bench
            .deed(&reference, Deed::Hold(HoldReason::Part, wait))
            .await?;
        clock.advance_ms(2 * HOUR_MS);
        let chase = QueueFilter {
            pressure: Some(Pressure::Chase),
            ..QueueFilter::default()
        };
        let to_chase = bench.queue(chase.clone()).await?;
        assert_eq!(to_chase.rows.len(), 1, "asked again from noon on");
        let later = Wait {
            promised_at: String::new(),
            chase_at: "2026-03-03T12:00".into(),
        };
        bench.deed(&reference, Deed::Chase(later)).await?;
        assert!(bench.queue(chase).await?.rows.is_empty());
        bench.deed(&reference, Deed::Resume).await?;
        let seen = bench.one(&bench.lea, &reference).await?;
        let of_the_desk = bench.desk.0.one(&bench.technician, &reference).await?.sheet;
        assert_eq!(seen.clocks, of_the_desk.clocks, "both sides see the same");
        let hold = &seen.clocks.clocks.holds[0];
        assert_eq!((hold.seq, hold.listed), (3, true));
        assert!(
            hold.promised_at
                .is_some_and(|at| at == START_MS + 24 * HOUR_MS)
        );

        let contest = |place| {
            move |expected_version| ContactGesture::Contest {
                expected_version,
                place,
                text: "la pièce était là".into(),
            }
        };
        for (asker, place, expected) in [
            (&bench.lea, 2, Err(AppError::NotFound)),
            (&bench.lea, 9, Err(AppError::NotFound)),
            (&bench.stranger, 3, Err(AppError::NotFound)),
            (&bench.vera, 3, Err(AppError::Forbidden)),
            (&bench.lea, 3, Ok(())),
            (
                &bench.lea,
                3,
                Err(AppError::NotNow {
                    state: "already_said".into(),
                }),
            ),
        ] {
            let said = bench.says(asker, &reference, contest(place)).await;
            assert_eq!(said, expected, "place {place}");
        }
        assert_eq!(
            state(&bench.clock(&reference, Restoration).await?),
            ("running", Some(360))
        );
        let answer = Deed::AnswerContest {
            place: 3,
            upheld: true,
        };
        let refused = bench.deed(&reference, answer.clone()).await;
        assert_eq!(
            refused,
            Err(AppError::Forbidden),
            "a technician does not judge"
        );
        bench.by_dispatcher(&reference, answer).await?;
        assert_eq!(
            state(&bench.clock(&reference, Restoration).await?),
            ("running", Some(240))
        );
        clock.advance_ms(2 * HOUR_MS + 1);
        bench.look().await?;
        assert_eq!(bench.breaches(&reference).await?, 1);
        Ok(())
    }
);

on_both_engines!(
    a_disagreement_upheld_after_the_end_is_a_breach_too,
    async |store| {
        let bench = promised(store).await?;
        let clock = store.clock();
        let reference = bench.request(&bench.lea, fault("erp")).await?;
        bench.deed(&reference, Deed::Take).await?;
        let wait = Wait::default();
        bench
            .deed(&reference, Deed::Hold(HoldReason::Part, wait))
            .await?;
        clock.advance_ms(5 * HOUR_MS);
        bench.deed(&reference, Deed::Resume).await?;
        bench.deed(&reference, Deed::RestoreCurative).await?;
        let confirm = |expected_version| ContactGesture::Confirm { expected_version };
        bench.says(&bench.lea, &reference, confirm).await?;
        assert_eq!(bench.clock(&reference, Restoration).await?.0, "met");
        let contest = |expected_version| ContactGesture::Contest {
            expected_version,
            place: 3,
            text: "la pièce était là".into(),
        };
        bench.says(&bench.lea, &reference, contest).await?;
        assert_eq!(bench.breaches(&reference).await?, 0);
        let answer = Deed::AnswerContest {
            place: 3,
            upheld: true,
        };
        bench.by_dispatcher(&reference, answer).await?;
        assert_eq!(
            bench.clock(&reference, Restoration).await?,
            ("missed".into(), Some(240), Some(300), Some(240))
        );
        assert_eq!(bench.breaches(&reference).await?, 1);
        bench
            .by_dispatcher(&reference, Deed::ProposeSetAside(Restoration))
            .await?;
        Ok(())
    }
);

on_both_engines!(a_breach_is_set_aside_by_both_or_by_nobody, async |store| {
    let bench = promised(store).await?;
    let reference = bench.request(&bench.lea, fault("erp")).await?;
    store.clock().advance_ms(HOUR_MS + 1);
    bench.look().await?;
    let answer = |agreed| {
        move |expected_version| ContactGesture::AnswerSetAside {
            expected_version,
            clock: Response,
            agreed,
            text: "non".into(),
        }
    };
    let propose = Deed::ProposeSetAside(Response);
    assert!(
        bench
            .says(&bench.lea, &reference, answer(true))
            .await
            .is_err(),
        "nothing to answer"
    );
    assert_eq!(
        bench.deed(&reference, propose.clone()).await,
        Err(AppError::Forbidden)
    );
    bench.by_dispatcher(&reference, propose.clone()).await?;
    bench.says(&bench.lea, &reference, answer(false)).await?;
    bench.by_dispatcher(&reference, propose).await?;
    assert_eq!(
        bench.says(&bench.vera, &reference, answer(true)).await,
        Err(AppError::Forbidden)
    );
    bench.says(&bench.lea, &reference, answer(true)).await?;
    let sheet = bench.one(&bench.lea, &reference).await?;
    let breach = sheet
        .clocks
        .clocks
        .get(Response)
        .and_then(|clock| clock.breach);
    assert_eq!(
        breach.map(|breach| breach.set_aside),
        Some(app::domain::intervention::SetAside::Agreed)
    );
    // Out of the rate of respect, not out of the record.
    assert_eq!(
        bench.clock(&reference, Response).await?,
        ("missed".into(), Some(60), None, Some(60))
    );
    assert_eq!(bench.breaches(&reference).await?, 1);
    Ok(())
});

on_both_engines!(
    each_news_that_does_not_come_is_a_breach_of_its_own,
    async |store| {
        let line = "title = \"Maintenance\"\nclause = \"1\"\nhours = \"24/7\"\n";
        let grid = GRID.replace(
            "restoration = \"4h\",",
            "restoration = \"4h\", communication = \"30m\",",
        );
        anyhow::ensure!(grid != GRID);
        let bench = Bench::of(store, &FILE.replace(line, &format!("{line}{grid}"))).await?;
        let clock = store.clock();
        let reference = bench.request(&bench.lea, fault("erp")).await?;
        bench.deed(&reference, Deed::Take).await?;
        let news = ClockKind::Communication;
        assert_eq!(
            state(&bench.clock(&reference, news).await?),
            ("running", Some(30))
        );
        clock.advance_ms(31 * MINUTE_MS);
        for _look in 0..2 {
            bench.look().await?;
        }
        assert_eq!(bench.breaches(&reference).await?, 1);
        // A word, and the next one is owed; it does not come either.
        clock.advance_ms(9 * MINUTE_MS);
        bench.deed(&reference, Deed::NoteToClient).await?;
        assert_eq!(
            bench.clock(&reference, news).await?,
            ("running".into(), Some(70), None, Some(30))
        );
        let queue = bench.queue(QueueFilter::default()).await?;
        let pressing = queue.rows.first().map(|row| row.listed.pressing);
        assert!(
            matches!(
                pressing,
                Some(Pressing::Due {
                    clock: ClockKind::Communication,
                    ..
                })
            ),
            "{pressing:?}"
        );
        clock.advance_ms(31 * MINUTE_MS);
        for _look in 0..2 {
            bench.look().await?;
        }
        assert_eq!(bench.breaches(&reference).await?, 2);
        assert_eq!(
            bench.clock(&reference, news).await?,
            ("missed".into(), Some(70), None, Some(70))
        );
        let seen = bench.one(&bench.lea, &reference).await?;
        let shown = seen.clocks.clocks.get(news).cloned();
        let shown = shown.ok_or_else(|| anyhow::anyhow!("no clock of news"))?;
        assert_eq!((shown.earlier.len(), shown.breach.is_some()), (1, true));
        super::working::the_log_gives_the_row(&bench).await
    }
);

on_both_engines!(the_helpdesk_owes_an_answer, async |store| {
    let line = "title = \"Assistance\"\nclause = \"3\"\nhours = \"24/7\"\n";
    let grid = "targets = [
      { priority = \"p1\", response = \"30m\", answer = \"2h\" },
      { priority = \"p2\", answer = \"4h\" },
      { priority = \"p3\", none = true },
      { priority = \"p4\", none = true },
    ]\n";
    anyhow::ensure!(FILE.matches(line).count() == 1);
    let bench = Bench::of(store, &FILE.replace(line, &format!("{line}{grid}"))).await?;
    let reference = bench.request(&bench.lea, advice("erp")).await?;
    let seen = bench.one(&bench.lea, &reference).await?;
    let verdict = seen.verdict.map(|decided| decided.verdict);
    let due = verdict
        .and_then(|verdict| verdict.commitment)
        .and_then(|told| {
            told.due(app::domain::coverage::Clock::Answer)
                .map(|due| due.at)
        });
    assert_eq!(due, Some(START_MS + 2 * HOUR_MS));
    bench.deed(&reference, Deed::Take).await?;
    assert_eq!(
        state(&bench.clock(&reference, ClockKind::Answer).await?),
        ("running", Some(120))
    );
    store.clock().advance_ms(HOUR_MS);
    bench.deed(&reference, Deed::Answer).await?;
    assert_eq!(
        bench.clock(&reference, ClockKind::Answer).await?,
        ("met".into(), Some(120), Some(60), None)
    );
    Ok(())
});
