//! A server on a loopback port, people with a session each, and what they hear.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use app::domain::ids::{ClientId, ContactId, StaffId};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use server::account::{Holder, hash_token, sessions};
use server::config::Settings;
use server::http::listener::{self, Caps};
use server::store::{Scope, Store, StoreError};
use server::wiring::Services;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use crate::scene::{LUC, MOREL};

server::queries! {
    run add_contact(id: i64) = "
        INSERT INTO contacts (id, email, name, created_at)
        VALUES ($1, CAST(CAST($1 AS BIGINT) AS TEXT), 'C. Contact', 0)";
    run add_membership(client: ClientId, contact: i64, visibility: &str) = "
        INSERT INTO memberships (client_id, contact_id, role, visibility, created_at) VALUES ($1, $2, 'requester', $3, 0)";
    run add_membership_site(client: ClientId, contact: i64, site: i64) = "
        INSERT INTO membership_sites (client_id, contact_id, site_id) VALUES ($1, $2, $3)";
    run add_staff(id: i64) = "
        INSERT INTO staff (id, email, name, role, created_at)
        VALUES ($1, CAST(CAST($1 AS BIGINT) AS TEXT), 'T. Technicien', 'technician', 0)";
    one session_of(token_hash: &str) -> (i64,) = "SELECT id FROM sessions WHERE token_hash = $1";
}

/// Somebody who listens.
#[derive(Debug, Clone, Copy)]
pub struct Who {
    pub person: i64,
    client: Option<ClientId>,
    visibility: &'static str,
}

impl Who {
    pub const NOBODY: Who = Who::new(0, None, "");
    /// Sees everything of Morel.
    pub const WHOLE: Who = Who::new(51, Some(MOREL), "client");
    /// Sees Morel's site 11.
    pub const AT_SITE_11: Who = Who::new(52, Some(MOREL), "site");
    /// Belongs to site 11, and sees its own interventions only.
    pub const OWN: Who = Who::new(53, Some(MOREL), "own");
    /// Sees everything of Saint-Luc.
    pub const STRANGER: Who = Who::new(54, Some(LUC), "client");
    pub const STAFF: Who = Who::new(55, None, "staff");

    const PEOPLE: [Who; 5] = [
        Who::WHOLE,
        Who::AT_SITE_11,
        Who::OWN,
        Who::STRANGER,
        Who::STAFF,
    ];

    const fn new(person: i64, client: Option<ClientId>, visibility: &'static str) -> Who {
        Who {
            person,
            client,
            visibility,
        }
    }

    fn holder(self) -> Holder {
        match self.client {
            Some(_) => Holder::Contact(ContactId(self.person)),
            None => Holder::Staff(StaffId(self.person)),
        }
    }
}

/// The program as it runs, on a port of its own.
pub struct Server {
    pub services: Services,
    address: SocketAddr,
    router: Router,
    stopping: CancellationToken,
    serving: JoinHandle<()>,
    /// Of each person: its cookie and its session.
    sessions: HashMap<i64, (String, i64)>,
}

impl Server {
    pub async fn start(store: &Store) -> anyhow::Result<Server> {
        let mut people = HashMap::new();
        for who in Who::PEOPLE {
            people.insert(who.person, sign_in(store, who).await?);
        }
        let settings = Settings::local("in the test");
        let stopping = CancellationToken::new();
        let services = Services::new(settings.clone(), store.clone(), stopping.clone()).await?;
        let router = server::http::router(services.clone())?;
        services.start();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let caps = Caps::new(&settings);
        let serving = tokio::spawn(listener::serve(
            listener,
            router.clone(),
            caps,
            stopping.clone(),
        ));
        Ok(Server {
            services,
            address,
            router,
            stopping,
            serving,
            sessions: people,
        })
    }

    /// Ends it as a signal would.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stopping.cancel();
        Ok(self.serving.await?)
    }

    /// A person's session, and the client whose stream it listens to.
    pub fn session(&self, who: Who) -> (i64, Option<i64>) {
        let session = self.sessions.get(&who.person).map_or(0, |(_, id)| *id);
        (session, who.client.map(|client| client.0))
    }

    pub async fn listen(&self, who: Who, path: &str) -> anyhow::Result<Ear> {
        Ear::of(
            self.ask(self.request(who, path).body(Body::empty())?)
                .await?,
        )
    }

    pub async fn listen_after(&self, who: Who, path: &str, last: &str) -> anyhow::Result<Ear> {
        let request = self.request(who, path).header("last-event-id", last);
        Ear::of(self.ask(request.body(Body::empty())?).await?)
    }

    pub async fn status(&self, who: Who, path: &str) -> anyhow::Result<u16> {
        let answer = self
            .ask(self.request(who, path).body(Body::empty())?)
            .await?;
        Ok(answer.status().as_u16())
    }

    /// A stream without a connection: nothing leaves the server until it is asked for.
    pub async fn unread(&self, who: Who) -> anyhow::Result<Ear> {
        let request = self.request(who, "/live").body(Body::empty())?;
        Ear::of(self.router.clone().oneshot(request).await?)
    }

    fn request(&self, who: Who, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().uri(path).header("host", "localhost");
        match self.sessions.get(&who.person) {
            Some((token, _)) => request.header("cookie", format!("__Host-vigie={token}")),
            None => request,
        }
    }

    async fn ask(&self, request: Request) -> anyhow::Result<axum::response::Response> {
        let connection = TcpStream::connect(self.address).await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(connection)).await?;
        tokio::spawn(connection);
        Ok(sender.send_request(request).await?.map(Body::new))
    }
}

/// One event, as the browser reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    pub kind: String,
    pub id: Option<String>,
    pub data: String,
}

/// Reads one stream.
pub struct Ear {
    headers: HeaderMap,
    body: Body,
    unread: String,
}

impl Ear {
    fn of(answer: axum::response::Response) -> anyhow::Result<Ear> {
        let (parts, body) = answer.into_parts();
        ensure!(parts.status == StatusCode::OK, "{}", parts.status);
        Ok(Ear {
            headers: parts.headers,
            body,
            unread: String::new(),
        })
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The next event; fails when none comes in time, or the stream has ended.
    pub async fn next(&mut self, within: Duration) -> anyhow::Result<Heard> {
        let next = tokio::time::timeout(within, self.read()).await;
        next.context("nothing was heard")??
            .context("the stream ended")
    }

    /// The next event that is no beat: on a busy machine one may come in between.
    pub async fn news(&mut self, within: Duration) -> anyhow::Result<Heard> {
        loop {
            let event = self.next(within).await?;
            if event.kind != "beat" {
                return Ok(event);
            }
        }
    }

    /// Ids of the next events that are no beats.
    pub async fn ids(&mut self, count: usize) -> anyhow::Result<Vec<String>> {
        let mut ids = Vec::new();
        while ids.len() < count {
            let event = self.next(Duration::from_secs(5)).await;
            let event = event.with_context(|| format!("after {ids:?}"))?;
            if event.kind != "beat" {
                ids.push(event.id.unwrap_or_default());
            }
        }
        Ok(ids)
    }

    pub async fn hears_nothing(&mut self, within: Duration) -> anyhow::Result<()> {
        match tokio::time::timeout(within, self.read()).await {
            Err(_) => Ok(()),
            Ok(Ok(Some(event))) if event.kind == "beat" => Ok(()),
            Ok(heard) => bail!("something was heard: {heard:?}"),
        }
    }

    pub async fn ends(&mut self, within: Duration) -> anyhow::Result<()> {
        match tokio::time::timeout(within, self.read()).await? {
            Ok(None) => Ok(()),
            heard => bail!("it did not end: {heard:?}"),
        }
    }

    /// Reads what is left; the last id.
    pub async fn until_the_end(&mut self, within: Duration) -> anyhow::Result<i64> {
        let mut last = 0;
        while let Some(event) = tokio::time::timeout(within, self.read()).await?? {
            if let Some(id) = event.id {
                last = id.parse()?;
            }
        }
        Ok(last)
    }

    async fn read(&mut self) -> anyhow::Result<Option<Heard>> {
        loop {
            if let Some((block, rest)) = self.unread.split_once("\n\n") {
                let heard = parse(block);
                self.unread = rest.to_owned();
                match heard {
                    Some(heard) => return Ok(Some(heard)),
                    None => continue,
                }
            }
            let Some(frame) = self.body.frame().await else {
                return Ok(None);
            };
            if let Ok(bytes) = frame?.into_data() {
                self.unread.push_str(std::str::from_utf8(&bytes)?);
            }
        }
    }
}

/// `None` for a block without an event: `retry:`.
fn parse(block: &str) -> Option<Heard> {
    let field = |name: &str| {
        let mut lines = block.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(found, _)| *found == name)
            .map(|(_, value)| value.to_owned())
    };
    Some(Heard {
        kind: field("event")?,
        id: field("id"),
        data: field("data")?,
    })
}

async fn sign_in(store: &Store, who: Who) -> Result<(String, i64), StoreError> {
    let write = store.write(Scope::System, move |tx| {
        Box::pin(async move {
            match who.client {
                Some(client) => {
                    add_contact(tx, who.person).await?;
                    add_membership(tx, client, who.person, who.visibility).await?;
                    if client == MOREL {
                        add_membership_site(tx, client, who.person, 11).await?;
                    }
                }
                None => {
                    add_staff(tx, who.person).await?;
                }
            }
            let token = sessions::open(tx, who.holder(), who.client, "a test", "127.0.0.1").await?;
            let (session,) = session_of(tx, &hash_token(&token)).await?;
            Ok((token, session))
        })
    });
    write.await
}
