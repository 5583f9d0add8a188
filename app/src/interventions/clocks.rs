//! What is due and when: the next deadline in a list; on a page every clock with its proof, its pauses, its breach,
//! and what both sides say of them. The same for the client and for the technician.

use leptos::prelude::*;

use crate::answer::page::visit;
use crate::backend::interventions::{ClockSheet, Pressing, Sheet, Text};
use crate::contract::commitment::proof_html;
use crate::domain::intervention::clocks::{Clock, ClockState, Hold, LateAct};
use crate::domain::intervention::{Breach, Contest, EventKind, SetAside};
use crate::domain::time::{EpochMs, LocalInstant};
use crate::domain::timetable::offset_at;
use crate::text::Lang;
use crate::text::contract::commitment::proof;
use crate::text::interventions::clocks as words;
use crate::text::interventions::clocks::clocks;
use crate::text::interventions::{clock as clock_name, event, hold_reason};
use crate::ui::TextArea;
use crate::ui::badge::{Badge, Pill, Tone};
use crate::ui::icons::Glyph;
use crate::ui::markup::drawn;
use crate::ui::time::{Instant, Moment};

/// What its clocks press for, and when whoever it waits for is asked again; nothing when nothing is promised.
#[component]
pub fn Pressed(
    lang: Lang,
    pressing: Pressing,
    chase: Option<LocalInstant>,
    now: LocalInstant,
) -> impl IntoView {
    let said = words::pressing(lang, pressing, now);
    let at = match pressing {
        Pressing::Due { at, .. } => Some(at),
        Pressing::Overrun { since, .. } => Some(since),
        Pressing::Paused | Pressing::Nothing => None,
    };
    let is_overrun = matches!(pressing, Pressing::Overrun { .. });
    let class = if is_overrun {
        "pressing overrun"
    } else {
        "pressing"
    };
    let told = said.map(|said| match at {
        Some(at) => view! { <span class=class><Instant lang at text=said/></span> }.into_any(),
        None => view! { <span class=class>{said}</span> }.into_any(),
    });
    view! {
        {told}
        {words::within(lang, pressing, now).map(|left| view! { " " <span class="soft">{left}</span> })}
        {chase.map(|at| {
            let tone = if at.at <= now.at { Tone::Warn } else { Tone::Quiet };
            view! { " " <Pill tone>{clocks(lang).next_chase} " " <Moment lang at now/></Pill> }
        })}
    }
}

/// Who reads: what can be said differs, what is shown does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Client,
    Desk,
}

/// Everything that is drawn of one sheet.
#[derive(Clone)]
struct Telling {
    lang: Lang,
    side: Side,
    sheet: Sheet,
}

impl Telling {
    fn clocks(&self) -> &ClockSheet {
        &self.sheet.clocks
    }

    fn local(&self, at: EpochMs) -> LocalInstant {
        LocalInstant {
            at,
            offset_s: offset_at(&self.clocks().offsets, at),
        }
    }

    fn may(&self, kind: EventKind) -> bool {
        self.sheet.may.contains(&kind)
    }

    fn moment(&self, at: EpochMs) -> impl IntoView + use<> {
        let (lang, at, now) = (self.lang, self.local(at), self.sheet.now);
        view! { <Moment lang at now/> }
    }

    /// What was written beside the event at that place among those that a client may see.
    fn written(&self, place: i64) -> Option<String> {
        let index = usize::try_from(place).ok()?.checked_sub(1)?;
        let mut told = self
            .sheet
            .timeline
            .iter()
            .filter(|entry| !entry.kind.is_internal());
        match &told.nth(index)?.text {
            Some(Text::Written(text)) => Some(text.clone()),
            _ => None,
        }
    }
}

/// The clocks at the top of an intervention's page.
#[component]
pub fn ClockPanel(lang: Lang, sheet: Sheet, side: Side) -> impl IntoView {
    let telling = Telling { lang, side, sheet };
    let shown = telling.clocks().clocks.clocks.clone();
    let has_promise = shown
        .iter()
        .any(|clock| clock.target.is_some() || clock.last_breach().is_some());
    let said = clocks(lang);
    let listed = &telling.sheet.listed;
    let is_qualified = listed.priority.is_some() || listed.service.is_none();
    let none = if is_qualified {
        said.none
    } else {
        said.not_qualified
    };
    let pinned = telling.clocks().pinned.clone();
    let closes = telling.clocks().closes;
    let now = telling.sheet.now;
    let rows = shown
        .into_iter()
        .map(|clock| clock_row(&telling, clock))
        .collect::<Vec<_>>();
    if rows.is_empty() && closes.is_none() {
        return None;
    }
    Some(view! {
        <section class="card clocks" aria-label=said.title>
            <h2>{said.title}</h2>
            {(!has_promise).then(|| view! { <p>{none}</p> })}
            {has_promise.then(|| view! {
                <div class="commitment"><ul class="dues" role="list">{rows}</ul></div>
            })}
            {holds(&telling)}
            {late_acts(&telling)}
            {closes.map(|at| view! { <p class="soft small">{said.closes} " " <Moment lang at now/></p> })}
            {pinned.filter(|_| has_promise).map(|(number, version)| view! {
                <p class="soft small">{said.pinned} "\u{a0}: " {number} ", v" {version}</p>
            })}
        </section>
    })
}

fn clock_row(telling: &Telling, clock: Clock) -> AnyView {
    let (lang, now) = (telling.lang, telling.sheet.now);
    let (tone, glyph) = mark(clock.state);
    let stopped = clock.stopped_at.map(|at| telling.local(at));
    let standing = words::standing(lang, &clock, stopped, now);
    let due = clock
        .deadline
        .as_ref()
        .map(|due| due.at)
        .or(clock.breach.map(|breach| breach.due_at));
    let counted = clock
        .deadline
        .as_ref()
        .map(|due| proof(lang, due, |at| telling.local(at)))
        .unwrap_or_default();
    let promised = clock.target.map(|target| words::promised(lang, target));
    let breaches: Vec<Breach> = clock.earlier.iter().copied().chain(clock.breach).collect();
    let talked_about = talked_about(&breaches);
    let breaches = breaches
        .into_iter()
        .enumerate()
        .map(|(index, breach)| breach_view(telling, breach, talked_about == Some(index)))
        .collect::<Vec<_>>();
    view! {
        <li class="due" data-clock=clock.kind.code() data-clock-state=state_word(clock.state)>
            <span class="due-name">
                {clock_name(lang, clock.kind)}
                {promised.map(|promised| view! { " " <span class="soft small">{promised}</span> })}
            </span>
            {due.map(|at| {
                let at = telling.local(at);
                view! { <strong class="due-at"><Instant lang at text=words::due(lang, at, now)/></strong> }
            })}
            <span class="due-standing">
                <Badge tone glyph word=words::state(lang, clock.state)/>
                {standing.map(|standing| view! { <span>" " {standing}</span> })}
            </span>
            {(!counted.is_empty()).then(|| drawn(proof_html(lang, &counted)))}
            {breaches}
        </li>
    }
    .into_any()
}

/// The word of the state for tests and styles.
const fn state_word(state: ClockState) -> &'static str {
    match state {
        ClockState::NotPromised | ClockState::VendorFollowUp => "none",
        ClockState::Waiting => "waiting",
        ClockState::Running => "running",
        ClockState::Paused(_) => "paused",
        ClockState::Met => "met",
        ClockState::Missed => "missed",
        ClockState::Dropped | ClockState::NoOpening | ClockState::Beyond => "other",
    }
}

const fn mark(state: ClockState) -> (Tone, Glyph) {
    match state {
        ClockState::Met => (Tone::Ok, Glyph::Operational),
        ClockState::Missed => (Tone::Down, Glyph::MajorOutage),
        ClockState::Running => (Tone::Accent, Glyph::Play),
        ClockState::Paused(_) => (Tone::Warn, Glyph::Pause),
        ClockState::NotPromised
        | ClockState::VendorFollowUp
        | ClockState::Waiting
        | ClockState::Dropped
        | ClockState::NoOpening
        | ClockState::Beyond => (Tone::Quiet, Glyph::NotSupervised),
    }
}

/// Which of them both sides talk about now: the one that waits for an answer, or the last one to propose.
fn talked_about(breaches: &[Breach]) -> Option<usize> {
    let is = |wanted: SetAside| move |breach: &Breach| breach.set_aside == wanted;
    let proposable =
        |breach: &Breach| matches!(breach.set_aside, SetAside::No | SetAside::Declined);
    breaches
        .iter()
        .rposition(is(SetAside::Proposed))
        .or(breaches.iter().rposition(proposable))
}

/// The breach, and what both sides say of it.
fn breach_view(telling: &Telling, breach: Breach, is_talked_about: bool) -> AnyView {
    let (lang, said) = (telling.lang, clocks(telling.lang));
    let agreed = words::set_aside(lang, breach.set_aside);
    let at_once = breach.reclassified.then_some(said.reclassified);
    let clock = breach.clock.code().to_owned();
    let proposes = is_talked_about
        && telling.side == Side::Desk
        && telling.may(EventKind::SetAsideProposed)
        && matches!(breach.set_aside, SetAside::No | SetAside::Declined);
    let answers = is_talked_about
        && telling.side == Side::Client
        && telling.may(EventKind::SetAsideAgreed)
        && breach.set_aside == SetAside::Proposed;
    view! {
        <div class="breach">
            <p>
                {said.missed} "\u{a0}: " {telling.moment(breach.due_at)}
                {at_once.map(|words| format!(", {words}"))}
                {agreed.map(|agreed| view! { ". " <strong>{agreed}</strong> })}
            </p>
            {proposes.then(|| said_form(telling, SaidForm {
                action: "propose_set_aside",
                name: said.set_aside,
                label: said.set_aside_why,
                fields: vec![("clock", clock.clone())],
                answers: vec![("", said.propose_set_aside)],
                key: clock.clone(),
            }))}
            {answers.then(|| said_form(telling, SaidForm {
                action: "answer_set_aside",
                name: said.set_aside,
                label: said.decline_why,
                fields: vec![("clock", clock.clone())],
                answers: vec![("agree", said.agree), ("decline", said.decline)],
                key: clock,
            }))}
        </div>
    }
    .into_any()
}

/// Each time it was on hold: why, from when to when, whether that stopped the clocks.
fn holds(telling: &Telling) -> Option<AnyView> {
    let said = clocks(telling.lang);
    let held = telling.clocks().clocks.holds.clone();
    if held.is_empty() {
        return None;
    }
    let goes_on = held.iter().any(|hold| hold.to.is_none());
    let rows: Vec<_> = held
        .into_iter()
        .map(|hold| hold_row(telling, hold))
        .collect();
    let count = rows.len();
    Some(
        view! {
            <details class="pauses" open=goes_on>
                <summary>{said.pauses} " (" {count} ")"</summary>
                <ol role="list">{rows}</ol>
            </details>
        }
        .into_any(),
    )
}

fn hold_row(telling: &Telling, hold: Hold) -> AnyView {
    let (lang, said) = (telling.lang, clocks(telling.lang));
    let counts = if hold.listed {
        said.counts
    } else {
        said.counts_not
    };
    let upheld = hold.contest.and_then(|contest| contest.upheld) == Some(true);
    let tone = if hold.listed && !upheld {
        Tone::Warn
    } else {
        Tone::Quiet
    };
    let written = telling.written(hold.seq);
    let until = hold.to.map(|at| telling.moment(at));
    view! {
        <li>
            <p>
                <strong>{hold_reason(lang, hold.reason)}</strong> " "
                {telling.moment(hold.from)} {until.map(|at| view! { " → " {at} })} " "
                <Pill tone>{if upheld { said.counts_not } else { counts }}</Pill>
            </p>
            {written.map(|text| view! { <p class="timeline-text">{text}</p> })}
            {hold.promised_at.map(|at| view! { <p class="soft small">{said.promised_for} " " {telling.moment(at)}</p> })}
            {hold.chase_at.filter(|_| hold.to.is_none()).map(|at| view! {
                <p class="soft small">{said.next_chase} " " {telling.moment(at)}</p>
            })}
            {contest_view(telling, hold.seq, hold.contest)}
        </li>
    }
    .into_any()
}

/// What was dated back, so that a client may say that it was not so.
fn late_acts(telling: &Telling) -> Option<AnyView> {
    let (lang, said) = (telling.lang, clocks(telling.lang));
    // A hold stands above.
    let acts: Vec<LateAct> = telling
        .clocks()
        .clocks
        .late_acts
        .iter()
        .copied()
        .filter(|act| act.kind != EventKind::Held)
        .collect();
    if acts.is_empty() {
        return None;
    }
    let count = acts.len();
    let rows: Vec<_> = acts
        .into_iter()
        .map(|act| {
            view! {
                <li>
                    <p>
                        <strong>{event(lang, act.kind)}</strong> " " {telling.moment(act.effective_at)}
                        " (" {crate::text::interventions::interventions(lang).recorded_late} " " {telling.moment(act.recorded_at)} ")"
                    </p>
                    {contest_view(telling, act.seq, act.contest)}
                </li>
            }
        })
        .collect();
    Some(
        view! {
            <details class="pauses">
                <summary>{said.late_acts} " (" {count} ")"</summary>
                <ol role="list">{rows}</ol>
            </details>
        }
        .into_any(),
    )
}

/// What became of a disagreement, or the form that says or answers one.
fn contest_view(telling: &Telling, place: i64, contest: Option<Contest>) -> AnyView {
    let (lang, said) = (telling.lang, clocks(telling.lang));
    let open = contest.is_some_and(|contest| contest.upheld.is_none());
    let contests =
        telling.side == Side::Client && contest.is_none() && telling.may(EventKind::Contested);
    let answers = telling.side == Side::Desk && open && telling.may(EventKind::ContestAnswered);
    let fields = vec![("place", place.to_string())];
    view! {
        {contest.map(|contest| view! { <p><Pill tone=contest_tone(contest)>{words::contest(lang, contest)}</Pill></p> })}
        {contests.then(|| said_form(telling, SaidForm {
            action: "contest_event",
            name: said.contest,
            label: said.contest_why,
            fields: fields.clone(),
            answers: vec![("", said.contest_send)],
            key: place.to_string(),
        }))}
        {answers.then(|| said_form(telling, SaidForm {
            action: "answer_contest",
            name: said.answer_contest,
            label: said.answer_why,
            fields,
            answers: vec![("uphold", said.uphold), ("dismiss", said.dismiss)],
            key: place.to_string(),
        }))}
    }
    .into_any()
}

const fn contest_tone(contest: Contest) -> Tone {
    match contest.upheld {
        None => Tone::Warn,
        Some(true) => Tone::Ok,
        Some(false) => Tone::Quiet,
    }
}

/// A form with a few words, folded: where it posts, what it names, and its buttons.
struct SaidForm {
    action: &'static str,
    name: &'static str,
    label: &'static str,
    fields: Vec<(&'static str, String)>,
    /// What each button answers, and its word; an empty answer is none.
    answers: Vec<(&'static str, &'static str)>,
    /// Tells its fields from those of the same form beside it.
    key: String,
}

fn said_form(telling: &Telling, form: SaidForm) -> AnyView {
    let SaidForm {
        action,
        name,
        label,
        fields,
        answers,
        key,
    } = form;
    let visit = visit();
    // The draft of a refused form is that one's only.
    let is_drafted = fields
        .iter()
        .all(|(field, value)| visit.typed(action, field).as_deref() == Some(value));
    let typed = visit
        .typed(action, "text")
        .filter(|_| is_drafted)
        .unwrap_or_default();
    let error = visit.problem_text(action, "text").filter(|_| is_drafted);
    let hidden: Vec<_> = fields
        .into_iter()
        .map(|(field, value)| view! { <input type="hidden" name=field value=value/> })
        .collect();
    let buttons: Vec<_> = answers
        .into_iter()
        .enumerate()
        .map(|(index, (answer, word))| {
            let class = if index == 0 {
                "button button-small"
            } else {
                "button button-small button-plain"
            };
            let named = (!answer.is_empty()).then_some("answer");
            view! { <button class=class type="submit" name=named value=answer>{word}</button> }
        })
        .collect();
    let required = action != "answer_set_aside";
    let id = format!("{action}-{key}");
    view! {
        <details class="say" open=is_drafted>
            <summary>{name}</summary>
            <form class="form" method="post" action=format!("/fn/{action}")>
                <input type="hidden" name="reference" value=telling.sheet.listed.reference.clone()/>
                <input type="hidden" name="expected_version" value=telling.sheet.version.to_string()/>
                {hidden}
                <TextArea label name="text" value=typed rows=2 error required maxlength=8000 form=id/>
                <div class="form-foot">{buttons}</div>
            </form>
        </details>
    }
    .into_any()
}
