//! SQLite's migrations: a look before anything is touched, a backup, then one locked transaction a file.

use std::path::{Path, PathBuf};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};

use super::{
    APPLIED, Applied, CREATE_REGISTER, MIGRATIONS, Migration, OpenError, REGISTER, checksum,
    has_register, pending,
};
use crate::clock::Clock;

/// Opens the file and migrates it, after a backup when it already held a schema.
pub(in crate::store) async fn open(
    options: &SqliteConnectOptions,
    clock: &Clock,
) -> Result<SqliteConnection, OpenError> {
    open_for(options, MIGRATIONS, clock).await
}

async fn open_for(
    options: &SqliteConnectOptions,
    known: &[Migration],
    clock: &Clock,
) -> Result<SqliteConnection, OpenError> {
    let path = options.get_filename().to_owned();
    create_private(&path)?;
    look(&path, known).await?;
    let mut connection = SqliteConnection::connect_with(options)
        .await
        .map_err(OpenError::Unreachable)?;
    migrate(&mut connection, &path, known, clock).await?;
    Ok(connection)
}

/// Refuses a file that is not ours to open, before the settings of a connection could change it.
async fn look(path: &Path, known: &[Migration]) -> Result<(), OpenError> {
    let options = SqliteConnectOptions::new().filename(path);
    let mut connection = SqliteConnection::connect_with(&options)
        .await
        .map_err(OpenError::Unreachable)?;
    let looked = applied(&mut connection).await;
    connection.close().await.map_err(OpenError::Unreachable)?;
    pending(&looked?, known)?;
    Ok(())
}

async fn migrate(
    connection: &mut SqliteConnection,
    path: &Path,
    known: &[Migration],
    clock: &Clock,
) -> Result<(), OpenError> {
    let before = applied(connection).await?;
    if !before.is_empty() && !pending(&before, known)?.is_empty() {
        back_up(connection, path, before.len(), clock).await?;
    }
    loop {
        control(connection, "BEGIN EXCLUSIVE").await?;
        // Read again under the lock: another process may have been quicker.
        let step = step(connection, known, clock).await;
        let end = if step.is_ok() { "COMMIT" } else { "ROLLBACK" };
        let ended = control(connection, end).await;
        if !step? {
            return ended;
        }
        ended?;
    }
}

/// Applies the next migration; `false` when there is none.
async fn step(
    connection: &mut SqliteConnection,
    known: &[Migration],
    clock: &Clock,
) -> Result<bool, OpenError> {
    let before = applied(connection).await?;
    let Some(migration) = pending(&before, known)?.first() else {
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
    sqlx::raw_sql(AssertSqlSafe(migration.for_engine("sqlite")))
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

async fn applied(connection: &mut SqliteConnection) -> Result<Vec<Applied>, OpenError> {
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

async fn control(connection: &mut SqliteConnection, text: &'static str) -> Result<(), OpenError> {
    let done = sqlx::query(text).execute(connection).await;
    done.map(|_| ()).map_err(OpenError::Unreachable)
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use sqlx::sqlite::SqliteConnectOptions;
    use sqlx::{Connection, SqliteConnection};

    use super::{Migration, OpenError, open_for};
    use crate::clock::Clock;

    const FIRST: Migration = Migration {
        version: 1,
        name: "0001_first",
        text: "CREATE TABLE things (id BIGINT PRIMARY KEY); INSERT INTO things (id) VALUES (7);",
    };
    const SECOND: Migration = Migration {
        version: 2,
        name: "0002_second",
        text: "ALTER TABLE things ADD COLUMN name TEXT NOT NULL DEFAULT 'x';",
    };
    const BROKEN: Migration = Migration {
        version: 2,
        name: "0002_broken",
        text: "INSERT INTO things (id) VALUES (8); INSERT INTO nothing (id) VALUES (9);",
    };

    async fn opened(path: &Path, known: &[Migration]) -> Result<SqliteConnection, OpenError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true);
        open_for(&options, known, &Clock::manual(1_000)).await
    }

    async fn ids(mut connection: SqliteConnection) -> anyhow::Result<Vec<i64>> {
        let ids = sqlx::query_scalar("SELECT id FROM things ORDER BY id")
            .fetch_all(&mut connection)
            .await?;
        connection.close().await?;
        Ok(ids)
    }

    #[tokio::test]
    async fn an_upgrade_leaves_a_copy_of_what_was() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("vigie.db");
        let copy = folder.path().join("vigie.db.schema-1-1000.backup");
        opened(&path, &[FIRST]).await?.close().await?;
        assert!(!copy.exists(), "a new database needs no backup");

        assert_eq!(ids(opened(&path, &[FIRST, SECOND]).await?).await?, [7]);
        assert_eq!(ids(opened(&copy, &[FIRST]).await?).await?, [7]);
        for private in [&path, &copy] {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                std::fs::metadata(private)?.permissions().mode() & 0o777,
                0o600
            );
        }
        Ok(())
    }

    #[tokio::test]
    async fn a_migration_that_fails_leaves_nothing() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("vigie.db");
        opened(&path, &[FIRST]).await?.close().await?;
        let failed = opened(&path, &[FIRST, BROKEN]).await.err();
        assert!(
            matches!(
                failed,
                Some(OpenError::Migration {
                    name: "0002_broken",
                    ..
                })
            ),
            "{failed:?}"
        );
        assert_eq!(ids(opened(&path, &[FIRST]).await?).await?, [7]);
        Ok(())
    }

    #[tokio::test]
    async fn two_that_open_at_once_migrate_once() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("vigie.db");
        let (one, other) = tokio::join!(
            opened(&path, &[FIRST, SECOND]),
            opened(&path, &[FIRST, SECOND])
        );
        assert_eq!(ids(one?).await?, [7]);
        assert_eq!(ids(other?).await?, [7]);
        Ok(())
    }

    #[tokio::test]
    async fn another_programs_file_is_not_touched() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("other.db");
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true);
        let mut other = SqliteConnection::connect_with(&options).await?;
        sqlx::query("CREATE TABLE theirs (id INTEGER)")
            .execute(&mut other)
            .await?;
        other.close().await?;
        let before = std::fs::read(&path)?;
        let refused = opened(&path, &[FIRST]).await.err();
        assert!(matches!(refused, Some(OpenError::Foreign)), "{refused:?}");
        assert_eq!(std::fs::read(&path)?, before);
        Ok(())
    }
}
