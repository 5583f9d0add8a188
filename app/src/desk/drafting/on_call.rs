//! The on call of a line: when, at which levels, how fast, by which channel, at what price, for what.

use leptos::prelude::*;

use super::at;
use super::exceptions::{Exceptions, Of};
use super::fields::Form;
use super::line::{PerimeterOf, capital, targets_row, week_fields};
use super::sheet::clause_choices;
use crate::backend::drafting::DraftSheet;
use crate::domain::contract::editing::Side;
use crate::domain::contract::{Line, OnCall, Priority, ServiceHours, ServiceLine};
use crate::text::contract::contract;
use crate::text::drafting::conditions::conditions;
use crate::text::drafting::drafting;
use crate::text::{Lang, words};
use crate::ui::{CheckField, SelectField, TextField};

/// The names of the boxes of the levels, the most urgent first.
const LEVELS: [&str; 4] = ["on_p1", "on_p2", "on_p3", "on_p4"];

/// The on call, or the way to start one.
#[component]
pub fn OnCallPart<'a>(lang: Lang, sheet: &'a DraftSheet, line: &'a Line) -> impl IntoView + use<> {
    let words = conditions(lang);
    let form = Form::new("save_on_call");
    let none = OnCall {
        hours: ServiceHours::default(),
        priorities: vec![],
        scope: vec![],
        targets: vec![],
        by_phone: true,
        price: String::new(),
        clause: String::new(),
    };
    let stored = line.on_call.as_ref();
    let fields = fields(lang, sheet, line, &form, stored.unwrap_or(&none));
    let body = match stored {
        None => view! {
            <p>{words.nobody_on_call}</p>
            <details class="act" open=form.is_refused()>
                <summary>{words.start_on_call}</summary>
                {fields}
            </details>
        }
        .into_any(),
        Some(on_call) => view! {
            {fields}
            <h3>{words.on_call_scope}</h3>
            <p class="soft">{words.on_call_scope_hint}</p>
            <PerimeterOf lang sheet line of=Side::OnCall scope=&on_call.scope nothing=words.on_call_everything/>
            <Exceptions lang at=at(sheet) line=&line.key of=Side::OnCall hours=&on_call.hours/>
            <details class="act">
                <summary>{words.remove_on_call}</summary>
                <form class="form" method="post" action="/fn/remove_on_call">
                    <Of at=at(sheet) line=&line.key of=Side::OnCall/>
                    <div class="form-foot"><button class="button button-danger" type="submit">{words.remove_on_call}</button></div>
                </form>
            </details>
        }
        .into_any(),
    };
    view! {
        <section class="card draft-part" aria-labelledby="on-call">
            <h2 id="on-call">{capital(words.on_call)}</h2>
            <p class="soft">{words.on_call_lead}</p>
            {body}
        </section>
    }
}

fn fields(
    lang: Lang,
    sheet: &DraftSheet,
    line: &Line,
    form: &Form,
    on_call: &OnCall,
) -> impl IntoView + use<> {
    let (text, said, table) = (drafting(lang), conditions(lang), contract(lang));
    let restores = line.service != ServiceLine::Helpdesk;
    let levels = Priority::ALL
        .iter()
        .zip(LEVELS)
        .map(|(priority, name)| {
            let checked = form.ticked(name, on_call.priorities.contains(priority));
            view! { <CheckField label=words::priority(lang, *priority) name checked form="on-call"/> }
        })
        .collect::<Vec<_>>();
    let error = form.error("priorities");
    let rows = Priority::ALL
        .iter()
        .map(|priority| {
            let row = on_call.targets.iter().find(|row| row.priority == *priority);
            targets_row(lang, form, *priority, row, restores)
        })
        .collect::<Vec<_>>();
    view! {
        <form class="form targets-form" method="post" action="/fn/save_on_call">
            <Of at=at(sheet) line=&line.key of=Side::OnCall/>
            <fieldset class="field">
                <legend>{said.on_call_levels}</legend>
                <div class="field-row">{levels}</div>
                {error.map(|error| view! { <p class="field-error">{error}</p> })}
            </fieldset>
            {week_fields(lang, form, &on_call.hours, "on-call")}
            <CheckField label=said.by_phone name="by_phone" hint=said.by_phone_hint
                checked=form.ticked("by_phone", on_call.by_phone) form="on-call"/>
            <div class="field-row">
                <TextField label=said.on_call_price name="price" value=form.value("price", on_call.price.clone())
                    hint=form.hint("price", &on_call.price, "") error=form.error("price") maxlength=200 form="on-call"/>
                <SelectField label=text.granted_by name="clause" choices=clause_choices(&sheet.draft.terms.clauses)
                    value=form.value("clause", on_call.clause.clone()) prompt="—" error=form.error("clause") form="on-call"/>
            </div>
            <fieldset class="field">
                <legend>{said.on_call_targets}</legend>
                <p class="field-hint">{said.on_call_targets_hint}</p>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{table.priority}</th>
                            <th scope="col">{table.response}</th>
                            {restores.then(|| view! { <th scope="col">{table.restoration}</th> <th scope="col">{table.curative}</th> })}
                            <th scope="col">{text.none}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </fieldset>
            <div class="form-foot"><button class="button" type="submit">{text.save}</button></div>
        </form>
    }
}
