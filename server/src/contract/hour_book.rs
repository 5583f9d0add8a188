//! The hour books' ledger: what a version buys, and what is left.

use std::collections::BTreeMap;

use app::domain::contract::HourBook;
use app::domain::coverage::HoursLeft;
use app::domain::hours::{self, EntryKind, HourEntry};
use app::domain::ids::{ClientId, VersionId};
use app::domain::time::EpochMs;

use super::queries;
use crate::store::{StoreError, Tx, ids};

/// The hours that a version of a contract comes with, from its start. However often it is said, it buys once.
pub async fn buy(
    tx: &mut Tx,
    client: ClientId,
    contract: i64,
    version: VersionId,
    book: &HourBook,
    starts_at: EpochMs,
) -> Result<(), StoreError> {
    let now = tx.now_ms();
    queries::buy_hours(
        tx,
        client,
        ids::next(),
        contract,
        version.0,
        EntryKind::Purchase.code(),
        i64::from(book.minutes),
        starts_at,
        now,
    )
    .await?;
    Ok(())
}

/// The balance of each contract that has entries, for verdicts.
pub fn balances(entries: &[(String, HourEntry)]) -> Vec<HoursLeft> {
    let mut by_contract: BTreeMap<&str, Vec<HourEntry>> = BTreeMap::new();
    for (contract, entry) in entries {
        by_contract.entry(contract).or_default().push(*entry);
    }
    let left = |(contract, own): (&str, Vec<HourEntry>)| HoursLeft {
        contract: contract.to_owned(),
        minutes: hours::balance(&own),
    };
    by_contract.into_iter().map(left).collect()
}

/// The entries that count at that instant, with the number of their contract.
pub async fn entries(
    tx: &mut Tx,
    client: ClientId,
    at: EpochMs,
) -> Result<Vec<(String, HourEntry)>, StoreError> {
    let rows = queries::hour_entries(tx, client, at).await?;
    let read = |(contract, kind, minutes): (String, String, i64)| {
        let unknown = || anyhow::anyhow!("an hour entry of {contract} is a {kind}");
        let kind = EntryKind::from_code(&kind).ok_or_else(unknown)?;
        Ok((contract, HourEntry { kind, minutes }))
    };
    rows.into_iter().map(read).collect()
}
