//! What an import reads and writes.

use super::rows::{
    CheckRow, ClientRow, ComponentRow, ContactRow, ContractRow, LinkRow, MembershipRow,
    ProviderRow, RuleRow, SiteRow, SourceRow, StaffRow, TemplateRow, VersionRow,
};

crate::queries! {
    maybe provider() -> ProviderRow = "
        SELECT name, legal_name, legal_mentions, logo_svg, phone_day, phone_day_hours, phone_on_call, email,
               time_zone, lost_time_band, demo, origin
        FROM provider";

    all staff() -> StaffRow = "
        SELECT id, email, name, role, language, origin, retired_at FROM staff";

    all clients() -> ClientRow = "
        SELECT id, slug, code, name, time_zone, head_count, origin, retired_at FROM clients";

    all contacts() -> ContactRow = "
        SELECT id, email, name, phone, language, origin, retired_at FROM contacts";

    /// Clients that still count each contact among theirs.
    all belonging() -> LinkRow = "
        SELECT contact_id AS from_id, client_id AS to_id FROM memberships WHERE retired_at IS NULL";

    all sources() -> SourceRow = "
        SELECT id, key, name, all_clients, watchdog, watchdog_grace_ms, repeat_interval_ms, origin,
               retired_at
        FROM sources";

    all source_clients() -> LinkRow = "
        SELECT source_id AS from_id, client_id AS to_id FROM source_clients";

    all rules() -> RuleRow = "
        SELECT id, source_id, key, position, matchers, client_id, component_id, state, origin
        FROM matching_rules";

    all templates() -> TemplateRow = "
        SELECT key, title, terms, origin, retired_at FROM contract_templates";

    all sites(client_id: i64) -> SiteRow = "
        SELECT id, key, name, city, time_zone, holiday_zone, good_friday, position, origin, retired_at
        FROM sites WHERE client_id = $1";

    all memberships(client_id: i64) -> MembershipRow = "
        SELECT contact_id, role, visibility, origin, retired_at FROM memberships WHERE client_id = $1";

    all membership_sites(client_id: i64) -> LinkRow = "
        SELECT contact_id AS from_id, site_id AS to_id FROM membership_sites WHERE client_id = $1";

    all components(client_id: i64) -> ComponentRow = "
        SELECT id, key, name, description, category, position, other_supervision, origin, retired_at
        FROM components WHERE client_id = $1";

    all component_sites(client_id: i64) -> LinkRow = "
        SELECT component_id AS from_id, site_id AS to_id FROM component_sites WHERE client_id = $1";

    all dependencies(client_id: i64) -> LinkRow = "
        SELECT component_id AS from_id, parent_id AS to_id
        FROM component_dependencies WHERE client_id = $1";

    all watchers(client_id: i64) -> LinkRow = "
        SELECT component_id AS from_id, source_id AS to_id
        FROM source_components WHERE client_id = $1";

    all checks(client_id: i64) -> CheckRow = "
        SELECT id, component_id, key, kind, target, expectation, interval_ms, timeout_ms, confirm_down,
               confirm_up, confirm_every_ms, vantage, origin, retired_at
        FROM checks WHERE client_id = $1";

    all contracts(client_id: i64) -> ContractRow = "
        SELECT id, number, title, origin, retired_at FROM contracts WHERE client_id = $1";

    all versions(client_id: i64) -> VersionRow = "
        SELECT id, contract_id, version, status, starts_at, ends_at, renewal, last_notice_at, terms,
               terms_sha256
        FROM contract_versions WHERE client_id = $1";

    run put_provider(
        name: &str, legal_name: &str, legal_mentions: &str, logo_svg: &str, phone_day: &str,
        phone_day_hours: &str, phone_on_call: &str, email: &str, time_zone: &str, lost_time_band: i64, demo: i64, now: i64
    ) = "
        INSERT INTO provider (id, name, legal_name, legal_mentions, logo_svg, phone_day, phone_day_hours,
                              phone_on_call, email, time_zone, lost_time_band, demo, origin, updated_at)
        VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'import', $12)
        ON CONFLICT (id) DO UPDATE SET
            name = excluded.name, legal_name = excluded.legal_name,
            legal_mentions = excluded.legal_mentions, logo_svg = excluded.logo_svg,
            phone_day = excluded.phone_day, phone_day_hours = excluded.phone_day_hours,
            phone_on_call = excluded.phone_on_call, email = excluded.email,
            time_zone = excluded.time_zone, lost_time_band = excluded.lost_time_band,
            demo = excluded.demo, origin = 'import',
            updated_at = excluded.updated_at";

    run put_staff(id: i64, email: &str, name: &str, role: &str, language: &str, now: i64, retired_at: Option<i64>) = "
        INSERT INTO staff (id, email, name, role, language, origin, created_at, retired_at)
        VALUES ($1, $2, $3, $4, $5, 'import', $6, $7)
        ON CONFLICT (id) DO UPDATE SET
            name = excluded.name, role = excluded.role, origin = 'import', retired_at = excluded.retired_at";

    run put_client(
        id: i64, slug: &str, code: &str, name: &str, name_folded: &str, time_zone: &str,
        head_count: Option<i64>, now: i64, retired_at: Option<i64>
    ) = "
        INSERT INTO clients (id, slug, code, name, name_folded, time_zone, head_count, origin, created_at, retired_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'import', $8, $9)
        ON CONFLICT (id) DO UPDATE SET
            code = excluded.code, name = excluded.name, name_folded = excluded.name_folded,
            time_zone = excluded.time_zone, head_count = excluded.head_count, origin = 'import',
            retired_at = excluded.retired_at";

    run put_site(
        client_id: i64, id: i64, key: &str, name: &str, city: &str, time_zone: &str, holiday_zone: &str,
        good_friday: i64, position: i64, now: i64, retired_at: Option<i64>
    ) = "
        INSERT INTO sites (client_id, id, key, name, city, time_zone, holiday_zone, good_friday, position,
                           origin, created_at, retired_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'import', $10, $11)
        ON CONFLICT (client_id, id) DO UPDATE SET
            name = excluded.name, city = excluded.city, time_zone = excluded.time_zone,
            holiday_zone = excluded.holiday_zone, good_friday = excluded.good_friday,
            position = excluded.position, origin = 'import', retired_at = excluded.retired_at";

    run put_contact(
        id: i64, email: &str, name: &str, phone: &str, language: &str, now: i64, retired_at: Option<i64>
    ) = "
        INSERT INTO contacts (id, email, name, phone, language, origin, created_at, retired_at)
        VALUES ($1, $2, $3, $4, $5, 'import', $6, $7)
        ON CONFLICT (id) DO UPDATE SET
            name = excluded.name, phone = excluded.phone, origin = 'import', retired_at = excluded.retired_at";

    run put_membership(
        client_id: i64, contact_id: i64, role: &str, visibility: &str, now: i64, retired_at: Option<i64>
    ) = "
        INSERT INTO memberships (client_id, contact_id, role, visibility, origin, created_at, retired_at)
        VALUES ($1, $2, $3, $4, 'import', $5, $6)
        ON CONFLICT (client_id, contact_id) DO UPDATE SET
            role = excluded.role, visibility = excluded.visibility, origin = 'import',
            retired_at = excluded.retired_at";

    run put_component(
        client_id: i64, id: i64, key: &str, name: &str, name_folded: &str, description: &str,
        category: &str, position: i64, other_supervision: &str, now: i64, retired_at: Option<i64>
    ) = "
        INSERT INTO components (client_id, id, key, name, name_folded, description, category, position,
                                other_supervision, state_since, origin, created_at, retired_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'import', $10, $11)
        ON CONFLICT (client_id, id) DO UPDATE SET
            name = excluded.name, name_folded = excluded.name_folded, description = excluded.description,
            category = excluded.category, position = excluded.position,
            other_supervision = excluded.other_supervision, version = components.version + 1,
            origin = 'import', retired_at = excluded.retired_at";

    run put_check(
        client_id: i64, id: i64, component_id: i64, key: &str, kind: &str, target: &str,
        expectation: &str, interval_ms: i64, timeout_ms: i64, confirm_down: i64, confirm_up: i64,
        confirm_every_ms: i64, vantage: &str, now: i64, retired_at: Option<i64>
    ) = "
        INSERT INTO checks (client_id, id, component_id, key, kind, target, expectation, interval_ms,
                            timeout_ms, confirm_down, confirm_up, confirm_every_ms, vantage, due_at,
                            origin, created_at, retired_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'import', $14, $15)
        ON CONFLICT (client_id, id) DO UPDATE SET
            kind = excluded.kind, target = excluded.target, expectation = excluded.expectation,
            interval_ms = excluded.interval_ms, timeout_ms = excluded.timeout_ms,
            confirm_down = excluded.confirm_down, confirm_up = excluded.confirm_up,
            confirm_every_ms = excluded.confirm_every_ms, vantage = excluded.vantage,
            due_at = excluded.due_at, origin = 'import', retired_at = excluded.retired_at";

    run put_contract(
        client_id: i64, id: i64, number: &str, title: &str, now: i64, retired_at: Option<i64>
    ) = "
        INSERT INTO contracts (client_id, id, number, title, origin, created_at, retired_at)
        VALUES ($1, $2, $3, $4, 'import', $5, $6)
        ON CONFLICT (client_id, id) DO UPDATE SET
            title = excluded.title, origin = 'import', retired_at = excluded.retired_at";

    run put_template(key: &str, title: &str, terms: &str, now: i64, retired_at: Option<i64>) = "
        INSERT INTO contract_templates (key, title, terms, origin, updated_at, retired_at)
        VALUES ($1, $2, $3, 'import', $4, $5)
        ON CONFLICT (key) DO UPDATE SET
            title = excluded.title, terms = excluded.terms, origin = 'import',
            updated_at = excluded.updated_at, retired_at = excluded.retired_at";

    run put_version(
        client_id: i64, id: i64, contract_id: i64, version: i64, status: &str, starts_at: i64,
        ends_at: Option<i64>, renewal: &str, last_notice_at: Option<i64>, terms: &str,
        terms_sha256: &str, now: i64
    ) = "
        INSERT INTO contract_versions (client_id, id, contract_id, version, status, starts_at, ends_at,
                                       renewal, last_notice_at, terms, terms_sha256, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (client_id, id) DO UPDATE SET status = excluded.status";

    run put_source(
        id: i64, key: &str, name: &str, all_clients: i64, watchdog: &str, watchdog_grace_ms: i64,
        repeat_interval_ms: i64, now: i64, retired_at: Option<i64>
    ) = "
        INSERT INTO sources (id, key, name, kind, all_clients, watchdog, watchdog_grace_ms,
                             repeat_interval_ms, origin, created_at, retired_at)
        VALUES ($1, $2, $3, 'alertmanager', $4, $5, $6, $7, 'import', $8, $9)
        ON CONFLICT (id) DO UPDATE SET
            name = excluded.name, all_clients = excluded.all_clients, watchdog = excluded.watchdog,
            watchdog_grace_ms = excluded.watchdog_grace_ms,
            repeat_interval_ms = excluded.repeat_interval_ms, origin = 'import',
            retired_at = excluded.retired_at";

    run put_rule(
        id: i64, source_id: i64, key: &str, position: i64, matchers: &str, client_id: i64,
        component_id: i64, state: Option<&str>, now: i64
    ) = "
        INSERT INTO matching_rules (id, source_id, key, position, matchers, client_id, component_id,
                                    state, origin, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'import', $9)
        ON CONFLICT (id) DO UPDATE SET
            position = excluded.position, matchers = excluded.matchers, client_id = excluded.client_id,
            component_id = excluded.component_id, state = excluded.state, origin = 'import'";

    run remove_rule(id: i64) = "DELETE FROM matching_rules WHERE id = $1";

    run link_membership_site(client_id: i64, contact_id: i64, site_id: i64) = "
        INSERT INTO membership_sites (client_id, contact_id, site_id) VALUES ($1, $2, $3)";
    run unlink_membership_site(client_id: i64, contact_id: i64, site_id: i64) = "
        DELETE FROM membership_sites WHERE client_id = $1 AND contact_id = $2 AND site_id = $3";

    run link_component_site(client_id: i64, component_id: i64, site_id: i64) = "
        INSERT INTO component_sites (client_id, component_id, site_id) VALUES ($1, $2, $3)";
    run unlink_component_site(client_id: i64, component_id: i64, site_id: i64) = "
        DELETE FROM component_sites WHERE client_id = $1 AND component_id = $2 AND site_id = $3";

    run link_dependency(client_id: i64, component_id: i64, parent_id: i64) = "
        INSERT INTO component_dependencies (client_id, component_id, parent_id) VALUES ($1, $2, $3)";
    run unlink_dependency(client_id: i64, component_id: i64, parent_id: i64) = "
        DELETE FROM component_dependencies WHERE client_id = $1 AND component_id = $2 AND parent_id = $3";

    run link_watcher(client_id: i64, component_id: i64, source_id: i64) = "
        INSERT INTO source_components (client_id, component_id, source_id) VALUES ($1, $2, $3)";
    run unlink_watcher(client_id: i64, component_id: i64, source_id: i64) = "
        DELETE FROM source_components WHERE client_id = $1 AND component_id = $2 AND source_id = $3";

    run link_source_client(source_id: i64, client_id: i64) = "
        INSERT INTO source_clients (source_id, client_id) VALUES ($1, $2)";
    run unlink_source_client(source_id: i64, client_id: i64) = "
        DELETE FROM source_clients WHERE source_id = $1 AND client_id = $2";

    run end_sessions_of_member(client_id: i64, contact_id: i64, now: i64) = "
        UPDATE sessions SET ended_at = $3
        WHERE client_id = $1 AND contact_id = $2 AND ended_at IS NULL";
    run end_sessions_of_client(client_id: i64, now: i64) = "
        UPDATE sessions SET ended_at = $2 WHERE client_id = $1 AND ended_at IS NULL";
    run end_sessions_of_staff(staff_id: i64, now: i64) = "
        UPDATE sessions SET ended_at = $2 WHERE staff_id = $1 AND ended_at IS NULL";
    run end_links_of_contact(contact_id: i64, now: i64) = "
        UPDATE account_links SET expires_at = $2 WHERE contact_id = $1 AND expires_at > $2";
    run end_links_of_staff(staff_id: i64, now: i64) = "
        UPDATE account_links SET expires_at = $2 WHERE staff_id = $1 AND expires_at > $2";
}
