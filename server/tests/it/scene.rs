//! A small provider for tests of states: two clients, their components, one source, its tokens.

use std::sync::Arc;

use app::domain::access::{Asker, ContactAsker, Role, StaffAsker, StaffRole, Visibility};
use app::domain::component::ComponentState;
use app::domain::ids::{ClientId, ComponentId, ContactId, SessionId, SiteId, StaffId};
use server::account::hash_token;
use server::status::boards::NoCover;
use server::status::{Boards, Ledger, NoFollowUp, Status};
use server::store::{Scope, Store, StoreError};
use server::supervision::ingest::Ingest;
use server::supervision::silence::Silence;

pub const MOREL: ClientId = ClientId(1);
pub const LUC: ClientId = ClientId(2);
/// Of Morel, at its site 11.
pub const ERP: ComponentId = ComponentId(101);
/// Of Morel, at its site 12.
pub const VPN: ComponentId = ComponentId(102);
/// Of Morel, everywhere; nothing watches it.
pub const PRINTER: ComponentId = ComponentId(103);
/// Of Saint-Luc.
pub const DOSSIER: ComponentId = ComponentId(201);

/// Writes to every client.
pub const TOKEN: &str = "token-of-everyone";
/// Writes to Morel only.
pub const TOKEN_MOREL: &str = "token-of-morel";

server::queries! {
    run add_client(id: i64, slug: &str, code: &str) = "
        INSERT INTO clients (id, slug, code, name, name_folded, created_at) VALUES ($1, $2, $3, $2, $2, 0)";
    run add_site(client: ClientId, id: i64, key: &str, zone: &str) = "
        INSERT INTO sites (id, client_id, key, name, time_zone, created_at) VALUES ($2, $1, $3, $3, $4, 0)";
    run add_component(client: ClientId, id: ComponentId, key: &str) = "
        INSERT INTO components (id, client_id, key, name, name_folded, category, state_since, created_at)
        VALUES ($2, $1, $3, $3, $3, 'on_prem_software', 0, 0)";
    run place_component(client: ClientId, component: ComponentId, site: i64) = "
        INSERT INTO component_sites (client_id, component_id, site_id) VALUES ($1, $2, $3)";
    run add_source(id: i64, watchdog: &str, now: i64) = "
        INSERT INTO sources (id, key, name, kind, all_clients, watchdog, watchdog_grace_ms, repeat_interval_ms, created_at)
        VALUES ($1, 'prometheus', 'Prometheus', 'alertmanager', 1, $2, 60000, 3600000, $3)";
    run add_token(id: i64, hash: &str, all: i64) = "
        INSERT INTO tokens (id, hash, kind, name, source_id, all_clients, created_at)
        VALUES ($1, $2, 'ingest', 'test', 1, $3, 0)";
    run allow_token(token: i64, client: ClientId) = "
        INSERT INTO token_clients (token_id, client_id) VALUES ($1, $2)";
    run add_rule(id: i64, position: i64, matchers: &str, client: ClientId, component: ComponentId, state: Option<&str>) = "
        INSERT INTO matching_rules (id, source_id, key, position, matchers, client_id, component_id, state, created_at)
        VALUES ($1, 1, CAST(CAST($1 AS BIGINT) AS TEXT), $2, $3, $4, $5, $6, 0)";
    run add_check(client: ClientId, component: ComponentId, id: i64, kind: &str, target: &str, interval_ms: i64, timeout_ms: i64, now: i64) = "
        INSERT INTO checks (id, client_id, component_id, key, kind, target, interval_ms, timeout_ms, vantage, created_at)
        VALUES ($3, $1, $2, $4, $4, $5, $6, $7, 'sonde Strasbourg', $8)";
    one state_of(client: ClientId, component: ComponentId) -> (String, i64, String) = "
        SELECT state, state_since, state_cause FROM components WHERE client_id = $1 AND id = $2";
    all intervals_of(client: ClientId, component: ComponentId) -> (i64, Option<i64>, String) = "
        SELECT starts_at, ends_at, state FROM state_intervals
        WHERE client_id = $1 AND component_id = $2 ORDER BY starts_at";
    all messages(stream: &str) -> (i64, String, String, String) = "
        SELECT seq, kind, payload, audience FROM outbox WHERE stream = $1 ORDER BY seq";
    all alerts() -> (String, i64, String, Option<i64>, String) = "
        SELECT fingerprint, starts_at, status, component_id, unmatched FROM alerts ORDER BY fingerprint, starts_at";
}

/// What the tests use.
pub struct Scene {
    pub store: Store,
    pub ledger: Ledger,
    pub ingest: Ingest,
    pub silence: Silence,
    pub status: Status,
}

/// Makes the provider; its source has that watchdog.
pub async fn set(store: &Store, watchdog: &'static str) -> anyhow::Result<Scene> {
    let write = store.write(Scope::System, move |tx| {
        Box::pin(async move {
            add_client(tx, MOREL.0, "atelier-morel", "AM").await?;
            add_client(tx, LUC.0, "clinique-saint-luc", "CSL").await?;
            for (site, key, zone) in [
                (11, "atelier", "Europe/Paris"),
                (12, "depot", "Indian/Reunion"),
            ] {
                add_site(tx, MOREL, site, key, zone).await?;
            }
            for (component, key) in [(ERP, "erp"), (VPN, "vpn"), (PRINTER, "imprimante")] {
                add_component(tx, MOREL, component, key).await?;
            }
            place_component(tx, MOREL, ERP, 11).await?;
            place_component(tx, MOREL, VPN, 12).await?;
            add_component(tx, LUC, DOSSIER, "dossier-patient").await?;
            let now = tx.now_ms();
            add_source(tx, 1, watchdog, now).await?;
            add_token(tx, 1, &hash_token(TOKEN), 1).await?;
            add_token(tx, 2, &hash_token(TOKEN_MOREL), 0).await?;
            allow_token(tx, 2, MOREL).await?;
            Ok::<_, StoreError>(())
        })
    });
    write.await?;
    let ledger = Ledger::new(Arc::new(NoFollowUp));
    Ok(Scene {
        store: store.clone(),
        ingest: Ingest::new(store.clone(), ledger.clone()),
        silence: Silence::new(store.clone(), ledger.clone()),
        status: Status::new(store.clone(), Boards::new(store.clone(), Arc::new(NoCover))),
        ledger,
    })
}

impl Scene {
    /// The state shown, and since when.
    pub async fn state(
        &self,
        client: ClientId,
        component: ComponentId,
    ) -> anyhow::Result<(ComponentState, i64)> {
        let read = self.store.read(Scope::Staff, move |tx| {
            Box::pin(state_of(tx, client, component))
        });
        let (state, since, _): (String, i64, String) =
            read.await.map_err(|error: StoreError| error)?;
        Ok((
            ComponentState::from_code(&state).ok_or_else(|| anyhow::anyhow!("{state}"))?,
            since,
        ))
    }

    /// The component's own ledger.
    pub async fn intervals(
        &self,
        client: ClientId,
        component: ComponentId,
    ) -> anyhow::Result<Vec<(i64, Option<i64>, ComponentState)>> {
        let read = self.store.read(Scope::Staff, move |tx| {
            Box::pin(intervals_of(tx, client, component))
        });
        let rows: Vec<(i64, Option<i64>, String)> =
            read.await.map_err(|error: StoreError| error)?;
        let known = rows
            .into_iter()
            .filter_map(|(from, to, state)| Some((from, to, ComponentState::from_code(&state)?)));
        Ok(known.collect())
    }

    /// What a stream was told: kind, payload, audience.
    pub async fn told(
        &self,
        stream: &'static str,
    ) -> anyhow::Result<Vec<(String, serde_json::Value, serde_json::Value)>> {
        let read = self
            .store
            .read(Scope::Staff, move |tx| Box::pin(messages(tx, stream)));
        let rows: Vec<(i64, String, String, String)> =
            read.await.map_err(|error: StoreError| error)?;
        let mut told = Vec::new();
        for (_, kind, payload, audience) in rows {
            told.push((
                kind,
                serde_json::from_str(&payload)?,
                serde_json::from_str(&audience)?,
            ));
        }
        Ok(told)
    }

    /// Every alert kept: fingerprint, start, status, component, why unmatched.
    pub async fn alerts(&self) -> anyhow::Result<Vec<(String, i64, String, Option<i64>, String)>> {
        let read = self.store.read(Scope::Staff, |tx| Box::pin(alerts(tx)));
        Ok(read.await.map_err(|error: StoreError| error)?)
    }
}

/// A contact of that client.
pub fn contact(client: ClientId, visibility: Visibility, sites: &[i64]) -> Asker {
    Asker::Contact(ContactAsker {
        contact: ContactId(1),
        client,
        session: SessionId(1),
        name: "C. Référent".into(),
        role: Role::Requester,
        visibility,
        sites: sites.iter().map(|site| SiteId(*site)).collect(),
    })
}

pub fn technician() -> Asker {
    Asker::Staff(StaffAsker {
        staff: StaffId(1),
        session: SessionId(2),
        name: "T. Technicien".into(),
        role: StaffRole::Technician,
    })
}
