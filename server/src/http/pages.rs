//! Pages: Leptos renders them, with the services and the visit in context.

use std::sync::Arc;

use app::routes::Portal;
use app::visit::Visit;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use leptos::prelude::*;
use leptos_router::location::RequestUrl;
use leptos_router::{PathSegment, RouteList};

use super::visitor;
use crate::account::sessions::Session;
use crate::wiring::Services;

/// The page that the URL asks for.
pub async fn render(State(services): State<Services>, request: Request) -> Response {
    let visit = visitor::visit_of(&request);
    let session = visitor::session_of(&request);
    let provide = move || services.provide(&visit, session.as_deref());
    let mut response =
        leptos_axum::render_app_async_with_context(provide, || view! { <Portal/> })(request).await;
    if !response.headers().contains_key(header::CONTENT_TYPE) {
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, html);
    }
    response
}

/// A page outside of the routes, as text.
pub async fn render_alone<V: IntoView + 'static>(
    services: &Services,
    visit: Visit,
    session: Option<Arc<Session>>,
    page: impl Fn() -> V + Clone + Send + Sync + 'static,
) -> String {
    let services = services.clone();
    let provide = move || services.provide(&visit, session.as_deref());
    let request = Request::new(Body::empty());
    let response = leptos_axum::render_app_async_with_context(provide, page)(request).await;
    let bytes = axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}

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
