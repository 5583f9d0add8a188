//! The context's statements.

use app::domain::ids::{
    ClientId, ComponentId, ContactId, FileId, InterventionId, StaffId, VerdictId,
};

use super::stored::EventRow;

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ClientCard {
    pub id: i64,
    pub slug: String,
    pub code: String,
    pub name: String,
    pub time_zone: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct SiteRow {
    pub id: i64,
    pub key: String,
    pub name: String,
    pub time_zone: String,
    pub holiday_zone: String,
    pub good_friday: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ComponentRow {
    pub id: i64,
    pub key: String,
    pub name: String,
    pub category: String,
    pub state: String,
    pub supervised: bool,
}

/// What decides who sees an intervention, and what a message about it says.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct HeadRow {
    pub id: i64,
    pub client_id: i64,
    pub reference: String,
    pub site_id: Option<i64>,
    pub requester_contact_id: Option<i64>,
    pub client_slug: String,
    pub component_key: Option<String>,
    /// Planned work that the client was never told of.
    pub is_untold: bool,
}

/// One line of a list, whoever reads it.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ListedRow {
    pub id: i64,
    pub client_id: i64,
    pub client_slug: String,
    pub client_name: String,
    pub reference: String,
    pub title: String,
    pub state: String,
    pub hold_reason: String,
    pub activity: String,
    pub service_line: Option<String>,
    pub origin: String,
    pub component_id: Option<i64>,
    pub component_key: Option<String>,
    pub component_name: Option<String>,
    pub category: String,
    pub site_id: Option<i64>,
    pub site_name: Option<String>,
    pub time_zone: String,
    pub priority: Option<String>,
    pub requester_contact_id: Option<i64>,
    pub requester: Option<String>,
    pub technician_id: Option<i64>,
    pub technician: Option<String>,
    pub callback_phone: String,
    pub declared_at: i64,
    pub debt_open: i64,
    pub version: i64,
    pub news_kind: String,
    pub news_at: i64,
    pub lead_id: Option<i64>,
    pub slot_from: Option<i64>,
    pub slot_to: Option<i64>,
    pub slot_accepted: Option<i64>,
    /// Planned work that the client was never told of.
    pub is_untold: bool,
    pub queue_rank: i64,
    pub queue_at: i64,
    pub queue_clock: String,
    pub level: String,
    pub chase_at: Option<i64>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EntryRow {
    pub seq: i64,
    pub actor_kind: String,
    pub actor_name: Option<String>,
    pub to_state: String,
    pub act: Option<String>,
    pub payload: String,
    pub body: Option<String>,
    pub redacted_at: Option<i64>,
    pub effective_at: i64,
    pub recorded_at: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct DebtRow {
    pub opened_at: i64,
    pub relapses: i64,
    pub discharged_at: Option<i64>,
    pub discharged_by: Option<String>,
    pub review_at: Option<i64>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FileRow {
    pub id: i64,
    pub name: String,
    pub size: i64,
    pub redacted_at: Option<i64>,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct VerdictRow {
    pub verdict: String,
    pub decided_at: i64,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct AnswerRow {
    pub label: String,
    pub label_en: String,
    pub kind: String,
    pub body: String,
    pub redacted_at: Option<i64>,
}

/// The columns of [`ListedRow`]. The last news is the last event that a client may know of.
macro_rules! listed {
    ($($rest:literal)+) => {
        concat!(
            "SELECT i.id, i.client_id, cl.slug AS client_slug, cl.name AS client_name, i.reference,
                title.body AS title, i.state, i.hold_reason, i.activity, i.service_line, i.origin,
                i.component_id, c.key AS component_key, c.name AS component_name, i.category,
                i.site_id, s.name AS site_name, COALESCE(s.time_zone, cl.time_zone) AS time_zone,
                i.priority, i.requester_contact_id, asker.name AS requester,
                i.technician_id, st.name AS technician, i.callback_phone, i.declared_at, i.debt_open, i.version,
                i.queue_rank, i.queue_at, i.queue_clock, i.level, i.chase_at,
                (SELECT e.kind FROM intervention_events e
                 WHERE e.client_id = i.client_id AND e.intervention_id = i.id AND e.kind NOT IN ('noted_internally', 'redacted_internally')
                 ORDER BY e.seq DESC LIMIT 1) AS news_kind,
                (SELECT e.recorded_at FROM intervention_events e
                 WHERE e.client_id = i.client_id AND e.intervention_id = i.id AND e.kind NOT IN ('noted_internally', 'redacted_internally')
                 ORDER BY e.seq DESC LIMIT 1) AS news_at,
                i.lead_id, p.slot_from, p.slot_to, p.accepted AS slot_accepted,
                (p.slot_from IS NOT NULL AND p.told_at IS NULL) AS is_untold
            FROM interventions i
            JOIN clients cl ON cl.id = i.client_id
            JOIN texts title ON title.client_id = i.client_id AND title.id = i.title_id
            LEFT JOIN components c ON c.client_id = i.client_id AND c.id = i.component_id
            LEFT JOIN sites s ON s.client_id = i.client_id AND s.id = i.site_id
            LEFT JOIN contacts asker ON asker.id = i.requester_contact_id
            LEFT JOIN staff st ON st.id = i.technician_id
            LEFT JOIN planned_work p ON p.client_id = i.client_id AND p.intervention_id = i.id ",
            $($rest),+
        )
    };
}

/// What a component's row needs to say whether something watches it.
macro_rules! components {
    ($($rest:literal)+) => {
        concat!(
            "SELECT c.id, c.key, c.name, c.category, c.state,
                (c.other_supervision <> 'none'
                 OR EXISTS (SELECT 1 FROM checks k
                    WHERE k.client_id = c.client_id AND k.component_id = c.id AND k.retired_at IS NULL)
                 OR EXISTS (SELECT 1 FROM source_components w
                    WHERE w.client_id = c.client_id AND w.component_id = c.id)) AS supervised
            FROM components c ",
            $($rest),+
        )
    };
}

crate::queries! {
    maybe client_card(client: ClientId) -> ClientCard = "
        SELECT id, slug, code, name, time_zone FROM clients WHERE id = $1";

    all sites_of(client: ClientId) -> SiteRow = "
        SELECT id, key, name, time_zone, holiday_zone, good_friday FROM sites
        WHERE client_id = $1 AND retired_at IS NULL ORDER BY position, id";

    all components_of(client: ClientId) -> ComponentRow = components!("
        WHERE c.client_id = $1 AND c.retired_at IS NULL ORDER BY c.position, c.id");

    all component_sites_of(client: ClientId) -> (i64, i64) = "
        SELECT component_id, site_id FROM component_sites WHERE client_id = $1 ORDER BY component_id, site_id";

    maybe contact_phone(contact: ContactId) -> (String,) = "
        SELECT phone FROM contacts WHERE id = $1";

    maybe component_state(client: ClientId, component: ComponentId) -> (String, i64) = "
        SELECT state, state_since FROM components WHERE client_id = $1 AND id = $2";

    // Opening

    maybe by_request_id(client: ClientId, request_id: &str) -> (String, Option<i64>) = "
        SELECT reference, requester_contact_id FROM interventions WHERE client_id = $1 AND request_id = $2";

    one next_number(client: ClientId, year: i64) -> (i64,) = "
        INSERT INTO reference_counters (client_id, year, last) VALUES ($1, $2, 1)
        ON CONFLICT (client_id, year) DO UPDATE SET last = reference_counters.last + 1
        RETURNING last";

    run keep_text(client: ClientId, id: i64, body: &str, internal: i64) = "
        INSERT INTO texts (client_id, id, body, internal) VALUES ($1, $2, $3, $4)";

    run keep_intervention(
        client: ClientId, id: InterventionId, reference: &str, state: &str, activity: &str,
        service_line: Option<&str>, origin: &str, title_id: i64, component_id: Option<i64>, site_id: Option<i64>,
        category: &str, impact: Option<i64>, urgency: Option<i64>, priority: Option<&str>,
        requester: Option<i64>, callback_phone: &str, contract_version_id: Option<i64>, verdict: VerdictId,
        request_id: &str, declared_at: i64, recorded_at: i64, version: i64,
    ) = "
        INSERT INTO interventions (client_id, id, reference, state, activity, service_line, origin, title_id,
            component_id, site_id, category, impact, urgency, priority, requester_contact_id, callback_phone,
            contract_version_id, verdict_id, request_id, declared_at, recorded_at, updated_at, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $21, $22)";

    run keep_verdict(
        client: ClientId, id: VerdictId, intervention: InterventionId, contract_version_id: Option<i64>,
        outcome: &str, verdict: &str, input_sha256: &str, decided_at: i64,
    ) = "
        INSERT INTO verdicts (client_id, id, intervention_id, contract_version_id, outcome, verdict, input_sha256, decided_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    run adopt_verdict(client: ClientId, intervention: InterventionId, verdict: VerdictId, contract_version_id: Option<i64>) = "
        UPDATE interventions SET verdict_id = $3, contract_version_id = $4 WHERE client_id = $1 AND id = $2";

    run keep_event(
        client: ClientId, intervention: InterventionId, seq: i64, kind: &str, actor_kind: &str, actor_id: Option<i64>,
        from_state: Option<&str>, to_state: &str, act: Option<&str>, payload: &str, text_id: Option<i64>,
        effective_at: i64, recorded_at: i64,
    ) = "
        INSERT INTO intervention_events (client_id, intervention_id, seq, kind, actor_kind, actor_id, from_state,
            to_state, act, payload, text_id, effective_at, recorded_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

    /// What the hours spent on it are debited by: its site, the contract, its terms, the verdict that counts.
    maybe hour_terms(client: ClientId, intervention: InterventionId) -> (Option<i64>, i64, String, String) = "
        SELECT i.site_id, cv.contract_id, cv.terms, v.verdict
        FROM interventions i
        JOIN verdicts v ON v.client_id = i.client_id AND v.id = i.verdict_id
        JOIN contract_versions cv ON cv.client_id = i.client_id AND cv.id = i.contract_version_id
        WHERE i.client_id = $1 AND i.id = $2";

    // Approving

    /// Who approves by its role.
    all approvers(client: ClientId) -> (i64, String) = "
        SELECT c.id, c.name FROM memberships m JOIN contacts c ON c.id = m.contact_id
        WHERE m.client_id = $1 AND m.role IN ('approver', 'client_admin')
            AND m.retired_at IS NULL AND c.retired_at IS NULL
        ORDER BY c.name COLLATE \"C\", c.id";

    maybe role_of(client: ClientId, contact: ContactId) -> (String,) = "
        SELECT role FROM memberships WHERE client_id = $1 AND contact_id = $2 AND retired_at IS NULL";

    /// Whether somebody who approves is replaced by that contact now.
    one stands_in(client: ClientId, contact: ContactId, now: i64) -> (bool,) = "
        SELECT EXISTS (SELECT 1 FROM stand_ins s
            JOIN memberships m ON m.client_id = s.client_id AND m.contact_id = s.approver_id
            WHERE s.client_id = $1 AND s.contact_id = $2 AND s.starts_at <= $3 AND s.ends_at > $3
                AND s.ended_at IS NULL AND m.retired_at IS NULL AND m.role IN ('approver', 'client_admin'))";
    run keep_catalogue_request(client: ClientId, intervention: InterventionId, item: &str, title: &str, title_en: &str) = "
        INSERT INTO catalogue_requests (client_id, intervention_id, item, title, title_en)
        VALUES ($1, $2, $3, $4, $5)";

    run keep_answer(
        client: ClientId, intervention: InterventionId, position: i64, field: &str, label: &str, label_en: &str,
        kind: &str, text_id: i64,
    ) = "
        INSERT INTO catalogue_answers (client_id, intervention_id, position, field, label, label_en, kind, text_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    // Acting

    all events_of(client: ClientId, intervention: InterventionId) -> EventRow = "
        SELECT seq, actor_kind, actor_id, payload, effective_at, recorded_at FROM intervention_events
        WHERE client_id = $1 AND intervention_id = $2 ORDER BY seq";

    run restate(
        client: ClientId, id: InterventionId, state: &str, activity: &str, service_line: Option<&str>,
        component_id: Option<i64>, site_id: Option<i64>, category: &str, impact: Option<i64>, urgency: Option<i64>,
        priority: Option<&str>, technician: Option<StaffId>, debt_open: i64, held_from: &str, hold_reason: &str,
        started_at: Option<i64>, restored_at: Option<i64>, resolved_at: Option<i64>, closed_at: Option<i64>,
        updated_at: i64, version: i64,
    ) = "
        UPDATE interventions SET state = $3, activity = $4, service_line = $5, component_id = $6, site_id = $7,
            category = $8, impact = $9, urgency = $10, priority = $11, technician_id = $12, debt_open = $13,
            held_from = $14, hold_reason = $15, started_at = $16, restored_at = $17, resolved_at = $18,
            closed_at = $19, updated_at = $20, version = $21
        WHERE client_id = $1 AND id = $2";

    run keep_follower(client: ClientId, intervention: InterventionId, contact: ContactId, since: i64) = "
        INSERT INTO followers (client_id, intervention_id, contact_id, since) VALUES ($1, $2, $3, $4)
        ON CONFLICT (client_id, intervention_id, contact_id) DO NOTHING";

    run forget_follower(client: ClientId, intervention: InterventionId, contact: ContactId) = "
        DELETE FROM followers WHERE client_id = $1 AND intervention_id = $2 AND contact_id = $3";

    all followers_of(client: ClientId, intervention: InterventionId) -> (i64,) = "
        SELECT contact_id FROM followers WHERE client_id = $1 AND intervention_id = $2 ORDER BY contact_id";

    one is_followed(client: ClientId, intervention: InterventionId, contact: ContactId) -> (bool,) = "
        SELECT EXISTS (SELECT 1 FROM followers WHERE client_id = $1 AND intervention_id = $2 AND contact_id = $3)";

    all followed_by(client: ClientId, contact: ContactId) -> (i64,) = "
        SELECT intervention_id FROM followers WHERE client_id = $1 AND contact_id = $2";

    // Reading

    maybe head_of(client: ClientId, reference: &str) -> HeadRow = "
        SELECT i.id, i.client_id, i.reference, i.site_id, i.requester_contact_id, cl.slug AS client_slug,
            c.key AS component_key, (p.slot_from IS NOT NULL AND p.told_at IS NULL) AS is_untold
        FROM interventions i
        JOIN clients cl ON cl.id = i.client_id
        LEFT JOIN components c ON c.client_id = i.client_id AND c.id = i.component_id
        LEFT JOIN planned_work p ON p.client_id = i.client_id AND p.intervention_id = i.id
        WHERE i.client_id = $1 AND i.reference = $2";

    maybe head_anywhere(reference: &str) -> HeadRow = "
        SELECT i.id, i.client_id, i.reference, i.site_id, i.requester_contact_id, cl.slug AS client_slug,
            c.key AS component_key, (p.slot_from IS NOT NULL AND p.told_at IS NULL) AS is_untold
        FROM interventions i
        JOIN clients cl ON cl.id = i.client_id
        LEFT JOIN components c ON c.client_id = i.client_id AND c.id = i.component_id
        LEFT JOIN planned_work p ON p.client_id = i.client_id AND p.intervention_id = i.id
        WHERE i.reference = $1";

    maybe head_by_id(client: ClientId, id: InterventionId) -> HeadRow = "
        SELECT i.id, i.client_id, i.reference, i.site_id, i.requester_contact_id, cl.slug AS client_slug,
            c.key AS component_key, (p.slot_from IS NOT NULL AND p.told_at IS NULL) AS is_untold
        FROM interventions i
        JOIN clients cl ON cl.id = i.client_id
        LEFT JOIN components c ON c.client_id = i.client_id AND c.id = i.component_id
        LEFT JOIN planned_work p ON p.client_id = i.client_id AND p.intervention_id = i.id
        WHERE i.client_id = $1 AND i.id = $2";

    maybe reference_of(client: ClientId, id: InterventionId) -> (String,) = "
        SELECT reference FROM interventions WHERE client_id = $1 AND id = $2";

    all open_of_client(client: ClientId) -> ListedRow = listed!("
        WHERE i.client_id = $1 AND i.state NOT IN ('closed', 'rejected', 'cancelled', 'transferred', 'draft')
        ORDER BY i.declared_at DESC, i.id DESC");

    /// Work to come is not a report: neither planned nor announced.
    all open_on_component(client: ClientId, component: ComponentId) -> ListedRow = listed!("
        WHERE i.client_id = $1 AND i.component_id = $2 AND i.state NOT IN
            ('resolved', 'closed', 'rejected', 'cancelled', 'transferred', 'draft', 'planned', 'announced')
        ORDER BY i.declared_at DESC, i.id DESC");

    /// Preventive work whose slot touches a span, of one client. A slot is no longer than $4.
    all planned_of_client(client: ClientId, from: i64, to: i64, longest: i64, untold_too: i64, limit: i64) -> ListedRow = listed!("
        WHERE i.client_id = $1 AND i.id IN (SELECT w.intervention_id FROM planned_work w
                WHERE w.client_id = $1 AND w.slot_from < $3 AND w.slot_from >= $2 - $4 AND w.slot_to > $2)
            AND ($5 = 1 OR p.told_at IS NOT NULL)
        ORDER BY p.slot_from, i.id LIMIT $6");

    /// The same, of every client.
    all planned_of_all(from: i64, to: i64, longest: i64, limit: i64) -> ListedRow = listed!("
        WHERE (i.client_id, i.id) IN (SELECT w.client_id, w.intervention_id FROM planned_work w
                WHERE w.slot_from < $2 AND w.slot_from >= $1 - $3 AND w.slot_to > $1)
        ORDER BY p.slot_from, i.id LIMIT $4");

    all planned_on_component(client: ClientId, component: ComponentId) -> ListedRow = listed!("
        WHERE i.client_id = $1 AND i.component_id = $2 AND i.activity = 'prevention' AND p.slot_from IS NOT NULL
            AND i.state IN ('planned', 'announced', 'in_progress', 'on_hold')
        ORDER BY p.slot_from, i.id");

    maybe listed_one(client: ClientId, id: InterventionId) -> ListedRow = listed!("
        WHERE i.client_id = $1 AND i.id = $2");

    all timeline_for_client(client: ClientId, intervention: InterventionId) -> EntryRow = "
        SELECT e.seq, e.actor_kind, COALESCE(c.name, st.name) AS actor_name, e.to_state, e.act, e.payload,
            t.body, t.redacted_at, e.effective_at, e.recorded_at
        FROM intervention_events e
        LEFT JOIN texts t ON t.client_id = e.client_id AND t.id = e.text_id AND t.internal = 0
        LEFT JOIN contacts c ON e.actor_kind = 'contact' AND c.id = e.actor_id
        LEFT JOIN staff st ON e.actor_kind = 'staff' AND st.id = e.actor_id
        WHERE e.client_id = $1 AND e.intervention_id = $2 AND e.kind NOT IN ('noted_internally', 'redacted_internally')
        ORDER BY e.seq";

    all timeline_for_staff(client: ClientId, intervention: InterventionId) -> EntryRow = "
        SELECT e.seq, e.actor_kind, COALESCE(c.name, st.name) AS actor_name, e.to_state, e.act, e.payload,
            t.body, t.redacted_at, e.effective_at, e.recorded_at
        FROM intervention_events e
        LEFT JOIN texts t ON t.client_id = e.client_id AND t.id = e.text_id
        LEFT JOIN contacts c ON e.actor_kind = 'contact' AND c.id = e.actor_id
        LEFT JOIN staff st ON e.actor_kind = 'staff' AND st.id = e.actor_id
        WHERE e.client_id = $1 AND e.intervention_id = $2
        ORDER BY e.seq";

    /// Everybody who ever worked here.
    all staff_names() -> (i64, String) = "SELECT id, name FROM staff";

    maybe last_verdict(client: ClientId, intervention: InterventionId) -> VerdictRow = "
        SELECT verdict, decided_at FROM verdicts
        WHERE client_id = $1 AND intervention_id = $2 ORDER BY decided_at DESC, id DESC LIMIT 1";

    maybe catalogue_request(client: ClientId, intervention: InterventionId) -> (String, String, String) = "
        SELECT item, title, title_en FROM catalogue_requests WHERE client_id = $1 AND intervention_id = $2";

    all answers_of(client: ClientId, intervention: InterventionId) -> AnswerRow = "
        SELECT a.label, a.label_en, a.kind, t.body, t.redacted_at
        FROM catalogue_answers a
        JOIN texts t ON t.client_id = a.client_id AND t.id = a.text_id
        WHERE a.client_id = $1 AND a.intervention_id = $2 ORDER BY a.position";

    maybe last_debt(client: ClientId, intervention: InterventionId) -> DebtRow = "
        SELECT d.opened_at, d.relapses, d.discharged_at, d.discharged_by, d.review_at FROM debt_shares s
        JOIN workaround_debts d ON d.client_id = s.client_id AND d.id = s.debt_id
        WHERE s.client_id = $1 AND s.intervention_id = $2 ORDER BY d.opened_at DESC, d.id DESC LIMIT 1";

    /// How many of the client's people say so: who asked, who follows by themselves, on it and on those gathered under it.
    one reporters(client: ClientId, id: InterventionId, but: ContactId) -> (i64,) = "
        SELECT COUNT(*) FROM (
            SELECT requester_contact_id AS who FROM interventions
                WHERE client_id = $1 AND id = $2 AND requester_contact_id IS NOT NULL
            UNION SELECT requester_contact_id FROM interventions
                WHERE client_id = $1 AND lead_id = $2 AND requester_contact_id IS NOT NULL
            UNION SELECT contact_id FROM followers
                WHERE client_id = $1 AND intervention_id = $2 AND added_by = 'self') said
        WHERE said.who <> $3";

    /// Open faults that another may follow: the nearest component and site first, then the latest.
    all candidates(client: ClientId, id: InterventionId, component: i64, site: i64) -> ListedRow = listed!("
        WHERE i.client_id = $1 AND i.id <> $2 AND i.activity = 'fault' AND i.lead_id IS NULL
            AND i.state IN ('registered', 'in_progress', 'on_hold', 'temporarily_restored')
        ORDER BY CASE WHEN i.component_id = $3 THEN 0 WHEN i.site_id = $4 THEN 1 ELSE 2 END, i.declared_at DESC, i.id DESC
        LIMIT 50");

    /// What waits at the desk: by what breaches next. Empty words and zero are any; ranks are those of
    /// `clocks::RUNNING` and after it.
    all queue(
        client: &str, state: &str, technician: i64, service: &str, priority: &str, level: &str,
        first_rank: i64, last_rank: i64, due_before: i64, chase_before: i64,
        after_rank: i64, after_at: i64, after_id: i64, limit: i64,
    ) -> ListedRow = listed!("
        WHERE i.queue_rank >= $7 AND i.queue_rank <= $8
            AND ($1 = '' OR cl.slug = $1)
            AND ($2 = '' OR i.state = $2)
            AND (CAST($3 AS BIGINT) = 0 OR i.technician_id = $3)
            AND ($4 = '' OR i.service_line = $4)
            AND ($5 = '' OR i.priority = $5)
            AND ($6 = '' OR i.level = $6)
            AND (CAST($9 AS BIGINT) = 0 OR i.queue_rank = 1 OR (i.queue_rank = 0 AND i.queue_at < $9))
            AND (CAST($10 AS BIGINT) = 0 OR i.chase_at <= $10)
            AND (i.queue_rank, i.queue_at, i.id) > ($11, $12, $13)
        ORDER BY i.queue_rank, i.queue_at, i.id
        LIMIT $14");

    // Finding

    all latest(before: i64, limit: i64) -> ListedRow = listed!("
        WHERE i.id < $1 AND i.state <> 'draft' ORDER BY i.id DESC LIMIT $2");

    all latest_of_client(client: ClientId, before: i64, limit: i64) -> ListedRow = listed!("
        WHERE i.client_id = $1 AND i.id < $2 AND i.state <> 'draft' ORDER BY i.id DESC LIMIT $3");

    all holding(stems: &str, before: i64, limit: i64) -> ListedRow = listed!("
        WHERE i.id IN (SELECT rowid FROM search_all WHERE search_all MATCH $1 AND rowid < $2
            ORDER BY rowid DESC LIMIT $3)
        ORDER BY i.id DESC"),
        postgres: listed!("
        WHERE i.id IN (SELECT d.intervention_id FROM search_documents d
            WHERE d.all_vector @@ CAST(REPLACE($1, ' ', ' & ') AS TSQUERY) AND d.intervention_id < $2
            ORDER BY d.intervention_id DESC LIMIT $3)
        ORDER BY i.id DESC");

    // Files

    one files_held(client: ClientId, intervention: InterventionId) -> (i64, i64) = "
        SELECT (SELECT COUNT(*) FROM files WHERE client_id = $1 AND intervention_id = $2),
            (SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM files WHERE client_id = $1 AND redacted_at IS NULL)";

    run keep_file(
        client: ClientId, id: FileId, intervention: InterventionId, name: &str, media_type: &str, size: i64,
        sha256: &str, created_at: i64,
    ) = "
        INSERT INTO files (client_id, id, intervention_id, name, media_type, size, sha256, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    all files_of(client: ClientId, intervention: InterventionId) -> FileRow = "
        SELECT id, name, size, redacted_at FROM files
        WHERE client_id = $1 AND intervention_id = $2 ORDER BY id";

    /// Name and content of each that is still there.
    all contents_of(client: ClientId, intervention: InterventionId) -> (String, String) = "
        SELECT name, sha256 FROM files
        WHERE client_id = $1 AND intervention_id = $2 AND redacted_at IS NULL ORDER BY id";

    /// With its client and the reference of its intervention.
    maybe file(id: FileId) -> (i64, String, String, String, String) = "
        SELECT f.client_id, i.reference, f.name, f.media_type, f.sha256 FROM files f
        JOIN interventions i ON i.client_id = f.client_id AND i.id = f.intervention_id
        WHERE f.id = $1 AND f.redacted_at IS NULL";

    // Erasing.

    /// What was asked for: the title, the answers to what the catalogue asks, what planned work changes, for whom. Not what
    /// was erased already.
    all asked(client: ClientId, intervention: InterventionId) -> (i64, String) = "
        SELECT t.id, t.body FROM interventions i
        JOIN texts t ON t.client_id = i.client_id AND t.id = i.title_id
        WHERE i.client_id = $1 AND i.id = $2 AND t.redacted_at IS NULL
        UNION ALL
        SELECT t.id, t.body FROM catalogue_answers a
        JOIN texts t ON t.client_id = a.client_id AND t.id = a.text_id
        WHERE a.client_id = $1 AND a.intervention_id = $2 AND t.redacted_at IS NULL
        UNION ALL
        SELECT t.id, t.body FROM planned_work p
        JOIN texts t ON t.client_id = p.client_id AND t.id = p.impact_id
        WHERE p.client_id = $1 AND p.intervention_id = $2 AND t.redacted_at IS NULL
        UNION ALL
        SELECT t.id, t.body FROM beneficiaries b
        JOIN texts t ON t.client_id = b.client_id AND t.id IN (b.name_id, b.phone_id, b.room_id)
        WHERE b.client_id = $1 AND b.intervention_id = $2 AND t.redacted_at IS NULL";

    maybe text_at(client: ClientId, intervention: InterventionId, seq: i64) -> (i64, String) = "
        SELECT t.id, t.body FROM intervention_events e
        JOIN texts t ON t.client_id = e.client_id AND t.id = e.text_id
        WHERE e.client_id = $1 AND e.intervention_id = $2 AND e.seq = $3 AND t.redacted_at IS NULL";

    /// Events of that intervention beside which the same was written.
    all same_text(client: ClientId, intervention: InterventionId, body: &str) -> (i64,) = "
        SELECT e.seq FROM intervention_events e
        JOIN texts t ON t.client_id = e.client_id AND t.id = e.text_id
        WHERE e.client_id = $1 AND e.intervention_id = $2 AND t.redacted_at IS NULL AND t.body = $3
        ORDER BY e.seq";

    maybe same_title(client: ClientId, intervention: InterventionId, body: &str) -> (i64,) = "
        SELECT t.id FROM interventions i
        JOIN texts t ON t.client_id = i.client_id AND t.id = i.title_id
        WHERE i.client_id = $1 AND i.id = $2 AND t.redacted_at IS NULL AND t.body = $3";

    run erase_text(client: ClientId, id: i64, now: i64) = "
        UPDATE texts SET body = '', redacted_at = $3 WHERE client_id = $1 AND id = $2 AND redacted_at IS NULL";

    /// A request that follows another shows that one's words: they are stored once.
    all sharing_text(client: ClientId, text: i64) -> (i64,) = "
        SELECT DISTINCT intervention_id FROM intervention_events WHERE client_id = $1 AND text_id = $2";

    /// The note beside hours given back is the answer that gave them.
    run erase_note(client: ClientId, intervention: InterventionId, body: &str) = "
        UPDATE hour_entries SET note = '' WHERE client_id = $1 AND intervention_id = $2 AND note = $3";

    run erase_phone(client: ClientId, intervention: InterventionId) = "
        UPDATE interventions SET callback_phone = '' WHERE client_id = $1 AND id = $2";

    /// Forms that were refused, with what was typed: those about that intervention, of whoever it is.
    run forget_drafts_about(reference: &str) = "
        DELETE FROM drafts WHERE fields LIKE '%' || $1 || '%'";

    maybe file_of(client: ClientId, intervention: InterventionId, file: FileId) -> (String, String) = "
        SELECT name, sha256 FROM files
        WHERE client_id = $1 AND intervention_id = $2 AND id = $3 AND redacted_at IS NULL";

    run erase_file(client: ClientId, file: FileId, now: i64) = "
        UPDATE files SET name = '', redacted_at = $3 WHERE client_id = $1 AND id = $2 AND redacted_at IS NULL";

    /// Erased, and their bytes are there still.
    all bytes_to_forget(limit: i64) -> (i64, i64, String) = "
        SELECT client_id, id, sha256 FROM files
        WHERE redacted_at IS NOT NULL AND sha256 <> '' ORDER BY id LIMIT $1";

    run bytes_forgotten(client: ClientId, file: FileId) = "
        UPDATE files SET sha256 = '' WHERE client_id = $1 AND id = $2 AND redacted_at IS NOT NULL";

    /// Whether other files of the client have the same content.
    maybe same_content(client: ClientId, sha256: &str) -> (i64,) = "
        SELECT id FROM files WHERE client_id = $1 AND sha256 = $2 AND redacted_at IS NULL LIMIT 1";
}
