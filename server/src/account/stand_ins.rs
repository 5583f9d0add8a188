//! Who approves in an approver's place: named by the approver, for some days.

use app::answer::{AppError, FieldProblem};
use app::backend::Answer;
use app::backend::stand_ins::{StandInBackend, StandInInput, StandInSheet, StandInView};
use app::domain::access::{Asker, ContactAsker, Role};
use app::domain::time::HOUR_MS;
use chrono::NaiveDate;

use crate::store::{Scope, Store, StoreError, Tx, ids};
use crate::zone::Zone;

pub use queries::STATEMENTS;

/// How far ahead, and for how long.
const LONGEST_DAYS: i64 = 366;
/// Named by one approver at once.
const AT_ONCE: usize = 10;

/// Stand-ins over the store.
#[derive(Clone)]
pub struct StandInService {
    store: Store,
}

impl StandInService {
    pub fn new(store: Store) -> Self {
        StandInService { store }
    }
}

impl StandInBackend for StandInService {
    fn of<'a>(&'a self, asker: &'a Asker) -> Answer<'a, StandInSheet> {
        Box::pin(async move {
            let contact = contact(asker)?.clone();
            let read = self.store.read(Scope::Client(contact.client), |tx| {
                Box::pin(async move { sheet(tx, &contact).await })
            });
            read.await
        })
    }

    fn name<'a>(&'a self, asker: &'a Asker, input: StandInInput) -> Answer<'a, ()> {
        Box::pin(async move {
            let contact = approver(asker)?.clone();
            let write = self.store.write(Scope::Client(contact.client), move |tx| {
                Box::pin(async move { name(tx, &contact, &input).await })
            });
            write.await
        })
    }

    fn end<'a>(&'a self, asker: &'a Asker, id: i64) -> Answer<'a, ()> {
        Box::pin(async move {
            let contact = approver(asker)?.clone();
            let write = self.store.write(Scope::Client(contact.client), move |tx| {
                Box::pin(async move {
                    let (client, own) = (contact.client, contact.contact);
                    if queries::is_own(tx, client, own, id).await?.is_none() {
                        return Err(AppError::NotFound);
                    }
                    let now = tx.now_ms();
                    queries::end(tx, client, own, id, now).await?;
                    Ok(())
                })
            });
            write.await
        })
    }
}

fn contact(asker: &Asker) -> Result<&ContactAsker, AppError> {
    match asker {
        Asker::Contact(contact) => Ok(contact),
        Asker::Staff(_) => Err(AppError::Forbidden),
    }
}

fn approver(asker: &Asker) -> Result<&ContactAsker, AppError> {
    contact(asker).and_then(|contact| {
        if contact.role >= Role::Approver {
            Ok(contact)
        } else {
            Err(AppError::Forbidden)
        }
    })
}

async fn sheet(tx: &mut Tx, contact: &ContactAsker) -> Result<StandInSheet, AppError> {
    let (client, own, now) = (contact.client, contact.contact, tx.now_ms());
    let zone = zone(tx, contact).await?;
    let view = |(id, name, from, until): (i64, String, i64, i64)| StandInView {
        id,
        name,
        from: zone.instant(from),
        // Within the last day, whatever the clocks do that night.
        last_day: zone.instant(until - 12 * HOUR_MS),
    };
    let may_name = contact.role >= Role::Approver;
    let named = queries::named_by(tx, client, own, now).await?;
    let choices = if may_name {
        queries::choices(tx, client, own).await?
    } else {
        vec![]
    };
    let standing_for = queries::standing_for(tx, client, own, now).await?;
    Ok(StandInSheet {
        may_name,
        named: named.into_iter().map(view).collect(),
        choices,
        standing_for: standing_for.into_iter().map(view).collect(),
        now: zone.instant(now),
    })
}

async fn name(tx: &mut Tx, contact: &ContactAsker, input: &StandInInput) -> Result<(), AppError> {
    let (client, own, now) = (contact.client, contact.contact, tx.now_ms());
    let zone = zone(tx, contact).await?;
    let today = zone.date(now).unwrap_or_default();
    let chosen = queries::choices(tx, client, own).await?;
    let chosen = chosen
        .iter()
        .map(|(id, _)| *id)
        .find(|id| id.to_string() == input.contact.trim());
    let chosen = chosen.ok_or_else(|| AppError::field("contact", FieldProblem::Unknown))?;
    let from = day("from", &input.from)?;
    let to = day("to", &input.to)?;
    if from < today {
        return Err(AppError::field("from", FieldProblem::TooOld));
    }
    if to < from {
        return Err(AppError::field("to", FieldProblem::Reversed));
    }
    if (to - today).num_days() > LONGEST_DAYS {
        return Err(AppError::field("to", FieldProblem::TooLong));
    }
    let starts_at = zone.start_of(from);
    let ends_at = to.succ_opt().and_then(|next| zone.start_of(next));
    let (Some(starts_at), Some(ends_at)) = (starts_at, ends_at) else {
        return Err(AppError::field("to", FieldProblem::NotADate));
    };
    tx.alone("stand-ins", own.0).await?;
    if queries::same(tx, client, own, chosen, starts_at, ends_at)
        .await?
        .is_some()
    {
        return Ok(());
    }
    if queries::named_by(tx, client, own, now).await?.len() >= AT_ONCE {
        return Err(AppError::field("contact", FieldProblem::TooLong));
    }
    queries::keep(
        tx,
        client,
        ids::next(),
        own,
        chosen,
        starts_at,
        ends_at,
        now,
    )
    .await?;
    Ok(())
}

fn day(field: &str, typed: &str) -> Result<NaiveDate, AppError> {
    NaiveDate::parse_from_str(typed.trim(), "%Y-%m-%d")
        .map_err(|_| AppError::field(field, FieldProblem::NotADate))
}

async fn zone(tx: &mut Tx, contact: &ContactAsker) -> Result<Zone, StoreError> {
    let zone = queries::zone(tx, contact.client).await?;
    Ok(Zone::named(
        zone.as_ref()
            .map_or("Europe/Paris", |(zone,)| zone.as_str()),
    ))
}

mod queries {
    use app::domain::ids::{ClientId, ContactId};

    crate::queries! {
        maybe zone(client: ClientId) -> (String,) = "SELECT time_zone FROM clients WHERE id = $1";

        /// Who may be named: those who request, and do not approve themselves.
        all choices(client: ClientId, but: ContactId) -> (i64, String) = "
            SELECT c.id, c.name FROM memberships m JOIN contacts c ON c.id = m.contact_id
            WHERE m.client_id = $1 AND m.contact_id <> $2 AND m.role = 'requester'
                AND m.retired_at IS NULL AND c.retired_at IS NULL
            ORDER BY c.name COLLATE \"C\", c.id";

        /// Whom that approver named, until their end.
        all named_by(client: ClientId, approver: ContactId, now: i64) -> (i64, String, i64, i64) = "
            SELECT s.id, c.name, s.starts_at, s.ends_at FROM stand_ins s JOIN contacts c ON c.id = s.contact_id
            WHERE s.client_id = $1 AND s.approver_id = $2 AND s.ends_at > $3 AND s.ended_at IS NULL
            ORDER BY s.starts_at, s.id";

        /// In whose place that contact approves now.
        all standing_for(client: ClientId, contact: ContactId, now: i64) -> (i64, String, i64, i64) = "
            SELECT s.id, c.name, s.starts_at, s.ends_at
            FROM stand_ins s
            JOIN contacts c ON c.id = s.approver_id
            JOIN memberships m ON m.client_id = s.client_id AND m.contact_id = s.approver_id
            WHERE s.client_id = $1 AND s.contact_id = $2 AND s.starts_at <= $3 AND s.ends_at > $3
                AND s.ended_at IS NULL AND m.retired_at IS NULL AND m.role IN ('approver', 'client_admin')
            ORDER BY s.starts_at, s.id";

        maybe same(client: ClientId, approver: ContactId, contact: i64, starts_at: i64, ends_at: i64) -> (i64,) = "
            SELECT id FROM stand_ins
            WHERE client_id = $1 AND approver_id = $2 AND contact_id = $3 AND starts_at = $4 AND ends_at = $5
                AND ended_at IS NULL";

        maybe is_own(client: ClientId, approver: ContactId, id: i64) -> (i64,) = "
            SELECT id FROM stand_ins WHERE client_id = $1 AND approver_id = $2 AND id = $3";

        run keep(
            client: ClientId, id: i64, approver: ContactId, contact: i64, starts_at: i64, ends_at: i64, now: i64
        ) = "
            INSERT INTO stand_ins (client_id, id, approver_id, contact_id, starts_at, ends_at, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)";

        run end(client: ClientId, approver: ContactId, id: i64, now: i64) = "
            UPDATE stand_ins SET ended_at = $4
            WHERE client_id = $1 AND approver_id = $2 AND id = $3 AND ended_at IS NULL";
    }
}
