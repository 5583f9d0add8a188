//! A message as it goes over the wire: encoded once, whoever hears it.

use app::domain::access::Asker;
use bytes::Bytes;

use super::Audience;
use crate::store::outbox::Message;

/// One event of a stream, with who may hear it.
#[derive(Debug)]
pub struct Event {
    pub seq: i64,
    pub frame: Bytes,
    audience: ForWhom,
}

#[derive(Debug)]
enum ForWhom {
    /// It says nothing but "look again".
    Everyone,
    These {
        kind: &'static str,
        audience: Audience,
    },
}

impl Event {
    /// What browsers hear of that message; `None` for what is not theirs to hear.
    pub fn of(message: &Message) -> Option<Event> {
        let kind = match message.kind.as_str() {
            "state" => "state",
            "intervention" => "intervention",
            "board" => return Some(Event::resync(message.seq)),
            _ => return None,
        };
        let audience = Audience::from_json(&message.audience)?;
        Some(Event {
            seq: message.seq,
            frame: frame(kind, Some(message.seq), &message.payload),
            audience: ForWhom::These { kind, audience },
        })
    }

    /// "What you hold may be old, fetch it again; you are then at `seq`."
    pub fn resync(seq: i64) -> Event {
        Event {
            seq,
            frame: frame("resync", Some(seq), "{}"),
            audience: ForWhom::Everyone,
        }
    }

    /// Whether it is for that asker, who listens to this stream.
    pub fn admits(&self, asker: &Asker) -> bool {
        match &self.audience {
            ForWhom::Everyone => true,
            ForWhom::These { kind, audience } => audience.admits(asker, kind),
        }
    }
}

/// A sign of life; with `seq` the reader is up to date as far as that.
pub fn beat(now_ms: i64, seq: Option<i64>) -> Bytes {
    frame("beat", seq, &format!(r#"{{"at":{now_ms}}}"#))
}

/// How long the browser waits before it connects again.
pub fn retry(after_ms: u64) -> Bytes {
    Bytes::from(format!("retry: {after_ms}\n\n"))
}

/// Without `seq` the reader's cursor stays where it is.
fn frame(kind: &str, seq: Option<i64>, data_json: &str) -> Bytes {
    let id = seq.map(|seq| format!("id: {seq}\n")).unwrap_or_default();
    // In JSON a line break is but white space; in a stream it would begin another field.
    let data = data_json.replace(['\n', '\r'], " ");
    Bytes::from(format!("{id}event: {kind}\ndata: {data}\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(kind: &str, payload: &str) -> Message {
        Message {
            seq: 7,
            kind: kind.to_owned(),
            payload: payload.to_owned(),
            audience: "{}".to_owned(),
            created_at: 0,
        }
    }

    #[test]
    fn browsers_hear_what_is_theirs() {
        for (kind, payload, expected) in [
            (
                "state",
                r#"{"key":"erp"}"#,
                Some("id: 7\nevent: state\ndata: {\"key\":\"erp\"}\n\n"),
            ),
            (
                "intervention",
                "{}",
                Some("id: 7\nevent: intervention\ndata: {}\n\n"),
            ),
            (
                "board",
                r#"{"secret":1}"#,
                Some("id: 7\nevent: resync\ndata: {}\n\n"),
            ),
            ("session", "{}", None),
            ("anything else", "{}", None),
            (
                "state",
                "{\r\n\n}",
                Some("id: 7\nevent: state\ndata: {   }\n\n"),
            ),
        ] {
            let event = Event::of(&message(kind, payload));
            let frame = event.map(|event| String::from_utf8_lossy(&event.frame).into_owned());
            assert_eq!(frame.as_deref(), expected, "{kind} {payload:?}");
        }
    }

    #[test]
    fn an_audience_that_cannot_be_read_is_nobody() {
        let message = Message {
            audience: "nonsense".to_owned(),
            ..message("state", "{}")
        };
        assert!(Event::of(&message).is_none());
    }
}
