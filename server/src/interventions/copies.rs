//! Who sees an intervention besides whoever sees it anyway: colleagues put in copy, and those who asked to be
//! kept informed. Both are followers: the one rule of what a contact sees knows no other.

use app::answer::{AppError, FieldProblem};
use app::backend::requesting::{Copied, Copies, MOST_COPIES, Person};
use app::domain::access::{Asker, ContactAsker, Role};
use app::domain::ids::{ClientId, ContactId, InterventionId};
use app::domain::intervention::Snapshot;

pub use queries::STATEMENTS;

use super::reading::Depth;
use super::{acting, contacts, queries as rows, reading};
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

/// Who puts somebody in copy, as it is stored.
#[derive(Debug, Clone, Copy)]
pub enum By {
    Contact(i64),
    Staff(i64),
}

impl By {
    const fn stored(self) -> (&'static str, i64) {
        match self {
            By::Contact(id) => ("contact", id),
            By::Staff(id) => ("staff", id),
        }
    }
}

/// Everyone who follows it or is in copy, and whom that reader may add.
pub async fn of(
    tx: &mut Tx,
    (client, id): (ClientId, InterventionId),
    depth: Depth<'_>,
    snapshot: &Snapshot,
    zone: Zone,
) -> Result<Copies, StoreError> {
    let rows = queries::people(tx, client, id).await?;
    let people: Vec<Copied> = rows
        .into_iter()
        .map(|row| Copied {
            person: Person {
                id: row.contact_id,
                name: row.name,
            },
            since: zone.instant(row.since),
            by: row.by_name,
        })
        .collect();
    let may_change = match depth {
        Depth::Staff => true,
        Depth::Client(contact) => contact_may(contact, snapshot),
    };
    if !may_change {
        return Ok(Copies {
            people,
            ..Copies::default()
        });
    }
    let mut choices = colleagues(tx, client).await?;
    choices.retain(|person| {
        let reads = matches!(depth, Depth::Client(contact) if contact.contact.0 == person.id);
        !reads
            && snapshot.requester != Some(ContactId(person.id))
            && people.iter().all(|copied| copied.person.id != person.id)
    });
    Ok(Copies {
        people,
        choices,
        may_change,
    })
}

/// The client's contacts, by name.
pub async fn colleagues(tx: &mut Tx, client: ClientId) -> Result<Vec<Person>, StoreError> {
    let rows = queries::colleagues(tx, client).await?;
    let people = rows.into_iter().map(|(id, name)| Person { id, name });
    Ok(people.collect())
}

/// Whoever asked, and whoever answers for the client's information system.
fn contact_may(contact: &ContactAsker, snapshot: &Snapshot) -> bool {
    let is_own = snapshot.requester == Some(contact.contact);
    contact.may_request() && (is_own || contact.role == Role::ClientAdmin)
}

/// Puts a contact in copy, or takes it out; who has their page open sees it.
pub async fn change(
    tx: &mut Tx,
    asker: &Asker,
    reference: &str,
    contact: i64,
    in_copy: bool,
) -> Result<(), AppError> {
    let (head, by) = match asker {
        Asker::Contact(reader) => (
            contacts::seen_head(tx, reader, reference).await?,
            By::Contact(reader.contact.0),
        ),
        Asker::Staff(staff) => (
            reading::find(tx, reference)
                .await?
                .ok_or(AppError::NotFound)?,
            By::Staff(staff.staff.0),
        ),
    };
    let held = acting::hold(tx, &head).await?;
    if matches!(asker, Asker::Contact(reader) if !contact_may(reader, &held.snapshot)) {
        return Err(AppError::Forbidden);
    }
    let whose = (held.told.client, held.told.intervention);
    if in_copy {
        put(tx, whose, &[contact], by, "contact").await?;
    } else {
        rows::forget_follower(tx, whose.0, whose.1, ContactId(contact)).await?;
    }
    acting::tell(tx, &held.told, &held.snapshot).await?;
    Ok(())
}

/// Puts these contacts in copy, all or none.
///
/// # Errors
/// At that field: one is not the client's, or there would be too many.
pub async fn put(
    tx: &mut Tx,
    (client, id): (ClientId, InterventionId),
    people: &[i64],
    by: By,
    field: &str,
) -> Result<(), AppError> {
    let (who, whose) = by.stored();
    for person in people {
        let person = ContactId(*person);
        if queries::colleague(tx, client, person).await?.is_none() {
            return Err(AppError::field(field, FieldProblem::Unknown));
        }
        let since = tx.now_ms();
        queries::put(tx, client, id, person, since, who, whose).await?;
    }
    let (count,) = queries::count(tx, client, id).await?;
    if usize::try_from(count).unwrap_or(usize::MAX) > MOST_COPIES {
        return Err(AppError::field(field, FieldProblem::Full));
    }
    Ok(())
}

mod queries {
    use app::domain::ids::{ClientId, ContactId, InterventionId};

    #[derive(Debug, sqlx::FromRow)]
    pub struct CopyRow {
        pub contact_id: i64,
        pub name: String,
        pub since: i64,
        pub by_name: Option<String>,
    }

    crate::queries! {
        all people(client: ClientId, intervention: InterventionId) -> CopyRow = "
            SELECT f.contact_id, c.name, f.since, COALESCE(colleague.name, st.name) AS by_name
            FROM followers f
            JOIN contacts c ON c.id = f.contact_id
            JOIN memberships m ON m.client_id = f.client_id AND m.contact_id = f.contact_id AND m.retired_at IS NULL
            LEFT JOIN contacts colleague ON f.added_by = 'contact' AND colleague.id = f.added_by_id
            LEFT JOIN staff st ON f.added_by = 'staff' AND st.id = f.added_by_id
            WHERE f.client_id = $1 AND f.intervention_id = $2
            ORDER BY c.name COLLATE \"C\", c.id";

        all colleagues(client: ClientId) -> (i64, String) = "
            SELECT c.id, c.name FROM memberships m JOIN contacts c ON c.id = m.contact_id
            WHERE m.client_id = $1 AND m.retired_at IS NULL AND c.retired_at IS NULL
            ORDER BY c.name COLLATE \"C\", c.id LIMIT 500";

        maybe colleague(client: ClientId, contact: ContactId) -> (i64,) = "
            SELECT c.id FROM memberships m JOIN contacts c ON c.id = m.contact_id
            WHERE m.client_id = $1 AND m.contact_id = $2 AND m.retired_at IS NULL AND c.retired_at IS NULL";

        one count(client: ClientId, intervention: InterventionId) -> (i64,) = "
            SELECT COUNT(*) FROM followers WHERE client_id = $1 AND intervention_id = $2 AND added_by <> 'self'";

        run put(
            client: ClientId, intervention: InterventionId, contact: ContactId, since: i64, added_by: &str, added_by_id: i64,
        ) = "
            INSERT INTO followers (client_id, intervention_id, contact_id, since, added_by, added_by_id)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (client_id, intervention_id, contact_id) DO NOTHING";
    }
}
