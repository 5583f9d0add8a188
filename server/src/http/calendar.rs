//! `/calendar.ics` and `/calendar/{token}.ics`: planned work, for calendar programs.

use app::answer::AppError;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::problem::Refused;
use super::visitor;
use crate::wiring::Services;

/// What the asker sees, once.
///
/// # Errors
/// Who asks may not.
pub async fn download(
    State(services): State<Services>,
    request: Request,
) -> Result<Response, Refused> {
    let visit = visitor::visit_of(&request);
    let asker = visit.asker.clone().ok_or(AppError::SignInNeeded)?;
    let file = services.planned_work.feed(&asker, visit.lang).await?;
    let mut response = answer(file);
    response.headers_mut().insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("attachment; filename=\"calendar.ics\""),
    );
    Ok(response)
}

/// What the holder of that address sees.
///
/// # Errors
/// Unknown, malformed and revoked addresses are one: not found.
pub async fn subscribed(
    State(services): State<Services>,
    Path(file): Path<String>,
) -> Result<Response, Refused> {
    let token = file.strip_suffix(".ics").ok_or(AppError::NotFound)?;
    let file = services.planned_work.feed_of(token).await?;
    Ok(answer(file))
}

fn answer(file: String) -> Response {
    let mut response = file.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/calendar; charset=utf-8"),
    );
    response
}
