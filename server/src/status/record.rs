//! One contributor's word, into the ledger: its intervals, the component's, its state, the message.

use std::sync::Arc;

use app::domain::component::ComponentState;
use app::domain::ids::{CheckId, ClientId, ComponentId, SourceId};
use app::domain::status::{Cause, Contribution, Interval, derive, splice};
use app::domain::time::EpochMs;
use serde_json::json;

use super::follow_up::{FailureFollowUp, Followed};
use super::queries::{self, ComponentHead, IntervalRow};
use crate::live::Audience;
use crate::store::outbox::{self, Stream};
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

/// Writes states down. Clones share what follows a failure.
#[derive(Clone)]
pub struct Ledger {
    follow_up: Arc<dyn FailureFollowUp>,
}

/// Who says something of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contributor {
    Check(CheckId),
    /// A source's alerts.
    Source(SourceId),
    /// A source's silence: *unknown* beside whatever its alerts say, so that it hides no failure.
    Watchdog(SourceId),
}

/// What a contributor says of a component from an instant on, instead of what it said before.
#[derive(Debug, Clone)]
pub struct Said {
    pub client: ClientId,
    pub component: ComponentId,
    pub contributor: Contributor,
    pub from: EpochMs,
    /// Rising, none before `from`. Empty: it says nothing any more.
    pub intervals: Vec<Interval>,
}

impl Said {
    /// One state from an instant on.
    pub fn state(
        (client, component): (ClientId, ComponentId),
        contributor: Contributor,
        from: EpochMs,
        state: ComponentState,
        cause: &Cause,
    ) -> Said {
        let cause = cause.to_text();
        let interval = Interval {
            starts_at: from,
            ends_at: None,
            state,
            cause,
        };
        Said {
            client,
            component,
            contributor,
            from,
            intervals: vec![interval],
        }
    }

    /// Nothing more from an instant on.
    pub fn nothing(
        (client, component): (ClientId, ComponentId),
        contributor: Contributor,
        from: EpochMs,
    ) -> Said {
        Said {
            client,
            component,
            contributor,
            from,
            intervals: Vec::new(),
        }
    }
}

impl Contributor {
    /// What its `Display` wrote.
    pub fn parse(text: &str) -> Option<Contributor> {
        let (kind, id) = text.split_once(':')?;
        let id = id.parse().ok()?;
        match kind {
            "check" => Some(Contributor::Check(CheckId(id))),
            "source" => Some(Contributor::Source(SourceId(id))),
            "watchdog" => Some(Contributor::Watchdog(SourceId(id))),
            _ => None,
        }
    }
}

impl std::fmt::Display for Contributor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Contributor::Check(check) => write!(f, "check:{check}"),
            Contributor::Source(source) => write!(f, "source:{source}"),
            Contributor::Watchdog(source) => write!(f, "watchdog:{source}"),
        }
    }
}

impl Ledger {
    pub fn new(follow_up: Arc<dyn FailureFollowUp>) -> Ledger {
        Ledger { follow_up }
    }

    /// Takes a word in: late ones too, since the component's intervals are derived again from the
    /// instant that it is about. Saying the same again changes nothing and tells nobody.
    pub async fn record(&self, tx: &mut Tx, said: Said) -> Result<(), StoreError> {
        tx.alone("ledger", said.client.0).await?;
        let Some(before) = queries::component_head(tx, said.client, said.component).await? else {
            tracing::warn!(component = %said.component, "a word about a component that is not there");
            return Ok(());
        };
        keep_contribution(tx, &said).await?;
        let intervals = rederive(tx, said.client, said.component, said.from).await?;
        let now_is = intervals.last();
        let (state, since, cause) = match now_is {
            Some(last) if last.ends_at.is_none() => {
                (last.state, last.starts_at, last.cause.as_str())
            }
            Some(last) => (
                ComponentState::NotSupervised,
                last.ends_at.unwrap_or(last.starts_at),
                "",
            ),
            None => (ComponentState::NotSupervised, before.created_at, ""),
        };
        if (state.code(), since, cause)
            == (
                before.state.as_str(),
                before.state_since,
                before.state_cause.as_str(),
            )
        {
            return Ok(());
        }
        queries::set_component_state(tx, said.client, said.component, state.code(), since, cause)
            .await?;
        if before.retired_at.is_some() {
            return Ok(());
        }
        let followed = Followed {
            client: said.client,
            component: said.component,
            before: ComponentState::from_code(&before.state)
                .unwrap_or(ComponentState::NotSupervised),
            state,
            since,
            cause: Cause::from_text(cause),
        };
        tell(tx, &before, &followed).await?;
        self.follow(tx, followed).await
    }

    /// Derives every interval of a component again from what its contributors said.
    pub async fn rebuild(
        &self,
        tx: &mut Tx,
        client: ClientId,
        component: ComponentId,
    ) -> Result<(), StoreError> {
        tx.alone("ledger", client.0).await?;
        rederive(tx, client, component, EpochMs::MIN)
            .await
            .map(|_| ())
    }

    async fn follow(&self, tx: &mut Tx, followed: Followed) -> Result<(), StoreError> {
        if followed.state == followed.before {
            return Ok(());
        }
        if followed.state.is_failure() {
            return self.follow_up.on_confirmed_failure(tx, followed).await;
        }
        if followed.state == ComponentState::Operational {
            return self.follow_up.on_recovery(tx, followed).await;
        }
        Ok(())
    }
}

/// Replaces what the contributor said from `said.from` on.
async fn keep_contribution(tx: &mut Tx, said: &Said) -> Result<(), StoreError> {
    let (client, component, from) = (said.client, said.component, said.from);
    let contributor = said.contributor.to_string();
    let previous = queries::contribution_before(tx, client, component, &contributor, from).await?;
    queries::forget_contributions_from(tx, client, component, &contributor, from).await?;
    let received_at = tx.now_ms();
    let intervals = splice(
        previous.and_then(IntervalRow::interval),
        said.intervals.clone(),
        from,
    );
    for interval in intervals {
        let (starts_at, state) = (interval.starts_at, interval.state.code());
        queries::keep_contribution(
            tx,
            client,
            component,
            &contributor,
            starts_at,
            interval.ends_at,
            state,
            &interval.cause,
            received_at,
        )
        .await?;
    }
    Ok(())
}

/// Derives the component's intervals from `from` on; gives those that were written.
async fn rederive(
    tx: &mut Tx,
    client: ClientId,
    component: ComponentId,
    from: EpochMs,
) -> Result<Vec<Interval>, StoreError> {
    let rows = queries::contributions_from(tx, client, component, from).await?;
    let contributions: Vec<Contribution> = rows
        .into_iter()
        .filter_map(|row| row.contribution())
        .collect();
    let previous = queries::interval_before(tx, client, component, from).await?;
    let previous = previous.and_then(IntervalRow::interval);
    queries::forget_intervals_from(tx, client, component, from).await?;
    let intervals = splice(previous, derive(&contributions, from), from);
    for interval in &intervals {
        let (starts_at, state) = (interval.starts_at, interval.state.code());
        queries::keep_interval(
            tx,
            client,
            component,
            starts_at,
            interval.ends_at,
            state,
            &interval.cause,
        )
        .await?;
    }
    Ok(intervals)
}

/// Tells the client's stream, and the staff's with the client's name.
async fn tell(
    tx: &mut Tx,
    component: &ComponentHead,
    followed: &Followed,
) -> Result<(), StoreError> {
    let sites = queries::sites_of_component(tx, followed.client, followed.component).await?;
    let zone = sites
        .first()
        .map_or(component.client_zone.as_str(), |(_, zone)| zone.as_str());
    let since = Zone::named(zone).instant(followed.since);
    let mut payload = json!({
        "key": component.key,
        "state": followed.state,
        "since": since.at,
        "offset_s": since.offset_s,
        "cause": followed.cause,
    });
    let sites = sites
        .into_iter()
        .map(|(site, _)| app::domain::ids::SiteId(site))
        .collect();
    let audience = Audience {
        sites,
        ..Audience::default()
    }
    .to_json();
    let client = Stream::Client(followed.client);
    outbox::publish(tx, client, "state", &payload.to_string(), &audience).await?;
    payload["client"] = json!(component.client_slug);
    outbox::publish(tx, Stream::Staff, "state", &payload.to_string(), "{}").await?;
    Ok(())
}
