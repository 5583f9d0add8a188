//! Everything that one client's month is made of, read in one transaction.

use std::collections::HashMap;

use app::domain::calendar::expand;
use app::domain::component::ComponentState;
use app::domain::contract::{Activity, Priority, ServiceHours, ServiceLine, Target};
use app::domain::coverage::Verdict;
use app::domain::hours::EntryKind;
use app::domain::ids::ClientId;
use app::domain::intervention::clocks::Promised;
use app::domain::intervention::{ClockKind, Discharge, Event, Origin};
use app::domain::report::{
    BookEntry, BookFact, ClockFact, ComponentFact, Contract, DebtFact, Decided, Happened,
    Happening, Ledger, Month, Named, WorkFact,
};
use app::domain::status::Interval;
use app::domain::time::{EpochMs, Span};
use chrono::Months;

use super::covered::{Placed, covered};
use super::queries::{self, ClientRow, ClockRow};
use crate::contract::versions::{self, StoredVersion};
use crate::interventions::stored::{Payload, broken};
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

/// Months that intensity and recurrence look back on.
const LOOK_BACK: u32 = 12;
/// How far around the month the clock changes are known, in days: what was promised before it, or done after it.
const OFFSETS_BEFORE: u32 = 24;
const OFFSETS_DAYS: u64 = 900;

/// How far back the work is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    /// This month alone.
    None,
    Year,
}

/// The month by the client's calendar.
pub fn span_of(zone: Zone, month: Month) -> Option<Span> {
    Some(Span {
        from: zone.start_of(month.first_day())?,
        to: zone.start_of(month.next().first_day())?,
    })
}

/// The month that the client came in: nothing was observed before.
pub fn first_month(client: &ClientRow) -> Option<Month> {
    Some(Month::of(
        Zone::named(&client.time_zone).date(client.created_at)?,
    ))
}

pub async fn read(
    tx: &mut Tx,
    row: &ClientRow,
    month: Month,
    past: Past,
) -> Result<Ledger, StoreError> {
    let client = ClientId(row.id);
    let zone = Zone::named(&row.time_zone);
    let unknown = || broken(format!("no month {month}"));
    let span = span_of(zone, month).ok_or_else(unknown)?;
    let until = span.to.min(tx.now_ms()).max(span.from);
    let first = first_month(row).unwrap_or(month);
    let count = match past {
        Past::None => 1,
        Past::Year => LOOK_BACK,
    };
    let mut months = Vec::new();
    for told in month.last(count) {
        if told >= first || told == month {
            months.push((told, span_of(zone, told).ok_or_else(unknown)?));
        }
    }
    let since = months.first().map_or(span.from, |(_, first)| first.from);
    let stored = versions::read(tx, client).await?;
    let provider = queries::provider(tx).await?;
    let counted = Span {
        from: span.from,
        to: until,
    };
    Ok(Ledger {
        month,
        span,
        until,
        months,
        offsets: offsets(zone, month),
        contracts: in_force(&stored, counted),
        components: components(tx, row, &stored, counted).await?,
        clocks: clocks(tx, client, &stored, counted).await?,
        debts: debts(tx, client, counted).await?,
        work: work(tx, client, since, until).await?,
        happened: happened(tx, client, since, until).await?,
        books: books(tx, client, counted).await?,
        tells_lost_time: provider.is_some_and(|row| row.lost_time_band == 1),
    })
}

/// What clocks there show, from long before the month until after it.
fn offsets(zone: Zone, month: Month) -> Vec<(EpochMs, i32)> {
    let always = ServiceHours {
        always: true,
        ..ServiceHours::default()
    };
    let first = month.first_day();
    let from = first
        .checked_sub_months(Months::new(OFFSETS_BEFORE))
        .unwrap_or(first);
    expand(&always, None, &zone.tz(), from, OFFSETS_DAYS).offsets
}

/// Each contract once, that some version of was in force at some time.
fn in_force(stored: &[StoredVersion], span: Span) -> Vec<Contract> {
    let mut contracts: Vec<Contract> = Vec::new();
    for one in stored {
        let version = &one.version;
        let begins = version.starts_at.max(span.from);
        if begins >= span.to || !version.in_force_at(begins) {
            continue;
        }
        contracts.retain(|known| known.number != version.number);
        contracts.push(Contract {
            number: version.number.clone(),
            title: version.title.clone(),
        });
    }
    contracts
}

/// Those that a contract covers and that something was heard of.
async fn components(
    tx: &mut Tx,
    row: &ClientRow,
    stored: &[StoredVersion],
    span: Span,
) -> Result<Vec<ComponentFact>, StoreError> {
    let client = ClientId(row.id);
    let rows = queries::components(tx, client, span.from, span.to).await?;
    let sites = queries::sites(tx, client).await?;
    let places = queries::places(tx, client).await?;
    let mut intervals: HashMap<i64, Vec<Interval>> = HashMap::new();
    for row in queries::intervals(tx, client, span.from, span.to).await? {
        let Some(state) = ComponentState::from_code(&row.state) else {
            continue;
        };
        intervals
            .entry(row.component_id)
            .or_default()
            .push(Interval {
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                state,
                cause: String::new(),
            });
    }
    let placed: Vec<Placed<'_>> = rows
        .iter()
        .filter(|row| intervals.contains_key(&row.id))
        .map(|row| Placed {
            row,
            sites: sites
                .iter()
                .filter(|site| places.contains(&(row.id, site.id)))
                .collect(),
        })
        .collect();
    let contracts: Vec<_> = stored.iter().map(|one| one.version.clone()).collect();
    let covered = covered(&placed, &contracts, &row.time_zone, span);
    let told = placed.iter().zip(covered).filter_map(|(placed, covered)| {
        let covered = covered?;
        Some(ComponentFact {
            key: placed.row.key.clone(),
            name: placed.row.name.clone(),
            contract: covered.contract,
            clause: covered.clause,
            target: covered.target,
            covered: covered.hours,
            intervals: intervals.get(&placed.row.id).cloned().unwrap_or_default(),
        })
    });
    Ok(told.collect())
}

async fn clocks(
    tx: &mut Tx,
    client: ClientId,
    stored: &[StoredVersion],
    span: Span,
) -> Result<Vec<ClockFact>, StoreError> {
    let mut told = Vec::new();
    for row in queries::kept_clocks(tx, client, span.from, span.to).await? {
        if let Some(at) = row.stopped_at {
            told.extend(clock(&row, stored, Decided::Met { at })?);
        }
    }
    for row in queries::broken_clocks(tx, client, span.from, span.to).await? {
        if let Some(due_at) = row.breach_due_at {
            let done_at = row.stopped_at;
            told.extend(clock(&row, stored, Decided::Missed { due_at, done_at })?);
        }
    }
    Ok(told)
}

/// None for the next news that is owed: it is promised again with every word.
fn clock(
    row: &ClockRow,
    stored: &[StoredVersion],
    decided: Decided,
) -> Result<Option<ClockFact>, StoreError> {
    let kind = ClockKind::from_code(&row.clock)
        .ok_or_else(|| broken(format!("the clock {}", row.clock)))?;
    let service = row.service_line.as_deref().and_then(ServiceLine::from_code);
    let Some(service) = service.filter(|_| kind != ClockKind::Communication) else {
        return Ok(None);
    };
    let verdict: Option<Verdict> = match &row.verdict {
        Some(json) => {
            Some(serde_json::from_str(json).map_err(|error| StoreError::Other(error.into()))?)
        }
        None => None,
    };
    let version = stored.iter().find(|one| Some(one.id.0) == row.version_id);
    let activity = Activity::from_code(&row.activity)
        .ok_or_else(|| broken(format!("the activity {}", row.activity)))?;
    let promised = version.zip(verdict.as_ref()).and_then(|(one, verdict)| {
        Promised::of(&one.version.terms, verdict, &activity, row.declared_at)
    });
    Ok(Some(ClockFact {
        reference: row.reference.clone(),
        service,
        priority: row.priority.as_deref().and_then(Priority::from_code),
        clock: kind,
        target: promised.and_then(|promised| target(&promised, kind)),
        contract: version.map_or_else(String::new, |one| one.version.number.clone()),
        clause: promised.map_or_else(String::new, |promised| promised.line.clause.clone()),
        decided,
        set_aside: row.set_aside == "agreed",
    }))
}

fn target(promised: &Promised<'_>, kind: ClockKind) -> Option<Target> {
    let targets = promised.targets();
    match kind {
        ClockKind::Response => targets.response,
        ClockKind::Restoration => targets.restoration,
        ClockKind::Curative => targets.curative,
        ClockKind::Answer => targets.answer,
        ClockKind::Communication => targets.communication,
        ClockKind::Delivery => targets.delivery,
    }
}

async fn debts(tx: &mut Tx, client: ClientId, span: Span) -> Result<Vec<DebtFact>, StoreError> {
    let rows = queries::debts(tx, client, span.from, span.to).await?;
    let told = rows.into_iter().map(|row| DebtFact {
        reference: row.reference,
        component: named(row.component_key, row.component_name),
        opened_at: row.opened_at,
        discharged: row.discharged_at.map(|at| {
            let way = row.discharged_by.as_deref().and_then(Discharge::from_code);
            (at, way)
        }),
    });
    Ok(told.collect())
}

async fn work(
    tx: &mut Tx,
    client: ClientId,
    from: EpochMs,
    to: EpochMs,
) -> Result<Vec<WorkFact>, StoreError> {
    let mut told = Vec::new();
    for row in queries::work(tx, client, from, to).await? {
        told.push(WorkFact {
            service: row.service_line.as_deref().and_then(ServiceLine::from_code),
            activity: Activity::from_code(&row.activity)
                .ok_or_else(|| broken(format!("the activity {}", row.activity)))?,
            origin: Origin::from_code(&row.origin)
                .ok_or_else(|| broken(format!("the origin {}", row.origin)))?,
            component: named(row.component_key, row.component_name),
            declared_at: row.declared_at,
            reference: row.reference,
        });
    }
    Ok(told)
}

async fn happened(
    tx: &mut Tx,
    client: ClientId,
    from: EpochMs,
    to: EpochMs,
) -> Result<Vec<Happened>, StoreError> {
    let mut told = Vec::new();
    for row in queries::happened(tx, client, from, to).await? {
        let what = match Payload::from_json(&row.payload)?.event {
            Event::Relapsed => Happening::Relapse,
            Event::Reopened => Happening::Reopening,
            Event::TimeEntered { minutes, .. } => Happening::Worked(minutes),
            _ => continue,
        };
        told.push(Happened {
            service: row.service_line.as_deref().and_then(ServiceLine::from_code),
            component: named(row.component_key, row.component_name),
            at: row.effective_at,
            reference: row.reference,
            what,
        });
    }
    Ok(told)
}

async fn books(tx: &mut Tx, client: ClientId, span: Span) -> Result<Vec<BookFact>, StoreError> {
    let opening = queries::opening_balances(tx, client, span.from).await?;
    let mut books: Vec<BookFact> = opening
        .into_iter()
        .map(|(contract, opening_minutes)| BookFact {
            contract,
            opening_minutes,
            entries: vec![],
        })
        .collect();
    for row in queries::entries(tx, client, span.from, span.to).await? {
        let kind = EntryKind::from_code(&row.kind)
            .ok_or_else(|| broken(format!("an hour entry that is a {}", row.kind)))?;
        let entry = BookEntry {
            at: row.effective_at,
            kind,
            minutes: row.minutes,
            reference: row.reference,
        };
        match books.iter_mut().find(|book| book.contract == row.contract) {
            Some(book) => book.entries.push(entry),
            None => books.push(BookFact {
                contract: row.contract,
                opening_minutes: 0,
                entries: vec![entry],
            }),
        }
    }
    Ok(books)
}

fn named(key: Option<String>, name: Option<String>) -> Option<Named> {
    let (key, name) = key.zip(name)?;
    Some(Named { key, name })
}
