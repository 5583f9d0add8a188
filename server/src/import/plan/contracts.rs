//! Contracts: a version is immutable, a change is a new version with its own start.

use std::collections::BTreeSet;

use app::domain::contract::Terms;
use app::domain::contract::checks;
use app::domain::time::EpochMs;
use chrono::NaiveDate;
use chrono_tz::Tz;

use super::super::document::{Client, Contract, Template};
use super::super::rows::{ContractRow, TemplateRow, VersionRow};
use super::{ChangeKind, Planner, Settled, Step, new_id};
use crate::digest::sha256;
use crate::zone::Zone;

impl Planner<'_> {
    /// Templates are kept, so that the desk starts contracts from them too.
    pub(super) fn templates(&mut self) {
        for template in &self.document.templates {
            let stored = self
                .stored
                .templates
                .iter()
                .find(|row| row.key == template.key.as_str());
            let Some(wanted) = self.template_row(template, stored) else {
                continue;
            };
            let what = format!("template {}", template.key);
            if self.settle(template.place, &what, stored, &wanted).writes() {
                self.step(Step::Template(wanted));
            }
        }
    }

    fn template_row(
        &self,
        template: &Template,
        stored: Option<&TemplateRow>,
    ) -> Option<TemplateRow> {
        if template.retired {
            let stored = stored?;
            return Some(TemplateRow {
                retired_at: stored.retired_at.or(Some(self.now)),
                ..stored.clone()
            });
        }
        // Equal as values: a later program may write the same terms in another way.
        let same = stored
            .filter(|row| serde_json::from_str(&row.terms).ok().as_ref() == Some(&template.terms));
        let terms = match same {
            Some(row) => row.terms.clone(),
            None => serde_json::to_string(&template.terms).ok()?,
        };
        Some(TemplateRow {
            key: template.key.to_string(),
            title: template.title.clone(),
            terms,
            origin: "import".to_owned(),
            retired_at: None,
        })
    }

    pub(super) fn contracts(&mut self, client: &Client) {
        let planned = self.clients[client.slug.as_str()].clone();
        let stored: Vec<ContractRow> = self
            .tenant(planned.id)
            .map_or(vec![], |tenant| tenant.contracts.clone());
        let mut settled: Vec<ContractRow> = Vec::new();
        self.refuse_disorder(client);
        for contract in in_order(&client.contracts) {
            let before = stored.iter().find(|row| row.number == contract.number);
            if contract.retired {
                self.retire_contract(client, contract, before, planned.id);
                continue;
            }
            self.find_all(
                &planned.components,
                &contract.components,
                "component",
                client,
            );
            self.find_all(&planned.sites, &contract.sites, "site", client);
            let id = match settled.iter().find(|row| row.number == contract.number) {
                Some(row) => row.id,
                None => {
                    let wanted = contract_row(client, contract, before);
                    let what = format!("contract {} of {}", contract.number, client.slug);
                    let outcome = self.settle(contract.place, &what, before, &wanted);
                    if outcome.writes() {
                        self.step(Step::Contract(planned.id, wanted.clone()));
                    }
                    settled.push(wanted.clone());
                    if outcome == Settled::Refused {
                        continue;
                    }
                    wanted.id
                }
            };
            let changes = self.plan.changes.len();
            let of_the_desk = before.filter(|row| row.origin == "desk");
            let zone = Zone::named(&planned.time_zone);
            self.version(client, contract, id, zone, of_the_desk.is_some());
            if let (Some(row), true) = (of_the_desk, self.plan.changes.len() > changes) {
                // Taken over: from now on it is the file's again.
                let row = ContractRow {
                    title: contract_row(client, contract, before).title,
                    ..row.clone()
                };
                self.step(Step::Contract(planned.id, row));
            }
        }
    }

    /// Within the file too, a later version starts later.
    fn refuse_disorder(&self, client: &Client) {
        for contract in client.contracts.iter().filter(|contract| !contract.retired) {
            let earlier = client.contracts.iter().find(|other| {
                !other.retired
                    && other.number == contract.number
                    && other.version < contract.version
                    && other.starts >= contract.starts
            });
            if let Some(earlier) = earlier {
                let (number, version) = (&contract.number, contract.version);
                let reason = format!(
                    "version {version} of contract {number} must start after version {}",
                    earlier.version
                );
                self.problems.add(contract.place, reason);
            }
        }
    }

    fn retire_contract(
        &mut self,
        client: &Client,
        contract: &Contract,
        stored: Option<&ContractRow>,
        client_id: i64,
    ) {
        let Some(stored) = stored else { return };
        let wanted = ContractRow {
            retired_at: stored.retired_at.or(Some(self.now)),
            ..stored.clone()
        };
        let what = format!("contract {} of {}", contract.number, client.slug);
        if self
            .settle(contract.place, &what, Some(stored), &wanted)
            .writes()
        {
            self.step(Step::Contract(client_id, wanted));
        }
    }

    fn version(
        &mut self,
        client: &Client,
        contract: &Contract,
        contract_id: i64,
        zone: Zone,
        of_the_desk: bool,
    ) {
        let client_id = self.clients[client.slug.as_str()].id;
        let versions: Vec<VersionRow> = self.tenant(client_id).map_or(vec![], |tenant| {
            let own = tenant
                .versions
                .iter()
                .filter(|row| row.contract_id == contract_id);
            own.cloned().collect()
        });
        let Some(dates) = Dates::of(contract, zone) else {
            self.problems.add(
                contract.place,
                "a date of this contract cannot be represented",
            );
            return;
        };
        let Ok(terms) = serde_json::to_string(&contract.terms) else {
            self.problems
                .add(contract.place, "the terms cannot be stored");
            return;
        };
        let what = format!(
            "version {} of contract {} of {}",
            contract.version, contract.number, client.slug
        );
        let same = versions
            .iter()
            .find(|row| row.version == i64::from(contract.version));
        if let Some(stored) = same {
            self.existing_version(client_id, contract, stored, &dates, &what, of_the_desk);
            return;
        }
        if of_the_desk && !self.manner.take_over {
            let reason = format!(
                "contract {} of {} was changed at the desk since; --take-over adds {what} all the same",
                contract.number, client.slug
            );
            self.problems.add(contract.place, reason);
            return;
        }
        if !self.follows(contract, &versions, dates.starts_at) {
            return;
        }
        self.refuse_gaps(client, contract);
        let wanted = VersionRow {
            id: new_id(None),
            contract_id,
            version: i64::from(contract.version),
            status: contract.status.code().to_owned(),
            starts_at: dates.starts_at,
            ends_at: dates.ends_at,
            renewal: contract.renewal.code().to_owned(),
            last_notice_at: dates.last_notice_at,
            terms_sha256: sha256(&terms),
            terms,
        };
        self.say(ChangeKind::New, &what, vec![]);
        self.step(Step::Version(client_id, wanted));
    }

    /// Hours whose edges the clocks of their zone jump over; the client's and its sites' where they name none.
    /// What is signed stays as it was signed, whatever a later law does to the clocks.
    fn refuse_gaps(&self, client: &Client, contract: &Contract) {
        let planned = &self.clients[client.slug.as_str()];
        let zones = |name: &str| -> Vec<(String, Tz)> {
            let mut names = BTreeSet::from([name]);
            if name.is_empty() {
                names = planned.site_zones.values().map(String::as_str).collect();
                names.insert(planned.time_zone.as_str());
            }
            let zone = |name: &str| (name.to_owned(), Zone::named(name).tz());
            names.into_iter().map(zone).collect()
        };
        for problem in checks::gaps(&contract.terms, contract.starts, zones) {
            let checks::Place::Line { line, part } = &problem.place else {
                continue;
            };
            let written = contract
                .hours
                .iter()
                .find(|written| written.line == *line && written.part == *part);
            let place = written.map_or(contract.place, |written| written.place.of(&problem.fault));
            self.problems.add(place, problem.fault.to_string());
        }
    }

    /// Immutable, save for its status.
    fn existing_version(
        &mut self,
        client_id: i64,
        contract: &Contract,
        stored: &VersionRow,
        dates: &Dates,
        what: &str,
        of_the_desk: bool,
    ) {
        let mut differs = Vec::new();
        // Equal as values: a later program may write the same terms in another way.
        if serde_json::from_str::<Terms>(&stored.terms).ok().as_ref() != Some(&contract.terms) {
            differs.push("terms");
        }
        for (field, same) in [
            ("starts", stored.starts_at == dates.starts_at),
            ("ends", stored.ends_at == dates.ends_at),
            ("last_notice", stored.last_notice_at == dates.last_notice_at),
            ("renewal", stored.renewal == contract.renewal.code()),
        ] {
            if !same {
                differs.push(field);
            }
        }
        if !differs.is_empty() {
            let differs = differs.join(", ");
            let reason = format!(
                "{what} is stored with other {differs}; a changed contract needs a new `version` and its `starts`"
            );
            self.problems.add(contract.place, reason);
            return;
        }
        let wanted = VersionRow {
            status: contract.status.code().to_owned(),
            ..stored.clone()
        };
        if of_the_desk && !self.manner.take_over && wanted.status != stored.status {
            let (before, after) = (&stored.status, &wanted.status);
            let reason = format!(
                "{what}: the contract was changed at the desk (status: “{before}” → “{after}”); --take-over overwrites it"
            );
            self.problems.add(contract.place, reason);
            return;
        }
        if self
            .settle(contract.place, what, Some(stored), &wanted)
            .writes()
        {
            self.step(Step::Version(client_id, wanted));
        }
    }

    /// A new version starts after those before it.
    fn follows(&self, contract: &Contract, versions: &[VersionRow], starts_at: EpochMs) -> bool {
        let number = i64::from(contract.version);
        let out_of_order = versions.iter().find(|row| {
            (row.version < number && row.starts_at >= starts_at)
                || (row.version > number && row.starts_at <= starts_at)
        });
        if let Some(other) = out_of_order {
            let reason = format!(
                "version {number} of contract {} must start {} version {}",
                contract.number,
                if other.version < number {
                    "after"
                } else {
                    "before"
                },
                other.version
            );
            self.problems.add(contract.place, reason);
        }
        out_of_order.is_none()
    }
}

/// Versions of one contract, oldest first, so that each is compared with those before it.
fn in_order(contracts: &[Contract]) -> Vec<&Contract> {
    let mut ordered: Vec<&Contract> = contracts.iter().collect();
    ordered.sort_by_key(|contract| contract.version);
    ordered
}

/// The latest version of the file gives the contract its title.
fn contract_row(client: &Client, contract: &Contract, stored: Option<&ContractRow>) -> ContractRow {
    let same = client
        .contracts
        .iter()
        .filter(|other| other.number == contract.number);
    let latest = same.max_by_key(|other| other.version);
    ContractRow {
        id: new_id(stored.map(|row| row.id)),
        number: contract.number.clone(),
        title: latest.map_or_else(String::new, |latest| latest.title.clone()),
        origin: "import".to_owned(),
        retired_at: None,
    }
}

/// The dates on the paper as instants of the client's zone.
struct Dates {
    starts_at: EpochMs,
    /// The first instant after the last day.
    ends_at: Option<EpochMs>,
    /// The first instant of the last day on which notice can be given.
    last_notice_at: Option<EpochMs>,
}

impl Dates {
    fn of(contract: &Contract, zone: Zone) -> Option<Dates> {
        let after = |day: NaiveDate| zone.start_of(day.succ_opt()?);
        Some(Dates {
            starts_at: zone.start_of(contract.starts)?,
            ends_at: match contract.ends {
                Some(day) => Some(after(day)?),
                None => None,
            },
            last_notice_at: match contract.last_notice {
                Some(day) => Some(zone.start_of(day)?),
                None => None,
            },
        })
    }
}
