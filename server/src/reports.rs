//! Monthly reports: figures from the ledger, drafted at the desk, published and then frozen, corrected beside it.
//!
//! # Layout
//!
//! - `ledger`: everything of one client's month, read for `app::domain::report`; `covered`: the service hours that count
//! - `reading`: what was published, for the client; where each report stands, for the desk
//! - `writing`: drafts, decisions and actions, publication, corrections
//! - [`csv`]: the rows that the figures are made of, as a file

pub mod csv;

mod covered;
mod ledger;
mod queries;
mod reading;
mod writing;

pub use queries::STATEMENTS;

use app::answer::AppError;
use app::backend::Answer;
use app::backend::reports::{
    ReportBackend, ReportDesk, ReportList, ReportSheet, ResolveInput, Which, Workbench,
};
use app::domain::access::{Asker, ContactAsker, StaffAsker, StaffRole, Visibility};
use app::domain::report::{Comments, Figures, Month};

use crate::store::{Scope, Store};

/// Reports over the store.
#[derive(Clone)]
pub struct ReportService {
    store: Store,
}

impl ReportService {
    pub fn new(store: Store) -> Self {
        ReportService { store }
    }
}

impl ReportBackend for ReportService {
    fn list<'a>(&'a self, asker: &'a Asker) -> Answer<'a, ReportList> {
        Box::pin(async move {
            let contact = contact(asker)?.clone();
            let read = self.store.read(Scope::Client(contact.client), |tx| {
                Box::pin(async move { reading::list(tx, &contact).await })
            });
            read.await
        })
    }

    fn one<'a>(&'a self, asker: &'a Asker, month: Month) -> Answer<'a, ReportSheet> {
        Box::pin(async move {
            let contact = contact(asker)?;
            if !sees_whole_client(contact) {
                return Err(AppError::NotFound);
            }
            let client = contact.client;
            let read = self.store.read(Scope::Client(client), move |tx| {
                Box::pin(async move {
                    let sheet = reading::sheet(tx, client, month).await?;
                    sheet.ok_or(AppError::NotFound)
                })
            });
            read.await
        })
    }

    fn so_far<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Option<Figures>> {
        Box::pin(async move {
            let contact = contact(asker)?;
            if !sees_whole_client(contact) {
                return Ok(None);
            }
            let client = contact.client;
            let read = self.store.read(Scope::Client(client), move |tx| {
                Box::pin(async move { reading::so_far(tx, client).await })
            });
            read.await
        })
    }

    fn desk<'a>(&'a self, asker: &'a Asker, month: Option<Month>) -> Answer<'a, ReportDesk> {
        Box::pin(async move {
            staff(asker)?;
            let read = self.store.read(Scope::Staff, move |tx| {
                Box::pin(async move { reading::desk(tx, month).await })
            });
            read.await
        })
    }

    fn workbench<'a>(
        &'a self,
        asker: &'a Asker,
        client: &'a str,
        month: Month,
    ) -> Answer<'a, Workbench> {
        Box::pin(async move {
            let may_publish = staff(asker)?.role >= StaffRole::Dispatcher;
            let slug = client.to_owned();
            let read = self.store.read(Scope::Staff, move |tx| {
                Box::pin(async move { reading::workbench(tx, &slug, month, may_publish).await })
            });
            read.await
        })
    }

    fn save<'a>(
        &'a self,
        asker: &'a Asker,
        which: Which<'a>,
        edition: Option<i64>,
        comments: Comments,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let (staff, slug) = (staff(asker)?.clone(), which.client.to_owned());
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move {
                    let draft = writing::Draft::of(tx, &slug, which.month).await?;
                    draft.save(tx, &staff, edition, &comments).await
                })
            });
            write.await
        })
    }

    fn resolve<'a>(
        &'a self,
        asker: &'a Asker,
        which: Which<'a>,
        input: ResolveInput,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let (staff, slug) = (staff(asker)?.clone(), which.client.to_owned());
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move {
                    let draft = writing::Draft::of(tx, &slug, which.month).await?;
                    draft.resolve(tx, &staff, &input).await
                })
            });
            write.await
        })
    }

    fn settle<'a>(
        &'a self,
        asker: &'a Asker,
        which: Which<'a>,
        resolve: i64,
        done: bool,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let slug = which.client.to_owned();
            staff(asker)?;
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move {
                    let draft = writing::Draft::of(tx, &slug, which.month).await?;
                    draft.settle(tx, resolve, done).await
                })
            });
            write.await
        })
    }

    fn withdraw<'a>(&'a self, asker: &'a Asker, which: Which<'a>, resolve: i64) -> Answer<'a, ()> {
        Box::pin(async move {
            let slug = which.client.to_owned();
            staff(asker)?;
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move {
                    let draft = writing::Draft::of(tx, &slug, which.month).await?;
                    draft.withdraw(tx, resolve).await
                })
            });
            write.await
        })
    }

    fn publish<'a>(
        &'a self,
        asker: &'a Asker,
        which: Which<'a>,
        edition: Option<i64>,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let (staff, slug) = (dispatcher(asker)?.clone(), which.client.to_owned());
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move {
                    let draft = writing::Draft::of(tx, &slug, which.month).await?;
                    draft.publish(tx, &staff, edition).await
                })
            });
            write.await
        })
    }

    fn correct<'a>(
        &'a self,
        asker: &'a Asker,
        which: Which<'a>,
        known: usize,
        reason: String,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let (staff, slug) = (dispatcher(asker)?.clone(), which.client.to_owned());
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move {
                    writing::correct(tx, &staff, &slug, which.month, known, &reason).await
                })
            });
            write.await
        })
    }
}

/// A report tells of every site and of everybody's requests.
pub fn sees_whole_client(contact: &ContactAsker) -> bool {
    contact.visibility == Visibility::Client
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

/// What a client is told for good is for whoever coordinates.
fn dispatcher(asker: &Asker) -> Result<&StaffAsker, AppError> {
    staff(asker).and_then(|staff| {
        if staff.role >= StaffRole::Dispatcher {
            Ok(staff)
        } else {
            Err(AppError::Forbidden)
        }
    })
}
