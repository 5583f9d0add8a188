//! Headers that every answer carries: what browsers may load, frame, keep and tell others.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::wiring::Services;

/// The nonce of this response's scripts.
#[derive(Debug, Clone)]
pub struct Nonce(pub Arc<str>);

/// Mints the nonce, lets the request pass, writes the headers.
pub async fn protect(
    State(services): State<Services>,
    mut request: Request,
    next: Next,
) -> Response {
    let nonce: Arc<str> = super::random_text(16).into();
    request.extensions_mut().insert(Nonce(nonce.clone()));
    let mut response = next.run(request).await;
    let is_html = is_html(response.headers());
    let headers = response.headers_mut();
    set(
        headers,
        header::CONTENT_SECURITY_POLICY,
        policy(is_html, &nonce),
    );
    set_static(headers, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // Forms need their own page's address to come back to it; other sites learn nothing.
    set_static(headers, header::REFERRER_POLICY, "same-origin");
    set_static(
        headers,
        HeaderName::from_static("permissions-policy"),
        PERMISSIONS,
    );
    set_static(
        headers,
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    set_static(
        headers,
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    );
    if services.settings.is_https() {
        set_static(
            headers,
            header::STRICT_TRANSPORT_SECURITY,
            "max-age=31536000; includeSubDomains",
        );
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        set_static(headers, header::CACHE_CONTROL, "no-store");
    }
    response
}

const PERMISSIONS: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
    hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

fn policy(is_html: bool, nonce: &str) -> String {
    if !is_html {
        return "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
            .to_owned();
    }
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; \
         base-uri 'none'; object-src 'none'; manifest-src 'self'"
    )
}

/// Whether that is a page for people.
pub fn is_html(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    content_type.is_some_and(|content_type| content_type.starts_with("text/html"))
}

fn set_static(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: String) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(name, value);
    }
}
