//! For whoever operates the server: is it alive, is it ready.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::store::{Scope, StoreError};
use crate::wiring::Services;

/// Alive: answers without the database.
pub async fn alive() -> &'static str {
    "ok"
}

/// Ready: the database answers, and the server is not about to stop.
pub async fn ready(State(services): State<Services>) -> Response {
    if services.stopping.is_cancelled() {
        return not_ready("stopping");
    }
    let answer: Result<(i64,), StoreError> = services
        .store
        .read(Scope::System, |tx| Box::pin(queries::answers(tx)))
        .await;
    match answer {
        Ok(_) => "ready".into_response(),
        Err(error) => {
            tracing::warn!("not ready: {error}");
            not_ready("the database does not answer")
        }
    }
}

fn not_ready(why: &'static str) -> Response {
    let headers = [
        (header::RETRY_AFTER, "5"),
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
    ];
    (StatusCode::SERVICE_UNAVAILABLE, headers, why).into_response()
}

pub use queries::STATEMENTS;

mod queries {
    crate::queries! {
        one answers() -> (i64,) = "SELECT CAST(1 AS BIGINT)";
    }
}
