//! Which lines cover each component, read with its client's board.

use std::collections::HashMap;

use app::domain::component::Key;
use app::domain::contract::ContractVersion;
use app::domain::coverage::{self, Subject};
use app::domain::ids::{ClientId, ComponentId};
use app::domain::time::EpochMs;
use futures_util::future::BoxFuture;

use super::versions;
use crate::status::boards::{Cover, CoverOf, CoverSubject};
use crate::store::{StoreError, Tx};

/// Decides with the contracts in force.
#[derive(Debug, Clone, Copy, Default)]
pub struct ContractCover;

impl Cover for ContractCover {
    fn cover<'t>(
        &'t self,
        tx: &'t mut Tx,
        client: ClientId,
        components: &'t [CoverSubject],
        now: EpochMs,
    ) -> BoxFuture<'t, Result<HashMap<ComponentId, CoverOf>, StoreError>> {
        Box::pin(async move {
            let stored = versions::read(tx, client).await?;
            let contracts: Vec<ContractVersion> =
                stored.into_iter().map(|stored| stored.version).collect();
            let covered = components.iter().filter_map(|component| {
                let subject = subject(component)?;
                let services = coverage::covering_services(&subject, &contracts, now);
                let promise = coverage::failure_promise(&subject, &contracts, now);
                Some((component.id, CoverOf { services, promise }))
            });
            Ok(covered.collect())
        })
    }
}

fn subject(component: &CoverSubject) -> Option<Subject> {
    Some(Subject::Component {
        key: Key::new(component.key.clone()).ok()?,
        category: component.category,
        sites: component
            .sites
            .iter()
            .filter_map(|site| Key::new(site.clone()).ok())
            .collect(),
        supervised: component.supervised,
    })
}
