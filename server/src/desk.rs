//! The desk of the provider's staff: the queue over all clients, the gestures of a technician, calls, clients.
//!
//! # Layout
//!
//! - `queue`: what waits, page by page; `search`: everything there ever was, by its words
//! - `gestures`: what a technician does to an intervention; `planned`: to preventive work
//! - `handing`: from one level to another; [`canned`]: texts that are written often
//! - `calls`: a telephone call becomes a request
//! - `ties`: what ties it to another; `debts`: definitive repairs that are owed
//! - `clients`: whom the provider looks after
//! - [`waiting`]: how much waits, for the marks of the navigation
//! - [`drafting`]: contracts started, prepared and published

mod calls;
pub mod canned;
mod clients;
mod debts;
pub mod drafting;
mod gestures;
mod handing;
mod planned;
mod queries;
mod queue;
mod search;
mod ties;
pub mod waiting;

pub use queries::STATEMENTS;

use app::answer::AppError;
use app::backend::Answer;
use app::backend::desk::{
    CallForm, CallInput, ClientRow, ClientSheet, DebtFilter, Debts, DeskBackend, DeskDone,
    DeskGesture, DeskSheet, Found, Queue, QueueFilter, SearchFilter,
};
use app::domain::access::{Asker, StaffAsker};
use app::domain::intervention::Actor;

use crate::store::{Scope, Store};

/// The desk over the store.
#[derive(Clone)]
pub struct StaffDesk {
    store: Store,
}

impl StaffDesk {
    pub fn new(store: Store) -> Self {
        StaffDesk { store }
    }
}

impl DeskBackend for StaffDesk {
    fn queue<'a>(&'a self, asker: &'a Asker, filter: &'a QueueFilter) -> Answer<'a, Queue> {
        Box::pin(async move {
            let (staff, filter) = (staff(asker)?.clone(), filter.clone());
            self.store
                .read(Scope::Staff, |tx| {
                    Box::pin(async move { queue::page(tx, &staff, &filter).await })
                })
                .await
        })
    }

    fn search<'a>(&'a self, asker: &'a Asker, filter: &'a SearchFilter) -> Answer<'a, Found> {
        Box::pin(async move {
            staff(asker)?;
            let filter = filter.clone();
            let read = self.store.read(Scope::Staff, |tx| {
                Box::pin(async move { search::page(tx, &filter).await })
            });
            read.await
        })
    }

    fn one<'a>(&'a self, asker: &'a Asker, reference: &'a str) -> Answer<'a, DeskSheet> {
        Box::pin(async move {
            let (staff, reference) = (staff(asker)?.clone(), reference.to_owned());
            let read = self.store.read(Scope::Staff, |tx| {
                Box::pin(async move { gestures::sheet(tx, &staff, &reference).await })
            });
            read.await
        })
    }

    fn act<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        gesture: DeskGesture,
    ) -> Answer<'a, DeskDone> {
        Box::pin(async move {
            let (staff, reference) = (staff(asker)?.clone(), reference.to_owned());
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move { gestures::act(tx, &staff, &reference, &gesture).await })
            });
            write.await
        })
    }

    fn call_form<'a>(&'a self, asker: &'a Asker, client: Option<&'a str>) -> Answer<'a, CallForm> {
        Box::pin(async move {
            staff(asker)?;
            let client = client.map(str::to_owned);
            let read = self.store.read(Scope::Staff, |tx| {
                Box::pin(async move { calls::form(tx, client.as_deref()).await })
            });
            read.await
        })
    }

    fn enter_call<'a>(&'a self, asker: &'a Asker, call: CallInput) -> Answer<'a, String> {
        Box::pin(async move {
            let staff = staff(asker)?.clone();
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move { calls::enter(tx, &staff, &call).await })
            });
            write.await
        })
    }

    fn debts<'a>(&'a self, asker: &'a Asker, filter: &'a DebtFilter) -> Answer<'a, Debts> {
        Box::pin(async move {
            staff(asker)?;
            let filter = filter.clone();
            self.store
                .read(Scope::Staff, |tx| {
                    Box::pin(async move { debts::page(tx, &filter).await })
                })
                .await
        })
    }

    fn review_risk<'a>(&'a self, asker: &'a Asker, client: &'a str, debt: i64) -> Answer<'a, ()> {
        Box::pin(async move {
            staff(asker)?;
            let client = client.to_owned();
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move { debts::review(tx, &client, debt).await })
            });
            write.await
        })
    }

    fn clients<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Vec<ClientRow>> {
        Box::pin(async move {
            staff(asker)?;
            self.store
                .read(Scope::Staff, |tx| Box::pin(clients::all(tx)))
                .await
        })
    }

    fn client<'a>(&'a self, asker: &'a Asker, slug: &'a str) -> Answer<'a, ClientSheet> {
        Box::pin(async move {
            staff(asker)?;
            let slug = slug.to_owned();
            self.store
                .read(Scope::Staff, |tx| {
                    Box::pin(async move { clients::one(tx, &slug).await })
                })
                .await
        })
    }
}

fn staff(asker: &Asker) -> Result<&StaffAsker, AppError> {
    match asker {
        Asker::Staff(staff) => Ok(staff),
        Asker::Contact(_) => Err(AppError::Forbidden),
    }
}

fn actor(staff: &StaffAsker) -> Actor {
    Actor::Staff {
        id: staff.staff,
        role: staff.role,
    }
}
