//! What accounts ask the database.

crate::queries! {
    // ------------------------------------------------------------------------------------------ sessions

    /// A live session with its holder. $2: now; $3: the earliest sign of life that still counts.
    maybe live_session(token_hash: &str, now: i64, seen_after: i64) -> SessionRow = "
        SELECT s.id, s.contact_id, s.staff_id, s.client_id, s.seen_at,
               COALESCE(c.name, f.name) AS name,
               COALESCE(c.language, f.language) AS language,
               COALESCE(c.theme, f.theme) AS theme,
               COALESCE(m.role, f.role) AS role,
               m.visibility, k.name AS client_name
        FROM sessions s
        LEFT JOIN contacts c ON c.id = s.contact_id AND c.retired_at IS NULL
        LEFT JOIN staff f ON f.id = s.staff_id AND f.retired_at IS NULL
        LEFT JOIN clients k ON k.id = s.client_id AND k.retired_at IS NULL
        LEFT JOIN memberships m ON m.client_id = k.id AND m.contact_id = c.id AND m.retired_at IS NULL
        WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND s.seen_at > $3
          AND (f.id IS NOT NULL OR m.contact_id IS NOT NULL)";

    all sites_of(client: i64, contact: i64) -> (i64,) = "
        SELECT site_id FROM membership_sites WHERE client_id = $1 AND contact_id = $2 ORDER BY site_id";

    run add_session(id: i64, token_hash: &str, contact: Option<i64>, staff: Option<i64>, client: Option<i64>,
                    user_agent: &str, address: &str, now: i64, expires_at: i64) = "
        INSERT INTO sessions (id, token_hash, contact_id, staff_id, client_id, user_agent, address,
                              created_at, seen_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)";

    run see_session(id: i64, now: i64) = "
        UPDATE sessions SET seen_at = $2 WHERE id = $1 AND ended_at IS NULL AND seen_at < $2";

    run end_session(id: i64, now: i64) = "UPDATE sessions SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";

    /// Live sessions of an account.
    all sessions_of(contact: Option<i64>, staff: Option<i64>, now: i64, seen_after: i64) -> ListedSession = "
        SELECT id, client_id, user_agent, address, created_at, seen_at FROM sessions
        WHERE (contact_id = $1 OR staff_id = $2) AND ended_at IS NULL AND expires_at > $3 AND seen_at > $4
        ORDER BY seen_at DESC, id DESC";

    run show_client(session: i64, client: i64) = "UPDATE sessions SET client_id = $2 WHERE id = $1 AND ended_at IS NULL";

    // --------------------------------------------------------------------------------------------- views

    /// What an administrator's session looks at; a contact that is no longer one is looked at no longer.
    maybe contact_view(session: i64) -> ContactViewRow = "
        SELECT v.client_id, v.contact_id, v.expires_at, c.name, m.role, m.visibility, k.slug, k.name AS client_name
        FROM contact_views v
        JOIN clients k ON k.id = v.client_id AND k.retired_at IS NULL
        JOIN contacts c ON c.id = v.contact_id AND c.retired_at IS NULL
        JOIN memberships m ON m.client_id = k.id AND m.contact_id = c.id AND m.retired_at IS NULL
        WHERE v.session_id = $1";

    /// A contact of that client, whom somebody may look as.
    maybe member(client: &str, contact: i64) -> (i64,) = "
        SELECT k.id FROM clients k
        JOIN memberships m ON m.client_id = k.id AND m.contact_id = $2 AND m.retired_at IS NULL
        JOIN contacts c ON c.id = m.contact_id AND c.retired_at IS NULL
        WHERE k.slug = $1 AND k.retired_at IS NULL";

    run add_view(session: i64, staff: i64, client: i64, contact: i64, address: &str, now: i64, expires_at: i64) = "
        INSERT INTO contact_views (session_id, staff_id, client_id, contact_id, address, started_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";

    maybe stored_view(session: i64) -> StoredView = "
        SELECT session_id, staff_id, client_id, contact_id, expires_at FROM contact_views WHERE session_id = $1";

    all expired_views(now: i64) -> StoredView = "
        SELECT session_id, staff_id, client_id, contact_id, expires_at FROM contact_views
        WHERE expires_at <= $1 ORDER BY expires_at, session_id";

    /// Touches nothing when somebody else ended it.
    run remove_view(session: i64) = "DELETE FROM contact_views WHERE session_id = $1";

    // ------------------------------------------------------------------------------------------ accounts

    /// Whoever signs in with that address. An address stands in one of the two tables; staff goes first.
    all credentials(email: &str) -> Credentials = "
        SELECT CAST(NULL AS BIGINT) AS contact_id, id AS staff_id, password_hash
        FROM staff WHERE email = $1 AND retired_at IS NULL
        UNION ALL
        SELECT id AS contact_id, CAST(NULL AS BIGINT) AS staff_id, password_hash
        FROM contacts WHERE email = $1 AND retired_at IS NULL";

    /// One's own account.
    maybe account(contact: Option<i64>, staff: Option<i64>) -> AccountRow = "
        SELECT name, email, language, theme, password_hash FROM contacts WHERE id = $1 AND retired_at IS NULL
        UNION ALL
        SELECT name, email, language, theme, password_hash FROM staff WHERE id = $2 AND retired_at IS NULL";

    /// The clients of a contact, in order of name.
    all clients_of(contact: i64) -> (i64, String, String) = "
        SELECT k.id, k.slug, k.name FROM memberships m
        JOIN clients k ON k.id = m.client_id AND k.retired_at IS NULL
        WHERE m.contact_id = $1 AND m.retired_at IS NULL
        ORDER BY k.name_folded, k.id";

    run set_contact_password(id: i64, password_hash: &str) = "UPDATE contacts SET password_hash = $2 WHERE id = $1";
    run set_staff_password(id: i64, password_hash: &str) = "UPDATE staff SET password_hash = $2 WHERE id = $1";

    run set_contact_preferences(id: i64, language: &str, theme: &str) = "
        UPDATE contacts SET language = $2, theme = $3 WHERE id = $1";
    run set_staff_preferences(id: i64, language: &str, theme: &str) = "
        UPDATE staff SET language = $2, theme = $3 WHERE id = $1";

    // --------------------------------------------------------------------------------------------- links

    run add_link(token_hash: &str, contact: Option<i64>, staff: Option<i64>, now: i64, expires_at: i64) = "
        INSERT INTO account_links (token_hash, purpose, contact_id, staff_id, created_at, expires_at)
        VALUES ($1, 'activate', $2, $3, $4, $5)";

    run end_links(contact: Option<i64>, staff: Option<i64>, now: i64) = "
        UPDATE account_links SET used_at = $3 WHERE (contact_id = $1 OR staff_id = $2) AND used_at IS NULL";

    /// Whose account a live link opens.
    maybe live_link(token_hash: &str, now: i64) -> LinkRow = "
        SELECT l.contact_id, l.staff_id, COALESCE(c.name, f.name) AS name, COALESCE(c.email, f.email) AS email
        FROM account_links l
        LEFT JOIN contacts c ON c.id = l.contact_id AND c.retired_at IS NULL
        LEFT JOIN staff f ON f.id = l.staff_id AND f.retired_at IS NULL
        WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2
          AND (c.id IS NOT NULL OR f.id IS NOT NULL)";

    run use_link(token_hash: &str, now: i64) = "
        UPDATE account_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2";

    // ------------------------------------------------------------------------------------ demonstration, desk

    one demonstration() -> (i64,) = "SELECT COALESCE(MAX(demo), CAST(0 AS BIGINT)) FROM provider";

    all demo_contacts() -> (String, String, String) = "
        SELECT c.email, c.name, k.name FROM memberships m
        JOIN contacts c ON c.id = m.contact_id AND c.retired_at IS NULL AND c.password_hash IS NOT NULL
        JOIN clients k ON k.id = m.client_id AND k.retired_at IS NULL
        WHERE m.retired_at IS NULL ORDER BY k.name_folded, c.id";

    all demo_staff() -> (String, String, String) = "
        SELECT f.email, f.name, p.name FROM staff f CROSS JOIN provider p
        WHERE f.retired_at IS NULL AND f.password_hash IS NOT NULL ORDER BY f.id";

    maybe provider_zone() -> (String,) = "SELECT time_zone FROM provider";

    /// Everyone who may sign in, for the command line.
    all everyone() -> (String, String, String, i64) = "
        SELECT email, name, 'contact' AS kind, CAST(CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END AS BIGINT)
        FROM contacts WHERE retired_at IS NULL
        UNION ALL
        SELECT email, name, 'staff' AS kind, CAST(CASE WHEN password_hash IS NULL THEN 0 ELSE 1 END AS BIGINT)
        FROM staff WHERE retired_at IS NULL
        ORDER BY 3, 1";
}

#[derive(Debug, sqlx::FromRow)]
pub struct SessionRow {
    pub id: i64,
    pub contact_id: Option<i64>,
    pub staff_id: Option<i64>,
    pub client_id: Option<i64>,
    pub seen_at: i64,
    pub name: String,
    pub language: String,
    pub theme: String,
    pub role: String,
    pub visibility: Option<String>,
    pub client_name: Option<String>,
}

#[derive(Debug, sqlx::FromRow)]
pub struct ListedSession {
    pub id: i64,
    pub client_id: Option<i64>,
    pub user_agent: String,
    pub address: String,
    pub created_at: i64,
    pub seen_at: i64,
}

#[derive(Debug, sqlx::FromRow)]
pub struct Credentials {
    pub contact_id: Option<i64>,
    pub staff_id: Option<i64>,
    pub password_hash: Option<String>,
}

#[derive(Debug, sqlx::FromRow)]
pub struct AccountRow {
    pub name: String,
    pub email: String,
    pub language: String,
    pub theme: String,
    pub password_hash: Option<String>,
}

#[derive(Debug, sqlx::FromRow)]
pub struct LinkRow {
    pub contact_id: Option<i64>,
    pub staff_id: Option<i64>,
    pub name: String,
    pub email: String,
}

/// A contact as an administrator looks at it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ContactViewRow {
    pub client_id: i64,
    pub contact_id: i64,
    pub expires_at: i64,
    pub name: String,
    pub role: String,
    pub visibility: String,
    pub slug: String,
    pub client_name: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct StoredView {
    pub session_id: i64,
    pub staff_id: i64,
    pub client_id: i64,
    pub contact_id: i64,
    pub expires_at: i64,
}
