//! How much waits for somebody, kept in memory: the marks beside the navigation are on every page.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use app::domain::access::{Asker, Role, Visibility};
use app::domain::ids::ClientId;
use app::shell::Attention;
use arc_swap::ArcSwap;

use crate::store::{Scope, Store, StoreError, Tx};

pub use queries::STATEMENTS;

/// What waits, as it was last counted.
#[derive(Clone)]
pub struct Waiting {
    store: Store,
    known: Arc<ArcSwap<Counts>>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Counts {
    /// Registered at any client, and nobody has taken it.
    untaken: u32,
    /// Alerts that match no component.
    unmatched: u32,
    /// Requests that wait for an approver, by client.
    awaiting_approval: HashMap<ClientId, u32>,
}

impl Waiting {
    /// Counts for the first time.
    pub async fn load(store: Store) -> Result<Self, StoreError> {
        let waiting = Waiting {
            store,
            known: Arc::default(),
        };
        waiting.refresh().await?;
        Ok(waiting)
    }

    /// What the navigation marks for this asker, states aside.
    pub fn attention(&self, asker: &Asker) -> Attention {
        let known = self.known.load();
        match asker {
            Asker::Staff(_) => Attention {
                queue: known.untaken,
                unmatched: known.unmatched,
                ..Attention::default()
            },
            // Who approves for a part of the client only finds its requests in the list.
            Asker::Contact(contact) => Attention {
                interventions: known
                    .awaiting_approval
                    .get(&contact.client)
                    .copied()
                    .filter(|_| {
                        contact.role >= Role::Approver && contact.visibility == Visibility::Client
                    })
                    .unwrap_or_default(),
                ..Attention::default()
            },
        }
    }

    async fn refresh(&self) -> Result<(), StoreError> {
        let counts = self
            .store
            .read(Scope::Staff, |tx| Box::pin(counts(tx)))
            .await?;
        self.known.store(Arc::new(counts));
        Ok(())
    }

    /// Keeps it true for as long as the program runs: the store wakes it after every commit, whoever made it.
    pub async fn follow(self) {
        let mut committed = self.store.committed();
        while committed.changed().await.is_ok() {
            if let Err(error) = self.refresh().await {
                tracing::warn!("what waits could not be counted: {error}");
            }
            // Commits come in bursts.
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

async fn counts(tx: &mut Tx) -> Result<Counts, StoreError> {
    let (untaken,) = queries::untaken(tx).await?;
    let (unmatched,) = queries::unmatched(tx).await?;
    let awaiting = queries::awaiting_approval(tx).await?;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(Counts {
        untaken: count(untaken),
        unmatched: count(unmatched),
        awaiting_approval: awaiting
            .into_iter()
            .map(|(client, number)| (ClientId(client), count(number)))
            .collect(),
    })
}

mod queries {
    crate::queries! {
        one untaken() -> (i64,) = "
            SELECT COUNT(*) FROM interventions WHERE state = 'registered'";

        one unmatched() -> (i64,) = "
            SELECT COUNT(*) FROM alerts
            WHERE unmatched IN ('no_client', 'no_component', 'not_allowed') AND status = 'firing'";

        all awaiting_approval() -> (i64, i64) = "
            SELECT client_id, COUNT(*) FROM interventions WHERE state = 'awaiting_approval'
            GROUP BY client_id ORDER BY client_id";
    }
}
