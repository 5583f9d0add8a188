//! `vigie import`: everything or nothing, the same twice, and every problem with its line.

mod example;
mod promised;
mod refusals;
mod retirement;
mod versions;

use server::import::plan::Manner;
use server::import::{ImportError, ReadFile, Report};
use server::store::{Scope, Store, StoreError};

use crate::support::Stage;

/// A small file that is right: each test changes a piece of it.
const SMALL: &str = r#"
[provider]
name = "Essai Infogérance"
phone_day = "01 99 00 00 01"

[[sources]]
key = "prom"
name = "Prometheus"
kind = "alertmanager"
clients = ["acme"]

[[sources.rules]]
key = "erp-down"
labels = { instance = "erp" }
client = "acme"
component = "erp"

[[clients]]
slug = "acme"
code = "AC"
name = "Acme"

[[clients.sites]]
key = "siege"
name = "Siège"

[[clients.contacts]]
email = "chef@acme.example"
name = "Chef"
role = "client_admin"

[[clients.components]]
key = "erp"
name = "ERP"
category = "on_prem_software"
sites = ["siege"]
checks = [{ kind = "tcp", target = "erp.example:443" }]

[[clients.contracts]]
number = "2026-001"
title = "Contrat"
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
included = [{ component = "erp", clause = "1" }]
"#;

/// Reads a file that names no other.
fn read(text: &str) -> ReadFile {
    server::import::read("essai.toml", text, &|name| {
        Err(format!("{name} is not there"))
    })
}

async fn import(store: &Store, text: &str) -> Result<Report, ImportError> {
    server::import::import(store, read(text), Manner::default()).await
}

async fn take_over(store: &Store, text: &str) -> Result<Report, ImportError> {
    let manner = Manner {
        take_over: true,
        ..Manner::default()
    };
    server::import::import(store, read(text), manner).await
}

/// The refusal, as printed; empty when nothing was refused.
fn refusal(outcome: Result<Report, ImportError>) -> String {
    outcome
        .err()
        .map_or_else(String::new, |error| error.to_string())
}

async fn count(stage: &Stage, text: &'static str) -> Result<i64, StoreError> {
    stage
        .read(Scope::System, |tx| {
            Box::pin(async move { Ok(tx.one::<(i64,)>(text, &[]).await?.0) })
        })
        .await
}

async fn texts(stage: &Stage, text: &'static str) -> Result<Vec<String>, StoreError> {
    stage
        .read(Scope::System, |tx| {
            Box::pin(async move {
                let rows: Vec<(String,)> = tx.all(text, &[]).await?;
                Ok(rows.into_iter().map(|(text,)| text).collect())
            })
        })
        .await
}

async fn run(stage: &Stage, text: &'static str) -> Result<u64, StoreError> {
    stage
        .write(Scope::System, move |tx| {
            Box::pin(async move { tx.run(text, &[]).await })
        })
        .await
}
