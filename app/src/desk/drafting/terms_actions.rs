//! What the forms of the conditions post to: priorities, holds, approval, hour book.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::actions::edit;
use super::posted::{Posted, Wrong, typed_approval, typed_hour_book, typed_matrix};
use crate::answer::page::go_to;
use crate::answer::{AppError, FieldProblem};
use crate::domain::contract::editing::Edit;
use crate::domain::contract::{Gravity, SupervisionGravity};
use crate::domain::intervention::clocks::named;

/// Most reasons that pause the clocks.
const MOST_REASONS: usize = 20;

/// How a priority is decided: the trade's matrix, four plain levels, or a matrix of one's own.
#[server(prefix = "/fn", endpoint = "save_priorities")]
pub async fn save_priorities(
    #[server(flatten)] posted: Posted,
    #[server(default)] scheme: String,
    #[server(default)] cells: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let matrix = typed_matrix(&scheme, &cells)?;
    edit(&posted, Edit::Priorities { matrix }).await?;
    go_to(&format!("{}#priorities", posted.page()));
    Ok(())
}

/// Which reasons to hold pause the clocks, one a line.
#[server(prefix = "/fn", endpoint = "save_hold_reasons")]
pub async fn save_hold_reasons(
    #[server(flatten)] posted: Posted,
    #[server(default)] reasons: String,
) -> Result<(), AppError> {
    let mut wrong = Wrong::default();
    let mut kept: Vec<String> = Vec::new();
    for reason in reasons.lines() {
        let reason = wrong.optional("reasons", reason, 200);
        if reason.is_empty() || kept.contains(&reason) {
            continue;
        }
        // Words that name no reason, or two, would stop no clock.
        if named(&reason).is_none() {
            wrong.note("reasons", crate::answer::FieldProblem::Unknown);
        }
        kept.push(reason);
    }
    if kept.len() > MOST_REASONS {
        wrong.note("reasons", crate::answer::FieldProblem::TooLong);
    }
    wrong.refuse()?;
    edit(&posted, Edit::HoldReasons { reasons: kept }).await?;
    go_to(&format!("{}#holds", posted.page()));
    Ok(())
}

/// When what was resolved is closed without a word, and how long before planned work the client is told.
#[server(prefix = "/fn", endpoint = "save_delays")]
pub async fn save_delays(
    #[server(flatten)] posted: Posted,
    #[server(default)] closing: String,
    #[server(default)] notice: String,
) -> Result<(), AppError> {
    let mut wrong = Wrong::default();
    let closing: Option<u16> = closing.trim().parse().ok();
    let closing = closing.filter(|days| (1..=60).contains(days));
    if closing.is_none() {
        wrong.note("closing", FieldProblem::NotANumber);
    }
    let planned: Option<u32> = notice.trim().parse().ok();
    let planned = planned.filter(|days| *days <= 365);
    if planned.is_none() && !notice.trim().is_empty() {
        wrong.note("notice", FieldProblem::NotANumber);
    }
    wrong.refuse()?;
    let change = Edit::Delays {
        closing_working_days: closing.unwrap_or(1),
        planned_notice_days: planned,
    };
    edit(&posted, change).await?;
    go_to(&format!("{}#delays", posted.page()));
    Ok(())
}

/// How grave what supervision sees is until somebody qualifies it, state by state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostedGravity {
    pub major_outage_impact: String,
    pub major_outage_urgency: String,
    pub partial_outage_impact: String,
    pub partial_outage_urgency: String,
    pub degraded_impact: String,
    pub degraded_urgency: String,
}

/// Both answers, or none: then that state waits for its qualification.
#[server(prefix = "/fn", endpoint = "save_supervision")]
pub async fn save_supervision(
    #[server(flatten)] posted: Posted,
    #[server(flatten)] typed: PostedGravity,
) -> Result<(), AppError> {
    let mut wrong = Wrong::default();
    let mut gravity = |state: &str, impact: &str, urgency: &str| {
        let mut answer = |name: &str, typed: &str, highest: u8| {
            let read: Option<u8> = typed.trim().parse().ok();
            let read = read.filter(|answer| (1..=highest).contains(answer));
            let alone = impact.trim().is_empty() != urgency.trim().is_empty();
            if read.is_none() && (alone || !typed.trim().is_empty()) {
                wrong.note(&format!("{state}_{name}"), FieldProblem::Missing);
            }
            read
        };
        let (impact, urgency) = (answer("impact", impact, 3), answer("urgency", urgency, 4));
        Some(Gravity {
            impact: impact?,
            urgency: urgency?,
        })
    };
    let supervision = SupervisionGravity {
        major_outage: gravity(
            "major_outage",
            &typed.major_outage_impact,
            &typed.major_outage_urgency,
        ),
        partial_outage: gravity(
            "partial_outage",
            &typed.partial_outage_impact,
            &typed.partial_outage_urgency,
        ),
        degraded: gravity("degraded", &typed.degraded_impact, &typed.degraded_urgency),
    };
    wrong.refuse()?;
    edit(&posted, Edit::Supervision { supervision }).await?;
    go_to(&format!("{}#supervision", posted.page()));
    Ok(())
}

/// When a request waits for an approver; nothing filled in: never.
#[server(prefix = "/fn", endpoint = "save_approval")]
pub async fn save_approval(
    #[server(flatten)] posted: Posted,
    #[server(default)] clause: String,
    #[server(default)] above: String,
    #[server(default)] activities: BTreeMap<String, String>,
    #[server(default)] roles: BTreeMap<String, String>,
) -> Result<(), AppError> {
    let approval = typed_approval(&clause, &above, &activities, &roles)?;
    edit(&posted, Edit::Approval { approval }).await?;
    go_to(&format!("{}#approval", posted.page()));
    Ok(())
}

/// Hours bought with the contract; nothing filled in: none.
#[server(prefix = "/fn", endpoint = "save_hour_book")]
pub async fn save_hour_book(
    #[server(flatten)] posted: Posted,
    #[server(default)] clause: String,
    #[server(default)] hours: String,
    #[server(default)] warnings: String,
) -> Result<(), AppError> {
    let book = typed_hour_book(&clause, &hours, &warnings)?;
    edit(&posted, Edit::HourBook { book }).await?;
    go_to(&format!("{}#hour-book", posted.page()));
    Ok(())
}
