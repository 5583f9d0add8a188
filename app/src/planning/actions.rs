//! What the forms of preventive work post to.

use leptos::prelude::*;

use crate::answer::AppError;
use crate::answer::page::{asker, backend, go_to, keep_calendar_token};
use crate::backend::desk::Deed;
use crate::backend::interventions::ContactGesture;
use crate::backend::planning::{PlanInput, Planning, SlotInput};
use crate::desk::actions::{Posted, act as act_at_the_desk};
use crate::interventions::actions::act;

/// Puts preventive work on the calendar; leads to its page.
#[server(prefix = "/fn", endpoint = "plan_work")]
pub async fn plan_work(#[server(flatten)] input: PlanInput) -> Result<(), AppError> {
    let reference = backend::<Planning>().0.plan(&*asker()?, input).await?;
    go_to(&format!("/desk/interventions/{reference}"));
    Ok(())
}

/// Tells the client of it.
#[server(prefix = "/fn", endpoint = "announce_work")]
pub async fn announce_work(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act_at_the_desk(posted, Deed::Announce).await
}

/// Moves it, and says why.
#[server(prefix = "/fn", endpoint = "postpone_work")]
pub async fn postpone_work(
    #[server(flatten)] posted: Posted,
    #[server(flatten)] slot: SlotInput,
) -> Result<(), AppError> {
    act_at_the_desk(posted, Deed::Postpone(slot)).await
}

/// It will not be done.
#[server(prefix = "/fn", endpoint = "call_off_work")]
pub async fn call_off_work(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    act_at_the_desk(posted, Deed::CallOff).await
}

/// A fault was found on the way: leads to the linked repair.
#[server(prefix = "/fn", endpoint = "fault_found")]
pub async fn fault_found(
    #[server(flatten)] posted: Posted,
    #[server(default)] impact: String,
    #[server(default)] urgency: String,
) -> Result<(), AppError> {
    act_at_the_desk(posted, Deed::FaultFound { impact, urgency }).await
}

/// The slot suits the client.
#[server(prefix = "/fn", endpoint = "accept_slot")]
pub async fn accept_slot(
    #[server(default)] reference: String,
    #[server(default)] expected_version: i64,
) -> Result<(), AppError> {
    act(&reference, ContactGesture::AcceptSlot { expected_version }).await
}

/// Another slot would suit the client better.
#[server(prefix = "/fn", endpoint = "ask_another_slot")]
pub async fn ask_another_slot(
    #[server(default)] reference: String,
    #[server(default)] expected_version: i64,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    let gesture = ContactGesture::AskAnotherSlot {
        expected_version,
        text,
    };
    act(&reference, gesture).await
}

/// A new address for calendar programs, shown once on the account's page.
#[server(prefix = "/fn", endpoint = "subscribe_calendar")]
pub async fn subscribe_calendar() -> Result<(), AppError> {
    let token = backend::<Planning>().0.subscribe(&*asker()?).await?;
    keep_calendar_token(&token);
    go_to("/account?done=calendar#calendar");
    Ok(())
}

/// The address reads nothing any more.
#[server(prefix = "/fn", endpoint = "unsubscribe_calendar")]
pub async fn unsubscribe_calendar() -> Result<(), AppError> {
    backend::<Planning>().0.unsubscribe(&*asker()?).await?;
    keep_calendar_token("");
    go_to("/account?done=calendar-revoked#calendar");
    Ok(())
}
