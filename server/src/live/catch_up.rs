//! The loop that reads the outbox: what is in memory is refreshed first, then listeners are told.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use app::domain::ids::{ClientId, SessionId};
use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;

use super::Live;
use super::event::Event;
use crate::store::outbox::{self, Head, Message, Stream};
use crate::store::{Scope, StoreError, Tx};

/// At the latest, whatever woke or did not wake us.
const POLL: Duration = Duration::from_secs(1);
/// Commits come in bursts: what arrives within this is read together.
const BREATH: Duration = Duration::from_millis(4);
/// How long listeners wait for the boards; a page that is fetched then waits for itself.
const PATIENCE: Duration = Duration::from_millis(100);
/// Messages of one stream read at once.
const ROUND: i64 = 500;

/// What one stream got since the last round.
struct Moved {
    head: Head,
    known: i64,
    messages: Vec<Message>,
}

impl Live {
    /// Follows the outbox until told to stop; the store wakes it after each commit, whoever made it.
    pub async fn follow(self, stopping: CancellationToken) {
        let work = async { tokio::join!(self.warm(), self.keep_up()) };
        stopping.run_until_cancelled(work).await;
    }

    async fn warm(&self) {
        if let Err(error) = self.boards.warm().await {
            tracing::warn!(%error, "the boards cannot be read yet: each will be when it is asked for");
        }
    }

    async fn keep_up(&self) {
        let mut committed = self.store.committed();
        let mut failing = false;
        loop {
            match self.catch_up().await {
                Ok(()) => failing = false,
                Err(error) if !failing => {
                    tracing::warn!(%error, "the outbox cannot be read: streams stand still until it can");
                    failing = true;
                }
                Err(_) => {}
            }
            tokio::time::sleep(if failing { POLL } else { BREATH }).await;
            // The store outlives this loop: a closed watch is the end of the program.
            let _woken = tokio::time::timeout(POLL, committed.changed()).await;
        }
    }

    /// Reads and tells everything that was committed by now.
    async fn catch_up(&self) -> Result<(), StoreError> {
        loop {
            let known = self.hub.heads();
            let moved = self
                .store
                .read(Scope::System, move |tx| Box::pin(moved(tx, known)))
                .await?;
            if moved.is_empty() {
                return Ok(());
            }
            self.tell(moved).await;
        }
    }

    async fn tell(&self, moved: Vec<Moved>) {
        for session in moved.iter().flat_map(Moved::ended_sessions) {
            self.sessions.forget(session);
            self.hub.revoke(session);
        }
        let clients: Vec<ClientId> = moved.iter().filter_map(Moved::client).collect();
        for one in &moved {
            if let Some(client) = one.client() {
                self.boards.told(client, one.reaches());
            }
        }
        let refreshed = join_all(clients.into_iter().map(|client| self.boards.board(client)));
        // A board that is late, or cannot be read, is its readers' to wait for: news does not.
        let _refreshed = tokio::time::timeout(PATIENCE, refreshed).await;
        for one in moved {
            self.hub
                .deliver(one.head.stream, &one.events(), one.reaches());
        }
    }
}

/// The streams that stand elsewhere than known, with their next messages.
async fn moved(tx: &mut Tx, known: HashMap<Stream, i64>) -> Result<Vec<Moved>, StoreError> {
    let mut moved = Vec::new();
    for head in outbox::heads(tx).await? {
        let known = known.get(&head.stream).copied().unwrap_or(0);
        if head.last_seq == known {
            continue;
        }
        let messages = outbox::since(tx, head.stream, known, ROUND).await?;
        moved.push(Moved {
            head,
            known,
            messages,
        });
    }
    Ok(moved)
}

impl Moved {
    fn client(&self) -> Option<ClientId> {
        match self.head.stream {
            Stream::Client(client) => Some(client),
            Stream::Staff => None,
        }
    }

    /// Where the stream stands once this is told.
    fn reaches(&self) -> i64 {
        let last = self.messages.last();
        last.map_or(self.head.last_seq, |message| message.seq)
    }

    /// What was lost on the way: pruned before it was read here, or the database is an older one.
    fn is_torn(&self) -> bool {
        self.head.floor_seq > self.known || self.head.last_seq < self.known
    }

    fn events(&self) -> Vec<Arc<Event>> {
        let mut events: Vec<Arc<Event>> = self
            .messages
            .iter()
            .filter_map(Event::of)
            .map(Arc::new)
            .collect();
        if self.is_torn() {
            events.push(Arc::new(Event::resync(self.reaches())));
        }
        events
    }

    fn ended_sessions(&self) -> impl Iterator<Item = SessionId> {
        let ended = self.messages.iter().filter(|one| one.kind == "session");
        ended.filter_map(|message| {
            let payload: serde_json::Value = serde_json::from_str(&message.payload).ok()?;
            payload
                .get("session")?
                .as_str()?
                .parse()
                .ok()
                .map(SessionId)
        })
    }
}
