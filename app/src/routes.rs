//! Every page's URL on one screen. A new page is one `Route` here and one `page(…)` in the server's `http/table.rs`.

use leptos::prelude::*;
use leptos_router::SsrMode::Async;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use crate::account::{AccountPage, ActivatePage, SignInPage};
use crate::answer::AppError;
use crate::answer::page::refuse;

/// The page that the URL asks for; each is a whole `shell::Document`. Fixed segments stand before captured ones.
#[component]
pub fn Portal() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=|| refuse(&AppError::NotFound)>
                <Route path=path!("/sign-in") view=SignInPage ssr=Async/>
                <Route path=path!("/activate/:token") view=ActivatePage ssr=Async/>
                <Route path=path!("/account") view=AccountPage ssr=Async/>
            </FlatRoutes>
        </Router>
    }
}
