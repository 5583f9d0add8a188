//! Work goes from one level to another, and to somebody there.

use app::answer::{AppError, FieldProblem};
use app::backend::desk::{Colleague, DeskDone, Handing};
use app::domain::ids::{ClientId, InterventionId, StaffId};
use app::domain::intervention::{Event, SupportLevel};

use super::gestures::Doing;
use super::{actor, queries};
use crate::interventions::acting::{self, Gesture};
use crate::interventions::refused;
use crate::store::Tx;

/// Everybody it may be handed to.
pub async fn colleagues(
    tx: &mut Tx,
    (client, id): (ClientId, InterventionId),
) -> Result<Vec<Colleague>, AppError> {
    let has_it = queries::technician_of(tx, client, id).await?;
    let has_it = has_it.and_then(|(technician,)| technician);
    let rows = queries::colleagues(tx).await?;
    let colleagues = rows.into_iter().map(|(id, name)| Colleague {
        id,
        name,
        has_it: has_it == Some(id),
    });
    Ok(colleagues.collect())
}

/// The client learns who has it now; what is written beside it stays among the staff.
pub async fn hand_over(tx: &mut Tx, doing: Doing<'_>, to: &Handing) -> Result<DeskDone, AppError> {
    let missing = |typed: &str| match typed {
        "" => FieldProblem::Missing,
        _ => FieldProblem::Unknown,
    };
    let level = to.level.trim();
    let level =
        SupportLevel::from_code(level).ok_or_else(|| AppError::field("level", missing(level)))?;
    let technician = match to.technician.trim() {
        "" => None,
        typed => {
            let known = queries::colleagues(tx).await?;
            let named = known.iter().find(|(id, _)| id.to_string() == typed);
            let (id, _) =
                named.ok_or_else(|| AppError::field("technician", FieldProblem::Unknown))?;
            Some(StaffId(*id))
        }
    };
    let event = Event::HandedOver {
        to: technician,
        level,
    };
    let wordless = Doing { text: "", ..doing };
    wordless.record(tx, event).await?;
    if !doing.text.is_empty() {
        let held = acting::again(tx, &doing.held.told).await?;
        let note = Gesture {
            actor: actor(doing.staff),
            event: Event::NotedInternally,
            text: doing.text,
            effective_at: tx.now_ms(),
            late: None,
        };
        acting::record(tx, &held, note).await?.map_err(refused)?;
    }
    Ok(DeskDone { continued_by: None })
}
