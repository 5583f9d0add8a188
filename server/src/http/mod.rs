//! HTTP: one table of routes behind the layers that every request passes.
//!
//! # Layout
//!
//! - [`table`]: every route: method, path, policy, handler
//! - [`policy`]: who may; deadline and size of a request
//! - [`listener`]: the accept loop; `patience`: gives up on a peer who takes nothing
//! - [`headers`], [`problem`], [`visitor`]: security headers, refusals, who asks
//! - [`forms`], [`drafts`]: server functions called by plain forms; what was typed survives a refusal
//! - [`pages`], [`calendar`], [`canned`], [`contract`], [`files`], [`history`], [`health`], [`logo`],
//!   [`reports`]: handlers

pub mod address;
pub mod calendar;
pub mod canned;
pub mod contract;
pub mod drafts;
pub mod files;
pub mod forms;
pub mod headers;
pub mod health;
pub mod history;
pub mod listener;
pub mod logo;
pub mod pages;
mod patience;
pub mod policy;
pub mod problem;
pub mod reports;
mod sending;
pub mod table;
pub mod visitor;

use axum::Router;
use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::Predicate;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tracing::Instrument;

use crate::digest;
use crate::refusal;
use crate::wiring::Services;
use pages::Compressible;
use problem::Refused;

/// The program's router, checked against the pages and the server functions that exist.
pub fn router(services: Services) -> anyhow::Result<Router> {
    // Set already in a process that makes several routers: that is as good.
    let _set = any_spawner::Executor::init_tokio();
    let table = table::table();
    let functions: Vec<String> = leptos::server_fn::axum::server_fn_paths()
        .map(|(path, _)| path.to_owned())
        .collect();
    table::check(&table, &pages::paths(&services), &functions).map_err(anyhow::Error::msg)?;
    let router = table::router(table, &services)
        .fallback(|| async { Refused(app::answer::AppError::NotFound) })
        .method_not_allowed_fallback(|| async { Refused::unfit(StatusCode::METHOD_NOT_ALLOWED) })
        .layer(compression())
        .layer(csrf())
        .layer(middleware::from_fn(plain_bodies))
        .layer(middleware::from_fn_with_state(
            services.clone(),
            problem::present,
        ))
        .layer(middleware::from_fn_with_state(
            services.clone(),
            visitor::recognise,
        ))
        .layer(middleware::from_fn_with_state(
            services.clone(),
            headers::protect,
        ))
        .layer(middleware::from_fn(trace))
        .with_state(services);
    Ok(router)
}

/// Requests of other sites change nothing: `Sec-Fetch-Site`, else `Origin` = `Host`.
fn csrf() -> CsrfLayer<impl FnMut(ProtectionError) -> Response + Clone> {
    CsrfLayer::new().with_rejection_response(|_: ProtectionError| {
        Refused::unfit(StatusCode::FORBIDDEN).into_response()
    })
}

/// Pages only, quickly: files are compressed when the program is built.
fn compression() -> CompressionLayer<impl Predicate> {
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(|_, _, _: &HeaderMap, extensions: &Extensions| {
            extensions.get::<Compressible>().is_some()
        })
}

/// Compressed bodies are bombs until proven otherwise.
async fn plain_bodies(request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::CONTENT_ENCODING) {
        return Refused::unfit(StatusCode::UNSUPPORTED_MEDIA_TYPE).into_response();
    }
    next.run(request).await
}

/// One span a request, with the id that people can name at the telephone; failures are logged where they happen.
async fn trace(request: Request, next: Next) -> Response {
    let id = random_text(6);
    let path = shown_path(request.uri().path());
    let span = tracing::info_span!("request", %id, method = %request.method(), path);
    let answer = async move {
        let response = next.run(request).await;
        tracing::debug!(target: "access", status = response.status().as_u16(), "answered");
        response
    };
    refusal::with_correlation(id, answer.instrument(span)).await
}

/// A path as logs may show it: some addresses are keys.
fn shown_path(path: &str) -> &str {
    for whole in ["/activate/", "/calendar/"] {
        if path.starts_with(whole) {
            return whole;
        }
    }
    path
}

/// That many random bytes, as text for headers, cookies and addresses.
pub fn random_text(bytes: usize) -> String {
    let mut random = vec![0_u8; bytes];
    if getrandom::fill(&mut random).is_err() {
        // Without randomness no session and no nonce is safe: better no answer at all.
        std::process::abort();
    }
    digest::hex(&random)
}
