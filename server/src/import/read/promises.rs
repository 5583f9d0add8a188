//! What a line promises and on what: targets, scope items, requests of the catalogue.

use app::domain::component::{Category, Key};
use app::domain::contract::checks;
use app::domain::contract::{
    Activity, CatalogueItem, FormField, FormFieldKind, Polarity, Priority, PriorityTargets,
    ScopeItem,
};

use super::money::billing;
use crate::import::problem::At;
use crate::import::reader::Table;
use crate::import::values;

pub(super) fn targets(table: &Table<'_>) -> Vec<PriorityTargets> {
    let read = table.each("targets", |table| {
        let priority = table.needed("priority", values::code(Priority::from_code, Priority::ALL));
        let promised = |field| {
            table
                .parsed(field, values::target)
                .map(|target| target.value)
        };
        let row = PriorityTargets {
            none: table.boolean("none").unwrap_or(false),
            response: promised("response"),
            restoration: promised("restoration"),
            curative: promised("curative"),
            answer: promised("answer"),
            communication: promised("communication"),
            priority: priority?.value,
        };
        let fields = [
            "response",
            "restoration",
            "curative",
            "answer",
            "communication",
        ];
        let given = fields.map(|field| table.has(field));
        // One that is given and cannot be read was told of already.
        let fault = checks::row(&row).filter(|_| given.contains(&true) == row.none);
        if let Some(fault) = fault {
            table.note(table.place_of("none"), fault.to_string());
        }
        Some(row)
    });
    let targets: Vec<PriorityTargets> = read.into_iter().flatten().collect();
    super::unique(
        &targets,
        |target| (table.place_of("targets"), target.priority),
        |place, priority| {
            table.note(place, checks::Fault::PriorityTwice { priority }.to_string());
        },
    );
    targets
}

/// What a line names elsewhere: clauses, components, sites, requests of the catalogue.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    pub quotes: Vec<At<String>>,
    pub components: Vec<At<Key>>,
    pub sites: Vec<At<Key>>,
    /// Requests of the catalogue.
    pub items: Vec<At<Key>>,
}

impl Named {
    /// What the template names, then what is named here.
    pub(super) fn with(self, template: Named) -> Named {
        Named {
            quotes: [template.quotes, self.quotes].concat(),
            components: [template.components, self.components].concat(),
            sites: [template.sites, self.sites].concat(),
            items: [template.items, self.items].concat(),
        }
    }

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
        let activities = activities(table, "activity", named);
        named
            .components
            .extend(components.iter().flatten().cloned());
        named.sites.extend(sites.iter().flatten().cloned());
        let clause = named.quote(table);
        let note = table
            .text("note")
            .map_or_else(String::new, |text| text.value);
        let mut items = Vec::new();
        let (components, categories) = (plain(components), plain(categories));
        let sites = plain(sites);
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

/// What requests are about; the catalogue's are kept with their places.
pub(super) fn activities(
    table: &Table<'_>,
    field: &'static str,
    named: &mut Named,
) -> Option<Vec<Activity>> {
    let read = table.several(field, values::activity)?;
    for activity in &read {
        if let Activity::Catalogue(item) = &activity.value {
            named.items.push(At {
                value: item.clone(),
                place: activity.place,
            });
        }
    }
    plain(Some(read))
}

fn plain<T>(read: Option<Vec<At<T>>>) -> Option<Vec<T>> {
    read.map(|read| read.into_iter().map(|one| one.value).collect())
}

fn each_or_any<T>(named: Option<Vec<T>>) -> Vec<Option<T>> {
    match named {
        Some(named) => named.into_iter().map(Some).collect(),
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
        billing: billing(table),
        form: table.each("form", field).into_iter().flatten().collect(),
    })
}

/// A question of the request's form.
fn field(table: &Table<'_>) -> Option<FormField> {
    let key = table.needed("key", values::key);
    let label = table.needed_text("label");
    let label_en = table.text("label_en");
    let kind = table.parsed(
        "kind",
        values::code(FormFieldKind::from_code, FormFieldKind::ALL),
    );
    Some(FormField {
        key: key?.value,
        label_en: label_en.map_or_else(|| label.clone(), |text| text.value),
        label,
        kind: kind.map_or(FormFieldKind::Text, |kind| kind.value),
        required: table.boolean("required").unwrap_or(false),
    })
}
