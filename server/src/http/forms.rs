//! Server functions behind plain forms.
//!
//! A browser without scripts posts a form and follows a redirect: success → 303 to where the function says;
//! refusal → 303 back to the form, with what was typed (secrets excepted) kept as a draft and the reason.
//! A script that asks for JSON gets the status and the error itself.

use app::answer::AppError;
use app::answer::page::SESSION_COOKIE;
use app::visit::{FormDraft, Visit, is_own_path};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

use super::problem::{Refused, accepts_html};
use super::table::BODY_LIMIT;
use super::{policy, sending, visitor};
use crate::files::Accepted;
use crate::interventions::files;
use crate::wiring::Services;

/// Longest answer of a server function that is read back here; they are all small.
const ANSWER_LIMIT: usize = 1024 * 1024;
/// What server_fn and leptos_axum mark their responses with.
const FUNCTION_ERROR: HeaderName = HeaderName::from_static("serverfnerror");
const FUNCTION_REDIRECT: HeaderName = HeaderName::from_static("serverfnredirect");

/// Calls the server function of the request's path.
pub async fn call(State(services): State<Services>, request: Request) -> Response {
    let visit = visitor::visit_of(&request);
    let (mut parts, body) = request.into_parts();
    let (mut files, mut _place) = (Vec::new(), None);
    let body = if takes_files(&parts) {
        let head = parts.clone();
        let request = Request::from_parts(head, body);
        let sent = match sending::read(request, Some(&services.files)).await {
            Ok(sent) => sent,
            Err(refusal) => return Refused(refusal).into_response(),
        };
        without_files(&mut parts.headers);
        _place = sent.place;
        match sent.files {
            Ok(sent) => files = sent,
            Err(refusal) => {
                let (function, came_from) = (function_name(&parts.uri), came_from(&parts));
                return failed(&services, &visit, function, &sent.typed, refusal, came_from).await;
            }
        }
        sent.typed
    } else if is_form(&parts.headers) {
        match axum::body::to_bytes(body, BODY_LIMIT).await {
            Ok(body) => body,
            Err(error) if policy::is_too_large(&error) => {
                return Refused::too_large().into_response();
            }
            Err(_) => return Refused::unfit(StatusCode::BAD_REQUEST).into_response(),
        }
    } else {
        return Refused::unfit(StatusCode::UNSUPPORTED_MEDIA_TYPE).into_response();
    };
    if has_nul(&body) {
        return Refused::unfit(StatusCode::BAD_REQUEST).into_response();
    }
    let by_form = accepts_html(&parts.headers);
    let came_from = came_from(&parts);
    // The function is always called as a script would: it then neither redirects to the Referer nor puts
    // its error in an address.
    parts
        .headers
        .insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let function = function_name(&parts.uri);
    let read = without_names(&function, &body);
    parts.headers.remove(header::CONTENT_LENGTH);
    let request = Request::from_parts(parts, Body::from(read));
    let response = run(&services, visit.clone(), request).await;
    let refusal = match refusal(response).await {
        Ok(response) if !files.is_empty() => {
            return with_files(&services, &visit, &function, response, came_from, files).await;
        }
        Ok(response) if by_form => {
            return succeeded(&services, &visit, &function, response, came_from).await;
        }
        Ok(response) => return response,
        Err(refusal) => refusal,
    };
    if !by_form {
        return Refused(refusal).into_response();
    }
    failed(&services, &visit, function, &body, refusal, came_from).await
}

/// The one form that takes files along with its fields.
fn takes_files(parts: &Parts) -> bool {
    function_name(&parts.uri) == "request_intervention" && sending::is_multipart(&parts.headers)
}

/// What a function reads of a form that names files: a browser sends their names where it does not send them.
fn without_names(function: &str, body: &Bytes) -> Bytes {
    if !["request_intervention", "save_request_draft"].contains(&function) {
        return body.clone();
    }
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).unwrap_or_default();
    let read: Vec<_> = fields
        .into_iter()
        .filter(|(name, _)| name != "file")
        .collect();
    serde_urlencoded::to_string(read).unwrap_or_default().into()
}

/// The fields alone are what the function reads.
fn without_files(headers: &mut HeaderMap) {
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/x-www-form-urlencoded"),
    );
}

/// The request is stored: its files go to the intervention that it made. Where they are refused now, that page
/// says why.
async fn with_files(
    services: &Services,
    visit: &Visit,
    function: &str,
    response: Response,
    came_from: Option<Uri>,
    accepted: Vec<Accepted>,
) -> Response {
    let made = response.headers().get(header::LOCATION);
    let made: Option<Uri> = made
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse().ok());
    let (Some(made), Some(asker)) = (made, visit.asker.as_deref()) else {
        return succeeded(services, visit, function, response, came_from).await;
    };
    let reference = made.path().rsplit('/').next().unwrap_or_default();
    let (store, kept) = (&services.store, &services.files);
    match files::add_new(store, kept, asker, reference, accepted).await {
        Ok(()) => succeeded(services, visit, function, response, came_from).await,
        Err(refusal) => {
            let (form, nothing) = ("add_file".to_owned(), Bytes::new());
            failed(services, visit, form, &nothing, refusal, Some(made)).await
        }
    }
}

/// Keeps the text of a form whose session had ended; gives the page that shows it again after sign-in.
pub async fn set_aside(services: &Services, request: Request) -> Option<String> {
    let (parts, body) = request.into_parts();
    let came_from = came_from(&parts)?;
    if !accepts_html(&parts.headers) {
        return None;
    }
    let form = function_name(&parts.uri);
    let body = if takes_files(&parts) {
        let sent = sending::read(Request::from_parts(parts, body), None).await;
        sent.ok()?.typed
    } else if is_form(&parts.headers) {
        axum::body::to_bytes(body, BODY_LIMIT).await.ok()?
    } else {
        return None;
    };
    if has_nul(&body) {
        return None;
    }
    let draft = FormDraft {
        form,
        fields: kept_fields(&body),
        refusal: Some(AppError::SignInNeeded),
    };
    let id = services.drafts.keep(None, &draft).await?;
    Some(page_address(&came_from, Some(&id)))
}

/// Ends a form that a handler of the server's own has read: 303 to `target`, or back to the form with the
/// reason. What was sent is not text and is not kept.
pub async fn finish(
    services: &Services,
    visit: &Visit,
    form: &str,
    came_from: Option<Uri>,
    outcome: Result<String, AppError>,
) -> Response {
    match outcome {
        Ok(target) => see_other(&target),
        Err(refusal) => {
            let nothing = Bytes::new();
            failed(
                services,
                visit,
                form.to_owned(),
                &nothing,
                refusal,
                came_from,
            )
            .await
        }
    }
}

/// Keeps what a form holds without sending it, and shows it again on that page: nothing was refused.
pub async fn go_on(
    services: &Services,
    visit: &Visit,
    form: &str,
    fields: Vec<(String, String)>,
    page: &str,
) -> Response {
    let draft = FormDraft {
        form: form.to_owned(),
        fields,
        refusal: None,
    };
    let session = visit.asker.as_ref().map(|asker| asker.session());
    match services.drafts.keep(session, &draft).await {
        Some(id) => see_other(&format!("{page}?draft={id}#{form}-text")),
        None => see_other(page),
    }
}

fn function_name(uri: &Uri) -> String {
    uri.path().trim_start_matches("/fn/").to_owned()
}

async fn run(services: &Services, visit: Visit, request: Request) -> Response {
    let services = services.clone();
    let session = visitor::session_of(&request);
    let provide = move || services.provide(&visit, session.as_deref());
    leptos_axum::handle_server_fns_with_context(provide, request)
        .await
        .into_response()
}

/// The error that the function answered, if it did.
async fn refusal(response: Response) -> Result<Response, AppError> {
    if !response.headers().contains_key(FUNCTION_ERROR) {
        return Ok(response);
    }
    let body = axum::body::to_bytes(response.into_body(), ANSWER_LIMIT)
        .await
        .unwrap_or_default();
    let error = serde_json::from_slice(&body);
    Err(error.unwrap_or_else(|_| {
        crate::refusal::internal(&"a server function answered an unreadable error")
    }))
}

/// 303 to where the function said, else back to the form's page; cookies go along.
async fn succeeded(
    services: &Services,
    visit: &Visit,
    function: &str,
    response: Response,
    came_from: Option<Uri>,
) -> Response {
    let location = response
        .headers()
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok());
    let back = came_from.as_ref().map(|from| page_address(from, None));
    let target = location
        .filter(|path| is_own_path(path))
        .map(str::to_owned)
        .or(back)
        .unwrap_or_else(|| "/".to_owned());
    if came_from
        .as_ref()
        .is_some_and(|from| from.query().is_some_and(|query| query.contains("draft=")))
    {
        services
            .drafts
            .forget(visit.asker.as_ref().map(|asker| asker.session()), function)
            .await;
    }
    let mut redirect = see_other(&target);
    for (name, value) in response.headers() {
        if *name != header::LOCATION
            && *name != header::CONTENT_TYPE
            && *name != header::CONTENT_LENGTH
            && *name != FUNCTION_REDIRECT
        {
            redirect.headers_mut().append(name.clone(), value.clone());
        }
    }
    redirect
}

/// Back to the form with its text and the reason; what cannot be mended there gets its own page.
async fn failed(
    services: &Services,
    visit: &Visit,
    function: String,
    body: &Bytes,
    refusal: AppError,
    came_from: Option<Uri>,
) -> Response {
    let Some(came_from) = came_from.filter(|_| is_mendable(&refusal)) else {
        return Refused(refusal).into_response();
    };
    let draft = FormDraft {
        form: function,
        fields: kept_fields(body),
        refusal: Some(refusal.clone()),
    };
    let session = visit.asker.as_ref().map(|asker| asker.session());
    match services.drafts.keep(session, &draft).await {
        Some(id) => see_other(&page_address(&came_from, Some(&id))),
        None => Refused(refusal).into_response(),
    }
}

/// Whether the person can do something about it in the same form.
fn is_mendable(refusal: &AppError) -> bool {
    !matches!(
        refusal,
        AppError::SignInNeeded
            | AppError::Forbidden
            | AppError::OnlyLooking
            | AppError::NotFound
            | AppError::LinkDead
            | AppError::Unfit { .. }
    )
}

/// What was typed, without what must not be written down.
pub fn kept_fields(body: &Bytes) -> Vec<(String, String)> {
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).unwrap_or_default();
    fields
        .into_iter()
        .filter(|(name, _)| !is_secret(name))
        .collect()
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("password")
        || name.contains("token")
        || name.contains("secret")
        || name == SESSION_COOKIE
}

/// The page that the form stands on: the Referer, when it is this portal's.
pub fn came_from(parts: &Parts) -> Option<Uri> {
    let referer: Uri = parts
        .headers
        .get(header::REFERER)?
        .to_str()
        .ok()?
        .parse()
        .ok()?;
    let host = parts.headers.get(header::HOST)?.to_str().ok()?;
    let is_ours = referer
        .authority()
        .is_some_and(|authority| authority.as_str().eq_ignore_ascii_case(host));
    (is_ours && is_own_path(referer.path())).then_some(referer)
}

/// Path and query of that page, with the draft's id in place of any other, and nothing of server_fn's.
fn page_address(page: &Uri, draft: Option<&str>) -> String {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(page.query().unwrap_or_default()).unwrap_or_default();
    let mut kept: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .filter(|(name, _)| !matches!(*name, "draft" | "__err" | "__path"))
        .collect();
    if let Some(draft) = draft {
        kept.push(("draft", draft));
    }
    let query = serde_urlencoded::to_string(&kept).unwrap_or_default();
    if query.is_empty() {
        page.path().to_owned()
    } else {
        format!("{}?{query}", page.path())
    }
}

fn see_other(path: &str) -> Response {
    let path = if is_own_path(path) { path } else { "/" };
    let location = HeaderValue::from_str(path).unwrap_or_else(|_| HeaderValue::from_static("/"));
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, location);
    response
}

/// Nobody types a NUL, and PostgreSQL keeps no text that has one.
pub fn has_nul(body: &[u8]) -> bool {
    body.contains(&0) || body.windows(3).any(|three| three == b"%00")
}

/// Whether that is the body of a plain form.
pub fn is_form(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    content_type
        .is_some_and(|content_type| content_type.starts_with("application/x-www-form-urlencoded"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_kept() {
        let body =
            Bytes::from_static(b"email=a%40b.example&password=x&password_again=x&token=t&next=%2F");
        let kept = kept_fields(&body);
        assert_eq!(
            kept,
            [
                ("email".to_owned(), "a@b.example".to_owned()),
                ("next".to_owned(), "/".to_owned())
            ]
        );
    }

    #[test]
    fn a_nul_is_seen_however_it_is_written() {
        for (body, expected) in [
            ("text=a%00b", true),
            ("text=%00", true),
            ("text=a\0b", true),
            ("text=a%2500b", false),
            ("text=100%25+%C3%A9", false),
        ] {
            assert_eq!(has_nul(body.as_bytes()), expected, "{body}");
        }
    }

    #[test]
    fn the_way_back_carries_one_draft_and_no_error() {
        let page =
            Uri::from_static("http://h/interventions/new?component=erp&draft=old&__err=x&__path=y");
        assert_eq!(
            page_address(&page, Some("new")),
            "/interventions/new?component=erp&draft=new"
        );
        assert_eq!(
            page_address(&page, None),
            "/interventions/new?component=erp"
        );
    }
}
