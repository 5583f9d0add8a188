//! What the pages of one intervention open with: where it stands, what it is, why it is covered, what supervision sees.

use leptos::{oco::Oco, prelude::*};

use crate::answer::AppError;
use crate::answer::page::visit;
use crate::backend::answers;
use crate::backend::interventions::{Decided, Sheet, Text, changed_since};
use crate::backend::requesting::BeneficiaryView;
use crate::contract::{Verdict, outcome_tone};
use crate::domain::component::{Category, ComponentState, Key};
use crate::domain::contract::FormFieldKind;
use crate::interventions::list::shown_title;
use crate::text::contract::verdict::Names;
use crate::text::errors::{error_help, error_title};
use crate::text::format::plain_date;
use crate::text::handing::handing;
use crate::text::interventions::clocks::level as level_name;
use crate::text::interventions::{
    discharge, event, hold_reason, interventions, origin, questions, why_not,
};
use crate::text::requesting::requesting;
use crate::text::ties::ties;
use crate::text::{Lang, format, words};
use crate::ui::badge::{Badge, InterventionStateBadge, Pill, PostureBadge, Tone};
use crate::ui::time::Moment;
use crate::ui::{Glyph, Notice, PageHead};

/// Reference, title, state since when.
#[component]
pub fn Head(lang: Lang, sheet: Sheet, kicker: String) -> impl IntoView {
    let text = interventions(lang);
    let listed = sheet.listed;
    let now = sheet.now;
    let reason = listed.hold_reason.map(|reason| hold_reason(lang, reason));
    let debt = sheet.debt;
    view! {
        <PageHead kicker=kicker title=shown_title(lang, &listed.title)/>
        <p class="work-meta" data-state=listed.state.code() data-reference=listed.reference>
            {match reason {
                Some(reason) => view! { <InterventionStateBadge lang state=listed.state reason=reason/> }.into_any(),
                None => view! { <InterventionStateBadge lang state=listed.state/> }.into_any(),
            }}
            {listed.service.map(|line| view! { <PostureBadge lang line/> })}
            {listed.priority.map(|priority| view! { <Pill tone=Tone::Quiet>{words::priority(lang, priority)}</Pill> })}
        </p>
        {debt.map(|debt| match debt.discharged {
            None => view! {
                <Notice tone=Tone::Provisional glyph=Glyph::Provisional title=text.debt_open>
                    <p>{text.debt_help} " " {text.debt_since} " " <Moment lang at=debt.opened now/></p>
                </Notice>
            }.into_any(),
            Some(at) => view! {
                <p class="soft">
                    {text.debt_discharged} " " <Moment lang at now/>
                    {debt.way.map(|way| view! { " · " {discharge(lang, way)} })}
                    {debt.review.map(|day| view! { " · " {ties(lang).review_of} " " {format::date_only(lang, day)} })}
                </p>
            }.into_any(),
        })}
        {sheet.supervision.map(|seen| {
            let said = match seen.state {
                state if state.is_failure() => text.seen_failing,
                ComponentState::Unknown => text.seen_unknown,
                _ => text.seen_back,
            };
            view! {
                <p>
                    <Badge tone=Tone::from(seen.state) glyph=Glyph::from(seen.state) word=words::component_state(lang, seen.state)/>
                    " " <span class="soft">{said} " " <Moment lang at=seen.since now/></span>
                </p>
            }
        })}
    }
}

/// Names and values, links included. `prefix` is where interventions have their pages.
#[component]
pub fn Facts(lang: Lang, sheet: Sheet, prefix: &'static str) -> impl IntoView {
    let text = interventions(lang);
    let more = requesting(lang);
    let report = format!("{prefix}/{}/report", sheet.listed.reference);
    let listed = sheet.listed;
    let linked = |reference: String| {
        let href = format!("{prefix}/{reference}");
        view! { <a class="reference" href=href>{reference}</a> }
    };
    // Planned work hampers nobody: it has no priority.
    let asks = sheet.planned.is_none();
    let is_contact = prefix == "/interventions";
    let listed_something = listed.component.is_some() || listed.category != Category::Other;
    let subject = match listed.component {
        Some(component) if is_contact => {
            let href = format!("/status/{}", component.key);
            view! { <a href=href>{component.name}</a> }.into_any()
        }
        Some(component) => component.name.into_any(),
        None => words::category(lang, listed.category).into_any(),
    };
    // A request of the catalogue may be about no component.
    let has_subject = listed_something || sheet.catalogue.is_none();
    let service = listed
        .service
        .map_or(text.no_service, |line| words::service_line(lang, line));
    let priority = listed
        .priority
        .map_or(text.no_priority, |priority| words::priority(lang, priority));
    view! {
        <section class="card" aria-label=text.facts>
            <dl class="facts">
                {has_subject.then(|| view! { <dt>{text.component}</dt><dd>{subject}</dd> })}
                {listed.site.map(|site| view! { <dt>{text.site}</dt><dd>{site}</dd> })}
                {asks.then(|| view! { <dt>{text.priority}</dt><dd>{priority}</dd> })}
                <dt>{text.service}</dt><dd>{service}</dd>
                <dt>{text.origin}</dt><dd>{origin(lang, listed.origin)}</dd>
                {listed.requester.map(|name| view! { <dt>{text.requester}</dt><dd>{name}</dd> })}
                {sheet.beneficiary.map(|person| view! {
                    <dt>{more.beneficiary}</dt><dd data-beneficiary="">{beneficiary_view(lang, person)}</dd>
                })}
                <dt>{text.technician}</dt><dd>{listed.technician.unwrap_or_else(|| text.nobody_yet.to_owned())}</dd>
                // Levels are the provider's own affair.
                {(!is_contact).then(|| view! { <dt>{handing(lang).level}</dt><dd>{level_name(lang, listed.level)}</dd> })}
                <dt>{text.declared}</dt><dd><Moment lang at=listed.declared now=sheet.now/></dd>
                {(!sheet.phone.is_empty()).then(|| {
                    let href = format!("tel:{}", sheet.phone.replace(' ', ""));
                    view! { <dt>{text.call_back_at}</dt><dd><a href=href>{sheet.phone}</a></dd> }
                })}
                {sheet.continues.map(|reference| view! { <dt>{text.continues}</dt><dd>{linked(reference)}</dd> })}
                {sheet.continued_by.map(|reference| view! { <dt>{text.continued_by}</dt><dd>{linked(reference)}</dd> })}
            </dl>
            <p class="report-link"><a href=report>{more.report}</a></p>
        </section>
    }
}

/// Who, where, and the number to call.
fn beneficiary_view(lang: Lang, person: BeneficiaryView) -> impl IntoView {
    let said = |text: Text| match text {
        Text::Written(text) => text,
        Text::Redacted => interventions(lang).redacted.to_owned(),
    };
    let room = person.room.map(said);
    let phone = person.phone.map(|phone| match phone {
        Text::Written(number) => {
            let href = format!("tel:{}", number.replace(' ', ""));
            view! { ", " <a href=href>{number}</a> }.into_any()
        }
        Text::Redacted => view! { ", " {interventions(lang).redacted} }.into_any(),
    });
    view! { {said(person.name)} {room.map(|room| format!(", {room}"))} {phone} }
}

/// What a request of the catalogue asked, and what was answered.
#[component]
pub fn Answers(lang: Lang, sheet: Sheet) -> impl IntoView {
    let request = sheet.catalogue?;
    let words = questions(lang);
    let title = match lang {
        Lang::Fr => request.title,
        Lang::En => request.title_en,
    };
    let rows = request.answers.into_iter().map(|given| {
        let label = match lang {
            Lang::Fr => given.label,
            Lang::En => given.label_en,
        };
        let said = match given.text {
            Text::Redacted => interventions(lang).redacted.to_owned(),
            Text::Written(said) => answer(lang, given.kind, said),
        };
        view! { <dt>{label}</dt><dd>{said}</dd> }
    });
    let rows = rows.collect::<Vec<_>>();
    Some(view! {
        <section class="card answers" aria-label=words.asked>
            <h2>{title}</h2>
            {rows.is_empty().then(|| view! { <p class="soft">{words.nothing_asked}</p> })}
            {(!rows.is_empty()).then(|| view! { <dl class="facts">{rows}</dl> })}
        </section>
    })
}

fn answer(lang: Lang, kind: FormFieldKind, said: String) -> String {
    let words = questions(lang);
    match kind {
        FormFieldKind::Text => said,
        FormFieldKind::Date => said.parse().map_or(said, |date| plain_date(lang, date)),
        FormFieldKind::YesNo if said == answers::YES => words.yes.to_owned(),
        FormFieldKind::YesNo => words.no.to_owned(),
    }
}

/// The verdict that counts, with its proof folded away.
#[component]
pub fn Covered(
    lang: Lang,
    sheet: Sheet,
    #[prop(into)] contract_path: Oco<'static, str>,
) -> impl IntoView {
    let text = interventions(lang);
    let (now, names, qualified) = (sheet.now, names(&sheet), sheet.listed.technician.is_some());
    sheet.verdict.map(|Decided { mut verdict, at }| {
        let outcome = verdict.outcome;
        // What is due stands at the top of the page, as it is counted now.
        verdict.commitment = None;
        view! {
            <section class="card" aria-label=text.cover>
                <h2>{text.cover}</h2>
                <p><Pill tone=outcome_tone(outcome)>{words::outcome(lang, outcome)}</Pill></p>
                <details>
                    <summary>{text.why_this_verdict}</summary>
                    <Verdict lang verdict names contract_path qualified now/>
                    <p class="soft">{text.decided} " " <Moment lang at now/></p>
                </details>
            </section>
        }
    })
}

/// What a verdict's sentences call things.
pub fn names(sheet: &Sheet) -> Names {
    let mut names = Names::default();
    if let Some(request) = &sheet.catalogue {
        let title = match visit().lang {
            Lang::Fr => &request.title,
            Lang::En => &request.title_en,
        };
        names.catalogue.insert(request.item.clone(), title.clone());
    }
    if let Some(component) = &sheet.listed.component
        && let Ok(key) = Key::new(component.key.clone())
    {
        names.components.insert(key, component.name.clone());
    }
    for site in &sheet.sites {
        names.sites.insert(site.key.clone(), site.name.clone());
    }
    names
}

/// Why the gesture that was just sent was refused, and what changed meanwhile when somebody was quicker.
#[component]
pub fn Refused(forms: Vec<&'static str>, sheet: Sheet) -> impl IntoView {
    let visit = visit();
    let lang = visit.lang;
    let draft = visit
        .draft
        .clone()
        .filter(|draft| forms.contains(&draft.form.as_str()))?;
    // A text that was put into a form was refused by nobody.
    let refusal = draft.refusal.clone()?;
    let title = error_title(lang, &refusal);
    let help = match &refusal {
        AppError::NotNow { state } => why_not(lang, state).map(str::to_owned),
        _ => None,
    };
    let help = help.unwrap_or_else(|| error_help(lang, &refusal));
    let seen = draft
        .value("expected_version")
        .and_then(|version| version.parse().ok());
    let changed = match (&refusal, seen) {
        (AppError::Conflict, Some(seen)) => meanwhile(lang, &sheet, seen),
        _ => vec![],
    };
    Some(view! {
        <Notice tone=Tone::Warn glyph=Glyph::Info title urgent=true>
            <p>{help}</p>
            {(!changed.is_empty()).then(|| view! {
                <p>{interventions(lang).conflict}</p>
                <ul>{changed.into_iter().map(|change| view! { <li>{change}</li> }).collect::<Vec<_>>()}</ul>
            })}
        </Notice>
    })
}

fn meanwhile(lang: Lang, sheet: &Sheet, seen: i64) -> Vec<String> {
    let text = interventions(lang);
    changed_since(sheet, seen)
        .into_iter()
        .map(|entry| {
            let who = if entry.who.name.is_empty() {
                text.the_system
            } else {
                &entry.who.name
            };
            let at = crate::text::format::moment(lang, entry.at, sheet.now);
            format!("{}, {who}, {at}", event(lang, entry.kind))
        })
        .collect()
}
