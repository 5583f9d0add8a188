//! What the desk's forms post to: one gesture each.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::page::{asker, backend, go_to, visit};
use crate::answer::{AppError, FieldProblem};
use crate::backend::canned::{CannedAnswers, CannedInput};
use crate::backend::desk::{
    CallInput, ContestAnswer, Deed, Desk, DeskGesture, Handing, Requalification, TimeSpent, Wait,
    When, Word,
};
use crate::backend::drafting::By;
use crate::backend::looking::Looking;
use crate::backend::redaction::Redactions;
use crate::domain::intervention::{ClockKind, HoldReason, LateReason};

/// What every gesture posts: on what, as it was seen, with which words, and when it happened.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Posted {
    pub reference: String,
    pub expected_version: String,
    pub text: String,
    /// Local date and time; empty: now.
    pub effective_at: String,
    pub late_reason: String,
}

/// Takes it: the work starts.
#[server(prefix = "/fn", endpoint = "take_intervention")]
pub async fn take_intervention(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act(posted, Deed::Take).await
}

/// Goes on with it.
#[server(prefix = "/fn", endpoint = "resume_intervention")]
pub async fn resume_intervention(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act(posted, Deed::Resume).await
}

/// Writes to the client.
#[server(prefix = "/fn", endpoint = "note_to_client")]
pub async fn note_to_client(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act(posted, Deed::NoteToClient).await
}

/// Writes for the team only.
#[server(prefix = "/fn", endpoint = "internal_note")]
pub async fn internal_note(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act(posted, Deed::InternalNote).await
}

/// Works again, fragile: a definitive repair is owed.
#[server(prefix = "/fn", endpoint = "restore_provisionally")]
pub async fn restore_provisionally(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act(posted, Deed::RestoreProvisionally).await
}

/// Begins the definitive repair.
#[server(prefix = "/fn", endpoint = "start_curative")]
pub async fn start_curative(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act(posted, Deed::StartCurative).await
}

/// Repaired.
#[server(prefix = "/fn", endpoint = "restore_curative")]
pub async fn restore_curative(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act(posted, Deed::RestoreCurative).await
}

/// Advice given.
#[server(prefix = "/fn", endpoint = "answer_request")]
pub async fn answer_request(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act(posted, Deed::Answer).await
}

/// The fault is back.
#[server(prefix = "/fn", endpoint = "relapse")]
pub async fn relapse(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act(posted, Deed::Relapse).await
}

/// A request from the catalogue is done.
#[server(prefix = "/fn", endpoint = "complete_request")]
pub async fn complete_request(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act(posted, Deed::Complete).await
}

/// Preventive work is done.
#[server(prefix = "/fn", endpoint = "prevention_done")]
pub async fn prevention_done(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act(posted, Deed::Done).await
}

/// Files it without action.
#[server(prefix = "/fn", endpoint = "no_action")]
pub async fn no_action(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act(posted, Deed::NoAction).await
}

/// Goes on without waiting, on the word of an approver, up to a sum where a quote is owed.
#[server(prefix = "/fn", endpoint = "waive_approval")]
pub async fn waive_approval(
    #[server(flatten)] posted: Posted,
    #[server(default)] approver: String,
    #[server(default)] channel: String,
    #[server(default)] ceiling: String,
) -> Result<(), AppError> {
    act(
        posted,
        Deed::Waive(Word {
            approver,
            channel,
            ceiling,
        }),
    )
    .await
}

/// Hands it to another level, and to somebody there or to all of it.
#[server(prefix = "/fn", endpoint = "hand_over")]
pub async fn hand_over(
    #[server(flatten)] posted: Posted,
    #[server(default)] level: String,
    #[server(default)] technician: String,
) -> Result<(), AppError> {
    act(posted, Deed::HandOver(Handing { level, technician })).await
}

/// Puts it on hold, with the reason. A third party that it waits for is named.
#[server(prefix = "/fn", endpoint = "hold_intervention")]
pub async fn hold_intervention(
    #[server(flatten)] posted: Posted,
    #[server(default)] reason: String,
    #[server(default)] party: String,
    #[server(default)] party_reference: String,
    #[server(default)] promised_at: String,
    #[server(default)] chase_at: String,
) -> Result<(), AppError> {
    let reason = HoldReason::from_code(&reason)
        .ok_or_else(|| AppError::field("reason", FieldProblem::Missing))?;
    let (party, party_reference) = (party.trim(), party_reference.trim());
    if reason == HoldReason::ThirdParty && party.is_empty() {
        return Err(AppError::field("party", FieldProblem::Missing));
    }
    let named = [party, party_reference, posted.text.trim()];
    let said: Vec<&str> = named.into_iter().filter(|part| !part.is_empty()).collect();
    let text = said.join("\n");
    let wait = Wait {
        promised_at,
        chase_at,
    };
    act(Posted { text, ..posted }, Deed::Hold(reason, wait)).await
}

/// Asked again whoever it waits for.
#[server(prefix = "/fn", endpoint = "chase_third_party")]
pub async fn chase_third_party(
    #[server(flatten)] posted: Posted,
    #[server(default)] promised_at: String,
    #[server(default)] chase_at: String,
) -> Result<(), AppError> {
    let wait = Wait {
        promised_at,
        chase_at,
    };
    act(posted, Deed::Chase(wait)).await
}

/// Answers a client's disagreement: it is right (`answer`: `uphold`), or not.
#[server(prefix = "/fn", endpoint = "answer_contest")]
pub async fn answer_contest(
    #[server(flatten)] posted: Posted,
    #[server(default)] place: i64,
    #[server(default)] answer: String,
) -> Result<(), AppError> {
    let upheld = answer == "uphold";
    act(posted, Deed::AnswerContest { place, upheld }).await
}

/// Proposes to the client that a breach does not count.
#[server(prefix = "/fn", endpoint = "propose_set_aside")]
pub async fn propose_set_aside(
    #[server(flatten)] posted: Posted,
    #[server(default)] clock: String,
) -> Result<(), AppError> {
    let clock = ClockKind::from_code(&clock).ok_or(AppError::NotFound)?;
    act(posted, Deed::ProposeSetAside(clock)).await
}

/// Advice does not suffice: leads to the linked corrective intervention.
#[server(prefix = "/fn", endpoint = "action_needed")]
pub async fn action_needed(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act(posted, Deed::ActionNeeded).await
}

/// Another component, activity or gravity: decided again.
#[server(prefix = "/fn", endpoint = "requalify_intervention")]
pub async fn requalify_intervention(
    #[server(flatten)] posted: Posted,
    #[server(default)] component: String,
    #[server(default)] activity: String,
    #[server(default)] impact: String,
    #[server(default)] urgency: String,
) -> Result<(), AppError> {
    act(
        posted,
        Deed::Requalify(Requalification {
            component,
            activity,
            impact,
            urgency,
        }),
    )
    .await
}

/// Time spent on it, remotely or on site.
#[server(prefix = "/fn", endpoint = "enter_time")]
pub async fn enter_time(
    #[server(flatten)] posted: Posted,
    #[server(default)] minutes: String,
    #[server(default)] place: String,
) -> Result<(), AppError> {
    act(posted, Deed::EnterTime(TimeSpent { minutes, place })).await
}

/// Answers a disagreement about the hours.
#[server(prefix = "/fn", endpoint = "answer_time_contest")]
pub async fn answer_time_contest(
    #[server(flatten)] posted: Posted,
    #[server(default)] upheld: String,
    #[server(default)] goodwill: String,
) -> Result<(), AppError> {
    act(
        posted,
        Deed::AnswerTimeContest(ContestAnswer { upheld, goodwill }),
    )
    .await
}

/// A telephone call; leads to the intervention that it made.
#[server(prefix = "/fn", endpoint = "enter_call")]
pub async fn enter_call(#[server(flatten)] call: CallInput) -> Result<(), AppError> {
    let reference = backend::<Desk>().0.enter_call(&*asker()?, call).await?;
    go_to(&one(&reference));
    Ok(())
}

/// Keeps a canned answer, new or changed; leads to the list.
#[server(prefix = "/fn", endpoint = "keep_answer")]
pub async fn keep_answer(#[server(flatten)] input: CannedInput) -> Result<(), AppError> {
    backend::<CannedAnswers>().0.keep(&*asker()?, input).await?;
    go_to("/desk/answers");
    Ok(())
}

/// Takes a canned answer out of the lists.
#[server(prefix = "/fn", endpoint = "retire_answer")]
pub async fn retire_answer(#[server(default)] id: String) -> Result<(), AppError> {
    let id = id.trim().parse().map_err(|_| AppError::NotFound)?;
    backend::<CannedAnswers>().0.retire(&*asker()?, id).await?;
    go_to("/desk/answers");
    Ok(())
}

/// Erases for ever what the event at that place holds; leads back to the intervention.
#[server(prefix = "/fn", endpoint = "erase_content")]
pub async fn erase_content(
    #[server(default)] reference: String,
    #[server(default)] place: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    let place = place.trim().parse().map_err(|_| AppError::NotFound)?;
    backend::<Redactions>()
        .0
        .erase(&*asker()?, &reference, place, &text)
        .await?;
    go_to(&one(&reference));
    Ok(())
}

/// Sees the portal as that contact from here on.
#[server(prefix = "/fn", endpoint = "look_as")]
pub async fn look_as(
    #[server(default)] client: String,
    #[server(default)] contact: String,
) -> Result<(), AppError> {
    let (asker, visit) = (asker()?, visit());
    let by = By {
        asker: &asker,
        address: &visit.address,
    };
    let contact = contact.trim().parse().map_err(|_| AppError::NotFound)?;
    backend::<Looking>().0.start(by, &client, contact).await?;
    go_to("/");
    Ok(())
}

/// Back to the desk, where the view was left from.
#[server(prefix = "/fn", endpoint = "stop_looking")]
pub async fn stop_looking() -> Result<(), AppError> {
    let visit = visit();
    let Some(view) = visit.view else {
        // Its time is over already.
        go_to("/desk");
        return Ok(());
    };
    backend::<Looking>().0.stop(&view, &visit.address).await?;
    go_to(&format!("/desk/clients/{}", view.client));
    Ok(())
}

/// Does it; leads back to its page, or to what continues it.
pub async fn act(posted: Posted, deed: Deed) -> Result<(), AppError> {
    let expected_version = posted
        .expected_version
        .trim()
        .parse()
        .map_err(|_| AppError::Conflict)?;
    let when = match posted.effective_at.trim() {
        "" => When::Now,
        local => When::Earlier {
            local: local.to_owned(),
            reason: LateReason::from_code(&posted.late_reason),
        },
    };
    let gesture = DeskGesture {
        deed,
        expected_version,
        text: posted.text,
        when,
    };
    let done = backend::<Desk>()
        .0
        .act(&*asker()?, &posted.reference, gesture)
        .await?;
    go_to(&one(done
        .continued_by
        .as_deref()
        .unwrap_or(&posted.reference)));
    Ok(())
}

fn one(reference: &str) -> String {
    format!("/desk/interventions/{reference}")
}
