//! Ninety days at a glance: one SVG, one path for each state, a table beside it.
//!
//! Quiet days are low, troubled days stand taller the worse they were: the shape tells what the
//! colour tells.

use std::fmt::Write;

use leptos::prelude::*;

use super::icons::Icon;
use super::markup::{Markup, drawn, html};
use crate::domain::component::ComponentState;
use crate::domain::time::LocalInstant;
use crate::text::{Lang, common, format, words};

const STEP: usize = 4;
const GAP: usize = 1;
const HEIGHT: usize = 24;

/// The drawn form of a run of days, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StripPaths {
    days: usize,
    troubled: usize,
    paths: Vec<(ComponentState, String)>,
}

impl StripPaths {
    /// One worst state a day, oldest first; today is the last.
    pub fn new(days: &[ComponentState]) -> Self {
        let mut paths: Vec<(ComponentState, String)> = Vec::new();
        let mut day = 0;
        for run in days.chunk_by(|a, b| a == b) {
            if let Some(&state) = run.first() {
                draw_run(path_of(&mut paths, state), state, day, run.len());
            }
            day += run.len();
        }
        paths.sort_by_key(|(state, _)| *state);
        let troubled = days.iter().filter(|day| day.is_failure()).count();
        StripPaths {
            days: days.len(),
            troubled,
            paths,
        }
    }
}

/// The path of that state so far.
fn path_of(drawn: &mut Vec<(ComponentState, String)>, state: ComponentState) -> &mut String {
    let known = drawn.iter().position(|(of, _)| *of == state);
    let place = known.unwrap_or_else(|| {
        drawn.push((state, String::new()));
        drawn.len() - 1
    });
    &mut drawn[place].1
}

/// Days in one state as a line through the middle of their bars; the style dashes it into days.
fn draw_run(path: &mut String, state: ComponentState, day: usize, length: usize) {
    let middle = HEIGHT as f32 - bar_height(state) as f32 / 2.0;
    let (from, to) = (day * STEP, (day + length) * STEP - GAP);
    // Writing to a String cannot fail.
    let _ = write!(path, "M{from} {middle}H{to}");
}

/// Taller is worse; what nobody observed is a trace on the ground. The style's stroke widths are these.
const fn bar_height(state: ComponentState) -> usize {
    match state {
        ComponentState::NotSupervised => 1,
        ComponentState::Unknown => 4,
        ComponentState::Operational => 10,
        ComponentState::UnderMaintenance => 13,
        ComponentState::Degraded => 16,
        ComponentState::PartialOutage => 20,
        ComponentState::MajorOutage => 24,
    }
}

/// The strip of a row: an image with a name, no tab stop.
pub fn strip(lang: Lang, paths: &StripPaths) -> Markup {
    drawing("strip", lang, paths)
}

fn drawing(class: &str, lang: Lang, paths: &StripPaths) -> Markup {
    let StripPaths {
        days,
        troubled,
        paths,
    } = paths;
    let label = common(lang).strip_summary(*days, *troubled);
    let width = (days * STEP).max(1);
    html! {
        svg class=(class) role="img" aria-label=(label) viewBox={ "0 0 " (width) " " (HEIGHT) } preserveAspectRatio="none" {
            @for (state, path) in paths {
                path class=(bar_class(*state)) d=(path) {}
            }
        }
    }
}

/// One day of the long strip's table.
#[derive(Debug, Clone)]
pub struct StripDay {
    pub at: LocalInstant,
    pub worst: ComponentState,
    /// What happened, in words: "panne totale pendant 8 h 40 min". None when nothing did.
    pub note: Option<String>,
}

/// The strip of a component's page, with its legend, and its days as a table that opens.
///
/// `data-strip` marks it for the island that adds arrow keys.
#[component]
pub fn LongStrip(lang: Lang, days: Vec<StripDay>) -> impl IntoView {
    let text = common(lang);
    let paths = StripPaths::new(&days.iter().map(|day| day.worst).collect::<Vec<_>>());
    let first = days.first().map(|day| format::day_of_year(lang, day.at));
    let legend = paths
        .paths
        .iter()
        .map(|&(state, _)| legend_view(lang, state))
        .collect::<Vec<_>>();
    let rows = days
        .into_iter()
        .rev()
        .map(|day| day_view(lang, day))
        .collect::<Vec<_>>();
    view! {
        <figure class="strip-figure" data-strip="">
            {drawn(drawing("strip strip-long", lang, &paths))}
            <div class="strip-ends" aria-hidden="true">
                <span>{first}</span>
                <span>{text.today}</span>
            </div>
            <ul class="legend">{legend}</ul>
            <details>
                <summary>{text.as_a_table}</summary>
                <div class="scroll" tabindex="0" role="region" aria-label=text.last_ninety_days>
                    <table class="plain-table">
                        <thead>
                            <tr>
                                <th scope="col">{text.day}</th>
                                <th scope="col">{text.state}</th>
                                <th scope="col">{text.details}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </figure>
    }
}

const fn bar_class(state: ComponentState) -> &'static str {
    match state {
        ComponentState::NotSupervised => "bar-not_supervised",
        ComponentState::Unknown => "bar-unknown",
        ComponentState::Operational => "bar-operational",
        ComponentState::UnderMaintenance => "bar-under_maintenance",
        ComponentState::Degraded => "bar-degraded",
        ComponentState::PartialOutage => "bar-partial_outage",
        ComponentState::MajorOutage => "bar-major_outage",
    }
}

fn legend_view(lang: Lang, state: ComponentState) -> impl IntoView {
    view! {
        <li class=super::Tone::from(state).class()>
            <Icon glyph=state/>
            {words::component_state(lang, state)}
        </li>
    }
}

fn day_view(lang: Lang, day: StripDay) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{format::date(lang, day.at)}</th>
            <td>{words::component_state(lang, day.worst)}</td>
            <td>{day.note}</td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::ComponentState::*;
    use super::*;

    #[test]
    fn each_state_is_one_path() {
        let strip = StripPaths::new(&[Operational, Operational, MajorOutage, Operational]);
        let paths: Vec<_> = strip
            .paths
            .iter()
            .map(|(state, path)| (*state, path.as_str()))
            .collect();
        assert_eq!(
            paths,
            [(Operational, "M0 19H7M12 19H15"), (MajorOutage, "M8 12H11")]
        );
        assert_eq!((strip.days, strip.troubled), (4, 1));
    }

    #[test]
    fn worse_days_stand_taller() {
        let observed = [
            Unknown,
            Operational,
            UnderMaintenance,
            Degraded,
            PartialOutage,
            MajorOutage,
        ];
        assert!(
            observed
                .windows(2)
                .all(|pair| bar_height(pair[0]) < bar_height(pair[1]))
        );
        assert_eq!(bar_height(MajorOutage), HEIGHT);
    }

    #[test]
    fn no_days_draw_nothing() {
        assert!(StripPaths::new(&[]).paths.is_empty());
    }
}
