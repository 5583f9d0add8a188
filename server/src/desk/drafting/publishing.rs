//! A draft becomes a version: immutable, the client's from its first day on.

use app::answer::{AppError, FieldError, FieldProblem};
use app::backend::drafting::DraftAt;
use app::domain::contract::checks::{Fault, Part, Place, Problem};
use app::domain::ids::{ClientId, VersionId};

use super::reading::{self, Dates};
use super::{Editor, client_alone, queries, writing};
use crate::audit::Action;
use crate::contract::hour_book;
use crate::digest;
use crate::store::outbox::{self, Stream};
use crate::store::{StoreError, Tx, ids};

pub async fn publish(tx: &mut Tx, editor: &Editor, at: &DraftAt) -> Result<u32, AppError> {
    let client = client_alone(tx, &at.client).await?;
    // An import gives versions their numbers too.
    tx.alone("import", 0).await?;
    // Sent twice: it leads to what the first made.
    if let Some(version) = published_from(tx, client, at.draft).await? {
        return Ok(version);
    }
    writing::seen(tx, client, at).await?;
    let judged = reading::judged(tx, client, at.draft).await?;
    let problems = judged.problems();
    if !problems.is_empty() {
        return Err(AppError::Invalid {
            fields: problems.iter().map(field_error).collect(),
        });
    }
    let Some(Dates {
        starts_at,
        ends_at,
        last_notice_at,
    }) = judged.dates()
    else {
        return Err(AppError::field("starts", FieldProblem::NotADate));
    };
    let (draft, version, now) = (&judged.draft, judged.version(), tx.now_ms());
    let contract = match judged.stored.contract_id {
        Some(contract) => {
            // Retired since the draft was started: there is nothing left to follow.
            if queries::take_contract(tx, client, contract, &draft.title).await? == 0 {
                return Err(AppError::Conflict);
            }
            contract
        }
        None => {
            // Its own draft counts for one; an import may have brought the same number since.
            if queries::number_is_taken(tx, client, &draft.number).await?.0 > 1 {
                return Err(AppError::field("number", FieldProblem::Taken));
            }
            let contract = ids::next();
            queries::add_contract(tx, client, contract, &draft.number, &draft.title, now).await?;
            contract
        }
    };
    let terms =
        serde_json::to_string(&draft.terms).map_err(|error| StoreError::Other(error.into()))?;
    let version_id = VersionId(ids::next());
    queries::add_version(
        tx,
        client,
        version_id.0,
        contract,
        i64::from(version),
        starts_at,
        ends_at,
        draft.period.renewal.code(),
        last_notice_at,
        &terms,
        &digest::sha256(&terms),
        now,
    )
    .await?;
    if let Some(book) = &draft.terms.hour_book {
        hour_book::buy(tx, client, contract, version_id, book, starts_at).await?;
    }
    queries::remove_draft(tx, client, judged.stored.id).await?;
    let details = serde_json::json!({
        "number": draft.number,
        "version": version,
        "draft": judged.stored.id.to_string(),
    });
    writing::note(tx, editor, client, Action::ContractPublished, details).await?;
    outbox::publish(tx, Stream::Client(client), "board", "{}", "{}").await?;
    outbox::publish(tx, Stream::Staff, "board", "{}", "{}").await?;
    Ok(version)
}

/// The version that a draft of this client became, if it did lately.
async fn published_from(
    tx: &mut Tx,
    client: ClientId,
    draft: i64,
) -> Result<Option<u32>, StoreError> {
    let draft = draft.to_string();
    for (details,) in queries::published(tx, client).await? {
        let details: serde_json::Value =
            serde_json::from_str(&details).map_err(|error| StoreError::Other(error.into()))?;
        if details["draft"] == draft.as_str() {
            let version = details["version"].as_u64();
            return Ok(version.and_then(|version| u32::try_from(version).ok()));
        }
    }
    Ok(None)
}

/// "lines/maintenance/hours": the page says it in words, a program finds the place.
fn field_error(problem: &Problem) -> FieldError {
    let field = match &problem.place {
        Place::Dates => "dates".to_owned(),
        Place::Terms => "lines".to_owned(),
        Place::Clauses => "clauses".to_owned(),
        Place::Approval => "approval".to_owned(),
        Place::HourBook => "hour_book".to_owned(),
        Place::Line { line, part } => {
            let part = match part {
                Part::Itself => "",
                Part::Hours => "/hours",
                Part::Targets => "/targets",
                Part::OnCall => "/on_call",
                Part::Scope => "/scope",
                Part::Billing => "/billing",
                Part::Catalogue => "/catalogue",
            };
            format!("lines/{line}{part}")
        }
    };
    FieldError {
        field,
        problem: match &problem.fault {
            Fault::StartsTooEarly { .. } => FieldProblem::TooEarly,
            Fault::EndsBeforeStart | Fault::ReversedInterval { .. } | Fault::ReversedOn { .. } => {
                FieldProblem::Reversed
            }
            Fault::OverlappingIntervals { .. } | Fault::OverlappingOn { .. } => {
                FieldProblem::Overlaps
            }
            Fault::LineTwice
            | Fault::ClauseTwice { .. }
            | Fault::PriorityTwice { .. }
            | Fault::ExceptionTwice { .. }
            | Fault::ItemTwice { .. }
            | Fault::FieldTwice { .. } => FieldProblem::Taken,
            Fault::UnknownClause { .. }
            | Fault::UnknownComponent { .. }
            | Fault::UnknownSite { .. }
            | Fault::UnknownItem { .. }
            | Fault::NoHourBook => FieldProblem::Unknown,
            Fault::PromisedAndNot { .. }
            | Fault::HelpdeskRestores
            | Fault::AnswerElsewhere
            | Fault::NewsInDays { .. }
            | Fault::HelpdeskActs
            | Fault::VendorRestores
            | Fault::NotOnCall { .. }
            | Fault::EdgeInAGap { .. }
            | Fault::IdleHolidays
            | Fault::IdleWhitMonday
            | Fault::GoodFridayElsewhere
            | Fault::Warnings => FieldProblem::Contradicts,
            Fault::TacitWithoutEnd
            | Fault::NoLine
            | Fault::UntitledClause { .. }
            | Fault::NoTitle
            | Fault::NoHours
            | Fault::NothingPromised { .. }
            | Fault::PriorityMissing { .. }
            | Fault::NoUnit
            | Fault::NoHourBought
            | Fault::NobodyOnCall
            | Fault::NothingToApprove => FieldProblem::Missing,
        },
    }
}
