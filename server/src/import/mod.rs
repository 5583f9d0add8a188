//! `vigie import`: provider, clients, contracts, components and checks as code, in one transaction.
//!
//! # Layout
//!
//! - [`problem`]: what is wrong in a file, and where
//! - [`reader`], [`values`], [`logo`]: TOML tables with their places, small texts, the SVG
//! - [`read`]: from the files to a [`document::Document`]
//! - [`stored`], [`rows`]: what the database holds of it
//! - [`plan`]: the difference, as a pure function
//! - [`apply`]: the difference written down
//! - [`command`]: the command line

mod apply;
pub mod command;
pub mod document;
mod logo;
pub mod plan;
pub mod problem;
mod queries;
mod read;
mod reader;
mod rows;
mod stored;
mod values;

use std::sync::Arc;

use crate::store::{Scope, Store, StoreError, Tx};
use document::Document;
use plan::{Change, Manner, Plan};
use problem::{Problem, Problems, Refusal};
pub use queries::STATEMENTS;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Something in the files must be corrected first.
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an import did, or would do.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Empty: there was nothing to change.
    pub changes: Vec<Change>,
    /// Links for the accounts that it made; shown once, kept nowhere.
    pub invitations: Vec<Invitation>,
}

/// A new account's link.
#[derive(Debug, Clone)]
pub struct Invitation {
    pub name: String,
    pub email: String,
    /// Where the owner chooses a password; its token stands nowhere else.
    pub path: String,
}

impl Invitation {
    fn new(name: &str, email: &str, path: String) -> Self {
        Invitation {
            name: name.to_owned(),
            email: email.to_owned(),
            path,
        }
    }
}

/// A file read, with what is wrong in it so far: the database may show more.
#[derive(Debug, Clone)]
pub struct ReadFile {
    document: Document,
    problems: Vec<Problem>,
}

/// Reads the file called `name`, and with `open` those that it names.
pub fn read(name: &str, text: &str, open: read::OpenFile<'_>) -> ReadFile {
    let problems = Problems::default();
    let document = read::document(name, text, open, &problems);
    ReadFile {
        document,
        problems: problems.into_sorted(),
    }
}

/// Says what an import would do, and changes nothing.
///
/// # Errors
/// What is wrong in the file, or the database's own trouble.
pub async fn check(store: &Store, file: ReadFile, manner: Manner) -> Result<Report, ImportError> {
    store
        .read(Scope::System, |tx| {
            Box::pin(async move {
                let plan = compare(tx, &file, manner).await?;
                Ok(Report {
                    changes: plan.changes,
                    invitations: vec![],
                })
            })
        })
        .await
}

/// Says what an import into an empty database would do.
///
/// # Errors
/// What is wrong in the file.
pub fn check_without_database(file: &ReadFile, manner: Manner) -> Result<Report, Refusal> {
    let plan = compare_with(&stored::Stored::default(), file, manner, 0)?;
    Ok(Report {
        changes: plan.changes,
        invitations: vec![],
    })
}

/// Imports everything or nothing.
///
/// # Errors
/// What is wrong in the file, or the database's own trouble; nothing was changed then.
pub async fn import(store: &Store, file: ReadFile, manner: Manner) -> Result<Report, ImportError> {
    let file = Arc::new(file);
    store
        .write(Scope::System, move |tx| {
            Box::pin(async move {
                tx.alone("import", 0).await?;
                let plan = compare(tx, &file, manner).await?;
                let invitations = apply::apply(tx, &plan).await?;
                Ok(Report {
                    changes: plan.changes,
                    invitations,
                })
            })
        })
        .await
}

async fn compare(tx: &mut Tx, file: &ReadFile, manner: Manner) -> Result<Plan, ImportError> {
    let stored = stored::load(tx, &file.document).await?;
    Ok(compare_with(&stored, file, manner, tx.now_ms())?)
}

fn compare_with(
    stored: &stored::Stored,
    file: &ReadFile,
    manner: Manner,
    now: i64,
) -> Result<Plan, Refusal> {
    let problems = Problems::default();
    for problem in &file.problems {
        problems.add(problem.place, problem.reason.clone());
    }
    let plan = plan::plan(&file.document, stored, manner, now, &problems);
    let problems = problems.into_sorted();
    if problems.is_empty() {
        return Ok(plan);
    }
    Err(Refusal {
        files: file.document.files.clone(),
        problems,
    })
}
