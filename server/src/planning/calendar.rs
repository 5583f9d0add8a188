//! The month and what is to come, of the planned work that the asker may see.

use app::answer::AppError;
use app::backend::desk::ClientName;
use app::backend::planning::{Calendar, CalendarEntry, CalendarFilter, Day, Layout};
use app::domain::access::Asker;
use app::domain::ids::ClientId;
use app::domain::time::{DAY_MS, EpochMs, Span};
use chrono::{Datelike, Days, Months, NaiveDate};

use super::{plan, queries};
use crate::interventions::{planned, reading};
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

/// Rows that a page shows at most.
const LIMIT: usize = 500;
/// How far the list goes.
const AHEAD_MS: i64 = 366 * DAY_MS;

pub async fn page(
    tx: &mut Tx,
    asker: &Asker,
    filter: &CalendarFilter,
) -> Result<Calendar, AppError> {
    let (zone, client) = place(tx, asker, filter).await?;
    let now = tx.now_ms();
    let today = zone.date(now).unwrap_or_default();
    let (year, month) = filter.month.unwrap_or((today.year(), today.month()));
    let month = NaiveDate::from_ymd_opt(year, month, 1).ok_or(AppError::NotFound)?;
    let dates = match filter.layout {
        Layout::Month => weeks_of(month),
        Layout::List => vec![],
    };
    let span = match (dates.first(), dates.last()) {
        (Some(first), Some(last)) => days_span(zone, *first, *last).ok_or(AppError::NotFound)?,
        _ => Span {
            from: now,
            to: now + AHEAD_MS,
        },
    };
    let limit = i64::try_from(LIMIT).unwrap_or(i64::MAX) + 1;
    let mut rows = planned::seen_by(tx, asker, client, span, limit).await?;
    let is_cut = rows.len() > LIMIT;
    rows.truncate(LIMIT);
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let client = ClientName {
            slug: row.client_slug.clone(),
            name: row.client_name.clone(),
        };
        entries.push(CalendarEntry {
            client,
            listed: reading::listed(row, false)?,
        });
    }
    let days = dates
        .into_iter()
        .filter_map(|date| day(date, zone, (month, today), &entries))
        .collect();
    let clients = match asker {
        Asker::Staff(_) => plan::names(tx).await?,
        Asker::Contact(_) => vec![],
    };
    Ok(Calendar {
        month,
        days,
        entries,
        is_cut,
        clients,
        now: zone.instant(now),
    })
}

/// In whose zone the days are, and whose work it is.
async fn place(
    tx: &mut Tx,
    asker: &Asker,
    filter: &CalendarFilter,
) -> Result<(Zone, Option<ClientId>), AppError> {
    let client = match (asker, &filter.client) {
        (Asker::Contact(contact), _) => Some(contact.client),
        (Asker::Staff(_), None) => None,
        (Asker::Staff(_), Some(slug)) => {
            let found = queries::client_id(tx, slug).await?;
            Some(ClientId(found.ok_or(AppError::NotFound)?.0))
        }
    };
    Ok((zone_of(tx, client).await?, client))
}

/// The client's zone, or the provider's.
pub async fn zone_of(tx: &mut Tx, client: Option<ClientId>) -> Result<Zone, StoreError> {
    let name = match client {
        Some(client) => queries::client_zone(tx, client).await?,
        None => queries::provider_zone(tx).await?,
    };
    Ok(name.map_or(Zone::named("Europe/Paris"), |(name,)| Zone::named(&name)))
}

/// The days of that month's weeks, Monday to Sunday.
fn weeks_of(month: NaiveDate) -> Vec<NaiveDate> {
    let before = u64::from(month.weekday().num_days_from_monday());
    let next = month.checked_add_months(Months::new(1));
    let last = next.and_then(|next| next.pred_opt());
    let (Some(first), Some(last)) = (month.checked_sub_days(Days::new(before)), last) else {
        return vec![];
    };
    let after = 6 - u64::from(last.weekday().num_days_from_monday());
    let Some(last) = last.checked_add_days(Days::new(after)) else {
        return vec![];
    };
    first.iter_days().take_while(|date| *date <= last).collect()
}

fn days_span(zone: Zone, first: NaiveDate, last: NaiveDate) -> Option<Span> {
    Some(Span {
        from: zone.start_of(first)?,
        to: zone.start_of(last.succ_opt()?)?,
    })
}

fn day(
    date: NaiveDate,
    zone: Zone,
    (month, today): (NaiveDate, NaiveDate),
    entries: &[CalendarEntry],
) -> Option<Day> {
    let span = days_span(zone, date, date)?;
    let touches = |entry: &CalendarEntry| {
        let slot = entry.listed.slot;
        slot.is_some_and(|slot| overlaps(span, slot.from.at, slot.to.at))
    };
    let places = entries.iter().enumerate();
    Some(Day {
        date,
        is_today: date == today,
        is_inside: (date.year(), date.month()) == (month.year(), month.month()),
        entries: places
            .filter(|(_, entry)| touches(entry))
            .map(|(place, _)| place)
            .collect(),
    })
}

fn overlaps(span: Span, from: EpochMs, to: EpochMs) -> bool {
    from < span.to && to > span.from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_whole_weeks_from_monday() {
        for (year, month, first, last) in [
            (2026, 11, "2026-10-26", "2026-12-06"),
            (2026, 2, "2026-01-26", "2026-03-01"),
            (2027, 2, "2027-02-01", "2027-02-28"),
        ] {
            let month = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
            let days = weeks_of(month);
            let ends = (days.first(), days.last());
            let text = |day: Option<&NaiveDate>| day.map(ToString::to_string);
            assert_eq!(
                (text(ends.0), text(ends.1)),
                (Some(first.to_owned()), Some(last.to_owned()))
            );
            assert_eq!(days.len() % 7, 0);
        }
    }
}
