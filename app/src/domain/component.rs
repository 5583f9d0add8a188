//! Components: what is supervised, covered or neither.

use serde::{Deserialize, Serialize};

use super::coded::coded_enum;

coded_enum! {
    /// The state shown for a component, ordered so that the greater one is the worse one.
    pub enum ComponentState {
        /// Not a state but the absence of one: nothing watches it.
        NotSupervised = "not_supervised",
        Operational = "operational",
        UnderMaintenance = "under_maintenance",
        /// Nothing was heard: silence is not green.
        Unknown = "unknown",
        Degraded = "degraded",
        PartialOutage = "partial_outage",
        MajorOutage = "major_outage",
    }
}

impl ComponentState {
    /// Whether a person has to look at it.
    pub fn needs_attention(self) -> bool {
        self > ComponentState::UnderMaintenance
    }

    /// Whether something is known to be broken (unknown is not).
    pub fn is_failure(self) -> bool {
        self >= ComponentState::Degraded
    }
}

coded_enum! {
    /// What kind of thing it is, as contracts list them.
    pub enum Category {
        Hardware = "hardware",
        OnPremSoftware = "on_prem_software",
        Saas = "saas",
        Infrastructure = "infrastructure",
        MeetingRoomVideo = "meeting_room_video",
        TelephonyLocal = "telephony_local",
        TelephonyCentrex = "telephony_centrex",
        Cloud = "cloud",
        Other = "other",
    }
}

/// A key in an address: `[a-z0-9-]{2,60}`, unique within its client.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Key(String);

impl Key {
    /// # Errors
    /// When the text is not 2 to 60 of `a-z`, `0-9` and `-`.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidKey> {
        let text = text.into();
        let fits = (2..=60).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if fits {
            Ok(Key(text))
        } else {
            Err(InvalidKey(text))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Key {
    type Error = InvalidKey;
    fn try_from(text: String) -> Result<Self, InvalidKey> {
        Key::new(text)
    }
}

impl From<Key> for String {
    fn from(key: Key) -> String {
        key.0
    }
}

/// A text that is no key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidKey(pub String);

impl std::fmt::Display for InvalidKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "“{}” is not a key: 2 to 60 of a-z, 0-9 and -", self.0)
    }
}

impl std::error::Error for InvalidKey {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_short_lower_case_words() {
        for (text, fits) in [
            ("erp-soins", true),
            ("a", false),
            ("ERP", false),
            ("été", false),
            ("a b", false),
            ("x1", true),
        ] {
            assert_eq!(Key::new(text).is_ok(), fits, "{text}");
        }
        assert!(Key::new("a".repeat(61)).is_err());
    }

    #[test]
    fn worse_is_greater() {
        assert!(ComponentState::MajorOutage > ComponentState::Unknown);
        assert!(ComponentState::Unknown > ComponentState::Operational);
        assert!(!ComponentState::Unknown.is_failure() && ComponentState::Unknown.needs_attention());
    }
}
