//! Moves over the days of a strip by key or pointer; the days and their words are read from the strip's table.

use std::cell::Cell;
use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDivElement};

/// Makes the strip inside `root` a slider of days; `told` is the day that was chosen, in words.
pub fn listen(root: NodeRef<leptos::html::Div>, told: RwSignal<String>) {
    root.on_load(move |root| {
        attach(&root, told);
    });
}

fn attach(root: &HtmlDivElement, told: RwSignal<String>) -> Option<()> {
    let drawing = root.query_selector("svg").ok()??;
    let days = Rc::new(days_of(root)?);
    let last = days.len().checked_sub(1)?;
    let table = root.query_selector("[role=region]").ok()??;
    let name = table.get_attribute("aria-label").unwrap_or_default();
    for (attribute, value) in [
        ("tabindex", "0"),
        ("role", "slider"),
        ("aria-valuemin", "0"),
        ("aria-label", &*name),
    ] {
        drawing.set_attribute(attribute, value).ok()?;
    }
    drawing
        .set_attribute("aria-valuemax", &last.to_string())
        .ok()?;
    let mark = document()
        .create_element_ns(Some("http://www.w3.org/2000/svg"), "path")
        .ok()?;
    mark.set_attribute("class", "strip-mark").ok()?;
    drawing.append_child(&mark).ok()?;

    let chosen = Rc::new(Cell::new(last));
    let choose = {
        let (drawing, chosen) = (drawing.clone(), chosen.clone());
        move |day: usize| {
            let (day, words) = (day.min(last), &days[day.min(last)]);
            chosen.set(day);
            let _ = drawing.set_attribute("aria-valuenow", &day.to_string());
            let _ = drawing.set_attribute("aria-valuetext", words);
            // The middle of a bar three wide, in steps of four.
            let _ = mark.set_attribute("d", &["M", &(day * 4 + 1).to_string(), ".5 0V24"].concat());
            told.set(words.clone());
        }
    };
    let _ = drawing.set_attribute("aria-valuenow", &last.to_string());
    let by_pointer = choose.clone();
    let frame = drawing.clone();
    listen_to(&drawing, ev::pointermove, move |event| {
        let bounds = frame.get_bounding_client_rect();
        let share = (f64::from(event.client_x()) - bounds.left()) / bounds.width().max(1.0);
        by_pointer((share.clamp(0.0, 1.0) * (last + 1) as f64) as usize);
    });
    listen_to(&drawing, ev::keydown, move |event| {
        let day = chosen.get();
        let target = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => day.saturating_sub(1),
            "ArrowRight" | "ArrowUp" => day + 1,
            "PageUp" => day + 7,
            "PageDown" => day.saturating_sub(7),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        choose(target);
    });
    Some(())
}

/// "lundi 23 novembre 2026 : Panne totale, indisponible 8 h 40 min" for each day, oldest first.
fn days_of(root: &HtmlDivElement) -> Option<Vec<String>> {
    let rows = root.query_selector_all("tbody tr").ok()?;
    let mut days = Vec::new();
    for index in (0..rows.length()).rev() {
        let row: Element = rows.get(index)?.dyn_into().ok()?;
        let cells = row.children();
        let text = |cell: u32| {
            cells
                .item(cell)
                .and_then(|cell| cell.text_content())
                .unwrap_or_default()
        };
        let mut words = [text(0).trim(), " · ", text(1).trim()].concat();
        let note = text(2);
        if !note.trim().is_empty() {
            words.push_str(", ");
            words.push_str(note.trim());
        }
        days.push(words);
    }
    Some(days)
}

fn listen_to<E>(element: &Element, event: E, act: impl FnMut(E::EventType) + 'static)
where
    E: ev::EventDescriptor + 'static,
    E::EventType: leptos::wasm_bindgen::convert::FromWasmAbi,
{
    let act = leptos::wasm_bindgen::closure::Closure::<dyn FnMut(E::EventType)>::new(act);
    let _ = element.add_event_listener_with_callback(&event.name(), act.as_ref().unchecked_ref());
    act.forget();
}
