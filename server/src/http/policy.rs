//! Who may use a route, and what happens to those who may not; the deadline and the size of what they send.

use std::time::Duration;

use app::answer::AppError;
use app::domain::access::Asker;
use app::visit::Visit;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http_body_util::LengthLimitError;
use http_body_util::Limited;

use super::problem::Refused;
use super::table::{Kind, Route};
use crate::wiring::Services;

/// How long a handler may take, the body included.
const HANDLER_DEADLINE: Duration = Duration::from_secs(30);

/// Who may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Anybody; no session is looked at.
    Open,
    /// Anybody, signed in or not.
    Public,
    /// Whoever is signed in.
    SignedIn,
    /// Contacts of a client.
    Contact,
    /// Contacts who may send requests.
    Requester,
    /// The provider's staff.
    Staff,
    /// Monitoring: the handler checks the bearer token.
    Ingest,
}

impl Policy {
    /// Whether that asker passes. What it sees then is the backend's to decide.
    pub fn admits(self, asker: Option<&Asker>) -> Result<(), AppError> {
        match (self, asker) {
            (Policy::Open | Policy::Public | Policy::Ingest, _) => Ok(()),
            (_, None) => Err(AppError::SignInNeeded),
            (Policy::SignedIn, Some(_)) => Ok(()),
            (Policy::Contact, Some(Asker::Contact(_))) => Ok(()),
            (Policy::Requester, Some(Asker::Contact(contact))) if contact.may_request() => Ok(()),
            (Policy::Staff, Some(Asker::Staff(_))) => Ok(()),
            (Policy::Contact | Policy::Requester | Policy::Staff, Some(_)) => {
                Err(AppError::Forbidden)
            }
        }
    }
}

/// What the guard of a route needs to know of it.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub policy: Policy,
    kind: Kind,
    body_limit: usize,
    endless: bool,
}

impl Rule {
    pub fn of(route: &Route) -> Self {
        Rule {
            policy: route.policy,
            kind: route.kind,
            body_limit: route.body_limit,
            endless: route.endless,
        }
    }
}

/// Stands before every handler.
pub async fn guard(
    rule: Rule,
    State(_services): State<Services>,
    request: Request,
    next: Next,
) -> Response {
    if declared_length(&request) > Some(rule.body_limit as u64) {
        return Refused::too_large().into_response();
    }
    if let Some(visit) = request.extensions().get::<Visit>()
        && let Err(refusal) = rule.policy.admits(visit.asker.as_deref())
    {
        return turn_away(rule, refusal, visit);
    }
    let mut request = request.map(|body| Body::new(Limited::new(body, rule.body_limit)));
    request.extensions_mut().insert(rule);
    if rule.endless {
        return next.run(request).await;
    }
    match tokio::time::timeout(HANDLER_DEADLINE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refused::from(AppError::Busy).into_response(),
    }
}

/// An anonymous page leads to the sign-in; anything else gets its status.
fn turn_away(rule: Rule, refusal: AppError, visit: &Visit) -> Response {
    if rule.kind == Kind::Page && refusal == AppError::SignInNeeded {
        return Redirect::to(&sign_in_path(&visit.path)).into_response();
    }
    Refused::from(refusal).into_response()
}

/// Where to sign in, and come back to that path of the portal.
pub fn sign_in_path(next: &str) -> String {
    if next == "/" || !app::visit::is_own_path(next) {
        return "/sign-in".to_owned();
    }
    let next: String = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
    format!("/sign-in?{next}")
}

fn declared_length(request: &Request) -> Option<u64> {
    request
        .headers()
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

/// Whether a body could not be read because it is longer than its route allows.
pub fn is_too_large(error: &axum::Error) -> bool {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = source {
        if error.is::<LengthLimitError>() {
            return true;
        }
        source = error.source();
    }
    false
}
