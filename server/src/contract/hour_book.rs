//! The hour books' ledger: what a version buys, and what is left.

use std::collections::BTreeMap;

use app::domain::contract::HourBook;
use app::domain::coverage::HoursLeft;
use app::domain::hours::{self, EntryKind, HourEntry};
use app::domain::ids::{ClientId, InterventionId, StaffId, VersionId};
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

/// What counts at that instant, summed by kind, with the number of its contract.
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

/// Makes what changes this client's books run one after the other: what is left decides what an entry is.
pub async fn alone(tx: &mut Tx, client: ClientId) -> Result<(), StoreError> {
    tx.alone("hour books", client.0).await
}

/// What the program debited for that intervention so far, in minutes, by contract.
pub async fn spent_on(
    tx: &mut Tx,
    client: ClientId,
    intervention: InterventionId,
) -> Result<Vec<(i64, i64)>, StoreError> {
    queries::spent_on(tx, client, intervention).await
}

/// What that book holds now, in minutes.
pub async fn balance_of(tx: &mut Tx, client: ClientId, contract: i64) -> Result<i64, StoreError> {
    let now = tx.now_ms();
    let (minutes,) = queries::balance_of(tx, client, contract, now).await?;
    Ok(minutes)
}

/// What one intervention counts in the books, in minutes: debited, and given back.
pub async fn counted_for(
    tx: &mut Tx,
    client: ClientId,
    intervention: InterventionId,
) -> Result<(i64, i64), StoreError> {
    queries::counted_for(tx, client, intervention).await
}

/// Adds what an intervention costs, or what puts it right.
pub async fn spend(
    tx: &mut Tx,
    client: ClientId,
    contract: i64,
    intervention: InterventionId,
    entries: &[HourEntry],
    at: EpochMs,
) -> Result<(), StoreError> {
    let now = tx.now_ms();
    for entry in entries {
        let (kind, minutes) = (entry.kind.code(), entry.minutes);
        queries::add_hours(
            tx,
            client,
            ids::next(),
            contract,
            kind,
            minutes,
            at,
            now,
            None,
            "",
            Some(intervention),
        )
        .await?;
    }
    Ok(())
}

/// Hours that the provider gives back for an intervention; false where no book ever paid for it.
pub async fn give(
    tx: &mut Tx,
    client: ClientId,
    intervention: InterventionId,
    minutes: i64,
    staff: StaffId,
    note: &str,
) -> Result<bool, StoreError> {
    let Some((contract,)) = queries::book_of(tx, client, intervention).await? else {
        return Ok(false);
    };
    let now = tx.now_ms();
    queries::add_hours(
        tx,
        client,
        ids::next(),
        contract,
        EntryKind::Goodwill.code(),
        minutes,
        now,
        now,
        Some(staff),
        note,
        Some(intervention),
    )
    .await?;
    Ok(true)
}
