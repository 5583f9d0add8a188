//! Rows of the log as the rules know them, and back.

use app::domain::intervention::{ActorKind, Event, LateReason, Recorded, Snapshot, replay};
use serde::{Deserialize, Serialize};

use crate::store::StoreError;

/// One row of `intervention_events`, without the text.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EventRow {
    pub seq: i64,
    pub actor_kind: String,
    pub actor_id: Option<i64>,
    pub payload: String,
    pub effective_at: i64,
    pub recorded_at: i64,
}

/// The payload: the event, and why it was recorded late.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Payload {
    #[serde(flatten)]
    pub event: Event,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<LateReason>,
}

impl Payload {
    pub fn to_json(&self) -> Result<String, StoreError> {
        serde_json::to_string(self).map_err(|error| StoreError::Other(error.into()))
    }

    pub fn from_json(json: &str) -> Result<Payload, StoreError> {
        serde_json::from_str(json).map_err(|error| StoreError::Other(error.into()))
    }
}

impl EventRow {
    pub fn recorded(&self) -> Result<Recorded, StoreError> {
        let Some(actor_kind) = ActorKind::from_code(&self.actor_kind) else {
            return Err(broken(format!("an event of “{}”", self.actor_kind)));
        };
        Ok(Recorded {
            event: Payload::from_json(&self.payload)?.event,
            actor_kind,
            actor_id: self.actor_id,
            effective_at: self.effective_at,
            recorded_at: self.recorded_at,
        })
    }
}

/// Where these events lead.
pub fn snapshot(rows: &[EventRow]) -> Result<Snapshot, StoreError> {
    let mut recorded = Vec::with_capacity(rows.len());
    for row in rows {
        recorded.push(row.recorded()?);
    }
    match replay(&recorded) {
        Ok(Some(snapshot)) => Ok(snapshot),
        Ok(None) => Err(broken("an intervention without events")),
        Err(refusal) => Err(broken(format!(
            "a log that cannot be replayed: {refusal:?}"
        ))),
    }
}

/// A row that the program did not write.
pub fn broken(what: impl std::fmt::Display) -> StoreError {
    StoreError::Other(anyhow::anyhow!("the database holds {what}"))
}
