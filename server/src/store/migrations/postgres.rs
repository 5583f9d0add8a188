//! PostgreSQL's migrations: one transaction a file, under an advisory lock that other nodes wait for.

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{
    APPLIED, Applied, CREATE_REGISTER, MIGRATIONS, Migration, OpenError, REGISTER, checksum,
    has_register, pending,
};
use crate::clock::Clock;

/// Migrates the database that the options name, while other nodes that start wait.
pub(in crate::store) async fn migrate(
    options: &PgConnectOptions,
    clock: &Clock,
) -> Result<(), OpenError> {
    let mut connection = PgConnection::connect_with(options)
        .await
        .map_err(OpenError::Unreachable)?;
    let migrated = migrate_locked(&mut connection, MIGRATIONS, clock).await;
    // Closing the connection gives the lock back.
    connection.close().await.map_err(OpenError::Unreachable)?;
    migrated
}

async fn migrate_locked(
    connection: &mut PgConnection,
    known: &[Migration],
    clock: &Clock,
) -> Result<(), OpenError> {
    const LOCK: &str = "SET statement_timeout = 0; SET lock_timeout = 0; SELECT pg_advisory_lock(hashtext('vigie schema'))";
    let locked = sqlx::raw_sql(LOCK).execute(&mut *connection).await;
    locked.map_err(OpenError::Unreachable)?;
    let before = applied(connection).await?;
    for migration in pending(&before, known)? {
        let done = apply(connection, migration, clock).await;
        done.map_err(|source| OpenError::Migration {
            name: migration.name,
            source,
        })?;
    }
    Ok(())
}

async fn apply(
    connection: &mut PgConnection,
    migration: &Migration,
    clock: &Clock,
) -> Result<(), sqlx::Error> {
    let mut transaction = connection.begin().await?;
    sqlx::raw_sql(CREATE_REGISTER)
        .execute(&mut *transaction)
        .await?;
    sqlx::raw_sql(AssertSqlSafe(migration.for_engine("postgres")))
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

async fn applied(connection: &mut PgConnection) -> Result<Vec<Applied>, OpenError> {
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
