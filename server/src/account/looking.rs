//! An administrator sees the portal as a contact sees it: the session stays the administrator's, who it asks for
//! changes. One place decides it (`sessions`), so that pages, streams and files follow.

use std::sync::Arc;

use app::answer::AppError;
use app::backend::Answer;
use app::backend::drafting::By;
use app::backend::looking::{LookingBackend, VIEW_MINUTES};
use app::domain::access::{
    Asker, ContactAsker, ContactView, Role, StaffAsker, StaffRole, Visibility,
};
use app::domain::ids::{ClientId, ContactId, SiteId, StaffId};
use app::domain::time::MINUTE_MS;

use super::queries::{self, ContactViewRow, SessionRow, StoredView};
use super::sessions::{Session, Sessions};
use crate::audit::{self, Action, Entry};
use crate::store::{Scope, Store, StoreError, Tx};

const VIEW_MS: i64 = VIEW_MINUTES * MINUTE_MS;

/// Implements [`LookingBackend`].
pub struct Views {
    store: Store,
    sessions: Sessions,
}

impl Views {
    pub fn new(store: Store, sessions: Sessions) -> Self {
        Views { store, sessions }
    }
}

impl LookingBackend for Views {
    fn start<'a>(&'a self, by: By<'a>, client: &'a str, contact: i64) -> Answer<'a, ()> {
        Box::pin(async move {
            let staff = match by.asker {
                Asker::Staff(staff) if staff.is_administrator() => staff.clone(),
                _ => return Err(AppError::Forbidden),
            };
            let session = staff.session;
            let (client, address) = (client.to_owned(), by.address.to_owned());
            let write = self.store.write(Scope::System, move |tx| {
                Box::pin(async move { begin(tx, &staff, &client, contact, &address).await })
            });
            write.await?;
            self.sessions.forget(session);
            Ok(())
        })
    }

    fn stop<'a>(&'a self, view: &'a ContactView, address: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            let (session, address) = (view.staff.session, address.to_owned());
            let write = self.store.write(Scope::System, move |tx| {
                Box::pin(async move {
                    let now = tx.now_ms();
                    end(tx, session.0, now, Ending::Left, &address).await
                })
            });
            write.await?;
            self.sessions.forget(session);
            Ok(())
        })
    }
}

async fn begin(
    tx: &mut Tx,
    staff: &StaffAsker,
    client: &str,
    contact: i64,
    address: &str,
) -> Result<(), AppError> {
    let (client,) = queries::member(tx, client, contact)
        .await?
        .ok_or(AppError::NotFound)?;
    let (session, now) = (staff.session.0, tx.now_ms());
    end(tx, session, now, Ending::AnotherBegan, address).await?;
    queries::add_view(
        tx,
        session,
        staff.staff.0,
        client,
        contact,
        address,
        now,
        now + VIEW_MS,
    )
    .await?;
    let entry = Entry {
        action: Action::ViewStarted,
        staff: staff.staff,
        client: Some(ClientId(client)),
        contact: Some(ContactId(contact)),
        details: serde_json::json!({}),
        address,
    };
    Ok(audit::append(tx, now, entry).await?)
}

/// Why a view is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Left,
    SignedOut,
    Expired,
    AnotherBegan,
}

impl Ending {
    const fn code(self) -> &'static str {
        match self {
            Ending::Left => "left",
            Ending::SignedOut => "signed_out",
            Ending::Expired => "expired",
            Ending::AnotherBegan => "another_began",
        }
    }
}

/// Ends the view of that session, if it has one, and writes it down once.
pub async fn end(
    tx: &mut Tx,
    session: i64,
    now: i64,
    ending: Ending,
    address: &str,
) -> Result<(), StoreError> {
    match queries::stored_view(tx, session).await? {
        Some(view) if view.expires_at <= now => over(tx, view, Ending::Expired, now, "").await,
        Some(view) => over(tx, view, ending, now, address).await,
        None => Ok(()),
    }
}

/// Ends every view whose time is over.
pub async fn end_expired(store: &Store) -> Result<(), StoreError> {
    store
        .write(Scope::System, |tx| {
            Box::pin(async move {
                let now = tx.now_ms();
                for view in queries::expired_views(tx, now).await? {
                    over(tx, view, Ending::Expired, now, "").await?;
                }
                Ok(())
            })
        })
        .await
}

async fn over(
    tx: &mut Tx,
    view: StoredView,
    ending: Ending,
    now: i64,
    address: &str,
) -> Result<(), StoreError> {
    if queries::remove_view(tx, view.session_id).await? == 0 {
        return Ok(());
    }
    // One that expired was over then, whenever somebody noticed.
    let at = now.min(view.expires_at);
    let entry = Entry {
        action: Action::ViewEnded,
        staff: StaffId(view.staff_id),
        client: Some(ClientId(view.client_id)),
        contact: Some(ContactId(view.contact_id)),
        details: serde_json::json!({ "why": ending.code() }),
        address,
    };
    audit::append(tx, at, entry).await
}

/// What a session looks at, with the sites of the contact.
pub struct Viewed {
    row: ContactViewRow,
    sites: Vec<SiteId>,
    pub expires_at: i64,
}

/// Only an administrator's session looks at anything; one who is no longer that sees its own desk again.
pub async fn view_of(tx: &mut Tx, session: &SessionRow) -> Result<Option<Viewed>, StoreError> {
    let is_administrator = session.staff_id.is_some()
        && StaffRole::from_code(&session.role) == Some(StaffRole::ProviderAdmin);
    if !is_administrator {
        return Ok(None);
    }
    let Some(row) = queries::contact_view(tx, session.id).await? else {
        return Ok(None);
    };
    let sites = queries::sites_of(tx, row.client_id, row.contact_id).await?;
    Ok(Some(Viewed {
        expires_at: row.expires_at,
        sites: sites.into_iter().map(|(site,)| SiteId(site)).collect(),
        row,
    }))
}

impl Viewed {
    /// The administrator's session, asking for the contact; language and colours stay the reader's.
    pub fn seen_by(self, own: Session) -> Option<Session> {
        let Asker::Staff(staff) = &*own.asker else {
            return None;
        };
        let asker = ContactAsker {
            contact: ContactId(self.row.contact_id),
            client: ClientId(self.row.client_id),
            session: staff.session,
            name: self.row.name.clone(),
            role: Role::from_code(&self.row.role)?,
            visibility: Visibility::from_code(&self.row.visibility)?,
            sites: self.sites,
        };
        let view = ContactView {
            staff: staff.clone(),
            contact: self.row.name,
            client: self.row.slug,
        };
        Some(Session {
            asker: Arc::new(Asker::Contact(asker)),
            client_name: Some(self.row.client_name),
            view: Some(Arc::new(view)),
            ..own
        })
    }
}
