//! The one sprite of the page, and the icons that point into it.
//!
//! A live update changes only the `href` of a `<use>`: each state's symbol is always in the page.

use leptos::prelude::*;

use super::markup::{Markup, Render, drawn, html};
use crate::domain::component::ComponentState;
use crate::domain::contract::ServiceLine;

/// A drawing of the sprite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    // States
    Operational,
    Degraded,
    PartialOutage,
    MajorOutage,
    UnderMaintenance,
    Provisional,
    Unknown,
    NotSupervised,
    // What a contract says of something
    Excluded,
    Partly,
    BlindSpot,
    Unsaid,
    NoLine,
    // Postures
    Curative,
    Preventive,
    Advice,
    // Places
    Overview,
    Status,
    Contract,
    Interventions,
    History,
    Queue,
    Clients,
    Alerts,
    Account,
    SignOut,
    // Signs
    Phone,
    Info,
    Chevron,
    Plus,
    Search,
    Download,
    Print,
    Clock,
    Pause,
    Play,
    Note,
    Lock,
}

impl Glyph {
    /// What `<use href>` says to show it.
    pub const fn href(self) -> &'static str {
        match self {
            Glyph::Operational => "#i-operational",
            Glyph::Degraded => "#i-degraded",
            Glyph::PartialOutage => "#i-partial_outage",
            Glyph::MajorOutage => "#i-major_outage",
            Glyph::UnderMaintenance => "#i-under_maintenance",
            Glyph::Provisional => "#i-provisional",
            Glyph::Unknown => "#i-unknown",
            Glyph::NotSupervised => "#i-not_supervised",
            Glyph::Excluded => "#i-excluded",
            Glyph::Partly => "#i-partly",
            Glyph::BlindSpot => "#i-blind-spot",
            Glyph::Unsaid => "#i-unsaid",
            Glyph::NoLine => "#i-no-line",
            Glyph::Curative => "#i-curative",
            Glyph::Preventive => "#i-preventive",
            Glyph::Advice => "#i-advice",
            Glyph::Overview => "#i-overview",
            Glyph::Status => "#i-status",
            Glyph::Contract => "#i-contract",
            Glyph::Interventions => "#i-interventions",
            Glyph::History => "#i-history",
            Glyph::Queue => "#i-queue",
            Glyph::Clients => "#i-clients",
            Glyph::Alerts => "#i-alerts",
            Glyph::Account => "#i-account",
            Glyph::SignOut => "#i-sign-out",
            Glyph::Phone => "#i-phone",
            Glyph::Info => "#i-info",
            Glyph::Chevron => "#i-chevron",
            Glyph::Plus => "#i-plus",
            Glyph::Search => "#i-search",
            Glyph::Download => "#i-download",
            Glyph::Print => "#i-print",
            Glyph::Clock => "#i-clock",
            Glyph::Pause => "#i-pause",
            Glyph::Play => "#i-play",
            Glyph::Note => "#i-note",
            Glyph::Lock => "#i-lock",
        }
    }
}

impl From<ComponentState> for Glyph {
    fn from(state: ComponentState) -> Self {
        match state {
            ComponentState::Operational => Glyph::Operational,
            ComponentState::Degraded => Glyph::Degraded,
            ComponentState::PartialOutage => Glyph::PartialOutage,
            ComponentState::MajorOutage => Glyph::MajorOutage,
            ComponentState::UnderMaintenance => Glyph::UnderMaintenance,
            ComponentState::Unknown => Glyph::Unknown,
            ComponentState::NotSupervised => Glyph::NotSupervised,
        }
    }
}

impl From<ServiceLine> for Glyph {
    fn from(line: ServiceLine) -> Self {
        match line {
            ServiceLine::Corrective => Glyph::Curative,
            ServiceLine::Managed => Glyph::Preventive,
            ServiceLine::Helpdesk => Glyph::Advice,
        }
    }
}

/// An icon beside a word that says the same: hidden from assistive technology.
#[component]
pub fn Icon(#[prop(into)] glyph: Glyph) -> impl IntoView {
    drawn(glyph.render())
}

impl Render for Glyph {
    fn render(&self) -> Markup {
        html! { svg.icon aria-hidden="true" { use href=(self.href()) {} } }
    }
}

/// Every drawing, once per page, hidden. One static string once compiled.
#[component]
pub fn Sprite() -> impl IntoView {
    view! {
        <div hidden>
            <svg xmlns="http://www.w3.org/2000/svg">
                <symbol id="i-operational" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.6"/><path d="m6.6 10.3 2.4 2.4 4.5-5"/></symbol>
                <symbol id="i-degraded" viewBox="0 0 20 20"><path d="M10 2.8 18 17H2z"/><path d="M10 8v4M10 14.4v.2"/></symbol>
                <symbol id="i-partial_outage" viewBox="0 0 20 20"><path d="M6.9 2.4h6.2l4.5 4.5v6.2l-4.5 4.5H6.9l-4.5-4.5V6.9z"/><path d="M2.4 10h15.2v3.1l-4.5 4.5H6.9l-4.5-4.5z" fill="currentColor"/></symbol>
                <symbol id="i-major_outage" viewBox="0 0 20 20"><path fill="currentColor" stroke="none" fill-rule="evenodd" d="M6.6 1.8h6.8l4.8 4.8v6.8l-4.8 4.8H6.6l-4.8-4.8V6.6zm.93 4.67L6.47 7.53 8.94 10l-2.47 2.47 1.06 1.06L10 11.06l2.47 2.47 1.06-1.06L11.06 10l2.47-2.47-1.06-1.06L10 8.94z"/></symbol>
                <symbol id="i-under_maintenance" viewBox="0 0 20 20"><rect x="2.8" y="4" width="14.4" height="13.2" rx="2"/><path d="M2.8 8.4h14.4M6.6 2.2v3.4M13.4 2.2v3.4"/></symbol>
                <symbol id="i-provisional" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.6" stroke-dasharray="3.3 2.67"/></symbol>
                <symbol id="i-unknown" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.6"/><path d="M7.8 8c.2-1.3 1.1-2 2.3-2 1.3 0 2.2.8 2.2 1.9 0 1.7-2.2 1.8-2.2 3.4M10.1 13.9v.2"/></symbol>
                <symbol id="i-not_supervised" viewBox="0 0 20 20"><path d="M5 10h10"/></symbol>

                <symbol id="i-excluded" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.6"/><path d="m4.8 15.2 10.4-10.4"/></symbol>
                <symbol id="i-partly" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.6"/><path d="M10 2.4a7.6 7.6 0 0 0 0 15.2z" fill="currentColor"/></symbol>
                <symbol id="i-blind-spot" viewBox="0 0 20 20"><path d="M2 10c1.9-3.4 4.7-5.1 8-5.1s6.1 1.7 8 5.1c-1.9 3.4-4.7 5.1-8 5.1s-6.1-1.7-8-5.1z"/><circle cx="10" cy="10" r="2.3"/><path d="M3.6 16.6 16.4 3.4"/></symbol>
                <symbol id="i-unsaid" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.6"/><path d="M6.6 10h6.8"/></symbol>
                <symbol id="i-no-line" viewBox="0 0 20 20"><path d="M5 10h10"/></symbol>

                <symbol id="i-curative" viewBox="0 0 20 20"><path d="M12.6 3.2a4.3 4.3 0 0 0-4.1 5.7l-5.4 5.4a1.8 1.8 0 1 0 2.6 2.6l5.4-5.4a4.3 4.3 0 0 0 5.5-5.3l-2.6 2.6-2.3-.6-.6-2.3 2.6-2.6a4.3 4.3 0 0 0-1.1-.1z"/></symbol>
                <symbol id="i-preventive" viewBox="0 0 20 20"><path d="M10 2.2 16.4 4.5v4.9c0 3.9-2.6 6.8-6.4 8.4-3.8-1.6-6.4-4.5-6.4-8.4V4.5z"/><path d="m7.2 9.9 2 2 3.7-4"/></symbol>
                <symbol id="i-advice" viewBox="0 0 20 20"><path d="M4.6 3.4h10.8a2 2 0 0 1 2 2v6.4a2 2 0 0 1-2 2H9.8l-4 3.2v-3.2H4.6a2 2 0 0 1-2-2V5.4a2 2 0 0 1 2-2z"/><path d="M6.6 7.2h6.8M6.6 10h4.2"/></symbol>

                <symbol id="i-overview" viewBox="0 0 20 20"><path d="M3 9.2 10 3.2l7 6v7.2a.8.8 0 0 1-.8.8H3.8a.8.8 0 0 1-.8-.8z"/><path d="M7.8 17.2v-5h4.4v5"/></symbol>
                <symbol id="i-status" viewBox="0 0 20 20"><path d="M2 10.6h3.6L8 4.6l4 11 2.4-5H18"/></symbol>
                <symbol id="i-contract" viewBox="0 0 20 20"><path d="M5 2.4h7.2L16 6.2v10.6a.8.8 0 0 1-.8.8H4.8a.8.8 0 0 1-.8-.8V3.2a.8.8 0 0 1 .8-.8z"/><path d="M12 2.6v3.8h3.8M7 10h6M7 13.2h4"/></symbol>
                <symbol id="i-interventions" viewBox="0 0 20 20"><path d="M6.4 5.4V3.8a1 1 0 0 1 1-1h5.2a1 1 0 0 1 1 1v1.6M3.4 5.4h13.2a1 1 0 0 1 1 1v9.4a1 1 0 0 1-1 1H3.4a1 1 0 0 1-1-1V6.4a1 1 0 0 1 1-1zM2.4 10.6h15.2M10 9.6v2"/></symbol>
                <symbol id="i-history" viewBox="0 0 20 20"><path d="M3 4v3.6h3.6M3.3 7.6A7.2 7.2 0 1 1 2.8 10M10 6v4.2l2.8 1.8"/></symbol>
                <symbol id="i-queue" viewBox="0 0 20 20"><path d="M2.6 11.4 5 3.8h10l2.4 7.6v4.8H2.6z"/><path d="M2.6 11.4h4.2l1.2 2h4l1.2-2h4.2"/></symbol>
                <symbol id="i-clients" viewBox="0 0 20 20"><path d="M3.4 17.2V3.2h8v14M11.4 8h5.2v9.2M2 17.2h16M6 6.4h2.8M6 9.6h2.8M6 12.8h2.8"/></symbol>
                <symbol id="i-alerts" viewBox="0 0 20 20"><path d="M4.4 14.2h11.2l-1.2-2V8.4a4.4 4.4 0 0 0-8.8 0v3.8zM8.2 16.6a2 2 0 0 0 3.6 0M10 2.4V4"/></symbol>
                <symbol id="i-account" viewBox="0 0 20 20"><circle cx="10" cy="7" r="3.4"/><path d="M3.4 17.2c.6-3.6 3.2-5.2 6.6-5.2s6 1.6 6.6 5.2"/></symbol>
                <symbol id="i-sign-out" viewBox="0 0 20 20"><path d="M8 3.2H4.2a1 1 0 0 0-1 1v11.6a1 1 0 0 0 1 1H8M12.4 6.4 16 10l-3.6 3.6M16 10H7.6"/></symbol>

                <symbol id="i-phone" viewBox="0 0 20 20"><path d="M6.7 2.8 4.2 3.4c-.7.2-1.1.8-1 1.5.6 6.2 5.7 11.3 11.9 11.9.7.1 1.3-.3 1.5-1l.6-2.5-3.7-1.7-1.5 1.8c-2.2-1-4.3-3-5.4-5.4l1.8-1.5z"/></symbol>
                <symbol id="i-info" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.6"/><path d="M10 9.2v4.6M10 6.2v.2"/></symbol>
                <symbol id="i-chevron" viewBox="0 0 20 20"><path d="m8 5 5 5-5 5"/></symbol>
                <symbol id="i-plus" viewBox="0 0 20 20"><path d="M10 4v12M4 10h12"/></symbol>
                <symbol id="i-search" viewBox="0 0 20 20"><circle cx="8.8" cy="8.8" r="5.4"/><path d="m13 13 4 4"/></symbol>
                <symbol id="i-download" viewBox="0 0 20 20"><path d="M10 3v9.2M6.2 8.8l3.8 3.8 3.8-3.8M3.4 16.8h13.2"/></symbol>
                <symbol id="i-print" viewBox="0 0 20 20"><path d="M5.6 7V2.8h8.8V7M5.6 14.4H3.4a.8.8 0 0 1-.8-.8V7.8a.8.8 0 0 1 .8-.8h13.2a.8.8 0 0 1 .8.8v5.8a.8.8 0 0 1-.8.8h-2.2M5.6 11.8h8.8v5.4H5.6z"/></symbol>
                <symbol id="i-clock" viewBox="0 0 20 20"><circle cx="10" cy="10" r="7.6"/><path d="M10 5.6V10l3 2"/></symbol>
                <symbol id="i-pause" viewBox="0 0 20 20"><path d="M7 4.4v11.2M13 4.4v11.2"/></symbol>
                <symbol id="i-play" viewBox="0 0 20 20"><path d="M6.4 4 15.6 10l-9.2 6z"/></symbol>
                <symbol id="i-note" viewBox="0 0 20 20"><path d="M3.2 16.8 4 13.2 13.2 4l2.8 2.8-9.2 9.2zM11.4 5.8l2.8 2.8"/></symbol>
                <symbol id="i-lock" viewBox="0 0 20 20"><rect x="4" y="8.8" width="12" height="8.4" rx="1.6"/><path d="M6.6 8.8V6.4a3.4 3.4 0 0 1 6.8 0v2.4"/></symbol>
            </svg>
        </div>
    }
}
