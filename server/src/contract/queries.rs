//! What is read of contracts, and of what they cover.

use app::domain::ids::ClientId;

#[derive(Debug, sqlx::FromRow)]
pub struct VersionRow {
    pub id: i64,
    pub number: String,
    pub title: String,
    pub version: i64,
    pub status: String,
    pub starts_at: i64,
    pub ends_at: Option<i64>,
    pub renewal: String,
    pub last_notice_at: Option<i64>,
    pub terms: String,
}

#[derive(Debug, sqlx::FromRow)]
pub struct ClientRow {
    pub slug: String,
    pub name: String,
    pub time_zone: String,
}

#[derive(Debug, sqlx::FromRow)]
pub struct ComponentRow {
    pub id: i64,
    pub key: String,
    pub name: String,
    pub category: String,
    pub supervised: bool,
}

#[derive(Debug, sqlx::FromRow)]
pub struct SiteRow {
    pub id: i64,
    pub key: String,
    pub name: String,
    pub time_zone: String,
    pub holiday_zone: String,
    pub good_friday: i64,
}

crate::queries! {
    maybe client(client: ClientId) -> ClientRow = "
        SELECT slug, name, time_zone FROM clients WHERE id = $1 AND retired_at IS NULL";

    maybe client_of(slug: &str) -> (i64,) = "
        SELECT id FROM clients WHERE slug = $1 AND retired_at IS NULL";

    all versions(client: ClientId) -> VersionRow = "
        SELECT v.id, c.number, c.title, v.version, v.status, v.starts_at, v.ends_at, v.renewal, v.last_notice_at,
               v.terms
        FROM contract_versions v
        JOIN contracts c ON c.client_id = v.client_id AND c.id = v.contract_id
        WHERE v.client_id = $1 AND c.retired_at IS NULL
        ORDER BY c.number, v.version";

    run buy_hours(
        client: ClientId, id: i64, contract: i64, version: i64, kind: &str, minutes: i64, effective_at: i64, now: i64
    ) = "
        INSERT INTO hour_entries (client_id, id, contract_id, contract_version_id, kind, minutes, effective_at, recorded_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (client_id, contract_version_id) DO NOTHING";

    all hour_entries(client: ClientId, at: i64) -> (String, String, i64) = "
        SELECT c.number, e.kind, e.minutes
        FROM hour_entries e
        JOIN contracts c ON c.client_id = e.client_id AND c.id = e.contract_id
        WHERE e.client_id = $1 AND e.effective_at <= $2
        ORDER BY e.effective_at, e.id";

    all components(client: ClientId) -> ComponentRow = "
        SELECT c.id, c.key, c.name, c.category,
               (c.other_supervision <> 'none'
                OR EXISTS (SELECT 1 FROM checks k WHERE k.client_id = c.client_id
                           AND k.component_id = c.id AND k.retired_at IS NULL)
                OR EXISTS (SELECT 1 FROM source_components w JOIN sources s ON s.id = w.source_id
                           WHERE w.client_id = c.client_id AND w.component_id = c.id
                           AND s.retired_at IS NULL)) AS supervised
        FROM components c
        WHERE c.client_id = $1 AND c.retired_at IS NULL
        ORDER BY c.position, c.id";

    all component_sites(client: ClientId) -> (i64, i64) = "
        SELECT component_id, site_id FROM component_sites WHERE client_id = $1
        ORDER BY component_id, site_id";

    all sites(client: ClientId) -> SiteRow = "
        SELECT id, key, name, time_zone, holiday_zone, good_friday FROM sites
        WHERE client_id = $1 AND retired_at IS NULL ORDER BY position, id";
}
