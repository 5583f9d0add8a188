//! When preventive work is, where it stands with the client, what to know of it.

use leptos::prelude::*;

use crate::answer::FieldProblem;
use crate::answer::page::visit;
use crate::backend::interventions::{PlannedView, Sheet, Slot, Text};
use crate::domain::intervention::{EventKind, InterventionState};
use crate::domain::time::LocalInstant;
use crate::text::Lang;
use crate::text::errors::field_problem;
use crate::text::format;
use crate::text::interventions::interventions;
use crate::text::planning::{planning, slot_short, slot_words};
use crate::ui::badge::{Pill, Tone};
use crate::ui::time::{Instant, Moment};
use crate::ui::{Glyph, Notice, TextField};

/// The slot in words, exact on hover; as a list has room for, unless `whole`.
#[component]
pub fn SlotTime(lang: Lang, time: Slot, #[prop(optional)] whole: bool) -> impl IntoView {
    let text = match whole {
        true => slot_words(lang, time.from, time.to),
        false => slot_short(lang, time.from, time.to),
    };
    view! { <Instant lang at=time.from text/> }
}

/// Nothing unless it is preventive work.
#[component]
pub fn SlotCard(lang: Lang, sheet: Sheet, #[prop(optional)] at_the_desk: bool) -> impl IntoView {
    let planned = sheet.planned?;
    let state = sheet.listed.state;
    let text = planning(lang);
    let warnings = warnings(lang, &planned, state, at_the_desk, sheet.now);
    let impact = planned.impact.map(|impact| match impact {
        Text::Written(words) => words,
        Text::Redacted => interventions(lang).redacted.to_owned(),
    });
    let standing = text.answer(state, planned.slot.accepted, at_the_desk);
    let (now, due) = (sheet.now, planned.due);
    Some(view! {
        <section class="card" aria-label=text.slot data-slot=format::iso(planned.slot.from.at)>
            <dl class="facts">
                <dt>{text.slot}</dt><dd><strong><SlotTime lang time=planned.slot whole=true/></strong></dd>
                {state.is_planned().then(|| view! {
                    <dt>{interventions(lang).state}</dt><dd><Pill tone=answer_tone(state, planned.slot.accepted)>{standing}</Pill></dd>
                })}
                {planned.announced.map(|at| view! { <dt>{text.announced}</dt><dd><Moment lang at now/></dd> })}
                {impact.map(|impact| view! { <dt>{text.impact}</dt><dd>{impact}</dd> })}
                {due.map(|due| view! { <dt>{text.due}</dt><dd>{last_day(lang, due)}</dd> })}
            </dl>
            {warnings}
        </section>
    })
}

/// What is short, late or out of the contract. A client reads what it was told of.
fn warnings(
    lang: Lang,
    planned: &PlannedView,
    state: InterventionState,
    at_the_desk: bool,
    now: LocalInstant,
) -> Vec<AnyView> {
    let text = planning(lang);
    let mut said = Vec::new();
    if state == InterventionState::Planned {
        let (title, help) = match at_the_desk {
            true => (text.not_announced, text.not_announced_help),
            false => (text.moved, ""),
        };
        said.push(
            view! {
                <Notice tone=Tone::Planned glyph=Glyph::Info title><p>{help}</p></Notice>
            }
            .into_any(),
        );
    }
    let is_open = state.is_planned();
    if let Some(notice) = planned.notice.filter(|_| is_open) {
        let is_announced = planned.announced.is_some();
        if notice.is_short && (at_the_desk || is_announced) {
            let words = text.short_notice(notice.days, is_announced);
            said.push(warning(words));
        } else if at_the_desk && !is_announced {
            let by = format::moment(lang, notice.last, now);
            said.push(
                view! { <p class="soft small">{text.announce_by(&by, notice.days)}</p> }.into_any(),
            );
        }
    }
    if let Some(due) = planned.due.filter(|_| planned.is_late && is_open) {
        said.push(warning(format!("{} {}.", text.late, last_day(lang, due))));
    }
    if let Some(ends) = planned.after_contract.filter(|_| is_open) {
        said.push(warning(format!(
            "{} {}.",
            text.after_contract,
            last_day(lang, ends)
        )));
    }
    said
}

fn warning(title: String) -> AnyView {
    view! { <Notice tone=Tone::Warn glyph=Glyph::Info title/> }.into_any()
}

/// The day that ends at that instant.
fn last_day(lang: Lang, end: LocalInstant) -> String {
    let before = LocalInstant {
        at: end.at - 1,
        ..end
    };
    format::date_only(lang, before)
}

/// As colours say it.
pub const fn answer_tone(state: InterventionState, accepted: Option<bool>) -> Tone {
    match (state, accepted) {
        (InterventionState::Announced, Some(true)) => Tone::Ok,
        (InterventionState::Announced, Some(false)) => Tone::Warn,
        (InterventionState::Cancelled, _) => Tone::Quiet,
        _ => Tone::Planned,
    }
}

/// The client's answer to an announcement.
#[component]
pub fn Answer(lang: Lang, sheet: Sheet) -> impl IntoView {
    let text = planning(lang);
    let may = |kind| sheet.may.contains(&kind);
    may(EventKind::SlotAccepted).then(|| {
        view! {
            <form class="card" method="post" action="/fn/accept_slot">
                <input type="hidden" name="reference" value=sheet.listed.reference.clone()/>
                <input type="hidden" name="expected_version" value=sheet.version.to_string()/>
                <p>{text.accept_slot_help}</p>
                <button class="button" type="submit">{text.accept_slot}</button>
            </form>
        }
    })
}

/// Start and end, in the site's time.
#[component]
pub fn SlotFields(lang: Lang, form: &'static str, current: Option<Slot>) -> impl IntoView {
    let text = planning(lang);
    let visit = visit();
    let value = |name: &str, at: Option<LocalInstant>| {
        visit
            .typed(form, name)
            .unwrap_or_else(|| at.map(typed).unwrap_or_default())
    };
    // The only hours that a date does not have.
    let wrong = |name: &str| match visit.problem(form, name) {
        Some(FieldProblem::NotHours) => Some(text.jumped_over),
        problem => problem.map(|problem| field_problem(lang, problem)),
    };
    view! {
        <div class="field-row">
            <TextField label=text.slot_from name="slot_from" kind="datetime-local" value=value("slot_from", current.map(|slot| slot.from))
                hint=text.slot_hint error=wrong("slot_from").map(Into::into) required=true form=form/>
            <TextField label=text.slot_to name="slot_to" kind="datetime-local" value=value("slot_to", current.map(|slot| slot.to))
                hint=text.slot_hint error=wrong("slot_to").map(Into::into) required=true form=form/>
        </div>
    }
}

/// As the browser's field for a local date and time holds it.
fn typed(at: LocalInstant) -> String {
    let local = at.at + i64::from(at.offset_s) * 1_000;
    chrono::DateTime::from_timestamp_millis(local)
        .map(|local| local.format("%Y-%m-%dT%H:%M").to_string())
        .unwrap_or_default()
}
