//! The ledger's and the boards' statements.

use app::domain::component::ComponentState;
use app::domain::ids::{ClientId, ComponentId, ContactId};
use app::domain::status::{Contribution, Interval};

/// A component before a change.
#[derive(Debug, sqlx::FromRow)]
pub struct ComponentHead {
    pub key: String,
    pub state: String,
    pub state_since: i64,
    pub state_cause: String,
    pub created_at: i64,
    pub retired_at: Option<i64>,
    pub client_slug: String,
    pub client_zone: String,
}

/// An interval of either ledger.
#[derive(Debug, sqlx::FromRow)]
pub struct IntervalRow {
    pub starts_at: i64,
    pub ends_at: Option<i64>,
    pub state: String,
    pub cause: String,
}

/// An interval with the contributor that said it.
#[derive(Debug, sqlx::FromRow)]
pub struct ContributionRow {
    pub contributor: String,
    pub starts_at: i64,
    pub ends_at: Option<i64>,
    pub state: String,
    pub cause: String,
}

impl IntervalRow {
    /// `None` for a state that this program does not know.
    pub fn interval(self) -> Option<Interval> {
        let state = ComponentState::from_code(&self.state)?;
        Some(Interval {
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            state,
            cause: self.cause,
        })
    }
}

impl ContributionRow {
    pub fn contribution(self) -> Option<Contribution> {
        let state = ComponentState::from_code(&self.state)?;
        let interval = Interval {
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            state,
            cause: self.cause,
        };
        Some(Contribution {
            contributor: self.contributor,
            interval,
        })
    }
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
    pub other_supervision: String,
    pub state: String,
    pub state_since: i64,
    pub state_cause: String,
}

#[derive(Debug, sqlx::FromRow)]
pub struct SiteRow {
    pub component_id: i64,
    pub id: i64,
    pub key: String,
    pub name: String,
    pub time_zone: String,
}

#[derive(Debug, sqlx::FromRow)]
pub struct CheckRow {
    pub id: i64,
    pub component_id: i64,
    pub key: String,
    pub kind: String,
    pub vantage: String,
    pub interval_ms: i64,
    pub timeout_ms: i64,
    pub last_at: Option<i64>,
    pub last_ok: Option<i64>,
    pub last_latency_ms: Option<i64>,
}

impl CheckRow {
    /// What people call the probe.
    pub fn display_name(&self) -> &str {
        if self.vantage.is_empty() {
            &self.key
        } else {
            &self.vantage
        }
    }
}

#[derive(Debug, sqlx::FromRow)]
pub struct WatchRow {
    pub component_id: i64,
    pub source_id: i64,
    pub name: String,
    pub watchdog: String,
    pub watchdog_grace_ms: i64,
    pub watchdog_at: Option<i64>,
    pub silent: i64,
}

#[derive(Debug, sqlx::FromRow)]
pub struct OpenRow {
    pub id: i64,
    pub component_id: i64,
    pub reference: String,
    pub state: String,
    pub site_id: Option<i64>,
    pub requester_contact_id: Option<i64>,
    pub debt_open: i64,
}

#[derive(Debug, sqlx::FromRow)]
pub struct RollupRow {
    pub check_id: i64,
    pub starts_at: i64,
    pub results: i64,
    pub failures: i64,
    pub sum_ms: i64,
    pub max_ms: i64,
}

/// A repair of a component, with what decides who sees it.
#[derive(Debug, sqlx::FromRow)]
pub struct RepairRow {
    pub reference: String,
    /// Whether the contact who asks follows it, or is in copy of it.
    pub in_copy: bool,
    pub site_id: Option<i64>,
    pub requester_contact_id: Option<i64>,
    pub declared_at: i64,
    pub resolved_at: Option<i64>,
    pub closed_at: Option<i64>,
}

#[derive(Debug, sqlx::FromRow)]
pub struct HistoryRow {
    pub component_id: i64,
    pub starts_at: i64,
    pub ends_at: Option<i64>,
    pub state: String,
    pub cause: String,
}

impl HistoryRow {
    /// `None` for a state that this program does not know.
    pub fn interval(self) -> Option<Interval> {
        let state = ComponentState::from_code(&self.state)?;
        Some(Interval {
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            state,
            cause: self.cause,
        })
    }
}

#[derive(Debug, sqlx::FromRow)]
pub struct UnmatchedRow {
    pub source: String,
    pub fingerprint: String,
    pub name: String,
    pub summary: String,
    pub labels: String,
    pub unmatched: String,
    pub status: String,
    pub starts_at: i64,
    pub heard_at: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct VisitRow {
    pub component_id: i64,
    pub done_at: i64,
    pub reference: String,
}

crate::queries! {
    maybe component_head(client: ClientId, component: ComponentId) -> ComponentHead = "
        SELECT c.key, c.state, c.state_since, c.state_cause, c.created_at, c.retired_at,
            clients.slug AS client_slug, clients.time_zone AS client_zone
        FROM components c JOIN clients ON clients.id = c.client_id
        WHERE c.client_id = $1 AND c.id = $2";

    run set_component_state(client: ClientId, component: ComponentId, state: &str, since: i64, cause: &str) = "
        UPDATE components SET state = $3, state_since = $4, state_cause = $5
        WHERE client_id = $1 AND id = $2";

    /// In the order of the client's sites, each with its zone.
    all sites_of_component(client: ClientId, component: ComponentId) -> (i64, String) = "
        SELECT s.id, s.time_zone FROM component_sites cs
        JOIN sites s ON s.client_id = cs.client_id AND s.id = cs.site_id
        WHERE cs.client_id = $1 AND cs.component_id = $2
        ORDER BY s.position, s.id";

    maybe contribution_before(client: ClientId, component: ComponentId, contributor: &str, from: i64) -> IntervalRow = "
        SELECT starts_at, ends_at, state, cause FROM source_intervals
        WHERE client_id = $1 AND component_id = $2 AND contributor = $3 AND starts_at < $4
        ORDER BY starts_at DESC LIMIT 1";

    run forget_contributions_from(client: ClientId, component: ComponentId, contributor: &str, from: i64) = "
        DELETE FROM source_intervals
        WHERE client_id = $1 AND component_id = $2 AND contributor = $3 AND starts_at >= $4";

    run keep_contribution(
        client: ClientId, component: ComponentId, contributor: &str, starts_at: i64, ends_at: Option<i64>,
        state: &str, cause: &str, received_at: i64,
    ) = "
        INSERT INTO source_intervals
            (client_id, component_id, contributor, starts_at, ends_at, state, cause, observed_at, received_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $4, $8)
        ON CONFLICT (client_id, component_id, contributor, starts_at)
        DO UPDATE SET ends_at = EXCLUDED.ends_at, state = EXCLUDED.state, cause = EXCLUDED.cause";

    all contributions_from(client: ClientId, component: ComponentId, from: i64) -> ContributionRow = "
        SELECT contributor, starts_at, ends_at, state, cause FROM source_intervals
        WHERE client_id = $1 AND component_id = $2 AND (ends_at IS NULL OR ends_at > $3)
        ORDER BY contributor, starts_at";

    maybe interval_before(client: ClientId, component: ComponentId, from: i64) -> IntervalRow = "
        SELECT starts_at, ends_at, state, cause FROM state_intervals
        WHERE client_id = $1 AND component_id = $2 AND starts_at < $3
        ORDER BY starts_at DESC LIMIT 1";

    run forget_intervals_from(client: ClientId, component: ComponentId, from: i64) = "
        DELETE FROM state_intervals WHERE client_id = $1 AND component_id = $2 AND starts_at >= $3";

    run keep_interval(
        client: ClientId, component: ComponentId, starts_at: i64, ends_at: Option<i64>, state: &str, cause: &str,
    ) = "
        INSERT INTO state_intervals (client_id, component_id, starts_at, ends_at, state, cause)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (client_id, component_id, starts_at)
        DO UPDATE SET ends_at = EXCLUDED.ends_at, state = EXCLUDED.state, cause = EXCLUDED.cause";

    /// By name.
    all clients() -> (i64, String) = "
        SELECT id, slug FROM clients WHERE retired_at IS NULL ORDER BY name_folded COLLATE \"C\", id";

    maybe client(client: ClientId) -> ClientRow = "
        SELECT slug, name, time_zone FROM clients WHERE id = $1 AND retired_at IS NULL";

    /// In board order.
    all components(client: ClientId) -> ComponentRow = "
        SELECT id, key, name, category, other_supervision, state, state_since, state_cause
        FROM components WHERE client_id = $1 AND retired_at IS NULL
        ORDER BY position, name_folded COLLATE \"C\", id";

    all sites_of_components(client: ClientId) -> SiteRow = "
        SELECT cs.component_id, s.id, s.key, s.name, s.time_zone FROM component_sites cs
        JOIN sites s ON s.client_id = cs.client_id AND s.id = cs.site_id
        WHERE cs.client_id = $1 AND s.retired_at IS NULL
        ORDER BY s.position, s.id";

    all dependencies(client: ClientId) -> (i64, i64) = "
        SELECT component_id, parent_id FROM component_dependencies
        WHERE client_id = $1 ORDER BY component_id, parent_id";

    all checks(client: ClientId) -> CheckRow = "
        SELECT id, component_id, key, kind, vantage, interval_ms, timeout_ms, last_at, last_ok, last_latency_ms
        FROM checks WHERE client_id = $1 AND retired_at IS NULL
        ORDER BY component_id, key COLLATE \"C\"";

    all watches(client: ClientId) -> WatchRow = "
        SELECT sc.component_id, s.id AS source_id, s.name, s.watchdog, s.watchdog_grace_ms, s.watchdog_at, s.silent
        FROM source_components sc JOIN sources s ON s.id = sc.source_id
        WHERE sc.client_id = $1 AND s.retired_at IS NULL
        ORDER BY sc.component_id, s.id";

    /// Check-visits that were done since, the latest last.
    all visits(client: ClientId, since: i64) -> VisitRow = "
        SELECT i.component_id, p.done_at, i.reference
        FROM planned_work p
        JOIN interventions i ON i.client_id = p.client_id AND i.id = p.intervention_id
        WHERE p.client_id = $1 AND p.check_visit = 1 AND p.done_at >= $2 AND i.component_id IS NOT NULL
            AND i.state IN ('resolved', 'closed')
        ORDER BY p.done_at";

    /// Newest first.
    all unfinished_interventions(client: ClientId) -> OpenRow = "
        SELECT id, component_id, reference, state, site_id, requester_contact_id, debt_open FROM interventions
        WHERE client_id = $1 AND component_id IS NOT NULL AND (debt_open = 1 OR state IN
            ('awaiting_approval', 'awaiting_quote', 'quote_sent', 'registered', 'in_progress', 'on_hold',
             'temporarily_restored'))
        ORDER BY declared_at DESC, id DESC";

    /// Interventions on faults of that component that were not over by then, oldest first.
    all repairs_of(client: ClientId, component: ComponentId, from: i64, contact: ContactId) -> RepairRow = "
        SELECT reference, site_id, requester_contact_id, declared_at, resolved_at, closed_at,
            EXISTS (SELECT 1 FROM followers f WHERE f.client_id = i.client_id AND f.intervention_id = i.id
                AND f.contact_id = $4) AS in_copy
        FROM interventions i
        WHERE client_id = $1 AND component_id = $2 AND activity = 'fault' AND (closed_at IS NULL OR closed_at >= $3)
        ORDER BY declared_at, id";

    /// Who follows, or is in copy of, what is unfinished on a component.
    all followers_of_unfinished(client: ClientId) -> (i64, i64) = "
        SELECT f.intervention_id, f.contact_id FROM followers f
        JOIN interventions i ON i.client_id = f.client_id AND i.id = f.intervention_id
        WHERE f.client_id = $1 AND i.component_id IS NOT NULL AND (i.debt_open = 1 OR i.state IN
            ('awaiting_approval', 'awaiting_quote', 'quote_sent', 'registered', 'in_progress', 'on_hold',
             'temporarily_restored'))
        ORDER BY f.intervention_id, f.contact_id";

    /// Every interval of every component over a span, without its cause.
    all board_history(client: ClientId, from: i64, to: i64) -> HistoryRow = "
        SELECT component_id, starts_at, ends_at, state, '' AS cause FROM state_intervals
        WHERE client_id = $1 AND starts_at < $3 AND (ends_at IS NULL OR ends_at > $2)
        ORDER BY component_id, starts_at";

    all component_history(client: ClientId, component: ComponentId, from: i64, to: i64) -> IntervalRow = "
        SELECT starts_at, ends_at, state, cause FROM state_intervals
        WHERE client_id = $1 AND component_id = $2 AND starts_at < $4 AND (ends_at IS NULL OR ends_at > $3)
        ORDER BY starts_at";

    /// Failures of every component, and what touches them, over a span.
    all failures(client: ClientId, from: i64, to: i64) -> HistoryRow = "
        SELECT component_id, starts_at, ends_at, state, cause FROM state_intervals
        WHERE client_id = $1 AND starts_at < $3 AND (ends_at IS NULL OR ends_at > $2)
            AND state IN ('degraded', 'partial_outage', 'major_outage')
        ORDER BY component_id, starts_at";

    all latest_contributions(client: ClientId, component: ComponentId) -> ContributionRow = "
        SELECT contributor, starts_at, ends_at, state, cause FROM source_intervals
        WHERE client_id = $1 AND component_id = $2 AND ends_at IS NULL
        ORDER BY contributor";

    maybe about(client: ClientId, component: ComponentId) -> (String, String) = "
        SELECT description, other_supervision FROM components WHERE client_id = $1 AND id = $2";

    all response_minutes(client: ClientId, component: ComponentId, from: i64) -> RollupRow = "
        SELECT r.check_id, r.starts_at, r.results, r.failures, r.sum_ms, r.max_ms
        FROM response_times r JOIN checks c ON c.client_id = r.client_id AND c.id = r.check_id
        WHERE r.client_id = $1 AND c.component_id = $2 AND c.retired_at IS NULL
            AND r.width_ms = 60000 AND r.starts_at >= $3
        ORDER BY r.check_id, r.starts_at";

    /// Firing ones first, then the latest.
    all unmatched_alerts(limit: i64) -> UnmatchedRow = "
        SELECT s.name AS source, a.fingerprint, a.name, a.summary, a.labels, a.unmatched, a.status,
            a.starts_at, a.heard_at
        FROM alerts a JOIN sources s ON s.id = a.source_id
        WHERE a.unmatched <> ''
        ORDER BY CASE WHEN a.status = 'resolved' THEN 1 ELSE 0 END, a.heard_at DESC, a.fingerprint
        LIMIT $1";

    maybe provider_zone() -> (String,) = "SELECT time_zone FROM provider WHERE id = 1";
}
