//! What the live stream carries: the data of its events, as JSON, for the browser and whoever else listens.

use serde::{Deserialize, Serialize};

use crate::domain::component::ComponentState;
use crate::domain::time::{EpochMs, LocalInstant};

/// Data of a `state` event: a component is now in that state. Readers pass over what they do not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StateChange {
    /// Key of the component.
    pub key: String,
    /// Slug of the client, in the staff's stream: it carries several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    pub state: ComponentState,
    pub since: EpochMs,
    /// Of the component's site at that instant.
    pub offset_s: i32,
}

impl StateChange {
    pub fn since(&self) -> LocalInstant {
        LocalInstant {
            at: self.since,
            offset_s: self.offset_s,
        }
    }
}
