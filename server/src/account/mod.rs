//! Accounts: sign-in, activation, preferences, sessions.
//!
//! # Layout
//!
//! - [`sessions`]: token → who asks, with a memory that spares the database
//! - [`links`]: one-time links that open an account
//! - [`looking`]: an administrator sees what a contact sees
//! - [`passwords`]: hashing, and what makes a password acceptable
//! - [`stand_ins`]: who approves in an approver's place
//! - [`throttle`]: failed attempts, per account and per address
//! - `service`: implements `app::backend::account`

pub mod links;
pub mod looking;
pub mod passwords;
pub mod sessions;
pub mod stand_ins;
pub mod throttle;

mod queries;
mod service;

pub use queries::STATEMENTS;
pub use service::AccountService;

/// Whose account: staff and contacts are separate tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Holder {
    Contact(app::domain::ids::ContactId),
    Staff(app::domain::ids::StaffId),
}

impl Holder {
    /// The account that asks.
    pub fn of(asker: &app::domain::access::Asker) -> Holder {
        use app::domain::access::Asker;
        match asker {
            Asker::Contact(contact) => Holder::Contact(contact.contact),
            Asker::Staff(staff) => Holder::Staff(staff.staff),
        }
    }

    /// The two columns of which exactly one is set.
    fn columns(self) -> (Option<i64>, Option<i64>) {
        match self {
            Holder::Contact(contact) => (Some(contact.0), None),
            Holder::Staff(staff) => (None, Some(staff.0)),
        }
    }

    fn from_columns(contact: Option<i64>, staff: Option<i64>) -> Option<Holder> {
        use app::domain::ids::{ContactId, StaffId};
        match (contact, staff) {
            (Some(contact), None) => Some(Holder::Contact(ContactId(contact))),
            (None, Some(staff)) => Some(Holder::Staff(StaffId(staff))),
            _ => None,
        }
    }
}

/// How an address is stored and compared.
pub fn fold_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// SHA-256 in lower-case hexadecimal: how tokens are stored.
pub fn hash_token(token: &str) -> String {
    crate::digest::sha256(token)
}

/// Somebody who may sign in, as the command line lists it.
pub struct User {
    pub email: String,
    pub name: String,
    /// `contact` or `staff`.
    pub kind: String,
    /// Whether a password was chosen.
    pub is_active: bool,
}

/// Everyone who may sign in.
pub async fn everyone(store: &crate::store::Store) -> Result<Vec<User>, crate::store::StoreError> {
    let rows = store
        .read(crate::store::Scope::System, |tx| {
            Box::pin(queries::everyone(tx))
        })
        .await?;
    let users = rows.into_iter().map(|(email, name, kind, active)| User {
        email,
        name,
        kind,
        is_active: active != 0,
    });
    Ok(users.collect())
}
