//! Rows as the pages read them: lists, one intervention with its timeline, in the zone of its site.

use app::backend::desk::{Pressure, QueueFilter};
use app::backend::interventions::{
    CatalogueRequest, ComponentName, DebtView, Decided, Detail, Disagreement, Entry, FileLabel,
    GivenAnswer, Listed, News, Pressing, SeenNow, Sheet, SiteChoice, Spent, Text, Tie, Ties, Who,
};
use app::domain::access::ContactAsker;
use app::domain::component::{Category, ComponentState, Key};
use app::domain::contract::{Activity, FormFieldKind, Priority, ServiceLine};
use app::domain::ids::{ClientId, ComponentId, ContactId, InterventionId, SiteId, StaffId};
use app::domain::intervention::{
    Act, Actor, ActorKind, ClockKind, Discharge, Event, EventKind, HoldReason, InterventionState,
    Origin, Plan, Snapshot, Standing, SupportLevel, allowed,
};
use app::domain::time::{EpochMs, HOUR_MS};

use super::clocks;
use super::contacts::sees;
use super::copies;
use super::debts;
use super::gathering;
use super::planned;
use super::queries::{self, EntryRow, FileRow};
pub use super::queries::{HeadRow, ListedRow};
use super::requesting;
use super::stored::{self, Payload, broken};
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

/// How much its reader may see.
#[derive(Debug, Clone, Copy)]
pub enum Depth<'a> {
    /// Without what is internal: neither the text nor that there is one; and nothing that this contact may not see.
    Client(&'a ContactAsker),
    Staff,
}

impl ListedRow {
    pub fn requester(&self) -> Option<ContactId> {
        self.requester_contact_id.map(ContactId)
    }

    pub fn site(&self) -> Option<SiteId> {
        self.site_id.map(SiteId)
    }

    pub fn zone(&self) -> Zone {
        Zone::named(&self.time_zone)
    }
}

/// Any client's intervention, for staff.
pub async fn find(tx: &mut Tx, reference: &str) -> Result<Option<HeadRow>, StoreError> {
    queries::head_anywhere(tx, reference).await
}

/// An intervention of that client, whoever may see it.
pub async fn find_of(
    tx: &mut Tx,
    client: ClientId,
    reference: &str,
) -> Result<Option<HeadRow>, StoreError> {
    queries::head_of(tx, client, reference).await
}

/// Where it stands.
pub async fn snapshot(
    tx: &mut Tx,
    (client, id): (ClientId, InterventionId),
) -> Result<Snapshot, StoreError> {
    stored::snapshot(&queries::events_of(tx, client, id).await?)
}

/// The requester's own words, and the number to call back.
pub struct Title {
    pub words: String,
    pub phone: String,
}

/// What an intervention is called.
pub async fn title(tx: &mut Tx, client: ClientId, id: InterventionId) -> Result<Title, StoreError> {
    let row = queries::listed_one(tx, client, id)
        .await?
        .ok_or_else(|| broken(format!("no intervention {id}")))?;
    Ok(Title {
        words: row.title,
        phone: row.callback_phone,
    })
}

/// The zone of its site, or of its client.
pub async fn zone_of(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
) -> Result<Zone, StoreError> {
    let row = queries::listed_one(tx, client, id).await?;
    Ok(row
        .ok_or_else(|| broken(format!("no intervention {id}")))?
        .zone())
}

/// Where a page of the queue begins: after that row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    pub rank: i64,
    pub at: EpochMs,
    pub id: i64,
}

/// How the payload of an event names a hand-over.
const HANDED: &str = EventKind::HandedOver.code();
/// What falls due before that counts as soon.
const SOON_MS: i64 = 2 * HOUR_MS;

/// What waits, over all clients, as a queue filters it.
pub async fn queue(
    tx: &mut Tx,
    filter: &QueueFilter,
    mine: Option<StaffId>,
    after: After,
    limit: i64,
) -> Result<Vec<ListedRow>, StoreError> {
    let now = tx.now_ms();
    let (first_rank, last_rank) = match filter.state {
        Some(InterventionState::Resolved) => (clocks::RESOLVED, clocks::RESOLVED),
        Some(InterventionState::Planned | InterventionState::Announced) => {
            (clocks::PLANNED, clocks::PLANNED)
        }
        _ => (clocks::RUNNING, clocks::LAST_WAITING),
    };
    let when = |wanted: Pressure, at: EpochMs| match filter.pressure {
        Some(pressure) if pressure == wanted => at,
        _ => 0,
    };
    queries::queue(
        tx,
        filter.client.as_deref().unwrap_or_default(),
        filter.state.map_or("", InterventionState::code),
        mine.map_or(0, |staff| staff.0),
        filter.service.map_or("", ServiceLine::code),
        filter.priority.map_or("", Priority::code),
        filter.level.map_or("", SupportLevel::code),
        first_rank,
        last_rank,
        when(Pressure::Soon, now + SOON_MS),
        when(Pressure::Chase, now),
        after.rank,
        after.at,
        after.id,
        limit,
    )
    .await
}

/// The latest interventions before that one, of a client or of all.
pub async fn latest(
    tx: &mut Tx,
    client: Option<ClientId>,
    before: i64,
    limit: i64,
) -> Result<Vec<ListedRow>, StoreError> {
    match client {
        None => queries::latest(tx, before, limit).await,
        Some(client) => queries::latest_of_client(tx, client, before, limit).await,
    }
}

/// Those of any client that hold all the stems of a question, internal notes included.
pub async fn holding(
    tx: &mut Tx,
    question: &str,
    before: i64,
    limit: i64,
) -> Result<Vec<ListedRow>, StoreError> {
    queries::holding(tx, question, before, limit).await
}

/// What is open of one client.
pub async fn open_of(tx: &mut Tx, client: ClientId) -> Result<Vec<ListedRow>, StoreError> {
    queries::open_of_client(tx, client).await
}

/// The row as a list shows it.
pub fn listed(row: ListedRow, following: bool) -> Result<Listed, StoreError> {
    let zone = row.zone();
    let component = match (row.component_key, row.component_name) {
        (Some(key), Some(name)) => Some(ComponentName { key, name }),
        _ => None,
    };
    let slot = match (row.slot_from, row.slot_to) {
        (Some(from), Some(to)) => Some(planned::slot(from, to, row.slot_accepted, zone)),
        _ => None,
    };
    Ok(Listed {
        slot,
        reference: row.reference,
        title: row.title,
        state: word(InterventionState::from_code(&row.state), &row.state)?,
        hold_reason: HoldReason::from_code(&row.hold_reason),
        activity: word(Activity::from_code(&row.activity), &row.activity)?,
        service: row.service_line.as_deref().and_then(ServiceLine::from_code),
        origin: word(Origin::from_code(&row.origin), &row.origin)?,
        component,
        category: word(Category::from_code(&row.category), &row.category)?,
        site: row.site_name,
        priority: row.priority.as_deref().and_then(Priority::from_code),
        requester: row.requester,
        technician: row.technician,
        declared: zone.instant(row.declared_at),
        news: News {
            kind: word(EventKind::from_code(&row.news_kind), &row.news_kind)?,
            at: zone.instant(row.news_at),
        },
        debt_open: row.debt_open != 0,
        pressing: pressing(&row.queue_clock, (row.queue_rank, row.queue_at), zone),
        level: word(SupportLevel::from_code(&row.level), &row.level)?,
        chase: row.chase_at.map(|at| zone.instant(at)),
        following,
    })
}

fn pressing(clock: &str, (rank, at): (i64, EpochMs), zone: Zone) -> Pressing {
    let at = zone.instant(at);
    match (rank, ClockKind::from_code(clock)) {
        (clocks::RUNNING, Some(clock)) => Pressing::Due { clock, at },
        (clocks::BREACHED, Some(clock)) => Pressing::Overrun { clock, since: at },
        (clocks::PAUSED, _) => Pressing::Paused,
        _ => Pressing::Nothing,
    }
}

/// The whole page of one intervention.
pub async fn sheet(
    tx: &mut Tx,
    (client, id): (ClientId, InterventionId),
    depth: Depth<'_>,
    actor: impl FnOnce(&Snapshot) -> Actor,
) -> Result<Sheet, StoreError> {
    let now = tx.now_ms();
    let row = queries::listed_one(tx, client, id).await?;
    let row = row.ok_or_else(|| broken(format!("no intervention {id}")))?;
    let zone = row.zone();
    let events = queries::events_of(tx, client, id).await?;
    let snapshot = stored::snapshot(&events)?;
    let clocks = clocks::sheet(tx, (client, id), &events, zone).await?;
    let client_name = row.client_name.clone();
    let actor = actor(&snapshot);
    let copies = copies::of(tx, (client, id), depth, &snapshot, zone).await?;
    let is_copied = |contact: i64| copies.people.iter().any(|one| one.person.id == contact);
    let following = matches!(actor, Actor::Contact { id, .. } if is_copied(id.0));
    let workarounds = match snapshot.qualification.component {
        Some(component) => {
            requesting::workarounds(tx, client, depth, component, Some(id), zone).await?
        }
        None => vec![],
    };
    let entries = match depth {
        Depth::Client(_) => queries::timeline_for_client(tx, client, id).await?,
        Depth::Staff => queries::timeline_for_staff(tx, client, id).await?,
    };
    let files = queries::files_of(tx, client, id).await?;
    let approvers = super::approvers::of_client(tx, client).await?;
    let staff = match entries.iter().any(|entry| entry.payload.contains(HANDED)) {
        true => queries::staff_names(tx).await?,
        false => vec![],
    };
    let people = People {
        approvers: &approvers,
        staff: &staff,
        is_staff: matches!(depth, Depth::Staff),
        has_title: !row.title.is_empty(),
    };
    let timeline = entries
        .into_iter()
        .map(|entry| timeline_entry(entry, zone, &files, &people))
        .collect::<Result<_, _>>()?;
    Ok(Sheet {
        phone: row.callback_phone.clone(),
        listed: listed(row, following)?,
        catalogue: catalogue_request(tx, client, id).await?,
        impact: snapshot.qualification.impact,
        urgency: snapshot.qualification.urgency,
        verdict: last_verdict(tx, client, id, zone).await?,
        timeline,
        debt: last_debt(tx, client, id, zone).await?,
        planned: planned::view(tx, client, id, zone).await?,
        ties: ties(tx, (client, id), depth, (&snapshot, actor), now).await?,
        supervision: seen_now(tx, client, snapshot.qualification.component, zone).await?,
        continues: reference(tx, client, snapshot.continues).await?,
        continued_by: reference(tx, client, snapshot.continued_by).await?,
        sites: site_choices(tx, client).await?,
        own: matches!(actor, Actor::Contact { id, .. } if snapshot.requester == Some(id)),
        clocks,
        may: allowed(&snapshot, actor, now),
        copies,
        beneficiary: requesting::beneficiary(tx, client, id).await?,
        alert_at_request: requesting::alert_at_request(tx, client, id, zone).await?,
        workarounds,
        rating: snapshot.rating,
        client: client_name,
        version: snapshot.version,
        spent: spent(tx, (client, id), &snapshot).await?,
        now: zone.instant(now),
    })
}

/// Time that was entered, what it costs, and whether the client agrees with the last of it.
async fn spent(
    tx: &mut Tx,
    (client, id): (ClientId, InterventionId),
    snapshot: &Snapshot,
) -> Result<Option<Spent>, StoreError> {
    let mut entered_minutes = 0;
    let mut entered = Vec::new();
    for row in queries::events_of(tx, client, id).await? {
        if let Event::TimeEntered { minutes, .. } = row.recorded()?.event {
            entered_minutes += i64::from(minutes);
            entered.push(row.seq);
        }
    }
    let Some(last) = entered.last().copied() else {
        return Ok(None);
    };
    let (debited_minutes, goodwill_minutes) =
        crate::contract::hour_book::counted_for(tx, client, id).await?;
    let about_time = snapshot
        .contests
        .iter()
        .filter(|contest| entered.contains(&contest.seq));
    // One that waits for its answer comes before what was said of the last entry.
    let contest = about_time
        .clone()
        .find(|contest| contest.upheld.is_none())
        .or_else(|| about_time.clone().find(|contest| contest.seq == last));
    Ok(Some(Spent {
        entered_minutes,
        debited_minutes,
        goodwill_minutes,
        contest: match contest.map(|contest| contest.upheld) {
            None => Disagreement::None,
            Some(None) => Disagreement::Open,
            Some(Some(upheld)) => Disagreement::Answered { upheld },
        },
    }))
}

/// What it is tied to, of what the reader may see.
async fn ties(
    tx: &mut Tx,
    (client, id): (ClientId, InterventionId),
    depth: Depth<'_>,
    (snapshot, actor): (&Snapshot, Actor),
    now: EpochMs,
) -> Result<Ties, StoreError> {
    let lead = tie(tx, client, depth, snapshot.gathered_under).await?;
    let duplicate_of = tie(tx, client, depth, snapshot.duplicate_of).await?;
    let continued_by = tie(tx, client, depth, snapshot.continued_by).await?;
    let mut ties = Ties {
        follows_another: snapshot.gathered_under.is_some() && lead.is_none(),
        relapse_opens_another: may_fail_again(snapshot, actor, now),
        lead,
        duplicate_of,
        continued_by,
        ..Ties::default()
    };
    for head in gathering::following(tx, client, id).await? {
        match tie(tx, client, depth, Some(InterventionId(head.id))).await? {
            Some(one) => ties.followers.push(one),
            None => ties.hidden += 1,
        }
    }
    for head in debts::sharing_with(tx, client, id).await? {
        let other = tie(tx, client, depth, Some(InterventionId(head.id))).await?;
        ties.same_debt.extend(other);
    }
    Ok(ties)
}

/// Too late for a relapse, and that actor may say that it is back.
fn may_fail_again(snapshot: &Snapshot, actor: Actor, now: EpochMs) -> bool {
    let may_say = matches!(
        actor,
        Actor::Staff { .. }
            | Actor::Contact {
                standing: Standing::Owner,
                ..
            }
    );
    let works = snapshot.state == InterventionState::TemporarilyRestored
        || (snapshot.state == InterventionState::InProgress && snapshot.curative);
    may_say && works && debts::is_too_late(snapshot, now)
}

async fn tie(
    tx: &mut Tx,
    client: ClientId,
    depth: Depth<'_>,
    id: Option<InterventionId>,
) -> Result<Option<Tie>, StoreError> {
    let Some(id) = id else { return Ok(None) };
    let Some(row) = queries::listed_one(tx, client, id).await? else {
        return Ok(None);
    };
    if let Depth::Client(contact) = depth {
        let followed = queries::followed_by(tx, client, contact.contact).await?;
        if !sees(contact, &row, followed.contains(&(row.id,))) {
            return Ok(None);
        }
    }
    Ok(Some(Tie {
        state: word(InterventionState::from_code(&row.state), &row.state)?,
        reference: row.reference,
        title: row.title,
        requester: row.requester,
    }))
}

/// Open faults of the same client that it may follow, the nearest first.
pub async fn candidates(
    tx: &mut Tx,
    head: &HeadRow,
    component: Option<ComponentId>,
) -> Result<Vec<ListedRow>, StoreError> {
    let (client, id) = (ClientId(head.client_id), InterventionId(head.id));
    let component = component.map_or(0, |component| component.0);
    queries::candidates(tx, client, id, component, head.site_id.unwrap_or(0)).await
}

/// One of that client's, by its reference as it was typed.
pub async fn of_client(
    tx: &mut Tx,
    client: ClientId,
    reference: &str,
) -> Result<Option<HeadRow>, StoreError> {
    queries::head_of(tx, client, &reference.trim().to_uppercase()).await
}

async fn site_choices(tx: &mut Tx, client: ClientId) -> Result<Vec<SiteChoice>, StoreError> {
    let sites = queries::sites_of(tx, client).await?;
    let choices = sites.into_iter().filter_map(|site| {
        Some(SiteChoice {
            key: Key::new(site.key).ok()?,
            name: site.name,
        })
    });
    Ok(choices.collect())
}

fn timeline_entry(
    row: EntryRow,
    zone: Zone,
    files: &[FileRow],
    people: &People<'_>,
) -> Result<Entry, StoreError> {
    let Payload { event, late } = Payload::from_json(&row.payload)?;
    let body = row.body;
    let text = body.map(|body| written(body, row.redacted_at));
    let file = match event {
        Event::FileAdded { file } => files.iter().find(|row| row.id == file.0).map(file_label),
        _ => None,
    };
    let begins = matches!(event, Event::Submitted(_) | Event::Planned(_)) && people.has_title;
    let holds_something = matches!(text, Some(Text::Written(_)))
        || file.as_ref().is_some_and(|file| !file.erased)
        || begins;
    Ok(Entry {
        erasable: (people.is_staff && holds_something).then_some(row.seq),
        kind: event.kind(),
        who: who(&row.actor_kind, row.actor_name)?,
        at: zone.instant(row.effective_at),
        recorded_late: late.map(|reason| (zone.instant(row.recorded_at), reason)),
        state: word(InterventionState::from_code(&row.to_state), &row.to_state)?,
        act: row.act.as_deref().and_then(Act::from_code),
        clock: match event {
            Event::BreachRecorded { clock, .. }
            | Event::SetAsideProposed { clock }
            | Event::SetAsideAgreed { clock }
            | Event::SetAsideDeclined { clock } => Some(clock),
            _ => None,
        },
        hold_reason: match event {
            Event::Held { reason, .. } => Some(reason),
            _ => None,
        },
        detail: detail(&event, people),
        slot: match event {
            Event::Planned(Plan { slot, .. }) | Event::Postponed { slot } => {
                Some(planned::slot(slot.from, slot.to, None, zone))
            }
            _ => None,
        },
        text,
        file,
    })
}

/// Who did it, as a timeline names them.
pub fn who(kind: &str, name: Option<String>) -> Result<Who, StoreError> {
    Ok(Who {
        kind: word(ActorKind::from_code(kind), kind)?,
        name: name.unwrap_or_default(),
    })
}

/// Those whom an event names by their id.
struct People<'a> {
    approvers: &'a [(ContactId, String)],
    staff: &'a [(i64, String)],
    /// Levels, and places in the whole log, are the provider's own affair.
    is_staff: bool,
    /// Its title was not erased.
    has_title: bool,
}

fn detail(event: &Event, people: &People<'_>) -> Option<Detail> {
    match event {
        Event::HandedOver { to, level } => {
            let mut known = people.staff.iter();
            let named = to.and_then(|to| known.find(|(id, _)| *id == to.0));
            Some(Detail::Handed {
                to: named.map(|(_, name)| name.clone()),
                level: people.is_staff.then_some(*level),
            })
        }
        Event::Waived {
            approver,
            channel,
            ceiling_cents,
            ..
        } => {
            let mut named = people.approvers.iter();
            let named = named.find(|(id, _)| Some(*id) == *approver);
            Some(Detail::Word {
                approver: named.map(|(_, name)| name.clone()),
                channel: *channel,
                ceiling_cents: *ceiling_cents,
            })
        }
        Event::QuoteSent(sent) => Some(Detail::Quoted { cents: sent.cents }),
        Event::TimeEntered { minutes, on_site } => Some(Detail::Time {
            minutes: *minutes,
            on_site: *on_site,
        }),
        Event::Rated { score } => Some(Detail::Score(*score)),
        _ => None,
    }
}

fn file_label(row: &FileRow) -> FileLabel {
    FileLabel {
        id: row.id,
        name: row.name.clone(),
        size: row.size,
        erased: row.redacted_at.is_some(),
    }
}

fn written(body: String, redacted_at: Option<EpochMs>) -> Text {
    match redacted_at {
        Some(_) => Text::Redacted,
        None => Text::Written(body),
    }
}

async fn catalogue_request(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
) -> Result<Option<CatalogueRequest>, StoreError> {
    let Some((item, title, title_en)) = queries::catalogue_request(tx, client, id).await? else {
        return Ok(None);
    };
    let mut answers = Vec::new();
    for row in queries::answers_of(tx, client, id).await? {
        answers.push(GivenAnswer {
            kind: word(FormFieldKind::from_code(&row.kind), &row.kind)?,
            label: row.label,
            label_en: row.label_en,
            text: written(row.body, row.redacted_at),
        });
    }
    Ok(Some(CatalogueRequest {
        item: Key::new(item).map_err(broken)?,
        title,
        title_en,
        answers,
    }))
}

async fn last_verdict(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
    zone: Zone,
) -> Result<Option<Decided>, StoreError> {
    let Some(row) = queries::last_verdict(tx, client, id).await? else {
        return Ok(None);
    };
    let verdict =
        serde_json::from_str(&row.verdict).map_err(|error| StoreError::Other(error.into()))?;
    Ok(Some(Decided {
        verdict,
        at: zone.instant(row.decided_at),
    }))
}

async fn last_debt(
    tx: &mut Tx,
    client: ClientId,
    id: InterventionId,
    zone: Zone,
) -> Result<Option<DebtView>, StoreError> {
    let row = queries::last_debt(tx, client, id).await?;
    Ok(row.map(|row| DebtView {
        opened: zone.instant(row.opened_at),
        relapses: row.relapses,
        discharged: row.discharged_at.map(|at| zone.instant(at)),
        way: row.discharged_by.as_deref().and_then(Discharge::from_code),
        review: row.review_at.map(|at| zone.instant(at)),
    }))
}

async fn seen_now(
    tx: &mut Tx,
    client: ClientId,
    component: Option<ComponentId>,
    zone: Zone,
) -> Result<Option<SeenNow>, StoreError> {
    let Some(component) = component else {
        return Ok(None);
    };
    let row: Option<(String, EpochMs)> = queries::component_state(tx, client, component).await?;
    let seen = row.and_then(|(state, since)| {
        let state = ComponentState::from_code(&state)?;
        (state != ComponentState::NotSupervised).then(|| SeenNow {
            state,
            since: zone.instant(since),
        })
    });
    Ok(seen)
}

async fn reference(
    tx: &mut Tx,
    client: ClientId,
    id: Option<InterventionId>,
) -> Result<Option<String>, StoreError> {
    match id {
        Some(id) => Ok(queries::reference_of(tx, client, id)
            .await?
            .map(|(reference,)| reference)),
        None => Ok(None),
    }
}

fn word<T>(word: Option<T>, code: &str) -> Result<T, StoreError> {
    word.ok_or_else(|| broken(format!("the word “{code}”")))
}
