//! What pages and server functions use of the request and its response; the only file that names leptos_axum.

use std::future::Future;
use std::sync::Arc;

use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use leptos_axum::ResponseOptions;

use super::AppError;
use crate::domain::access::{Asker, ContactAsker, Lang, StaffAsker};
use crate::visit::Visit;

/// The request's visit: who asks, in which language.
pub fn visit() -> Visit {
    expect_context::<Visit>()
}

/// The language of the page.
pub fn lang() -> Lang {
    visit().lang
}

/// Who asks; nobody is an error.
pub fn asker() -> Result<Arc<Asker>, AppError> {
    visit().asker.ok_or(AppError::SignInNeeded)
}

/// The contact who asks; staff are refused.
pub fn contact() -> Result<ContactAsker, AppError> {
    match &*asker()? {
        Asker::Contact(contact) => Ok(contact.clone()),
        Asker::Staff(_) => Err(AppError::Forbidden),
    }
}

/// The member of the provider's staff who asks; contacts are refused.
pub fn staff() -> Result<StaffAsker, AppError> {
    match &*asker()? {
        Asker::Staff(staff) => Ok(staff.clone()),
        Asker::Contact(_) => Err(AppError::Forbidden),
    }
}

/// One of the server's services, by the newtype that `backend` gives it.
pub fn backend<B: Clone + 'static + Send + Sync>() -> B {
    expect_context::<B>()
}

/// The view that `work` makes. On an error the response gets its status, and the server replaces the
/// body by its page for that status, so that one 404 never differs from another.
pub fn answered<V, W>(work: W) -> impl IntoView
where
    V: IntoView + 'static,
    W: Future<Output = Result<V, AppError>> + Send + 'static,
{
    Suspend::new(async move {
        match work.await {
            Ok(view) => Some(view.into_any()),
            Err(error) => {
                refuse(&error);
                None
            }
        }
    })
}

/// Gives the response the error's status; the body becomes the server's page for it.
pub fn refuse(error: &AppError) {
    if let Some(response) = use_context::<ResponseOptions>() {
        let status =
            StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.set_status(status);
    }
}

/// Sends the browser to a path of this portal: after a form (303), or from a page.
pub fn go_to(path: &str) {
    let path = if crate::visit::is_own_path(path) {
        path
    } else {
        "/"
    };
    if HeaderValue::from_str(path).is_ok() {
        leptos_axum::redirect(path);
    }
}

/// Answers the page's address with another one of this portal, whatever the caller accepts.
pub fn send_to(path: &'static str) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::SEE_OTHER);
        response.insert_header(header::LOCATION, HeaderValue::from_static(path));
    }
}

/// Name of the cookie that carries the session's token.
pub const SESSION_COOKIE: &str = "__Host-vigie";
/// Name of the cookie that remembers the language of someone who is not signed in.
pub const LANGUAGE_COOKIE: &str = "vigie-lang";

/// Hands the session's token to the browser.
pub fn keep_session(token: &str) {
    append_cookie(&format!(
        "{SESSION_COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=1209600"
    ));
}

/// Takes it back.
pub fn drop_session() {
    append_cookie(&format!(
        "{SESSION_COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0"
    ));
}

/// Remembers the language in this browser, for the pages before sign-in.
pub fn keep_language(lang: Lang) {
    append_cookie(&format!(
        "{LANGUAGE_COOKIE}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000",
        lang.tag()
    ));
}

/// Name of the cookie that hands a new calendar address to the page that shows it.
const CALENDAR_COOKIE: &str = "__Host-vigie-calendar";

/// Hands the token of a new calendar address to the browser for the page that comes next; empty takes it back.
pub fn keep_calendar_token(token: &str) {
    let age_s = if token.is_empty() { 0 } else { 60 };
    append_cookie(&format!(
        "{CALENDAR_COOKIE}={token}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age={age_s}"
    ));
}

/// The token that the browser was handed just before.
pub fn calendar_token() -> Option<String> {
    let parts = use_context::<Parts>()?;
    let cookies = parts.headers.get_all(header::COOKIE).iter();
    let mut pairs = cookies
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='));
    let (_, token) = pairs.find(|(name, _)| *name == CALENDAR_COOKIE)?;
    let is_token = token.len() == 64 && token.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_token.then(|| token.to_owned())
}

fn append_cookie(cookie: &str) {
    let Some(response) = use_context::<ResponseOptions>() else {
        return;
    };
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.append_header(header::SET_COOKIE, value);
    }
}

/// Adds a header to the response.
pub fn append_header(name: HeaderName, value: HeaderValue) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.append_header(name, value);
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::Deserialization(_)
            | ServerFnErrorErr::MissingArg(_) => AppError::Invalid { fields: Vec::new() },
            _ => AppError::Internal {
                correlation: String::new(),
            },
        }
    }
}
