//! What is read of contracts, and of what they cover.

use app::domain::ids::{ClientId, InterventionId, StaffId};

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

/// One entry of an hour book, as its client reads it.
#[derive(Debug, sqlx::FromRow)]
pub struct HourLineRow {
    pub contract: String,
    pub kind: String,
    pub minutes: i64,
    pub effective_at: i64,
    pub note: String,
    pub intervention: Option<String>,
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

    /// The entries that count at that instant, summed by kind.
    all hour_entries(client: ClientId, at: i64) -> (String, String, i64) = "
        SELECT c.number, e.kind, CAST(SUM(e.minutes) AS BIGINT)
        FROM hour_entries e
        JOIN contracts c ON c.client_id = e.client_id AND c.id = e.contract_id
        WHERE e.client_id = $1 AND e.effective_at <= $2
        GROUP BY c.number, e.kind ORDER BY c.number, e.kind";

    /// What the program debited for an intervention so far, by contract.
    all spent_on(client: ClientId, intervention: InterventionId) -> (i64, i64) = "
        SELECT contract_id, CAST(SUM(minutes) AS BIGINT) FROM hour_entries
        WHERE client_id = $1 AND intervention_id = $2 AND author_staff_id IS NULL
        GROUP BY contract_id ORDER BY contract_id";

    one balance_of(client: ClientId, contract: i64, at: i64) -> (i64,) = "
        SELECT CAST(COALESCE(SUM(minutes), 0) AS BIGINT) FROM hour_entries
        WHERE client_id = $1 AND contract_id = $2 AND effective_at <= $3";

    /// What one intervention counts in the books: what the program debited, what the provider gave back.
    one counted_for(client: ClientId, intervention: InterventionId) -> (i64, i64) = "
        SELECT CAST(COALESCE(SUM(CASE WHEN author_staff_id IS NULL THEN -minutes ELSE 0 END), 0) AS BIGINT),
            CAST(COALESCE(SUM(CASE WHEN author_staff_id IS NULL THEN 0 ELSE minutes END), 0) AS BIGINT)
        FROM hour_entries WHERE client_id = $1 AND intervention_id = $2";

    run add_hours(
        client: ClientId, id: i64, contract: i64, kind: &str, minutes: i64, effective_at: i64, now: i64,
        author: Option<StaffId>, note: &str, intervention: Option<InterventionId>
    ) = "
        INSERT INTO hour_entries (client_id, id, contract_id, kind, minutes, effective_at, recorded_at,
            author_staff_id, note, intervention_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    /// The contract whose book an intervention was debited from, the last one first.
    maybe book_of(client: ClientId, intervention: InterventionId) -> (i64,) = "
        SELECT contract_id FROM hour_entries
        WHERE client_id = $1 AND intervention_id = $2 ORDER BY id DESC LIMIT 1";

    /// The last entries of every book of a client, the latest first.
    all hour_lines(client: ClientId, at: i64, limit: i64) -> HourLineRow = "
        SELECT c.number AS contract, e.kind, e.minutes, e.effective_at, e.note, i.reference AS intervention
        FROM hour_entries e
        JOIN contracts c ON c.client_id = e.client_id AND c.id = e.contract_id
        LEFT JOIN interventions i ON i.client_id = e.client_id AND i.id = e.intervention_id
        WHERE e.client_id = $1 AND e.effective_at <= $2
        ORDER BY e.effective_at DESC, e.id DESC LIMIT $3";

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
