//! Service hours become segments of UTC here: weeks, public holidays, exceptions and clock changes, once for all.
//!
//! Generic over chrono's `TimeZone`: whoever calls brings the zone data, and the browser never does.

use chrono::{Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, Offset, TimeZone};

use super::contract::{DayInterval, PublicHolidays, ServiceHours};
use super::holidays::holiday_on;
use super::time::{DAY_MS, EpochMs, MINUTE_MS, Span};
use super::timetable::{Mark, Timetable};

/// The longest window that is expanded at once, in days: ten years and a bit.
pub const LONGEST_WINDOW_DAYS: u64 = 3_700;

/// The open time of `count` local days from `first`, in UTC.
///
/// A local time that is missing moves forward by the gap, a repeated one is the first. A date that the
/// zone skips has no hours. `site` says which holidays hold where the calendar does not.
pub fn expand<Z: TimeZone>(
    hours: &ServiceHours,
    site: Option<PublicHolidays>,
    zone: &Z,
    first: NaiveDate,
    count: u64,
) -> Timetable {
    let count = count.min(LONGEST_WINDOW_DAYS);
    let mut table = Timetable {
        goes_on: goes_on(hours, first, count),
        ..Timetable::default()
    };
    let mut open_on = Vec::with_capacity(4);
    let mut segments: Vec<Span> = Vec::with_capacity(4);
    let dates = first.iter_days();
    let mut end = None;
    for date in dates.take(usize::try_from(count).unwrap_or(0)) {
        let Some(span) = day_span(zone, date) else {
            continue;
        };
        end = Some(span.to);
        if span.length_ms() == 0 {
            continue;
        }
        note_offsets(&mut table.offsets, zone, span);
        let mark = intervals(hours, site, date, &mut open_on);
        if let Some(mark) = mark {
            table.marks.push((table.days.len(), mark));
        }
        table.days.push(span.from);
        segments.clear();
        segments.extend(open_on.iter().filter_map(|interval| {
            let segment = Span {
                from: instant(zone, date, interval.from)?,
                to: instant(zone, date, interval.to)?,
            };
            segment.clipped_to(span)
        }));
        // Edges that a gap moved may meet their neighbours, or pass them.
        segments.sort_unstable_by_key(|segment| segment.from);
        for segment in &segments {
            let after = table.open.last().map_or(i64::MIN, |last| last.to);
            let rest = Span {
                from: segment.from.max(after),
                to: segment.to,
            };
            if rest.length_ms() > 0 {
                table.open.push(rest);
            }
        }
    }
    table.days.extend(end);
    table
}

/// Whether anything may still be open after those days.
fn goes_on(hours: &ServiceHours, first: NaiveDate, count: u64) -> bool {
    let after = first.checked_add_days(Days::new(count));
    hours.always
        || !hours.week.is_empty()
        || hours.exceptions.iter().any(|exception| {
            !exception.open.is_empty() && after.is_some_and(|after| exception.date >= after)
        })
}

/// What is open on a date, and why if it is not as the week says.
fn intervals(
    hours: &ServiceHours,
    site: Option<PublicHolidays>,
    date: NaiveDate,
    open: &mut Vec<DayInterval>,
) -> Option<Mark> {
    open.clear();
    if let Some(exception) = hours.exceptions.iter().find(|one| one.date == date) {
        open.extend(&exception.open);
        open.sort_unstable_by_key(|interval| interval.from);
        return Some(Mark::Exception(exception.note.as_str().into()));
    }
    if hours.always {
        open.push(DayInterval { from: 0, to: 1440 });
        return None;
    }
    let weekday = date.weekday().number_from_monday();
    let of_the_day = hours
        .week
        .iter()
        .filter(|interval| interval.days.iter().any(|day| u32::from(*day) == weekday));
    open.extend(of_the_day.map(|interval| DayInterval {
        from: interval.from,
        to: interval.to,
    }));
    open.sort_unstable_by_key(|interval| interval.from);
    let holidays = hours.holidays.or(site).filter(|_| hours.closed_on_holidays);
    let holiday = holiday_on(date, holidays?, hours.whit_monday_worked)?;
    // A Sunday that was closed anyway needs no other reason.
    let was_open = !open.is_empty();
    open.clear();
    was_open.then_some(Mark::Holiday(holiday))
}

/// The day there, `[midnight, midnight)`; empty when the zone skips it.
pub fn day_span<Z: TimeZone>(zone: &Z, date: NaiveDate) -> Option<Span> {
    Some(Span {
        from: instant(zone, date, 0)?,
        to: instant(zone, date, 1440)?,
    })
}

/// A local time of day, in minutes, as an instant. 1440 is midnight of the day after.
pub fn instant<Z: TimeZone>(zone: &Z, date: NaiveDate, minute: u16) -> Option<EpochMs> {
    let date = date.checked_add_days(Days::new(u64::from(minute / 1440)))?;
    let minute = u32::from(minute % 1440);
    instant_of(zone, date.and_hms_opt(minute / 60, minute % 60, 0)?)
}

/// A local time as an instant: a missing one moves forward by the gap, a repeated one is the first.
pub fn instant_of<Z: TimeZone>(zone: &Z, local: NaiveDateTime) -> Option<EpochMs> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(instant) | LocalResult::Ambiguous(instant, _) => {
            Some(instant.timestamp_millis())
        }
        LocalResult::None => {
            // Read with the offset from before the gap, it lands as far behind the gap's end
            // as it stood behind its beginning. No zone is a day and a half from UTC, no gap longer
            // than a day.
            let as_utc = local.and_utc().timestamp_millis();
            let before = offset_s(zone, as_utc - 36 * 60 * MINUTE_MS)?;
            Some(as_utc - i64::from(before) * 1_000)
        }
    }
}

/// Whether a local time is one that clocks jump over.
pub fn is_missing<Z: TimeZone>(zone: &Z, local: NaiveDateTime) -> bool {
    matches!(zone.from_local_datetime(&local), LocalResult::None)
}

/// The first date, of an exception or within those years, on which clocks jump over an edge of the hours or over a
/// whole interval, with the minute of the day: what was written would silently become other hours.
///
/// Both ends of a gap are instants like others. Midnight is where a day ends, whatever the clocks do.
pub fn edge_in_a_gap<Z: TimeZone>(
    hours: &ServiceHours,
    zone: &Z,
    from: NaiveDate,
    years: u32,
) -> Option<(NaiveDate, u16)> {
    let exceptions = hours.exceptions.iter().map(|exception| exception.date);
    let weeks = match hours.always {
        true => 0,
        false => usize::try_from(years).unwrap_or(0) * 366,
    };
    let mut open = Vec::with_capacity(4);
    for date in exceptions.chain(from.iter_days().take(weeks)) {
        intervals(hours, None, date, &mut open);
        for interval in &open {
            let edges = [interval.from, interval.to];
            if let Some(edge) = edges
                .into_iter()
                .find(|edge| jumped_over(zone, date, *edge))
            {
                return Some((date, edge));
            }
            // Nothing but a date that the zone skips has no midnight to end at.
            let whole_day = (interval.from, interval.to) == (0, 1440);
            if !whole_day && instant(zone, date, interval.from) == instant(zone, date, interval.to)
            {
                return Some((date, interval.from));
            }
        }
    }
    None
}

/// Whether that minute of the day lies strictly inside a gap: the minute before is missing too.
fn jumped_over<Z: TimeZone>(zone: &Z, date: NaiveDate, minute: u16) -> bool {
    let missing = |minute: u16| {
        let minute = u32::from(minute);
        let local = date.and_hms_opt(minute / 60, minute % 60, 0);
        local.is_some_and(|local| is_missing(zone, local))
    };
    !minute.is_multiple_of(1440) && missing(minute) && missing(minute - 1)
}

/// The offset there at that instant, in seconds.
pub fn offset_s<Z: TimeZone>(zone: &Z, at: EpochMs) -> Option<i32> {
    let there = zone.timestamp_millis_opt(at).single()?;
    Some(there.offset().fix().local_minus_utc())
}

/// Adds what the clocks do within the span. A day has one change at most.
fn note_offsets<Z: TimeZone>(offsets: &mut Vec<(EpochMs, i32)>, zone: &Z, span: Span) {
    let (Some(first), Some(last)) = (offset_s(zone, span.from), offset_s(zone, span.to - 1)) else {
        return;
    };
    if offsets.last().is_none_or(|(_, known)| *known != first) {
        offsets.push((span.from, first));
    }
    if first != last {
        let (mut before, mut after) = (span.from, span.to - 1);
        while after - before > 1 {
            let middle = before + (after - before) / 2;
            if offset_s(zone, middle) == Some(first) {
                before = middle;
            } else {
                after = middle;
            }
        }
        offsets.push((after, last));
    }
}

/// The local date of an instant there.
pub fn date_of<Z: TimeZone>(zone: &Z, at: EpochMs) -> Option<NaiveDate> {
    Some(zone.timestamp_millis_opt(at).single()?.date_naive())
}

/// How many days a first window holds for a target of that much open time; beyond, it is doubled.
pub fn days_for(target_ms: i64) -> u64 {
    // A week of a short calendar holds five hours at least; holidays and pauses take the rest.
    let weeks = target_ms / (5 * 60 * MINUTE_MS) + 8;
    u64::try_from(weeks * 7)
        .unwrap_or(LONGEST_WINDOW_DAYS)
        .min(LONGEST_WINDOW_DAYS)
}

const _: () = assert!(DAY_MS == 1_440 * MINUTE_MS);

#[cfg(test)]
mod tests;
