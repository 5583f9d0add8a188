//! What the desk asks about the texts that it writes often. They are the provider's: nothing of a client stands in them.

use std::sync::Arc;

use super::Answer;
use crate::domain::access::Asker;
use crate::domain::canned::{CannedMatter, CannedUse};

/// The provider's canned answers, as a context.
#[derive(Clone)]
pub struct CannedAnswers(pub Arc<dyn CannedBackend>);

/// For the provider's staff; contacts get `Forbidden`. Dispatchers and administrators write.
pub trait CannedBackend: Send + Sync {
    /// All that serve, by title.
    fn all<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Canned>;

    /// One, to be changed.
    fn one<'a>(&'a self, asker: &'a Asker, id: i64) -> Answer<'a, CannedAnswer>;

    /// Adds one (the same `request_id` finds the first), or changes the one of that id as it was seen.
    fn keep<'a>(&'a self, asker: &'a Asker, input: CannedInput) -> Answer<'a, ()>;

    /// Takes it out of the lists; what was written with it stays.
    fn retire<'a>(&'a self, asker: &'a Asker, id: i64) -> Answer<'a, ()>;

    /// Its text for that intervention, in the language of who asked for it, names filled in.
    fn filled<'a>(&'a self, asker: &'a Asker, reference: &'a str, id: i64) -> Answer<'a, String>;
}

/// The list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canned {
    pub answers: Vec<CannedAnswer>,
    /// Whether the asker may write them.
    pub may_write: bool,
    /// A new key, so that a form sent twice adds one.
    pub request_id: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CannedAnswer {
    pub id: i64,
    /// None: whatever the gesture.
    pub gesture: Option<CannedUse>,
    /// None: whatever is asked for.
    pub matter: Option<CannedMatter>,
    pub title: String,
    pub title_en: String,
    pub body: String,
    pub body_en: String,
    /// Guards against lost updates.
    pub version: i64,
    /// Who wrote it last.
    pub changed_by: String,
}

impl CannedAnswer {
    /// Whether it is offered beside that gesture, on a request of that sort.
    pub fn serves(&self, gesture: CannedUse, matter: CannedMatter) -> bool {
        self.gesture.is_none_or(|own| own == gesture) && self.matter.is_none_or(|own| own == matter)
    }
}

/// As posted.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct CannedInput {
    /// Empty: a new one.
    pub id: String,
    pub expected_version: String,
    pub request_id: String,
    pub gesture: String,
    pub matter: String,
    pub title: String,
    pub title_en: String,
    pub body: String,
    pub body_en: String,
}

/// Longest title, in characters.
pub const TITLE_LENGTH: usize = 120;
/// Longest text, in characters.
pub const BODY_LENGTH: usize = 4_000;
/// How many may serve at a time.
pub const MOST: usize = 300;
