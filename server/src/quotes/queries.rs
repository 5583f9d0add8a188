//! The context's statements.

use app::domain::ids::{ClientId, ContactId, InterventionId, QuoteId, StaffId};

/// A revision with what its intervention and its client are called.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RevisionRow {
    pub id: i64,
    pub client_id: i64,
    pub intervention_id: i64,
    pub reference: String,
    pub revision: i64,
    pub status: String,
    pub offer: String,
    pub cents: i64,
    pub tax_cents: i64,
    pub valid_until: i64,
    pub edition: i64,
    pub sent_at: Option<i64>,
    pub sent_by: Option<String>,
    pub answered_at: Option<i64>,
    pub answered_by: Option<String>,
    pub signed_as: String,
    pub order_number: String,
    pub reason: Option<String>,
    pub intervention: String,
    pub subject: String,
    pub site_id: Option<i64>,
    pub site_name: Option<String>,
    pub requester_contact_id: Option<i64>,
    pub requester: Option<String>,
    pub client_slug: String,
    pub client_name: String,
    pub time_zone: String,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct WaitingRow {
    pub intervention: String,
    pub title: String,
    pub client_slug: String,
    pub client_name: String,
    pub since: i64,
    pub has_draft: bool,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EmergencyRow {
    pub intervention: String,
    pub title: String,
    pub client_slug: String,
    pub client_name: String,
    pub agreed_at: i64,
    pub ceiling_cents: Option<i64>,
    pub approver: Option<String>,
    pub is_sent: bool,
}

#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ProviderRow {
    pub name: String,
    pub legal_name: String,
    pub legal_mentions: String,
    pub phone_day: String,
    pub email: String,
    pub time_zone: String,
}

/// The columns of [`RevisionRow`]. What was written beside the answer stands in the intervention's log.
macro_rules! revisions {
    ($($rest:literal)+) => {
        concat!(
            "SELECT r.id, r.client_id, q.intervention_id, q.reference, r.revision, r.status, r.offer,
                r.cents, r.tax_cents, r.valid_until, r.edition, r.sent_at, sender.name AS sent_by,
                r.answered_at, answerer.name AS answered_by, r.signed_as, r.order_number,
                said.body AS reason, i.reference AS intervention, title.body AS subject, i.site_id,
                s.name AS site_name, i.requester_contact_id, asker.name AS requester,
                cl.slug AS client_slug, cl.name AS client_name, cl.time_zone
            FROM quote_revisions r
            JOIN quotes q ON q.client_id = r.client_id AND q.id = r.quote_id
            JOIN interventions i ON i.client_id = q.client_id AND i.id = q.intervention_id
            JOIN clients cl ON cl.id = r.client_id
            JOIN texts title ON title.client_id = i.client_id AND title.id = i.title_id
            LEFT JOIN sites s ON s.client_id = i.client_id AND s.id = i.site_id
            LEFT JOIN contacts asker ON asker.id = i.requester_contact_id
            LEFT JOIN staff sender ON sender.id = r.sent_by
            LEFT JOIN contacts answerer ON answerer.id = r.answered_by
            LEFT JOIN intervention_events e ON e.client_id = q.client_id AND e.intervention_id = q.intervention_id
                AND e.seq = r.answered_seq AND e.kind = 'quote_declined'
            LEFT JOIN texts said ON said.client_id = e.client_id AND said.id = e.text_id
                AND said.internal = 0 AND said.redacted_at IS NULL ",
            $($rest),+
        )
    };
}

crate::queries! {
    // Reading

    /// Every revision of that quote, the latest first.
    all revisions(client: ClientId, reference: &str) -> RevisionRow = revisions!("
        WHERE r.client_id = $1 AND q.reference = $2 ORDER BY r.revision DESC");

    /// The client of a quote, for staff.
    maybe owner(reference: &str) -> (i64,) = "SELECT client_id FROM quotes WHERE reference = $1";

    /// Every revision of the quote about that intervention, the latest first.
    all of_intervention(client: ClientId, intervention: InterventionId) -> RevisionRow = revisions!("
        WHERE q.client_id = $1 AND q.intervention_id = $2 ORDER BY r.revision DESC");

    all waiting_of_client(client: ClientId, limit: i64) -> RevisionRow = revisions!("
        WHERE r.client_id = $1 AND r.status = 'sent' ORDER BY r.valid_until, r.id LIMIT $2");

    all past_of_client(client: ClientId, limit: i64) -> RevisionRow = revisions!("
        WHERE r.client_id = $1 AND r.status IN ('accepted', 'declined', 'expired', 'lapsed') AND r.sent_at IS NOT NULL
        ORDER BY r.sent_at DESC, r.id DESC LIMIT $2");

    all waiting(limit: i64) -> RevisionRow = revisions!("
        WHERE r.status = 'sent' ORDER BY r.valid_until, r.id LIMIT $1");

    all answered_since(since: i64, limit: i64) -> RevisionRow = revisions!("
        WHERE r.answered_at >= $1 ORDER BY r.answered_at DESC, r.id DESC LIMIT $2");

    all to_write(limit: i64) -> WaitingRow = "
        SELECT i.reference AS intervention, title.body AS title, cl.slug AS client_slug, cl.name AS client_name,
            i.declared_at AS since,
            EXISTS (SELECT 1 FROM quotes q JOIN quote_revisions r ON r.client_id = q.client_id AND r.quote_id = q.id
                WHERE q.client_id = i.client_id AND q.intervention_id = i.id AND r.status = 'draft') AS has_draft
        FROM interventions i
        JOIN clients cl ON cl.id = i.client_id
        JOIN texts title ON title.client_id = i.client_id AND title.id = i.title_id
        WHERE i.state = 'awaiting_quote' ORDER BY i.declared_at, i.id LIMIT $1";

    all to_regularise(limit: i64) -> EmergencyRow = "
        SELECT i.reference AS intervention, title.body AS title, cl.slug AS client_slug, cl.name AS client_name,
            a.agreed_at, a.ceiling_cents, approver.name AS approver,
            EXISTS (SELECT 1 FROM quotes q JOIN quote_revisions r ON r.client_id = q.client_id AND r.quote_id = q.id
                WHERE q.client_id = a.client_id AND q.intervention_id = a.intervention_id AND r.status = 'sent') AS is_sent
        FROM emergency_agreements a
        JOIN interventions i ON i.client_id = a.client_id AND i.id = a.intervention_id
        JOIN clients cl ON cl.id = a.client_id
        JOIN texts title ON title.client_id = i.client_id AND title.id = i.title_id
        LEFT JOIN contacts approver ON approver.id = a.approver_id
        WHERE a.settled_at IS NULL ORDER BY a.agreed_at, a.intervention_id LIMIT $1";

    /// What an emergency let start there and no quote has regularised.
    maybe emergency(client: ClientId, intervention: InterventionId) -> (i64, Option<i64>, Option<String>) = "
        SELECT a.agreed_at, a.ceiling_cents, approver.name
        FROM emergency_agreements a LEFT JOIN contacts approver ON approver.id = a.approver_id
        WHERE a.client_id = $1 AND a.intervention_id = $2 AND a.settled_at IS NULL";

    maybe provider() -> ProviderRow = "
        SELECT name, legal_name, legal_mentions, phone_day, email, time_zone FROM provider WHERE id = 1";

    maybe pinned_version(client: ClientId, intervention: InterventionId) -> (Option<i64>,) = "
        SELECT contract_version_id FROM interventions WHERE client_id = $1 AND id = $2";

    // Writing

    maybe card(client: ClientId) -> (String, String, String, String) = "
        SELECT slug, code, name, time_zone FROM clients WHERE id = $1";

    one next_number(client: ClientId, year: i64) -> (i64,) = "
        INSERT INTO quote_counters (client_id, year, last) VALUES ($1, $2, 1)
        ON CONFLICT (client_id, year) DO UPDATE SET last = quote_counters.last + 1
        RETURNING last";

    maybe quote_of(client: ClientId, intervention: InterventionId) -> (i64, String) = "
        SELECT id, reference FROM quotes WHERE client_id = $1 AND intervention_id = $2";

    maybe intervention_of(client: ClientId, reference: &str) -> (i64, String) = "
        SELECT q.id, i.reference FROM quotes q
        JOIN interventions i ON i.client_id = q.client_id AND i.id = q.intervention_id
        WHERE q.client_id = $1 AND q.reference = $2";

    run keep_quote(client: ClientId, id: i64, intervention: InterventionId, reference: &str, now: i64) = "
        INSERT INTO quotes (client_id, id, intervention_id, reference, created_at) VALUES ($1, $2, $3, $4, $5)";

    run keep_draft(
        client: ClientId, id: QuoteId, quote: i64, revision: i64, offer: &str, cents: i64, tax_cents: i64,
        valid_until: i64, staff: StaffId, now: i64
    ) = "
        INSERT INTO quote_revisions (client_id, id, quote_id, revision, status, offer, cents, tax_cents, valid_until,
            written_by, written_at)
        VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10)";

    run rewrite_draft(
        client: ClientId, quote: i64, id: QuoteId, edition: i64, offer: &str, cents: i64, tax_cents: i64, valid_until: i64,
        staff: StaffId, now: i64
    ) = "
        UPDATE quote_revisions SET offer = $5, cents = $6, tax_cents = $7, valid_until = $8, written_by = $9,
            written_at = $10, edition = edition + 1
        WHERE client_id = $1 AND quote_id = $2 AND id = $3 AND status = 'draft' AND edition = $4";

    run discard_draft(client: ClientId, quote: i64, id: QuoteId, edition: i64) = "
        DELETE FROM quote_revisions
        WHERE client_id = $1 AND quote_id = $2 AND id = $3 AND status = 'draft' AND edition = $4";

    // Following the log

    run replaced(client: ClientId, quote: i64) = "
        UPDATE quote_revisions SET status = 'replaced' WHERE client_id = $1 AND quote_id = $2 AND status = 'sent'";

    run sent(client: ClientId, id: QuoteId, staff: Option<StaffId>, at: i64, by_another: i64) = "
        UPDATE quote_revisions SET status = 'sent', sent_by = $3, sent_at = $4, approved_by_another = $5
        WHERE client_id = $1 AND id = $2 AND status = 'draft'";

    run answered(client: ClientId, id: QuoteId, status: &str, contact: Option<ContactId>, at: i64, seq: i64) = "
        UPDATE quote_revisions SET status = $3, answered_by = $4, answered_at = $5, answered_seq = $6
        WHERE client_id = $1 AND id = $2 AND status = 'sent'";

    run signed(client: ClientId, id: QuoteId, signed_as: &str, order_number: &str) = "
        UPDATE quote_revisions SET signed_as = $3, order_number = $4
        WHERE client_id = $1 AND id = $2 AND status = 'accepted' AND signed_as = ''";

    run lapsed(client: ClientId, intervention: InterventionId) = "
        UPDATE quote_revisions SET status = 'lapsed'
        WHERE client_id = $1 AND status = 'sent'
            AND quote_id IN (SELECT id FROM quotes WHERE client_id = $1 AND intervention_id = $2)";

    run forget_drafts(client: ClientId, intervention: InterventionId) = "
        DELETE FROM quote_revisions
        WHERE client_id = $1 AND status = 'draft'
            AND quote_id IN (SELECT id FROM quotes WHERE client_id = $1 AND intervention_id = $2)";

    run agreed_in_emergency(
        client: ClientId, intervention: InterventionId, at: i64, ceiling: Option<i64>, approver: Option<ContactId>
    ) = "
        INSERT INTO emergency_agreements (client_id, intervention_id, agreed_at, ceiling_cents, approver_id)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (client_id, intervention_id) DO NOTHING";

    run settled(client: ClientId, intervention: InterventionId, at: i64) = "
        UPDATE emergency_agreements SET settled_at = $3
        WHERE client_id = $1 AND intervention_id = $2 AND settled_at IS NULL";

    /// Sent, and past their last day.
    all due(now: i64, limit: i64) -> (i64, i64, String) = "
        SELECT r.client_id, r.id, i.reference
        FROM quote_revisions r
        JOIN quotes q ON q.client_id = r.client_id AND q.id = r.quote_id
        JOIN interventions i ON i.client_id = q.client_id AND i.id = q.intervention_id
        WHERE r.status = 'sent' AND r.valid_until <= $1 ORDER BY r.valid_until, r.id LIMIT $2";
}
