//! What the account forms post to.

use leptos::prelude::*;

use crate::answer::page::{
    asker, backend, drop_session, go_to, keep_language, keep_session, visit,
};
use crate::answer::{AppError, FieldProblem};
use crate::backend::account::{Accounts, Visitor};
use crate::domain::access::{Lang, Theme};
use crate::domain::ids::SessionId;
use crate::visit::is_own_path;

/// Signs in and goes to `next`, or to where this person starts.
#[server(prefix = "/fn", endpoint = "sign_in")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    let accounts = backend::<Accounts>().0;
    let session = accounts.sign_in(&visitor(), &email, &password).await?;
    end_previous_session().await;
    keep_session(&session.token);
    go_to(if is_own_path(&next) {
        &next
    } else {
        session.home
    });
    Ok(())
}

/// Ends the session of this browser.
#[server(prefix = "/fn", endpoint = "sign_out")]
pub async fn sign_out() -> Result<(), AppError> {
    let asker = visit().signed_in().ok_or(AppError::SignInNeeded)?;
    backend::<Accounts>().0.sign_out(&asker).await?;
    drop_session();
    go_to("/sign-in");
    Ok(())
}

/// Uses a one-time link up: sets the password and signs in.
#[server(prefix = "/fn", endpoint = "activate")]
pub async fn activate(
    #[server(default)] token: String,
    #[server(default)] password: String,
    #[server(default)] password_again: String,
) -> Result<(), AppError> {
    same_twice(&password, &password_again, "password_again")?;
    let session = backend::<Accounts>()
        .0
        .activate(&visitor(), &token, &password)
        .await?;
    end_previous_session().await;
    keep_session(&session.token);
    go_to(session.home);
    Ok(())
}

/// A new password; the other sessions end.
#[server(prefix = "/fn", endpoint = "change_password")]
pub async fn change_password(
    #[server(default)] current_password: String,
    #[server(default)] password: String,
    #[server(default)] password_again: String,
) -> Result<(), AppError> {
    let asker = asker()?;
    same_twice(&password, &password_again, "password_again")?;
    backend::<Accounts>()
        .0
        .change_password(&asker, &visitor(), &current_password, &password)
        .await?;
    go_to("/account?done=password");
    Ok(())
}

/// Language and colours of the account.
#[server(prefix = "/fn", endpoint = "set_preferences")]
pub async fn set_preferences(
    #[server(default)] language: String,
    #[server(default)] theme: String,
) -> Result<(), AppError> {
    let lang = Lang::from_tag(&language)
        .ok_or_else(|| AppError::field("language", FieldProblem::Unknown))?;
    let theme =
        Theme::from_code(&theme).ok_or_else(|| AppError::field("theme", FieldProblem::Unknown))?;
    backend::<Accounts>()
        .0
        .set_preferences(&*asker()?, lang, theme)
        .await?;
    keep_language(lang);
    go_to("/account?done=preferences");
    Ok(())
}

/// The language of someone who is not signed in: kept in this browser.
#[server(prefix = "/fn", endpoint = "set_language")]
pub async fn set_language(#[server(default)] language: String) -> Result<(), AppError> {
    let lang = Lang::from_tag(&language)
        .ok_or_else(|| AppError::field("language", FieldProblem::Unknown))?;
    keep_language(lang);
    Ok(())
}

/// Ends one of the asker's own sessions.
#[server(prefix = "/fn", endpoint = "end_session")]
pub async fn end_session(#[server(default)] session: String) -> Result<(), AppError> {
    let session = SessionId(session.parse().map_err(|_| AppError::NotFound)?);
    backend::<Accounts>()
        .0
        .end_session(&*asker()?, session)
        .await?;
    go_to("/account#sessions");
    Ok(())
}

/// Looks at another of the contact's clients.
#[server(prefix = "/fn", endpoint = "switch_client")]
pub async fn switch_client(#[server(default)] client: String) -> Result<(), AppError> {
    backend::<Accounts>()
        .0
        .switch_client(&*asker()?, &client)
        .await?;
    go_to("/");
    Ok(())
}

fn visitor() -> Visitor {
    let visit = visit();
    Visitor {
        address: visit.address.to_string(),
        user_agent: visit.user_agent.to_string(),
    }
}

/// A browser that signs in again leaves no live session behind.
async fn end_previous_session() {
    if let Some(previous) = visit().asker {
        // The new session stands whatever becomes of the old one, which ends by itself later.
        let _ended = backend::<Accounts>().0.sign_out(&previous).await;
    }
}

fn same_twice(password: &str, again: &str, field: &str) -> Result<(), AppError> {
    if password == again {
        Ok(())
    } else {
        Err(AppError::field(field, FieldProblem::DoesNotMatch))
    }
}
