//! `/reports/{month}/rows.csv`: what a published report's figures are made of, as a file.

use std::borrow::Cow;
use std::collections::HashMap;

use app::answer::AppError;
use app::domain::report::Month;
use app::text::reports::reports;
use axum::extract::{Path, Query, Request, State};
use axum::response::Response;

use super::problem::Refused;
use super::visitor;
use crate::refusal;
use crate::reports::csv;
use crate::spreadsheet;
use crate::wiring::Services;

/// The file; `?correction=1` gives the rows of that correction.
///
/// # Errors
/// Nothing is published of that month, or who asks sees only a part of the client.
pub async fn export(
    State(services): State<Services>,
    Path(month): Path<String>,
    Query(fields): Query<HashMap<Cow<'static, str>, String>>,
    request: Request,
) -> Result<Response, Refused> {
    let visit = visitor::visit_of(&request);
    let asker = visit.asker.clone().ok_or(AppError::SignInNeeded)?;
    let month = Month::parse(&month).ok_or(AppError::NotFound)?;
    let sheet = services.reports.0.one(&asker, month).await?;
    let correction = match fields.get("correction") {
        None => None,
        Some(number) => Some(number.parse().map_err(|_| AppError::NotFound)?),
    };
    let figures = sheet.figures(correction).ok_or(AppError::NotFound)?;
    let bytes = csv::file(visit.lang, figures).map_err(|error| refusal::internal(&error))?;
    let name = format!("{}-{}-{month}", reports(visit.lang).file, sheet.client.slug);
    Ok(spreadsheet::download(&name, bytes))
}
