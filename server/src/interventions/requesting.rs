//! What a request carries besides its words: for whom it is, what supervision said of its component, and how one
//! can work meanwhile.

use app::answer::AppError;
use app::backend::interventions::{Text, Words};
use app::backend::requesting::{AlertNow, BeneficiaryView, Workaround};
use app::domain::access::ContactAsker;
use app::domain::component::ComponentState;
use app::domain::ids::{ClientId, ComponentId, ContactId, InterventionId, SiteId};
use app::domain::status::Cause;
use app::domain::time::EpochMs;

pub use queries::STATEMENTS;

use super::copies::{self, By};
use super::opening::Opened;
use super::reading::Depth;
use super::{acting, contacts, queries as rows};
use crate::search;
use crate::store::{StoreError, Tx, ids};
use crate::zone::Zone;

/// Keeps what was posted beside the words, in the transaction that opened the intervention.
///
/// # Errors
/// At the field `copies`, when somebody there is not the client's.
pub async fn keep(
    tx: &mut Tx,
    client: ClientId,
    opened: &Opened,
    words: &Words,
    component: Option<ComponentId>,
    by: By,
) -> Result<(), AppError> {
    let id = opened.id;
    if let Some(component) = component
        && let Some((state, since, cause)) = failing(tx, client, component).await?
    {
        queries::keep_alert(tx, client, id, state.code(), since, &cause).await?;
    }
    if let Some(beneficiary) = &words.beneficiary {
        let name = keep_text(tx, client, &beneficiary.name)
            .await?
            .unwrap_or_default();
        let phone = keep_text(tx, client, &beneficiary.phone).await?;
        let room = keep_text(tx, client, &beneficiary.room).await?;
        queries::keep_beneficiary(tx, client, id, name, phone, room).await?;
        search::refresh(tx, client, id).await?;
    }
    if !words.copies.is_empty() {
        copies::put(tx, (client, id), &words.copies, by, "copies").await?;
        // Those who were added see it come too.
        let held = acting::hold_known(tx, client, id).await?;
        acting::tell(tx, &held.told, &held.snapshot).await?;
    }
    Ok(())
}

async fn keep_text(tx: &mut Tx, client: ClientId, body: &str) -> Result<Option<i64>, StoreError> {
    if body.is_empty() {
        return Ok(None);
    }
    let id = ids::next();
    rows::keep_text(tx, client, id, body, 0).await?;
    Ok(Some(id))
}

/// For whom it is, when that is nobody with an account.
pub async fn beneficiary(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
) -> Result<Option<BeneficiaryView>, StoreError> {
    let row = queries::beneficiary(tx, client, id).await?;
    let said = |body: Option<String>, redacted: Option<EpochMs>| {
        body.map(|body| match redacted {
            Some(_) => Text::Redacted,
            None => Text::Written(body),
        })
    };
    Ok(row.map(|row| BeneficiaryView {
        name: said(Some(row.name), row.name_redacted).unwrap_or(Text::Redacted),
        phone: said(row.phone, row.phone_redacted),
        room: said(row.room, row.room_redacted),
    }))
}

/// State, since when, and the stored cause of a component that fails now.
async fn failing(
    tx: &mut Tx,
    client: ClientId,
    component: ComponentId,
) -> Result<Option<(ComponentState, EpochMs, String)>, StoreError> {
    let row = queries::state_of(tx, client, component).await?;
    Ok(row.and_then(|(state, since, cause)| {
        let state = ComponentState::from_code(&state).filter(|state| state.is_failure())?;
        Some((state, since, cause))
    }))
}

/// What supervision says of a component, when it fails.
pub async fn alert(
    tx: &mut Tx,
    client: ClientId,
    component: ComponentId,
    zone: Zone,
) -> Result<Option<AlertNow>, StoreError> {
    let seen = failing(tx, client, component).await?;
    Ok(seen.map(|(state, since, cause)| AlertNow {
        state,
        since: zone.instant(since),
        cause: Cause::from_text(&cause),
    }))
}

/// What it said when that request was sent.
pub async fn alert_at_request(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
    zone: Zone,
) -> Result<Option<AlertNow>, StoreError> {
    let row = queries::alert_at_request(tx, client, id).await?;
    Ok(row.and_then(|(state, since, cause)| {
        Some(AlertNow {
            state: ComponentState::from_code(&state)?,
            since: zone.instant(since),
            cause: Cause::from_text(&cause),
        })
    }))
}

/// Temporary repairs of that component whose definitive one is owed, in the words that the client may read, of
/// the interventions that the reader sees; the latest first, without `but`'s own.
pub async fn workarounds(
    tx: &mut Tx,
    client: ClientId,
    depth: Depth<'_>,
    component: ComponentId,
    but: Option<InterventionId>,
    zone: Zone,
) -> Result<Vec<Workaround>, StoreError> {
    let followed = match depth {
        Depth::Client(contact) => contacts::followed(tx, contact).await?,
        Depth::Staff => vec![],
    };
    let mut known: Vec<Workaround> = Vec::new();
    for row in queries::owed_repairs(tx, client, component).await? {
        let id = InterventionId(row.id);
        let is_told = known.iter().any(|one| one.reference == row.reference);
        let sees = |contact: &ContactAsker| {
            let (site, requester) = (row.site_id, row.requester_contact_id);
            let in_copy = followed.contains(&id);
            contact.sees_intervention(site.map(SiteId), requester.map(ContactId), in_copy)
        };
        let is_seen = match depth {
            Depth::Client(contact) => sees(contact),
            Depth::Staff => true,
        };
        if but != Some(id) && is_seen && !is_told {
            known.push(Workaround {
                reference: row.reference,
                text: row.body,
                at: zone.instant(row.effective_at),
            });
        }
    }
    Ok(known)
}

mod queries {
    use app::domain::ids::{ClientId, ComponentId, InterventionId};

    #[derive(Debug, sqlx::FromRow)]
    pub struct BeneficiaryRow {
        pub name: String,
        pub name_redacted: Option<i64>,
        pub phone: Option<String>,
        pub phone_redacted: Option<i64>,
        pub room: Option<String>,
        pub room_redacted: Option<i64>,
    }

    #[derive(Debug, sqlx::FromRow)]
    pub struct OwedRow {
        pub id: i64,
        pub reference: String,
        pub site_id: Option<i64>,
        pub requester_contact_id: Option<i64>,
        pub body: String,
        pub effective_at: i64,
    }

    crate::queries! {
        run keep_beneficiary(
            client: ClientId, intervention: InterventionId, name_id: i64, phone_id: Option<i64>, room_id: Option<i64>,
        ) = "
            INSERT INTO beneficiaries (client_id, intervention_id, name_id, phone_id, room_id)
            VALUES ($1, $2, $3, $4, $5)";

        maybe beneficiary(client: ClientId, intervention: InterventionId) -> BeneficiaryRow = "
            SELECT n.body AS name, n.redacted_at AS name_redacted, p.body AS phone, p.redacted_at AS phone_redacted,
                r.body AS room, r.redacted_at AS room_redacted
            FROM beneficiaries b
            JOIN texts n ON n.client_id = b.client_id AND n.id = b.name_id
            LEFT JOIN texts p ON p.client_id = b.client_id AND p.id = b.phone_id
            LEFT JOIN texts r ON r.client_id = b.client_id AND r.id = b.room_id
            WHERE b.client_id = $1 AND b.intervention_id = $2";

        maybe state_of(client: ClientId, component: ComponentId) -> (String, i64, String) = "
            SELECT state, state_since, state_cause FROM components WHERE client_id = $1 AND id = $2";

        run keep_alert(client: ClientId, intervention: InterventionId, state: &str, since: i64, cause: &str) = "
            INSERT INTO alerts_at_request (client_id, intervention_id, state, since, cause)
            VALUES ($1, $2, $3, $4, $5)";

        maybe alert_at_request(client: ClientId, intervention: InterventionId) -> (String, i64, String) = "
            SELECT state, since, cause FROM alerts_at_request WHERE client_id = $1 AND intervention_id = $2";

        /// What was said of temporary repairs whose definitive one is owed, where the client may read it.
        all owed_repairs(client: ClientId, component: ComponentId) -> OwedRow = "
            SELECT i.id, i.reference, i.site_id, i.requester_contact_id, t.body, e.effective_at
            FROM workaround_debts d
            JOIN interventions i ON i.client_id = d.client_id AND i.id = d.intervention_id
            JOIN intervention_events e ON e.client_id = i.client_id AND e.intervention_id = i.id
                AND e.kind = 'restored_palliative'
            JOIN texts t ON t.client_id = e.client_id AND t.id = e.text_id AND t.internal = 0
                AND t.redacted_at IS NULL
            WHERE d.client_id = $1 AND d.component_id = $2 AND d.discharged_at IS NULL
            ORDER BY e.effective_at DESC, i.id DESC LIMIT 20";
    }
}
