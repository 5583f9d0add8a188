//! What a technician does to an intervention, and the page that it is done from.

use app::answer::{AppError, FieldProblem};
use app::backend::desk::{
    ClientName, ContestAnswer, Deed, DeskDone, DeskGesture, DeskSheet, Requalification, TimeSpent,
    Wait, When, Word,
};
use app::backend::interventions::{Request, RequestInput, SubjectInput};
use app::domain::access::{Role, StaffAsker};
use app::domain::contract::Activity;
use app::domain::coverage::Route;
use app::domain::ids::{ClientId, InterventionId};
use app::domain::intervention::{
    Event, EventKind, InterventionState, LateReason, Origin, Refusal, Snapshot,
};
use app::domain::money;
use app::domain::quote::AgreedBy;
use app::domain::time::EpochMs;

use super::{actor, calls, canned, handing, planned, queries, ties};
use crate::contract::hour_book;
use crate::interventions::acting::{self, Gesture, Held};
use crate::interventions::clocks;
use crate::interventions::facts::{self, ClientFacts, Decision, Matter};
use crate::interventions::opening::{self, Opening};
use crate::interventions::reading::{self, Depth, HeadRow};
use crate::interventions::{approvers, checked_text, debts, gathering, refused, relapsing};
use crate::quotes;
use crate::store::Tx;

pub async fn sheet(
    tx: &mut Tx,
    staff: &StaffAsker,
    reference: &str,
) -> Result<DeskSheet, AppError> {
    let head = find(tx, reference).await?;
    let client = ClientId(head.client_id);
    let facts = facts::read(tx, client).await?.ok_or(AppError::NotFound)?;
    let sheet = reading::sheet(tx, (client, InterventionId(head.id)), Depth::Staff, |_| {
        actor(staff)
    })
    .await?;
    let requester_phone = match head.requester_contact_id {
        Some(contact) => queries::phone_of(tx, contact)
            .await?
            .map(|(phone,)| phone)
            .unwrap_or_default(),
        None => String::new(),
    };
    let contracts = facts.contracts();
    let approvers = approvers::of_client(tx, client).await?;
    let may_follow = |kind| sheet.may.contains(&kind);
    let mut candidates = Vec::new();
    if may_follow(EventKind::Gathered) || may_follow(EventKind::DuplicateOf) {
        let key = sheet.listed.component.as_ref().map(|it| it.key.as_str());
        let component = facts
            .components
            .iter()
            .find(|it| Some(it.choice.key.as_str()) == key);
        for row in reading::candidates(tx, &head, component.map(|it| it.id)).await? {
            candidates.push(reading::listed(row, false)?);
        }
    }
    Ok(DeskSheet {
        candidates,
        client: ClientName {
            slug: facts.client.slug.clone(),
            name: facts.client.name.clone(),
        },
        requester_phone,
        components: facts.component_choices(),
        catalogue: calls::catalogue(&contracts, tx.now_ms()),
        listed_holds: listed_holds(&facts, tx.now_ms()),
        approvers: approvers
            .into_iter()
            .map(|(id, name)| (id.0, name))
            .collect(),
        canned: canned::serving(tx).await?,
        colleagues: handing::colleagues(tx, (client, InterventionId(head.id))).await?,
        sheet,
    })
}

pub async fn act(
    tx: &mut Tx,
    staff: &StaffAsker,
    reference: &str,
    gesture: &DeskGesture,
) -> Result<DeskDone, AppError> {
    let head = find(tx, reference).await?;
    // What leads is held before what follows it.
    let lead = match &gesture.deed {
        Deed::Gather(other) | Deed::DuplicateOf(other) => {
            Some(gathering::lead(tx, &head, other).await?)
        }
        _ => None,
    };
    let held = acting::hold(tx, &head).await?;
    // An internal note conflicts with nothing.
    if gesture.deed != Deed::InternalNote && gesture.expected_version != held.snapshot.version {
        return Err(AppError::Conflict);
    }
    let text = checked_text(&gesture.text)?;
    let (effective_at, late) = when(tx, &head, &gesture.when).await?;
    let deed = Doing {
        staff,
        held: &held,
        text,
        effective_at,
        late,
    };
    match &gesture.deed {
        Deed::ActionNeeded => transfer(tx, deed).await,
        Deed::FaultFound { impact, urgency } => {
            planned::fault_found(tx, deed, impact, urgency).await
        }
        Deed::Gather(_) => ties::gather(tx, deed, &head, lead).await,
        Deed::DuplicateOf(_) => ties::duplicate(tx, deed, lead).await,
        Deed::SettledBy(other) => ties::settled(tx, deed, other).await,
        Deed::Relapse if debts::is_too_late(&held.snapshot, effective_at) => {
            let opened = relapsing::open_another(tx, &held, actor(staff), text).await?;
            Ok(DeskDone {
                continued_by: Some(opened),
            })
        }
        Deed::HandOver(to) => handing::hand_over(tx, deed, to).await,
        // Whoever is of the level that it was handed to takes it.
        Deed::Take if held.snapshot.waits_for_its_level() => {
            let event = Event::HandedOver {
                to: Some(staff.staff),
                level: held.snapshot.level,
            };
            deed.record(tx, event).await?;
            Ok(DeskDone { continued_by: None })
        }
        Deed::Postpone(slot) => planned::postpone(tx, deed, slot).await,
        Deed::CallOff => planned::call_off(tx, deed).await,
        Deed::Done => planned::done(tx, deed).await,
        Deed::Requalify(wanted) => requalify(tx, deed, wanted).await,
        Deed::Waive(word) => waive(tx, deed, word).await,
        Deed::EnterTime(spent) => enter_time(tx, deed, spent).await,
        Deed::AnswerTimeContest(answer) => answer_contest(tx, deed, answer).await,
        Deed::Hold(reason, wait) => {
            let (promised_at, chase_at) = awaited(tx, &head, wait).await?;
            let event = Event::Held {
                reason: *reason,
                promised_at,
                chase_at,
            };
            deed.record(tx, event).await?;
            Ok(DeskDone { continued_by: None })
        }
        Deed::Chase(wait) => {
            let (promised_at, chase_at) = awaited(tx, &head, wait).await?;
            let event = Event::Chased {
                promised_at,
                chase_at,
            };
            deed.record(tx, event).await?;
            Ok(DeskDone { continued_by: None })
        }
        Deed::AnswerContest { place, upheld } => {
            let seq = clocks::contestable(&held.log()?, *place).ok_or(AppError::NotFound)?;
            let event = Event::ContestAnswered {
                seq,
                upheld: *upheld,
            };
            deed.record(tx, event).await?;
            Ok(DeskDone { continued_by: None })
        }
        plain => {
            deed.record(tx, plain_event(plain)).await?;
            Ok(DeskDone { continued_by: None })
        }
    }
}

/// A gesture under way.
#[derive(Clone, Copy)]
pub(super) struct Doing<'a> {
    pub(super) staff: &'a StaffAsker,
    pub(super) held: &'a Held,
    pub(super) text: &'a str,
    pub(super) effective_at: EpochMs,
    pub(super) late: Option<LateReason>,
}

impl Doing<'_> {
    pub(super) async fn record(&self, tx: &mut Tx, event: Event) -> Result<(), AppError> {
        let gesture = Gesture {
            actor: actor(self.staff),
            event,
            text: self.text,
            effective_at: self.effective_at,
            late: self.late,
        };
        acting::record(tx, self.held, gesture)
            .await?
            .map_err(refused)?;
        Ok(())
    }
}

fn plain_event(deed: &Deed) -> Event {
    match deed {
        Deed::Take => Event::Started,
        Deed::Resume => Event::Resumed,
        Deed::NoteToClient => Event::Noted,
        Deed::InternalNote => Event::NotedInternally,
        Deed::RestoreProvisionally => Event::RestoredPalliative,
        Deed::StartCurative => Event::CurativeStarted,
        Deed::RestoreCurative => Event::RestoredCurative,
        Deed::Answer => Event::Answered,
        Deed::Relapse => Event::Relapsed,
        Deed::Complete => Event::Completed,
        Deed::Announce => Event::Announced,
        Deed::Separate => Event::Separated,
        Deed::NoAction => Event::NoAction,
        Deed::ProposeSetAside(clock) => Event::SetAsideProposed { clock: *clock },
        // These are made with what they lead to.
        Deed::ActionNeeded => Event::ActionNeeded {
            continued_by: InterventionId(0),
        },
        Deed::Requalify(_)
        | Deed::Waive(_)
        | Deed::EnterTime(_)
        | Deed::AnswerTimeContest(_)
        | Deed::Hold(..)
        | Deed::Chase(_)
        | Deed::AnswerContest { .. }
        | Deed::Done
        | Deed::HandOver(_)
        | Deed::Gather(_)
        | Deed::DuplicateOf(_)
        | Deed::SettledBy(_)
        | Deed::Postpone(_)
        | Deed::CallOff
        | Deed::FaultFound { .. } => Event::Noted,
    }
}

/// Work goes on, on the word of an approver of the client; where a quote is owed, up to a sum.
async fn waive(tx: &mut Tx, doing: Doing<'_>, word: &Word) -> Result<DeskDone, AppError> {
    let (client, state) = (doing.held.told.client, doing.held.snapshot.state);
    let approvers = approvers::of_client(tx, client).await?;
    let given_by = word.approver.trim();
    let approver = approvers
        .iter()
        .map(|(id, _)| *id)
        .find(|id| id.to_string() == given_by);
    let missing = |typed: &str| match typed {
        "" => FieldProblem::Missing,
        _ => FieldProblem::Unknown,
    };
    let approver = approver.ok_or_else(|| AppError::field("approver", missing(given_by)))?;
    let channel = AgreedBy::from_code(word.channel.trim())
        .ok_or_else(|| AppError::field("channel", missing(word.channel.trim())))?;
    let ceiling_cents = match state {
        InterventionState::AwaitingQuote | InterventionState::QuoteSent => {
            let sum = money::cents(&word.ceiling).filter(|cents| *cents > 0);
            Some(sum.ok_or_else(|| AppError::field("ceiling", FieldProblem::NotANumber))?)
        }
        _ => None,
    };
    let coverage = match state {
        InterventionState::AwaitingApproval => {
            acting::coverage_once_approved(tx, doing.held).await?
        }
        // A word given in an emergency does not change what the contract says.
        _ => doing.held.snapshot.qualification.coverage,
    };
    let event = Event::Waived {
        coverage,
        ceiling_cents,
        approver: Some(approver),
        channel: Some(channel),
        approved_by_another: above_the_limit(tx, doing.held, ceiling_cents).await?,
    };
    doing.record(tx, event).await?;
    Ok(DeskDone { continued_by: None })
}

/// Whether the ceiling of an emergency is above what a requester may approve for itself.
async fn above_the_limit(
    tx: &mut Tx,
    held: &Held,
    ceiling_cents: Option<u32>,
) -> Result<bool, AppError> {
    let Some(ceiling) = ceiling_cents else {
        return Ok(false);
    };
    let (client, id) = (held.told.client, held.told.intervention);
    let limit = quotes::limit(tx, client, id.0, &held.snapshot).await?;
    Ok(limit.is_some_and(|limit| ceiling > limit))
}

/// Time spent, with what was done: the client reads both.
async fn enter_time(
    tx: &mut Tx,
    doing: Doing<'_>,
    spent: &TimeSpent,
) -> Result<DeskDone, AppError> {
    let minutes: u32 = typed_minutes("minutes", &spent.minutes)?;
    if doing.text.is_empty() {
        return Err(AppError::field("text", FieldProblem::Missing));
    }
    let on_site = match spent.place.trim() {
        "on_site" => true,
        "remote" => false,
        _ => return Err(AppError::field("place", FieldProblem::Missing)),
    };
    doing
        .record(tx, Event::TimeEntered { minutes, on_site })
        .await?;
    Ok(DeskDone { continued_by: None })
}

/// A day and a night at most, as the rule has it.
fn typed_minutes(field: &str, typed: &str) -> Result<u32, AppError> {
    let minutes = typed.trim().parse().ok();
    minutes
        .filter(|minutes| (1..=1_440).contains(minutes))
        .ok_or_else(|| AppError::field(field, FieldProblem::NotANumber))
}

/// Says whether the client is right about the hours, and gives some back where that is fair.
async fn answer_contest(
    tx: &mut Tx,
    doing: Doing<'_>,
    answer: &ContestAnswer,
) -> Result<DeskDone, AppError> {
    let upheld = match answer.upheld.trim() {
        "yes" => true,
        "no" => false,
        _ => return Err(AppError::field("upheld", FieldProblem::Missing)),
    };
    let about_time = doing.held.places_of(EventKind::TimeEntered);
    let mut contests = doing.held.snapshot.contests.iter();
    let open =
        contests.find(|contest| contest.upheld.is_none() && about_time.contains(&contest.seq));
    let seq = open.map_or(0, |contest| contest.seq);
    doing
        .record(tx, Event::ContestAnswered { seq, upheld })
        .await?;
    if !answer.goodwill.trim().is_empty() {
        let minutes = i64::from(typed_minutes("goodwill", &answer.goodwill)?);
        let told = &doing.held.told;
        let staff = doing.staff.staff;
        hour_book::alone(tx, told.client).await?;
        let given = hour_book::give(
            tx,
            told.client,
            told.intervention,
            minutes,
            staff,
            doing.text,
        );
        if !given.await? {
            return Err(AppError::field("goodwill", FieldProblem::Contradicts));
        }
    }
    Ok(DeskDone { continued_by: None })
}

/// Advice does not suffice: a linked corrective intervention goes on, counted from the first declaration.
async fn transfer(tx: &mut Tx, doing: Doing<'_>) -> Result<DeskDone, AppError> {
    let (client, snapshot) = (doing.held.told.client, &doing.held.snapshot);
    // Checked before anything is opened: a refused transfer leaves nothing.
    let probe = Event::ActionNeeded {
        continued_by: InterventionId(0),
    };
    app::domain::intervention::apply(
        Some(snapshot),
        &probe,
        Some(doing.staff.staff),
        doing.effective_at,
    )
    .map_err(refused)?;
    let facts = facts::read(tx, client).await?.ok_or(AppError::NotFound)?;
    let qualification = &snapshot.qualification;
    let matter = matter(&facts, snapshot);
    let answers = (qualification.impact, qualification.urgency);
    let decision = facts.decide(
        &matter,
        Activity::Fault,
        answers,
        None,
        snapshot.declared_at,
    )?;
    let title = reading::title(tx, client, doing.held.told.intervention).await?;
    let request_id = format!("continues:{}", doing.held.told.intervention);
    let opening = Opening {
        actor: actor(doing.staff),
        origin: Origin::Staff,
        requester: snapshot.requester,
        declared_at: snapshot.declared_at,
        request_id: &request_id,
        title: &title.words,
        details: doing.text,
        phone: &title.phone,
        filled: None,
        decision,
        continues: Some(doing.held.told.intervention),
    };
    let opened = opening::open(tx, &facts, opening).await?;
    doing
        .record(
            tx,
            Event::ActionNeeded {
                continued_by: opened.id,
            },
        )
        .await?;
    Ok(DeskDone {
        continued_by: Some(opened.reference),
    })
}

/// Another component, activity or answers: a new verdict, decided for the instant of the declaration.
async fn requalify(
    tx: &mut Tx,
    doing: Doing<'_>,
    wanted: &Requalification,
) -> Result<DeskDone, AppError> {
    let (client, snapshot) = (doing.held.told.client, &doing.held.snapshot);
    let facts = facts::read(tx, client).await?.ok_or(AppError::NotFound)?;
    let role = asked_by(tx, client, snapshot).await?;
    let decision = redecide(&facts, snapshot, role, wanted)?;
    // What fell due by the verdict before is written down first. Then the one that counts from now on comes before
    // its event, whose clocks are counted on it; a refusal undoes both.
    let caught_up = clocks::catch_up(tx, doing.held).await?;
    let doing = Doing {
        held: caught_up.as_ref().unwrap_or(doing.held),
        ..doing
    };
    let origin = snapshot.origin;
    let event = requalified(tx, doing.held, &decision).await?;
    opening::decide_again(tx, client, doing.held.told.intervention, origin, &decision).await?;
    doing.record(tx, event).await?;
    Ok(DeskDone { continued_by: None })
}

/// The role of whoever asked on the portal; none where staff or supervision wrote the request, as when it was opened.
async fn asked_by(
    tx: &mut Tx,
    client: ClientId,
    snapshot: &Snapshot,
) -> Result<Option<Role>, AppError> {
    let on_the_portal = matches!(snapshot.origin, Origin::Contact | Origin::Catalogue);
    match snapshot.requester.filter(|_| on_the_portal) {
        Some(requester) => Ok(approvers::role_of(tx, client, requester).await?),
        None => Ok(None),
    }
}

/// What was approved is not asked again; what costs more, or is something else, is.
async fn requalified(tx: &mut Tx, held: &Held, decision: &Decision) -> Result<Event, AppError> {
    let (verdict, mut qualification) = (&decision.verdict, decision.qualification.clone());
    let mut awaits_approval = verdict.route == Route::AwaitingApproval;
    // What may be requalified waits for no approval: the one that its verdict wanted was given.
    if awaits_approval
        && qualification.activity == held.snapshot.qualification.activity
        && let Some(before) = acting::last_verdict(tx, held).await?
        && verdict.is_approved_as(&before)
    {
        awaits_approval = false;
        qualification.coverage = verdict.once_approved();
    }
    Ok(Event::Requalified {
        qualification,
        awaits_approval,
        approved_by_another: verdict.is_approved_by_another(),
    })
}

fn redecide(
    facts: &ClientFacts,
    snapshot: &Snapshot,
    role: Option<Role>,
    wanted: &Requalification,
) -> Result<Decision, AppError> {
    let qualification = &snapshot.qualification;
    let current = |answer: Option<u8>| answer.map(|answer| answer.to_string()).unwrap_or_default();
    let or = |typed: &str, kept: String| {
        if typed.trim().is_empty() {
            kept
        } else {
            typed.trim().to_owned()
        }
    };
    let component = qualification.component.and_then(|id| facts.component(id));
    let kept_key = component
        .map(|component| component.choice.key.to_string())
        .unwrap_or_default();
    let component = or(&wanted.component, kept_key);
    let input = RequestInput {
        category: if component.is_empty() {
            qualification.category.code().to_owned()
        } else {
            String::new()
        },
        component,
        activity: or(&wanted.activity, qualification.activity.code()),
        impact: or(&wanted.impact, current(qualification.impact)),
        urgency: or(&wanted.urgency, current(qualification.urgency)),
        ..RequestInput::default()
    };
    let request = input
        .subject()?
        .ok_or_else(|| AppError::field("component", FieldProblem::Missing))?;
    let request = Request {
        site: kept_site(facts, snapshot, &request),
        ..request
    };
    facts.decide_request(&request, role, snapshot.declared_at)
}

/// The site stays, unless the component stands elsewhere: it decides who sees the intervention.
fn kept_site(
    facts: &ClientFacts,
    snapshot: &Snapshot,
    request: &Request,
) -> Option<app::domain::component::Key> {
    let site = snapshot.qualification.site?;
    if let SubjectInput::Component(text) = &request.subject {
        let found = facts.component_named(text)?;
        let is_the_same = Some(found.id) == snapshot.qualification.component;
        let serves_it = found.sites.is_empty() || found.sites.contains(&site);
        if !is_the_same && !serves_it {
            return None;
        }
    }
    let row = facts.sites.iter().find(|row| row.id == site.0)?;
    app::domain::component::Key::new(row.key.clone()).ok()
}

pub(super) fn matter<'a>(facts: &'a ClientFacts, snapshot: &Snapshot) -> Matter<'a> {
    let qualification = &snapshot.qualification;
    Matter {
        component: qualification.component.and_then(|id| facts.component(id)),
        category: qualification.category,
        site: qualification.site,
    }
}

async fn find(tx: &mut Tx, reference: &str) -> Result<HeadRow, AppError> {
    reading::find(tx, reference)
        .await?
        .ok_or(AppError::NotFound)
}

/// The instant that was typed, in the zone of the site.
async fn when(
    tx: &mut Tx,
    head: &HeadRow,
    when: &When,
) -> Result<(EpochMs, Option<LateReason>), AppError> {
    let When::Earlier { local, reason } = when else {
        return Ok((tx.now_ms(), None));
    };
    let at = typed(tx, head, "effective_at", local).await?;
    // Before anything is made of it: a relapse to come would open another intervention today.
    if at > tx.now_ms() {
        return Err(refused(Refusal::InTheFuture));
    }
    Ok((at, *reason))
}

/// What is known of a wait: both lie ahead.
async fn awaited(
    tx: &mut Tx,
    head: &HeadRow,
    wait: &Wait,
) -> Result<(Option<EpochMs>, Option<EpochMs>), AppError> {
    let mut known = [None, None];
    let fields = [
        ("promised_at", &wait.promised_at),
        ("chase_at", &wait.chase_at),
    ];
    for (known, (field, local)) in known.iter_mut().zip(fields) {
        if local.trim().is_empty() {
            continue;
        }
        let at = typed(tx, head, field, local.trim()).await?;
        if at <= tx.now_ms() {
            return Err(AppError::field(field, FieldProblem::TooOld));
        }
        *known = Some(at);
    }
    let [promised_at, chase_at] = known;
    Ok((promised_at, chase_at))
}

async fn typed(tx: &mut Tx, head: &HeadRow, field: &str, local: &str) -> Result<EpochMs, AppError> {
    let zone = reading::zone_of(tx, ClientId(head.client_id), InterventionId(head.id)).await?;
    zone.typed(local)
        .ok_or_else(|| AppError::field(field, FieldProblem::NotADate))
}

/// The reasons that the contracts in force list for stopping their clocks, in their own words.
fn listed_holds(facts: &ClientFacts, at: EpochMs) -> Vec<String> {
    let in_force = facts
        .versions
        .iter()
        .filter(|(_, version)| version.in_force_at(at));
    let mut listed: Vec<String> = in_force
        .flat_map(|(_, version)| version.terms.hold_reasons.iter().cloned())
        .collect();
    listed.sort_unstable();
    listed.dedup();
    listed
}
