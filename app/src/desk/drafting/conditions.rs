//! The conditions of a draft, beside its lines and clauses: priorities, holds, approval, hour book.

use leptos::prelude::*;

use super::at;
use super::fields::{At, Form};
use super::sheet::clause_choices;
use crate::backend::drafting::DraftSheet;
use crate::domain::access::Role;
use crate::domain::contract::written::write_target;
use crate::domain::contract::{Activity, DEFAULT_PRIORITY_MATRIX, Priority, Target, Terms};
use crate::domain::coverage::changes::SEEN;
use crate::interventions::request_fields::{impact_choices, urgency_choices};
use crate::text::drafting::conditions::conditions;
use crate::text::drafting::drafting;
use crate::text::format::typed_amount;
use crate::text::interventions::{impacts, interventions, urgencies};
use crate::text::{Lang, words};
use crate::ui::{Choice, RadioField, SelectField, TextArea, TextField};

/// All of them.
#[component]
pub fn TermsParts<'a>(lang: Lang, sheet: &'a DraftSheet) -> impl IntoView + use<> {
    view! {
        {priorities(lang, sheet)}
        {holds(lang, sheet)}
        {delays(lang, sheet)}
        {seen(lang, sheet)}
        {approval(lang, sheet)}
        {hour_book(lang, sheet)}
    }
}

fn priorities(lang: Lang, sheet: &DraftSheet) -> impl IntoView + use<> {
    let (text, said) = (drafting(lang), conditions(lang));
    let form = Form::new("save_priorities");
    let terms = &sheet.draft.terms;
    let scheme = match terms.priority_matrix {
        None => "default",
        Some(_) if terms.has_plain_levels() => "levels",
        Some(_) => "own",
    };
    let schemes = vec![
        Choice::new("default", said.scheme_default).with_help(said.scheme_default_help),
        Choice::new("levels", said.scheme_levels).with_help(said.scheme_levels_help),
        Choice::new("own", said.scheme_own).with_help(said.scheme_own_help),
    ];
    let matrix = terms.priority_matrix.unwrap_or(DEFAULT_PRIORITY_MATRIX);
    let headings = urgencies(lang).map(|urgency| view! { <th scope="col">{urgency}</th> });
    let rows = (1_u8..)
        .zip(impacts(lang))
        .zip(matrix)
        .map(|((impact, hampered), ranks)| {
            let cells = (1_u8..)
                .zip(urgencies(lang))
                .zip(ranks)
                .map(|((urgency, otherwise), rank)| {
                    let name = format!("cells[i{impact}.u{urgency}]");
                    let value = form.value(&name, rank.to_string());
                    let heard = format!("{hampered}, {otherwise}");
                    let options = (1_u8..)
                        .zip(Priority::ALL)
                        .map(|(rank, priority)| {
                            let rank = rank.to_string();
                            let selected = rank == value;
                            view! { <option value=rank selected=selected>{words::priority(lang, *priority)}</option> }
                        })
                        .collect::<Vec<_>>();
                    view! {
                        <td data-label=otherwise><div class="field"><select name=name aria-label=heard>{options}</select></div></td>
                    }
                })
                .collect::<Vec<_>>();
            view! { <tr><th scope="row">{hampered}</th>{cells}</tr> }
        })
        .collect::<Vec<_>>();
    view! {
        <section class="card draft-part" aria-labelledby="priorities">
            <h2 id="priorities">{said.priorities}</h2>
            <p class="soft">{said.priorities_lead}</p>
            <form class="form targets-form" method="post" action="/fn/save_priorities">
                <At at=at(sheet)/>
                <RadioField legend=said.priorities name="scheme" choices=schemes value=form.value("scheme", scheme)
                    error=form.error("scheme") form="priorities"/>
                <table class="table own-matrix" aria-label=said.matrix>
                    <thead><tr><td></td>{headings.collect_view()}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                <div class="form-foot"><button class="button" type="submit">{text.save}</button></div>
            </form>
        </section>
    }
}

fn holds(lang: Lang, sheet: &DraftSheet) -> impl IntoView + use<> {
    let (text, said) = (drafting(lang), conditions(lang));
    let form = Form::new("save_hold_reasons");
    let stored = sheet.draft.terms.hold_reasons.join("\n");
    view! {
        <section class="card draft-part" aria-labelledby="holds">
            <h2 id="holds">{said.holds}</h2>
            <p class="soft">{said.holds_lead}</p>
            <form class="form" method="post" action="/fn/save_hold_reasons">
                <At at=at(sheet)/>
                <TextArea label=said.holds_label name="reasons" value=form.value("reasons", stored.clone()) rows=4
                    hint=form.hint("reasons", &stored, said.holds_hint) error=form.error("reasons") maxlength=4000 form="holds"/>
                <div class="form-foot"><button class="button" type="submit">{text.save}</button></div>
            </form>
        </section>
    }
}

fn delays(lang: Lang, sheet: &DraftSheet) -> impl IntoView + use<> {
    let (text, said) = (drafting(lang), conditions(lang));
    let form = Form::new("save_delays");
    let terms = &sheet.draft.terms;
    let closing = terms.closing_working_days.to_string();
    let notice = terms
        .planned_notice_days
        .map(|days| days.to_string())
        .unwrap_or_default();
    view! {
        <section class="card draft-part" aria-labelledby="delays">
            <h2 id="delays">{said.delays}</h2>
            <form class="form" method="post" action="/fn/save_delays">
                <At at=at(sheet)/>
                <TextField label=said.closing_days name="closing" kind="number" value=form.value("closing", closing.clone())
                    hint=form.hint("closing", &closing, said.closing_days_hint) error=form.error("closing") required=true form="delays"/>
                <TextField label=said.notice_days name="notice" kind="number" value=form.value("notice", notice.clone())
                    hint=form.hint("notice", &notice, said.notice_days_hint) error=form.error("notice") form="delays"/>
                <div class="form-foot"><button class="button" type="submit">{text.save}</button></div>
            </form>
        </section>
    }
}

/// How grave what supervision sees is, until somebody qualifies it.
fn seen(lang: Lang, sheet: &DraftSheet) -> impl IntoView + use<> {
    let (text, said) = (drafting(lang), conditions(lang));
    let form = Form::new("save_supervision");
    let terms = &sheet.draft.terms;
    let rows = SEEN
        .into_iter()
        .map(|state| {
            let stored = terms.gravity_seen(state);
            let name = words::component_state(lang, state);
            let select = |answer: &str, label: &'static str, choices: Vec<Choice>, stored: Option<u8>| {
                let field = format!("{}_{answer}", state.code());
                let stored = stored.map(|stored| stored.to_string()).unwrap_or_default();
                let value = form.value(&field, stored);
                let error = form.error(&field);
                let heard = format!("{name}, {label}");
                let options = choices
                    .into_iter()
                    .map(|choice| {
                        let selected = *choice.value == value;
                        view! { <option value=choice.value selected=selected>{choice.label}</option> }
                    })
                    .collect::<Vec<_>>();
                view! {
                    <td data-label=label>
                        <div class="field">
                            <select name=field aria-label=heard><option value="">{said.to_qualify}</option>{options}</select>
                            {error.map(|error| view! { <p class="field-error">{error}</p> })}
                        </div>
                    </td>
                }
            };
            let names = interventions(lang);
            let impact = select("impact", names.who_is_hampered, impact_choices(lang), stored.map(|it| it.impact));
            let urgency = select("urgency", names.work_otherwise, urgency_choices(lang), stored.map(|it| it.urgency));
            let level = terms.priority_seen(state).map(|priority| words::priority(lang, priority));
            view! { <tr><th scope="row">{name} <span class="cell-note">{level}</span></th>{impact}{urgency}</tr> }
        })
        .collect::<Vec<_>>();
    let names = interventions(lang);
    view! {
        <section class="card draft-part" aria-labelledby="supervision">
            <h2 id="supervision">{said.seen}</h2>
            <p class="soft">{said.seen_lead}</p>
            <form class="form targets-form" method="post" action="/fn/save_supervision">
                <At at=at(sheet)/>
                <table class="table" aria-label=said.seen>
                    <thead><tr><td></td><th scope="col">{names.who_is_hampered}</th><th scope="col">{names.work_otherwise}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                <div class="form-foot"><button class="button" type="submit">{text.save}</button></div>
            </form>
        </section>
    }
}

fn approval(lang: Lang, sheet: &DraftSheet) -> impl IntoView + use<> {
    let (text, said) = (drafting(lang), conditions(lang));
    let form = Form::new("save_approval");
    let stored = sheet.draft.terms.approval.clone().unwrap_or_default();
    let above = stored
        .above_cents
        .map(|cents| typed_amount(lang, i64::from(cents)))
        .unwrap_or_default();
    let activities = activities(lang, &sheet.draft.terms)
        .into_iter()
        .map(|(activity, word)| {
            let name = format!("activities[{}]", activity.code());
            let checked = form.ticked(&name, stored.activities.contains(&activity));
            tick(name, word, checked)
        })
        .collect::<Vec<_>>();
    let roles = [Role::Requester, Role::Approver, Role::ClientAdmin];
    let roles = roles
        .into_iter()
        .map(|role| {
            let name = format!("roles[{}]", role.code());
            let checked = form.ticked(&name, stored.roles.contains(&role));
            tick(name, words::role(lang, role).to_owned(), checked)
        })
        .collect::<Vec<_>>();
    view! {
        <section class="card draft-part" aria-labelledby="approval">
            <h2 id="approval">{said.approval}</h2>
            <p class="soft">{said.approval_lead}</p>
            <form class="form" method="post" action="/fn/save_approval">
                <At at=at(sheet)/>
                <SelectField label=text.clause name="clause" choices=clause_choices(&sheet.draft.terms.clauses)
                    value=form.value("clause", stored.clause.clone()) prompt="—" error=form.error("clause") form="approval"/>
                <TextField label=said.approval_above name="above" value=form.value("above", above.clone())
                    hint=form.hint("above", &above, said.approval_above_hint) error=form.error("above") maxlength=12 form="approval"/>
                <fieldset class="field choices">
                    <legend>{said.approval_activities}</legend>
                    <div class="choice-list">{activities}</div>
                </fieldset>
                <fieldset class="field choices">
                    <legend>{said.approval_roles}</legend>
                    <div class="choice-list">{roles}</div>
                </fieldset>
                <div class="form-foot"><button class="button" type="submit">{text.save}</button></div>
            </form>
        </section>
    }
}

/// The plain ones, and what the lines have in their catalogues.
fn activities(lang: Lang, terms: &Terms) -> Vec<(Activity, String)> {
    let plain = [Activity::Fault, Activity::Advice, Activity::Prevention];
    let mut all: Vec<(Activity, String)> = plain
        .into_iter()
        .map(|activity| {
            let word = words::activity(lang, &activity).to_owned();
            (activity, word)
        })
        .collect();
    for item in terms.lines.iter().flat_map(|line| &line.catalogue) {
        let title = match lang {
            Lang::Fr => item.title.clone(),
            Lang::En => item.title_en.clone(),
        };
        all.push((Activity::Catalogue(item.key.clone()), title));
    }
    all
}

fn tick(name: String, word: String, checked: bool) -> impl IntoView + use<> {
    let id = format!("approval-{name}");
    view! {
        <div class="choice">
            <input id=id.clone() type="checkbox" name=name value="true" checked=checked/>
            <label for=id>{word}</label>
        </div>
    }
}

fn hour_book(lang: Lang, sheet: &DraftSheet) -> impl IntoView + use<> {
    let (text, said) = (drafting(lang), conditions(lang));
    let form = Form::new("save_hour_book");
    let stored = sheet.draft.terms.hour_book.as_ref();
    let clause = stored.map(|book| book.clause.clone()).unwrap_or_default();
    let hours = stored
        .map(|book| (book.minutes / 60).to_string())
        .unwrap_or_default();
    let warnings = stored.map(|book| {
        let levels = book.warnings.iter();
        let levels: Vec<String> = levels
            .map(|minutes| write_target(lang, Target::OpenMinutes(*minutes)))
            .collect();
        levels.join(", ")
    });
    let warnings = warnings.unwrap_or_default();
    view! {
        <section class="card draft-part" aria-labelledby="hour-book">
            <h2 id="hour-book">{said.hour_book}</h2>
            <p class="soft">{said.hour_book_lead}</p>
            <form class="form" method="post" action="/fn/save_hour_book">
                <At at=at(sheet)/>
                <SelectField label=text.clause name="clause" choices=clause_choices(&sheet.draft.terms.clauses)
                    value=form.value("clause", clause) prompt="—" error=form.error("clause") form="hour-book"/>
                <TextField label=said.hours_bought name="hours" kind="number" value=form.value("hours", hours.clone())
                    hint=form.hint("hours", &hours, said.hours_bought_hint) error=form.error("hours") form="hour-book"/>
                <TextField label=said.warnings name="warnings" value=form.value("warnings", warnings.clone())
                    hint=form.hint("warnings", &warnings, said.warnings_hint) error=form.error("warnings") maxlength=60 form="hour-book"/>
                <div class="form-foot"><button class="button" type="submit">{text.save}</button></div>
            </form>
        </section>
    }
}
