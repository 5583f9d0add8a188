//! `/desk/reports/{client}/{YYYY-MM}`: a draft as one plain form, or what was published and how it may be corrected.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::document::{Paper, changes, corrections};
use super::sections::{Reader, resolves, sections};
use crate::answer::AppError;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::reports::{ReportSheet, Reports, Workbench};
use crate::domain::report::{
    COMMENT_LENGTH, Month, OWNER_LENGTH, RESOLVE_LENGTH, Resolve, ResolveKind, Section,
};
use crate::shell::{Document, Place, Scripts};
use crate::text::Lang;
use crate::text::errors::field_problem;
use crate::text::format::date_only;
use crate::text::reports::{self as words, reports};
use crate::ui::badge::Tone;
use crate::ui::{Choice, Glyph, Notice, PageHead, RadioField, Refusal, TextArea, TextField};
use crate::visit::Visit;

const SAVE: &str = "save_report";
const ADD: &str = "add_resolve";
const PUBLISH: &str = "publish_report";
const CORRECT: &str = "correct_report";

/// One client's month at the desk.
#[component]
pub fn WriteReportPage() -> impl IntoView {
    let params = use_params_map();
    let slug = params.read_untracked().get("slug").unwrap_or_default();
    let month = params.read_untracked().get("month");
    let done = use_query_map().read_untracked().get("done");
    let reports = backend::<Reports>().0;
    answered(async move {
        let month = month.as_deref().and_then(Month::parse);
        let bench = reports
            .workbench(&*asker()?, &slug, month.ok_or(AppError::NotFound)?)
            .await?;
        let is_saved = done.as_deref() == Some("saved");
        Ok(match bench.published.clone() {
            Some(sheet) => view! { <Published bench sheet/> }.into_any(),
            None => view! { <Write bench is_saved/> }.into_any(),
        })
    })
}

fn reader(lang: Lang, slug: &str) -> Reader {
    Reader {
        lang,
        interventions: "/desk/interventions",
        contract: format!("/desk/clients/{slug}/contract"),
        sees_components: false,
    }
}

/// What every form of it posts.
fn which(bench: &Workbench) -> impl IntoView + use<> {
    let edition = bench.edition.map(|edition| edition.to_string());
    view! {
        <input type="hidden" name="client" value=bench.client.slug.clone()/>
        <input type="hidden" name="month" value=bench.month.to_string()/>
        <input type="hidden" name="edition" value=edition.unwrap_or_default()/>
    }
}

#[component]
fn Write(bench: Workbench, is_saved: bool) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let text = reports(lang);
    let title = words::report_of(lang, bench.month);
    let kicker = format!("{} · {}", bench.client.name, text.draft);
    let tab = format!("{title} · {}", bench.client.name);
    let reader = reader(lang, &bench.client.slug);
    let comments = bench.comments.clone();
    let told = sections(&reader, &bench.figures, |section| {
        let kept = comments.get(&section).cloned().unwrap_or_default();
        Some(comment_field(&visit, section, kept))
    });
    let back = format!("/desk/reports?month={}", bench.month);
    view! {
        <Document title=tab place=Place::Clients scripts=Scripts::None>
            <PageHead kicker title lead=text.draft_lead>
                <div class="actions"><a class="button button-plain" href=back>{text.desk_title}</a></div>
            </PageHead>
            {is_saved.then(|| view! { <Notice tone=Tone::Ok glyph=Glyph::Operational title=text.saved/> })}
            <Refusal form=SAVE/>
            <Refusal form=PUBLISH/>
            <form class="monthly report-form" method="post" action="/fn/save_report">
                {which(&bench)}
                {told}
                <div class="form-foot"><button class="button" type="submit">{text.save}</button></div>
            </form>
            {resolves_view(&visit, &bench)}
            {publish_view(lang, &bench)}
        </Document>
    }
}

fn comment_field(visit: &Visit, section: Section, kept: String) -> AnyView {
    let lang = visit.lang;
    let text = reports(lang);
    let code = section.code();
    let label = format!("{} · {}", text.comment, words::section(lang, section));
    let typed = visit.typed(SAVE, code);
    // Two wrote at once: the second sees both, and saves what is right.
    let others = typed
        .as_ref()
        .filter(|typed| typed.replace("\r\n", "\n").trim() != kept && !kept.is_empty())
        .map(|_| (text.meanwhile)(&kept));
    let value = typed.unwrap_or(kept);
    let error = visit.problem_text(SAVE, code);
    view! {
        {others.map(|said| view! { <p class="soft written">{said}</p> })}
        <TextArea label name=code value rows=3 hint=text.comment_hint error
            maxlength=COMMENT_LENGTH as u32 form="comment"/>
    }
    .into_any()
}

/// What was decided, what is carried, and the form that adds to it.
fn resolves_view(visit: &Visit, bench: &Workbench) -> impl IntoView + use<> {
    let lang = visit.lang;
    let text = reports(lang);
    let table = resolves(lang, bench.month, &bench.resolves, |one| {
        Some(resolve_acts(lang, bench, one))
    });
    let typed = |field: &str| visit.typed(ADD, field).unwrap_or_default();
    let open = visit.draft_of(ADD).is_some();
    // What was refused was not kept: its key is still good.
    let request = visit
        .typed(ADD, "request_id")
        .unwrap_or_else(|| bench.request_id.clone());
    let kinds = ResolveKind::ALL
        .iter()
        .rev()
        .map(|kind| Choice::new(kind.code(), words::resolve_kind(lang, *kind)))
        .collect::<Vec<_>>();
    let kind = match typed("kind").as_str() {
        "decision" => "decision",
        _ => "action",
    };
    let wrong = ["text", "owner", "due"].map(|field| {
        visit
            .problem(ADD, field)
            .map(|problem| field_problem(lang, problem).into())
    });
    let [text_wrong, owner_wrong, due_wrong] = wrong;
    view! {
        <section class="report-section" id="resolves">
            <h2>{text.resolves}</h2>
            {table}
            <details class="act" open=open>
                <summary>{text.add_resolve}</summary>
                <form class="form" method="post" action="/fn/add_resolve">
                    {which(bench)}
                    <input type="hidden" name="request_id" value=request/>
                    <RadioField legend=text.kind name="kind" choices=kinds value=kind form=ADD/>
                    <TextField label=text.text name="text" value=typed("text") error=text_wrong
                        required=true maxlength=RESOLVE_LENGTH as u32 form=ADD/>
                    <TextField label=text.owner name="owner" value=typed("owner") hint=text.owner_hint
                        error=owner_wrong maxlength=OWNER_LENGTH as u32 form=ADD/>
                    <TextField label=text.due name="due" kind="date" value=typed("due") error=due_wrong form=ADD/>
                    <div class="form-foot"><button class="button" type="submit">{text.add}</button></div>
                </form>
            </details>
        </section>
    }
}

/// Done, or not after all; what this draft added may go.
fn resolve_acts(lang: Lang, bench: &Workbench, one: &Resolve) -> AnyView {
    let text = reports(lang);
    let (label, done) = match one.closed {
        None => (text.mark_done, "yes"),
        Some(_) => (text.mark_open, "no"),
    };
    let settle = (one.kind == ResolveKind::Action).then(|| {
        view! {
            <form method="post" action="/fn/settle_resolve">
                {which(bench)}
                <input type="hidden" name="resolve" value=one.id.to_string()/>
                <button class="button button-small button-plain" name="done" value=done type="submit">{label}</button>
            </form>
        }
    });
    let withdraw = (one.opened == bench.month).then(|| {
        view! {
            <form method="post" action="/fn/withdraw_resolve">
                {which(bench)}
                <input type="hidden" name="resolve" value=one.id.to_string()/>
                <button class="button button-small button-quiet" type="submit">{text.withdraw}</button>
            </form>
        }
    });
    view! { <div class="report-acts">{settle} {withdraw}</div> }.into_any()
}

fn publish_view(lang: Lang, bench: &Workbench) -> impl IntoView + use<> {
    let text = reports(lang);
    let body = match (bench.is_over, bench.may_publish) {
        (false, _) => view! { <p>{text.not_over}</p> }.into_any(),
        (true, false) => view! { <p>{text.dispatchers_publish}</p> }.into_any(),
        (true, true) => view! {
            <p>{text.publish_help} " " {text.publish_saves}</p>
            <form method="post" action="/fn/publish_report">
                {which(bench)}
                <button class="button" type="submit">{text.publish}</button>
            </form>
        }
        .into_any(),
    };
    view! { <section class="card report-publish" aria-label=text.publish><h2>{text.publish}</h2>{body}</section> }
}

/// What the client reads, and what the ledger tells now.
#[component]
fn Published(bench: Workbench, sheet: ReportSheet) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let text = reports(lang);
    let title = words::report_of(lang, bench.month);
    let kicker = format!("{} · {}", bench.client.name, text.published);
    let tab = format!("{title} · {}", bench.client.name);
    let lead = (text.published_by)(&date_only(lang, sheet.published), &sheet.published_by);
    let own = format!("/desk/reports/{}/{}", bench.client.slug, bench.month);
    let reader = reader(lang, &bench.client.slug);
    let asked = use_query_map()
        .read_untracked()
        .get("correction")
        .and_then(|number| number.parse().ok());
    let figures = sheet
        .figures(asked)
        .unwrap_or(&sheet.document.figures)
        .clone();
    view! {
        <Document title=tab place=Place::Clients scripts=Scripts::None>
            <PageHead kicker title lead>
                <div class="actions">
                    <a class="button button-plain" href=format!("/desk/reports?month={}", bench.month)>{text.desk_title}</a>
                </div>
            </PageHead>
            {correct_view(&visit, &bench, sheet.corrections.len())}
            {corrections(lang, &own, &sheet.corrections)}
            <Paper reader sheet figures/>
        </Document>
    }
}

fn correct_view(visit: &Visit, bench: &Workbench, known: usize) -> impl IntoView + use<> {
    let lang = visit.lang;
    let text = reports(lang);
    let said = match (bench.differs, bench.changes.is_empty()) {
        (false, _) => text.does_not_differ,
        (true, true) => text.differs_in_detail,
        (true, false) => text.differs,
    };
    let table = (!bench.changes.is_empty()).then(|| changes(lang, &bench.changes));
    let form = bench.may_publish.then(|| {
        let open = visit.draft_of(CORRECT).is_some();
        let typed = visit.typed(CORRECT, "reason").unwrap_or_default();
        let error = visit.problem_text(CORRECT, "reason");
        view! {
            <details class="act" open=open>
                <summary>{text.correct}</summary>
                <form class="form" method="post" action="/fn/correct_report">
                    {which(bench)}
                    <input type="hidden" name="known" value=known.to_string()/>
                    <p>{text.correct_help}</p>
                    <TextArea label=text.reason name="reason" value=typed rows=3 hint=text.reason_hint error
                        required=true maxlength=COMMENT_LENGTH as u32 form=CORRECT/>
                    <div class="form-foot"><button class="button" type="submit">{text.correct}</button></div>
                </form>
            </details>
        }
    });
    view! {
        <section class="card report-publish" aria-label=text.correct data-differs=bench.differs.to_string()>
            <Refusal form=CORRECT/>
            <p>{said}</p>
            {table}
            {form}
        </section>
    }
}
