//! `/contract.csv` and `/desk/clients/{slug}/contract.csv`: the perimeter of the page, as a file.

use std::borrow::Cow;
use std::collections::HashMap;

use app::answer::AppError;
use app::backend::status::Whose;
use app::contract::day_asked;
use app::text::contract::perimeter::perimeter;
use app::visit::Visit;
use axum::extract::{Path, Query, Request, State};
use axum::response::Response;

use super::problem::Refused;
use super::visitor;
use crate::contract::csv;
use crate::refusal;
use crate::spreadsheet;
use crate::wiring::Services;

type Fields = Query<HashMap<Cow<'static, str>, String>>;

/// A contact's own.
///
/// # Errors
/// Who asks may not.
pub async fn export(
    State(services): State<Services>,
    Query(fields): Fields,
    request: Request,
) -> Result<Response, Refused> {
    let visit = visitor::visit_of(&request);
    file(&services, Whose::Own, &fields, &visit).await
}

/// A client's, for the provider's staff.
///
/// # Errors
/// Who asks may not, or there is no such client.
pub async fn export_of_client(
    State(services): State<Services>,
    Path(slug): Path<String>,
    Query(fields): Fields,
    request: Request,
) -> Result<Response, Refused> {
    let visit = visitor::visit_of(&request);
    file(&services, Whose::Client(&slug), &fields, &visit).await
}

async fn file(
    services: &Services,
    whose: Whose<'_>,
    fields: &HashMap<Cow<'static, str>, String>,
    visit: &Visit,
) -> Result<Response, Refused> {
    let asker = visit.asker.clone().ok_or(AppError::SignInNeeded)?;
    let contracts = &services.contracts.0;
    let known = match fields.get("on").and_then(|day| day_asked(day)) {
        Some(day) => contracts.contracts_on(&asker, whose, day).await?,
        None => contracts.contracts(&asker, whose).await?,
    };
    let bytes = csv::file(visit.lang, &known).map_err(|error| refusal::internal(&error))?;
    let name = format!("{}-{}", perimeter(visit.lang).file, known.client.slug);
    Ok(spreadsheet::download(&name, bytes))
}
