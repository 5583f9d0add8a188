//! Finding by typing: hides, in a form that is already there, what does not hold every word that was typed.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
pub use super::finder_field::Finder;

#[cfg(feature = "forms")]
#[path = "finder_browser.rs"]
mod filtering;
#[cfg(not(feature = "forms"))]
mod filtering {
    /// On the server nothing is typed.
    pub fn listen() {}
}

/// The attribute of what can be found: its words, folded.
pub const FOUND_BY: &str = "data-find";
/// The id of the field to type in.
pub const FINDER_ID: &str = "finder";
/// The id of what says that nothing was found; its `data-nothing` are the words for it.
pub const FOUND_ID: &str = "finder-found";

/// Brings the field to life. No props: reading them would cost more than all of it.
#[island]
pub fn FindByTyping() -> impl IntoView {
    filtering::listen();
}
