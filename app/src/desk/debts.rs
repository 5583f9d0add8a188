//! `/desk/debts`: temporary repairs that wait for their definitive one, over all clients, the oldest first.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::desk::{ClientName, DebtFilter, DebtRow, Debts, Desk, ReviewRow};
use crate::domain::time::LocalInstant;
use crate::interventions::list::shown_title;
use crate::shell::{Document, Place, Scripts};
use crate::text::desk::desk;
use crate::text::interventions::interventions;
use crate::text::ties::ties;
use crate::text::{Lang, common, format};
use crate::ui::badge::InterventionStateBadge;
use crate::ui::time::Instant;
use crate::ui::{Choice, Empty, Glyph, PageHead, Refusal, SelectField};

/// The page.
#[component]
pub fn DebtsPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let word = |name: &str| query.get(name).filter(|value| !value.is_empty());
    let filter = DebtFilter {
        client: word("client"),
        after: word("after"),
    };
    let desk = backend::<Desk>().0;
    answered(async move {
        let debts = desk.debts(&*asker()?, &filter).await?;
        Ok(view! { <Owed debts filter/> })
    })
}

#[component]
fn Owed(debts: Debts, filter: DebtFilter) -> impl IntoView {
    let lang = visit().lang;
    let text = ties(lang);
    let is_empty = debts.rows.is_empty();
    let title = match is_empty {
        true => text.no_debt.to_owned(),
        false => text.how_many(debts.rows.len(), debts.next.is_some()),
    };
    let now = debts.now;
    let next = debts.next.map(|after| address(&filter, &after));
    let rows = debts
        .rows
        .into_iter()
        .map(|row| row_view(lang, row, now))
        .collect::<Vec<_>>();
    let (names, has_reviews) = (interventions(lang), !debts.reviews.is_empty());
    let reviews = debts
        .reviews
        .into_iter()
        .map(|row| review_view(lang, row))
        .collect::<Vec<_>>();
    view! {
        <Document title=text.debts place=Place::Debts scripts=Scripts::Board>
            <div data-live-region="debts-head"><PageHead kicker=text.debts title lead=text.oldest_first/></div>
            <Refusal form="review_risk"/>
            {has_reviews.then(|| view! {
                <section class="card" aria-label=text.reviews>
                    <h2>{text.reviews}</h2>
                    <p class="soft">{text.reviews_lead}</p>
                    <ul class="lines" role="list">{reviews}</ul>
                </section>
            })}
            <Filters lang clients=debts.clients filter/>
            <section aria-label=text.debts data-live-region="debts">
                {is_empty.then(|| view! { <Empty glyph=Glyph::Provisional title=text.no_debt text=text.no_debt_help/> })}
                {(!is_empty).then(|| view! {
                    <table class="table">
                        <thead><tr>
                            <th scope="col">{desk(lang).client}</th>
                            <th scope="col">{names.component}</th>
                            <th scope="col">{names.debt_since}</th>
                            <th scope="col">{ties(lang).relapse_count}</th>
                            <th scope="col">{names.state}</th>
                        </tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                })}
                {next.map(|href| view! { <p class="pagination"><a href=href>{common(lang).next_page}</a></p> })}
            </section>
        </Document>
    }
}

fn row_view(lang: Lang, row: DebtRow, now: LocalInstant) -> impl IntoView {
    let names = interventions(lang);
    let (href, marked) = (
        format!("/desk/interventions/{}", row.reference),
        row.reference.clone(),
    );
    let client = format!("/desk/clients/{}", row.client.slug);
    let age = format::ago(lang, now.at - row.opened.at);
    view! {
        <tr data-reference=marked>
            <th scope="row"><a href=client>{row.client.name}</a></th>
            <td data-label=names.component>
                <div>
                    <a href=href>{shown_title(lang, &row.title)}</a>
                    <p class="soft small">{row.component} " · " <span class="reference">{row.reference}</span></p>
                </div>
            </td>
            <td data-label=names.debt_since><Instant lang at=row.opened text=age/></td>
            <td data-label=ties(lang).relapse_count>{ties(lang).relapses(row.relapses)}</td>
            <td data-label=names.state><InterventionStateBadge lang state=row.state/></td>
        </tr>
    }
}

fn review_view(lang: Lang, row: ReviewRow) -> impl IntoView {
    let href = format!("/desk/interventions/{}", row.reference);
    let day = format::date_only(lang, row.review);
    view! {
        <li class="draft-line">
            <div>
                <strong>{row.client.name}</strong> " · " {row.component} " · "
                <a class="reference" href=href>{row.reference}</a> " · " {ties(lang).review_of} " " {day}
            </div>
            <form method="post" action="/fn/review_risk">
                <input type="hidden" name="client" value=row.client.slug/>
                <input type="hidden" name="debt" value=row.id.to_string()/>
                <button class="button button-small button-plain" type="submit">{ties(lang).reviewed}</button>
            </form>
        </li>
    }
}

#[component]
fn Filters(lang: Lang, clients: Vec<ClientName>, filter: DebtFilter) -> impl IntoView {
    let text = desk(lang);
    let clients = clients
        .into_iter()
        .map(|client| Choice::new(client.slug, client.name))
        .collect::<Vec<_>>();
    view! {
        <form class="filter-bar" method="get" action="/desk/debts" role="search">
            <SelectField label=text.client name="client" choices=clients value=filter.client.unwrap_or_default()
                prompt=text.every_client form="debts"/>
            <div class="actions"><button class="button button-plain" type="submit">{common(lang).filter}</button></div>
        </form>
    }
}

/// The same filter, one page further.
fn address(filter: &DebtFilter, after: &str) -> String {
    let client = filter.client.as_deref().unwrap_or_default();
    let client = leptos_router::location::Url::escape(client);
    format!("/desk/debts?client={client}&after={after}")
}
