//! PostgreSQL: a pool, transactions that are retried, and an ear for other nodes' commits.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::{AssertSqlSafe, PgPool};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::background::Background;
use super::error::{self, ConstraintNames};
use super::migrations::{self, OpenError};
use super::tx::{Link, Mark};
use super::{Scope, StoreError, Tx, bump};
use crate::clock::Clock;

const CONNECTIONS: u32 = 16;
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// How often a transaction that lost to another is run in all.
const ATTEMPTS: u32 = 8;
/// Notifications get lost while a listener reconnects: look anyway, this often.
const POLL: Duration = Duration::from_secs(5);
const RECONNECT: Duration = Duration::from_secs(1);

#[derive(Clone)]
pub(super) struct Postgres {
    pool: PgPool,
    clock: Clock,
    names: Arc<ConstraintNames>,
    committed: Arc<watch::Sender<u64>>,
    ear: Arc<Background>,
}

impl Postgres {
    pub async fn open(
        url: &str,
        clock: &Clock,
        committed: &Arc<watch::Sender<u64>>,
    ) -> Result<Postgres, OpenError> {
        let options = connect_options(url)?;
        migrations::postgres::migrate(&options, clock).await?;
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(options.clone())
            .await
            .map_err(OpenError::Unreachable)?;
        let ear = Background::start(|stop| listen(options, Arc::clone(committed), stop));
        Ok(Postgres {
            pool,
            clock: clock.clone(),
            names: Arc::default(),
            committed: Arc::clone(committed),
            ear: Arc::new(ear),
        })
    }

    pub async fn begin_read(&self, scope: Scope) -> Result<Tx, StoreError> {
        self.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", scope)
            .await
    }

    pub async fn write<T, E, F>(&self, scope: Scope, job: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Clone + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let mut attempt = 1;
        loop {
            let mut tx = self
                .begin("BEGIN ISOLATION LEVEL READ COMMITTED", scope)
                .await?;
            tx.published = Some(Vec::new());
            let outcome = job.clone()(&mut tx).await;
            let (outcome, retry) = self.end_write(tx, outcome).await;
            if !retry || attempt == ATTEMPTS {
                return outcome;
            }
            tokio::time::sleep(pause_before(attempt)).await;
            attempt += 1;
        }
    }

    pub async fn close(&self) {
        self.ear.end().await;
        self.pool.close().await;
    }

    /// Begins and names the scope in one round trip; `vigie.scope` is what row-level policies read.
    async fn begin(&self, begin: &str, scope: Scope) -> Result<Tx, StoreError> {
        let begin = AssertSqlSafe(format!("{begin}; SET LOCAL vigie.scope = '{scope}'"));
        let transaction = self.pool.begin_with(begin).await;
        let transaction = transaction.map_err(|error| error::sort(error, &self.names).error)?;
        Ok(Tx {
            link: Link::Postgres(transaction),
            scope,
            clock: self.clock.clone(),
            names: Arc::clone(&self.names),
            mark: Mark::default(),
            published: None,
        })
    }

    /// Commits or rolls back, and says whether the work may be run again.
    async fn end_write<T, E: From<StoreError>>(
        &self,
        mut tx: Tx,
        outcome: Result<T, E>,
    ) -> (Result<T, E>, bool) {
        let value = match tx.finish(outcome).await {
            Ok(value) => value,
            Err(error) => {
                let retry = tx.mark.retry;
                tx.end_read().await;
                return (Err(error), retry);
            }
        };
        match self.commit(tx).await {
            Ok(()) => {
                bump(&self.committed);
                (Ok(value), false)
            }
            Err((error, retry)) => (Err(error.into()), retry),
        }
    }

    async fn commit(&self, tx: Tx) -> Result<(), (StoreError, bool)> {
        let Link::Postgres(transaction) = tx.link else {
            return Ok(());
        };
        transaction.commit().await.map_err(|error| {
            let sorted = error::sort(error, &self.names);
            (sorted.error, sorted.retry)
        })
    }
}

fn connect_options(url: &str) -> Result<PgConnectOptions, OpenError> {
    let options: PgConnectOptions = url.parse().map_err(|_| OpenError::url(url))?;
    let limits = [
        ("lock_timeout", "10s"),
        ("statement_timeout", "30s"),
        ("idle_in_transaction_session_timeout", "60s"),
    ];
    Ok(options.application_name("vigie").options(limits))
}

/// 10 ms, doubling, with a jitter that keeps two losers from meeting again.
fn pause_before(attempt: u32) -> Duration {
    let base_ms = 5_u64 << attempt.min(6);
    let jitter_ms = getrandom::u64().unwrap_or(0) % base_ms;
    Duration::from_millis(base_ms + jitter_ms)
}

async fn listen(
    options: PgConnectOptions,
    committed: Arc<watch::Sender<u64>>,
    stop: CancellationToken,
) {
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_lazy_with(options);
    let hearing = async {
        loop {
            if let Err(error) = hear(&pool, &committed).await {
                tracing::warn!(%error, "not listening to the database: looking every second until it is back");
            }
            bump(&committed);
            tokio::time::sleep(RECONNECT).await;
        }
    };
    stop.run_until_cancelled(hearing).await;
    pool.close().await;
}

/// Wakes readers at each notification and at each poll; returns when the connection is lost.
async fn hear(pool: &PgPool, committed: &watch::Sender<u64>) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.ignore_pool_close_event(true);
    listener.listen("vigie").await?;
    bump(committed);
    loop {
        match tokio::time::timeout(POLL, listener.try_recv()).await {
            Ok(Ok(Some(_))) | Err(_) => bump(committed),
            Ok(Ok(None)) => return Ok(()),
            Ok(Err(error)) => return Err(error),
        }
    }
}
