//! Where the browser enters: the page's script calls this once its module is loaded.

/// Brings the islands of the page to life.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
