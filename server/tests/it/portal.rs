//! A portal to test over HTTP without a network: two clients, a contact in each role, staff, and browsers.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::OnceLock;

use app::domain::ids::{ClientId, ContactId, StaffId};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use server::account::{Holder, passwords, sessions};
use server::config::Settings;
use server::http::address::Peer;
use server::store::{Scope, Store, StoreError};
use server::wiring::Services;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// The password of everyone in the portal.
pub const PASSWORD: &str = "le chat dort sous la table";
pub const HOST: &str = "vigie.example";

const MOREL: ClientId = ClientId(1);
const CLINIQUE: ClientId = ClientId(2);

/// Who may ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Nobody,
    Viewer,
    Requester,
    Approver,
    ClientAdmin,
    /// A contact of the other client, with every right there.
    Stranger,
    Technician,
    Dispatcher,
    ProviderAdmin,
}

impl Who {
    pub const ALL: [Who; 9] = [
        Who::Nobody,
        Who::Viewer,
        Who::Requester,
        Who::Approver,
        Who::ClientAdmin,
        Who::Stranger,
        Who::Technician,
        Who::Dispatcher,
        Who::ProviderAdmin,
    ];

    pub fn email(self) -> &'static str {
        match self {
            Who::Nobody => "nobody@nowhere.example",
            Who::Viewer => "lecteur@morel.example",
            Who::Requester => "demandeur@morel.example",
            Who::Approver => "valideur@morel.example",
            Who::ClientAdmin => "referent@morel.example",
            Who::Stranger => "referent@clinique.example",
            Who::Technician => "technicien@vigie.example",
            Who::Dispatcher => "coordinateur@vigie.example",
            Who::ProviderAdmin => "admin@vigie.example",
        }
    }

    pub fn holder(self) -> Option<Holder> {
        match self {
            Who::Nobody => None,
            Who::Viewer => Some(Holder::Contact(ContactId(11))),
            Who::Requester => Some(Holder::Contact(ContactId(12))),
            Who::Approver => Some(Holder::Contact(ContactId(13))),
            Who::ClientAdmin => Some(Holder::Contact(ContactId(14))),
            Who::Stranger => Some(Holder::Contact(ContactId(21))),
            Who::Technician => Some(Holder::Staff(StaffId(31))),
            Who::Dispatcher => Some(Holder::Staff(StaffId(32))),
            Who::ProviderAdmin => Some(Holder::Staff(StaffId(33))),
        }
    }

    fn client(self) -> Option<ClientId> {
        match self.holder() {
            Some(Holder::Contact(_)) if self == Who::Stranger => Some(CLINIQUE),
            Some(Holder::Contact(_)) => Some(MOREL),
            _ => None,
        }
    }
}

/// A server on a store, without a listener.
pub struct Portal {
    pub store: Store,
    router: Router,
}

impl Portal {
    pub async fn open(store: &Store) -> anyhow::Result<Portal> {
        Portal::open_with(store, Settings::local("in the test")).await
    }

    pub async fn open_with(store: &Store, settings: Settings) -> anyhow::Result<Portal> {
        fill(store).await?;
        Portal::serving(store, settings).await
    }

    /// Over what is in the store already.
    pub async fn over(store: &Store) -> anyhow::Result<Portal> {
        Portal::serving(store, Settings::local("in the test")).await
    }

    async fn serving(store: &Store, settings: Settings) -> anyhow::Result<Portal> {
        let services = Services::new(settings, store.clone(), CancellationToken::new()).await?;
        Ok(Portal {
            store: store.clone(),
            router: server::http::router(services)?,
        })
    }

    /// What a listener needs.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// A browser without any cookie.
    pub fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            session: None,
            from: IpAddr::V4(Ipv4Addr::new(203, 0, 113, 7)),
        }
    }

    /// A browser in which that person is signed in already.
    pub async fn browser_of(&self, who: Who) -> anyhow::Result<Browser> {
        match who.holder() {
            Some(holder) => self.browser_holding(holder, who.client()).await,
            None => Ok(self.browser()),
        }
    }

    /// A browser in which they are signed in already, looking at that client.
    pub async fn browser_holding(
        &self,
        holder: Holder,
        client: Option<ClientId>,
    ) -> anyhow::Result<Browser> {
        let mut browser = self.browser();
        let token: Result<String, StoreError> = self
            .store
            .write(Scope::System, move |tx| {
                Box::pin(sessions::open(tx, holder, client, "a test", "203.0.113.7"))
            })
            .await;
        browser.session = Some(token?);
        Ok(browser)
    }
}

/// Sends requests as a browser would, and keeps the session's cookie.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    pub session: Option<String>,
    pub from: IpAddr,
}

/// What came back.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }
}

impl Browser {
    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> anyhow::Result<Reply> {
        self.send(self.page_request("GET", path).body(Body::empty())?)
            .await
    }

    /// Sends a form that stands on that page, as a browser without scripts does.
    pub async fn post(
        &mut self,
        page: &str,
        action: &str,
        fields: &[(&str, &str)],
    ) -> anyhow::Result<Reply> {
        let request = self
            .page_request("POST", action)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("origin", format!("https://{HOST}"))
            .header("sec-fetch-site", "same-origin")
            .header("referer", format!("https://{HOST}{page}"))
            .body(Body::from(serde_urlencoded::to_string(fields)?))?;
        self.send(request).await
    }

    /// Calls a server function as a script does.
    pub async fn call(&mut self, action: &str, fields: &[(&str, &str)]) -> anyhow::Result<Reply> {
        let request = self
            .request("POST", action)
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(serde_urlencoded::to_string(fields)?))?;
        self.send(request).await
    }

    /// Signs in through the form.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> anyhow::Result<Reply> {
        self.post(
            "/sign-in",
            "/fn/sign_in",
            &[("email", email), ("password", password), ("next", "")],
        )
        .await
    }

    pub fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", HOST);
        if let Some(session) = &self.session {
            request = request.header("cookie", format!("__Host-vigie={session}"));
        }
        request.extension(Peer(self.from))
    }

    fn page_request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        self.request(method, path)
            .header("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
    }

    pub async fn send(&mut self, request: Request) -> anyhow::Result<Reply> {
        let response = self.router.clone().oneshot(request).await?;
        let (parts, body) = response.into_parts();
        self.keep_cookie(&parts.headers);
        let is_stream = parts
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|content_type| content_type == "text/event-stream");
        let body = match is_stream {
            true => Vec::new(),
            false => axum::body::to_bytes(body, usize::MAX).await?.to_vec(),
        };
        Ok(Reply {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }

    fn keep_cookie(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap_or_default();
            if let Some(rest) = cookie.strip_prefix("__Host-vigie=") {
                let token = rest.split(';').next().unwrap_or_default();
                self.session = (!token.is_empty()).then(|| token.to_owned());
            }
        }
    }
}

/// The provider, two clients and everyone.
async fn fill(store: &Store) -> anyhow::Result<()> {
    static HASH: OnceLock<String> = OnceLock::new();
    let hash: &'static str = match HASH.get() {
        Some(hash) => hash,
        None => {
            let hash = passwords::hash(PASSWORD)?;
            HASH.get_or_init(|| hash)
        }
    };
    let done: Result<(), StoreError> = store
        .write(Scope::System, move |tx| {
            Box::pin(async move {
                tx.run(PROVIDER, &[]).await?;
                for (id, slug, code, name) in [
                    (1_i64, "morel", "AM", "Atelier Morel"),
                    (2, "clinique", "CSL", "Clinique"),
                ] {
                    tx.run(CLIENT, &[id.into(), slug.into(), code.into(), name.into()])
                        .await?;
                }
                for who in Who::ALL {
                    let email = who.email();
                    match who.holder() {
                        None => {}
                        Some(Holder::Contact(contact)) => {
                            let client = who.client().map_or(0, |client| client.0);
                            tx.run(CONTACT, &[contact.0.into(), email.into(), hash.into()])
                                .await?;
                            tx.run(MEMBER, &[client.into(), contact.0.into(), role(who).into()])
                                .await?;
                        }
                        Some(Holder::Staff(staff)) => {
                            tx.run(
                                STAFF,
                                &[staff.0.into(), email.into(), role(who).into(), hash.into()],
                            )
                            .await?;
                        }
                    }
                }
                Ok(())
            })
        })
        .await;
    Ok(done?)
}

fn role(who: Who) -> &'static str {
    match who {
        Who::Nobody => "",
        Who::Viewer => "viewer",
        Who::Requester => "requester",
        Who::Approver => "approver",
        Who::ClientAdmin | Who::Stranger => "client_admin",
        Who::Technician => "technician",
        Who::Dispatcher => "dispatcher",
        Who::ProviderAdmin => "provider_admin",
    }
}

const PROVIDER: &str = "
    INSERT INTO provider (id, name, phone_day, phone_on_call, updated_at)
    VALUES (1, 'Rhin Informatique', '03 88 00 00 00', '03 88 00 00 99', 0)";
const CLIENT: &str = "
    INSERT INTO clients (id, slug, code, name, name_folded, created_at) VALUES ($1, $2, $3, $4, $2, 0)";
const CONTACT: &str = "
    INSERT INTO contacts (id, email, name, password_hash, created_at) VALUES ($1, $2, $2, $3, 0)";
const MEMBER: &str = "
    INSERT INTO memberships (client_id, contact_id, role, visibility, created_at) VALUES ($1, $2, $3, 'client', 0)";
const STAFF: &str = "
    INSERT INTO staff (id, email, name, role, password_hash, created_at) VALUES ($1, $2, $2, $3, $4, 0)";
