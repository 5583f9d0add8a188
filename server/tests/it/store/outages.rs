//! What happens when the database is taken away for a while, and after it is back.

use std::time::Duration;

use server::clock::Clock;
use server::store::outbox::{self, Stream};
use server::store::{Scope, Store, StoreError};
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};

use super::{count, hire_one};
use crate::support::{START_MS, Stage, on};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process_that_holds_the_lock_makes_it_busy() -> anyhow::Result<()> {
    on(Stage::sqlite().await?, async |stage| {
        let mut other = SqliteConnection::connect(&stage.url).await?;
        other.execute("BEGIN IMMEDIATE").await?;
        assert_eq!(count(stage).await?, 0, "reading goes on");
        let jobs = [1, 2, 3].map(|id| {
            let stage = stage.clone();
            tokio::spawn(async move {
                hire_one(&stage, id, ["a@x", "b@x", "c@x"][id as usize - 1]).await
            })
        });
        for job in jobs {
            assert!(matches!(job.await?, Err(StoreError::Busy)));
        }
        other.execute("ROLLBACK").await?;
        hire_one(stage, 4, "d@x").await?;
        assert_eq!(count(stage).await?, 1);
        other.close().await?;
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_were_cut_are_made_again() -> anyhow::Result<()> {
    on(Stage::postgres().await?, async |stage| {
        const CUT: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        hire_one(stage, 1, "a@x").await?;
        let mut administrator = PgConnection::connect(&stage.url).await?;
        administrator.execute(CUT).await?;
        administrator.close().await?;
        assert_eq!(count(stage).await?, 1);
        hire_one(stage, 2, "b@x").await?;

        // The listener is back too: another node's commit is heard well before the next poll.
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let other = Store::open(&stage.url, Clock::manual(START_MS)).await?;
        let mut wake = stage.committed();
        wake.mark_unchanged();
        let publish = other.write(Scope::System, |tx| {
            Box::pin(async move { outbox::publish(tx, Stream::Staff, "state", "{}", "{}").await })
        });
        publish.await?;
        tokio::time::timeout(Duration::from_secs(1), wake.changed()).await??;
        other.close().await;
        Ok(())
    })
    .await
}
