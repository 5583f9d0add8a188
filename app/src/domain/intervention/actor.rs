//! Who acts on an intervention, and with what standing.

use crate::domain::access::{ContactAsker, Role, StaffRole};
use crate::domain::coded::coded_enum;
use crate::domain::ids::{ContactId, StaffId};

coded_enum! {
    /// Who made something happen, as the log names it.
    pub enum ActorKind { Contact = "contact", Staff = "staff", System = "system" }
}

/// Who acts, with the standing that the rules look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    Contact {
        id: ContactId,
        standing: Standing,
        /// Whether its role lets it approve requests of its company.
        approves: bool,
    },
    Staff {
        id: StaffId,
        role: StaffRole,
    },
    System,
}

/// What a contact is to one intervention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// May look.
    Reader,
    /// May request and write.
    Writer,
    /// Its requester, or the Référent: may also confirm, reopen and cancel.
    Owner,
}

impl Standing {
    /// What this contact is to an intervention that it sees. One that nobody asked for (supervision
    /// opened it) belongs to whoever may request.
    pub fn of(asker: &ContactAsker, requester: Option<ContactId>) -> Self {
        let speaks_for_it = asker.role == Role::ClientAdmin
            || requester.is_none_or(|requester| requester == asker.contact);
        match (asker.may_request(), speaks_for_it) {
            (false, _) => Standing::Reader,
            (true, false) => Standing::Writer,
            (true, true) => Standing::Owner,
        }
    }
}

impl Actor {
    pub const fn kind(self) -> ActorKind {
        match self {
            Actor::Contact { .. } => ActorKind::Contact,
            Actor::Staff { .. } => ActorKind::Staff,
            Actor::System => ActorKind::System,
        }
    }

    /// Its id in the table of its kind.
    pub const fn id(self) -> Option<i64> {
        match self {
            Actor::Contact { id, .. } => Some(id.0),
            Actor::Staff { id, .. } => Some(id.0),
            Actor::System => None,
        }
    }
}
