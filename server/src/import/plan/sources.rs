//! Monitoring sources, the clients that they may write to, and their matching rules.

use std::collections::{BTreeMap, BTreeSet};

use super::super::document::{Client, Component, Rule, Source, SourceClients};
use super::super::rows::{RuleRow, SourceRow};
use super::{ChangeKind, Links, Planner, Settled, Step, new_id};

const DEFAULT_WATCHDOG_GRACE_MS: i64 = 300_000;
const DEFAULT_REPEAT_INTERVAL_MS: i64 = 14_400_000;

impl Planner<'_> {
    /// Gives every source its id and writes its row, so that components can name it.
    pub(super) fn declare_sources(&mut self) {
        for row in &self.stored.sources {
            self.sources
                .insert(row.key.clone(), (row.id, row.retired_at.is_none()));
        }
        let document = self.document;
        for source in &document.sources {
            let stored = self
                .stored
                .sources
                .iter()
                .find(|row| row.key == source.key.as_str());
            let wanted = self.source_row(source, stored);
            let staying = wanted.retired_at.is_none();
            self.sources
                .insert(wanted.key.clone(), (wanted.id, staying));
            let what = format!("source {}", source.key);
            if self.settle(source.place, &what, stored, &wanted).writes() {
                self.step(Step::Source(wanted));
            }
        }
    }

    fn source_row(&self, source: &Source, stored: Option<&SourceRow>) -> SourceRow {
        if let (true, Some(stored)) = (source.retired, stored) {
            return SourceRow {
                retired_at: stored.retired_at.or(Some(self.now)),
                ..stored.clone()
            };
        }
        let all = source
            .clients
            .as_ref()
            .map(|clients| i64::from(*clients == SourceClients::All));
        let watchdog = source
            .watchdog
            .clone()
            .or_else(|| stored.map(|row| row.watchdog.clone()));
        SourceRow {
            id: new_id(stored.map(|row| row.id)),
            key: source.key.to_string(),
            name: source.name.clone(),
            all_clients: all
                .or_else(|| stored.map(|row| row.all_clients))
                .unwrap_or(0),
            watchdog: watchdog.unwrap_or_default(),
            watchdog_grace_ms: source
                .watchdog_grace_ms
                .or_else(|| stored.map(|row| row.watchdog_grace_ms))
                .unwrap_or(DEFAULT_WATCHDOG_GRACE_MS),
            repeat_interval_ms: source
                .repeat_interval_ms
                .or_else(|| stored.map(|row| row.repeat_interval_ms))
                .unwrap_or(DEFAULT_REPEAT_INTERVAL_MS),
            origin: "import".to_owned(),
            retired_at: source.retired.then_some(self.now),
        }
    }

    /// Its clients and rules, once every client and component is known.
    pub(super) fn source(&mut self, source: &Source) {
        let Some((id, true)) = self.sources.get(source.key.as_str()).copied() else {
            return;
        };
        if let Some(clients) = &source.clients {
            let named = match clients {
                SourceClients::All => vec![],
                SourceClients::These(named) => named.clone(),
            };
            let mut wanted = Vec::new();
            for client in &named {
                match self.client_id(client.value.as_str()) {
                    Some(client) => wanted.push(client),
                    None => {
                        let reason = format!("there is no client “{}”", client.value);
                        self.problems.add(client.place, reason);
                    }
                }
            }
            let before = &self.stored.source_clients;
            let what = format!("clients of source {}", source.key);
            self.relink(Links::SourceClient, before, id, &wanted, &what);
        }
        for (rule, position) in source.rules.iter().zip(0..) {
            self.rule(source, id, rule, position);
        }
    }

    fn client_id(&self, slug: &str) -> Option<i64> {
        let planned = self.clients.get(slug).map(|client| client.id);
        let stored = || {
            let rows = self.stored.clients.iter();
            let mut staying = rows.filter(|row| row.slug == slug && row.retired_at.is_none());
            staying.next().map(|row| row.id)
        };
        planned.or_else(stored)
    }

    /// Components of a client that stay, by key, whether the file names the client or not.
    fn components_of(&self, slug: &str, client: i64) -> BTreeMap<String, i64> {
        if let Some(planned) = self.clients.get(slug) {
            return planned.components.clone();
        }
        let rows = self
            .tenant(client)
            .map_or(&[][..], |tenant| &tenant.components);
        let staying = rows.iter().filter(|row| row.retired_at.is_none());
        staying.map(|row| (row.key.clone(), row.id)).collect()
    }

    fn rule(&mut self, source: &Source, source_id: i64, rule: &Rule, position: i64) {
        let stored = self
            .stored
            .rules
            .iter()
            .find(|row| row.source_id == source_id && row.key == rule.key.as_str());
        let what = format!("rule {} of source {}", rule.key, source.key);
        if rule.retired {
            if let Some(stored) = stored {
                self.say(ChangeKind::Retired, &what, vec![]);
                self.step(Step::RemoveRule(stored.id));
            }
            return;
        }
        let slug = rule.client.value.as_str();
        let Some(client) = self.client_id(slug) else {
            let reason = format!("there is no client “{slug}”");
            self.problems.add(rule.client.place, reason);
            return;
        };
        let components = self.components_of(slug, client);
        let Some(component) = components.get(rule.component.value.as_str()).copied() else {
            let reason = format!("{slug} has no component “{}”", rule.component.value);
            self.problems.add(rule.component.place, reason);
            return;
        };
        self.refuse_unreachable(source, rule, client);
        let matchers: BTreeMap<&String, &String> = rule.labels.iter().collect();
        let wanted = RuleRow {
            id: new_id(stored.map(|row| row.id)),
            source_id,
            key: rule.key.to_string(),
            position: rule
                .position
                .or_else(|| stored.map(|row| row.position))
                .unwrap_or(position),
            matchers: serde_json::to_string(&matchers).unwrap_or_default(),
            client_id: client,
            component_id: component,
            state: rule.state.map(|state| state.code().to_owned()),
            origin: "import".to_owned(),
        };
        let settled = self.settle(rule.place, &what, stored, &wanted);
        if settled.writes() {
            self.plan.touched.insert(client);
            self.step(Step::Rule(wanted));
        }
        if settled != Settled::Refused && !self.clients.contains_key(slug) {
            self.watch_by_rule(source_id, client, component);
        }
    }

    /// A rule to a client that its source may not write to would never hold.
    fn refuse_unreachable(&self, source: &Source, rule: &Rule, client: i64) {
        let allowed = match &source.clients {
            Some(SourceClients::All) => true,
            Some(SourceClients::These(named)) => {
                named.iter().any(|named| named.value == rule.client.value)
            }
            None => {
                let stored = self
                    .stored
                    .sources
                    .iter()
                    .find(|row| row.key == source.key.as_str());
                stored.is_some_and(|row| {
                    row.all_clients == 1
                        || self
                            .stored
                            .source_clients
                            .iter()
                            .any(|link| link.from_id == row.id && link.to_id == client)
                })
            }
        };
        if !allowed {
            let reason = format!(
                "source {} may not write to {}",
                source.key, rule.client.value
            );
            self.problems.add(rule.client.place, reason);
        }
    }

    /// The link that makes the source's silence the component's, for a client that the file does not name.
    fn watch_by_rule(&mut self, source: i64, client: i64, component: i64) {
        let before = self
            .tenant(client)
            .map_or(vec![], |tenant| tenant.watchers.clone());
        let known = before
            .iter()
            .any(|link| link.from_id == component && link.to_id == source);
        if !known {
            let link = super::LinkRow {
                from_id: component,
                to_id: source,
            };
            self.step(Step::Link(Links::Watcher { client }, link));
            self.step(Step::Expect(super::Contribution {
                client,
                component,
                by: super::Watch::Source(source),
            }));
        }
    }

    /// Sources of the file with a rule that leads to that component.
    pub(super) fn watchers_by_rule(&self, client: &Client, component: &Component) -> BTreeSet<i64> {
        let leads = |rule: &Rule| {
            !rule.retired
                && rule.client.value == client.slug
                && rule.component.value == component.key
        };
        let sources = self.document.sources.iter();
        sources
            .filter(|source| !source.retired && source.rules.iter().any(leads))
            .filter_map(|source| self.sources.get(source.key.as_str()))
            .map(|(id, _)| *id)
            .collect()
    }
}
