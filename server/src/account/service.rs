//! What the account pages ask, answered.

use app::answer::{AppError, FieldProblem};
use app::backend::Answer;
use app::backend::account::{
    AccountBackend, ClientChoice, DemoAccount, LinkView, NewSession, Profile, SessionList,
    SessionView, Visitor,
};
use app::domain::access::{Asker, Lang, Theme};
use app::domain::ids::{ClientId, SessionId};
use futures_util::future::BoxFuture;

use super::passwords::{self, Passwords};
use super::sessions::{self, IDLE_MS, Sessions};
use super::throttle::Throttle;
use super::{Holder, fold_email, hash_token, queries};
use crate::store::{Scope, Store, Tx};
use crate::zone::Zone;

/// Implements [`AccountBackend`].
pub struct AccountService {
    store: Store,
    sessions: Sessions,
    passwords: Passwords,
    throttle: Throttle,
}

impl AccountService {
    pub fn new(store: Store, sessions: Sessions, passwords: Passwords) -> Self {
        AccountService {
            store,
            sessions,
            passwords,
            throttle: Throttle::default(),
        }
    }

    async fn read<T: Send>(
        &self,
        job: impl for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, AppError>> + Send,
    ) -> Result<T, AppError> {
        self.store.read(Scope::System, job).await
    }

    async fn write<T: Send + 'static>(
        &self,
        job: impl for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, AppError>>
        + Clone
        + Send
        + 'static,
    ) -> Result<T, AppError> {
        self.store.write(Scope::System, job).await
    }

    fn forget(&self, ended: Vec<SessionId>) {
        for session in ended {
            self.sessions.forget(session);
        }
    }

    async fn check_and_open(
        &self,
        visitor: &Visitor,
        email: &str,
        password: &str,
    ) -> Result<NewSession, AppError> {
        let email = fold_email(email);
        let attempt = self
            .throttle
            .take(&email, &visitor.address, self.store.clock().now_ms())?;
        let known = self
            .read(|tx| Box::pin(async move { Ok(queries::credentials(tx, &email).await?) }))
            .await?;
        let known = known.into_iter().next();
        let stored = known
            .as_ref()
            .and_then(|known| known.password_hash.as_deref());
        if !self.passwords.verify(password, stored).await? {
            return Err(AppError::WrongCredentials);
        }
        let holder = known.and_then(|known| Holder::from_columns(known.contact_id, known.staff_id));
        let holder = holder.ok_or(AppError::WrongCredentials)?;
        let Visitor {
            address,
            user_agent,
        } = visitor.clone();
        let token = self
            .write(move |tx| Box::pin(async move { open(tx, holder, &user_agent, &address).await }))
            .await?;
        self.throttle.give_back(attempt);
        Ok(NewSession {
            token,
            home: home(holder),
        })
    }

    async fn use_link(
        &self,
        visitor: &Visitor,
        token: &str,
        password: &str,
    ) -> Result<NewSession, AppError> {
        let email = self.look_at_link(token).await?.email;
        passwords::acceptable(password, &email, "password")?;
        let password_hash = self.passwords.hash(password).await?;
        let token_hash = hash_token(token);
        let Visitor {
            address,
            user_agent,
        } = visitor.clone();
        let (session, holder, ended) = self
            .write(move |tx| {
                Box::pin(async move {
                    let holder = take_link(tx, &token_hash).await?;
                    set_password(tx, holder, &password_hash).await?;
                    let ended = sessions::end_others(tx, holder, None).await?;
                    let session = open(tx, holder, &user_agent, &address).await?;
                    Ok((session, holder, ended))
                })
            })
            .await?;
        self.forget(ended);
        Ok(NewSession {
            token: session,
            home: home(holder),
        })
    }

    async fn look_at_link(&self, token: &str) -> Result<LinkView, AppError> {
        let token_hash = hash_token(token);
        let now = self.store.clock().now_ms();
        let link = self
            .read(|tx| Box::pin(async move { Ok(queries::live_link(tx, &token_hash, now).await?) }))
            .await?;
        let link = link.ok_or(AppError::LinkDead)?;
        Ok(LinkView {
            name: link.name,
            email: link.email,
        })
    }

    async fn replace_password(
        &self,
        asker: &Asker,
        visitor: &Visitor,
        current: &str,
        new: &str,
    ) -> Result<(), AppError> {
        let holder = Holder::of(asker);
        let (contact, staff) = holder.columns();
        let account = self
            .read(|tx| Box::pin(async move { Ok(queries::account(tx, contact, staff).await?) }))
            .await?;
        let account = account.ok_or(AppError::SignInNeeded)?;
        passwords::acceptable(new, &account.email, "password")?;
        let attempt = self.throttle.take(
            &account.email,
            &visitor.address,
            self.store.clock().now_ms(),
        )?;
        if !self
            .passwords
            .verify(current, account.password_hash.as_deref())
            .await?
        {
            return Err(AppError::field(
                "current_password",
                FieldProblem::DoesNotMatch,
            ));
        }
        self.throttle.give_back(attempt);
        let password_hash = self.passwords.hash(new).await?;
        let kept = asker.session();
        let ended = self
            .write(move |tx| {
                Box::pin(async move {
                    set_password(tx, holder, &password_hash).await?;
                    let now = tx.now_ms();
                    queries::end_links(tx, contact, staff, now).await?;
                    Ok(sessions::end_others(tx, holder, Some(kept)).await?)
                })
            })
            .await?;
        self.forget(ended);
        Ok(())
    }

    async fn show_profile(&self, asker: &Asker) -> Result<Profile, AppError> {
        let (contact, staff) = Holder::of(asker).columns();
        let (account, clients) = self
            .read(|tx| {
                Box::pin(async move {
                    let account = queries::account(tx, contact, staff).await?;
                    let clients = match contact {
                        Some(contact) => queries::clients_of(tx, contact).await?,
                        None => Vec::new(),
                    };
                    Ok((account, clients))
                })
            })
            .await?;
        let account = account.ok_or(AppError::SignInNeeded)?;
        let shown = match asker {
            Asker::Contact(contact) => Some(contact.client),
            Asker::Staff(_) => None,
        };
        let clients = clients.into_iter().map(|(id, slug, name)| {
            let id = ClientId(id);
            ClientChoice {
                id,
                slug,
                name,
                current: shown == Some(id),
            }
        });
        Ok(Profile {
            name: account.name,
            email: account.email,
            lang: Lang::from_tag(&account.language).unwrap_or_default(),
            theme: Theme::from_code(&account.theme).unwrap_or_default(),
            clients: clients.collect(),
        })
    }

    async fn list_sessions(&self, asker: &Asker) -> Result<SessionList, AppError> {
        let (contact, staff) = Holder::of(asker).columns();
        let now = self.store.clock().now_ms();
        let (rows, zone) = self
            .read(|tx| {
                Box::pin(async move {
                    let rows = queries::sessions_of(tx, contact, staff, now, now - IDLE_MS).await?;
                    Ok((rows, queries::provider_zone(tx).await?))
                })
            })
            .await?;
        let zone = zone.map_or(Zone::named("UTC"), |(zone,)| Zone::named(&zone));
        let sessions = rows.into_iter().map(|row| SessionView {
            id: SessionId(row.id),
            user_agent: row.user_agent,
            address: row.address,
            created_at: zone.instant(row.created_at),
            seen_at: zone.instant(row.seen_at),
            current: SessionId(row.id) == asker.session(),
        });
        Ok(SessionList {
            now: zone.instant(now),
            sessions: sessions.collect(),
        })
    }

    /// One of the asker's own; anybody else's is not found.
    async fn end_own(&self, asker: &Asker, session: SessionId) -> Result<(), AppError> {
        let (contact, staff) = Holder::of(asker).columns();
        self.write(move |tx| {
            Box::pin(async move {
                let now = tx.now_ms();
                let live = queries::sessions_of(tx, contact, staff, now, now - IDLE_MS).await?;
                let found = live
                    .into_iter()
                    .find(|live| live.id == session.0)
                    .ok_or(AppError::NotFound)?;
                Ok(sessions::end(tx, found.id, found.client_id).await?)
            })
        })
        .await?;
        self.sessions.forget(session);
        Ok(())
    }

    async fn choose_preferences(
        &self,
        asker: &Asker,
        lang: Lang,
        theme: Theme,
    ) -> Result<(), AppError> {
        let holder = Holder::of(asker);
        self.write(move |tx| {
            Box::pin(async move {
                match holder {
                    Holder::Contact(contact) => {
                        queries::set_contact_preferences(tx, contact.0, lang.tag(), theme.code())
                            .await?
                    }
                    Holder::Staff(staff) => {
                        queries::set_staff_preferences(tx, staff.0, lang.tag(), theme.code())
                            .await?
                    }
                };
                Ok(())
            })
        })
        .await?;
        self.sessions.forget(asker.session());
        Ok(())
    }

    async fn show_client(&self, asker: &Asker, slug: &str) -> Result<(), AppError> {
        let Asker::Contact(contact) = asker else {
            return Err(AppError::Forbidden);
        };
        let (person, session, slug) = (contact.contact.0, contact.session, slug.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                let own = queries::clients_of(tx, person).await?;
                let (client, ..) = own
                    .into_iter()
                    .find(|(_, own, _)| *own == slug)
                    .ok_or(AppError::NotFound)?;
                queries::show_client(tx, session.0, client).await?;
                Ok(())
            })
        })
        .await?;
        self.sessions.forget(session);
        Ok(())
    }

    async fn list_demo_accounts(&self) -> Result<Vec<DemoAccount>, AppError> {
        let rows = self
            .read(|tx| {
                Box::pin(async move {
                    let (demonstration,) = queries::demonstration(tx).await?;
                    if demonstration == 0 {
                        return Ok(Vec::new());
                    }
                    let mut rows = queries::demo_contacts(tx).await?;
                    rows.extend(queries::demo_staff(tx).await?);
                    Ok(rows)
                })
            })
            .await?;
        Ok(rows
            .into_iter()
            .map(|(email, name, of)| DemoAccount { email, name, of })
            .collect())
    }
}

impl AccountBackend for AccountService {
    fn sign_in<'a>(
        &'a self,
        visitor: &'a Visitor,
        email: &'a str,
        password: &'a str,
    ) -> Answer<'a, NewSession> {
        Box::pin(self.check_and_open(visitor, email, password))
    }

    fn sign_out<'a>(&'a self, asker: &'a Asker) -> Answer<'a, ()> {
        Box::pin(async {
            match self.end_own(asker, asker.session()).await {
                Ok(()) | Err(AppError::NotFound) => Ok(()),
                Err(error) => Err(error),
            }
        })
    }

    fn link<'a>(&'a self, token: &'a str) -> Answer<'a, LinkView> {
        Box::pin(self.look_at_link(token))
    }

    fn activate<'a>(
        &'a self,
        visitor: &'a Visitor,
        token: &'a str,
        password: &'a str,
    ) -> Answer<'a, NewSession> {
        Box::pin(self.use_link(visitor, token, password))
    }

    fn profile<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Profile> {
        Box::pin(self.show_profile(asker))
    }

    fn sessions<'a>(&'a self, asker: &'a Asker) -> Answer<'a, SessionList> {
        Box::pin(self.list_sessions(asker))
    }

    fn end_session<'a>(&'a self, asker: &'a Asker, session: SessionId) -> Answer<'a, ()> {
        Box::pin(self.end_own(asker, session))
    }

    fn change_password<'a>(
        &'a self,
        asker: &'a Asker,
        visitor: &'a Visitor,
        current: &'a str,
        new: &'a str,
    ) -> Answer<'a, ()> {
        Box::pin(self.replace_password(asker, visitor, current, new))
    }

    fn set_preferences<'a>(&'a self, asker: &'a Asker, lang: Lang, theme: Theme) -> Answer<'a, ()> {
        Box::pin(self.choose_preferences(asker, lang, theme))
    }

    fn switch_client<'a>(&'a self, asker: &'a Asker, slug: &'a str) -> Answer<'a, ()> {
        Box::pin(self.show_client(asker, slug))
    }

    fn demo_accounts(&self) -> Answer<'_, Vec<DemoAccount>> {
        Box::pin(self.list_demo_accounts())
    }
}

/// Opens a session; a contact starts with its first client, and one without any has nothing to sign in to.
async fn open(
    tx: &mut Tx,
    holder: Holder,
    user_agent: &str,
    address: &str,
) -> Result<String, AppError> {
    let client = match holder {
        Holder::Staff(_) => None,
        Holder::Contact(contact) => {
            let own = queries::clients_of(tx, contact.0).await?;
            let (client, ..) = own.into_iter().next().ok_or(AppError::WrongCredentials)?;
            Some(ClientId(client))
        }
    };
    Ok(sessions::open(tx, holder, client, user_agent, address).await?)
}

/// Uses the link up: of two at once, one finds it dead.
async fn take_link(tx: &mut Tx, token_hash: &str) -> Result<Holder, AppError> {
    let now = tx.now_ms();
    let link = queries::live_link(tx, token_hash, now)
        .await?
        .ok_or(AppError::LinkDead)?;
    if queries::use_link(tx, token_hash, now).await? != 1 {
        return Err(AppError::LinkDead);
    }
    Holder::from_columns(link.contact_id, link.staff_id).ok_or(AppError::LinkDead)
}

async fn set_password(tx: &mut Tx, holder: Holder, password_hash: &str) -> Result<(), AppError> {
    match holder {
        Holder::Contact(contact) => {
            queries::set_contact_password(tx, contact.0, password_hash).await?
        }
        Holder::Staff(staff) => queries::set_staff_password(tx, staff.0, password_hash).await?,
    };
    Ok(())
}

const fn home(holder: Holder) -> &'static str {
    match holder {
        Holder::Contact(_) => "/",
        Holder::Staff(_) => "/desk",
    }
}
