//! The pages' questions about states, answered from the boards in memory and from the ledger.

mod component;

use app::answer::AppError;
use app::backend::Answer;
use app::backend::status::{
    Board, ClientLabel, ClientSummary, ComponentPage, Outage, OutageFilter, Row, StatusBackend,
    Summary, UnmatchedAlert, UnmatchedReason, Whose,
};
use app::domain::access::{Asker, ContactAsker};
use app::domain::component::ComponentState;
use app::domain::ids::ClientId;
use app::domain::status::{Cause, Failure, Interval, Severity, failures};
use app::domain::time::{DAY_MS, EpochMs};

use super::boards::{BoardRow, Boards, ClientBoard};
use super::queries::{self, HistoryRow, UnmatchedRow};
use crate::store::{Scope, Store};
use crate::zone::Zone;

/// How many unmatched alerts the desk lists.
const UNMATCHED: i64 = 500;
/// A failure may have begun this long before the span that is asked for, and is then told whole.
const LONGEST_FAILURE_MS: i64 = 31 * DAY_MS;

/// Answers the pages.
#[derive(Clone)]
pub struct Status {
    store: Store,
    boards: Boards,
}

impl Status {
    pub fn new(store: Store, boards: Boards) -> Status {
        Status { store, boards }
    }

    pub fn boards(&self) -> &Boards {
        &self.boards
    }

    fn now(&self) -> EpochMs {
        self.store.clock().now_ms()
    }

    /// The board that is asked for, with the rows that the asker sees. Another client's, and one
    /// that does not exist, are the same refusal.
    async fn seen(&self, asker: &Asker, whose: Whose<'_>) -> Result<Seen, AppError> {
        let client = self.client(asker, whose).await?;
        let board = self.boards.board(client).await?;
        let rows = match asker {
            Asker::Staff(_) => board.rows.clone(),
            Asker::Contact(contact) => board.for_contact(contact),
        };
        Ok(Seen { board, rows })
    }

    async fn client(&self, asker: &Asker, whose: Whose<'_>) -> Result<ClientId, AppError> {
        match (asker, whose) {
            (Asker::Contact(contact), Whose::Own) => Ok(contact.client),
            (Asker::Staff(_), Whose::Own) => Err(AppError::NotFound),
            (Asker::Contact(contact), Whose::Client(slug)) => self.own_client(contact, slug).await,
            (Asker::Staff(_), Whose::Client(slug)) => {
                self.boards.client_of(slug).await?.ok_or(AppError::NotFound)
            }
        }
    }

    async fn own_client(&self, contact: &ContactAsker, slug: &str) -> Result<ClientId, AppError> {
        let own = self.boards.board(contact.client).await?;
        if own.slug == slug {
            Ok(contact.client)
        } else {
            Err(AppError::NotFound)
        }
    }

    async fn whole_summary(&self) -> Result<Summary, AppError> {
        let mut whole = Summary::default();
        for (_, client) in self.boards.clients().await? {
            whole = whole.with(self.boards.board(client).await?.summary);
        }
        Ok(whole)
    }

    async fn outages_of(
        &self,
        seen: Seen,
        filter: OutageFilter<'_>,
    ) -> Result<Vec<Outage>, AppError> {
        let client = seen.board.client;
        let (from, to, now) = (
            filter.from.saturating_sub(LONGEST_FAILURE_MS),
            filter.to,
            self.now(),
        );
        let rows: Vec<&BoardRow> = match filter.component {
            Some(key) => vec![seen.row(key)?],
            None => seen.rows.iter().collect(),
        };
        let read = self.store.read(Scope::Client(client), move |tx| {
            Box::pin(queries::failures(tx, client, from, to))
        });
        let history: Vec<HistoryRow> = read.await?;
        let mut outages = Vec::new();
        for row in rows {
            let intervals = intervals_of(&history, row);
            let overlapping = failures(&intervals, now).into_iter().filter(|failure| {
                failure.starts_at < filter.to && failure.ends_at.is_none_or(|end| end > filter.from)
            });
            outages.extend(overlapping.map(|failure| outage(row, failure, now)));
        }
        outages.sort_by_key(|outage| std::cmp::Reverse(outage.starts.at));
        Ok(outages)
    }
}

impl StatusBackend for Status {
    fn board<'a>(&'a self, asker: &'a Asker, whose: Whose<'a>) -> Answer<'a, Board> {
        Box::pin(async move { Ok(self.seen(asker, whose).await?.into_board(self.now())) })
    }

    fn component<'a>(
        &'a self,
        asker: &'a Asker,
        whose: Whose<'a>,
        key: &'a str,
    ) -> Answer<'a, ComponentPage> {
        Box::pin(async move {
            let seen = self.seen(asker, whose).await?;
            component::page(&self.store, &seen, asker, key).await
        })
    }

    fn summary<'a>(&'a self, asker: &'a Asker, whose: Whose<'a>) -> Answer<'a, Summary> {
        Box::pin(async move {
            if let (Asker::Staff(_), Whose::Own) = (asker, whose) {
                return self.whole_summary().await;
            }
            Ok(self.seen(asker, whose).await?.summary())
        })
    }

    fn outages<'a>(
        &'a self,
        asker: &'a Asker,
        whose: Whose<'a>,
        filter: OutageFilter<'a>,
    ) -> Answer<'a, Vec<Outage>> {
        Box::pin(async move {
            let seen = self.seen(asker, whose).await?;
            self.outages_of(seen, filter).await
        })
    }

    fn clients<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Vec<ClientSummary>> {
        Box::pin(async move {
            staff_only(asker)?;
            let mut summaries = Vec::new();
            for (_, client) in self.boards.clients().await? {
                let board = self.boards.board(client).await?;
                summaries.push(ClientSummary {
                    client: label(&board),
                    summary: board.summary,
                });
            }
            Ok(summaries)
        })
    }

    fn unmatched<'a>(&'a self, asker: &'a Asker) -> Answer<'a, Vec<UnmatchedAlert>> {
        Box::pin(async move {
            staff_only(asker)?;
            let read = self.store.read(Scope::Staff, |tx| {
                Box::pin(async move {
                    let zone = queries::provider_zone(tx).await?;
                    Ok((zone, queries::unmatched_alerts(tx, UNMATCHED).await?))
                })
            });
            let (zone, rows): (Option<(String,)>, Vec<UnmatchedRow>) = read
                .await
                .map_err(|error: crate::store::StoreError| AppError::from(error))?;
            let zone = zone.map_or_else(|| Zone::named("UTC"), |(name,)| Zone::named(&name));
            Ok(rows.into_iter().map(|row| unmatched(row, zone)).collect())
        })
    }
}

/// A board with the rows of it that the asker sees.
struct Seen {
    board: std::sync::Arc<ClientBoard>,
    rows: Vec<BoardRow>,
}

impl Seen {
    fn row(&self, key: &str) -> Result<&BoardRow, AppError> {
        self.rows
            .iter()
            .find(|row| row.row.key == key)
            .ok_or(AppError::NotFound)
    }

    fn summary(&self) -> Summary {
        if self.rows.len() == self.board.rows.len() {
            return self.board.summary;
        }
        Summary::of(self.rows.iter().map(|row| &*row.row))
    }

    fn into_board(self, now: EpochMs) -> Board {
        let zone = self.board.zone;
        Board {
            client: label(&self.board),
            summary: self.summary(),
            rows: self.rows.into_iter().map(|row| row.row).collect(),
            cursor: self.board.cursor,
            now: zone.instant(now),
            read_at: zone.instant(self.board.read_at),
        }
    }
}

fn staff_only(asker: &Asker) -> Result<(), AppError> {
    match asker {
        Asker::Staff(_) => Ok(()),
        Asker::Contact(_) => Err(AppError::Forbidden),
    }
}

fn label(board: &ClientBoard) -> ClientLabel {
    ClientLabel {
        slug: board.slug.clone(),
        name: board.name.clone(),
    }
}

fn intervals_of(history: &[HistoryRow], row: &BoardRow) -> Vec<Interval> {
    let own = history.iter().filter(|one| one.component_id == row.id.0);
    own.filter_map(|one| {
        let state = ComponentState::from_code(&one.state)?;
        Some(Interval {
            starts_at: one.starts_at,
            ends_at: one.ends_at,
            state,
            cause: one.cause.clone(),
        })
    })
    .collect()
}

fn outage(row: &BoardRow, failure: Failure, now: EpochMs) -> Outage {
    let Row { key, name, .. } = &*row.row;
    Outage {
        component_key: key.clone(),
        component_name: name.clone(),
        worst: failure.worst,
        starts: row.zone.instant(failure.starts_at),
        ends: failure.ends_at.map(|at| row.zone.instant(at)),
        duration_ms: failure.duration_ms(now),
        unavailable_ms: failure.unavailable_ms,
        cause: Cause::from_text(&failure.cause),
        intervention: None,
    }
}

fn unmatched(row: UnmatchedRow, zone: Zone) -> UnmatchedAlert {
    let labels: std::collections::BTreeMap<String, String> =
        serde_json::from_str(&row.labels).unwrap_or_default();
    UnmatchedAlert {
        source: row.source,
        fingerprint: row.fingerprint,
        name: row.name,
        summary: row.summary,
        severity: Severity::from_label(labels.get("severity").map(String::as_str)),
        labels: labels.into_iter().collect(),
        reason: UnmatchedReason::from_code(&row.unmatched).unwrap_or(UnmatchedReason::NoComponent),
        firing: row.status != "resolved",
        starts: zone.instant(row.starts_at),
        heard: zone.instant(row.heard_at),
    }
}
