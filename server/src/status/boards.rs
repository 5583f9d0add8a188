//! Every client's board in memory: pages read it without the database, commits refresh it.

mod load;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use app::backend::status::{OpenIntervention, Row, Summary};
use app::domain::access::{ContactAsker, Visibility};
use app::domain::ids::{ClientId, ComponentId, ContactId, SiteId};
use app::domain::time::{EpochMs, SECOND_MS};
use arc_swap::{ArcSwap, ArcSwapOption};
use tokio::sync::Mutex;

pub use load::{Cover, CoverOf, CoverSubject, NoCover};

use super::queries;
use crate::store::{Scope, Store, StoreError};
use crate::zone::Zone;

/// Older than this, a board is read again behind the answer: "seen 12 s ago" stays true.
const FRESH_MS: i64 = 5 * SECOND_MS;
/// How long a page waits for a commit that its board does not hold yet.
const PATIENCE: Duration = Duration::from_millis(400);

/// The boards of all clients. Clones share them.
#[derive(Clone)]
pub struct Boards {
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    cover: Arc<dyn Cover>,
    places: ArcSwap<HashMap<ClientId, Arc<Place>>>,
    /// Slug → client, as of the last look.
    slugs: ArcSwap<HashMap<String, ClientId>>,
}

/// Where one client's board stands.
#[derive(Default)]
struct Place {
    board: ArcSwapOption<ClientBoard>,
    /// The latest message of the client's stream that was told to anybody.
    told: AtomicI64,
    reading: Mutex<()>,
    /// A reading is on its way that has not begun: it will hold whatever was committed by now.
    queued: AtomicBool,
}

/// A client's board, whole: what a contact sees of it is [`ClientBoard::for_contact`].
#[derive(Debug)]
pub struct ClientBoard {
    pub client: ClientId,
    pub slug: String,
    pub name: String,
    pub zone: Zone,
    /// The last message of the client's stream that this board holds.
    pub cursor: i64,
    pub read_at: EpochMs,
    pub rows: Vec<BoardRow>,
    pub summary: Summary,
}

/// A row, with what decides who sees what of it.
#[derive(Debug, Clone)]
pub struct BoardRow {
    pub id: ComponentId,
    pub zone: Zone,
    pub row: Arc<Row>,
    /// Unfinished, newest first.
    pub interventions: Vec<RowIntervention>,
    /// The check-visit that is its last sign of life, when one is: who may read of it.
    pub visit: Option<(Option<SiteId>, Option<ContactId>)>,
    pub depends_on: Vec<ComponentId>,
}

#[derive(Debug, Clone)]
pub struct RowIntervention {
    pub open: OpenIntervention,
    pub site: Option<SiteId>,
    pub requester: Option<ContactId>,
    /// Who follows it, or is in copy of it.
    pub followers: Vec<ContactId>,
}

impl ClientBoard {
    /// What that contact sees, in board order.
    pub fn for_contact(&self, contact: &ContactAsker) -> Vec<BoardRow> {
        let seen = self.rows.iter().filter(|row| row.is_seen_by(contact));
        seen.map(|row| row.for_contact(contact)).collect()
    }
}

impl ClientBoard {
    /// What that contact sees, in numbers.
    pub fn summary_for(&self, contact: &ContactAsker) -> Summary {
        if contact.visibility == Visibility::Client {
            return self.summary;
        }
        let seen = self.rows.iter().filter(|row| row.is_seen_by(contact));
        Summary::of(seen.map(|row| &*row.row))
    }
}

impl BoardRow {
    /// Whether it stands at a site of that contact's.
    pub fn is_seen_by(&self, contact: &ContactAsker) -> bool {
        let sites: Vec<SiteId> = self.row.sites.iter().map(|site| site.id).collect();
        contact.sees_sites(&sites)
    }

    /// The same row without the interventions that the contact may not see.
    fn for_contact(&self, contact: &ContactAsker) -> BoardRow {
        let sees = |one: &&RowIntervention| {
            let in_copy = one.followers.contains(&contact.contact);
            contact.sees_intervention(one.site, one.requester, in_copy)
        };
        let interventions: Vec<RowIntervention> =
            self.interventions.iter().filter(sees).cloned().collect();
        let hides_the_visit = self
            .visit
            .is_some_and(|(site, requester)| !contact.sees_intervention(site, requester, false));
        if interventions.len() == self.interventions.len() && !hides_the_visit {
            return self.clone();
        }
        let open_intervention = interventions.first().map(|one| one.open.clone());
        let mut row = Row {
            open_intervention,
            ..(*self.row).clone()
        };
        // When it was seen is everyone's to know; by which intervention is not.
        if let Some(seen) = row.last_seen.as_mut().filter(|_| hides_the_visit) {
            seen.by.clear();
        }
        let row = Arc::new(row);
        BoardRow {
            row,
            interventions,
            ..self.clone()
        }
    }
}

impl Boards {
    pub fn new(store: Store, cover: Arc<dyn Cover>) -> Boards {
        let shared = Shared {
            store,
            cover,
            places: ArcSwap::default(),
            slugs: ArcSwap::default(),
        };
        Boards {
            shared: Arc::new(shared),
        }
    }

    /// The client's board, with every message that was told. When the database does not answer in
    /// time: the last one known.
    pub async fn board(&self, client: ClientId) -> Result<Arc<ClientBoard>, StoreError> {
        let place = self.place(client);
        let known = place.board.load_full();
        let Some(known) = known else {
            return self.read(client, &place).await;
        };
        if known.cursor < place.told.load(Ordering::Acquire) {
            return match tokio::time::timeout(PATIENCE, self.read(client, &place)).await {
                Ok(Ok(board)) => Ok(board),
                Ok(Err(_)) | Err(_) => Ok(known),
            };
        }
        if self.shared.store.clock().now_ms() - known.read_at > FRESH_MS {
            self.read_behind(client, place);
        }
        Ok(known)
    }

    /// The client's board as it stands in memory, if it was ever read.
    pub fn known(&self, client: ClientId) -> Option<Arc<ClientBoard>> {
        let places = self.shared.places.load();
        places.get(&client)?.board.load_full()
    }

    /// Every client's, as they stand in memory, in one.
    pub fn known_summary(&self) -> Summary {
        let places = self.shared.places.load();
        let boards = places.values().filter_map(|place| place.board.load_full());
        boards.fold(Summary::default(), |whole, board| whole.with(board.summary))
    }

    /// Reads every client's board that was never read.
    pub async fn warm(&self) -> Result<(), StoreError> {
        for (_, client) in self.clients().await? {
            self.board(client).await?;
        }
        Ok(())
    }

    /// Says that a message of the client's stream is being told: boards from now on hold it.
    pub fn told(&self, client: ClientId, seq: i64) {
        let place = self.place(client);
        place.told.fetch_max(seq, Ordering::AcqRel);
        self.read_behind(client, place);
    }

    /// The client of that slug.
    pub async fn client_of(&self, slug: &str) -> Result<Option<ClientId>, StoreError> {
        if let Some(client) = self.shared.slugs.load().get(slug) {
            return Ok(Some(*client));
        }
        Ok(self
            .clients()
            .await?
            .into_iter()
            .find(|(known, _)| known == slug)
            .map(|(_, client)| client))
    }

    /// Every client, by name, from the database.
    pub async fn clients(&self) -> Result<Vec<(String, ClientId)>, StoreError> {
        let read = self
            .shared
            .store
            .read(Scope::Staff, |tx| Box::pin(queries::clients(tx)));
        let rows: Vec<(i64, String)> = read.await?;
        let clients: Vec<(String, ClientId)> = rows
            .into_iter()
            .map(|(id, slug)| (slug, ClientId(id)))
            .collect();
        self.shared
            .slugs
            .store(Arc::new(clients.iter().cloned().collect()));
        Ok(clients)
    }

    fn place(&self, client: ClientId) -> Arc<Place> {
        if let Some(place) = self.shared.places.load().get(&client) {
            return Arc::clone(place);
        }
        self.shared.places.rcu(|places| {
            let mut places = HashMap::clone(places);
            places.entry(client).or_default();
            places
        });
        self.shared
            .places
            .load()
            .get(&client)
            .map(Arc::clone)
            .unwrap_or_default()
    }

    /// Reads the board unless another reader has just done so with all that was told.
    async fn read(&self, client: ClientId, place: &Place) -> Result<Arc<ClientBoard>, StoreError> {
        let asked_at = self.shared.store.clock().now_ms();
        let _reading = place.reading.lock().await;
        if let Some(board) = place.board.load_full()
            && board.read_at >= asked_at
            && board.cursor >= place.told.load(Ordering::Acquire)
        {
            return Ok(board);
        }
        place.queued.store(false, Ordering::Release);
        let cover = Arc::clone(&self.shared.cover);
        let now = self.shared.store.clock().now_ms();
        let load = self.shared.store.read(Scope::Client(client), move |tx| {
            Box::pin(async move { load::board(tx, client, now, &*cover).await })
        });
        let board = Arc::new(load.await?);
        place.board.store(Some(Arc::clone(&board)));
        Ok(board)
    }

    fn read_behind(&self, client: ClientId, place: Arc<Place>) {
        if place.queued.swap(true, Ordering::AcqRel) {
            return;
        }
        let boards = self.clone();
        tokio::spawn(async move {
            let read = boards.read(client, &place).await;
            place.queued.store(false, Ordering::Release);
            if let Err(error) = read {
                tracing::warn!(%client, %error, "a board could not be read: the last one known stays");
            }
        });
    }
}
