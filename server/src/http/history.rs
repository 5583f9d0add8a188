//! `/history.csv`: what the page shows, with the same filters, as a file.

use std::borrow::Cow;
use std::collections::HashMap;

use app::backend::history::HistoryFilter;
use app::text::history::history;
use axum::extract::{Query, Request, State};
use axum::response::Response;

use super::problem::Refused;
use super::visitor;
use crate::history::csv;
use crate::refusal;
use crate::spreadsheet;
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
    Ok(spreadsheet::download(history(visit.lang).file, bytes))
}
