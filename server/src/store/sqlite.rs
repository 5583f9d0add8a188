//! SQLite: a pool of readers, one writer, and an eye on other processes' commits.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection, SqlitePool};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::background::Background;
use super::error::{self, ConstraintNames};
use super::migrations::{self, OpenError};
use super::tx::{Link, Mark};
use super::writer::Writer;
use super::{Scope, StoreError, Tx, bump};
use crate::clock::Clock;

const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// How soon a commit of another process is seen.
const WATCH_EVERY: Duration = Duration::from_millis(100);
/// Older ones lose writes when two connections checkpoint a WAL at once.
const OLDEST_LIBRARY: (u32, u32, u32) = (3, 51, 3);

#[derive(Clone)]
pub(super) struct Sqlite {
    readers: SqlitePool,
    writer: Writer,
    clock: Clock,
    names: Arc<ConstraintNames>,
    eye: Arc<Background>,
}

impl Sqlite {
    pub async fn open(
        url: &str,
        clock: &Clock,
        committed: &Arc<watch::Sender<u64>>,
    ) -> Result<Sqlite, OpenError> {
        let options = connect_options(url)?;
        let mut connection = migrations::sqlite::open(&options, clock).await?;
        check_library(&mut connection).await?;
        check_settings(&mut connection).await?;
        let names = Arc::new(
            constraint_names(&mut connection)
                .await
                .map_err(OpenError::Unreachable)?,
        );
        let writer = Writer::start(
            connection,
            options.clone(),
            clock.clone(),
            Arc::clone(&names),
            Arc::clone(committed),
        );
        let readers = SqlitePoolOptions::new()
            .min_connections(1)
            .max_connections(reader_count())
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .test_before_acquire(false)
            .connect_with(options.clone().pragma("query_only", "ON"))
            .await
            .map_err(OpenError::Unreachable)?;
        let eye = Background::start(|stop| watch_file(options, Arc::clone(committed), stop));
        Ok(Sqlite {
            readers,
            writer,
            clock: clock.clone(),
            names,
            eye: Arc::new(eye),
        })
    }

    pub async fn begin_read(&self, scope: Scope) -> Result<Tx, StoreError> {
        let transaction = self.readers.begin().await;
        let transaction = transaction.map_err(|error| error::sort(error, &self.names).error)?;
        Ok(Tx {
            link: Link::SqliteRead(transaction),
            scope,
            clock: self.clock.clone(),
            names: Arc::clone(&self.names),
            mark: Mark::default(),
            published: None,
        })
    }

    pub async fn write<T, E, F>(&self, scope: Scope, job: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Clone + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        self.writer.write(scope, job).await
    }

    pub async fn close(&self) {
        self.eye.end().await;
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// Every connection is opened with the same settings; [`check_settings`] looks that they took.
fn connect_options(url: &str) -> Result<SqliteConnectOptions, OpenError> {
    let in_memory = url.contains(":memory:") || url.contains("mode=memory");
    let has_path = url
        .strip_prefix("sqlite://")
        .is_some_and(|path| !path.is_empty());
    if in_memory || !has_path {
        return Err(OpenError::url(url));
    }
    let options = SqliteConnectOptions::from_str(url).map_err(|_| OpenError::url(url))?;
    Ok(options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("mmap_size", "0")
        .pragma("trusted_schema", "OFF")
        .pragma("journal_size_limit", "67108864")
        .collation("C", compare_bytes)
        .statement_cache_capacity(256))
}

/// PostgreSQL's collation "C": by bytes.
fn compare_bytes(a: &str, b: &str) -> Ordering {
    a.as_bytes().cmp(b.as_bytes())
}

fn reader_count() -> u32 {
    let cores = std::thread::available_parallelism().map_or(2, |cores| cores.get());
    u32::try_from(cores * 2).unwrap_or(u32::MAX).clamp(4, 16)
}

async fn check_library(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let version: String = sqlx::query_scalar("SELECT sqlite_version()")
        .fetch_one(connection)
        .await
        .map_err(OpenError::Unreachable)?;
    let mut numbers = version.split('.').map(|number| number.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    let found: (u32, u32, u32) = (next(), next(), next());
    if found < OLDEST_LIBRARY {
        return Err(OpenError::OldLibrary(version));
    }
    Ok(())
}

async fn check_settings(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    const EXPECTED: [(&str, &str, &str); 5] = [
        ("journal_mode", "PRAGMA journal_mode", "wal"),
        ("synchronous", "PRAGMA synchronous", "2"),
        ("foreign_keys", "PRAGMA foreign_keys", "1"),
        ("busy_timeout", "PRAGMA busy_timeout", "5000"),
        ("mmap_size", "PRAGMA mmap_size", "0"),
    ];
    for (name, pragma, expected) in EXPECTED {
        let row = sqlx::query(pragma).fetch_optional(&mut *connection).await;
        let found = setting(row.map_err(OpenError::Unreachable)?);
        // A system without memory mapping answers `mmap_size` with nothing.
        if found.as_deref().unwrap_or("0") != expected {
            return Err(OpenError::Setting {
                name,
                expected,
                found: found.unwrap_or_default(),
            });
        }
    }
    Ok(())
}

fn setting(row: Option<sqlx::sqlite::SqliteRow>) -> Option<String> {
    use sqlx::Row;
    let row = row?;
    match row.try_get::<i64, _>(0) {
        Ok(number) => Some(number.to_string()),
        Err(_) => row.try_get::<String, _>(0).ok(),
    }
}

/// SQLite names the columns of a unique index that refused a row, PostgreSQL the constraint:
/// gives each index of the schema the name that PostgreSQL has for it.
async fn constraint_names(
    connection: &mut SqliteConnection,
) -> Result<ConstraintNames, sqlx::Error> {
    const INDEXED_COLUMNS: &str = "
        SELECT tables.name, indexes.name, indexes.origin, columns.name
        FROM sqlite_schema AS tables, pragma_index_list(tables.name) AS indexes,
            pragma_index_info(indexes.name) AS columns
        WHERE tables.type = 'table' AND indexes.\"unique\" AND columns.name IS NOT NULL
        ORDER BY tables.name, indexes.seq, columns.seqno";
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(INDEXED_COLUMNS)
        .fetch_all(connection)
        .await?;
    let mut indexes: HashMap<(String, String), (String, Vec<String>)> = HashMap::new();
    for (table, index, origin, column) in rows {
        let (_, columns) = indexes
            .entry((table, index))
            .or_insert_with(|| (origin, Vec::new()));
        columns.push(column);
    }
    let mut names = ConstraintNames::default();
    for ((table, index), (origin, columns)) in indexes {
        let name = match origin.as_str() {
            "pk" => format!("{table}_pkey"),
            "u" => format!("{table}_{}_key", columns.join("_")),
            _ => index,
        };
        let listed: Vec<String> = columns
            .iter()
            .map(|column| format!("{table}.{column}"))
            .collect();
        names.by_columns.insert(listed.join(", "), name);
    }
    Ok(names)
}

/// Wakes readers when another connection has committed, this process' own writer included.
async fn watch_file(
    options: SqliteConnectOptions,
    committed: Arc<watch::Sender<u64>>,
    stop: CancellationToken,
) {
    let watching = async {
        loop {
            if let Err(error) = see(&options, &committed).await {
                tracing::warn!(%error, "cannot watch the database for other processes' commits");
            }
            bump(&committed);
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    stop.run_until_cancelled(watching).await;
}

async fn see(
    options: &SqliteConnectOptions,
    committed: &watch::Sender<u64>,
) -> Result<(), sqlx::Error> {
    let mut connection = SqliteConnection::connect_with(options).await?;
    let mut seen: Option<i64> = None;
    loop {
        let version: i64 = sqlx::query_scalar("PRAGMA data_version")
            .fetch_one(&mut connection)
            .await?;
        if seen.is_some_and(|seen| seen != version) {
            bump(committed);
        }
        seen = Some(version);
        tokio::time::sleep(WATCH_EVERY).await;
    }
}
