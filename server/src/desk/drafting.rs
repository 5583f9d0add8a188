//! Contracts at the desk: drafts that administrators start, change and publish.
//!
//! # Layout
//!
//! - `reading`: a draft with what it follows and what is wrong with it; what it would change
//! - `writing`: started, changed, discarded
//! - `publishing`: it becomes a version, for ever

mod publishing;
mod queries;
mod reading;
mod writing;

pub use queries::STATEMENTS;

use app::answer::AppError;
use app::backend::Answer;
use app::backend::drafting::{
    By, DraftAt, DraftSheet, DraftingBackend, NewContract, Preview, Workbench,
};
use app::domain::access::{Asker, StaffAsker};
use app::domain::contract::editing::Edit;
use app::domain::ids::{ClientId, StaffId};

use crate::store::{Scope, Store, Tx};

/// The drafts over the store.
#[derive(Clone)]
pub struct ContractDesk {
    store: Store,
}

impl ContractDesk {
    pub fn new(store: Store) -> Self {
        ContractDesk { store }
    }
}

impl DraftingBackend for ContractDesk {
    fn workbench<'a>(&'a self, asker: &'a Asker, client: &'a str) -> Answer<'a, Workbench> {
        Box::pin(async move {
            administrator(asker)?;
            let slug = client.to_owned();
            let read = self.store.read(Scope::Staff, |tx| {
                Box::pin(async move { reading::workbench(tx, &slug).await })
            });
            read.await
        })
    }

    fn create<'a>(&'a self, by: By<'a>, client: &'a str, new: NewContract) -> Answer<'a, i64> {
        Box::pin(async move {
            let (editor, slug) = (Editor::of(by)?, client.to_owned());
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move { writing::create(tx, &editor, &slug, new).await })
            });
            write.await
        })
    }

    fn prepare<'a>(&'a self, by: By<'a>, client: &'a str, number: &'a str) -> Answer<'a, i64> {
        Box::pin(async move {
            let editor = Editor::of(by)?;
            let (slug, number) = (client.to_owned(), number.to_owned());
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move { writing::prepare(tx, &editor, &slug, &number).await })
            });
            write.await
        })
    }

    fn sheet<'a>(
        &'a self,
        asker: &'a Asker,
        client: &'a str,
        draft: i64,
    ) -> Answer<'a, DraftSheet> {
        Box::pin(async move {
            administrator(asker)?;
            let slug = client.to_owned();
            let read = self.store.read(Scope::Staff, move |tx| {
                Box::pin(async move { reading::sheet(tx, &slug, draft).await })
            });
            read.await
        })
    }

    fn edit<'a>(&'a self, asker: &'a Asker, at: &'a DraftAt, edit: Edit) -> Answer<'a, ()> {
        Box::pin(async move {
            let (staff, at) = (administrator(asker)?.staff, at.clone());
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move { writing::edit(tx, staff, &at, edit).await })
            });
            write.await
        })
    }

    fn preview<'a>(&'a self, asker: &'a Asker, client: &'a str, draft: i64) -> Answer<'a, Preview> {
        Box::pin(async move {
            administrator(asker)?;
            let slug = client.to_owned();
            let read = self.store.read(Scope::Staff, move |tx| {
                Box::pin(async move { reading::preview(tx, &slug, draft).await })
            });
            read.await
        })
    }

    fn publish<'a>(&'a self, by: By<'a>, at: &'a DraftAt) -> Answer<'a, u32> {
        Box::pin(async move {
            let (editor, at) = (Editor::of(by)?, at.clone());
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move { publishing::publish(tx, &editor, &at).await })
            });
            write.await
        })
    }

    fn discard<'a>(&'a self, by: By<'a>, at: &'a DraftAt) -> Answer<'a, ()> {
        Box::pin(async move {
            let (editor, at) = (Editor::of(by)?, at.clone());
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move { writing::discard(tx, &editor, &at).await })
            });
            write.await
        })
    }
}

/// An administrator, and where the request came from.
#[derive(Debug, Clone)]
struct Editor {
    staff: StaffId,
    address: String,
}

impl Editor {
    fn of(by: By<'_>) -> Result<Editor, AppError> {
        Ok(Editor {
            staff: administrator(by.asker)?.staff,
            address: by.address.to_owned(),
        })
    }
}

fn administrator(asker: &Asker) -> Result<&StaffAsker, AppError> {
    match asker {
        Asker::Staff(staff) if staff.is_administrator() => Ok(staff),
        _ => Err(AppError::Forbidden),
    }
}

/// The client of that slug. Whoever works on its drafts takes turns from here on.
async fn client_alone(tx: &mut Tx, slug: &str) -> Result<ClientId, AppError> {
    let client = client_of(tx, slug).await?;
    tx.alone("contract-drafts", client.0).await?;
    Ok(client)
}

async fn client_of(tx: &mut Tx, slug: &str) -> Result<ClientId, AppError> {
    let (id, _) = super::queries::client_id(tx, slug)
        .await?
        .ok_or(AppError::NotFound)?;
    Ok(ClientId(id))
}
