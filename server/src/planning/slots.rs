//! What was typed, as a slot: local times of the site, in order, not too long, not begun.

use app::answer::{AppError, FieldError, FieldProblem};
use app::backend::planning::SlotInput;
use app::domain::time::{DAY_MS, EpochMs, Span};
use chrono::NaiveDate;

use crate::zone::Zone;

/// Work that lasts longer is several.
pub const LONGEST_MS: i64 = 31 * DAY_MS;
/// Nobody plans further ahead.
const FURTHEST_MS: i64 = 3 * 366 * DAY_MS;

/// The slot.
///
/// # Errors
/// Every field that does not fit.
pub fn read(posted: &SlotInput, zone: Zone, now: EpochMs) -> Result<Span, AppError> {
    let (from, to) = (
        instant(&posted.slot_from, zone),
        instant(&posted.slot_to, zone),
    );
    let mut wrong = Vec::new();
    let mut note = |field: &str, problem| {
        wrong.push(FieldError {
            field: field.to_owned(),
            problem,
        });
    };
    if let Err(problem) = from {
        note("slot_from", problem);
    }
    if let Err(problem) = to {
        note("slot_to", problem);
    }
    if let (Ok(from), Ok(to)) = (from, to) {
        if from <= now {
            note("slot_from", FieldProblem::TooEarly);
        } else if from - now > FURTHEST_MS {
            note("slot_from", FieldProblem::InTheFuture);
        }
        if to <= from {
            note("slot_to", FieldProblem::Reversed);
        } else if to - from > LONGEST_MS {
            note("slot_to", FieldProblem::TooLong);
        }
        if wrong.is_empty() {
            return Ok(Span { from, to });
        }
    }
    Err(AppError::Invalid { fields: wrong })
}

/// The end of that day, `2026-12-01`, or none.
///
/// # Errors
/// What was typed is no date, or one that is over.
pub fn last_day(
    field: &str,
    typed: &str,
    zone: Zone,
    now: EpochMs,
) -> Result<Option<EpochMs>, AppError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let date: NaiveDate = typed
        .parse()
        .map_err(|_| AppError::field(field, FieldProblem::NotADate))?;
    let end = date.succ_opt().and_then(|next| zone.start_of(next));
    let end = end.ok_or_else(|| AppError::field(field, FieldProblem::NotADate))?;
    if end <= now {
        return Err(AppError::field(field, FieldProblem::TooEarly));
    }
    if end - now > FURTHEST_MS {
        return Err(AppError::field(field, FieldProblem::InTheFuture));
    }
    Ok(Some(end))
}

/// The beginning of that day to come, `2026-12-01`.
///
/// # Errors
/// Nothing was typed, or what is no day to come.
pub fn day(field: &str, typed: &str, zone: Zone, now: EpochMs) -> Result<EpochMs, AppError> {
    let refuse = |problem| AppError::field(field, problem);
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(refuse(FieldProblem::Missing));
    }
    let date: NaiveDate = typed.parse().map_err(|_| refuse(FieldProblem::NotADate))?;
    let begins = zone
        .start_of(date)
        .ok_or_else(|| refuse(FieldProblem::NotADate))?;
    if begins <= now {
        return Err(refuse(FieldProblem::TooEarly));
    }
    if begins - now > FURTHEST_MS {
        return Err(refuse(FieldProblem::InTheFuture));
    }
    Ok(begins)
}

fn instant(typed: &str, zone: Zone) -> Result<EpochMs, FieldProblem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(FieldProblem::Missing);
    }
    // It would silently become another hour.
    if zone.is_jumped_over(typed) {
        return Err(FieldProblem::NotHours);
    }
    zone.typed(typed).ok_or(FieldProblem::NotADate)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-03-02 09:00 UTC.
    const NOW: EpochMs = 1_772_442_000_000;

    #[test]
    fn a_slot_is_to_come_and_in_order() {
        for (from, to, expected) in [
            ("2026-03-10T20:00", "2026-03-10T22:00", Ok(2)),
            // The clocks go forward in between: three hours by the clock are two.
            ("2026-03-29T01:00", "2026-03-29T04:00", Ok(2)),
            // In between there is no such hour; its two ends are one instant.
            (
                "2026-03-29T02:15",
                "2026-03-29T02:45",
                Err(vec!["slot_from", "slot_to"]),
            ),
            ("2026-03-29T02:00", "2026-03-29T04:00", Ok(1)),
            ("", "2026-03-10T22:00", Err(vec!["slot_from"])),
            ("demain", "", Err(vec!["slot_from", "slot_to"])),
            ("2026-03-10T22:00", "2026-03-10T20:00", Err(vec!["slot_to"])),
            ("2026-03-10T22:00", "2026-03-10T22:00", Err(vec!["slot_to"])),
            (
                "2026-03-01T20:00",
                "2026-03-01T22:00",
                Err(vec!["slot_from"]),
            ),
            ("2026-03-10T20:00", "2026-05-10T20:00", Err(vec!["slot_to"])),
            (
                "9999-03-10T20:00",
                "9999-03-10T21:00",
                Err(vec!["slot_from"]),
            ),
        ] {
            let posted = SlotInput {
                slot_from: from.into(),
                slot_to: to.into(),
            };
            let hours = match read(&posted, Zone::named("Europe/Paris"), NOW) {
                Ok(slot) => Ok(slot.length_ms() / app::domain::time::HOUR_MS),
                Err(AppError::Invalid { fields }) => {
                    Err(fields.into_iter().map(|error| error.field).collect())
                }
                Err(other) => panic!("{other}"),
            };
            let expected = expected
                .map_err(|fields| fields.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(hours, expected, "{from} to {to}");
        }
    }
}
