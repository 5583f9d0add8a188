//! The context's statements.

use app::domain::ids::ClientId;

#[derive(Debug, sqlx::FromRow)]
pub struct ComponentRow {
    pub id: i64,
    pub key: String,
    pub name: String,
    pub retired_at: Option<i64>,
}

#[derive(Debug, sqlx::FromRow)]
pub struct SiteRow {
    pub component_id: i64,
    pub site_id: i64,
    pub time_zone: String,
}

/// Where an outage begins, and at the latest ends.
#[derive(Debug, sqlx::FromRow)]
pub struct StartRow {
    pub component_id: i64,
    pub starts_at: i64,
    pub ends_at: Option<i64>,
}

#[derive(Debug, sqlx::FromRow)]
pub struct FailingRow {
    pub component_id: i64,
    pub starts_at: i64,
    pub ends_at: Option<i64>,
    pub state: String,
    pub cause: String,
}

#[derive(Debug, sqlx::FromRow)]
pub struct EndedRow {
    pub id: i64,
    pub reference: String,
    pub title: String,
    pub state: String,
    pub activity: String,
    pub service_line: Option<String>,
    pub component_id: Option<i64>,
    pub site_id: Option<i64>,
    pub site_name: Option<String>,
    pub time_zone: String,
    pub requester_contact_id: Option<i64>,
    pub declared_at: i64,
    pub ended_at: Option<i64>,
}

/// The columns of [`EndedRow`].
macro_rules! ended {
    ($($rest:literal)+) => {
        concat!(
            "SELECT i.id, i.reference, title.body AS title, i.state, i.activity, i.service_line, i.component_id,
                i.site_id, s.name AS site_name, COALESCE(s.time_zone, cl.time_zone) AS time_zone,
                i.requester_contact_id, i.declared_at, COALESCE(i.resolved_at, i.closed_at) AS ended_at
            FROM interventions i
            JOIN clients cl ON cl.id = i.client_id
            JOIN texts title ON title.client_id = i.client_id AND title.id = i.title_id
            LEFT JOIN sites s ON s.client_id = i.client_id AND s.id = i.site_id
            WHERE i.client_id = $1 AND i.declared_at >= $2
                AND i.declared_at <= $3 AND (i.declared_at < $3 OR i.id < $4)
                AND ($5 = 0 OR i.component_id = $5)
                AND ($7 = '' OR i.contract_version_id IN (SELECT v.id FROM contract_versions v
                    JOIN contracts k ON k.client_id = v.client_id AND k.id = v.contract_id
                    WHERE v.client_id = $1 AND k.number = $7))
                AND NOT EXISTS (SELECT 1 FROM planned_work p
                    WHERE p.client_id = i.client_id AND p.intervention_id = i.id AND p.told_at IS NULL) ",
            $($rest),+,
            " ORDER BY i.declared_at DESC, i.id DESC LIMIT $6"
        )
    };
}

crate::queries! {
    maybe client_zone(client: ClientId) -> (String,) = "
        SELECT time_zone FROM clients WHERE id = $1";

    /// Those that the client has: drafts are the provider's own.
    all contracts(client: ClientId) -> (String, String) = "
        SELECT k.number, k.title FROM contracts k
        WHERE k.client_id = $1 AND EXISTS (SELECT 1 FROM contract_versions v
            WHERE v.client_id = k.client_id AND v.contract_id = k.id AND v.status <> 'draft')
        ORDER BY k.number COLLATE \"C\"";

    /// Retired ones too: their past stays.
    all components(client: ClientId) -> ComponentRow = "
        SELECT id, key, name, retired_at FROM components WHERE client_id = $1 ORDER BY name_folded, id";

    all component_sites(client: ClientId) -> SiteRow = "
        SELECT cs.component_id, cs.site_id, s.time_zone FROM component_sites cs
        JOIN sites s ON s.client_id = cs.client_id AND s.id = cs.site_id
        WHERE cs.client_id = $1
        ORDER BY cs.component_id, s.position, s.id";

    /// Failing intervals that no failing interval touches from before: the latest before a place of
    /// the time line, since an instant, of one component (0: of all).
    all outage_starts(client: ClientId, since: i64, at: i64, id: i64, component: i64, limit: i64) -> StartRow = "
        SELECT s.component_id, s.starts_at, COALESCE(
            (SELECT n.starts_at FROM state_intervals n
             WHERE n.client_id = s.client_id AND n.component_id = s.component_id AND n.starts_at > s.starts_at
                AND n.state NOT IN ('degraded', 'partial_outage', 'major_outage')
             ORDER BY n.starts_at LIMIT 1),
            (SELECT l.ends_at FROM state_intervals l
             WHERE l.client_id = s.client_id AND l.component_id = s.component_id
             ORDER BY l.starts_at DESC LIMIT 1)) AS ends_at
        FROM state_intervals s
        WHERE s.client_id = $1 AND s.starts_at >= $2
            AND s.starts_at <= $3 AND (s.starts_at < $3 OR s.component_id < $4)
            AND ($5 = 0 OR s.component_id = $5)
            AND s.state IN ('degraded', 'partial_outage', 'major_outage')
            AND COALESCE(
                (SELECT CASE WHEN p.ends_at = s.starts_at THEN p.state ELSE '' END FROM state_intervals p
                 WHERE p.client_id = s.client_id AND p.component_id = s.component_id AND p.starts_at < s.starts_at
                 ORDER BY p.starts_at DESC LIMIT 1), '')
                NOT IN ('degraded', 'partial_outage', 'major_outage')
        ORDER BY s.starts_at DESC, s.component_id DESC
        LIMIT $6";

    all failing_between(client: ClientId, from: i64, to: i64) -> FailingRow = "
        SELECT component_id, starts_at, ends_at, state, cause FROM state_intervals
        WHERE client_id = $1 AND starts_at >= $2 AND starts_at < $3
            AND state IN ('degraded', 'partial_outage', 'major_outage')
        ORDER BY component_id, starts_at";

    /// Interventions on which nobody works any more, as `outage_starts`.
    all ended_interventions(client: ClientId, since: i64, at: i64, id: i64, component: i64, limit: i64, contract: &str) -> EndedRow = ended!("
        AND i.state IN ('resolved', 'closed', 'rejected', 'cancelled', 'transferred')");

    /// Those that are not over too.
    all told_interventions(client: ClientId, since: i64, at: i64, id: i64, component: i64, limit: i64, contract: &str) -> EndedRow = ended!("
        AND i.state NOT IN ('draft', 'planned')");

    /// Those that hold all these stems, whatever their state.
    all searched_interventions(client: ClientId, since: i64, at: i64, id: i64, component: i64, limit: i64, contract: &str, stems: &str) -> EndedRow = ended!("
        AND i.state NOT IN ('draft', 'planned')
        AND i.id IN (SELECT rowid FROM search_public WHERE search_public MATCH $8)"),
        postgres: ended!("
        AND i.state NOT IN ('draft', 'planned')
        AND i.id IN (SELECT d.intervention_id FROM search_documents d
            WHERE d.client_id = $1 AND d.public_vector @@ CAST(REPLACE($8, ' ', ' & ') AS TSQUERY))");
}
