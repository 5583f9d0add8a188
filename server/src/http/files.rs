//! Files: sent as a form to an intervention, handed out one by one.

use app::answer::{AppError, FieldProblem};
use app::domain::access::Asker;
use app::domain::ids::FileId;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::problem::Refused;
use super::{forms, sending, visitor};
use crate::files::{AT_ONCE, LARGEST, media};
use crate::interventions::files;
use crate::refusal;
use crate::wiring::Services;

/// A sending with all its files, and a little for what stands between them.
pub const SENDING_LIMIT: usize = AT_ONCE * LARGEST + 64 * 1024;

/// Files from a contact.
pub async fn receive(
    services: State<Services>,
    reference: Path<String>,
    request: Request,
) -> Response {
    answer(services, reference, request, "/interventions").await
}

/// Files from the staff.
pub async fn receive_at_the_desk(
    services: State<Services>,
    reference: Path<String>,
    request: Request,
) -> Response {
    answer(services, reference, request, "/desk/interventions").await
}

async fn answer(
    State(services): State<Services>,
    Path(reference): Path<String>,
    request: Request,
    pages: &str,
) -> Response {
    let visit = visitor::visit_of(&request);
    let (parts, body) = request.into_parts();
    let came_from = forms::came_from(&parts);
    let request = Request::from_parts(parts, body);
    let outcome = match visit.asker.clone() {
        None => Err(AppError::SignInNeeded),
        Some(asker) => take(&services, &asker, &reference, request).await,
    };
    let target = outcome.map(|()| format!("{pages}/{reference}"));
    forms::finish(&services, &visit, "add_file", came_from, target).await
}

async fn take(
    services: &Services,
    asker: &Asker,
    reference: &str,
    request: Request,
) -> Result<(), AppError> {
    let sent = sending::read(request, Some(&services.files)).await?;
    let accepted = sent.files?;
    if accepted.is_empty() {
        return Err(AppError::field("file", FieldProblem::Missing));
    }
    files::add(&services.store, &services.files, asker, reference, accepted).await
}

/// One file, never shown in the portal's own pages: always a download, whatever it is.
///
/// # Errors
/// Unknown, erased, or not the asker's to see.
pub async fn hand_out(
    State(services): State<Services>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response, Refused> {
    let visit = visitor::visit_of(&request);
    let asker = visit.asker.ok_or(AppError::SignInNeeded)?;
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let file = files::hand_out(&services.store, &services.files, &asker, FileId(id)).await?;
    // What is kept was looked at when it came; the rule may have become stricter since.
    if media::accepted(&file.name, &file.bytes).is_err() {
        return Err(AppError::NotFound.into());
    }
    let value = |text: &str| HeaderValue::from_str(text).map_err(|error| refusal::internal(&error));
    let headers = [
        (header::CONTENT_TYPE, value(&file.media_type)?),
        (
            header::CONTENT_DISPOSITION,
            value(&disposition(&file.name))?,
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
    ];
    Ok((headers, file.bytes).into_response())
}

/// RFC 6266: a name of plain letters, and the whole one for who reads RFC 8187.
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|letter| {
            let fits = letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | ' ');
            if fits { letter } else { '_' }
        })
        .collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') {
            whole.push(char::from(byte));
        } else {
            whole.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_reaches_the_browser_whole() {
        assert_eq!(
            disposition("écran 1.png"),
            "attachment; filename=\"_cran 1.png\"; filename*=UTF-8''%C3%A9cran%201.png"
        );
        assert!(!disposition("a\"b\r\nc.txt").contains(['\r', '\n']));
    }
}
