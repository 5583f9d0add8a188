//! What the forms of the conditions post to: priorities, holds, approval, hour book.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::actions::edit;
use super::posted::{Posted, Wrong, typed_approval, typed_hour_book, typed_matrix};
use crate::answer::AppError;
use crate::answer::page::go_to;
use crate::domain::contract::editing::Edit;
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
