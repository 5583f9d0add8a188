//! Contracts as the pages ask them: whose they are, which version holds, what they cover.

use std::sync::Arc;

use anyhow::Context as _;
use app::answer::AppError;
use app::backend::contract::{ContractBackend, Standing};
use app::backend::status::Whose;
use app::domain::access::{Asker, ContactAsker, Role, StaffAsker, StaffRole, Visibility};
use app::domain::contract::{Activity, ServiceLine};
use app::domain::coverage::{Outcome, Question, Verdict, decide};
use app::domain::ids::{ClientId, ContactId, SessionId, SiteId, StaffId};
use server::contract::{ClientContractService, ContractCover};
use server::import::plan::Manner;
use server::status::Boards;
use server::store::{Scope, StoreError};

use crate::on_both_engines;
use crate::support::Stage;

/// Two clients with a contract each; the first has two versions, and two sites.
const FILE: &str = r#"
[provider]
name = "Essai"
phone_day = "01 99 00 00 01"

[[templates]]
key = "base"
clauses = [{ reference = "1", title = "Objet" }, { reference = "2", title = "Exclusions" }]

[[templates.lines]]
key = "maintenance"
service = "corrective"
title = "Maintenance"
clause = "1"
hours = "24/7"
billing = "included"
included = [{ category = "on_prem_software", clause = "1" }]
excluded = [{ component = "archive", clause = "2" }]

[[templates.lines]]
key = "infogerance"
service = "managed"
title = "Infogérance"
clause = "1"
hours = "24/7"
billing = "included"
included = [{ clause = "1" }]

[[clients]]
slug = "acme"
code = "AC"
name = "Acme"
sites = [{ key = "nord", name = "Nord" }, { key = "sud", name = "Sud" }]
components = [
  { key = "erp", name = "ERP", category = "on_prem_software", sites = ["nord"], checks = [{ kind = "tcp", target = "erp.example:443" }] },
  { key = "archive", name = "Archive", category = "on_prem_software", sites = ["sud"] },
]
contracts = [
  { number = "2025-001", title = "Contrat", template = "base", version = 1, starts = 2025-01-01, ends = 2025-12-31, renewal = "tacit" },
  { number = "2025-001", title = "Contrat", template = "base", version = 2, starts = 2026-02-01, lines = [{ key = "infogerance", removed = true }] },
  { number = "2025-001", title = "Contrat", template = "base", version = 3, starts = 2027-01-01 },
]

[[clients]]
slug = "bis"
code = "BI"
name = "Bis"
components = [{ key = "autre", name = "Autre", category = "other" }]
contracts = [{ number = "2025-001", title = "Celui de Bis", template = "base", version = 1, starts = 2025-01-01, lines = [
  { key = "maintenance", without_scope = ["2"] },
] }]
"#;

async fn service(stage: &Stage) -> anyhow::Result<ClientContractService> {
    let file = server::import::read("essai.toml", FILE, &|_| Err("no other file".to_owned()));
    server::import::import(stage, file, Manner::default()).await?;
    Ok(ClientContractService::new((**stage).clone()))
}

async fn id(stage: &Stage, text: &'static str) -> anyhow::Result<i64> {
    let read = stage.read(Scope::System, |tx| {
        Box::pin(async move { tx.one::<(i64,)>(text, &[]).await })
    });
    let found: Result<(i64,), StoreError> = read.await;
    Ok(found?.0)
}

async fn client(stage: &Stage) -> anyhow::Result<ClientId> {
    Ok(ClientId(
        id(stage, "SELECT id FROM clients WHERE slug = 'acme'").await?,
    ))
}

async fn contact(stage: &Stage, visibility: Visibility) -> anyhow::Result<Asker> {
    let site = id(stage, "SELECT id FROM sites WHERE key = 'nord'").await?;
    Ok(Asker::Contact(ContactAsker {
        contact: ContactId(1),
        client: client(stage).await?,
        session: SessionId(1),
        name: "Contact".into(),
        role: Role::Viewer,
        visibility,
        sites: vec![SiteId(site)],
    }))
}

fn staff() -> Asker {
    Asker::Staff(StaffAsker {
        staff: StaffId(1),
        session: SessionId(2),
        name: "Technicien".into(),
        role: StaffRole::Technician,
    })
}

/// What "est-ce couvert ?" answers; none for a component that the asker does not see.
async fn verdict(
    service: &ClientContractService,
    asker: &Asker,
    whose: Whose<'_>,
    (component, activity): (&str, Activity),
) -> anyhow::Result<Option<Verdict>> {
    let form = service.cover(asker, whose).await?;
    let seen = form.known.components.iter();
    let Some(component) = seen.clone().find(|seen| seen.key.as_str() == component) else {
        return Ok(None);
    };
    let question = Question {
        may_request: true,
        subject: component.subject(),
        site: None,
        activity,
        impact: None,
        urgency: None,
        at: form.known.now.at,
        role: form.role,
    };
    let versions = form.known.versions();
    Ok(decide(&question, &versions, &form.facts).ok())
}

on_both_engines!(another_clients_contracts_are_like_none, async |stage| {
    let service = service(stage).await?;
    let contact = contact(stage, Visibility::Client).await?;
    let own = service.contracts(&contact, Whose::Own).await?;
    assert_eq!(own.client.slug, "acme");
    assert_eq!(
        service
            .contracts(&contact, Whose::Client("acme"))
            .await?
            .client
            .slug,
        "acme"
    );
    for slug in ["bis", "nobody"] {
        let refused = service.contracts(&contact, Whose::Client(slug)).await;
        assert_eq!(refused.err(), Some(AppError::NotFound), "{slug}");
    }
    let refused = service.contracts(&staff(), Whose::Own).await;
    assert_eq!(refused.err(), Some(AppError::NotFound));
    assert_eq!(
        service
            .contracts(&staff(), Whose::Client("bis"))
            .await?
            .contracts
            .len(),
        1
    );
    Ok(())
});

on_both_engines!(a_later_version_ends_the_one_before, async |stage| {
    let service = service(stage).await?;
    let read = service.contracts(&staff(), Whose::Client("acme")).await?;
    // The clock stands on 2 March 2026: the first version's tacit renewal ended a month ago.
    let standing: Vec<(u32, Standing)> = read
        .contracts
        .iter()
        .map(|one| (one.signed.version, one.standing))
        .collect();
    assert_eq!(
        standing,
        [
            (2, Standing::InForce),
            (3, Standing::ToCome),
            (1, Standing::Past)
        ]
    );
    let past = &read.contracts[2];
    assert_eq!(
        past.signed.ends_at,
        Some(read.contracts[0].signed.starts_at)
    );
    // Noon of 31 January in Paris.
    assert_eq!(past.last_day.map(|day| day.at), Some(1_769_857_200_000));
    Ok(())
});

on_both_engines!(
    a_contact_of_one_site_asks_about_what_it_sees,
    async |stage| {
        let service = service(stage).await?;
        let contact = contact(stage, Visibility::Site).await?;
        let seen = service.contracts(&contact, Whose::Own).await?;
        let keys: Vec<&str> = seen
            .components
            .iter()
            .map(|component| component.key.as_str())
            .collect();
        assert_eq!(keys, ["erp"]);
        assert_eq!(seen.sites.len(), 1);
        for hidden in ["archive", "autre", "nothing"] {
            let asked = (hidden, Activity::Fault);
            let answer = verdict(&service, &contact, Whose::Own, asked).await?;
            assert_eq!(answer, None, "{hidden}");
        }
        Ok(())
    }
);

on_both_engines!(the_version_in_force_decides, async |stage| {
    let service = service(stage).await?;
    let whose = Whose::Client("acme");
    for (component, activity, expected) in [
        ("erp", Activity::Fault, Outcome::Covered),
        ("archive", Activity::Fault, Outcome::OutOfScope),
        // The second version has no managed line any more.
        ("erp", Activity::Prevention, Outcome::OutOfScope),
        ("erp", Activity::Advice, Outcome::OutOfScope),
    ] {
        let asked = (component, activity.clone());
        let answer = verdict(&service, &staff(), whose, asked).await?;
        let outcome = answer.map(|verdict| verdict.outcome);
        assert_eq!(outcome, Some(expected), "{component} {activity:?}");
    }
    // Not supervised: on a condition. The exclusion that its contract does without is gone.
    let asked = ("autre", Activity::Prevention);
    let answer = verdict(&service, &staff(), Whose::Client("bis"), asked).await?;
    let outcome = answer.map(|verdict| verdict.outcome);
    assert_eq!(outcome, Some(Outcome::CoveredIf));
    Ok(())
});

on_both_engines!(boards_say_which_services_cover_a_row, async |stage| {
    service(stage).await?;
    let boards = Boards::new((**stage).clone(), Arc::new(ContractCover));
    let board = boards.board(client(stage).await?).await?;
    let cover = |key: &str| {
        let mut rows = board.rows.iter();
        rows.find(|row| row.row.key == key)
            .map(|row| row.row.cover.clone())
            .context("a row")
    };
    assert_eq!(cover("erp")?, [ServiceLine::Corrective]);
    assert_eq!(cover("archive")?, []);
    Ok(())
});

on_both_engines!(the_contract_of_a_given_day_is_read_again, async |stage| {
    let service = service(stage).await?;
    let whose = Whose::Client("acme");
    for (day, expected) in [
        ("2024-12-31", None),
        ("2025-01-01", Some(1)),
        ("2026-01-31", Some(1)),
        ("2026-02-01", Some(2)),
        ("2027-01-01", Some(3)),
    ] {
        let read = service.contracts_on(&staff(), whose, day.parse()?).await?;
        let in_force: Vec<u32> = read.in_force().map(|one| one.signed.version).collect();
        assert_eq!(in_force, Vec::from_iter(expected), "{day}");
        // What is shown is told for that day, by the client's clock; today stays today.
        assert!(read.on.is_some() && read.now.at < read.at().at || day < "2026-03-02");
    }
    assert!(service.contracts(&staff(), whose).await?.on.is_none());
    // Whoever may not read today's contract may not read another day's.
    let contact = contact(stage, Visibility::Client).await?;
    for slug in ["bis", "nobody"] {
        let day = "2026-02-01".parse()?;
        let refused = service
            .contracts_on(&contact, Whose::Client(slug), day)
            .await;
        assert_eq!(refused.err(), Some(AppError::NotFound), "{slug}");
    }
    Ok(())
});

on_both_engines!(
    the_file_has_one_row_a_component_and_service,
    async |stage| {
        let service = service(stage).await?;
        let rows = async |asker: &Asker, whose: Whose<'_>, day: &str| {
            let known = service.contracts_on(asker, whose, day.parse()?).await?;
            let bytes = server::contract::csv::file(app::domain::access::Lang::En, &known)?;
            let text = String::from_utf8(bytes)?;
            let rows = text.lines().skip(1).map(str::to_owned);
            anyhow::Ok(rows.collect::<Vec<String>>())
        };
        let cell = |row: &str| row.split(',').take(7).collect::<Vec<_>>().join(",");
        let all = rows(&staff(), Whose::Client("acme"), "2025-06-01").await?;
        assert_eq!(
            all.iter().map(|row| cell(row)).collect::<Vec<_>>(),
            [
                "erp,ERP,On-premises software,Nord,yes,Repair,included",
                "erp,ERP,On-premises software,Nord,yes,Managed services,included",
                "erp,ERP,On-premises software,Nord,yes,Helpdesk,no service",
                "archive,Archive,On-premises software,Sud,no,Repair,excluded",
                "archive,Archive,On-premises software,Sud,no,Managed services,blind spot",
                "archive,Archive,On-premises software,Sud,no,Helpdesk,no service",
            ]
        );
        // The clause that leaves it out stands in its row.
        assert!(all[3].contains(",2025-001,1,Maintenance,2,"), "{}", all[3]);
        // A contact of one site gets what it sees.
        let nord = contact(stage, Visibility::Site).await?;
        let seen = rows(&nord, Whose::Own, "2025-06-01").await?;
        assert!(seen.len() == 3 && seen.iter().all(|row| row.starts_with("erp,")));
        Ok(())
    }
);
