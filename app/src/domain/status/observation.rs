//! What probes and monitoring systems say, before it becomes a state.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::coded::coded_enum;
use crate::domain::component::ComponentState;
use crate::domain::time::EpochMs;

/// One result of one of our own probes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProbeResult {
    pub at: EpochMs,
    pub ok: bool,
    pub latency_ms: i64,
}

impl ProbeResult {
    /// What this result says by itself, before confirmation.
    pub fn state(self) -> ComponentState {
        if self.ok {
            ComponentState::Operational
        } else {
            ComponentState::MajorOutage
        }
    }
}

/// What a monitoring system says of one episode of one alert. Confirmed there: it counts at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observation {
    /// The source's own key of the alert; an episode is this and its start.
    pub fingerprint: String,
    pub starts_at: EpochMs,
    /// When it ended; `None` while it fires.
    pub ends_at: Option<EpochMs>,
    pub name: String,
    pub summary: String,
    pub severity: Severity,
    pub labels: BTreeMap<String, String>,
    pub url: String,
}

coded_enum! {
    /// How bad a monitoring system says it is.
    pub enum Severity {
        Info = "info",
        Warning = "warning",
        Error = "error",
        Critical = "critical",
    }
}

impl Severity {
    /// From the words in use. One that is missing or not known counts as an error: something is
    /// wrong, and nobody said that it is minor.
    pub fn from_label(label: Option<&str>) -> Severity {
        match label.map(str::to_ascii_lowercase).as_deref() {
            Some("critical" | "page" | "disaster" | "emergency" | "fatal") => Severity::Critical,
            Some("warning" | "warn" | "average" | "minor") => Severity::Warning,
            Some("info" | "information" | "informational" | "none" | "notice" | "debug") => {
                Severity::Info
            }
            _ => Severity::Error,
        }
    }

    /// The state that a firing alert of this severity puts its component in. One for information
    /// is kept and leaves the component as it is.
    pub fn state(self) -> ComponentState {
        match self {
            Severity::Critical => ComponentState::MajorOutage,
            Severity::Error => ComponentState::PartialOutage,
            Severity::Warning => ComponentState::Degraded,
            Severity::Info => ComponentState::Operational,
        }
    }
}

coded_enum! {
    /// Why a probe failed.
    pub enum ProbeFailure {
        /// The address is one that the guard refuses.
        NotAllowed = "not_allowed",
        /// The target is no URL or host:port.
        BadTarget = "bad_target",
        NameNotFound = "name_not_found",
        Refused = "refused",
        Unreachable = "unreachable",
        TimedOut = "timed_out",
        Tls = "tls",
        /// The connection closed or reset before the answer was complete.
        Interrupted = "interrupted",
        /// What came is not HTTP, or its head is too large.
        BadAnswer = "bad_answer",
        UnexpectedStatus = "unexpected_status",
        KeywordMissing = "keyword_missing",
    }
}

/// Why a component is in its state, in codes and names; the pages make the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cause {
    /// Nothing to explain: it works, or the reason is not known.
    #[default]
    None,
    /// Our own probe failed.
    Probe {
        failure: ProbeFailure,
        /// The HTTP status that came instead of the expected one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<u16>,
    },
    /// A monitoring system's alert, in its own words.
    Alert { name: String, summary: String },
    /// A firing alert that its source no longer repeats.
    StaleAlert { name: String },
    /// The probe, or the source, has not been heard for its grace time.
    Silence,
}

impl Cause {
    /// As the ledger stores it; nothing to explain is the empty text.
    pub fn to_text(&self) -> String {
        match self {
            Cause::None => String::new(),
            cause => serde_json::to_string(cause).unwrap_or_default(),
        }
    }

    /// What [`Cause::to_text`] wrote.
    pub fn from_text(text: &str) -> Cause {
        serde_json::from_str(text).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_in_use_give_a_state() {
        for (label, expected) in [
            (Some("critical"), ComponentState::MajorOutage),
            (Some("page"), ComponentState::MajorOutage),
            (Some("Disaster"), ComponentState::MajorOutage),
            (Some("error"), ComponentState::PartialOutage),
            (Some("high"), ComponentState::PartialOutage),
            (Some("warning"), ComponentState::Degraded),
            (Some("info"), ComponentState::Operational),
            (Some("none"), ComponentState::Operational),
            (Some("whatever"), ComponentState::PartialOutage),
            (None, ComponentState::PartialOutage),
        ] {
            assert_eq!(Severity::from_label(label).state(), expected, "{label:?}");
        }
    }

    #[test]
    fn causes_come_back_as_they_were_stored() {
        for cause in [
            Cause::None,
            Cause::Silence,
            Cause::Probe {
                failure: ProbeFailure::UnexpectedStatus,
                status: Some(503),
            },
            Cause::Alert {
                name: "InstanceDown".into(),
                summary: "erp <b>is</b> down".into(),
            },
        ] {
            assert_eq!(Cause::from_text(&cause.to_text()), cause);
        }
    }
}
