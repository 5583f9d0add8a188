//! The pages' questions about contracts, answered from one snapshot of the database.

use app::answer::AppError;
use app::backend::Answer;
use app::backend::contract::{
    ClientContracts, ContractBackend, CoverForm, CoveredComponent, HourLine, SignedVersion,
    Standing,
};
use app::backend::status::{ClientLabel, SiteLabel, Whose};
use app::domain::access::{Asker, Visibility};
use app::domain::component::{Category, Key};
use app::domain::contract::{ContractVersion, VersionStatus};
use app::domain::coverage::PAGE_WINDOW_DAYS;
use app::domain::hours::{EntryKind, HourEntry, HoursLeft};
use app::domain::ids::{ClientId, SiteId};
use app::domain::time::{EpochMs, HOUR_MS};
use chrono::NaiveDate;

use super::hour_book;
use super::hours::{self, SitePlace};
use super::queries::{self, ComponentRow, HourLineRow, SiteRow};
use super::versions::{self, StoredVersion};
use crate::store::{Scope, Store, Tx};
use crate::zone::Zone;

/// Entries of hour books that a page shows.
const HOUR_LINES: i64 = 60;

/// Answers the pages.
#[derive(Clone)]
pub struct ClientContractService {
    store: Store,
}

impl ClientContractService {
    pub fn new(store: Store) -> Self {
        ClientContractService { store }
    }

    /// The client that is meant: a contact's own, or the one that staff name.
    async fn client(&self, asker: &Asker, whose: Whose<'_>) -> Result<ClientId, AppError> {
        let slug = match (asker, whose) {
            (Asker::Contact(contact), Whose::Own) => return Ok(contact.client),
            (Asker::Staff(_), Whose::Own) => return Err(AppError::NotFound),
            (_, Whose::Client(slug)) => slug.to_owned(),
        };
        let scope = match asker {
            Asker::Contact(contact) => Scope::Client(contact.client),
            Asker::Staff(_) => Scope::Staff,
        };
        let read = self.store.read(scope, |tx| {
            Box::pin(async move { queries::client_of(tx, &slug).await })
        });
        let found = read.await.map_err(AppError::from)?;
        let (client,) = found.ok_or(AppError::NotFound)?;
        match asker {
            Asker::Contact(contact) if contact.client.0 != client => Err(AppError::NotFound),
            _ => Ok(ClientId(client)),
        }
    }

    async fn read(
        &self,
        asker: &Asker,
        whose: Whose<'_>,
        day: Option<NaiveDate>,
    ) -> Result<ClientContracts, AppError> {
        let client = self.client(asker, whose).await?;
        let asker = asker.clone();
        let read = self.store.read(Scope::Client(client), move |tx| {
            Box::pin(async move { client_contracts(tx, &asker, client, day).await })
        });
        read.await
    }
}

impl ContractBackend for ClientContractService {
    fn contracts<'a>(&'a self, asker: &'a Asker, whose: Whose<'a>) -> Answer<'a, ClientContracts> {
        Box::pin(self.read(asker, whose, None))
    }

    fn contracts_on<'a>(
        &'a self,
        asker: &'a Asker,
        whose: Whose<'a>,
        day: NaiveDate,
    ) -> Answer<'a, ClientContracts> {
        Box::pin(self.read(asker, whose, Some(day)))
    }

    fn cover<'a>(&'a self, asker: &'a Asker, whose: Whose<'a>) -> Answer<'a, CoverForm> {
        Box::pin(async move {
            let client = self.client(asker, whose).await?;
            let of = asker.clone();
            let read = self.store.read(Scope::Client(client), |tx| {
                Box::pin(async move { cover_form(tx, &of, client).await })
            });
            read.await
        })
    }
}

async fn cover_form(tx: &mut Tx, asker: &Asker, client: ClientId) -> Result<CoverForm, AppError> {
    let known = client_contracts(tx, asker, client, None).await?;
    let card = queries::client(tx, client)
        .await?
        .ok_or(AppError::NotFound)?;
    let sites = queries::sites(tx, client).await?;
    let places = sites
        .iter()
        .filter(|site| known.sites.iter().any(|seen| seen.id.0 == site.id))
        .map(|site| SitePlace {
            key: &site.key,
            time_zone: &site.time_zone,
            holiday_zone: &site.holiday_zone,
            good_friday: site.good_friday != 0,
        });
    let mut facts = hours::facts(
        known.now.at,
        &known.versions(),
        &card.time_zone,
        places,
        PAGE_WINDOW_DAYS,
    );
    facts.hour_books = hour_book::balances(&hour_book::entries(tx, client, known.now.at).await?);
    let (role, may_request) = match asker {
        Asker::Contact(contact) => (Some(contact.role), contact.may_request()),
        Asker::Staff(_) => (None, false),
    };
    Ok(CoverForm {
        facts,
        role,
        may_request,
        known,
    })
}

async fn client_contracts(
    tx: &mut Tx,
    asker: &Asker,
    client: ClientId,
    day: Option<NaiveDate>,
) -> Result<ClientContracts, AppError> {
    let row = queries::client(tx, client)
        .await?
        .ok_or(AppError::NotFound)?;
    let zone = Zone::named(&row.time_zone);
    let now = tx.now_ms();
    // At noon whatever the clocks do that night is over.
    let on = day
        .and_then(|day| zone.utc(day.and_hms_opt(12, 0, 0)?))
        .map(|noon| zone.instant(noon));
    let at = on.map_or(now, |on| on.at);
    let sites = queries::sites(tx, client).await?;
    let places = queries::component_sites(tx, client).await?;
    let components = queries::components(tx, client).await?;
    let is_staff = matches!(asker, Asker::Staff(_));
    let mut contracts: Vec<SignedVersion> = versions::read(tx, client)
        .await?
        .into_iter()
        // What is being prepared is not signed yet.
        .filter(|stored| is_staff || stored.version.status != VersionStatus::Draft)
        .map(|stored| signed(stored, zone, at, now))
        .collect();
    let entries = hour_book::entries(tx, client, at).await?;
    let sees_all = match asker {
        Asker::Staff(_) => true,
        Asker::Contact(contact) => contact.visibility == Visibility::Client,
    };
    let lines = if sees_all {
        queries::hour_lines(tx, client, at, HOUR_LINES).await?
    } else {
        vec![]
    };
    for contract in &mut contracts {
        contract.hours_left = hours_left(contract, &entries);
        if contract.hours_left.is_some() {
            let own = lines
                .iter()
                .filter(|line| line.contract == contract.signed.number);
            contract.hour_lines = own.filter_map(|line| hour_line(line, zone)).collect();
        }
    }
    contracts.sort_by_key(|contract| contract.standing);
    Ok(ClientContracts {
        client: ClientLabel {
            slug: row.slug,
            name: row.name,
        },
        contracts,
        components: components
            .into_iter()
            .filter_map(|component| seen_component(asker, component, &sites, &places))
            .collect(),
        sites: sites
            .into_iter()
            .filter_map(|site| seen_site(asker, site))
            .collect(),
        whole: match asker {
            Asker::Staff(_) => true,
            Asker::Contact(contact) => contact.visibility == Visibility::Client,
        },
        on,
        now: zone.instant(now),
    })
}

fn signed(stored: StoredVersion, zone: Zone, at: EpochMs, now: EpochMs) -> SignedVersion {
    let version = as_it_stood(stored.version, at, now);
    // Within the day that the end excludes, whatever the clocks do that night.
    let last_day = version.ends_at.map(|end| zone.instant(end - 12 * HOUR_MS));
    SignedVersion {
        standing: standing(&version, at),
        starts: zone.instant(version.starts_at),
        last_day,
        last_notice: stored.last_notice_at.map(|last| zone.instant(last)),
        hours_left: None,
        hour_lines: vec![],
        signed: version,
    }
}

/// What has come to its end since was in force before it.
fn as_it_stood(version: ContractVersion, at: EpochMs, now: EpochMs) -> ContractVersion {
    let has_ended = matches!(
        version.status,
        VersionStatus::Expired | VersionStatus::Terminated
    );
    if has_ended && version.ends_at.is_some_and(|end| at < end && end <= now) {
        return ContractVersion {
            status: VersionStatus::Active,
            ..version
        };
    }
    version
}

/// What is left of its hour book, while it holds: a past version's is not this one's.
fn hours_left(contract: &SignedVersion, entries: &[(String, HourEntry)]) -> Option<HoursLeft> {
    let holds = matches!(contract.standing, Standing::InForce | Standing::Suspended);
    let book = contract.signed.terms.hour_book.as_ref().filter(|_| holds)?;
    let own = entries
        .iter()
        .filter(|(number, _)| *number == contract.signed.number);
    let own: Vec<HourEntry> = own.map(|(_, entry)| *entry).collect();
    Some(app::domain::hours::left(book, &own))
}

fn hour_line(row: &HourLineRow, zone: Zone) -> Option<HourLine> {
    Some(HourLine {
        at: zone.instant(row.effective_at),
        kind: EntryKind::from_code(&row.kind)?,
        minutes: row.minutes,
        note: row.note.clone(),
        intervention: row.intervention.clone(),
    })
}

fn standing(version: &ContractVersion, at: EpochMs) -> Standing {
    if version.in_force_at(at) {
        return Standing::InForce;
    }
    match version.status {
        VersionStatus::Draft => Standing::Draft,
        VersionStatus::Suspended if version.ends_at.is_none_or(|end| at < end) => {
            Standing::Suspended
        }
        VersionStatus::Active if at < version.starts_at => Standing::ToCome,
        VersionStatus::Active
        | VersionStatus::Suspended
        | VersionStatus::Expired
        | VersionStatus::Terminated => Standing::Past,
    }
}

/// The component with all its sites, if the asker sees one of them.
fn seen_component(
    asker: &Asker,
    component: ComponentRow,
    sites: &[SiteRow],
    places: &[(i64, i64)],
) -> Option<CoveredComponent> {
    let at: Vec<&SiteRow> = sites
        .iter()
        .filter(|site| places.contains(&(component.id, site.id)))
        .collect();
    let ids: Vec<SiteId> = at.iter().map(|site| SiteId(site.id)).collect();
    if let Asker::Contact(contact) = asker
        && !contact.sees_sites(&ids)
    {
        return None;
    }
    Some(CoveredComponent {
        key: Key::new(component.key).ok()?,
        name: component.name,
        category: Category::from_code(&component.category)?,
        sites: at
            .iter()
            .filter_map(|site| Key::new(site.key.clone()).ok())
            .collect(),
        supervised: component.supervised,
    })
}

fn seen_site(asker: &Asker, site: SiteRow) -> Option<SiteLabel> {
    let id = SiteId(site.id);
    if let Asker::Contact(contact) = asker
        && !contact.sees_sites(&[id])
    {
        return None;
    }
    Some(SiteLabel {
        id,
        key: site.key,
        name: site.name,
    })
}
