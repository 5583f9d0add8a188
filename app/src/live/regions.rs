//! Keeps `[data-live-region]` elements true: the page is fetched again, and each takes the content of its namesake.

use std::cell::Cell;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, DomParser, Element, Response, SupportedType};

use super::rows::{self, elements};

/// Several changes in a row cost one fetch; browsers that heard the same change do not come back together.
const SHORTEST_WAIT_MS: f64 = 250.0;
const SPREAD_MS: f64 = 750.0;

thread_local! {
    static WAITING: Cell<bool> = const { Cell::new(false) };
}

/// Fetches the page again in a moment, unless that is already about to happen.
pub fn refresh_soon() {
    if WAITING.replace(true) {
        return;
    }
    let wait_ms = SHORTEST_WAIT_MS + js_sys::Math::random() * SPREAD_MS;
    set_timeout(
        || {
            spawn_local(async {
                WAITING.set(false);
                // A failure is no news: the line says itself when it is lost.
                let _ = refresh().await;
            });
        },
        Duration::from_millis(wait_ms as u64),
    );
}

async fn refresh() -> Result<(), JsValue> {
    let address = window().location().href()?;
    let response: Response = JsFuture::from(window().fetch_with_str(&address))
        .await?
        .dyn_into()?;
    if response.redirected() {
        // The session ended: the sign-in page says so better than a page that no longer moves.
        return window().location().reload();
    }
    if !response.ok() {
        return Ok(());
    }
    let text = JsFuture::from(response.text()?)
        .await?
        .as_string()
        .unwrap_or_default();
    let fresh = DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)?;
    rows::take_states(&fresh)?;
    take_regions(&fresh)?;
    take_tab(&fresh)
}

/// A region that the reader is in keeps its content: nothing moves under a finger or a caret.
fn take_regions(fresh: &Document) -> Result<(), JsValue> {
    let focused = document().active_element();
    for current in elements(&document().query_selector_all("[data-live-region]")?) {
        let Some(name) = current.get_attribute("data-live-region") else {
            continue;
        };
        let selector = ["[data-live-region=\"", &name, "\"]"].concat();
        let Some(namesake) = fresh.query_selector(&selector)? else {
            continue;
        };
        let is_busy = focused
            .as_ref()
            .is_some_and(|focused| current.contains(Some(focused)));
        if is_busy || current.inner_html() == namesake.inner_html() {
            continue;
        }
        let open = opened_details(&current)?;
        current.set_inner_html(&namesake.inner_html());
        for (index, details) in elements(&current.query_selector_all("details")?)
            .iter()
            .enumerate()
        {
            if open.get(index) == Some(&true) {
                details.set_attribute("open", "")?;
            }
        }
        wake(&current);
    }
    Ok(())
}

/// The title and the icon as the server now writes them.
fn take_tab(fresh: &Document) -> Result<(), JsValue> {
    document().set_title(&fresh.title());
    let (current, new) = (
        document().query_selector("link[rel=icon]")?,
        fresh.query_selector("link[rel=icon]")?,
    );
    if let (Some(current), Some(new)) = (current, new) {
        current.set_attribute("href", &new.get_attribute("href").unwrap_or_default())?;
    }
    Ok(())
}

fn opened_details(region: &Element) -> Result<Vec<bool>, JsValue> {
    let details = elements(&region.query_selector_all("details")?);
    Ok(details
        .iter()
        .map(|details| details.has_attribute("open"))
        .collect())
}

/// Starts the islands that just arrived; the page's script knows how.
fn wake(root: &Element) {
    if let Ok(start) = js_sys::Reflect::get(&window(), &"vigieWake".into())
        && let Some(start) = start.dyn_ref::<js_sys::Function>()
    {
        let _ = start.call1(&JsValue::NULL, root);
    }
}
