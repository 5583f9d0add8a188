//! One component's page: what watches it, its last 90 days, its response times, its failures.

use std::sync::Arc;

use app::answer::AppError;
use app::backend::status::{
    ComponentPage, Contributor, ContributorKind, OtherSupervision, Outage, ResponsePoint,
    ResponseSeries, Row, SignOfLife, StripDay,
};
use app::domain::access::Asker;
use app::domain::component::ComponentState;
use app::domain::ids::{ClientId, ContactId, SiteId};
use app::domain::status::{Cause, Failure, Interval, failures};
use app::domain::time::{DAY_MS, EpochMs, MINUTE_MS, Span};
use app::domain::uptime;

use super::{Seen, label, outage};
use crate::status::boards::BoardRow;
use crate::status::queries::{
    self, CheckRow, ContributionRow, IntervalRow, RepairRow, RollupRow, WatchRow,
};
use crate::store::{Scope, Store, StoreError};
use crate::supervision::grace_ms;
use crate::zone::Zone;

const DAYS: u32 = 90;
/// Response times are shown by tens of minutes: 144 points a day.
const POINT_MS: i64 = 10 * MINUTE_MS;

/// Everything that the page shows.
pub async fn page(
    store: &Store,
    seen: &Seen,
    asker: &Asker,
    key: &str,
) -> Result<ComponentPage, AppError> {
    let row = seen.row(key)?.clone();
    let now = store.clock().now_ms();
    let days = row.zone.last_days(now, DAYS);
    let from = days.first().map_or(now, |day| day.from);
    let past = read(store, (seen.board.client, reader(asker)), &row, from, now).await?;
    let zone = row.zone;
    let strip = uptime::strip(&past.intervals, &days);
    let failures = failures(&past.intervals, now).into_iter().rev();
    let shown = past.shown(&row, &strip);
    let repairs: Vec<&RepairRow> = past
        .repairs
        .iter()
        .filter(|repair| may_see(asker, repair))
        .collect();
    let outages = failures.map(|failure| Outage {
        intervention: repair_of(&failure, &repairs, now),
        ..outage(&row, failure, now)
    });
    let outages = outages.collect();
    Ok(ComponentPage {
        client: label(&seen.board),
        description: past.description,
        now: zone.instant(now),
        cursor: seen.board.cursor,
        contributors: contributors(&past.checks, &past.watches, &past.said, zone),
        other_supervision: OtherSupervision::from_code(&past.other_supervision),
        days: strip
            .into_iter()
            .map(|day| StripDay {
                from: zone.instant(day.span.from),
                day,
            })
            .collect(),
        response_times: response_times(&past.checks, &past.rollups, zone, now),
        outages,
        open_interventions: row
            .interventions
            .iter()
            .map(|one| one.open.clone())
            .collect(),
        depends_on: rows(seen, |other| row.depends_on.contains(&other.id)),
        dependants: rows(seen, |other| other.depends_on.contains(&row.id)),
        row: shown,
    })
}

struct Past {
    description: String,
    other_supervision: String,
    intervals: Vec<Interval>,
    said: Vec<ContributionRow>,
    checks: Vec<CheckRow>,
    watches: Vec<WatchRow>,
    rollups: Vec<RollupRow>,
    repairs: Vec<RepairRow>,
}

impl Past {
    /// The board's row with the percentage of the very strip that stands beside it.
    fn shown(&self, row: &BoardRow, strip: &[uptime::Day]) -> Arc<Row> {
        let mut availability = uptime::Availability::default();
        for day in strip {
            availability.observed_ms += day.availability.observed_ms;
            availability.unavailable_ms += day.availability.unavailable_ms;
            availability.unknown_ms += day.availability.unknown_ms;
        }
        Arc::new(Row {
            availability,
            ..(*row.row).clone()
        })
    }
}

async fn read(
    store: &Store,
    (client, reader): (ClientId, ContactId),
    row: &BoardRow,
    from: EpochMs,
    now: EpochMs,
) -> Result<Past, StoreError> {
    let component = row.id;
    let read = store.read(Scope::Client(client), move |tx| {
        Box::pin(async move {
            let about = queries::about(tx, client, component).await?;
            let (description, other_supervision) = about.unwrap_or_default();
            let intervals = queries::component_history(tx, client, component, from, now).await?;
            let checks = queries::checks(tx, client).await?.into_iter();
            let watches = queries::watches(tx, client).await?.into_iter();
            Ok(Past {
                description,
                other_supervision,
                intervals: intervals
                    .into_iter()
                    .filter_map(IntervalRow::interval)
                    .collect(),
                said: queries::latest_contributions(tx, client, component).await?,
                checks: checks
                    .filter(|check| check.component_id == component.0)
                    .collect(),
                watches: watches
                    .filter(|watch| watch.component_id == component.0)
                    .collect(),
                rollups: queries::response_minutes(tx, client, component, now - DAY_MS).await?,
                repairs: queries::repairs_of(tx, client, component, from, reader).await?,
            })
        })
    });
    read.await
}

/// Whose copies count; the staff's, who have none, are nobody's.
fn reader(asker: &Asker) -> ContactId {
    match asker {
        Asker::Contact(contact) => contact.contact,
        Asker::Staff(_) => ContactId(0),
    }
}

fn may_see(asker: &Asker, repair: &RepairRow) -> bool {
    match asker {
        Asker::Staff(_) => true,
        Asker::Contact(contact) => contact.sees_intervention(
            repair.site_id.map(SiteId),
            repair.requester_contact_id.map(ContactId),
            repair.in_copy,
        ),
    }
}

/// The repair that a failure joined because it was under way, or else the first that was opened while it lasted.
fn repair_of(failure: &Failure, repairs: &[&RepairRow], now: EpochMs) -> Option<String> {
    let (begins, ends) = (failure.starts_at, failure.ends_at.unwrap_or(now));
    let was_under_way = |repair: &&&RepairRow| {
        let over = repair.resolved_at.or(repair.closed_at);
        repair.declared_at < begins && over.is_none_or(|over| over > begins)
    };
    let was_opened = |repair: &&&RepairRow| (begins..=ends).contains(&repair.declared_at);
    let joined = repairs.iter().rev().find(was_under_way);
    let repair = joined.or_else(|| repairs.iter().find(was_opened))?;
    Some(repair.reference.clone())
}

fn contributors(
    checks: &[CheckRow],
    watches: &[WatchRow],
    said: &[ContributionRow],
    zone: Zone,
) -> Vec<Contributor> {
    let checks = checks.iter().map(|check| probe(check, said, zone));
    let sources = watches.iter().map(|watch| source(watch, said, zone));
    checks.chain(sources).collect()
}

fn probe(check: &CheckRow, said: &[ContributionRow], zone: Zone) -> Contributor {
    let word = word(said, &format!("check:{}", check.id));
    let kind = if check.kind == "tcp" {
        ContributorKind::TcpProbe
    } else {
        ContributorKind::HttpProbe
    };
    Contributor {
        kind,
        name: check.display_name().to_owned(),
        state: word.and_then(|word| ComponentState::from_code(&word.state)),
        since: word.map(|word| zone.instant(word.starts_at)),
        cause: word
            .map(|word| Cause::from_text(&word.cause))
            .unwrap_or_default(),
        last_seen: check.last_at.map(|at| zone.instant(at)),
        latency_ms: check.last_latency_ms.filter(|_| check.last_ok == Some(1)),
        sign_of_life: SignOfLife::Probe {
            interval_ms: check.interval_ms,
            grace_ms: grace_ms(check.interval_ms, check.timeout_ms),
        },
    }
}

fn source(watch: &WatchRow, said: &[ContributionRow], zone: Zone) -> Contributor {
    let alerts = word(said, &format!("source:{}", watch.source_id));
    let silence = word(said, &format!("watchdog:{}", watch.source_id));
    // The worse of what its alerts say and of its silence, as the fold takes it.
    let word = [alerts, silence]
        .into_iter()
        .flatten()
        .max_by_key(|word| ComponentState::from_code(&word.state));
    let sign_of_life = if watch.watchdog.is_empty() {
        SignOfLife::NotExpected
    } else {
        SignOfLife::Watchdog {
            heard_at: watch.watchdog_at.map(|at| zone.instant(at)),
            grace_ms: watch.watchdog_grace_ms,
            silent: watch.silent == 1,
        }
    };
    Contributor {
        kind: ContributorKind::Source,
        name: watch.name.clone(),
        state: word.and_then(|word| ComponentState::from_code(&word.state)),
        since: word.map(|word| zone.instant(word.starts_at)),
        cause: word
            .map(|word| Cause::from_text(&word.cause))
            .unwrap_or_default(),
        last_seen: watch.watchdog_at.map(|at| zone.instant(at)),
        latency_ms: None,
        sign_of_life,
    }
}

fn word<'a>(said: &'a [ContributionRow], contributor: &str) -> Option<&'a ContributionRow> {
    said.iter().find(|one| one.contributor == contributor)
}

/// Minutes gathered into points. A point without any result is left out: nothing was measured.
fn response_times(
    checks: &[CheckRow],
    rollups: &[RollupRow],
    zone: Zone,
    now: EpochMs,
) -> Vec<ResponseSeries> {
    let day = Span {
        from: now - DAY_MS,
        to: now,
    };
    let series = checks.iter().map(|check| {
        let own: Vec<&RollupRow> = rollups
            .iter()
            .filter(|rollup| rollup.check_id == check.id)
            .collect();
        let points = own
            .chunk_by(|a, b| a.starts_at / POINT_MS == b.starts_at / POINT_MS)
            .filter_map(|minutes| {
                let at = minutes.first()?.starts_at / POINT_MS * POINT_MS;
                Some(point(at.max(day.from), minutes, zone))
            });
        ResponseSeries {
            name: check.display_name().to_owned(),
            width_ms: POINT_MS,
            points: points.collect(),
        }
    });
    series.collect()
}

fn point(at: EpochMs, minutes: &[&RollupRow], zone: Zone) -> ResponsePoint {
    let sum = |of: fn(&RollupRow) -> i64| minutes.iter().map(|minute| of(minute)).sum::<i64>();
    let (results, failures) = (sum(|minute| minute.results), sum(|minute| minute.failures));
    let succeeded = results - failures;
    ResponsePoint {
        at: zone.instant(at),
        results,
        failures,
        mean_ms: (succeeded > 0).then(|| sum(|minute| minute.sum_ms) / succeeded),
        max_ms: (succeeded > 0)
            .then(|| minutes.iter().map(|minute| minute.max_ms).max())
            .flatten(),
    }
}

fn rows(seen: &Seen, wanted: impl Fn(&BoardRow) -> bool) -> Vec<Arc<Row>> {
    seen.rows
        .iter()
        .filter(|row| wanted(row))
        .map(|row| Arc::clone(&row.row))
        .collect()
}
