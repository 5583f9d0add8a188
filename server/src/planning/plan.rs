//! Preventive work put on the calendar: client, component, what the contract says, slot.

use app::answer::{AppError, FieldError, FieldProblem};
use app::backend::desk::ClientName;
use app::backend::interventions::TEXT_LENGTH;
use app::backend::planning::{PlanAbout, PlanClient, PlanForm, PlanInput, PlanSubject};
use app::domain::access::StaffAsker;
use app::domain::component::Key;
use app::domain::contract::{Activity, ServiceLine};
use app::domain::coverage::Outcome;
use app::domain::ids::{ClientId, SiteId};
use app::domain::intervention::{Actor, Origin, title_of};

use super::{queries, slots};
use crate::interventions::facts::{self, ClientFacts, ComponentFact, Decision, Matter};
use crate::interventions::opening::{self, Opening};
use crate::interventions::planned::Work;
use crate::interventions::refused;
use crate::store::Tx;

/// Longest text on what the client will notice, in characters.
const IMPACT_LENGTH: usize = 1_000;

pub async fn form(tx: &mut Tx, about: &PlanAbout) -> Result<PlanForm, AppError> {
    let clients = names(tx).await?;
    let chosen = match about.client.trim() {
        "" => None,
        slug => {
            let (client,) = queries::client_id(tx, slug)
                .await?
                .ok_or(AppError::NotFound)?;
            Some(client_form(tx, ClientId(client), about).await?)
        }
    };
    Ok(PlanForm {
        clients,
        chosen,
        request_id: opening::new_request_id(),
    })
}

/// Every client by name.
pub async fn names(tx: &mut Tx) -> Result<Vec<ClientName>, AppError> {
    let names = queries::client_names(tx).await?;
    let named = names
        .into_iter()
        .map(|(slug, name)| ClientName { slug, name });
    Ok(named.collect())
}

async fn client_form(
    tx: &mut Tx,
    client: ClientId,
    about: &PlanAbout,
) -> Result<PlanClient, AppError> {
    let facts = facts::read(tx, client).await?.ok_or(AppError::NotFound)?;
    let subject = match about.component.trim() {
        "" => None,
        text => match facts.component_named(text) {
            Some(component) => Some(subject(tx, &facts, component, &about.site).await?),
            None => None,
        },
    };
    Ok(PlanClient {
        client: ClientName {
            slug: facts.client.slug.clone(),
            name: facts.client.name.clone(),
        },
        components: facts.component_choices(),
        sites: facts.site_choices(),
        subject,
    })
}

async fn subject(
    tx: &mut Tx,
    facts: &ClientFacts,
    component: &ComponentFact,
    site: &str,
) -> Result<PlanSubject, AppError> {
    let now = tx.now_ms();
    let site = site_of(facts, component, site).unwrap_or_default();
    let mut decision = decide(facts, component, site, now)?;
    // Nobody waits for it: its slot is what is promised.
    decision.verdict.commitment = None;
    let client = ClientId(facts.client.id);
    let visited = queries::other_supervision(tx, client, component.id).await?;
    Ok(PlanSubject {
        component: component.choice.clone(),
        may_plan: may_plan(&decision),
        notice_days: notice_days(facts, &decision),
        is_visited: visited.is_some_and(|(kind,)| kind == "check_visit"),
        now: facts.zone(site).instant(now),
        verdict: decision.verdict,
    })
}

fn decide(
    facts: &ClientFacts,
    component: &ComponentFact,
    site: Option<SiteId>,
    at: i64,
) -> Result<Decision, AppError> {
    let matter = Matter {
        component: Some(component),
        category: component.choice.category,
        site,
    };
    Ok(facts.decide(&matter, Activity::Prevention, (None, None), None, at)?)
}

fn may_plan(decision: &Decision) -> bool {
    decision.qualification.service == Some(ServiceLine::Managed)
        && decision.qualification.coverage == Outcome::Covered
}

/// The notice of the version that covers it.
fn notice_days(facts: &ClientFacts, decision: &Decision) -> Option<u32> {
    let covering = decision.version?;
    let version = facts.versions.iter().find(|(id, _)| *id == covering)?;
    version.1.terms.planned_notice_days
}

/// The site named, among the component's; its only one when none is.
fn site_of(
    facts: &ClientFacts,
    component: &ComponentFact,
    typed: &str,
) -> Result<Option<SiteId>, AppError> {
    let unknown = || AppError::field("site", FieldProblem::Unknown);
    let key = match typed.trim() {
        "" => match &component.choice.only_site {
            Some(key) => key.clone(),
            None => return Ok(None),
        },
        typed => Key::new(typed).map_err(|_| unknown())?,
    };
    let row = facts.sites.iter().find(|site| site.key == key.as_str());
    let site = SiteId(row.ok_or_else(unknown)?.id);
    let stands_there = component.sites.is_empty() || component.sites.contains(&site);
    if stands_there {
        Ok(Some(site))
    } else {
        Err(unknown())
    }
}

pub async fn keep(tx: &mut Tx, staff: &StaffAsker, input: &PlanInput) -> Result<String, AppError> {
    let unknown = |field: &str| AppError::field(field, FieldProblem::Unknown);
    let (client,) = queries::client_id(tx, input.client.trim())
        .await?
        .ok_or_else(|| unknown("client"))?;
    let client = ClientId(client);
    if input.request_id.is_empty() || input.request_id.len() > 80 {
        return Err(AppError::field("request_id", FieldProblem::Missing));
    }
    opening::alone(tx, client).await?;
    if let Some((reference, _)) = opening::opened_before(tx, client, &input.request_id).await? {
        return Ok(reference);
    }
    let facts = facts::read(tx, client).await?.ok_or(AppError::NotFound)?;
    let component = facts
        .component_named(input.component.trim())
        .ok_or_else(|| unknown("component"))?;
    let site = site_of(&facts, component, &input.site)?;
    let (zone, now) = (facts.zone(site), tx.now_ms());

    let mut wrong: Vec<FieldError> = Vec::new();
    let slot = noted(slots::read(&input.slot, zone, now), &mut wrong);
    let due_at = noted(slots::last_day("due", &input.due, zone, now), &mut wrong);
    let (details, impact) = (input.details.trim(), input.impact.trim());
    for (field, text, longest) in [
        ("details", details, TEXT_LENGTH),
        ("impact", impact, IMPACT_LENGTH),
    ] {
        let problem = match text.chars().count() {
            0 => FieldProblem::Missing,
            length if length > longest => FieldProblem::TooLong,
            _ => continue,
        };
        wrong.push(FieldError {
            field: field.to_owned(),
            problem,
        });
    }
    let (Some(slot), Some(due_at), true) = (slot, due_at, wrong.is_empty()) else {
        return Err(AppError::Invalid { fields: wrong });
    };

    let decision = decide(&facts, component, site, now)?;
    let notice_days = notice_days(&facts, &decision);
    let visited = queries::other_supervision(tx, client, component.id).await?;
    let is_visited = visited.is_some_and(|(kind,)| kind == "check_visit");
    let title = title_of(details);
    let opening = Opening {
        actor: Actor::Staff {
            id: staff.staff,
            role: staff.role,
        },
        origin: Origin::Staff,
        requester: None,
        declared_at: now,
        request_id: &input.request_id,
        title: &title,
        details: if details == title { "" } else { details },
        phone: "",
        decision,
        filled: None,
        continues: None,
    };
    let work = Work {
        impact,
        due_at,
        notice_days,
        check_visit: is_visited && !input.visit.is_empty(),
    };
    let opened = opening::plan(tx, &facts, opening, slot, &work)
        .await?
        .map_err(refused)?;
    Ok(opened.reference)
}

/// The value, or its fields among what is wrong.
fn noted<T>(read: Result<T, AppError>, wrong: &mut Vec<FieldError>) -> Option<T> {
    match read {
        Ok(value) => Some(value),
        Err(AppError::Invalid { fields }) => {
            wrong.extend(fields);
            None
        }
        Err(_) => None,
    }
}
