//! Every page's URL on one screen. A new page is one `Route` here and one `page(…)` in the server's `http/table.rs`.

use leptos::prelude::*;
use leptos_router::SsrMode::Async;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;

use crate::account::{AccountPage, ActivatePage, SignInPage};
use crate::answer::AppError;
use crate::answer::page::refuse;
use crate::contract::{ClientContractPage, ClientCoverPage, ContractPage, CoverPage};
use crate::desk::{
    AlertsPage, AnswerPage, AnswersPage, AuditPage, CallPage, ClientPage, ClientsPage, DebtsPage,
    DeskInterventionPage, DraftLinePage, DraftPage, ErasePage, NewContractPage, OwnAuditPage,
    PreviewPage, QueuePage, SearchPage,
};
use crate::history::HistoryPage;
use crate::interventions::{
    DeskInterventionReportPage, InterventionPage, InterventionReportPage, InterventionsPage,
    RequestPage,
};
use crate::overview::OverviewPage;
use crate::planning::{CalendarPage, PlanPage};
use crate::quotes::{DeskQuotePage, QuoteDeskPage, QuotePage, QuotesPage, WriteQuotePage};
use crate::reports::{MonthlyReportDeskPage, MonthlyReportPage, ReportsPage, WriteReportPage};
use crate::status::{ComponentStatusPage, StatusPage};

/// The page that the URL asks for; each is a whole `shell::Document`. Fixed segments stand before captured ones.
#[component]
pub fn Portal() -> impl IntoView {
    view! {
        <Router>
            <FlatRoutes fallback=|| refuse(&AppError::NotFound)>
                <Route path=path!("/") view=OverviewPage ssr=Async/>
                <Route path=path!("/sign-in") view=SignInPage ssr=Async/>
                <Route path=path!("/activate/:token") view=ActivatePage ssr=Async/>
                <Route path=path!("/account") view=AccountPage ssr=Async/>
                <Route path=path!("/account/audit") view=OwnAuditPage ssr=Async/>
                <Route path=path!("/contract") view=ContractPage ssr=Async/>
                <Route path=path!("/contract/covered") view=CoverPage ssr=Async/>
                <Route path=path!("/interventions") view=InterventionsPage ssr=Async/>
                <Route path=path!("/interventions/new") view=RequestPage ssr=Async/>
                <Route path=path!("/interventions/:reference") view=InterventionPage ssr=Async/>
                <Route path=path!("/interventions/:reference/report") view=InterventionReportPage ssr=Async/>
                <Route path=path!("/quotes") view=QuotesPage ssr=Async/>
                <Route path=path!("/quotes/:reference") view=QuotePage ssr=Async/>
                <Route path=path!("/reports") view=ReportsPage ssr=Async/>
                <Route path=path!("/reports/:month") view=MonthlyReportPage ssr=Async/>
                <Route path=path!("/calendar") view=CalendarPage ssr=Async/>
                <Route path=path!("/desk/debts") view=DebtsPage ssr=Async/>
                <Route path=path!("/desk/plan") view=PlanPage ssr=Async/>
                <Route path=path!("/desk") view=QueuePage ssr=Async/>
                <Route path=path!("/desk/call") view=CallPage ssr=Async/>
                <Route path=path!("/desk/answers") view=AnswersPage ssr=Async/>
                <Route path=path!("/desk/answers/:id") view=AnswerPage ssr=Async/>
                <Route path=path!("/desk/alerts") view=AlertsPage ssr=Async/>
                <Route path=path!("/desk/audit") view=AuditPage ssr=Async/>
                <Route path=path!("/desk/history") view=SearchPage ssr=Async/>
                <Route path=path!("/desk/clients") view=ClientsPage ssr=Async/>
                <Route path=path!("/desk/clients/:slug") view=ClientPage ssr=Async/>
                <Route path=path!("/desk/clients/:slug/contract") view=ClientContractPage ssr=Async/>
                <Route path=path!("/desk/clients/:slug/covered") view=ClientCoverPage ssr=Async/>
                <Route path=path!("/desk/clients/:slug/contracts/new") view=NewContractPage ssr=Async/>
                <Route path=path!("/desk/clients/:slug/drafts/:draft") view=DraftPage ssr=Async/>
                <Route path=path!("/desk/clients/:slug/drafts/:draft/preview") view=PreviewPage ssr=Async/>
                <Route path=path!("/desk/clients/:slug/drafts/:draft/lines/:line") view=DraftLinePage ssr=Async/>
                <Route path=path!("/desk/interventions/:reference") view=DeskInterventionPage ssr=Async/>
                <Route path=path!("/desk/interventions/:reference/report") view=DeskInterventionReportPage ssr=Async/>
                <Route path=path!("/desk/interventions/:reference/erase/:place") view=ErasePage ssr=Async/>
                <Route path=path!("/desk/interventions/:reference/quote") view=WriteQuotePage ssr=Async/>
                <Route path=path!("/desk/quotes") view=QuoteDeskPage ssr=Async/>
                <Route path=path!("/desk/quotes/:reference") view=DeskQuotePage ssr=Async/>
                <Route path=path!("/desk/reports") view=MonthlyReportDeskPage ssr=Async/>
                <Route path=path!("/desk/reports/:slug/:month") view=WriteReportPage ssr=Async/>
                <Route path=path!("/history") view=HistoryPage ssr=Async/>
                <Route path=path!("/status") view=StatusPage ssr=Async/>
                <Route path=path!("/status/:key") view=ComponentStatusPage ssr=Async/>
            </FlatRoutes>
        </Router>
    }
}
