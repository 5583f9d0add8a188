//! Every refusal in one place: a page in the frame for people, RFC 9457 for machines.
//!
//! Handlers answer with a status (and the [`Refused`] that explains it); the body is written here, so that
//! what is unknown and what is another's can only look the same.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use app::answer::AppError;
use app::shell::ErrorPage;
use app::visit::Visit;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use leptos::prelude::*;

use crate::account::sessions::Session;
use crate::refusal;
use crate::wiring::Services;

/// A refusal on its way out; becomes a status, and this in the response's extensions.
#[derive(Debug, Clone)]
pub struct Refused(pub AppError);

/// In a refusal's extensions: the page to come back to once signed in.
#[derive(Debug, Clone)]
pub struct WayBack(pub String);

impl From<AppError> for Refused {
    fn from(error: AppError) -> Self {
        Refused(error)
    }
}

impl Refused {
    /// The request itself does not fit.
    pub fn unfit(status: StatusCode) -> Self {
        Refused(AppError::Unfit {
            status: status.as_u16(),
        })
    }

    pub fn too_large() -> Self {
        Refused::unfit(StatusCode::PAYLOAD_TOO_LARGE)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Whether a program asked, rather than a person in a browser.
pub fn is_machine(path: &str, headers: &HeaderMap) -> bool {
    const MACHINES: [&str; 4] = ["/ingest", "/api", "/live", "/ping"];
    let under = |prefix: &str| {
        path.strip_prefix(prefix)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    MACHINES.into_iter().any(under) || (path.starts_with("/fn/") && !accepts_html(headers))
}

/// Whether a browser asked for a page.
pub fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// Catches panics and writes the body of every refusal.
pub async fn present(State(services): State<Services>, request: Request, next: Next) -> Response {
    let machine = is_machine(request.uri().path(), request.headers());
    let visit = request.extensions().get::<Visit>().cloned();
    let session = super::visitor::session_of(&request);
    let response = match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(panic) => Refused(refusal::internal(&panic_text(panic.as_ref()))).into_response(),
    };
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) || is_told(&response) {
        return response;
    }
    let (mut parts, _replaced) = response.into_parts();
    let error = parts
        .extensions
        .remove::<Refused>()
        .map_or_else(|| from_status(status), |refused| refused.0);
    let way_back = parts.extensions.remove::<WayBack>();
    parts.headers.remove(header::CONTENT_LENGTH);
    if let Some(seconds) = retry_after(&error) {
        parts
            .headers
            .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    let (content_type, body) = match visit {
        Some(visit) if !machine => (
            "text/html; charset=utf-8",
            page(&services, &visit, session, error, way_back).await,
        ),
        _ => (PROBLEM, problem(status, &error)),
    };
    parts
        .headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    Response::from_parts(parts, Body::from(body))
}

const PROBLEM: &str = "application/problem+json";

/// A problem document (RFC 9457) whose members also read as an [`AppError`].
pub fn problem(status: StatusCode, error: &AppError) -> String {
    let mut members = serde_json::to_value(error).unwrap_or_default();
    if let Some(members) = members.as_object_mut() {
        members.insert("type".to_owned(), "about:blank".into());
        members.insert(
            "title".to_owned(),
            status.canonical_reason().unwrap_or("Error").into(),
        );
        members.insert("status".to_owned(), status.as_u16().into());
        members.insert("detail".to_owned(), detail(error).into());
    }
    members.to_string()
}

/// One sentence for whoever reads a program's log.
fn detail(error: &AppError) -> &'static str {
    match error {
        AppError::SignInNeeded => "Sign in, or send a valid token.",
        AppError::WrongCredentials => "The address or the password is not right.",
        AppError::Throttled { .. } => "Too many failed attempts: try again later.",
        AppError::OnlyLooking => {
            "You are looking as a contact: nothing can be changed; leave first."
        }
        AppError::Forbidden => "Your role does not allow this.",
        AppError::NotFound => "There is nothing here, or nothing that you may see.",
        AppError::Invalid { .. } => "Some fields do not fit.",
        AppError::Conflict => "Somebody changed it meanwhile.",
        AppError::NotNow { .. } => "The intervention's state does not allow this.",
        AppError::LinkDead => "This link was used, has expired or never existed.",
        AppError::Unfit { status: 403 } => "Requests from other sites are refused.",
        AppError::Unfit { status: 405 } => "This address does not answer that method.",
        AppError::Unfit { status: 413 } => "The body is too large; nothing was kept.",
        AppError::Unfit { status: 415 } => {
            "Send the body in the expected type, without Content-Encoding."
        }
        AppError::Unfit { .. } => "The request does not have the expected form.",
        AppError::Busy => "The server is overloaded: nothing was kept, try again later.",
        AppError::Internal { .. } => {
            "Something failed on our side; the correlation id finds it in the log."
        }
    }
}

fn from_status(status: StatusCode) -> AppError {
    match status.as_u16() {
        401 => AppError::SignInNeeded,
        403 => AppError::Forbidden,
        404 => AppError::NotFound,
        409 => AppError::Conflict,
        410 => AppError::LinkDead,
        422 => AppError::Invalid { fields: Vec::new() },
        429 => AppError::Throttled { retry_after_s: 60 },
        503 => AppError::Busy,
        500..600 => AppError::Internal {
            correlation: refusal::correlation(),
        },
        status => AppError::Unfit { status },
    }
}

fn retry_after(error: &AppError) -> Option<u32> {
    match error {
        AppError::Busy => Some(5),
        AppError::Throttled { retry_after_s } => Some(*retry_after_s),
        _ => None,
    }
}

/// A handler that wrote its own problem keeps it.
fn is_told(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value == PROBLEM)
}

/// The error's page, in the frame; the same bytes for the same error and the same reader.
async fn page(
    services: &Services,
    visit: &Visit,
    session: Option<Arc<Session>>,
    error: AppError,
    way_back: Option<WayBack>,
) -> String {
    let visit = Visit {
        path: way_back.map_or_else(|| "/".into(), |way_back| way_back.0.into()),
        draft: None,
        ..visit.clone()
    };
    super::pages::render_alone(
        services,
        visit,
        session,
        move || view! { <ErrorPage error=error.clone()/> },
    )
    .await
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("a handler panicked: {}", text.unwrap_or_default())
}
