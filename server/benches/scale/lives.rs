//! What happens to the five clients, in order of time, by the gestures of contacts and technicians.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use app::backend::desk::{Deed as DeskDeed, DeskBackend, DeskGesture, TimeSpent, Wait, When};
use app::backend::interventions::{ContactGesture, InterventionBackend, RequestInput};
use app::domain::access::{Asker, ContactAsker, Role, StaffAsker, StaffRole, Visibility};
use app::domain::component::ComponentState;
use app::domain::ids::{ClientId, ComponentId, ContactId, SessionId, SourceId, StaffId};
use app::domain::intervention::HoldReason;
use app::domain::status::Cause;
use app::domain::time::{DAY_MS, EpochMs, HOUR_MS, MINUTE_MS};
use server::clock::Clock;
use server::desk::StaffDesk;
use server::interventions::{ClientInterventions, OpensInterventions};
use server::status::{Contributor, Ledger, Said};
use server::store::{Scope, Store, StoreError};

use super::copies::Raw;
use super::provider::{COMPONENTS, EXCLUDED, LIVED, category};
use super::words::Dice;

/// Three years.
const DAYS: i64 = 1_095;
/// What each of the five has, of the average, in tenths: most clients are small.
const SHARES: [i64; 5] = [2, 4, 8, 12, 24];

/// How many interventions each of the five clients lives through.
pub struct Plan {
    interventions: [i64; 5],
}

impl Plan {
    /// `average` over the five.
    pub fn new(average: i64) -> Plan {
        Plan {
            interventions: SHARES.map(|share| average * share / 10),
        }
    }
}

pub fn begins_at(now: EpochMs) -> EpochMs {
    now - DAYS * DAY_MS
}

#[derive(Debug, Clone, Copy)]
enum Deed {
    Ask,
    Report,
    Take,
    Message,
    Note,
    InternalNote,
    Hold,
    Resume,
    Spend,
    Answer,
    RestoreProvisionally,
    StartCurative,
    RestoreCurative,
    Confirm,
    Fails,
    Recovers,
}

struct Happening {
    at: EpochMs,
    client: usize,
    component: usize,
    /// Which intervention of that client.
    story: i64,
    deed: Deed,
}

/// Lives it, up to `now`.
pub async fn live(
    store: &Store,
    clock: &Clock,
    raw: &mut Raw,
    plan: &Plan,
    now: EpochMs,
) -> anyhow::Result<()> {
    let mut dice = Dice::new(1);
    let mut happenings = Vec::new();
    for (client, stories) in plan.interventions.iter().enumerate() {
        for story in 0..*stories {
            let at = begins_at(now) + DAYS * DAY_MS * story / stories;
            tell(&mut happenings, &mut dice, (client, story), at);
        }
        for week in 0..DAYS / 7 {
            let at = begins_at(now) + week * 7 * DAY_MS + hours(&mut dice, 100);
            fail(&mut happenings, &mut dice, client, at);
        }
    }
    happenings.sort_by_key(|happening| happening.at);
    let mut world = World::read(store, raw).await?;
    for happening in happenings.iter().filter(|happening| happening.at < now) {
        clock.set_ms(happening.at);
        world
            .happen(raw, &mut dice, happening)
            .await
            .with_context(|| format!("{:?}", happening.deed))?;
    }
    Ok(())
}

/// One intervention: a question, a repair, a repair in two steps, or a repair that waits for somebody.
fn tell(
    happenings: &mut Vec<Happening>,
    dice: &mut Dice,
    (client, story): (usize, i64),
    at: EpochMs,
) {
    use Deed as D;
    let component = place(dice, 12) * 5 + place(dice, 4);
    let mut deeds = match dice.below(100) {
        0..35 => vec![D::Ask, D::Take, D::Message, D::Note, D::Answer],
        35..75 => vec![D::Report, D::Take, D::Message, D::InternalNote, D::Note],
        75..95 => vec![
            D::Report,
            D::Take,
            D::InternalNote,
            D::RestoreProvisionally,
            D::Message,
        ],
        _ => vec![D::Report, D::Take, D::Hold, D::Message, D::Resume, D::Note],
    };
    let is_advice = matches!(deeds[0], D::Ask);
    let is_provisional = deeds
        .iter()
        .any(|deed| matches!(deed, D::RestoreProvisionally));
    // One temporary repair in fifty is still owed.
    let is_owed = is_provisional && dice.below(50) == 0;
    for _ in 0..dice.below(4) {
        deeds.push(D::Message);
        deeds.push(D::Note);
    }
    deeds.push(D::Spend);
    if is_provisional && !is_owed {
        deeds.extend([D::StartCurative, D::InternalNote]);
    }
    if !is_advice && !is_owed {
        deeds.push(D::RestoreCurative);
    }
    if !is_owed {
        deeds.push(D::Confirm);
    }
    let mut when = at + hours(dice, 24);
    for deed in deeds {
        happenings.push(Happening {
            at: when,
            client,
            component,
            story,
            deed,
        });
        when += 5 * MINUTE_MS + hours(dice, 12);
    }
}

/// Something that no contract covers fails for a while: in the ledger, without work.
fn fail(happenings: &mut Vec<Happening>, dice: &mut Dice, client: usize, at: EpochMs) {
    let component = place(dice, 12) * 5 + 4;
    for (after, deed) in [
        (0, Deed::Fails),
        (MINUTE_MS + hours(dice, 6), Deed::Recovers),
    ] {
        happenings.push(Happening {
            at: at + after,
            client,
            component,
            story: -1,
            deed,
        });
    }
}

fn place(dice: &mut Dice, below: u64) -> usize {
    usize::try_from(dice.below(below)).unwrap_or(0)
}

/// Up to that many hours.
fn hours(dice: &mut Dice, most: i64) -> i64 {
    let below = u64::try_from(most * HOUR_MS).unwrap_or(1);
    i64::try_from(dice.below(below)).unwrap_or(0)
}

struct World {
    store: Store,
    ledger: Ledger,
    desk: StaffDesk,
    interventions: ClientInterventions,
    technicians: Vec<Asker>,
    referents: Vec<Asker>,
    source: SourceId,
    /// Of each client, by place.
    components: Vec<Vec<i64>>,
    references: HashMap<(usize, i64), String>,
}

impl World {
    async fn read(store: &Store, raw: &mut Raw) -> anyhow::Result<World> {
        let mut technicians = Vec::new();
        for name in ["technicien", "deuxieme", "troisieme"] {
            let id = raw
                .number(&format!(
                    "SELECT id FROM staff WHERE email = '{name}@prestataire.example'"
                ))
                .await?;
            technicians.push(Asker::Staff(StaffAsker {
                staff: StaffId(id),
                session: SessionId(0),
                name: format!("{name} Prestataire"),
                role: StaffRole::Technician,
            }));
        }
        let (mut referents, mut components) = (Vec::new(), Vec::new());
        for code in LIVED {
            let slug = code.to_lowercase();
            let client = raw
                .number(&format!("SELECT id FROM clients WHERE code = '{code}'"))
                .await?;
            let contact = raw
                .number(&format!(
                    "SELECT id FROM contacts WHERE email = 'referent@{slug}.example'"
                ))
                .await?;
            referents.push(Asker::Contact(ContactAsker {
                contact: ContactId(contact),
                client: ClientId(client),
                session: SessionId(0),
                name: format!("referent {code}"),
                role: Role::ClientAdmin,
                visibility: Visibility::Client,
                sites: vec![],
            }));
            let mut ids = Vec::new();
            for place in 0..COMPONENTS {
                ids.push(
                    raw.number(&format!(
                        "SELECT id FROM components WHERE client_id = {client} AND key = 'composant-{place}'"
                    ))
                    .await?,
                );
            }
            components.push(ids);
        }
        Ok(World {
            ledger: Ledger::new(Arc::new(OpensInterventions)),
            desk: StaffDesk::new(store.clone()),
            interventions: ClientInterventions::new(store.clone()),
            store: store.clone(),
            source: SourceId(raw.number("SELECT id FROM sources").await?),
            technicians,
            referents,
            components,
            references: HashMap::new(),
        })
    }

    async fn happen(
        &mut self,
        raw: &mut Raw,
        dice: &mut Dice,
        happening: &Happening,
    ) -> anyhow::Result<()> {
        let key = (happening.client, happening.story);
        match happening.deed {
            Deed::Fails => return self.state(happening, ComponentState::MajorOutage).await,
            Deed::Recovers => return self.state(happening, ComponentState::Operational).await,
            Deed::Ask | Deed::Report => {
                let reference = self.ask(dice, happening).await?;
                self.references.insert(key, reference);
                return Ok(());
            }
            _ => {}
        }
        let reference = self
            .references
            .get(&key)
            .ok_or_else(|| anyhow!("nobody asked"))?;
        let version = raw
            .number(&format!(
                "SELECT version FROM interventions WHERE reference = '{reference}'"
            ))
            .await?;
        let contact = match happening.deed {
            Deed::Message => Some(ContactGesture::Message {
                text: dice.trouble(),
            }),
            Deed::Confirm => Some(ContactGesture::Confirm {
                expected_version: version,
            }),
            _ => None,
        };
        if let Some(gesture) = contact {
            self.interventions
                .act(&self.referents[happening.client], reference, gesture)
                .await?;
            return Ok(());
        }
        let (deed, text) = desk_deed(happening.deed, dice);
        let technician = usize::try_from(happening.story).unwrap_or(0) % self.technicians.len();
        let gesture = DeskGesture {
            deed,
            expected_version: version,
            text,
            when: When::Now,
        };
        self.desk
            .act(&self.technicians[technician], reference, gesture)
            .await?;
        Ok(())
    }

    async fn ask(&self, dice: &mut Dice, happening: &Happening) -> anyhow::Result<String> {
        let activity = match happening.deed {
            Deed::Ask => "advice",
            _ => "fault",
        };
        debug_assert_ne!(category(happening.component), EXCLUDED);
        let input = RequestInput {
            request_id: format!("scale:{}", happening.story),
            component: format!("composant-{}", happening.component),
            activity: activity.into(),
            title: dice.trouble(),
            details: dice.trouble(),
            impact: (1 + dice.below(3)).to_string(),
            urgency: (1 + dice.below(4)).to_string(),
            ..RequestInput::default()
        };
        Ok(self
            .interventions
            .request(&self.referents[happening.client], input)
            .await?)
    }

    async fn state(&self, happening: &Happening, state: ComponentState) -> anyhow::Result<()> {
        let Asker::Contact(contact) = &self.referents[happening.client] else {
            return Ok(());
        };
        let component = self.components[happening.client][happening.component];
        let said = Said::state(
            (contact.client, ComponentId(component)),
            Contributor::Source(self.source),
            happening.at,
            state,
            &Cause::None,
        );
        let ledger = self.ledger.clone();
        self.store
            .write(Scope::System, move |tx| {
                Box::pin(async move { ledger.record(tx, said).await })
            })
            .await
            .map_err(|error: StoreError| error.into())
    }
}

fn desk_deed(deed: Deed, dice: &mut Dice) -> (DeskDeed, String) {
    let said = |deed: DeskDeed, dice: &mut Dice| (deed, dice.done());
    match deed {
        Deed::Take => (DeskDeed::Take, String::new()),
        Deed::StartCurative => (DeskDeed::StartCurative, String::new()),
        Deed::Resume => (DeskDeed::Resume, String::new()),
        Deed::Hold => (
            DeskDeed::Hold(HoldReason::ThirdParty, Wait::default()),
            format!("Attente : {}", dice.done()),
        ),
        Deed::Spend => {
            let spent = TimeSpent {
                minutes: (5 + dice.below(90)).to_string(),
                place: "remote".into(),
            };
            said(DeskDeed::EnterTime(spent), dice)
        }
        Deed::InternalNote => said(DeskDeed::InternalNote, dice),
        Deed::Answer => said(DeskDeed::Answer, dice),
        Deed::RestoreProvisionally => said(DeskDeed::RestoreProvisionally, dice),
        Deed::RestoreCurative => said(DeskDeed::RestoreCurative, dice),
        _ => said(DeskDeed::NoteToClient, dice),
    }
}
