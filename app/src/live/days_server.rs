//! The strip as the server sees it: nobody's keys to listen to.

use leptos::prelude::*;

pub fn listen(_root: NodeRef<leptos::html::Div>, _told: RwSignal<String>) {}
