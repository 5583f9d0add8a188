//! Who may use a route, and what happens to those who may not; the deadline and the size of what they send.

use std::time::Duration;

use app::answer::AppError;
use app::domain::access::{Asker, Role, StaffRole};
use app::visit::{Visit, sign_in_address};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http_body_util::LengthLimitError;
use http_body_util::Limited;

use super::forms;
use super::problem::{Refused, WayBack};
use super::table::{Kind, Route};
use crate::wiring::Services;

/// How long a handler may take, the body included.
const HANDLER_DEADLINE: Duration = Duration::from_secs(30);
/// The same where files are sent: 50 MB at 2 Mbit/s take 200 s.
const SENDING_DEADLINE: Duration = Duration::from_secs(300);

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
    /// Contacts who approve, by their role.
    Approver,
    /// Who looks after its company's account.
    Referent,
    /// The provider's staff.
    Staff,
    /// Those of the staff who coordinate.
    Dispatcher,
    /// The provider's administrators.
    Administrator,
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
            (Policy::Approver, Some(Asker::Contact(contact))) if contact.role >= Role::Approver => {
                Ok(())
            }
            (Policy::Referent, Some(Asker::Contact(contact)))
                if contact.role == Role::ClientAdmin =>
            {
                Ok(())
            }
            (Policy::Staff, Some(Asker::Staff(_))) => Ok(()),
            (Policy::Dispatcher, Some(Asker::Staff(staff)))
                if staff.role >= StaffRole::Dispatcher =>
            {
                Ok(())
            }
            (Policy::Administrator, Some(Asker::Staff(staff))) if staff.is_administrator() => {
                Ok(())
            }
            (
                Policy::Contact
                | Policy::Requester
                | Policy::Approver
                | Policy::Referent
                | Policy::Staff
                | Policy::Dispatcher
                | Policy::Administrator,
                Some(_),
            ) => Err(AppError::Forbidden),
        }
    }
}

/// What the guard of a route needs to know of it.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    pub policy: Policy,
    kind: Kind,
    changes: bool,
    looking: WhileLooking,
    body_limit: usize,
    endless: bool,
    deadline: Duration,
}

impl Rule {
    pub fn of(route: &Route) -> Self {
        Rule {
            policy: route.policy,
            kind: route.kind,
            changes: route.method == Method::POST,
            looking: route.looking,
            body_limit: route.body_limit,
            endless: route.endless,
            deadline: if route.slow {
                SENDING_DEADLINE
            } else {
                HANDLER_DEADLINE
            },
        }
    }

    /// Whether that visitor passes.
    fn admits(&self, visit: &Visit) -> Result<(), AppError> {
        let by_token = matches!(self.policy, Policy::Open | Policy::Ingest);
        if visit.view.is_some() && !by_token {
            let of_staff = matches!(
                self.policy,
                Policy::Staff | Policy::Dispatcher | Policy::Administrator
            );
            match self.looking {
                WhileLooking::Stays => return Ok(()),
                WhileLooking::Private => return Err(AppError::OnlyLooking),
                WhileLooking::Reads if self.changes || of_staff => {
                    return Err(AppError::OnlyLooking);
                }
                WhileLooking::Reads => {}
            }
        }
        self.policy.admits(visit.asker.as_deref())
    }
}

/// What an administrator who looks as a contact may do with a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhileLooking {
    /// See what it shows to that contact; change nothing.
    Reads,
    /// Nothing: it is that person's own account.
    Private,
    /// Use it as ever: it leaves.
    Stays,
}

/// Stands before every handler.
pub async fn guard(
    rule: Rule,
    State(services): State<Services>,
    request: Request,
    next: Next,
) -> Response {
    if names_nul(&request) {
        return Refused::unfit(StatusCode::BAD_REQUEST).into_response();
    }
    if declared_length(&request) > Some(rule.body_limit as u64) {
        return Refused::too_large().into_response();
    }
    if let Some(visit) = request.extensions().get::<Visit>()
        && let Err(refusal) = rule.admits(visit)
    {
        let visit = visit.clone();
        return turn_away(rule, refusal, &visit, &services, request).await;
    }
    let mut request = request.map(|body| Body::new(Limited::new(body, rule.body_limit)));
    request.extensions_mut().insert(rule);
    if rule.endless {
        return next.run(request).await;
    }
    match tokio::time::timeout(rule.deadline, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Refused::from(AppError::Busy).into_response(),
    }
}

/// An anonymous page leads to the sign-in; anything else gets its status. A form sent after its session
/// ended keeps its text for who signs in again.
async fn turn_away(
    rule: Rule,
    refusal: AppError,
    visit: &Visit,
    services: &Services,
    request: Request,
) -> Response {
    if refusal != AppError::SignInNeeded {
        return Refused::from(refusal).into_response();
    }
    if rule.kind == Kind::Page {
        return Redirect::to(&sign_in_address(&visit.path)).into_response();
    }
    let request = request.map(|body| Body::new(Limited::new(body, rule.body_limit)));
    let way_back = match rule.kind {
        Kind::Function => forms::set_aside(services, request).await,
        Kind::Page | Kind::Handler => None,
    };
    let mut response = Refused(refusal).into_response();
    if let Some(way_back) = way_back {
        response.extensions_mut().insert(WayBack(way_back));
    }
    response
}

/// Whether its address holds a NUL: no text of ours has one, and PostgreSQL keeps none.
fn names_nul(request: &Request) -> bool {
    let query = request.uri().query().unwrap_or_default();
    request.uri().path().contains("%00") || query.contains("%00")
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
