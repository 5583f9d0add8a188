//! Labels → component, within what the token may write to.

use std::collections::{BTreeMap, HashMap, HashSet};

use app::backend::status::UnmatchedReason;
use app::domain::component::ComponentState;
use app::domain::ids::{ClientId, ComponentId, SourceId, TokenId};
use app::domain::status::Observation;

use crate::store::{StoreError, Tx};
use crate::supervision::queries::{self, RuleRow};

const CLIENT_LABEL: &str = "vigie_client";
const COMPONENT_LABEL: &str = "vigie_component";

/// Where an observation leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Component {
        client: ClientId,
        component: ComponentId,
        /// The state of a firing alert: the rule's, or its severity's.
        state: ComponentState,
    },
    Nowhere(UnmatchedReason),
}

impl Target {
    pub fn client(self) -> Option<ClientId> {
        match self {
            Target::Component { client, .. } => Some(client),
            Target::Nowhere(_) => None,
        }
    }
}

/// What a token may write to, and the rules of its source.
pub struct Allowed {
    /// By slug.
    clients: HashMap<String, ClientId>,
    rules: Vec<Rule>,
}

struct Rule {
    matchers: BTreeMap<String, String>,
    client: ClientId,
    component: ComponentId,
    state: Option<ComponentState>,
}

impl Allowed {
    pub async fn read(
        tx: &mut Tx,
        token: TokenId,
        source: SourceId,
    ) -> Result<Allowed, StoreError> {
        let clients = queries::clients_of_token(tx, token).await?;
        let rules = queries::rules(tx, source).await?;
        Ok(Allowed {
            clients: clients
                .into_iter()
                .map(|(id, slug)| (slug, ClientId(id)))
                .collect(),
            rules: rules.into_iter().filter_map(Rule::read).collect(),
        })
    }

    /// Every client that it may write to.
    pub fn clients(&self) -> HashSet<ClientId> {
        self.clients.values().copied().collect()
    }

    /// The client: its label, else the only one of the token, else a rule's. The component: its
    /// label within that client, else the first rule that fits.
    pub async fn target(
        &self,
        tx: &mut Tx,
        observation: &Observation,
    ) -> Result<Target, StoreError> {
        let label = |name: &str| {
            observation
                .labels
                .get(name)
                .filter(|value| !value.is_empty())
        };
        let client = match label(CLIENT_LABEL) {
            Some(slug) => match self.clients.get(slug.as_str()) {
                Some(client) => Some(*client),
                None => return self.stranger(tx, slug).await,
            },
            None => self.only_client(),
        };
        if let (Some(client), Some(key)) = (client, label(COMPONENT_LABEL))
            && let Some((component,)) = queries::component_by_key(tx, client, key).await?
        {
            let (component, state) = (ComponentId(component), observation.severity.state());
            return Ok(Target::Component {
                client,
                component,
                state,
            });
        }
        Ok(self.by_rule(client, observation))
    }

    fn by_rule(&self, client: Option<ClientId>, observation: &Observation) -> Target {
        let fits = |rule: &&Rule| {
            client.is_none_or(|client| rule.client == client) && rule.fits(&observation.labels)
        };
        let Some(rule) = self.rules.iter().find(fits) else {
            let reason = match client {
                Some(_) => UnmatchedReason::NoComponent,
                None => UnmatchedReason::NoClient,
            };
            return Target::Nowhere(reason);
        };
        if !self.clients.values().any(|client| *client == rule.client) {
            return Target::Nowhere(UnmatchedReason::NotAllowed);
        }
        let state = rule.state.unwrap_or_else(|| observation.severity.state());
        Target::Component {
            client: rule.client,
            component: rule.component,
            state,
        }
    }

    /// A client that the token may not write to, or that nobody knows.
    async fn stranger(&self, tx: &mut Tx, slug: &str) -> Result<Target, StoreError> {
        let reason = match queries::client_by_slug(tx, slug).await? {
            Some(_) => UnmatchedReason::NotAllowed,
            None => UnmatchedReason::NoClient,
        };
        Ok(Target::Nowhere(reason))
    }

    fn only_client(&self) -> Option<ClientId> {
        let mut clients = self.clients.values();
        let only = clients.next().copied();
        if clients.next().is_none() { only } else { None }
    }
}

impl Rule {
    /// `None` for one that cannot be read, or that fits everything.
    fn read(row: RuleRow) -> Option<Rule> {
        let matchers: BTreeMap<String, String> = serde_json::from_str(&row.matchers).ok()?;
        if matchers.is_empty() {
            return None;
        }
        Some(Rule {
            matchers,
            client: ClientId(row.client_id),
            component: ComponentId(row.component_id),
            state: row.state.as_deref().and_then(ComponentState::from_code),
        })
    }

    fn fits(&self, labels: &BTreeMap<String, String>) -> bool {
        self.matchers
            .iter()
            .all(|(name, value)| labels.get(name) == Some(value))
    }
}
