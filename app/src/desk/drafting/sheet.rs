//! `/desk/clients/{slug}/drafts/{draft}`: a version being prepared, with what is still wrong with it.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::conditions::TermsParts;
use super::fields::{At, Form, Refusals};
use super::new::PeriodFields;
use super::{at, line_address, names, parse_draft, sheet_address};
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::drafting::{DraftSheet, Drafting};
use crate::domain::contract::checks::{Part, Place as Where};
use crate::domain::contract::{Clause, Line, ServiceLine};
use crate::shell::{Document, Place};
use crate::text::contract::terms::hours_in_short;
use crate::text::drafting::{drafting, fault, place};
use crate::text::{Lang, format, words};
use crate::ui::badge::{PostureBadge, Tone};
use crate::ui::{Choice, Glyph, Notice, PageHead, SelectField, TextArea, TextField};

const FORMS: &[&str] = &[
    "save_draft",
    "put_clause",
    "remove_clause",
    "add_line",
    "save_priorities",
    "save_hold_reasons",
    "save_delays",
    "save_supervision",
    "save_approval",
    "save_hour_book",
    "discard_draft",
];

/// The draft.
#[component]
pub fn DraftPage() -> impl IntoView {
    let params = use_params_map().read_untracked().clone();
    let slug = params.get("slug").unwrap_or_default();
    let draft = parse_draft(params.get("draft"));
    let backend = backend::<Drafting>().0;
    answered(async move {
        let sheet = backend.sheet(&*asker()?, &slug, draft).await?;
        Ok(view! { <Sheet sheet/> })
    })
}

#[component]
fn Sheet(sheet: DraftSheet) -> impl IntoView {
    let lang = visit().lang;
    let text = drafting(lang);
    let title = text.draft_of(&sheet.draft.number, sheet.version);
    let preview = format!("{}/preview", sheet_address(&sheet));
    let follows = sheet
        .follows
        .map(|followed| (followed.version, format::date_only(lang, followed.starts)));
    let lead = text.follows(
        follows
            .as_ref()
            .map(|(version, date)| (*version, date.as_str())),
    );
    let kicker = format!(
        "{} · {}",
        sheet.client.name,
        text.changed_by(&sheet.changed_by, &format::full(lang, sheet.changed))
    );
    let client = format!("/desk/clients/{}", sheet.client.slug);
    let client_name = sheet.client.name.clone();
    view! {
        <Document title=title.clone() place=Place::Clients>
            <PageHead kicker title lead>
                <div class="actions">
                    <a class="button" href=preview>{text.preview}</a>
                    <a href=client>{client_name}</a>
                </div>
            </PageHead>
            <Refusals forms=FORMS/>
            <ToCorrect lang sheet=&sheet/>
            <Head lang sheet=&sheet/>
            <Lines lang sheet=&sheet/>
            <Clauses lang sheet=&sheet/>
            <TermsParts lang sheet=&sheet/>
            <Discard lang sheet=&sheet/>
        </Document>
    }
}

/// What keeps the draft from being published, each with the way to where it is corrected.
#[component]
pub fn ToCorrect<'a>(lang: Lang, sheet: &'a DraftSheet) -> impl IntoView + use<> {
    let text = drafting(lang);
    if sheet.problems.is_empty() {
        return view! {
            <Notice tone=Tone::Ok glyph=Glyph::Operational title=text.ready><p>{text.ready_help}</p></Notice>
        }
        .into_any();
    }
    let names = names(lang, sheet);
    let problems = sheet
        .problems
        .iter()
        .map(|problem| {
            let title = line_title(sheet, &problem.place);
            let href = correct_at(sheet, &problem.place);
            let said = fault(lang, &problem.fault, &names);
            view! { <li><a href=href>{place(lang, &problem.place, &title)}</a> " — " {said}</li> }
        })
        .collect::<Vec<_>>();
    view! {
        <section class="card draft-part to-correct tone-warn" aria-labelledby="to-correct">
            <h2 id="to-correct">{text.to_correct}</h2>
            <p class="soft">{text.to_correct_lead}</p>
            <ul class="lines">{problems}</ul>
        </section>
    }
    .into_any()
}

fn line_title(sheet: &DraftSheet, place: &Where) -> String {
    let Where::Line { line, .. } = place else {
        return String::new();
    };
    let found = sheet
        .draft
        .terms
        .lines
        .iter()
        .find(|other| other.key == *line);
    found
        .map(|line| line.title.clone())
        .filter(|title| !title.is_empty())
        .unwrap_or_else(|| line.to_string())
}

fn correct_at(sheet: &DraftSheet, place: &Where) -> String {
    match place {
        Where::Dates => format!("{}#head", sheet_address(sheet)),
        Where::Terms => format!("{}#lines", sheet_address(sheet)),
        Where::Clauses => format!("{}#clauses", sheet_address(sheet)),
        Where::Approval => format!("{}#approval", sheet_address(sheet)),
        Where::HourBook => format!("{}#hour-book", sheet_address(sheet)),
        Where::Line { line, part } => {
            let anchor = match part {
                Part::Itself | Part::Billing => "facts",
                Part::Hours => "hours",
                Part::Targets => "targets",
                Part::Scope => "scope",
                Part::OnCall => "on-call",
                Part::Catalogue => "catalogue",
            };
            let page = line_address(&sheet.client.slug, sheet.id, line.as_str());
            format!("{page}#{anchor}")
        }
    }
}

#[component]
fn Head<'a>(lang: Lang, sheet: &'a DraftSheet) -> impl IntoView + use<> {
    let text = drafting(lang);
    let form = Form::new("save_draft");
    let (draft, period) = (&sheet.draft, &sheet.draft.period);
    let date =
        |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let hours = draft.terms.observation_hours.to_string();
    view! {
        <section class="card draft-part" aria-labelledby="head">
            <h2 id="head">{text.head}</h2>
            <form class="form" method="post" action="/fn/save_draft">
                <At at=at(sheet)/>
                <TextField label=text.title name="title" value=form.value("title", draft.title.clone())
                    hint=form.hint("title", &draft.title, text.title_hint) error=form.error("title") required=true maxlength=200/>
                <PeriodFields lang form=form.clone() starts=period.starts.to_string() ends=date(period.ends)
                    renewal=period.renewal last_notice=date(period.last_notice)/>
                <TextField label=text.observation_hours name="observation_hours" kind="number" value=form.value("observation_hours", hours.clone())
                    hint=form.hint("observation_hours", &hours, text.observation_hint) error=form.error("observation_hours") required=true/>
                <div class="form-foot"><button class="button" type="submit">{text.save}</button></div>
            </form>
        </section>
    }
}

#[component]
fn Lines<'a>(lang: Lang, sheet: &'a DraftSheet) -> impl IntoView + use<> {
    let text = drafting(lang);
    let rows = sheet
        .draft
        .terms
        .lines
        .iter()
        .map(|line| line_row(lang, sheet, line))
        .collect::<Vec<_>>();
    let form = Form::new("add_line");
    let services = ServiceLine::ALL
        .iter()
        .map(|service| Choice::new(service.code(), words::service_line(lang, *service)))
        .collect::<Vec<_>>();
    view! {
        <section class="card draft-part" aria-labelledby="lines">
            <h2 id="lines">{text.lines}</h2>
            <ul class="lines draft-lines" role="list">{rows}</ul>
            <details class="act" open=form.is_refused() || sheet.draft.terms.lines.is_empty()>
                <summary>{text.add_line}</summary>
                <form class="form" method="post" action="/fn/add_line">
                    <At at=at(sheet)/>
                    <SelectField label=text.service name="service" choices=services value=form.value("service", "")
                        error=form.error("service") required=true form="add-line"/>
                    <TextField label=text.line_title name="title" value=form.value("title", "") hint=text.line_title_hint
                        error=form.error("title") required=true maxlength=200 form="add-line"/>
                    <SelectField label=text.granted_by name="clause" choices=clause_choices(&sheet.draft.terms.clauses)
                        value=form.value("clause", "") prompt="—" error=form.error("clause") form="add-line"/>
                    <div class="form-foot"><button class="button" type="submit">{text.add_line}</button></div>
                </form>
            </details>
        </section>
    }
}

/// Clauses to choose from.
pub fn clause_choices(clauses: &[Clause]) -> Vec<Choice> {
    clauses
        .iter()
        .map(|clause| {
            Choice::new(
                clause.reference.clone(),
                format!("{} · {}", clause.reference, clause.title),
            )
        })
        .collect()
}

fn line_row(lang: Lang, sheet: &DraftSheet, line: &Line) -> impl IntoView + use<> {
    let text = drafting(lang);
    let href = line_address(&sheet.client.slug, sheet.id, line.key.as_str());
    let has_hours = line.hours.always || !line.hours.week.is_empty();
    let hours = has_hours.then(|| hours_in_short(lang, &line.hours));
    let facts: Vec<String> = hours
        .into_iter()
        .chain((!line.price.is_empty()).then(|| line.price.clone()))
        .collect();
    let title = line.title.clone();
    let label = format!("{} {title}", text.edit_line);
    view! {
        <li>
            <div class="draft-line">
                <div><strong>{title}</strong> " " <PostureBadge lang line=line.service/> <span class="cell-note">{facts.join(" · ")}</span></div>
                <a class="button button-plain button-small" href=href aria-label=label>{text.edit_line}</a>
            </div>
        </li>
    }
}

#[component]
fn Clauses<'a>(lang: Lang, sheet: &'a DraftSheet) -> impl IntoView + use<> {
    let text = drafting(lang);
    let clauses = sheet
        .draft
        .terms
        .clauses
        .iter()
        .enumerate()
        .map(|(index, clause)| {
            let name = format!("{} · {}", clause.reference, clause.title);
            let form = Form::about("put_clause", "replaces", &clause.reference);
            let removal = Form::about("remove_clause", "reference", &clause.reference);
            let error = removal.error("reference");
            let open = form.is_refused() || removal.is_refused();
            view! {
                <details class="act" open=open>
                    <summary>{name}</summary>
                    <div>
                        <ClauseForm lang sheet clause=clause.clone() form index=Some(index)/>
                        {error.map(|error| view! { <p class="field-error">{error}</p> })}
                        <form method="post" action="/fn/remove_clause">
                            <At at=at(sheet)/>
                            <input type="hidden" name="reference" value=clause.reference.clone()/>
                            <button class="button button-plain button-small" type="submit">{text.remove_clause}</button>
                        </form>
                    </div>
                </details>
            }
        })
        .collect::<Vec<_>>();
    let empty = Clause {
        reference: String::new(),
        title: String::new(),
        text: String::new(),
    };
    let form = Form::about("put_clause", "replaces", "");
    let open = form.is_refused();
    view! {
        <section class="card draft-part" aria-labelledby="clauses">
            <h2 id="clauses">{text.clauses}</h2>
            <p class="soft">{text.clauses_lead}</p>
            <div class="acts">
                {clauses}
                <details class="act" open=open>
                    <summary>{text.add_clause}</summary>
                    <div><ClauseForm lang sheet clause=empty form index=None/></div>
                </details>
            </div>
        </section>
    }
}

#[component]
fn ClauseForm<'a>(
    lang: Lang,
    sheet: &'a DraftSheet,
    clause: Clause,
    form: Form,
    index: Option<usize>,
) -> impl IntoView + use<> {
    let text = drafting(lang);
    let save = if index.is_some() {
        text.save
    } else {
        text.add_clause
    };
    // Ids are the page's: each form of a clause has its own.
    let id = |field: &str| match index {
        Some(index) => format!("clause-{index}-{field}"),
        None => format!("clause-new-{field}"),
    };
    let one_line = |name: &'static str, label: &'static str, stored: String, maxlength: u32| {
        let hint = form.hint(name, &stored, "");
        let error = form.error(name);
        let invalid = error.is_some().then_some("true");
        view! {
            <div class="field">
                <label for=id(name)>{label}</label>
                {(!hint.is_empty()).then(|| view! { <p class="field-hint">{hint}</p> })}
                <input id=id(name) name=name value=form.value(name, stored) maxlength=maxlength required=true aria-invalid=invalid/>
                {error.map(|error| view! { <p class="field-error">{error}</p> })}
            </div>
        }
    };
    let prefix: &'static str = if index.is_some() { "" } else { "clause-new" };
    let body = match index {
        None => view! {
            <TextArea label=text.clause_text name="text" value=form.value("text", "") rows=4 error=form.error("text") maxlength=8000 form=prefix/>
        }
        .into_any(),
        Some(_) => {
            let hint = form.hint("text", &clause.text, "");
            view! {
                <div class="field">
                    <label for=id("text")>{text.clause_text}</label>
                    {(!hint.is_empty()).then(|| view! { <p class="field-hint">{hint}</p> })}
                    <textarea id=id("text") name="text" rows=4 maxlength=8000>{form.value("text", clause.text.clone())}</textarea>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <form class="form" method="post" action="/fn/put_clause">
            <At at=at(sheet)/>
            <input type="hidden" name="replaces" value=clause.reference.clone()/>
            <div class="field-row">
                {one_line("reference", text.reference, clause.reference.clone(), 20)}
                {one_line("title", text.clause_title, clause.title.clone(), 200)}
            </div>
            {body}
            <div class="form-foot"><button class="button" type="submit">{save}</button></div>
        </form>
    }
}

#[component]
fn Discard<'a>(lang: Lang, sheet: &'a DraftSheet) -> impl IntoView + use<> {
    let text = drafting(lang);
    view! {
        <details class="act">
            <summary>{text.discard}</summary>
            <form class="form" method="post" action="/fn/discard_draft">
                <At at=at(sheet)/>
                <p>{text.discard_help}</p>
                <div class="form-foot"><button class="button button-plain button-small" type="submit">{text.discard}</button></div>
            </form>
        </details>
    }
}
