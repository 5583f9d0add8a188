//! Hours spent on an intervention, debited from the contract's hour book by the rule that its verdict states.

use app::domain::contract::Terms;
use app::domain::coverage::Verdict;
use app::domain::hours::{self, Debit, Work};
use app::domain::ids::{ClientId, InterventionId};
use app::domain::intervention::{Event, Recorded};
use app::domain::time::{EpochMs, MINUTE_MS, Span};
use app::domain::timetable::Timetable;

use super::acting::{self, Told};
use super::clocks::hours as calendars;
use super::queries;
use super::stored::broken;
use crate::contract::hour_book;
use crate::store::{StoreError, Tx};

/// The book that pays for it, and what it costs by the log as it is now.
struct Due {
    contract: i64,
    debit: Debit,
}

/// Brings the ledger to what the log says: the first time a debit, later a correction, and nothing where nothing
/// has changed.
pub async fn settle(tx: &mut Tx, told: &Told, at: EpochMs) -> Result<(), StoreError> {
    let (client, id) = (told.client, told.intervention);
    let log = acting::again(tx, told).await?.log()?;
    let due = due(tx, (client, id), &log).await?;
    hour_book::alone(tx, client).await?;
    let kept = hour_book::spent_on(tx, client, id).await?;
    // Decided again for another contract: the first one's hours come back.
    for (contract, minutes) in &kept {
        if due.as_ref().map(|due| due.contract) != Some(*contract) {
            let back = hours::settle(0, Some(*minutes), 0);
            hour_book::spend(tx, client, *contract, id, &back, at).await?;
        }
    }
    let Some(due) = due else { return Ok(()) };
    let before = kept.iter().find(|(contract, _)| *contract == due.contract);
    let balance = hour_book::balance_of(tx, client, due.contract).await?;
    let added = hours::settle(
        due.debit.minutes,
        before.map(|(_, minutes)| *minutes),
        balance,
    );
    hour_book::spend(tx, client, due.contract, id, &added, at).await
}

async fn due(
    tx: &mut Tx,
    (client, id): (ClientId, InterventionId),
    log: &[Recorded],
) -> Result<Option<Due>, StoreError> {
    let row = queries::hour_terms(tx, client, id).await?;
    let Some((site, contract, terms, verdict)) = row else {
        return Ok(None);
    };
    let verdict: Verdict = parse(&verdict)?;
    let terms: Terms = parse(&terms)?;
    let (Some(rule), Some(line)) = (verdict.hour_rule(), verdict.line.as_ref()) else {
        return Ok(None);
    };
    let line = terms.lines.iter().find(|known| known.key == line.line);
    let line = line.ok_or_else(|| broken(format!("no line for {id}")))?;
    let spans = spans(log);
    let place = calendars::place(tx, client, site).await?;
    let window = Span {
        from: spans.iter().map(|(span, _)| span.from).min().unwrap_or(0),
        to: spans.iter().map(|(span, _)| span.to).max().unwrap_or(0),
    };
    let table = if spans.is_empty() {
        Timetable::default()
    } else {
        place.over(&line.hours, window)
    };
    let work: Vec<Work> = spans
        .into_iter()
        .filter_map(|(span, on_site)| {
            Some(Work {
                span,
                on_site,
                day: place.date(span.to)?,
            })
        })
        .collect();
    Ok(Some(Due {
        contract,
        debit: hours::debit(&rule, &work, &table),
    }))
}

/// When somebody worked, and whether on site.
fn spans(log: &[Recorded]) -> Vec<(Span, bool)> {
    let entered = log.iter().filter_map(|recorded| match recorded.event {
        Event::TimeEntered { minutes, on_site } => {
            let to = recorded.effective_at;
            let from = to - i64::from(minutes) * MINUTE_MS;
            Some((Span { from, to }, on_site))
        }
        _ => None,
    });
    entered.collect()
}

fn parse<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::Other(error.into()))
}
