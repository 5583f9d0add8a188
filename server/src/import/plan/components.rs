//! Components with their places, dependencies, watchers and checks.

use std::collections::{BTreeMap, BTreeSet};

use super::super::document::{Check, CheckKind, Client, Component};
use super::super::rows::{CheckRow, ComponentRow, Record};
use super::perimeter::{staying, take};
use super::{Contribution, Links, Planner, Step, Watch, new_id};

const DEFAULT_INTERVAL_MS: i64 = 30_000;
const DEFAULT_TIMEOUT_MS: i64 = 5_000;
const DEFAULT_CONFIRM_EVERY_MS: i64 = 2_000;
const DEFAULT_CONFIRMATIONS: i64 = 2;

impl Planner<'_> {
    pub(super) fn components(&mut self, client: &Client) {
        let planned = self.clients[client.slug.as_str()].clone();
        let tenant = self.stored.tenants.get(&planned.id);
        let stored_rows = tenant.map_or(&[][..], |tenant| &tenant.components);
        let mut components: BTreeMap<String, i64> = staying(stored_rows, |row| (&row.key, row.id));
        let mut next_position = stored_rows
            .iter()
            .map(|row| row.position + 1)
            .max()
            .unwrap_or(0);
        let mut rows = Vec::new();
        for component in &client.components {
            let stored = stored_rows
                .iter()
                .find(|row| row.key == component.key.as_str());
            let wanted = self.component(component, stored, &mut next_position);
            if wanted.retired() {
                components.remove(&wanted.key);
            } else {
                components.insert(wanted.key.clone(), wanted.id);
            }
            rows.push((component, stored, wanted));
        }
        self.planned(client).components = components;
        for (component, stored, wanted) in &rows {
            let what = format!("component {} of {}", component.key, client.slug);
            if self
                .settle(component.place, &what, *stored, wanted)
                .writes()
            {
                self.step(Step::Component(planned.id, wanted.clone()));
            }
        }
        for (component, _, wanted) in &rows {
            self.component_links(client, component, wanted.id);
            self.checks(client, component, wanted);
        }
        self.refuse_cycles(client);
    }

    fn component(
        &self,
        component: &Component,
        stored: Option<&ComponentRow>,
        next_position: &mut i64,
    ) -> ComponentRow {
        if let (true, Some(stored)) = (component.retired, stored) {
            return ComponentRow {
                retired_at: stored.retired_at.or(Some(self.now)),
                ..stored.clone()
            };
        }
        let position = component
            .position
            .or_else(|| stored.map(|row| row.position));
        let description = component.description.clone();
        let other = component.other_supervision.clone();
        ComponentRow {
            id: new_id(stored.map(|row| row.id)),
            key: component.key.to_string(),
            name: component.name.clone(),
            description: description
                .or_else(|| stored.map(|row| row.description.clone()))
                .unwrap_or_default(),
            category: component.category.code().to_owned(),
            position: position.unwrap_or_else(|| take(next_position)),
            other_supervision: other
                .or_else(|| stored.map(|row| row.other_supervision.clone()))
                .unwrap_or_else(|| "none".to_owned()),
            origin: "import".to_owned(),
            retired_at: component.retired.then_some(self.now),
        }
    }

    fn component_links(&mut self, client: &Client, component: &Component, id: i64) {
        if component.retired {
            return;
        }
        let planned = self.clients[client.slug.as_str()].clone();
        let tenant = self.stored.tenants.get(&planned.id);
        let of = |what: &str| format!("{what} of component {} of {}", component.key, client.slug);
        if let Some(sites) = &component.sites {
            let sites = self.find_all(&planned.sites, sites, "site", client);
            let before = tenant.map_or(&[][..], |tenant| &tenant.component_sites);
            let links = Links::ComponentSite { client: planned.id };
            self.relink(links, before, id, &sites, &of("sites"));
        }
        if let Some(parents) = &component.depends_on {
            let parents = self.find_all(&planned.components, parents, "component", client);
            let before = tenant.map_or(&[][..], |tenant| &tenant.dependencies);
            let links = Links::Dependency { client: planned.id };
            self.relink(links, before, id, &parents, &of("dependencies"));
        }
        self.watchers(client, component, id);
    }

    /// The sources that watch it: those it names, and those with a rule that leads to it.
    fn watchers(&mut self, client: &Client, component: &Component, id: i64) {
        let client_id = self.clients[client.slug.as_str()].id;
        let before: Vec<_> = self.tenant(client_id).map_or(vec![], |tenant| {
            tenant
                .watchers
                .iter()
                .filter(|link| link.from_id == id)
                .copied()
                .collect()
        });
        let mut wanted: BTreeSet<i64> = self.watchers_by_rule(client, component);
        match &component.watched_by {
            Some(named) => {
                let sources: BTreeMap<String, i64> = self
                    .sources
                    .iter()
                    .filter(|(_, (_, stays))| *stays)
                    .map(|(key, (id, _))| (key.clone(), *id))
                    .collect();
                wanted.extend(self.find_all(&sources, named, "source", client));
            }
            None => wanted.extend(before.iter().map(|link| link.to_id)),
        }
        let wanted: Vec<i64> = wanted.into_iter().collect();
        let what = format!("sources of component {} of {}", component.key, client.slug);
        let links = Links::Watcher { client: client_id };
        if !self.relink(links, &before, id, &wanted, &what) {
            return;
        }
        let contribution = |source| Contribution {
            client: client_id,
            component: id,
            by: Watch::Source(source),
        };
        for link in before.iter().filter(|link| !wanted.contains(&link.to_id)) {
            self.step(Step::Silence(contribution(link.to_id)));
        }
        for source in wanted
            .iter()
            .filter(|id| before.iter().all(|link| link.to_id != **id))
        {
            self.step(Step::Expect(contribution(*source)));
        }
    }

    fn checks(&mut self, client: &Client, component: &Component, row: &ComponentRow) {
        let client_id = self.clients[client.slug.as_str()].id;
        let stored_checks: Vec<CheckRow> = self.tenant(client_id).map_or(vec![], |tenant| {
            let own = tenant
                .checks
                .iter()
                .filter(|check| check.component_id == row.id);
            own.cloned().collect()
        });
        if component.retired {
            for stored in stored_checks.iter().filter(|check| !check.retired()) {
                let wanted = CheckRow {
                    retired_at: Some(self.now),
                    ..stored.clone()
                };
                self.write_check(client_id, Some(stored), wanted);
            }
            return;
        }
        for check in &component.checks {
            let stored = stored_checks
                .iter()
                .find(|row| row.key == check.key.as_str());
            let wanted = self.check(check, stored, row.id);
            let what = format!(
                "check {} of component {} of {}",
                check.key, component.key, client.slug
            );
            if self.settle(check.place, &what, stored, &wanted).writes() {
                self.write_check(client_id, stored, wanted);
            }
        }
    }

    fn write_check(&mut self, client: i64, stored: Option<&CheckRow>, wanted: CheckRow) {
        let contribution = Contribution {
            client,
            component: wanted.component_id,
            by: Watch::Check(wanted.id),
        };
        let watched = stored.is_some_and(|row| !row.retired());
        let watches = !wanted.retired();
        self.step(Step::Check(client, wanted));
        match (watched, watches) {
            (false, true) => self.step(Step::Expect(contribution)),
            (true, false) => self.step(Step::Silence(contribution)),
            _ => {}
        }
    }

    fn check(&self, check: &Check, stored: Option<&CheckRow>, component_id: i64) -> CheckRow {
        if let (true, Some(stored)) = (check.retired, stored) {
            return CheckRow {
                retired_at: stored.retired_at.or(Some(self.now)),
                ..stored.clone()
            };
        }
        let keep = |given: Option<i64>, column: fn(&CheckRow) -> i64, default: i64| {
            given.or_else(|| stored.map(column)).unwrap_or(default)
        };
        let interval_ms = keep(
            check.interval_ms,
            |row| row.interval_ms,
            DEFAULT_INTERVAL_MS,
        );
        let timeout_ms = keep(check.timeout_ms, |row| row.timeout_ms, DEFAULT_TIMEOUT_MS);
        if timeout_ms > interval_ms {
            self.problems
                .add(check.place, "the timeout is longer than the interval");
        }
        let vantage = check
            .vantage
            .clone()
            .or_else(|| stored.map(|row| row.vantage.clone()));
        CheckRow {
            id: new_id(stored.map(|row| row.id)),
            component_id,
            key: check.key.to_string(),
            kind: check.kind.code().to_owned(),
            target: check.target.clone(),
            expectation: expectation(check),
            interval_ms,
            timeout_ms,
            confirm_down: keep(
                check.confirm_down,
                |row| row.confirm_down,
                DEFAULT_CONFIRMATIONS,
            ),
            confirm_up: keep(
                check.confirm_up,
                |row| row.confirm_up,
                DEFAULT_CONFIRMATIONS,
            ),
            confirm_every_ms: keep(
                check.confirm_every_ms,
                |row| row.confirm_every_ms,
                DEFAULT_CONFIRM_EVERY_MS,
            ),
            vantage: vantage.unwrap_or_default(),
            origin: "import".to_owned(),
            retired_at: check.retired.then_some(self.now),
        }
    }

    /// A component cannot depend on itself, by whatever way round.
    fn refuse_cycles(&mut self, client: &Client) {
        let planned = &self.clients[client.slug.as_str()];
        let mut parents: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        let given: BTreeMap<i64, &Component> = client
            .components
            .iter()
            .filter(|component| component.depends_on.is_some())
            .filter_map(|component| {
                Some((*planned.components.get(component.key.as_str())?, component))
            })
            .collect();
        for link in self
            .tenant(planned.id)
            .map_or(&[][..], |tenant| &tenant.dependencies)
        {
            if !given.contains_key(&link.from_id) {
                parents.entry(link.from_id).or_default().push(link.to_id);
            }
        }
        for (id, component) in &given {
            let named = component.depends_on.iter().flatten();
            let found = named.filter_map(|parent| planned.components.get(parent.value.as_str()));
            parents.entry(*id).or_default().extend(found);
        }
        for (id, component) in &given {
            if reaches(&parents, *id, *id) {
                let reason = format!("{} depends on itself", component.key);
                self.problems.add(component.place, reason);
            }
        }
    }
}

/// Whether the walk over parents from `from` comes to `target`.
fn reaches(parents: &BTreeMap<i64, Vec<i64>>, from: i64, target: i64) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<i64> = parents.get(&from).cloned().unwrap_or_default();
    while let Some(next) = waiting.pop() {
        if next == target {
            return true;
        }
        if seen.insert(next) {
            waiting.extend(parents.get(&next).into_iter().flatten());
        }
    }
    false
}

/// `{"status":[200,299],"keyword":null}` for HTTP, `{}` for TCP.
fn expectation(check: &Check) -> String {
    match check.kind {
        CheckKind::Tcp => "{}".to_owned(),
        CheckKind::Http => {
            let (first, last) = check.status.unwrap_or((200, 399));
            serde_json::json!({ "status": [first, last], "keyword": check.keyword }).to_string()
        }
    }
}
