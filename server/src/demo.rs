//! `vigie demo`: an invented provider with three invented clients, really supervised on targets of its own.
//!
//! # Layout
//!
//! - [`document`]: the import file, with the targets' addresses of this start
//! - [`targets`]: small HTTP and TCP servers that fail and recover on a schedule
//! - [`past`]: ninety days before the first start, lived through the same code with a clock set by hand
//! - [`stories`]: what happened in those days; `planned`: what is to come; `reports`: its months, told
//! - `answers`: what its desk writes often

mod answers;
mod document;
mod past;
mod planned;
mod queries;
mod reports;
mod stories;
mod targets;

pub use queries::STATEMENTS;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use crate::account::passwords;
use crate::clock::Clock;
use crate::config::Settings;
use crate::import;
use crate::import::plan::Manner;
use crate::store::{Scope, Store};

/// The password of every account of the demonstration.
pub const PASSWORD: &str = "demo-vigie-2026";

/// What `vigie demo` is told.
#[derive(Debug, clap::Args)]
pub struct DemoArguments {
    /// Address to listen on, on this machine only
    #[arg(long, default_value = "127.0.0.1:3000")]
    pub listen: SocketAddr,
    /// Folder of its database; starting again on the same one continues
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

/// Prepares the database and the targets; what remains is to serve with these settings.
///
/// # Errors
/// One sentence: the address is not this machine's, the folder cannot be written, the database is not a demonstration's.
pub async fn prepare(arguments: &DemoArguments) -> anyhow::Result<Settings> {
    if !arguments.listen.ip().is_loopback() {
        bail!(
            "the demonstration's passwords are public: it listens on this machine only, not on {}",
            arguments.listen
        );
    }
    let folder = arguments.data.clone().unwrap_or_else(default_folder);
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let file = folder.join("vigie.db");
    let targets = targets::start().await?;
    if !file.exists() {
        first_start(&file, &targets).await?;
    }
    let store = open(&file, Clock::system()).await?;
    only_a_demonstration(&store, &file).await?;
    load(&store, &targets).await?;
    store.close().await;
    Ok(Settings {
        listen: arguments.listen,
        probes_reach_loopback: true,
        ..Settings::local(&url(&file))
    })
}

/// What is said once the portal answers.
pub fn welcome(settings: &Settings) -> String {
    let mut text = format!("\nVigie, demonstration: {}\n\n", settings.public_address());
    text.push_str("Everyone's password is ");
    text.push_str(PASSWORD);
    text.push_str(". Each client has referent@, valideur@, demandeur@ and lecteur@:\n");
    for slug in document::CLIENTS {
        text.push_str(&format!("  referent@{slug}.example\n"));
    }
    text.push_str("The provider's staff: technicien@, coordinateur@ and admin@vigie.example\n");
    text.push_str(&format!(
        "\nIts data: {}   (Ctrl-C stops it; starting again continues)\n",
        settings.database
    ));
    text
}

/// Builds the past beside its place: an interrupted first start leaves nothing half-lived.
async fn first_start(file: &Path, targets: &targets::Targets) -> anyhow::Result<()> {
    let building = file.with_extension("building.db");
    for suffix in ["", "-wal", "-shm"] {
        let mut leftover = building.clone().into_os_string();
        leftover.push(suffix);
        // There is none unless a first start was interrupted.
        let _removed = std::fs::remove_file(leftover);
    }
    let now = Clock::system().now_ms();
    let clock = Clock::manual(past::begins_at(now));
    let store = open(&building, clock.clone()).await?;
    load(&store, targets).await?;
    let hash = passwords::hash(PASSWORD)?;
    activate_everyone(&store, hash).await?;
    past::live(&store, &clock, now).await?;
    store.close().await;
    std::fs::rename(&building, file).with_context(|| format!("cannot name {}", file.display()))
}

async fn load(store: &Store, targets: &targets::Targets) -> anyhow::Result<()> {
    let file = document::read(targets);
    let manner = Manner {
        take_over: false,
        demo: true,
    };
    import::import(store, file, manner)
        .await
        .context("the demonstration's own file does not fit")?;
    Ok(())
}

async fn activate_everyone(store: &Store, hash: String) -> anyhow::Result<()> {
    store
        .write(Scope::System, move |tx| {
            Box::pin(async move {
                queries::give_contacts_password(tx, &hash).await?;
                queries::give_staff_password(tx, &hash).await
            })
        })
        .await
        .map(|_| ())
        .map_err(|error: crate::store::StoreError| error.into())
}

/// Real data never gets public passwords and made-up targets.
async fn only_a_demonstration(store: &Store, file: &Path) -> anyhow::Result<()> {
    let provider = store
        .read(Scope::System, |tx| Box::pin(queries::provider_kind(tx)))
        .await?;
    match provider {
        Some(queries::ProviderKind { demo: 1 }) => Ok(()),
        _ => bail!(
            "{} is not a demonstration's database; choose another folder with --data",
            file.display()
        ),
    }
}

async fn open(file: &Path, clock: Clock) -> anyhow::Result<Store> {
    Store::open(&url(file), clock)
        .await
        .with_context(|| format!("cannot open {}", file.display()))
}

fn url(file: &Path) -> String {
    format!("sqlite://{}", file.display())
}

/// Where programs of this user keep their data.
fn default_folder() -> PathBuf {
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share"));
    data.or_else(home)
        .unwrap_or_else(std::env::temp_dir)
        .join("vigie-demo")
}
