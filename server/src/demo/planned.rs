//! What is to come in the demonstration: work announced for next week, a check-visit that waits to be announced.

use anyhow::anyhow;
use app::backend::desk::{Deed, DeskBackend, DeskGesture, When};
use app::backend::planning::{PlanInput, PlanningBackend, SlotInput};
use app::domain::access::{Asker, StaffAsker, StaffRole};
use app::domain::ids::{SessionId, StaffId};
use app::domain::time::{DAY_MS, EpochMs};

use super::queries::PersonRow;
use crate::desk::StaffDesk;
use crate::planning::PlannedWork;
use crate::store::Store;
use crate::zone::Zone;

const CLIENT: &str = "clinique-saint-luc";

/// Puts it on the calendar, by the coordinator.
///
/// # Errors
/// When the demonstration's own contracts do not cover it.
pub async fn put(store: &Store, staff: &[PersonRow], now: EpochMs) -> anyhow::Result<()> {
    let coordinator = staff
        .iter()
        .find(|person| person.email.starts_with("coordinateur@"))
        .ok_or_else(|| anyhow!("no coordinator"))?;
    let coordinator = Asker::Staff(StaffAsker {
        staff: StaffId(coordinator.id),
        session: SessionId(0),
        name: coordinator.name.clone(),
        role: StaffRole::Dispatcher,
    });
    let work = PlannedWork::new(store.clone(), "");
    let update = PlanInput {
        component: "imagerie-pacs".into(),
        site: "strasbourg".into(),
        slot: slot(now, 8, ("20:00", "22:00")),
        details: "Mise à jour de sécurité du serveur d’images\nRedémarrage compris, essai de la visionneuse ensuite.".into(),
        impact: "Imagerie indisponible quinze minutes, vers 20 h 30.".into(),
        ..planned("update")
    };
    let announced = work.plan(&coordinator, update).await?;
    let announce = DeskGesture {
        deed: Deed::Announce,
        expected_version: 1,
        text: "La date convient-elle au service de radiologie ?".into(),
        when: When::Now,
    };
    let desk = StaffDesk::new(store.clone());
    desk.act(&coordinator, &announced, announce).await?;
    let visit = PlanInput {
        component: "onduleur-strasbourg".into(),
        slot: slot(now, 13, ("09:00", "10:00")),
        details: "Visite de contrôle de l’onduleur\nEssai de bascule, relevé des batteries.".into(),
        impact: "Rien : l’essai se fait en charge.".into(),
        visit: "yes".into(),
        ..planned("visit")
    };
    work.plan(&coordinator, visit).await?;
    super::answers::put(store, &coordinator).await
}

fn planned(name: &str) -> PlanInput {
    PlanInput {
        request_id: format!("demo:planned:{name}"),
        client: CLIENT.into(),
        ..PlanInput::default()
    }
}

/// So many days ahead, between two hours of the clinic's clock.
fn slot(now: EpochMs, days: i64, (from, to): (&str, &str)) -> SlotInput {
    let date = Zone::named("Europe/Paris").date(now + days * DAY_MS);
    let date = date.map(|date| date.to_string()).unwrap_or_default();
    SlotInput {
        slot_from: format!("{date}T{from}"),
        slot_to: format!("{date}T{to}"),
    }
}
