//! How work is paid, and what is agreed about it: billing, the hour book, approvals.

use app::domain::access::Role;
use app::domain::contract::{Approval, Billing, HourBook, HourRule};
use app::domain::time::{HOUR_MS, MINUTE_MS};

use super::promises::{Named, activities};
use crate::import::reader::Table;
use crate::import::values;

/// `"included"`, `"chargeable"`, `{ fixed = "120,50 €" }`, or `{ unit = "15m", minimum = "30m" }` from the hour book.
pub(super) fn billing(table: &Table<'_>) -> Option<Billing> {
    if !table.is_table("billing") {
        let word = table.parsed("billing", |text| match text {
            "included" => Ok(Billing::Included),
            "chargeable" => Ok(Billing::Chargeable),
            _ => Err(
                "write \"included\", \"chargeable\", { fixed = \"120,50 €\" } or { unit = \"15m\", minimum = \"30m\" }"
                    .into(),
            ),
        });
        return word.map(|billing| billing.value);
    }
    let rule = table.table("billing", |table| match table.has("fixed") {
        true => {
            let cents = table.parsed("fixed", values::amount_cents)?;
            Some(Billing::Fixed { cents: cents.value })
        }
        false => hour_rule(table).map(Billing::HourBook),
    });
    rule.flatten()
}

fn hour_rule(table: &Table<'_>) -> Option<HourRule> {
    const DAY_MS: i64 = 24 * HOUR_MS;
    let minutes = |span_ms: i64| u16::try_from(span_ms / MINUTE_MS).ok();
    let needed = |field| {
        let span = table.needed(field, values::minutes_between(MINUTE_MS, DAY_MS))?;
        minutes(span.value)
    };
    let (unit, minimum) = (needed("unit"), needed("minimum"));
    let travel = table.parsed("travel", values::minutes_between(0, DAY_MS));
    let percent = table.integer("out_of_hours_percent", 100..=1_000);
    let above = table.parsed(
        "approval_above",
        values::minutes_between(MINUTE_MS, 1_000 * HOUR_MS),
    );
    Some(HourRule {
        unit_minutes: unit?,
        minimum_minutes: minimum?,
        travel_minutes: travel.and_then(|span| minutes(span.value)).unwrap_or(0),
        out_of_hours_percent: percent
            .and_then(|percent| u16::try_from(percent.value).ok())
            .unwrap_or(0),
        approval_above_minutes: above.and_then(|span| u32::try_from(span.value / MINUTE_MS).ok()),
    })
}

/// `{ clause = "7", hours = 40, warnings = ["10h", "5h", "1h"] }`.
pub(super) fn hour_book(table: &Table<'_>, named: &mut Named) -> Option<HourBook> {
    const MOST_HOURS: i64 = 100_000;
    let clause = named.quote(table);
    if !table.has("hours") {
        table.note(table.place(), "`hours` is missing");
    }
    let hours = table.integer("hours", 1..=MOST_HOURS);
    let warnings = table.several("warnings", values::minutes_between(0, MOST_HOURS * HOUR_MS));
    let warnings = warnings.unwrap_or_default().into_iter();
    Some(HourBook {
        clause,
        minutes: u32::try_from(hours?.value * 60).ok()?,
        warnings: warnings
            .filter_map(|span| u32::try_from(span.value / MINUTE_MS).ok())
            .collect(),
    })
}

/// `{ clause = "8", above = "500 €", activities = ["catalogue:arrivee"], roles = ["requester"] }`.
pub(super) fn approval(table: &Table<'_>, named: &mut Named) -> Option<Approval> {
    let above = table.parsed("above", values::amount_cents);
    let roles = table.several("roles", values::code(Role::from_code, Role::ALL));
    Some(Approval {
        clause: named.quote(table),
        above_cents: above.map(|amount| amount.value),
        activities: activities(table, "activities", named).unwrap_or_default(),
        roles: roles
            .unwrap_or_default()
            .into_iter()
            .map(|role| role.value)
            .collect(),
    })
}
