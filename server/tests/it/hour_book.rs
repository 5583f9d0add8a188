//! Hour books on both engines: time entered, debited once by the rule, put right by corrections, contested.

use std::sync::Arc;

use app::answer::{AppError, FieldProblem};
use app::backend::contract::{Contracts, HourLine};
use app::backend::desk::{ContestAnswer, Deed, Desk, DeskGesture, TimeSpent, When};
use app::backend::interventions::{
    ContactGesture, Disagreement, Interventions, RequestInput, Spent,
};
use app::backend::status::Whose;
use app::domain::access::{Asker, ContactAsker, Role, StaffAsker, StaffRole, Visibility};
use app::domain::hours::EntryKind;
use app::domain::ids::{ClientId, ContactId, SessionId, StaffId};
use app::domain::intervention::LateReason;
use app::domain::time::{HOUR_MS, MINUTE_MS};
use server::contract::ClientContractService;
use server::desk::StaffDesk;
use server::import::plan::Manner;
use server::interventions::ClientInterventions;
use server::store::{Scope, Store, StoreError};

use crate::on_both_engines;

/// Three hours bought; a quarter begun, half an hour at least, half an hour of travel, half as much again after six.
const FILE: &str = r#"
[provider]
name = "Essai Infogérance"
phone_day = "01 99 00 00 01"
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
key = "poste"
name = "Poste"
category = "hardware"
sites = ["siege"]
[[clients.contracts]]
number = "2026-001"
title = "Carnet"
version = 1
starts = 2026-01-01
[clients.contracts.hour_book]
clause = "2"
hours = 3
warnings = ["2h", "1h", "30m"]
[[clients.contracts.clauses]]
reference = "1"
title = "Assistance"
[[clients.contracts.clauses]]
reference = "2"
title = "Carnet"
[[clients.contracts.lines]]
key = "helpdesk"
service = "helpdesk"
title = "Assistance"
clause = "1"
hours = { week = ["mon-fri 08:00-18:00"] }
billing = { unit = "15m", minimum = "30m", travel = "30m", out_of_hours_percent = 150 }
included = [{ clause = "1" }]

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
"#;

server::queries! {
    one client_id(slug: &str) -> (i64,) = "SELECT id FROM clients WHERE slug = $1";
    one contact_id(email: &str) -> (i64, String) = "SELECT id, name FROM contacts WHERE email = $1";
    one staff_id(email: &str) -> (i64,) = "SELECT id FROM staff WHERE email = $1";
    all ledger() -> (String, i64, Option<i64>) = "
        SELECT kind, minutes, author_staff_id FROM hour_entries ORDER BY id";
}

struct Bench {
    store: Store,
    interventions: Interventions,
    desk: Desk,
    contracts: Contracts,
    chef: Asker,
    omar: Asker,
    stranger: Asker,
    dispatcher: Asker,
}

impl Bench {
    async fn set(store: &Store) -> anyhow::Result<Bench> {
        let file = server::import::read("essai.toml", FILE, &|name| Err(name.to_owned()));
        server::import::import(store, file, Manner::default())
            .await
            .map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let read = store.read(Scope::Staff, |tx| {
            Box::pin(staff_id(tx, "coord@essai.example"))
        });
        let (staff,): (i64,) = read.await.map_err(|error: StoreError| error)?;
        use Visibility::{Client, Own};
        Ok(Bench {
            store: store.clone(),
            interventions: Interventions(Arc::new(ClientInterventions::new(store.clone()))),
            desk: Desk(Arc::new(StaffDesk::new(store.clone()))),
            contracts: Contracts(Arc::new(ClientContractService::new(store.clone()))),
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
            dispatcher: Asker::Staff(StaffAsker {
                staff: StaffId(staff),
                session: SessionId(2),
                name: "Cora".into(),
                role: StaffRole::Dispatcher,
            }),
        })
    }

    async fn advice(&self, key: &str) -> Result<String, AppError> {
        let input = RequestInput {
            request_id: key.to_owned(),
            component: "poste".into(),
            activity: "advice".into(),
            details: "Comment imprimer ?".into(),
            ..RequestInput::default()
        };
        let reference = self.interventions.0.request(&self.chef, input).await?;
        self.deed(&reference, Deed::Take, "", When::Now).await?;
        Ok(reference)
    }

    async fn deed(
        &self,
        reference: &str,
        deed: Deed,
        text: &str,
        when: When,
    ) -> Result<(), AppError> {
        let sheet = self.desk.0.one(&self.dispatcher, reference).await?;
        let gesture = DeskGesture {
            deed,
            expected_version: sheet.sheet.version,
            text: text.into(),
            when,
        };
        let done = self.desk.0.act(&self.dispatcher, reference, gesture).await;
        done.map(|_| ())
    }

    async fn spend(&self, reference: &str, minutes: &str, place: &str) -> Result<(), AppError> {
        let deed = time(minutes, place);
        self.deed(reference, deed, "fait", When::Now).await
    }

    async fn ledger(&self) -> anyhow::Result<Vec<(EntryKind, i64)>> {
        let read = self.store.read(Scope::Staff, |tx| Box::pin(ledger(tx)));
        let rows: Vec<(String, i64, Option<i64>)> =
            read.await.map_err(|error: StoreError| error)?;
        let known = rows
            .into_iter()
            .filter_map(|(kind, minutes, _)| Some((EntryKind::from_code(&kind)?, minutes)));
        Ok(known.collect())
    }

    /// What is left, the warning reached, and the lines shown.
    async fn book(&self, asker: &Asker) -> Result<(i64, u8, Vec<HourLine>), AppError> {
        let known = self.contracts.0.contracts(asker, Whose::Own).await?;
        let contract = known.contracts.into_iter().next();
        let contract = contract.ok_or(AppError::NotFound)?;
        let left = contract.hours_left.ok_or(AppError::NotFound)?;
        Ok((
            left.balance_minutes,
            left.warning_level,
            contract.hour_lines,
        ))
    }
}

fn time(minutes: &str, place: &str) -> Deed {
    Deed::EnterTime(TimeSpent {
        minutes: minutes.into(),
        place: place.into(),
    })
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

on_both_engines!(
    time_is_debited_once_and_put_right_by_corrections,
    async |store| {
        use EntryKind::{Correction, Debit, Overrun, Purchase};
        let bench = Bench::set(store).await?;
        let clock = store.clock();
        // Ten o'clock in Paris, on a Monday.
        let reference = bench.advice("r1").await?;
        clock.advance_ms(2 * HOUR_MS);
        bench.spend(&reference, "20", "remote").await?;
        assert_eq!(bench.ledger().await?, [(Purchase, 180), (Debit, -30)]);
        // 40 minutes in all: three quarters begun.
        clock.advance_ms(HOUR_MS);
        bench.spend(&reference, "20", "remote").await?;
        assert_eq!(bench.ledger().await?[2..], [(Correction, -15)]);
        // A visit after six: 60 minutes count 90, and travel is on top. 40 + 90 = 130 → 135, + 30.
        clock.advance_ms(7 * HOUR_MS);
        bench.spend(&reference, "60", "on_site").await?;
        assert_eq!(bench.ledger().await?[3..], [(Correction, -120)]);
        let sheet = bench.interventions.0.one(&bench.chef, &reference).await?;
        assert_eq!(
            sheet.spent,
            Some(Spent {
                entered_minutes: 100,
                debited_minutes: 165,
                goodwill_minutes: 0,
                contest: Disagreement::None
            })
        );
        let (left, warning, lines) = bench.book(&bench.chef).await?;
        assert_eq!((left, warning), (15, 3));
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.kind, line.minutes, line.intervention.as_deref()))
            .collect();
        let own = Some(reference.as_str());
        assert_eq!(
            told,
            [
                (Correction, -120, own),
                (Correction, -15, own),
                (Debit, -30, own),
                (Purchase, 180, None)
            ]
        );
        // Another intervention goes beyond what is left.
        let second = bench.advice("r2").await?;
        bench.spend(&second, "30", "remote").await?;
        assert_eq!(bench.ledger().await?[4..], [(Debit, -15), (Overrun, -30)]);
        assert_eq!(bench.book(&bench.chef).await?.0, -30);
        // Who sees its own requests only reads no statement of the whole client; another client has no book.
        assert!(bench.book(&bench.omar).await?.2.is_empty());
        assert!(bench.book(&bench.stranger).await.is_err());
        assert_eq!(
            bench
                .interventions
                .0
                .one(&bench.omar, &reference)
                .await
                .map(|_| ()),
            Err(AppError::NotFound)
        );
        Ok(())
    }
);

on_both_engines!(time_is_entered_within_bounds, async |store| {
    let bench = Bench::set(store).await?;
    let reference = bench.advice("r1").await?;
    let clock = store.clock();
    clock.advance_ms(4 * HOUR_MS);
    bench
        .deed(&reference, Deed::Answer, "Voici comment", When::Now)
        .await?;
    let problem = AppError::field;
    let earlier = |local: &str| When::Earlier {
        local: local.into(),
        reason: Some(LateReason::Forgotten),
    };
    for (name, deed, text, when, expected) in [
        (
            "none",
            time("0", "remote"),
            "fait",
            When::Now,
            problem("minutes", FieldProblem::NotANumber),
        ),
        (
            "two days",
            time("2880", "remote"),
            "fait",
            When::Now,
            problem("minutes", FieldProblem::NotANumber),
        ),
        (
            "nowhere",
            time("30", ""),
            "fait",
            When::Now,
            problem("place", FieldProblem::Missing),
        ),
        (
            "nothing said",
            time("30", "remote"),
            " ",
            When::Now,
            problem("text", FieldProblem::Missing),
        ),
        (
            "to come",
            time("30", "remote"),
            "fait",
            earlier("2026-03-02T15:00"),
            problem("effective_at", FieldProblem::InTheFuture),
        ),
        (
            "before it was asked",
            time("30", "remote"),
            "fait",
            earlier("2026-03-02T09:00"),
            problem("effective_at", FieldProblem::TooOld),
        ),
    ] {
        let refused = bench.deed(&reference, deed, text, when).await;
        assert_eq!(refused, Err(expected), "{name}");
    }
    // Written down after the answer that it led to.
    bench
        .deed(
            &reference,
            time("30", "remote"),
            "fait",
            earlier("2026-03-02T13:00"),
        )
        .await?;
    assert_eq!(bench.ledger().await?.len(), 2);
    Ok(())
});

on_both_engines!(a_debit_is_contested_and_answered, async |store| {
    let bench = Bench::set(store).await?;
    let reference = bench.advice("r1").await?;
    store.clock().advance_ms(2 * HOUR_MS + 5 * MINUTE_MS);
    let contest = |expected_version| ContactGesture::ContestTime {
        expected_version,
        text: "C’était dix minutes".into(),
    };
    let act = async |asker: &Asker| {
        let version = bench
            .interventions
            .0
            .one(&bench.chef, &reference)
            .await?
            .version;
        let gesture = contest(version);
        bench.interventions.0.act(asker, &reference, gesture).await
    };
    let nothing = AppError::NotNow {
        state: "unfounded".into(),
    };
    assert_eq!(act(&bench.chef).await, Err(nothing), "nothing to contest");
    bench.spend(&reference, "45", "remote").await?;
    assert_eq!(act(&bench.stranger).await, Err(AppError::NotFound));
    assert_eq!(act(&bench.omar).await, Err(AppError::NotFound));
    act(&bench.chef).await?;
    let again = AppError::NotNow {
        state: "already_said".into(),
    };
    assert_eq!(act(&bench.chef).await, Err(again));
    let sheet = bench.interventions.0.one(&bench.chef, &reference).await?;
    assert_eq!(
        sheet.spent.map(|spent| spent.contest),
        Some(Disagreement::Open)
    );
    let answer = |goodwill: &str| {
        Deed::AnswerTimeContest(ContestAnswer {
            upheld: "yes".into(),
            goodwill: goodwill.into(),
        })
    };
    let refused = bench
        .deed(&reference, answer("many"), "Nous avons vérifié", When::Now)
        .await;
    assert_eq!(
        refused,
        Err(AppError::field("goodwill", FieldProblem::NotANumber))
    );
    assert_eq!(bench.ledger().await?.len(), 2, "refused leaves nothing");
    bench
        .deed(&reference, answer("15"), "Nous avons vérifié", When::Now)
        .await?;
    assert_eq!(bench.ledger().await?[2], (EntryKind::Goodwill, 15));
    let (left, _, lines) = bench.book(&bench.chef).await?;
    assert_eq!((left, lines[0].note.as_str()), (150, "Nous avons vérifié"));
    // What was given back stays given, whatever is counted again.
    bench.spend(&reference, "15", "remote").await?;
    assert_eq!(bench.book(&bench.chef).await?.0, 135);
    let sheet = bench.interventions.0.one(&bench.chef, &reference).await?;
    let spent = sheet
        .spent
        .map(|spent| (spent.debited_minutes, spent.goodwill_minutes));
    assert_eq!(spent, Some((60, 15)));
    Ok(())
});
