//! Who asks, and what they may see and do.

use serde::{Deserialize, Serialize};

use super::coded::coded_enum;
use super::ids::{ClientId, ContactId, SessionId, SiteId, StaffId};

coded_enum! {
    /// What a contact may do for its client. Each role includes the ones before it, save that
    /// approving is the Approver's and the ClientAdmin's alone.
    pub enum Role {
        Viewer = "viewer",
        Requester = "requester",
        Approver = "approver",
        ClientAdmin = "client_admin",
    }
}

coded_enum! {
    /// Which of its client's objects a contact sees.
    pub enum Visibility {
        /// Its own interventions; the board of its sites.
        Own = "own",
        /// Everything at its sites.
        Site = "site",
        /// Everything of the client.
        Client = "client",
    }
}

coded_enum! {
    /// What a member of the provider's staff may do.
    pub enum StaffRole {
        Technician = "technician",
        Dispatcher = "dispatcher",
        ProviderAdmin = "provider_admin",
    }
}

coded_enum! {
    /// How the pages are lit for someone.
    pub enum Theme {
        /// As the device says.
        System = "system",
        Light = "light",
        Dark = "dark",
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the list of words writes its own derives"
)]
impl Default for Theme {
    fn default() -> Self {
        Theme::System
    }
}

/// Who asks: the first argument of every call to the backend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asker {
    Contact(ContactAsker),
    Staff(StaffAsker),
}

/// A contact, signed in for one of its clients.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactAsker {
    pub contact: ContactId,
    pub client: ClientId,
    pub session: SessionId,
    pub name: String,
    pub role: Role,
    pub visibility: Visibility,
    /// The sites it belongs to; meaningless when it sees the whole client.
    pub sites: Vec<SiteId>,
}

/// A member of the provider's staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffAsker {
    pub staff: StaffId,
    pub session: SessionId,
    pub name: String,
    pub role: StaffRole,
}

/// A member of the staff who looks at the portal as a contact: reads as that contact, changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactView {
    /// Who really is there; the session is theirs.
    pub staff: StaffAsker,
    /// Name of the contact.
    pub contact: String,
    /// Slug of the client.
    pub client: String,
}

impl StaffAsker {
    /// Whether it may write contracts, and look at the portal as a contact.
    pub fn is_administrator(&self) -> bool {
        self.role == StaffRole::ProviderAdmin
    }
}

impl ContactAsker {
    /// Whether something that stands at these sites is shown to it. What serves no site is the
    /// whole client's, and so everyone's.
    pub fn sees_sites(&self, sites: &[SiteId]) -> bool {
        self.visibility == Visibility::Client
            || sites.is_empty()
            || sites.iter().any(|site| self.sites.contains(site))
    }

    /// Whether an intervention at that site, asked for by that contact, is shown to it. Being in copy shows it
    /// whatever else one sees: the one rule of lists, pages, searches, files, streams and exports.
    pub fn sees_intervention(
        &self,
        site: Option<SiteId>,
        requester: Option<ContactId>,
        in_copy: bool,
    ) -> bool {
        if in_copy || requester == Some(self.contact) {
            return true;
        }
        match self.visibility {
            Visibility::Own => false,
            Visibility::Site | Visibility::Client => self.sees_sites(site.as_slice()),
        }
    }

    /// Whether it may send requests.
    pub fn may_request(&self) -> bool {
        self.role >= Role::Requester
    }
}

impl Asker {
    /// Whether it may send requests of its own; staff enter calls at the desk.
    pub fn may_request(&self) -> bool {
        matches!(self, Asker::Contact(contact) if contact.may_request())
    }

    /// The session it came with.
    pub fn session(&self) -> SessionId {
        match self {
            Asker::Contact(contact) => contact.session,
            Asker::Staff(staff) => staff.session,
        }
    }

    /// Its name, as shown to itself.
    pub fn name(&self) -> &str {
        match self {
            Asker::Contact(contact) => &contact.name,
            Asker::Staff(staff) => &staff.name,
        }
    }
}

/// Language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Fr,
    En,
}

impl Lang {
    /// The BCP 47 tag, as in `lang=`.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::Fr => "fr",
            Lang::En => "en",
        }
    }

    /// The language of that tag, if it is one of ours.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag {
            "fr" => Some(Lang::Fr),
            "en" => Some(Lang::En),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact(visibility: Visibility) -> ContactAsker {
        ContactAsker {
            contact: ContactId(1),
            client: ClientId(1),
            session: SessionId(1),
            name: "C. Référent".into(),
            role: Role::Requester,
            visibility,
            sites: vec![SiteId(10)],
        }
    }

    #[test]
    fn a_site_contact_sees_its_site_and_what_serves_none() {
        let asker = contact(Visibility::Site);
        assert!(asker.sees_sites(&[SiteId(10), SiteId(11)]));
        assert!(asker.sees_sites(&[]));
        assert!(!asker.sees_sites(&[SiteId(11)]));
    }

    #[test]
    fn an_own_contact_sees_its_own_interventions_only() {
        let asker = contact(Visibility::Own);
        assert!(asker.sees_intervention(Some(SiteId(11)), Some(ContactId(1)), false));
        assert!(!asker.sees_intervention(Some(SiteId(10)), Some(ContactId(2)), false));
    }

    #[test]
    fn whoever_is_in_copy_sees_it() {
        for visibility in [Visibility::Own, Visibility::Site, Visibility::Client] {
            let asker = contact(visibility);
            assert!(asker.sees_intervention(Some(SiteId(11)), Some(ContactId(2)), true));
        }
    }
}
