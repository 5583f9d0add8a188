//! Availability: time-weighted, clipped to what was observed, rounded down.

use serde::{Deserialize, Serialize};

use super::component::ComponentState;
use super::status::Interval;
use super::time::Span;

/// How available a component was over a span. Each part in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Availability {
    /// Known to work or to fail: the denominator.
    pub observed_ms: i64,
    /// In a major outage.
    pub unavailable_ms: i64,
    /// Not heard of: outside the denominator.
    pub unknown_ms: i64,
}

impl Availability {
    /// Per hundred thousand, rounded down: 99.999 % is 99 999. `None` when nothing was observed.
    pub fn per_hundred_thousand(self) -> Option<u32> {
        if self.observed_ms <= 0 {
            return None;
        }
        let available = i128::from(self.observed_ms - self.unavailable_ms);
        u32::try_from(available * 100_000 / i128::from(self.observed_ms)).ok()
    }

    /// Adds time spent in a state. Announced maintenance is neither observed nor unknown.
    pub fn add(&mut self, state: ComponentState, length_ms: i64) {
        match state {
            ComponentState::NotSupervised | ComponentState::UnderMaintenance => {}
            ComponentState::Unknown => self.unknown_ms += length_ms,
            ComponentState::MajorOutage => {
                self.observed_ms += length_ms;
                self.unavailable_ms += length_ms;
            }
            ComponentState::Operational
            | ComponentState::Degraded
            | ComponentState::PartialOutage => {
                self.observed_ms += length_ms;
            }
        }
    }
}

/// One day of a strip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    pub span: Span,
    /// The worst state of the day; not supervised when nothing was known of it.
    pub worst: ComponentState,
    pub availability: Availability,
}

/// Over `[span.from, span.to)`; an interval without an end lasts to the end of the span, which
/// the caller keeps in the past.
pub fn availability(intervals: &[Interval], span: Span) -> Availability {
    let mut sum = Availability::default();
    for interval in intervals {
        let Some(part) = clipped(interval, span) else {
            continue;
        };
        sum.add(interval.state, part.length_ms());
    }
    sum
}

/// Each of `days`, which rise and do not overlap. `intervals` rise by their start.
pub fn strip(intervals: &[Interval], days: &[Span]) -> Vec<Day> {
    days.iter().map(|span| day(intervals, *span)).collect()
}

fn day(intervals: &[Interval], span: Span) -> Day {
    let first =
        intervals.partition_point(|interval| interval.ends_at.is_some_and(|end| end <= span.from));
    let last = intervals.partition_point(|interval| interval.starts_at < span.to);
    let of_the_day = intervals.get(first..last).unwrap_or_default();
    let states = of_the_day
        .iter()
        .filter(|interval| clipped(interval, span).is_some())
        .map(|interval| interval.state);
    let worst = states.max().unwrap_or(ComponentState::NotSupervised);
    Day {
        span,
        worst,
        availability: availability(of_the_day, span),
    }
}

fn clipped(interval: &Interval, span: Span) -> Option<Span> {
    let whole = Span {
        from: interval.starts_at,
        to: interval.ends_at.unwrap_or(span.to),
    };
    whole.clipped_to(span)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use ComponentState::{Degraded, MajorOutage, NotSupervised, Operational, Unknown};

    fn interval(starts_at: i64, ends_at: Option<i64>, state: ComponentState) -> Interval {
        Interval {
            starts_at,
            ends_at,
            state,
            cause: String::new(),
        }
    }

    const NINETY_DAYS_MS: i64 = 90 * 86_400_000;

    #[test]
    fn percentages_are_rounded_down() {
        for (intervals, to, expected) in [
            (vec![], 100, None),
            (vec![interval(0, None, Unknown)], 100, None),
            (vec![interval(0, None, Operational)], 100, Some(100_000)),
            // One millisecond in ninety days is not 100 %.
            (
                vec![
                    interval(0, Some(1), MajorOutage),
                    interval(1, None, Operational),
                ],
                NINETY_DAYS_MS,
                Some(99_999),
            ),
            (vec![interval(0, None, MajorOutage)], 100, Some(0)),
            (
                vec![
                    interval(0, Some(1), MajorOutage),
                    interval(1, None, Operational),
                ],
                3,
                Some(66_666),
            ),
            // Degraded is available; unknown is in neither side.
            (
                vec![
                    interval(0, Some(50), Degraded),
                    interval(50, Some(75), Unknown),
                    interval(75, None, MajorOutage),
                ],
                100,
                Some(66_666),
            ),
        ] {
            let found = availability(&intervals, Span { from: 0, to });
            assert_eq!(found.per_hundred_thousand(), expected, "{intervals:?}");
        }
    }

    #[test]
    fn only_what_lies_in_the_span_counts() {
        let intervals = [
            interval(-50, Some(10), MajorOutage),
            interval(10, Some(500), Operational),
        ];
        let found = availability(&intervals, Span { from: 0, to: 100 });
        assert_eq!(
            found,
            Availability {
                observed_ms: 100,
                unavailable_ms: 10,
                unknown_ms: 0
            }
        );
    }

    #[test]
    fn a_day_shows_its_worst_state() {
        let intervals = [
            interval(5, Some(12), Operational),
            interval(12, Some(13), MajorOutage),
            interval(13, None, Operational),
        ];
        let days = [
            Span { from: 0, to: 5 },
            Span { from: 5, to: 10 },
            Span { from: 10, to: 20 },
            Span { from: 20, to: 30 },
        ];
        let worst: Vec<_> = strip(&intervals, &days)
            .iter()
            .map(|day| day.worst)
            .collect();
        assert_eq!(
            worst,
            vec![NotSupervised, Operational, MajorOutage, Operational]
        );
    }

    /// Touching intervals that start at 0, of these lengths and states; the last is open.
    fn any_intervals() -> impl Strategy<Value = Vec<Interval>> {
        proptest::collection::vec(
            (1i64..1_000, proptest::sample::select(ComponentState::ALL)),
            1..20,
        )
        .prop_map(|parts| {
            let mut at = 0;
            let mut intervals = Vec::new();
            for (length, state) in parts {
                intervals.push(interval(at, Some(at + length), state));
                at += length;
            }
            if let Some(last) = intervals.last_mut() {
                last.ends_at = None;
            }
            intervals
        })
    }

    proptest! {
        #[test]
        fn spans_add_up(intervals in any_intervals(), a in 0i64..5_000, b in 0i64..5_000, c in 0i64..5_000) {
            let mut cuts = [a, b, c];
            cuts.sort_unstable();
            let part = |from, to| availability(&intervals, Span { from, to });
            let (left, right, whole) = (part(cuts[0], cuts[1]), part(cuts[1], cuts[2]), part(cuts[0], cuts[2]));
            prop_assert_eq!(whole.observed_ms, left.observed_ms + right.observed_ms);
            prop_assert_eq!(whole.unavailable_ms, left.unavailable_ms + right.unavailable_ms);
            prop_assert_eq!(whole.unknown_ms, left.unknown_ms + right.unknown_ms);
        }

        #[test]
        fn any_outage_shows(intervals in any_intervals(), to in 1i64..20_000) {
            let found = availability(&intervals, Span { from: 0, to });
            if let Some(rate) = found.per_hundred_thousand() {
                prop_assert_eq!(rate == 100_000, found.unavailable_ms == 0);
            }
        }

        #[test]
        fn the_strip_and_the_percentage_agree(intervals in any_intervals(), days in 1i64..20) {
            let spans: Vec<Span> = (0..days).map(|day| Span { from: day * 300, to: (day + 1) * 300 }).collect();
            let whole = availability(&intervals, Span { from: 0, to: days * 300 });
            let by_day: i64 = strip(&intervals, &spans).iter().map(|day| day.availability.unavailable_ms).sum();
            prop_assert_eq!(by_day, whole.unavailable_ms);
        }
    }
}
