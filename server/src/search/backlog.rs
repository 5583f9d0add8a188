//! Documents written at leisure: after an upgrade, or when many change at once.

use std::time::Duration;

use app::domain::ids::{ClientId, InterventionId};
use tokio_util::sync::CancellationToken;

use super::{queries, refresh};
use crate::store::{Scope, Store, StoreError, Tx};

/// Documents in one transaction: others wait for no more than that.
const BATCH: i64 = 100;
/// How often it looks whether there is more.
const EVERY: Duration = Duration::from_secs(30);

/// Writes what waits, and looks again from time to time. What a stop interrupts goes on at the next start.
pub struct Backlog {
    store: Store,
}

impl Backlog {
    pub fn new(store: Store) -> Backlog {
        Backlog { store }
    }

    pub async fn run(self, stopping: CancellationToken) {
        while !stopping.is_cancelled() {
            match self.step().await {
                Ok(0) => {}
                Ok(_) => {
                    tokio::task::yield_now().await;
                    continue;
                }
                Err(error) => tracing::error!(%error, "the search index is not brought up to date"),
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                () = stopping.cancelled() => {}
            }
        }
    }

    /// Writes some documents that wait; how many.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn step(&self) -> Result<usize, StoreError> {
        let write = self
            .store
            .write(Scope::System, |tx| Box::pin(async move { some(tx).await }));
        write.await
    }
}

async fn some(tx: &mut Tx) -> Result<usize, StoreError> {
    tx.alone("search backlog", 0).await?;
    let waiting = queries::backlog(tx, BATCH).await?;
    for (client, intervention) in &waiting {
        let (client, intervention) = (ClientId(*client), InterventionId(*intervention));
        // What happens to it meanwhile is in the document too: its events take hold of it as well.
        tx.alone("intervention", intervention.0).await?;
        // First, so that what asks for it again from now on is not forgotten.
        queries::done(tx, client, intervention).await?;
        refresh(tx, client, intervention).await?;
    }
    Ok(waiting.len())
}
