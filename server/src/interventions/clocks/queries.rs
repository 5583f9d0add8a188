//! What the clocks are counted from, and where they are kept.

use app::domain::ids::{ClientId, InterventionId};

/// The verdict that counts and the version of the contract that it rests on.
#[derive(Debug, sqlx::FromRow)]
pub struct PromiseRow {
    pub declared_at: i64,
    pub activity: String,
    pub site_id: Option<i64>,
    pub verdict: Option<String>,
    pub terms: Option<String>,
    pub contract: Option<String>,
    pub version: Option<i64>,
}

#[derive(Debug, sqlx::FromRow)]
pub struct PlaceRow {
    pub time_zone: String,
    pub holiday_zone: String,
    pub good_friday: i64,
}

crate::queries! {
    maybe promise_of(client: ClientId, intervention: InterventionId) -> PromiseRow = "
        SELECT i.declared_at, i.activity, i.site_id, v.verdict, cv.terms, c.number AS contract, cv.version
        FROM interventions i
        LEFT JOIN verdicts v ON v.client_id = i.client_id AND v.id = i.verdict_id
        LEFT JOIN contract_versions cv ON cv.client_id = i.client_id AND cv.id = i.contract_version_id
        LEFT JOIN contracts c ON c.client_id = cv.client_id AND c.id = cv.contract_id
        WHERE i.client_id = $1 AND i.id = $2";

    /// Retired or not: what was asked there still counts on its hours.
    maybe site(client: ClientId, site: i64) -> PlaceRow = "
        SELECT time_zone, holiday_zone, good_friday FROM sites WHERE client_id = $1 AND id = $2";

    all sites(client: ClientId) -> PlaceRow = "
        SELECT time_zone, holiday_zone, good_friday FROM sites
        WHERE client_id = $1 AND retired_at IS NULL ORDER BY position, id LIMIT 2";

    maybe zone_of_client(client: ClientId) -> (String,) = "
        SELECT time_zone FROM clients WHERE id = $1";

    one overdue(client: ClientId, intervention: InterventionId, now: i64) -> (i64,) = "
        SELECT COUNT(*) FROM intervention_clocks
        WHERE client_id = $1 AND intervention_id = $2 AND watch_at < $3";

    run forget_clocks(client: ClientId, intervention: InterventionId) = "
        DELETE FROM intervention_clocks WHERE client_id = $1 AND intervention_id = $2";

    run keep_clock(
        client: ClientId, intervention: InterventionId, clock: &str, state: &str, starts_at: Option<i64>,
        due_at: Option<i64>, stopped_at: Option<i64>, breach_due_at: Option<i64>, reclassified: i64, set_aside: &str,
        watch_at: Option<i64>,
    ) = "
        INSERT INTO intervention_clocks (client_id, intervention_id, clock, state, starts_at, due_at, stopped_at,
            breach_due_at, reclassified, set_aside, watch_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

    run keep_place(
        client: ClientId, intervention: InterventionId, queue_rank: i64, queue_at: i64, queue_clock: &str,
        level: &str, chase_at: Option<i64>, closes_at: Option<i64>,
    ) = "
        UPDATE interventions SET queue_rank = $3, queue_at = $4, queue_clock = $5, level = $6,
            chase_at = $7, closes_at = $8, clocked = 1
        WHERE client_id = $1 AND id = $2";

    // Watching: over all clients, the program itself.

    all fallen_due(now: i64, limit: i64) -> (i64, i64) = "
        SELECT client_id, intervention_id FROM intervention_clocks
        WHERE watch_at < $1 ORDER BY watch_at LIMIT $2";

    all to_close(now: i64, limit: i64) -> (i64, i64) = "
        SELECT client_id, id FROM interventions WHERE closes_at <= $1 ORDER BY closes_at LIMIT $2";

    all unclocked(after: i64, limit: i64) -> (i64, i64) = "
        SELECT client_id, id FROM interventions WHERE clocked = 0 AND id > $1 ORDER BY id LIMIT $2";
}
