//! Drafts started, changed one act at a time, discarded.

use app::answer::{AppError, FieldProblem};
use app::backend::drafting::{DraftAt, NewContract};
use app::domain::contract::Terms;
use app::domain::contract::checks::Period;
use app::domain::contract::editing::{Draft, Edit, Unfit};
use app::domain::ids::{ClientId, StaffId};
use app::domain::time::HOUR_MS;
use chrono::{Datelike, Months, NaiveDate};

use super::queries::{self, StoredDraft};
use super::{Editor, client_alone, reading};
use crate::audit::{self, Action, Entry};
use crate::contract::versions::{self, StoredVersion};
use crate::interventions::facts;
use crate::store::{StoreError, Tx, ids};
use crate::zone::Zone;

pub async fn create(
    tx: &mut Tx,
    editor: &Editor,
    slug: &str,
    new: NewContract,
) -> Result<i64, AppError> {
    let client = client_alone(tx, slug).await?;
    let (taken,) = queries::number_is_taken(tx, client, &new.number).await?;
    if taken > 0 {
        return Err(AppError::field("number", FieldProblem::Taken));
    }
    let terms = match &new.template {
        Some(key) => {
            let found = queries::template(tx, key).await?;
            let (terms,) =
                found.ok_or_else(|| AppError::field("template", FieldProblem::Unknown))?;
            serde_json::from_str(&terms).map_err(|error| StoreError::Other(error.into()))?
        }
        None => Terms::default(),
    };
    let draft = Draft {
        number: new.number,
        title: new.title,
        period: new.period,
        terms,
    };
    add(tx, editor, client, None, &draft, new.template.as_deref()).await
}

pub async fn prepare(
    tx: &mut Tx,
    editor: &Editor,
    slug: &str,
    number: &str,
) -> Result<i64, AppError> {
    let client = client_alone(tx, slug).await?;
    let contracts = queries::contracts(tx, client).await?;
    let contract = contracts
        .into_iter()
        .find(|contract| contract.number == number);
    let contract = contract.ok_or(AppError::NotFound)?;
    let drafts = queries::drafts(tx, client).await?;
    if let Some(draft) = drafts
        .iter()
        .find(|draft| draft.contract_id == Some(contract.id))
    {
        return Ok(draft.id);
    }
    let facts = facts::read(tx, client).await?.ok_or(AppError::NotFound)?;
    let versions = versions::read(tx, client).await?;
    let latest = reading::latest(&versions, number).ok_or(AppError::NotFound)?;
    let draft = Draft {
        number: contract.number,
        title: contract.title,
        period: next_period(latest, facts.zone(None), tx.now_ms())?,
        terms: latest.version.terms.clone(),
    };
    add(tx, editor, client, Some(contract.id), &draft, None).await
}

/// From the first of a month to come, to the same end as before when it lies behind that.
fn next_period(latest: &StoredVersion, zone: Zone, now: i64) -> Result<Period, StoreError> {
    let date = |at: i64| {
        zone.date(at)
            .ok_or_else(|| anyhow::anyhow!("{at} has no date"))
    };
    let after = date(now.max(latest.version.starts_at))?;
    let starts = after
        .with_day(1)
        .and_then(|first| first.checked_add_months(Months::new(1)))
        .ok_or_else(|| anyhow::anyhow!("no month follows {after}"))?;
    let behind = |day: &NaiveDate| *day > starts;
    // Within the day that the end excludes, whatever the clocks do that night.
    let ends = latest
        .version
        .ends_at
        .map(|end| date(end - 12 * HOUR_MS))
        .transpose()?;
    Ok(Period {
        starts,
        ends: ends.filter(behind),
        renewal: latest.version.renewal,
        last_notice: latest.last_notice_at.map(date).transpose()?.filter(behind),
    })
}

async fn add(
    tx: &mut Tx,
    editor: &Editor,
    client: ClientId,
    contract: Option<i64>,
    draft: &Draft,
    template: Option<&str>,
) -> Result<i64, AppError> {
    let (id, now) = (ids::next(), tx.now_ms());
    let row = Columns::of(draft)?;
    queries::add_draft(
        tx,
        client,
        id,
        contract,
        &draft.number,
        &draft.title,
        &row.starts_on,
        row.ends_on.as_deref(),
        draft.period.renewal.code(),
        row.last_notice_on.as_deref(),
        &row.terms,
        editor.staff,
        now,
    )
    .await?;
    let details = serde_json::json!({ "number": draft.number, "template": template });
    note(tx, editor, client, Action::DraftStarted, details).await?;
    Ok(id)
}

pub async fn edit(tx: &mut Tx, staff: StaffId, at: &DraftAt, edit: Edit) -> Result<(), AppError> {
    let client = client_alone(tx, &at.client).await?;
    let stored = seen(tx, client, at).await?;
    let mut draft = reading::draft_of(&stored)?;
    let field = field_of(&edit);
    draft.apply(edit).map_err(|unfit| refusal(unfit, field))?;
    let (row, now) = (Columns::of(&draft)?, tx.now_ms());
    let touched = queries::change_draft(
        tx,
        client,
        stored.id,
        at.revision,
        &draft.title,
        &row.starts_on,
        row.ends_on.as_deref(),
        draft.period.renewal.code(),
        row.last_notice_on.as_deref(),
        &row.terms,
        staff,
        now,
    )
    .await?;
    if touched == 0 {
        Err(AppError::Conflict)
    } else {
        Ok(())
    }
}

pub async fn discard(tx: &mut Tx, editor: &Editor, at: &DraftAt) -> Result<(), AppError> {
    let client = client_alone(tx, &at.client).await?;
    let stored = seen(tx, client, at).await?;
    queries::remove_draft(tx, client, stored.id).await?;
    let details = serde_json::json!({ "number": stored.number });
    note(tx, editor, client, Action::DraftDiscarded, details).await
}

/// The draft, if it is still as the editor saw it.
pub async fn seen(tx: &mut Tx, client: ClientId, at: &DraftAt) -> Result<StoredDraft, AppError> {
    let stored = queries::draft(tx, client, at.draft)
        .await?
        .ok_or(AppError::NotFound)?;
    if stored.revision == at.revision {
        Ok(stored)
    } else {
        Err(AppError::Conflict)
    }
}

pub async fn note(
    tx: &mut Tx,
    editor: &Editor,
    client: ClientId,
    action: Action,
    details: serde_json::Value,
) -> Result<(), AppError> {
    let now = tx.now_ms();
    let entry = Entry {
        action,
        staff: editor.staff,
        client: Some(client),
        contact: None,
        details,
        address: &editor.address,
    };
    Ok(audit::append(tx, now, entry).await?)
}

/// The field of the form that an act which does not fit is about.
fn field_of(edit: &Edit) -> &'static str {
    match edit {
        Edit::PutClause { .. } | Edit::RemoveClause { .. } => "reference",
        Edit::AddLine { .. } => "title",
        Edit::AddScope { .. } => "clause",
        _ => "",
    }
}

fn refusal(unfit: Unfit, field: &str) -> AppError {
    match unfit {
        // What the form spoke of is no longer there, although the revision says that nothing moved.
        Unfit::Gone => AppError::NotFound,
        Unfit::Taken => AppError::field(field, FieldProblem::Taken),
        Unfit::Quoted => AppError::field(field, FieldProblem::Quoted),
    }
}

/// A draft as columns hold it.
struct Columns {
    starts_on: String,
    ends_on: Option<String>,
    last_notice_on: Option<String>,
    terms: String,
}

impl Columns {
    fn of(draft: &Draft) -> Result<Columns, StoreError> {
        let date = |date: NaiveDate| date.format("%F").to_string();
        Ok(Columns {
            starts_on: date(draft.period.starts),
            ends_on: draft.period.ends.map(date),
            last_notice_on: draft.period.last_notice.map(date),
            terms: serde_json::to_string(&draft.terms)
                .map_err(|error| StoreError::Other(error.into()))?,
        })
    }
}
