//! Alertmanager's webhook, version 4: its payload, and the answer it gets.
//!
//! Unknown fields are tolerated; each alert counts by its own status; 200 only once all is durable.

use std::collections::BTreeMap;

use app::domain::status::{Observation, Severity};
use app::domain::time::EpochMs;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::DateTime;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::{Ingest, Sender, Taken};
use crate::store::StoreError;

/// Sixty alerts are about 64 kB.
pub const BODY_LIMIT: usize = 4 * 1024 * 1024;
/// Longer texts are cut: they are for one line of a page.
const LONGEST_TEXT: usize = 1_000;

/// `POST /ingest/alertmanager`.
pub async fn receive(State(ingest): State<Ingest>, request: Request) -> Response {
    match answer(&ingest, request).await {
        Ok(taken) => {
            tracing::debug!(taken.matched, taken.unmatched, "alerts taken");
            (
                StatusCode::OK,
                axum::Json(serde_json::json!({
                    "matched": taken.matched,
                    "unmatched": taken.unmatched,
                })),
            )
                .into_response()
        }
        Err(refusal) => refusal.into_response(),
    }
}

async fn answer(ingest: &Ingest, request: Request) -> Result<Taken, Refusal> {
    let token = bearer(&request).ok_or(Refusal::WrongToken)?;
    let sender: Option<Sender> = ingest.sender(&token).await?;
    let sender = sender
        .filter(|sender| sender.kind == "alertmanager")
        .ok_or(Refusal::WrongToken)?;
    let body = to_bytes(request.into_body(), BODY_LIMIT)
        .await
        .map_err(Refusal::unreadable)?;
    let payload: Payload =
        serde_json::from_slice(&body).map_err(|error| Refusal::Malformed(error.to_string()))?;
    let mut observations = Vec::with_capacity(payload.alerts.len());
    for (index, alert) in payload.alerts.into_iter().enumerate() {
        let observation = alert.observation().map_err(|field| {
            Refusal::Malformed(format!(
                "alerts[{index}].{field} is not an RFC 3339 instant"
            ))
        })?;
        observations.push(observation);
    }
    Ok(ingest.take(&sender, observations).await?)
}

#[derive(Deserialize)]
struct Payload {
    alerts: Vec<Alert>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Alert {
    status: Status,
    #[serde(default)]
    labels: BTreeMap<String, String>,
    #[serde(default)]
    annotations: BTreeMap<String, String>,
    starts_at: String,
    /// The year 1 while it fires.
    #[serde(default)]
    ends_at: Option<String>,
    #[serde(default, rename = "generatorURL")]
    generator_url: String,
    #[serde(default)]
    fingerprint: String,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Status {
    Firing,
    Resolved,
}

impl Alert {
    /// # Errors
    /// The name of the field that is no instant.
    fn observation(self) -> Result<Observation, &'static str> {
        let starts_at = instant(&self.starts_at).ok_or("startsAt")?;
        let ended = match self.ends_at.as_deref() {
            Some(text) if !text.is_empty() => Some(instant(text).ok_or("endsAt")?),
            _ => None,
        };
        let labels: BTreeMap<String, String> = self
            .labels
            .into_iter()
            .map(|(name, value)| (clean(&name), clean(&value)))
            .collect();
        let text = |name: &str| self.annotations.get(name).filter(|text| !text.is_empty());
        let summary = text("summary")
            .or_else(|| text("description"))
            .or_else(|| text("message"));
        let fingerprint = match clean(&self.fingerprint) {
            given if !given.is_empty() => given,
            _ => fingerprint_of(&labels),
        };
        Ok(Observation {
            fingerprint,
            starts_at: starts_at.max(0),
            ends_at: match self.status {
                Status::Firing => None,
                // One that ended without saying when has ended by now.
                Status::Resolved => Some(ended.filter(|at| *at > 0).unwrap_or(EpochMs::MAX)),
            },
            name: cut(labels.get("alertname").map_or("", String::as_str)),
            summary: cut(summary.map_or("", String::as_str)),
            severity: Severity::from_label(labels.get("severity").map(String::as_str)),
            labels,
            url: cut(&self.generator_url),
        })
    }
}

fn instant(text: &str) -> Option<EpochMs> {
    DateTime::parse_from_rfc3339(text)
        .ok()
        .map(|instant| instant.timestamp_millis())
}

/// Alertmanager always gives one; whoever imitates it may not.
fn fingerprint_of(labels: &BTreeMap<String, String>) -> String {
    let mut digest = Sha256::new();
    for (name, value) in labels {
        digest.update(name.as_bytes());
        digest.update([0xff]);
        digest.update(value.as_bytes());
        digest.update([0xff]);
    }
    digest
        .finalize()
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// PostgreSQL's texts hold no NUL.
fn clean(text: &str) -> String {
    text.replace('\0', "")
}

fn cut(text: &str) -> String {
    clean(text).chars().take(LONGEST_TEXT).collect()
}

fn bearer(request: &Request) -> Option<String> {
    let value = request
        .headers()
        .get(header::AUTHORIZATION)?
        .to_str()
        .ok()?;
    let (scheme, token) = value.split_once(' ')?;
    let token = token.trim();
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then(|| token.to_owned())
}

/// Why nothing was taken, as a problem document (RFC 9457).
enum Refusal {
    /// The same bytes whatever is wrong with it.
    WrongToken,
    Malformed(String),
    TooLarge,
    Store(StoreError),
}

impl Refusal {
    fn unreadable(error: axum::Error) -> Refusal {
        let mut source: Option<&(dyn std::error::Error + 'static)> = Some(&error);
        while let Some(inner) = source {
            if inner.is::<http_body_util::LengthLimitError>() {
                return Refusal::TooLarge;
            }
            source = inner.source();
        }
        Refusal::Malformed("the body ended before its end".to_owned())
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Refusal {
        Refusal::Store(error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Refusal::WrongToken => {
                let mut response =
                    problem(StatusCode::UNAUTHORIZED, "Unauthorized", "No such token.");
                response.headers_mut().insert(
                    header::WWW_AUTHENTICATE,
                    header::HeaderValue::from_static("Bearer"),
                );
                response
            }
            Refusal::Malformed(detail) => {
                problem(StatusCode::BAD_REQUEST, "Malformed body", &detail)
            }
            Refusal::TooLarge => problem(
                StatusCode::PAYLOAD_TOO_LARGE,
                "Body too large",
                "At most 4 MiB are taken at once.",
            ),
            Refusal::Store(error) => unavailable(&error),
        }
    }
}

/// 5xx: the sender tries again, and nothing is lost.
fn unavailable(error: &StoreError) -> Response {
    tracing::error!(%error, "alerts could not be kept");
    let status = match error {
        StoreError::Busy | StoreError::Full | StoreError::Unavailable(_) => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        StoreError::Constraint { .. } | StoreError::Other(_) => StatusCode::INTERNAL_SERVER_ERROR,
    };
    let mut response = problem(
        status,
        "Not kept",
        "Try again: the sender must repeat this.",
    );
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, header::HeaderValue::from_static("5"));
    response
}

fn problem(status: StatusCode, title: &str, detail: &str) -> Response {
    let document = serde_json::json!({
        "type": "about:blank",
        "title": title,
        "status": status.as_u16(),
        "detail": detail,
    });
    let kind = [(header::CONTENT_TYPE, "application/problem+json")];
    (status, kind, document.to_string()).into_response()
}
