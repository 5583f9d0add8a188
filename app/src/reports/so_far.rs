//! The month that goes on, on the overview: the report's own figures, each leading to what it is made of.

use leptos::prelude::*;

use crate::domain::report::{Figures, Measure, Value};
use crate::text::Lang;
use crate::text::format::percent;
use crate::text::reports::{self as words, reports};

/// A card of the overview. What has nothing to count is left out.
pub fn so_far(lang: Lang, figures: &Figures) -> impl IntoView + use<> {
    let text = reports(lang);
    let rate = figures.availability().per_hundred_thousand();
    let available = rate.map(|rate| ("/status", (text.available)(&percent(lang, rate))));
    let (met, counted) = figures.kept(|_| true);
    let kept = (counted > 0).then(|| ("/history", (text.kept_of)(met, counted)));
    let oldest = figures.debts.oldest_ms().map(|age| words::age(lang, age));
    let debts = (text.debts_open)(figures.debts.open.len(), oldest.as_deref());
    let left = match figures.measure(Measure::HoursLeft) {
        Value::Minutes(minutes) => {
            Some(("/contract", (text.hours_left)(&words::hours(lang, minutes))))
        }
        _ => None,
    };
    let lines = [available, kept, Some(("/interventions", debts)), left]
        .into_iter()
        .flatten()
        .map(|(href, said)| view! { <li><a href=href>{said}</a></li> })
        .collect::<Vec<_>>();
    view! {
        <section class="card" data-so-far=figures.month.to_string()>
            <h2>{text.so_far}</h2>
            <ul class="plain">{lines}</ul>
            <p><a href="/reports">{text.title}</a></p>
        </section>
    }
}
