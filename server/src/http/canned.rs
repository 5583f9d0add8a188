//! Puts a canned answer into the text of a gesture's form: the page comes back with it, and nothing is sent yet.

use app::answer::AppError;
use app::backend::interventions::TEXT_LENGTH;
use app::domain::canned::CannedUse;
use app::visit::Visit;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::problem::Refused;
use super::table::BODY_LIMIT;
use super::{forms, visitor};
use crate::wiring::Services;

/// The form that was posted, with the chosen text after what it held already.
///
/// # Errors
/// No such intervention, form or text.
pub async fn insert(
    State(services): State<Services>,
    Path((reference, form)): Path<(String, String)>,
    request: Request,
) -> Result<Response, Refused> {
    let visit = visitor::visit_of(&request);
    let (parts, body) = request.into_parts();
    if !forms::is_form(&parts.headers) {
        return Ok(Refused::unfit(StatusCode::UNSUPPORTED_MEDIA_TYPE).into_response());
    }
    let form = CannedUse::from_code(&form).ok_or(AppError::NotFound)?;
    let body = axum::body::to_bytes(body, BODY_LIMIT).await;
    let body = body.map_err(|_| Refused::too_large())?;
    let fields = filled(&services, &visit, &reference, forms::kept_fields(&body)).await?;
    let page = format!("/desk/interventions/{reference}");
    Ok(forms::go_on(&services, &visit, form.code(), fields, &page).await)
}

async fn filled(
    services: &Services,
    visit: &Visit,
    reference: &str,
    mut fields: Vec<(String, String)>,
) -> Result<Vec<(String, String)>, AppError> {
    let asker = visit.asker.as_deref().ok_or(AppError::SignInNeeded)?;
    let value = |name: &str| fields.iter().find(|(found, _)| found == name);
    let chosen = value("canned").map(|(_, id)| id.trim().to_owned());
    // Nothing was chosen: the form comes back as it was.
    let Some(chosen) = chosen.filter(|id| !id.is_empty()) else {
        return Ok(fields);
    };
    let id = chosen.parse().map_err(|_| AppError::NotFound)?;
    let text = services.canned.0.filled(asker, reference, id).await?;
    let written = value("text").map_or("", |(_, text)| text.trim_end());
    let whole = match written {
        "" => text,
        written => format!("{written}\n\n{text}"),
    };
    let whole = whole.chars().take(TEXT_LENGTH).collect();
    fields.retain(|(name, _)| name != "text" && name != "canned");
    fields.push(("text".to_owned(), whole));
    Ok(fields)
}
