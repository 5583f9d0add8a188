//! Brings a database to this program's schema: numbered files, each in its own transaction, under a lock.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, PgConnection, SqliteConnection};

use crate::clock::Clock;

/// One numbered file. Once released it never changes: its checksum is stored and compared.
pub struct Migration {
    pub version: i64,
    pub name: &'static str,
    pub text: &'static str,
}

macro_rules! migrations {
    ($($version:literal $name:literal),+ $(,)?) => {
        pub const MIGRATIONS: &[Migration] = &[$(
            Migration {
                version: $version,
                name: $name,
                text: include_str!(concat!("../../migrations/", $name, ".sql")),
            },
        )+];
    };
}

// In order, one line a file of `server/migrations`.
migrations! {
    1 "0001_first",
}

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "`{0}` is no database address: use sqlite://path/to/file.db or postgres://user@host/database"
    )]
    Url(String),
    #[error(
        "the database has schema version {found}, this program knows versions up to {known}: \
         it was used by a newer vigie; start that one, or restore the backup made before its upgrade"
    )]
    Newer { found: i64, known: i64 },
    #[error(
        "migration {version} was applied from another text than this program's: the schema is not what it expects"
    )]
    Changed { version: i64 },
    #[error("the database holds tables that are not Vigie's: give Vigie a database of its own")]
    Foreign,
    #[error(
        "upgrading the database needs {needed_mb} MB free beside it for a backup, {free_mb} MB are left"
    )]
    NoRoom { needed_mb: u64, free_mb: u64 },
    #[error("migration {name} failed and was rolled back: {source}")]
    Migration {
        name: &'static str,
        source: sqlx::Error,
    },
    #[error("SQLite answers `{found}` for {name}, {expected} is needed")]
    Setting {
        name: &'static str,
        expected: &'static str,
        found: String,
    },
    #[error("SQLite {0} is too old: two connections can lose writes")]
    OldLibrary(String),
    #[error("the database cannot be opened: {0}")]
    Unreachable(sqlx::Error),
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
}

impl OpenError {
    pub(super) fn unreachable(error: sqlx::Error) -> OpenError {
        OpenError::Unreachable(error)
    }
}

/// Migrates the file, after a backup when it already held a schema, and returns the connection.
pub(super) async fn sqlite(
    options: &SqliteConnectOptions,
    clock: &Clock,
) -> Result<SqliteConnection, OpenError> {
    let path = options.get_filename().to_owned();
    create_private(&path)?;
    let mut connection = SqliteConnection::connect_with(options)
        .await
        .map_err(OpenError::Unreachable)?;
    migrate_sqlite(&mut connection, &path, MIGRATIONS, clock).await?;
    Ok(connection)
}

/// Migrates the database that the options name, while other nodes that start wait.
pub(super) async fn postgres(options: &PgConnectOptions, clock: &Clock) -> Result<(), OpenError> {
    let mut connection = PgConnection::connect_with(options)
        .await
        .map_err(OpenError::Unreachable)?;
    let migrated = migrate_postgres(&mut connection, MIGRATIONS, clock).await;
    // Closing the connection gives the lock back.
    connection.close().await.map_err(OpenError::Unreachable)?;
    migrated
}

async fn migrate_sqlite(
    connection: &mut SqliteConnection,
    path: &Path,
    known: &[Migration],
    clock: &Clock,
) -> Result<(), OpenError> {
    let applied = applied_sqlite(connection).await?;
    if !applied.is_empty() && !pending(&applied, known)?.is_empty() {
        back_up(connection, path, applied.len(), clock).await?;
    }
    loop {
        execute_sqlite(connection, "BEGIN EXCLUSIVE").await?;
        // Read again under the lock: another process may have been quicker.
        let step = step_sqlite(connection, known, clock).await;
        let end = if step.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = execute_sqlite(connection, end).await;
        if !step? {
            return ended;
        }
        ended?;
    }
}

/// Applies the next migration; `false` when there is none.
async fn step_sqlite(
    connection: &mut SqliteConnection,
    known: &[Migration],
    clock: &Clock,
) -> Result<bool, OpenError> {
    let applied = applied_sqlite(connection).await?;
    let Some(migration) = pending(&applied, known)?.first() else {
        return Ok(false);
    };
    let failed = |source| OpenError::Migration {
        name: migration.name,
        source,
    };
    sqlx::raw_sql(CREATE_REGISTER)
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
    sqlx::raw_sql(migration.text)
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
    sqlx::query(REGISTER)
        .bind(migration.version)
        .bind(migration.name)
        .bind(checksum(migration.text))
        .bind(clock.now_ms())
        .execute(&mut *connection)
        .await
        .map_err(failed)?;
    Ok(true)
}

async fn applied_sqlite(connection: &mut SqliteConnection) -> Result<Vec<Applied>, OpenError> {
    const TABLES: &str =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let tables: Vec<String> = sqlx::query_scalar(TABLES)
        .fetch_all(&mut *connection)
        .await
        .map_err(OpenError::Unreachable)?;
    if !has_register(&tables)? {
        return Ok(Vec::new());
    }
    let applied = sqlx::query_as(APPLIED).fetch_all(connection).await;
    applied.map_err(OpenError::Unreachable)
}

async fn execute_sqlite(
    connection: &mut SqliteConnection,
    text: &'static str,
) -> Result<(), OpenError> {
    let done = sqlx::query(text).execute(connection).await;
    done.map(|_| ()).map_err(OpenError::Unreachable)
}

async fn migrate_postgres(
    connection: &mut PgConnection,
    known: &[Migration],
    clock: &Clock,
) -> Result<(), OpenError> {
    const LOCK: &str = "SET statement_timeout = 0; SET lock_timeout = 0; SELECT pg_advisory_lock(hashtext('vigie schema'))";
    let locked = sqlx::raw_sql(LOCK).execute(&mut *connection).await;
    locked.map_err(OpenError::Unreachable)?;
    let applied = applied_postgres(connection).await?;
    for migration in pending(&applied, known)? {
        let applied = apply_postgres(connection, migration, clock).await;
        applied.map_err(|source| OpenError::Migration {
            name: migration.name,
            source,
        })?;
    }
    Ok(())
}

async fn apply_postgres(
    connection: &mut PgConnection,
    migration: &Migration,
    clock: &Clock,
) -> Result<(), sqlx::Error> {
    let mut transaction = connection.begin().await?;
    sqlx::raw_sql(CREATE_REGISTER)
        .execute(&mut *transaction)
        .await?;
    sqlx::raw_sql(migration.text)
        .execute(&mut *transaction)
        .await?;
    sqlx::query(REGISTER)
        .bind(migration.version)
        .bind(migration.name)
        .bind(checksum(migration.text))
        .bind(clock.now_ms())
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await
}

async fn applied_postgres(connection: &mut PgConnection) -> Result<Vec<Applied>, OpenError> {
    const TABLES: &str =
        "SELECT tablename::TEXT FROM pg_tables WHERE schemaname = current_schema()";
    let tables: Vec<String> = sqlx::query_scalar(TABLES)
        .fetch_all(&mut *connection)
        .await
        .map_err(OpenError::Unreachable)?;
    if !has_register(&tables)? {
        return Ok(Vec::new());
    }
    let applied = sqlx::query_as(APPLIED).fetch_all(connection).await;
    applied.map_err(OpenError::Unreachable)
}

/// Version and checksum.
type Applied = (i64, String);

const CREATE_REGISTER: &str = "
    CREATE TABLE IF NOT EXISTS schema_migrations (
        version BIGINT PRIMARY KEY,
        name TEXT NOT NULL,
        checksum TEXT NOT NULL,
        applied_at BIGINT NOT NULL
    )";
const REGISTER: &str =
    "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)";
const APPLIED: &str = "SELECT version, checksum FROM schema_migrations ORDER BY version";

/// Whether the database is one of ours; an empty one becomes ours, one with other tables does not.
fn has_register(tables: &[String]) -> Result<bool, OpenError> {
    let registered = tables.iter().any(|table| table == "schema_migrations");
    if !registered && !tables.is_empty() {
        return Err(OpenError::Foreign);
    }
    Ok(registered)
}

/// The migrations still to apply; refuses a database that this program does not understand.
fn pending<'m>(applied: &[Applied], known: &'m [Migration]) -> Result<&'m [Migration], OpenError> {
    let newest_known = known.last().map_or(0, |migration| migration.version);
    let newest_applied = applied.last().map_or(0, |(version, _)| *version);
    if newest_applied > newest_known {
        return Err(OpenError::Newer {
            found: newest_applied,
            known: newest_known,
        });
    }
    for (migration, (version, stored)) in known.iter().zip(applied) {
        if migration.version != *version || checksum(migration.text) != *stored {
            return Err(OpenError::Changed { version: *version });
        }
    }
    Ok(&known[applied.len()..])
}

fn checksum(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Creates the file readable by its owner only; its WAL takes over the same mode.
fn create_private(path: &Path) -> Result<(), OpenError> {
    use std::os::unix::fs::OpenOptionsExt;
    let opened = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path);
    opened
        .map(|_| ())
        .map_err(|error| OpenError::File(path.to_owned(), error))
}

/// Copies the database beside itself, once there is room for that and for the migration's own writes.
async fn back_up(
    connection: &mut SqliteConnection,
    path: &Path,
    version: usize,
    clock: &Clock,
) -> Result<(), OpenError> {
    check_room(connection, path).await?;
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".schema-{version}-{}.backup", clock.now_ms()));
    let copy = PathBuf::from(name);
    create_private(&copy)?;
    sqlx::query("VACUUM INTO $1")
        .bind(copy.to_string_lossy())
        .execute(connection)
        .await
        .map_err(OpenError::Unreachable)?;
    tracing::info!(copy = %copy.display(), "the database was copied before its upgrade");
    Ok(())
}

async fn check_room(connection: &mut SqliteConnection, path: &Path) -> Result<(), OpenError> {
    const SIZE: &str = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
    let size: i64 = sqlx::query_scalar(SIZE)
        .fetch_one(connection)
        .await
        .map_err(OpenError::Unreachable)?;
    let needed = 2 * size.unsigned_abs();
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let disk = rustix::fs::statvfs(folder.unwrap_or(Path::new(".")));
    let disk = disk.map_err(|error| OpenError::File(path.to_owned(), error.into()))?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    if free < needed {
        return Err(OpenError::NoRoom {
            needed_mb: needed.div_ceil(1 << 20),
            free_mb: free >> 20,
        });
    }
    Ok(())
}
