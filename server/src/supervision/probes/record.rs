//! A result, written down in one transaction: the check's memory, the response times, a confirmed change.

use app::domain::component::ComponentState;
use app::domain::ids::{CheckId, ClientId, ComponentId};
use app::domain::status::{Cause, Confirmation, ProbeMemory, ProbeResult};
use app::domain::time::{EpochMs, HOUR_MS, MINUTE_MS};

use super::Seen;
use super::target::Target;
use crate::status::{Contributor, Ledger, Said};
use crate::store::{Scope, Store, StoreError, Tx};
use crate::supervision::grace_ms;
use crate::supervision::queries::{self, DueRow};

/// Takes in what a look at `due` found at `at`. A check that was retired meanwhile says nothing more.
pub async fn record(
    store: &Store,
    ledger: &Ledger,
    due: DueRow,
    at: EpochMs,
    seen: Seen,
) -> Result<(), StoreError> {
    let ledger = ledger.clone();
    let client = ClientId(due.client_id);
    store
        .write(Scope::Client(client), move |tx| {
            Box::pin(async move { write(tx, &ledger, &due, at, seen).await })
        })
        .await
}

async fn write(
    tx: &mut Tx,
    ledger: &Ledger,
    due: &DueRow,
    at: EpochMs,
    seen: Seen,
) -> Result<(), StoreError> {
    let (client, check) = (ClientId(due.client_id), CheckId(due.id));
    tx.alone("check", due.id).await?;
    let Some((memory, last_at)) = queries::memory_of(tx, client, check).await? else {
        return Ok(());
    };
    if last_at.is_some_and(|last_at| last_at > at) {
        // Overtaken by a later look: what it says is known better by now.
        return Ok(());
    }
    // A row that was never written, or not by this program, starts anew.
    let mut memory: ProbeMemory = serde_json::from_str(&memory).unwrap_or(ProbeMemory::UNHEARD);
    let silence =
        last_at.filter(|last_at| at - last_at > grace_ms(due.interval_ms, due.timeout_ms));
    if let Some(last_at) = silence
        && memory != ProbeMemory::UNHEARD
    {
        // Nobody looked meanwhile, as after a stop of this program: a gap is not green.
        memory = ProbeMemory::UNHEARD;
        let about = (client, ComponentId(due.component_id));
        let unknown = ComponentState::Unknown;
        let said = Said::state(
            about,
            Contributor::Check(check),
            last_at,
            unknown,
            &Cause::Silence,
        );
        ledger.record(tx, said).await?;
    }
    let result = ProbeResult {
        at,
        ok: seen.failure.is_none(),
        latency_ms: seen.latency_ms,
    };
    let step = memory.observe(result, due.confirmation());
    let next = match last_at {
        _ if step.recheck => due.confirm_every_ms,
        Some(_) if silence.is_none() => due.interval_ms,
        // All were due at once: from here on each keeps its own pace.
        _ => due.spread_ms(),
    };
    let memory = serde_json::to_string(&step.memory).unwrap_or_default();
    let message = seen.failure.map_or("", |failure| failure.why.code());
    let ok = i64::from(result.ok);
    queries::note_result(
        tx,
        client,
        check,
        &memory,
        at,
        ok,
        seen.latency_ms,
        message,
        tx.now_ms() + next,
    )
    .await?;
    for width in [MINUTE_MS, HOUR_MS] {
        let starts_at = at - at.rem_euclid(width);
        // Only what succeeded has a response time.
        let (sum, failures) = if result.ok {
            (seen.latency_ms, 0)
        } else {
            (0, 1)
        };
        queries::add_response_time(tx, client, check, width, starts_at, failures, sum).await?;
    }
    let Some(change) = step.change else {
        return Ok(());
    };
    let cause = match seen.failure {
        Some(failure) => Cause::Probe {
            failure: failure.why,
            status: failure.status,
        },
        None => Cause::None,
    };
    let about = (client, ComponentId(due.component_id));
    let said = Said::state(
        about,
        Contributor::Check(check),
        change.since,
        change.state,
        &cause,
    );
    ledger.record(tx, said).await
}

impl DueRow {
    /// What to look at.
    pub fn target(&self) -> Target {
        Target::read(&self.kind, &self.target, &self.expectation, self.timeout_ms)
    }

    /// Between half the interval and all of it, always the same for one check.
    fn spread_ms(&self) -> i64 {
        let scattered = self.id.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54;
        let share = i64::try_from(scattered).unwrap_or(0);
        self.interval_ms / 2 + self.interval_ms / 2 * share / 1024
    }

    fn confirmation(&self) -> Confirmation {
        let count = |number: i64| u32::try_from(number.max(1)).unwrap_or(1);
        Confirmation {
            down: count(self.confirm_down),
            up: count(self.confirm_up),
            every_ms: self.confirm_every_ms,
        }
    }
}
