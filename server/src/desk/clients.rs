//! The clients that the provider looks after: all of them, and one with whom to call.

use app::answer::AppError;
use app::backend::desk::{ClientName, ClientRow, ClientSheet, ContactRow};
use app::domain::access::Role;
use app::domain::ids::ClientId;

use super::{debts, queries};
use crate::interventions::{facts, reading};
use crate::quotes;
use crate::store::Tx;

pub async fn all(tx: &mut Tx) -> Result<Vec<ClientRow>, AppError> {
    let rows = queries::clients_with_counts(tx).await?;
    let clients = rows.into_iter().map(|row| ClientRow {
        client: ClientName {
            slug: row.slug,
            name: row.name,
        },
        code: row.code,
        sites: row.sites,
        components: row.components,
        open_interventions: row.open_interventions,
        open_debts: row.open_debts,
    });
    Ok(clients.collect())
}

pub async fn one(tx: &mut Tx, slug: &str) -> Result<ClientSheet, AppError> {
    let (id, head_count) = queries::client_id(tx, slug)
        .await?
        .ok_or(AppError::NotFound)?;
    let client = ClientId(id);
    let facts = facts::read(tx, client).await?.ok_or(AppError::NotFound)?;
    let now = tx.now_ms();
    let mut open = Vec::new();
    for row in reading::open_of(tx, client).await? {
        open.push(reading::listed(row, false)?);
    }
    let contacts = queries::contacts_of(tx, client).await?;
    let owed = debts::owed_by(tx, slug).await?;
    let quotes = quotes::waiting_of(tx, client).await?;
    Ok(ClientSheet {
        client: ClientName {
            slug: facts.client.slug.clone(),
            name: facts.client.name.clone(),
        },
        code: facts.client.code.clone(),
        head_count,
        sites: facts.site_choices(),
        contacts: contacts.into_iter().map(contact_row).collect(),
        debts: owed,
        quotes,
        components: facts.component_choices(),
        open,
        now: facts.zone(None).instant(now),
    })
}

fn contact_row(row: queries::ContactRow) -> ContactRow {
    ContactRow {
        id: row.id,
        name: row.name,
        email: row.email,
        phone: row.phone,
        role: Role::from_code(&row.role).unwrap_or(Role::Viewer),
    }
}
