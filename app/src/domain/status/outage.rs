//! Failures as people tell them: from the first state that was not green to the next that was.

use super::Interval;
use crate::domain::component::ComponentState;
use crate::domain::time::EpochMs;

/// One failure of one component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    pub starts_at: EpochMs,
    /// `None` while it lasts.
    pub ends_at: Option<EpochMs>,
    /// The worst it came to, and the cause that was given for it.
    pub worst: ComponentState,
    pub cause: String,
    /// The time spent in a major outage, until `now` while it lasts.
    pub unavailable_ms: i64,
}

impl Failure {
    /// Until `now` while it lasts.
    pub fn duration_ms(&self, now: EpochMs) -> i64 {
        (self.ends_at.unwrap_or(now) - self.starts_at).max(0)
    }
}

/// The failures among `intervals`, which rise by their start. States that touch and all fail are
/// one failure, however it got better or worse meanwhile.
pub fn failures(intervals: &[Interval], now: EpochMs) -> Vec<Failure> {
    let mut failures: Vec<Failure> = Vec::new();
    for interval in intervals
        .iter()
        .filter(|interval| interval.state.is_failure())
    {
        let length_ms = (interval.ends_at.unwrap_or(now) - interval.starts_at).max(0);
        let unavailable_ms = if interval.state == ComponentState::MajorOutage {
            length_ms
        } else {
            0
        };
        match failures
            .last_mut()
            .filter(|last| last.ends_at == Some(interval.starts_at))
        {
            Some(last) => {
                last.ends_at = interval.ends_at;
                last.unavailable_ms += unavailable_ms;
                if interval.state > last.worst {
                    last.worst = interval.state;
                    last.cause.clone_from(&interval.cause);
                }
            }
            None => failures.push(Failure {
                starts_at: interval.starts_at,
                ends_at: interval.ends_at,
                worst: interval.state,
                cause: interval.cause.clone(),
                unavailable_ms,
            }),
        }
    }
    failures
}

#[cfg(test)]
mod tests {
    use super::*;
    use ComponentState::{Degraded, MajorOutage, Operational, Unknown};

    #[test]
    fn states_that_touch_are_one_failure() {
        let interval = |starts_at, ends_at, state: ComponentState| Interval {
            starts_at,
            ends_at,
            state,
            cause: state.code().to_owned(),
        };
        let intervals = [
            interval(0, Some(10), Operational),
            interval(10, Some(20), Degraded),
            interval(20, Some(50), MajorOutage),
            interval(50, Some(60), Degraded),
            interval(60, Some(70), Operational),
            interval(70, Some(80), Degraded),
            interval(80, Some(90), Unknown),
            interval(90, None, MajorOutage),
        ];
        let found: Vec<_> = failures(&intervals, 100)
            .into_iter()
            .map(|failure| {
                (
                    failure.starts_at,
                    failure.ends_at,
                    failure.worst,
                    failure.unavailable_ms,
                    failure.cause,
                )
            })
            .collect();
        let expected = vec![
            (10, Some(60), MajorOutage, 30, "major_outage".to_owned()),
            (70, Some(80), Degraded, 0, "degraded".to_owned()),
            (90, None, MajorOutage, 10, "major_outage".to_owned()),
        ];
        assert_eq!(found, expected);
    }
}
