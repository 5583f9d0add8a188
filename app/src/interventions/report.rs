//! `/interventions/{reference}/report`, and the same at the desk: the intervention report, made to be printed and
//! signed. It says what the client may read, whoever prints it.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::brief::names;
use super::list::shown_title;
use super::timeline::{Timeline, act_tone, posture};
use crate::answer::page::{answered, asker, backend, visit};
use crate::backend::desk::Desk;
use crate::backend::interventions::{Entry, Interventions, Sheet, Text};
use crate::domain::component::Category;
use crate::domain::intervention::EventKind;
use crate::domain::time::{LocalInstant, MINUTE_MS};
use crate::domain::timetable::offset_at;
use crate::shell::{Document, Place, Scripts, chrome};
use crate::text::contract::verdict::{clause, line, reason};
use crate::text::format::{bytes, date_only, duration, full};
use crate::text::hour_book::hour_book;
use crate::text::interventions::clocks as clock_words;
use crate::text::interventions::{clock as clock_name, discharge, interventions, late_reason};
use crate::text::quotes::quotes;
use crate::text::report::report;
use crate::text::requesting::requesting;
use crate::text::{Lang, words};
use crate::ui::PageHead;
use crate::ui::badge::Pill;

/// For the client's contacts.
#[component]
pub fn InterventionReportPage() -> impl IntoView {
    let reference = reference();
    let interventions = backend::<Interventions>().0;
    answered(async move {
        let asker = asker()?;
        let sheet = interventions.one(&asker, &reference).await?;
        Ok(view! { <Paper sheet at_the_desk=false/> })
    })
}

/// For the provider's staff.
#[component]
pub fn DeskInterventionReportPage() -> impl IntoView {
    let reference = reference();
    let desk = backend::<Desk>().0;
    answered(async move {
        let asker = asker()?;
        let sheet = desk.one(&asker, &reference).await?.sheet;
        Ok(view! { <Paper sheet at_the_desk=true/> })
    })
}

fn reference() -> String {
    let params = use_params_map().read_untracked().clone();
    params.get("reference").unwrap_or_default()
}

#[component]
fn Paper(mut sheet: Sheet, at_the_desk: bool) -> impl IntoView {
    let lang = visit().lang;
    let text = report(lang);
    // What stays inside the provider is in no paper.
    sheet.timeline.retain(|entry| !entry.kind.is_internal());
    let reference = sheet.listed.reference.clone();
    let (place, prefix) = match at_the_desk {
        true => (Place::Queue, "/desk/interventions"),
        false => (Place::Interventions, "/interventions"),
    };
    let back = format!("{prefix}/{reference}");
    view! {
        <Document title=format!("{} {reference}", text.title) place scripts=Scripts::None>
            <PageHead kicker=reference.clone() title=text.title/>
            <div class="quote">
                <article class="paper card report" aria-label=text.title data-reference=reference>
                    <Parties lang sheet=sheet.clone()/>
                    <Facts lang sheet=sheet.clone()/>
                    <Dates lang sheet=sheet.clone()/>
                    <Commitments lang sheet=sheet.clone()/>
                    <Work lang sheet=sheet.clone()/>
                    <Files lang sheet=sheet.clone()/>
                    <Debt lang sheet/>
                    <Signatures lang/>
                </article>
                <aside class="stack">
                    <p class="actions"><a class="button button-plain" href=back>{text.back}</a></p>
                    <p class="soft actions">{text.print_hint}</p>
                </aside>
            </div>
        </Document>
    }
}

/// Who made it, for whom, on which day.
#[component]
fn Parties(lang: Lang, sheet: Sheet) -> impl IntoView {
    let text = report(lang);
    let provider = chrome().provider.clone();
    let phone = provider.day.map(|line| line.number);
    view! {
        <header class="paper-head">
            <div>
                <p class="paper-name">{provider.name}</p>
                {phone.map(|phone| view! { <p class="soft">{phone}</p> })}
            </div>
            <div>
                <p class="paper-name">{sheet.client}</p>
                {sheet.listed.site.map(|site| view! { <p class="soft">{site}</p> })}
            </div>
        </header>
        <h2 class="paper-title">
            {text.title} " " {sheet.listed.reference}
            <span class="soft">" · " {text.drawn_up} " " {date_only(lang, sheet.now)}</span>
        </h2>
    }
}

#[component]
fn Facts(lang: Lang, sheet: Sheet) -> impl IntoView {
    let (text, of) = (report(lang), interventions(lang));
    let names = names(&sheet);
    let listed = sheet.listed;
    let subject = match &listed.component {
        Some(component) => Some(component.name.clone()),
        None if listed.category == Category::Other => None,
        None => Some(words::category(lang, listed.category).to_owned()),
    };
    let service = listed.service.map(|line| words::service_line(lang, line));
    let verdict = sheet.verdict.map(|decided| decided.verdict);
    let contract = verdict.as_ref().and_then(|verdict| verdict.line.as_ref());
    let number = contract
        .map_or("", |line| line.contract.as_str())
        .to_owned();
    let mut clauses: Vec<String> = Vec::new();
    for step in verdict.iter().flat_map(|verdict| &verdict.proof) {
        if let Some(quoted) = reason(lang, step, &names, &number).clause {
            let quoted = clause(lang, &quoted.reference);
            if !clauses.contains(&quoted) {
                clauses.push(quoted);
            }
        }
    }
    let covered = verdict
        .as_ref()
        .map(|verdict| words::outcome(lang, verdict.outcome));
    let under = match contract {
        Some(found) => {
            let version = format!("{} {}", text.version, found.version);
            let parts = [found.contract.clone(), version, line(lang, found)];
            parts
                .into_iter()
                .chain(clauses)
                .collect::<Vec<_>>()
                .join(", ")
        }
        None => text.no_contract.to_owned(),
    };
    let beneficiary = sheet.beneficiary.and_then(|person| match person.name {
        Text::Written(name) => Some(name),
        Text::Redacted => None,
    });
    let spent = sheet.spent;
    let length = |minutes: i64| duration(lang, minutes * MINUTE_MS);
    view! {
        <dl class="facts">
            <dt>{quotes(lang).about}</dt><dd><strong>{shown_title(lang, &listed.title)}</strong></dd>
            {subject.map(|subject| view! { <dt>{of.component}</dt><dd>{subject}</dd> })}
            {listed.requester.map(|name| view! { <dt>{of.requester}</dt><dd>{name}</dd> })}
            {beneficiary.map(|name| view! { <dt>{requesting(lang).beneficiary}</dt><dd>{name}</dd> })}
            {listed.technician.map(|name| view! { <dt>{of.technician}</dt><dd>{name}</dd> })}
            {service.map(|service| view! { <dt>{of.service}</dt><dd>{service}</dd> })}
            {listed.priority.map(|priority| view! { <dt>{of.priority}</dt><dd>{words::priority(lang, priority)}</dd> })}
            <dt>{text.contract}</dt><dd>{under}</dd>
            {covered.map(|covered| view! { <dt>{text.coverage}</dt><dd>{covered}</dd> })}
            <dt>{text.state}</dt><dd><strong>{words::intervention_state(lang, listed.state)}</strong></dd>
            {spent.map(|spent| view! {
                <dt>{hour_book(lang).entered}</dt><dd>{length(spent.entered_minutes)}</dd>
                {(spent.debited_minutes != 0).then(|| view! {
                    <dt>{hour_book(lang).debited}</dt><dd>{length(spent.debited_minutes)}</dd>
                })}
                {(spent.goodwill_minutes != 0).then(|| view! {
                    <dt>{hour_book(lang).given_back}</dt><dd>{length(spent.goodwill_minutes)}</dd>
                })}
            })}
            {sheet.rating.map(|score| view! {
                <dt>{requesting(lang).rating}</dt><dd>{requesting(lang).score(score)}</dd>
            })}
        </dl>
    }
}

/// Each step with the instant that it happened at; with the one that it was written down at, where that is later.
#[component]
fn Dates(lang: Lang, sheet: Sheet) -> impl IntoView {
    use EventKind as E;
    let text = report(lang);
    let entries = &sheet.timeline;
    let last = |kinds: &[EventKind]| {
        entries
            .iter()
            .rev()
            .find(|entry| kinds.contains(&entry.kind))
    };
    let first = |kind: EventKind| entries.iter().find(|entry| entry.kind == kind);
    let steps: [(&str, Option<&Entry>); 5] = [
        (text.declared, entries.first()),
        (text.taken, first(E::Started)),
        (text.restored_provisionally, last(&[E::RestoredPalliative])),
        (
            text.done,
            last(&[E::RestoredCurative, E::Answered, E::Completed, E::Done]),
        ),
        (text.closed, last(&[E::Confirmed])),
    ];
    let rows = steps
        .into_iter()
        .filter_map(|(name, entry)| {
            let entry = entry?;
            let late = entry.recorded_late.map(|(at, why)| {
                format!("{} {} ({})", text.recorded, full(lang, at), late_reason(lang, why))
            });
            Some(view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td data-label=text.when>{full(lang, entry.at)}{late.map(|late| view! { <span class="cell-note">{late}</span> })}</td>
                    <td>{entry.act.map(|act| view! { <Pill tone=act_tone(act)>{posture(lang, act)}</Pill> })}</td>
                </tr>
            })
        })
        .collect::<Vec<_>>();
    view! {
        <section>
            <h3>{text.dates}</h3>
            <table class="table">
                <thead><tr><th scope="col">{text.what}</th><th scope="col">{text.when}</th><td></td></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

#[component]
fn Commitments(lang: Lang, sheet: Sheet) -> impl IntoView {
    let text = report(lang);
    let now = sheet.now;
    let at = |at: i64| LocalInstant {
        at,
        offset_s: offset_at(&sheet.clocks.offsets, at),
    };
    let rows = sheet
        .clocks
        .clocks
        .clocks
        .iter()
        .filter(|clock| clock.target.is_some() || clock.breach.is_some())
        .map(|clock| {
            let due = clock.breach.map(|breach| breach.due_at);
            let due = due.or(clock.deadline.as_ref().map(|due| due.at));
            let stopped = clock.stopped_at.map(at);
            let standing = clock_words::standing(lang, clock, stopped, now);
            let agreed = clock
                .breach
                .and_then(|breach| clock_words::set_aside(lang, breach.set_aside));
            view! {
                <tr>
                    <th scope="row">{clock_name(lang, clock.kind)}</th>
                    <td data-label=text.promised>{clock.target.map(|target| clock_words::promised(lang, target))}</td>
                    <td data-label=text.due>{due.map(|due| full(lang, at(due)))}</td>
                    <td data-label=text.result>
                        <strong>{clock_words::state(lang, clock.state)}</strong>
                        {standing.map(|standing| view! { <span class="cell-note">{standing}</span> })}
                        {agreed.map(|agreed| view! { <span class="cell-note">{agreed}</span> })}
                    </td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let is_empty = rows.is_empty();
    view! {
        <section>
            <h3>{text.commitments}</h3>
            {is_empty.then(|| view! { <p>{text.no_commitment}</p> })}
            {(!is_empty).then(|| view! {
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{text.commitment}</th>
                            <th scope="col">{text.promised}</th>
                            <th scope="col">{text.due}</th>
                            <th scope="col">{text.result}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            })}
        </section>
    }
}

/// What bears words, an act or time: the rest is in the dates.
#[component]
fn Work(lang: Lang, sheet: Sheet) -> impl IntoView {
    let text = report(lang);
    let now = sheet.now;
    let entries: Vec<Entry> = sheet
        .timeline
        .into_iter()
        .filter(|entry| entry.text.is_some() || entry.act.is_some() || entry.detail.is_some())
        .map(|entry| Entry {
            file: None,
            ..entry
        })
        .collect();
    let is_empty = entries.is_empty();
    view! {
        <section>
            <h3>{text.work}</h3>
            {is_empty.then(|| view! { <p class="soft">{text.no_work}</p> })}
            {(!is_empty).then(|| view! { <Timeline lang entries now/> })}
        </section>
    }
}

#[component]
fn Files(lang: Lang, sheet: Sheet) -> impl IntoView {
    let files = sheet.timeline.into_iter().filter_map(|entry| {
        let file = entry.file.filter(|file| !file.erased)?;
        Some((file, entry.who.name, entry.at))
    });
    let rows = files
        .map(|(file, who, at)| {
            view! {
                <li>{file.name} <span class="soft">" · " {bytes(lang, file.size)} " · " {who} ", " {full(lang, at)}</span></li>
            }
        })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <section>
                <h3>{report(lang).files}</h3>
                <ul class="report-files">{rows}</ul>
            </section>
        }
    })
}

#[component]
fn Debt(lang: Lang, sheet: Sheet) -> impl IntoView {
    let text = report(lang);
    let said = match sheet.debt {
        None => text.no_debt.to_owned(),
        Some(debt) => match debt.discharged {
            None => format!("{} {}.", text.debt_open, full(lang, debt.opened)),
            Some(at) => {
                let way = debt
                    .way
                    .map(|way| format!(" · {}", discharge(lang, way)))
                    .unwrap_or_default();
                format!("{} {}{way}.", text.debt_over, full(lang, at))
            }
        },
    };
    view! {
        <section>
            <h3>{text.debt}</h3>
            <p>{said}</p>
        </section>
    }
}

#[component]
fn Signatures(lang: Lang) -> impl IntoView {
    let text = report(lang);
    let boxes = [text.for_client, text.for_provider]
        .map(|side| {
            view! {
                <div class="signature">
                    <p><strong>{side}</strong></p>
                    <p class="soft small">{text.signature}</p>
                </div>
            }
        })
        .into_iter()
        .collect::<Vec<_>>();
    view! { <footer class="signatures">{boxes}</footer> }
}
