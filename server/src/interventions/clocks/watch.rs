//! Watches what falls due: a breach is written down when its instant passes, what was resolved is closed in time.
//!
//! One on each node. What two of them find is written once: each intervention is taken alone, and counted again
//! from its log before anything is written. Nothing is remembered between two rounds, so that a restart loses nothing.

use std::time::Duration;

use app::domain::ids::{ClientId, InterventionId};
use app::domain::intervention::{Actor, Event};
use tokio_util::sync::CancellationToken;

use super::queries;
use crate::interventions::acting::{self, Gesture};
use crate::store::{Scope, Store, StoreError, Tx};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(2);
/// Interventions a look, so that a round ends.
const BATCH: i64 = 100;

/// Watches over every client's.
#[derive(Clone)]
pub struct Watch {
    store: Store,
}

impl Watch {
    pub fn new(store: Store) -> Watch {
        Watch { store }
    }

    /// Watches until the program stops.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.look().await {
                tracing::warn!(%error, "what falls due could not be watched: trying again");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    /// Looks once: everything that has fallen due by the store's clock is written when it returns.
    pub async fn look(&self) -> Result<(), StoreError> {
        let now = self.store.clock().now_ms();
        self.count_for_the_first_time().await?;
        let due = self.store.read(Scope::System, move |tx| {
            Box::pin(queries::fallen_due(tx, now, BATCH))
        });
        self.each(&due.await?, Work::Count).await;
        let over = self.store.read(Scope::System, move |tx| {
            Box::pin(queries::to_close(tx, now, BATCH))
        });
        self.each(&over.await?, Work::Close).await;
        Ok(())
    }

    /// What was there before its clocks were kept.
    async fn count_for_the_first_time(&self) -> Result<(), StoreError> {
        let mut after = i64::MIN;
        loop {
            let read = self.store.read(Scope::System, move |tx| {
                Box::pin(queries::unclocked(tx, after, BATCH))
            });
            let found: Vec<(i64, i64)> = read.await?;
            let Some((_, last)) = found.last() else {
                return Ok(());
            };
            after = *last;
            self.each(&found, Work::Count).await;
        }
    }

    /// Does that work on each; one that fails holds up no other.
    async fn each(&self, found: &[(i64, i64)], work: Work) {
        for (client, id) in found {
            let whose = (ClientId(*client), InterventionId(*id));
            let write = self.store.write(Scope::System, move |tx| {
                Box::pin(async move { take(tx, whose, work).await })
            });
            if let Err(error) = write.await {
                tracing::warn!(%error, intervention = id, "the clocks of an intervention could not be counted");
            }
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Work {
    /// Counts its clocks, and writes down what is breached.
    Count,
    /// Closes it: nobody has said a word since it was resolved.
    Close,
}

async fn take(
    tx: &mut Tx,
    (client, id): (ClientId, InterventionId),
    work: Work,
) -> Result<(), StoreError> {
    let held = acting::hold_known(tx, client, id).await?;
    match work {
        Work::Count => {
            super::keep(tx, &held.told, false).await?;
            let after = acting::again(tx, &held.told).await?;
            if after.snapshot.breaches != held.snapshot.breaches {
                acting::tell(tx, &after.told, &after.snapshot).await?;
            }
        }
        Work::Close => {
            let gesture = Gesture {
                actor: Actor::System,
                event: Event::Confirmed,
                text: "",
                effective_at: tx.now_ms(),
                late: None,
            };
            if acting::record(tx, &held, gesture).await?.is_err() {
                // The log went on meanwhile: what is kept beside it is counted again.
                super::keep(tx, &held.told, false).await?;
            }
        }
    }
    Ok(())
}
