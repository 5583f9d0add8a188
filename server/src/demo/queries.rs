//! What the demonstration asks the database for itself.

/// What kind of provider the database holds.
#[derive(Debug, sqlx::FromRow)]
pub struct ProviderKind {
    /// 1: a demonstration's.
    pub demo: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ComponentRow {
    pub client_id: i64,
    pub slug: String,
    pub id: i64,
    pub key: String,
    /// Its probe, when it has one.
    pub check_id: Option<i64>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct PersonRow {
    pub id: i64,
    pub email: String,
    pub name: String,
    pub client_id: Option<i64>,
}

#[derive(Debug, sqlx::FromRow)]
pub struct OpenRow {
    pub reference: String,
    pub version: i64,
}

crate::queries! {
    maybe provider_kind() -> ProviderKind = "SELECT demo FROM provider WHERE id = 1";

    run give_contacts_password(hash: &str) = "UPDATE contacts SET password_hash = $1 WHERE password_hash IS NULL";

    run give_staff_password(hash: &str) = "UPDATE staff SET password_hash = $1 WHERE password_hash IS NULL";

    /// The past ends now: no silence lies between it and the first look.
    run heard_until(now: i64) = "UPDATE checks SET last_at = $1 WHERE last_at IS NULL";

    /// Every component, with one of its probes.
    all components() -> ComponentRow = "
        SELECT c.client_id, k.slug, c.id, c.key,
               (SELECT MIN(p.id) FROM checks p WHERE p.client_id = c.client_id AND p.component_id = c.id
                AND p.retired_at IS NULL) AS check_id
        FROM components c JOIN clients k ON k.id = c.client_id
        WHERE c.retired_at IS NULL ORDER BY c.client_id, c.id";

    all contacts() -> PersonRow = "
        SELECT c.id, c.email, c.name, m.client_id
        FROM contacts c JOIN memberships m ON m.contact_id = c.id ORDER BY c.id";

    all staff() -> PersonRow = "
        SELECT id, email, name, CAST(NULL AS BIGINT) AS client_id FROM staff ORDER BY id";

    /// The repair under way on a component.
    maybe repair_of(client_id: i64, component_id: i64) -> OpenRow = "
        SELECT reference, version FROM interventions
        WHERE client_id = $1 AND component_id = $2 AND activity = 'fault'
          AND state NOT IN ('closed', 'cancelled', 'rejected', 'transferred')
        ORDER BY declared_at DESC, id DESC LIMIT 1";

    maybe by_reference(reference: &str) -> OpenRow = "
        SELECT reference, version FROM interventions WHERE reference = $1";
}
