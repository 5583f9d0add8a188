//! Drafts as they stand: what they follow, what is wrong with them, what they would change.

use std::collections::BTreeSet;
use std::str::FromStr;

use app::answer::AppError;
use app::backend::desk::ClientName;
use app::backend::drafting::{
    Contract, DraftRow, DraftSheet, Followed, Preview, Template, Workbench,
};
use app::domain::component::Key;
use app::domain::contract::checks::{self, Known, Period, Place, Problem};
use app::domain::contract::editing::Draft;
use app::domain::contract::{ContractVersion, Renewal, Terms, VersionStatus};
use app::domain::coverage::Subject;
use app::domain::coverage::changes;
use app::domain::ids::ClientId;
use app::domain::time::EpochMs;
use chrono::NaiveDate;
use chrono_tz::Tz;

use super::queries::{self, StoredDraft};
use crate::contract::versions::{self, StoredVersion};
use crate::interventions::facts::{self, ClientFacts};
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

/// A draft with everything that judging it needs, from one snapshot.
pub struct Judged {
    pub stored: StoredDraft,
    pub draft: Draft,
    /// Of every contract of the client.
    pub versions: Vec<StoredVersion>,
    pub facts: ClientFacts,
    pub zone: Zone,
}

/// The dates of a period as instants of the client's zone.
pub struct Dates {
    pub starts_at: EpochMs,
    /// The first instant after the last day.
    pub ends_at: Option<EpochMs>,
    pub last_notice_at: Option<EpochMs>,
}

pub async fn workbench(tx: &mut Tx, slug: &str) -> Result<Workbench, AppError> {
    let client = super::client_of(tx, slug).await?;
    let facts = facts::read(tx, client).await?.ok_or(AppError::NotFound)?;
    let zone = facts.zone(None);
    let versions = versions::read(tx, client).await?;
    let mut drafts = Vec::new();
    for stored in queries::drafts(tx, client).await? {
        drafts.push((stored.contract_id, draft_row(&stored, zone)));
    }
    let mut contracts = Vec::new();
    for contract in queries::contracts(tx, client).await? {
        let draft = drafts.iter().find(|(of, _)| *of == Some(contract.id));
        if let Some(latest) = latest(&versions, &contract.number) {
            contracts.push(Contract {
                number: contract.number,
                title: contract.title,
                version: latest.version.version,
                starts: zone.instant(latest.version.starts_at),
                draft: draft.map(|(_, row)| row.clone()),
            });
        }
    }
    let new_drafts = drafts.into_iter().filter(|(of, _)| of.is_none());
    let templates = queries::templates(tx).await?;
    Ok(Workbench {
        client: name(&facts),
        contracts,
        new_drafts: new_drafts.map(|(_, row)| row).collect(),
        templates: templates
            .into_iter()
            .map(|(key, title)| Template { key, title })
            .collect(),
        now: zone.instant(tx.now_ms()),
    })
}

pub async fn sheet(tx: &mut Tx, slug: &str, draft: i64) -> Result<DraftSheet, AppError> {
    let client = super::client_of(tx, slug).await?;
    Ok(judged(tx, client, draft).await?.sheet())
}

pub async fn preview(tx: &mut Tx, slug: &str, draft: i64) -> Result<Preview, AppError> {
    let client = super::client_of(tx, slug).await?;
    let judged = judged(tx, client, draft).await?;
    let sheet = judged.sheet();
    let Some(Dates {
        starts_at, ends_at, ..
    }) = judged.dates()
    else {
        return Err(AppError::NotFound);
    };
    let before: Vec<ContractVersion> = judged
        .versions
        .iter()
        .map(|stored| stored.version.clone())
        .collect();
    let number = judged.draft.number.as_str();
    let in_force = before
        .iter()
        .find(|version| version.number == number && version.in_force_at(starts_at));
    let mut after: Vec<ContractVersion> = before
        .iter()
        .filter(|version| version.number != number)
        .cloned()
        .collect();
    after.push(ContractVersion {
        number: number.to_owned(),
        title: judged.draft.title.clone(),
        version: sheet.version,
        status: VersionStatus::Active,
        starts_at,
        // Whatever its end says, it is compared on its first day.
        ends_at: ends_at.filter(|end| *end > starts_at),
        renewal: judged.draft.period.renewal,
        terms: judged.draft.terms.clone(),
    });
    let subjects: Vec<Subject> = sheet
        .components
        .iter()
        .map(|component| Subject::Component {
            key: component.key.clone(),
            category: component.category,
            sites: component.sites.clone(),
            supervised: component.supervised,
        })
        .collect();
    let nothing = Terms::default();
    let terms_before = in_force.map_or(&nothing, |version| &version.terms);
    Ok(Preview {
        starts: judged.zone.instant(starts_at),
        in_force: in_force.map(|version| version.version),
        cover: changes::cover(&subjects, &before, &after, starts_at),
        terms: changes::terms(terms_before, &judged.draft.terms),
        sheet,
    })
}

/// The draft with its surroundings; one that is not this client's does not exist.
pub async fn judged(tx: &mut Tx, client: ClientId, draft: i64) -> Result<Judged, AppError> {
    let stored = queries::draft(tx, client, draft)
        .await?
        .ok_or(AppError::NotFound)?;
    let facts = facts::read(tx, client).await?.ok_or(AppError::NotFound)?;
    let draft = draft_of(&stored)?;
    Ok(Judged {
        draft,
        versions: versions::read(tx, client).await?,
        zone: facts.zone(None),
        facts,
        stored,
    })
}

impl Judged {
    /// Published versions of the same contract.
    fn earlier(&self) -> impl Iterator<Item = &ContractVersion> {
        let number = self.draft.number.as_str();
        let own = self.versions.iter().map(|stored| &stored.version);
        own.filter(move |version| version.number == number)
    }

    /// Never one that was given before, even to a version that an import keeps as a draft.
    pub fn version(&self) -> u32 {
        self.earlier()
            .map(|version| version.version)
            .max()
            .unwrap_or(0)
            + 1
    }

    pub fn dates(&self) -> Option<Dates> {
        let Period {
            starts,
            ends,
            last_notice,
            ..
        } = self.draft.period;
        let start_of = |day: Option<NaiveDate>| match day {
            Some(day) => Some(Some(self.zone.start_of(day)?)),
            None => Some(None),
        };
        Some(Dates {
            starts_at: self.zone.start_of(starts)?,
            ends_at: start_of(match ends {
                Some(last) => Some(last.succ_opt()?),
                None => None,
            })?,
            last_notice_at: start_of(last_notice)?,
        })
    }

    /// Everything that keeps it from being published.
    pub fn problems(&self) -> Vec<Problem> {
        let mut faults = checks::period(&self.draft.period);
        let published = self
            .earlier()
            .filter(|version| version.status != VersionStatus::Draft);
        let starts = published.map(|version| (version.version, version.starts_at));
        let starts_at = self.zone.start_of(self.draft.period.starts);
        faults.extend(checks::follows(starts_at.unwrap_or(i64::MIN), starts));
        let dates = faults.into_iter().map(|fault| Problem {
            place: Place::Dates,
            fault,
        });
        let known = Known {
            components: self
                .facts
                .components
                .iter()
                .map(|component| component.choice.key.clone())
                .collect(),
            sites: self
                .facts
                .sites
                .iter()
                .filter_map(|site| Key::new(site.key.clone()).ok())
                .collect(),
        };
        let mut problems: Vec<Problem> = dates.collect();
        problems.extend(checks::terms(&self.draft.terms, Some(&known)));
        let zones = |name: &str| match name {
            "" => self.zones(),
            name => vec![(name.to_owned(), Zone::named(name).tz())],
        };
        problems.extend(checks::gaps(
            &self.draft.terms,
            self.draft.period.starts,
            zones,
        ));
        problems
    }

    /// Those of the client and of its sites, each once.
    fn zones(&self) -> Vec<(String, Tz)> {
        let sites = self.facts.sites.iter().map(|site| &site.time_zone);
        let names: BTreeSet<&String> = sites.chain([&self.facts.client.time_zone]).collect();
        names
            .into_iter()
            .map(|name| (name.clone(), Zone::named(name).tz()))
            .collect()
    }

    fn sheet(&self) -> DraftSheet {
        let follows = latest(&self.versions, &self.draft.number).map(|latest| Followed {
            version: latest.version.version,
            starts: self.zone.instant(latest.version.starts_at),
        });
        DraftSheet {
            client: name(&self.facts),
            id: self.stored.id,
            revision: self.stored.revision,
            version: self.version(),
            follows,
            draft: self.draft.clone(),
            problems: self.problems(),
            changed_by: self.stored.changed_by.clone(),
            changed: self.zone.instant(self.stored.updated_at),
            components: self.facts.component_choices(),
            sites: self.facts.site_choices(),
        }
    }
}

/// The last version published under that number.
pub fn latest<'v>(versions: &'v [StoredVersion], number: &str) -> Option<&'v StoredVersion> {
    versions
        .iter()
        .filter(|stored| {
            stored.version.number == number && stored.version.status != VersionStatus::Draft
        })
        .max_by_key(|stored| stored.version.version)
}

fn name(facts: &ClientFacts) -> ClientName {
    ClientName {
        slug: facts.client.slug.clone(),
        name: facts.client.name.clone(),
    }
}

fn draft_row(stored: &StoredDraft, zone: Zone) -> DraftRow {
    DraftRow {
        id: stored.id,
        number: stored.number.clone(),
        title: stored.title.clone(),
        changed_by: stored.changed_by.clone(),
        changed: zone.instant(stored.updated_at),
    }
}

pub fn draft_of(stored: &StoredDraft) -> Result<Draft, StoreError> {
    let unreadable = || anyhow::anyhow!("the draft {} cannot be read", stored.id);
    let date = |text: &str| NaiveDate::from_str(text).map_err(|_| unreadable());
    let optional = |text: &Option<String>| text.as_deref().map(date).transpose();
    Ok(Draft {
        number: stored.number.clone(),
        title: stored.title.clone(),
        period: Period {
            starts: date(&stored.starts_on)?,
            ends: optional(&stored.ends_on)?,
            renewal: Renewal::from_code(&stored.renewal).ok_or_else(unreadable)?,
            last_notice: optional(&stored.last_notice_on)?,
        },
        terms: serde_json::from_str(&stored.terms).map_err(|_| unreadable())?,
    })
}
