//! Preventive work: planned at the desk, seen on calendars by both sides, read by calendar programs.
//!
//! # Layout
//!
//! - `plan`: the form and what it makes
//! - [`slots`]: what was typed, as a slot
//! - `calendar`: the month and what is to come, of those that the asker may see
//! - `on_component`: what is to come on one component, and its last check-visit
//! - `subscription`: a contact's address for calendar programs; `feed`: what stands there, as iCalendar

mod calendar;
pub mod feed;
mod on_component;
mod plan;
mod queries;
pub mod slots;
mod subscription;

pub use queries::STATEMENTS;

use std::sync::Arc;

use app::answer::AppError;
use app::backend::Answer;
use app::backend::planning::{
    Calendar, CalendarFilter, OnComponent, PlanAbout, PlanForm, PlanInput, PlanningBackend,
    Subscription,
};
use app::domain::access::{Asker, ContactAsker, Lang, StaffAsker};

use crate::store::{Scope, Store};

/// Planned work over the store.
#[derive(Clone)]
pub struct PlannedWork {
    store: Store,
    /// The portal's public address.
    base: Arc<str>,
}

impl PlannedWork {
    pub fn new(store: Store, base: &str) -> Self {
        PlannedWork {
            store,
            base: base.into(),
        }
    }

    /// The asker's planned work, as a calendar program reads it.
    pub async fn feed(&self, asker: &Asker, lang: Lang) -> Result<String, AppError> {
        let (asker, base) = (asker.clone(), self.base.clone());
        self.store
            .read(scope(&asker), |tx| {
                Box::pin(async move { feed::of(tx, &asker, lang, &base).await })
            })
            .await
    }

    /// The same, for whoever holds that token; unknown and revoked are one.
    pub async fn feed_of(&self, token: &str) -> Result<String, AppError> {
        let hash = crate::account::hash_token(token);
        let holder = self.store.read(Scope::System, |tx| {
            Box::pin(async move { subscription::holder(tx, &hash).await })
        });
        let (contact, lang) = holder.await?.ok_or(AppError::NotFound)?;
        self.feed(&Asker::Contact(contact), lang).await
    }
}

impl PlanningBackend for PlannedWork {
    fn form<'a>(&'a self, asker: &'a Asker, about: &'a PlanAbout) -> Answer<'a, PlanForm> {
        Box::pin(async move {
            staff(asker)?;
            let about = about.clone();
            self.store
                .read(Scope::Staff, |tx| {
                    Box::pin(async move { plan::form(tx, &about).await })
                })
                .await
        })
    }

    fn plan<'a>(&'a self, asker: &'a Asker, input: PlanInput) -> Answer<'a, String> {
        Box::pin(async move {
            let staff = staff(asker)?.clone();
            let write = self.store.write(Scope::Staff, move |tx| {
                Box::pin(async move { plan::keep(tx, &staff, &input).await })
            });
            write.await
        })
    }

    fn calendar<'a>(
        &'a self,
        asker: &'a Asker,
        filter: &'a CalendarFilter,
    ) -> Answer<'a, Calendar> {
        Box::pin(async move {
            let (asker, filter) = (asker.clone(), filter.clone());
            self.store
                .read(scope(&asker), |tx| {
                    Box::pin(async move { calendar::page(tx, &asker, &filter).await })
                })
                .await
        })
    }

    fn on_component<'a>(&'a self, asker: &'a Asker, key: &'a str) -> Answer<'a, OnComponent> {
        Box::pin(async move {
            let (contact, key) = (contact(asker)?.clone(), key.to_owned());
            self.store
                .read(Scope::Client(contact.client), |tx| {
                    Box::pin(async move { on_component::of(tx, &contact, &key).await })
                })
                .await
        })
    }

    fn subscription<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Option<Subscription>> {
        Box::pin(async move {
            let Asker::Contact(contact) = asker else {
                return Ok(None);
            };
            let (contact, base) = (contact.clone(), self.base.to_string());
            self.store
                .read(Scope::Client(contact.client), |tx| {
                    Box::pin(async move { subscription::current(tx, &contact, base).await })
                })
                .await
        })
    }

    fn subscribe<'a>(&'a self, asker: &'a Asker) -> Answer<'a, String> {
        Box::pin(async move {
            let contact = contact(asker)?.clone();
            let scope = Scope::Client(contact.client);
            let write = self.store.write(scope, move |tx| {
                Box::pin(async move { subscription::renew(tx, &contact).await })
            });
            write.await
        })
    }

    fn unsubscribe<'a>(&'a self, asker: &'a Asker) -> Answer<'a, ()> {
        Box::pin(async move {
            let contact = contact(asker)?.clone();
            let scope = Scope::Client(contact.client);
            let write = self.store.write(scope, move |tx| {
                Box::pin(async move { subscription::revoke(tx, &contact).await })
            });
            write.await
        })
    }
}

fn scope(asker: &Asker) -> Scope {
    match asker {
        Asker::Contact(contact) => Scope::Client(contact.client),
        Asker::Staff(_) => Scope::Staff,
    }
}

fn staff(asker: &Asker) -> Result<&StaffAsker, AppError> {
    match asker {
        Asker::Staff(staff) => Ok(staff),
        Asker::Contact(_) => Err(AppError::Forbidden),
    }
}

fn contact(asker: &Asker) -> Result<&ContactAsker, AppError> {
    match asker {
        Asker::Contact(contact) => Ok(contact),
        Asker::Staff(_) => Err(AppError::Forbidden),
    }
}
