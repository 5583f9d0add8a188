//! What the forms of reports post to.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::page::{asker, backend, go_to};
use crate::answer::{AppError, FieldProblem};
use crate::backend::reports::{Reports, ResolveInput, Which};
use crate::domain::report::{Comments, Month, Section};

/// Which report, and which edition of its draft was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Posted {
    pub client: String,
    pub month: String,
    pub edition: String,
}

impl Posted {
    fn which(&self) -> Result<Which<'_>, AppError> {
        let month = Month::parse(&self.month).ok_or(AppError::NotFound)?;
        Ok(Which {
            client: &self.client,
            month,
        })
    }

    fn edition(&self) -> Result<Option<i64>, AppError> {
        match self.edition.trim() {
            "" => Ok(None),
            typed => typed.parse().map(Some).map_err(|_| AppError::Conflict),
        }
    }

    fn leads_back(&self, anchor: &str) {
        go_to(&format!(
            "/desk/reports/{}/{}{anchor}",
            self.client, self.month
        ));
    }
}

/// The comments, one field a section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostedComments {
    pub summary: String,
    pub availability: String,
    pub respect: String,
    pub debts: String,
    pub intensity: String,
    pub recurrence: String,
    pub hours: String,
    pub lost_time: String,
}

impl PostedComments {
    fn comments(self) -> Comments {
        let all = [
            (Section::Summary, self.summary),
            (Section::Availability, self.availability),
            (Section::Respect, self.respect),
            (Section::Debts, self.debts),
            (Section::Intensity, self.intensity),
            (Section::Recurrence, self.recurrence),
            (Section::Hours, self.hours),
            (Section::LostTime, self.lost_time),
        ];
        let written = all
            .into_iter()
            .map(|(section, text)| (section, text.replace("\r\n", "\n").trim().to_owned()))
            .filter(|(_, text)| !text.is_empty());
        written.collect()
    }
}

/// Keeps what is written of a draft.
#[server(prefix = "/fn", endpoint = "save_report")]
pub async fn save_report(
    #[server(flatten)] posted: Posted,
    #[server(flatten)] comments: PostedComments,
) -> Result<(), AppError> {
    let (which, edition) = (posted.which()?, posted.edition()?);
    backend::<Reports>()
        .0
        .save(&*asker()?, which, edition, comments.comments())
        .await?;
    posted.leads_back("?done=saved");
    Ok(())
}

/// Writes down a decision or an action.
#[server(prefix = "/fn", endpoint = "add_resolve")]
pub async fn add_resolve(
    #[server(flatten)] posted: Posted,
    #[server(flatten)] input: ResolveInput,
) -> Result<(), AppError> {
    backend::<Reports>()
        .0
        .resolve(&*asker()?, posted.which()?, input)
        .await?;
    posted.leads_back("#resolves");
    Ok(())
}

/// An action is done, or is not after all.
#[server(prefix = "/fn", endpoint = "settle_resolve")]
pub async fn settle_resolve(
    #[server(flatten)] posted: Posted,
    #[server(default)] resolve: String,
    #[server(default)] done: String,
) -> Result<(), AppError> {
    let id = resolve.trim().parse().map_err(|_| AppError::NotFound)?;
    backend::<Reports>()
        .0
        .settle(&*asker()?, posted.which()?, id, done == "yes")
        .await?;
    posted.leads_back("#resolves");
    Ok(())
}

/// Takes away a decision or an action that this draft added.
#[server(prefix = "/fn", endpoint = "withdraw_resolve")]
pub async fn withdraw_resolve(
    #[server(flatten)] posted: Posted,
    #[server(default)] resolve: String,
) -> Result<(), AppError> {
    let id = resolve.trim().parse().map_err(|_| AppError::NotFound)?;
    backend::<Reports>()
        .0
        .withdraw(&*asker()?, posted.which()?, id)
        .await?;
    posted.leads_back("#resolves");
    Ok(())
}

/// Publishes it: from then on it does not change.
#[server(prefix = "/fn", endpoint = "publish_report")]
pub async fn publish_report(#[server(flatten)] posted: Posted) -> Result<(), AppError> {
    let (which, edition) = (posted.which()?, posted.edition()?);
    backend::<Reports>()
        .0
        .publish(&*asker()?, which, edition)
        .await?;
    posted.leads_back("");
    Ok(())
}

/// Puts the figures of now beside the published ones.
#[server(prefix = "/fn", endpoint = "correct_report")]
pub async fn correct_report(
    #[server(flatten)] posted: Posted,
    #[server(default)] known: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    let known = known.trim().parse().map_err(|_| AppError::Conflict)?;
    if reason.trim().is_empty() {
        return Err(AppError::field("reason", FieldProblem::Missing));
    }
    backend::<Reports>()
        .0
        .correct(&*asker()?, posted.which()?, known, reason)
        .await?;
    posted.leads_back("");
    Ok(())
}
