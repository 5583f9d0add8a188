//! Badges: shape, word and colour together, never colour alone.

use leptos::{oco::Oco, prelude::*};

use super::icons::Glyph;
use super::markup::{Markup, drawn, html};
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
            S::Registered | S::AwaitingQuote | S::Planned | S::Announced => Tone::Planned,
            S::InProgress => Tone::Accent,
            S::TemporarilyRestored => Tone::Provisional,
            S::Resolved => Tone::Ok,
            S::Draft | S::Closed | S::Rejected | S::Cancelled | S::Transferred => Tone::Quiet,
        }
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
    drawn(badge(tone, glyph, &word))
}

/// As [`Badge`].
pub fn badge(tone: Tone, glyph: Glyph, word: &str) -> Markup {
    html! {
        span class={ "state " (tone.class()) } { (glyph) span.state-word { (word) } }
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

/// Which of the three trades an act or a line belongs to: "Maintenance · curatif".
#[component]
pub fn PostureBadge(lang: Lang, line: ServiceLine) -> impl IntoView {
    drawn(posture_badge(lang, line))
}

/// As [`PostureBadge`].
pub fn posture_badge(lang: Lang, line: ServiceLine) -> Markup {
    html! {
        span class={ "posture " (posture_class(line)) } {
            (Glyph::from(line))
            (words::service_line(lang, line))
            span.posture-word { " · " (words::posture(lang, line)) }
        }
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
