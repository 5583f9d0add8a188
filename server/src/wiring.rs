//! The composition root: every service, made once, and what pages get of them.

use std::ops::Deref;
use std::sync::Arc;

use app::backend::account::Accounts;
use app::backend::audit::Audits;
use app::backend::canned::CannedAnswers;
use app::backend::contract::Contracts;
use app::backend::desk::Desk;
use app::backend::drafting::Drafting;
use app::backend::history::Histories;
use app::backend::interventions::Interventions;
use app::backend::looking::Looking;
use app::backend::planning::Planning;
use app::backend::quotes::Quotes;
use app::backend::redaction::Redactions;
use app::backend::reports::Reports;
use app::backend::stand_ins::StandIns;
use app::backend::status::{Statuses, Summary};
use app::domain::access::Asker;
use app::shell::{AskerCard, Attention, PageChrome, Side};
use app::text::words;
use app::visit::Visit;
use axum::extract::FromRef;
use leptos::prelude::provide_context;
use tokio_util::sync::CancellationToken;

use crate::account::AccountService;
use crate::account::looking::Views;
use crate::account::passwords::Passwords;
use crate::account::sessions::{Session, Sessions};
use crate::account::stand_ins::StandInService;
use crate::assets;
use crate::audit::AuditLog;
use crate::config::Settings;
use crate::contract::{ClientContractService, ContractCover};
use crate::desk::StaffDesk;
use crate::desk::canned::DeskAnswers;
use crate::desk::drafting::ContractDesk;
use crate::desk::waiting::Waiting;
use crate::files::Files;
use crate::history::History;
use crate::http::drafts::Drafts;
use crate::interventions::clocks::watch::Watch;
use crate::interventions::erasing::Erasing;
use crate::interventions::{ClientInterventions, OpensInterventions};
use crate::live::{self, Live};
use crate::planning::PlannedWork;
use crate::provider::ProviderInMemory;
use crate::quotes::{self, QuoteService};
use crate::reports::ReportService;
use crate::status::{Boards, Ledger, Status};
use crate::store::Store;
use crate::supervision::guard::Guard;
use crate::supervision::ingest::Ingest;
use crate::supervision::probes::Prober;
use crate::supervision::scheduler::Scheduler;
use crate::supervision::silence::Silence;

/// Everything that handlers share. Clones are one pointer.
#[derive(Clone)]
pub struct Services(Arc<Parts>);

/// The services themselves. A new one is a field here, a line in [`Services::new`], and a line in
/// [`Services::provide`] when pages ask it.
pub struct Parts {
    pub settings: Settings,
    pub store: Store,
    pub sessions: Sessions,
    pub drafts: Drafts,
    pub provider: ProviderInMemory,
    pub accounts: Accounts,
    pub statuses: Statuses,
    pub contracts: Contracts,
    pub histories: Histories,
    pub interventions: Interventions,
    pub desk: Desk,
    pub canned: CannedAnswers,
    pub files: Files,
    pub redactions: Redactions,
    pub drafting: Drafting,
    pub looking: Looking,
    pub quotes: Quotes,
    pub reports: Reports,
    pub stand_ins: StandIns,
    pub planned_work: PlannedWork,
    pub audits: Audits,
    pub boards: Boards,
    pub live: Live,
    pub waiting: Waiting,
    /// Where every word of a probe or a source goes.
    pub ledger: Ledger,
    pub ingest: Ingest,
    /// Cancelled when the server is about to stop: streams end then.
    pub stopping: CancellationToken,
}

impl Deref for Services {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl FromRef<Services> for Ingest {
    fn from_ref(services: &Services) -> Ingest {
        services.ingest.clone()
    }
}

impl Services {
    pub async fn new(
        settings: Settings,
        store: Store,
        stopping: CancellationToken,
    ) -> anyhow::Result<Services> {
        let sessions = Sessions::new(store.clone());
        let accounts = AccountService::new(store.clone(), sessions.clone(), Passwords::default());
        let provider = ProviderInMemory::load(store.clone()).await?;
        let boards = Boards::new(store.clone(), Arc::new(ContractCover));
        let live = Live::load(store.clone(), boards.clone(), sessions.clone()).await?;
        let waiting = Waiting::load(store.clone()).await?;
        let ledger = Ledger::new(Arc::new(OpensInterventions));
        let files = Files::open(&settings)?;
        Ok(Services(Arc::new(Parts {
            ingest: Ingest::new(store.clone(), ledger.clone()),
            ledger,
            drafts: Drafts::new(store.clone()),
            accounts: Accounts(Arc::new(accounts)),
            statuses: Statuses(Arc::new(Status::new(store.clone(), boards.clone()))),
            contracts: Contracts(Arc::new(ClientContractService::new(store.clone()))),
            histories: Histories(Arc::new(History::new(store.clone()))),
            interventions: Interventions(Arc::new(ClientInterventions::new(store.clone()))),
            desk: Desk(Arc::new(StaffDesk::new(store.clone()))),
            canned: CannedAnswers(Arc::new(DeskAnswers::new(store.clone()))),
            redactions: Redactions(Arc::new(Erasing::new(store.clone(), files.clone()))),
            files,
            looking: Looking(Arc::new(Views::new(store.clone(), sessions.clone()))),
            stand_ins: StandIns(Arc::new(StandInService::new(store.clone()))),
            quotes: Quotes(Arc::new(QuoteService::new(store.clone()))),
            reports: Reports(Arc::new(ReportService::new(store.clone()))),
            planned_work: PlannedWork::new(store.clone(), &settings.public_address()),
            drafting: Drafting(Arc::new(ContractDesk::new(store.clone()))),
            audits: Audits(Arc::new(AuditLog::new(store.clone()))),
            boards,
            live,
            settings,
            sessions,
            provider,
            waiting,
            store,
            stopping,
        })))
    }

    /// Starts what runs beside the requests.
    pub fn start(&self) {
        if let Err(error) = self.files.prepare() {
            tracing::error!(%error, "nobody can send files");
        }
        let erasing = Erasing::new(self.store.clone(), self.files.clone());
        tokio::spawn(async move { erasing.finish().await });
        tokio::spawn(self.provider.clone().follow());
        tokio::spawn(self.waiting.clone().follow());
        tokio::spawn(self.live.clone().follow(self.stopping.clone()));
        let silence = Silence::new(self.store.clone(), self.ledger.clone());
        tokio::spawn(silence.run(self.stopping.clone()));
        let watch = Watch::new(self.store.clone());
        tokio::spawn(watch.run(self.stopping.clone()));
        let search = crate::search::Backlog::new(self.store.clone());
        tokio::spawn(search.run(self.stopping.clone()));
        tokio::spawn(quotes::expiry::run(
            self.store.clone(),
            self.stopping.clone(),
        ));
        tokio::spawn(self.clone().probe());
        tokio::spawn(live::pruning::hourly(
            self.store.clone(),
            self.drafts.clone(),
        ));
    }

    /// Looks at what is due, wherever the guard allows; never at the database.
    async fn probe(self) {
        let networks = self.settings.probe_networks.clone();
        let guard = Guard::new(networks, self.settings.probes_reach_loopback);
        let guard = guard.without_database(&self.settings.database).await;
        let (store, ledger) = (self.store.clone(), self.ledger.clone());
        let scheduler = Scheduler::new(store, ledger, Prober::new(guard));
        scheduler.run(self.stopping.clone()).await;
    }

    /// Gives a page, or a server function, its contexts.
    pub fn provide(&self, visit: &Visit, session: Option<&Session>) {
        provide_context(visit.clone());
        provide_context(Arc::new(self.chrome(visit, session)));
        provide_context(self.accounts.clone());
        provide_context(self.statuses.clone());
        provide_context(self.contracts.clone());
        provide_context(self.histories.clone());
        provide_context(self.interventions.clone());
        provide_context(self.desk.clone());
        provide_context(self.canned.clone());
        provide_context(self.redactions.clone());
        provide_context(self.drafting.clone());
        provide_context(self.looking.clone());
        provide_context(self.quotes.clone());
        provide_context(self.reports.clone());
        provide_context(self.stand_ins.clone());
        provide_context(Planning(Arc::new(self.planned_work.clone())));
        provide_context(self.audits.clone());
    }

    /// What surrounds every page of this visit.
    fn chrome(&self, visit: &Visit, session: Option<&Session>) -> PageChrome {
        let provider = self.provider.known();
        let asker = session.map(|session| &*session.asker);
        let summary = asker.and_then(|asker| self.summary(asker));
        PageChrome {
            lang: visit.lang,
            theme: visit.theme,
            provider: provider.card.clone(),
            asker: session.map(|session| asker_card(visit, session)),
            looking_as: visit.view.as_ref().map(|view| view.contact.clone()),
            assets: assets::names(),
            nonce: visit.nonce.clone(),
            cursor: asker.map(|asker| self.live.cursor(asker)),
            overall: summary.map(|summary| summary.overall.0),
            attention: Attention {
                status: summary.map_or(0, |summary| count(summary.needs_attention)),
                ..asker.map_or_else(Attention::default, |asker| self.waiting.attention(asker))
            },
            demonstration: provider.demonstration,
        }
    }

    /// The states that the asker sees, from memory.
    fn summary(&self, asker: &Asker) -> Option<Summary> {
        match asker {
            Asker::Contact(contact) => {
                let board = self.boards.known(contact.client)?;
                Some(board.summary_for(contact))
            }
            Asker::Staff(_) => Some(self.boards.known_summary()),
        }
    }
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn asker_card(visit: &Visit, session: &Session) -> AskerCard {
    let asker = &*session.asker;
    match asker {
        Asker::Contact(contact) => AskerCard {
            name: contact.name.clone(),
            role: words::role(visit.lang, contact.role),
            side: Side::Contact {
                client: session.client_name.clone().unwrap_or_default(),
            },
        },
        Asker::Staff(staff) => AskerCard {
            name: staff.name.clone(),
            role: words::staff_role(visit.lang, staff.role),
            side: Side::Staff,
        },
    }
}
