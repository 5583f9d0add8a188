//! `/desk/reports`: where every client's report of a month stands.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::answer::AppError;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::reports::{DeskCard, ReportDesk, Reports, Standing};
use crate::domain::report::Month;
use crate::shell::{Document, Place, Scripts};
use crate::text::Lang;
use crate::text::format::date_only;
use crate::text::reports::{self as words, reports};
use crate::ui::PageHead;
use crate::ui::badge::{Pill, Tone};

/// One month over all clients.
#[component]
pub fn MonthlyReportDeskPage() -> impl IntoView {
    let asked = use_query_map().read_untracked().get("month");
    let reports = backend::<Reports>().0;
    answered(async move {
        let month = match asked.as_deref() {
            None => None,
            Some(text) => Some(Month::parse(text).ok_or(AppError::NotFound)?),
        };
        let desk = reports.desk(&*asker()?, month).await?;
        Ok(view! { <Desk desk/> })
    })
}

#[component]
fn Desk(desk: ReportDesk) -> impl IntoView {
    let lang = visit().lang;
    let text = reports(lang);
    let month = desk.month;
    let address = |month: Month| format!("/desk/reports?month={month}");
    let rows = desk
        .clients
        .into_iter()
        .map(|card| row(lang, month, card))
        .collect::<Vec<_>>();
    view! {
        <Document title=text.desk_title place=Place::Clients scripts=Scripts::None>
            <PageHead kicker=text.desk_title title=words::report_of(lang, month) lead=text.desk_lead>
                <nav class="actions" aria-label=text.month>
                    <a class="button button-plain" href=address(month.back(1)) rel="prev">{text.previous}</a>
                    {desk.is_over.then(|| view! {
                        <a class="button button-plain" href=address(month.next()) rel="next">{text.next}</a>
                    })}
                </nav>
            </PageHead>
            {(!desk.is_over).then(|| view! { <p class="soft">{text.not_over}</p> })}
            <ul class="works" role="list">{rows}</ul>
        </Document>
    }
}

fn row(lang: Lang, month: Month, card: DeskCard) -> AnyView {
    let text = reports(lang);
    let (tone, standing, at) = match card.standing {
        Standing::BeforeClient => (Tone::Quiet, text.before_client, None),
        Standing::NotBegun => (Tone::Warn, text.not_begun, None),
        Standing::Draft { at } => (Tone::Planned, text.draft, Some(at)),
        Standing::Published { at, .. } => (Tone::Ok, text.published, Some(at)),
    };
    let corrections = match card.standing {
        Standing::Published { corrections, .. } if corrections > 0 => {
            Some(view! { <span>{(text.corrected)(corrections)}</span> })
        }
        _ => None,
    };
    let href = format!("/desk/reports/{}/{month}", card.client.slug);
    let name = card.client.name;
    let title = match card.standing {
        Standing::BeforeClient => view! { <span class="soft">{name}</span> }.into_any(),
        _ => view! { <a href=href>{name}</a> }.into_any(),
    };
    view! {
        <li class="work" data-client=card.client.slug>
            <h2 class="work-title">{title}</h2>
            <p class="work-side"><Pill tone>{standing}</Pill></p>
            <p class="work-meta">{at.map(|at| view! { <span>{date_only(lang, at)}</span> })} {corrections}</p>
        </li>
    }
    .into_any()
}
