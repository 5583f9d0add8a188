//! Outages and interventions as one line through time: a day's heading, then each at its instant.

use leptos::prelude::*;

use crate::backend::history::{Entry, EntryKind, PastIntervention};
use crate::backend::status::Outage;
use crate::domain::access::Lang;
use crate::domain::time::LocalInstant;
use crate::interventions::list::shown_title;
use crate::text::history::history;
use crate::text::{format, status, words};
use crate::ui::badge::{StateMark, Tone};
use crate::ui::icons::{Glyph, Icon};
use crate::ui::time::{Length, Moment};

/// The entries by day, the latest first.
pub fn timeline_view(lang: Lang, entries: &[Entry], now: LocalInstant) -> AnyView {
    let days = entries
        .chunk_by(|a, b| format::date_only(lang, a.began()) == format::date_only(lang, b.began()));
    days.map(|day| {
        let name = day
            .first()
            .map(|entry| format::date_only(lang, entry.began()));
        let rows: Vec<_> = day
            .iter()
            .map(|entry| match entry {
                Entry::Outage(outage) => outage_view(lang, outage, now),
                Entry::Intervention(one) => intervention_view(lang, one, now),
            })
            .collect();
        view! {
            <section>
                <h2 class="history-month">{name}</h2>
                <ol class="timeline" role="list">{rows}</ol>
            </section>
        }
    })
    .collect_view()
    .into_any()
}

fn outage_view(lang: Lang, outage: &Outage, now: LocalInstant) -> AnyView {
    let text = history(lang);
    let tone = Tone::from(outage.worst).class();
    let glyph = Glyph::from(outage.worst);
    let cause = status(lang).cause(&outage.cause);
    let href = ["/status/", &outage.component_key].concat();
    let lasts = outage.ends.is_none().then_some(text.lasts);
    view! {
        <li class=tone data-entry="outage">
            <span class="timeline-mark"><Icon glyph/></span>
            <div class="timeline-body">
                <p class="timeline-head">
                    <a class="timeline-what" href=href>{outage.component_name.clone()}</a>
                    <StateMark lang state=outage.worst/>
                    <Moment lang at=outage.starts now/>
                </p>
                <p class="timeline-who">
                    {text.kind(EntryKind::Outage)} " · " <Length lang length_ms=outage.duration_ms/>
                    {lasts.map(|lasts| format!(", {lasts}"))}
                    {cause.map(|cause| format!(" · {cause}"))}
                </p>
            </div>
        </li>
    }
    .into_any()
}

fn intervention_view(lang: Lang, one: &PastIntervention, now: LocalInstant) -> AnyView {
    let text = history(lang);
    let href = ["/interventions/", &one.reference].concat();
    let component = one
        .component
        .as_ref()
        .map(|component| component.name.clone());
    let length = one.duration_ms();
    view! {
        <li class=Tone::Accent.class() data-entry="intervention">
            <span class="timeline-mark"><Icon glyph=Glyph::Interventions/></span>
            <div class="timeline-body">
                <p class="timeline-head">
                    <a class="timeline-what" href=href>{shown_title(lang, &one.title)}</a>
                    <Moment lang at=one.declared now/>
                </p>
                <p class="timeline-who">
                    {text.kind(EntryKind::Intervention)} " " {one.reference.clone()}
                    {component.map(|component| format!(" · {component}"))}
                    " · " {words::intervention_state(lang, one.state)}
                    {length.map(|length_ms| view! { " · " <Length lang length_ms/> })}
                </p>
            </div>
        </li>
    }
    .into_any()
}
