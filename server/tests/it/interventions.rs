//! Requests and interventions on both engines: asked once, seen by who may, worked on in order, told to nobody else.

mod asking;
mod catalogue;
mod clocks;
mod erasing;
mod finding;
mod handing;
mod planned;
mod requesting;
mod supervised;
mod tied;
mod walk;
mod working;

use app::answer::AppError;
use app::backend::desk::{CallInput, Deed, Desk, DeskDone, DeskGesture, When};
use app::backend::interventions::{Interventions, RequestInput, Sheet};
use app::domain::access::{Asker, ContactAsker, Role, StaffAsker, StaffRole, Visibility};
use app::domain::ids::{ClientId, ComponentId, ContactId, SessionId, SiteId, StaffId};
use std::sync::Arc;

use server::desk::StaffDesk;
use server::import::plan::Manner;
use server::interventions::ClientInterventions;
use server::store::{Scope, Store, StoreError};

/// Two clients of one provider: what one has must never show at the other.
const FILE: &str = r#"
[provider]
name = "Essai Infogérance"
phone_day = "01 99 00 00 01"

[[staff]]
email = "tech@essai.example"
name = "Théo Technicien"
role = "technician"

[[staff]]
email = "nadia@essai.example"
name = "Nadia Spécialiste"
role = "technician"

[[staff]]
email = "coord@essai.example"
name = "Cora Coordinatrice"
role = "dispatcher"

[[clients]]
slug = "acme"
code = "AC"
name = "Acme"
[[clients.sites]]
key = "siege"
name = "Siège"
[[clients.sites]]
key = "depot"
name = "Dépôt"
[[clients.contacts]]
email = "chef@acme.example"
name = "Chloé Chef"
phone = "01 99 00 11 11"
role = "client_admin"
[[clients.contacts]]
email = "lea@acme.example"
name = "Léa Siège"
role = "requester"
visibility = "site"
sites = ["siege"]
[[clients.contacts]]
email = "omar@acme.example"
name = "Omar Seul"
role = "requester"
visibility = "own"
sites = ["siege"]
[[clients.contacts]]
email = "vera@acme.example"
name = "Véra Lectrice"
role = "viewer"
[[clients.components]]
key = "erp"
name = "ERP"
category = "on_prem_software"
sites = ["siege"]
checks = [{ kind = "tcp", target = "erp.example:443" }]
[[clients.components]]
key = "copieur"
name = "Copieur"
category = "hardware"
sites = ["siege"]
[[clients.components]]
key = "armoire"
name = "Armoire de brassage"
category = "infrastructure"
sites = ["siege"]
other_supervision = "check_visit"
[[clients.components]]
key = "quai"
name = "Terminal du quai"
category = "hardware"
sites = ["depot"]
[[clients.components]]
key = "vpn"
name = "VPN"
category = "infrastructure"
sites = ["siege", "depot"]
[[clients.contracts]]
number = "2026-001"
title = "Contrat"
version = 1
starts = 2026-01-01
planned_notice_days = 5
hold_reasons = ["pièce commandée"]
[[clients.contracts.clauses]]
reference = "1"
title = "Maintenance"
[[clients.contracts.clauses]]
reference = "2"
title = "Exclus"
[[clients.contracts.clauses]]
reference = "3"
title = "Conseil"
[[clients.contracts.lines]]
key = "maintenance"
service = "corrective"
title = "Maintenance"
clause = "1"
hours = "24/7"
billing = "included"
included = [{ category = ["on_prem_software", "hardware"], clause = "1" }]
excluded = [{ component = "copieur", clause = "2" }]
catalogue = [
  { key = "arrivee", title = "Arrivée", title_en = "New starter", clause = "1", form = [
    { key = "nom", label = "Nom et prénom", label_en = "Full name", required = true },
    { key = "jour", label = "Premier jour", label_en = "First day", kind = "date", required = true },
    { key = "distance", label = "Accès à distance", label_en = "Remote access", kind = "yes_no" },
  ] },
  { key = "droits", title = "Droits d’accès", title_en = "Access rights", clause = "1" },
]
[[clients.contracts.lines]]
key = "infogerance"
service = "managed"
title = "Infogérance"
clause = "1"
hours = "24/7"
billing = "included"
included = [{ clause = "1" }]
[[clients.contracts.lines]]
key = "helpdesk"
service = "helpdesk"
title = "Assistance"
clause = "3"
hours = "24/7"
billing = "included"
included = [{ activity = "advice", clause = "3" }]

[[clients]]
slug = "autre"
code = "AU"
name = "Autre"
[[clients.sites]]
key = "ailleurs"
name = "Ailleurs"
[[clients.contacts]]
email = "dirigeant@autre.example"
name = "Didier Autre"
role = "client_admin"
[[clients.components]]
key = "secret"
name = "Serveur secret"
category = "infrastructure"
sites = ["ailleurs"]
"#;

server::queries! {
    one client_id(slug: &str) -> (i64,) = "SELECT id FROM clients WHERE slug = $1";
    one contact_id(email: &str) -> (i64, String) = "SELECT id, name FROM contacts WHERE email = $1";
    one staff_id(email: &str) -> (i64, String) = "SELECT id, name FROM staff WHERE email = $1";
    all site_ids(client: ClientId, contact: i64) -> (i64,) = "
        SELECT site_id FROM membership_sites WHERE client_id = $1 AND contact_id = $2";
    one component_id(client: ClientId, key: &str) -> (i64,) = "
        SELECT id FROM components WHERE client_id = $1 AND key = $2";
    maybe check_of(client: ClientId, component: ComponentId) -> (i64,) = "
        SELECT id FROM checks WHERE client_id = $1 AND component_id = $2";
    all stream(stream: &str) -> (String, String, String) = "
        SELECT kind, payload, audience FROM outbox WHERE stream = $1 ORDER BY seq";
    all rows() -> StoredRow = "
        SELECT client_id, id, reference, state, priority, debt_open, held_from, version, technician_id,
            started_at, restored_at, resolved_at, closed_at
        FROM interventions ORDER BY id";
    all payloads(client: ClientId, intervention: i64) -> (String, String, Option<i64>, i64, i64) = "
        SELECT payload, actor_kind, actor_id, effective_at, recorded_at FROM intervention_events
        WHERE client_id = $1 AND intervention_id = $2 ORDER BY seq";
    all debts() -> (i64, i64, Option<i64>) = "
        SELECT opened_at, relapses, discharged_at FROM workaround_debts ORDER BY id";
    all texts(client: ClientId) -> (i64, String, i64) = "
        SELECT id, body, internal FROM texts WHERE client_id = $1 ORDER BY id";
    run redact(client: ClientId, body: &str, now: i64) = "
        UPDATE texts SET body = '', redacted_at = $3 WHERE client_id = $1 AND body = $2";
    one verdicts() -> (i64,) = "
        SELECT COUNT(*) FROM verdicts WHERE contract_version_id IS NOT NULL AND LENGTH(input_sha256) = 64";
}

#[derive(Debug, Clone, sqlx::FromRow)]
struct StoredRow {
    client_id: i64,
    id: i64,
    reference: String,
    state: String,
    priority: Option<String>,
    debt_open: i64,
    held_from: String,
    version: i64,
    technician_id: Option<i64>,
    started_at: Option<i64>,
    restored_at: Option<i64>,
    resolved_at: Option<i64>,
    closed_at: Option<i64>,
}

/// Both clients' people, over both services.
struct Bench {
    store: Store,
    interventions: Interventions,
    desk: Desk,
    acme: ClientId,
    chef: Asker,
    lea: Asker,
    omar: Asker,
    vera: Asker,
    stranger: Asker,
    technician: Asker,
    specialist: Asker,
    dispatcher: Asker,
}

impl Bench {
    async fn set(store: &Store) -> anyhow::Result<Bench> {
        Bench::of(store, FILE).await
    }

    async fn of(store: &Store, file: &str) -> anyhow::Result<Bench> {
        let file = server::import::read("essai.toml", file, &|name| Err(name.to_owned()));
        server::import::import(store, file, Manner::default())
            .await
            .map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let (acme, other) = (client(store, "acme").await?, client(store, "autre").await?);
        use Visibility::{Client, Own, Site};
        Ok(Bench {
            store: store.clone(),
            interventions: Interventions(Arc::new(ClientInterventions::new(store.clone()))),
            desk: Desk(Arc::new(StaffDesk::new(store.clone()))),
            acme,
            chef: contact(store, acme, "chef@acme.example", Role::ClientAdmin, Client).await?,
            lea: contact(store, acme, "lea@acme.example", Role::Requester, Site).await?,
            omar: contact(store, acme, "omar@acme.example", Role::Requester, Own).await?,
            vera: contact(store, acme, "vera@acme.example", Role::Viewer, Client).await?,
            stranger: contact(
                store,
                other,
                "dirigeant@autre.example",
                Role::ClientAdmin,
                Client,
            )
            .await?,
            technician: staff(store, "tech@essai.example", StaffRole::Technician).await?,
            specialist: staff(store, "nadia@essai.example", StaffRole::Technician).await?,
            dispatcher: staff(store, "coord@essai.example", StaffRole::Dispatcher).await?,
        })
    }

    async fn request(&self, asker: &Asker, input: RequestInput) -> Result<String, AppError> {
        self.interventions.0.request(asker, input).await
    }

    async fn one(&self, asker: &Asker, reference: &str) -> Result<Sheet, AppError> {
        self.interventions.0.one(asker, reference).await
    }

    /// A technician's gesture on what they see now.
    async fn deed(&self, reference: &str, deed: Deed) -> Result<DeskDone, AppError> {
        self.deed_of(&self.technician, reference, deed).await
    }

    /// The same by somebody else.
    async fn deed_of(
        &self,
        asker: &Asker,
        reference: &str,
        deed: Deed,
    ) -> Result<DeskDone, AppError> {
        let sheet = self.desk.0.one(&self.technician, reference).await?;
        let gesture = DeskGesture {
            deed,
            expected_version: sheet.sheet.version,
            text: "fait".into(),
            when: When::Now,
        };
        self.desk.0.act(asker, reference, gesture).await
    }

    async fn component(&self, key: &'static str) -> anyhow::Result<ComponentId> {
        let acme = self.acme;
        let read = self.store.read(Scope::Staff, move |tx| {
            Box::pin(component_id(tx, acme, key))
        });
        let (id,): (i64,) = read.await.map_err(|error: StoreError| error)?;
        Ok(ComponentId(id))
    }

    async fn stored(&self) -> anyhow::Result<Vec<StoredRow>> {
        let read = self.store.read(Scope::Staff, |tx| Box::pin(rows(tx)));
        Ok(read.await.map_err(|error: StoreError| error)?)
    }

    async fn told(&self, key: String) -> anyhow::Result<Vec<(String, String, String)>> {
        let read = self.store.read(Scope::Staff, |tx| {
            Box::pin(async move { stream(tx, &key).await })
        });
        Ok(read.await.map_err(|error: StoreError| error)?)
    }
}

fn fault(component: &str) -> RequestInput {
    RequestInput {
        request_id: format!("r-{component}"),
        component: component.to_owned(),
        activity: "fault".into(),
        details: "Plus rien ne répond".into(),
        impact: "1".into(),
        urgency: "1".into(),
        ..RequestInput::default()
    }
}

fn advice(component: &str) -> RequestInput {
    RequestInput {
        activity: "advice".into(),
        ..fault(component)
    }
}

async fn client(store: &Store, slug: &'static str) -> anyhow::Result<ClientId> {
    let read = store.read(Scope::Staff, move |tx| Box::pin(client_id(tx, slug)));
    let (id,): (i64,) = read.await.map_err(|error: StoreError| error)?;
    Ok(ClientId(id))
}

async fn contact(
    store: &Store,
    client: ClientId,
    email: &'static str,
    role: Role,
    visibility: Visibility,
) -> anyhow::Result<Asker> {
    let read = store.read(Scope::Staff, move |tx| {
        Box::pin(async move {
            let (id, name) = contact_id(tx, email).await?;
            let sites = site_ids(tx, client, id).await?;
            Ok::<_, StoreError>((id, name, sites))
        })
    });
    let (id, name, sites) = read.await?;
    Ok(Asker::Contact(ContactAsker {
        contact: ContactId(id),
        client,
        session: SessionId(1),
        name,
        role,
        visibility,
        sites: sites.into_iter().map(|(site,)| SiteId(site)).collect(),
    }))
}

async fn staff(store: &Store, email: &'static str, role: StaffRole) -> anyhow::Result<Asker> {
    let read = store.read(Scope::Staff, move |tx| Box::pin(staff_id(tx, email)));
    let (id, name): (i64, String) = read.await.map_err(|error: StoreError| error)?;
    Ok(Asker::Staff(StaffAsker {
        staff: StaffId(id),
        session: SessionId(2),
        name,
        role,
    }))
}

fn call(caller: &str) -> CallInput {
    CallInput {
        client: "acme".into(),
        caller: caller.to_owned(),
        request: fault("erp"),
    }
}
