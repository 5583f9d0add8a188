//! The two engines behind one type: every query runs in a transaction, every transaction has a scope.
//!
//! # Layout
//!
//! - [`statement`]: the `queries!` macro: one text for both engines
//! - [`tx`]: the transaction that statements run in
//! - [`sqlite`], [`writer`]: a pool of readers and one writer that commits jobs in groups
//! - [`postgres`]: a pool, retries, `LISTEN`
//! - [`background`]: the tasks that watch for others' commits
//! - [`migrations`]: brings a database to this program's schema, refuses a newer one
//! - [`outbox`]: what is to be delivered, in order, per stream
//! - [`registry`]: every statement of the program, for the tests

pub mod ids;
pub mod migrations;
pub mod outbox;
pub mod registry;

mod background;
mod error;
mod postgres;
mod sqlite;
mod statement;
mod tx;
mod writer;

use std::sync::Arc;

use app::domain::ids::{ClientId, SourceId};
use futures_util::future::BoxFuture;
use tokio::sync::watch;

use crate::clock::Clock;

pub use error::{Rule, StoreError};
pub use migrations::OpenError;
pub use statement::{Argument, Kind, Parameter, Statement};
pub use tx::{Row, Tx};

/// The database. Clones share it.
#[derive(Clone)]
pub struct Store {
    engine: Engine,
    clock: Clock,
    committed: Arc<watch::Sender<u64>>,
}

#[derive(Clone)]
enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

/// On whose behalf a transaction runs. No query runs without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Client(ClientId),
    Staff,
    Ingest(SourceId),
    /// The program's own work: sign-in, catch-up, pruning, import.
    System,
}

impl Store {
    /// Opens `sqlite://path` or `postgres://…`, creates or migrates the schema, and refuses a
    /// database that is newer than this program.
    pub async fn open(url: &str, clock: Clock) -> Result<Store, OpenError> {
        let committed = Arc::new(watch::Sender::new(0));
        let engine = match url.split_once(':') {
            Some(("sqlite", _)) => {
                Engine::Sqlite(sqlite::Sqlite::open(url, &clock, &committed).await?)
            }
            Some(("postgres" | "postgresql", _)) => {
                Engine::Postgres(postgres::Postgres::open(url, &clock, &committed).await?)
            }
            _ => return Err(OpenError::url(url)),
        };
        Ok(Store {
            engine,
            clock,
            committed,
        })
    }

    /// Runs `job` on one consistent snapshot; a statement that writes is refused.
    pub async fn read<T, E, F>(&self, scope: Scope, job: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send,
        T: Send,
        E: From<StoreError> + Send,
    {
        let mut tx = match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.begin_read(scope).await?,
            Engine::Postgres(postgres) => postgres.begin_read(scope).await?,
        };
        let outcome = job(&mut tx).await;
        tx.end_read().await;
        outcome
    }

    /// Runs `job` in a transaction and returns once it is durable; an `Err` rolls it back.
    ///
    /// The job may run more than once (a deadlock, a neighbour's failure), each time on a clone of
    /// what it captured: it must have no effect but its statements.
    pub async fn write<T, E, F>(&self, scope: Scope, job: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Clone + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.write(scope, job).await,
            Engine::Postgres(postgres) => postgres.write(scope, job).await,
        }
    }

    /// Changes after each commit: at once for this process', soon after for another's. A wake-up,
    /// not a count of anything.
    pub fn committed(&self) -> watch::Receiver<u64> {
        self.committed.subscribe()
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Waits for what is under way and closes every connection; later calls find the store unavailable.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.close().await,
            Engine::Postgres(postgres) => postgres.close().await,
        }
    }
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Scope::Client(client) => write!(f, "client:{client}"),
            Scope::Staff => f.write_str("staff"),
            Scope::Ingest(source) => write!(f, "ingest:{source}"),
            Scope::System => f.write_str("system"),
        }
    }
}

fn bump(committed: &watch::Sender<u64>) {
    committed.send_modify(|count| *count = count.wrapping_add(1));
}
