//! A client with a signed contract and a template, on top of the portal's people.

use anyhow::Context as _;
use app::domain::contract::Terms;
use server::import::plan::Manner;

use crate::portal::{Browser, Portal};
use crate::support::Stage;

pub const FILE: &str = r#"
[[templates]]
key = "essentiel"
title = "Essentiel"
clauses = [{ reference = "1", title = "Objet" }, { reference = "2", title = "Exclusions" }]

[[templates.lines]]
key = "maintenance"
service = "corrective"
title = "Maintenance"
clause = "1"
hours = { week = ["mon-fri 08:00-18:00"], closed_on_holidays = true }
billing = "included"
targets = [
  { priority = "p1", response = "1h", restoration = "8h" },
  { priority = "p2", response = "4h" },
  { priority = "p3", none = true },
  { priority = "p4", none = true },
]
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

[[templates]]
key = "partial"
[[templates.lines]]
key = "maintenance"
service = "corrective"
title = "Sans heures"

[[clients]]
slug = "morel"
code = "AM"
name = "Atelier Morel"
sites = [{ key = "nord", name = "Nord" }, { key = "sud", name = "Sud" }]
components = [
  { key = "erp", name = "ERP", category = "on_prem_software", sites = ["nord"], checks = [{ kind = "tcp", target = "erp.example:443" }] },
  { key = "vpn", name = "VPN", category = "infrastructure", sites = ["nord", "sud"] },
  { key = "archive", name = "Archive", category = "on_prem_software", sites = ["sud"] },
]
contracts = [
  { number = "2026-001", title = "Contrat signé", template = "essentiel", version = 1, starts = 2026-01-01, ends = 2026-12-31, renewal = "tacit" },
]
"#;

pub struct Scenario {
    pub portal: Portal,
    stage: Stage,
}

/// A draft as its pages name it.
pub struct Draft {
    pub id: i64,
    pub page: String,
}

impl Scenario {
    pub async fn set(stage: &Stage) -> anyhow::Result<Scenario> {
        let scenario = Scenario {
            portal: Portal::open(stage).await?,
            stage: stage.clone(),
        };
        scenario.import_again(false).await?;
        Ok(scenario)
    }

    /// What the import said that it changes.
    pub async fn import_again(&self, take_over: bool) -> anyhow::Result<Vec<String>> {
        self.import(FILE, take_over).await
    }

    pub async fn import(&self, text: &str, take_over: bool) -> anyhow::Result<Vec<String>> {
        let file = server::import::read("essai.toml", text, &|_| Err("no other file".to_owned()));
        let manner = Manner {
            take_over,
            ..Manner::default()
        };
        let report = server::import::import(&self.stage, file, manner).await?;
        Ok(report.changes.iter().map(ToString::to_string).collect())
    }

    /// Starts the second version of the signed contract.
    pub async fn prepare(&self, admin: &mut Browser) -> anyhow::Result<Draft> {
        let fields = [("client", "morel"), ("number", "2026-001")];
        let made = admin
            .post("/desk/clients/morel", "/fn/prepare_version", &fields)
            .await?;
        let page = made.location().to_owned();
        let id = page.rsplit('/').next().context("an id")?.parse()?;
        Ok(Draft { id, page })
    }

    pub async fn revision(&self, draft: i64) -> anyhow::Result<i64> {
        let text = "SELECT revision FROM contract_drafts WHERE id = $1";
        Ok(stored::one::<(i64,)>(&self.stage, text, draft).await?.0)
    }

    pub async fn terms(&self, draft: i64) -> anyhow::Result<Terms> {
        let text = "SELECT terms FROM contract_drafts WHERE id = $1";
        let (terms,) = stored::one::<(String,)>(&self.stage, text, draft).await?;
        Ok(serde_json::from_str(&terms)?)
    }

    pub async fn put_terms(&self, draft: i64, terms: &Terms) -> anyhow::Result<()> {
        let terms = serde_json::to_string(terms)?;
        stored::put_terms(&self.stage, draft, terms).await
    }
}

/// What the database holds.
pub mod stored {
    use server::store::{Row, Scope, StoreError};

    use crate::support::Stage;

    pub async fn one<R: Row + 'static>(
        stage: &Stage,
        text: &'static str,
        id: i64,
    ) -> anyhow::Result<R> {
        let read = stage.read(Scope::System, move |tx| {
            Box::pin(async move { tx.one::<R>(text, &[id.into()]).await })
        });
        let row: Result<R, StoreError> = read.await;
        Ok(row?)
    }

    pub async fn count(stage: &Stage, text: &'static str) -> anyhow::Result<i64> {
        let read = stage.read(Scope::System, |tx| {
            Box::pin(async move { tx.one::<(i64,)>(text, &[]).await })
        });
        let row: Result<(i64,), StoreError> = read.await;
        Ok(row?.0)
    }

    pub async fn texts(stage: &Stage, text: &'static str) -> anyhow::Result<Vec<String>> {
        let read = stage.read(Scope::System, |tx| {
            Box::pin(async move { tx.all::<(String,)>(text, &[]).await })
        });
        let rows: Result<Vec<(String,)>, StoreError> = read.await;
        Ok(rows?.into_iter().map(|(text,)| text).collect())
    }

    pub async fn run(stage: &Stage, text: &'static str) -> anyhow::Result<u64> {
        let write = stage.write(Scope::System, move |tx| {
            Box::pin(async move { tx.run(text, &[]).await })
        });
        let done: Result<u64, StoreError> = write.await;
        Ok(done?)
    }

    pub async fn templates(stage: &Stage) -> anyhow::Result<Vec<(String, String, String)>> {
        let text = "SELECT key, title, terms FROM contract_templates ORDER BY key";
        let read = stage.read(Scope::System, |tx| {
            Box::pin(async move { tx.all(text, &[]).await })
        });
        let rows: Result<Vec<(String, String, String)>, StoreError> = read.await;
        Ok(rows?)
    }

    pub async fn put_terms(stage: &Stage, draft: i64, terms: String) -> anyhow::Result<()> {
        let text = "UPDATE contract_drafts SET terms = $2 WHERE id = $1";
        let write = stage.write(Scope::System, move |tx| {
            Box::pin(async move { tx.run(text, &[draft.into(), terms.as_str().into()]).await })
        });
        let done: Result<u64, StoreError> = write.await;
        done?;
        Ok(())
    }

    /// Every line of the audit log: action, staff, client, contact, details, address.
    pub async fn audit(stage: &Stage) -> anyhow::Result<Vec<Audited>> {
        let text = "SELECT action, staff_id, client_id, contact_id, details, address, at FROM audit_log ORDER BY at, id";
        let read = stage.read(Scope::System, |tx| {
            Box::pin(async move { tx.all(text, &[]).await })
        });
        let rows: Result<Vec<Audited>, StoreError> = read.await;
        Ok(rows?)
    }

    #[derive(Debug, sqlx::FromRow)]
    pub struct Audited {
        pub action: String,
        pub staff_id: i64,
        pub client_id: Option<i64>,
        pub contact_id: Option<i64>,
        pub details: String,
        pub address: String,
        pub at: i64,
    }
}
