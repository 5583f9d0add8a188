//! A telephone call becomes a request: client, caller, component, what happens; one submit.

use app::answer::{AppError, FieldProblem};
use app::backend::desk::{
    CallClient, CallForm, CallInput, CallerChoice, CatalogueChoice, ClientName,
};
use app::domain::access::{Role, StaffAsker};
use app::domain::contract::{Activity, ContractVersion, asks_plain_levels, catalogue_in_force};
use app::domain::folding::fold_text;
use app::domain::ids::{ClientId, ContactId, InterventionId};
use app::domain::intervention::{Event, Origin};

use super::{actor, queries, queue};
use crate::interventions::acting::{self, Gesture};
use crate::interventions::copies::By;
use crate::interventions::opening::{self, Opening};
use crate::interventions::{facts, reading, refused, requesting};
use crate::store::{StoreError, Tx};

/// Longest name of a caller, in characters.
const CALLER_LENGTH: usize = 120;

pub async fn form(tx: &mut Tx, slug: Option<&str>) -> Result<CallForm, AppError> {
    let clients = queue::clients(tx).await?;
    let chosen = match slug {
        None | Some("") => None,
        Some(slug) => {
            let client = client_named(tx, slug).await?.ok_or(AppError::NotFound)?;
            Some(call_client(tx, client).await?)
        }
    };
    Ok(CallForm {
        clients,
        chosen,
        request_id: opening::new_request_id(),
    })
}

async fn call_client(tx: &mut Tx, client: ClientId) -> Result<CallClient, AppError> {
    let facts = facts::read(tx, client).await?.ok_or(AppError::NotFound)?;
    let contracts = facts.contracts();
    Ok(CallClient {
        client: ClientName {
            slug: facts.client.slug.clone(),
            name: facts.client.name.clone(),
        },
        contacts: callers(tx, client).await?,
        components: facts.component_choices(),
        sites: facts.site_choices(),
        plain_levels: asks_plain_levels(&contracts, tx.now_ms()),
        catalogue: catalogue_in_force(&contracts, tx.now_ms())
            .into_iter()
            .cloned()
            .collect(),
    })
}

/// What the contracts in force list, each once.
pub fn catalogue(contracts: &[ContractVersion], at: i64) -> Vec<CatalogueChoice> {
    let items = catalogue_in_force(contracts, at);
    let choices = items.into_iter().map(|item| CatalogueChoice {
        activity: Activity::Catalogue(item.key.clone()).code(),
        title: item.title.clone(),
        title_en: item.title_en.clone(),
    });
    choices.collect()
}

async fn callers(tx: &mut Tx, client: ClientId) -> Result<Vec<CallerChoice>, StoreError> {
    let rows = queries::contacts_of(tx, client).await?;
    let callers = rows.into_iter().map(|row| CallerChoice {
        id: row.id,
        role: Role::from_code(&row.role).unwrap_or(Role::Viewer),
        name: row.name,
        phone: row.phone,
    });
    Ok(callers.collect())
}

/// By slug, or by the name as it was picked from the list.
async fn client_named(tx: &mut Tx, text: &str) -> Result<Option<ClientId>, StoreError> {
    if let Some((id, _)) = queries::client_id(tx, text.trim()).await? {
        return Ok(Some(ClientId(id)));
    }
    let folded = fold_text(text.trim());
    let names = queries::client_names(tx).await?;
    let mut named = names
        .into_iter()
        .filter(|(_, name)| fold_text(name) == folded);
    let (Some((slug, _)), None) = (named.next(), named.next()) else {
        return Ok(None);
    };
    Ok(queries::client_id(tx, &slug)
        .await?
        .map(|(id, _)| ClientId(id)))
}

pub async fn enter(tx: &mut Tx, staff: &StaffAsker, call: &CallInput) -> Result<String, AppError> {
    let client = client_named(tx, &call.client).await?;
    let client = client.ok_or_else(|| AppError::field("client", FieldProblem::Unknown))?;
    let caller = call.caller.trim();
    if caller.is_empty() {
        return Err(AppError::field("caller", FieldProblem::Missing));
    }
    if caller.chars().count() > CALLER_LENGTH {
        return Err(AppError::field("caller", FieldProblem::TooLong));
    }
    opening::alone(tx, client).await?;
    if let Some((reference, _)) =
        opening::opened_before(tx, client, &call.request.request_id).await?
    {
        return Ok(reference);
    }
    let facts = facts::read(tx, client).await?.ok_or(AppError::NotFound)?;
    let declared_at = tx.now_ms();
    let contracts = facts.contracts();
    let (request, words) = call
        .request
        .checked(&catalogue_in_force(&contracts, declared_at))?;
    let decision = facts.decide_request(&request, None, declared_at)?;
    let contact = known_caller(callers(tx, client).await?, caller);
    let phone = match (words.phone.as_str(), &contact) {
        ("", Some(contact)) => contact.phone.clone(),
        (typed, _) => typed.to_owned(),
    };
    let component = decision.qualification.component;
    let opening = Opening {
        actor: actor(staff),
        origin: Origin::Phone,
        requester: contact.as_ref().map(|contact| ContactId(contact.id)),
        declared_at,
        request_id: &call.request.request_id,
        title: &words.title,
        details: &words.details,
        phone: &phone,
        filled: words.filled.as_ref(),
        decision,
        continues: None,
    };
    let opened = opening::open(tx, &facts, opening).await?;
    let by = By::Staff(staff.staff.0);
    requesting::keep(tx, client, &opened, &words, component, by).await?;
    note_caller(tx, staff, opened.id, &opened.reference, caller).await?;
    Ok(opened.reference)
}

/// The contact of that name, when only one has it.
fn known_caller(callers: Vec<CallerChoice>, name: &str) -> Option<CallerChoice> {
    let folded = fold_text(name);
    let mut named = callers
        .into_iter()
        .filter(|caller| fold_text(&caller.name) == folded);
    named.next().filter(|_| named.next().is_none())
}

/// Who called, in a text that can be erased.
async fn note_caller(
    tx: &mut Tx,
    staff: &StaffAsker,
    id: InterventionId,
    reference: &str,
    caller: &str,
) -> Result<(), AppError> {
    let head = reading::find(tx, reference)
        .await?
        .filter(|head| head.id == id.0)
        .ok_or(AppError::NotFound)?;
    let held = acting::hold(tx, &head).await?;
    let effective_at = tx.now_ms();
    let gesture = Gesture {
        actor: actor(staff),
        event: Event::CallTaken,
        text: caller,
        effective_at,
        late: None,
    };
    acting::record(tx, &held, gesture).await?.map_err(refused)?;
    Ok(())
}
