//! The versions of a client's contracts, as coverage needs them.

use app::domain::contract::{ContractVersion, Renewal, VersionStatus};
use app::domain::ids::{ClientId, VersionId};
use app::domain::time::EpochMs;

use super::queries::{self, VersionRow};
use crate::store::{StoreError, Tx};

/// A version with what only its page shows.
#[derive(Debug, Clone)]
pub struct StoredVersion {
    pub id: VersionId,
    pub version: ContractVersion,
    pub last_notice_at: Option<EpochMs>,
}

/// Every version of every contract, by number. A later version's start ends the one before it,
/// whatever its renewal says.
pub async fn read(tx: &mut Tx, client: ClientId) -> Result<Vec<StoredVersion>, StoreError> {
    let mut versions: Vec<StoredVersion> = Vec::new();
    for row in queries::versions(tx, client).await? {
        let next = stored(row)?;
        if next.version.status != VersionStatus::Draft {
            let earlier = versions
                .iter_mut()
                .filter(|earlier| earlier.version.number == next.version.number);
            for earlier in earlier {
                end_at(&mut earlier.version, next.version.starts_at);
            }
        }
        versions.push(next);
    }
    Ok(versions)
}

fn end_at(version: &mut ContractVersion, at: EpochMs) {
    if version.renewal != Renewal::Tacit && version.ends_at.is_some_and(|end| end <= at) {
        return;
    }
    version.ends_at = Some(at);
    version.renewal = Renewal::None;
}

fn stored(row: VersionRow) -> Result<StoredVersion, StoreError> {
    let unreadable = || {
        anyhow::anyhow!(
            "version {} of contract {} cannot be read",
            row.version,
            row.number
        )
    };
    let version = ContractVersion {
        status: VersionStatus::from_code(&row.status).ok_or_else(unreadable)?,
        renewal: Renewal::from_code(&row.renewal).ok_or_else(unreadable)?,
        version: u32::try_from(row.version).map_err(|_| unreadable())?,
        terms: serde_json::from_str(&row.terms).map_err(|_| unreadable())?,
        number: row.number,
        title: row.title,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
    };
    Ok(StoredVersion {
        id: VersionId(row.id),
        version,
        last_notice_at: row.last_notice_at,
    })
}
