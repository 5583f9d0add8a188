//! HTML written straight into a string, for the two places where Leptos' views cost too much: the rows of a board,
//! drawn for every reader at every turn, and the verdict, whose code travels to the browser.
//!
//! Every value is escaped by `maud`. What such markup shares with the pages (icons, badges, the strip) is written
//! once, as markup; the component of the same name hands it to the views.

use leptos::tachys::html::InertElement;
pub use maud::{Markup, Render, html};

/// Among Leptos' views, on the server: elements that are written already.
pub fn drawn(markup: Markup) -> InertElement {
    InertElement::new(markup.into_string())
}
