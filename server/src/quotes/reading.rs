//! Documents and lists: the client's own for contacts, everyone's for staff.

use app::answer::AppError;
use app::backend::desk::ClientName;
use app::backend::quotes::{
    Answered, Answering, EmergencyView, Offered, Provider, QuoteCard, QuoteDesk, QuoteList,
    QuoteSheet, ToRegularise, ToWrite,
};
use app::domain::access::{Asker, ContactAsker, StaffRole};
use app::domain::ids::{ClientId, ContactId, InterventionId, QuoteId, SiteId};
use app::domain::intervention::{Actor, EventKind, Snapshot, allowed};
use app::domain::quote::{Offer, QuoteStatus};
use app::domain::time::{DAY_MS, HOUR_MS};
use app::domain::working_days;

use super::queries::{self, ProviderRow, RevisionRow};
use crate::contract;
use crate::interventions::{approvers, contacts, reading};
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

/// Rows a list.
const LISTED: i64 = 200;
/// How long an answered quote stays on the desk's list.
const ANSWERED_LATELY_MS: i64 = 30 * DAY_MS;

pub async fn of_client(tx: &mut Tx, contact: &ContactAsker) -> Result<QuoteList, AppError> {
    let client = contact.client;
    let waiting = queries::waiting_of_client(tx, client, LISTED).await?;
    let past = queries::past_of_client(tx, client, LISTED).await?;
    let followed = contacts::followed(tx, contact).await?;
    let sees = |row: &RevisionRow| {
        let (site, requester) = (row.site_id, row.requester_contact_id);
        let in_copy = followed.contains(&InterventionId(row.intervention_id));
        contact.sees_intervention(site.map(SiteId), requester.map(ContactId), in_copy)
    };
    let (_, _, _, zone) = queries::card(tx, client).await?.ok_or(AppError::NotFound)?;
    let now = tx.now_ms();
    Ok(QuoteList {
        waiting: cards(waiting.into_iter().filter(sees), now)?,
        past: cards(past.into_iter().filter(sees), now)?,
        now: Zone::named(&zone).instant(now),
    })
}

/// What waits for that client's answer, for the staff.
pub async fn waiting_of(tx: &mut Tx, client: ClientId) -> Result<Vec<QuoteCard>, AppError> {
    let waiting = queries::waiting_of_client(tx, client, LISTED).await?;
    let now = tx.now_ms();
    Ok(cards(waiting.into_iter(), now)?)
}

pub async fn sheet(
    tx: &mut Tx,
    asker: &Asker,
    reference: &str,
    revision: Option<u32>,
) -> Result<QuoteSheet, AppError> {
    let rows = readable(tx, asker, reference).await?;
    let latest = rows.first().ok_or(AppError::NotFound)?;
    let row = match revision {
        None => latest,
        Some(wanted) => {
            let mut found = rows.iter();
            found
                .find(|row| row.revision == i64::from(wanted))
                .ok_or(AppError::NotFound)?
        }
    };
    let mut revisions = Vec::with_capacity(rows.len());
    for row in &rows {
        revisions.push((number(row.revision), status(row)?));
    }
    let zone = Zone::named(&row.time_zone);
    let now = tx.now_ms();
    let offer = offer(row)?;
    let card = card(row.clone(), now)?;
    let answering = answering(tx, asker, row).await?;
    Ok(QuoteSheet {
        edition: row.edition,
        provider: provider(tx).await?,
        subject: row.subject.clone(),
        site: row.site_name.clone(),
        requester: row.requester.clone(),
        sent_by: row.sent_by.clone(),
        answered: row.answered_at.map(|at| Answered {
            at: zone.instant(at),
            who: row.answered_by.clone(),
            signed_as: row.signed_as.clone(),
            order_number: row.order_number.clone(),
            reason: row.reason.clone(),
        }),
        may_send: card.status == QuoteStatus::Draft && is_dispatcher(asker),
        revisions,
        answering,
        offer,
        card,
        now: zone.instant(now),
    })
}

/// The revisions that the asker may read, the latest first; another's quote is as unknown as none.
async fn readable(
    tx: &mut Tx,
    asker: &Asker,
    reference: &str,
) -> Result<Vec<RevisionRow>, AppError> {
    match asker {
        Asker::Contact(contact) => {
            let mut rows = queries::revisions(tx, contact.client, reference).await?;
            rows.retain(|row| row.sent_at.is_some());
            let first = rows.first().ok_or(AppError::NotFound)?;
            contacts::seen_head(tx, contact, &first.intervention.clone()).await?;
            Ok(rows)
        }
        Asker::Staff(_) => {
            let (client,) = queries::owner(tx, reference)
                .await?
                .ok_or(AppError::NotFound)?;
            Ok(queries::revisions(tx, ClientId(client), reference).await?)
        }
    }
}

pub async fn offered(tx: &mut Tx, asker: &Asker, intervention: &str) -> Result<Offered, AppError> {
    let head = match asker {
        Asker::Contact(contact) => contacts::seen_head(tx, contact, intervention).await?,
        Asker::Staff(_) => reading::find(tx, intervention)
            .await?
            .ok_or(AppError::NotFound)?,
    };
    let (client, id) = (ClientId(head.client_id), InterventionId(head.id));
    let rows = queries::of_intervention(tx, client, id).await?;
    let now = tx.now_ms();
    let zone = reading::zone_of(tx, client, id).await?;
    let sent = rows.iter().find(|row| row.sent_at.is_some());
    let draft = rows
        .iter()
        .find(|row| row.status == QuoteStatus::Draft.code() && is_dispatcher(asker));
    let answering = match sent {
        Some(row) => answering(tx, asker, row).await?,
        None => Answering::Nothing,
    };
    let emergency = queries::emergency(tx, client, id).await?;
    Ok(Offered {
        card: sent.cloned().map(|row| card(row, now)).transpose()?,
        answering,
        emergency: emergency.map(|(agreed, ceiling, approver)| EmergencyView {
            agreed: zone.instant(agreed),
            approver,
            ceiling_cents: ceiling.and_then(|cents| u32::try_from(cents).ok()),
        }),
        draft: draft.map(|row| row.reference.clone()),
        may_write: may_write(tx, asker, (client, id)).await?,
        now: zone.instant(now),
    })
}

async fn may_write(
    tx: &mut Tx,
    asker: &Asker,
    whose: (ClientId, InterventionId),
) -> Result<bool, AppError> {
    let Asker::Staff(staff) = asker else {
        return Ok(false);
    };
    let snapshot = reading::snapshot(tx, whose).await?;
    let actor = Actor::Staff {
        id: staff.staff,
        role: staff.role,
    };
    Ok(allowed(&snapshot, actor, tx.now_ms()).contains(&EventKind::QuoteSent))
}

/// Whether the asker may answer that revision, and who else when not.
async fn answering(tx: &mut Tx, asker: &Asker, row: &RevisionRow) -> Result<Answering, AppError> {
    let Asker::Contact(contact) = asker else {
        return Ok(Answering::Nothing);
    };
    let (client, now) = (ClientId(row.client_id), tx.now_ms());
    let id = QuoteId(row.id);
    if status(row)? != QuoteStatus::Sent || row.valid_until <= now {
        return Ok(Answering::Nothing);
    }
    let snapshot = reading::snapshot(tx, (client, InterventionId(row.intervention_id))).await?;
    if snapshot.quote.map(|sent| sent.quote) != Some(id) {
        return Ok(Answering::Nothing);
    }
    let actor = contacts::actor(tx, contact, &snapshot).await?;
    if allowed(&snapshot, actor, now).contains(&EventKind::QuoteAccepted) {
        return Ok(Answering::Yours { id });
    }
    let others = approvers::of_client(tx, client).await?;
    let names = |but: Option<ContactId>| {
        let others = others.iter().filter(|(id, _)| Some(*id) != but);
        others.map(|(_, name)| name.clone()).collect()
    };
    Ok(match actor {
        Actor::Contact { approves: true, .. } => Answering::Another {
            above_cents: limit(tx, client, row.intervention_id, &snapshot).await?,
            approvers: names(Some(contact.contact)),
        },
        _ => Answering::NotYours {
            approvers: names(snapshot.requester.filter(|_| snapshot.approved_by_another)),
        },
    })
}

/// The sum above which another accepts, for what that intervention is about.
pub async fn limit(
    tx: &mut Tx,
    client: ClientId,
    intervention: i64,
    snapshot: &Snapshot,
) -> Result<Option<u32>, AppError> {
    let stored = contract::versions::read(tx, client).await?;
    let versions: Vec<_> = stored
        .into_iter()
        .map(|stored| (stored.id, stored.version))
        .collect();
    let pinned = queries::pinned_version(tx, client, InterventionId(intervention)).await?;
    let pinned = pinned.and_then(|(id,)| id).map(app::domain::ids::VersionId);
    Ok(app::domain::quote::approval_limit(
        &versions,
        pinned,
        snapshot.declared_at,
    ))
}

pub async fn desk(tx: &mut Tx) -> Result<QuoteDesk, AppError> {
    let now = tx.now_ms();
    let provider = queries::provider(tx).await?;
    let zone = Zone::named(
        provider
            .as_ref()
            .map_or("Europe/Paris", |row| row.time_zone.as_str()),
    );
    let overdue_before = overdue_before(zone, now);
    let to_write = queries::to_write(tx, LISTED).await?;
    let waiting = queries::waiting(tx, LISTED).await?;
    let to_regularise = queries::to_regularise(tx, LISTED).await?;
    let answered = queries::answered_since(tx, now - ANSWERED_LATELY_MS, LISTED).await?;
    let client = |slug: String, name: String| ClientName { slug, name };
    Ok(QuoteDesk {
        to_write: to_write
            .into_iter()
            .map(|row| ToWrite {
                intervention: row.intervention,
                title: row.title,
                client: client(row.client_slug, row.client_name),
                is_overdue: row.since < overdue_before,
                since: zone.instant(row.since),
                has_draft: row.has_draft,
            })
            .collect(),
        waiting: cards(waiting.into_iter(), now)?,
        to_regularise: to_regularise
            .into_iter()
            .map(|row| ToRegularise {
                intervention: row.intervention,
                title: row.title,
                client: client(row.client_slug, row.client_name),
                emergency: EmergencyView {
                    agreed: zone.instant(row.agreed_at),
                    approver: row.approver,
                    ceiling_cents: row
                        .ceiling_cents
                        .and_then(|cents| u32::try_from(cents).ok()),
                },
                is_sent: row.is_sent,
            })
            .collect(),
        answered: cards(answered.into_iter(), now)?,
        now: zone.instant(now),
    })
}

/// What waits since before then waits for longer than an answer usually takes.
pub fn overdue_before(zone: Zone, now: i64) -> i64 {
    let today = zone.date(now);
    let since = today.and_then(|today| working_days::before(today, working_days::ANSWER_DAYS));
    since
        .and_then(|day| zone.start_of(day))
        .unwrap_or(now - i64::from(working_days::ANSWER_DAYS) * DAY_MS)
}

async fn provider(tx: &mut Tx) -> Result<Provider, StoreError> {
    let row = queries::provider(tx).await?;
    Ok(
        row.map_or_else(Provider::default, |row: ProviderRow| Provider {
            name: row.name,
            legal_name: row.legal_name,
            legal_mentions: row.legal_mentions,
            phone: row.phone_day,
            email: row.email,
        }),
    )
}

fn cards(rows: impl Iterator<Item = RevisionRow>, now: i64) -> Result<Vec<QuoteCard>, StoreError> {
    rows.map(|row| card(row, now)).collect()
}

fn card(row: RevisionRow, now: i64) -> Result<QuoteCard, StoreError> {
    let zone = Zone::named(&row.time_zone);
    let status = status(&row)?;
    let overdue = overdue_before(zone, now);
    Ok(QuoteCard {
        revision: number(row.revision),
        title: offer(&row)?.title,
        excluding_tax_cents: row.cents,
        including_tax_cents: row.cents + row.tax_cents,
        // Within the last day, whatever the clocks do that night.
        last_day: zone.instant(row.valid_until - 12 * HOUR_MS),
        sent: row.sent_at.map(|at| zone.instant(at)),
        is_overdue: status == QuoteStatus::Sent && row.sent_at.is_some_and(|at| at < overdue),
        status,
        reference: row.reference,
        intervention: row.intervention,
        client: ClientName {
            slug: row.client_slug,
            name: row.client_name,
        },
    })
}

pub fn status(row: &RevisionRow) -> Result<QuoteStatus, StoreError> {
    QuoteStatus::from_code(&row.status)
        .ok_or_else(|| StoreError::Other(anyhow::anyhow!("a quote that is {}", row.status)))
}

pub fn offer(row: &RevisionRow) -> Result<Offer, StoreError> {
    serde_json::from_str(&row.offer).map_err(|error| StoreError::Other(error.into()))
}

pub fn number(revision: i64) -> u32 {
    u32::try_from(revision).unwrap_or(0)
}

fn is_dispatcher(asker: &Asker) -> bool {
    matches!(asker, Asker::Staff(staff) if staff.role >= StaffRole::Dispatcher)
}
