//! Preventive work on both engines: unknown to the client until it is announced, moved by both, done, never a report.

use std::slice;

use app::backend::desk::QueueFilter;
use app::backend::interventions::{ContactGesture, Text};
use app::backend::planning::{
    CalendarFilter, Layout, PlanAbout, PlanInput, PlanningBackend, SlotInput,
};
use app::backend::status::{StatusBackend, Whose};
use app::domain::intervention::{Act, EventKind, InterventionState};
use app::domain::time::{DAY_MS, HOUR_MS, Span};
use server::interventions::planned::seen_by;
use server::planning::PlannedWork;
use server::status::boards::NoCover;
use server::status::{Boards, Status};

use super::working::the_log_gives_the_row;
use super::*;
use crate::on_both_engines;

const BASE: &str = "https://portal.example";

/// Eight days after the clock's start, in the evening of the site.
fn evening() -> SlotInput {
    SlotInput {
        slot_from: "2026-03-10T20:00".into(),
        slot_to: "2026-03-10T22:00".into(),
    }
}

fn next_morning() -> SlotInput {
    SlotInput {
        slot_from: "2026-03-11T07:00".into(),
        slot_to: "2026-03-11T08:00".into(),
    }
}

fn update_of(component: &str) -> PlanInput {
    PlanInput {
        request_id: format!("plan-{component}"),
        client: "acme".into(),
        component: component.into(),
        slot: evening(),
        details: "Mise à jour de sécurité\nRedémarrage compris".into(),
        impact: "Coupure de dix minutes".into(),
        ..PlanInput::default()
    }
}

struct Planner {
    bench: Bench,
    work: PlannedWork,
    dispatcher: Asker,
}

impl Planner {
    async fn set(store: &Store) -> anyhow::Result<Planner> {
        Planner::of(store, FILE).await
    }

    async fn of(store: &Store, file: &str) -> anyhow::Result<Planner> {
        let bench = Bench::of(store, file).await?;
        let Asker::Staff(technician) = bench.technician.clone() else {
            anyhow::bail!("a technician is staff")
        };
        Ok(Planner {
            bench,
            work: PlannedWork::new(store.clone(), BASE),
            dispatcher: Asker::Staff(StaffAsker {
                role: StaffRole::Dispatcher,
                ..technician
            }),
        })
    }

    async fn plan(&self, input: PlanInput) -> Result<String, AppError> {
        self.work.plan(&self.bench.technician, input).await
    }

    /// A coordinator's gesture on what they see now.
    async fn deed(&self, reference: &str, deed: Deed) -> Result<DeskDone, AppError> {
        let sheet = self.bench.desk.0.one(&self.dispatcher, reference).await?;
        let gesture = DeskGesture {
            deed,
            expected_version: sheet.sheet.version,
            text: "Onduleur en retard".into(),
            when: When::Now,
        };
        self.bench
            .desk
            .0
            .act(&self.dispatcher, reference, gesture)
            .await
    }

    async fn answer(&self, asker: &Asker, reference: &str, suits: bool) -> Result<(), AppError> {
        let expected_version = self.bench.one(asker, reference).await?.version;
        let gesture = if suits {
            ContactGesture::AcceptSlot { expected_version }
        } else {
            ContactGesture::AskAnotherSlot {
                expected_version,
                text: "Plutôt le matin".into(),
            }
        };
        let service = &self.bench.interventions.0;
        service.act(asker, reference, gesture).await
    }

    async fn month(&self, asker: &Asker) -> Result<Vec<String>, AppError> {
        let filter = CalendarFilter {
            month: Some((2026, 3)),
            ..CalendarFilter::default()
        };
        let calendar = self.work.calendar(asker, &filter).await?;
        let entries = calendar.entries.into_iter();
        Ok(entries.map(|entry| entry.listed.reference).collect())
    }
}

fn not_now<T>(state: &str) -> Result<T, AppError> {
    Err(AppError::NotNow {
        state: state.to_owned(),
    })
}

on_both_engines!(
    planned_work_is_announced_moved_accepted_and_done,
    async |store| {
        let it = Planner::set(store).await?;
        let (bench, lea) = (&it.bench, &it.bench.lea);
        let reference = it.plan(update_of("erp")).await?;
        assert_eq!(
            bench.deed(&reference, Deed::Announce).await,
            Err(AppError::Forbidden),
            "the calendar is the coordinator's"
        );
        it.deed(&reference, Deed::Announce).await?;
        let announced = bench.one(lea, &reference).await?;
        let Some(planned) = announced.planned.clone() else {
            anyhow::bail!("it has a slot")
        };
        assert_eq!(announced.listed.state, InterventionState::Announced);
        assert_eq!(
            planned.impact,
            Some(Text::Written("Coupure de dix minutes".into()))
        );
        assert_eq!(planned.slot.to.at - planned.slot.from.at, 2 * HOUR_MS);
        let notice = planned.notice.map(|notice| (notice.days, notice.is_short));
        assert_eq!(notice, Some((5, false)));

        it.answer(lea, &reference, false).await?;
        assert_eq!(
            it.answer(&bench.vera, &reference, true).await,
            Err(AppError::Forbidden)
        );
        it.deed(&reference, Deed::Postpone(next_morning())).await?;
        let moved = bench.one(lea, &reference).await?;
        assert_eq!(moved.listed.state, InterventionState::Planned);
        let last = moved.timeline.last().map(|entry| entry.kind);
        assert_eq!(last, Some(EventKind::Postponed), "told of it, and why");
        it.deed(&reference, Deed::Announce).await?;
        it.answer(lea, &reference, true).await?;
        let accepted = bench.one(lea, &reference).await?;
        assert_eq!(
            accepted.listed.slot.and_then(|slot| slot.accepted),
            Some(true)
        );
        assert_eq!(
            it.answer(lea, &reference, true).await,
            not_now("already_said")
        );

        store.clock().advance_ms(9 * DAY_MS);
        bench.deed(&reference, Deed::Take).await?;
        bench.deed(&reference, Deed::Done).await?;
        let done = bench.one(lea, &reference).await?;
        let acts: Vec<Act> = done.timeline.iter().filter_map(|entry| entry.act).collect();
        assert_eq!(
            (done.listed.state, acts),
            (InterventionState::Resolved, vec![Act::Preventive])
        );
        the_log_gives_the_row(bench).await
    }
);

on_both_engines!(
    the_client_knows_nothing_of_it_before_it_is_announced,
    async |store| {
        let it = Planner::set(store).await?;
        let (bench, service) = (&it.bench, &it.bench.interventions.0);
        let told_before = bench.told(format!("client:{}", bench.acme)).await?;
        let reference = it.plan(update_of("erp")).await?;
        it.deed(&reference, Deed::Postpone(next_morning())).await?;
        for asker in [&bench.chef, &bench.lea, &bench.stranger] {
            assert_eq!(
                bench.one(asker, &reference).await.err(),
                Some(AppError::NotFound)
            );
            assert!(service.open(asker).await?.rows.is_empty());
            assert_eq!(
                service.follow(asker, &reference, true).await,
                Err(AppError::NotFound)
            );
            assert_eq!(it.month(asker).await?, Vec::<String>::new());
            let feed = it.work.feed(asker, app::text::Lang::Fr).await?;
            assert!(!feed.contains(&reference));
        }
        assert_eq!(
            bench.told(format!("client:{}", bench.acme)).await?,
            told_before,
            "its stream did not move"
        );
        assert_eq!(
            it.month(&it.dispatcher).await?,
            *slice::from_ref(&reference)
        );
        it.deed(&reference, Deed::CallOff).await?;
        assert_eq!(
            bench.one(&bench.chef, &reference).await.err(),
            Some(AppError::NotFound),
            "nor that it was called off"
        );

        let other = it
            .plan(PlanInput {
                request_id: "b".into(),
                ..update_of("erp")
            })
            .await?;
        it.deed(&other, Deed::Announce).await?;
        assert_eq!(it.month(&bench.chef).await?, *slice::from_ref(&other));
        assert_eq!(it.month(&bench.stranger).await?, Vec::<String>::new());
        assert_eq!(
            it.month(&bench.omar).await?,
            Vec::<String>::new(),
            "he sees his own only"
        );
        it.deed(&other, Deed::CallOff).await?;
        let called_off = bench.one(&bench.chef, &other).await?;
        assert_eq!(called_off.listed.state, InterventionState::Cancelled);
        Ok(())
    }
);

on_both_engines!(work_to_come_is_no_report_of_a_failure, async |store| {
    let it = Planner::set(store).await?;
    let (bench, service) = (&it.bench, &it.bench.interventions.0);
    let reference = it.plan(update_of("erp")).await?;
    it.deed(&reference, Deed::Announce).await?;
    let preview = service.preview(&bench.lea, &fault("erp")).await?;
    assert_eq!(preview.open, vec![]);
    let filter = QueueFilter::default();
    let queue = bench.desk.0.queue(&bench.technician, &filter).await?;
    assert!(queue.rows.is_empty());
    let clients = bench.desk.0.clients(&bench.technician).await?;
    assert!(clients.iter().all(|client| client.open_interventions == 0));
    let rows = service.open(&bench.lea).await?.rows;
    assert!(rows.len() == 1 && rows[0].state.is_planned());
    // Nor while it is done.
    store.clock().advance_ms(8 * DAY_MS);
    bench.deed(&reference, Deed::Take).await?;
    let preview = service.preview(&bench.lea, &fault("erp")).await?;
    assert_eq!(preview.open, vec![]);
    Ok(())
});

on_both_engines!(
    it_needs_a_managed_line_on_something_supervised,
    async |store| {
        let it = Planner::set(store).await?;
        for (component, expected) in [
            ("erp", true),
            ("armoire", true),
            ("copieur", false),
            ("vpn", false),
        ] {
            let about = PlanAbout {
                client: "acme".into(),
                component: component.into(),
                site: String::new(),
            };
            let form = it.work.form(&it.dispatcher, &about).await?;
            let subject = form.chosen.and_then(|chosen| chosen.subject);
            let may = subject.map(|subject| {
                (
                    subject.may_plan,
                    subject.verdict.would_be_covered_if.is_empty(),
                )
            });
            assert_eq!(may, Some((expected, expected)), "{component}");
        }
        assert_eq!(
            it.plan(update_of("copieur")).await,
            not_now("condition_not_met")
        );
        for (name, input) in [
            ("component", update_of("secret")),
            (
                "client",
                PlanInput {
                    client: "nobody".into(),
                    ..update_of("erp")
                },
            ),
            (
                "site",
                PlanInput {
                    site: "depot".into(),
                    ..update_of("erp")
                },
            ),
            (
                "impact",
                PlanInput {
                    impact: " ".into(),
                    ..update_of("erp")
                },
            ),
            (
                "slot_to",
                PlanInput {
                    slot: SlotInput {
                        slot_to: "2026-03-10T19:00".into(),
                        ..evening()
                    },
                    ..update_of("erp")
                },
            ),
        ] {
            let refused = it.plan(input).await;
            let Err(AppError::Invalid { fields }) = refused else {
                anyhow::bail!("{name}: {refused:?}")
            };
            assert_eq!(fields[0].field, name);
        }
        let contact = it.work.plan(&it.bench.chef, update_of("erp")).await;
        assert_eq!(contact, Err(AppError::Forbidden));
        Ok(())
    }
);

on_both_engines!(
    a_second_press_makes_nothing_and_a_stale_page_is_told,
    async |store| {
        let it = Planner::set(store).await?;
        let bench = &it.bench;
        let reference = it.plan(update_of("erp")).await?;
        assert_eq!(it.plan(update_of("erp")).await?, reference);
        assert_eq!(bench.stored().await?.len(), 1);
        let seen = bench.desk.0.one(&it.dispatcher, &reference).await?;
        it.deed(&reference, Deed::Announce).await?;
        let late = DeskGesture {
            deed: Deed::Postpone(next_morning()),
            expected_version: seen.sheet.version,
            text: "Trop tard".into(),
            when: When::Now,
        };
        let refused = bench.desk.0.act(&it.dispatcher, &reference, late).await;
        assert_eq!(refused, Err(AppError::Conflict));
        let seen = bench.one(&bench.lea, &reference).await?.version;
        it.deed(&reference, Deed::Postpone(next_morning())).await?;
        let stale = ContactGesture::AcceptSlot {
            expected_version: seen,
        };
        let service = &bench.interventions.0;
        assert_eq!(
            service.act(&bench.lea, &reference, stale.clone()).await,
            Err(AppError::Conflict),
            "not the slot that was read"
        );
        assert_eq!(
            service.act(&bench.stranger, &reference, stale).await,
            Err(AppError::NotFound)
        );
        Ok(())
    }
);

on_both_engines!(
    a_fault_found_on_the_way_is_repaired_by_a_linked_intervention,
    async |store| {
        let it = Planner::set(store).await?;
        let bench = &it.bench;
        let reference = it.plan(update_of("erp")).await?;
        it.deed(&reference, Deed::Announce).await?;
        let found = Deed::FaultFound {
            impact: "2".into(),
            urgency: "2".into(),
        };
        let early = bench.deed(&reference, found.clone()).await;
        assert_eq!(early, not_now("announced"));
        assert_eq!(bench.stored().await?.len(), 1, "a refusal leaves nothing");
        bench.deed(&reference, Deed::Take).await?;
        let done = bench.deed(&reference, found).await?;
        let Some(repair) = done.continued_by else {
            anyhow::bail!("a repair is linked")
        };
        let (work, repair) = (
            bench.one(&bench.lea, &reference).await?,
            bench.one(&bench.lea, &repair).await?,
        );
        assert_eq!(work.listed.state, InterventionState::InProgress);
        assert_eq!(work.continued_by, Some(repair.listed.reference));
        assert_eq!(repair.continues, Some(reference.clone()));
        assert_eq!(repair.listed.component, work.listed.component);
        assert_eq!(repair.listed.state, InterventionState::Registered);
        bench.deed(&reference, Deed::Done).await?;
        the_log_gives_the_row(bench).await
    }
);

on_both_engines!(a_check_visit_says_what_it_saw, async |store| {
    let it = Planner::set(store).await?;
    let bench = &it.bench;
    let visit = PlanInput {
        visit: "yes".into(),
        due: "2026-03-10".into(),
        ..update_of("armoire")
    };
    let reference = it.plan(visit).await?;
    it.deed(&reference, Deed::Postpone(next_morning())).await?;
    it.deed(&reference, Deed::Announce).await?;
    let planned = bench.one(&bench.lea, &reference).await?.planned;
    let planned = planned.map(|planned| (planned.check_visit, planned.is_late));
    assert_eq!(planned, Some((true, true)), "past what it was due before");
    store.clock().advance_ms(9 * DAY_MS);
    bench.deed(&reference, Deed::Take).await?;
    let version = bench.one(&bench.lea, &reference).await?.version;
    let silent = DeskGesture {
        deed: Deed::Done,
        expected_version: version,
        text: String::new(),
        when: When::Now,
    };
    let refused = bench
        .desk
        .0
        .act(&bench.technician, &reference, silent)
        .await;
    assert!(
        matches!(refused, Err(AppError::Invalid { .. })),
        "{refused:?}"
    );
    let before = it.work.on_component(&bench.lea, "armoire").await?;
    assert_eq!((before.to_come.len(), before.last_visit), (1, None));
    bench.deed(&reference, Deed::Done).await?;
    let after = it.work.on_component(&bench.lea, "armoire").await?;
    assert_eq!(after.to_come.len(), 0);
    let Some(visit) = after.last_visit else {
        anyhow::bail!("its report is kept")
    };
    assert_eq!(
        (visit.reference.as_str(), visit.at.at, visit.report),
        (
            reference.as_str(),
            store.clock().now_ms(),
            Some(Text::Written("fait".into()))
        )
    );
    // He sees his own interventions only: this one is none of his, and neither is what it says.
    let hidden = it.work.on_component(&bench.omar, "armoire").await?;
    assert_eq!(hidden.last_visit, None);
    for (asker, key) in [
        (&bench.lea, "quai"),
        (&bench.lea, "nothing"),
        (&bench.stranger, "armoire"),
    ] {
        let hidden = it.work.on_component(asker, key).await;
        assert_eq!(hidden.err(), Some(AppError::NotFound), "{key}");
    }
    let boards = Boards::new((**store).clone(), Arc::new(NoCover));
    let status = Status::new((**store).clone(), boards);
    for (asker, by) in [(&bench.lea, reference), (&bench.omar, String::new())] {
        let board = status.board(asker, Whose::Own).await?;
        let row = board.rows.iter().find(|row| row.key == "armoire");
        let seen = row.and_then(|row| row.last_seen.clone());
        assert_eq!(
            seen.map(|seen| (seen.at.at, seen.by)),
            Some((store.clock().now_ms(), by))
        );
    }
    Ok(())
});

on_both_engines!(
    a_calendar_program_reads_what_its_contact_sees_until_it_is_revoked,
    async |store| {
        let it = Planner::set(store).await?;
        let bench = &it.bench;
        let reference = it.plan(update_of("erp")).await?;
        it.deed(&reference, Deed::Announce).await?;
        let (token, other) = (
            it.work.subscribe(&bench.lea).await?,
            it.work.subscribe(&bench.stranger).await?,
        );
        let file = it.work.feed_of(&token).await?;
        let unfolded = file.replace("\r\n ", "");
        for line in [
            "DTSTART:20260310T190000Z",
            "DTEND:20260310T210000Z",
            "STATUS:TENTATIVE",
            "SEQUENCE:2",
            "SUMMARY:ERP\u{a0}: Mise à jour de sécurité",
        ] {
            assert!(unfolded.contains(line), "{line} in {unfolded}");
        }
        assert!(unfolded.contains(&format!("URL:{BASE}/interventions/{reference}")));
        let uid = |file: &str| {
            let mut lines = file.lines();
            let line = lines.find(|line| line.starts_with("UID:"));
            line.map(str::to_owned)
        };
        let first = uid(&unfolded);
        it.answer(&bench.lea, &reference, true).await?;
        let later = it.work.feed_of(&token).await?.replace("\r\n ", "");
        assert!(later.contains("STATUS:CONFIRMED") && later.contains("SEQUENCE:3"));
        assert_eq!(uid(&later), first, "the same event");
        assert!(!it.work.feed_of(&other).await?.contains("BEGIN:VEVENT"));

        let renewed = it.work.subscribe(&bench.lea).await?;
        it.work.feed_of(&renewed).await?;
        for dead in [token.as_str(), "", "0000", &reference] {
            assert_eq!(it.work.feed_of(dead).await, Err(AppError::NotFound));
        }
        // Pressed by several hands at once, one address lives.
        let subscribe = || it.work.subscribe(&bench.lea);
        let (a, b, c) = tokio::join!(subscribe(), subscribe(), subscribe());
        let mut living = 0;
        for token in [&renewed, &a?, &b?, &c?] {
            living += usize::from(it.work.feed_of(token).await.is_ok());
        }
        assert_eq!(living, 1);
        it.work.unsubscribe(&bench.lea).await?;
        assert_eq!(it.work.feed_of(&renewed).await, Err(AppError::NotFound));
        assert_eq!(it.work.subscription(&bench.lea).await?, None);
        assert_eq!(
            it.work.subscribe(&bench.technician).await,
            Err(AppError::Forbidden)
        );
        Ok(())
    }
);

// What one may not see takes no place from what one may.
on_both_engines!(a_limit_counts_what_the_asker_sees, async |store| {
    let quai = "key = \"quai\"\n";
    let watched = format!("{quai}other_supervision = \"check_visit\"\n");
    let it = Planner::of(store, &FILE.replace(quai, &watched)).await?;
    let elsewhere = it.plan(update_of("quai")).await?;
    let later = PlanInput {
        slot: next_morning(),
        ..update_of("erp")
    };
    let own = it.plan(later).await?;
    for reference in [&elsewhere, &own] {
        it.deed(reference, Deed::Announce).await?;
    }
    let now = store.clock().now_ms();
    let span = Span {
        from: now,
        to: now + 30 * DAY_MS,
    };
    for (asker, limit, expected) in [
        (&it.bench.lea, 1, vec![&own]),
        (&it.bench.chef, 1, vec![&elsewhere]),
        (&it.bench.chef, 2, vec![&elsewhere, &own]),
    ] {
        let asker = asker.clone();
        let read = store.read(Scope::Staff, move |tx| {
            Box::pin(async move { seen_by(tx, &asker, None, span, limit).await })
        });
        let seen = read.await.map_err(|error: StoreError| error)?;
        let seen: Vec<&String> = seen.iter().map(|row| &row.reference).collect();
        assert_eq!(seen, expected);
    }
    Ok(())
});

on_both_engines!(the_list_is_what_is_to_come_by_slot, async |store| {
    let it = Planner::set(store).await?;
    let late = PlanInput {
        slot: next_morning(),
        ..update_of("armoire")
    };
    let later = it.plan(late).await?;
    let sooner = it.plan(update_of("erp")).await?;
    let filter = CalendarFilter {
        layout: Layout::List,
        ..CalendarFilter::default()
    };
    let of = async |filter: &CalendarFilter| {
        let calendar = it.work.calendar(&it.dispatcher, filter).await?;
        let entries = calendar.entries.into_iter();
        Ok::<_, AppError>(
            entries
                .map(|entry| entry.listed.reference)
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(of(&filter).await?, [sooner, later]);
    let elsewhere = CalendarFilter {
        client: Some("autre".into()),
        ..filter.clone()
    };
    assert_eq!(of(&elsewhere).await?, Vec::<String>::new());
    let nobody = CalendarFilter {
        client: Some("nobody".into()),
        ..filter.clone()
    };
    assert_eq!(of(&nobody).await.err(), Some(AppError::NotFound));
    store.clock().advance_ms(20 * DAY_MS);
    assert_eq!(of(&filter).await?, Vec::<String>::new());
    Ok(())
});
