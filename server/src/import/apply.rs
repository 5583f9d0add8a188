//! Writes a plan, inside the caller's transaction.

use std::sync::Arc;

use app::domain::component::ComponentState;
use app::domain::contract::{Terms, VersionStatus};
use app::domain::folding::fold_text;
use app::domain::ids::{CheckId, ClientId, ComponentId, ContactId, SourceId, StaffId, VersionId};
use app::domain::status::Cause;

use super::Invitation;
use super::plan::{Contribution, Links, Plan, Step, Watch};
use super::queries;
use super::rows::{CheckRow, LinkRow, ProviderRow, SourceRow, VersionRow};
use crate::account::{Holder, links};
use crate::contract::hour_book;
use crate::interventions::debts;
use crate::search;
use crate::status::{Contributor, Ledger, NoFollowUp, Said};
use crate::store::outbox::{self, Stream};
use crate::store::{StoreError, Tx};

/// Writes every step and tells the touched clients' streams; gives the links of new accounts.
pub async fn apply(tx: &mut Tx, plan: &Plan) -> Result<Vec<Invitation>, StoreError> {
    let now = tx.now_ms();
    let mut invitations = Vec::new();
    for step in &plan.steps {
        invitations.extend(write(tx, step, now).await?);
    }
    for client in &plan.touched {
        outbox::publish(tx, Stream::Client(ClientId(*client)), "board", "{}", "{}").await?;
    }
    if !plan.steps.is_empty() {
        outbox::publish(tx, Stream::Staff, "board", "{}", "{}").await?;
    }
    Ok(invitations)
}

async fn write(tx: &mut Tx, step: &Step, now: i64) -> Result<Option<Invitation>, StoreError> {
    match step {
        Step::Provider(row) => provider(tx, row, now).await?,
        Step::Staff(row) => {
            queries::put_staff(
                tx,
                row.id,
                &row.email,
                &row.name,
                &row.role,
                &row.language,
                now,
                row.retired_at,
            )
            .await?;
            if row.retired_at.is_some() {
                queries::end_sessions_of_staff(tx, row.id, now).await?;
                queries::end_links_of_staff(tx, row.id, now).await?;
            }
        }
        Step::Template(row) => {
            let retired_at = row.retired_at;
            queries::put_template(tx, &row.key, &row.title, &row.terms, now, retired_at).await?;
        }
        Step::Client(row) => {
            let folded = fold_text(&row.name);
            queries::put_client(
                tx,
                row.id,
                &row.slug,
                &row.code,
                &row.name,
                &folded,
                &row.time_zone,
                row.head_count,
                now,
                row.retired_at,
            )
            .await?;
            if row.retired_at.is_some() {
                queries::end_sessions_of_client(tx, row.id, now).await?;
            }
        }
        Step::Site(client, row) => {
            queries::put_site(
                tx,
                *client,
                row.id,
                &row.key,
                &row.name,
                &row.city,
                &row.time_zone,
                &row.holiday_zone,
                row.good_friday,
                row.position,
                now,
                row.retired_at,
            )
            .await?;
        }
        Step::Contact(row) => {
            queries::put_contact(
                tx,
                row.id,
                &row.email,
                &row.name,
                &row.phone,
                &row.language,
                now,
                row.retired_at,
            )
            .await?;
            if row.retired_at.is_some() {
                queries::end_links_of_contact(tx, row.id, now).await?;
            }
        }
        Step::Membership(client, row) => {
            queries::put_membership(
                tx,
                *client,
                row.contact_id,
                &row.role,
                &row.visibility,
                now,
                row.retired_at,
            )
            .await?;
            if row.retired_at.is_some() {
                queries::end_sessions_of_member(tx, *client, row.contact_id, now).await?;
            }
        }
        Step::Component(client, row) => {
            // It may have another name from now on, by which its interventions are found.
            search::postpone(tx, ClientId(*client), ComponentId(row.id)).await?;
            let folded = fold_text(&row.name);
            queries::put_component(
                tx,
                *client,
                row.id,
                &row.key,
                &row.name,
                &folded,
                &row.description,
                &row.category,
                row.position,
                &row.other_supervision,
                now,
                row.retired_at,
            )
            .await?;
            if row.retired_at.is_some() {
                let (client, component) = (ClientId(*client), ComponentId(row.id));
                debts::component_retired(tx, client, component).await?;
            }
        }
        Step::Check(client, row) => check(tx, *client, row, now).await?,
        Step::Contract(client, row) => {
            queries::put_contract(
                tx,
                *client,
                row.id,
                &row.number,
                &row.title,
                now,
                row.retired_at,
            )
            .await?;
        }
        Step::Version(client, row) => version(tx, *client, row, now).await?,
        Step::Source(row) => source(tx, row, now).await?,
        Step::Rule(row) => {
            queries::put_rule(
                tx,
                row.id,
                row.source_id,
                &row.key,
                row.position,
                &row.matchers,
                row.client_id,
                row.component_id,
                row.state.as_deref(),
                now,
            )
            .await?;
        }
        Step::RemoveRule(id) => {
            queries::remove_rule(tx, *id).await?;
        }
        Step::Link(links, link) => add_link(tx, *links, *link).await?,
        Step::Unlink(links, link) => remove_link(tx, *links, *link).await?,
        Step::InviteStaff(row) => {
            let path = links::invite(tx, Holder::Staff(StaffId(row.id))).await?;
            return Ok(Some(Invitation::new(&row.name, &row.email, path)));
        }
        Step::InviteContact(row) => {
            let path = links::invite(tx, Holder::Contact(ContactId(row.id))).await?;
            return Ok(Some(Invitation::new(&row.name, &row.email, path)));
        }
        Step::Expect(contribution) => expect(tx, *contribution, now).await?,
        Step::Silence(contribution) => silence(tx, *contribution, now).await?,
    }
    Ok(None)
}

async fn provider(tx: &mut Tx, row: &ProviderRow, now: i64) -> Result<(), StoreError> {
    queries::put_provider(
        tx,
        &row.name,
        &row.legal_name,
        &row.legal_mentions,
        &row.logo_svg,
        &row.phone_day,
        &row.phone_day_hours,
        &row.phone_on_call,
        &row.email,
        &row.time_zone,
        row.lost_time_band,
        row.demo,
        now,
    )
    .await?;
    Ok(())
}

async fn check(tx: &mut Tx, client: i64, row: &CheckRow, now: i64) -> Result<(), StoreError> {
    queries::put_check(
        tx,
        client,
        row.id,
        row.component_id,
        &row.key,
        &row.kind,
        &row.target,
        &row.expectation,
        row.interval_ms,
        row.timeout_ms,
        row.confirm_down,
        row.confirm_up,
        row.confirm_every_ms,
        &row.vantage,
        now,
        row.retired_at,
    )
    .await?;
    Ok(())
}

async fn version(tx: &mut Tx, client: i64, row: &VersionRow, now: i64) -> Result<(), StoreError> {
    queries::put_version(
        tx,
        client,
        row.id,
        row.contract_id,
        row.version,
        &row.status,
        row.starts_at,
        row.ends_at,
        &row.renewal,
        row.last_notice_at,
        &row.terms,
        &row.terms_sha256,
        now,
    )
    .await?;
    if row.status == VersionStatus::Draft.code() {
        return Ok(());
    }
    let unreadable = |_| anyhow::anyhow!("the terms of version {} cannot be read", row.version);
    let terms: Terms = serde_json::from_str(&row.terms).map_err(unreadable)?;
    if let Some(book) = &terms.hour_book {
        let (client, version) = (ClientId(client), VersionId(row.id));
        hour_book::buy(tx, client, row.contract_id, version, book, row.starts_at).await?;
    }
    Ok(())
}

async fn source(tx: &mut Tx, row: &SourceRow, now: i64) -> Result<(), StoreError> {
    queries::put_source(
        tx,
        row.id,
        &row.key,
        &row.name,
        row.all_clients,
        &row.watchdog,
        row.watchdog_grace_ms,
        row.repeat_interval_ms,
        now,
        row.retired_at,
    )
    .await?;
    Ok(())
}

async fn add_link(tx: &mut Tx, links: Links, link: LinkRow) -> Result<(), StoreError> {
    let (from, to) = (link.from_id, link.to_id);
    match links {
        Links::MembershipSite { client } => {
            queries::link_membership_site(tx, client, from, to).await?
        }
        Links::ComponentSite { client } => {
            queries::link_component_site(tx, client, from, to).await?
        }
        Links::Dependency { client } => queries::link_dependency(tx, client, from, to).await?,
        Links::Watcher { client } => queries::link_watcher(tx, client, from, to).await?,
        Links::SourceClient => queries::link_source_client(tx, from, to).await?,
    };
    Ok(())
}

async fn remove_link(tx: &mut Tx, links: Links, link: LinkRow) -> Result<(), StoreError> {
    let (from, to) = (link.from_id, link.to_id);
    match links {
        Links::MembershipSite { client } => {
            queries::unlink_membership_site(tx, client, from, to).await?
        }
        Links::ComponentSite { client } => {
            queries::unlink_component_site(tx, client, from, to).await?
        }
        Links::Dependency { client } => queries::unlink_dependency(tx, client, from, to).await?,
        Links::Watcher { client } => queries::unlink_watcher(tx, client, from, to).await?,
        Links::SourceClient => queries::unlink_source_client(tx, from, to).await?,
    };
    Ok(())
}

/// Until its first word, what is watched is unknown: silence is not green.
async fn expect(tx: &mut Tx, watched: Contribution, now: i64) -> Result<(), StoreError> {
    let place = (ClientId(watched.client), ComponentId(watched.component));
    let contributor = match watched.by {
        Watch::Check(check) => Contributor::Check(CheckId(check)),
        Watch::Source(source) => Contributor::Watchdog(SourceId(source)),
    };
    let unheard = Said::state(
        place,
        contributor,
        now,
        ComponentState::Unknown,
        &Cause::Silence,
    );
    ledger().record(tx, unheard).await
}

/// What it said last holds no more.
async fn silence(tx: &mut Tx, watched: Contribution, now: i64) -> Result<(), StoreError> {
    let place = (ClientId(watched.client), ComponentId(watched.component));
    let contributors = match watched.by {
        Watch::Check(check) => vec![Contributor::Check(CheckId(check))],
        Watch::Source(source) => {
            let source = SourceId(source);
            vec![Contributor::Source(source), Contributor::Watchdog(source)]
        }
    };
    for contributor in contributors {
        ledger()
            .record(tx, Said::nothing(place, contributor, now))
            .await?;
    }
    Ok(())
}

/// An import breaks and repairs nothing: no failure follows from it.
fn ledger() -> Ledger {
    Ledger::new(Arc::new(NoFollowUp))
}
