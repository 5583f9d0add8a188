//! The components on the page, found by their key when something changes; the tab's title and icon.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::Element;

use super::state::StateSince;
use crate::backend::live::StateChange;
use crate::domain::access::Lang;
use crate::domain::component::ComponentState;
use crate::text::{live, words};

/// The islands that follow a component.
#[derive(Default)]
pub struct Rows(RefCell<Vec<Row>>);

struct Row {
    /// The nearest `[data-component][data-state]`.
    element: Element,
    shown: RwSignal<StateSince>,
}

impl Rows {
    pub fn add(&self, root: &Element, shown: RwSignal<StateSince>) {
        if let Ok(Some(element)) = root.closest("[data-state]") {
            self.0.borrow_mut().push(Row { element, shown });
        }
    }

    /// Shows the change wherever its component stands; what a screen reader should hear, if it is news.
    pub fn apply(&self, change: &StateChange) -> Option<String> {
        let mut rows = self.0.borrow_mut();
        // Regions that were swapped took their rows with them.
        rows.retain(|row| row.element.is_connected());
        let mut said = None;
        for row in rows.iter().filter(|row| is_of(&row.element, change)) {
            let before = row.shown.get_untracked();
            row.shown.set(StateSince {
                state: change.state,
                since: change.since(),
            });
            let _ = row.element.set_attribute("data-state", change.state.code());
            if before.state != change.state {
                let lang = page_language();
                let name = name_of(&row.element).unwrap_or_else(|| change.key.clone());
                said = Some(live(lang).changed(&name, words::component_state(lang, change.state)));
            }
        }
        said
    }
}

/// The staff's pages name the client too: keys are unique within one only.
fn is_of(element: &Element, change: &StateChange) -> bool {
    let attribute = |name: &str| element.get_attribute(name);
    let is_key = attribute("data-component").as_deref() == Some(&change.key);
    let is_client = match (&change.client, attribute("data-client")) {
        (Some(of_change), Some(of_row)) => *of_change == of_row,
        _ => true,
    };
    is_key && is_client
}

fn name_of(element: &Element) -> Option<String> {
    let name = element.query_selector("[data-name]").ok()??;
    name.text_content().map(|text| text.trim().to_owned())
}

pub fn page_language() -> Lang {
    let tag = document()
        .document_element()
        .and_then(|html| html.get_attribute("lang"));
    tag.and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default()
}

/// The tab's title and icon say the worst state of a page that holds a whole board.
pub fn mark_tab() {
    let Ok(Some(board)) = document().query_selector("[data-board]") else {
        return;
    };
    let Some(worst) = worst_of(&board) else {
        return;
    };
    let base = document()
        .body()
        .and_then(|body| body.dataset().get("title"))
        .unwrap_or_default();
    if worst.needs_attention() {
        let word = words::component_state(page_language(), worst);
        document().set_title(&[word, " – ", &base].concat());
    } else {
        document().set_title(&base);
    }
    if let Ok(Some(icon)) = document().query_selector("link[rel=icon]") {
        let _ = icon.set_attribute("href", &["/favicon-", worst.code(), ".svg"].concat());
    }
}

fn worst_of(board: &Element) -> Option<ComponentState> {
    let rows = board
        .query_selector_all("[data-component][data-state]")
        .ok()?;
    let mut worst = None;
    for index in 0..rows.length() {
        let Some(row) = rows
            .get(index)
            .and_then(|node| node.dyn_into::<Element>().ok())
        else {
            continue;
        };
        let code = row.get_attribute("data-state").unwrap_or_default();
        worst = worst.max(ComponentState::from_code(&code));
    }
    worst
}
