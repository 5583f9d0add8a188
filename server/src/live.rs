//! Committed changes, to open browsers.
//!
//! # Layout
//!
//! - [`catch_up`]: the loop that reads the outbox, refreshes what is in memory, then tells
//! - [`hub`]: who listens to which stream, and where each stream stands
//! - [`stream`]: `GET /live`: what one browser hears
//! - [`event`]: a message as it goes over the wire
//! - [`audience`]: who of a stream's readers may receive it
//! - [`pruning`]: what nobody will ask for any more

mod audience;
mod catch_up;
mod event;
mod hub;
pub mod pruning;
pub mod stream;

use std::sync::Arc;

use app::domain::access::Asker;

use crate::account::sessions::Sessions;
use crate::status::Boards;
use crate::store::outbox::{self, Stream};
use crate::store::{Scope, Store, StoreError};
use hub::{Hub, Subscription};

pub use audience::Audience;

/// The streams of this process. Clones share them.
#[derive(Clone)]
pub struct Live {
    store: Store,
    boards: Boards,
    sessions: Sessions,
    hub: Arc<Hub>,
}

impl Live {
    /// Starts where the streams stand now: what was committed before is in every page already.
    pub async fn load(
        store: Store,
        boards: Boards,
        sessions: Sessions,
    ) -> Result<Live, StoreError> {
        let heads = store
            .read(Scope::System, |tx| Box::pin(outbox::heads(tx)))
            .await?;
        let stands = heads.into_iter().map(|head| (head.stream, head.last_seq));
        Ok(Live {
            store,
            boards,
            sessions,
            hub: Arc::new(Hub::at(stands)),
        })
    }

    /// The cursor for a page that is about to be made for that asker: whatever the page shows holds
    /// every message up to it. From memory.
    pub fn cursor(&self, asker: &Asker) -> i64 {
        let told = self.hub.head(stream_of(asker));
        match asker {
            Asker::Staff(_) => told,
            // A board that cannot be refreshed is served as it is: what it lacks is heard again.
            Asker::Contact(contact) => match self.boards.known(contact.client) {
                Some(board) => told.min(board.cursor),
                None => told,
            },
        }
    }

    /// Listens on behalf of that asker; `None` when its session listens often enough already.
    fn subscribe(&self, asker: &Arc<Asker>) -> Option<Subscription> {
        Hub::subscribe(&self.hub, stream_of(asker), asker)
    }
}

/// What that asker listens to: its client's stream, and never another.
fn stream_of(asker: &Asker) -> Stream {
    match asker {
        Asker::Contact(contact) => Stream::Client(contact.client),
        Asker::Staff(_) => Stream::Staff,
    }
}
