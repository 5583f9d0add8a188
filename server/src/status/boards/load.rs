//! Reads one client's board in one snapshot of the database.

use std::collections::HashMap;
use std::sync::Arc;

use app::backend::status::{ComponentLabel, LastSeen, OpenIntervention, Row, SiteLabel, Summary};
use app::domain::component::{Category, ComponentState};
use app::domain::contract::ServiceLine;
use app::domain::coverage::Promise;
use app::domain::ids::{ClientId, ComponentId, ContactId, SiteId};
use app::domain::intervention::InterventionState;
use app::domain::status::{Cause, Interval};
use app::domain::time::{DAY_MS, EpochMs, Span};
use app::domain::uptime::{self, Availability};
use futures_util::future::BoxFuture;

use super::{BoardRow, ClientBoard, RowIntervention};
use crate::status::queries::{
    self, CheckRow, ComponentRow, HistoryRow, OpenRow, SiteRow, VisitRow, WatchRow,
};
use crate::store::outbox::{self, Stream};
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

/// Days of a strip, and of the percentage beside it.
pub const DAYS: u32 = 90;
/// How long a check-visit says something of its component.
const VISITS_MS: i64 = 400 * DAY_MS;

/// Says which lines cover a client's components; implemented by the contracts' context.
pub trait Cover: Send + Sync {
    /// In the transaction that reads the board. A component that is not in the answer has no cover.
    fn cover<'t>(
        &'t self,
        tx: &'t mut Tx,
        client: ClientId,
        components: &'t [CoverSubject],
        now: EpochMs,
    ) -> BoxFuture<'t, Result<HashMap<ComponentId, CoverOf>, StoreError>>;
}

/// What a component is covered by, and what is promised when it fails.
#[derive(Debug, Clone, Default)]
pub struct CoverOf {
    pub services: Vec<ServiceLine>,
    pub promise: Option<Promise>,
}

/// What decides a component's cover.
#[derive(Debug, Clone)]
pub struct CoverSubject {
    pub id: ComponentId,
    pub key: String,
    pub category: Category,
    /// Keys of its sites; none: the whole client.
    pub sites: Vec<String>,
    pub supervised: bool,
}

/// No contract is looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoCover;

impl Cover for NoCover {
    fn cover<'t>(
        &'t self,
        _tx: &'t mut Tx,
        _client: ClientId,
        _components: &'t [CoverSubject],
        _now: EpochMs,
    ) -> BoxFuture<'t, Result<HashMap<ComponentId, CoverOf>, StoreError>> {
        Box::pin(async { Ok(HashMap::new()) })
    }
}

/// The board as it is in the transaction's snapshot.
pub async fn board(
    tx: &mut Tx,
    client: ClientId,
    now: EpochMs,
    cover: &dyn Cover,
) -> Result<ClientBoard, StoreError> {
    let Some(head) = queries::client(tx, client).await? else {
        return Err(anyhow::anyhow!("client {client} is not there").into());
    };
    let zone = Zone::named(&head.time_zone);
    let cursor = outbox::head(tx, Stream::Client(client)).await?.last_seq;
    let mut parts = Parts::read(tx, client, now).await?;
    parts.cover = cover.cover(tx, client, &parts.subjects(), now).await?;
    let pasts = pasts(tx, client, now, parts.zones(zone)).await?;

    let failing = parts.failing();
    let rows: Vec<BoardRow> = parts
        .components
        .iter()
        .map(|component| parts.row(component, zone, &pasts, &failing))
        .collect();
    let summary = Summary::of(rows.iter().map(|row| &*row.row));
    Ok(ClientBoard {
        client,
        slug: head.slug,
        name: head.name,
        zone,
        cursor,
        read_at: now,
        rows,
        summary,
    })
}

/// Everything that rows are made of, by component.
struct Parts {
    components: Vec<ComponentRow>,
    sites: HashMap<i64, Vec<SiteRow>>,
    parents: HashMap<i64, Vec<i64>>,
    checks: HashMap<i64, Vec<CheckRow>>,
    watches: HashMap<i64, Vec<WatchRow>>,
    interventions: HashMap<i64, Vec<OpenRow>>,
    /// By intervention.
    followers: HashMap<i64, Vec<ContactId>>,
    visits: HashMap<i64, VisitRow>,
    cover: HashMap<ComponentId, CoverOf>,
}

impl Parts {
    async fn read(tx: &mut Tx, client: ClientId, now: EpochMs) -> Result<Parts, StoreError> {
        let parents = queries::dependencies(tx, client).await?;
        Ok(Parts {
            components: queries::components(tx, client).await?,
            sites: by_component(queries::sites_of_components(tx, client).await?, |row| {
                row.component_id
            }),
            parents: by_component(parents, |(component, _)| *component)
                .into_iter()
                .map(|(component, pairs)| {
                    (
                        component,
                        pairs.into_iter().map(|(_, parent)| parent).collect(),
                    )
                })
                .collect(),
            checks: by_component(queries::checks(tx, client).await?, |row| row.component_id),
            watches: by_component(queries::watches(tx, client).await?, |row| row.component_id),
            interventions: by_component(
                queries::unfinished_interventions(tx, client).await?,
                |row| row.component_id,
            ),
            followers: by_component(
                queries::followers_of_unfinished(tx, client).await?,
                |(intervention, _)| *intervention,
            )
            .into_iter()
            .map(|(intervention, pairs)| {
                let people = pairs.into_iter().map(|(_, contact)| ContactId(contact));
                (intervention, people.collect())
            })
            .collect(),
            // The latest last: the one that stays.
            visits: queries::visits(tx, client, now - VISITS_MS)
                .await?
                .into_iter()
                .map(|visit| (visit.component_id, visit))
                .collect(),
            cover: HashMap::new(),
        })
    }

    fn subjects(&self) -> Vec<CoverSubject> {
        let subject = |component: &ComponentRow| CoverSubject {
            id: ComponentId(component.id),
            key: component.key.clone(),
            category: category(component),
            sites: of(&self.sites, component.id)
                .iter()
                .map(|site| site.key.clone())
                .collect(),
            supervised: self.is_supervised(component),
        };
        self.components.iter().map(subject).collect()
    }

    fn is_supervised(&self, component: &ComponentRow) -> bool {
        self.checks.contains_key(&component.id)
            || self.watches.contains_key(&component.id)
            || component.other_supervision != "none"
    }

    fn zone(&self, component: i64, of_client: Zone) -> Zone {
        of(&self.sites, component)
            .first()
            .map_or(of_client, |site| Zone::named(&site.time_zone))
    }

    /// Each component with its zone.
    fn zones(&self, of_client: Zone) -> HashMap<i64, Zone> {
        self.components
            .iter()
            .map(|component| (component.id, self.zone(component.id, of_client)))
            .collect()
    }

    /// Components that fail now.
    fn failing(&self) -> HashMap<i64, ComponentLabel> {
        let failing = self
            .components
            .iter()
            .filter(|component| state(component).is_failure());
        failing
            .map(|component| {
                (
                    component.id,
                    ComponentLabel {
                        key: component.key.clone(),
                        name: component.name.clone(),
                    },
                )
            })
            .collect()
    }

    fn row(
        &self,
        component: &ComponentRow,
        of_client: Zone,
        pasts: &HashMap<i64, Past>,
        failing: &HashMap<i64, ComponentLabel>,
    ) -> BoardRow {
        let id = component.id;
        let zone = self.zone(id, of_client);
        let (checks, watches) = (of(&self.checks, id), of(&self.watches, id));
        let opened = of(&self.interventions, id);
        let interventions: Vec<RowIntervention> = opened
            .iter()
            .filter_map(|row| row_intervention(row, of(&self.followers, row.id)))
            .collect();
        let parents = of(&self.parents, id);
        let supervised = self.is_supervised(component);
        let past = pasts
            .get(&id)
            .filter(|_| supervised)
            .cloned()
            .unwrap_or_default();
        let cover = self
            .cover
            .get(&ComponentId(id))
            .cloned()
            .unwrap_or_default();
        let row = Row {
            key: component.key.clone(),
            name: component.name.clone(),
            category: category(component),
            sites: of(&self.sites, id).iter().map(site_label).collect(),
            state: state(component),
            since: zone.instant(component.state_since),
            cause: Cause::from_text(&component.state_cause),
            supervised,
            last_seen: last_seen(checks, watches, self.visits.get(&id), zone),
            latency_ms: checks
                .first()
                .filter(|check| check.last_ok == Some(1))
                .and_then(|check| check.last_latency_ms),
            availability: past.availability,
            days: past.days,
            open_intervention: interventions.first().map(|one| one.open.clone()),
            provisional: opened.iter().any(|one| one.debt_open == 1),
            cover: cover.services,
            promise: cover.promise,
            no_sign_of_life: checks.is_empty()
                && !watches.is_empty()
                && watches.iter().all(|watch| watch.watchdog.is_empty()),
            impacted_by: parents
                .iter()
                .filter_map(|parent| failing.get(parent).cloned())
                .collect(),
        };
        BoardRow {
            id: ComponentId(id),
            zone,
            row: row.into(),
            interventions,
            depends_on: parents.iter().map(|parent| ComponentId(*parent)).collect(),
        }
    }
}

/// The last days of a component: what its row's strip and percentage both come from.
#[derive(Debug, Clone, Default)]
struct Past {
    availability: Availability,
    days: Arc<[ComponentState]>,
}

/// Of each component, over the last days of its own zone.
async fn pasts(
    tx: &mut Tx,
    client: ClientId,
    now: EpochMs,
    zones: HashMap<i64, Zone>,
) -> Result<HashMap<i64, Past>, StoreError> {
    let days_of: HashMap<Zone, Vec<Span>> = zones
        .values()
        .map(|zone| (*zone, zone.last_days(now, DAYS)))
        .collect();
    let starts = days_of.values().filter_map(|days| days.first());
    let from = starts.map(|day| day.from).min().unwrap_or(now);
    let history = queries::board_history(tx, client, from, now).await?;
    let mut found = HashMap::new();
    for (component, rows) in by_component(history, |row| row.component_id) {
        let days = zones.get(&component).and_then(|zone| days_of.get(zone));
        let Some(days) = days else { continue };
        let intervals: Vec<Interval> = rows.into_iter().filter_map(HistoryRow::interval).collect();
        found.insert(component, past(&intervals, days, now));
    }
    Ok(found)
}

fn past(intervals: &[Interval], days: &[Span], now: EpochMs) -> Past {
    let from = days.first().map_or(now, |day| day.from);
    Past {
        availability: uptime::availability(intervals, Span { from, to: now }),
        days: uptime::strip(intervals, days)
            .iter()
            .map(|day| day.worst)
            .collect(),
    }
}

/// The latest sign of life: a probe's result, the watchdog of a source, or a check-visit by its reference.
fn last_seen(
    checks: &[CheckRow],
    watches: &[WatchRow],
    visit: Option<&VisitRow>,
    zone: Zone,
) -> Option<LastSeen> {
    let by_checks = checks
        .iter()
        .filter_map(|check| Some((check.last_at?, check.display_name())));
    let by_sources = watches
        .iter()
        .filter_map(|watch| Some((watch.watchdog_at?, watch.name.as_str())));
    let by_visit = visit.map(|visit| (visit.done_at, visit.reference.as_str()));
    let signs = by_checks.chain(by_sources).chain(by_visit);
    let (at, by) = signs.max_by_key(|(at, _)| *at)?;
    Some(LastSeen {
        at: zone.instant(at),
        by: by.to_owned(),
    })
}

fn row_intervention(row: &OpenRow, followers: &[ContactId]) -> Option<RowIntervention> {
    let state = InterventionState::from_code(&row.state).filter(|state| state.is_unfinished())?;
    Some(RowIntervention {
        open: OpenIntervention {
            reference: row.reference.clone(),
            state,
        },
        site: row.site_id.map(SiteId),
        requester: row.requester_contact_id.map(ContactId),
        followers: followers.to_vec(),
    })
}

fn site_label(site: &SiteRow) -> SiteLabel {
    SiteLabel {
        id: SiteId(site.id),
        key: site.key.clone(),
        name: site.name.clone(),
    }
}

fn state(component: &ComponentRow) -> ComponentState {
    ComponentState::from_code(&component.state).unwrap_or(ComponentState::Unknown)
}

fn category(component: &ComponentRow) -> Category {
    Category::from_code(&component.category).unwrap_or(Category::Other)
}

fn by_component<R>(rows: Vec<R>, component: impl Fn(&R) -> i64) -> HashMap<i64, Vec<R>> {
    let mut grouped: HashMap<i64, Vec<R>> = HashMap::new();
    for row in rows {
        grouped.entry(component(&row)).or_default().push(row);
    }
    grouped
}

fn of<R>(grouped: &HashMap<i64, Vec<R>>, component: i64) -> &[R] {
    grouped.get(&component).map_or(&[], Vec::as_slice)
}
