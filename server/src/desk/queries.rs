//! The desk's own statements.

use app::domain::ids::{ClientId, InterventionId};

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ClientCountRow {
    pub slug: String,
    pub name: String,
    pub code: String,
    pub sites: i64,
    pub components: i64,
    pub open_interventions: i64,
    pub open_debts: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ContactRow {
    pub id: i64,
    pub name: String,
    pub email: String,
    pub phone: String,
    pub role: String,
}

crate::queries! {
    all client_names() -> (String, String) = "
        SELECT slug, name FROM clients WHERE retired_at IS NULL ORDER BY name_folded COLLATE \"C\", slug COLLATE \"C\"";

    maybe client_id(slug: &str) -> (i64, Option<i64>) = "
        SELECT id, head_count FROM clients WHERE slug = $1 AND retired_at IS NULL";

    all clients_with_counts() -> ClientCountRow = "
        SELECT cl.slug, cl.name, cl.code,
            (SELECT COUNT(*) FROM sites s WHERE s.client_id = cl.id AND s.retired_at IS NULL) AS sites,
            (SELECT COUNT(*) FROM components c WHERE c.client_id = cl.id AND c.retired_at IS NULL) AS components,
            (SELECT COUNT(*) FROM interventions i WHERE i.client_id = cl.id AND i.state NOT IN
                ('resolved', 'closed', 'rejected', 'cancelled', 'transferred', 'draft', 'planned',
                 'announced')) AS open_interventions,
            (SELECT COUNT(*) FROM workaround_debts d
                WHERE d.client_id = cl.id AND d.discharged_at IS NULL) AS open_debts
        FROM clients cl WHERE cl.retired_at IS NULL
        ORDER BY cl.name_folded COLLATE \"C\", cl.slug COLLATE \"C\"";

    all contacts_of(client: ClientId) -> ContactRow = "
        SELECT c.id, c.name, c.email, c.phone, m.role
        FROM memberships m JOIN contacts c ON c.id = m.contact_id
        WHERE m.client_id = $1 AND m.retired_at IS NULL AND c.retired_at IS NULL
        ORDER BY c.name COLLATE \"C\", c.id";

    maybe provider_zone() -> (String,) = "
        SELECT time_zone FROM provider WHERE id = 1";

    /// Who works here, by name.
    all colleagues() -> (i64, String) = "
        SELECT id, name FROM staff WHERE retired_at IS NULL ORDER BY name COLLATE \"C\", id";

    maybe technician_of(client: ClientId, intervention: InterventionId) -> (Option<i64>,) = "
        SELECT technician_id FROM interventions WHERE client_id = $1 AND id = $2";

    maybe phone_of(contact: i64) -> (String,) = "
        SELECT phone FROM contacts WHERE id = $1";
}
