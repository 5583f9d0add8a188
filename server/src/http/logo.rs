//! The provider's logo: an image, never a document with scripts.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::wiring::Services;

/// The SVG as imported; its address changes with it.
pub async fn serve(State(services): State<Services>) -> Response {
    let known = services.provider.known();
    if known.logo_svg.is_empty() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, known.logo_svg.clone()).into_response()
}
