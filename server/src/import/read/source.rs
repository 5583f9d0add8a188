//! Monitoring systems of the provider, and the rules that tell whose an alert is.

use app::domain::component::ComponentState;
use app::domain::time::{DAY_MS, SECOND_MS};

use super::unique;
use crate::import::document::{Rule, Source, SourceClients};
use crate::import::reader::Table;
use crate::import::values;

pub(super) fn source(table: &Table<'_>) -> Option<Source> {
    let key = table.needed("key", values::key);
    let name = table.needed_text("name");
    let kind = table.parsed("kind", |text| match text {
        "alertmanager" => Ok(()),
        _ => Err(format!("“{text}” is none of alertmanager")),
    });
    if kind.is_none() && !table.has("kind") && !table.retired() {
        table.note(table.place(), "`kind` is missing; it is \"alertmanager\"");
    }
    let span = values::duration_between(SECOND_MS, 7 * DAY_MS);
    let source = Source {
        place: table.place(),
        retired: table.retired(),
        key: key?.value,
        name,
        clients: clients(table),
        watchdog: table.text("watchdog").map(|text| text.value),
        watchdog_grace_ms: table.parsed("watchdog_grace", &span).map(|span| span.value),
        repeat_interval_ms: table
            .parsed("repeat_interval", &span)
            .map(|span| span.value),
        rules: table.each("rules", rule).into_iter().flatten().collect(),
    };
    unique(
        &source.rules,
        |rule| (rule.place, &rule.key),
        |place, key| table.note(place, format!("rule {key} stands here twice")),
    );
    Some(source)
}

fn clients(table: &Table<'_>) -> Option<SourceClients> {
    if table.is_text("clients") {
        let all = table.parsed("clients", |text| match text {
            "all" => Ok(SourceClients::All),
            _ => Err("write \"all\" or a list of clients".to_owned()),
        });
        return all.map(|all| all.value);
    }
    table
        .several("clients", values::key)
        .map(SourceClients::These)
}

fn rule(table: &Table<'_>) -> Option<Rule> {
    let failures: Vec<ComponentState> = ComponentState::ALL
        .iter()
        .copied()
        .filter(|state| state.is_failure())
        .collect();
    let failing = values::code(
        |text| ComponentState::from_code(text).filter(|state| state.is_failure()),
        &failures,
    );
    let key = table.needed("key", values::key);
    let client = table.needed("client", values::key);
    let component = table.needed("component", values::key);
    let state = table.parsed("state", failing);
    let position = table.integer("position", 0..=1_000_000);
    let labels: std::collections::BTreeMap<_, _> = table
        .pairs("labels")
        .unwrap_or_default()
        .into_iter()
        .collect();
    if labels.is_empty() && !table.retired() {
        table.note(
            table.place_of("labels"),
            "`labels` must name at least one label",
        );
    }
    let key = key?;
    let nowhere = || key.clone();
    Some(Rule {
        place: table.place(),
        retired: table.retired(),
        position: position.map(|position| position.value),
        labels,
        client: if table.retired() { nowhere() } else { client? },
        component: if table.retired() {
            nowhere()
        } else {
            component?
        },
        state: state.map(|state| state.value),
        key: key.value,
    })
}
