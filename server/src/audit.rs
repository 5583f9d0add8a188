//! What staff did that somebody may have to account for, in the transaction that did it; and who reads it.

use app::answer::AppError;
use app::backend::Answer;
use app::backend::audit::{AuditBackend, AuditFilter, AuditLine, AuditPage, AuditPlace};
use app::backend::desk::ClientName;
use app::domain::access::{Asker, Role};
use app::domain::ids::{ClientId, ContactId, StaffId};

use self::queries::AuditRow;
use crate::store::{Scope, Store, StoreError, Tx, ids};
use crate::zone::Zone;

pub use app::backend::audit::AuditAction as Action;

/// One line of the log.
#[derive(Debug)]
pub struct Entry<'a> {
    pub action: Action,
    pub staff: StaffId,
    pub client: Option<ClientId>,
    pub contact: Option<ContactId>,
    pub details: serde_json::Value,
    /// Where the request came from; empty when the program did it by itself.
    pub address: &'a str,
}

/// Appends; nothing in the program changes or removes a line.
pub async fn append(tx: &mut Tx, at: i64, entry: Entry<'_>) -> Result<(), StoreError> {
    let details = entry.details.to_string();
    queries::append(
        tx,
        ids::next(),
        at,
        entry.action.code(),
        entry.staff,
        entry.client.map(|client| client.0),
        entry.contact.map(|contact| contact.0),
        &details,
        entry.address,
    )
    .await?;
    Ok(())
}

/// Lines a page.
const PAGE: usize = 50;

/// Reads the log.
#[derive(Clone)]
pub struct AuditLog {
    store: Store,
}

impl AuditLog {
    pub fn new(store: Store) -> Self {
        AuditLog { store }
    }
}

impl AuditBackend for AuditLog {
    fn whole<'a>(&'a self, asker: &'a Asker, filter: &'a AuditFilter) -> Answer<'a, AuditPage> {
        Box::pin(async move {
            match asker {
                Asker::Staff(staff) if staff.is_administrator() => {}
                _ => return Err(AppError::Forbidden),
            }
            let filter = filter.clone();
            let read = self.store.read(Scope::Staff, |tx| {
                Box::pin(async move { whole(tx, &filter).await })
            });
            read.await
        })
    }

    fn own<'a>(&'a self, asker: &'a Asker, before: Option<AuditPlace>) -> Answer<'a, AuditPage> {
        Box::pin(async move {
            let client = match asker {
                Asker::Contact(contact) if contact.role == Role::ClientAdmin => contact.client,
                _ => return Err(AppError::Forbidden),
            };
            let read = self.store.read(Scope::Client(client), |tx| {
                Box::pin(async move { own(tx, client, before).await })
            });
            read.await
        })
    }
}

async fn whole(tx: &mut Tx, filter: &AuditFilter) -> Result<AuditPage, AppError> {
    let names = queries::client_names(tx).await?;
    let zone = queries::provider_zone(tx).await?;
    let zone = Zone::named(zone.as_ref().map_or("Europe/Paris", |(zone,)| zone));
    let (at, id) = start(filter.before);
    let rows = match &filter.client {
        Some(slug) => {
            let known = names.iter().find(|(_, known, _)| known == slug);
            let (client, ..) = known.ok_or(AppError::NotFound)?;
            queries::of_client(tx, ClientId(*client), at, id, limit()).await?
        }
        None => queries::newest(tx, at, id, limit()).await?,
    };
    let mut page = page(tx, rows, zone)?;
    page.clients = names
        .into_iter()
        .map(|(_, slug, name)| ClientName { slug, name })
        .collect();
    Ok(page)
}

/// What a client reads of it: neither where its provider's people were, nor what is being prepared.
async fn own(
    tx: &mut Tx,
    client: ClientId,
    before: Option<AuditPlace>,
) -> Result<AuditPage, AppError> {
    let (zone,) = queries::client_zone(tx, client)
        .await?
        .ok_or(AppError::NotFound)?;
    let (at, id) = start(before);
    let rows = queries::told_to_client(tx, client, at, id, limit()).await?;
    let mut page = page(tx, rows, Zone::named(&zone))?;
    for line in &mut page.lines {
        line.address.clear();
    }
    Ok(page)
}

fn start(before: Option<AuditPlace>) -> (i64, i64) {
    before.map_or((i64::MAX, i64::MAX), |place| (place.at, place.id))
}

fn limit() -> i64 {
    i64::try_from(PAGE).unwrap_or(i64::MAX) + 1
}

fn page(tx: &Tx, mut rows: Vec<AuditRow>, zone: Zone) -> Result<AuditPage, StoreError> {
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| AuditPlace {
        at: row.at,
        id: row.id,
    });
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push(line(row, zone)?);
    }
    Ok(AuditPage {
        lines,
        next,
        clients: vec![],
        now: zone.instant(tx.now_ms()),
    })
}

fn line(row: AuditRow, zone: Zone) -> Result<AuditLine, StoreError> {
    let details: serde_json::Value =
        serde_json::from_str(&row.details).map_err(|error| StoreError::Other(error.into()))?;
    let version = details["version"].as_u64();
    let version = version.and_then(|version| u32::try_from(version).ok());
    let contract = details["number"]
        .as_str()
        .map(|number| (number.to_owned(), version));
    let client = match (row.client_slug, row.client_name) {
        (Some(slug), Some(name)) => Some(ClientName { slug, name }),
        _ => None,
    };
    Ok(AuditLine {
        action: Action::from_code(&row.action),
        at: zone.instant(row.at),
        staff: row.staff,
        client,
        contact: row.contact,
        contract,
        address: row.address,
    })
}

pub use queries::STATEMENTS;

mod queries {
    use app::domain::ids::{ClientId, StaffId};

    #[derive(Debug, Clone, sqlx::FromRow)]
    pub struct AuditRow {
        pub id: i64,
        pub at: i64,
        pub action: String,
        pub details: String,
        pub address: String,
        pub staff: String,
        pub client_slug: Option<String>,
        pub client_name: Option<String>,
        pub contact: Option<String>,
    }

    macro_rules! lines {
        ($rest:literal) => {
            concat!(
                "SELECT a.id, a.at, a.action, a.details, a.address, s.name AS staff, cl.slug AS client_slug,
                    cl.name AS client_name, c.name AS contact
                FROM audit_log a
                JOIN staff s ON s.id = a.staff_id
                LEFT JOIN clients cl ON cl.id = a.client_id
                LEFT JOIN contacts c ON c.id = a.contact_id ",
                $rest,
                " ORDER BY a.at DESC, a.id DESC LIMIT "
            )
        };
    }

    crate::queries! {
        /// Newest first, before that place.
        all newest(at: i64, id: i64, limit: i64) -> AuditRow = concat!(lines!("
            WHERE a.at <= $1 AND (a.at < $1 OR a.id < $2)"), "$3");

        all of_client(client: ClientId, at: i64, id: i64, limit: i64) -> AuditRow = concat!(lines!("
            WHERE a.client_id = $1 AND a.at <= $2 AND (a.at < $2 OR a.id < $3)"), "$4");

        /// Drafts are the provider's own until they are published.
        all told_to_client(client: ClientId, at: i64, id: i64, limit: i64) -> AuditRow = concat!(lines!("
            WHERE a.client_id = $1 AND a.at <= $2 AND (a.at < $2 OR a.id < $3)
                AND a.action IN ('contract_published', 'contact_view_started', 'contact_view_ended')"), "$4");

        all client_names() -> (i64, String, String) = "
            SELECT id, slug, name FROM clients ORDER BY name_folded COLLATE \"C\", id";

        maybe provider_zone() -> (String,) = "SELECT time_zone FROM provider WHERE id = 1";

        maybe client_zone(client: ClientId) -> (String,) = "SELECT time_zone FROM clients WHERE id = $1";

        run append(id: i64, at: i64, action: &str, staff: StaffId, client: Option<i64>, contact: Option<i64>, details: &str, address: &str) = "
            INSERT INTO audit_log (id, at, action, staff_id, client_id, contact_id, details, address)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    }
}
