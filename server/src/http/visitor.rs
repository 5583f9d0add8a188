//! Who asks: cookie → session → asker; language and colours; the draft that the page should show again.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use app::answer::page::{LANGUAGE_COOKIE, SESSION_COOKIE};
use app::domain::access::Lang;
use app::text::preferred_language;
use app::visit::{FormDraft, Visit};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Uri, header};
use axum::middleware::Next;
use axum::response::Response;

use super::address::{Peer, client_address};
use super::headers::Nonce;
use crate::account::sessions::Session;
use crate::wiring::Services;

/// Puts the [`Visit`], and the [`Session`] if there is one, in the request's extensions.
pub async fn recognise(
    State(services): State<Services>,
    mut request: Request,
    next: Next,
) -> Response {
    let session = match session_token(request.headers()) {
        Some(token) => services.sessions.resolve(token).await,
        None => None,
    };
    let draft = draft(&services, request.uri(), session.as_deref()).await;
    let visit = visit(&services, &request, session.as_deref(), draft);
    request.extensions_mut().insert(visit);
    if let Some(session) = session {
        request.extensions_mut().insert(session);
    }
    next.run(request).await
}

/// The visit that [`recognise`] found.
pub fn visit_of(request: &Request) -> Visit {
    request
        .extensions()
        .get::<Visit>()
        .cloned()
        .unwrap_or_else(Visit::anonymous)
}

/// The session that [`recognise`] found.
pub fn session_of(request: &Request) -> Option<Arc<Session>> {
    request.extensions().get::<Arc<Session>>().cloned()
}

/// The session's token, as the browser sent it.
pub fn session_token(headers: &HeaderMap) -> Option<&str> {
    cookie(headers, SESSION_COOKIE)
}

fn visit(
    services: &Services,
    request: &Request,
    session: Option<&Session>,
    draft: Option<FormDraft>,
) -> Visit {
    let headers = request.headers();
    let nonce = request
        .extensions()
        .get::<Nonce>()
        .map_or_else(|| "".into(), |nonce| nonce.0.clone());
    let path = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    let peer = request
        .extensions()
        .get::<Peer>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0);
    let address = client_address(headers, peer, &services.settings.trusted_proxies);
    Visit {
        lang: session.map_or_else(|| anonymous_language(headers), |session| session.lang),
        theme: session.map(|session| session.theme).unwrap_or_default(),
        asker: session.map(|session| session.asker.clone()),
        view: session.and_then(|session| session.view.clone()),
        path: path.into(),
        nonce,
        address: address.to_string().into(),
        user_agent: text(headers, &header::USER_AGENT).into(),
        draft: draft.map(Arc::new),
    }
}

/// Cookie, then what the browser prefers, then French.
fn anonymous_language(headers: &HeaderMap) -> Lang {
    cookie(headers, LANGUAGE_COOKIE)
        .and_then(Lang::from_tag)
        .unwrap_or_else(|| preferred_language(text(headers, &header::ACCEPT_LANGUAGE)))
}

async fn draft(services: &Services, uri: &Uri, session: Option<&Session>) -> Option<FormDraft> {
    let query = uri.query().filter(|query| query.contains("draft="))?;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).ok()?;
    let (_, id) = pairs.into_iter().find(|(name, _)| name == "draft")?;
    services
        .drafts
        .find(&id, session.map(|session| session.asker.session()))
        .await
}

/// The value of that cookie, when it was sent exactly once.
fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(found, _)| *found == name)
        .map(|(_, value)| value);
    let value = values.next()?;
    values.next().is_none().then_some(value)
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> &'h str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}
