//! Once an hour: messages and drafts that nobody will ask for any more are forgotten.

use std::time::Duration;

use app::domain::time::DAY_MS;

use crate::account::looking;
use crate::http::drafts::Drafts;
use crate::interventions;
use crate::store::{Scope, Store, StoreError, outbox};

/// A browser that was away for longer fetches its page anew.
const KEPT_MS: i64 = 7 * DAY_MS;
const EVERY: Duration = Duration::from_secs(60 * 60);

/// Prunes for as long as the program runs.
pub async fn hourly(store: Store, drafts: Drafts) {
    loop {
        match prune(&store).await {
            Ok(0) => {}
            Ok(forgotten) => {
                tracing::info!(forgotten, "old messages of the streams were forgotten")
            }
            Err(error) => tracing::warn!(%error, "old messages could not be forgotten"),
        }
        if let Err(error) = drafts.prune().await {
            tracing::warn!(%error, "old drafts could not be forgotten");
        }
        if let Err(error) = interventions::drafts::prune(&store).await {
            tracing::warn!(%error, "requests that were kept for later could not be forgotten");
        }
        if let Err(error) = looking::end_expired(&store).await {
            tracing::warn!(%error, "the end of a view could not be written down");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Forgets messages older than a week; returns how many.
pub async fn prune(store: &Store) -> Result<u64, StoreError> {
    let before = store.clock().now_ms() - KEPT_MS;
    store
        .write(Scope::System, move |tx| {
            Box::pin(async move { outbox::prune(tx, before).await })
        })
        .await
}
