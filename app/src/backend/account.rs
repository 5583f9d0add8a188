//! Accounts: signing in and out, activation by a link, one's own preferences and sessions.

use std::sync::Arc;

use super::Answer;
use crate::domain::access::{Asker, Lang, Theme};
use crate::domain::ids::{ClientId, SessionId};
use crate::domain::time::LocalInstant;

/// The accounts service, as a context.
#[derive(Clone)]
pub struct Accounts(pub Arc<dyn AccountBackend>);

/// What the account pages ask. Calls before sign-in name the [`Visitor`] instead of an asker.
pub trait AccountBackend: Send + Sync {
    /// Checks e-mail and password; unknown addresses take the same time and get the same answer.
    fn sign_in<'a>(
        &'a self,
        visitor: &'a Visitor,
        email: &'a str,
        password: &'a str,
    ) -> Answer<'a, NewSession>;

    /// Ends the asker's own session.
    fn sign_out<'a>(&'a self, asker: &'a Asker) -> Answer<'a, ()>;

    /// Whose account a one-time link opens. Looking does not use it up.
    fn link<'a>(&'a self, token: &'a str) -> Answer<'a, LinkView>;

    /// Uses the link up: sets the password, ends other sessions, signs in.
    fn activate<'a>(
        &'a self,
        visitor: &'a Visitor,
        token: &'a str,
        password: &'a str,
    ) -> Answer<'a, NewSession>;

    /// The asker's account.
    fn profile<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Profile>;

    /// The asker's live sessions, the one seen last first.
    fn sessions<'a>(&'a self, asker: &'a Asker) -> Answer<'a, SessionList>;

    /// Ends one of the asker's own sessions; another's is not found.
    fn end_session<'a>(&'a self, asker: &'a Asker, session: SessionId) -> Answer<'a, ()>;

    /// Sets a new password and ends every other session.
    fn change_password<'a>(
        &'a self,
        asker: &'a Asker,
        visitor: &'a Visitor,
        current: &'a str,
        new: &'a str,
    ) -> Answer<'a, ()>;

    /// Language and theme.
    fn set_preferences<'a>(&'a self, asker: &'a Asker, lang: Lang, theme: Theme) -> Answer<'a, ()>;

    /// Looks at another of the contact's clients.
    fn switch_client<'a>(&'a self, asker: &'a Asker, slug: &'a str) -> Answer<'a, ()>;

    /// The accounts of a demonstration; empty anywhere else.
    fn demo_accounts(&self) -> Answer<'_, Vec<DemoAccount>>;
}

/// Who asks before anybody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visitor {
    pub address: String,
    pub user_agent: String,
}

/// A session just made. The token goes to the browser's cookie and is kept nowhere else.
pub struct NewSession {
    pub token: String,
    /// Where this person starts: staff at the desk, contacts at the overview.
    pub home: &'static str,
}

/// Whose account a link opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkView {
    pub name: String,
    pub email: String,
}

/// One's own account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    pub name: String,
    pub email: String,
    pub lang: Lang,
    pub theme: Theme,
    /// The clients that a contact belongs to; empty for staff.
    pub clients: Vec<ClientChoice>,
}

/// A client that one may look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientChoice {
    pub id: ClientId,
    pub slug: String,
    pub name: String,
    pub current: bool,
}

/// One's live sessions, and the instant at which they were listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionList {
    pub now: LocalInstant,
    pub sessions: Vec<SessionView>,
}

/// One live session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    pub id: SessionId,
    pub user_agent: String,
    pub address: String,
    pub created_at: LocalInstant,
    pub seen_at: LocalInstant,
    /// The one that asks.
    pub current: bool,
}

/// An account that anybody may try in a demonstration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    pub email: String,
    pub name: String,
    /// The client's name, or the provider's.
    pub of: String,
}

/// The password of every demonstration account, and of nothing else.
pub const DEMO_PASSWORD: &str = "demo-vigie-2026";
