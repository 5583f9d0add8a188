//! One line of a contract as a draft: service, scope, hours, targets, billing.

use app::domain::component::Key;
use app::domain::contract::checks::{Fault, Part};
use app::domain::contract::{
    Billing, CatalogueItem, ClockStart, Line, OnCall, Polarity, Priority, PriorityTargets,
    ScopeItem, ServiceLine,
};

use super::deviation::Deviation;
use super::hours::{Hours, hours};
use super::money::billing;
use super::promises::{Named, catalogue_item, scope, targets};
use crate::import::document::{HoursPlace, WrittenHours};
use crate::import::problem::{At, Place, Problems};
use crate::import::reader::Table;
use crate::import::values;

/// A line that may still lack something.
#[derive(Debug, Clone)]
pub(super) struct LineDraft {
    pub key: At<Key>,
    /// A deviation that leaves the template's line out.
    pub removed: bool,
    /// What it names, where it names it.
    named: Named,
    parts: PartPlaces,
    service: Option<ServiceLine>,
    title: Option<String>,
    bundle: Option<String>,
    clause: Option<At<String>>,
    hours: Option<Hours>,
    on_call: Deviation<(OnCall, HoursPlace)>,
    clock_start: Option<ClockStart>,
    targets: Vec<PriorityTargets>,
    billing: Option<Billing>,
    price: Option<String>,
    scope: Vec<ScopeItem>,
    /// Clauses whose scope items in the template do not hold here.
    without_scope: Vec<String>,
    catalogue: Vec<CatalogueItem>,
    vendor_follow_up: Option<bool>,
}

/// Where parts of a line begin.
#[derive(Debug, Clone, Default)]
struct PartPlaces {
    hours: Option<Place>,
    targets: Option<Place>,
    on_call: Option<Place>,
    billing: Option<Place>,
    catalogue: Option<Place>,
}

impl PartPlaces {
    fn of(table: &Table<'_>) -> PartPlaces {
        let place = |field| table.has(field).then(|| table.place_of(field));
        PartPlaces {
            hours: place("hours"),
            targets: place("targets"),
            on_call: place("on_call"),
            billing: place("billing"),
            catalogue: place("catalogue"),
        }
    }

    fn over(self, base: PartPlaces) -> PartPlaces {
        PartPlaces {
            hours: self.hours.or(base.hours),
            targets: self.targets.or(base.targets),
            on_call: self.on_call.or(base.on_call),
            billing: self.billing.or(base.billing),
            catalogue: self.catalogue.or(base.catalogue),
        }
    }
}

pub(super) fn draft(table: &Table<'_>) -> Option<LineDraft> {
    let mut named = Named::default();
    let service = table.parsed(
        "service",
        values::code(ServiceLine::from_code, ServiceLine::ALL),
    );
    let clock_start = table.parsed(
        "clock_start",
        values::code(ClockStart::from_code, ClockStart::ALL),
    );
    let clause = table.text("clause");
    let mut scope = scope(table, "included", Polarity::Included, &mut named);
    scope.extend(super::promises::scope(
        table,
        "excluded",
        Polarity::Excluded,
        &mut named,
    ));
    let on_call = on_call(table, &mut named);
    let catalogue = table.each("catalogue", |item| catalogue_item(item, &mut named));
    let without_scope = table.several("without_scope", |text| Ok(text.to_owned()));
    let key = table.needed("key", values::key);
    Some(LineDraft {
        removed: table.boolean("removed").unwrap_or(false),
        service: service.map(|service| service.value),
        title: table.text("title").map(|text| text.value),
        bundle: table.text("bundle").map(|text| text.value),
        clause,
        hours: hours(table, "hours"),
        on_call,
        clock_start: clock_start.map(|start| start.value),
        targets: targets(table),
        billing: billing(table),
        price: table.text("price").map(|text| text.value),
        scope,
        without_scope: without_scope
            .unwrap_or_default()
            .into_iter()
            .map(|clause| clause.value)
            .collect(),
        catalogue: catalogue.into_iter().flatten().collect(),
        vendor_follow_up: table.boolean("vendor_follow_up"),
        parts: PartPlaces::of(table),
        named,
        key: key?,
    })
}

fn on_call(table: &Table<'_>, named: &mut Named) -> Deviation<(OnCall, HoursPlace)> {
    Deviation::read(table, "on_call", |table| {
        let priorities = table.several(
            "priorities",
            values::code(Priority::from_code, Priority::ALL),
        );
        let priorities: Vec<_> = priorities
            .unwrap_or_default()
            .into_iter()
            .map(|priority| priority.value)
            .collect();
        if priorities.is_empty() {
            table.note(
                table.place_of("priorities"),
                Fault::NobodyOnCall.to_string(),
            );
        }
        if !table.has("hours") {
            table.note(table.place(), "`hours` is missing");
        }
        let mut perimeter = scope(table, "included", Polarity::Included, named);
        perimeter.extend(scope(table, "excluded", Polarity::Excluded, named));
        let price = table.text("price");
        let by_phone = table.boolean("by_phone").unwrap_or(false);
        let (clause, targets) = (named.quote(table), targets(table));
        let hours = hours(table, "hours")?;
        let on_call = OnCall {
            priorities,
            scope: perimeter,
            targets,
            by_phone,
            price: price.map_or_else(String::new, |text| text.value),
            clause,
            hours: hours.value,
        };
        Some((on_call, hours.place))
    })
}

impl LineDraft {
    /// These deviations applied to the template's line: what they say replaces; scope items add up.
    pub(super) fn over(self, base: LineDraft) -> LineDraft {
        let kept = |item: &ScopeItem| !self.without_scope.contains(&item.clause);
        let mut scope: Vec<ScopeItem> = base.scope.into_iter().filter(kept).collect();
        scope.extend(self.scope);
        let mut targets = base.targets;
        for target in self.targets {
            targets.retain(|other| other.priority != target.priority);
            targets.push(target);
        }
        targets.sort_by_key(|target| target.priority);
        let mut catalogue = base.catalogue;
        for item in self.catalogue {
            catalogue.retain(|other| other.key != item.key);
            catalogue.push(item);
        }
        LineDraft {
            key: self.key,
            removed: self.removed,
            named: self.named.with(base.named),
            parts: self.parts.over(base.parts),
            service: self.service.or(base.service),
            title: self.title.or(base.title),
            bundle: self.bundle.or(base.bundle),
            clause: self.clause.or(base.clause),
            hours: self.hours.or(base.hours),
            on_call: self.on_call.over(base.on_call),
            clock_start: self.clock_start.or(base.clock_start),
            targets,
            billing: self.billing.or(base.billing),
            price: self.price.or(base.price),
            scope,
            without_scope: vec![],
            catalogue,
            vendor_follow_up: self.vendor_follow_up.or(base.vendor_follow_up),
        }
    }

    /// Components that the scope names, to be found among the client's: a deviation may have taken some out.
    pub(super) fn named_components(&self) -> impl Iterator<Item = &At<Key>> {
        let names = |key: &Key| {
            self.scope_items()
                .any(|item| item.component.as_ref() == Some(key))
        };
        self.named
            .components
            .iter()
            .filter(move |named| names(&named.value))
    }

    /// Likewise for sites.
    pub(super) fn named_sites(&self) -> impl Iterator<Item = &At<Key>> {
        let names = |key: &Key| {
            self.scope_items()
                .any(|item| item.site.as_ref() == Some(key))
        };
        self.named
            .sites
            .iter()
            .filter(move |named| names(&named.value))
    }

    fn scope_items(&self) -> impl Iterator<Item = &ScopeItem> {
        let on_call = self.on_call.as_ref().map(|(on_call, _)| on_call);
        let on_call = on_call.map_or(&[][..], |on_call| &on_call.scope);
        self.scope.iter().chain(on_call)
    }

    /// Every clause that the line relies on.
    pub(super) fn quoted_clauses(&self) -> impl Iterator<Item = &At<String>> {
        self.named.quotes.iter().chain(self.clause.as_ref())
    }

    /// Every request of the catalogue that the scope speaks of.
    pub(super) fn named_items(&self) -> impl Iterator<Item = &At<Key>> {
        self.named.items.iter()
    }

    /// Where that part begins, or else the line.
    pub(super) fn place_of(&self, part: Part) -> Place {
        let place = match part {
            Part::Hours => self.parts.hours,
            Part::Targets => self.parts.targets,
            Part::OnCall => self.parts.on_call,
            Part::Billing => self.parts.billing,
            Part::Catalogue => self.parts.catalogue,
            Part::Itself | Part::Scope => None,
        };
        place.unwrap_or(self.key.place)
    }

    /// Where its hours are written, and those of its on call.
    pub(super) fn written_hours(&self) -> impl Iterator<Item = WrittenHours> {
        let own = self.hours.iter().map(|hours| (Part::Hours, &hours.place));
        let on_call = self.on_call.as_ref().into_iter();
        let on_call = on_call.map(|(_, place)| (Part::OnCall, place));
        own.chain(on_call).map(|(part, place)| WrittenHours {
            line: self.key.value.clone(),
            part,
            place: place.clone(),
        })
    }

    /// The line, once nothing is missing; what is missing is noted.
    pub(super) fn complete(self, problems: &Problems) -> Option<Line> {
        let place = self.key.place;
        let key = self.key.value;
        let missing = [
            ("service", self.service.is_none()),
            ("title", self.title.is_none()),
            ("clause", self.clause.is_none()),
            // What is given and cannot be read was told of already.
            ("hours", self.parts.hours.is_none()),
            ("billing", self.parts.billing.is_none()),
        ];
        for (field, missing) in missing {
            if missing {
                problems.add(place, format!("line {key}: `{field}` is missing"));
            }
        }
        let service = self.service?;
        Some(Line {
            key,
            service,
            title: self.title?,
            bundle: self.bundle,
            clause: self.clause?.value,
            hours: self.hours?.value,
            on_call: self.on_call.said().map(|(on_call, _)| on_call),
            clock_start: self.clock_start.unwrap_or(ClockStart::Declaration),
            targets: self.targets,
            billing: self.billing?,
            price: self.price.unwrap_or_default(),
            scope: self.scope,
            catalogue: self.catalogue,
            vendor_follow_up: self.vendor_follow_up.unwrap_or(false),
        })
    }
}
