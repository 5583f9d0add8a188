//! Badges: shape, word and colour together, never colour alone.

use leptos::{oco::Oco, prelude::*};

use super::icons::{Glyph, Icon};
use crate::domain::component::ComponentState;
use crate::domain::contract::ServiceLine;
use crate::domain::intervention::InterventionState;
use crate::text::{Lang, words};

/// The colour that a standalone badge, notice or panel takes. Inside a `[data-state]` the colour is
/// the state's, and follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Ok,
    Warn,
    Partial,
    Down,
    Planned,
    Provisional,
    Unknown,
    Accent,
    Quiet,
}

impl Tone {
    /// The class that sets the colour and its wash.
    pub const fn class(self) -> &'static str {
        match self {
            Tone::Ok => "tone-ok",
            Tone::Warn => "tone-warn",
            Tone::Partial => "tone-partial",
            Tone::Down => "tone-down",
            Tone::Planned => "tone-planned",
            Tone::Provisional => "tone-provisional",
            Tone::Unknown => "tone-unknown",
            Tone::Accent => "tone-accent",
            Tone::Quiet => "tone-quiet",
        }
    }
}

impl From<ComponentState> for Tone {
    fn from(state: ComponentState) -> Self {
        match state {
            ComponentState::Operational => Tone::Ok,
            ComponentState::Degraded => Tone::Warn,
            ComponentState::PartialOutage => Tone::Partial,
            ComponentState::MajorOutage => Tone::Down,
            ComponentState::UnderMaintenance => Tone::Planned,
            ComponentState::Unknown => Tone::Unknown,
            ComponentState::NotSupervised => Tone::Quiet,
        }
    }
}

impl From<InterventionState> for Tone {
    fn from(state: InterventionState) -> Self {
        use InterventionState as S;
        match state {
            S::AwaitingApproval | S::QuoteSent | S::OnHold => Tone::Warn,
            S::Registered | S::AwaitingQuote => Tone::Planned,
            S::InProgress => Tone::Accent,
            S::TemporarilyRestored => Tone::Provisional,
            S::Resolved => Tone::Ok,
            S::Draft | S::Closed | S::Rejected | S::Cancelled | S::Transferred => Tone::Quiet,
        }
    }
}

/// A component's state, coloured by the nearest `[data-state]`: put it inside a row that carries one.
#[component]
pub fn StateBadge(lang: Lang, state: ComponentState) -> impl IntoView {
    view! {
        <span class="state">
            <Icon glyph=state/>
            <span class="state-word">{words::component_state(lang, state)}</span>
        </span>
    }
}

/// A state that stands alone, with its own colour: a legend, a past outage, an incident's summary.
#[component]
pub fn StateMark(lang: Lang, state: ComponentState) -> impl IntoView {
    view! { <Badge tone=Tone::from(state) glyph=Glyph::from(state) word=words::component_state(lang, state)/> }
}

/// Any badge: the tone, the drawing and the word that says it.
#[component]
pub fn Badge(tone: Tone, glyph: Glyph, #[prop(into)] word: Oco<'static, str>) -> impl IntoView {
    view! {
        <span class=("state", true) class=tone.class()>
            <Icon glyph/>
            <span class="state-word">{word}</span>
        </span>
    }
}

/// Where an intervention stands, as a pill. A hold says why: `reason` follows the word in brackets.
#[component]
pub fn InterventionStateBadge(
    lang: Lang,
    state: InterventionState,
    #[prop(into, optional)] reason: Option<Oco<'static, str>>,
) -> impl IntoView {
    view! {
        <Pill tone=Tone::from(state)>
            {words::intervention_state(lang, state)} {reason.map(|reason| format!(" ({reason})"))}
        </Pill>
    }
}

/// Any short word on its wash.
#[component]
pub fn Pill(tone: Tone, children: Children) -> impl IntoView {
    view! { <span class=("pill", true) class=tone.class()>{children()}</span> }
}

/// A component's cover: "GTR 4 h · 24/7". Dashed when it is not supervised, or covered by nothing.
#[component]
pub fn CoverChip(
    #[prop(into)] text: Oco<'static, str>,
    #[prop(optional)] dashed: bool,
) -> impl IntoView {
    view! { <span class=if dashed { "chip chip-dashed" } else { "chip" }>{text}</span> }
}

/// Which of the three trades an act or a line belongs to: "Maintenance · curatif".
#[component]
pub fn PostureBadge(lang: Lang, line: ServiceLine) -> impl IntoView {
    view! {
        <span class=("posture", true) class=posture_class(line)>
            <Icon glyph=line/>
            {words::service_line(lang, line)}
            <span class="posture-word">" · " {words::posture(lang, line)}</span>
        </span>
    }
}

/// The class that gives a timeline's mark, or anything else, the hue of its trade.
pub const fn posture_class(line: ServiceLine) -> &'static str {
    match line {
        ServiceLine::Corrective => "posture-corrective",
        ServiceLine::Managed => "posture-managed",
        ServiceLine::Helpdesk => "posture-helpdesk",
    }
}
