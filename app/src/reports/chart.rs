//! Interventions by month and by service, as bars drawn on the server. The table beside it says the same.

use std::fmt::Write;

use leptos::prelude::*;

use crate::domain::contract::ServiceLine;
use crate::domain::report::{Intensity, Month};
use crate::text::Lang;
use crate::text::reports::reports;
use crate::text::words::service_line;

const WIDTH: u32 = 720;
const HEIGHT: u32 = 160;
/// Between the bars of one month, and around them.
const GAP: u32 = 2;

/// Bars side by side, one a service; each service has its own pattern of the drawing's, not its colour alone.
#[component]
pub fn ActivityChart(lang: Lang, months: Vec<Intensity>) -> impl IntoView {
    let top = ceiling(&months);
    let paths = ServiceLine::ALL
        .iter()
        .enumerate()
        .map(|(place, line)| {
            let class = format!("activity-bar activity-{}", line.code());
            view! { <path class=class d=bars(&months, place, top)></path> }
        })
        .collect::<Vec<_>>();
    let legend = ServiceLine::ALL
        .iter()
        .map(|line| {
            let class = format!("activity-key activity-{}", line.code());
            view! {
                <li>
                    <svg class=class viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path class="activity-bar" d="M0 0H12V12H0z"></path></svg>
                    {service_line(lang, *line)}
                </li>
            }
        })
        .collect::<Vec<_>>();
    let names = months
        .iter()
        .map(|one| view! { <span>{short(one.month)}</span> })
        .collect::<Vec<_>>();
    view! {
        <figure class="chart activity">
            <div class="chart-plot">
                <div class="chart-scale" aria-hidden="true"><span>{top}</span><span>{top / 2}</span><span>"0"</span></div>
                <svg role="img" aria-label=reports(lang).chart viewBox="0 0 720 160" preserveAspectRatio="none">
                    <path class="chart-grid" d="M0 .5H720M0 80H720M0 159.5H720"></path>
                    {paths}
                </svg>
                <div class="chart-ends activity-months" aria-hidden="true">{names}</div>
            </div>
            <ul class="legend" role="list">{legend}</ul>
        </figure>
    }
}

/// The bars of one service: the place of the service among its month's.
fn bars(months: &[Intensity], place: usize, top: u32) -> String {
    let count = u32::try_from(months.len()).unwrap_or(1).max(1);
    let slot = WIDTH / count;
    let bar = ((slot.min(96) - 4 * GAP) / 3).max(1);
    let mut drawn = String::new();
    for (number, month) in (0u32..).zip(months) {
        let interventions = month.lines.get(place).map_or(0, |line| line.interventions);
        let height = interventions * HEIGHT / top.max(1);
        if height == 0 {
            continue;
        }
        let place = u32::try_from(place).unwrap_or(0);
        let group = 3 * bar + 2 * GAP;
        let x = number * slot + (slot - group.min(slot)) / 2 + place * (bar + GAP);
        let _ = write!(drawn, "M{x} {HEIGHT}v-{height}h{bar}v{height}z");
    }
    drawn
}

/// An even number that no bar is above.
fn ceiling(months: &[Intensity]) -> u32 {
    let lines = months.iter().flat_map(|month| &month.lines);
    let highest = lines.map(|line| line.interventions).max().unwrap_or(0);
    highest.max(2).next_multiple_of(2)
}

/// "10/26": room for twelve on a phone.
fn short(month: Month) -> String {
    let code = month.to_string();
    let (year, number) = code.split_once('-').unwrap_or_default();
    format!("{number}/{}", year.get(2..).unwrap_or(year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::LineWork;

    fn month(text: &str, counts: [u32; 3]) -> Intensity {
        let lines = ServiceLine::ALL.iter().zip(counts);
        Intensity {
            month: Month::parse(text).expect("a month"),
            lines: lines
                .map(|(service, interventions)| LineWork {
                    service: Some(*service),
                    interventions,
                    minutes: 0,
                })
                .collect(),
        }
    }

    #[test]
    fn bars_stand_in_their_month_and_never_above() {
        let months = [month("2026-09", [5, 0, 1]), month("2026-10", [0, 6, 0])];
        let top = ceiling(&months);
        assert_eq!(top, 6);
        assert_eq!(bars(&months, 0, top), "M134 160v-133h29v133z");
        assert_eq!(bars(&months, 1, top), "M525 160v-160h29v160z");
        assert_eq!(bars(&[], 0, top), "");
        assert_eq!(ceiling(&[]), 2);
    }
}
