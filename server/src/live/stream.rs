//! `GET /live`: what one browser hears: what it missed, then what happens, and a beat in between.

use std::convert::Infallible;
use std::time::Duration;

use app::answer::AppError;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::{Bytes, BytesMut};
use futures_util::stream;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::event::{self, Event};
use super::hub::Subscription;
use crate::account::sessions::Session;
use crate::http::problem::Refused;
use crate::http::visitor;
use crate::store::outbox::{self, Stream};
use crate::store::{Scope, Store, StoreError, Tx};
use crate::wiring::Services;

/// Between two signs of life; the session is looked at before each.
const BEAT: Duration = Duration::from_secs(10);
/// A reader further behind fetches its page anew.
const REPLAYED: i64 = 500;
const REPLAY_DEADLINE: Duration = Duration::from_secs(10);
/// For a session that listens too often.
const RETRY_AFTER_S: u32 = 10;

/// Opens the stream of whoever asks.
pub async fn open(State(services): State<Services>, request: Request) -> Response {
    let session = visitor::session_of(&request);
    let token = visitor::session_token(request.headers());
    let (Some(session), Some(token)) = (session, token) else {
        return Refused(AppError::SignInNeeded).into_response();
    };
    let Some(subscription) = services.live.subscribe(&session.asker) else {
        let retry_after_s = RETRY_AFTER_S;
        return Refused(AppError::Throttled { retry_after_s }).into_response();
    };
    let line = Line {
        cursor: Cursor::of(request.headers(), request.uri()),
        token: token.to_owned(),
        heard: subscription.began_at,
        phase: Phase::Opening,
        beats: beats(),
        services,
        session,
        subscription,
    };
    let mut response = Body::from_stream(stream::unfold(line, Line::next)).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    );
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-store, no-transform"),
    );
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}

/// Where a reader says that it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cursor {
    /// Nowhere: it hears what happens from now on.
    Now,
    After(i64),
    /// That is no cursor of ours.
    Unknown,
}

impl Cursor {
    /// What the browser itself heard last goes before what its page knew.
    fn of(headers: &HeaderMap, uri: &Uri) -> Cursor {
        if let Some(value) = headers.get("last-event-id") {
            return Cursor::parse(value.to_str().unwrap_or("not text"));
        }
        let query: Vec<(String, String)> =
            serde_urlencoded::from_str(uri.query().unwrap_or_default()).unwrap_or_default();
        let after = query.iter().find(|(name, _)| name == "after");
        after.map_or(Cursor::Now, |(_, value)| Cursor::parse(value))
    }

    fn parse(text: &str) -> Cursor {
        match text.parse() {
            _ if text.is_empty() => Cursor::Now,
            Ok(seq) if seq >= 0 && !text.starts_with('+') => Cursor::After(seq),
            _ => Cursor::Unknown,
        }
    }
}

/// One open stream.
struct Line {
    services: Services,
    subscription: Subscription,
    session: std::sync::Arc<Session>,
    token: String,
    cursor: Cursor,
    /// Everything up to this was heard, or was not for this reader.
    heard: i64,
    phase: Phase,
    beats: Interval,
}

enum Phase {
    Opening,
    Replaying,
    Following,
}

impl Line {
    /// The next bytes to send; `None` at the end.
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Line)> {
        let stopping = self.services.stopping.clone();
        let bytes = stopping.run_until_cancelled(self.bytes()).await??;
        Some((Ok(bytes), self))
    }

    async fn bytes(&mut self) -> Option<Bytes> {
        if let Phase::Opening = self.phase {
            self.phase = Phase::Replaying;
            return Some(self.greeting());
        }
        if let Phase::Replaying = self.phase {
            self.phase = Phase::Following;
            if let Some(missed) = self.missed().await? {
                return Some(missed);
            }
        }
        self.follow().await
    }

    /// The first beat moves no cursor: what was missed is still to come.
    fn greeting(&self) -> Bytes {
        let retry = event::retry(1_000 + random_below(2_000));
        let beat = event::beat(self.services.store.clock().now_ms(), None);
        [retry, beat].concat().into()
    }

    /// What happened between the cursor and the beginning of this stream; `None` outside: the
    /// stream cannot go on.
    async fn missed(&mut self) -> Option<Option<Bytes>> {
        let after = match self.cursor {
            Cursor::Now => return Some(None),
            Cursor::After(seq) if seq == self.heard => return Some(None),
            Cursor::After(seq) => seq,
            Cursor::Unknown => return Some(Some(Event::resync(self.heard).frame)),
        };
        let stream = self.subscription.stream;
        let replay = replay(&self.services.store, stream, after);
        let replay = match tokio::time::timeout(REPLAY_DEADLINE, replay).await {
            Ok(Ok(replay)) => replay,
            Ok(Err(error)) => {
                tracing::warn!(%error, "what a stream missed cannot be read: it ends, its reader tries again");
                return None;
            }
            Err(_) => return None,
        };
        self.heard = replay.reaches;
        let asker = &self.session.asker;
        let admitted = replay.events.iter().filter(|event| event.admits(asker));
        let frames: Vec<&[u8]> = admitted.map(|event| &*event.frame).collect();
        Some((!frames.is_empty()).then(|| frames.concat().into()))
    }

    async fn follow(&mut self) -> Option<Bytes> {
        loop {
            tokio::select! {
                event = self.subscription.next() => {
                    if let Some(bytes) = self.with_waiting(&*event?) {
                        return Some(bytes);
                    }
                }
                _ = self.beats.tick() => return self.beat().await,
            }
        }
    }

    /// That event and those behind it, without what was replayed already.
    fn with_waiting(&mut self, first: &Event) -> Option<Bytes> {
        let mut bytes = BytesMut::new();
        self.take(first, &mut bytes);
        while let Some(event) = self.subscription.waiting() {
            self.take(&event, &mut bytes);
        }
        (!bytes.is_empty()).then(|| bytes.freeze())
    }

    fn take(&mut self, event: &Event, bytes: &mut BytesMut) {
        if event.seq > self.heard {
            self.heard = event.seq;
            bytes.extend_from_slice(&event.frame);
        }
    }

    /// `None` when who listens is no longer who it was: signed out, or with other rights.
    async fn beat(&mut self) -> Option<Bytes> {
        let session = self.services.sessions.resolve(&self.token).await?;
        if session.asker != self.session.asker || self.subscription.is_revoked() {
            return None;
        }
        // What was not for this reader moves its cursor too, or it would seem to lag.
        if let Some(head) = self.subscription.caught_up_to() {
            self.heard = self.heard.max(head);
        }
        let now = self.services.store.clock().now_ms();
        Some(event::beat(now, Some(self.heard)))
    }
}

/// What a stream says to a reader who comes back.
struct Replay {
    events: Vec<Event>,
    reaches: i64,
}

async fn replay(store: &Store, stream: Stream, after: i64) -> Result<Replay, StoreError> {
    store
        .read(Scope::System, move |tx| {
            Box::pin(read_replay(tx, stream, after))
        })
        .await
}

async fn read_replay(tx: &mut Tx, stream: Stream, after: i64) -> Result<Replay, StoreError> {
    let head = outbox::head(tx, stream).await?;
    let reaches = head.last_seq;
    let is_within = (head.floor_seq..=head.last_seq).contains(&after);
    if !is_within || reaches - after > REPLAYED {
        let events = vec![Event::resync(reaches)];
        return Ok(Replay { events, reaches });
    }
    let messages = outbox::since(tx, stream, after, REPLAYED).await?;
    let events = messages.iter().filter_map(Event::of).collect();
    Ok(Replay { events, reaches })
}

/// Spread, so that streams opened together do not ask for their sessions together.
fn beats() -> Interval {
    let first = BEAT - Duration::from_millis(random_below(5_000));
    let mut beats = interval_at(Instant::now() + first, BEAT);
    beats.set_missed_tick_behavior(MissedTickBehavior::Delay);
    beats
}

/// Evenly enough for spreading things in time.
fn random_below(limit: u64) -> u64 {
    getrandom::u64().unwrap_or_default() % limit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_a_number_of_ours() {
        for (text, expected) in [
            ("0", Cursor::After(0)),
            ("512", Cursor::After(512)),
            ("", Cursor::Now),
            ("-1", Cursor::Unknown),
            ("+1", Cursor::Unknown),
            ("1.5", Cursor::Unknown),
            ("99999999999999999999", Cursor::Unknown),
            ("client:2", Cursor::Unknown),
        ] {
            assert_eq!(Cursor::parse(text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_was_heard_goes_before_what_the_page_knew() -> Result<(), Box<dyn std::error::Error>> {
        let uri: Uri = "/live?after=3".parse()?;
        let mut headers = HeaderMap::new();
        assert_eq!(Cursor::of(&headers, &uri), Cursor::After(3));
        headers.insert("last-event-id", HeaderValue::from_static("9"));
        assert_eq!(Cursor::of(&headers, &uri), Cursor::After(9));
        assert_eq!(
            Cursor::of(&HeaderMap::new(), &"/live".parse()?),
            Cursor::Now
        );
        Ok(())
    }
}
