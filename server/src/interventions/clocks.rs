//! The clocks of an intervention: counted from its log, kept beside it for lists, its breaches written down once.

pub mod watch;

pub mod hours;
mod queries;

pub use queries::STATEMENTS;

use app::backend::interventions::ClockSheet;
use app::domain::contract::{Activity, Priority, Target, Terms};
use app::domain::coverage::Verdict;
use app::domain::deadline::deadline;
use app::domain::ids::{ClientId, InterventionId};
use app::domain::intervention::clocks::{ClockState, Clocks, Promise, Promised, is_contestable};
use app::domain::intervention::{
    Actor, ClockKind, Event, InterventionState, Recorded, SetAside, Snapshot,
};
use app::domain::time::EpochMs;

use super::acting::{self, Gesture, Held, Told};
use super::stored::{EventRow, broken};
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

/// The clocks at an instant, with the calendar that they were counted on.
pub struct Counted {
    pub clocks: Clocks,
    /// What clocks show on the site: seconds from UTC, and from when.
    pub offsets: Vec<(EpochMs, i32)>,
    /// The contract and its version that promise it.
    pub pinned: Option<(String, i64)>,
    /// When a resolved one is closed without a word.
    pub closes_at: Option<EpochMs>,
}

/// Counts the clocks of that log at that instant.
pub async fn count(
    tx: &mut Tx,
    (client, id): (ClientId, InterventionId),
    log: &[Recorded],
    now: EpochMs,
) -> Result<Counted, StoreError> {
    let row = queries::promise_of(tx, client, id)
        .await?
        .ok_or_else(|| broken(format!("no intervention {id}")))?;
    let place = hours::place(tx, client, row.site_id).await?;
    let activity = Activity::from_code(&row.activity)
        .ok_or_else(|| broken(format!("the activity {}", row.activity)))?;
    let verdict: Option<Verdict> = row.verdict.as_deref().map(parse).transpose()?;
    let terms: Option<Terms> = row.terms.as_deref().map(parse).transpose()?;
    let promised = terms
        .as_ref()
        .zip(verdict.as_ref())
        .and_then(|(terms, verdict)| Promised::of(terms, verdict, &activity, row.declared_at));
    let (promise, closing_days) = match &promised {
        Some(promised) => (
            place.promise(promised, now),
            promised.terms.closing_working_days,
        ),
        None => (
            place.nothing_promised(row.declared_at, now),
            Terms::default().closing_working_days,
        ),
    };
    let clocks = Clocks::at(log, &promise, now)
        .map_err(|refusal| broken(format!("a log that cannot be counted: {refusal:?}")))?;
    Ok(Counted {
        closes_at: clocks
            .resolved_at
            .filter(|_| !clocks.ended)
            .and_then(|at| closes_at(at, closing_days, &promise)),
        offsets: promise.working.offsets.clone(),
        pinned: row.contract.zip(row.version).filter(|_| promised.is_some()),
        clocks,
    })
}

/// The clocks as a page shows them now.
pub async fn sheet(
    tx: &mut Tx,
    whose: (ClientId, InterventionId),
    events: &[EventRow],
    zone: Zone,
) -> Result<ClockSheet, StoreError> {
    let log = events
        .iter()
        .map(EventRow::recorded)
        .collect::<Result<Vec<_>, _>>()?;
    let now = tx.now_ms();
    let counted = count(tx, whose, &log, now).await?;
    Ok(ClockSheet {
        clocks: counted.clocks.renumbered(|seq| place_of(&log, seq)),
        offsets: counted.offsets,
        pinned: counted.pinned,
        closes: counted.closes_at.map(|at| zone.instant(at)),
    })
}

/// Where an event stands among those that a client may see, from 1: its place in the log would tell of internal notes.
fn place_of(log: &[Recorded], seq: i64) -> i64 {
    let until = log.iter().take(usize::try_from(seq).unwrap_or(0));
    count_of(until.filter(|recorded| !recorded.event.kind().is_internal()))
}

/// The event at that place, if a client may disagree with it.
pub fn contestable(log: &[Recorded], place: i64) -> Option<i64> {
    let mut numbered = (1..).zip(log);
    let (seq, recorded) = numbered.find(|(seq, recorded)| {
        !recorded.event.kind().is_internal() && place_of(log, *seq) == place
    })?;
    is_contestable(recorded).then_some(seq)
}

fn count_of<T>(found: impl Iterator<Item = T>) -> i64 {
    i64::try_from(found.count()).unwrap_or(i64::MAX)
}

/// The same hour, so many working days after it was resolved.
fn closes_at(resolved_at: EpochMs, days: u16, promise: &Promise) -> Option<EpochMs> {
    let target = Target::WorkingDaysSameHour(days);
    let due = deadline(resolved_at, target, &[], &promise.working);
    due.ok().map(|due| due.at)
}

/// Writes down what fell due and was not done, before anything else happens to it: what a task that watches
/// would have written already. Gives it anew when something was written.
pub async fn catch_up(tx: &mut Tx, held: &Held) -> Result<Option<Held>, StoreError> {
    let (client, id) = (held.told.client, held.told.intervention);
    let now = tx.now_ms();
    let (overdue,) = queries::overdue(tx, client, id, now).await?;
    if overdue == 0 {
        return Ok(None);
    }
    write_down(tx, held, false).await
}

/// Counts again after an event, writes down what is breached by it, and keeps the rows that lists read.
/// `reclassified` when the priority has changed: what lies in the past by that is breached by it.
pub async fn keep(tx: &mut Tx, told: &Told, reclassified: bool) -> Result<(), StoreError> {
    let held = acting::again(tx, told).await?;
    let held = write_down(tx, &held, reclassified).await?.unwrap_or(held);
    let (client, id) = (told.client, told.intervention);
    let now = tx.now_ms();
    let counted = count(tx, (client, id), &held.log()?, now).await?;
    keep_rows(tx, (client, id), &held.snapshot, &counted).await
}

/// Each breach that the log does not hold yet becomes an event, once and for ever; of one that is over too, whose
/// disagreement was found right.
async fn write_down(
    tx: &mut Tx,
    held: &Held,
    reclassified: bool,
) -> Result<Option<Held>, StoreError> {
    let (client, id) = (held.told.client, held.told.intervention);
    let now = tx.now_ms();
    let counted = count(tx, (client, id), &held.log()?, now).await?;
    let mut written = None;
    for (clock, due_at) in counted.clocks.unrecorded() {
        let event = Event::BreachRecorded {
            clock,
            due_at,
            reclassified,
        };
        let before = written.as_ref().unwrap_or(held);
        let gesture = Gesture {
            actor: Actor::System,
            event,
            text: "",
            effective_at: if reclassified { now } else { due_at },
            late: None,
        };
        acting::append(tx, before, gesture)
            .await?
            .map_err(|refusal| broken(format!("a breach that is refused: {refusal:?}")))?;
        written = Some(acting::again(tx, &held.told).await?);
    }
    Ok(written)
}

async fn keep_rows(
    tx: &mut Tx,
    (client, id): (ClientId, InterventionId),
    snapshot: &Snapshot,
    counted: &Counted,
) -> Result<(), StoreError> {
    let clocks = &counted.clocks;
    queries::forget_clocks(tx, client, id).await?;
    for clock in &clocks.clocks {
        let breach = clock.last_breach();
        let due_at = clock
            .deadline
            .as_ref()
            .map(|due| due.at)
            .or(breach.map(|breach| breach.due_at));
        queries::keep_clock(
            tx,
            client,
            id,
            clock.kind.code(),
            state_code(clock.state),
            clock.start,
            due_at,
            clock.stopped_at,
            breach.map(|breach| breach.due_at),
            i64::from(breach.is_some_and(|breach| breach.reclassified)),
            set_aside_code(breach.map_or(SetAside::No, |breach| breach.set_aside)),
            clock.watched(),
        )
        .await?;
    }
    let place = Place::of(snapshot, clocks);
    let on_hold = snapshot.state == InterventionState::OnHold;
    queries::keep_place(
        tx,
        client,
        id,
        place.rank,
        place.at,
        place.clock.map_or("", ClockKind::code),
        snapshot.level.code(),
        clocks
            .holds
            .last()
            .filter(|_| on_hold)
            .and_then(|hold| hold.chase_at),
        counted.closes_at,
    )
    .await?;
    Ok(())
}

/// Where it stands in the desk's queue.
struct Place {
    rank: i64,
    at: EpochMs,
    /// The clock that puts it there.
    clock: Option<ClockKind>,
}

/// Something falls due.
pub const RUNNING: i64 = 0;
/// Breached, and not done.
pub const BREACHED: i64 = 1;
/// On hold, and the clocks stand still.
pub const PAUSED: i64 = 2;
/// Nothing is promised, or nothing counts yet: by priority, so that the last of them is [`LAST_WAITING`].
pub const UNPROMISED: i64 = 3;
pub const LAST_WAITING: i64 = 7;
/// Planned: nothing is asked for.
pub const PLANNED: i64 = 8;
/// Waits for the client's word only.
pub const RESOLVED: i64 = 9;
pub const ENDED: i64 = 10;

impl Place {
    fn of(snapshot: &Snapshot, clocks: &Clocks) -> Place {
        use InterventionState::{Announced, Draft, Planned, Resolved};
        let declared = |rank| Place {
            rank,
            at: snapshot.declared_at,
            clock: None,
        };
        match snapshot.state {
            Draft => return declared(ENDED),
            state if state.is_terminal() => return declared(ENDED),
            Resolved => return declared(RESOLVED),
            Planned | Announced => return declared(PLANNED),
            _ => {}
        }
        if let Some((clock, at)) = clocks.next_due() {
            return Place {
                rank: RUNNING,
                at,
                clock: Some(clock),
            };
        }
        let overrun = clocks.clocks.iter().filter(|clock| clock.is_overrun());
        let since = overrun.filter_map(|clock| Some((clock.deadline.as_ref()?.at, clock.kind)));
        if let Some((at, clock)) = since.min() {
            return Place {
                rank: BREACHED,
                at,
                clock: Some(clock),
            };
        }
        let is_paused = |state| matches!(state, ClockState::Paused(_));
        if clocks.clocks.iter().any(|clock| is_paused(clock.state)) {
            return declared(PAUSED);
        }
        declared(match snapshot.qualification.priority {
            Some(Priority::P1) => UNPROMISED,
            Some(Priority::P2) => UNPROMISED + 1,
            Some(Priority::P3) => UNPROMISED + 2,
            Some(Priority::P4) => UNPROMISED + 3,
            None => LAST_WAITING,
        })
    }
}

pub const fn state_code(state: ClockState) -> &'static str {
    match state {
        ClockState::NotPromised => "not_promised",
        ClockState::VendorFollowUp => "vendor_follow_up",
        ClockState::Waiting => "waiting",
        ClockState::Running => "running",
        ClockState::Paused(_) => "paused",
        ClockState::Met => "met",
        ClockState::Missed => "missed",
        ClockState::Dropped => "dropped",
        ClockState::NoOpening => "no_opening",
        ClockState::Beyond => "beyond",
    }
}

const fn set_aside_code(set_aside: SetAside) -> &'static str {
    match set_aside {
        SetAside::No => "",
        SetAside::Proposed => "proposed",
        SetAside::Agreed => "agreed",
        SetAside::Declined => "declined",
    }
}

fn parse<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::Other(error.into()))
}
