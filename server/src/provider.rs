//! The provider whose portal this is: kept in memory, because every page shows it.

use std::sync::Arc;

use app::shell::{PhoneLine, ProviderCard};
use arc_swap::ArcSwap;

use crate::store::{Scope, Store, StoreError};

pub use queries::STATEMENTS;

/// The provider as it was last read.
#[derive(Clone)]
pub struct ProviderInMemory {
    store: Store,
    known: Arc<ArcSwap<Known>>,
}

/// What pages need of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    pub card: ProviderCard,
    /// An SVG document; empty for none.
    pub logo_svg: String,
    /// The data was made for a demonstration: every page says so.
    pub demonstration: bool,
}

impl ProviderInMemory {
    /// Reads it for the first time.
    pub async fn load(store: Store) -> Result<Self, StoreError> {
        let provider = ProviderInMemory {
            store,
            known: Arc::default(),
        };
        provider.refresh().await?;
        Ok(provider)
    }

    pub fn known(&self) -> Arc<Known> {
        self.known.load_full()
    }

    /// Reads it again: after an import, here or by another process.
    pub async fn refresh(&self) -> Result<(), StoreError> {
        let row = self
            .store
            .read(Scope::System, |tx| Box::pin(queries::provider(tx)))
            .await?;
        self.known
            .store(Arc::new(row.map(known).unwrap_or_default()));
        Ok(())
    }

    /// Keeps it true for as long as the program runs: the store wakes it after every commit, whoever made it.
    pub async fn follow(self) {
        let mut committed = self.store.committed();
        while committed.changed().await.is_ok() {
            if let Err(error) = self.refresh().await {
                tracing::warn!("the provider could not be read again: {error}");
            }
            // Commits come in bursts; a provider changes once a year.
            tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        }
    }
}

fn known(row: queries::ProviderRow) -> Known {
    // The address changes with the content, so that browsers may keep it.
    let logo = (!row.logo_svg.is_empty()).then(|| format!("/logo.svg?v={}", row.updated_at));
    Known {
        card: ProviderCard {
            name: row.name,
            logo,
            day: line(row.phone_day, row.phone_day_hours),
            on_call: line(row.phone_on_call, String::new()),
            on_call_now: false,
        },
        logo_svg: row.logo_svg,
        demonstration: row.demo != 0,
    }
}

fn line(number: String, note: String) -> Option<PhoneLine> {
    (!number.is_empty()).then(|| PhoneLine {
        number,
        note: Some(note).filter(|note| !note.is_empty()),
    })
}

mod queries {
    crate::queries! {
        maybe provider() -> ProviderRow = "
            SELECT name, logo_svg, phone_day, phone_day_hours, phone_on_call, demo, updated_at FROM provider";
    }

    #[derive(Debug, sqlx::FromRow)]
    pub struct ProviderRow {
        pub name: String,
        pub logo_svg: String,
        pub phone_day: String,
        pub phone_day_hours: String,
        pub phone_on_call: String,
        pub demo: i64,
        pub updated_at: i64,
    }
}
