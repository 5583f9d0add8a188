//! `/desk/clients/{slug}/drafts/{draft}/lines/{line}`: one line of a draft, a form for each of its parts.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::catalogue::Catalogue;
use super::exceptions::{Exceptions, Of};
use super::fields::{At, Form, Refusals};
use super::on_call::OnCallPart;
use super::sheet::{ToCorrect, clause_choices};
use super::{at, names, parse_draft, sheet_address, side_code};
use crate::answer::AppError;
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::drafting::{DraftAt, DraftSheet, Drafting};
use crate::domain::component::Category;
use crate::domain::contract::editing::Side;
use crate::domain::contract::written::{spans_of, write_day, write_target};
use crate::domain::contract::{
    Activity, Billing, ClockStart, HolidayZone, Line, Polarity, Priority, PriorityTargets,
    ScopeItem, ServiceHours, ServiceLine, Target,
};
use crate::shell::{Document, Place};
use crate::text::contract::contract;
use crate::text::contract::terms::clock_start;
use crate::text::drafting::conditions::conditions;
use crate::text::drafting::{day_name, drafting, scope_item};
use crate::text::format::typed_amount;
use crate::text::{Lang, words};
use crate::ui::badge::PostureBadge;
use crate::ui::{CheckField, Choice, PageHead, RadioField, SelectField, TextField};

const FORMS: &[&str] = &[
    "save_line",
    "save_hours",
    "save_targets",
    "add_scope_item",
    "remove_scope_item",
    "put_exception",
    "save_on_call",
    "put_catalogue_item",
    "remove_line",
];

/// The names of the fields of a day, Monday first.
pub const DAYS: [&str; 7] = ["day1", "day2", "day3", "day4", "day5", "day6", "day7"];

/// The line.
#[component]
pub fn DraftLinePage() -> impl IntoView {
    let params = use_params_map().read_untracked().clone();
    let slug = params.get("slug").unwrap_or_default();
    let draft = parse_draft(params.get("draft"));
    let key = params.get("line").unwrap_or_default();
    let backend = backend::<Drafting>().0;
    answered(async move {
        let sheet = backend.sheet(&*asker()?, &slug, draft).await?;
        let line = sheet
            .draft
            .terms
            .lines
            .iter()
            .find(|line| line.key.as_str() == key);
        let line = line.cloned().ok_or(AppError::NotFound)?;
        Ok(view! { <OneLine sheet line/> })
    })
}

#[component]
fn OneLine(mut sheet: DraftSheet, line: Line) -> impl IntoView {
    let lang = visit().lang;
    let text = drafting(lang);
    let back = sheet_address(&sheet);
    let kicker = format!(
        "{} · {}",
        sheet.client.name,
        text.draft_of(&sheet.draft.number, sheet.version)
    );
    // Only what is wrong here; the draft's page lists the rest.
    sheet.problems.retain(|problem| {
        matches!(&problem.place, crate::domain::contract::checks::Place::Line { line: of, .. } if *of == line.key)
    });
    let has_problems = !sheet.problems.is_empty();
    // A helpdesk advises: requests of the catalogue are acts.
    let acts = line.service != ServiceLine::Helpdesk || !line.catalogue.is_empty();
    view! {
        <Document title=line.title.clone() place=Place::Clients>
            <PageHead kicker title=line.title.clone()>
                <div class="actions"><a class="button button-plain" href=back>{text.back_to_draft}</a> <PostureBadge lang line=line.service/></div>
            </PageHead>
            <Refusals forms=FORMS/>
            {has_problems.then(|| view! { <ToCorrect lang sheet=&sheet/> })}
            <Facts lang sheet=&sheet line=&line/>
            <Hours lang at=at(&sheet) line=&line/>
            <Targets lang at=at(&sheet) line=&line/>
            <Scope lang sheet=&sheet line=&line/>
            <OnCallPart lang sheet=&sheet line=&line/>
            {acts.then(|| view! { <Catalogue lang sheet=&sheet line=&line/> })}
            <details class="act">
                <summary>{text.remove_line}</summary>
                <form class="form" method="post" action="/fn/remove_line">
                    <About at=at(&sheet) line=&line/>
                    <div class="form-foot"><button class="button button-danger" type="submit">{text.remove_line}</button></div>
                </form>
            </details>
        </Document>
    }
}

/// Which draft, and which line of it.
#[component]
fn About<'a>(at: DraftAt, line: &'a Line) -> impl IntoView + use<> {
    view! {
        <At at/>
        <input type="hidden" name="line" value=line.key.to_string()/>
    }
}

#[component]
fn Facts<'a>(lang: Lang, sheet: &'a DraftSheet, line: &'a Line) -> impl IntoView + use<> {
    let text = drafting(lang);
    let form = Form::new("save_line");
    let (code, unit, minimum, amount) = billing_fields(lang, &line.billing);
    let billings = billing_choices(lang);
    let starts = ClockStart::ALL
        .iter()
        .map(|start| Choice::new(start.code(), clock_start(lang, *start)))
        .collect::<Vec<_>>();
    view! {
        <section class="card draft-part" aria-labelledby="facts">
            <h2 id="facts">{text.line_facts}</h2>
            <form class="form" method="post" action="/fn/save_line">
                <About at=at(sheet) line/>
                <TextField label=text.line_title name="title" value=form.value("title", line.title.clone())
                    hint=form.hint("title", &line.title, "") error=form.error("title") required=true maxlength=200/>
                <SelectField label=text.granted_by name="clause" choices=clause_choices(&sheet.draft.terms.clauses)
                    value=form.value("clause", line.clause.clone()) prompt="—" hint=form.hint("clause", &line.clause, "") error=form.error("clause")/>
                <TextField label=text.price name="price" value=form.value("price", line.price.clone())
                    hint=form.hint("price", &line.price, text.price_hint) error=form.error("price") maxlength=200/>
                <SelectField label=text.billing name="billing" choices=billings value=form.value("billing", code)
                    hint=form.hint("billing", code, "") error=form.error("billing") required=true/>
                <div class="field-row">
                    <TextField label=text.unit name="unit" kind="number" value=form.value("unit", unit.clone())
                        hint=form.hint("unit", &unit, text.hour_book_hint) error=form.error("unit")/>
                    <TextField label=text.minimum name="minimum" kind="number" value=form.value("minimum", minimum.clone())
                        hint=form.hint("minimum", &minimum, text.hour_book_hint) error=form.error("minimum")/>
                    <TextField label=text.amount name="amount" value=form.value("amount", amount.clone())
                        hint=form.hint("amount", &amount, text.amount_hint) error=form.error("amount") maxlength=12/>
                </div>
                <SelectField label=text.clock_start name="clock_start" choices=starts value=form.value("clock_start", line.clock_start.code())
                    hint=form.hint("clock_start", line.clock_start.code(), "") error=form.error("clock_start") required=true/>
                <CheckField label=text.vendor_follow_up name="vendor_follow_up" hint=text.vendor_hint
                    checked=form.ticked("vendor_follow_up", line.vendor_follow_up)/>
                <div class="form-foot"><button class="button" type="submit">{text.save}</button></div>
            </form>
        </section>
    }
}

pub fn billing_choices(lang: Lang) -> Vec<Choice> {
    let text = drafting(lang);
    vec![
        Choice::new("included", text.included),
        Choice::new("hour_book", text.hour_book),
        Choice::new("fixed", text.fixed),
        Choice::new("chargeable", text.chargeable),
    ]
}

/// What the form shows of how a line is paid.
pub fn billing_fields(lang: Lang, billing: &Billing) -> (&'static str, String, String, String) {
    let none = String::new;
    match billing {
        Billing::Included => ("included", none(), none(), none()),
        Billing::Chargeable => ("chargeable", none(), none(), none()),
        Billing::HourBook(rule) => (
            "hour_book",
            rule.unit_minutes.to_string(),
            rule.minimum_minutes.to_string(),
            none(),
        ),
        Billing::Fixed { cents } => (
            "fixed",
            none(),
            none(),
            typed_amount(lang, i64::from(*cents)),
        ),
    }
}

#[component]
fn Hours<'a>(lang: Lang, at: DraftAt, line: &'a Line) -> impl IntoView + use<> {
    let text = drafting(lang);
    let form = Form::new("save_hours");
    view! {
        <section class="card draft-part" aria-labelledby="hours">
            <h2 id="hours">{text.hours}</h2>
            <form class="form" method="post" action="/fn/save_hours">
                <About at=at.clone() line/>
                {week_fields(lang, &form, &line.hours, "")}
                <div class="form-foot"><button class="button" type="submit">{text.save}</button></div>
            </form>
            <Exceptions lang at line=&line.key of=Side::Service hours=&line.hours/>
        </section>
    }
}

/// A week and its public holidays, as a form shows them.
pub fn week_fields(
    lang: Lang,
    form: &Form,
    hours: &ServiceHours,
    prefix: &'static str,
) -> impl IntoView + use<> {
    let (text, words) = (drafting(lang), conditions(lang));
    let days = (1..)
        .zip(DAYS)
        .map(|(day, name)| {
            let stored = write_day(&spans_of(hours, day));
            view! {
                <TextField label=capital(day_name(lang, day)) name value=form.value(name, stored.clone())
                    hint=form.hint(name, &stored, "") error=form.error(name) maxlength=100 form=prefix/>
            }
        })
        .collect::<Vec<_>>();
    let zones = vec![
        Choice::new(HolidayZone::France.code(), words.holidays_france),
        Choice::new(
            HolidayZone::AlsaceMoselle.code(),
            words.holidays_alsace_moselle,
        ),
    ];
    let zone = hours.holidays.map_or("", |holidays| holidays.zone.code());
    let good_friday = hours.holidays.is_some_and(|holidays| holidays.good_friday);
    let has_zone = !hours.zone.is_empty();
    view! {
        <CheckField label=text.always name="always" checked=form.ticked("always", hours.always) form=prefix/>
        <p class="field-hint">{text.hours_hint}</p>
        <div class="field-row">{days}</div>
        <CheckField label=text.closed_on_holidays name="closed_on_holidays"
            checked=form.ticked("closed_on_holidays", hours.closed_on_holidays) form=prefix/>
        <SelectField label=words.holidays name="holidays" choices=zones value=form.value("holidays", zone)
            prompt=words.holidays_of_site error=form.error("holidays") form=prefix/>
        <CheckField label=words.good_friday name="good_friday" checked=form.ticked("good_friday", good_friday) form=prefix/>
        <CheckField label=words.whit_monday_worked name="whit_monday_worked"
            checked=form.ticked("whit_monday_worked", hours.whit_monday_worked) form=prefix/>
        {has_zone.then(|| view! { <p class="field-hint">{text.kept_calendar}</p> })}
    }
}

pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[component]
fn Targets<'a>(lang: Lang, at: DraftAt, line: &'a Line) -> impl IntoView + use<> {
    let text = drafting(lang);
    let form = Form::new("save_targets");
    let restores = line.service != ServiceLine::Helpdesk;
    let rows = Priority::ALL
        .iter()
        .map(|priority| {
            let row = line.targets.iter().find(|row| row.priority == *priority);
            targets_row(lang, &form, *priority, row, restores)
        })
        .collect::<Vec<_>>();
    let words = contract(lang);
    view! {
        <section class="card draft-part" aria-labelledby="targets">
            <h2 id="targets">{text.targets}</h2>
            <form method="post" action="/fn/save_targets" class="form targets-form">
                <About at line/>
                <p class="field-hint">{text.targets_hint} " " {text.no_grid}</p>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{words.priority}</th>
                            <th scope="col">{words.response}</th>
                            {restores.then(|| view! { <th scope="col">{words.restoration}</th> <th scope="col">{words.curative}</th> })}
                            {(!restores).then(|| view! { <th scope="col">{words.answer}</th> })}
                            <th scope="col">{words.communication}</th>
                            <th scope="col">{text.none}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <div class="form-foot"><button class="button" type="submit">{text.save}</button></div>
            </form>
        </section>
    }
}

pub fn targets_row(
    lang: Lang,
    form: &Form,
    priority: Priority,
    row: Option<&PriorityTargets>,
    restores: bool,
) -> impl IntoView + use<> {
    let text = contract(lang);
    let level = words::priority(lang, priority);
    let cell = |kind: &str, label: &'static str, stored: Option<Target>| {
        let name = format!("{priority}_{kind}");
        let stored = stored
            .map(|target| write_target(lang, target))
            .unwrap_or_default();
        let error = form.error(&name);
        let hint = form.hint(&name, &stored, "");
        let value = form.value(&name, stored);
        let heard = format!("{label}, {level}");
        let invalid = error.is_some().then_some("true");
        view! {
            <td data-label=label>
                <div class="field">
                    <input name=name value=value aria-label=heard aria-invalid=invalid maxlength="30"/>
                    {(!hint.is_empty()).then(|| view! { <p class="field-hint">{hint}</p> })}
                    {error.map(|error| view! { <p class="field-error">{error}</p> })}
                </div>
            </td>
        }
    };
    let response = cell("response", text.response, row.and_then(|row| row.response));
    let repairs = restores.then(|| {
        view! {
            {cell("restoration", text.restoration, row.and_then(|row| row.restoration))}
            {cell("curative", text.curative, row.and_then(|row| row.curative))}
        }
    });
    let answers = (!restores).then(|| cell("answer", text.answer, row.and_then(|row| row.answer)));
    let tells = cell(
        "communication",
        text.communication,
        row.and_then(|row| row.communication),
    );
    let name = format!("{priority}_none");
    let checked = form.ticked(&name, row.is_some_and(|row| row.none));
    let none = drafting(lang).none;
    let error = form.error(&name);
    let heard = format!("{none}, {level}");
    view! {
        <tr>
            <th scope="row">{level}</th>
            {response}
            {repairs}
            {answers}
            {tells}
            <td data-label=none>
                <div class="field">
                    <input type="checkbox" name=name value="true" checked=checked aria-label=heard/>
                    {error.map(|error| view! { <p class="field-error">{error}</p> })}
                </div>
            </td>
        </tr>
    }
}

#[component]
fn Scope<'a>(lang: Lang, sheet: &'a DraftSheet, line: &'a Line) -> impl IntoView + use<> {
    let text = drafting(lang);
    view! {
        <section class="card draft-part" aria-labelledby="scope">
            <h2 id="scope">{text.scope}</h2>
            <p class="soft">{text.scope_hint}</p>
            <PerimeterOf lang sheet line of=Side::Service scope=&line.scope nothing=text.nothing_in_scope/>
        </section>
    }
}

/// What is in and what is out, of the line or of its on call, and the form that adds to it.
#[component]
pub fn PerimeterOf<'a>(
    lang: Lang,
    sheet: &'a DraftSheet,
    line: &'a Line,
    of: Side,
    scope: &'a [ScopeItem],
    /// What an empty perimeter means.
    nothing: &'static str,
) -> impl IntoView + use<> {
    let text = drafting(lang);
    let names = names(lang, sheet);
    let items = scope
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let said = scope_item(lang, item, &names);
            let label = format!("{} {said}", text.remove);
            let clause = (!item.clause.is_empty()).then(|| crate::text::contract::verdict::clause(lang, &item.clause));
            view! {
                <li class="draft-line">
                    <span>{said} " " <span class="clause">{clause}</span></span>
                    <form method="post" action="/fn/remove_scope_item">
                        <Of at=at(sheet) line=&line.key of/>
                        <input type="hidden" name="index" value=index.to_string()/>
                        <button class="button button-quiet button-small" type="submit" aria-label=label>{text.remove}</button>
                    </form>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let is_empty = items.is_empty();
    view! {
        {is_empty.then(|| view! { <p>{nothing}</p> })}
        <ul class="lines" role="list">{items}</ul>
        <AddItem lang sheet line of/>
    }
}

#[component]
fn AddItem<'a>(
    lang: Lang,
    sheet: &'a DraftSheet,
    line: &'a Line,
    of: Side,
) -> impl IntoView + use<> {
    let text = drafting(lang);
    let form = Form::about("add_scope_item", "of", side_code(of));
    let open = form.is_refused() || (of == Side::Service && line.scope.is_empty());
    let prefix = match of {
        Side::Service => "scope",
        Side::OnCall => "on-call-scope",
    };
    let polarities = Polarity::ALL
        .iter()
        .map(|polarity| Choice::new(polarity.code(), capital(words::polarity(lang, *polarity))))
        .collect::<Vec<_>>();
    let categories = Category::ALL
        .iter()
        .map(|category| Choice::new(category.code(), words::category(lang, *category)))
        .collect::<Vec<_>>();
    let components = sheet
        .components
        .iter()
        .map(|component| Choice::new(component.key.to_string(), component.name.clone()))
        .collect::<Vec<_>>();
    let sites = sheet
        .sites
        .iter()
        .map(|site| Choice::new(site.key.to_string(), site.name.clone()))
        .collect::<Vec<_>>();
    let catalogue = line.catalogue.iter().map(|item| {
        let title = if lang == Lang::Fr {
            &item.title
        } else {
            &item.title_en
        };
        Choice::new(Activity::Catalogue(item.key.clone()).code(), title.clone())
    });
    let plain = [Activity::Fault, Activity::Prevention, Activity::Advice];
    let plain = plain
        .iter()
        .map(|activity| Choice::new(activity.code(), words::activity(lang, activity)));
    let activities = plain.chain(catalogue).collect::<Vec<_>>();
    let value = |field| form.value(field, "");
    view! {
        <details class="act" open=open>
            <summary>{text.add_item}</summary>
            <form class="form" method="post" action="/fn/add_scope_item">
                <Of at=at(sheet) line=&line.key of/>
                <RadioField legend=text.polarity name="polarity" choices=polarities value=form.value("polarity", "included")
                    error=form.error("polarity") form=prefix/>
                <div class="field-row">
                    <SelectField label=text.category name="category" choices=categories value=value("category") prompt=text.any
                        error=form.error("category") form=prefix/>
                    <SelectField label=text.component name="component" choices=components value=value("component") prompt=text.any
                        error=form.error("component") form=prefix/>
                    <SelectField label=text.site name="site" choices=sites value=value("site") prompt=text.any
                        error=form.error("site") form=prefix/>
                    <SelectField label=text.activity name="activity" choices=activities value=value("activity") prompt=text.any
                        error=form.error("activity") form=prefix/>
                </div>
                <SelectField label=text.clause name="clause" choices=clause_choices(&sheet.draft.terms.clauses)
                    value=value("clause") prompt="—" error=form.error("clause") required=true form=prefix/>
                <TextField label=text.note name="note" value=value("note") error=form.error("note") maxlength=300 form=prefix/>
                <div class="form-foot"><button class="button" type="submit">{text.add_item}</button></div>
            </form>
        </details>
    }
}
