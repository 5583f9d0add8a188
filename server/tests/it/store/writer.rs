//! SQLite's writer: groups, neighbours, a full queue, a full disk.

use std::time::Duration;

use server::store::{Scope, StoreError};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{count, hire};
use crate::support::{Stage, on};

/// Keeps the writer busy until it is released, so that what follows queues up.
struct Gate {
    open: watch::Sender<bool>,
    job: JoinHandle<Result<(), StoreError>>,
}

impl Gate {
    async fn shut(stage: &Stage) -> anyhow::Result<Gate> {
        let store = stage.clone();
        let open = watch::Sender::new(false);
        let opened = open.subscribe();
        let (began, mut has_begun) = watch::channel(false);
        let job = tokio::spawn(async move {
            store
                .write(Scope::System, move |_| {
                    let (mut opened, began) = (opened.clone(), began.clone());
                    Box::pin(async move {
                        began.send_replace(true);
                        // A dropped gate counts as open.
                        let _ = opened.wait_for(|open| *open).await;
                        Ok(())
                    })
                })
                .await
        });
        has_begun.wait_for(|begun| *begun).await?;
        Ok(Gate { open, job })
    }

    async fn release(self) -> anyhow::Result<()> {
        self.open.send_replace(true);
        self.job.await??;
        Ok(())
    }
}

fn hire_later(stage: &Stage, id: i64) -> JoinHandle<Result<u64, StoreError>> {
    let store = stage.clone();
    let email = format!("{id}@example.org");
    tokio::spawn(async move {
        store
            .write(Scope::System, move |tx| {
                Box::pin(async move { hire(tx, id, &email, "technician").await })
            })
            .await
    })
}

/// Long enough for spawned tasks to have put their jobs into the queue.
async fn queued() {
    tokio::time::sleep(Duration::from_millis(100)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waiting_jobs_share_commits() -> anyhow::Result<()> {
    on(Stage::sqlite().await?, async |stage| {
        let gate = Gate::shut(stage).await?;
        let before = *stage.committed().borrow();
        let jobs: Vec<_> = (0..500).map(|id| hire_later(stage, id)).collect();
        queued().await;
        gate.release().await?;
        for job in jobs {
            job.await??;
        }
        let commits = *stage.committed().borrow() - before;
        assert_eq!(count(stage).await?, 500);
        assert!(commits < 100, "{commits} commits for 500 jobs");
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failing_job_spares_its_neighbours() -> anyhow::Result<()> {
    on(Stage::sqlite().await?, async |stage| {
        let gate = Gate::shut(stage).await?;
        let store = stage.clone();
        let good: Vec<_> = (0..5).map(|id| hire_later(stage, id)).collect();
        queued().await;
        let duplicate = hire_later(stage, 3);
        queued().await;
        let panicking = tokio::spawn(async move {
            store
                .write(Scope::System, |tx| {
                    Box::pin(async move {
                        hire(tx, 50, "50@example.org", "technician").await?;
                        assert!(tx.now_ms() == 0, "the job panics");
                        Ok::<_, StoreError>(())
                    })
                })
                .await
        });
        queued().await;
        let last = hire_later(stage, 99);
        queued().await;
        gate.release().await?;
        for job in good {
            job.await??;
        }
        assert!(duplicate.await?.is_err());
        assert!(panicking.await.is_err_and(|error| error.is_panic()));
        last.await??;
        assert_eq!(count(stage).await?, 6);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_queue_is_busy_and_loses_nothing() -> anyhow::Result<()> {
    on(Stage::sqlite().await?, async |stage| {
        let gate = Gate::shut(stage).await?;
        let jobs: Vec<_> = (0..1_100).map(|id| hire_later(stage, id)).collect();
        // Longer than a caller waits for a place.
        tokio::time::sleep(Duration::from_millis(2_500)).await;
        gate.release().await?;
        let (mut accepted, mut refused) = (0, 0);
        for job in jobs {
            match job.await? {
                Ok(_) => accepted += 1,
                Err(StoreError::Busy) => refused += 1,
                Err(other) => return Err(other.into()),
            }
        }
        assert_eq!((accepted, refused), (1_024, 76));
        assert_eq!(count(stage).await?, 1_024);
        Ok(())
    })
    .await
}

/// Lets the database grow by this many pages and no further, as a full disk would.
async fn limit_growth(stage: &Stage, pages: i64) -> Result<(), StoreError> {
    stage
        .write(Scope::System, move |tx| {
            Box::pin(async move {
                let (size,): (i64,) = tx
                    .one("SELECT page_count FROM pragma_page_count()", &[])
                    .await?;
                let limit = format!("PRAGMA max_page_count = {}", size + pages);
                tx.run(limit.leak(), &[]).await?;
                Ok(())
            })
        })
        .await
}

async fn hire_with_a_long_name(stage: &Stage, id: i64) -> Result<u64, StoreError> {
    stage
        .write(Scope::System, move |tx| {
            Box::pin(async move {
                hire(
                    tx,
                    id,
                    &format!("{id}{}", "x".repeat(100_000)),
                    "technician",
                )
                .await
            })
        })
        .await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_said_and_survived() -> anyhow::Result<()> {
    on(Stage::sqlite().await?, async |stage| {
        limit_growth(stage, 4).await?;
        let gate = Gate::shut(stage).await?;
        let small = hire_later(stage, 1);
        queued().await;
        let large = {
            let store = stage.clone();
            let email = "x".repeat(1_000_000);
            tokio::spawn(async move {
                store
                    .write(Scope::System, move |tx| {
                        Box::pin(async move { hire(tx, 2, &email, "technician").await })
                    })
                    .await
            })
        };
        queued().await;
        let after = hire_later(stage, 3);
        queued().await;
        gate.release().await?;
        small.await??;
        after.await??;
        assert!(matches!(large.await?, Err(StoreError::Full)));
        assert!(matches!(
            hire_with_a_long_name(stage, 4).await,
            Err(StoreError::Full)
        ));
        assert_eq!(count(stage).await?, 2);

        limit_growth(stage, 1_000_000).await?;
        hire_with_a_long_name(stage, 4).await?;
        assert_eq!(count(stage).await?, 3);
        Ok(())
    })
    .await
}
