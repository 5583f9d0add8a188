//! Who listens to which stream, and where each stream stands.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use app::domain::access::Asker;
use app::domain::ids::SessionId;
use tokio::sync::mpsc;

use super::event::Event;
use crate::store::outbox::Stream;

/// Events that may wait for one reader; one that lags further is dropped, and comes back with its
/// cursor. More than one round of the catch-up, so that only reading slowly fills it.
const QUEUE: usize = 1024;
/// Streams that one session may have open: a tab each.
const PER_SESSION: usize = 8;

/// Every open stream of this process.
pub struct Hub {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    channels: HashMap<Stream, Channel>,
    per_session: HashMap<SessionId, usize>,
    last_number: u64,
}

#[derive(Default)]
struct Channel {
    /// The last message that was handed to everybody here.
    head: Arc<AtomicI64>,
    listeners: HashMap<u64, Listener>,
}

struct Listener {
    asker: Arc<Asker>,
    queue: mpsc::Sender<Arc<Event>>,
    revoked: Arc<AtomicBool>,
}

/// One reader's end; dropping it stops listening.
pub struct Subscription {
    /// The stream's last message when listening began: what comes after it is heard.
    pub began_at: i64,
    pub stream: Stream,
    queue: mpsc::Receiver<Arc<Event>>,
    head: Arc<AtomicI64>,
    revoked: Arc<AtomicBool>,
    hub: Arc<Hub>,
    session: SessionId,
    number: u64,
}

impl Hub {
    pub fn at(stands: impl Iterator<Item = (Stream, i64)>) -> Hub {
        let channels = stands.map(|(stream, head)| {
            let channel = Channel {
                head: Arc::new(AtomicI64::new(head)),
                listeners: HashMap::new(),
            };
            (stream, channel)
        });
        let inner = Inner {
            channels: channels.collect(),
            ..Inner::default()
        };
        Hub {
            inner: Mutex::new(inner),
        }
    }

    /// Where the stream stands here; one that nothing was published to stands at zero.
    pub fn head(&self, stream: Stream) -> i64 {
        let inner = self.lock();
        let channel = inner.channels.get(&stream);
        channel.map_or(0, |channel| channel.head.load(Ordering::Acquire))
    }

    /// Where every stream stands here.
    pub fn heads(&self) -> HashMap<Stream, i64> {
        let inner = self.lock();
        let heads = inner.channels.iter();
        heads
            .map(|(stream, channel)| (*stream, channel.head.load(Ordering::Acquire)))
            .collect()
    }

    /// `None` when the asker's session listens often enough already.
    pub fn subscribe(hub: &Arc<Hub>, stream: Stream, asker: &Arc<Asker>) -> Option<Subscription> {
        let mut inner = hub.lock();
        let session = asker.session();
        let open = inner.per_session.entry(session).or_default();
        if *open >= PER_SESSION {
            return None;
        }
        *open += 1;
        inner.last_number += 1;
        let number = inner.last_number;
        let (sender, queue) = mpsc::channel(QUEUE);
        let revoked = Arc::new(AtomicBool::new(false));
        let channel = inner.channels.entry(stream).or_default();
        let listener = Listener {
            asker: Arc::clone(asker),
            queue: sender,
            revoked: Arc::clone(&revoked),
        };
        channel.listeners.insert(number, listener);
        Some(Subscription {
            began_at: channel.head.load(Ordering::Acquire),
            stream,
            queue,
            head: Arc::clone(&channel.head),
            revoked,
            hub: Arc::clone(hub),
            session,
            number,
        })
    }

    /// Hands events to those who may hear them; the stream then stands at `head`.
    pub fn deliver(&self, stream: Stream, events: &[Arc<Event>], head: i64) {
        let mut inner = self.lock();
        let channel = inner.channels.entry(stream).or_default();
        channel
            .listeners
            .retain(|_, listener| listener.hear(events));
        // Only now: an empty queue then means that everything up to the head was heard.
        channel.head.store(head, Ordering::Release);
    }

    /// Ends every stream of that session.
    pub fn revoke(&self, session: SessionId) {
        let mut inner = self.lock();
        for channel in inner.channels.values_mut() {
            channel.listeners.retain(|_, listener| {
                let stays = listener.asker.session() != session;
                if !stays {
                    listener.revoked.store(true, Ordering::Release);
                }
                stays
            });
        }
    }

    fn leave(&self, stream: Stream, session: SessionId, number: u64) {
        let mut inner = self.lock();
        if let Some(channel) = inner.channels.get_mut(&stream) {
            channel.listeners.remove(&number);
        }
        if let Some(open) = inner.per_session.get_mut(&session) {
            *open = open.saturating_sub(1);
            if *open == 0 {
                inner.per_session.remove(&session);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listener {
    /// False when it has gone, or reads too slowly to stay.
    fn hear(&self, events: &[Arc<Event>]) -> bool {
        let mut admitted = events.iter().filter(|event| event.admits(&self.asker));
        admitted.all(|event| self.queue.try_send(Arc::clone(event)).is_ok())
    }
}

impl Subscription {
    /// The next event; `None` when this reader hears no more: it was too slow, or its session ended.
    pub async fn next(&mut self) -> Option<Arc<Event>> {
        let event = self.queue.recv().await?;
        (!self.is_revoked()).then_some(event)
    }

    /// An event that waits already.
    pub fn waiting(&mut self) -> Option<Arc<Event>> {
        self.queue.try_recv().ok()
    }

    /// The last message that this reader has heard, or that was not for it; `None` while some wait.
    pub fn caught_up_to(&self) -> Option<i64> {
        let head = self.head.load(Ordering::Acquire);
        self.queue.is_empty().then_some(head)
    }

    pub fn is_revoked(&self) -> bool {
        self.revoked.load(Ordering::Acquire)
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.hub.leave(self.stream, self.session, self.number);
    }
}
