//! Runs the checks that are due: leased from the database, so that any number of nodes share them.

use std::sync::Arc;
use std::time::Duration;

use app::domain::time::{DAY_MS, MINUTE_MS};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::probes::{Prober, record};
use super::queries::{self, DueRow};
use crate::status::Ledger;
use crate::store::{Scope, Store, StoreError, ids};

/// Looks under way at once on this node.
const AT_ONCE: usize = 128;
/// Checks leased in one go.
const BATCH: i64 = 64;
/// Longest sleep: what another process has added is found within it.
const LONGEST_SLEEP_MS: i64 = 1_000;
/// While there is no room for another look.
const FULL_SLEEP_MS: i64 = 20;
/// Beyond its timeout, a lease lasts so much longer.
const LEASE_MARGIN_MS: i64 = 15_000;
/// Minutes of response times are kept two days, hours a season more than what pages show.
const MINUTES_KEPT_MS: i64 = 2 * DAY_MS;
const HOURS_KEPT_MS: i64 = 120 * DAY_MS;

/// What was started, and how long nothing more is due.
struct Round {
    started: usize,
    sleep_ms: i64,
}

/// Leases, looks and records until the program stops.
#[derive(Clone)]
pub struct Scheduler {
    store: Store,
    ledger: Ledger,
    prober: Prober,
    node: Arc<str>,
    room: Arc<Semaphore>,
}

impl Scheduler {
    pub fn new(store: Store, ledger: Ledger, prober: Prober) -> Scheduler {
        Scheduler {
            store,
            ledger,
            prober,
            node: format!("node-{}", ids::next()).into(),
            room: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    pub async fn run(self, stop: CancellationToken) {
        let mut pruned_at = 0;
        while !stop.is_cancelled() {
            let sleep_ms = match self.round().await {
                Ok(round) => round.sleep_ms,
                Err(error) => {
                    tracing::warn!(%error, "checks could not be leased: trying again");
                    LONGEST_SLEEP_MS
                }
            };
            let now = self.store.clock().now_ms();
            if now - pruned_at > 10 * MINUTE_MS {
                pruned_at = now;
                self.prune(now).await;
            }
            let sleep = Duration::from_millis(u64::try_from(sleep_ms).unwrap_or(1));
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(sleep) => {}
            }
        }
    }

    /// Looks at everything that is due by now, and waits until it is written down.
    pub async fn look_at_due(&self) -> Result<(), StoreError> {
        loop {
            let round = self.round().await?;
            // All room is free again: nobody looks any more.
            let all = u32::try_from(AT_ONCE).unwrap_or(u32::MAX);
            drop(self.room.acquire_many(all).await);
            if round.started == 0 {
                return Ok(());
            }
        }
    }

    /// Starts what is due.
    async fn round(&self) -> Result<Round, StoreError> {
        let now = self.store.clock().now_ms();
        let next = self.store.read(Scope::System, move |tx| {
            Box::pin(queries::next_due(tx, now))
        });
        let (next_due,) = next.await?;
        let wait = next_due.map_or(LONGEST_SLEEP_MS, |due| {
            (due - now).clamp(0, LONGEST_SLEEP_MS)
        });
        if wait > 0 {
            return Ok(Round {
                started: 0,
                sleep_ms: wait,
            });
        }
        let room = i64::try_from(self.room.available_permits())
            .unwrap_or(0)
            .min(BATCH);
        if room == 0 {
            return Ok(Round {
                started: 0,
                sleep_ms: FULL_SLEEP_MS,
            });
        }
        let leased = self.lease(now, room).await?;
        let started = leased.len();
        for due in leased {
            let Ok(permit) = self.room.clone().acquire_owned().await else {
                break;
            };
            let this = self.clone();
            tokio::spawn(async move {
                this.look(due).await;
                drop(permit);
            });
        }
        Ok(Round {
            started,
            sleep_ms: 1,
        })
    }

    async fn lease(&self, now: i64, room: i64) -> Result<Vec<DueRow>, StoreError> {
        let node = self.node.clone();
        let write = self.store.write(Scope::System, move |tx| {
            Box::pin(async move { queries::lease_due(tx, now, room, LEASE_MARGIN_MS, &node).await })
        });
        write.await
    }

    async fn look(&self, due: DueRow) {
        let started_at = self.store.clock().now_ms();
        let seen = self.prober.look(&due.target()).await;
        let check = due.id;
        if let Err(error) = record::record(&self.store, &self.ledger, due, started_at, seen).await {
            // Its lease runs out and it is looked at again.
            tracing::warn!(%error, check, "a result could not be recorded");
        }
    }

    async fn prune(&self, now: i64) {
        let write = self.store.write(Scope::System, move |tx| {
            Box::pin(async move {
                queries::prune_response_times(tx, MINUTE_MS, now - MINUTES_KEPT_MS).await?;
                queries::prune_response_times(tx, 60 * MINUTE_MS, now - HOURS_KEPT_MS).await
            })
        });
        let pruned: Result<u64, StoreError> = write.await;
        if let Err(error) = pruned {
            tracing::warn!(%error, "old response times could not be pruned");
        }
    }
}
