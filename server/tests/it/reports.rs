//! Monthly reports on both engines: drafted, published, frozen, corrected; another client's is unknown.

use std::sync::Arc;

use app::answer::{AppError, FieldProblem};
use app::backend::desk::{Deed, Desk, DeskGesture, TimeSpent, When};
use app::backend::interventions::{Interventions, RequestInput};
use app::backend::reports::{Reports, ResolveInput, Standing, Which, Workbench};
use app::domain::access::{Asker, ContactAsker, Lang, Role, StaffAsker, StaffRole, Visibility};
use app::domain::component::ComponentState;
use app::domain::contract::Priority;
use app::domain::ids::{CheckId, ClientId, ComponentId, ContactId, SessionId, StaffId};
use app::domain::intervention::ClockKind;
use app::domain::report::{Comments, Figures, Measure, Month, Section, StretchKind, Value};
use app::domain::status::Cause;
use app::domain::time::{DAY_MS, HOUR_MS, MINUTE_MS};
use server::desk::StaffDesk;
use server::import::plan::Manner;
use server::interventions::ClientInterventions;
use server::reports::{ReportService, csv};
use server::status::{Contributor, Ledger, NoFollowUp, Said};
use server::store::{Scope, Store, StoreError};

use crate::on_both_engines;
use crate::support::START_MS;

/// Open from eight to six on working days; a P1 is answered within the hour and back within four.
const FILE: &str = r#"
[provider]
name = "Essai Infogérance"
phone_day = "01 99 00 00 01"
lost_time_band = true
[[staff]]
email = "tech@essai.example"
name = "Théo Technicien"
role = "technician"
[[staff]]
email = "coord@essai.example"
name = "Cora Coordinatrice"
role = "dispatcher"

[[clients]]
slug = "acme"
code = "AC"
name = "Acme"
[[clients.sites]]
key = "siege"
name = "Siège"
[[clients.contacts]]
email = "chef@acme.example"
name = "Chloé Chef"
role = "client_admin"
[[clients.contacts]]
email = "omar@acme.example"
name = "Omar Seul"
role = "requester"
visibility = "own"
sites = ["siege"]
[[clients.components]]
key = "erp"
name = "=ERP"
category = "on_prem_software"
sites = ["siege"]
[[clients.components]]
key = "copieur"
name = "Copieur"
category = "hardware"
sites = ["siege"]
[[clients.contracts]]
number = "2026-001"
title = "Maintenance"
version = 1
starts = 2026-01-01
availability_target = 99900
[clients.contracts.hour_book]
clause = "2"
hours = 10
[[clients.contracts.clauses]]
reference = "1"
title = "Maintenance"
[[clients.contracts.clauses]]
reference = "2"
title = "Carnet"
[[clients.contracts.lines]]
key = "maintenance"
service = "corrective"
title = "Maintenance"
clause = "1"
hours = { week = ["mon-fri 08:00-18:00"] }
billing = { unit = "15m", minimum = "15m" }
targets = [
  { priority = "p1", response = "1h", restoration = "4h" },
  { priority = "p2", response = "2h", restoration = "8h" },
  { priority = "p3", response = "8h", restoration = "48h" },
  { priority = "p4", none = true },
]
included = [{ category = ["on_prem_software"], clause = "1" }]

[[clients]]
slug = "autre"
code = "AU"
name = "Autre"
[[clients.sites]]
key = "ailleurs"
name = "Ailleurs"
[[clients.contacts]]
email = "dirigeant@autre.example"
name = "Didier Autre"
role = "client_admin"
[[clients.components]]
key = "erp"
name = "ERP d’Autre"
category = "on_prem_software"
sites = ["ailleurs"]
[[clients.contracts]]
number = "2026-900"
title = "Maintenance"
version = 1
starts = 2026-01-01
[[clients.contracts.clauses]]
reference = "1"
title = "Maintenance"
[[clients.contracts.lines]]
key = "maintenance"
service = "corrective"
title = "Maintenance"
clause = "1"
hours = "24/7"
billing = "included"
included = [{ category = ["on_prem_software"], clause = "1" }]
"#;

server::queries! {
    one client_id(slug: &str) -> (i64,) = "SELECT id FROM clients WHERE slug = $1";
    one contact_id(email: &str) -> (i64, String) = "SELECT id, name FROM contacts WHERE email = $1";
    one staff_id(email: &str) -> (i64, String) = "SELECT id, name FROM staff WHERE email = $1";
    one component_id(client: ClientId, key: &str) -> (i64,) = "
        SELECT id FROM components WHERE client_id = $1 AND key = $2";
    one documents() -> (i64,) = "SELECT COUNT(*) FROM reports";
}

struct Bench {
    store: Store,
    ledger: Ledger,
    interventions: Interventions,
    desk: Desk,
    reports: Reports,
    chef: Asker,
    omar: Asker,
    stranger: Asker,
    technician: Asker,
    dispatcher: Asker,
}

/// 2026-03-03 at four in the afternoon UTC, five in Paris: a Tuesday.
const TUESDAY_17: i64 = START_MS + DAY_MS + 7 * HOUR_MS;
/// 2026-04-02 at nine UTC.
const IN_APRIL: i64 = START_MS + 31 * DAY_MS;

fn march() -> Month {
    Month::parse("2026-03").expect("a month")
}

fn which(month: Month) -> Which<'static> {
    Which {
        client: "acme",
        month,
    }
}

impl Bench {
    async fn set(store: &Store) -> anyhow::Result<Bench> {
        let file = server::import::read("essai.toml", FILE, &|name| Err(name.to_owned()));
        server::import::import(store, file, Manner::default())
            .await
            .map_err(|error| anyhow::anyhow!("{error:?}"))?;
        use Visibility::{Client, Own};
        Ok(Bench {
            store: store.clone(),
            ledger: Ledger::new(Arc::new(NoFollowUp)),
            interventions: Interventions(Arc::new(ClientInterventions::new(store.clone()))),
            desk: Desk(Arc::new(StaffDesk::new(store.clone()))),
            reports: Reports(Arc::new(ReportService::new(store.clone()))),
            chef: contact(
                store,
                "acme",
                "chef@acme.example",
                Role::ClientAdmin,
                Client,
            )
            .await?,
            omar: contact(store, "acme", "omar@acme.example", Role::Requester, Own).await?,
            stranger: contact(
                store,
                "autre",
                "dirigeant@autre.example",
                Role::ClientAdmin,
                Client,
            )
            .await?,
            technician: staff(store, "tech@essai.example", StaffRole::Technician).await?,
            dispatcher: staff(store, "coord@essai.example", StaffRole::Dispatcher).await?,
        })
    }

    /// The state of that client's ERP from an instant on.
    async fn says(&self, slug: &'static str, at: i64, state: ComponentState) -> anyhow::Result<()> {
        let ledger = self.ledger.clone();
        let write = self.store.write(Scope::System, move |tx| {
            Box::pin(async move {
                let (client,) = client_id(tx, slug).await?;
                let client = ClientId(client);
                let (component,) = component_id(tx, client, "erp").await?;
                let whose = (client, ComponentId(component));
                let contributor = Contributor::Check(CheckId(1));
                let said = Said::state(whose, contributor, at, state, &Cause::None);
                ledger.record(tx, said).await
            })
        });
        Ok(write.await.map_err(|error: StoreError| error)?)
    }

    async fn fault(&self, asker: &Asker, key: &str) -> Result<String, AppError> {
        let input = RequestInput {
            request_id: key.to_owned(),
            component: "erp".into(),
            activity: "fault".into(),
            details: "Un secret de la demande".into(),
            impact: "1".into(),
            urgency: "1".into(),
            ..RequestInput::default()
        };
        self.interventions.0.request(asker, input).await
    }

    async fn deed(&self, reference: &str, deed: Deed) -> Result<(), AppError> {
        let sheet = self.desk.0.one(&self.technician, reference).await?;
        let gesture = DeskGesture {
            deed,
            expected_version: sheet.sheet.version,
            text: "fait".into(),
            when: When::Now,
        };
        let done = self.desk.0.act(&self.technician, reference, gesture).await;
        done.map(|_| ())
    }

    /// A month with an outage of three hours, one of them covered; a P1 in time that leaves a debt and costs forty
    /// minutes; another answered too late. Gives both references; the clock then stands in April.
    async fn live_through_march(&self) -> anyhow::Result<(String, String)> {
        let clock = self.store.clock();
        self.says("acme", START_MS, ComponentState::Operational)
            .await?;
        clock.set_ms(TUESDAY_17);
        self.says("acme", TUESDAY_17, ComponentState::MajorOutage)
            .await?;
        let kept = self.fault(&self.chef, "kept").await?;
        clock.advance_ms(10 * MINUTE_MS);
        self.deed(&kept, Deed::Take).await?;
        clock.advance_ms(30 * MINUTE_MS);
        self.deed(&kept, Deed::RestoreProvisionally).await?;
        let spent = TimeSpent {
            minutes: "40".into(),
            place: "remote".into(),
        };
        self.deed(&kept, Deed::EnterTime(spent)).await?;
        clock.set_ms(TUESDAY_17 + 3 * HOUR_MS);
        self.says(
            "acme",
            TUESDAY_17 + 3 * HOUR_MS,
            ComponentState::Operational,
        )
        .await?;
        // Monday the ninth at nine in Paris, taken at noon.
        let monday = START_MS + 7 * DAY_MS - HOUR_MS;
        clock.set_ms(monday);
        let late = self.fault(&self.chef, "late").await?;
        clock.set_ms(monday + 3 * HOUR_MS);
        self.deed(&late, Deed::Take).await?;
        clock.advance_ms(10 * MINUTE_MS);
        self.deed(&late, Deed::RestoreCurative).await?;
        clock.set_ms(IN_APRIL);
        Ok((kept, late))
    }

    async fn bench(&self, month: Month) -> Result<Workbench, AppError> {
        self.reports
            .0
            .workbench(&self.dispatcher, "acme", month)
            .await
    }

    async fn save(&self, edition: Option<i64>, text: &str) -> Result<(), AppError> {
        let comments = Comments::from([(Section::Summary, text.to_owned())]);
        self.reports
            .0
            .save(&self.technician, which(march()), edition, comments)
            .await
    }

    async fn publish(&self, edition: Option<i64>) -> Result<(), AppError> {
        self.reports
            .0
            .publish(&self.dispatcher, which(march()), edition)
            .await
    }

    async fn act(&self, key: &str, owner: &str) -> Result<(), AppError> {
        let input = ResolveInput {
            request_id: key.into(),
            kind: "action".into(),
            text: "Remplacer le serveur".into(),
            owner: owner.into(),
            due: "2026-05-01".into(),
        };
        self.reports
            .0
            .resolve(&self.technician, which(march()), input)
            .await
    }

    async fn so_far(&self, asker: &Asker) -> anyhow::Result<Figures> {
        let told = self.reports.0.so_far(asker).await?;
        told.ok_or_else(|| anyhow::anyhow!("no figures"))
    }
}

async fn contact(
    store: &Store,
    slug: &'static str,
    email: &'static str,
    role: Role,
    visibility: Visibility,
) -> anyhow::Result<Asker> {
    let read = store.read(Scope::Staff, move |tx| {
        Box::pin(async move {
            let (client,) = client_id(tx, slug).await?;
            let (id, name) = contact_id(tx, email).await?;
            Ok::<_, StoreError>((client, id, name))
        })
    });
    let (client, id, name) = read.await?;
    Ok(Asker::Contact(ContactAsker {
        contact: ContactId(id),
        client: ClientId(client),
        session: SessionId(1),
        name,
        role,
        visibility,
        sites: vec![],
    }))
}

async fn staff(store: &Store, email: &'static str, role: StaffRole) -> anyhow::Result<Asker> {
    let read = store.read(Scope::Staff, move |tx| Box::pin(staff_id(tx, email)));
    let (id, name): (i64, String) = read.await.map_err(|error: StoreError| error)?;
    Ok(Asker::Staff(StaffAsker {
        staff: StaffId(id),
        session: SessionId(2),
        name,
        role,
    }))
}

on_both_engines!(the_figures_are_what_the_ledger_holds, async |store| {
    let bench = Bench::set(store).await?;
    let (kept, late) = bench.live_through_march().await?;
    let figures = bench.bench(march()).await?.figures;

    // Three hours down from five o'clock: one of them before the doors close.
    let [erp] = figures.components.as_slice() else {
        anyhow::bail!("{:?}", figures.components);
    };
    assert_eq!(erp.sum.unavailable_ms, HOUR_MS);
    assert_eq!((erp.target, erp.is_below()), (Some(99_900), true));
    assert_eq!(
        (erp.contract.as_str(), erp.clause.as_str()),
        ("2026-001", "1")
    );
    let [stretch] = erp.stretches.as_slice() else {
        anyhow::bail!("{:?}", erp.stretches);
    };
    assert_eq!(stretch.kind, StretchKind::Outage);
    assert_eq!(
        (stretch.to - stretch.from, stretch.counted_ms),
        (3 * HOUR_MS, HOUR_MS)
    );
    // Twenty-two working days of ten hours, from the second at ten on: two hours were before.
    assert_eq!(erp.covered_ms, 220 * HOUR_MS);
    assert_eq!(erp.sum.observed_ms, 218 * HOUR_MS);

    let of = |clock| {
        let found = figures.respect.iter().find(|row| row.clock == clock);
        found.ok_or_else(|| anyhow::anyhow!("no {clock}"))
    };
    let response = of(ClockKind::Response)?;
    assert_eq!(response.priority, Some(Priority::P1));
    assert_eq!(response.met, std::slice::from_ref(&kept));
    assert_eq!(response.missed[0].reference, late);
    assert_eq!(response.rate(), Some(50_000));
    assert_eq!(
        of(ClockKind::Restoration)?.met,
        [kept.clone(), late.clone()]
    );

    assert_eq!(figures.debts.opened.len(), 1);
    assert_eq!(figures.debts.open[0].reference, kept);
    let worked = figures.intensity.last().map(|month| month.lines[0]);
    let worked = worked.ok_or_else(|| anyhow::anyhow!("no month"))?;
    assert_eq!((worked.interventions, worked.minutes), (2, 40));
    // What comes back: two faults on one component.
    assert_eq!(figures.recurrence[0].references, [kept.clone(), late]);
    // Forty minutes are three quarters begun.
    let book = &figures.books[0];
    assert_eq!(
        (
            book.opening_minutes,
            book.used_minutes(),
            book.closing_minutes
        ),
        (600, 45, 555)
    );
    assert_eq!(book.entries[0].reference, Some(kept));
    assert_eq!(
        figures.lost_time.map(|lost| lost.band_minutes()),
        Some((58, 180))
    );
    Ok(())
});

on_both_engines!(
    a_draft_is_unknown_and_what_is_published_is_frozen,
    async |store| {
        let bench = Bench::set(store).await?;
        bench.live_through_march().await?;
        let unknown = Err(AppError::NotFound);
        let one = async |asker: &Asker| bench.reports.0.one(asker, march()).await;

        bench.save(None, "Un mois agité.").await?;
        assert_eq!(bench.save(None, "Autre").await, Err(AppError::Conflict));
        bench.act("a1", "Cora").await?;
        bench.act("a1", "Cora").await?;
        assert_eq!(one(&bench.chef).await, unknown);
        let list = bench.reports.0.list(&bench.chef).await?;
        assert_eq!(list.months.len(), 1);
        assert_eq!(list.months[0].published, None);

        // Who may, and of what was read.
        let by_technician = bench
            .reports
            .0
            .publish(&bench.technician, which(march()), Some(1));
        assert_eq!(by_technician.await, Err(AppError::Forbidden));
        assert_eq!(bench.publish(None).await, Err(AppError::Conflict));
        bench.save(Some(1), "Un mois agité, relu.").await?;
        assert_eq!(bench.publish(Some(1)).await, Err(AppError::Conflict));
        bench.publish(Some(2)).await?;
        assert_eq!(bench.publish(None).await, Err(AppError::Conflict));
        assert_eq!(bench.save(None, "Trop tard").await, Err(AppError::Conflict));
        assert_eq!(bench.act("a2", "Cora").await, Err(AppError::Conflict));

        let published = one(&bench.chef).await?;
        let comment = published.document.comments.get(&Section::Summary);
        assert_eq!(comment.map(String::as_str), Some("Un mois agité, relu."));
        assert_eq!(published.published_by, "Cora Coordinatrice");
        assert_eq!(published.document.resolves.len(), 1);
        // Words of a request can be erased: no frozen document holds any.
        let stored = serde_json::to_string(&published.document)?;
        assert!(!stored.contains("secret"), "{stored}");

        // Another client's, one's own in part, and none at all answer alike.
        assert_eq!(one(&bench.stranger).await, unknown);
        assert_eq!(one(&bench.omar).await, unknown);
        let april = march().next();
        assert_eq!(bench.reports.0.one(&bench.chef, april).await, unknown);
        let list = bench.reports.0.list(&bench.omar).await?;
        assert!(!list.sees_whole_client && list.months.is_empty());
        assert_eq!(bench.reports.0.so_far(&bench.omar).await?, None);
        assert_eq!(
            bench.reports.0.list(&bench.stranger).await?.months[0].published,
            None
        );

        // Late data changes nothing of it.
        let monday = START_MS + 7 * DAY_MS;
        bench
            .says("acme", monday, ComponentState::MajorOutage)
            .await?;
        bench
            .says("acme", monday + HOUR_MS, ComponentState::Operational)
            .await?;
        assert_eq!(one(&bench.chef).await?, published);
        let desk = bench.bench(march()).await?;
        assert!(desk.differs);
        let changed: Vec<Measure> = desk.changes.iter().map(|change| change.measure).collect();
        assert_eq!(changed, [Measure::Availability, Measure::Unavailable]);

        // A correction stands beside it, with both figures.
        let correct = async |who: &Asker, known, reason: &str| {
            let reason = reason.to_owned();
            bench
                .reports
                .0
                .correct(who, which(march()), known, reason)
                .await
        };
        assert_eq!(
            correct(&bench.technician, 0, "Relevé tardif").await,
            Err(AppError::Forbidden)
        );
        assert_eq!(
            correct(&bench.dispatcher, 0, "  ").await,
            Err(AppError::field("reason", FieldProblem::Missing))
        );
        correct(&bench.dispatcher, 0, "Relevé tardif").await?;
        assert_eq!(
            correct(&bench.dispatcher, 0, "Relevé tardif").await,
            Err(AppError::Conflict)
        );
        let corrected = one(&bench.chef).await?;
        assert_eq!(corrected.document, published.document);
        let [correction] = corrected.corrections.as_slice() else {
            anyhow::bail!("{:?}", corrected.corrections);
        };
        assert_eq!(
            (correction.by.as_str(), correction.reason.as_str()),
            ("Cora Coordinatrice", "Relevé tardif")
        );
        let unavailable = correction.changes[1];
        assert_eq!(
            (unavailable.before, unavailable.after),
            (Value::LengthMs(HOUR_MS), Value::LengthMs(2 * HOUR_MS))
        );
        assert!(!bench.bench(march()).await?.differs);
        assert_eq!(
            bench.reports.0.list(&bench.chef).await?.months[0].corrections,
            1
        );
        Ok(())
    }
);

on_both_engines!(open_actions_are_carried_to_the_next_month, async |store| {
    let bench = Bench::set(store).await?;
    bench.live_through_march().await?;
    assert_eq!(
        bench.act("a0", " ").await,
        Err(AppError::field("owner", FieldProblem::Missing))
    );
    bench.act("a1", "Cora").await?;
    bench.publish(None).await?;
    let april = march().next();
    let carried = bench.bench(april).await?.resolves;
    assert_eq!(carried.len(), 1);
    assert!(carried[0].is_carried(april));
    let (reports, id) = (&bench.reports.0, carried[0].id);
    // What March wrote down is March's.
    assert_eq!(
        reports.withdraw(&bench.technician, which(april), id).await,
        Err(AppError::NotFound)
    );
    reports
        .settle(&bench.technician, which(april), id, true)
        .await?;
    reports
        .settle(&bench.technician, which(april), id, true)
        .await?;
    assert_eq!(bench.bench(april).await?.resolves[0].closed, Some(april));
    let published = reports.one(&bench.chef, march()).await?;
    assert_eq!(published.document.resolves[0].closed, None);

    // April is not over.
    let too_early = reports.publish(&bench.dispatcher, which(april), None).await;
    assert_eq!(
        too_early,
        Err(AppError::field("month", FieldProblem::TooEarly))
    );
    bench.store.clock().advance_ms(31 * DAY_MS);
    reports
        .publish(&bench.dispatcher, which(april), None)
        .await?;
    assert!(bench.bench(april.next()).await?.resolves.is_empty());
    // Nothing before the client, nothing to come.
    for month in [march().back(1), april.next().next()] {
        assert_eq!(bench.bench(month).await.err(), Some(AppError::NotFound));
    }
    let desk = reports
        .desk(&bench.technician, Some(march().back(1)))
        .await?;
    assert!(
        desk.clients
            .iter()
            .all(|card| card.standing == Standing::BeforeClient)
    );
    assert_eq!(
        reports.desk(&bench.chef, None).await.err(),
        Some(AppError::Forbidden)
    );
    Ok(())
});

on_both_engines!(nothing_of_another_client_is_in_it, async |store| {
    let bench = Bench::set(store).await?;
    bench.live_through_march().await?;
    let (before, so_far) = (
        bench.bench(march()).await?.figures,
        bench.so_far(&bench.chef).await?,
    );
    bench
        .says("autre", START_MS, ComponentState::MajorOutage)
        .await?;
    let reference = bench.fault(&bench.stranger, "other").await?;
    bench.deed(&reference, Deed::Take).await?;
    bench.deed(&reference, Deed::RestoreProvisionally).await?;
    assert_eq!(bench.bench(march()).await?.figures, before);
    assert_eq!(bench.so_far(&bench.chef).await?, so_far);
    // What happens at the very instant of the count is of the next one.
    bench.store.clock().advance_ms(1);
    let theirs = bench.so_far(&bench.stranger).await?;
    assert_eq!((theirs.components.len(), theirs.debts.open.len()), (1, 1));
    assert!(theirs.books.is_empty() && theirs.respect.is_empty());
    Ok(())
});

on_both_engines!(no_cell_of_the_file_is_a_formula, async |store| {
    let bench = Bench::set(store).await?;
    let (kept, _) = bench.live_through_march().await?;
    let figures = bench.bench(march()).await?.figures;
    for lang in [Lang::Fr, Lang::En] {
        let text = String::from_utf8(csv::file(lang, &figures)?)?;
        assert!(text.contains(",'=ERP,"), "{text}");
        assert!(text.contains(&kept));
        let cells = text.trim_start_matches('\u{feff}').split(['\n', ',']);
        for cell in cells.map(str::trim) {
            assert!(
                !cell.trim_matches('"').starts_with(['=', '+', '-', '@']),
                "{cell}"
            );
        }
        // An hour of three, in seconds.
        assert!(text.contains(",3600,10800,"), "{text}");
    }
    Ok(())
});

on_both_engines!(two_publish_at_once_and_one_is_published, async |store| {
    let bench = Bench::set(store).await?;
    bench.live_through_march().await?;
    let (first, second) = tokio::join!(bench.publish(None), bench.publish(None));
    let refused = [first, second]
        .into_iter()
        .filter(|done| *done == Err(AppError::Conflict));
    assert_eq!(refused.count(), 1);
    let read = store.read(Scope::Staff, |tx| Box::pin(documents(tx)));
    let (count,): (i64,) = read.await.map_err(|error: StoreError| error)?;
    assert_eq!(count, 1);
    Ok(())
});
