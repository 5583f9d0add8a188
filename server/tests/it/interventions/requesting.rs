//! What a request carries besides its words: people in copy, somebody without an account, what supervision says,
//! drafts, and what was thought of it once it was over.

use app::backend::history::{Entry, HistoryBackend, HistoryFilter};
use app::backend::interventions::{ContactGesture, Text};
use app::backend::requesting::{DRAFT_DAYS, MOST_DRAFTS, Ticked};
use app::backend::status::{StatusBackend, Whose};
use app::domain::component::ComponentState;
use app::domain::ids::FileId;
use app::domain::intervention::EventKind;
use app::domain::time::{DAY_MS, HOUR_MS};
use server::config::Settings;
use server::contract::ContractCover;
use server::files::Files;
use server::history::{History, csv};
use server::interventions::files;
use server::live::Audience;
use server::status::{Boards, Status};

use super::*;
use crate::on_both_engines;

server::queries! {
    all audiences(stream: &str) -> (String, String) = "
        SELECT payload, audience FROM outbox WHERE stream = $1 AND kind = 'intervention' ORDER BY seq";
    all supervision_said(client: ClientId) -> (String, i64) = "
        SELECT state, since FROM alerts_at_request WHERE client_id = $1";
}

fn id_of(asker: &Asker) -> i64 {
    match asker {
        Asker::Contact(contact) => contact.contact.0,
        Asker::Staff(staff) => staff.staff.0,
    }
}

fn ticked(people: &[&Asker]) -> Ticked {
    let boxes = people
        .iter()
        .map(|asker| (format!("c{}", id_of(asker)), "yes".to_owned()));
    boxes.collect()
}

/// What a contact is shown of one intervention, everywhere.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    page: bool,
    open_list: bool,
    search: bool,
    history: bool,
    csv: bool,
    board: bool,
    component_page: bool,
    stream: bool,
}

impl Shown {
    const fn all(is: bool) -> Shown {
        Shown {
            page: is,
            open_list: is,
            search: is,
            history: is,
            csv: is,
            board: is,
            component_page: is,
            stream: is,
        }
    }
}

impl Bench {
    async fn shown(&self, asker: &Asker, reference: &str) -> anyhow::Result<Shown> {
        let failed = |error: AppError| anyhow::anyhow!("{error:?}");
        let open = self.interventions.0.open(asker).await.map_err(failed)?;
        let history = History::new(self.store.clone());
        let entries = history
            .export(asker, &HistoryFilter::default())
            .await
            .map_err(failed)?;
        let file = csv::file(app::domain::access::Lang::Fr, &entries)?;
        let past = history
            .page(asker, &HistoryFilter::default(), None)
            .await
            .map_err(failed)?;
        let past = format!("{:?}", past.entries);
        let boards = Boards::new(self.store.clone(), Arc::new(ContractCover));
        let status = Status::new(self.store.clone(), boards);
        let board = status.board(asker, Whose::Own).await.map_err(failed)?;
        let page = status.component(asker, Whose::Own, "erp").await;
        let page = format!("{:?}", page.map_err(failed)?);
        let told = self.audiences().await?;
        let last = told
            .iter()
            .rev()
            .find(|(payload, _)| payload.contains(reference));
        let audience = last.and_then(|(_, audience)| Audience::from_json(audience));
        Ok(Shown {
            page: self.one(asker, reference).await.is_ok(),
            open_list: open.rows.iter().any(|row| row.reference == reference),
            search: self
                .finds(asker, "répond")
                .await?
                .contains(&reference.to_owned()),
            history: past.contains(reference),
            csv: String::from_utf8(file)?.contains(reference),
            board: format!("{board:?}").contains(reference),
            component_page: page.contains(reference),
            stream: audience.is_some_and(|audience| audience.admits(asker, "intervention")),
        })
    }

    async fn audiences(&self) -> anyhow::Result<Vec<(String, String)>> {
        let key = format!("client:{}", self.acme);
        let read = self.store.read(Scope::Staff, |tx| {
            Box::pin(async move { audiences(tx, &key).await })
        });
        Ok(read.await.map_err(|error: StoreError| error)?)
    }

    async fn copy(
        &self,
        asker: &Asker,
        reference: &str,
        who: &Asker,
        in_copy: bool,
    ) -> Result<(), AppError> {
        let interventions = &self.interventions.0;
        interventions
            .copy(asker, reference, id_of(who), in_copy)
            .await
    }
}

on_both_engines!(
    whoever_is_in_copy_sees_it_until_they_are_not,
    async |store| {
        let bench = Bench::set(store).await?;
        let reference = bench.request(&bench.chef, fault("erp")).await?;
        // Open: everything but what is over.
        let over = |is: bool| Shown {
            history: false,
            csv: false,
            ..Shown::all(is)
        };
        assert_eq!(
            bench.shown(&bench.omar, &reference).await?,
            Shown::all(false)
        );
        bench
            .copy(&bench.chef, &reference, &bench.omar, true)
            .await?;
        assert_eq!(bench.shown(&bench.omar, &reference).await?, over(true));
        let sheet = bench.one(&bench.omar, &reference).await?;
        let people: Vec<_> = sheet
            .copies
            .people
            .iter()
            .map(|copied| (copied.person.name.as_str(), copied.by.as_deref()))
            .collect();
        assert_eq!(people, [("Omar Seul", Some("Chloé Chef"))]);
        assert!(!sheet.copies.may_change && sheet.copies.choices.is_empty());
        // Twice is once; being copied is no report of a colleague.
        bench
            .copy(&bench.chef, &reference, &bench.omar, true)
            .await?;
        let preview = bench
            .interventions
            .0
            .preview(&bench.lea, &fault("erp"))
            .await?;
        assert_eq!(preview.open[0].reporters, 1);

        bench
            .copy(&bench.chef, &reference, &bench.omar, false)
            .await?;
        assert_eq!(
            bench.shown(&bench.omar, &reference).await?,
            Shown::all(false)
        );

        // The same once it is over, in the past and in the file.
        bench.deed(&reference, Deed::Take).await?;
        bench.deed(&reference, Deed::RestoreCurative).await?;
        let ended = |is: bool| Shown {
            board: false,
            ..Shown::all(is)
        };
        assert_eq!(
            bench.shown(&bench.omar, &reference).await?,
            Shown::all(false)
        );
        bench
            .copy(&bench.technician, &reference, &bench.omar, true)
            .await?;
        let seen = bench.shown(&bench.omar, &reference).await?;
        assert_eq!(
            Shown {
                open_list: true,
                component_page: true,
                ..seen
            },
            ended(true)
        );
        bench
            .copy(&bench.technician, &reference, &bench.omar, false)
            .await?;
        assert_eq!(
            bench.shown(&bench.omar, &reference).await?,
            Shown::all(false)
        );
        Ok(())
    }
);

on_both_engines!(a_file_is_handed_out_while_one_is_in_copy, async |store| {
    let bench = Bench::set(store).await?;
    let folder = tempfile::tempdir()?;
    let files = Files::open(&Settings {
        files: folder.path().join("files"),
        ..Settings::local("in the test")
    })?;
    let reference = bench.request(&bench.chef, fault("erp")).await?;
    let looked_at = vec![files.look("a.txt", "contenu".into()).await?];
    files::add(store, &files, &bench.chef, &reference, looked_at).await?;
    let sheet = bench.one(&bench.chef, &reference).await?;
    let sent = sheet.timeline.into_iter().find_map(|entry| entry.file);
    let file = FileId(sent.map_or(0, |file| file.id));
    let reads = async |asker: &Asker| {
        let handed_out = files::hand_out(store, &files, asker, file).await;
        handed_out.map(|file| file.bytes)
    };
    assert_eq!(reads(&bench.omar).await, Err(AppError::NotFound));
    bench
        .copy(&bench.chef, &reference, &bench.omar, true)
        .await?;
    assert_eq!(reads(&bench.omar).await, Ok("contenu".into()));
    assert_eq!(reads(&bench.stranger).await, Err(AppError::NotFound));
    bench
        .copy(&bench.chef, &reference, &bench.omar, false)
        .await?;
    assert_eq!(reads(&bench.omar).await, Err(AppError::NotFound));
    Ok(())
});

on_both_engines!(who_is_in_copy_is_not_everyones_to_say, async |store| {
    let bench = Bench::set(store).await?;
    let with_copies = |people: &[&Asker], id: &str| RequestInput {
        request_id: id.to_owned(),
        copies: ticked(people),
        ..fault("erp")
    };
    // Another client's contact is unknown, and so is one who does not exist; nothing is opened.
    let unknown = Err(AppError::field(
        "copies",
        app::answer::FieldProblem::Unknown,
    ));
    let foreign = with_copies(&[&bench.stranger], "a");
    assert_eq!(bench.request(&bench.lea, foreign).await, unknown);
    let nobody = RequestInput {
        copies: Ticked::from([("c7".into(), "yes".into())]),
        ..fault("erp")
    };
    assert_eq!(bench.request(&bench.lea, nobody).await, unknown);
    assert!(bench.stored().await?.is_empty());

    let reference = bench
        .request(&bench.lea, with_copies(&[&bench.omar], "b"))
        .await?;
    assert!(bench.one(&bench.omar, &reference).await.is_ok());
    // Who asked, a Référent and the staff; not whoever merely sees it, and nobody outside.
    use AppError::{Forbidden, NotFound};
    for (asker, expected) in [
        (&bench.lea, Ok(())),
        (&bench.chef, Ok(())),
        (&bench.technician, Ok(())),
        (&bench.vera, Err(Forbidden)),
        (&bench.omar, Err(Forbidden)),
        (&bench.stranger, Err(NotFound)),
    ] {
        let added = bench.copy(asker, &reference, &bench.vera, true).await;
        assert_eq!(added, expected);
        let removed = bench.copy(asker, &reference, &bench.vera, false).await;
        assert_eq!(removed, expected);
    }
    assert_eq!(
        bench
            .copy(&bench.lea, &reference, &bench.stranger, true)
            .await,
        Err(AppError::field(
            "contact",
            app::answer::FieldProblem::Unknown
        ))
    );
    assert_eq!(
        bench.one(&bench.stranger, &reference).await.map(|_| ()),
        Err(NotFound)
    );
    // "Me tenir informé" is the same door: it shows, and closes again.
    let other = bench.request(&bench.chef, with_copies(&[], "c")).await?;
    let interventions = &bench.interventions.0;
    interventions.follow(&bench.omar, &other, true).await?;
    assert!(bench.shown(&bench.omar, &other).await?.page);
    assert!(bench.shown(&bench.omar, &other).await?.board);
    interventions.follow(&bench.omar, &other, false).await?;
    assert_eq!(bench.shown(&bench.omar, &other).await?, Shown::all(false));
    Ok(())
});

on_both_engines!(
    somebody_without_an_account_is_named_found_and_erased,
    async |store| {
        let bench = Bench::set(store).await?;
        let input = RequestInput {
            for_name: "Zoé Quincampoix".into(),
            for_phone: "03 88 00 11 22".into(),
            for_room: "Bureau 204".into(),
            ..fault("erp")
        };
        let wrong = RequestInput {
            for_phone: "appelez-la".into(),
            for_name: String::new(),
            ..input.clone()
        };
        let refused = bench.request(&bench.lea, wrong).await;
        let Err(AppError::Invalid { fields }) = refused else {
            anyhow::bail!("{refused:?}")
        };
        let fields: Vec<_> = fields.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["for_name", "for_phone"]);

        let reference = bench.request(&bench.lea, input.clone()).await?;
        let written = |text: &str| Text::Written(text.to_owned());
        let sheet = bench.one(&bench.chef, &reference).await?;
        let person = sheet.beneficiary.unwrap_or_else(|| panic!("nobody"));
        assert_eq!(person.name, written("Zoé Quincampoix"));
        assert_eq!(person.phone, Some(written("03 88 00 11 22")));
        assert_eq!(person.room, Some(written("Bureau 204")));
        let desk = bench.desk.0.one(&bench.technician, &reference).await?;
        assert!(desk.sheet.beneficiary.is_some());
        let found = [reference.clone()];
        assert_eq!(bench.finds(&bench.chef, "quincampoix").await?, found);
        assert!(bench.finds(&bench.omar, "quincampoix").await?.is_empty());
        assert!(
            bench
                .finds(&bench.stranger, "quincampoix")
                .await?
                .is_empty()
        );

        let (acme, name) = (bench.acme, "Zoé Quincampoix");
        let write = store.write(Scope::System, move |tx| {
            Box::pin(async move { redact(tx, acme, name, 1).await })
        });
        write.await.map_err(|error: StoreError| error)?;
        let sheet = bench.one(&bench.chef, &reference).await?;
        assert_eq!(
            sheet.beneficiary.map(|person| person.name),
            Some(Text::Redacted)
        );

        // A telephone call for somebody else, the same.
        let by_phone = CallInput {
            request: RequestInput {
                request_id: "call".into(),
                ..input
            },
            ..call("Chloé Chef")
        };
        let reference = bench.desk.0.enter_call(&bench.technician, by_phone).await?;
        let sheet = bench.one(&bench.chef, &reference).await?;
        assert!(sheet.beneficiary.is_some());
        Ok(())
    }
);

on_both_engines!(
    a_request_carries_the_alert_and_shows_how_to_work_meanwhile,
    async |store| {
        let bench = Bench::set(store).await?;
        let erp = bench.component("erp").await?;
        bench.say(erp, ComponentState::Operational).await?;
        let interventions = &bench.interventions.0;
        let calm = interventions.preview(&bench.lea, &fault("erp")).await?;
        assert_eq!((calm.alert, calm.workarounds.len()), (None, 0));
        bench.say(erp, ComponentState::MajorOutage).await?;
        let preview = interventions.preview(&bench.lea, &fault("erp")).await?;
        let alert = preview.alert.unwrap_or_else(|| panic!("no alert"));
        assert_eq!(alert.state, ComponentState::MajorOutage);
        let reference = bench.request(&bench.lea, fault("erp")).await?;
        // It stays what was said then, whatever supervision says later.
        bench.say(erp, ComponentState::Operational).await?;
        let sheet = bench.one(&bench.lea, &reference).await?;
        assert_eq!(sheet.alert_at_request, Some(alert));
        let acme = bench.acme;
        let read = store.read(Scope::Staff, move |tx| Box::pin(supervision_said(tx, acme)));
        let kept: Vec<(String, i64)> = read.await.map_err(|error: StoreError| error)?;
        assert_eq!(kept.len(), 1, "only what was asked for while it failed");

        // The temporary repair of what supervision opened is how to work meanwhile, for who sees it.
        let opened = bench.stored().await?[0].reference.clone();
        assert_ne!(opened, reference);
        bench.deed(&opened, Deed::Take).await?;
        bench.deed(&opened, Deed::RestoreProvisionally).await?;
        let told = |preview: app::backend::interventions::Preview| {
            let one = preview.workarounds.into_iter().next();
            one.map(|one| (one.reference, one.text))
        };
        let known = Some((opened.clone(), "fait".to_owned()));
        assert_eq!(
            told(interventions.preview(&bench.lea, &fault("erp")).await?),
            known
        );
        assert_eq!(
            told(interventions.preview(&bench.omar, &fault("erp")).await?),
            None
        );
        let sheet = bench.one(&bench.lea, &reference).await?;
        assert_eq!(sheet.workarounds.len(), 1);
        assert!(bench.one(&bench.lea, &opened).await?.workarounds.is_empty());
        bench.deed(&opened, Deed::StartCurative).await?;
        bench.deed(&opened, Deed::RestoreCurative).await?;
        assert_eq!(
            told(interventions.preview(&bench.lea, &fault("erp")).await?),
            None
        );
        Ok(())
    }
);

on_both_engines!(a_draft_is_ones_own_until_it_is_sent, async |store| {
    let bench = Bench::set(store).await?;
    let interventions = &bench.interventions.0;
    let half = RequestInput {
        impact: String::new(),
        copies: ticked(&[&bench.omar]),
        ..fault("erp")
    };
    interventions.save_draft(&bench.lea, half.clone()).await?;
    let again = RequestInput {
        details: "Plus rien\ndepuis ce matin".into(),
        ..half
    };
    interventions.save_draft(&bench.lea, again.clone()).await?;
    let list = interventions.drafts(&bench.lea).await?;
    assert_eq!(list.rows.len(), 1);
    let row = &list.rows[0];
    assert_eq!(
        (row.title.as_str(), row.component.as_deref()),
        ("Plus rien", Some("ERP"))
    );
    let key = row.request_id.clone();
    assert_eq!(interventions.draft(&bench.lea, &key).await?, again);
    // Nobody else's: not a colleague's, not a Référent's, not another client's.
    for other in [&bench.chef, &bench.omar, &bench.stranger] {
        assert!(interventions.drafts(other).await?.rows.is_empty());
        assert_eq!(
            interventions.draft(other, &key).await,
            Err(AppError::NotFound)
        );
        interventions.delete_draft(other, &key).await?;
    }
    assert_eq!(
        interventions.drafts(&bench.vera).await,
        Err(AppError::Forbidden)
    );
    assert!(bench.stored().await?.is_empty());

    // Sent, it is gone; kept again under the key that was sent, it is another request.
    let sent = RequestInput {
        impact: "1".into(),
        ..again.clone()
    };
    bench.request(&bench.lea, sent).await?;
    assert!(interventions.drafts(&bench.lea).await?.rows.is_empty());
    interventions.save_draft(&bench.lea, again.clone()).await?;
    let list = interventions.drafts(&bench.lea).await?;
    assert_ne!(list.rows[0].request_id, key);
    interventions
        .delete_draft(&bench.lea, &list.rows[0].request_id)
        .await?;
    assert!(interventions.drafts(&bench.lea).await?.rows.is_empty());

    for number in 0..MOST_DRAFTS {
        let draft = RequestInput {
            request_id: format!("d-{number}"),
            ..again.clone()
        };
        interventions.save_draft(&bench.lea, draft).await?;
    }
    let one_more = RequestInput {
        request_id: "one more".into(),
        ..again.clone()
    };
    assert_eq!(
        interventions.save_draft(&bench.lea, one_more).await,
        Err(AppError::field("draft", app::answer::FieldProblem::Full))
    );
    store.clock().advance_ms(DRAFT_DAYS * DAY_MS + HOUR_MS);
    assert!(interventions.drafts(&bench.lea).await?.rows.is_empty());
    assert_eq!(
        interventions.draft(&bench.lea, "d-1").await,
        Err(AppError::NotFound)
    );
    let forgotten = server::interventions::drafts::prune(store).await?;
    assert_eq!(forgotten, u64::try_from(MOST_DRAFTS)?);
    Ok(())
});

on_both_engines!(what_it_was_like_is_the_requesters_to_say, async |store| {
    let bench = Bench::set(store).await?;
    let reference = bench.request(&bench.lea, fault("erp")).await?;
    let rate = async |asker: &Asker, score: u8, text: &str| -> Result<(), AppError> {
        let seen = bench.one(asker, &reference).await?;
        let gesture = ContactGesture::Rate {
            expected_version: seen.version,
            score,
            text: text.to_owned(),
        };
        bench.interventions.0.act(asker, &reference, gesture).await
    };
    let not_yet = rate(&bench.lea, 5, "").await;
    assert!(
        matches!(not_yet, Err(AppError::NotNow { .. })),
        "{not_yet:?}"
    );
    bench.deed(&reference, Deed::Take).await?;
    bench.deed(&reference, Deed::RestoreCurative).await?;
    for (asker, expected) in [
        (&bench.chef, Err(AppError::Forbidden)),
        (&bench.vera, Err(AppError::Forbidden)),
        (&bench.stranger, Err(AppError::NotFound)),
    ] {
        assert_eq!(rate(asker, 1, "").await, expected);
    }
    let no_such = rate(&bench.lea, 6, "").await;
    assert_eq!(
        no_such,
        Err(AppError::field("score", app::answer::FieldProblem::Unknown))
    );
    rate(&bench.lea, 2, "Trop long").await?;
    let seen = bench.one(&bench.lea, &reference).await?;
    let confirm = ContactGesture::Confirm {
        expected_version: seen.version,
    };
    bench
        .interventions
        .0
        .act(&bench.lea, &reference, confirm)
        .await?;
    store.clock().advance_ms(29 * DAY_MS);
    rate(&bench.lea, 4, "").await?;
    let desk = bench.desk.0.one(&bench.technician, &reference).await?;
    assert_eq!(desk.sheet.rating, Some(4));
    let said: Vec<_> = desk
        .sheet
        .timeline
        .iter()
        .filter(|entry| entry.kind == EventKind::Rated)
        .map(|entry| entry.text.clone())
        .collect();
    assert_eq!(said, [Some(Text::Written("Trop long".into())), None]);
    store.clock().advance_ms(2 * DAY_MS);
    let too_late = rate(&bench.lea, 5, "").await;
    assert!(
        matches!(too_late, Err(AppError::NotNow { .. })),
        "{too_late:?}"
    );
    let sheet = bench.one(&bench.lea, &reference).await?;
    assert!(!sheet.may.contains(&EventKind::Rated));
    Ok(())
});

on_both_engines!(
    the_past_is_told_by_contract_and_as_one_line,
    async |store| {
        let bench = Bench::set(store).await?;
        let erp = bench.component("erp").await?;
        let clock = store.clock();
        bench.say(erp, ComponentState::Operational).await?;
        bench.say(erp, ComponentState::MajorOutage).await?;
        bench.say(erp, ComponentState::Operational).await?;
        let opened = bench.stored().await?[0].reference.clone();
        clock.advance_ms(HOUR_MS);
        let covered = bench.request(&bench.chef, fault("erp")).await?;
        clock.advance_ms(HOUR_MS);
        let outside = bench.request(&bench.chef, fault("copieur")).await?;
        let history = History::new(bench.store.clone());
        let told = async |asker: &Asker, contract: Option<&str>, as_timeline: bool| {
            let filter = HistoryFilter {
                contract: contract.map(str::to_owned),
                as_timeline,
                ..HistoryFilter::default()
            };
            let page = history.page(asker, &filter, None).await?;
            let file = history.export(asker, &filter).await?;
            assert_eq!(format!("{:?}", page.entries), format!("{file:?}"));
            let names = page.entries.into_iter().map(|entry| match entry {
                Entry::Intervention(one) => one.reference,
                Entry::Outage(outage) => outage.component_key,
            });
            Ok::<Vec<String>, AppError>(names.collect())
        };
        let erp_failed = "erp".to_owned();
        // The list tells what is over; the time line what is still open too, each at its instant.
        assert_eq!(
            told(&bench.chef, None, false).await?,
            std::slice::from_ref(&erp_failed)
        );
        assert_eq!(
            told(&bench.chef, None, true).await?,
            [&outside, &covered, &erp_failed, &opened].map(Clone::clone)
        );
        // What a contract answers for, and the outages of what it covers.
        assert_eq!(
            told(&bench.chef, Some("2026-001"), true).await?,
            [&covered, &erp_failed, &opened].map(Clone::clone)
        );
        // Who sees their own only is told no more here.
        assert_eq!(told(&bench.omar, None, true).await?, [erp_failed]);
        // Another client's contract is one that does not exist.
        for (asker, number) in [(&bench.chef, "nowhere"), (&bench.stranger, "2026-001")] {
            assert_eq!(
                told(asker, Some(number), true).await,
                Err(AppError::NotFound)
            );
        }
        Ok(())
    }
);
