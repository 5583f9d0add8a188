//! `/reports/{YYYY-MM}`: one published report, as it is read and printed.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::sections::{Reader, comment, resolves, sections};
use crate::answer::AppError;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::reports::{Correction, ReportProvider, ReportSheet, Reports};
use crate::domain::report::{Change, Contract, Figures, Month};
use crate::shell::{Document, Place, Scripts};
use crate::text::format::date_only;
use crate::text::reports::{self as words, reports};
use crate::text::{Lang, common};
use crate::ui::badge::Tone;
use crate::ui::{Glyph, Icon, Notice, PageHead};

/// A published report; `?correction=1` reads the figures of that correction.
#[component]
pub fn MonthlyReportPage() -> impl IntoView {
    let month = use_params_map().read_untracked().get("month");
    let correction = use_query_map().read_untracked().get("correction");
    let reports = backend::<Reports>().0;
    answered(async move {
        let month = month.as_deref().and_then(Month::parse);
        let sheet = reports
            .one(&*asker()?, month.ok_or(AppError::NotFound)?)
            .await?;
        let correction = match correction.as_deref() {
            None => None,
            Some(number) => Some(number.parse().map_err(|_| AppError::NotFound)?),
        };
        let figures = sheet.figures(correction).ok_or(AppError::NotFound)?.clone();
        Ok(view! { <Read sheet figures correction/> })
    })
}

#[component]
fn Read(sheet: ReportSheet, figures: Figures, correction: Option<usize>) -> impl IntoView {
    let lang = visit().lang;
    let text = reports(lang);
    let title = words::report_of(lang, sheet.month);
    let said = words::in_a_sentence(
        lang,
        figures.availability().per_hundred_thousand(),
        figures.kept(|_| true),
    );
    let own = format!("/reports/{}", sheet.month);
    let file = match correction {
        Some(number) => format!("{own}/rows.csv?correction={number}"),
        None => format!("{own}/rows.csv"),
    };
    let reader = Reader {
        lang,
        interventions: "/interventions",
        contract: "/contract".to_owned(),
        sees_components: true,
    };
    view! {
        <Document title=title.clone() place=Place::History scripts=Scripts::None>
            <PageHead kicker=title title=said>
                <div class="actions">
                    <a class="button button-plain" href=file download=""><Icon glyph=Glyph::Download/> {common(lang).download_csv}</a>
                    <a class="button button-plain" href="/reports">{text.all_reports}</a>
                </div>
            </PageHead>
            {reads_corrected(lang, &own, correction)}
            {corrections(lang, &own, &sheet.corrections)}
            <Paper reader sheet figures/>
        </Document>
    }
}

/// The paper: whose it is, the sections, the decisions.
#[component]
pub fn Paper(reader: Reader, sheet: ReportSheet, figures: Figures) -> impl IntoView {
    let lang = reader.lang;
    let text = reports(lang);
    let comments = sheet.document.comments.clone();
    let after = |section| {
        comments
            .get(&section)
            .cloned()
            .map(|text| comment(lang, text))
    };
    let told = sections(&reader, &figures, after);
    let decided = resolves(lang, sheet.month, &sheet.document.resolves, |_| None);
    let published = (text.published_by)(&date_only(lang, sheet.published), &sheet.published_by);
    view! {
        <article class="monthly" data-report=sheet.month.to_string()>
            {head(lang, &sheet.provider, &sheet.client.name, sheet.month, &figures.contracts)}
            <p class="soft">{published} " " {text.frozen} <span class="on-screen">" " {text.print_hint}</span></p>
            {told}
            <section class="report-section" id="resolves">
                <h2>{text.resolves}</h2>
                {decided}
            </section>
        </article>
    }
}

/// Provider, client, period and contracts.
fn head(
    lang: Lang,
    provider: &ReportProvider,
    client: &str,
    month: Month,
    contracts: &[Contract],
) -> impl IntoView + use<> {
    let text = reports(lang);
    let legal_name = match provider.legal_name.as_str() {
        "" => provider.name.clone(),
        name => name.to_owned(),
    };
    let reach = [provider.phone.as_str(), provider.email.as_str()];
    let reach: Vec<&str> = reach.into_iter().filter(|way| !way.is_empty()).collect();
    let last = month.next().first_day().pred_opt().unwrap_or_default();
    let period = words::period(lang, month.first_day(), last);
    let numbers: Vec<String> = contracts
        .iter()
        .map(|one| format!("{} · {}", one.number, one.title))
        .collect();
    let numbers = match numbers.is_empty() {
        true => text.no_contract.to_owned(),
        false => numbers.join(", "),
    };
    view! {
        <header class="report-head">
            <div>
                <p class="report-name">{provider.name.clone()}</p>
                <p class="soft">{legal_name}</p>
                <p class="soft">{reach.join(" · ")}</p>
            </div>
            <div>
                <p class="report-name">{client.to_owned()}</p>
                <p class="soft">{words::report_of(lang, month)} ", " {period}</p>
                <p class="soft">{(text.contracts)(contracts.len())} " " {numbers}</p>
            </div>
        </header>
    }
}

fn reads_corrected(lang: Lang, own: &str, correction: Option<usize>) -> Option<AnyView> {
    let text = reports(lang);
    let title = (text.reads_corrected)(correction?);
    let own = own.to_owned();
    Some(
        view! {
            <Notice tone=Tone::Planned glyph=Glyph::Info title>
                <p><a href=own>{text.see_published}</a></p>
            </Notice>
        }
        .into_any(),
    )
}

/// Each correction: who, when, why, what was and what is.
pub fn corrections(lang: Lang, own: &str, all: &[Correction]) -> Vec<AnyView> {
    let text = reports(lang);
    let each = all.iter().map(|one| {
        let title = (text.correction)(one.number);
        let by = format!("{} · {}", date_only(lang, one.at), one.by);
        let href = format!("{own}?correction={}", one.number);
        let reason = one.reason.clone();
        let table = changes(lang, &one.changes);
        view! {
            <section class="card report-correction" data-correction=one.number.to_string()>
                <h2>{title} " · " {by}</h2>
                <p class="written">{reason}</p>
                {table}
                <p class="actions"><a href=href>{text.see_corrected}</a></p>
            </section>
        }
        .into_any()
    });
    each.collect()
}

/// What was, and what is.
pub fn changes(lang: Lang, all: &[Change]) -> AnyView {
    let text = reports(lang);
    if all.is_empty() {
        return view! { <p class="soft">{text.no_measure_changed}</p> }.into_any();
    }
    let rows = all
        .iter()
        .map(|change| {
            view! {
                <tr data-measure=change.measure.code()>
                    <th scope="row">{words::measure(lang, change.measure)}</th>
                    <td>{words::value(lang, change.before)}</td>
                    <td><strong>{words::value(lang, change.after)}</strong></td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <table class="plain-table">
            <thead><tr>
                <th scope="col">{text.measure}</th>
                <th scope="col">{text.before}</th>
                <th scope="col">{text.after}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
