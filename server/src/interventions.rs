//! Interventions: requested, opened by supervision, worked on, told, and read for the pages.
//!
//! # Layout
//!
//! - `facts`: what a verdict rests on, read inside the transaction that uses it
//! - `opening`: a new intervention with its verdict, its first event and its message
//! - `acting`: an event on an existing one
//! - `approvers`: who says yes for a client
//! - `files`: what people send beside words; `erasing`: a content goes, its trace stays
//! - [`clocks`]: what is due and when, kept beside the log, and watched
//! - `copies`: who sees it besides; `requesting`: for whom it is, and what was failing; `drafts`: not sent yet
//! - `debits`: hours spent, debited from the hour book
//! - `follow_up`: what a failure or a recovery of a component starts
//! - `gathering`: several requests about one failure; `debts`: temporary repairs that wait for their definitive one
//! - `relapsing`: the failure that is back too late for a relapse
//! - `planned`: preventive work as calendars read it
//! - `reading`: lists and pages
//! - `contacts`: what a client's contacts ask, with what they may see

pub mod acting;
pub mod approvers;
pub mod clocks;
pub mod contacts;
pub mod copies;
pub mod debits;
pub mod debts;
pub mod drafts;
pub mod erasing;
pub mod facts;
pub mod files;
pub mod follow_up;
pub mod gathering;
pub mod opening;
pub mod planned;
pub mod reading;
pub mod relapsing;
pub mod requesting;

mod queries;
pub mod stored;

pub use contacts::ClientInterventions;
pub use follow_up::OpensInterventions;
pub use queries::STATEMENTS;

use app::answer::{AppError, FieldProblem};
use app::backend::interventions::TEXT_LENGTH;
use app::domain::intervention::Refusal;

/// What a person may read of a refusal.
pub fn refused(refusal: Refusal) -> AppError {
    match refusal {
        Refusal::NotAllowed => AppError::Forbidden,
        Refusal::TextMissing => AppError::field("text", FieldProblem::Missing),
        Refusal::InTheFuture => AppError::field("effective_at", FieldProblem::InTheFuture),
        Refusal::TooOld => AppError::field("effective_at", FieldProblem::TooOld),
        Refusal::LateReasonMissing => AppError::field("late_reason", FieldProblem::Missing),
        other => AppError::NotNow {
            state: other.code().to_owned(),
        },
    }
}

/// What somebody wrote, trimmed; too long is refused.
pub fn checked_text(text: &str) -> Result<&str, AppError> {
    let text = text.trim();
    if text.chars().count() > TEXT_LENGTH {
        return Err(AppError::field("text", FieldProblem::TooLong));
    }
    Ok(text)
}
