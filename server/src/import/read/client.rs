//! A client with its sites, contacts, components and contracts.

use app::domain::access::{Role, Visibility};
use app::domain::component::{Category, Key};
use app::domain::time::{HOUR_MS, SECOND_MS};

use super::provider::language;
use super::{Reading, unique};
use crate::import::document::{Check, CheckKind, Client, Component, Contact, Site};
use crate::import::reader::Table;
use crate::import::values;

impl Reading<'_> {
    pub(super) fn client(&self, table: &Table<'_>) -> Option<Client> {
        let slug = table.needed("slug", values::key);
        let code = table.needed("code", values::client_code);
        let name = table.needed_text("name");
        let time_zone = table.parsed("time_zone", values::time_zone);
        let head_count = table.integer("head_count", 0..=10_000_000);
        let sites: Vec<Site> = table.each("sites", site).into_iter().flatten().collect();
        let contacts: Vec<Contact> = table
            .each("contacts", contact)
            .into_iter()
            .flatten()
            .collect();
        let mut components: Vec<Component> = table
            .each("components", component)
            .into_iter()
            .flatten()
            .collect();
        components.extend(self.components_csv(table));
        let contracts: Vec<_> = table
            .each("contracts", |table| self.contract(table))
            .into_iter()
            .flatten()
            .collect();

        let twice = |place, what: String| table.note(place, format!("{what} stands here twice"));
        unique(
            &sites,
            |one| (one.place, &one.key),
            |place, key| twice(place, format!("site {key}")),
        );
        unique(
            &contacts,
            |one| (one.place, &one.email),
            |place, email| twice(place, email.clone()),
        );
        unique(
            &components,
            |one| (one.place, &one.key),
            |place, key| twice(place, format!("component {key}")),
        );
        unique(
            &contracts,
            |one| (one.place, (&one.number, one.version)),
            |place, (number, version)| twice(place, format!("contract {number} version {version}")),
        );
        Some(Client {
            place: table.place(),
            retired: table.retired(),
            slug: slug?.value,
            code: code.map_or_else(String::new, |code| code.value),
            name,
            time_zone: time_zone.map(|zone| zone.value),
            head_count: head_count.map(|count| count.value),
            sites,
            contacts,
            components,
            contracts,
        })
    }
}

fn site(table: &Table<'_>) -> Option<Site> {
    let key = table.needed("key", values::key);
    let name = table.needed_text("name");
    let holiday_zone = table.parsed("holiday_zone", |text| match text {
        "FR" | "FR-ALSACE-MOSELLE" | "none" => Ok(text.to_owned()),
        _ => Err(format!("“{text}” is none of FR, FR-ALSACE-MOSELLE, none")),
    });
    Some(Site {
        place: table.place(),
        retired: table.retired(),
        name,
        city: table.text("city").map(|text| text.value),
        time_zone: table
            .parsed("time_zone", values::time_zone)
            .map(|zone| zone.value),
        holiday_zone: holiday_zone.map(|zone| zone.value),
        good_friday: table.boolean("good_friday"),
        position: table
            .integer("position", 0..=1_000_000)
            .map(|position| position.value),
        key: key?.value,
    })
}

fn contact(table: &Table<'_>) -> Option<Contact> {
    let email = table.needed("email", values::email);
    let name = table.needed_text("name");
    let role = table.needed("role", values::code(Role::from_code, Role::ALL));
    let visibility = table.parsed(
        "visibility",
        values::code(Visibility::from_code, Visibility::ALL),
    );
    let sites = table.several("sites", values::key);
    let visibility = match visibility {
        Some(given) => given.value,
        None if sites.is_some() => Visibility::Site,
        None => Visibility::Client,
    };
    if visibility == Visibility::Site && sites.as_ref().is_none_or(Vec::is_empty) {
        table.note(table.place(), "a contact who sees its sites needs `sites`");
    }
    Some(Contact {
        place: table.place(),
        retired: table.retired(),
        email: email?.value,
        name,
        phone: table
            .parsed("phone", values::phone)
            .map(|phone| phone.value),
        language: table
            .parsed("language", language)
            .map(|language| language.value),
        role: role.map_or(Role::Viewer, |role| role.value),
        visibility,
        sites,
    })
}

fn component(table: &Table<'_>) -> Option<Component> {
    let key = table.needed("key", values::key);
    let name = table.needed_text("name");
    let category = table.needed("category", values::code(Category::from_code, Category::ALL));
    let component = Component {
        place: table.place(),
        retired: table.retired(),
        key: key?.value,
        name,
        category: category.map_or(Category::Other, |category| category.value),
        description: table.text("description").map(|text| text.value),
        position: table
            .integer("position", 0..=1_000_000)
            .map(|position| position.value),
        other_supervision: table
            .parsed("other_supervision", other_supervision)
            .map(|word| word.value),
        sites: table.several("sites", values::key),
        depends_on: table.several("depends_on", values::key),
        watched_by: table.several("watched_by", values::key),
        checks: table.each("checks", check).into_iter().flatten().collect(),
    };
    unique(
        &component.checks,
        |check| (check.place, &check.key),
        |place, key| table.note(place, format!("check {key} stands here twice")),
    );
    Some(component)
}

/// How a component is looked after when neither a probe nor a source does.
pub(super) fn other_supervision(text: &str) -> Result<String, String> {
    const KNOWN: [&str; 4] = ["none", "backup_report", "rmm_report", "check_visit"];
    match KNOWN.contains(&text) {
        true => Ok(text.to_owned()),
        false => Err(format!("“{text}” is none of {}", KNOWN.join(", "))),
    }
}

fn check(table: &Table<'_>) -> Option<Check> {
    let kind = table.needed("kind", |text| match text {
        "http" => Ok(CheckKind::Http),
        "tcp" => Ok(CheckKind::Tcp),
        _ => Err(format!("“{text}” is none of http, tcp")),
    });
    let kind = kind.map_or(CheckKind::Http, |kind| kind.value);
    let target = table.needed("target", |text| target(kind, text));
    let key = table.parsed("key", values::key);
    let interval = table.parsed(
        "interval",
        values::duration_between(SECOND_MS, 24 * HOUR_MS),
    );
    let timeout = table.parsed("timeout", values::duration_between(100, 60 * SECOND_MS));
    let confirm_every = table.parsed("confirm_every", values::duration_between(100, HOUR_MS));
    let keyword = table.text("keyword").map(|text| text.value);
    if kind == CheckKind::Tcp && (keyword.is_some() || table.has("status")) {
        table.note(table.place(), "`status` and `keyword` are for HTTP checks");
    }
    Some(Check {
        place: table.place(),
        retired: table.retired(),
        key: match key {
            Some(key) => key.value,
            None => default_check_key(kind)?,
        },
        kind,
        target: target.map_or_else(String::new, |target| target.value),
        status: status_range(table),
        keyword,
        interval_ms: interval.map(|span| span.value),
        timeout_ms: timeout.map(|span| span.value),
        confirm_down: table
            .integer("confirm_down", 1..=20)
            .map(|count| count.value),
        confirm_up: table.integer("confirm_up", 1..=20).map(|count| count.value),
        confirm_every_ms: confirm_every.map(|span| span.value),
        vantage: table.text("vantage").map(|text| text.value),
    })
}

/// A check without a key takes its kind's.
pub(super) fn default_check_key(kind: CheckKind) -> Option<Key> {
    Key::new(kind.code()).ok()
}

pub(super) fn target(kind: CheckKind, text: &str) -> Result<String, String> {
    match kind {
        CheckKind::Http => values::http_target(text),
        CheckKind::Tcp => values::tcp_target(text),
    }
}

fn status_range(table: &Table<'_>) -> Option<(i64, i64)> {
    let range = table.integers("status", 100..=599)?;
    match range[..] {
        [only] => Some((only, only)),
        [first, last] if first <= last => Some((first, last)),
        _ => {
            table.note(
                table.place_of("status"),
                "`status` must be [200] or [200, 299]",
            );
            None
        }
    }
}
