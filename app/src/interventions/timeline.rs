//! What happened to an intervention, one line an event; each act wears its posture.

use leptos::prelude::*;

use crate::backend::interventions::{Detail, Entry, FileLabel, Text};
use crate::domain::intervention::{Act, ActorKind, EventKind};
use crate::domain::time::{LocalInstant, MINUTE_MS};
use crate::text::format::duration;
use crate::text::handing::handing;
use crate::text::hour_book::hour_book;
use crate::text::interventions::clocks::clocks;
use crate::text::interventions::{
    clock as clock_name, event, hold_reason, interventions, late_reason,
};
use crate::text::planning::{planning, slot_words};
use crate::text::quotes::{agreed_by, money_excluding, quotes};
use crate::text::redaction::redaction;
use crate::text::requesting::requesting;
use crate::text::{Lang, format, words};
use crate::ui::badge::{Pill, Tone};
use crate::ui::icons::{Glyph, Icon};
use crate::ui::time::Moment;

/// Oldest first, as it was lived.
#[component]
pub fn Timeline(
    lang: Lang,
    entries: Vec<Entry>,
    now: LocalInstant,
    /// Where a content is erased, for who may.
    #[prop(optional_no_strip)]
    erasing: Option<String>,
) -> impl IntoView {
    let rows = entries
        .into_iter()
        .map(|entry| view! { <Line lang entry now erasing=erasing.clone()/> })
        .collect::<Vec<_>>();
    view! { <ol class="timeline" role="list">{rows}</ol> }
}

#[component]
fn Line(lang: Lang, entry: Entry, now: LocalInstant, erasing: Option<String>) -> impl IntoView {
    let text = interventions(lang);
    let (tone, glyph) = mark(&entry);
    let what = headline(lang, &entry);
    let who = match entry.who.kind {
        ActorKind::System if is_counted(entry.kind) => clocks(lang).automatic.to_owned(),
        ActorKind::System => text.the_system.to_owned(),
        ActorKind::Contact | ActorKind::Staff => entry.who.name.clone(),
    };
    let internal = entry.kind.is_internal();
    let detail = entry
        .detail
        .as_ref()
        .map(|detail| detail_text(lang, detail))
        .filter(|detail| !detail.is_empty());
    let erase = erasing.zip(entry.erasable).map(|(address, place)| {
        let label = format!("{}\u{a0}: {what}", redaction(lang).title);
        (format!("{address}/{place}"), label)
    });
    let said = entry.text.filter(|_| entry.kind != EventKind::CallTaken);
    view! {
        <li class=tone.class() data-event=entry.kind.code()>
            <span class="timeline-mark"><Icon glyph/></span>
            <div class="timeline-body">
                <p class="timeline-head">
                    <span class="timeline-what">{what}</span>
                    {entry.act.map(|act| view! { <Pill tone=act_tone(act)>{posture(lang, act)}</Pill> })}
                    <Moment lang at=entry.at now/>
                </p>
                <p class="timeline-who">
                    {who}
                    {entry.recorded_late.map(|(at, reason)| view! {
                        " · " {text.recorded_late} " " <Moment lang at now/> " (" {late_reason(lang, reason)} ")"
                    })}
                </p>
                {detail.map(|detail| view! { <p class="timeline-text">{detail}</p> })}
                {said.map(|said| said_view(lang, said, internal))}
                {entry.file.map(|file| file_view(lang, file))}
                {erase.map(|(href, label)| view! {
                    <a class="erase-link" href=href aria-label=label>{redaction(lang).erase_short}</a>
                })}
            </div>
        </li>
    }
}

fn file_view(lang: Lang, file: FileLabel) -> impl IntoView {
    if file.erased {
        let erased = interventions(lang).file_erased;
        return view! { <p class="timeline-text soft">{erased}</p> }.into_any();
    }
    let href = format!("/files/{}", file.id);
    view! {
        <p class="timeline-file">
            <a href=href download=""><Icon glyph=Glyph::Download/> " " {file.name}</a>
            <span class="soft small">" " {format::bytes(lang, file.size)}</span>
        </p>
    }
    .into_any()
}

fn said_view(lang: Lang, said: Text, internal: bool) -> impl IntoView {
    let text = interventions(lang);
    let body = match said {
        Text::Written(body) => view! { <p class="timeline-text">{body}</p> }.into_any(),
        Text::Redacted => view! { <p class="timeline-text soft">{text.redacted}</p> }.into_any(),
    };
    if !internal {
        return view! { <div class="said">{body}</div> }.into_any();
    }
    view! {
        <div class="internal">
            <p class="internal-label"><Icon glyph=Glyph::Lock/> {crate::text::desk::desk(lang).internal}</p>
            {body}
        </div>
    }
    .into_any()
}

/// Whose word, which sum, how long.
fn detail_text(lang: Lang, detail: &Detail) -> String {
    let excluding = |cents: u32| money_excluding(lang, i64::from(cents));
    match detail {
        // Said by the headline.
        Detail::Handed { .. } => String::new(),
        Detail::Quoted { cents } => excluding(*cents),
        Detail::Word {
            approver,
            channel,
            ceiling_cents,
        } => {
            let ceiling = ceiling_cents.map(|cents| (quotes(lang).up_to)(&excluding(cents)));
            let channel = channel.map(|channel| agreed_by(lang, channel).to_owned());
            let said = [approver.clone(), channel, ceiling];
            said.into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
        Detail::Score(score) => requesting(lang).score(*score),
        Detail::Time { minutes, on_site } => {
            let text = hour_book(lang);
            let place = if *on_site { text.on_site } else { text.remote };
            format!("{}, {place}", text_duration(lang, *minutes))
        }
    }
}

fn text_duration(lang: Lang, minutes: u32) -> String {
    duration(lang, i64::from(minutes) * MINUTE_MS)
}

/// What the program does by itself when its time comes; the rest is what supervision saw.
const fn is_counted(kind: EventKind) -> bool {
    use EventKind as E;
    matches!(
        kind,
        E::BreachRecorded | E::Confirmed | E::QuoteExpired | E::Led
    )
}

/// What happened; a hold says why, a call who called.
fn headline(lang: Lang, entry: &Entry) -> String {
    let what = event(lang, entry.kind);
    if let Some(clock) = entry.clock {
        return format!("{what}\u{a0}: {}", clock_name(lang, clock));
    }
    if let Some(slot) = entry.slot {
        let words = slot_words(lang, slot.from, slot.to);
        return planning(lang).summary(what, &words);
    }
    match (entry.hold_reason, entry.kind, &entry.text) {
        (_, EventKind::HandedOver, _) => match &entry.detail {
            Some(Detail::Handed { to, level }) => handing(lang).handed(to.as_deref(), *level),
            _ => what.to_owned(),
        },
        (_, EventKind::Cancelled, _) if entry.who.kind == ActorKind::Staff => {
            planning(lang).called_off.to_owned()
        }
        (Some(reason), _, _) => format!("{what}\u{a0}: {}", hold_reason(lang, reason)),
        (None, EventKind::CallTaken, Some(Text::Written(caller))) => format!("{what} {caller}"),
        _ => what.to_owned(),
    }
}

/// "Dépannage provisoire", as a badge begins.
pub fn posture(lang: Lang, act: Act) -> String {
    let word = words::act(lang, act);
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

pub const fn act_tone(act: Act) -> Tone {
    match act {
        Act::Advice => Tone::Planned,
        Act::Palliative => Tone::Provisional,
        Act::Curative | Act::Preventive => Tone::Ok,
    }
}

fn mark(entry: &Entry) -> (Tone, Glyph) {
    if let Some(act) = entry.act {
        return (act_tone(act), act_glyph(act));
    }
    match entry.kind {
        EventKind::Submitted if entry.who.kind == ActorKind::System => (Tone::Down, Glyph::Alerts),
        EventKind::Submitted => (Tone::Planned, Glyph::Interventions),
        EventKind::CallTaken => (Tone::Quiet, Glyph::Phone),
        EventKind::Started | EventKind::CurativeStarted => (Tone::Accent, Glyph::Account),
        EventKind::Held => (Tone::Warn, Glyph::Pause),
        EventKind::Resumed => (Tone::Accent, Glyph::Play),
        EventKind::NotedInternally => (Tone::Quiet, Glyph::Lock),
        EventKind::Relapsed
        | EventKind::Reopened
        | EventKind::Contested
        | EventKind::BreachRecorded
        | EventKind::FaultFound => (Tone::Warn, Glyph::Degraded),
        EventKind::FailureObserved => (Tone::Down, Glyph::MajorOutage),
        EventKind::RecoveryObserved
        | EventKind::Confirmed
        | EventKind::Completed
        | EventKind::Approved
        | EventKind::QuoteAccepted
        | EventKind::SlotAccepted
        | EventKind::DebtDischarged
        | EventKind::Waived => (Tone::Ok, Glyph::Operational),
        EventKind::ActionNeeded => (Tone::Planned, Glyph::Curative),
        EventKind::Cancelled
        | EventKind::NoAction
        | EventKind::Rejected
        | EventKind::QuoteDeclined
        | EventKind::QuoteExpired
        | EventKind::DuplicateOf => (Tone::Quiet, Glyph::NotSupervised),
        _ => (Tone::Quiet, Glyph::Note),
    }
}

const fn act_glyph(act: Act) -> Glyph {
    match act {
        Act::Advice => Glyph::Advice,
        Act::Palliative => Glyph::Provisional,
        Act::Curative => Glyph::Curative,
        Act::Preventive => Glyph::Preventive,
    }
}
