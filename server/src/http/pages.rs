//! Pages: Leptos renders them, with the services and the visit in context.

use std::sync::{Arc, PoisonError};

use app::routes::Portal;
use app::visit::Visit;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html, IntoResponse, Response};
use futures_util::StreamExt;
use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use leptos::reactive::owner::Sandboxed;
use leptos_axum::{ResponseOptions, ResponseParts};
use leptos_router::components::provide_server_redirect;
use leptos_router::location::RequestUrl;
use leptos_router::{PathSegment, RouteList};

use super::visitor;
use crate::account::sessions::Session;
use crate::wiring::Services;

/// The page that the URL asks for.
pub async fn render(State(services): State<Services>, request: Request) -> Response {
    let visit = visitor::visit_of(&request);
    let session = visitor::session_of(&request);
    let (parts, _body) = request.into_parts();
    let echoes = parts.uri.query().is_some();
    let (html, said) = html(&services, visit, session, parts, || view! { <Portal/> }).await;
    let mut response = Html(html).into_response();
    match said.status {
        // Leptos says 302; a redirect after reading is a 303 here, as everywhere.
        Some(StatusCode::FOUND) => *response.status_mut() = StatusCode::SEE_OTHER,
        Some(status) => *response.status_mut() = status,
        None => {}
    }
    response.headers_mut().extend(said.headers);
    if !echoes && response.status().is_success() {
        response.extensions_mut().insert(Compressible);
    }
    response
}

/// In the extensions of a page that repeats nothing of its request: what it says may be compressed, since
/// nobody can guess at it by adding text of their own.
#[derive(Debug, Clone, Copy)]
pub struct Compressible;

/// A page outside of the routes.
pub async fn render_alone<V: IntoView + 'static>(
    services: &Services,
    visit: Visit,
    session: Option<Arc<Session>>,
    page: impl FnOnce() -> V + Send + 'static,
) -> String {
    let (parts, ()) = axum::http::Request::new(()).into_parts();
    html(services, visit, session, parts, page).await.0
}

/// Renders once everything is there, and writes nothing for the browser to resume: islands start from their props.
async fn html<V: IntoView + 'static>(
    services: &Services,
    visit: Visit,
    session: Option<Arc<Session>>,
    parts: Parts,
    page: impl FnOnce() -> V + Send + 'static,
) -> (String, ResponseParts) {
    let services = services.clone();
    let response = ResponseOptions::default();
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new_islands())));
    let rendering = Sandboxed::new({
        let (owner, response) = (owner.clone(), response.clone());
        async move {
            let stream = owner.with(|| {
                let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
                provide_context(RequestUrl::new(&format!("http://{HOST}{path}")));
                provide_context(parts);
                provide_context(response);
                provide_server_redirect(leptos_axum::redirect);
                services.provide(&visit, session.as_deref());
                page().into_view().to_html_stream_in_order()
            });
            stream.collect::<String>().await
        }
    });
    let html = rendering.await;
    owner.unset_with_forced_cleanup();
    let said = std::mem::take(&mut *response.0.write().unwrap_or_else(PoisonError::into_inner));
    (html, said)
}

/// The router reads paths only; any host will do.
const HOST: &str = "localhost";

/// The paths of `app::routes`, as axum spells them.
pub fn paths(services: &Services) -> Vec<String> {
    let owner = Owner::new_root(None);
    let routes = owner.with(|| {
        provide_context(RequestUrl::new(""));
        services.provide(&Visit::anonymous(), None);
        RouteList::generate(|| view! { <Portal/> })
    });
    let routes = routes.map(RouteList::into_inner).unwrap_or_default();
    routes.iter().map(|route| axum_path(route.path())).collect()
}

fn axum_path(segments: &[PathSegment]) -> String {
    let mut path = String::new();
    for segment in segments {
        let (open, name, close) = match segment {
            PathSegment::Unit => continue,
            PathSegment::Static(name) => ("", name.trim_matches('/'), ""),
            PathSegment::Param(name) | PathSegment::OptionalParam(name) => {
                ("{", name.as_ref(), "}")
            }
            PathSegment::Splat(name) => ("{*", name.as_ref(), "}"),
        };
        if !name.is_empty() {
            path.extend(["/", open, name, close]);
        }
    }
    if path.is_empty() {
        "/".to_owned()
    } else {
        path
    }
}
