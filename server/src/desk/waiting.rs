//! How much waits for somebody, kept in memory: the marks beside the navigation are on every page.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use app::domain::access::{Asker, Role, Visibility};
use app::domain::ids::{ClientId, ContactId};
use app::shell::Attention;
use arc_swap::ArcSwap;

use crate::quotes;
use crate::store::{Scope, Store, StoreError, Tx};
use crate::zone::Zone;

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
    /// Requests and quotes that wait for an approver, by client.
    awaiting_approval: HashMap<ClientId, u32>,
    /// Who approves in another's place now.
    standing_in: HashSet<(ClientId, ContactId)>,
    /// Quotes to write, and approvals and answers that have waited for too long.
    quotes: u32,
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
                quotes: known.quotes,
                ..Attention::default()
            },
            // Who approves for a part of the client only finds its requests in the list.
            Asker::Contact(contact) => Attention {
                interventions: known
                    .awaiting_approval
                    .get(&contact.client)
                    .copied()
                    .filter(|_| {
                        let stands_in = known
                            .standing_in
                            .contains(&(contact.client, contact.contact));
                        (contact.role >= Role::Approver || stands_in)
                            && contact.visibility == Visibility::Client
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
    let sent = queries::awaiting_answer(tx).await?;
    let now = tx.now_ms();
    let standing_in = queries::standing_in(tx, now).await?;
    let (to_write,) = queries::to_write(tx).await?;
    let zone = queries::provider_zone(tx).await?;
    let zone = Zone::named(
        zone.as_ref()
            .map_or("Europe/Paris", |(name,)| name.as_str()),
    );
    let since = quotes::overdue_before(zone, now);
    let (forgotten,) = queries::forgotten(tx, since).await?;
    let (unapproved,) = queries::unapproved(tx, since).await?;
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(Counts {
        untaken: count(untaken),
        unmatched: count(unmatched),
        awaiting_approval: by_client(&[awaiting, sent]),
        standing_in: standing_in
            .into_iter()
            .map(|(client, contact)| (ClientId(client), ContactId(contact)))
            .collect(),
        quotes: count(to_write + forgotten + unapproved),
    })
}

fn by_client(counted: &[Vec<(i64, i64)>]) -> HashMap<ClientId, u32> {
    let mut sums = HashMap::new();
    for (client, number) in counted.iter().flatten() {
        *sums.entry(ClientId(*client)).or_default() += u32::try_from(*number).unwrap_or(u32::MAX);
    }
    sums
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

        all awaiting_answer() -> (i64, i64) = "
            SELECT client_id, COUNT(*) FROM quote_revisions WHERE status = 'sent'
            GROUP BY client_id ORDER BY client_id";

        all standing_in(now: i64) -> (i64, i64) = "
            SELECT client_id, contact_id FROM stand_ins
            WHERE ended_at IS NULL AND ends_at > $1 AND starts_at <= $1";

        one to_write() -> (i64,) = "
            SELECT COUNT(*) FROM interventions WHERE state = 'awaiting_quote'";

        /// Quotes that nobody has answered since before then.
        one forgotten(since: i64) -> (i64,) = "
            SELECT COUNT(*) FROM quote_revisions WHERE status = 'sent' AND sent_at < $1";

        one unapproved(since: i64) -> (i64,) = "
            SELECT COUNT(*) FROM interventions WHERE state = 'awaiting_approval' AND declared_at < $1";

        maybe provider_zone() -> (String,) = "
            SELECT time_zone FROM provider WHERE id = 1";
    }
}
