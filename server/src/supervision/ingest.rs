//! What monitoring systems post: who may write what, then each alert to its component, in a transaction.
//!
//! # Layout
//!
//! - [`alertmanager`]: its payload, and the answer it gets
//! - [`matching`]: labels → component
//! - [`episodes`]: one observation into the alerts kept, and what the source thereby says

pub mod alertmanager;

mod episodes;
mod matching;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use app::domain::ids::{ClientId, SourceId, TokenId};
use app::domain::status::Observation;
use app::domain::time::MINUTE_MS;
use futures_util::future::try_join_all;

use super::queries::{self, TokenRow};
use super::silence;
use crate::account::hash_token;
use crate::status::Ledger;
use crate::store::{Scope, Store, StoreError};
use matching::{Allowed, Target};

pub use episodes::say;

/// Takes in what monitoring systems say. Clones share the store and the ledger.
#[derive(Clone)]
pub struct Ingest {
    store: Store,
    ledger: Ledger,
}

/// A source, by the token that it came with.
#[derive(Debug, Clone)]
pub struct Sender {
    token: TokenId,
    source: SourceId,
    kind: String,
    /// Its always-firing alert; empty for none.
    watchdog: String,
}

/// What became of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    pub matched: usize,
    pub unmatched: usize,
}

/// A token's last use is written down at most this often.
const USED_EVERY_MS: i64 = MINUTE_MS;

impl Ingest {
    pub fn new(store: Store, ledger: Ledger) -> Ingest {
        Ingest { store, ledger }
    }

    /// Who that token belongs to; `None` for any token that is not one of ours, or no longer.
    pub async fn sender(&self, token: &str) -> Result<Option<Sender>, StoreError> {
        let hash = hash_token(token);
        let read = self.store.read(Scope::System, |tx| {
            Box::pin(async move { queries::token(tx, &hash).await })
        });
        Ok(read.await?.map(|row: TokenRow| Sender {
            token: TokenId(row.id),
            source: SourceId(row.source_id),
            kind: row.kind,
            watchdog: row.watchdog,
        }))
    }

    /// Keeps every observation; returns once all of it is durable. Taking the same again changes
    /// nothing. After an error some clients' part may have been kept: the sender repeats it all.
    pub async fn take(
        &self,
        sender: &Sender,
        observations: Vec<Observation>,
    ) -> Result<Taken, StoreError> {
        let is_watchdog = |observation: &Observation| {
            !sender.watchdog.is_empty() && observation.name == sender.watchdog
        };
        let (watchdogs, observations): (Vec<_>, Vec<_>) =
            observations.into_iter().partition(is_watchdog);
        let alive = watchdogs.iter().any(|watchdog| watchdog.ends_at.is_none());

        let (matched, allowed) = self.matched(sender, observations).await?;
        let mut taken = Taken::default();
        let mut by_client: BTreeMap<ClientId, Vec<(Observation, Target)>> = BTreeMap::new();
        let mut strays = Vec::new();
        for (observation, target) in matched {
            match target.client() {
                Some(client) => {
                    taken.matched += 1;
                    by_client
                        .entry(client)
                        .or_default()
                        .push((observation, target));
                }
                None => {
                    taken.unmatched += 1;
                    strays.push((observation, target));
                }
            }
        }
        self.heard(sender, alive, strays, &allowed).await?;
        let parts = by_client
            .into_iter()
            .map(|(client, part)| self.keep(sender, client, part, &allowed));
        try_join_all(parts).await?;
        if alive {
            silence::end(&self.store, &self.ledger, sender.source).await?;
        }
        Ok(taken)
    }

    async fn matched(
        &self,
        sender: &Sender,
        observations: Vec<Observation>,
    ) -> Result<(Vec<(Observation, Target)>, Arc<HashSet<ClientId>>), StoreError> {
        let (token, source) = (sender.token, sender.source);
        let read = self.store.read(Scope::Ingest(source), move |tx| {
            Box::pin(async move {
                let allowed = Allowed::read(tx, token, source).await?;
                let mut matched = Vec::with_capacity(observations.len());
                for observation in observations {
                    let target = allowed.target(tx, &observation).await?;
                    matched.push((observation, target));
                }
                Ok((matched, Arc::new(allowed.clients())))
            })
        });
        read.await
    }

    /// Notes that the source spoke, and keeps what leads to no component for the desk.
    async fn heard(
        &self,
        sender: &Sender,
        alive: bool,
        strays: Vec<(Observation, Target)>,
        allowed: &Arc<HashSet<ClientId>>,
    ) -> Result<(), StoreError> {
        let (token, source, ledger) = (sender.token, sender.source, self.ledger.clone());
        let allowed = Arc::clone(allowed);
        let write = self.store.write(Scope::Ingest(source), move |tx| {
            Box::pin(async move {
                tx.alone("ingest", source.0).await?;
                let now = tx.now_ms();
                queries::note_heard(tx, source, now).await?;
                queries::note_used(tx, token, now, now - USED_EVERY_MS).await?;
                if alive {
                    queries::note_watchdog(tx, source, now).await?;
                }
                episodes::keep(tx, &ledger, source, &allowed, &strays).await
            })
        });
        write.await
    }

    async fn keep(
        &self,
        sender: &Sender,
        client: ClientId,
        part: Vec<(Observation, Target)>,
        allowed: &Arc<HashSet<ClientId>>,
    ) -> Result<(), StoreError> {
        let (source, ledger, allowed) = (sender.source, self.ledger.clone(), Arc::clone(allowed));
        let write = self.store.write(Scope::Ingest(source), move |tx| {
            Box::pin(async move {
                tx.alone("ingest", source.0).await?;
                tx.alone("ledger", client.0).await?;
                episodes::keep(tx, &ledger, source, &allowed, &part).await
            })
        });
        write.await
    }
}
