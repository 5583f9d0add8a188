//! On the server nothing moves: the island shows what the form said when the page was made.

use leptos::prelude::RwSignal;

use super::Asked;

pub fn listen(_said: RwSignal<Option<Asked>>) {}
