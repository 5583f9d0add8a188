//! A calendar: its week, its public holidays, the days that have hours of their own.

use app::domain::contract::checks::{self, Fault};
use app::domain::contract::{DatedException, HolidayZone, PublicHolidays, ServiceHours};

use crate::import::document::HoursPlace;
use crate::import::problem::At;
use crate::import::reader::Table;
use crate::import::values;

/// Hours, with where they are written.
#[derive(Debug, Clone)]
pub(super) struct Hours {
    pub value: ServiceHours,
    pub place: HoursPlace,
}

/// `"24/7"`, or `{ week = ["mon-fri 08:00-18:00"], closed_on_holidays = true }` and what else a calendar says.
pub(super) fn hours(table: &Table<'_>, field: &'static str) -> Option<Hours> {
    if table.is_text(field) {
        let always = table.parsed(field, |text| match text {
            "24/7" => Ok(()),
            _ => Err("write \"24/7\", or a table with `week`".to_owned()),
        })?;
        return Some(Hours {
            value: ServiceHours {
                always: true,
                ..ServiceHours::default()
            },
            place: HoursPlace {
                week: always.place,
                exceptions: vec![],
            },
        });
    }
    table.table(field, calendar)
}

fn calendar(table: &Table<'_>) -> Hours {
    let parts = table.several("week", values::week).unwrap_or_default();
    let always = table.boolean("always").unwrap_or(false);
    if always && table.has("week") {
        let reason = "`week` says nothing beside `always = true`";
        table.note(table.place_of("week"), reason);
    }
    let zone = table.parsed("zone", values::time_zone);
    let exceptions: Vec<At<DatedException>> = table
        .each("exceptions", exception)
        .into_iter()
        .flatten()
        .collect();
    let holidays = table.table("holidays", public_holidays).flatten();
    let hours = Hours {
        place: HoursPlace {
            week: table.place_of("week"),
            exceptions: exceptions
                .iter()
                .map(|exception| At {
                    value: exception.value.date,
                    place: exception.place,
                })
                .collect(),
        },
        value: ServiceHours {
            zone: zone.map_or_else(String::new, |zone| zone.value),
            week: parts.into_iter().flat_map(|part| part.value).collect(),
            always,
            closed_on_holidays: table.boolean("closed_on_holidays").unwrap_or(false),
            holidays: holidays.as_ref().map(|holidays| holidays.value),
            whit_monday_worked: table.boolean("whit_monday_worked").unwrap_or(false),
            exceptions: exceptions
                .into_iter()
                .map(|exception| exception.value)
                .collect(),
        },
    };
    let unreadable = table.says_something("week") && hours.value.week.is_empty();
    for fault in checks::hours(&hours.value) {
        // Why it cannot be read was told already.
        if fault == Fault::NoHours && unreadable {
            continue;
        }
        let place = match (&fault, &holidays) {
            (Fault::IdleHolidays, _) => table.place_of("holidays"),
            (Fault::IdleWhitMonday, _) => table.place_of("whit_monday_worked"),
            (Fault::GoodFridayElsewhere, Some(holidays)) => holidays.place,
            _ => hours.place.of(&fault),
        };
        table.note(place, fault.to_string());
    }
    hours
}

/// With where it speaks of Good Friday.
fn public_holidays(table: &Table<'_>) -> Option<At<PublicHolidays>> {
    let zone = table.needed(
        "zone",
        values::code(HolidayZone::from_code, HolidayZone::ALL),
    );
    let good_friday = table.boolean("good_friday").unwrap_or(false);
    Some(At {
        place: table.place_of("good_friday"),
        value: PublicHolidays {
            zone: zone?.value,
            good_friday,
        },
    })
}

fn exception(table: &Table<'_>) -> Option<At<DatedException>> {
    if !table.has("date") {
        table.note(table.place(), "`date` is missing");
    }
    let date = table.date("date");
    let open = table.several("open", values::interval).unwrap_or_default();
    let note = table.text("note");
    Some(At {
        place: table.place(),
        value: DatedException {
            date: date?.value,
            open: open.into_iter().map(|interval| interval.value).collect(),
            note: note.map_or_else(String::new, |note| note.value),
        },
    })
}

impl HoursPlace {
    /// The exception that a fault is about, or the week.
    pub(in crate::import) fn of(&self, fault: &Fault) -> crate::import::problem::Place {
        let date = match fault {
            Fault::ReversedOn { date }
            | Fault::OverlappingOn { date }
            | Fault::ExceptionTwice { date }
            | Fault::EdgeInAGap { date, .. } => date,
            _ => return self.week,
        };
        let told = self.exceptions.iter().rfind(|one| one.value == *date);
        told.map_or(self.week, |exception| exception.place)
    }
}
