//! The connection as the server sees it: a page that does not move yet.

use leptos::prelude::*;

use super::phase::Phase;
use super::state::StateSince;

/// Nothing to listen to on this side.
pub struct Line;

pub fn line() -> Line {
    Line
}

impl Line {
    pub fn phase(&self) -> Signal<Phase> {
        Signal::stored(Phase::Still)
    }

    pub fn age_s(&self) -> Signal<i64> {
        Signal::stored(0)
    }

    pub fn announcement(&self) -> Signal<String> {
        Signal::stored(String::new())
    }

    pub fn toggle_pause(&self) {}
}

pub fn follow(_root: NodeRef<leptos::html::Span>, _shown: RwSignal<StateSince>) {}
