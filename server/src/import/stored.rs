//! What the database holds of the objects that a file names.

use std::collections::{BTreeSet, HashMap};

use super::document::Document;
use super::queries;
use super::rows::{
    CheckRow, ClientRow, ComponentRow, ContactRow, ContractRow, LinkRow, MembershipRow,
    ProviderRow, RuleRow, SiteRow, SourceRow, StaffRow, TemplateRow, VersionRow,
};
use crate::store::{StoreError, Tx};

/// Everything of the provider's own, and the tenants that the file names.
#[derive(Debug, Default)]
pub struct Stored {
    pub provider: Option<ProviderRow>,
    pub staff: Vec<StaffRow>,
    pub clients: Vec<ClientRow>,
    pub contacts: Vec<ContactRow>,
    /// Contact → client, where the contact still belongs.
    pub belonging: Vec<LinkRow>,
    pub sources: Vec<SourceRow>,
    /// Source → client.
    pub source_clients: Vec<LinkRow>,
    pub rules: Vec<RuleRow>,
    pub templates: Vec<TemplateRow>,
    /// By client.
    pub tenants: HashMap<i64, Tenant>,
}

/// What belongs to one client.
#[derive(Debug, Default)]
pub struct Tenant {
    pub sites: Vec<SiteRow>,
    pub memberships: Vec<MembershipRow>,
    /// Contact → site.
    pub membership_sites: Vec<LinkRow>,
    pub components: Vec<ComponentRow>,
    /// Component → site.
    pub component_sites: Vec<LinkRow>,
    /// Component → parent.
    pub dependencies: Vec<LinkRow>,
    /// Component → source.
    pub watchers: Vec<LinkRow>,
    pub checks: Vec<CheckRow>,
    pub contracts: Vec<ContractRow>,
    pub versions: Vec<VersionRow>,
}

/// Reads what the document is compared with.
pub async fn load(tx: &mut Tx, document: &Document) -> Result<Stored, StoreError> {
    let mut stored = Stored {
        provider: queries::provider(tx).await?,
        staff: queries::staff(tx).await?,
        clients: queries::clients(tx).await?,
        contacts: queries::contacts(tx).await?,
        belonging: queries::belonging(tx).await?,
        sources: queries::sources(tx).await?,
        source_clients: queries::source_clients(tx).await?,
        rules: queries::rules(tx).await?,
        templates: queries::templates(tx).await?,
        tenants: HashMap::new(),
    };
    let named = named_clients(document);
    let named_ids: Vec<i64> = stored
        .clients
        .iter()
        .filter(|client| named.contains(client.slug.as_str()))
        .map(|client| client.id)
        .collect();
    for client in named_ids {
        let tenant = load_tenant(tx, client).await?;
        stored.tenants.insert(client, tenant);
    }
    Ok(stored)
}

fn named_clients(document: &Document) -> BTreeSet<&str> {
    let own = document.clients.iter().map(|client| client.slug.as_str());
    let rules = document.sources.iter().flat_map(|source| &source.rules);
    own.chain(rules.map(|rule| rule.client.value.as_str()))
        .collect()
}

async fn load_tenant(tx: &mut Tx, client: i64) -> Result<Tenant, StoreError> {
    Ok(Tenant {
        sites: queries::sites(tx, client).await?,
        memberships: queries::memberships(tx, client).await?,
        membership_sites: queries::membership_sites(tx, client).await?,
        components: queries::components(tx, client).await?,
        component_sites: queries::component_sites(tx, client).await?,
        dependencies: queries::dependencies(tx, client).await?,
        watchers: queries::watchers(tx, client).await?,
        checks: queries::checks(tx, client).await?,
        contracts: queries::contracts(tx, client).await?,
        versions: queries::versions(tx, client).await?,
    })
}
