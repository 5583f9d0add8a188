//! The catalogue of a line: each request, and one form that adds one or changes the one that the address names.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::exceptions::Of;
use super::fields::Form;
use super::line::{billing_choices, billing_fields};
use super::posted::MOST_QUESTIONS;
use super::sheet::clause_choices;
use super::{at, line_address};
use crate::backend::drafting::DraftSheet;
use crate::domain::contract::editing::Side;
use crate::domain::contract::written::write_target;
use crate::domain::contract::{CatalogueItem, FormField, FormFieldKind, Line};
use crate::text::Lang;
use crate::text::contract::terms::target;
use crate::text::drafting::conditions::conditions;
use crate::text::drafting::drafting;
use crate::ui::{Choice, SelectField, TextField};

/// Empty rows for questions to come.
const NEW_QUESTIONS: usize = 2;

/// The requests, and the form.
#[component]
pub fn Catalogue<'a>(lang: Lang, sheet: &'a DraftSheet, line: &'a Line) -> impl IntoView + use<> {
    let words = conditions(lang);
    let asked = use_query_map().read_untracked().get("item");
    let chosen = line
        .catalogue
        .iter()
        .find(|item| Some(item.key.as_str()) == asked.as_deref());
    let page = line_address(&sheet.client.slug, sheet.id, line.key.as_str());
    let rows = line
        .catalogue
        .iter()
        .map(|item| row(lang, sheet, line, item, &page))
        .collect::<Vec<_>>();
    let form = Form::about(
        "put_catalogue_item",
        "item",
        chosen.map_or("", |item| item.key.as_str()),
    );
    let open = chosen.is_some() || form.is_refused();
    let summary = match chosen {
        Some(item) => format!("{}\u{a0}: {}", words.change_request, item.title),
        None => words.add_request.to_owned(),
    };
    let other = chosen.map(|_| {
        view! { <p><a href=format!("{page}#catalogue")>{words.add_instead}</a></p> }
    });
    let is_empty = rows.is_empty();
    view! {
        <section class="card draft-part" aria-labelledby="catalogue">
            <h2 id="catalogue">{words.catalogue}</h2>
            <p class="soft">{words.catalogue_lead}</p>
            {is_empty.then(|| view! { <p>{words.catalogue_empty}</p> })}
            <ul class="lines" role="list">{rows}</ul>
            <details class="act" open=open>
                <summary>{summary}</summary>
                {item_form(lang, sheet, line, &form, chosen)}
            </details>
            {other}
        </section>
    }
}

fn row(
    lang: Lang,
    sheet: &DraftSheet,
    line: &Line,
    item: &CatalogueItem,
    page: &str,
) -> impl IntoView + use<> {
    let (text, words) = (drafting(lang), conditions(lang));
    let title = match lang {
        Lang::Fr => item.title.clone(),
        Lang::En => item.title_en.clone(),
    };
    let delay = item.delay.map(|delay| target(lang, delay));
    let questions = (!item.form.is_empty()).then(|| {
        let labels: Vec<&str> = item.form.iter().map(|field| field.label.as_str()).collect();
        labels.join(", ")
    });
    let facts: Vec<String> = delay.into_iter().chain(questions).collect();
    let change = format!("{page}?item={}#catalogue", item.key);
    let (change_label, remove_label) = (
        format!("{} {title}", words.change),
        format!("{} {title}", text.remove),
    );
    view! {
        <li class="draft-line">
            <div><strong>{title}</strong> " " <span class="cell-note">{facts.join(" · ")}</span></div>
            <div>
                <a class="button button-plain button-small" href=change aria-label=change_label>{words.change}</a>
                <form method="post" action="/fn/remove_catalogue_item">
                    <Of at=at(sheet) line=&line.key of=Side::Service/>
                    <input type="hidden" name="item" value=item.key.to_string()/>
                    <button class="button button-quiet button-small" type="submit" aria-label=remove_label>{text.remove}</button>
                </form>
            </div>
        </li>
    }
}

fn item_form(
    lang: Lang,
    sheet: &DraftSheet,
    line: &Line,
    form: &Form,
    item: Option<&CatalogueItem>,
) -> impl IntoView + use<> {
    let (text, words) = (drafting(lang), conditions(lang));
    let stored = |read: fn(&CatalogueItem) -> &String| item.map(read).cloned().unwrap_or_default();
    let (title, title_en, clause) = (
        stored(|item| &item.title),
        stored(|item| &item.title_en),
        stored(|item| &item.clause),
    );
    let delay = item
        .and_then(|item| item.delay)
        .map(|delay| write_target(lang, delay))
        .unwrap_or_default();
    let (code, unit, minimum, amount) = match item.and_then(|item| item.billing.as_ref()) {
        Some(billing) => billing_fields(lang, billing),
        None => ("as_line", String::new(), String::new(), String::new()),
    };
    let mut billings = vec![Choice::new("as_line", words.as_line)];
    billings.extend(billing_choices(lang));
    let key = item.map(|item| item.key.to_string()).unwrap_or_default();
    let questions = item.map_or(&[][..], |item| &item.form);
    let count = (questions.len() + NEW_QUESTIONS).min(MOST_QUESTIONS);
    let questions = (0..count)
        .map(|index| question(lang, form, index, questions.get(index)))
        .collect::<Vec<_>>();
    view! {
        <form class="form targets-form" method="post" action="/fn/put_catalogue_item">
            <Of at=at(sheet) line=&line.key of=Side::Service/>
            <input type="hidden" name="item" value=key/>
            <div class="field-row">
                <TextField label=words.request_title name="title" value=form.value("title", title.clone())
                    hint=form.hint("title", &title, "") error=form.error("title") required=true maxlength=200 form="item"/>
                <TextField label=words.request_title_en name="title_en" value=form.value("title_en", title_en.clone())
                    hint=form.hint("title_en", &title_en, "") error=form.error("title_en") maxlength=200 form="item"/>
            </div>
            <div class="field-row">
                <SelectField label=text.clause name="clause" choices=clause_choices(&sheet.draft.terms.clauses)
                    value=form.value("clause", clause) prompt="—" error=form.error("clause") required=true form="item"/>
                <TextField label=words.delay name="delay" value=form.value("delay", delay.clone())
                    hint=form.hint("delay", &delay, words.delay_hint) error=form.error("delay") maxlength=30 form="item"/>
            </div>
            <SelectField label=text.billing name="billing" choices=billings value=form.value("billing", code)
                error=form.error("billing") required=true form="item"/>
            <div class="field-row">
                <TextField label=text.unit name="unit" kind="number" value=form.value("unit", unit)
                    hint=text.hour_book_hint error=form.error("unit") form="item"/>
                <TextField label=text.minimum name="minimum" kind="number" value=form.value("minimum", minimum)
                    hint=text.hour_book_hint error=form.error("minimum") form="item"/>
                <TextField label=text.amount name="amount" value=form.value("amount", amount)
                    hint=text.amount_hint error=form.error("amount") maxlength=12 form="item"/>
            </div>
            <fieldset class="field">
                <legend>{words.questions}</legend>
                <p class="field-hint">{words.questions_hint}</p>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{words.question}</th>
                            <th scope="col">{words.question_en}</th>
                            <th scope="col">{words.kind}</th>
                            <th scope="col">{words.required}</th>
                        </tr>
                    </thead>
                    <tbody>{questions}</tbody>
                </table>
            </fieldset>
            <div class="form-foot"><button class="button" type="submit">{text.save}</button></div>
        </form>
    }
}

fn question(
    lang: Lang,
    form: &Form,
    index: usize,
    stored: Option<&FormField>,
) -> impl IntoView + use<> {
    let words = conditions(lang);
    let number = index + 1;
    let name = |part: &str| format!("questions[q{index}.{part}]");
    let one_line = |part: &str, heading: &'static str, stored: String| {
        let name = name(part);
        let error = form.error(&name);
        let invalid = error.is_some().then_some("true");
        let value = form.value(&name, stored);
        let heard = format!("{heading} {number}");
        view! {
            <td data-label=heading>
                <div class="field">
                    <input name=name value=value aria-label=heard aria-invalid=invalid maxlength="200"/>
                    {error.map(|error| view! { <p class="field-error">{error}</p> })}
                </div>
            </td>
        }
    };
    let kind = form.value(
        &name("kind"),
        stored
            .map_or(FormFieldKind::Text, |field| field.kind)
            .code(),
    );
    let kinds = [
        (FormFieldKind::Text, words.kind_text),
        (FormFieldKind::Date, words.kind_date),
        (FormFieldKind::YesNo, words.kind_yes_no),
    ];
    let options = kinds
        .into_iter()
        .map(|(option, word)| {
            let selected = option.code() == kind;
            view! { <option value=option.code() selected=selected>{word}</option> }
        })
        .collect::<Vec<_>>();
    let required = form.ticked(
        &name("required"),
        stored.is_some_and(|field| field.required),
    );
    let key = form.value(
        &name("key"),
        stored
            .map(|field| field.key.to_string())
            .unwrap_or_default(),
    );
    let label = stored.map(|field| field.label.clone()).unwrap_or_default();
    let label_en = stored
        .map(|field| field.label_en.clone())
        .unwrap_or_default();
    view! {
        <tr>
            {one_line("label", words.question, label)}
            {one_line("label_en", words.question_en, label_en)}
            <td data-label=words.kind>
                <div class="field"><select name=name("kind") aria-label=format!("{} {number}", words.kind)>{options}</select></div>
            </td>
            <td data-label=words.required>
                <input type="hidden" name=name("key") value=key/>
                <input type="checkbox" name=name("required") value="true" checked=required aria-label=format!("{} {number}", words.required)/>
            </td>
        </tr>
    }
}
