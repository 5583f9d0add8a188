//! The one table of routes: method, path, who may, handler. It builds the router; nothing answers outside it.
//!
//! To add a page: its `Route` in `app/src/routes.rs`, and `page("/path", Policy)` here.
//! To add a server function: `function("/fn/name", Policy)`. To add anything else: `get`/`post` with a handler.
//! Pages and server functions that are missing here, or here without existing, stop the server at start.

use std::collections::BTreeSet;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware;
use axum::routing::{self, MethodRouter};

use super::policy::{self, Policy, WhileLooking};
use super::{calendar, canned, contract, files, forms, health, history, logo, pages, reports};
use crate::assets;
use crate::live::stream;
use crate::supervision::ingest::alertmanager;
use crate::wiring::Services;

/// Bodies are this long at most unless the route says more.
pub const BODY_LIMIT: usize = 64 * 1024;
/// What monitoring may send at once: sixty alerts are about 64 kB.
pub const INGEST_BODY_LIMIT: usize = 4 * 1024 * 1024;

/// Every route of the program. Fixed segments stand before captured ones.
pub fn table() -> Vec<Route> {
    use Policy::{
        Administrator, Approver, Contact, Dispatcher, Ingest, Open, Public, Referent, Requester,
        SignedIn, Staff,
    };
    let mut table = vec![
        // Operations
        get("/healthz", Open, health::alive),
        get("/readyz", Open, health::ready),
        // Account
        page("/sign-in", Public),
        page("/activate/{token}", Public),
        page("/account", SignedIn).private(),
        page("/account/audit", Referent).private(),
        function("/fn/sign_in", Public),
        function("/fn/activate", Public),
        function("/fn/set_language", Public),
        function("/fn/sign_out", SignedIn).leaves(),
        function("/fn/end_session", SignedIn),
        function("/fn/change_password", SignedIn),
        function("/fn/set_preferences", SignedIn),
        function("/fn/switch_client", Contact),
        function("/fn/name_stand_in", Approver),
        function("/fn/end_stand_in", Approver),
        page("/", SignedIn),
        // States
        page("/status", Contact),
        page("/status/{key}", Contact),
        page("/history", Contact),
        get("/history.csv", Contact, history::export),
        page("/reports", Contact),
        page("/reports/{month}", Contact),
        get("/reports/{month}/rows.csv", Contact, reports::export),
        // Requests and interventions
        page("/contract", Contact),
        get("/contract.csv", Contact, contract::export),
        page("/contract/covered", Contact),
        page("/interventions", Contact),
        page("/interventions/new", Requester),
        page("/interventions/{reference}", Contact),
        page("/interventions/{reference}/report", Contact),
        page("/quotes", Contact),
        page("/quotes/{reference}", Contact),
        function("/fn/accept_quote", Requester),
        function("/fn/decline_quote", Requester),
        post(
            "/interventions/{reference}/files",
            Requester,
            files::receive,
        )
        .body_limit(files::SENDING_LIMIT)
        .slow(),
        get("/files/{id}", SignedIn, files::hand_out),
        function("/fn/request_intervention", Requester)
            .body_limit(files::SENDING_LIMIT)
            .slow(),
        function("/fn/save_request_draft", Requester),
        function("/fn/delete_request_draft", Requester),
        function("/fn/add_copy", SignedIn),
        function("/fn/remove_copy", SignedIn),
        function("/fn/rate_intervention", Requester),
        function("/fn/add_message", Requester),
        function("/fn/confirm_resolution", Requester),
        function("/fn/approve_request", Requester),
        function("/fn/reject_request", Requester),
        function("/fn/reopen_intervention", Requester),
        function("/fn/cancel_intervention", Requester),
        function("/fn/report_relapse", Requester),
        function("/fn/contest_time", Requester),
        function("/fn/follow_intervention", Contact),
        function("/fn/contest_event", Requester),
        function("/fn/answer_set_aside", Requester),
        // Planned work
        page("/calendar", SignedIn),
        get("/calendar.ics", SignedIn, calendar::download),
        get("/calendar/{file}", Open, calendar::subscribed),
        page("/desk/plan", Staff),
        page("/desk/debts", Staff),
        function("/fn/gather_intervention", Staff),
        function("/fn/separate_intervention", Staff),
        function("/fn/duplicate_of", Staff),
        function("/fn/settled_by", Staff),
        function("/fn/review_risk", Staff),
        function("/fn/accept_risk", Requester),
        function("/fn/plan_work", Staff),
        function("/fn/announce_work", Staff),
        function("/fn/postpone_work", Staff),
        function("/fn/call_off_work", Staff),
        function("/fn/fault_found", Staff),
        function("/fn/accept_slot", Requester),
        function("/fn/ask_another_slot", Requester),
        function("/fn/subscribe_calendar", Contact),
        function("/fn/unsubscribe_calendar", Contact),
        // The desk
        page("/desk", Staff),
        page("/desk/call", Staff),
        page("/desk/alerts", Staff),
        page("/desk/audit", Administrator),
        page("/desk/history", Staff),
        page("/desk/clients", Staff),
        page("/desk/clients/{slug}", Staff),
        page("/desk/clients/{slug}/contract", Staff),
        get(
            "/desk/clients/{slug}/contract.csv",
            Staff,
            contract::export_of_client,
        ),
        page("/desk/clients/{slug}/covered", Staff),
        page("/desk/interventions/{reference}", Staff),
        page("/desk/interventions/{reference}/report", Staff),
        page("/desk/interventions/{reference}/quote", Dispatcher),
        post(
            "/desk/interventions/{reference}/insert/{form}",
            Staff,
            canned::insert,
        ),
        page("/desk/interventions/{reference}/erase/{place}", Dispatcher),
        function("/fn/erase_content", Dispatcher),
        page("/desk/answers", Staff),
        page("/desk/answers/{id}", Dispatcher),
        function("/fn/keep_answer", Dispatcher),
        function("/fn/retire_answer", Dispatcher),
        page("/desk/quotes", Staff),
        page("/desk/quotes/{reference}", Staff),
        page("/desk/reports", Staff),
        page("/desk/reports/{slug}/{month}", Staff),
        function("/fn/save_report", Staff),
        function("/fn/add_resolve", Staff),
        function("/fn/settle_resolve", Staff),
        function("/fn/withdraw_resolve", Staff),
        function("/fn/publish_report", Dispatcher),
        function("/fn/correct_report", Dispatcher),
        function("/fn/save_quote", Dispatcher),
        function("/fn/send_quote", Dispatcher),
        function("/fn/discard_quote", Dispatcher),
        post(
            "/desk/interventions/{reference}/files",
            Staff,
            files::receive_at_the_desk,
        )
        .body_limit(files::SENDING_LIMIT)
        .slow(),
        page("/desk/clients/{slug}/contracts/new", Administrator),
        page("/desk/clients/{slug}/drafts/{draft}", Administrator),
        page("/desk/clients/{slug}/drafts/{draft}/preview", Administrator),
        page(
            "/desk/clients/{slug}/drafts/{draft}/lines/{line}",
            Administrator,
        ),
        function("/fn/look_as", Administrator),
        function("/fn/stop_looking", Staff).leaves(),
        function("/fn/create_contract", Administrator),
        function("/fn/prepare_version", Administrator),
        function("/fn/save_draft", Administrator),
        function("/fn/put_clause", Administrator),
        function("/fn/remove_clause", Administrator),
        function("/fn/add_line", Administrator),
        function("/fn/remove_line", Administrator),
        function("/fn/save_line", Administrator),
        function("/fn/save_hours", Administrator),
        function("/fn/save_targets", Administrator),
        function("/fn/add_scope_item", Administrator),
        function("/fn/remove_scope_item", Administrator),
        function("/fn/put_exception", Administrator),
        function("/fn/remove_exception", Administrator),
        function("/fn/save_on_call", Administrator),
        function("/fn/remove_on_call", Administrator),
        function("/fn/put_catalogue_item", Administrator),
        function("/fn/remove_catalogue_item", Administrator),
        function("/fn/save_priorities", Administrator),
        function("/fn/save_hold_reasons", Administrator),
        function("/fn/save_delays", Administrator),
        function("/fn/save_supervision", Administrator),
        function("/fn/save_approval", Administrator),
        function("/fn/save_hour_book", Administrator),
        function("/fn/publish_draft", Administrator),
        function("/fn/discard_draft", Administrator),
        function("/fn/take_intervention", Staff),
        function("/fn/hand_over", Staff),
        function("/fn/hold_intervention", Staff),
        function("/fn/chase_third_party", Staff),
        function("/fn/answer_contest", Staff),
        function("/fn/propose_set_aside", Staff),
        function("/fn/resume_intervention", Staff),
        function("/fn/note_to_client", Staff),
        function("/fn/internal_note", Staff),
        function("/fn/restore_provisionally", Staff),
        function("/fn/start_curative", Staff),
        function("/fn/restore_curative", Staff),
        function("/fn/answer_request", Staff),
        function("/fn/action_needed", Staff),
        function("/fn/relapse", Staff),
        function("/fn/complete_request", Staff),
        function("/fn/prevention_done", Staff),
        function("/fn/no_action", Staff),
        function("/fn/waive_approval", Staff),
        function("/fn/requalify_intervention", Staff),
        function("/fn/enter_call", Staff),
        function("/fn/enter_time", Staff),
        function("/fn/answer_time_contest", Staff),
        // Live
        post("/ingest/alertmanager", Ingest, alertmanager::receive).body_limit(INGEST_BODY_LIMIT),
        get("/live", SignedIn, stream::open).endless(),
        // Files
        get("/logo.svg", Open, logo::serve),
        get("/pkg/{*file}", Open, assets::serve),
    ];
    table.extend(assets::public_paths().map(|path| get(path, Open, assets::serve)));
    table
}

/// One line of the table.
pub struct Route {
    pub method: Method,
    pub path: &'static str,
    pub policy: Policy,
    pub kind: Kind,
    pub body_limit: usize,
    /// Streams have no deadline of their own.
    pub endless: bool,
    /// What takes time over an ordinary line.
    pub slow: bool,
    /// For an administrator who looks as a contact.
    pub looking: WhileLooking,
    handler: MethodRouter<Services>,
}

/// What answers at a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A page of `app::routes`.
    Page,
    /// A `#[server]` function.
    Function,
    /// A handler of the server's own.
    Handler,
}

impl Route {
    /// Longer bodies, for monitoring.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// No deadline for the answer: it is a stream.
    pub fn endless(mut self) -> Self {
        self.endless = true;
        self
    }

    /// A longer deadline: files over an ordinary line.
    pub fn slow(mut self) -> Self {
        self.slow = true;
        self
    }

    /// One's own: not shown to who looks in one's place.
    pub fn private(mut self) -> Self {
        self.looking = WhileLooking::Private;
        self
    }

    /// Open to who looks as a contact, as ever.
    pub fn leaves(mut self) -> Self {
        self.looking = WhileLooking::Stays;
        self
    }

    fn new(
        method: Method,
        path: &'static str,
        policy: Policy,
        kind: Kind,
        handler: MethodRouter<Services>,
    ) -> Self {
        Route {
            method,
            path,
            policy,
            kind,
            body_limit: BODY_LIMIT,
            endless: false,
            slow: false,
            looking: WhileLooking::Reads,
            handler,
        }
    }
}

/// A page of `app::routes`, at axum's spelling of its path.
pub fn page(path: &'static str, policy: Policy) -> Route {
    Route::new(
        Method::GET,
        path,
        policy,
        Kind::Page,
        routing::get(pages::render),
    )
}

/// A `#[server]` function: a POST of a form.
pub fn function(path: &'static str, policy: Policy) -> Route {
    Route::new(
        Method::POST,
        path,
        policy,
        Kind::Function,
        routing::post(forms::call),
    )
}

/// A handler that reads (HEAD is answered too).
pub fn get<H, T>(path: &'static str, policy: Policy, handler: H) -> Route
where
    H: Handler<T, Services>,
    T: 'static,
{
    Route::new(
        Method::GET,
        path,
        policy,
        Kind::Handler,
        routing::get(handler),
    )
}

/// A handler that changes something.
pub fn post<H, T>(path: &'static str, policy: Policy, handler: H) -> Route
where
    H: Handler<T, Services>,
    T: 'static,
{
    Route::new(
        Method::POST,
        path,
        policy,
        Kind::Handler,
        routing::post(handler),
    )
}

/// The router that the table describes.
pub fn router(table: Vec<Route>, services: &Services) -> Router<Services> {
    let mut router = Router::new();
    for route in table {
        // The guard bounds every body, by what the route's own line says.
        let rule = policy::Rule::of(&route);
        let guard = middleware::from_fn_with_state(
            services.clone(),
            move |services, request: Request, next| policy::guard(rule, services, request, next),
        );
        let handler = route.handler.layer(DefaultBodyLimit::disable());
        router = router.route(route.path, handler.layer(guard));
    }
    router
}

/// Checks that pages and server functions are exactly those of the table; says which differ.
pub fn check(table: &[Route], pages: &[String], functions: &[String]) -> Result<(), String> {
    let mut wrong = Vec::new();
    for (kind, existing) in [(Kind::Page, pages), (Kind::Function, functions)] {
        let listed: BTreeSet<&str> = table
            .iter()
            .filter(|route| route.kind == kind)
            .map(|route| route.path)
            .collect();
        let existing: BTreeSet<&str> = existing.iter().map(String::as_str).collect();
        for path in existing.difference(&listed) {
            wrong.push(format!("{path} answers but is not in the table of routes"));
        }
        for path in listed.difference(&existing) {
            wrong.push(format!(
                "{path} is in the table of routes but nothing answers there"
            ));
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("; "))
    }
}
