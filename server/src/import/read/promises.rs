//! What a line promises and on what: hours, targets, billing, scope items, requests of the catalogue.

use app::domain::component::{Category, Key};
use app::domain::contract::{
    Activity, Billing, CatalogueItem, HourRule, Polarity, Priority, PriorityTargets, ScopeItem,
    ServiceHours,
};
use app::domain::time::MINUTE_MS;

use crate::import::problem::At;
use crate::import::reader::Table;
use crate::import::values;

/// `"24/7"`, or `{ week = ["mon-fri 08:00-18:00"], closed_on_holidays = true }`.
pub(super) fn hours(table: &Table<'_>, field: &'static str) -> Option<ServiceHours> {
    if table.is_text(field) {
        let always = table.parsed(field, |text| match text {
            "24/7" => Ok(ServiceHours {
                always: true,
                ..ServiceHours::default()
            }),
            _ => Err("write \"24/7\", or a table with `week`".to_owned()),
        });
        return always.map(|hours| hours.value);
    }
    table.table(field, |table| {
        let parts = table.several("week", values::week).unwrap_or_default();
        let week: Vec<_> = parts.into_iter().flat_map(|part| part.value).collect();
        if week.is_empty() {
            table.note(table.place_of("week"), "`week` opens at no hour");
        }
        if let Some(day) = values::overlap(&week) {
            let reason = format!("two intervals of day {day} (1 = Monday) overlap");
            table.note(table.place_of("week"), reason);
        }
        ServiceHours {
            week,
            closed_on_holidays: table.boolean("closed_on_holidays").unwrap_or(false),
            ..ServiceHours::default()
        }
    })
}

pub(super) fn targets(table: &Table<'_>) -> Vec<PriorityTargets> {
    let read = table.each("targets", |table| {
        let priority = table.needed("priority", values::code(Priority::from_code, Priority::ALL));
        let promised = |field| {
            table
                .parsed(field, values::target)
                .map(|target| target.value)
        };
        Some(PriorityTargets {
            none: table.boolean("none").unwrap_or(false),
            response: promised("response"),
            restoration: promised("restoration"),
            curative: promised("curative"),
            priority: priority?.value,
        })
    });
    let targets: Vec<PriorityTargets> = read.into_iter().flatten().collect();
    super::unique(
        &targets,
        |target| (table.place_of("targets"), target.priority),
        |place, priority| table.note(place, format!("`targets` holds {priority} twice")),
    );
    targets
}

/// `"included"`, `"chargeable"`, or `{ unit = "15m", minimum = "30m" }` from the hour book.
pub(super) fn billing(table: &Table<'_>) -> Option<Billing> {
    if !table.is_table("billing") {
        let word = table.parsed("billing", |text| match text {
            "included" => Ok(Billing::Included),
            "chargeable" => Ok(Billing::Chargeable),
            _ => Err(
                "write \"included\", \"chargeable\" or { unit = \"15m\", minimum = \"30m\" }"
                    .into(),
            ),
        });
        return word.map(|billing| billing.value);
    }
    let book = table.table("billing", |table| {
        let minutes = |field| {
            let span = values::duration_between(MINUTE_MS, 24 * 60 * MINUTE_MS);
            let span = table.needed(field, span)?;
            u16::try_from(span.value / MINUTE_MS).ok()
        };
        let (unit, minimum) = (minutes("unit"), minutes("minimum"));
        Some(Billing::HourBook(HourRule {
            unit_minutes: unit?,
            minimum_minutes: minimum?,
            travel_minutes: 0,
            out_of_hours_percent: 0,
            approval_above_minutes: None,
        }))
    });
    book.flatten()
}

/// What a line names elsewhere: clauses, components, sites.
#[derive(Default)]
pub(super) struct Named {
    pub quotes: Vec<At<String>>,
    pub components: Vec<At<Key>>,
    pub sites: Vec<At<Key>>,
}

impl Named {
    /// The clause that the table quotes; it must.
    pub(super) fn quote(&mut self, table: &Table<'_>) -> String {
        let reference = table.needed_text("clause");
        if !reference.is_empty() {
            self.quotes.push(At {
                value: reference.clone(),
                place: table.place_of("clause"),
            });
        }
        reference
    }
}

/// Scope items; one that names several components, categories or sites stands for each of them.
pub(super) fn scope(
    table: &Table<'_>,
    field: &'static str,
    polarity: Polarity,
    named: &mut Named,
) -> Vec<ScopeItem> {
    let items = table.each(field, |table| {
        let components = table.several("component", values::key);
        let categories =
            table.several("category", values::code(Category::from_code, Category::ALL));
        let sites = table.several("site", values::key);
        let activities = table.several("activity", |text| {
            Activity::from_code(text).ok_or_else(|| {
                format!("“{text}” is none of advice, fault, prevention, catalogue:<key>")
            })
        });
        named
            .components
            .extend(components.iter().flatten().cloned());
        named.sites.extend(sites.iter().flatten().cloned());
        let clause = named.quote(table);
        let note = table
            .text("note")
            .map_or_else(String::new, |text| text.value);
        let mut items = Vec::new();
        for component in each_or_any(components) {
            for category in each_or_any(categories.clone()) {
                for site in each_or_any(sites.clone()) {
                    for activity in each_or_any(activities.clone()) {
                        items.push(ScopeItem {
                            polarity,
                            component: component.clone(),
                            category,
                            site: site.clone(),
                            activity,
                            clause: clause.clone(),
                            note: note.clone(),
                        });
                    }
                }
            }
        }
        items
    });
    items.into_iter().flatten().collect()
}

fn each_or_any<T>(named: Option<Vec<At<T>>>) -> Vec<Option<T>> {
    match named {
        Some(named) => named.into_iter().map(|one| Some(one.value)).collect(),
        None => vec![None],
    }
}

pub(super) fn catalogue_item(table: &Table<'_>, named: &mut Named) -> Option<CatalogueItem> {
    let key = table.needed("key", values::key);
    let title = table.needed_text("title");
    let title_en = table
        .text("title_en")
        .map_or_else(|| title.clone(), |text| text.value);
    let delay = table.parsed("delay", values::target);
    let clause = named.quote(table);
    Some(CatalogueItem {
        key: key?.value,
        title,
        title_en,
        delay: delay.map(|delay| delay.value),
        clause,
        billing: None,
        form: vec![],
    })
}
