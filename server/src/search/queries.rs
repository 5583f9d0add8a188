//! The context's statements.

use app::domain::ids::{ClientId, ComponentId, InterventionId};

#[derive(Debug, sqlx::FromRow)]
pub struct HeadRow {
    pub reference: String,
    pub title: Option<String>,
    pub component: Option<String>,
    pub component_key: Option<String>,
    pub site: Option<String>,
    pub requester: Option<String>,
}

crate::queries! {
    maybe head(client: ClientId, intervention: InterventionId) -> HeadRow = "
        SELECT i.reference, title.body AS title, c.name AS component, c.key AS component_key, s.name AS site,
            asker.name AS requester
        FROM interventions i
        LEFT JOIN texts title ON title.client_id = i.client_id AND title.id = i.title_id AND title.redacted_at IS NULL
        LEFT JOIN components c ON c.client_id = i.client_id AND c.id = i.component_id
        LEFT JOIN sites s ON s.client_id = i.client_id AND s.id = i.site_id
        LEFT JOIN contacts asker ON asker.id = i.requester_contact_id
        WHERE i.client_id = $1 AND i.id = $2";

    /// What people wrote on it and was not erased, with whether it is internal.
    all texts(client: ClientId, intervention: InterventionId) -> (String, i64) = "
        SELECT t.body, t.internal FROM intervention_events e
        JOIN texts t ON t.client_id = e.client_id AND t.id = e.text_id
        WHERE e.client_id = $1 AND e.intervention_id = $2 AND t.redacted_at IS NULL
        UNION ALL
        SELECT t.body, t.internal FROM catalogue_answers a
        JOIN texts t ON t.client_id = a.client_id AND t.id = a.text_id
        WHERE a.client_id = $1 AND a.intervention_id = $2 AND t.redacted_at IS NULL
        UNION ALL
        SELECT t.body, t.internal FROM beneficiaries b
        JOIN texts t ON t.client_id = b.client_id AND t.id IN (b.name_id, b.room_id)
        WHERE b.client_id = $1 AND b.intervention_id = $2 AND t.redacted_at IS NULL";

    run keep(client: ClientId, intervention: InterventionId, words: &str, internal_words: &str) = "
        INSERT INTO search_documents (client_id, intervention_id, words, internal_words) VALUES ($1, $2, $3, $4)
        ON CONFLICT (client_id, intervention_id)
        DO UPDATE SET words = EXCLUDED.words, internal_words = EXCLUDED.internal_words
        WHERE search_documents.words <> EXCLUDED.words OR search_documents.internal_words <> EXCLUDED.internal_words";

    all backlog(limit: i64) -> (i64, i64) = "
        SELECT client_id, intervention_id FROM search_backlog ORDER BY client_id, intervention_id LIMIT $1";

    run done(client: ClientId, intervention: InterventionId) = "
        DELETE FROM search_backlog WHERE client_id = $1 AND intervention_id = $2";

    /// All interventions of a component: it was renamed.
    run postpone_component(client: ClientId, component: ComponentId) = "
        INSERT INTO search_backlog (client_id, intervention_id)
        SELECT client_id, id FROM interventions WHERE client_id = $1 AND component_id = $2
        ON CONFLICT DO NOTHING";
}
