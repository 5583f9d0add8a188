//! Both engines for every test: a fresh, migrated database each, PostgreSQL spawned once a run.

mod cluster;

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use server::clock::Clock;
use server::store::{Scope, Store, StoreError};
use tempfile::TempDir;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// 2026-03-02 09:00 UTC, a Monday in winter time: where each test's clock stands until it is moved.
pub const START_MS: i64 = 1_772_442_000_000;

/// A store on a database of its own; used as the store itself. Clones share it.
#[derive(Clone)]
pub struct Stage {
    pub url: String,
    store: Store,
    /// Removed with the stage.
    folder: Option<Arc<TempDir>>,
}

impl Deref for Stage {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

impl Stage {
    pub async fn sqlite() -> anyhow::Result<Stage> {
        let folder = tempfile::Builder::new().prefix("vigie-").tempdir()?;
        let url = format!("sqlite://{}", folder.path().join("vigie.db").display());
        let store = Store::open(&url, Clock::manual(START_MS)).await?;
        Ok(Stage {
            url,
            store,
            folder: Some(Arc::new(folder)),
        })
    }

    pub async fn postgres() -> anyhow::Result<Stage> {
        let url = cluster::fresh_database().await?;
        let store = Store::open(&url, Clock::manual(START_MS)).await?;
        Ok(Stage {
            url,
            store,
            folder: None,
        })
    }

    pub fn is_sqlite(&self) -> bool {
        self.folder.is_some()
    }

    /// Closes the store and removes its database; a test that panics leaves that to the run's end.
    async fn strike(self) -> anyhow::Result<()> {
        self.store.close().await;
        match self.folder {
            Some(folder) => drop(folder),
            None => cluster::drop_database(&self.url).await?,
        }
        Ok(())
    }
}

/// One stage of each engine, for tests that compare them.
pub async fn engines() -> anyhow::Result<[Stage; 2]> {
    Ok([Stage::sqlite().await?, Stage::postgres().await?])
}

pub async fn on(
    stage: Stage,
    test: impl AsyncFnOnce(&Stage) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    test(&stage).await?;
    stage.strike().await
}

/// A transaction that holds what [`hold`] named, until it is let go.
pub struct Holding {
    go_on: Arc<Notify>,
    job: JoinHandle<Result<(), StoreError>>,
}

/// Takes hold as a job does that names the same: on SQLite nothing is written meanwhile, on PostgreSQL only what
/// names something else.
pub async fn hold(store: &Store, what: &'static str, key: i64) -> Holding {
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let job = tokio::spawn({
        let (store, begun, go_on) = (store.clone(), Arc::clone(&begun), Arc::clone(&go_on));
        async move {
            let write = store.write(Scope::System, move |tx| {
                Box::pin(async move {
                    tx.alone(what, key).await?;
                    begun.notify_one();
                    go_on.notified().await;
                    Ok(())
                })
            });
            write.await
        }
    });
    begun.notified().await;
    Holding { go_on, job }
}

impl Holding {
    pub async fn let_go(self) -> anyhow::Result<()> {
        self.go_on.notify_one();
        Ok(self.job.await??)
    }
}

/// Long enough for what began before to have come to where it waits.
pub async fn a_while() {
    tokio::time::sleep(Duration::from_millis(400)).await;
}

/// Makes two tests of one, `name::sqlite` and `name::postgres`:
///
/// ```text
/// on_both_engines!(a_session_ends, async |store| {
///     store.write(Scope::System, |tx| Box::pin(async move { … })).await?;
///     Ok(())
/// });
/// ```
///
/// `store` is a `&Stage`, which dereferences to the `Store`; its clock is manual, at [`START_MS`].
#[macro_export]
macro_rules! on_both_engines {
    ($(#[$meta:meta])* $name:ident, $test:expr) => {
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "some tests name nothing of their parent module")]
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() -> anyhow::Result<()> {
                $crate::support::on($crate::support::Stage::sqlite().await?, $test).await
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() -> anyhow::Result<()> {
                $crate::support::on($crate::support::Stage::postgres().await?, $test).await
            }
        }
    };
}
