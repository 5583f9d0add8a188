//! A transaction with its scope: the only thing that a statement can run in.

use std::sync::Arc;

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, FromRow, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};

use super::error::{self, ConstraintNames, StoreError};
use super::outbox::{self, Unnumbered};
use super::{Argument, Scope};
use crate::clock::Clock;

/// One transaction of either engine. Once a statement has failed it can only be rolled back, as on
/// PostgreSQL: a job that hides a failure and returns `Ok` is refused.
pub struct Tx {
    pub(super) link: Link,
    pub(super) scope: Scope,
    pub(super) clock: Clock,
    pub(super) names: Arc<ConstraintNames>,
    pub(super) mark: Mark,
    /// What is to be numbered at the end; `None` in a reading transaction.
    pub(super) published: Option<Vec<Unnumbered>>,
}

pub(super) enum Link {
    SqliteRead(Transaction<'static, Sqlite>),
    /// The writer's own connection, which lives longer than one transaction.
    SqliteWrite(SqliteConnection),
    Postgres(Transaction<'static, Postgres>),
}

/// What happened in the transaction that its end must know.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Mark {
    pub failed: bool,
    pub retry: bool,
    pub fsync_failed: bool,
}

/// A row that both engines can decode: a tuple, or `#[derive(sqlx::FromRow)]`.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

impl<R> Row for R where R: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin
{}

impl Tx {
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// The store's clock, in epoch milliseconds.
    pub fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Makes transactions that name the same `what` and `key` run one after the other until their
    /// end. SQLite's writes always do; on PostgreSQL this takes an advisory lock.
    pub async fn alone(&mut self, what: &str, key: i64) -> Result<(), StoreError> {
        if let Link::Postgres(_) = self.link {
            const LOCK: &str = "SELECT pg_advisory_xact_lock(hashtextextended($1, $2))";
            self.run(LOCK, &[what.into(), key.into()]).await?;
        }
        Ok(())
    }

    /// The words of a statement for this engine.
    pub fn worded(&self, text: &'static str, postgres: Option<&'static str>) -> &'static str {
        match (&self.link, postgres) {
            (Link::Postgres(_), Some(text)) => text,
            _ => text,
        }
    }

    pub async fn all<R: Row>(
        &mut self,
        text: &'static str,
        arguments: &[Argument<'_>],
    ) -> Result<Vec<R>, StoreError> {
        self.check_usable()?;
        let rows = match self.link.engine() {
            Engine::Sqlite(connection) => {
                let query = sqlx::query_as_with::<Sqlite, R, _>(text, for_sqlite(arguments)?);
                query.fetch_all(connection).await
            }
            Engine::Postgres(connection) => {
                let query = sqlx::query_as_with::<Postgres, R, _>(text, for_postgres(arguments)?);
                query.fetch_all(connection).await
            }
        };
        rows.map_err(|error| self.sort(error))
    }

    pub async fn maybe<R: Row>(
        &mut self,
        text: &'static str,
        arguments: &[Argument<'_>],
    ) -> Result<Option<R>, StoreError> {
        self.check_usable()?;
        let row = match self.link.engine() {
            Engine::Sqlite(connection) => {
                let query = sqlx::query_as_with::<Sqlite, R, _>(text, for_sqlite(arguments)?);
                query.fetch_optional(connection).await
            }
            Engine::Postgres(connection) => {
                let query = sqlx::query_as_with::<Postgres, R, _>(text, for_postgres(arguments)?);
                query.fetch_optional(connection).await
            }
        };
        row.map_err(|error| self.sort(error))
    }

    pub async fn one<R: Row>(
        &mut self,
        text: &'static str,
        arguments: &[Argument<'_>],
    ) -> Result<R, StoreError> {
        match self.maybe(text, arguments).await? {
            Some(row) => Ok(row),
            None => Err(anyhow::anyhow!("a statement that gives one row gave none: {text}").into()),
        }
    }

    pub async fn run(
        &mut self,
        text: &'static str,
        arguments: &[Argument<'_>],
    ) -> Result<u64, StoreError> {
        self.check_usable()?;
        let touched = match self.link.engine() {
            Engine::Sqlite(connection) => {
                let query = sqlx::query_with::<Sqlite, _>(text, for_sqlite(arguments)?);
                query
                    .execute(connection)
                    .await
                    .map(|done| done.rows_affected())
            }
            Engine::Postgres(connection) => {
                let query = sqlx::query_with::<Postgres, _>(text, for_postgres(arguments)?);
                query
                    .execute(connection)
                    .await
                    .map(|done| done.rows_affected())
            }
        };
        touched.map_err(|error| self.sort(error))
    }

    /// After a failure PostgreSQL refuses everything, and SQLite may have left the transaction
    /// already: a further statement would then be committed at once, by itself.
    fn check_usable(&self) -> Result<(), StoreError> {
        if self.mark.failed {
            return Err(anyhow::anyhow!(
                "a statement of this transaction has failed: it can only be rolled back"
            )
            .into());
        }
        Ok(())
    }

    /// Begins, ends or divides the transaction itself, whatever has happened in it.
    pub(super) async fn control(&mut self, text: &'static str) -> Result<(), StoreError> {
        let done = match self.link.engine() {
            Engine::Sqlite(connection) => sqlx::query(text).execute(connection).await.map(|_| ()),
            Engine::Postgres(connection) => sqlx::query(text).execute(connection).await.map(|_| ()),
        };
        done.map_err(|error| self.sort(error))
    }

    pub(super) fn publish_at_end(&mut self, message: Unnumbered) -> Result<(), StoreError> {
        let Some(published) = &mut self.published else {
            return Err(anyhow::anyhow!("a reading transaction publishes nothing").into());
        };
        published.push(message);
        Ok(())
    }

    /// What a writing job ends with before it may be kept: nothing hidden, its messages numbered.
    pub(super) async fn finish<T, E: From<StoreError>>(
        &mut self,
        outcome: Result<T, E>,
    ) -> Result<T, E> {
        let value = outcome?;
        if self.mark.failed {
            // One engine would keep such a job's work and the other lose it.
            let hidden =
                anyhow::anyhow!("a job returned Ok although one of its statements had failed");
            return Err(StoreError::Other(hidden).into());
        }
        let messages = self.published.replace(Vec::new()).unwrap_or_default();
        if !messages.is_empty() {
            outbox::store_published(self, messages).await?;
            if let Link::Postgres(_) = self.link {
                self.run("SELECT pg_notify('vigie', '')", &[]).await?;
            }
        }
        Ok(value)
    }

    /// Ends a reading transaction; what it read stands, whatever the end answers.
    pub(super) async fn end_read(self) {
        let ended = match self.link {
            Link::SqliteRead(transaction) => transaction.rollback().await,
            Link::Postgres(transaction) => transaction.rollback().await,
            Link::SqliteWrite(_) => Ok(()),
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a reading transaction did not end cleanly");
        }
    }

    pub(super) fn sort(&mut self, error: sqlx::Error) -> StoreError {
        let sorted = error::sort(error, &self.names);
        self.mark.failed = true;
        self.mark.retry |= sorted.retry;
        self.mark.fsync_failed |= sorted.fsync_failed;
        sorted.error
    }
}

pub(super) enum Engine<'t> {
    Sqlite(&'t mut SqliteConnection),
    Postgres(&'t mut PgConnection),
}

impl Link {
    pub fn engine(&mut self) -> Engine<'_> {
        match self {
            Link::SqliteRead(transaction) => Engine::Sqlite(transaction),
            Link::SqliteWrite(connection) => Engine::Sqlite(connection),
            Link::Postgres(transaction) => Engine::Postgres(transaction),
        }
    }
}

fn for_sqlite(arguments: &[Argument<'_>]) -> Result<SqliteArguments, StoreError> {
    let mut bound = SqliteArguments::default();
    for argument in arguments {
        match argument {
            Argument::Integer(value) => bound.add(value),
            Argument::Text(value) => bound.add(value),
            Argument::Boolean(value) => bound.add(value),
            Argument::Real(value) => bound.add(value),
        }
        .map_err(unencodable)?;
    }
    Ok(bound)
}

fn for_postgres(arguments: &[Argument<'_>]) -> Result<PgArguments, StoreError> {
    let mut bound = PgArguments::default();
    for argument in arguments {
        match argument {
            Argument::Integer(value) => bound.add(value),
            Argument::Text(value) => bound.add(value),
            Argument::Boolean(value) => bound.add(value),
            Argument::Real(value) => bound.add(value),
        }
        .map_err(unencodable)?;
    }
    Ok(bound)
}

fn unencodable(error: sqlx::error::BoxDynError) -> StoreError {
    StoreError::Other(anyhow::anyhow!("a parameter cannot be encoded: {error}"))
}
