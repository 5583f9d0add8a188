//! `/history.csv`: what the page shows, with the same filters, as a file.

use std::borrow::Cow;
use std::collections::HashMap;

use app::backend::history::HistoryFilter;
use app::text::history::history;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::problem::Refused;
use super::visitor;
use crate::history::csv;
use crate::refusal;
use crate::wiring::Services;

/// The file.
///
/// # Errors
/// Who asks may not, or the component of the filter is not one that it sees.
pub async fn export(
    State(services): State<Services>,
    Query(fields): Query<HashMap<Cow<'static, str>, String>>,
    request: Request,
) -> Result<Response, Refused> {
    let visit = visitor::visit_of(&request);
    let asker = visit
        .asker
        .clone()
        .ok_or(app::answer::AppError::SignInNeeded)?;
    let filter = HistoryFilter::from_fields(|name| fields.get(name).map(String::as_str));
    let entries = services.histories.0.export(&asker, &filter).await?;
    let bytes = csv::file(visit.lang, &entries).map_err(|error| refusal::internal(&error))?;
    let name = format!("attachment; filename=\"{}.csv\"", history(visit.lang).file);
    let disposition =
        HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("attachment"));
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8"),
    );
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    Ok(response)
}
