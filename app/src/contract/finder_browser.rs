//! In the browser: hides the choices that do not match, never the one that is chosen.

use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use super::{FINDER_ID, FOUND_ID};
use crate::domain::folding::fold_text;

/// Shows the field, and filters at each letter.
pub fn listen() -> Option<()> {
    let field: HtmlInputElement = document().get_element_by_id(FINDER_ID)?.dyn_into().ok()?;
    let found: HtmlElement = document().get_element_by_id(FOUND_ID)?.dyn_into().ok()?;
    let nothing = found.dataset().get("nothing");
    field
        .closest(".finder")
        .ok()??
        .remove_attribute("hidden")
        .ok()?;
    let typed = Closure::<dyn Fn()>::new({
        let field = field.clone();
        move || {
            let said = if filter(&field.value()) {
                None
            } else {
                nothing.as_deref()
            };
            found.set_text_content(said);
        }
    });
    field
        .add_event_listener_with_callback("input", typed.as_ref().unchecked_ref())
        .ok()?;
    // The field lives as long as the page.
    typed.forget();
    Some(())
}

/// Shows what holds every word of the query; says whether anything does.
fn filter(query: &str) -> bool {
    let query = fold_text(query);
    let words: Vec<&str> = query.split_whitespace().collect();
    let Ok(choices) = document().query_selector_all(&format!("[{}]", super::FOUND_BY)) else {
        return true;
    };
    let mut found = false;
    for index in 0..choices.length() {
        let Some(choice) = choices
            .item(index)
            .and_then(|node| node.dyn_into::<HtmlElement>().ok())
        else {
            continue;
        };
        let held = choice.get_attribute(super::FOUND_BY).unwrap_or_default();
        let matches = words.iter().all(|word| held.contains(word));
        found |= matches;
        choice.set_hidden(!matches && !is_chosen(&choice));
    }
    found || words.is_empty()
}

fn is_chosen(choice: &Element) -> bool {
    choice
        .query_selector("input:checked")
        .is_ok_and(|chosen| chosen.is_some())
}
