//! Sessions: a cookie's token → who asks. A few seconds of memory keep the database off the hot path.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use app::domain::access::{
    Asker, ContactAsker, ContactView, Lang, Role, StaffAsker, StaffRole, Theme, Visibility,
};
use app::domain::ids::{ClientId, ContactId, SessionId, SiteId, StaffId};
use app::domain::time::{DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS};

use super::looking::{self, Ending};
use super::queries::{self, SessionRow};
use super::{Holder, hash_token};
use crate::store::outbox::{self, Stream};
use crate::store::{Scope, Store, StoreError, Tx, ids};

/// A session ends after that long without a request…
pub const IDLE_MS: i64 = 12 * HOUR_MS;
/// … and after that long in any case.
pub const LONGEST_MS: i64 = 14 * DAY_MS;
/// How long a session is believed without asking the database: what was ended elsewhere lives on no longer.
const BELIEVED_MS: i64 = 5 * SECOND_MS;
/// How exactly the last sign of life is written down.
const SEEN_EVERY_MS: i64 = 5 * MINUTE_MS;
const REMEMBERED: usize = 20_000;

/// A live session.
#[derive(Debug, Clone)]
pub struct Session {
    pub asker: Arc<Asker>,
    pub lang: Lang,
    pub theme: Theme,
    /// The client that a contact looks at, by name.
    pub client_name: Option<String>,
    /// Set when the session is an administrator's who looks as that contact.
    pub view: Option<Arc<ContactView>>,
}

/// Every session, remembered for a moment.
#[derive(Clone)]
pub struct Sessions {
    store: Store,
    believed: Arc<RwLock<HashMap<String, Believed>>>,
}

struct Believed {
    session: Arc<Session>,
    until: i64,
}

impl Sessions {
    pub fn new(store: Store) -> Self {
        Sessions {
            store,
            believed: Arc::default(),
        }
    }

    /// The live session of that cookie. When the database does not answer, who was known a moment ago stays known.
    pub async fn resolve(&self, token: &str) -> Option<Arc<Session>> {
        if token.len() != 64 || !token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let token_hash = hash_token(token);
        let now = self.store.clock().now_ms();
        let remembered = self.remembered(&token_hash);
        if let Some((session, until)) = &remembered
            && *until > now
        {
            return Some(session.clone());
        }
        match self.load(token_hash.clone(), now).await {
            Ok(Some((session, until))) => {
                let session = Arc::new(session);
                self.remember(token_hash, session.clone(), until.min(now + BELIEVED_MS));
                Some(session)
            }
            Ok(None) => {
                self.forget_token(&token_hash);
                None
            }
            Err(error) => {
                tracing::warn!("a session could not be looked up: {error}");
                // Not a view, whose end could not be seen.
                let known = remembered.map(|(session, _)| session);
                known.filter(|session| session.view.is_none())
            }
        }
    }

    /// Whether it still lives; a stream asks at each beat.
    pub async fn is_alive(&self, token: &str) -> bool {
        self.resolve(token).await.is_some()
    }

    /// Forgets what was remembered of it, so that the next request asks the database.
    pub fn forget(&self, session: SessionId) {
        let mut believed = self
            .believed
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        believed.retain(|_, kept| kept.session.asker.session() != session);
    }

    fn remembered(&self, token_hash: &str) -> Option<(Arc<Session>, i64)> {
        let believed = self.believed.read().unwrap_or_else(PoisonError::into_inner);
        believed
            .get(token_hash)
            .map(|kept| (kept.session.clone(), kept.until))
    }

    fn remember(&self, token_hash: String, session: Arc<Session>, until: i64) {
        let mut believed = self
            .believed
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if believed.len() >= REMEMBERED {
            believed.clear();
        }
        believed.insert(token_hash, Believed { session, until });
    }

    fn forget_token(&self, token_hash: &str) {
        let mut believed = self
            .believed
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        believed.remove(token_hash);
    }

    /// The session, and until when it may be believed at most.
    async fn load(
        &self,
        token_hash: String,
        now: i64,
    ) -> Result<Option<(Session, i64)>, StoreError> {
        let read = self.store.read(Scope::System, move |tx| {
            Box::pin(async move {
                let Some(row) = queries::live_session(tx, &token_hash, now, now - IDLE_MS).await?
                else {
                    return Ok(None);
                };
                let sites = match (row.client_id, row.contact_id) {
                    (Some(client), Some(contact)) => queries::sites_of(tx, client, contact).await?,
                    _ => Vec::new(),
                };
                let view = looking::view_of(tx, &row).await?;
                Ok::<_, StoreError>(Some((row, sites, view)))
            })
        });
        let Some((row, sites, view)) = read.await? else {
            return Ok(None);
        };
        if row.seen_at < now - SEEN_EVERY_MS {
            self.write_down(row.id, now);
        }
        let Some(own) = session(row, sites) else {
            return Ok(None);
        };
        match view {
            Some(view) if view.expires_at > now => {
                let until = view.expires_at;
                // A view with words that this program does not know shows nobody's portal.
                Ok(view.seen_by(own).map(|session| (session, until)))
            }
            Some(_) => {
                self.write_down_ends();
                Ok(Some((own, i64::MAX)))
            }
            None => Ok(Some((own, i64::MAX))),
        }
    }

    /// Views whose time is over, beside the request that met one.
    fn write_down_ends(&self) {
        let store = self.store.clone();
        tokio::spawn(async move {
            if let Err(error) = looking::end_expired(&store).await {
                tracing::warn!("the end of a view could not be written down: {error}");
            }
        });
    }

    /// Beside the request: nobody waits for it, and losing it once costs nothing.
    fn write_down(&self, session: i64, now: i64) {
        let store = self.store.clone();
        tokio::spawn(async move {
            let seen: Result<u64, StoreError> = store
                .write(Scope::System, move |tx| {
                    Box::pin(async move { queries::see_session(tx, session, now).await })
                })
                .await;
            if let Err(error) = seen {
                tracing::warn!("a sign of life could not be written down: {error}");
            }
        });
    }
}

/// Opens a session within a transaction; returns the token for the cookie, its only copy.
pub async fn open(
    tx: &mut Tx,
    holder: Holder,
    client: Option<ClientId>,
    user_agent: &str,
    address: &str,
) -> Result<String, StoreError> {
    let token = crate::http::random_text(32);
    let now = tx.now_ms();
    let (contact, staff) = holder.columns();
    let user_agent: String = user_agent.chars().take(300).collect();
    let client = client.map(|client| client.0);
    queries::add_session(
        tx,
        ids::next(),
        &hash_token(&token),
        contact,
        staff,
        client,
        &user_agent,
        address,
        now,
        now + LONGEST_MS,
    )
    .await?;
    Ok(token)
}

/// Ends a session and tells the streams that it feeds.
pub async fn end(tx: &mut Tx, session: i64, client: Option<i64>) -> Result<(), StoreError> {
    let now = tx.now_ms();
    if queries::end_session(tx, session, now).await? == 0 {
        return Ok(());
    }
    looking::end(tx, session, now, Ending::SignedOut, "").await?;
    let stream = client.map_or(Stream::Staff, |client| Stream::Client(ClientId(client)));
    let payload = serde_json::json!({ "session": session.to_string() }).to_string();
    outbox::publish(tx, stream, "session", &payload, "{}").await?;
    Ok(())
}

/// Ends every live session of an account but one; returns those that ended.
pub async fn end_others(
    tx: &mut Tx,
    holder: Holder,
    but: Option<SessionId>,
) -> Result<Vec<SessionId>, StoreError> {
    let now = tx.now_ms();
    let (contact, staff) = holder.columns();
    let mut ended = Vec::new();
    for session in queries::sessions_of(tx, contact, staff, now, now - IDLE_MS).await? {
        if but != Some(SessionId(session.id)) {
            end(tx, session.id, session.client_id).await?;
            ended.push(SessionId(session.id));
        }
    }
    Ok(ended)
}

/// From a row to who asks; a row with words that this program does not know is nobody's.
fn session(row: SessionRow, sites: Vec<(i64,)>) -> Option<Session> {
    let session = SessionId(row.id);
    let asker = match Holder::from_columns(row.contact_id, row.staff_id)? {
        Holder::Staff(StaffId(staff)) => Asker::Staff(StaffAsker {
            staff: StaffId(staff),
            session,
            name: row.name,
            role: StaffRole::from_code(&row.role)?,
        }),
        Holder::Contact(ContactId(contact)) => Asker::Contact(ContactAsker {
            contact: ContactId(contact),
            client: ClientId(row.client_id?),
            session,
            name: row.name,
            role: Role::from_code(&row.role)?,
            visibility: Visibility::from_code(&row.visibility?)?,
            sites: sites.into_iter().map(|(site,)| SiteId(site)).collect(),
        }),
    };
    Some(Session {
        asker: Arc::new(asker),
        lang: Lang::from_tag(&row.language).unwrap_or_default(),
        theme: Theme::from_code(&row.theme).unwrap_or_default(),
        client_name: row.client_name,
        view: None,
    })
}
