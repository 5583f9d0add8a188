//! Silence is not green: sources without their watchdog, alerts nobody repeats, probes without results.

use std::collections::BTreeMap;
use std::time::Duration;

use app::domain::component::ComponentState;
use app::domain::ids::{CheckId, ClientId, ComponentId, SourceId};
use app::domain::status::{Cause, ProbeMemory};
use app::domain::time::EpochMs;
use tokio_util::sync::CancellationToken;

use super::ingest;
use super::queries::{self, LeftoverRow, STALE_REPEATS, UnheardRow, WatchedRow};
use crate::status::{Contributor, Ledger, Said};
use crate::store::{Scope, Store, StoreError, Tx};

/// How often it is listened for.
const EVERY: Duration = Duration::from_secs(5);

/// Listens for silence. One on each node: what two of them find is written once.
#[derive(Clone)]
pub struct Silence {
    store: Store,
    ledger: Ledger,
}

impl Silence {
    pub fn new(store: Store, ledger: Ledger) -> Silence {
        Silence { store, ledger }
    }

    /// Listens until the program stops.
    pub async fn run(self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(error) = self.listen().await {
                tracing::warn!(%error, "silence could not be listened for: trying again");
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(EVERY) => {}
            }
        }
    }

    /// Listens once; what has become silent by the store's clock is written when it returns.
    pub async fn listen(&self) -> Result<(), StoreError> {
        let now = self.store.clock().now_ms();
        for (source, heard_at) in self
            .read(move |tx| Box::pin(queries::gone_silent(tx, now)))
            .await?
        {
            self.begin(SourceId(source), heard_at).await?;
        }
        for (source,) in self
            .read(move |tx| Box::pin(queries::heard_again(tx, now)))
            .await?
        {
            end(&self.store, &self.ledger, SourceId(source)).await?;
        }
        for watched in self
            .read(|tx| Box::pin(queries::never_mentioned(tx)))
            .await?
        {
            self.say(mentioned(&watched, now)).await?;
        }
        for watched in self.read(|tx| Box::pin(queries::newly_unheard(tx))).await? {
            self.say(unheard(&watched, now)).await?;
        }
        for (source, fingerprint, starts_at) in self
            .read(move |tx| Box::pin(queries::gone_stale(tx, now, STALE_REPEATS)))
            .await?
        {
            self.stale(SourceId(source), fingerprint, starts_at).await?;
        }
        for check in self.unheard_checks(now).await? {
            self.silent_check(check).await?;
        }
        for leftover in self
            .read(move |tx| Box::pin(queries::leftovers(tx, now)))
            .await?
        {
            self.retire(leftover).await?;
        }
        Ok(())
    }

    /// The source's watchdog is overdue: from its last sign of life on nothing is known of what it watches.
    async fn begin(&self, source: SourceId, heard_at: EpochMs) -> Result<(), StoreError> {
        tracing::warn!(%source, "a source is silent: what it watches is unknown");
        let watched = self
            .read(move |tx| Box::pin(queries::watched_by(tx, source)))
            .await?;
        for (client, watched) in by_client(watched) {
            let ledger = self.ledger.clone();
            let write = self.store.write(Scope::Client(client), move |tx| {
                Box::pin(async move {
                    for one in &watched {
                        if is_silent(tx, source).await? {
                            ledger.record(tx, unheard(one, heard_at)).await?;
                        }
                    }
                    Ok::<_, StoreError>(())
                })
            });
            write.await?;
        }
        let write = self.store.write(Scope::Ingest(source), move |tx| {
            Box::pin(async move {
                tx.alone("ingest", source.0).await?;
                if is_silent(tx, source).await? {
                    queries::set_silent(tx, source, 1).await?;
                }
                Ok(())
            })
        });
        write.await
    }

    async fn stale(
        &self,
        source: SourceId,
        fingerprint: String,
        starts_at: EpochMs,
    ) -> Result<(), StoreError> {
        let ledger = self.ledger.clone();
        let write = self.store.write(Scope::Ingest(source), move |tx| {
            Box::pin(async move {
                tx.alone("ingest", source.0).await?;
                let known = queries::episodes(tx, source, &fingerprint, starts_at).await?;
                let now = tx.now_ms();
                let Some(alert) = known.into_iter().find(|alert| alert.starts_at == starts_at)
                else {
                    return Ok(());
                };
                if alert.status != "firing" || alert.stale_at() >= now {
                    return Ok(());
                }
                queries::make_stale(tx, source, &fingerprint, starts_at).await?;
                match alert.component() {
                    Some(about) => ingest::say(tx, &ledger, source, about, alert.stale_at()).await,
                    None => Ok(()),
                }
            })
        });
        write.await
    }

    async fn unheard_checks(&self, now: EpochMs) -> Result<Vec<UnheardRow>, StoreError> {
        self.read(move |tx| {
            Box::pin(async move { queries::unheard_checks(tx, now, &unheard_memory()).await })
        })
        .await
    }

    async fn silent_check(&self, check: UnheardRow) -> Result<(), StoreError> {
        let (client, component) = (ClientId(check.client_id), ComponentId(check.component_id));
        let id = CheckId(check.id);
        let ledger = self.ledger.clone();
        let write = self.store.write(Scope::Client(client), move |tx| {
            Box::pin(async move {
                tx.alone("ledger", client.0).await?;
                if queries::forget_memory(tx, client, id, check.heard_at, &unheard_memory()).await?
                    == 0
                {
                    return Ok(());
                }
                let about = (client, component);
                let state = ComponentState::Unknown;
                let said = Said::state(
                    about,
                    Contributor::Check(id),
                    check.heard_at,
                    state,
                    &Cause::Silence,
                );
                ledger.record(tx, said).await
            })
        });
        write.await
    }

    /// What is no longer there says nothing any more.
    async fn retire(&self, leftover: LeftoverRow) -> Result<(), StoreError> {
        let Some(contributor) = Contributor::parse(&leftover.contributor) else {
            return Ok(());
        };
        let about = (
            ClientId(leftover.client_id),
            ComponentId(leftover.component_id),
        );
        let from = leftover.retired_at.max(leftover.starts_at);
        self.say(Said::nothing(about, contributor, from)).await
    }

    async fn say(&self, said: Said) -> Result<(), StoreError> {
        let ledger = self.ledger.clone();
        let write = self.store.write(Scope::Client(said.client), move |tx| {
            Box::pin(async move { ledger.record(tx, said).await })
        });
        write.await
    }

    async fn read<T: Send>(
        &self,
        job: impl for<'t> FnOnce(
            &'t mut Tx,
        ) -> futures_util::future::BoxFuture<'t, Result<T, StoreError>>
        + Send,
    ) -> Result<T, StoreError> {
        self.store.read(Scope::System, job).await
    }
}

/// A source is heard: what only its silence made unknown is known from now on, and what it has
/// never mentioned works, since it would have said otherwise.
pub async fn end(store: &Store, ledger: &Ledger, source: SourceId) -> Result<(), StoreError> {
    let read = store.read(Scope::Ingest(source), move |tx| {
        Box::pin(async move {
            let silence = queries::silence_of(tx, source).await?;
            Ok::<_, StoreError>((silence, queries::made_unknown_by(tx, source).await?))
        })
    });
    let (silence, unknown) = read.await?;
    for (client, watched) in by_client(unknown) {
        let ledger = ledger.clone();
        let write = store.write(Scope::Client(client), move |tx| {
            Box::pin(async move {
                for one in &watched {
                    known_again(tx, &ledger, one).await?;
                }
                Ok::<_, StoreError>(())
            })
        });
        write.await?;
    }
    if silence.is_some_and(|(silent, _, _)| silent == 1) {
        tracing::info!(%source, "a silent source is heard again");
        let write = store.write(Scope::Ingest(source), move |tx| {
            Box::pin(async move { queries::set_silent(tx, source, 0).await.map(|_| ()) })
        });
        write.await?;
    }
    Ok(())
}

async fn known_again(tx: &mut Tx, ledger: &Ledger, watched: &WatchedRow) -> Result<(), StoreError> {
    let now = tx.now_ms();
    let (client, component) = about(watched);
    let source = SourceId(watched.source_id);
    if queries::last_word(tx, source, client, component)
        .await?
        .is_none()
    {
        ledger.record(tx, mentioned(watched, now)).await?;
    }
    let said = Said::nothing((client, component), Contributor::Watchdog(source), now);
    ledger.record(tx, said).await
}

/// Nothing is wrong with it, as far as its source goes.
fn mentioned(watched: &WatchedRow, now: EpochMs) -> Said {
    let contributor = Contributor::Source(SourceId(watched.source_id));
    let state = ComponentState::Operational;
    Said::state(about(watched), contributor, now, state, &Cause::None)
}

/// What a silent probe remembers, as it is stored.
pub fn unheard_memory() -> String {
    serde_json::to_string(&ProbeMemory::UNHEARD).unwrap_or_default()
}

fn unheard(watched: &WatchedRow, heard_at: EpochMs) -> Said {
    let contributor = Contributor::Watchdog(SourceId(watched.source_id));
    let from = heard_at.max(watched.created_at);
    Said::state(
        about(watched),
        contributor,
        from,
        ComponentState::Unknown,
        &Cause::Silence,
    )
}

fn about(watched: &WatchedRow) -> (ClientId, ComponentId) {
    (
        ClientId(watched.client_id),
        ComponentId(watched.component_id),
    )
}

/// Asked again inside the transaction: it may have spoken meanwhile.
async fn is_silent(tx: &mut Tx, source: SourceId) -> Result<bool, StoreError> {
    let now = tx.now_ms();
    let silence = queries::silence_of(tx, source).await?;
    Ok(silence.is_some_and(|(_, heard_at, grace_ms)| heard_at + grace_ms < now))
}

fn by_client(rows: Vec<WatchedRow>) -> BTreeMap<ClientId, Vec<WatchedRow>> {
    let mut grouped: BTreeMap<ClientId, Vec<WatchedRow>> = BTreeMap::new();
    for watched in rows {
        grouped
            .entry(ClientId(watched.client_id))
            .or_default()
            .push(watched);
    }
    grouped
}
