//! What holds for every line of a contract: how a priority is decided, who approves, what the hour book holds.

use leptos::prelude::*;

use super::verdict::Clause;
use crate::backend::contract::SignedVersion;
use crate::domain::contract::{Priority, Terms};
use crate::domain::hours::{EntryKind, HoursLeft};
use crate::domain::time::MINUTE_MS;
use crate::text::contract::conditions::{approval, conditions, short_priority};
use crate::text::contract::verdict::{ClauseRef, Names};
use crate::text::hour_book::{entry, hour_book};
use crate::text::{Lang, format, interventions, words};
use crate::ui::badge::{Badge, Tone};
use crate::ui::icons::Glyph;

/// What the pieces are written with.
pub struct Conditions<'a> {
    pub lang: Lang,
    pub number: &'a str,
    pub names: &'a Names,
    pub contract_path: &'a str,
}

/// Impact by urgency: the two questions of a request, and the priority that they give.
pub fn priorities(lang: Lang, terms: &Terms) -> AnyView {
    let text = conditions(lang);
    if terms.has_plain_levels() {
        let levels = Priority::ALL
            .iter()
            .map(|level| view! { <li>{words::priority(lang, *level)}</li> })
            .collect::<Vec<_>>();
        return view! {
            <section class="card priorities">
                <h3>{text.priority_matrix}</h3>
                <p class="soft small">{text.plain_levels_lead}</p>
                <ul class="lines" role="list">{levels}</ul>
            </section>
        }
        .into_any();
    }
    let urgencies = interventions::urgencies(lang);
    let headings = urgencies
        .iter()
        .map(|urgency| view! { <th scope="col">{*urgency}</th> })
        .collect::<Vec<_>>();
    let rows = (1u8..)
        .zip(interventions::impacts(lang))
        .map(|(impact, hampered)| {
            let cells = (1u8..)
                .zip(urgencies)
                .map(|(urgency, otherwise)| {
                    let given = terms.priority(impact, urgency);
                    let class = given.map_or("", |priority| priority.code());
                    let priority = given.map(|priority| {
                        view! {
                            <strong title=words::priority(lang, priority)>{short_priority(priority)}</strong>
                        }
                    });
                    view! { <td data-label=otherwise class=class>{priority}</td> }
                })
                .collect::<Vec<_>>();
            view! { <tr><th scope="row">{hampered}</th>{cells}</tr> }
        })
        .collect::<Vec<_>>();
    view! {
        <section class="card priorities">
            <h3>{text.priority_matrix}</h3>
            <p class="soft small">{text.priority_matrix_lead}</p>
            <table class="plain-table priority-matrix">
                <thead>
                    <tr>
                        <td></td>
                        <th colspan="4" scope="colgroup">{text.work_otherwise}</th>
                    </tr>
                    <tr>
                        <th scope="col">{text.who_is_hampered}</th>
                        {headings}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

impl Conditions<'_> {
    /// Approval and the hour book, side by side; nothing where the contract has neither.
    pub fn money(&self, signed: &SignedVersion) -> Option<AnyView> {
        let lang = self.lang;
        let text = conditions(lang);
        let terms = &signed.signed.terms;
        let approved = terms.approval.as_ref().and_then(|given| {
            let rules = approval(lang, given, self.names);
            let clause = self.clause(&given.clause);
            (!rules.is_empty()).then(|| {
                let rules = rules
                    .into_iter()
                    .map(|rule| view! { <li>{rule}</li> })
                    .collect::<Vec<_>>();
                view! {
                    <section class="card">
                        <h3>{text.approval} " " {clause}</h3>
                        <ul>{rules}</ul>
                    </section>
                }
            })
        });
        let book = terms.hour_book.as_ref().map(|book| {
            let left = signed.hours_left.map(|left| balance_view(lang, left));
            view! {
                <section class="card">
                    <h3>{text.hour_book} " " {self.clause(&book.clause)}</h3>
                    {left}
                    <p>{text.hour_book_of(book)}</p>
                    {self.statement(signed)}
                </section>
            }
        });
        if approved.is_none() && book.is_none() {
            return None;
        }
        Some(view! { <div class="cards conditions">{approved} {book}</div> }.into_any())
    }

    /// The last entries of the book, each debit with the way to disagree.
    fn statement(&self, signed: &SignedVersion) -> Option<AnyView> {
        let lang = self.lang;
        let text = hour_book(lang);
        let at_the_desk = self.contract_path.starts_with("/desk");
        let prefix = if at_the_desk { "/desk" } else { "" };
        let lines = &signed.hour_lines;
        if lines.is_empty() {
            return None;
        }
        let rows = lines
            .iter()
            .map(|line| {
                let sign = if line.minutes < 0 { "−" } else { "+" };
                let length = format::duration(lang, line.minutes.abs() * MINUTE_MS);
                let day = format::short_date(lang, line.at);
                let spent = line.intervention.clone().map(|reference| {
                    let href = format!("{prefix}/interventions/{reference}");
                    let contest = format!("{href}#spent");
                    let is_debit = matches!(line.kind, EntryKind::Debit | EntryKind::Overrun);
                    let way = (is_debit && !at_the_desk).then(|| {
                        view! { " · " <a href=contest>{text.contest}</a> }
                    });
                    view! { " " <a class="reference" href=href>{reference}</a> {way} }
                });
                let note = (!line.note.is_empty())
                    .then(|| view! { <span class="cell-note">{line.note.clone()}</span> });
                view! {
                    <tr>
                        <td>{day}</td>
                        <td>{entry(lang, line.kind)} {spent} {note}</td>
                        <td class="number">{sign} {length}</td>
                    </tr>
                }
            })
            .collect::<Vec<_>>();
        let summary = (text.statement_of)(rows.len());
        Some(
            view! {
                <details>
                    <summary>{summary}</summary>
                    <table class="plain-table" aria-label=text.statement>
                        <thead>
                            <tr>
                                <th scope="col">{text.date}</th>
                                <th scope="col">{text.what}</th>
                                <th scope="col" class="number">{text.length}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </details>
            }
            .into_any(),
        )
    }

    fn clause(&self, reference: &str) -> Option<impl IntoView + use<>> {
        let quoted = ClauseRef {
            contract: self.number.to_owned(),
            reference: reference.to_owned(),
        };
        let (lang, contract_path) = (self.lang, self.contract_path.to_owned());
        (!reference.is_empty()).then(|| view! { <Clause lang quoted contract_path/> })
    }
}

/// What is left: plain while it lasts, a warning under the balances that were agreed.
pub fn balance_view(lang: Lang, left: HoursLeft) -> impl IntoView {
    let text = conditions(lang);
    let (tone, glyph) = match left {
        _ if left.balance_minutes < 0 => (Tone::Down, Glyph::MajorOutage),
        _ if left.warning_level > 0 => (Tone::Warn, Glyph::Degraded),
        _ => (Tone::Ok, Glyph::Clock),
    };
    let word = text.hours_left_of(left.balance_minutes);
    view! { <p class="card-figure">{text.hours_left} " " <Badge tone glyph word/></p> }
}
