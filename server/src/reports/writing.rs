//! Drafts, decisions and actions, publication, corrections. Nothing changes what was published.

use app::answer::{AppError, FieldError, FieldProblem};
use app::backend::reports::ResolveInput;
use app::domain::access::StaffAsker;
use app::domain::ids::ClientId;
use app::domain::report::{
    COMMENT_LENGTH, Comments, Month, OWNER_LENGTH, Published, RESOLVE_LENGTH, RESOLVES,
    ResolveKind, figures,
};
use chrono::NaiveDate;

use super::ledger::{self, Past};
use super::queries::{self, ClientRow};
use super::reading;
use crate::store::{StoreError, Tx, ids};
use crate::zone::Zone;

/// A client's month that is not published.
pub struct Draft {
    row: ClientRow,
    month: Month,
}

impl Draft {
    /// # Errors
    /// No such client or month; it is published.
    pub async fn of(tx: &mut Tx, slug: &str, month: Month) -> Result<Draft, AppError> {
        let row = reading::client_in(tx, slug, month).await?;
        tx.alone("reports", row.id).await?;
        let draft = Draft { row, month };
        match queries::report(tx, draft.client(), &draft.code()).await? {
            Some(_) => Err(AppError::Conflict),
            None => Ok(draft),
        }
    }

    fn client(&self) -> ClientId {
        ClientId(self.row.id)
    }

    fn code(&self) -> String {
        self.month.to_string()
    }

    pub async fn save(
        &self,
        tx: &mut Tx,
        staff: &StaffAsker,
        edition: Option<i64>,
        comments: &Comments,
    ) -> Result<(), AppError> {
        check(comments)?;
        let (client, code, now) = (self.client(), self.code(), tx.now_ms());
        let text = json(comments)?;
        let known = queries::draft(tx, client, &code).await?;
        match (known, edition) {
            (None, None) => {
                queries::begin_draft(tx, client, &code, &text, staff.staff, now).await?;
            }
            (Some((_, known)), Some(edition)) if known == edition => {
                queries::rewrite_draft(tx, client, &code, edition, &text, staff.staff, now).await?;
            }
            // Written by somebody else meanwhile.
            _ => return Err(AppError::Conflict),
        }
        Ok(())
    }

    pub async fn resolve(
        &self,
        tx: &mut Tx,
        staff: &StaffAsker,
        input: &ResolveInput,
    ) -> Result<(), AppError> {
        let (client, code, now) = (self.client(), self.code(), tx.now_ms());
        let known = queries::resolve_of(tx, client, &input.request_id).await?;
        if known.is_some() {
            return Ok(());
        }
        let typed = Typed::of(input)?;
        let listed = reading::resolves(tx, client, self.month).await?;
        if listed.len() >= RESOLVES {
            return Err(AppError::field("text", FieldProblem::Full));
        }
        queries::keep_resolve(
            tx,
            client,
            ids::next(),
            typed.kind.code(),
            typed.text,
            typed.owner,
            &typed.due,
            &code,
            &input.request_id,
            staff.staff,
            now,
        )
        .await?;
        Ok(())
    }

    /// Twice the same is once.
    pub async fn settle(&self, tx: &mut Tx, resolve: i64, done: bool) -> Result<(), AppError> {
        let code = self.code();
        let closed = if done { code.as_str() } else { "" };
        let changed = queries::close_resolve(tx, self.client(), resolve, &code, closed).await?;
        if changed == 0 {
            return Err(AppError::NotFound);
        }
        Ok(())
    }

    pub async fn withdraw(&self, tx: &mut Tx, resolve: i64) -> Result<(), AppError> {
        let gone = queries::withdraw_resolve(tx, self.client(), resolve, &self.code()).await?;
        if gone == 0 {
            return Err(AppError::NotFound);
        }
        Ok(())
    }

    /// From now on it is what it is.
    pub async fn publish(
        &self,
        tx: &mut Tx,
        staff: &StaffAsker,
        edition: Option<i64>,
    ) -> Result<(), AppError> {
        let (client, code, now) = (self.client(), self.code(), tx.now_ms());
        let zone = Zone::named(&self.row.time_zone);
        if self.month >= reading::present(zone, now)? {
            return Err(AppError::field("month", FieldProblem::TooEarly));
        }
        let draft = queries::draft(tx, client, &code).await?;
        if draft.as_ref().map(|(_, edition)| *edition) != edition {
            return Err(AppError::Conflict);
        }
        let comments: Comments = match &draft {
            Some((comments, _)) => {
                serde_json::from_str(comments).map_err(|error| StoreError::Other(error.into()))?
            }
            None => Comments::default(),
        };
        let document = Published {
            figures: figures(&ledger::read(tx, &self.row, self.month, Past::Year).await?),
            comments,
            resolves: reading::resolves(tx, client, self.month).await?,
        };
        queries::publish(tx, client, &code, &json(&document)?, staff.staff, now).await?;
        queries::end_draft(tx, client, &code).await?;
        Ok(())
    }
}

/// Puts the figures of now beside those that stand.
///
/// # Errors
/// Nothing is published, somebody corrected it meanwhile, no reason.
pub async fn correct(
    tx: &mut Tx,
    staff: &StaffAsker,
    slug: &str,
    month: Month,
    known: usize,
    reason: &str,
) -> Result<(), AppError> {
    let row = reading::client_in(tx, slug, month).await?;
    tx.alone("reports", row.id).await?;
    let client = ClientId(row.id);
    let sheet = reading::sheet(tx, client, month)
        .await?
        .ok_or(AppError::NotFound)?;
    if sheet.corrections.len() != known {
        return Err(AppError::Conflict);
    }
    let reason = reason.trim();
    if let Some(problem) = length_problem(reason, COMMENT_LENGTH, true) {
        return Err(AppError::field("reason", problem));
    }
    let live = figures(&ledger::read(tx, &row, month, Past::Year).await?);
    let number = i64::try_from(known + 1).unwrap_or(i64::MAX);
    let now = tx.now_ms();
    let (code, text) = (month.to_string(), json(&live)?);
    queries::correct(tx, client, &code, number, reason, &text, staff.staff, now).await?;
    Ok(())
}

/// A decision or an action that can be kept.
struct Typed<'a> {
    kind: ResolveKind,
    text: &'a str,
    owner: &'a str,
    due: String,
}

impl Typed<'_> {
    fn of(input: &ResolveInput) -> Result<Typed<'_>, AppError> {
        let mut wrong = Vec::new();
        let mut note = |field: &str, problem: FieldProblem| {
            wrong.push(FieldError {
                field: field.to_owned(),
                problem,
            });
        };
        let kind = ResolveKind::from_code(&input.kind);
        if kind.is_none() {
            note("kind", FieldProblem::Unknown);
        }
        let kind = kind.unwrap_or(ResolveKind::Decision);
        let (text, owner, due) = (input.text.trim(), input.owner.trim(), input.due.trim());
        if let Some(problem) = length_problem(text, RESOLVE_LENGTH, true) {
            note("text", problem);
        }
        // An action is somebody's, until a day.
        let is_action = kind == ResolveKind::Action;
        if let Some(problem) = length_problem(owner, OWNER_LENGTH, is_action) {
            note("owner", problem);
        }
        let date = NaiveDate::parse_from_str(due, "%Y-%m-%d");
        match (due.is_empty(), date) {
            (true, _) if is_action => note("due", FieldProblem::Missing),
            (false, Err(_)) => note("due", FieldProblem::NotADate),
            _ => {}
        }
        if input.request_id.is_empty() || input.request_id.len() > 64 {
            return Err(AppError::Conflict);
        }
        if !wrong.is_empty() {
            return Err(AppError::Invalid { fields: wrong });
        }
        Ok(Typed {
            kind,
            text,
            owner,
            due: date.map(|date| date.to_string()).unwrap_or_default(),
        })
    }
}

fn check(comments: &Comments) -> Result<(), AppError> {
    let wrong: Vec<FieldError> = comments
        .iter()
        .filter_map(|(section, text)| {
            Some(FieldError {
                field: section.code().to_owned(),
                problem: length_problem(text, COMMENT_LENGTH, false)?,
            })
        })
        .collect();
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(AppError::Invalid { fields: wrong })
    }
}

fn length_problem(text: &str, most: usize, needed: bool) -> Option<FieldProblem> {
    match text.chars().count() {
        0 if needed => Some(FieldProblem::Missing),
        length if length > most => Some(FieldProblem::TooLong),
        _ => None,
    }
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Other(error.into()))
}
