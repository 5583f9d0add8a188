//! One letter does what a button does: which letter, on which page. The script that listens is `script/desk-keys.js`;
//! a letter that stands on nothing of the page does nothing.

use leptos::prelude::*;

use crate::domain::intervention::EventKind;
use crate::text::Lang;
use crate::text::desk::desk;
use crate::text::handing::handing;
use crate::text::keys::keys;

/// The letter of a gesture.
pub const fn of_gesture(kind: EventKind) -> Option<&'static str> {
    Some(match kind {
        EventKind::Started => "t",
        EventKind::Noted => "m",
        EventKind::NotedInternally => "i",
        EventKind::Held => "h",
        EventKind::Resumed => "r",
        EventKind::Answered => "a",
        EventKind::RestoredPalliative => "p",
        EventKind::RestoredCurative => "f",
        EventKind::TimeEntered => "d",
        EventKind::HandedOver => "o",
        _ => return None,
    })
}

/// What every page of the desk's work answers to.
pub const CALL: &str = "c";
pub const SEARCH: &str = "/";
pub const QUEUE: &str = "q";

/// Where the letters are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    Queue,
    Intervention,
}

fn listed(lang: Lang, on: On) -> Vec<(&'static str, &'static str)> {
    let (text, names) = (keys(lang), desk(lang));
    let mut all = match on {
        On::Queue => vec![
            ("j", text.next),
            ("k", text.previous),
            ("Enter", text.open),
            ("t", names.take),
            (CALL, names.enter_call),
            (SEARCH, text.filters),
        ],
        On::Intervention => {
            let mut gestures = vec![
                (EventKind::Started, names.take),
                (EventKind::Noted, names.note_to_client),
                (EventKind::NotedInternally, names.internal_note),
                (EventKind::Held, names.hold),
                (EventKind::Resumed, names.resume),
                (EventKind::Answered, names.answer),
                (EventKind::RestoredPalliative, names.restore_provisionally),
                (EventKind::RestoredCurative, names.restore_curative),
                (EventKind::HandedOver, handing(lang).hand_over),
            ];
            gestures.push((
                EventKind::TimeEntered,
                crate::text::hour_book::hour_book(lang).enter,
            ));
            let mut all: Vec<_> = gestures
                .into_iter()
                .filter_map(|(kind, name)| Some((of_gesture(kind)?, name)))
                .collect();
            all.extend([(QUEUE, names.queue_title), (SEARCH, text.search)]);
            all
        }
    };
    all.push(("?", text.title));
    all
}

/// The letters of this page, in a dialog that `?` opens, with the switch that turns them off.
#[component]
pub fn Keys(lang: Lang, on: On) -> impl IntoView {
    let text = keys(lang);
    let rows = listed(lang, on)
        .into_iter()
        .map(|(key, what)| view! { <dt><kbd>{key}</kbd></dt><dd>{what}</dd> })
        .collect::<Vec<_>>();
    view! {
        // Without its script it would open nothing: the script shows it.
        <button class="button button-quiet button-small keys-open" type="button" data-keys-open hidden>{text.title}</button>
        <dialog id="keys" class="keys" aria-labelledby="keys-title">
            <form method="dialog">
                <h2 id="keys-title">{text.title}</h2>
                <dl>{rows}</dl>
                <div class="choice">
                    <input id="keys-on" type="checkbox" name="keys"/>
                    <label for="keys-on">{text.active}</label>
                </div>
                <p class="field-hint">{text.hint}</p>
                <div class="form-foot"><button class="button" type="submit">{text.close}</button></div>
            </form>
        </dialog>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_stands_twice_on_a_page() {
        for on in [On::Queue, On::Intervention] {
            let mut letters: Vec<&str> = listed(Lang::Fr, on).iter().map(|(key, _)| *key).collect();
            let count = letters.len();
            letters.sort_unstable();
            letters.dedup();
            assert_eq!(letters.len(), count);
        }
    }
}
