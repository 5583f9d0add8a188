//! `/reports`: the months of a client, the newest first.

use leptos::prelude::*;

use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::reports::{ReportCard, ReportList, Reports};
use crate::shell::{Document, Place, Scripts};
use crate::text::Lang;
use crate::text::format::date_only;
use crate::text::reports::{self as words, reports};
use crate::ui::badge::{Pill, Tone};
use crate::ui::{Empty, Glyph, PageHead};

/// The client's reports.
#[component]
pub fn ReportsPage() -> impl IntoView {
    let reports = backend::<Reports>().0;
    answered(async move {
        let list = reports.list(&*asker()?).await?;
        Ok(view! { <List list/> })
    })
}

#[component]
fn List(list: ReportList) -> impl IntoView {
    let lang = visit().lang;
    let text = reports(lang);
    let (empty, help) = match list.sees_whole_client {
        true => (text.none, text.none_help),
        false => (text.part_only, text.part_only_help),
    };
    let is_empty = list.months.is_empty();
    let rows = list
        .months
        .into_iter()
        .map(|card| row(lang, card))
        .collect::<Vec<_>>();
    view! {
        <Document title=text.title place=Place::History scripts=Scripts::None>
            <PageHead kicker=list.client title=text.title lead=text.list_lead/>
            {is_empty.then(|| view! { <Empty glyph=Glyph::History title=empty text=help/> })}
            {(!is_empty).then(|| view! { <ul class="works" role="list">{rows}</ul> })}
        </Document>
    }
}

fn row(lang: Lang, card: ReportCard) -> AnyView {
    let text = reports(lang);
    let title = words::report_of(lang, card.month);
    let marked = card.month.to_string();
    let Some(published) = card.published else {
        return view! {
            <li class="work" data-report=marked>
                <h2 class="work-title"><span class="soft">{title}</span></h2>
                <p class="work-side"><Pill tone=Tone::Quiet>{text.not_yet}</Pill></p>
            </li>
        }
        .into_any();
    };
    let href = format!("/reports/{marked}");
    let corrected = (card.corrections > 0).then(|| {
        view! { <Pill tone=Tone::Warn>{(text.corrected)(card.corrections)}</Pill> }
    });
    view! {
        <li class="work" data-report=marked>
            <h2 class="work-title"><a href=href>{title}</a></h2>
            <p class="work-side">{corrected}</p>
            <p class="work-meta"><span>{(text.published_on)(&date_only(lang, published))}</span></p>
        </li>
    }
    .into_any()
}
