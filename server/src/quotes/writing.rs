//! A draft at the desk: kept, sent as it was read, or thrown away.

use app::answer::{AppError, FieldError, FieldProblem};
use app::backend::desk::ClientName;
use app::backend::quotes::{DraftRead, Workbench};
use app::domain::access::StaffAsker;
use app::domain::ids::{ClientId, InterventionId, QuoteId};
use app::domain::intervention::{Actor, Event, EventKind, SentQuote, Snapshot, allowed};
use app::domain::quote::{Fault, Offer, QuoteStatus, totals};
use chrono::{Datelike, Days, NaiveDate};

use super::queries::{self, RevisionRow};
use super::reading::{draft_read, limit, number, offer, status};
use crate::interventions::acting::{self, Gesture};
use crate::interventions::reading::HeadRow;
use crate::interventions::{reading, refused};
use crate::store::{StoreError, Tx, ids};
use crate::zone::Zone;

/// How long an offer stands unless the desk says otherwise.
const USUAL_VALIDITY_DAYS: u64 = 30;

pub async fn workbench(
    tx: &mut Tx,
    staff: &StaffAsker,
    intervention: &str,
) -> Result<Workbench, AppError> {
    let head = found(tx, intervention).await?;
    let (client, id) = (ClientId(head.client_id), InterventionId(head.id));
    let snapshot = reading::snapshot(tx, (client, id)).await?;
    let rows = queries::of_intervention(tx, client, id).await?;
    let draft = rows
        .iter()
        .find(|row| row.status == QuoteStatus::Draft.code());
    may_write(&snapshot, staff, tx.now_ms())?;
    let title = reading::title(tx, client, id).await?.words;
    let (slug, _, name, zone) = queries::card(tx, client).await?.ok_or(AppError::NotFound)?;
    let zone = Zone::named(&zone);
    let now = tx.now_ms();
    let usual = zone
        .date(now)
        .and_then(|today| today.checked_add_days(Days::new(USUAL_VALIDITY_DAYS)))
        .unwrap_or_default();
    let offer = match draft.or(rows.first()) {
        Some(row) if draft.is_some() => offer(row)?,
        // A revision starts from what was sent, with time to answer.
        Some(row) => Offer {
            valid_on: usual,
            ..offer(row)?
        },
        None => Offer {
            title: title
                .chars()
                .take(app::domain::quote::TITLE_LENGTH)
                .collect(),
            lines: vec![],
            remarks: String::new(),
            valid_on: usual,
        },
    };
    let mut revisions = Vec::new();
    for row in rows.iter().filter(|row| row.sent_at.is_some()) {
        revisions.push((number(row.revision), status(row)?));
    }
    Ok(Workbench {
        client: ClientName { slug, name },
        intervention: head.reference.clone(),
        subject: title,
        state: snapshot.state,
        reference: rows.first().map(|row| row.reference.clone()),
        read: draft.map(draft_read),
        approval_limit: limit(tx, client, head.id, &snapshot).await?,
        offer,
        revisions,
        now: zone.instant(now),
    })
}

pub async fn save(
    tx: &mut Tx,
    staff: &StaffAsker,
    intervention: &str,
    read: Option<DraftRead>,
    offer: &Offer,
) -> Result<String, AppError> {
    let head = found(tx, intervention).await?;
    let (client, id) = (ClientId(head.client_id), InterventionId(head.id));
    let held = acting::hold(tx, &head).await?;
    may_write(&held.snapshot, staff, tx.now_ms())?;
    let (_, code, _, zone) = queries::card(tx, client).await?.ok_or(AppError::NotFound)?;
    let zone = Zone::named(&zone);
    let now = tx.now_ms();
    let today = zone.date(now).unwrap_or_default();
    check(offer, today)?;
    let (quote, reference) = match queries::quote_of(tx, client, id).await? {
        Some(known) => known,
        None => {
            let year = i64::from(today.year());
            let (number,) = queries::next_number(tx, client, year).await?;
            let reference = format!("D-{code}-{year}-{number:04}");
            let quote = ids::next();
            queries::keep_quote(tx, client, quote, id, &reference, now).await?;
            (quote, reference)
        }
    };
    let rows = queries::of_intervention(tx, client, id).await?;
    let draft = rows
        .iter()
        .find(|row| row.status == QuoteStatus::Draft.code());
    let sums = totals(&offer.lines);
    let (cents, tax) = (sums.excluding_tax_cents, sums.tax_cents());
    let text = serde_json::to_string(offer).map_err(|error| StoreError::Other(error.into()))?;
    let until = end_of(zone, offer.valid_on)?;
    match (draft, read) {
        (Some(_), Some(read)) => {
            let kept = queries::rewrite_draft(
                tx,
                client,
                quote,
                read.id,
                read.edition,
                &text,
                cents,
                tax,
                until,
                staff.staff,
                now,
            );
            if kept.await? == 0 {
                return Err(AppError::Conflict);
            }
        }
        (None, None) => {
            let revision = rows.iter().map(|row| row.revision).max().unwrap_or(0) + 1;
            let id = QuoteId(ids::next());
            queries::keep_draft(
                tx,
                client,
                id,
                quote,
                revision,
                &text,
                cents,
                tax,
                until,
                staff.staff,
                now,
            )
            .await?;
        }
        // Begun, sent or thrown away by somebody else meanwhile.
        _ => return Err(AppError::Conflict),
    }
    Ok(reference)
}

pub async fn send(
    tx: &mut Tx,
    staff: &StaffAsker,
    reference: &str,
    read: DraftRead,
) -> Result<String, AppError> {
    let (head, _) = of_quote(tx, reference).await?;
    let (client, id) = (ClientId(head.client_id), InterventionId(head.id));
    let held = acting::hold(tx, &head).await?;
    let rows = queries::of_intervention(tx, client, id).await?;
    let latest = rows.first().ok_or(AppError::NotFound)?;
    let is_the_one_read = draft_read(latest) == read;
    if status(latest)? == QuoteStatus::Sent && is_the_one_read {
        // Pressed twice: it is sent.
        return Ok(head.reference);
    }
    if status(latest)? != QuoteStatus::Draft || !is_the_one_read {
        return Err(AppError::Conflict);
    }
    let zone = Zone::named(&latest.time_zone);
    let offer = offer(latest)?;
    check(&offer, zone.date(tx.now_ms()).unwrap_or_default())?;
    let cents = offer
        .cents()
        .ok_or_else(|| AppError::field("lines", FieldProblem::NotANumber))?;
    let limit = limit(tx, client, head.id, &held.snapshot).await?;
    let gesture = Gesture {
        actor: Actor::Staff {
            id: staff.staff,
            role: staff.role,
        },
        event: Event::QuoteSent(SentQuote {
            quote: QuoteId(latest.id),
            cents,
            valid_until: latest.valid_until,
            approved_by_another: limit.is_some_and(|limit| cents > limit),
        }),
        text: "",
        effective_at: tx.now_ms(),
        late: None,
    };
    acting::record(tx, &held, gesture).await?.map_err(refused)?;
    Ok(head.reference)
}

pub async fn discard(tx: &mut Tx, reference: &str, read: DraftRead) -> Result<String, AppError> {
    let (head, quote) = of_quote(tx, reference).await?;
    let _held = acting::hold(tx, &head).await?;
    let client = ClientId(head.client_id);
    if queries::discard_draft(tx, client, quote, read.id, read.edition).await? == 0 {
        let rows: Vec<RevisionRow> = queries::revisions(tx, client, reference).await?;
        let is_there = rows
            .iter()
            .any(|row| row.status == QuoteStatus::Draft.code());
        if is_there {
            return Err(AppError::Conflict);
        }
    }
    Ok(head.reference)
}

async fn found(tx: &mut Tx, intervention: &str) -> Result<HeadRow, AppError> {
    reading::find(tx, intervention)
        .await?
        .ok_or(AppError::NotFound)
}

/// The intervention that a quote is about, and the quote's id.
async fn of_quote(tx: &mut Tx, reference: &str) -> Result<(HeadRow, i64), AppError> {
    let (client,) = queries::owner(tx, reference)
        .await?
        .ok_or(AppError::NotFound)?;
    let (quote, intervention) = queries::intervention_of(tx, ClientId(client), reference)
        .await?
        .ok_or(AppError::NotFound)?;
    Ok((found(tx, &intervention).await?, quote))
}

/// Whether a quote has its place there now.
fn may_write(snapshot: &Snapshot, staff: &StaffAsker, now: i64) -> Result<(), AppError> {
    let actor = Actor::Staff {
        id: staff.staff,
        role: staff.role,
    };
    if allowed(snapshot, actor, now).contains(&EventKind::QuoteSent) {
        return Ok(());
    }
    Err(AppError::NotNow {
        state: snapshot.state.code().to_owned(),
    })
}

/// The instant at which that day ends there.
fn end_of(zone: Zone, day: NaiveDate) -> Result<i64, AppError> {
    let next = day.succ_opt();
    next.and_then(|next| zone.start_of(next))
        .ok_or_else(|| AppError::field("valid_on", FieldProblem::NotADate))
}

/// What is wrong with it, beside its fields. Fields of lines carry their place: `label-0`.
fn check(offer: &Offer, today: NaiveDate) -> Result<(), AppError> {
    let fields: Vec<FieldError> = offer.faults(today).into_iter().map(told).collect();
    if fields.is_empty() {
        Ok(())
    } else {
        Err(AppError::Invalid { fields })
    }
}

fn told(fault: Fault) -> FieldError {
    use FieldProblem as P;
    let (field, problem) = match fault {
        Fault::NoTitle => ("title".to_owned(), P::Missing),
        Fault::TitleTooLong => ("title".to_owned(), P::TooLong),
        Fault::NoLine => ("lines".to_owned(), P::Missing),
        Fault::TooManyLines => ("lines".to_owned(), P::TooLong),
        Fault::NoLabel { line } => (format!("label-{line}"), P::Missing),
        Fault::LabelTooLong { line } => (format!("label-{line}"), P::TooLong),
        Fault::Quantity { line } => (format!("quantity-{line}"), P::NotANumber),
        Fault::Price { line } => (format!("price-{line}"), P::NotANumber),
        Fault::Total => ("lines".to_owned(), P::NotANumber),
        Fault::RemarksTooLong => ("remarks".to_owned(), P::TooLong),
        Fault::OutOfDate => ("valid_on".to_owned(), P::TooOld),
        Fault::ValidTooLong => ("valid_on".to_owned(), P::TooLong),
    };
    FieldError { field, problem }
}
