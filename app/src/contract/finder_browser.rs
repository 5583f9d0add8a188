//! In the browser: hides the choices that do not match, never the one that is chosen.

use leptos::prelude::document;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::domain::folding::fold_text;

/// Shows what holds every word of the query; says whether anything does.
pub fn filter(query: &str) -> bool {
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
