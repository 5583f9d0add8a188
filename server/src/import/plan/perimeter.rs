//! A client with its sites, and the finding of what references name.

use std::collections::BTreeMap;

use app::domain::component::Key;

use super::super::document::{Client, Site};
use super::super::problem::At;
use super::super::rows::{ClientRow, Record, SiteRow};
use super::{PlannedClient, Planner, Step, new_id};

impl Planner<'_> {
    pub(super) fn client(&mut self, client: &Client) {
        let stored = self
            .stored
            .clients
            .iter()
            .find(|row| row.slug == client.slug.as_str());
        if client.retired {
            self.retire_client(client, stored);
            return;
        }
        let taken = self
            .stored
            .clients
            .iter()
            .find(|row| row.code == client.code && row.slug != client.slug.as_str());
        if let Some(other) = taken {
            let reason = format!("the code {} is already that of {}", client.code, other.slug);
            self.problems.add(client.place, reason);
        }
        let time_zone = client
            .time_zone
            .clone()
            .or_else(|| stored.map(|row| row.time_zone.clone()));
        let wanted = ClientRow {
            id: new_id(stored.map(|row| row.id)),
            slug: client.slug.to_string(),
            code: client.code.clone(),
            name: client.name.clone(),
            time_zone: time_zone.unwrap_or_else(|| self.provider_zone()),
            head_count: client
                .head_count
                .or_else(|| stored.and_then(|row| row.head_count)),
            origin: "import".to_owned(),
            retired_at: None,
        };
        let planned = PlannedClient {
            id: wanted.id,
            time_zone: wanted.time_zone.clone(),
            ..PlannedClient::default()
        };
        self.clients.insert(wanted.slug.clone(), planned);
        if self
            .settle(
                client.place,
                &format!("client {}", client.slug),
                stored,
                &wanted,
            )
            .writes()
        {
            self.plan.touched.insert(wanted.id);
            self.step(Step::Client(wanted));
        }
        let before = self.plan.changes.len();
        self.sites(client);
        self.components(client);
        self.contacts(client);
        self.contracts(client);
        if self.plan.changes.len() > before {
            let id = self.clients[client.slug.as_str()].id;
            self.plan.touched.insert(id);
        }
    }

    fn retire_client(&mut self, client: &Client, stored: Option<&ClientRow>) {
        let Some(stored) = stored else { return };
        let mut wanted = stored.clone();
        wanted.retired_at = stored.retired_at.or(Some(self.now));
        let what = format!("client {}", client.slug);
        if self
            .settle(client.place, &what, Some(stored), &wanted)
            .writes()
        {
            self.plan.touched.insert(wanted.id);
            self.step(Step::Client(wanted));
        }
    }

    fn sites(&mut self, client: &Client) {
        let planned = self.clients[client.slug.as_str()].clone();
        let tenant = self.stored.tenants.get(&planned.id);
        let stored_sites = tenant.map_or(&[][..], |tenant| &tenant.sites);
        let mut sites: BTreeMap<String, i64> = staying(stored_sites, |site| (&site.key, site.id));
        let mut zones: BTreeMap<String, String> = stored_sites
            .iter()
            .filter(|site| !site.retired())
            .map(|site| (site.key.clone(), site.time_zone.clone()))
            .collect();
        let mut next_position = stored_sites
            .iter()
            .map(|site| site.position + 1)
            .max()
            .unwrap_or(0);
        for site in &client.sites {
            let stored = stored_sites.iter().find(|row| row.key == site.key.as_str());
            let wanted = self.site(site, stored, &planned, &mut next_position);
            if wanted.retired() {
                sites.remove(&wanted.key);
                zones.remove(&wanted.key);
            } else {
                zones.insert(wanted.key.clone(), wanted.time_zone.clone());
                sites.insert(wanted.key.clone(), wanted.id);
            }
            let what = format!("site {} of {}", site.key, client.slug);
            if self.settle(site.place, &what, stored, &wanted).writes() {
                self.step(Step::Site(planned.id, wanted));
            }
        }
        let planned = self.planned(client);
        planned.sites = sites;
        planned.site_zones = zones;
    }

    fn site(
        &self,
        site: &Site,
        stored: Option<&SiteRow>,
        client: &PlannedClient,
        next_position: &mut i64,
    ) -> SiteRow {
        if let (true, Some(stored)) = (site.retired, stored) {
            return SiteRow {
                retired_at: stored.retired_at.or(Some(self.now)),
                ..stored.clone()
            };
        }
        let keep = |given: &Option<String>, column: fn(&SiteRow) -> &String, default: &str| {
            let stored = || stored.map(|row| column(row).clone());
            given
                .clone()
                .or_else(stored)
                .unwrap_or_else(|| default.to_owned())
        };
        let position = site.position.or_else(|| stored.map(|row| row.position));
        SiteRow {
            id: new_id(stored.map(|row| row.id)),
            key: site.key.to_string(),
            name: site.name.clone(),
            city: keep(&site.city, |row| &row.city, ""),
            time_zone: keep(&site.time_zone, |row| &row.time_zone, &client.time_zone),
            holiday_zone: keep(&site.holiday_zone, |row| &row.holiday_zone, "FR"),
            good_friday: site
                .good_friday
                .map(i64::from)
                .or_else(|| stored.map(|row| row.good_friday))
                .unwrap_or(0),
            position: position.unwrap_or_else(|| take(next_position)),
            origin: "import".to_owned(),
            retired_at: site.retired.then_some(self.now),
        }
    }

    /// Ids of what the references name; unknown ones are noted.
    pub(super) fn find_all(
        &self,
        known: &BTreeMap<String, i64>,
        references: &[At<Key>],
        what: &str,
        client: &Client,
    ) -> Vec<i64> {
        let mut found = Vec::new();
        for reference in references {
            match known.get(reference.value.as_str()) {
                Some(id) => found.push(*id),
                None => {
                    let reason = format!("{} has no {what} “{}”", client.slug, reference.value);
                    self.problems.add(reference.place, reason);
                }
            }
        }
        found
    }

    pub(super) fn planned(&mut self, client: &Client) -> &mut PlannedClient {
        self.clients.entry(client.slug.to_string()).or_default()
    }
}

pub(super) fn staying<R: Record>(
    rows: &[R],
    key: impl Fn(&R) -> (&String, i64),
) -> BTreeMap<String, i64> {
    let staying = rows.iter().filter(|row| !row.retired());
    staying
        .map(|row| (key(row).0.clone(), key(row).1))
        .collect()
}

pub(super) fn take(next: &mut i64) -> i64 {
    let taken = *next;
    *next += 1;
    taken
}
