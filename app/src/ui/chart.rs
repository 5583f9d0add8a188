//! Response times over a period: a line drawn on the server, gaps where nothing answered, a table beside it.

use std::fmt::Write;

use leptos::prelude::*;

use crate::domain::time::{EpochMs, LocalInstant};
use crate::text::{Lang, common, format};

const WIDTH: i64 = 720;
const HEIGHT: i64 = 160;

/// One bucket of the series: its start, and its median response time; none when nothing answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LatencyPoint {
    pub at: LocalInstant,
    pub milliseconds: Option<i64>,
}

/// A chart with three gridlines and both ends of the period; `label` names it. A few hundred points at most.
#[component]
pub fn LatencyChart(
    lang: Lang,
    #[prop(into)] label: String,
    points: Vec<LatencyPoint>,
) -> impl IntoView {
    let text = common(lang);
    let top = ceiling(
        points
            .iter()
            .filter_map(|point| point.milliseconds)
            .max()
            .unwrap_or(0),
    );
    let shape = Shape::new(&points, top);
    let ends =
        [points.first(), points.last()].map(|end| end.map(|point| format::clock(lang, point.at)));
    let [first, last] = ends;
    let rows = points
        .iter()
        .rev()
        .map(|point| row_view(lang, *point))
        .collect::<Vec<_>>();
    view! {
        <figure class="chart">
            <div class="chart-plot">
                <div class="chart-scale" aria-hidden="true">
                    <span>{format::latency(lang, top)}</span>
                    <span>{format::latency(lang, top / 2)}</span>
                    <span>"0"</span>
                </div>
                <svg role="img" aria-label=label.clone() viewBox="0 0 720 160" preserveAspectRatio="none">
                    <path class="chart-grid" d="M0 .5H720M0 80H720M0 159.5H720"></path>
                    <path class="chart-gap" d=shape.gaps></path>
                    <path class="chart-area" d=shape.area></path>
                    <path class="chart-line" d=shape.line></path>
                </svg>
                <div class="chart-ends" aria-hidden="true">
                    <span>{first}</span>
                    <span>{last}</span>
                </div>
            </div>
            <details>
                <summary>{text.as_a_table}</summary>
                <div class="scroll" tabindex="0" role="region" aria-label=label>
                    <table class="plain-table">
                        <thead>
                            <tr>
                                <th scope="col">{text.time}</th>
                                <th scope="col" class="number">{text.response_time}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details>
        </figure>
    }
}

fn row_view(lang: Lang, point: LatencyPoint) -> impl IntoView {
    let value = match point.milliseconds {
        Some(milliseconds) => format::latency(lang, milliseconds),
        None => common(lang).no_answer.to_owned(),
    };
    view! {
        <tr>
            <th scope="row">{format::full(lang, point.at)}</th>
            <td class="number">{value}</td>
        </tr>
    }
}

/// The three paths of a series.
#[derive(Debug, PartialEq, Eq)]
struct Shape {
    line: String,
    area: String,
    gaps: String,
}

impl Shape {
    fn new(points: &[LatencyPoint], top: i64) -> Self {
        let (first, last) = match (points.first(), points.last()) {
            (Some(first), Some(last)) => (first.at.at, last.at.at),
            _ => (0, 0),
        };
        let x_of = |at: EpochMs| (at - first) * WIDTH / (last - first).max(1);
        let mut shape = Shape {
            line: String::new(),
            area: String::new(),
            gaps: String::new(),
        };
        for run in points.chunk_by(|a, b| a.milliseconds.is_some() == b.milliseconds.is_some()) {
            let (Some(start), Some(end)) = (run.first(), run.last()) else {
                continue;
            };
            if start.milliseconds.is_none() {
                let (x, width) = (
                    x_of(start.at.at),
                    (x_of(end.at.at) - x_of(start.at.at)).max(2),
                );
                let _ = write!(shape.gaps, "M{x} 0h{width}v{HEIGHT}h-{width}z");
                continue;
            }
            let mut run_line = String::new();
            for (index, point) in run.iter().enumerate() {
                let command = if index == 0 { 'M' } else { 'L' };
                let y = HEIGHT - point.milliseconds.unwrap_or(0) * HEIGHT / top.max(1);
                let _ = write!(run_line, "{command}{} {y}", x_of(point.at.at));
            }
            let _ = write!(shape.area, "{run_line}V{HEIGHT}H{}z", x_of(start.at.at));
            shape.line.push_str(&run_line);
        }
        shape
    }
}

/// The next of 1, 2 or 5 times a power of ten: a scale that people read; at least 10 ms.
fn ceiling(highest: i64) -> i64 {
    let mut unit = 10;
    loop {
        for step in [1, 2, 5] {
            if highest <= unit * step {
                return unit * step;
            }
        }
        unit *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(at: i64, milliseconds: Option<i64>) -> LatencyPoint {
        LatencyPoint {
            at: LocalInstant { at, offset_s: 0 },
            milliseconds,
        }
    }

    #[test]
    fn the_scale_is_round() {
        for (highest, expected) in [
            (0, 10),
            (10, 10),
            (11, 20),
            (412, 500),
            (501, 1_000),
            (1_001, 2_000),
        ] {
            assert_eq!(ceiling(highest), expected, "{highest}");
        }
    }

    #[test]
    fn a_line_breaks_where_nothing_answered() {
        let points = [
            point(0, Some(50)),
            point(10, Some(100)),
            point(20, None),
            point(30, None),
            point(40, Some(0)),
        ];
        let shape = Shape::new(&points, 100);
        assert_eq!(shape.line, "M0 80L180 0M720 160");
        assert_eq!(shape.gaps, "M360 0h180v160h-180z");
        assert_eq!(shape.area, "M0 80L180 0V160H0zM720 160V160H720z");
    }

    #[test]
    fn no_points_draw_nothing() {
        assert_eq!(
            Shape::new(&[], 10),
            Shape {
                line: String::new(),
                area: String::new(),
                gaps: String::new()
            }
        );
    }
}
