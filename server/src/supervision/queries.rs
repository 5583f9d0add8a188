//! The statements of ingest and of silence.

use app::domain::component::ComponentState;
use app::domain::ids::{CheckId, ClientId, ComponentId, SourceId, TokenId};
use app::domain::status::Episode;
use app::domain::time::EpochMs;

/// How many repeat intervals a firing alert may go unheard.
pub const STALE_REPEATS: i64 = 3;

#[derive(Debug, sqlx::FromRow)]
pub struct TokenRow {
    pub id: i64,
    pub source_id: i64,
    pub kind: String,
    pub watchdog: String,
}

#[derive(Debug, sqlx::FromRow)]
pub struct RuleRow {
    pub matchers: String,
    pub client_id: i64,
    pub component_id: i64,
    pub state: Option<String>,
}

/// An alert as it is kept.
#[derive(Debug, sqlx::FromRow)]
pub struct AlertRow {
    pub starts_at: i64,
    pub ends_at: Option<i64>,
    pub status: String,
    pub client_id: Option<i64>,
    pub component_id: Option<i64>,
    pub state: String,
    pub name: String,
    pub summary: String,
    pub received_at: i64,
    pub heard_at: i64,
    pub repeat_interval_ms: i64,
}

/// A component that a source watches.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct WatchedRow {
    pub source_id: i64,
    pub client_id: i64,
    pub component_id: i64,
    pub created_at: i64,
}

/// A contribution of a check or a source that is no more.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct LeftoverRow {
    pub client_id: i64,
    pub component_id: i64,
    pub contributor: String,
    pub starts_at: i64,
    pub retired_at: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct UnheardRow {
    pub client_id: i64,
    pub id: i64,
    pub component_id: i64,
    pub heard_at: i64,
}

/// A check that this node may look at now.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct DueRow {
    pub client_id: i64,
    pub id: i64,
    pub component_id: i64,
    pub kind: String,
    pub target: String,
    pub expectation: String,
    pub interval_ms: i64,
    pub timeout_ms: i64,
    pub confirm_down: i64,
    pub confirm_up: i64,
    pub confirm_every_ms: i64,
}

impl AlertRow {
    pub fn is_open(&self) -> bool {
        self.status != "resolved"
    }

    pub fn component(&self) -> Option<(ClientId, ComponentId)> {
        Some((ClientId(self.client_id?), ComponentId(self.component_id?)))
    }

    /// One that says it starts in the future counts from when it came.
    pub fn began_at(&self) -> EpochMs {
        self.starts_at.min(self.received_at)
    }

    pub fn stale_at(&self) -> EpochMs {
        self.heard_at
            .saturating_add(self.repeat_interval_ms.saturating_mul(STALE_REPEATS))
    }

    pub fn episode(self) -> Episode {
        Episode {
            starts_at: self.began_at(),
            ends_at: self.ends_at,
            stale_at: (self.status == "stale").then(|| self.stale_at()),
            state: ComponentState::from_code(&self.state).unwrap_or(ComponentState::Unknown),
            name: self.name,
            summary: self.summary,
        }
    }
}

crate::queries! {
    maybe token(hash: &str) -> TokenRow = "
        SELECT t.id, t.source_id, s.kind, s.watchdog
        FROM tokens t JOIN sources s ON s.id = t.source_id
        WHERE t.hash = $1 AND t.kind = 'ingest' AND t.revoked_at IS NULL AND s.retired_at IS NULL";

    /// What both the token and its source may write to.
    all clients_of_token(token: TokenId) -> (i64, String) = "
        SELECT c.id, c.slug FROM tokens t
        JOIN sources s ON s.id = t.source_id
        JOIN clients c ON c.retired_at IS NULL
        WHERE t.id = $1
            AND (s.all_clients = 1 OR EXISTS (
                SELECT 1 FROM source_clients sc WHERE sc.source_id = s.id AND sc.client_id = c.id))
            AND (t.all_clients = 1 OR EXISTS (
                SELECT 1 FROM token_clients tc WHERE tc.token_id = t.id AND tc.client_id = c.id))
        ORDER BY c.id";

    all rules(source: SourceId) -> RuleRow = "
        SELECT r.matchers, r.client_id, r.component_id, r.state FROM matching_rules r
        JOIN components c ON c.client_id = r.client_id AND c.id = r.component_id
        WHERE r.source_id = $1 AND c.retired_at IS NULL
        ORDER BY r.position, r.id";

    maybe component_by_key(client: ClientId, key: &str) -> (i64,) = "
        SELECT id FROM components WHERE client_id = $1 AND key = $2 AND retired_at IS NULL";

    maybe client_by_slug(slug: &str) -> (i64,) = "SELECT id FROM clients WHERE slug = $1";

    run note_heard(source: SourceId, now: i64) = "UPDATE sources SET heard_at = $2 WHERE id = $1";

    run note_used(token: TokenId, now: i64, before: i64) = "
        UPDATE tokens SET used_at = $2 WHERE id = $1 AND (used_at IS NULL OR used_at < $3)";

    run note_watchdog(source: SourceId, now: i64) = "UPDATE sources SET watchdog_at = $2 WHERE id = $1";

    run watch(source: SourceId, client: ClientId, component: ComponentId) = "
        INSERT INTO source_components (source_id, client_id, component_id) VALUES ($1, $2, $3)
        ON CONFLICT (source_id, client_id, component_id) DO NOTHING";

    /// The fingerprint's episodes that one starting then may touch: open ones, its own, later ones.
    all episodes(source: SourceId, fingerprint: &str, starts_at: i64) -> AlertRow = "
        SELECT a.starts_at, a.ends_at, a.status, a.client_id, a.component_id, a.state,
            a.name, a.summary, a.received_at, a.heard_at, s.repeat_interval_ms
        FROM alerts a JOIN sources s ON s.id = a.source_id
        WHERE a.source_id = $1 AND a.fingerprint = $2 AND (a.starts_at >= $3 OR a.status <> 'resolved')
        ORDER BY a.starts_at";

    /// What a source says of a component from an instant on.
    all alerts_of_component(source: SourceId, client: ClientId, component: ComponentId, from: i64) -> AlertRow = "
        SELECT a.starts_at, a.ends_at, a.status, a.client_id, a.component_id, a.state,
            a.name, a.summary, a.received_at, a.heard_at, s.repeat_interval_ms
        FROM alerts a JOIN sources s ON s.id = a.source_id
        WHERE a.source_id = $1 AND a.client_id = $2 AND a.component_id = $3
            AND (a.ends_at IS NULL OR a.ends_at > $4)
            AND a.state IN ('degraded', 'partial_outage', 'major_outage')
        ORDER BY a.starts_at, a.fingerprint";

    run keep_alert(
        source: SourceId, fingerprint: &str, starts_at: i64, status: &str, ends_at: Option<i64>,
        client: Option<ClientId>, component: Option<ComponentId>, state: &str, name: &str, summary: &str,
        labels: &str, url: &str, unmatched: &str, now: i64,
    ) = "
        INSERT INTO alerts (source_id, fingerprint, starts_at, status, ends_at, client_id, component_id, state,
            name, summary, labels, url, unmatched, received_at, heard_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)";

    run match_alert(
        source: SourceId, fingerprint: &str, starts_at: i64, client: ClientId, component: ComponentId, state: &str,
    ) = "
        UPDATE alerts SET client_id = $4, component_id = $5, state = $6, unmatched = ''
        WHERE source_id = $1 AND fingerprint = $2 AND starts_at = $3";

    /// Repeated: it still fires.
    run hear_episode(source: SourceId, fingerprint: &str, starts_at: i64, now: i64, summary: &str) = "
        UPDATE alerts SET status = 'firing', heard_at = $4, summary = $5
        WHERE source_id = $1 AND fingerprint = $2 AND starts_at = $3";

    run reopen_episode(source: SourceId, fingerprint: &str, starts_at: i64, now: i64) = "
        UPDATE alerts SET status = 'firing', ends_at = NULL, heard_at = $4
        WHERE source_id = $1 AND fingerprint = $2 AND starts_at = $3";

    /// Its source says that it ended.
    run resolve_episode(source: SourceId, fingerprint: &str, starts_at: i64, ends_at: i64, now: i64) = "
        UPDATE alerts SET status = 'resolved', ends_at = $4, heard_at = $5
        WHERE source_id = $1 AND fingerprint = $2 AND starts_at = $3";

    /// A newer episode says that this one is over.
    run end_episode(source: SourceId, fingerprint: &str, starts_at: i64, ends_at: i64) = "
        UPDATE alerts SET status = 'resolved', ends_at = $4
        WHERE source_id = $1 AND fingerprint = $2 AND starts_at = $3";

    /// Firing, and unheard for too long.
    all gone_stale(now: i64, repeats: i64) -> (i64, String, i64) = "
        SELECT a.source_id, a.fingerprint, a.starts_at FROM alerts a JOIN sources s ON s.id = a.source_id
        WHERE a.unmatched IN ('', 'no_client', 'no_component', 'not_allowed') AND a.status = 'firing'
            AND a.heard_at < $1 - s.repeat_interval_ms * $2
        ORDER BY a.source_id, a.fingerprint, a.starts_at LIMIT 500";

    run make_stale(source: SourceId, fingerprint: &str, starts_at: i64) = "
        UPDATE alerts SET status = 'stale'
        WHERE source_id = $1 AND fingerprint = $2 AND starts_at = $3 AND status = 'firing'";

    /// With the last sign of life: sources whose watchdog is overdue.
    all gone_silent(now: i64) -> (i64, i64) = "
        SELECT id, COALESCE(watchdog_at, created_at) FROM sources
        WHERE retired_at IS NULL AND watchdog <> '' AND silent = 0
            AND COALESCE(watchdog_at, created_at) + watchdog_grace_ms < $1
        ORDER BY id";

    /// Silent no more, or no longer expected to speak.
    all heard_again(now: i64) -> (i64,) = "
        SELECT id FROM sources
        WHERE silent = 1 AND (retired_at IS NOT NULL OR watchdog = ''
            OR COALESCE(watchdog_at, created_at) + watchdog_grace_ms >= $1)
        ORDER BY id";

    run set_silent(source: SourceId, silent: i64) = "UPDATE sources SET silent = $2 WHERE id = $1";

    maybe silence_of(source: SourceId) -> (i64, i64, i64) = "
        SELECT silent, COALESCE(watchdog_at, created_at), watchdog_grace_ms FROM sources WHERE id = $1";

    all watched_by(source: SourceId) -> WatchedRow = "
        SELECT sc.source_id, sc.client_id, sc.component_id, c.created_at FROM source_components sc
        JOIN components c ON c.client_id = sc.client_id AND c.id = sc.component_id
        WHERE sc.source_id = $1 AND c.retired_at IS NULL
        ORDER BY sc.client_id, sc.component_id";

    /// What the silence of a source makes unknown.
    all made_unknown_by(source: SourceId) -> WatchedRow = "
        SELECT sc.source_id, sc.client_id, sc.component_id, c.created_at FROM source_components sc
        JOIN components c ON c.client_id = sc.client_id AND c.id = sc.component_id
        JOIN source_intervals i
            ON i.client_id = sc.client_id AND i.component_id = sc.component_id
            AND i.contributor = 'watchdog:' || CAST(sc.source_id AS TEXT) AND i.ends_at IS NULL
        WHERE sc.source_id = $1
        ORDER BY sc.client_id, sc.component_id";

    /// When what a source's alerts now say of a component began.
    maybe last_word(source: SourceId, client: ClientId, component: ComponentId) -> (i64,) = "
        SELECT starts_at FROM source_intervals
        WHERE client_id = $2 AND component_id = $3 AND contributor = 'source:' || CAST(CAST($1 AS BIGINT) AS TEXT)
            AND ends_at IS NULL";

    /// Whether a component waits for the first word of a source that has no watchdog.
    maybe awaits_first_word(source: SourceId, client: ClientId, component: ComponentId) -> (i64,) = "
        SELECT i.starts_at FROM sources s
        JOIN source_intervals i
            ON i.client_id = $2 AND i.component_id = $3
            AND i.contributor = 'watchdog:' || CAST(s.id AS TEXT) AND i.ends_at IS NULL
        WHERE s.id = $1 AND s.watchdog = ''";

    /// Watched by a source that shows signs of life and has said nothing of them: it would have.
    all never_mentioned() -> WatchedRow = "
        SELECT sc.source_id, sc.client_id, sc.component_id, c.created_at FROM source_components sc
        JOIN sources s ON s.id = sc.source_id
        JOIN components c ON c.client_id = sc.client_id AND c.id = sc.component_id
        WHERE s.retired_at IS NULL AND c.retired_at IS NULL
            AND s.watchdog <> '' AND s.watchdog_at IS NOT NULL AND s.silent = 0
            AND NOT EXISTS (
                SELECT 1 FROM source_intervals i
                WHERE i.client_id = sc.client_id AND i.component_id = sc.component_id
                    AND i.contributor = 'source:' || CAST(sc.source_id AS TEXT) AND i.ends_at IS NULL)
        ORDER BY sc.client_id, sc.component_id LIMIT 500";

    /// Watched since by a source that is silent.
    all newly_unheard() -> WatchedRow = "
        SELECT sc.source_id, sc.client_id, sc.component_id, c.created_at FROM source_components sc
        JOIN sources s ON s.id = sc.source_id
        JOIN components c ON c.client_id = sc.client_id AND c.id = sc.component_id
        WHERE s.retired_at IS NULL AND c.retired_at IS NULL AND s.silent = 1
            AND NOT EXISTS (
                SELECT 1 FROM source_intervals i
                WHERE i.client_id = sc.client_id AND i.component_id = sc.component_id
                    AND i.contributor = 'watchdog:' || CAST(sc.source_id AS TEXT) AND i.ends_at IS NULL)
        ORDER BY sc.client_id, sc.component_id LIMIT 500";

    /// What retired checks, retired sources and unwatched components still say.
    all leftovers(now: i64) -> LeftoverRow = "
        SELECT i.client_id, i.component_id, i.contributor, i.starts_at, k.retired_at
        FROM checks k JOIN source_intervals i
            ON i.client_id = k.client_id AND i.component_id = k.component_id
            AND i.contributor = 'check:' || CAST(k.id AS TEXT) AND i.ends_at IS NULL
        WHERE k.retired_at IS NOT NULL
        UNION ALL
        SELECT i.client_id, i.component_id, i.contributor, i.starts_at, COALESCE(s.retired_at, $1)
        FROM sources s JOIN source_intervals i
            ON i.contributor IN ('source:' || CAST(s.id AS TEXT), 'watchdog:' || CAST(s.id AS TEXT))
            AND i.ends_at IS NULL
        WHERE s.retired_at IS NOT NULL OR NOT EXISTS (
            SELECT 1 FROM source_components sc
            WHERE sc.source_id = s.id AND sc.client_id = i.client_id AND sc.component_id = i.component_id)
        ORDER BY 1, 2, 3 LIMIT 500";

    /// Probes without a result for their grace time that do not say so yet.
    all unheard_checks(now: i64, unheard: &str) -> UnheardRow = "
        SELECT client_id, id, component_id, COALESCE(last_at, created_at) AS heard_at FROM checks
        WHERE retired_at IS NULL AND memory <> $2
            AND COALESCE(last_at, created_at) + 3 * interval_ms + timeout_ms < $1
        ORDER BY client_id, id LIMIT 500";

    run forget_memory(client: ClientId, check: CheckId, heard_at: i64, unheard: &str) = "
        UPDATE checks SET memory = $4
        WHERE client_id = $1 AND id = $2 AND COALESCE(last_at, created_at) = $3 AND memory <> $4";

    /// When the next check is due that nobody has leased.
    one next_due(now: i64) -> (Option<i64>,) = "
        SELECT MIN(due_at) FROM checks WHERE retired_at IS NULL AND leased_until < $1";

    /// Leases up to `room` due checks until their timeout and a margin have passed. Asked again of each row
    /// as it is updated: of two nodes, one gets it.
    all lease_due(now: i64, room: i64, margin_ms: i64, node: &str) -> DueRow = "
        UPDATE checks SET leased_until = $1 + timeout_ms + $3, leased_by = $4
        WHERE leased_until < $1 AND (client_id, id) IN (
            SELECT client_id, id FROM checks
            WHERE retired_at IS NULL AND due_at <= $1 AND leased_until < $1
            ORDER BY due_at, id LIMIT $2)
        RETURNING client_id, id, component_id, kind, target, expectation, interval_ms, timeout_ms,
            confirm_down, confirm_up, confirm_every_ms";

    maybe memory_of(client: ClientId, check: CheckId) -> (String, Option<i64>) = "
        SELECT memory, last_at FROM checks WHERE client_id = $1 AND id = $2 AND retired_at IS NULL";

    run note_result(
        client: ClientId, check: CheckId, memory: &str, at: i64, ok: i64, latency_ms: i64, message: &str, due_at: i64,
    ) = "
        UPDATE checks SET memory = $3, last_at = $4, last_ok = $5, last_latency_ms = $6, last_message = $7,
            due_at = $8, leased_until = 0, leased_by = ''
        WHERE client_id = $1 AND id = $2";

    /// One more result; its time counts when it succeeded.
    run add_response_time(
        client: ClientId, check: CheckId, width_ms: i64, starts_at: i64, failures: i64, latency_ms: i64,
    ) = "
        INSERT INTO response_times (client_id, check_id, width_ms, starts_at, results, failures, sum_ms, min_ms, max_ms)
        VALUES ($1, $2, $3, $4, 1, $5, $6, $6, $6)
        ON CONFLICT (client_id, check_id, width_ms, starts_at) DO UPDATE SET
            results = response_times.results + 1,
            failures = response_times.failures + excluded.failures,
            sum_ms = response_times.sum_ms + excluded.sum_ms,
            min_ms = CASE WHEN excluded.failures = 1 THEN response_times.min_ms
                WHEN response_times.results = response_times.failures OR excluded.min_ms < response_times.min_ms
                THEN excluded.min_ms ELSE response_times.min_ms END,
            max_ms = CASE WHEN excluded.max_ms > response_times.max_ms THEN excluded.max_ms
                ELSE response_times.max_ms END";

    run prune_response_times(width_ms: i64, before: i64) = "
        DELETE FROM response_times WHERE width_ms = $1 AND starts_at < $2";
}
