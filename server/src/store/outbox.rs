//! The outbox: what is to be delivered to browsers and notifiers, numbered per stream.
//!
//! Messages are numbered at the end of the transaction that publishes them, stream by stream in
//! one order. The row of `streams` is then locked until the commit, so within a stream messages
//! become visible in the order of their numbers, a cursor never misses one, and two transactions
//! that publish to the same streams cannot deadlock.

use app::domain::ids::ClientId;

use super::{StoreError, Tx};

/// One numbered sequence: a client's, or the provider's staff's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stream {
    Client(ClientId),
    Staff,
}

impl Stream {
    pub fn key(self) -> String {
        match self {
            Stream::Client(client) => format!("client:{client}"),
            Stream::Staff => "staff".to_owned(),
        }
    }

    pub fn parse(key: &str) -> Option<Stream> {
        match key.split_once(':') {
            Some(("client", id)) => id.parse().ok().map(|id| Stream::Client(ClientId(id))),
            None if key == "staff" => Some(Stream::Staff),
            _ => None,
        }
    }
}

/// One message of a stream.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Message {
    pub seq: i64,
    pub kind: String,
    /// JSON, in the shape that the kind says.
    pub payload: String,
    /// JSON: who of the stream's readers may see it.
    pub audience: String,
    pub created_at: i64,
}

/// Where a stream stands: a reader whose cursor is below `floor_seq` has missed pruned messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub stream: Stream,
    pub last_seq: i64,
    pub floor_seq: i64,
}

/// A message that waits for the end of its transaction.
pub(super) struct Unnumbered {
    stream: String,
    kind: String,
    payload: String,
    audience: String,
    created_at: i64,
}

/// Appends a message to the stream; it is there when the transaction commits.
pub async fn publish(
    tx: &mut Tx,
    stream: Stream,
    kind: &str,
    payload_json: &str,
    audience_json: &str,
) -> Result<(), StoreError> {
    let message = Unnumbered {
        stream: stream.key(),
        kind: kind.to_owned(),
        payload: payload_json.to_owned(),
        audience: audience_json.to_owned(),
        created_at: tx.now_ms(),
    };
    tx.publish_at_end(message)
}

/// Numbers and stores what the transaction published.
pub(super) async fn store_published(
    tx: &mut Tx,
    mut messages: Vec<Unnumbered>,
) -> Result<(), StoreError> {
    messages.sort_by(|a, b| a.stream.cmp(&b.stream));
    for messages in messages.chunk_by(|a, b| a.stream == b.stream) {
        let Some(first) = messages.first() else {
            continue;
        };
        let count = i64::try_from(messages.len()).unwrap_or(i64::MAX);
        let (last_seq,) = take_numbers(tx, &first.stream, count).await?;
        for (seq, message) in (last_seq - count + 1..).zip(messages) {
            let Unnumbered {
                stream,
                kind,
                payload,
                audience,
                created_at,
            } = message;
            append(tx, stream, seq, kind, payload, audience, *created_at).await?;
        }
    }
    Ok(())
}

/// The stream's messages after a cursor, oldest first, at most `limit`.
pub async fn since(
    tx: &mut Tx,
    stream: Stream,
    after_seq: i64,
    limit: i64,
) -> Result<Vec<Message>, StoreError> {
    messages_after(tx, &stream.key(), after_seq, limit).await
}

/// Every stream and where it stands.
pub async fn heads(tx: &mut Tx) -> Result<Vec<Head>, StoreError> {
    let rows = all_heads(tx).await?;
    let heads = rows.into_iter().filter_map(|(key, last_seq, floor_seq)| {
        Some(Head {
            stream: Stream::parse(&key)?,
            last_seq,
            floor_seq,
        })
    });
    Ok(heads.collect())
}

/// One stream's head; a stream that nothing was published to stands at zero.
pub async fn head(tx: &mut Tx, stream: Stream) -> Result<Head, StoreError> {
    let row = one_head(tx, &stream.key()).await?;
    let (last_seq, floor_seq) = row.unwrap_or((0, 0));
    Ok(Head {
        stream,
        last_seq,
        floor_seq,
    })
}

/// Forgets messages made before an instant and raises the floors; returns how many were forgotten.
pub async fn prune(tx: &mut Tx, before_ms: i64) -> Result<u64, StoreError> {
    raise_floors(tx, before_ms).await?;
    forget_below_floors(tx).await
}

crate::queries! {
    one take_numbers(stream: &str, count: i64) -> (i64,) = "
        INSERT INTO streams (stream, last_seq, floor_seq) VALUES ($1, $2, 0)
        ON CONFLICT (stream) DO UPDATE SET last_seq = streams.last_seq + excluded.last_seq
        RETURNING last_seq";

    run append(stream: &str, seq: i64, kind: &str, payload: &str, audience: &str, created_at: i64) = "
        INSERT INTO outbox (stream, seq, kind, payload, audience, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)";

    all messages_after(stream: &str, after_seq: i64, limit: i64) -> Message = "
        SELECT seq, kind, payload, audience, created_at FROM outbox
        WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3";

    all all_heads() -> (String, i64, i64) = "
        SELECT stream, last_seq, floor_seq FROM streams ORDER BY stream";

    maybe one_head(stream: &str) -> (i64, i64) = "
        SELECT last_seq, floor_seq FROM streams WHERE stream = $1";

    run raise_floors(before_ms: i64) = "
        UPDATE streams SET floor_seq = (
            SELECT MAX(seq) FROM outbox WHERE outbox.stream = streams.stream AND created_at < $1
        )
        WHERE EXISTS (SELECT 1 FROM outbox WHERE outbox.stream = streams.stream AND created_at < $1)";

    run forget_below_floors() = "
        DELETE FROM outbox WHERE seq <= (
            SELECT floor_seq FROM streams WHERE streams.stream = outbox.stream
        )";
}
