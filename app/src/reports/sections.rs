//! The figures of a month, section by section; each leads to what it is made of.

use leptos::prelude::*;

use super::chart::ActivityChart;
use crate::domain::contract::Priority;
use crate::domain::report::{
    BookFigures, ComponentAvailability, Debt, Figures, Measure, Missed, Named, Resolve,
    ResolveKind, Respect, Section, Value,
};
use crate::domain::time::{DAY_MS, EpochMs, LocalInstant, MINUTE_MS};
use crate::text::contract::terms;
use crate::text::format::{date_only, moment, percent, plain_date, short_date};
use crate::text::reports::{self as words, Reports, reports};
use crate::text::{Lang, hour_book, interventions, words as shared};
use crate::ui::badge::{Pill, Tone};
use crate::ui::time::{Instant, Length};

/// Stretches that a page lists; the file has them all.
const LISTED: usize = 60;

/// Who reads, and where things are for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    pub lang: Lang,
    /// "/interventions", or the desk's.
    pub interventions: &'static str,
    /// Where the contract is read.
    pub contract: String,
    /// Whether components have a page there.
    pub sees_components: bool,
}

impl Reader {
    fn intervention(&self, reference: &str) -> AnyView {
        let href = format!("{}/{reference}", self.interventions);
        view! { <a class="reference" href=href>{reference.to_owned()}</a> }.into_any()
    }

    fn interventions(&self, references: &[String]) -> Vec<AnyView> {
        let all = references.iter();
        all.map(|reference| view! { {self.intervention(reference)} " " }.into_any())
            .collect()
    }

    fn component(&self, key: &str, name: &str) -> AnyView {
        if self.sees_components {
            let href = format!("/status/{key}");
            view! { <a href=href>{name.to_owned()}</a> }.into_any()
        } else {
            name.to_owned().into_any()
        }
    }

    fn named(&self, component: Option<&Named>) -> Option<AnyView> {
        component.map(|one| self.component(&one.key, &one.name))
    }

    /// "2026-014, article 4.2", leading to the contract.
    fn clause(&self, contract: &str, clause: &str) -> Option<AnyView> {
        if contract.is_empty() {
            return None;
        }
        let said = match clause {
            "" => contract.to_owned(),
            clause => format!("{contract}, {} {clause}", reports(self.lang).clause),
        };
        let href = self.contract.clone();
        Some(view! { <a class="cell-note" href=href>{said}</a> }.into_any())
    }

    fn text(&self) -> &'static Reports {
        reports(self.lang)
    }

    fn day(&self, figures: &Figures, at: EpochMs) -> impl IntoView + use<> {
        let at = figures.local(at);
        view! { <Instant lang=self.lang at text=short_date(self.lang, at)/> }
    }

    fn moment(&self, figures: &Figures, at: EpochMs) -> impl IntoView + use<> {
        let at = figures.local(at);
        view! { <Instant lang=self.lang at text=day_and_time(self.lang, at)/> }
    }
}

/// "jeu. 1er oct. à 14 h 02": as it reads a fortnight later, whenever it is read.
fn day_and_time(lang: Lang, at: LocalInstant) -> String {
    let later = LocalInstant {
        at: at.at + 14 * DAY_MS,
        ..at
    };
    moment(lang, at, later)
}

/// Every section that has something to say, each followed by what `after` adds to it.
pub fn sections(
    reader: &Reader,
    figures: &Figures,
    after: impl Fn(Section) -> Option<AnyView>,
) -> Vec<AnyView> {
    let mut drawn = Vec::new();
    for section in Section::ALL {
        let body = match section {
            Section::Summary => key_figures(reader, figures),
            Section::Availability => availability(reader, figures),
            Section::Respect => respect(reader, figures),
            Section::Debts => debts(reader, figures),
            Section::Intensity => intensity(reader, figures),
            Section::Recurrence => recurrence(reader, figures),
            Section::Hours => hours(reader, figures),
            Section::LostTime => match figures.lost_time {
                Some(_) => lost_time(reader, figures),
                None => continue,
            },
        };
        let name = match section {
            Section::Summary => reader.text().key_figures,
            section => words::section(reader.lang, *section),
        };
        drawn.push(
            view! {
                <section class="report-section" id=section.code() data-section=section.code()>
                    <h2>{name}</h2>
                    {body}
                    {after(*section)}
                </section>
            }
            .into_any(),
        );
    }
    drawn
}

/// A comment under its section.
pub fn comment(lang: Lang, text: String) -> AnyView {
    view! {
        <div class="report-comment">
            <p class="only-heard">{reports(lang).comment}</p>
            <p class="written">{text}</p>
        </div>
    }
    .into_any()
}

/// The few figures that say how it was, each leading to its section.
fn key_figures(reader: &Reader, figures: &Figures) -> AnyView {
    let lang = reader.lang;
    let shown = [
        (Measure::Availability, Section::Availability),
        (Measure::Response, Section::Respect),
        (Measure::Restoration, Section::Respect),
        (Measure::Debts, Section::Debts),
        (Measure::Interventions, Section::Intensity),
        (Measure::HoursLeft, Section::Hours),
    ];
    let told = shown
        .into_iter()
        .map(|(measure, section)| {
            let value = figures.measure(measure);
            let href = format!("#{}", section.code());
            let quiet = value == Value::Nothing;
            let said = words::value(lang, value);
            let figure = match quiet {
                true => view! { <span class="soft">{said}</span> }.into_any(),
                false => view! { <a href=href>{said}</a> }.into_any(),
            };
            view! { <div data-measure=measure.code()><dt>{words::measure(lang, measure)}</dt><dd>{figure}</dd></div> }
        })
        .collect::<Vec<_>>();
    view! { <dl class="key-figures">{told}</dl> }.into_any()
}

fn availability(reader: &Reader, figures: &Figures) -> AnyView {
    let (lang, text) = (reader.lang, reader.text());
    if figures.components.is_empty() {
        return view! { <p>{text.no_component}</p> }.into_any();
    }
    let (spotless, told): (Vec<_>, Vec<_>) = figures
        .components
        .iter()
        .partition(|component| component.is_spotless());
    let rows = told
        .iter()
        .map(|component| component_row(reader, component))
        .collect::<Vec<_>>();
    let stretches: Vec<_> = told
        .iter()
        .flat_map(|component| component.stretches.iter().map(move |one| (component, one)))
        .collect();
    let left = stretches.len().saturating_sub(LISTED);
    let items = stretches
        .into_iter()
        .take(LISTED)
        .map(|(component, one)| {
            let (from, to) = (reader.moment(figures, one.from), reader.moment(figures, one.to));
            view! {
                <tr data-stretch=one.kind.code()>
                    <th scope="row">{reader.component(&component.key, &component.name)}</th>
                    <td data-label=text.what>{words::stretch(lang, one.kind)}</td>
                    <td data-label=text.from>{from}</td>
                    <td data-label=text.to>{to}</td>
                    <td class="number" data-label=text.lasted><Length lang length_ms=one.to - one.from/></td>
                    <td class="number" data-label=text.within_hours>{words::length(lang, one.counted_ms)}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let has_rows = !rows.is_empty();
    let has_items = !items.is_empty();
    view! {
        <p class="soft">{text.availability_how}</p>
        {has_rows.then(|| view! {
            <table class="table report-table">
                <thead><tr>
                    <th scope="col">{text.component}</th>
                    <th scope="col" class="number">{text.rate}</th>
                    <th scope="col" class="number">{text.promised}</th>
                    <th scope="col" class="number">{text.unavailable}</th>
                    <th scope="col" class="number">{text.unknown}</th>
                    <th scope="col" class="number">{text.maintenance}</th>
                    <th scope="col" class="number">{text.counted}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        })}
        {(!spotless.is_empty() && has_rows).then(|| view! { <p>{(text.spotless)(spotless.len())}</p> })}
        {(!spotless.is_empty() && !has_rows).then(|| view! { <p>{all_spotless(lang, spotless.len())}</p> })}
        {has_items.then(|| view! {
            <h3>{text.itemised}</h3>
            <table class="table report-table">
                <thead><tr>
                    <th scope="col">{text.component}</th>
                    <th scope="col">{text.what}</th>
                    <th scope="col">{text.from}</th>
                    <th scope="col">{text.to}</th>
                    <th scope="col" class="number">{text.lasted}</th>
                    <th scope="col" class="number">{text.within_hours}</th>
                </tr></thead>
                <tbody>{items}</tbody>
            </table>
        })}
        {(left > 0).then(|| view! { <p class="soft">{(text.more_in_file)(left)}</p> })}
    }
    .into_any()
}

fn all_spotless(lang: Lang, count: usize) -> String {
    match (lang, count) {
        (Lang::Fr, 1) => "Le seul équipement couvert a fonctionné sans interruption.".to_owned(),
        (Lang::Fr, many) => {
            format!("Les {many} équipements couverts ont fonctionné sans interruption.")
        }
        (Lang::En, 1) => "The only covered item worked without interruption.".to_owned(),
        (Lang::En, many) => format!("The {many} covered items worked without interruption."),
    }
}

fn component_row(reader: &Reader, component: &ComponentAvailability) -> impl IntoView + use<> {
    let (lang, text) = (reader.lang, reader.text());
    let rate = component.sum.per_hundred_thousand();
    let rate = rate.map_or_else(|| text.nothing.to_owned(), |rate| percent(lang, rate));
    let target = match component.target {
        Some(target) => percent(lang, target),
        None => text.no_target.to_owned(),
    };
    let below = component
        .is_below()
        .then(|| view! { " " <Pill tone=Tone::Warn>{text.below}</Pill> });
    view! {
        <tr data-component=component.key.clone()>
            <th scope="row">
                {reader.component(&component.key, &component.name)}
                {reader.clause(&component.contract, &component.clause)}
            </th>
            <td class="number" data-label=text.rate>{rate} {below}</td>
            <td class="number" data-label=text.promised>{target}</td>
            <td class="number" data-label=text.unavailable>{words::length(lang, component.sum.unavailable_ms)}</td>
            <td class="number" data-label=text.unknown>{words::length(lang, component.sum.unknown_ms)}</td>
            <td class="number" data-label=text.maintenance>{words::length(lang, component.maintenance_ms)}</td>
            <td class="number" data-label=text.counted>{words::counted(lang, component.covered_ms)}</td>
        </tr>
    }
}

fn respect(reader: &Reader, figures: &Figures) -> AnyView {
    let text = reader.text();
    if figures.respect.is_empty() {
        return view! { <p>{text.no_clock}</p> }.into_any();
    }
    let rows = figures
        .respect
        .iter()
        .map(|row| promise_row(reader, figures, row))
        .collect::<Vec<_>>();
    let kept: Vec<String> = figures
        .respect
        .iter()
        .flat_map(|row| row.met.clone())
        .collect();
    let mut kept_once = kept;
    kept_once.sort_unstable();
    kept_once.dedup();
    let any_aside = figures.respect.iter().any(|row| !row.set_aside.is_empty());
    view! {
        <p class="soft">{text.respect_how} " " {text.no_rate_promised}</p>
        <table class="table report-table">
            <thead><tr>
                <th scope="col">{text.promise}</th>
                <th scope="col">{text.promised}</th>
                <th scope="col" class="number">{text.kept}</th>
                <th scope="col">{text.missed}</th>
                <th scope="col">{text.set_aside}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {any_aside.then(|| view! { <p class="soft">{text.set_aside_help}</p> })}
        {(!kept_once.is_empty()).then(|| view! {
            <details class="report-details">
                <summary>{(text.which_kept)(kept_once.len())}</summary>
                <p>{reader.interventions(&kept_once)}</p>
            </details>
        })}
    }
    .into_any()
}

fn promise_row(reader: &Reader, figures: &Figures, row: &Respect) -> impl IntoView + use<> {
    let (lang, text) = (reader.lang, reader.text());
    let priority = row
        .priority
        .map(|priority: Priority| format!(" · {}", shared::priority(lang, priority)));
    let target = row.target.map_or(text.nothing.to_owned(), |target| {
        terms::target(lang, target)
    });
    let rate = row.rate().map(|rate| {
        view! { <span class="cell-note">{percent(lang, rate)}</span> }
    });
    let kept = match row.counted() {
        0 => text.nothing.to_owned(),
        counted => (text.of)(row.met.len(), counted),
    };
    let missed = |all: &[Missed]| {
        let each = all.iter().map(|one| {
            let due = figures.local(one.due_at);
            view! {
                <li>{reader.intervention(&one.reference)} " " <Instant lang at=due text=date_only(lang, due)/></li>
            }
        });
        let lines = each.collect::<Vec<_>>();
        (!lines.is_empty()).then(|| view! { <ul class="plain" role="list">{lines}</ul> })
    };
    let (overrun, aside) = (missed(&row.missed), missed(&row.set_aside));
    view! {
        <tr data-clock=row.clock.code()>
            <th scope="row">
                {interventions::clock(lang, row.clock)}
                <span class="cell-note">{shared::service_line(lang, row.service)} {priority}</span>
            </th>
            <td data-label=text.promised>{target} {reader.clause(&row.contract, &row.clause)}</td>
            <td class="number" data-label=text.kept>{kept} {rate}</td>
            <td data-label=text.missed>{overrun}</td>
            <td data-label=text.set_aside>{aside}</td>
        </tr>
    }
}

fn debts(reader: &Reader, figures: &Figures) -> AnyView {
    let (lang, text) = (reader.lang, reader.text());
    let debts = &figures.debts;
    if debts.opened.is_empty() && debts.discharged.is_empty() && debts.open.is_empty() {
        return view! { <p>{text.no_debt}</p> }.into_any();
    }
    let open = debts
        .open
        .iter()
        .map(|debt| {
            view! {
                <tr>
                    <th scope="row">{reader.intervention(&debt.reference)}</th>
                    <td data-label=text.component>{reader.named(debt.component.as_ref())}</td>
                    <td data-label=text.since>{reader.day(figures, debt.opened_at)}</td>
                    <td class="number" data-label=text.age>{words::age(lang, debt.age_ms)}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let moved = |name: &'static str, all: &[Debt]| {
        let lines = all
            .iter()
            .map(|debt| {
                let way = debt
                    .way
                    .map(|way| format!(", {}", interventions::discharge(lang, way)));
                view! {
                    <li>{reader.day(figures, debt.at)} " · " {reader.intervention(&debt.reference)} " " {reader.named(debt.component.as_ref())} {way}</li>
                }
            })
            .collect::<Vec<_>>();
        (!lines.is_empty()).then(|| view! { <h3>{name}</h3> <ul role="list">{lines}</ul> })
    };
    let (opened, discharged) = (
        moved(text.opened, &debts.opened),
        moved(text.discharged, &debts.discharged),
    );
    view! {
        <p class="soft">{text.debts_how}</p>
        {(!open.is_empty()).then(|| view! {
            <h3>{text.open}</h3>
            <table class="table report-table">
                <thead><tr>
                    <th scope="col">{interventions_name(lang)}</th>
                    <th scope="col">{text.component}</th>
                    <th scope="col">{text.since}</th>
                    <th scope="col" class="number">{text.age}</th>
                </tr></thead>
                <tbody>{open}</tbody>
            </table>
        })}
        {opened}
        {discharged}
    }
    .into_any()
}

const fn interventions_name(_: Lang) -> &'static str {
    "Intervention"
}

fn intensity(reader: &Reader, figures: &Figures) -> AnyView {
    let (lang, text) = (reader.lang, reader.text());
    let services: Vec<_> = figures
        .intensity
        .iter()
        .rev()
        .max_by_key(|month| month.lines.len())
        .map(|month| month.lines.iter().map(|line| line.service).collect())
        .unwrap_or_default();
    let name =
        |service: Option<_>| service.map_or(text.nobody, |line| shared::service_line(lang, line));
    let heads = services
        .iter()
        .map(|service| view! { <th scope="col" class="number">{name(*service)}</th> })
        .collect::<Vec<_>>();
    let rows = figures
        .intensity
        .iter()
        .rev()
        .map(|month| {
            let cells = services
                .iter()
                .map(|service| {
                    let line = month.of(*service);
                    let count = line.map_or(0, |line| line.interventions);
                    let minutes = line.map_or(0, |line| line.minutes);
                    let time = (minutes > 0).then(
                        || view! { <span class="cell-note">{words::hours(lang, minutes)}</span> },
                    );
                    view! { <td class="number" data-label=name(*service)>{count} {time}</td> }
                })
                .collect::<Vec<_>>();
            view! { <tr><th scope="row">{words::month(lang, month.month)}</th>{cells}</tr> }
        })
        .collect::<Vec<_>>();
    let months = figures.intensity.clone();
    view! {
        <p class="soft">{text.intensity_how}</p>
        <ActivityChart lang months/>
        <table class="table report-table">
            <thead><tr><th scope="col">{text.month}</th>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn recurrence(reader: &Reader, figures: &Figures) -> AnyView {
    let text = reader.text();
    if figures.recurrence.is_empty() {
        return view! { <p>{text.no_recurrence}</p> }.into_any();
    }
    let rows = figures
        .recurrence
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <th scope="row">{reader.component(&row.component.key, &row.component.name)}</th>
                    <td data-label=text.this_month>{reader.interventions(&row.references)}</td>
                    <td class="number" data-label=text.twelve_months>{row.interventions}</td>
                    <td class="number" data-label=text.relapses>{row.relapses}</td>
                    <td class="number" data-label=text.reopenings>{row.reopenings}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <p class="soft">{text.recurrence_how}</p>
        <table class="table report-table">
            <thead><tr>
                <th scope="col">{text.component}</th>
                <th scope="col">{text.this_month}</th>
                <th scope="col" class="number">{text.twelve_months}</th>
                <th scope="col" class="number">{text.relapses}</th>
                <th scope="col" class="number">{text.reopenings}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn hours(reader: &Reader, figures: &Figures) -> AnyView {
    let text = reader.text();
    if figures.books.is_empty() {
        return view! { <p>{text.no_book}</p> }.into_any();
    }
    let books = figures
        .books
        .iter()
        .map(|book| book_view(reader, figures, book))
        .collect::<Vec<_>>();
    books.into_any()
}

fn book_view(reader: &Reader, figures: &Figures, book: &BookFigures) -> AnyView {
    let (lang, text) = (reader.lang, reader.text());
    let entries = book
        .entries
        .iter()
        .map(|entry| {
            let reference = entry.reference.as_deref();
            view! {
                <tr>
                    <th scope="row">{reader.day(figures, entry.at)}</th>
                    <td data-label=hour_book::hour_book(lang).what>{hour_book::entry(lang, entry.kind)}</td>
                    <td data-label=interventions_name(lang)>{reference.map(|reference| reader.intervention(reference))}</td>
                    <td class="number" data-label=hour_book::hour_book(lang).length>{words::hours(lang, entry.minutes)}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    let has_entries = !entries.is_empty();
    view! {
        <h3>{(text.book)(&book.contract)}</h3>
        <dl class="facts">
            <dt>{text.opening}</dt><dd>{words::hours(lang, book.opening_minutes)}</dd>
            <dt>{text.used}</dt><dd>{words::hours(lang, book.used_minutes())}</dd>
            <dt>{text.closing}</dt><dd><strong>{words::hours(lang, book.closing_minutes)}</strong></dd>
        </dl>
        {(!has_entries).then(|| view! { <p class="soft">{text.no_entry}</p> })}
        {has_entries.then(|| view! {
            <table class="table report-table">
                <thead><tr>
                    <th scope="col">{hour_book::hour_book(lang).date}</th>
                    <th scope="col">{hour_book::hour_book(lang).what}</th>
                    <th scope="col">{interventions_name(lang)}</th>
                    <th scope="col" class="number">{hour_book::hour_book(lang).length}</th>
                </tr></thead>
                <tbody>{entries}</tbody>
            </table>
        })}
    }
    .into_any()
}

fn lost_time(reader: &Reader, figures: &Figures) -> AnyView {
    let (lang, text) = (reader.lang, reader.text());
    let Some(lost) = figures.lost_time else {
        return ().into_any();
    };
    let (least, most) = lost.band_minutes();
    let band = (lost.incidents > 0).then(|| {
        let [least, most] = [least, most].map(|minutes| words::counted(lang, minutes * MINUTE_MS));
        view! { <p class="card-figure">{(text.band)(&least, &most)}</p> }
    });
    let sources = text
        .lost_sources
        .iter()
        .map(|source| view! { <li>{*source}</li> })
        .collect::<Vec<_>>();
    view! {
        {band}
        <p>{(text.incidents)(lost.incidents)}</p>
        <p class="soft">{text.lost_how}</p>
        <ul class="soft">{sources}</ul>
    }
    .into_any()
}

/// Decisions and actions, with what `act` lets one do with each.
pub fn resolves(
    lang: Lang,
    report: crate::domain::report::Month,
    all: &[Resolve],
    act: impl Fn(&Resolve) -> Option<AnyView>,
) -> AnyView {
    let text = reports(lang);
    if all.is_empty() {
        return view! { <p>{text.no_resolve}</p> }.into_any();
    }
    let rows = all
        .iter()
        .map(|one| {
            let (tone, standing) = match (one.kind, one.closed) {
                (ResolveKind::Decision, _) => (Tone::Quiet, text.decided),
                (ResolveKind::Action, None) => (Tone::Warn, text.still_open),
                (ResolveKind::Action, Some(_)) => (Tone::Ok, text.done),
            };
            let carried = one.is_carried(report).then(|| {
                let from = (text.carried)(&words::month(lang, one.opened));
                view! { <span class="cell-note">{from}</span> }
            });
            let due = one.due.map(|due| plain_date(lang, due));
            view! {
                <tr data-resolve=one.kind.code()>
                    <th scope="row">{one.text.clone()} <span class="cell-note">{words::resolve_kind(lang, one.kind)}</span> {carried}</th>
                    <td data-label=text.owner>{one.owner.clone()}</td>
                    <td data-label=text.due>{due}</td>
                    <td data-label=text.standing><Pill tone>{standing}</Pill> {act(one)}</td>
                </tr>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <table class="table report-table">
            <thead><tr>
                <th scope="col">{text.what}</th>
                <th scope="col">{text.owner}</th>
                <th scope="col">{text.due}</th>
                <th scope="col">{text.standing}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
