//! In the browser: what the form says, each time that somebody changes a field.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::prelude::Closure;
use web_sys::{Element, HtmlFormElement, HtmlInputElement, HtmlSelectElement};

use super::{Asked, FORM_ID, Fields, asked};

/// Keeps the signal true to the form.
pub fn listen(said: RwSignal<Option<Asked>>) {
    Effect::new(move |_| {
        let Some(form) = request_form() else { return };
        // A browser may have put back what was typed before: say it at once.
        said.set(asked(&InForm(form.clone())));
        let watched = form.clone();
        let changed = Closure::<dyn Fn()>::new(move || said.set(asked(&InForm(watched.clone()))));
        let callback = changed.as_ref().unchecked_ref();
        let listening = form
            .add_event_listener_with_callback("change", callback)
            .is_ok();
        if listening {
            // The form lives as long as the page.
            changed.forget();
        }
    });
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
