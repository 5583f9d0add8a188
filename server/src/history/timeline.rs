//! One time line out of two tables, without what the asker may not see.

use std::collections::{BTreeSet, HashMap};

use app::answer::AppError;
use app::backend::history::{Entry, EntryKind, HistoryFilter, PastIntervention, Place};
use app::backend::status::{ComponentLabel, Outage};
use app::domain::access::ContactAsker;
use app::domain::component::ComponentState;
use app::domain::contract::{Activity, ContractVersion, ServiceLine};
use app::domain::coverage::{Subject, covering_services};
use app::domain::ids::{ClientId, ContactId, InterventionId, SiteId};
use app::domain::intervention::InterventionState;
use app::domain::status::{Cause, Failure, Interval, failures};
use app::domain::time::{EpochMs, LocalInstant};
use chrono::NaiveDate;

use super::queries::{self, EndedRow, FailingRow, StartRow};
use crate::interventions::{contacts, facts};
use crate::search;
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

/// A client's past, through the eyes of one contact and of one filter.
pub struct Timeline {
    contact: ContactAsker,
    client: ClientId,
    zone: Zone,
    now: EpochMs,
    components: Vec<Component>,
    by_id: HashMap<i64, usize>,
    kind: Option<EntryKind>,
    /// Interventions that the contact follows, or is in copy of.
    followed: BTreeSet<InterventionId>,
    /// Only what has these words.
    sought: Option<Sought>,
    contracts: Vec<(String, String)>,
    /// The chosen contract, with what it covers.
    contract: Option<Perimeter>,
    /// With what is still open.
    whole: bool,
    /// The chosen component; 0: all.
    component: i64,
    since: EpochMs,
    /// Exclusive.
    until: EpochMs,
}

/// What is looked for.
struct Sought {
    /// As the database is asked; `None`: nothing that could be found was typed.
    question: Option<String>,
    stems: Vec<String>,
}

/// What one contract covers, at any instant.
struct Perimeter {
    number: String,
    versions: Vec<ContractVersion>,
    /// By component.
    subjects: HashMap<i64, Subject>,
}

struct Component {
    id: i64,
    label: ComponentLabel,
    zone: Zone,
    retired: bool,
    seen: bool,
}

impl Timeline {
    pub async fn open(
        tx: &mut Tx,
        contact: ContactAsker,
        filter: &HistoryFilter,
    ) -> Result<Timeline, AppError> {
        let (client, now) = (contact.client, tx.now_ms());
        let (zone,) = queries::client_zone(tx, client)
            .await?
            .ok_or(AppError::NotFound)?;
        let zone = Zone::named(&zone);
        let components = components(tx, &contact, zone).await?;
        let by_id = components
            .iter()
            .enumerate()
            .map(|(place, one)| (one.id, place))
            .collect();
        let component = match &filter.component {
            None => 0,
            Some(key) => {
                let chosen = components
                    .iter()
                    .find(|one| one.seen && one.label.key == *key);
                chosen.ok_or(AppError::NotFound)?.id
            }
        };
        let contracts = queries::contracts(tx, client).await?;
        let contract = match &filter.contract {
            None => None,
            Some(number) if contracts.iter().any(|(known, _)| known == number) => {
                Some(perimeter(tx, client, number).await?)
            }
            Some(_) => return Err(AppError::NotFound),
        };
        let followed = contacts::followed(tx, &contact).await?;
        let start = |date: Option<NaiveDate>| date.and_then(|date| zone.start_of(date));
        Ok(Timeline {
            client,
            zone,
            now,
            components,
            by_id,
            kind: filter.kind,
            followed: followed.into_iter().collect(),
            contracts,
            contract,
            whole: filter.as_timeline,
            sought: filter.words.as_deref().map(|typed| Sought {
                question: search::question(Some(client), typed),
                stems: search::words::asked(typed),
            }),
            component,
            since: start(filter.from).unwrap_or(EpochMs::MIN),
            until: start(filter.to.and_then(|date| date.succ_opt())).unwrap_or(EpochMs::MAX),
            contact,
        })
    }

    pub fn now(&self) -> LocalInstant {
        self.zone.instant(self.now)
    }

    /// What the filter may choose from.
    pub fn choices(&self) -> Vec<ComponentLabel> {
        let shown = self
            .components
            .iter()
            .filter(|one| one.seen && !one.retired);
        shown.map(|one| one.label.clone()).collect()
    }

    /// The contracts that the filter may choose from.
    pub fn contracts(&self) -> Vec<(String, String)> {
        self.contracts.clone()
    }

    /// That many entries after a place, and where to go on; `None` at the end.
    pub async fn read(
        &self,
        tx: &mut Tx,
        before: Option<Place>,
        count: usize,
    ) -> Result<(Vec<Entry>, Option<Place>), AppError> {
        let from_end = Place {
            at: self.until,
            kind: EntryKind::Intervention,
            id: i64::MIN,
        };
        let before = before.map_or(from_end, |before| before.min(from_end));
        let mut found: Vec<(Place, Entry)> = Vec::new();
        if self.kind != Some(EntryKind::Intervention) {
            found.extend(self.outages(tx, before, count + 1).await?);
        }
        if self.kind != Some(EntryKind::Outage) {
            found.extend(self.interventions(tx, before, count + 1).await?);
        }
        found.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
        let more = found.len() > count;
        found.truncate(count);
        let next = found.last().map(|(place, _)| *place).filter(|_| more);
        Ok((found.into_iter().map(|(_, entry)| entry).collect(), next))
    }

    async fn outages(
        &self,
        tx: &mut Tx,
        before: Place,
        count: usize,
    ) -> Result<Vec<(Place, Entry)>, StoreError> {
        let mut starts: Vec<StartRow> = Vec::new();
        let mut place = before;
        let limit = limit(count);
        loop {
            let last = place.last_id_before(EntryKind::Outage);
            let rows = queries::outage_starts(
                tx,
                self.client,
                self.since,
                place.at,
                last,
                self.component,
                limit,
            )
            .await?;
            let exhausted = rows.len() < count;
            if let Some(row) = rows.last() {
                place = Place {
                    at: row.starts_at,
                    kind: EntryKind::Outage,
                    id: row.component_id,
                };
            }
            starts.extend(rows.into_iter().filter(|row| {
                self.is_sought(row.component_id)
                    && self.was_covered(row.component_id, row.starts_at)
            }));
            if exhausted || starts.len() >= count {
                break;
            }
        }
        starts.truncate(count);
        self.told(tx, starts).await
    }

    /// The whole of each outage: how bad it came to be, and why.
    async fn told(
        &self,
        tx: &mut Tx,
        starts: Vec<StartRow>,
    ) -> Result<Vec<(Place, Entry)>, StoreError> {
        let Some(from) = starts.iter().map(|row| row.starts_at).min() else {
            return Ok(Vec::new());
        };
        let to = starts
            .iter()
            .map(|row| row.ends_at.unwrap_or(EpochMs::MAX))
            .max()
            .unwrap_or(from);
        let mut failing: HashMap<i64, Vec<Interval>> = HashMap::new();
        for row in queries::failing_between(tx, self.client, from, to).await? {
            let component = row.component_id;
            failing.entry(component).or_default().extend(interval(row));
        }
        let mut told = Vec::new();
        for row in starts {
            let Some(component) = self.component(row.component_id) else {
                continue;
            };
            let intervals = failing
                .get(&row.component_id)
                .map_or(&[][..], Vec::as_slice);
            let from_start =
                intervals.partition_point(|interval| interval.starts_at < row.starts_at);
            let failure = failures(&intervals[from_start..], self.now)
                .into_iter()
                .next();
            let Some(failure) = failure else { continue };
            let place = Place {
                at: row.starts_at,
                kind: EntryKind::Outage,
                id: row.component_id,
            };
            told.push((place, Entry::Outage(self.outage(component, failure))));
        }
        Ok(told)
    }

    fn outage(&self, component: &Component, failure: Failure) -> Outage {
        Outage {
            component_key: component.label.key.clone(),
            component_name: component.label.name.clone(),
            worst: failure.worst,
            starts: component.zone.instant(failure.starts_at),
            ends: failure.ends_at.map(|at| component.zone.instant(at)),
            duration_ms: failure.duration_ms(self.now),
            unavailable_ms: failure.unavailable_ms,
            cause: Cause::from_text(&failure.cause),
            intervention: None,
        }
    }

    async fn interventions(
        &self,
        tx: &mut Tx,
        before: Place,
        count: usize,
    ) -> Result<Vec<(Place, Entry)>, StoreError> {
        let mut found = Vec::new();
        let mut place = before;
        let limit = limit(count);
        loop {
            let last = place.last_id_before(EntryKind::Intervention);
            let rows = self.rows(tx, place.at, last, limit).await?;
            let exhausted = rows.len() < count;
            for row in rows {
                place = Place {
                    at: row.declared_at,
                    kind: EntryKind::Intervention,
                    id: row.id,
                };
                if self.sees(&row) {
                    found.extend(
                        self.intervention(row)
                            .map(|entry| (place, Entry::Intervention(entry))),
                    );
                }
            }
            if exhausted || found.len() >= count {
                break;
            }
        }
        found.truncate(count);
        Ok(found)
    }

    async fn rows(
        &self,
        tx: &mut Tx,
        at: EpochMs,
        last: i64,
        limit: i64,
    ) -> Result<Vec<EndedRow>, StoreError> {
        let (client, since, component) = (self.client, self.since, self.component);
        let contract = self.contract.as_ref().map_or("", |one| one.number.as_str());
        let Some(sought) = &self.sought else {
            if self.whole {
                return queries::told_interventions(
                    tx, client, since, at, last, component, limit, contract,
                )
                .await;
            }
            return queries::ended_interventions(
                tx, client, since, at, last, component, limit, contract,
            )
            .await;
        };
        let Some(question) = &sought.question else {
            return Ok(Vec::new());
        };
        queries::searched_interventions(
            tx, client, since, at, last, component, limit, contract, question,
        )
        .await
    }

    /// Whether the outages of that component are told: it is seen, and has the words that are sought.
    fn is_sought(&self, id: i64) -> bool {
        let Some(component) = self.component(id) else {
            return false;
        };
        self.sought.as_ref().is_none_or(|sought| {
            let mut stems = search::words::stems(&component.label.name);
            stems.extend(search::words::stems(&component.label.key));
            !sought.stems.is_empty() && sought.stems.iter().all(|stem| stems.contains(stem))
        })
    }

    /// Whether the chosen contract covered that component then; any contract where none is chosen.
    fn was_covered(&self, id: i64, at: EpochMs) -> bool {
        let Some(contract) = &self.contract else {
            return true;
        };
        let subject = contract.subjects.get(&id);
        subject
            .is_some_and(|subject| !covering_services(subject, &contract.versions, at).is_empty())
    }

    fn sees(&self, row: &EndedRow) -> bool {
        let (site, requester) = (
            row.site_id.map(SiteId),
            row.requester_contact_id.map(ContactId),
        );
        let in_copy = self.followed.contains(&InterventionId(row.id));
        self.contact.sees_intervention(site, requester, in_copy)
    }

    /// `None` for a word that this program does not know.
    fn intervention(&self, row: EndedRow) -> Option<PastIntervention> {
        let zone = Zone::named(&row.time_zone);
        Some(PastIntervention {
            state: InterventionState::from_code(&row.state)?,
            activity: Activity::from_code(&row.activity)?,
            service: row.service_line.as_deref().and_then(ServiceLine::from_code),
            component: row
                .component_id
                .and_then(|id| self.component(id))
                .map(|one| one.label.clone()),
            reference: row.reference,
            title: row.title,
            site: row.site_name,
            declared: zone.instant(row.declared_at),
            ended: row.ended_at.map(|at| zone.instant(at)),
        })
    }

    /// The component, when the asker sees it.
    fn component(&self, id: i64) -> Option<&Component> {
        self.by_id
            .get(&id)
            .map(|place| &self.components[*place])
            .filter(|one| one.seen)
    }
}

trait Before {
    /// Of that kind and at this instant, what stands after the place has a smaller id than this.
    fn last_id_before(self, kind: EntryKind) -> i64;
}

impl Before for Place {
    fn last_id_before(self, kind: EntryKind) -> i64 {
        match kind.cmp(&self.kind) {
            std::cmp::Ordering::Less => i64::MAX,
            std::cmp::Ordering::Equal => self.id,
            std::cmp::Ordering::Greater => i64::MIN,
        }
    }
}

fn limit(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn interval(row: FailingRow) -> Option<Interval> {
    Some(Interval {
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        state: ComponentState::from_code(&row.state)?,
        cause: row.cause,
    })
}

async fn perimeter(tx: &mut Tx, client: ClientId, number: &str) -> Result<Perimeter, AppError> {
    let facts = facts::read(tx, client).await?.ok_or(AppError::NotFound)?;
    let mut versions = facts.contracts();
    versions.retain(|version| version.number == number);
    let subjects = facts.components.into_iter().map(|component| {
        let choice = component.choice;
        let subject = Subject::Component {
            key: choice.key,
            category: choice.category,
            sites: choice.sites,
            supervised: choice.supervised,
        };
        (component.id.0, subject)
    });
    Ok(Perimeter {
        number: number.to_owned(),
        versions,
        subjects: subjects.collect(),
    })
}

async fn components(
    tx: &mut Tx,
    contact: &ContactAsker,
    zone: Zone,
) -> Result<Vec<Component>, StoreError> {
    let mut sites: HashMap<i64, Vec<(SiteId, Zone)>> = HashMap::new();
    for row in queries::component_sites(tx, contact.client).await? {
        let site = (SiteId(row.site_id), Zone::named(&row.time_zone));
        sites.entry(row.component_id).or_default().push(site);
    }
    let rows = queries::components(tx, contact.client).await?;
    let component = |row: queries::ComponentRow| {
        let sites = sites.remove(&row.id).unwrap_or_default();
        let ids: Vec<SiteId> = sites.iter().map(|(site, _)| *site).collect();
        Component {
            id: row.id,
            label: ComponentLabel {
                key: row.key,
                name: row.name,
            },
            zone: sites.first().map_or(zone, |(_, zone)| *zone),
            retired: row.retired_at.is_some(),
            seen: contact.sees_sites(&ids),
        }
    };
    Ok(rows.into_iter().map(component).collect())
}
