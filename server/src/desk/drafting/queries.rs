//! Statements of drafts, templates and what publishing writes.

use app::domain::ids::{ClientId, StaffId};

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct StoredDraft {
    pub id: i64,
    pub contract_id: Option<i64>,
    pub number: String,
    pub title: String,
    pub starts_on: String,
    pub ends_on: Option<String>,
    pub renewal: String,
    pub last_notice_on: Option<String>,
    pub terms: String,
    pub revision: i64,
    pub changed_by: String,
    pub updated_at: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct StoredContract {
    pub id: i64,
    pub number: String,
    pub title: String,
}

crate::queries! {
    all templates() -> (String, String) = "
        SELECT key, title FROM contract_templates WHERE retired_at IS NULL
        ORDER BY title COLLATE \"C\", key COLLATE \"C\"";

    maybe template(key: &str) -> (String,) = "
        SELECT terms FROM contract_templates WHERE key = $1 AND retired_at IS NULL";

    all contracts(client: ClientId) -> StoredContract = "
        SELECT id, number, title FROM contracts WHERE client_id = $1 AND retired_at IS NULL
        ORDER BY number COLLATE \"C\"";

    /// Retired ones too: a number is never given twice.
    one number_is_taken(client: ClientId, number: &str) -> (i64,) = "
        SELECT (SELECT COUNT(*) FROM contracts WHERE client_id = $1 AND number = $2)
             + (SELECT COUNT(*) FROM contract_drafts WHERE client_id = $1 AND number = $2)";

    all drafts(client: ClientId) -> StoredDraft = "
        SELECT d.id, d.contract_id, d.number, d.title, d.starts_on, d.ends_on, d.renewal, d.last_notice_on, d.terms,
               d.revision, s.name AS changed_by, d.updated_at
        FROM contract_drafts d JOIN staff s ON s.id = d.updated_by
        WHERE d.client_id = $1 ORDER BY d.number COLLATE \"C\"";

    maybe draft(client: ClientId, id: i64) -> StoredDraft = "
        SELECT d.id, d.contract_id, d.number, d.title, d.starts_on, d.ends_on, d.renewal, d.last_notice_on, d.terms,
               d.revision, s.name AS changed_by, d.updated_at
        FROM contract_drafts d JOIN staff s ON s.id = d.updated_by
        WHERE d.client_id = $1 AND d.id = $2";

    run add_draft(
        client: ClientId, id: i64, contract: Option<i64>, number: &str, title: &str, starts_on: &str,
        ends_on: Option<&str>, renewal: &str, last_notice_on: Option<&str>, terms: &str, staff: StaffId, now: i64
    ) = "
        INSERT INTO contract_drafts (client_id, id, contract_id, number, title, starts_on, ends_on, renewal,
                                     last_notice_on, terms, created_by, created_at, updated_by, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11, $12)";

    /// Touches nothing when somebody was faster.
    run change_draft(
        client: ClientId, id: i64, revision: i64, title: &str, starts_on: &str, ends_on: Option<&str>,
        renewal: &str, last_notice_on: Option<&str>, terms: &str, staff: StaffId, now: i64
    ) = "
        UPDATE contract_drafts SET
            title = $4, starts_on = $5, ends_on = $6, renewal = $7, last_notice_on = $8, terms = $9,
            updated_by = $10, updated_at = $11, revision = revision + 1
        WHERE client_id = $1 AND id = $2 AND revision = $3";

    run remove_draft(client: ClientId, id: i64) = "
        DELETE FROM contract_drafts WHERE client_id = $1 AND id = $2";

    /// The last ones.
    all published(client: ClientId) -> (String,) = "
        SELECT details FROM audit_log WHERE client_id = $1 AND action = 'contract_published'
        ORDER BY at DESC, id DESC LIMIT 50";

    run add_contract(client: ClientId, id: i64, number: &str, title: &str, now: i64) = "
        INSERT INTO contracts (client_id, id, number, title, origin, created_at)
        VALUES ($1, $2, $3, $4, 'desk', $5)";

    /// From now on the desk's: an import does not overwrite it unasked.
    run take_contract(client: ClientId, id: i64, title: &str) = "
        UPDATE contracts SET title = $3, origin = 'desk'
        WHERE client_id = $1 AND id = $2 AND retired_at IS NULL";

    run add_version(
        client: ClientId, id: i64, contract: i64, version: i64, starts_at: i64, ends_at: Option<i64>, renewal: &str,
        last_notice_at: Option<i64>, terms: &str, terms_sha256: &str, now: i64
    ) = "
        INSERT INTO contract_versions (client_id, id, contract_id, version, status, starts_at, ends_at, renewal,
                                       last_notice_at, terms, terms_sha256, created_at)
        VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $8, $9, $10, $11)";
}
