//! The command line of `vigie import`: reads, imports or compares, and prints what came of it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::plan::Manner;
use super::{ImportError, Report};
use crate::clock::Clock;
use crate::store::Store;

/// What `vigie import` was asked.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportArguments {
    /// The file to import.
    pub file: PathBuf,
    /// Shows the difference and changes nothing.
    #[arg(long)]
    pub check: bool,
    /// Overwrites what the desk changed since.
    #[arg(long)]
    pub take_over: bool,
    /// Begins the links of new accounts; without it only their paths are printed.
    #[arg(long, env = "VIGIE_BASE_URL")]
    pub base_url: Option<String>,
}

/// Runs the command; the text is for the standard output.
///
/// # Errors
/// With every problem of the file, one a line; nothing was changed then.
pub async fn run(arguments: &ImportArguments, database: &str) -> anyhow::Result<String> {
    let path = &arguments.file;
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let open =
        |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|error| error.to_string());
    let file = super::read(&path.display().to_string(), &text, &open);
    let manner = Manner {
        take_over: arguments.take_over,
        demo: false,
    };
    if arguments.check && is_absent(database) {
        let report = super::check_without_database(&file, manner)?;
        return Ok(in_words(&report, arguments));
    }
    let store = Store::open(database, Clock::system()).await?;
    let outcome = match arguments.check {
        true => super::check(&store, file, manner).await,
        false => super::import(&store, file, manner).await,
    };
    store.close().await;
    match outcome {
        Ok(report) => Ok(in_words(&report, arguments)),
        Err(ImportError::Refused(refusal)) => Err(refusal.into()),
        Err(ImportError::Store(error)) => Err(error.into()),
    }
}

/// A file of SQLite that does not exist yet: looking at it must not create it.
fn is_absent(database: &str) -> bool {
    let path = database.strip_prefix("sqlite://");
    path.is_some_and(|path| !Path::new(path.split('?').next().unwrap_or(path)).exists())
}

/// What is printed.
fn in_words(report: &Report, arguments: &ImportArguments) -> String {
    let mut text = String::new();
    if report.changes.is_empty() {
        text.push_str("nothing to change\n");
    }
    for change in &report.changes {
        let _ = writeln!(text, "{change}");
    }
    let count = report.changes.len();
    if count > 0 {
        let noun = if count == 1 { "change" } else { "changes" };
        let done = if arguments.check {
            "to make; nothing was changed"
        } else {
            "made"
        };
        let _ = writeln!(text, "{count} {noun} {done}");
    }
    if !report.invitations.is_empty() {
        let base = arguments
            .base_url
            .as_deref()
            .unwrap_or("")
            .trim_end_matches('/');
        text.push_str("\nNew accounts: send each its link. It opens the account once, within seven days, and is shown only here.\n");
        for invitation in &report.invitations {
            let (name, email, path) = (&invitation.name, &invitation.email, &invitation.path);
            let _ = writeln!(text, "  {name} <{email}>  {base}{path}");
        }
    }
    text
}
