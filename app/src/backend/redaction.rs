//! What the desk asks to erase a content for ever: what somebody wrote, or a file. The trace stays.

use std::sync::Arc;

use super::Answer;
use super::interventions::Who;
use crate::domain::access::Asker;
use crate::domain::intervention::EventKind;
use crate::domain::time::LocalInstant;

/// Erasing, as a context.
#[derive(Clone)]
pub struct Redactions(pub Arc<dyn RedactionBackend>);

/// For dispatchers and administrators; others get `Forbidden`. `place` is where the event stands in the whole log.
pub trait RedactionBackend: Send + Sync {
    /// What would be erased. Nothing left: `NotFound`.
    fn look<'a>(&'a self, asker: &'a Asker, reference: &'a str, place: i64)
    -> Answer<'a, Erasable>;

    /// Erases it everywhere, and writes down who did it and why. Done already: nothing more happens.
    fn erase<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        place: i64,
        reason: &'a str,
    ) -> Answer<'a, ()>;
}

/// A content as it stands before it is erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasable {
    pub reference: String,
    pub client: String,
    pub kind: EventKind,
    pub who: Who,
    pub at: LocalInstant,
    pub now: LocalInstant,
    /// What people wrote, the title of a request first.
    pub texts: Vec<String>,
    /// Name of the file.
    pub file: Option<String>,
}
