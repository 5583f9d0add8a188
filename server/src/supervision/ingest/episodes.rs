//! One observation into the alerts kept, and what its source thereby says of a component.
//!
//! An episode is source + fingerprint + start. A newer start closes the older episodes of the
//! fingerprint; an end closes every episode up to its own; the same again changes nothing.

use std::collections::{BTreeMap, HashSet};

use app::domain::component::ComponentState;
use app::domain::ids::{ClientId, ComponentId, SourceId};
use app::domain::status::{Episode, Observation, source_says};
use app::domain::time::{EpochMs, MINUTE_MS};

use super::matching::Target;
use crate::status::{Contributor, Ledger, Said};
use crate::store::{StoreError, Tx};
use crate::supervision::queries::{self, AlertRow};

/// A firing that comes this soon after its own end was overtaken on the way; later than that the
/// alert fires again (a monitoring system that lost its peer ends alerts, then finds them again).
const OVERTAKEN_MS: i64 = 4 * MINUTE_MS;

/// The components whose source now says something else, and from when on.
type Changed = BTreeMap<(ClientId, ComponentId), EpochMs>;

/// Keeps observations of one client, or of none.
pub async fn keep(
    tx: &mut Tx,
    ledger: &Ledger,
    source: SourceId,
    allowed: &HashSet<ClientId>,
    observations: &[(Observation, Target)],
) -> Result<(), StoreError> {
    let mut changed = Changed::new();
    for (observation, target) in observations {
        if let Target::Component {
            client, component, ..
        } = *target
        {
            queries::watch(tx, source, client, component).await?;
        }
        keep_one(tx, source, allowed, (observation, *target), &mut changed).await?;
    }
    for (about, from) in changed {
        say(tx, ledger, source, about, from).await?;
    }
    Ok(())
}

/// Says what the source's alerts amount to for a component, from an instant on.
pub async fn say(
    tx: &mut Tx,
    ledger: &Ledger,
    source: SourceId,
    (client, component): (ClientId, ComponentId),
    from: EpochMs,
) -> Result<(), StoreError> {
    let rows = queries::alerts_of_component(tx, source, client, component, from).await?;
    let episodes: Vec<Episode> = rows.into_iter().map(AlertRow::episode).collect();
    let said = Said {
        client,
        component,
        contributor: Contributor::Source(source),
        from,
        intervals: source_says(&episodes, from),
    };
    ledger.record(tx, said).await?;
    if queries::awaits_first_word(tx, source, client, component)
        .await?
        .is_some()
    {
        let said = Said::nothing((client, component), Contributor::Watchdog(source), from);
        ledger.record(tx, said).await?;
    }
    Ok(())
}

async fn keep_one(
    tx: &mut Tx,
    source: SourceId,
    allowed: &HashSet<ClientId>,
    (observation, target): (&Observation, Target),
    changed: &mut Changed,
) -> Result<(), StoreError> {
    let now = tx.now_ms();
    let fingerprint = observation.fingerprint.as_str();
    let known = queries::episodes(tx, source, fingerprint, observation.starts_at).await?;
    let mut owners = known.iter().filter_map(AlertRow::component);
    if owners.any(|(owner, _)| !allowed.contains(&owner)) {
        tracing::warn!(%source, fingerprint, "an alert of another client came with a token that may not write to it");
        return Ok(());
    }
    let next = known
        .iter()
        .filter(|episode| episode.starts_at > observation.starts_at);
    let next_start = next.map(|episode| episode.starts_at).min();
    let ends_at = end_of(observation, now, next_start);
    match known
        .iter()
        .find(|episode| episode.starts_at == observation.starts_at)
    {
        None => begin(tx, source, observation, target, ends_at, changed).await?,
        Some(same) => go_on(tx, source, same, observation, target, ends_at, changed).await?,
    }
    let older = known
        .iter()
        .filter(|episode| episode.starts_at < observation.starts_at);
    for episode in older.filter(|episode| episode.is_open()) {
        let end = observation.starts_at.min(now);
        queries::end_episode(tx, source, fingerprint, episode.starts_at, end).await?;
        note(changed, episode, end.max(episode.began_at()));
    }
    Ok(())
}

/// When it ended, as far as is known now: never in the future, never after the next one began.
fn end_of(observation: &Observation, now: EpochMs, next_start: Option<EpochMs>) -> Option<EpochMs> {
    let own = observation
        .ends_at
        .map(|ends_at| ends_at.max(observation.starts_at).min(now));
    [own, next_start.map(|start| start.min(now))]
        .into_iter()
        .flatten()
        .min()
}

async fn begin(
    tx: &mut Tx,
    source: SourceId,
    observation: &Observation,
    target: Target,
    ends_at: Option<EpochMs>,
    changed: &mut Changed,
) -> Result<(), StoreError> {
    let now = tx.now_ms();
    if observation.starts_at > now {
        tracing::warn!(%source, alert = observation.name, "an alert from the future: it counts from now");
    }
    let labels = serde_json::to_string(&observation.labels).unwrap_or_default();
    let (client, component, state, unmatched) = match target {
        Target::Component {
            client,
            component,
            state,
        } => (Some(client), Some(component), state, ""),
        Target::Nowhere(reason) => (None, None, observation.severity.state(), reason.code()),
    };
    queries::keep_alert(
        tx,
        source,
        &observation.fingerprint,
        observation.starts_at,
        status_of(ends_at),
        ends_at,
        client,
        component,
        state.code(),
        &observation.name,
        &observation.summary,
        &labels,
        &observation.url,
        unmatched,
        now,
    )
    .await?;
    if let (
        Target::Component {
            client, component, ..
        },
        true,
    ) = (target, state.is_failure())
    {
        earlier(changed, (client, component), observation.starts_at.min(now));
    }
    Ok(())
}

async fn go_on(
    tx: &mut Tx,
    source: SourceId,
    same: &AlertRow,
    observation: &Observation,
    target: Target,
    ends_at: Option<EpochMs>,
    changed: &mut Changed,
) -> Result<(), StoreError> {
    let now = tx.now_ms();
    let fingerprint = observation.fingerprint.as_str();
    if let (
        None,
        Target::Component {
            client,
            component,
            state,
        },
    ) = (same.component(), target)
    {
        queries::match_alert(
            tx,
            source,
            fingerprint,
            same.starts_at,
            client,
            component,
            state.code(),
        )
        .await?;
        if state.is_failure() {
            earlier(changed, (client, component), same.began_at());
        }
    }
    match (same.status.as_str(), ends_at) {
        ("resolved", None) if now - same.heard_at >= OVERTAKEN_MS => {
            queries::reopen_episode(tx, source, fingerprint, same.starts_at, now).await?;
            note(changed, same, same.began_at());
        }
        // Told before, or overtaken by its end.
        ("resolved", _) => {}
        (_, Some(ends_at)) => {
            queries::resolve_episode(tx, source, fingerprint, same.starts_at, ends_at, now).await?;
            let from = if same.status == "stale" {
                same.began_at()
            } else {
                ends_at.max(same.began_at())
            };
            note(changed, same, from);
        }
        (status, None) => {
            queries::hear_episode(
                tx,
                source,
                fingerprint,
                same.starts_at,
                now,
                &observation.summary,
            )
            .await?;
            if status == "stale" {
                note(changed, same, same.began_at());
            }
        }
    }
    Ok(())
}

fn note(changed: &mut Changed, episode: &AlertRow, from: EpochMs) {
    let fails = ComponentState::from_code(&episode.state).is_some_and(ComponentState::is_failure);
    if let (Some(about), true) = (episode.component(), fails) {
        earlier(changed, about, from);
    }
}

fn earlier(changed: &mut Changed, about: (ClientId, ComponentId), from: EpochMs) {
    let known = changed.entry(about).or_insert(from);
    *known = from.min(*known);
}

fn status_of(ends_at: Option<EpochMs>) -> &'static str {
    if ends_at.is_some() {
        "resolved"
    } else {
        "firing"
    }
}
