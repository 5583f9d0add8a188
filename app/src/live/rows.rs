//! The components on the page, found by their key when something changes; the tab's title and icon.

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, NodeList};

use crate::domain::access::Lang;
use crate::domain::component::ComponentState;
use crate::domain::time::LocalInstant;
use crate::text::{format, live, words};
use crate::ui::icons::Glyph;

/// What stands for a component: a row of a board, the head of its page.
const ROWS: &str = "[data-component][data-state]";

/// A `state` event, as far as rows are concerned.
pub struct Change {
    key: String,
    client: Option<String>,
    state: ComponentState,
    since: LocalInstant,
}

impl Change {
    /// From the event's JSON, in the form of `backend::live::StateChange`. The browser's own parser
    /// reads it: ours would be a fifth of the bundle.
    pub fn read(data: &str) -> Option<Change> {
        let object = js_sys::JSON::parse(data).ok()?;
        let field = |name: &str| js_sys::Reflect::get(&object, &JsValue::from_str(name)).ok();
        Some(Change {
            key: field("key")?.as_string()?,
            client: field("client").and_then(|client| client.as_string()),
            state: ComponentState::from_code(&field("state")?.as_string()?)?,
            since: LocalInstant {
                at: field("since")?.as_f64()? as i64,
                offset_s: field("offset_s")
                    .and_then(|offset| offset.as_f64())
                    .unwrap_or(0.0) as i32,
            },
        })
    }

    /// Shows the change wherever its component stands; gives what a screen reader should hear, if it is news.
    pub fn show(&self) -> Option<String> {
        let mut said = None;
        for row in rows_of(&document()) {
            if self.is_about(&row) && self.show_in(&row).is_some() {
                let name = row.query_selector("[data-name]").ok().flatten();
                let name = name
                    .and_then(|name| name.text_content())
                    .unwrap_or_default();
                let lang = page_language();
                said =
                    Some(live(lang).changed(name.trim(), words::component_state(lang, self.state)));
            }
        }
        said
    }

    /// The staff's pages name the client too: keys are unique within one only.
    fn is_about(&self, row: &Element) -> bool {
        let is_client = match (&self.client, row.get_attribute("data-client")) {
            (Some(of_change), Some(of_row)) => *of_change == of_row,
            _ => true,
        };
        is_client && row.get_attribute("data-component").as_deref() == Some(&self.key)
    }

    /// One attribute, one icon, two texts; nothing when the row says it already.
    fn show_in(&self, row: &Element) -> Option<()> {
        let lang = page_language();
        let is_news = row.get_attribute("data-state").as_deref() != Some(self.state.code());
        row.set_attribute("data-state", self.state.code()).ok()?;
        let part = |selector| row.query_selector(selector).ok().flatten();
        part(".state use")?
            .set_attribute("href", Glyph::from(self.state).href())
            .ok()?;
        part(".state-word")?.set_text_content(Some(words::component_state(lang, self.state)));
        if let Some(time) = part("time.row-since") {
            time.set_attribute("datetime", &format::iso(self.since.at))
                .ok()?;
            time.set_attribute("title", &format::exact(lang, self.since))
                .ok()?;
            time.set_text_content(Some(&live(lang).since(&format::clock(lang, self.since))));
        }
        is_news.then_some(())
    }
}

/// Rows whose state the stream did not tell (after a `resync`) take it from the page as it is now.
pub fn take_states(fresh: &Document) -> Result<(), JsValue> {
    let fresh_rows = rows_of(fresh);
    for row in rows_of(&document()) {
        let key = row.get_attribute("data-component");
        let Some(namesake) = fresh_rows
            .iter()
            .find(|fresh| fresh.get_attribute("data-component") == key)
        else {
            continue;
        };
        let state = namesake.get_attribute("data-state").unwrap_or_default();
        if row.get_attribute("data-state").as_deref() == Some(&state) {
            continue;
        }
        row.set_attribute("data-state", &state)?;
        for part in [".state", "time.row-since"] {
            if let (Some(old), Some(new)) =
                (row.query_selector(part)?, namesake.query_selector(part)?)
            {
                old.set_outer_html(&new.outer_html());
            }
        }
    }
    Ok(())
}

pub fn page_language() -> Lang {
    let tag = document()
        .document_element()
        .and_then(|html| html.get_attribute("lang"));
    tag.and_then(|tag| Lang::from_tag(&tag)).unwrap_or_default()
}

/// The tab's title and icon say the worst state of a page that holds a whole board.
pub fn mark_tab() -> Option<()> {
    let board = document().query_selector("[data-board]").ok()??;
    let rows = elements(&board.query_selector_all(ROWS).ok()?);
    let states = rows
        .iter()
        .filter_map(|row| ComponentState::from_code(&row.get_attribute("data-state")?));
    let worst = states.max()?;
    let base = document()
        .body()?
        .dataset()
        .get("title")
        .unwrap_or_default();
    if worst.needs_attention() {
        document()
            .set_title(&[words::component_state(page_language(), worst), " – ", &base].concat());
    } else {
        document().set_title(&base);
    }
    let icon = document().query_selector("link[rel=icon]").ok()??;
    icon.set_attribute("href", &["/icons/", worst.code(), ".svg"].concat())
        .ok()
}

fn rows_of(document: &Document) -> Vec<Element> {
    document
        .query_selector_all(ROWS)
        .map(|list| elements(&list))
        .unwrap_or_default()
}

pub fn elements(list: &NodeList) -> Vec<Element> {
    (0..list.length())
        .filter_map(|index| list.get(index)?.dyn_into().ok())
        .collect()
}
