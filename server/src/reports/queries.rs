//! The context's statements.

use app::domain::ids::{ClientId, StaffId};

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ClientRow {
    pub id: i64,
    pub slug: String,
    pub name: String,
    pub time_zone: String,
    pub created_at: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ComponentRow {
    pub id: i64,
    pub key: String,
    pub name: String,
    pub category: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SiteRow {
    pub id: i64,
    pub key: String,
    pub time_zone: String,
    pub holiday_zone: String,
    pub good_friday: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct IntervalRow {
    pub component_id: i64,
    pub starts_at: i64,
    pub ends_at: Option<i64>,
    pub state: String,
}

/// A clock that was decided, with what its target is read from.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ClockRow {
    pub reference: String,
    pub activity: String,
    pub service_line: Option<String>,
    pub priority: Option<String>,
    pub declared_at: i64,
    pub clock: String,
    pub stopped_at: Option<i64>,
    pub breach_due_at: Option<i64>,
    pub set_aside: String,
    pub version_id: Option<i64>,
    pub verdict: Option<String>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct DebtRow {
    pub reference: String,
    pub component_key: Option<String>,
    pub component_name: Option<String>,
    pub opened_at: i64,
    pub discharged_at: Option<i64>,
    pub discharged_by: Option<String>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct WorkRow {
    pub reference: String,
    pub service_line: Option<String>,
    pub activity: String,
    pub origin: String,
    pub declared_at: i64,
    pub component_key: Option<String>,
    pub component_name: Option<String>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct HappenedRow {
    pub reference: String,
    pub service_line: Option<String>,
    pub component_key: Option<String>,
    pub component_name: Option<String>,
    pub payload: String,
    pub effective_at: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EntryRow {
    pub contract: String,
    pub kind: String,
    pub minutes: i64,
    pub effective_at: i64,
    pub reference: Option<String>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ProviderRow {
    pub name: String,
    pub legal_name: String,
    pub phone_day: String,
    pub email: String,
    pub time_zone: String,
    pub lost_time_band: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ReportRow {
    pub document: String,
    pub published_at: i64,
    pub published_by: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct CorrectionRow {
    pub number: i64,
    pub reason: String,
    pub figures: String,
    pub made_at: i64,
    pub made_by: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ResolveRow {
    pub id: i64,
    pub kind: String,
    pub body: String,
    pub owner: String,
    pub due_on: String,
    pub opened_month: String,
    pub closed_month: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct StandingRow {
    pub client_id: i64,
    pub drafted_at: Option<i64>,
    pub published_at: Option<i64>,
    pub corrections: i64,
}

/// The columns of [`ClockRow`], of the clocks that the rest picks.
macro_rules! clocks {
    ($($rest:literal)+) => {
        concat!(
            "SELECT i.reference, i.activity, i.service_line, i.priority, i.declared_at, c.clock, c.stopped_at,
                c.breach_due_at, c.set_aside, i.contract_version_id AS version_id, v.verdict
            FROM intervention_clocks c
            JOIN interventions i ON i.client_id = c.client_id AND i.id = c.intervention_id
            LEFT JOIN verdicts v ON v.client_id = i.client_id AND v.id = i.verdict_id
            WHERE c.client_id = $1 ",
            $($rest),+,
            " ORDER BY i.declared_at, i.id, c.clock"
        )
    };
}

crate::queries! {
    maybe client(client: ClientId) -> ClientRow = "
        SELECT id, slug, name, time_zone, created_at FROM clients WHERE id = $1";

    maybe client_named(slug: &str) -> ClientRow = "
        SELECT id, slug, name, time_zone, created_at FROM clients WHERE slug = $1 AND retired_at IS NULL";

    all clients() -> ClientRow = "
        SELECT id, slug, name, time_zone, created_at FROM clients WHERE retired_at IS NULL
        ORDER BY name_folded COLLATE \"C\", slug COLLATE \"C\"";

    maybe provider() -> ProviderRow = "
        SELECT name, legal_name, phone_day, email, time_zone, lost_time_band FROM provider WHERE id = 1";

    // What the figures are made of

    /// In board order; those that were retired meanwhile too.
    all components(client: ClientId, from: i64, to: i64) -> ComponentRow = "
        SELECT id, key, name, category FROM components
        WHERE client_id = $1 AND created_at < $3 AND (retired_at IS NULL OR retired_at > $2)
        ORDER BY position, name_folded COLLATE \"C\", id";

    all sites(client: ClientId) -> SiteRow = "
        SELECT id, key, time_zone, holiday_zone, good_friday FROM sites WHERE client_id = $1 ORDER BY position, id";

    all places(client: ClientId) -> (i64, i64) = "
        SELECT component_id, site_id FROM component_sites WHERE client_id = $1 ORDER BY component_id, site_id";

    all intervals(client: ClientId, from: i64, to: i64) -> IntervalRow = "
        SELECT component_id, starts_at, ends_at, state FROM state_intervals
        WHERE client_id = $1 AND starts_at < $3 AND (ends_at IS NULL OR ends_at > $2)
        ORDER BY component_id, starts_at";

    all kept_clocks(client: ClientId, from: i64, to: i64) -> ClockRow =
        clocks!("AND c.stopped_at IS NOT NULL AND c.stopped_at >= $2 AND c.stopped_at < $3 AND c.state = 'met'");

    all broken_clocks(client: ClientId, from: i64, to: i64) -> ClockRow =
        clocks!("AND c.breach_due_at IS NOT NULL AND c.breach_due_at >= $2 AND c.breach_due_at < $3");

    /// Opened before the end, and not discharged before the beginning.
    all debts(client: ClientId, from: i64, to: i64) -> DebtRow = "
        SELECT i.reference, c.key AS component_key, c.name AS component_name, d.opened_at, d.discharged_at,
            d.discharged_by
        FROM workaround_debts d
        JOIN interventions i ON i.client_id = d.client_id AND i.id = d.intervention_id
        LEFT JOIN components c ON c.client_id = d.client_id AND c.id = d.component_id
        WHERE d.client_id = $1 AND d.opened_at < $3 AND (d.discharged_at IS NULL OR d.discharged_at >= $2)
        ORDER BY d.opened_at, d.id";

    /// What the client knows of: no draft, no planned work before it is announced.
    all work(client: ClientId, from: i64, to: i64) -> WorkRow = "
        SELECT i.reference, i.service_line, i.activity, i.origin, i.declared_at, c.key AS component_key,
            c.name AS component_name
        FROM interventions i
        LEFT JOIN components c ON c.client_id = i.client_id AND c.id = i.component_id
        WHERE i.client_id = $1 AND i.declared_at >= $2 AND i.declared_at < $3 AND i.state <> 'draft'
            AND NOT EXISTS (SELECT 1 FROM planned_work p
                WHERE p.client_id = i.client_id AND p.intervention_id = i.id AND p.told_at IS NULL)
        ORDER BY i.declared_at, i.id";

    all happened(client: ClientId, from: i64, to: i64) -> HappenedRow = "
        SELECT i.reference, i.service_line, c.key AS component_key, c.name AS component_name, e.payload, e.effective_at
        FROM intervention_events e
        JOIN interventions i ON i.client_id = e.client_id AND i.id = e.intervention_id
        LEFT JOIN components c ON c.client_id = i.client_id AND c.id = i.component_id
        WHERE e.client_id = $1 AND e.kind IN ('relapsed', 'reopened', 'time_entered')
            AND e.effective_at >= $2 AND e.effective_at < $3
            AND NOT EXISTS (SELECT 1 FROM planned_work p
                WHERE p.client_id = i.client_id AND p.intervention_id = i.id AND p.told_at IS NULL)
        ORDER BY e.effective_at, i.id, e.seq";

    /// What each book held before.
    all opening_balances(client: ClientId, from: i64) -> (String, i64) = "
        SELECT c.number, CAST(SUM(e.minutes) AS BIGINT)
        FROM hour_entries e JOIN contracts c ON c.client_id = e.client_id AND c.id = e.contract_id
        WHERE e.client_id = $1 AND e.effective_at < $2
        GROUP BY c.number ORDER BY c.number";

    all entries(client: ClientId, from: i64, to: i64) -> EntryRow = "
        SELECT c.number AS contract, e.kind, e.minutes, e.effective_at, i.reference
        FROM hour_entries e
        JOIN contracts c ON c.client_id = e.client_id AND c.id = e.contract_id
        LEFT JOIN interventions i ON i.client_id = e.client_id AND i.id = e.intervention_id
        WHERE e.client_id = $1 AND e.effective_at >= $2 AND e.effective_at < $3
        ORDER BY e.effective_at, e.id";

    // What was published

    all published(client: ClientId) -> (String, i64, i64) = "
        SELECT r.month, r.published_at, (SELECT COUNT(*) FROM report_corrections c
            WHERE c.client_id = r.client_id AND c.month = r.month)
        FROM reports r WHERE r.client_id = $1 ORDER BY r.month DESC";

    maybe report(client: ClientId, month: &str) -> ReportRow = "
        SELECT r.document, r.published_at, s.name AS published_by
        FROM reports r JOIN staff s ON s.id = r.published_by
        WHERE r.client_id = $1 AND r.month = $2";

    all corrections(client: ClientId, month: &str) -> CorrectionRow = "
        SELECT c.number, c.reason, c.figures, c.made_at, s.name AS made_by
        FROM report_corrections c JOIN staff s ON s.id = c.made_by
        WHERE c.client_id = $1 AND c.month = $2 ORDER BY c.number";

    /// Where each client's report of a month stands.
    all standings(month: &str) -> StandingRow = "
        SELECT k.id AS client_id, d.written_at AS drafted_at, r.published_at,
            (SELECT COUNT(*) FROM report_corrections c WHERE c.client_id = k.id AND c.month = $1) AS corrections
        FROM clients k
        LEFT JOIN report_drafts d ON d.client_id = k.id AND d.month = $1
        LEFT JOIN reports r ON r.client_id = k.id AND r.month = $1
        WHERE k.retired_at IS NULL";

    // Drafts

    maybe draft(client: ClientId, month: &str) -> (String, i64) = "
        SELECT comments, edition FROM report_drafts WHERE client_id = $1 AND month = $2";

    run begin_draft(client: ClientId, month: &str, comments: &str, staff: StaffId, now: i64) = "
        INSERT INTO report_drafts (client_id, month, comments, written_by, written_at) VALUES ($1, $2, $3, $4, $5)";

    run rewrite_draft(client: ClientId, month: &str, edition: i64, comments: &str, staff: StaffId, now: i64) = "
        UPDATE report_drafts SET comments = $4, written_by = $5, written_at = $6, edition = edition + 1
        WHERE client_id = $1 AND month = $2 AND edition = $3";

    run end_draft(client: ClientId, month: &str) = "
        DELETE FROM report_drafts WHERE client_id = $1 AND month = $2";

    run publish(client: ClientId, month: &str, document: &str, staff: StaffId, now: i64) = "
        INSERT INTO reports (client_id, month, document, published_by, published_at) VALUES ($1, $2, $3, $4, $5)";

    run correct(client: ClientId, month: &str, number: i64, reason: &str, figures: &str, staff: StaffId, now: i64) = "
        INSERT INTO report_corrections (client_id, month, number, reason, figures, made_by, made_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";

    // Decisions and actions

    /// Those that a month's report may list: written down by then.
    all resolves(client: ClientId, month: &str) -> ResolveRow = "
        SELECT id, kind, body, owner, due_on, opened_month, closed_month FROM report_resolves
        WHERE client_id = $1 AND opened_month <= $2 AND (opened_month = $2 OR closed_month = '' OR closed_month >= $2)
        ORDER BY opened_month, id";

    maybe resolve_of(client: ClientId, request: &str) -> (i64,) = "
        SELECT id FROM report_resolves WHERE client_id = $1 AND request_id = $2";

    run keep_resolve(
        client: ClientId, id: i64, kind: &str, body: &str, owner: &str, due_on: &str, month: &str, request: &str,
        staff: StaffId, now: i64
    ) = "
        INSERT INTO report_resolves (client_id, id, kind, body, owner, due_on, opened_month, request_id, written_by, written_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    /// Only what is open, or what this very month closed.
    run close_resolve(client: ClientId, id: i64, month: &str, closed_month: &str) = "
        UPDATE report_resolves SET closed_month = $4
        WHERE client_id = $1 AND id = $2 AND kind = 'action' AND opened_month <= $3
            AND (closed_month = '' OR closed_month = $3)";

    run withdraw_resolve(client: ClientId, id: i64, month: &str) = "
        DELETE FROM report_resolves
        WHERE client_id = $1 AND id = $2 AND opened_month = $3 AND (closed_month = '' OR closed_month = $3)";
}
