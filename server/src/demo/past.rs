//! The demonstration's past, lived through the same code as the present, with a clock set by hand.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use app::backend::desk::{
    Deed as DeskDeed, DeskBackend, DeskGesture, Requalification, TimeSpent, When,
};
use app::backend::interventions::{ContactGesture, InterventionBackend, RequestInput};
use app::backend::quotes::QuoteBackend;
use app::domain::access::{Asker, ContactAsker, Role, StaffAsker, StaffRole, Visibility};
use app::domain::component::ComponentState;
use app::domain::ids::{CheckId, ClientId, ComponentId, ContactId, SessionId, StaffId};
use app::domain::quote::{Offer, QuoteLine, VatRate};
use app::domain::status::{Cause, ProbeFailure};
use app::domain::time::{DAY_MS, EpochMs, MINUTE_MS};

use super::planned;
use super::queries::{self, ComponentRow, OpenRow, PersonRow};
use super::reports;
use super::stories::{SHORT, STORIES};
use crate::clock::Clock;
use crate::desk::StaffDesk;
use crate::interventions::{ClientInterventions, OpensInterventions};
use crate::quotes::QuoteService;
use crate::status::{Contributor, Ledger, Said};
use crate::store::{Scope, Store, StoreError};
use crate::zone::Zone;

/// How far back it goes.
const DAYS: i64 = 90;
const ZONE: &str = "Europe/Paris";

/// What happened to one component, from a local hour of a day on.
pub struct Story {
    pub client: &'static str,
    pub component: &'static str,
    pub days_ago: i64,
    /// Hour and minute.
    pub at: (u32, u32),
    /// Minutes after, and what was done.
    pub deeds: &'static [(i64, Deed)],
}

/// One thing that happened.
#[derive(Debug, Clone, Copy)]
pub enum Deed {
    Fails,
    Recovers,
    /// A contact asks for advice.
    Ask(&'static str),
    /// A contact reports what its contract does not cover.
    Report(&'static str),
    /// The coordinator offers to do it: what for, and each line with its price in cents.
    Offer(&'static str, &'static [(&'static str, i64)]),
    /// Minutes spent, on site or not, and on what.
    Spend(u32, bool, &'static str),
    Message(&'static str),
    Confirm,
    Take,
    Note(&'static str),
    InternalNote(&'static str),
    Answer(&'static str),
    RestoreProvisionally(&'static str),
    StartCurative,
    RestoreCurative(&'static str),
    /// How many are hampered, and whether they can work otherwise: what the priority comes from.
    Qualify(&'static str, &'static str),
}

/// The instant at which everything was installed.
pub fn begins_at(now: EpochMs) -> EpochMs {
    now - DAYS * DAY_MS
}

/// Lives it, up to `now`.
///
/// # Errors
/// When the demonstration's own story is not possible.
pub async fn live(store: &Store, clock: &Clock, now: EpochMs) -> anyhow::Result<()> {
    let world = World::read(store, clock).await?;
    world.everything_works(begins_at(now)).await?;
    let mut happenings = happenings(now);
    happenings.sort_by_key(|happening| happening.at);
    let mut asked = HashMap::new();
    let mut due = reports::due(Zone::named(ZONE), begins_at(now), now)
        .into_iter()
        .peekable();
    for happening in happenings.iter().filter(|happening| happening.at < now) {
        while let Some(published) = due.next_if(|due| due.at <= happening.at) {
            clock.set_ms(published.at);
            reports::publish(store, &world.coordinator, published.month).await?;
        }
        clock.set_ms(happening.at);
        let what = || {
            format!(
                "{} of {}: {:?}",
                happening.component, happening.client, happening.deed
            )
        };
        world
            .happen(happening, &mut asked)
            .await
            .with_context(what)?;
    }
    for published in due.filter(|due| due.at < now) {
        clock.set_ms(published.at);
        reports::publish(store, &world.coordinator, published.month).await?;
    }
    clock.set_ms(now);
    reports::draft(store, &world.coordinator, Zone::named(ZONE), now).await?;
    let staff = store.read(Scope::System, |tx| Box::pin(queries::staff(tx)));
    let staff: Result<Vec<PersonRow>, StoreError> = staff.await;
    planned::put(store, &staff?, now)
        .await
        .context("what is to come")?;
    let heard = store.write(Scope::System, move |tx| {
        Box::pin(async move { queries::heard_until(tx, now).await })
    });
    let heard: Result<u64, StoreError> = heard.await;
    heard?;
    Ok(())
}

struct Happening {
    at: EpochMs,
    story: usize,
    client: &'static str,
    component: &'static str,
    deed: Deed,
}

/// Every deed of every story, with its instant.
fn happenings(now: EpochMs) -> Vec<Happening> {
    let mut all = Vec::new();
    for (story, told) in STORIES.iter().enumerate() {
        let start = local(now, told.days_ago, told.at);
        for (minutes, deed) in told.deeds {
            let at = start + minutes * MINUTE_MS;
            all.push(Happening {
                at,
                story,
                client: told.client,
                component: told.component,
                deed: *deed,
            });
        }
    }
    for (place, (client, component, days_ago, hour, minutes)) in SHORT.iter().enumerate() {
        let story = STORIES.len() + place;
        let start = local(
            now,
            *days_ago,
            (*hour, 7 + u32::try_from(place % 50).unwrap_or(0)),
        );
        let repaired = "Cause trouvée et corrigée, fonctionnement vérifié.";
        for (after, deed) in [
            (0, Deed::Fails),
            (3, Deed::Take),
            (4, Deed::Qualify("2", "2")),
            (*minutes, Deed::Recovers),
            (minutes + 6, Deed::RestoreCurative(repaired)),
            (minutes + 1500, Deed::Confirm),
        ] {
            all.push(Happening {
                at: start + after * MINUTE_MS,
                story,
                client,
                component,
                deed,
            });
        }
    }
    all
}

fn local(now: EpochMs, days_ago: i64, (hour, minute): (u32, u32)) -> EpochMs {
    let zone = Zone::named(ZONE);
    let offset_ms = i64::from(zone.instant(now).offset_s) * 1_000;
    let day = (now + offset_ms).div_euclid(DAY_MS) - days_ago;
    let naive = chrono::DateTime::from_timestamp_millis(day * DAY_MS)
        .and_then(|midnight| midnight.date_naive().and_hms_opt(hour, minute, 0));
    naive
        .and_then(|naive| zone.utc(naive))
        .unwrap_or(now - days_ago * DAY_MS)
}

/// Everyone and everything in it.
struct World {
    store: Store,
    ledger: Ledger,
    desk: StaffDesk,
    contacts: ClientInterventions,
    components: Vec<ComponentRow>,
    quotes: QuoteService,
    technician: Asker,
    coordinator: Asker,
    referents: HashMap<i64, Asker>,
}

impl World {
    async fn read(store: &Store, _clock: &Clock) -> anyhow::Result<World> {
        let (components, staff, people) = store
            .read(Scope::System, |tx| {
                Box::pin(async move {
                    let components = queries::components(tx).await?;
                    let staff = queries::staff(tx).await?;
                    let people = queries::contacts(tx).await?;
                    Ok::<_, StoreError>((components, staff, people))
                })
            })
            .await?;
        let someone = |mailbox: &str, role: StaffRole| {
            let mut known = staff.iter();
            let person = known.find(|person| person.email.starts_with(mailbox));
            let person = person.ok_or_else(|| anyhow!("nobody is {mailbox}"))?;
            Ok::<_, anyhow::Error>(Asker::Staff(StaffAsker {
                staff: StaffId(person.id),
                session: SessionId(0),
                name: person.name.clone(),
                role,
            }))
        };
        let referents = people
            .iter()
            .filter(|person| person.email.starts_with("referent@"))
            .filter_map(|person| Some((person.client_id?, referent(person)?)))
            .collect();
        Ok(World {
            ledger: Ledger::new(Arc::new(OpensInterventions)),
            desk: StaffDesk::new(store.clone()),
            contacts: ClientInterventions::new(store.clone()),
            quotes: QuoteService::new(store.clone()),
            technician: someone("technicien@", StaffRole::Technician)?,
            coordinator: someone("coordinateur@", StaffRole::Dispatcher)?,
            store: store.clone(),
            components,
            referents,
        })
    }

    /// The probes' first word on everything that they watch.
    async fn everything_works(&self, at: EpochMs) -> anyhow::Result<()> {
        let watched: Vec<ComponentRow> = self
            .components
            .iter()
            .filter(|row| row.check_id.is_some())
            .cloned()
            .collect();
        let ledger = self.ledger.clone();
        self.store
            .write(Scope::System, move |tx| {
                Box::pin(async move {
                    for component in &watched {
                        ledger
                            .record(
                                tx,
                                said(component, at, ComponentState::Operational, &Cause::None),
                            )
                            .await?;
                    }
                    Ok::<_, StoreError>(())
                })
            })
            .await?;
        Ok(())
    }

    async fn happen(
        &self,
        happening: &Happening,
        asked: &mut HashMap<usize, String>,
    ) -> anyhow::Result<()> {
        let component = self.component(happening)?;
        match happening.deed {
            Deed::Fails => {
                let cause = Cause::Probe {
                    failure: ProbeFailure::TimedOut,
                    status: None,
                };
                return self
                    .state(component, happening.at, ComponentState::MajorOutage, cause)
                    .await;
            }
            Deed::Recovers => {
                return self
                    .state(
                        component,
                        happening.at,
                        ComponentState::Operational,
                        Cause::None,
                    )
                    .await;
            }
            Deed::Ask(words) => {
                let reference = self.ask(component, happening, "advice", words).await?;
                asked.insert(happening.story, reference);
                return Ok(());
            }
            Deed::Report(words) => {
                let reference = self.ask(component, happening, "fault", words).await?;
                asked.insert(happening.story, reference);
                return Ok(());
            }
            Deed::Offer(title, lines) => {
                if let Some(reference) = asked.get(&happening.story) {
                    self.offer(reference, happening.at, title, lines).await?;
                }
                return Ok(());
            }
            _ => {}
        }
        let Some(open) = self
            .intervention(component, asked.get(&happening.story))
            .await?
        else {
            // What the contract does not cover opens no work: the outage alone is in the history.
            return Ok(());
        };
        match contact_gesture(happening.deed, open.version) {
            Some(gesture) => {
                let referent = self.referent(component)?;
                self.contacts
                    .act(referent, &open.reference, gesture)
                    .await?;
            }
            None => {
                let Some(gesture) = desk_gesture(happening.deed, open.version) else {
                    return Ok(());
                };
                self.desk
                    .act(&self.technician, &open.reference, gesture)
                    .await?;
            }
        }
        Ok(())
    }

    async fn state(
        &self,
        component: &ComponentRow,
        at: EpochMs,
        state: ComponentState,
        cause: Cause,
    ) -> anyhow::Result<()> {
        let (ledger, component) = (self.ledger.clone(), component.clone());
        self.store
            .write(Scope::System, move |tx| {
                Box::pin(
                    async move { ledger.record(tx, said(&component, at, state, &cause)).await },
                )
            })
            .await
            .map_err(|error: StoreError| error.into())
    }

    async fn ask(
        &self,
        component: &ComponentRow,
        happening: &Happening,
        activity: &str,
        words: &str,
    ) -> anyhow::Result<String> {
        let input = RequestInput {
            request_id: format!("demo:{}", happening.story),
            component: component.key.clone(),
            activity: activity.into(),
            title: words.into(),
            impact: "2".into(),
            urgency: "3".into(),
            ..RequestInput::default()
        };
        Ok(self
            .contacts
            .request(self.referent(component)?, input)
            .await?)
    }

    /// Written, read again and sent, for thirty days.
    async fn offer(
        &self,
        intervention: &str,
        at: EpochMs,
        title: &str,
        lines: &[(&str, i64)],
    ) -> anyhow::Result<()> {
        let valid_on = Zone::named(ZONE).date(at + 30 * DAY_MS);
        let offer = Offer {
            title: title.into(),
            lines: lines
                .iter()
                .map(|(label, unit_cents)| QuoteLine {
                    label: (*label).into(),
                    quantity_hundredths: 100,
                    unit_cents: *unit_cents,
                    vat: VatRate::Standard,
                })
                .collect(),
            remarks: "Délai : huit jours ouvrés après votre accord.".into(),
            valid_on: valid_on.context("a date")?,
        };
        let coordinator = &self.coordinator;
        let quote = self
            .quotes
            .save(coordinator, intervention, None, offer)
            .await?;
        let read = self.quotes.one(coordinator, &quote, None).await?;
        self.quotes.send(coordinator, &quote, read.read).await?;
        Ok(())
    }

    async fn intervention(
        &self,
        component: &ComponentRow,
        asked: Option<&String>,
    ) -> anyhow::Result<Option<OpenRow>> {
        let (client, id, asked) = (component.client_id, component.id, asked.cloned());
        let found = self.store.read(Scope::System, move |tx| {
            Box::pin(async move {
                match asked {
                    Some(reference) => queries::by_reference(tx, &reference).await,
                    None => queries::repair_of(tx, client, id).await,
                }
            })
        });
        Ok(found.await.map_err(|error: StoreError| error)?)
    }

    fn component(&self, happening: &Happening) -> anyhow::Result<&ComponentRow> {
        let found = self
            .components
            .iter()
            .find(|row| row.slug == happening.client && row.key == happening.component);
        found.ok_or_else(|| anyhow!("no such component"))
    }

    fn referent(&self, component: &ComponentRow) -> anyhow::Result<&Asker> {
        self.referents
            .get(&component.client_id)
            .ok_or_else(|| anyhow!("no referent"))
    }
}

fn said(component: &ComponentRow, at: EpochMs, state: ComponentState, cause: &Cause) -> Said {
    let contributor = Contributor::Check(CheckId(component.check_id.unwrap_or_default()));
    Said::state(
        (ClientId(component.client_id), ComponentId(component.id)),
        contributor,
        at,
        state,
        cause,
    )
}

fn referent(person: &PersonRow) -> Option<Asker> {
    Some(Asker::Contact(ContactAsker {
        contact: ContactId(person.id),
        client: ClientId(person.client_id?),
        session: SessionId(0),
        name: person.name.clone(),
        role: Role::ClientAdmin,
        visibility: Visibility::Client,
        sites: vec![],
    }))
}

fn contact_gesture(deed: Deed, expected_version: i64) -> Option<ContactGesture> {
    match deed {
        Deed::Message(text) => Some(ContactGesture::Message { text: text.into() }),
        Deed::Confirm => Some(ContactGesture::Confirm { expected_version }),
        _ => None,
    }
}

fn desk_gesture(deed: Deed, expected_version: i64) -> Option<DeskGesture> {
    let (deed, text) = match deed {
        Deed::Take => (DeskDeed::Take, ""),
        Deed::Note(text) => (DeskDeed::NoteToClient, text),
        Deed::InternalNote(text) => (DeskDeed::InternalNote, text),
        Deed::Answer(text) => (DeskDeed::Answer, text),
        Deed::RestoreProvisionally(text) => (DeskDeed::RestoreProvisionally, text),
        Deed::Spend(minutes, on_site, text) => {
            let place = if on_site { "on_site" } else { "remote" };
            let spent = TimeSpent {
                minutes: minutes.to_string(),
                place: place.into(),
            };
            (DeskDeed::EnterTime(spent), text)
        }
        Deed::Qualify(impact, urgency) => {
            let wanted = Requalification {
                impact: impact.into(),
                urgency: urgency.into(),
                ..Requalification::default()
            };
            (
                DeskDeed::Requalify(wanted),
                "Qualifiée à la prise en charge.",
            )
        }
        Deed::StartCurative => (DeskDeed::StartCurative, ""),
        Deed::RestoreCurative(text) => (DeskDeed::RestoreCurative, text),
        _ => return None,
    };
    Some(DeskGesture {
        deed,
        expected_version,
        text: text.into(),
        when: When::Now,
    })
}
