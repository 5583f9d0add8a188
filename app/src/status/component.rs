//! One component: its state now, its ninety days, how fast it answers, its outages, what watches it.

use leptos::prelude::*;

use super::board::{cover_chip, meta, provisional_badge};
use crate::backend::status::{
    ComponentPage, Contributor, OpenIntervention, Outage, ResponseSeries, Row, SignOfLife, StripDay,
};
use crate::domain::access::Lang;
use crate::domain::time::{DAY_MS, HOUR_MS, LocalInstant};
use crate::live::{DayByDay, live_state};
use crate::text::{common, format, status};
use crate::ui::badge::StateMark;
use crate::ui::chart::{LatencyChart, LatencyPoint};
use crate::ui::markup::drawn;
use crate::ui::strip::{self, LongStrip};
use crate::ui::time::{Length, Moment};

/// Everything the portal knows of a component.
///
/// `cover` is what the contracts say of it, where they say something.
pub fn component_view(
    lang: Lang,
    page: &ComponentPage,
    cover: Option<AnyView>,
    may_request: bool,
) -> AnyView {
    let text = status(lang);
    let past = page.row.supervised.then(|| past_view(lang, page));
    view! {
        {head_view(lang, page, cover, may_request)}
        {past}
        {response_views(lang, &page.response_times)}
        <section data-live-region="outages">
            <h2>{text.outages}</h2>
            {outages_view(lang, &page.outages, page.now)}
        </section>
        <section data-live-region="supervision">
            <h2>{text.supervision}</h2>
            {supervision_view(lang, page)}
        </section>
        {relatives_view(lang, text.depends_on, &page.depends_on, page.now)}
        {relatives_view(lang, text.dependants, &page.dependants, page.now)}
    }
    .into_any()
}

fn head_view(
    lang: Lang,
    page: &ComponentPage,
    cover: Option<AnyView>,
    may_request: bool,
) -> AnyView {
    let text = status(lang);
    let row = &page.row;
    let description = (!page.description.is_empty()).then(|| page.description.clone());
    let nothing_covers = cover.is_none().then(|| drawn(cover_chip(lang, row)));
    let cause = text
        .cause(&row.cause)
        .filter(|_| row.state.needs_attention());
    view! {
        <header class="page-head component-head" data-component=row.key.clone() data-state=row.state.code()>
            <div class="kicker">
                <a href="/status">{text.all_states}</a>
            </div>
            <h1 data-name="">{row.name.clone()}</h1>
            <div class="state-line">
                {drawn(live_state(lang, row.state, row.since, page.now))}
                {row.provisional.then(|| drawn(provisional_badge(lang)))}
            </div>
            <div data-live-region="facts" class="stack">
                {cause.map(|cause| view! { <p class="lead">{cause}</p> })}
                {impact(lang, row).map(|impact| view! { <p>{impact}</p> })}
                <p class="soft">{meta(lang, row, page.now)}</p>
                {description.map(|description| view! { <p>{description}</p> })}
                {cover}
                <p class="cover-line">
                    {nothing_covers}
                    <a href="/contract">{text.see_contract}</a>
                </p>
                {way_on_view(lang, page, may_request)}
            </div>
        </header>
    }
    .into_any()
}

/// "Impacté par Cœur de réseau."
pub fn impact(lang: Lang, row: &Row) -> Option<String> {
    let names: Vec<&str> = row
        .impacted_by
        .iter()
        .map(|parent| parent.name.as_str())
        .collect();
    (!names.is_empty()).then(|| status(lang).impacted_by(&names.join(", ")))
}

/// To follow what is open, and only when nothing is, to report.
fn way_on_view(lang: Lang, page: &ComponentPage, may_request: bool) -> Option<AnyView> {
    let text = status(lang);
    let Some((latest, earlier)) = page.open_interventions.split_first() else {
        let address = ["/interventions/new?component=", &page.row.key].concat();
        return may_request.then(|| {
            view! { <p class="actions"><a class="button" href=address>{text.report}</a></p> }
                .into_any()
        });
    };
    let address_of = |one: &OpenIntervention| ["/interventions/", &one.reference].concat();
    let others: Vec<_> = earlier
        .iter()
        .map(|one| view! { <li><a href=address_of(one)>{text.follow(&one.reference)}</a></li> })
        .collect();
    let others = (!others.is_empty()).then(|| {
        view! { <ul class="lines" aria-label=text.open_interventions>{others}</ul> }
    });
    let follow = view! {
        <p class="actions">
            <a class="button" href=address_of(latest)>{text.follow_current(&latest.reference)}</a>
        </p>
        {others}
    };
    Some(follow.into_any())
}

fn past_view(lang: Lang, page: &ComponentPage) -> AnyView {
    let text = status(lang);
    let availability = page.row.availability;
    let share = availability.per_hundred_thousand();
    let figure = share.map_or_else(
        || common(lang).none.to_owned(),
        |share| format::percent(lang, share),
    );
    let length = |length_ms: i64| (length_ms > 0).then(|| format::duration(lang, length_ms));
    let (down, unknown) = (
        length(availability.unavailable_ms),
        length(availability.unknown_ms),
    );
    let words = match share {
        Some(_) => text.unavailable(down.as_deref(), unknown.as_deref()),
        None => text.nothing_measured.to_owned(),
    };
    let observed = (availability.observed_ms >= HOUR_MS)
        .then(|| text.observed(availability.observed_ms / HOUR_MS));
    let days: Vec<strip::StripDay> = page.days.iter().map(|day| strip_day(lang, day)).collect();
    view! {
        <section>
            <div class="section-head">
                <h2>{common(lang).last_ninety_days}</h2>
                <p class="soft"><strong class="figure">{figure}</strong> " " {words} {observed}</p>
            </div>
            <DayByDay><LongStrip lang days/></DayByDay>
        </section>
    }
    .into_any()
}

fn strip_day(lang: Lang, day: &StripDay) -> strip::StripDay {
    let length = |length_ms: i64| (length_ms > 0).then(|| format::duration(lang, length_ms));
    let availability = day.day.availability;
    let (down, unknown) = (
        length(availability.unavailable_ms),
        length(availability.unknown_ms),
    );
    strip::StripDay {
        at: day.from,
        worst: day.day.worst,
        note: status(lang).day_note(down.as_deref(), unknown.as_deref()),
    }
}

fn response_views(lang: Lang, series: &[ResponseSeries]) -> Vec<AnyView> {
    let measured = series
        .iter()
        .filter(|one| one.points.iter().any(|point| point.results > 0));
    measured
        .map(|one| {
            let label = status(lang).response_times_of(&one.name);
            let points = one.points.iter().map(|point| LatencyPoint {
                at: point.at,
                milliseconds: point.mean_ms,
            });
            view! {
                <section>
                    <h2>{label.clone()}</h2>
                    <LatencyChart lang label points=points.collect()/>
                </section>
            }
            .into_any()
        })
        .collect()
}

fn outages_view(lang: Lang, outages: &[Outage], now: LocalInstant) -> AnyView {
    let text = status(lang);
    if outages.is_empty() {
        return view! { <p class="soft">{text.no_outage}</p> }.into_any();
    }
    let with_interventions = outages.iter().any(|outage| outage.intervention.is_some());
    let rows: Vec<_> = outages
        .iter()
        .map(|outage| outage_view(lang, outage, now, with_interventions))
        .collect();
    let intervention =
        with_interventions.then(|| view! { <th scope="col">{text.intervention}</th> });
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{text.began}</th>
                    <th scope="col">{text.lasted}</th>
                    <th scope="col">{text.worst}</th>
                    <th scope="col">{text.why}</th>
                    {intervention}
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn outage_view(
    lang: Lang,
    outage: &Outage,
    now: LocalInstant,
    with_interventions: bool,
) -> impl IntoView + use<> {
    let text = status(lang);
    let intervention = with_interventions.then(|| {
        let link = outage.intervention.as_ref().map(|reference| {
            let address = ["/interventions/", reference].concat();
            view! { <a class="nowrap" href=address>{reference.clone()}</a> }
        });
        view! { <td data-label=text.intervention>{link}</td> }
    });
    let lasts = outage.ends.is_none().then_some(text.lasts);
    view! {
        <tr>
            <th scope="row"><Moment lang at=outage.starts now/></th>
            <td data-label=text.lasted>
                <span class="outage-length"><Length lang length_ms=outage.duration_ms/></span>
                {lasts.map(|lasts| view! { <span class="cell-note">{lasts}</span> })}
            </td>
            <td data-label=text.worst><StateMark lang state=outage.worst/></td>
            <td data-label=text.why>{text.cause(&outage.cause)}</td>
            {intervention}
        </tr>
    }
}

fn supervision_view(lang: Lang, page: &ComponentPage) -> AnyView {
    let text = status(lang);
    if page.contributors.is_empty() {
        let words = match page.other_supervision {
            Some(other) => text.other_supervision(other),
            None => text.not_supervised_help,
        };
        return view! { <p class="soft">{words}</p> }.into_any();
    }
    let rows: Vec<_> = page
        .contributors
        .iter()
        .map(|one| contributor_view(lang, one, page.now))
        .collect();
    view! {
        <table class="table">
            <thead>
                <tr>
                    <th scope="col">{text.watched_by}</th>
                    <th scope="col">{text.says}</th>
                    <th scope="col">{text.freshness}</th>
                    <th scope="col" class="number">{common(lang).response_time}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn contributor_view(lang: Lang, one: &Contributor, now: LocalInstant) -> impl IntoView + use<> {
    let text = status(lang);
    let says = match one.state {
        Some(state) => view! { <StateMark lang state/> }.into_any(),
        None => text.said_nothing_yet.into_any(),
    };
    let seen = one.last_seen.map(|at| text.seen(&ago(lang, at, now), ""));
    let latency = one
        .latency_ms
        .map(|latency_ms| format::latency(lang, latency_ms));
    view! {
        <tr>
            <th scope="row">{one.name.clone()}</th>
            <td data-label=text.says>{says}</td>
            <td data-label=text.freshness>{seen} <span class="cell-note">{sign_of_life(lang, one.sign_of_life, now)}</span></td>
            <td data-label=common(lang).response_time class="number">{latency}</td>
        </tr>
    }
}

fn sign_of_life(lang: Lang, sign: SignOfLife, now: LocalInstant) -> String {
    let text = status(lang);
    let length = |length_ms| format::duration(lang, length_ms);
    match sign {
        SignOfLife::Probe {
            interval_ms,
            grace_ms,
        } => text.probes_every(&length(interval_ms), &length(grace_ms)),
        SignOfLife::Watchdog {
            heard_at, grace_ms, ..
        } => {
            let heard = heard_at.map(|at| ago(lang, at, now));
            text.watchdog(heard.as_deref(), &length(grace_ms))
        }
        SignOfLife::NotExpected => text.no_sign_of_life.to_owned(),
    }
}

/// "il y a 12 s"; beyond a day, the day and time.
fn ago(lang: Lang, at: LocalInstant, now: LocalInstant) -> String {
    if now.at - at.at < DAY_MS {
        format::ago(lang, now.at - at.at)
    } else {
        format::moment(lang, at, now)
    }
}

/// Neighbours in the tree of dependencies, as short rows that live too.
fn relatives_view(
    lang: Lang,
    title: &'static str,
    rows: &[std::sync::Arc<Row>],
    now: LocalInstant,
) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let rows: Vec<_> = rows
        .iter()
        .map(|row| relative_view(lang, row, now))
        .collect();
    let section = view! {
        <section>
            <h2>{title}</h2>
            <ul class="board">{rows}</ul>
        </section>
    };
    Some(section.into_any())
}

fn relative_view(lang: Lang, row: &Row, now: LocalInstant) -> impl IntoView + use<> {
    view! {
        <li class="row" data-component=row.key.clone() data-state=row.state.code()>
            <div class="row-state">{drawn(live_state(lang, row.state, row.since, now))}</div>
            <div class="row-body">
                <h3 class="row-name"><a href=["/status/", &row.key].concat() data-name="">{row.name.clone()}</a></h3>
                <p class="row-meta">{meta(lang, row, now)}</p>
            </div>
        </li>
    }
}
