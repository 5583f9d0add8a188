//! What the contacts' forms post to.

use leptos::prelude::*;

use crate::answer::page::{asker, backend, go_to};
use crate::answer::{AppError, FieldProblem};
use crate::backend::interventions::{ContactGesture, Interventions, RequestInput};
use crate::domain::access::Asker;
use crate::domain::intervention::ClockKind;

/// Sends a request; leads to the intervention that it made.
#[server(prefix = "/fn", endpoint = "request_intervention")]
pub async fn request_intervention(#[server(flatten)] input: RequestInput) -> Result<(), AppError> {
    let reference = backend::<Interventions>()
        .0
        .request(&*asker()?, input)
        .await?;
    go_to(&format!("/interventions/{reference}"));
    Ok(())
}

/// Keeps a request for later; leads to the list of what is kept.
#[server(prefix = "/fn", endpoint = "save_request_draft")]
pub async fn save_request_draft(#[server(flatten)] input: RequestInput) -> Result<(), AppError> {
    let interventions = backend::<Interventions>().0;
    interventions.save_draft(&*asker()?, input).await?;
    go_to("/interventions#drafts");
    Ok(())
}

/// Forgets a request that was kept for later.
#[server(prefix = "/fn", endpoint = "delete_request_draft")]
pub async fn delete_request_draft(#[server(default)] request_id: String) -> Result<(), AppError> {
    let interventions = backend::<Interventions>().0;
    interventions.delete_draft(&*asker()?, &request_id).await?;
    go_to("/interventions#drafts");
    Ok(())
}

/// Puts a contact of the same client in copy; for the staff too.
#[server(prefix = "/fn", endpoint = "add_copy")]
pub async fn add_copy(
    #[server(default)] reference: String,
    #[server(default)] contact: String,
) -> Result<(), AppError> {
    copy(&reference, &contact, true).await
}

/// Takes a contact out of copy; for the staff too.
#[server(prefix = "/fn", endpoint = "remove_copy")]
pub async fn remove_copy(
    #[server(default)] reference: String,
    #[server(default)] contact: String,
) -> Result<(), AppError> {
    copy(&reference, &contact, false).await
}

async fn copy(reference: &str, contact: &str, in_copy: bool) -> Result<(), AppError> {
    let asker = asker()?;
    let Ok(contact) = contact.parse() else {
        return Err(AppError::field("contact", FieldProblem::Missing));
    };
    let interventions = backend::<Interventions>().0;
    interventions
        .copy(&asker, reference, contact, in_copy)
        .await?;
    go_to(&match &*asker {
        Asker::Staff(_) => format!("/desk{}", one(reference)),
        Asker::Contact(_) => one(reference),
    });
    Ok(())
}

/// What the requester thinks of it: 1 to 5, and a few words.
#[server(prefix = "/fn", endpoint = "rate_intervention")]
pub async fn rate_intervention(
    #[server(default)] reference: String,
    #[server(default)] expected_version: i64,
    #[server(default)] score: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    let score = score.parse().unwrap_or_default();
    let rated = ContactGesture::Rate {
        expected_version,
        score,
        text,
    };
    act(&reference, rated).await
}

/// Writes to the technician.
#[server(prefix = "/fn", endpoint = "add_message")]
pub async fn add_message(
    #[server(default)] reference: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    act(&reference, ContactGesture::Message { text }).await
}

/// Everything works again: closes it.
#[server(prefix = "/fn", endpoint = "confirm_resolution")]
pub async fn confirm_resolution(
    #[server(default)] reference: String,
    #[server(default)] expected_version: i64,
) -> Result<(), AppError> {
    act(&reference, ContactGesture::Confirm { expected_version }).await
}

/// An approver says yes.
#[server(prefix = "/fn", endpoint = "approve_request")]
pub async fn approve_request(
    #[server(default)] reference: String,
    #[server(default)] expected_version: i64,
) -> Result<(), AppError> {
    act(&reference, ContactGesture::Approve { expected_version }).await
}

/// An approver says no, and why.
#[server(prefix = "/fn", endpoint = "reject_request")]
pub async fn reject_request(
    #[server(default)] reference: String,
    #[server(default)] expected_version: i64,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    act(
        &reference,
        ContactGesture::Reject {
            expected_version,
            text,
        },
    )
    .await
}

/// It is not solved.
#[server(prefix = "/fn", endpoint = "reopen_intervention")]
pub async fn reopen_intervention(
    #[server(default)] reference: String,
    #[server(default)] expected_version: i64,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    act(
        &reference,
        ContactGesture::Reopen {
            expected_version,
            text,
        },
    )
    .await
}

/// Withdraws the request.
#[server(prefix = "/fn", endpoint = "cancel_intervention")]
pub async fn cancel_intervention(
    #[server(default)] reference: String,
    #[server(default)] expected_version: i64,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    act(
        &reference,
        ContactGesture::Cancel {
            expected_version,
            text,
        },
    )
    .await
}

/// The fault is back after a temporary repair.
#[server(prefix = "/fn", endpoint = "report_relapse")]
pub async fn report_relapse(
    #[server(default)] reference: String,
    #[server(default)] expected_version: i64,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    act(
        &reference,
        ContactGesture::Relapse {
            expected_version,
            text,
        },
    )
    .await
}

/// Disagrees about the hours that were entered last.
#[server(prefix = "/fn", endpoint = "contest_time")]
pub async fn contest_time(
    #[server(default)] reference: String,
    #[server(default)] expected_version: i64,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    act(
        &reference,
        ContactGesture::ContestTime {
            expected_version,
            text,
        },
    )
    .await
}

/// Disagrees with a hold, or with an act that was dated back.
#[server(prefix = "/fn", endpoint = "contest_event")]
pub async fn contest_event(
    #[server(default)] reference: String,
    #[server(default)] expected_version: i64,
    #[server(default)] place: i64,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    let contest = ContactGesture::Contest {
        expected_version,
        place,
        text,
    };
    act(&reference, contest).await
}

/// Agrees that a breach does not count, or declines (`answer`: `agree`).
#[server(prefix = "/fn", endpoint = "answer_set_aside")]
pub async fn answer_set_aside(
    #[server(default)] reference: String,
    #[server(default)] expected_version: i64,
    #[server(default)] clock: String,
    #[server(default)] answer: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    let answer = ContactGesture::AnswerSetAside {
        expected_version,
        clock: ClockKind::from_code(&clock).ok_or(AppError::NotFound)?,
        agreed: answer == "agree",
        text,
    };
    act(&reference, answer).await
}

/// "Me tenir informé", or no longer (`stop`).
#[server(prefix = "/fn", endpoint = "follow_intervention")]
pub async fn follow_intervention(
    #[server(default)] reference: String,
    #[server(default)] stop: String,
) -> Result<(), AppError> {
    backend::<Interventions>()
        .0
        .follow(&*asker()?, &reference, stop.is_empty())
        .await?;
    let seen = backend::<Interventions>()
        .0
        .one(&*asker()?, &reference)
        .await
        .is_ok();
    go_to(
        if seen {
            one(&reference)
        } else {
            "/interventions".to_owned()
        }
        .as_str(),
    );
    Ok(())
}

/// Does it; leads back to its page.
pub async fn act(reference: &str, gesture: ContactGesture) -> Result<(), AppError> {
    backend::<Interventions>()
        .0
        .act(&*asker()?, reference, gesture)
        .await?;
    go_to(&one(reference));
    Ok(())
}

fn one(reference: &str) -> String {
    format!("/interventions/{reference}")
}

/// An approver signs that the company lives with the risk, until a review.
#[server(prefix = "/fn", endpoint = "accept_risk")]
pub async fn accept_risk(
    #[server(default)] reference: String,
    #[server(default)] expected_version: i64,
    #[server(default)] text: String,
    #[server(default)] review_on: String,
) -> Result<(), AppError> {
    let gesture = ContactGesture::AcceptRisk {
        expected_version,
        text,
        review_on,
    };
    act(&reference, gesture).await
}
