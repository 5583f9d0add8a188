//! Who of a stream's readers may receive a message. The same functions decide it as for pages.

use app::domain::access::Asker;
use app::domain::ids::{ContactId, SiteId};
use serde::{Deserialize, Serialize};

/// As stored beside each message; never sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Audience {
    /// Where it stands; nowhere in particular: the whole client's.
    #[serde(default)]
    pub sites: Vec<SiteId>,
    /// Who asked for the intervention that it is about.
    #[serde(default)]
    pub requester: Option<ContactId>,
    /// Who asked to be kept informed of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub followers: Vec<ContactId>,
}

impl Audience {
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// `None` for a text that is no audience: nobody receives the message.
    pub fn from_json(text: &str) -> Option<Audience> {
        serde_json::from_str(text).ok()
    }

    /// Whether a message of that kind is for that asker, who reads its own stream.
    pub fn admits(&self, asker: &Asker, kind: &str) -> bool {
        let contact = match asker {
            Asker::Staff(_) => return true,
            Asker::Contact(contact) => contact,
        };
        match kind {
            "state" => contact.sees_sites(&self.sites),
            "intervention" => {
                let in_copy = self.followers.contains(&contact.contact);
                contact.sees_intervention(self.sites.first().copied(), self.requester, in_copy)
            }
            _ => false,
        }
    }
}
