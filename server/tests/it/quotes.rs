//! Quotes on both engines: written, revised, answered once, expired; an emergency that a quote regularises.

use std::sync::Arc;

use app::answer::{AppError, FieldProblem};
use app::backend::desk::{Deed, Desk, DeskGesture, Requalification, When, Word};
use app::backend::interventions::{ContactGesture, Detail, Interventions, RequestInput};
use app::backend::quotes::{Answering, QuoteAnswer, Quotes};
use app::backend::stand_ins::{StandInInput, StandIns};
use app::domain::access::{Asker, ContactAsker, Role, StaffAsker, StaffRole, Visibility};
use app::domain::ids::{ClientId, ContactId, QuoteId, SessionId, StaffId};
use app::domain::intervention::{EventKind, InterventionState};
use app::domain::quote::{AgreedBy, Offer, QuoteLine, QuoteStatus, VatRate};
use app::domain::time::DAY_MS;
use server::account::stand_ins::StandInService;
use server::desk::StaffDesk;
use server::import::plan::Manner;
use server::interventions::ClientInterventions;
use server::quotes::{QuoteService, expiry};
use server::store::{Scope, Store, StoreError};

use crate::on_both_engines;

const FILE: &str = r#"
[provider]
name = "Essai Infogérance"
legal_name = "Essai Infogérance SAS"
legal_mentions = "SIREN 000 000 000 · TVA FR00000000000"
phone_day = "01 99 00 00 01"

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
email = "paul@acme.example"
name = "Paul Payeur"
role = "approver"
[[clients.contacts]]
email = "lea@acme.example"
name = "Léa Demande"
role = "requester"
[[clients.contacts]]
email = "omar@acme.example"
name = "Omar Seul"
role = "requester"
visibility = "own"
sites = ["siege"]
[[clients.components]]
key = "copieur"
name = "Copieur"
category = "hardware"
sites = ["siege"]
[[clients.contracts]]
number = "2026-001"
title = "Contrat"
version = 1
starts = 2026-01-01
[clients.contracts.approval]
clause = "9"
above = "500 €"
[[clients.contracts.clauses]]
reference = "1"
title = "Maintenance"
[[clients.contracts.clauses]]
reference = "9"
title = "Validation"
[[clients.contracts.lines]]
key = "maintenance"
service = "corrective"
title = "Maintenance"
clause = "1"
hours = "24/7"
billing = "included"
included = [{ category = ["on_prem_software"], clause = "1" }]
catalogue = [
  { key = "poste", title = "Poste de travail", clause = "1", billing = { fixed = "900 €" } },
  { key = "serveur", title = "Serveur", clause = "1", billing = { fixed = "1 900 €" } },
]

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
    one staff_id(email: &str) -> (i64, String) = "SELECT id, name FROM staff WHERE email = $1";
    all stored() -> (i64, String, String, i64, i64, String, String) = "
        SELECT revision, status, offer, cents, approved_by_another, signed_as, order_number
        FROM quote_revisions ORDER BY id";
    all owed() -> (Option<i64>, Option<i64>) = "
        SELECT ceiling_cents, settled_at FROM emergency_agreements ORDER BY agreed_at";
    one acceptances() -> (i64,) = "
        SELECT COUNT(*) FROM intervention_events WHERE kind = 'quote_accepted'";
}

struct Bench {
    store: Store,
    interventions: Interventions,
    desk: Desk,
    quotes: Quotes,
    stand_ins: StandIns,
    chef: Asker,
    paul: Asker,
    lea: Asker,
    omar: Asker,
    stranger: Asker,
    technician: Asker,
    dispatcher: Asker,
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
            interventions: Interventions(Arc::new(ClientInterventions::new(store.clone()))),
            desk: Desk(Arc::new(StaffDesk::new(store.clone()))),
            quotes: Quotes(Arc::new(QuoteService::new(store.clone()))),
            stand_ins: StandIns(Arc::new(StandInService::new(store.clone()))),
            chef: contact(
                store,
                "acme",
                "chef@acme.example",
                Role::ClientAdmin,
                Client,
            )
            .await?,
            paul: contact(store, "acme", "paul@acme.example", Role::Approver, Client).await?,
            lea: contact(store, "acme", "lea@acme.example", Role::Requester, Client).await?,
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

    /// A request that no line of the contract covers.
    async fn out_of_scope(&self, asker: &Asker, key: &str) -> Result<String, AppError> {
        let input = RequestInput {
            request_id: key.to_owned(),
            component: "copieur".into(),
            activity: "fault".into(),
            details: "Le tambour est rayé".into(),
            impact: "2".into(),
            urgency: "3".into(),
            ..RequestInput::default()
        };
        self.interventions.0.request(asker, input).await
    }

    async fn state(&self, reference: &str) -> Result<InterventionState, AppError> {
        let sheet = self.desk.0.one(&self.technician, reference).await?;
        Ok(sheet.sheet.listed.state)
    }

    /// Writes and sends; gives the reference and the revision to answer.
    async fn sent(&self, intervention: &str, euros: i64) -> Result<(String, QuoteId), AppError> {
        let edition = self
            .quotes
            .0
            .workbench(&self.dispatcher, intervention)
            .await?
            .edition;
        let quote = self
            .quotes
            .0
            .save(&self.dispatcher, intervention, edition, offer(euros))
            .await?;
        let sheet = self.quotes.0.one(&self.dispatcher, &quote, None).await?;
        self.quotes
            .0
            .send(&self.dispatcher, &quote, sheet.edition)
            .await?;
        match self.quotes.0.one(&self.paul, &quote, None).await?.answering {
            Answering::Yours { id } => Ok((quote, id)),
            other => panic!("{other:?}"),
        }
    }

    async fn accept(&self, asker: &Asker, quote: &str, id: QuoteId) -> Result<(), AppError> {
        let answer = QuoteAnswer::Accept {
            id,
            signed_as: "Paul Payeur".into(),
            order_number: "BC-77".into(),
        };
        self.quotes.0.answer(asker, quote, answer).await
    }

    async fn deed(&self, who: &Asker, reference: &str, deed: Deed) -> Result<(), AppError> {
        let version = self.desk.0.one(who, reference).await?.sheet.version;
        let gesture = DeskGesture {
            deed,
            expected_version: version,
            text: "convenu".into(),
            when: When::Now,
        };
        self.desk.0.act(who, reference, gesture).await.map(|_| ())
    }

    async fn stored(&self) -> anyhow::Result<Vec<(i64, String, String, i64, i64, String, String)>> {
        let read = self.store.read(Scope::Staff, |tx| Box::pin(stored(tx)));
        Ok(read.await.map_err(|error: StoreError| error)?)
    }

    async fn owed(&self) -> anyhow::Result<Vec<(Option<i64>, Option<i64>)>> {
        let read = self.store.read(Scope::Staff, |tx| Box::pin(owed(tx)));
        Ok(read.await.map_err(|error: StoreError| error)?)
    }
}

fn offer(euros: i64) -> Offer {
    Offer {
        title: "Remplacement du tambour".into(),
        lines: vec![
            QuoteLine {
                label: "Tambour".into(),
                quantity_hundredths: 100,
                unit_cents: euros * 100,
                vat: VatRate::Standard,
            },
            QuoteLine {
                label: "Main-d’œuvre <b>".into(),
                quantity_hundredths: 150,
                unit_cents: 6_000,
                vat: VatRate::Standard,
            },
        ],
        remarks: "Sous huit jours.".into(),
        valid_on: "2026-03-20".parse().expect("a date"),
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

on_both_engines!(
    a_request_outside_the_contract_is_quoted_revised_accepted_and_done,
    async |store| {
        let bench = Bench::set(store).await?;
        let intervention = bench.out_of_scope(&bench.lea, "r1").await?;
        assert_eq!(
            bench.state(&intervention).await?,
            InterventionState::AwaitingQuote
        );
        let desk = bench.quotes.0.desk(&bench.technician).await?;
        assert_eq!(desk.to_write.len(), 1);

        let (quote, first) = bench.sent(&intervention, 300).await?;
        assert_eq!(quote, "D-AC-2026-0001");
        let offered = bench.quotes.0.of(&bench.lea, &intervention).await?;
        assert_eq!(
            offered.answering,
            Answering::NotYours {
                approvers: vec!["Chloé Chef".into(), "Paul Payeur".into()]
            }
        );
        let sheet = bench.quotes.0.one(&bench.lea, &quote, None).await?;
        assert_eq!(
            (
                sheet.card.excluding_tax_cents,
                sheet.card.including_tax_cents
            ),
            (39_000, 46_800)
        );
        assert_eq!(sheet.provider.legal_name, "Essai Infogérance SAS");

        let (again, second) = bench.sent(&intervention, 250).await?;
        assert_eq!(again, quote);
        assert_eq!(
            bench.accept(&bench.paul, &quote, first).await,
            Err(AppError::NotNow {
                state: "quote_replaced".into()
            })
        );
        let old = bench.quotes.0.one(&bench.paul, &quote, Some(1)).await?;
        assert_eq!(old.card.status, QuoteStatus::Replaced);
        assert_eq!(old.offer, offer(300), "what was sent does not change");
        assert_eq!(old.answering, Answering::Nothing);

        bench.accept(&bench.paul, &quote, second).await?;
        bench.accept(&bench.chef, &quote, second).await?;
        assert_eq!(
            bench.state(&intervention).await?,
            InterventionState::Registered
        );
        let rows = bench.stored().await?;
        let kept: Vec<_> = rows
            .iter()
            .map(|row| (row.0, row.1.as_str(), row.3, row.5.as_str(), row.6.as_str()))
            .collect();
        assert_eq!(
            kept,
            [
                (1, "replaced", 39_000, "", ""),
                (2, "accepted", 34_000, "Paul Payeur", "BC-77")
            ]
        );
        let late = bench
            .quotes
            .0
            .save(&bench.dispatcher, &intervention, None, offer(1))
            .await;
        assert!(
            matches!(late, Err(AppError::NotNow { .. })),
            "accepted is settled: {late:?}"
        );

        bench
            .deed(&bench.technician, &intervention, Deed::Take)
            .await?;
        bench
            .deed(&bench.technician, &intervention, Deed::RestoreCurative)
            .await?;
        let sheet = bench.interventions.0.one(&bench.lea, &intervention).await?;
        let kinds: Vec<_> = sheet.timeline.iter().map(|entry| entry.kind).collect();
        use EventKind as E;
        assert_eq!(
            kinds,
            [
                E::Submitted,
                E::QuoteSent,
                E::QuoteSent,
                E::QuoteAccepted,
                E::Started,
                E::RestoredCurative
            ]
        );
        assert_eq!(
            sheet.timeline[2].detail,
            Some(Detail::Quoted { cents: 34_000 })
        );
        Ok(())
    }
);

on_both_engines!(who_may_write_and_who_may_answer, async |store| {
    let bench = Bench::set(store).await?;
    let intervention = bench.out_of_scope(&bench.chef, "r1").await?;
    for (name, asker) in [
        ("a technician", &bench.technician),
        ("the client", &bench.chef),
    ] {
        let refused = bench
            .quotes
            .0
            .save(asker, &intervention, None, offer(300))
            .await;
        assert_eq!(refused, Err(AppError::Forbidden), "{name}");
    }
    let saved = bench
        .quotes
        .0
        .save(&bench.dispatcher, &intervention, None, offer(900))
        .await?;
    let draft = bench.quotes.0.one(&bench.paul, &saved, None).await;
    assert_eq!(
        draft.map(|_| ()),
        Err(AppError::NotFound),
        "a draft is nobody's business yet"
    );
    let twice = bench
        .quotes
        .0
        .save(&bench.dispatcher, &intervention, None, offer(1))
        .await;
    assert_eq!(twice, Err(AppError::Conflict), "one draft a quote");
    let stale = bench.quotes.0.send(&bench.dispatcher, &saved, 7).await;
    assert_eq!(stale, Err(AppError::Conflict));
    bench.quotes.0.send(&bench.dispatcher, &saved, 1).await?;
    bench.quotes.0.send(&bench.dispatcher, &saved, 1).await?;

    // 990 € is above the contract's 500 €: whoever asked does not accept.
    let sheet = bench.quotes.0.one(&bench.chef, &saved, None).await?;
    assert_eq!(
        sheet.answering,
        Answering::Another {
            above_cents: Some(50_000),
            approvers: vec!["Paul Payeur".into()]
        }
    );
    let Answering::Yours { id } = bench
        .quotes
        .0
        .one(&bench.paul, &saved, None)
        .await?
        .answering
    else {
        panic!("Paul approves")
    };
    assert_eq!(
        bench.accept(&bench.chef, &saved, id).await,
        Err(AppError::NotNow {
            state: "own_request".into()
        })
    );
    assert_eq!(
        bench.accept(&bench.lea, &saved, id).await,
        Err(AppError::Forbidden)
    );
    // Another client's approver, and a contact who does not see it, learn nothing.
    for (name, asker) in [("a stranger", &bench.stranger), ("omar", &bench.omar)] {
        assert_eq!(
            bench.quotes.0.one(asker, &saved, None).await.map(|_| ()),
            Err(AppError::NotFound),
            "{name}"
        );
        assert_eq!(
            bench.quotes.0.of(asker, &intervention).await.map(|_| ()),
            Err(AppError::NotFound),
            "{name}"
        );
        assert_eq!(
            bench.accept(asker, &saved, id).await,
            Err(AppError::NotFound),
            "{name}"
        );
        let list = bench.quotes.0.list(asker).await?;
        assert!(list.waiting.is_empty() && list.past.is_empty(), "{name}");
    }
    let silent = QuoteAnswer::Accept {
        id,
        signed_as: " ".into(),
        order_number: String::new(),
    };
    assert_eq!(
        bench.quotes.0.answer(&bench.paul, &saved, silent).await,
        Err(AppError::field("signed_as", FieldProblem::Missing))
    );
    let mute = QuoteAnswer::Decline {
        id,
        reason: String::new(),
    };
    assert_eq!(
        bench.quotes.0.answer(&bench.paul, &saved, mute).await,
        Err(AppError::field("text", FieldProblem::Missing))
    );
    let no = QuoteAnswer::Decline {
        id,
        reason: "Trop cher".into(),
    };
    bench.quotes.0.answer(&bench.paul, &saved, no).await?;
    let sheet = bench.quotes.0.one(&bench.chef, &saved, None).await?;
    assert_eq!(sheet.card.status, QuoteStatus::Declined);
    assert_eq!(
        sheet
            .answered
            .and_then(|answered| answered.reason)
            .as_deref(),
        Some("Trop cher")
    );
    assert_eq!(
        bench.state(&intervention).await?,
        InterventionState::Cancelled
    );
    Ok(())
});

on_both_engines!(two_who_accept_at_once_accept_once, async |store| {
    let bench = Bench::set(store).await?;
    let intervention = bench.out_of_scope(&bench.lea, "r1").await?;
    let (quote, id) = bench.sent(&intervention, 300).await?;
    let (one, two) = tokio::join!(
        bench.accept(&bench.paul, &quote, id),
        bench.accept(&bench.chef, &quote, id)
    );
    assert_eq!((one, two), (Ok(()), Ok(())));
    let read = store.read(Scope::Staff, |tx| Box::pin(acceptances(tx)));
    let (accepted,): (i64,) = read.await.map_err(|error: StoreError| error)?;
    assert_eq!(accepted, 1);
    Ok(())
});

on_both_engines!(a_quote_expires_at_the_end_of_its_last_day, async |store| {
    let bench = Bench::set(store).await?;
    let clock = store.clock();
    let intervention = bench.out_of_scope(&bench.lea, "r1").await?;
    let (quote, id) = bench.sent(&intervention, 300).await?;
    // 20 March 2026 ends in Paris at 23:00 UTC.
    let end = chrono::DateTime::parse_from_rfc3339("2026-03-20T23:00:00Z")?.timestamp_millis();
    clock.set_ms(end - 1);
    assert_eq!(expiry::expire(store).await?, 0);
    let sheet = bench.quotes.0.one(&bench.paul, &quote, None).await?;
    assert!(
        sheet.card.is_overdue,
        "unanswered for more than three working days"
    );
    clock.set_ms(end + DAY_MS);
    assert_eq!(
        bench.accept(&bench.paul, &quote, id).await,
        Err(AppError::NotNow {
            state: "quote_expired".into()
        }),
        "too late, whether it was noticed or not"
    );
    assert_eq!(expiry::expire(store).await?, 1);
    assert_eq!(expiry::expire(store).await?, 0, "once");
    let sheet = bench.interventions.0.one(&bench.lea, &intervention).await?;
    assert_eq!(sheet.listed.state, InterventionState::Cancelled);
    let last = sheet.timeline.last().map(|entry| (entry.kind, entry.at.at));
    assert_eq!(last, Some((EventKind::QuoteExpired, end)));
    assert_eq!(
        bench
            .quotes
            .0
            .one(&bench.lea, &quote, None)
            .await?
            .card
            .status,
        QuoteStatus::Expired
    );
    Ok(())
});

impl Bench {
    async fn ordered(&self, asker: &Asker, item: &str) -> Result<String, AppError> {
        let input = RequestInput {
            request_id: format!("c-{item}"),
            activity: format!("catalogue:{item}"),
            details: "Pour le nouveau bureau".into(),
            impact: "3".into(),
            urgency: "4".into(),
            ..RequestInput::default()
        };
        self.interventions.0.request(asker, input).await
    }

    async fn approve(&self, asker: &Asker, reference: &str) -> Result<(), AppError> {
        let sheet = self.interventions.0.one(asker, reference).await?;
        let gesture = ContactGesture::Approve {
            expected_version: sheet.version,
        };
        self.interventions.0.act(asker, reference, gesture).await
    }

    fn word_of(&self, asker: &Asker, ceiling: &str) -> Deed {
        let Asker::Contact(contact) = asker else {
            panic!("a contact")
        };
        Deed::Waive(Word {
            approver: contact.contact.to_string(),
            channel: "phone".into(),
            ceiling: ceiling.into(),
        })
    }
}

on_both_engines!(what_was_approved_may_be_requalified, async |store| {
    let bench = Bench::set(store).await?;
    let technician = &bench.technician;
    let reference = bench.ordered(&bench.lea, "poste").await?;
    use InterventionState::{AwaitingApproval, InProgress, Registered};
    assert_eq!(bench.state(&reference).await?, AwaitingApproval);
    bench.approve(&bench.paul, &reference).await?;
    let urgency = |urgency: &str| {
        Deed::Requalify(Requalification {
            urgency: urgency.into(),
            ..Requalification::default()
        })
    };
    bench.deed(technician, &reference, urgency("3")).await?;
    assert_eq!(bench.state(&reference).await?, Registered);
    bench.deed(technician, &reference, Deed::Take).await?;
    bench.deed(technician, &reference, urgency("4")).await?;
    assert_eq!(bench.state(&reference).await?, InProgress);

    // Something else is approved anew, and not by who asked for it.
    let dearer = Deed::Requalify(Requalification {
        activity: "catalogue:serveur".into(),
        ..Requalification::default()
    });
    bench.deed(technician, &reference, dearer).await?;
    assert_eq!(bench.state(&reference).await?, AwaitingApproval);
    assert_eq!(
        bench.approve(&bench.lea, &reference).await,
        Err(AppError::Forbidden)
    );
    bench.approve(&bench.chef, &reference).await?;
    bench.deed(technician, &reference, Deed::Take).await?;
    assert_eq!(bench.state(&reference).await?, InProgress);
    Ok(())
});

on_both_engines!(
    above_the_amount_an_emergency_is_agreed_by_another,
    async |store| {
        let bench = Bench::set(store).await?;
        let own = || {
            Err(AppError::NotNow {
                state: "own_request".into(),
            })
        };
        let to_approve = bench.ordered(&bench.chef, "poste").await?;
        let to_quote = bench.out_of_scope(&bench.chef, "q1").await?;
        for (name, reference, word, expected) in [
            ("own", &to_approve, bench.word_of(&bench.chef, ""), own()),
            (
                "another's",
                &to_approve,
                bench.word_of(&bench.paul, ""),
                Ok(()),
            ),
            (
                "own, above the limit",
                &to_quote,
                bench.word_of(&bench.chef, "500,01"),
                own(),
            ),
            (
                "own, up to the limit",
                &to_quote,
                bench.word_of(&bench.chef, "500"),
                Ok(()),
            ),
        ] {
            let said = bench.deed(&bench.dispatcher, reference, word).await;
            assert_eq!(said, expected, "{name}");
        }
        Ok(())
    }
);

on_both_engines!(an_emergency_is_regularised_by_a_quote, async |store| {
    let bench = Bench::set(store).await?;
    let Asker::Contact(paul) = &bench.paul else {
        panic!("a contact")
    };
    let intervention = bench.out_of_scope(&bench.lea, "r1").await?;
    let word = |approver: String, channel: &str, ceiling: &str| {
        Deed::Waive(Word {
            approver,
            channel: channel.into(),
            ceiling: ceiling.into(),
        })
    };
    let own = paul.contact.to_string();
    let Asker::Contact(lea) = &bench.lea else {
        panic!("a contact")
    };
    for (name, deed, expected) in [
        (
            "nobody's word",
            word(String::new(), "phone", "500"),
            AppError::field("approver", FieldProblem::Missing),
        ),
        (
            "of who does not approve",
            word(lea.contact.to_string(), "phone", "500"),
            AppError::field("approver", FieldProblem::Unknown),
        ),
        (
            "by no channel",
            word(own.clone(), "dream", "500"),
            AppError::field("channel", FieldProblem::Unknown),
        ),
        (
            "without a ceiling",
            word(own.clone(), "phone", ""),
            AppError::field("ceiling", FieldProblem::NotANumber),
        ),
    ] {
        let refused = bench.deed(&bench.dispatcher, &intervention, deed).await;
        assert_eq!(refused, Err(expected), "{name}");
    }
    let technician = bench
        .deed(
            &bench.technician,
            &intervention,
            word(own.clone(), "phone", "500"),
        )
        .await;
    assert_eq!(technician, Err(AppError::Forbidden));
    bench
        .deed(
            &bench.dispatcher,
            &intervention,
            word(own, "phone", "450,50"),
        )
        .await?;
    let sheet = bench.interventions.0.one(&bench.lea, &intervention).await?;
    assert_eq!(sheet.listed.state, InterventionState::Registered);
    assert_eq!(
        sheet.timeline.last().and_then(|entry| entry.detail.clone()),
        Some(Detail::Word {
            approver: Some("Paul Payeur".into()),
            channel: Some(AgreedBy::Phone),
            ceiling_cents: Some(45_050)
        })
    );
    let desk = bench.quotes.0.desk(&bench.technician).await?;
    assert_eq!(
        (desk.to_regularise.len(), desk.to_write.len()),
        (1, 0),
        "to regularise, not to write"
    );
    bench
        .deed(&bench.technician, &intervention, Deed::Take)
        .await?;
    bench
        .deed(&bench.technician, &intervention, Deed::RestoreCurative)
        .await?;
    let (quote, id) = bench.sent(&intervention, 300).await?;
    assert_eq!(
        bench.state(&intervention).await?,
        InterventionState::Resolved
    );
    assert_eq!(bench.owed().await?, [(Some(45_050), None)]);
    bench.accept(&bench.paul, &quote, id).await?;
    assert_eq!(
        bench.state(&intervention).await?,
        InterventionState::Resolved
    );
    assert!(bench.owed().await?[0].1.is_some());
    let desk = bench.quotes.0.desk(&bench.technician).await?;
    assert!(desk.to_regularise.is_empty());
    Ok(())
});

on_both_engines!(
    a_request_that_is_withdrawn_leaves_nothing_to_answer,
    async |store| {
        let bench = Bench::set(store).await?;
        let intervention = bench.out_of_scope(&bench.lea, "r1").await?;
        let (quote, id) = bench.sent(&intervention, 300).await?;
        bench
            .quotes
            .0
            .save(&bench.dispatcher, &intervention, None, offer(1))
            .await?;
        let version = bench
            .interventions
            .0
            .one(&bench.lea, &intervention)
            .await?
            .version;
        let cancel = app::backend::interventions::ContactGesture::Cancel {
            expected_version: version,
            text: String::new(),
        };
        bench
            .interventions
            .0
            .act(&bench.lea, &intervention, cancel)
            .await?;
        let rows = bench.stored().await?;
        let kept: Vec<_> = rows.iter().map(|row| (row.0, row.1.as_str())).collect();
        assert_eq!(kept, [(1, "lapsed")], "the draft is gone");
        assert!(bench.accept(&bench.paul, &quote, id).await.is_err());
        Ok(())
    }
);

on_both_engines!(what_is_wrong_with_a_draft_is_said_by_field, async |store| {
    let bench = Bench::set(store).await?;
    let intervention = bench.out_of_scope(&bench.lea, "r1").await?;
    let bad = Offer {
        title: String::new(),
        valid_on: "2026-03-01".parse()?,
        ..offer(-4_000)
    };
    let refused = bench
        .quotes
        .0
        .save(&bench.dispatcher, &intervention, None, bad)
        .await;
    let Err(AppError::Invalid { fields }) = refused else {
        panic!("{refused:?}")
    };
    let named: Vec<_> = fields.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(named, ["title", "lines", "valid_on"]);
    assert!(bench.stored().await?.is_empty());
    Ok(())
});

on_both_engines!(
    a_stand_in_answers_in_an_approvers_place_for_a_while,
    async |store| {
        let bench = Bench::set(store).await?;
        let clock = store.clock();
        let id_of = |asker: &Asker| match asker {
            Asker::Contact(contact) => contact.contact.to_string(),
            Asker::Staff(_) => String::new(),
        };
        let days = |contact: String, from: &str, to: &str| StandInInput {
            contact,
            from: from.into(),
            to: to.into(),
        };
        let lea = id_of(&bench.lea);
        let problem = AppError::field;
        for (name, asker, input, expected) in [
            (
                "who does not approve",
                &bench.lea,
                days(id_of(&bench.omar), "2026-03-02", "2026-03-03"),
                AppError::Forbidden,
            ),
            (
                "another client's contact",
                &bench.paul,
                days(id_of(&bench.stranger), "2026-03-02", "2026-03-03"),
                problem("contact", FieldProblem::Unknown),
            ),
            (
                "oneself",
                &bench.paul,
                days(id_of(&bench.paul), "2026-03-02", "2026-03-03"),
                problem("contact", FieldProblem::Unknown),
            ),
            (
                "the past",
                &bench.paul,
                days(lea.clone(), "2026-03-01", "2026-03-03"),
                problem("from", FieldProblem::TooOld),
            ),
            (
                "backwards",
                &bench.paul,
                days(lea.clone(), "2026-03-04", "2026-03-03"),
                problem("to", FieldProblem::Reversed),
            ),
            (
                "for ever",
                &bench.paul,
                days(lea.clone(), "2026-03-04", "2028-03-03"),
                problem("to", FieldProblem::TooLong),
            ),
            (
                "no day",
                &bench.paul,
                days(lea.clone(), "mardi", "2026-03-03"),
                problem("from", FieldProblem::NotADate),
            ),
        ] {
            assert_eq!(
                bench.stand_ins.0.name(asker, input).await,
                Err(expected),
                "{name}"
            );
        }
        // The same twice is one.
        for _ in 0..2 {
            let input = days(lea.clone(), "2026-03-03", "2026-03-04");
            bench.stand_ins.0.name(&bench.paul, input).await?;
        }
        let named = bench.stand_ins.0.of(&bench.paul).await?.named;
        assert_eq!(named.len(), 1);

        let intervention = bench.out_of_scope(&bench.chef, "r1").await?;
        let (quote, id) = bench.sent(&intervention, 900).await?;
        assert_eq!(
            bench.accept(&bench.lea, &quote, id).await,
            Err(AppError::Forbidden),
            "not yet"
        );
        clock.advance_ms(DAY_MS);
        assert_eq!(
            bench
                .quotes
                .0
                .one(&bench.lea, &quote, None)
                .await?
                .answering,
            Answering::Yours { id }
        );
        assert_eq!(
            bench.stand_ins.0.of(&bench.lea).await?.standing_for[0].name,
            "Paul Payeur"
        );
        // Only who named it calls it off.
        assert_eq!(
            bench.stand_ins.0.end(&bench.chef, named[0].id).await,
            Err(AppError::NotFound)
        );
        bench.stand_ins.0.end(&bench.paul, named[0].id).await?;
        assert_eq!(
            bench.accept(&bench.lea, &quote, id).await,
            Err(AppError::Forbidden),
            "called off"
        );
        let input = days(lea, "2026-03-03", "2026-03-04");
        bench.stand_ins.0.name(&bench.paul, input).await?;
        clock.advance_ms(2 * DAY_MS);
        assert_eq!(
            bench.accept(&bench.lea, &quote, id).await,
            Err(AppError::Forbidden),
            "over"
        );
        clock.advance_ms(-DAY_MS);
        bench.accept(&bench.lea, &quote, id).await?;
        assert_eq!(
            bench.state(&intervention).await?,
            InterventionState::Registered
        );
        Ok(())
    }
);
