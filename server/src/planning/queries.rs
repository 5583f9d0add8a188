//! The context's statements.

use app::domain::ids::{ClientId, ComponentId, ContactId};

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct HolderRow {
    pub client_id: i64,
    pub contact_id: i64,
    pub name: String,
    pub language: String,
    pub role: String,
    pub visibility: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FeedRow {
    pub intervention_id: i64,
    pub updated_at: i64,
    pub impact: Option<String>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct VisitRow {
    pub id: i64,
    pub done_at: i64,
    pub reference: String,
    pub technician: Option<String>,
    pub report: Option<String>,
    pub redacted_at: Option<i64>,
    pub site_id: Option<i64>,
    pub requester_contact_id: Option<i64>,
}

crate::queries! {
    all client_names() -> (String, String) = "
        SELECT slug, name FROM clients WHERE retired_at IS NULL ORDER BY name_folded COLLATE \"C\", slug COLLATE \"C\"";

    maybe client_id(slug: &str) -> (i64,) = "
        SELECT id FROM clients WHERE slug = $1 AND retired_at IS NULL";

    maybe client_zone(client: ClientId) -> (String,) = "
        SELECT time_zone FROM clients WHERE id = $1";

    maybe provider_zone() -> (String,) = "
        SELECT time_zone FROM provider WHERE id = 1";

    maybe provider_name() -> (String,) = "
        SELECT name FROM provider WHERE id = 1";

    maybe other_supervision(client: ClientId, component: ComponentId) -> (String,) = "
        SELECT other_supervision FROM components WHERE client_id = $1 AND id = $2";

    maybe component(client: ClientId, key: &str) -> (i64,) = "
        SELECT id FROM components WHERE client_id = $1 AND key = $2 AND retired_at IS NULL";

    all sites_of_component(client: ClientId, component: ComponentId) -> (i64, String) = "
        SELECT s.id, s.time_zone FROM component_sites cs
        JOIN sites s ON s.client_id = cs.client_id AND s.id = cs.site_id
        WHERE cs.client_id = $1 AND cs.component_id = $2 AND s.retired_at IS NULL
        ORDER BY s.position, s.id";

    /// The last ones, and what each said when it was done.
    all last_visits(client: ClientId, component: ComponentId, limit: i64) -> VisitRow = "
        SELECT i.id, p.done_at, i.reference, st.name AS technician, t.body AS report, t.redacted_at, i.site_id,
            i.requester_contact_id
        FROM interventions i
        JOIN planned_work p ON p.client_id = i.client_id AND p.intervention_id = i.id
        LEFT JOIN staff st ON st.id = i.technician_id
        LEFT JOIN intervention_events e ON e.client_id = i.client_id AND e.intervention_id = i.id AND e.seq =
            (SELECT MAX(d.seq) FROM intervention_events d
             WHERE d.client_id = i.client_id AND d.intervention_id = i.id AND d.kind = 'done')
        LEFT JOIN texts t ON t.client_id = e.client_id AND t.id = e.text_id
        WHERE i.client_id = $1 AND i.component_id = $2 AND i.state IN ('resolved', 'closed')
            AND p.check_visit = 1 AND p.done_at IS NOT NULL
        ORDER BY p.done_at DESC, i.id DESC LIMIT $3";

    // Calendar programs

    /// Who holds the address, as long as it is a contact of that client.
    maybe holder(token_hash: &str) -> HolderRow = "
        SELECT l.client_id, l.contact_id, c.name, c.language, m.role, m.visibility
        FROM calendar_links l
        JOIN clients k ON k.id = l.client_id AND k.retired_at IS NULL
        JOIN contacts c ON c.id = l.contact_id AND c.retired_at IS NULL
        JOIN memberships m ON m.client_id = l.client_id AND m.contact_id = l.contact_id AND m.retired_at IS NULL
        WHERE l.token_hash = $1 AND l.revoked_at IS NULL";

    all sites_of(client: ClientId, contact: ContactId) -> (i64,) = "
        SELECT site_id FROM membership_sites WHERE client_id = $1 AND contact_id = $2 ORDER BY site_id";

    maybe current(client: ClientId, contact: ContactId) -> (i64,) = "
        SELECT created_at FROM calendar_links
        WHERE client_id = $1 AND contact_id = $2 AND revoked_at IS NULL
        ORDER BY created_at DESC LIMIT 1";

    run keep_link(client: ClientId, contact: ContactId, token_hash: &str, now: i64) = "
        INSERT INTO calendar_links (token_hash, client_id, contact_id, created_at) VALUES ($3, $1, $2, $4)";

    run revoke(client: ClientId, contact: ContactId, now: i64) = "
        UPDATE calendar_links SET revoked_at = $3
        WHERE client_id = $1 AND contact_id = $2 AND revoked_at IS NULL";

    /// When each row changed last, and what the client will notice.
    all details(client: ClientId, from: i64, to: i64) -> FeedRow = "
        SELECT p.intervention_id, p.updated_at, t.body AS impact
        FROM planned_work p
        LEFT JOIN texts t ON t.client_id = p.client_id AND t.id = p.impact_id AND t.redacted_at IS NULL
        WHERE p.client_id = $1 AND p.slot_from >= $2 AND p.slot_from < $3";
}
