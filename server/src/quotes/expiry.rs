//! What nobody answered in time: recorded from the end of its last day.

use std::time::Duration;

use app::domain::ids::{ClientId, QuoteId};
use app::domain::intervention::{Actor, Event};
use tokio_util::sync::CancellationToken;

use super::queries;
use crate::interventions::acting::{self, Gesture};
use crate::interventions::reading;
use crate::store::{Scope, Store, StoreError, Tx};

/// How often it is looked at.
const EVERY: Duration = Duration::from_secs(30);
/// At once; the rest waits for the next look.
const AT_ONCE: i64 = 100;

/// Looks until the program stops. One on each node: each quote is taken hold of, and expires once.
pub async fn run(store: Store, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = expire(&store).await {
            tracing::warn!(%error, "quotes could not be looked at: trying again");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(EVERY) => {}
        }
    }
}

/// Looks once; gives how many expired.
pub async fn expire(store: &Store) -> Result<usize, StoreError> {
    let now = store.clock().now_ms();
    let due = store
        .read(Scope::System, |tx| {
            Box::pin(async move { queries::due(tx, now, AT_ONCE).await })
        })
        .await?;
    let mut expired = 0;
    for (client, quote, intervention) in due {
        let client = ClientId(client);
        let write = store.write(Scope::Client(client), move |tx| {
            Box::pin(async move { expire_one(tx, client, QuoteId(quote), &intervention).await })
        });
        expired += usize::from(write.await?);
    }
    Ok(expired)
}

async fn expire_one(
    tx: &mut Tx,
    client: ClientId,
    quote: QuoteId,
    intervention: &str,
) -> Result<bool, StoreError> {
    let Some(head) = reading::find_of(tx, client, intervention).await? else {
        return Ok(false);
    };
    let held = acting::hold(tx, &head).await?;
    // Answered, revised or ended since it was looked at.
    let Some(sent) = held.snapshot.quote.filter(|sent| sent.quote == quote) else {
        return Ok(false);
    };
    let gesture = Gesture {
        actor: Actor::System,
        event: Event::QuoteExpired { quote },
        text: "",
        effective_at: sent.valid_until.max(held.snapshot.changed_at),
        late: None,
    };
    Ok(acting::record(tx, &held, gesture).await?.is_ok())
}
