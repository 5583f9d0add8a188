//! The page's one connection to `/live`: opened when the page is shown, closed when it goes, reopened for as long as it takes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use web_sys::{Event, EventSource, MessageEvent};

use super::phase::Phase;
use super::regions;
use super::rows::{self, Change};
use crate::domain::access::Lang;

/// A beat comes at least every 15 s: after two of them and a little, the line is dead, whatever the browser says.
const SILENCE_MS: f64 = 35_000.0;
/// A line that is not open is shown as lost after that long: a short hiccup is no news.
const NOTICED_MS: f64 = 5_000.0;
const FIRST_RETRY_MS: f64 = 1_000.0;
const LONGEST_RETRY_MS: f64 = 30_000.0;

/// One a page; every island holds the same.
pub struct Line {
    phase: ArcRwSignal<Phase>,
    age_s: ArcRwSignal<i64>,
    announcement: ArcRwSignal<String>,
    /// Id of the last event heard: where a new stream goes on from.
    cursor: RefCell<String>,
    heard_at: Cell<f64>,
    opened_at: Cell<f64>,
    stream: RefCell<Option<Stream>>,
    failures: Cell<i32>,
}

thread_local! {
    static LINE: Rc<Line> = Line::start();
}

/// The page's line; the first call opens it.
pub fn line() -> Rc<Line> {
    LINE.with(Rc::clone)
}

/// The language of the page.
pub fn language() -> Lang {
    rows::page_language()
}

impl Line {
    pub fn phase(&self) -> Signal<Phase> {
        self.phase.clone().into()
    }

    /// Seconds since the last thing heard.
    pub fn age_s(&self) -> Signal<i64> {
        self.age_s.clone().into()
    }

    /// What a screen reader hears next.
    pub fn announcement(&self) -> Signal<String> {
        self.announcement.clone().into()
    }

    /// Pausing closes the stream; resuming hears all that was missed.
    pub fn toggle_pause(self: &Rc<Self>) {
        if self.phase.get_untracked() == Phase::Paused {
            self.phase.set(Phase::Live);
            self.open();
        } else {
            self.phase.set(Phase::Paused);
            self.close();
        }
    }

    fn start() -> Rc<Line> {
        let cursor = document()
            .body()
            .and_then(|body| body.dataset().get("cursor"));
        let is_wanted = cursor.is_some();
        let line = Rc::new(Line {
            phase: ArcRwSignal::new(Phase::Still),
            age_s: ArcRwSignal::new(0),
            announcement: ArcRwSignal::new(String::new()),
            cursor: RefCell::new(cursor.unwrap_or_default()),
            heard_at: Cell::new(js_sys::Date::now()),
            opened_at: Cell::new(0.0),
            stream: RefCell::new(None),
            failures: Cell::new(0),
        });
        if is_wanted {
            line.open();
            on_window("pagehide", {
                let line = line.clone();
                move || line.close()
            });
            on_window("pageshow", {
                let line = line.clone();
                move || line.open()
            });
            on_window("online", {
                let line = line.clone();
                move || line.open()
            });
            let ticking = line.clone();
            set_interval(move || ticking.tick(), Duration::from_secs(1));
        }
        line
    }

    /// Opens the stream unless it is open, or the reader asked for quiet.
    fn open(self: &Rc<Self>) {
        if self.stream.borrow().is_some() || self.phase.get_untracked() == Phase::Paused {
            return;
        }
        self.opened_at.set(js_sys::Date::now());
        let address = ["/live?after=", &self.cursor.borrow()].concat();
        match Stream::open(&address, self) {
            Some(stream) => *self.stream.borrow_mut() = Some(stream),
            None => self.retry(),
        }
    }

    fn close(&self) {
        let stream = self.stream.borrow_mut().take();
        drop(stream);
    }

    /// Opens again later: twice as late after each failure, never at the same moment as everybody else.
    fn retry(self: &Rc<Self>) {
        let failures = self.failures.get();
        self.failures.set(failures + 1);
        let longest = (FIRST_RETRY_MS * 2f64.powi(failures.min(10))).min(LONGEST_RETRY_MS);
        let wait_ms = longest * (0.5 + js_sys::Math::random() / 2.0);
        let line = self.clone();
        set_timeout(move || line.open(), Duration::from_millis(wait_ms as u64));
    }

    /// The stream ended for good: the session did, or the server is not there.
    fn lose(self: &Rc<Self>) {
        let is_closed = |stream: &Stream| stream.source.ready_state() == EventSource::CLOSED;
        if self.stream.borrow().as_ref().is_some_and(is_closed) {
            self.close();
            self.retry();
            // Where the session ended, the page leads to signing in again.
            regions::refresh_soon();
        }
    }

    fn hear(&self, event: &MessageEvent) {
        self.heard_at.set(js_sys::Date::now());
        self.failures.set(0);
        self.age_s.set(0);
        if self.phase.get_untracked() != Phase::Paused {
            self.phase.set(Phase::Live);
        }
        let id = event.last_event_id();
        if !id.is_empty() {
            *self.cursor.borrow_mut() = id;
        }
        match event.type_().as_str() {
            "state" => self.hear_state(&event.data().as_string().unwrap_or_default()),
            "intervention" | "resync" => regions::refresh_soon(),
            _ => {}
        }
    }

    fn hear_state(&self, data: &str) {
        let Some(change) = Change::read(data) else {
            return;
        };
        if let Some(said) = change.show() {
            self.announcement.set(said);
        }
        rows::mark_tab();
        regions::refresh_soon();
    }

    /// Every second: the age, and whether the silence is too long.
    fn tick(self: &Rc<Self>) {
        let now = js_sys::Date::now();
        let silent_ms = now - self.heard_at.get();
        self.age_s.set((silent_ms / 1_000.0) as i64);
        if self.phase.get_untracked() == Phase::Paused {
            return;
        }
        if silent_ms > NOTICED_MS && !self.is_open() || silent_ms > SILENCE_MS {
            self.phase.set(Phase::Lost);
        }
        // The browser may believe for hours in a line that nobody speaks on.
        let is_stuck = silent_ms > SILENCE_MS && now - self.opened_at.get() > SILENCE_MS;
        if is_stuck && self.stream.borrow().is_some() {
            self.close();
            self.open();
        }
    }

    fn is_open(&self) -> bool {
        let is_open = |stream: &Stream| stream.source.ready_state() == EventSource::OPEN;
        self.stream.borrow().as_ref().is_some_and(is_open)
    }
}

/// An open `EventSource` with its listeners; dropping it closes it.
struct Stream {
    source: EventSource,
    /// Alive for as long as the browser may call them.
    _heard: Closure<dyn Fn(MessageEvent)>,
    _failed: Closure<dyn Fn()>,
}

impl Stream {
    fn open(address: &str, line: &Rc<Line>) -> Option<Stream> {
        let source = EventSource::new(address).ok()?;
        let hearing = line.clone();
        let hear =
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| hearing.hear(&event));
        for kind in ["state", "intervention", "beat", "resync"] {
            source
                .add_event_listener_with_callback(kind, hear.as_ref().unchecked_ref())
                .ok()?;
        }
        let (failing, failed) = (line.clone(), source.clone());
        // While it says CONNECTING the browser tries by itself, with the last id it heard.
        let fail = Closure::<dyn Fn()>::new(move || {
            if failed.ready_state() == EventSource::CLOSED {
                let line = failing.clone();
                // Not from inside the listener that closing drops.
                set_timeout(move || line.lose(), Duration::ZERO);
            }
        });
        source.set_onerror(Some(fail.as_ref().unchecked_ref()));
        Some(Stream {
            source,
            _heard: hear,
            _failed: fail,
        })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.set_onerror(None);
        self.source.close();
    }
}

fn on_window(event: &'static str, act: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn(Event)>::new(move |_: Event| act());
    // Cannot fail: the window is there, and the listener lives as long as the page.
    let _ = window().add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    listener.forget();
}
