//! What a verdict rests on: the client's components, sites and contracts, read inside the transaction that uses it.

use app::answer::{AppError, FieldProblem};
use app::backend::interventions::{ComponentChoice, Request, SiteChoice, SubjectInput};
use app::domain::access::{ContactAsker, Role};
use app::domain::calendar::LONGEST_WINDOW_DAYS;
use app::domain::component::{Category, ComponentState, Key};
use app::domain::contract::{Activity, ContractVersion, Gravity};
use app::domain::coverage::{self, Facts, HoursLeft, Outcome, Question, Subject, Verdict};
use app::domain::folding::fold_text;
use app::domain::ids::{ClientId, ComponentId, SiteId, VersionId};
use app::domain::intervention::Qualification;
use app::domain::time::{EpochMs, HOUR_MS};

use super::queries::{self, ClientCard, ComponentRow, SiteRow};
use super::stored::broken;
use crate::contract;
use crate::contract::hours::{self, SitePlace};
use crate::digest;
use crate::store::{StoreError, Tx};
use crate::zone::Zone;

/// Everything of one client that its requests are decided on.
pub struct ClientFacts {
    pub client: ClientCard,
    pub sites: Vec<SiteRow>,
    pub components: Vec<ComponentFact>,
    pub versions: Vec<(VersionId, ContractVersion)>,
    /// What is left of each hour book now.
    pub hour_books: Vec<HoursLeft>,
}

/// A component with its sites.
#[derive(Debug, Clone)]
pub struct ComponentFact {
    pub id: ComponentId,
    pub sites: Vec<SiteId>,
    pub choice: ComponentChoice,
}

/// A decision with everything that is stored of it.
#[derive(Debug, Clone)]
pub struct Decision {
    pub qualification: Qualification,
    pub verdict: Verdict,
    pub version: Option<VersionId>,
    pub input_sha256: String,
    pub observation_ms: i64,
}

/// Reads them; a client that is not there is not found.
pub async fn read(tx: &mut Tx, client: ClientId) -> Result<Option<ClientFacts>, StoreError> {
    let Some(card) = queries::client_card(tx, client).await? else {
        return Ok(None);
    };
    let sites = queries::sites_of(tx, client).await?;
    let places = queries::component_sites_of(tx, client).await?;
    let mut components = Vec::new();
    for row in queries::components_of(tx, client).await? {
        components.push(component_fact(row, &sites, &places)?);
    }
    let stored = contract::versions::read(tx, client).await?;
    let versions = stored
        .into_iter()
        .map(|stored| (stored.id, stored.version))
        .collect();
    let now = tx.now_ms();
    let entries = contract::hour_book::entries(tx, client, now).await?;
    Ok(Some(ClientFacts {
        hour_books: contract::hour_book::balances(&entries),
        client: card,
        sites,
        components,
        versions,
    }))
}

fn component_fact(
    row: ComponentRow,
    sites: &[SiteRow],
    places: &[(i64, i64)],
) -> Result<ComponentFact, StoreError> {
    let stands_at = |site: &&SiteRow| places.contains(&(row.id, site.id));
    let of_it: Vec<&SiteRow> = sites.iter().filter(stands_at).collect();
    let mut keys = Vec::with_capacity(of_it.len());
    for site in &of_it {
        keys.push(key(&site.key)?);
    }
    let category = Category::from_code(&row.category)
        .ok_or_else(|| broken(format!("the category {}", row.category)))?;
    Ok(ComponentFact {
        id: ComponentId(row.id),
        sites: of_it.iter().map(|site| SiteId(site.id)).collect(),
        choice: ComponentChoice {
            key: key(&row.key)?,
            name: row.name,
            category,
            only_site: keys.first().filter(|_| keys.len() == 1).cloned(),
            sites: keys,
            supervised: row.supervised,
            state: ComponentState::from_code(&row.state).unwrap_or(ComponentState::NotSupervised),
        },
    })
}

impl ClientFacts {
    pub fn contracts(&self) -> Vec<ContractVersion> {
        self.versions
            .iter()
            .map(|(_, version)| version.clone())
            .collect()
    }

    /// The zone of a site, or of the client.
    pub fn zone(&self, site: Option<SiteId>) -> Zone {
        let of_site = site.and_then(|site| self.sites.iter().find(|row| row.id == site.0));
        Zone::named(of_site.map_or(&self.client.time_zone, |row| &row.time_zone))
    }

    /// What a contact may request for: what it sees. Foreign, hidden and unknown are one.
    pub fn seen_by(mut self, contact: &ContactAsker) -> ClientFacts {
        self.components
            .retain(|component| contact.sees_sites(&component.sites));
        self.sites
            .retain(|site| contact.sees_sites(&[SiteId(site.id)]));
        let seen: Vec<&str> = self.sites.iter().map(|site| site.key.as_str()).collect();
        for component in &mut self.components {
            let mut possible = component
                .choice
                .sites
                .iter()
                .filter(|site| seen.contains(&site.as_str()));
            component.choice.only_site = possible
                .next()
                .filter(|_| possible.next().is_none())
                .cloned();
        }
        self
    }

    pub fn site_choices(&self) -> Vec<SiteChoice> {
        let sites = self.sites.iter().filter_map(|site| {
            Some(SiteChoice {
                key: Key::new(site.key.clone()).ok()?,
                name: site.name.clone(),
            })
        });
        sites.collect()
    }

    pub fn component_choices(&self) -> Vec<ComponentChoice> {
        self.components
            .iter()
            .map(|component| component.choice.clone())
            .collect()
    }

    pub fn component(&self, id: ComponentId) -> Option<&ComponentFact> {
        self.components.iter().find(|component| component.id == id)
    }

    /// By key, by name, or by a part of the name that only one of them has.
    pub fn component_named(&self, text: &str) -> Option<&ComponentFact> {
        if let Some(found) = self
            .components
            .iter()
            .find(|component| component.choice.key.as_str() == text)
        {
            return Some(found);
        }
        let folded = fold_text(text);
        let name_of = |component: &ComponentFact| fold_text(&component.choice.name);
        let named = self
            .components
            .iter()
            .filter(|component| name_of(component) == folded);
        let partly = self
            .components
            .iter()
            .filter(|component| name_of(component).contains(&folded));
        only(named).or_else(|| only(partly))
    }

    /// Decides on what was posted, for somebody who may request here.
    ///
    /// # Errors
    /// A component or a site that is not there.
    pub fn decide_request(
        &self,
        request: &Request,
        role: Option<Role>,
        at: EpochMs,
    ) -> Result<Decision, AppError> {
        let unknown = |field: &str| AppError::field(field, FieldProblem::Unknown);
        let (component, category) = match &request.subject {
            SubjectInput::Component(text) => {
                let found = self
                    .component_named(text)
                    .ok_or_else(|| unknown("component"))?;
                (Some(found), found.choice.category)
            }
            SubjectInput::Category(category) => (None, *category),
            SubjectInput::Unnamed => (None, Category::Other),
        };
        let asked = match &request.site {
            Some(key) => Some(
                self.sites
                    .iter()
                    .find(|site| site.key == key.as_str())
                    .ok_or_else(|| unknown("site"))?,
            ),
            None => None,
        };
        let site = match (asked, component) {
            (Some(site), _) => Some(SiteId(site.id)),
            (None, Some(component)) => self.site_keyed(component.choice.only_site.as_ref()),
            (None, None) => self
                .sites
                .first()
                .filter(|_| self.sites.len() == 1)
                .map(|site| SiteId(site.id)),
        };
        let subject = Matter {
            component,
            category,
            site,
        };
        Ok(self.decide(
            &subject,
            request.activity.clone(),
            (request.impact, request.urgency),
            role,
            at,
        )?)
    }

    fn site_keyed(&self, key: Option<&Key>) -> Option<SiteId> {
        let key = key?;
        self.sites
            .iter()
            .find(|row| row.key == key.as_str())
            .map(|row| SiteId(row.id))
    }

    /// Decides, with the contracts in force at that instant.
    pub fn decide(
        &self,
        matter: &Matter<'_>,
        activity: Activity,
        (impact, urgency): (Option<u8>, Option<u8>),
        role: Option<Role>,
        at: EpochMs,
    ) -> Result<Decision, StoreError> {
        let question = Question {
            may_request: true,
            subject: matter.subject(&activity),
            site: self.site_key(matter.site)?,
            activity: activity.clone(),
            impact,
            urgency,
            at,
            role,
        };
        let contracts = self.contracts();
        let facts = self.coverage_facts(at, LONGEST_WINDOW_DAYS);
        let verdict = coverage::decide(&question, &contracts, &facts)
            .map_err(|_| broken("a request that nobody may make"))?;
        let version = self.version_of(&verdict);
        let observation_hours = version.map_or(48, |(_, version)| version.terms.observation_hours);
        let qualification = Qualification {
            activity,
            component: matter.component.map(|component| component.id),
            site: matter.site,
            category: matter.category,
            impact,
            urgency,
            priority: verdict.priority,
            service: verdict.line.as_ref().map(|line| line.service),
            coverage: verdict.outcome,
        };
        Ok(Decision {
            qualification,
            version: version.map(|(id, _)| *id),
            input_sha256: input_hash(&question, &contracts)?,
            observation_ms: i64::from(observation_hours) * HOUR_MS,
            verdict,
        })
    }

    /// How grave a failure in that state is by the contract that the decision rests on.
    pub fn gravity_seen(&self, decision: &Decision, state: ComponentState) -> Option<Gravity> {
        let (_, version) = self.version_of(&decision.verdict)?;
        version.terms.gravity_seen(state)
    }

    /// The hours of the contracts in force at that instant, from its day on for `days` at most.
    pub fn coverage_facts(&self, at: EpochMs, days: u64) -> Facts {
        let sites = self.sites.iter().map(|site| SitePlace {
            key: &site.key,
            time_zone: &site.time_zone,
            holiday_zone: &site.holiday_zone,
            good_friday: site.good_friday != 0,
        });
        let contracts = self.contracts();
        Facts {
            hour_books: self.hour_books.clone(),
            ..hours::facts(at, &contracts, &self.client.time_zone, sites, days)
        }
    }

    fn site_key(&self, site: Option<SiteId>) -> Result<Option<Key>, StoreError> {
        let row = site.and_then(|site| self.sites.iter().find(|row| row.id == site.0));
        row.map(|row| key(&row.key)).transpose()
    }

    fn version_of(&self, verdict: &Verdict) -> Option<&(VersionId, ContractVersion)> {
        let line = verdict.line.as_ref()?;
        self.versions
            .iter()
            .find(|(_, version)| version.number == line.contract && version.version == line.version)
    }
}

fn only<'a>(mut found: impl Iterator<Item = &'a ComponentFact>) -> Option<&'a ComponentFact> {
    let first = found.next();
    first.filter(|_| found.next().is_none())
}

/// What a decision is about, once it is known to exist.
pub struct Matter<'a> {
    pub component: Option<&'a ComponentFact>,
    pub category: Category,
    pub site: Option<SiteId>,
}

impl Matter<'_> {
    fn subject(&self, activity: &Activity) -> Subject {
        match self.component {
            Some(component) => Subject::Component {
                key: component.choice.key.clone(),
                category: component.choice.category,
                sites: component.choice.sites.clone(),
                supervised: component.choice.supervised,
            },
            None => Subject::without_component(Some(self.category), activity)
                .unwrap_or(Subject::Category(self.category)),
        }
    }
}

impl Decision {
    /// Whether somebody may start on it without a quote or a condition.
    pub fn is_covered(&self) -> bool {
        self.verdict.outcome == Outcome::Covered
    }
}

fn input_hash(question: &Question, contracts: &[ContractVersion]) -> Result<String, StoreError> {
    let input = serde_json::to_vec(&(question, contracts))
        .map_err(|error| StoreError::Other(error.into()))?;
    Ok(digest::sha256(input))
}

fn key(text: &str) -> Result<Key, StoreError> {
    Key::new(text).map_err(broken)
}
