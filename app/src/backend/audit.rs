//! What staff did that somebody may have to account for: read by the provider's administrators, and by each client's own.

use std::sync::Arc;

use super::Answer;
use super::desk::ClientName;
use crate::domain::access::Asker;
use crate::domain::coded::coded_enum;
use crate::domain::time::{EpochMs, LocalInstant};

/// The audit log, as a context.
#[derive(Clone)]
pub struct Audits(pub Arc<dyn AuditBackend>);

/// Nothing here changes or removes a line.
pub trait AuditBackend: Send + Sync {
    /// The whole log for the provider's administrators, the newest first; anybody else gets `Forbidden`.
    fn whole<'a>(&'a self, asker: &'a Asker, filter: &'a AuditFilter) -> Answer<'a, AuditPage>;

    /// Who of the provider did what about the asker's own company; for its referents, anybody else gets `Forbidden`.
    fn own<'a>(&'a self, asker: &'a Asker, before: Option<AuditPlace>) -> Answer<'a, AuditPage>;
}

coded_enum! {
    /// What was done; the codes are stored for ever.
    pub enum AuditAction {
        DraftStarted = "draft_started",
        DraftDiscarded = "draft_discarded",
        ContractPublished = "contract_published",
        /// Looks at the portal as a contact.
        ViewStarted = "contact_view_started",
        ViewEnded = "contact_view_ended",
    }
}

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Slug of a client; one that is not there is `NotFound`.
    pub client: Option<String>,
    pub before: Option<AuditPlace>,
}

/// The place of a line in the log: the next page begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditPlace {
    pub at: EpochMs,
    pub id: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    pub lines: Vec<AuditLine>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<AuditPlace>,
    /// What the filter may choose from; none for a client's own.
    pub clients: Vec<ClientName>,
    pub now: LocalInstant,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// None: an action that this program does not know.
    pub action: Option<AuditAction>,
    pub at: LocalInstant,
    /// Who of the staff.
    pub staff: String,
    pub client: Option<ClientName>,
    /// Who was looked as.
    pub contact: Option<String>,
    /// Number and version of a contract.
    pub contract: Option<(String, Option<u32>)>,
    /// Where the request came from; told to the provider only.
    pub address: String,
}

impl AuditPlace {
    /// As an address carries it: "1795438925000-12".
    pub fn code(self) -> String {
        format!("{}-{}", self.at, self.id)
    }

    pub fn from_code(code: &str) -> Option<AuditPlace> {
        let (at, id) = code.split_once('-')?;
        Some(AuditPlace {
            at: at.parse().ok()?,
            id: id.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::AuditPlace;

    #[test]
    fn a_place_is_read_back_and_nothing_else_is() {
        let place = AuditPlace { at: 17, id: 42 };
        assert_eq!(AuditPlace::from_code(&place.code()), Some(place));
        for code in ["", "17", "17-", "x-42", "17-42-1"] {
            assert_eq!(AuditPlace::from_code(code), None, "{code}");
        }
    }
}
