//! Reports as they are read: the client's list and what was published; the desk's month and workbench.

use app::answer::AppError;
use app::backend::desk::ClientName;
use app::backend::reports::{
    Correction, DeskCard, ReportCard, ReportDesk, ReportList, ReportProvider, ReportSheet,
    Standing, Workbench,
};
use app::domain::access::ContactAsker;
use app::domain::ids::ClientId;
use app::domain::report::{
    Comments, Figures, Month, Published, Resolve, ResolveKind, changes, figures,
};
use chrono::NaiveDate;

use super::ledger::{self, Past};
use super::queries::{self, ClientRow, ResolveRow};
use super::sees_whole_client;
use crate::interventions::opening;
use crate::interventions::stored::broken;
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

/// Months that a list goes back.
const LISTED: u32 = 36;

pub async fn list(tx: &mut Tx, contact: &ContactAsker) -> Result<ReportList, AppError> {
    let row = queries::client(tx, contact.client)
        .await?
        .ok_or(AppError::NotFound)?;
    let zone = Zone::named(&row.time_zone);
    let now = tx.now_ms();
    let sees_whole_client = sees_whole_client(contact);
    let months = match sees_whole_client {
        true => months(tx, &row, zone).await?,
        false => vec![],
    };
    Ok(ReportList {
        client: row.name,
        sees_whole_client,
        months,
        now: zone.instant(now),
    })
}

async fn months(tx: &mut Tx, row: &ClientRow, zone: Zone) -> Result<Vec<ReportCard>, AppError> {
    let published = queries::published(tx, ClientId(row.id)).await?;
    let present = present(zone, tx.now_ms())?;
    let first = ledger::first_month(row).unwrap_or(present);
    let over = present.back(1).last(LISTED).into_iter().rev();
    let cards = over.filter(|month| *month >= first).map(|month| {
        let known = published.iter().find(|(of, ..)| *of == month.to_string());
        ReportCard {
            month,
            published: known.map(|(_, at, _)| zone.instant(*at)),
            corrections: known.map_or(0, |(_, _, count)| number(*count)),
        }
    });
    Ok(cards.collect())
}

/// What was published of that month, if anything was.
pub async fn sheet(
    tx: &mut Tx,
    client: ClientId,
    month: Month,
) -> Result<Option<ReportSheet>, AppError> {
    let code = month.to_string();
    let Some(report) = queries::report(tx, client, &code).await? else {
        return Ok(None);
    };
    let row = queries::client(tx, client)
        .await?
        .ok_or(AppError::NotFound)?;
    let zone = Zone::named(&row.time_zone);
    let document: Published = parse(&report.document)?;
    let mut corrections: Vec<Correction> = Vec::new();
    for row in queries::corrections(tx, client, &code).await? {
        let figures: Figures = parse(&row.figures)?;
        let before = corrections
            .last()
            .map_or(&document.figures, |last| &last.figures);
        corrections.push(Correction {
            number: number(row.number),
            at: zone.instant(row.made_at),
            by: row.made_by,
            reason: row.reason,
            changes: changes(before, &figures),
            figures,
        });
    }
    Ok(Some(ReportSheet {
        client: ClientName {
            slug: row.slug,
            name: row.name,
        },
        provider: provider(tx).await?,
        month,
        document,
        published: zone.instant(report.published_at),
        published_by: report.published_by,
        corrections,
    }))
}

async fn provider(tx: &mut Tx) -> Result<ReportProvider, StoreError> {
    let row = queries::provider(tx).await?;
    Ok(
        row.map_or_else(ReportProvider::default, |row| ReportProvider {
            name: row.name,
            legal_name: row.legal_name,
            phone: row.phone_day,
            email: row.email,
        }),
    )
}

/// The month that goes on.
pub async fn so_far(tx: &mut Tx, client: ClientId) -> Result<Option<Figures>, AppError> {
    let row = queries::client(tx, client)
        .await?
        .ok_or(AppError::NotFound)?;
    let month = present(Zone::named(&row.time_zone), tx.now_ms())?;
    let ledger = ledger::read(tx, &row, month, Past::None).await?;
    Ok(Some(figures(&ledger)))
}

/// Where every client's report of a month stands.
pub async fn desk(tx: &mut Tx, month: Option<Month>) -> Result<ReportDesk, AppError> {
    let provider = queries::provider(tx).await?;
    let zone = Zone::named(provider.as_ref().map_or("UTC", |row| &row.time_zone));
    let now = tx.now_ms();
    let present = present(zone, now)?;
    let month = month.unwrap_or(present.back(1));
    if month > present {
        return Err(AppError::NotFound);
    }
    let standings = queries::standings(tx, &month.to_string()).await?;
    let clients = queries::clients(tx).await?.into_iter().map(|client| {
        let known = standings.iter().find(|row| row.client_id == client.id);
        let published = known.and_then(|row| Some((row.published_at?, row.corrections)));
        let drafted = known.and_then(|row| row.drafted_at);
        let standing = match (published, drafted) {
            (Some((at, corrections)), _) => Standing::Published {
                at: zone.instant(at),
                corrections: number(corrections),
            },
            (None, Some(at)) => Standing::Draft {
                at: zone.instant(at),
            },
            (None, None) if ledger::first_month(&client).is_some_and(|first| first > month) => {
                Standing::BeforeClient
            }
            (None, None) => Standing::NotBegun,
        };
        DeskCard {
            client: ClientName {
                slug: client.slug,
                name: client.name,
            },
            standing,
        }
    });
    Ok(ReportDesk {
        month,
        is_over: month < present,
        clients: clients.collect(),
        now: zone.instant(now),
    })
}

pub async fn workbench(
    tx: &mut Tx,
    slug: &str,
    month: Month,
    may_publish: bool,
) -> Result<Workbench, AppError> {
    let row = client_in(tx, slug, month).await?;
    let client = ClientId(row.id);
    let zone = Zone::named(&row.time_zone);
    let now = tx.now_ms();
    let code = month.to_string();
    let live = figures(&ledger::read(tx, &row, month, Past::Year).await?);
    let published = sheet(tx, client, month).await?;
    let draft = queries::draft(tx, client, &code).await?;
    let comments: Comments = match &draft {
        Some((comments, _)) => parse(comments)?,
        None => Comments::default(),
    };
    let standing = published
        .as_ref()
        .and_then(|sheet| sheet.figures(sheet.corrections.last().map(|last| last.number)));
    Ok(Workbench {
        month,
        is_over: month < present(zone, now)?,
        may_publish,
        changes: standing.map_or_else(Vec::new, |standing| changes(standing, &live)),
        differs: standing.is_some_and(|standing| *standing != live),
        comments,
        edition: draft.map(|(_, edition)| edition),
        resolves: resolves(tx, client, month).await?,
        published,
        figures: live,
        request_id: opening::new_request_id(),
        today: zone.date(now).unwrap_or_default(),
        now: zone.instant(now),
        client: ClientName {
            slug: row.slug,
            name: row.name,
        },
    })
}

/// The client of that name; a month that it did not live, or that has not begun, is not found.
pub async fn client_in(tx: &mut Tx, slug: &str, month: Month) -> Result<ClientRow, AppError> {
    let row = queries::client_named(tx, slug)
        .await?
        .ok_or(AppError::NotFound)?;
    let present = present(Zone::named(&row.time_zone), tx.now_ms())?;
    let first = ledger::first_month(&row).unwrap_or(present);
    if month > present || month < first {
        return Err(AppError::NotFound);
    }
    Ok(row)
}

/// What that month's report lists, as it tells it.
pub async fn resolves(
    tx: &mut Tx,
    client: ClientId,
    month: Month,
) -> Result<Vec<Resolve>, StoreError> {
    let mut told = Vec::new();
    for row in queries::resolves(tx, client, &month.to_string()).await? {
        let resolve = resolve(row)?;
        if resolve.stands_in(month) {
            told.push(resolve.as_of(month));
        }
    }
    Ok(told)
}

fn resolve(row: ResolveRow) -> Result<Resolve, StoreError> {
    let of = |text: &str| Month::parse(text).ok_or_else(|| broken(format!("the month {text}")));
    Ok(Resolve {
        kind: ResolveKind::from_code(&row.kind)
            .ok_or_else(|| broken(format!("a resolve that is a {}", row.kind)))?,
        due: NaiveDate::parse_from_str(&row.due_on, "%Y-%m-%d").ok(),
        opened: of(&row.opened_month)?,
        closed: match row.closed_month.as_str() {
            "" => None,
            month => Some(of(month)?),
        },
        id: row.id,
        text: row.body,
        owner: row.owner,
    })
}

/// The month that goes on there.
pub fn present(zone: Zone, now: i64) -> Result<Month, AppError> {
    zone.date(now).map(Month::of).ok_or(AppError::NotFound)
}

fn number(count: i64) -> usize {
    usize::try_from(count).unwrap_or(0)
}

fn parse<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::Other(error.into()))
}
