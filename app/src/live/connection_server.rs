//! The connection as the server sees it: a page that does not move yet.

use leptos::prelude::*;

use super::phase::Phase;
use crate::domain::access::Lang;

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

/// Nothing that the island says is seen before the browser knows better.
pub fn language() -> Lang {
    Lang::default()
}
