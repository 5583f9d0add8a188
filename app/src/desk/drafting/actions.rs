//! What the forms of a draft post to: one act each, on a draft as it was seen.

use leptos::prelude::*;

use super::address;
use super::posted::{Posted, PostedPeriod, Wrong};
use crate::answer::AppError;
use crate::answer::page::{asker, backend, go_to, visit};
use crate::backend::drafting::{By, Drafting, NewContract};
use crate::domain::contract::Clause;
use crate::domain::contract::editing::Edit;

/// Starts a contract; leads to its draft.
#[server(prefix = "/fn", endpoint = "create_contract")]
pub async fn create_contract(
    #[server(default)] client: String,
    #[server(default)] template: String,
    #[server(default)] number: String,
    #[server(default)] title: String,
    #[server(flatten)] period: PostedPeriod,
) -> Result<(), AppError> {
    let mut wrong = Wrong::default();
    let number = wrong.text("number", &number, 40);
    let title = wrong.text("title", &title, 200);
    let period = wrong.period(&period);
    wrong.refuse()?;
    let new = NewContract {
        template: (!template.is_empty()).then_some(template),
        number,
        title,
        period,
    };
    let (asker, visit) = (asker()?, visit());
    let by = By {
        asker: &asker,
        address: &visit.address,
    };
    let draft = backend::<Drafting>().0.create(by, &client, new).await?;
    go_to(&address(&client, draft));
    Ok(())
}

/// Starts the next version of a contract; leads to its draft.
#[server(prefix = "/fn", endpoint = "prepare_version")]
pub async fn prepare_version(
    #[server(default)] client: String,
    #[server(default)] number: String,
) -> Result<(), AppError> {
    let (asker, visit) = (asker()?, visit());
    let by = By {
        asker: &asker,
        address: &visit.address,
    };
    let draft = backend::<Drafting>()
        .0
        .prepare(by, &client, &number)
        .await?;
    go_to(&address(&client, draft));
    Ok(())
}

/// Title and dates.
#[server(prefix = "/fn", endpoint = "save_draft")]
pub async fn save_draft(
    #[server(flatten)] posted: Posted,
    #[server(default)] title: String,
    #[server(default)] observation_hours: String,
    #[server(flatten)] period: PostedPeriod,
) -> Result<(), AppError> {
    let mut wrong = Wrong::default();
    let title = wrong.text("title", &title, 200);
    let period = wrong.period(&period);
    let observation_hours = wrong.number("observation_hours", &observation_hours, 0..=10_000);
    wrong.refuse()?;
    edit(
        &posted,
        Edit::Head {
            title,
            period,
            observation_hours,
        },
    )
    .await?;
    go_to(&format!("{}#head", posted.page()));
    Ok(())
}

/// Adds a clause, or changes the one that it replaces.
#[server(prefix = "/fn", endpoint = "put_clause")]
pub async fn put_clause(
    #[server(flatten)] posted: Posted,
    #[server(default)] replaces: String,
    #[server(default)] reference: String,
    #[server(default)] title: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    let mut wrong = Wrong::default();
    let clause = Clause {
        reference: wrong.text("reference", &reference, 20),
        title: wrong.text("title", &title, 200),
        text: wrong.optional("text", &text, 8_000),
    };
    wrong.refuse()?;
    let replaces = (!replaces.is_empty()).then_some(replaces);
    edit(&posted, Edit::PutClause { replaces, clause }).await?;
    go_to(&format!("{}#clauses", posted.page()));
    Ok(())
}

/// Removes a clause that nothing quotes.
#[server(prefix = "/fn", endpoint = "remove_clause")]
pub async fn remove_clause(
    #[server(flatten)] posted: Posted,
    #[server(default)] reference: String,
) -> Result<(), AppError> {
    edit(&posted, Edit::RemoveClause { reference }).await?;
    go_to(&format!("{}#clauses", posted.page()));
    Ok(())
}

/// Makes it a version; leads to the client's contracts.
#[server(prefix = "/fn", endpoint = "publish_draft")]
pub async fn publish_draft(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    let (asker, visit) = (asker()?, visit());
    let by = By {
        asker: &asker,
        address: &visit.address,
    };
    backend::<Drafting>().0.publish(by, &posted.at()?).await?;
    go_to(&format!("/desk/clients/{}/contract", posted.client));
    Ok(())
}

/// Forgets it.
#[server(prefix = "/fn", endpoint = "discard_draft")]
pub async fn discard_draft(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    let (asker, visit) = (asker()?, visit());
    let by = By {
        asker: &asker,
        address: &visit.address,
    };
    backend::<Drafting>().0.discard(by, &posted.at()?).await?;
    go_to(&format!("/desk/clients/{}", posted.client));
    Ok(())
}

pub(super) async fn edit(posted: &Posted, edit: Edit) -> Result<(), AppError> {
    backend::<Drafting>()
        .0
        .edit(&*asker()?, &posted.at()?, edit)
        .await
}
