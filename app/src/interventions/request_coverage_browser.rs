//! In the browser: what the form says, each time that somebody changes a field.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlElement, HtmlFormElement, HtmlInputElement, HtmlSelectElement};

use super::{ANSWER_ID, FORM_ID, Fields, Known, answer_html, asked};
use crate::live::page_language;

/// Keeps the answer true to the form.
pub fn listen() -> Option<()> {
    let form = request_form()?;
    let answer: HtmlElement = document().get_element_by_id(ANSWER_ID)?.dyn_into().ok()?;
    let known = known_of(&answer)?;
    // A browser may have put back what was typed before: say it at once.
    show(&answer, &known, &form);
    let watched = form.clone();
    let changed = Closure::<dyn Fn()>::new(move || show(&answer, &known, &watched));
    form.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref())
        .ok()?;
    // The form lives as long as the page.
    changed.forget();
    Some(())
}

fn known_of(answer: &HtmlElement) -> Option<Known> {
    let text = window().atob(&answer.dataset().get("known")?).ok()?;
    // One letter a byte.
    let bytes: Vec<u8> = text.chars().map(|letter| letter as u8).collect();
    Known::from_bytes(&bytes)
}

/// Touches the page only where the answer is another one: a screen reader hears each change.
fn show(answer: &HtmlElement, known: &Known, form: &HtmlFormElement) {
    let drawn = answer_html(page_language(), known, asked(&InForm(form.clone())));
    let Ok(fresh) = document().create_element("div") else {
        return;
    };
    fresh.set_inner_html(&drawn.into_string());
    if answer.inner_html() != fresh.inner_html() {
        answer.set_inner_html(&fresh.inner_html());
    }
}

fn request_form() -> Option<HtmlFormElement> {
    document().get_element_by_id(FORM_ID)?.dyn_into().ok()
}

struct InForm(HtmlFormElement);

impl InForm {
    fn first(&self, selector: &str) -> Option<Element> {
        self.0.query_selector(selector).ok().flatten()
    }
}

impl Fields for InForm {
    fn field(&self, name: &str) -> String {
        if let Some(checked) = self.first(&format!("input[name=\"{name}\"]:checked")) {
            return checked
                .dyn_into::<HtmlInputElement>()
                .map(|input| input.value())
                .unwrap_or_default();
        }
        if let Some(hidden) = self.first(&format!("input[type=\"hidden\"][name=\"{name}\"]")) {
            return hidden
                .dyn_into::<HtmlInputElement>()
                .map(|input| input.value())
                .unwrap_or_default();
        }
        let select = self.first(&format!("select[name=\"{name}\"]"));
        let select = select.and_then(|select| select.dyn_into::<HtmlSelectElement>().ok());
        select.map(|select| select.value()).unwrap_or_default()
    }

    fn component_fact(&self, name: &str) -> Option<String> {
        if let Some(radio) = self.first("input[name=\"component\"]:checked") {
            return radio.get_attribute(&format!("data-{name}"));
        }
        let option = self.first("select[name=\"component\"] option:checked")?;
        if name == "name" {
            return option.text_content().map(|text| text.trim().to_owned());
        }
        option.get_attribute(&format!("data-{name}"))
    }
}
