//! `/desk/audit` for administrators, `/account/audit` for a client's referents: who did what, the newest first.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::audit::{AuditFilter, AuditLine, AuditPage as Page, AuditPlace, Audits};
use crate::domain::time::LocalInstant;
use crate::shell::{Document, Place};
use crate::text::audit::{audit, what};
use crate::text::{Lang, common};
use crate::ui::time::Moment;
use crate::ui::{Choice, Empty, Glyph, PageHead, SelectField};

/// The whole log.
#[component]
pub fn AuditPage() -> impl IntoView {
    let query = use_query_map().read_untracked().clone();
    let filter = AuditFilter {
        client: query.get("client").filter(|slug| !slug.is_empty()),
        before: query
            .get("before")
            .and_then(|code| AuditPlace::from_code(&code)),
    };
    let audits = backend::<Audits>().0;
    answered(async move {
        let page = audits.whole(&*asker()?, &filter).await?;
        let lang = visit().lang;
        let text = audit(lang);
        let clients = page.clients.iter();
        let clients: Vec<Choice> = clients
            .map(|client| Choice::new(client.slug.clone(), client.name.clone()))
            .collect();
        let chosen = filter.client.clone().unwrap_or_default();
        let (first, is_filtered) = (address(&chosen, None), !chosen.is_empty());
        let older = page.next.map(|next| address(&chosen, Some(next)));
        let latest = filter.before.map(|_| first);
        Ok(view! {
            <Document title=text.title place=Place::Clients>
                <PageHead title=text.title lead=text.lead/>
                <form method="get" action="/desk/audit" class="filter-bar" role="search">
                    <SelectField label=text.client name="client" choices=clients value=chosen prompt=text.every_client/>
                    <div class="actions">
                        <button class="button" type="submit">{common(lang).filter}</button>
                        {is_filtered.then(|| view! { <a href="/desk/audit">{common(lang).clear_filters}</a> })}
                    </div>
                </form>
                <Lines lang page nothing=text.nothing for_staff=true/>
                <Turn lang older latest/>
            </Document>
        })
    })
}

/// What a client reads of it.
#[component]
pub fn OwnAuditPage() -> impl IntoView {
    let before = use_query_map().read_untracked().get("before");
    let before = before.and_then(|code| AuditPlace::from_code(&code));
    let audits = backend::<Audits>().0;
    answered(async move {
        let page = audits.own(&*asker()?, before).await?;
        let lang = visit().lang;
        let text = audit(lang);
        let older = page
            .next
            .map(|next| format!("/account/audit?before={}", next.code()));
        let latest = before.map(|_| "/account/audit".to_owned());
        Ok(view! {
            <Document title=text.own_title place=Place::Account>
                <PageHead title=text.own_title lead=text.own_lead/>
                <Lines lang page nothing=text.own_nothing for_staff=false/>
                <Turn lang older latest/>
            </Document>
        })
    })
}

fn address(client: &str, before: Option<AuditPlace>) -> String {
    let client = (!client.is_empty()).then(|| format!("client={client}"));
    let before = before.map(|place| format!("before={}", place.code()));
    let query: Vec<String> = client.into_iter().chain(before).collect();
    match query.is_empty() {
        true => "/desk/audit".to_owned(),
        false => format!("/desk/audit?{}", query.join("&")),
    }
}

#[component]
fn Turn(lang: Lang, older: Option<String>, latest: Option<String>) -> impl IntoView {
    let text = audit(lang);
    view! {
        <nav class="pagination" aria-label=text.title>
            {latest.map(|href| view! { <a href=href>{text.latest}</a> })}
            {older.map(|href| view! { <a href=href rel="next">{common(lang).next_page}</a> })}
        </nav>
    }
}

#[component]
fn Lines(lang: Lang, page: Page, nothing: &'static str, for_staff: bool) -> impl IntoView {
    let text = audit(lang);
    if page.lines.is_empty() {
        return view! { <Empty glyph=Glyph::History title=nothing text=text.nothing_help/> }
            .into_any();
    }
    let now = page.now;
    let rows = page
        .lines
        .into_iter()
        .map(|line| row(lang, line, now, for_staff))
        .collect::<Vec<_>>();
    view! {
        <table class="table audit">
            <thead>
                <tr>
                    <th scope="col">{text.when}</th>
                    <th scope="col">{text.who}</th>
                    <th scope="col">{text.what}</th>
                    {for_staff.then(|| view! { <th scope="col">{text.client}</th> <th scope="col">{text.from}</th> })}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(lang: Lang, line: AuditLine, now: LocalInstant, for_staff: bool) -> impl IntoView {
    let text = audit(lang);
    let done = what(lang, &line);
    let action = line.action.map(|action| action.code());
    let staff_only = for_staff.then(|| {
        let client = line.client.map(|client| {
            let href = format!("/desk/clients/{}", client.slug);
            view! { <a href=href>{client.name}</a> }
        });
        let address = match line.address.as_str() {
            "" => "—".to_owned(),
            address => address.to_owned(),
        };
        view! {
            <td data-label=text.client>{client}</td>
            <td data-label=text.from>{address}</td>
        }
    });
    view! {
        <tr data-action=action>
            <td data-label=text.when><Moment lang at=line.at now/></td>
            <th scope="row">{line.staff}</th>
            <td data-label=text.what>{done}</td>
            {staff_only}
        </tr>
    }
}
