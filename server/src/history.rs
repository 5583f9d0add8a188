//! The past of a client: interventions that ended and outages, read from the latest back.
//!
//! # Layout
//!
//! - `timeline`: the two sources, each read in order, merged
//! - `csv`: the same entries as a file

pub mod csv;

mod queries;
mod timeline;

pub use queries::STATEMENTS;

use app::answer::AppError;
use app::backend::Answer;
use app::backend::history::{Entry, HistoryBackend, HistoryFilter, HistoryPage, Place};
use app::domain::access::{Asker, ContactAsker};

use crate::store::{Scope, Store};
use timeline::Timeline;

/// Entries on one page.
const PAGE: usize = 50;
/// Entries read at once for a file.
const BATCH: usize = 500;

/// Answers the pages.
#[derive(Clone)]
pub struct History {
    store: Store,
}

impl History {
    pub fn new(store: Store) -> History {
        History { store }
    }
}

impl HistoryBackend for History {
    fn page<'a>(
        &'a self,
        asker: &'a Asker,
        filter: &'a HistoryFilter,
        before: Option<Place>,
    ) -> Answer<'a, HistoryPage> {
        Box::pin(async move {
            let (contact, filter) = (contact(asker)?.clone(), filter.clone());
            let read = self.store.read(Scope::Client(contact.client), move |tx| {
                Box::pin(async move {
                    let timeline = Timeline::open(tx, contact, &filter).await?;
                    let (entries, next) = timeline.read(tx, before, PAGE).await?;
                    Ok::<_, AppError>(HistoryPage {
                        entries,
                        next,
                        components: timeline.choices(),
                        contracts: timeline.contracts(),
                        now: timeline.now(),
                    })
                })
            });
            read.await
        })
    }

    fn export<'a>(&'a self, asker: &'a Asker, filter: &'a HistoryFilter) -> Answer<'a, Vec<Entry>> {
        Box::pin(async move {
            let (contact, filter) = (contact(asker)?.clone(), filter.clone());
            let read = self.store.read(Scope::Client(contact.client), move |tx| {
                Box::pin(async move {
                    let timeline = Timeline::open(tx, contact, &filter).await?;
                    let (mut all, mut next) = timeline.read(tx, None, BATCH).await?;
                    while next.is_some() {
                        let (entries, after) = timeline.read(tx, next, BATCH).await?;
                        all.extend(entries);
                        next = after;
                    }
                    Ok::<_, AppError>(all)
                })
            });
            read.await
        })
    }
}

fn contact(asker: &Asker) -> Result<&ContactAsker, AppError> {
    match asker {
        Asker::Contact(contact) => Ok(contact),
        Asker::Staff(_) => Err(AppError::NotFound),
    }
}
