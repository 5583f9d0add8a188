//! Quotes: written and sent at the desk, answered by the client's approvers, expired by time.
//!
//! # Layout
//!
//! - `writing`: a draft, kept, sent or thrown away
//! - `answering`: accepted or declined
//! - `reading`: documents and lists, for whoever may see them
//! - [`following`]: the rows that follow from the log of interventions
//! - [`expiry`]: what nobody answered in time

pub mod expiry;
pub mod following;

mod answering;
mod queries;
mod reading;
mod writing;

pub use queries::STATEMENTS;
pub use reading::{limit, overdue_before, waiting_of};

use app::answer::AppError;
use app::backend::Answer;
use app::backend::quotes::{
    Offered, QuoteAnswer, QuoteBackend, QuoteDesk, QuoteList, QuoteSheet, Workbench,
};
use app::domain::access::{Asker, ContactAsker, StaffAsker, StaffRole};
use app::domain::quote::Offer;

use crate::store::{Scope, Store};

/// Quotes over the store.
#[derive(Clone)]
pub struct QuoteService {
    store: Store,
}

impl QuoteService {
    pub fn new(store: Store) -> Self {
        QuoteService { store }
    }
}

impl QuoteBackend for QuoteService {
    fn list<'a>(&'a self, asker: &'a Asker) -> Answer<'a, QuoteList> {
        Box::pin(async move {
            let contact = contact(asker)?.clone();
            let read = self.store.read(Scope::Client(contact.client), |tx| {
                Box::pin(async move { reading::of_client(tx, &contact).await })
            });
            read.await
        })
    }

    fn one<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        revision: Option<u32>,
    ) -> Answer<'a, QuoteSheet> {
        Box::pin(async move {
            let (asker, reference) = (asker.clone(), reference.to_owned());
            let read = self.store.read(scope(&asker), |tx| {
                Box::pin(async move { reading::sheet(tx, &asker, &reference, revision).await })
            });
            read.await
        })
    }

    fn of<'a>(&'a self, asker: &'a Asker, intervention: &'a str) -> Answer<'a, Offered> {
        Box::pin(async move {
            let (asker, intervention) = (asker.clone(), intervention.to_owned());
            let read = self.store.read(scope(&asker), |tx| {
                Box::pin(async move { reading::offered(tx, &asker, &intervention).await })
            });
            read.await
        })
    }

    fn answer<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        answer: QuoteAnswer,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let (contact, reference) = (contact(asker)?.clone(), reference.to_owned());
            let scope = Scope::Client(contact.client);
            let write = self.store.write(scope, move |tx| {
                Box::pin(async move { answering::answer(tx, &contact, &reference, &answer).await })
            });
            write.await
        })
    }

    fn workbench<'a>(&'a self, asker: &'a Asker, intervention: &'a str) -> Answer<'a, Workbench> {
        Box::pin(async move {
            let (staff, intervention) = (dispatcher(asker)?.clone(), intervention.to_owned());
            let read = self.store.read(Scope::Staff, |tx| {
                Box::pin(async move { writing::workbench(tx, &staff, &intervention).await })
            });
            read.await
        })
    }

    fn save<'a>(
        &'a self,
        asker: &'a Asker,
        intervention: &'a str,
        edition: Option<i64>,
        offer: Offer,
    ) -> Answer<'a, String> {
        Box::pin(async move {
            let (staff, intervention) = (dispatcher(asker)?.clone(), intervention.to_owned());
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(
                    async move { writing::save(tx, &staff, &intervention, edition, &offer).await },
                )
            });
            write.await
        })
    }

    fn send<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        edition: i64,
    ) -> Answer<'a, String> {
        Box::pin(async move {
            let (staff, reference) = (dispatcher(asker)?.clone(), reference.to_owned());
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move { writing::send(tx, &staff, &reference, edition).await })
            });
            write.await
        })
    }

    fn discard<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        edition: i64,
    ) -> Answer<'a, String> {
        Box::pin(async move {
            let reference = reference.to_owned();
            dispatcher(asker)?;
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move { writing::discard(tx, &reference, edition).await })
            });
            write.await
        })
    }

    fn desk<'a>(&'a self, asker: &'a Asker) -> Answer<'a, QuoteDesk> {
        Box::pin(async move {
            staff(asker)?;
            let read = self
                .store
                .read(Scope::Staff, |tx| Box::pin(reading::desk(tx)));
            read.await
        })
    }
}

fn scope(asker: &Asker) -> Scope {
    match asker {
        Asker::Contact(contact) => Scope::Client(contact.client),
        Asker::Staff(_) => Scope::Staff,
    }
}

fn contact(asker: &Asker) -> Result<&ContactAsker, AppError> {
    match asker {
        Asker::Contact(contact) => Ok(contact),
        Asker::Staff(_) => Err(AppError::Forbidden),
    }
}

fn staff(asker: &Asker) -> Result<&StaffAsker, AppError> {
    match asker {
        Asker::Staff(staff) => Ok(staff),
        Asker::Contact(_) => Err(AppError::Forbidden),
    }
}

/// What is about money is for whoever coordinates.
fn dispatcher(asker: &Asker) -> Result<&StaffAsker, AppError> {
    staff(asker).and_then(|staff| {
        if staff.role >= StaffRole::Dispatcher {
            Ok(staff)
        } else {
            Err(AppError::Forbidden)
        }
    })
}
