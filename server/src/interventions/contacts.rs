//! What a client's contacts ask: their own client's interventions, of those that they may see.

use app::answer::{AppError, FieldProblem};
use app::backend::Answer;
use app::backend::interventions::{
    ContactGesture, InterventionBackend, Listing, Preview, Related, RequestForm, RequestInput,
    Sheet,
};
use app::backend::requesting::SavedDrafts;
use app::domain::access::{Asker, ContactAsker, Role};
use app::domain::contract::{Activity, catalogue_in_force};
use app::domain::coverage::PAGE_WINDOW_DAYS;
use app::domain::ids::{ClientId, ComponentId, InterventionId};
use app::domain::intervention::{
    Actor, DebtWay, Event, EventKind, InterventionState, Origin, Refusal, Snapshot, Standing,
};

use super::acting::{self, Gesture};
use super::approvers;
use super::clocks;
use super::copies::{self, By};
use super::debts;
use super::drafts;
use super::facts::{self, ClientFacts};
use super::opening::{self, Opening};
use super::queries::{self, HeadRow, ListedRow};
use super::reading::{self, Depth};
use super::refused;
use super::relapsing;
use super::requesting;
use crate::planning::slots;
use crate::store::{Scope, Store, StoreError, Tx};

/// The interventions of the contacts' clients.
#[derive(Clone)]
pub struct ClientInterventions {
    store: Store,
}

impl ClientInterventions {
    pub fn new(store: Store) -> Self {
        ClientInterventions { store }
    }
}

impl InterventionBackend for ClientInterventions {
    fn form<'a>(&'a self, asker: &'a Asker) -> Answer<'a, RequestForm> {
        Box::pin(async move {
            let contact = requester(asker)?.clone();
            let scope = Scope::Client(contact.client);
            self.store
                .read(scope, |tx| {
                    Box::pin(async move { request_form(tx, &contact).await })
                })
                .await
        })
    }

    fn preview<'a>(&'a self, asker: &'a Asker, input: &'a RequestInput) -> Answer<'a, Preview> {
        Box::pin(async move {
            let (contact, input) = (requester(asker)?.clone(), input.clone());
            let scope = Scope::Client(contact.client);
            self.store
                .read(scope, |tx| {
                    Box::pin(async move { preview(tx, &contact, &input).await })
                })
                .await
        })
    }

    fn request<'a>(&'a self, asker: &'a Asker, input: RequestInput) -> Answer<'a, String> {
        Box::pin(async move {
            let contact = requester(asker)?.clone();
            let scope = Scope::Client(contact.client);
            let write = self.store.write(scope, move |tx| {
                Box::pin(async move { request(tx, &contact, &input).await })
            });
            write.await
        })
    }

    fn open<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Listing> {
        Box::pin(async move {
            let contact = contact(asker)?.clone();
            let scope = Scope::Client(contact.client);
            self.store
                .read(scope, |tx| {
                    Box::pin(async move { open_list(tx, &contact).await })
                })
                .await
        })
    }

    fn one<'a>(&'a self, asker: &'a Asker, reference: &'a str) -> Answer<'a, Sheet> {
        Box::pin(async move {
            let (contact, reference) = (contact(asker)?.clone(), reference.to_owned());
            let scope = Scope::Client(contact.client);
            self.store
                .read(scope, |tx| {
                    Box::pin(async move { one(tx, &contact, &reference).await })
                })
                .await
        })
    }

    fn act<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        gesture: ContactGesture,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let contact = contact(asker)?.clone();
            let (scope, reference) = (Scope::Client(contact.client), reference.to_owned());
            let write = self.store.write(scope, move |tx| {
                Box::pin(async move { act(tx, &contact, &reference, &gesture).await })
            });
            write.await
        })
    }

    fn copy<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        contact: i64,
        in_copy: bool,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let (asker, reference) = (asker.clone(), reference.to_owned());
            let scope = match &asker {
                Asker::Contact(contact) => Scope::Client(contact.client),
                Asker::Staff(_) => Scope::Staff,
            };
            let write = self.store.write(scope, move |tx| {
                Box::pin(
                    async move { copies::change(tx, &asker, &reference, contact, in_copy).await },
                )
            });
            write.await
        })
    }

    fn drafts<'a>(&'a self, asker: &'a Asker) -> Answer<'a, SavedDrafts> {
        Box::pin(async move {
            let contact = requester(asker)?.clone();
            let scope = Scope::Client(contact.client);
            self.store
                .read(scope, |tx| {
                    Box::pin(async move { drafts::list(tx, &contact).await })
                })
                .await
        })
    }

    fn draft<'a>(&'a self, asker: &'a Asker, request_id: &'a str) -> Answer<'a, RequestInput> {
        Box::pin(async move {
            let (contact, request_id) = (requester(asker)?.clone(), request_id.to_owned());
            let scope = Scope::Client(contact.client);
            self.store
                .read(scope, |tx| {
                    Box::pin(async move { drafts::one(tx, &contact, &request_id).await })
                })
                .await
        })
    }

    fn save_draft<'a>(&'a self, asker: &'a Asker, input: RequestInput) -> Answer<'a, ()> {
        Box::pin(async move {
            let contact = requester(asker)?.clone();
            let scope = Scope::Client(contact.client);
            let write = self.store.write(scope, move |tx| {
                Box::pin(async move { drafts::save(tx, &contact, input).await })
            });
            write.await
        })
    }

    fn delete_draft<'a>(&'a self, asker: &'a Asker, request_id: &'a str) -> Answer<'a, ()> {
        Box::pin(async move {
            let (contact, request_id) = (requester(asker)?.clone(), request_id.to_owned());
            let scope = Scope::Client(contact.client);
            let write = self.store.write(scope, move |tx| {
                Box::pin(async move {
                    drafts::forget(tx, &contact, &request_id).await?;
                    Ok(())
                })
            });
            write.await
        })
    }

    fn follow<'a>(
        &'a self,
        asker: &'a Asker,
        reference: &'a str,
        following: bool,
    ) -> Answer<'a, ()> {
        Box::pin(async move {
            let contact = contact(asker)?.clone();
            let (scope, reference) = (Scope::Client(contact.client), reference.to_owned());
            let write = self.store.write(scope, move |tx| {
                Box::pin(async move { follow(tx, &contact, &reference, following).await })
            });
            write.await
        })
    }
}

fn contact(asker: &Asker) -> Result<&ContactAsker, AppError> {
    match asker {
        Asker::Contact(contact) => Ok(contact),
        Asker::Staff(_) => Err(AppError::Forbidden),
    }
}

fn requester(asker: &Asker) -> Result<&ContactAsker, AppError> {
    contact(asker).and_then(|contact| {
        if contact.may_request() {
            Ok(contact)
        } else {
            Err(AppError::Forbidden)
        }
    })
}

/// What that contact is to it by its own role: for what nobody else does in an approver's place.
pub fn actor_by_role(contact: &ContactAsker, snapshot: &Snapshot) -> Actor {
    Actor::Contact {
        id: contact.contact,
        standing: Standing::of(contact, snapshot.requester),
        approves: contact.role >= Role::Approver,
    }
}

/// What that contact is to it, as a stand-in too.
pub async fn actor(
    tx: &mut Tx,
    contact: &ContactAsker,
    snapshot: &Snapshot,
) -> Result<Actor, StoreError> {
    let approves = approvers::approves(tx, contact).await?;
    Ok(Actor::Contact {
        id: contact.contact,
        standing: Standing::of(contact, snapshot.requester),
        approves,
    })
}

async fn seen_facts(tx: &mut Tx, contact: &ContactAsker) -> Result<ClientFacts, AppError> {
    let facts = facts::read(tx, contact.client)
        .await?
        .ok_or(AppError::NotFound)?;
    Ok(facts.seen_by(contact))
}

async fn request_form(tx: &mut Tx, contact: &ContactAsker) -> Result<RequestForm, AppError> {
    let facts = seen_facts(tx, contact).await?;
    let phone = queries::contact_phone(tx, contact.contact).await?;
    let mut people = copies::colleagues(tx, contact.client).await?;
    people.retain(|person| person.id != contact.contact.0);
    Ok(RequestForm {
        components: facts.component_choices(),
        sites: facts.site_choices(),
        contracts: facts.contracts(),
        facts: facts.coverage_facts(tx.now_ms(), PAGE_WINDOW_DAYS),
        role: contact.role,
        phone: phone.map(|(phone,)| phone).unwrap_or_default(),
        people,
        request_id: opening::new_request_id(),
        now: facts.zone(None).instant(tx.now_ms()),
    })
}

async fn preview(
    tx: &mut Tx,
    contact: &ContactAsker,
    input: &RequestInput,
) -> Result<Preview, AppError> {
    let Some(request) = input.subject()? else {
        return Ok(Preview {
            verdict: None,
            open: vec![],
            alert: None,
            workarounds: vec![],
        });
    };
    let facts = seen_facts(tx, contact).await?;
    let decision = facts.decide_request(&request, Some(contact.role), tx.now_ms())?;
    let (client, zone) = (contact.client, facts.zone(None));
    let mut preview = Preview {
        verdict: Some(decision.verdict),
        open: vec![],
        alert: None,
        workarounds: vec![],
    };
    if let Some(component) = decision.qualification.component {
        let depth = Depth::Client(contact);
        preview.open = open_on(tx, contact, component).await?;
        preview.alert = requesting::alert(tx, client, component, zone).await?;
        preview.workarounds =
            requesting::workarounds(tx, client, depth, component, None, zone).await?;
    }
    Ok(preview)
}

/// What is open on a component that the contact sees: whoever sees the component may follow it.
async fn open_on(
    tx: &mut Tx,
    contact: &ContactAsker,
    component: ComponentId,
) -> Result<Vec<Related>, AppError> {
    let followed = queries::followed_by(tx, contact.client, contact.contact).await?;
    let rows = queries::open_on_component(tx, contact.client, component).await?;
    let mut related = Vec::with_capacity(rows.len());
    for row in rows {
        // Work under way to prevent a failure is no report of one; what follows another counts with it.
        if row.activity == Activity::Prevention.code() || row.lead_id.is_some() {
            continue;
        }
        let following = followed.contains(&(row.id,));
        let sees = sees(contact, &row, following);
        let id = InterventionId(row.id);
        let said = queries::reporters(tx, contact.client, id, contact.contact).await?;
        let listed = reading::listed(row, following)?;
        related.push(Related {
            reporters: usize::try_from(said.0).unwrap_or(0),
            reference: listed.reference,
            state: listed.state,
            origin: listed.origin,
            declared: listed.declared,
            title: sees.then_some(listed.title),
            following,
        });
    }
    Ok(related)
}

pub(super) fn sees(contact: &ContactAsker, row: &ListedRow, following: bool) -> bool {
    if row.is_untold {
        return false;
    }
    contact.sees_intervention(row.site(), row.requester(), following)
}

async fn request(
    tx: &mut Tx,
    contact: &ContactAsker,
    input: &RequestInput,
) -> Result<String, AppError> {
    opening::alone(tx, contact.client).await?;
    if let Some((reference, requester)) =
        opening::opened_before(tx, contact.client, &input.request_id).await?
    {
        // Another's key is no key of ours: its reference is not told.
        let is_own = requester == Some(contact.contact);
        drafts::forget(tx, contact, &input.request_id).await?;
        return if is_own {
            Ok(reference)
        } else {
            Err(AppError::Conflict)
        };
    }
    let facts = seen_facts(tx, contact).await?;
    let now = tx.now_ms();
    let contracts = facts.contracts();
    let (request, words) = input.checked(&catalogue_in_force(&contracts, now))?;
    let decision = facts.decide_request(&request, Some(contact.role), now)?;
    let origin = match request.activity {
        Activity::Catalogue(_) => Origin::Catalogue,
        _ => Origin::Contact,
    };
    let component = decision.qualification.component;
    let opening = Opening {
        actor: Actor::Contact {
            id: contact.contact,
            standing: Standing::Owner,
            approves: contact.role >= Role::Approver,
        },
        origin,
        requester: Some(contact.contact),
        declared_at: now,
        request_id: &input.request_id,
        title: &words.title,
        details: &words.details,
        phone: &words.phone,
        filled: words.filled.as_ref(),
        decision,
        continues: None,
    };
    let opened = opening::open(tx, &facts, opening).await?;
    let by = By::Contact(contact.contact.0);
    requesting::keep(tx, contact.client, &opened, &words, component, by).await?;
    drafts::forget(tx, contact, &input.request_id).await?;
    Ok(opened.reference)
}

/// The interventions that it follows.
pub async fn followed(
    tx: &mut Tx,
    contact: &ContactAsker,
) -> Result<Vec<InterventionId>, StoreError> {
    let followed = queries::followed_by(tx, contact.client, contact.contact).await?;
    Ok(followed
        .into_iter()
        .map(|(id,)| InterventionId(id))
        .collect())
}

async fn open_list(tx: &mut Tx, contact: &ContactAsker) -> Result<Listing, AppError> {
    let followed = queries::followed_by(tx, contact.client, contact.contact).await?;
    let mut rows = Vec::new();
    for row in queries::open_of_client(tx, contact.client).await? {
        let following = followed.contains(&(row.id,));
        if sees(contact, &row, following) {
            rows.push(reading::listed(row, following)?);
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.news.at.at));
    let card = queries::client_card(tx, contact.client)
        .await?
        .ok_or(AppError::NotFound)?;
    let now = crate::zone::Zone::named(&card.time_zone).instant(tx.now_ms());
    Ok(Listing { rows, now })
}

/// The intervention, if this contact may see it.
pub async fn seen_head(
    tx: &mut Tx,
    contact: &ContactAsker,
    reference: &str,
) -> Result<HeadRow, AppError> {
    let head = queries::head_of(tx, contact.client, reference)
        .await?
        .filter(|head| !head.is_untold)
        .ok_or(AppError::NotFound)?;
    let (site, requester) = (
        head.site_id.map(app::domain::ids::SiteId),
        head.requester_contact_id,
    );
    let requester = requester.map(app::domain::ids::ContactId);
    let id = InterventionId(head.id);
    let (in_copy,) = queries::is_followed(tx, contact.client, id, contact.contact).await?;
    if contact.sees_intervention(site, requester, in_copy) {
        Ok(head)
    } else {
        Err(AppError::NotFound)
    }
}

async fn one(tx: &mut Tx, contact: &ContactAsker, reference: &str) -> Result<Sheet, AppError> {
    let head = seen_head(tx, contact, reference).await?;
    let whose = (contact.client, InterventionId(head.id));
    let snapshot = reading::snapshot(tx, whose).await?;
    let actor = actor(tx, contact, &snapshot).await?;
    Ok(reading::sheet(tx, whose, Depth::Client(contact), |_| actor).await?)
}

async fn act(
    tx: &mut Tx,
    contact: &ContactAsker,
    reference: &str,
    gesture: &ContactGesture,
) -> Result<(), AppError> {
    let head = seen_head(tx, contact, reference).await?;
    let held = acting::hold(tx, &head).await?;
    let (event, expected_version, text) = match gesture {
        ContactGesture::Message { text } => (Event::Message, None, text.as_str()),
        ContactGesture::Rate {
            expected_version,
            score,
            text,
        } => {
            if !(1..=5).contains(score) {
                return Err(AppError::field("score", FieldProblem::Unknown));
            }
            let rated = Event::Rated { score: *score };
            (rated, Some(*expected_version), text.as_str())
        }
        ContactGesture::Confirm { expected_version } => {
            (Event::Confirmed, Some(*expected_version), "")
        }
        ContactGesture::Reopen {
            expected_version,
            text,
        } => (Event::Reopened, Some(*expected_version), text.as_str()),
        ContactGesture::Cancel {
            expected_version,
            text,
        } => (Event::Cancelled, Some(*expected_version), text.as_str()),
        ContactGesture::Approve { expected_version } => {
            let coverage = acting::coverage_once_approved(tx, &held).await?;
            (Event::Approved { coverage }, Some(*expected_version), "")
        }
        ContactGesture::Reject {
            expected_version,
            text,
        } => (Event::Rejected, Some(*expected_version), text.as_str()),
        ContactGesture::Relapse {
            expected_version,
            text,
        } => (Event::Relapsed, Some(*expected_version), text.as_str()),
        ContactGesture::ContestTime {
            expected_version,
            text,
        } => {
            let entered = held.places_of(EventKind::TimeEntered);
            let seq = *entered.last().ok_or_else(|| refused(Refusal::Unfounded))?;
            (
                Event::Contested { seq },
                Some(*expected_version),
                text.as_str(),
            )
        }
        ContactGesture::Contest {
            expected_version,
            place,
            text,
        } => {
            let seq = clocks::contestable(&held.log()?, *place).ok_or(AppError::NotFound)?;
            (
                Event::Contested { seq },
                Some(*expected_version),
                text.as_str(),
            )
        }
        ContactGesture::AnswerSetAside {
            expected_version,
            clock,
            agreed,
            text,
        } => {
            let clock = *clock;
            let answer = if *agreed {
                Event::SetAsideAgreed { clock }
            } else {
                Event::SetAsideDeclined { clock }
            };
            (answer, Some(*expected_version), text.as_str())
        }
        ContactGesture::AcceptSlot { expected_version } => {
            (Event::SlotAccepted, Some(*expected_version), "")
        }
        ContactGesture::AskAnotherSlot {
            expected_version,
            text,
        } => (
            Event::AnotherSlotAsked,
            Some(*expected_version),
            text.as_str(),
        ),
        ContactGesture::AcceptRisk {
            expected_version,
            text,
            review_on,
        } => {
            let id = InterventionId(head.id);
            let zone = reading::zone_of(tx, contact.client, id).await?;
            let review_at = slots::day("review_on", review_on, zone, tx.now_ms())?;
            let way = DebtWay::RiskAccepted { review_at };
            (
                Event::DebtDischarged(way),
                Some(*expected_version),
                text.as_str(),
            )
        }
    };
    if expected_version.is_some_and(|expected| expected != held.snapshot.version) {
        return Err(AppError::Conflict);
    }
    let standing = actor(tx, contact, &held.snapshot).await?;
    if event == Event::Relapsed && debts::is_too_late(&held.snapshot, tx.now_ms()) {
        let text = super::checked_text(text)?;
        relapsing::open_another(tx, &held, standing, text).await?;
        return Ok(());
    }
    let gesture = Gesture {
        actor: standing,
        event,
        text: super::checked_text(text)?,
        effective_at: tx.now_ms(),
        late: None,
    };
    acting::record(tx, &held, gesture).await?.map_err(refused)?;
    Ok(())
}

async fn follow(
    tx: &mut Tx,
    contact: &ContactAsker,
    reference: &str,
    following: bool,
) -> Result<(), AppError> {
    let head = queries::head_of(tx, contact.client, reference)
        .await?
        .filter(|head| !head.is_untold)
        .ok_or(AppError::NotFound)?;
    let id = InterventionId(head.id);
    let row = queries::listed_one(tx, contact.client, id)
        .await?
        .ok_or(AppError::NotFound)?;
    if !following {
        seen_head(tx, contact, reference).await?;
        queries::forget_follower(tx, contact.client, id, contact.contact).await?;
        return told(tx, contact.client, id).await;
    }
    let facts = seen_facts(tx, contact).await?;
    let sees_component = row
        .component_id
        .is_some_and(|component| facts.component(ComponentId(component)).is_some());
    let is_open =
        InterventionState::from_code(&row.state).is_some_and(InterventionState::is_unfinished);
    if !(sees(contact, &row, false) || (sees_component && is_open)) {
        return Err(AppError::NotFound);
    }
    let since = tx.now_ms();
    queries::keep_follower(tx, contact.client, id, contact.contact, since).await?;
    told(tx, contact.client, id).await
}

/// Who sees it has changed: boards and open pages read it again.
async fn told(tx: &mut Tx, client: ClientId, id: InterventionId) -> Result<(), AppError> {
    let held = acting::hold_known(tx, client, id).await?;
    Ok(acting::tell(tx, &held.told, &held.snapshot).await?)
}
