//! The ledger: what each contributor said, and the component's own intervals derived from it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::fold;
use crate::domain::component::ComponentState;
use crate::domain::time::EpochMs;

/// A state that held from `starts_at` until `ends_at`, or until now when it has no end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    pub starts_at: EpochMs,
    pub ends_at: Option<EpochMs>,
    pub state: ComponentState,
    /// [`super::Cause`] as it is stored.
    pub cause: String,
}

/// An interval of one contributor: a check, or a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    pub contributor: String,
    pub interval: Interval,
}

impl Interval {
    fn end(&self) -> EpochMs {
        self.ends_at.unwrap_or(EpochMs::MAX)
    }

    fn holds_at(&self, at: EpochMs) -> bool {
        self.starts_at <= at && at < self.end()
    }
}

/// The component's intervals from `from` on: the fold of what its contributors said, instant by
/// instant. An interval begins where the folded state changes and keeps the cause it began with.
/// Where nothing contributes there is no interval.
pub fn derive(contributions: &[Contribution], from: EpochMs) -> Vec<Interval> {
    let mut derived: Vec<Interval> = Vec::new();
    for at in turning_points(contributions, from) {
        let here = || {
            contributions
                .iter()
                .filter(move |contribution| contribution.interval.holds_at(at))
        };
        let state = fold(here().map(|contribution| contribution.interval.state));
        let goes_on = derived.last().filter(|last| last.ends_at.is_none());
        if goes_on.is_some_and(|last| last.state == state) {
            continue;
        }
        if let Some(last) = derived.last_mut().filter(|last| last.ends_at.is_none()) {
            last.ends_at = Some(at);
        }
        if state == ComponentState::NotSupervised {
            continue;
        }
        let leader = here()
            .filter(|contribution| contribution.interval.state == state)
            .min_by(|a, b| a.contributor.cmp(&b.contributor));
        let cause = leader
            .map(|contribution| contribution.interval.cause.clone())
            .unwrap_or_default();
        derived.push(Interval {
            starts_at: at,
            ends_at: None,
            state,
            cause,
        });
    }
    derived
}

/// Joins what was derived from `from` on to the interval before it: `previous` is the last one
/// that starts before `from`. Gives the intervals that now stand, `previous` included (ended
/// where it must end, or prolonged when the same state goes on).
pub fn splice(previous: Option<Interval>, derived: Vec<Interval>, from: EpochMs) -> Vec<Interval> {
    let Some(mut previous) = previous else {
        return derived;
    };
    let reaches = previous.end() >= from;
    let mut joined = Vec::with_capacity(derived.len() + 1);
    let mut derived = derived.into_iter().peekable();
    if reaches {
        let goes_on =
            derived.next_if(|first| first.starts_at == from && first.state == previous.state);
        previous.ends_at = match goes_on {
            Some(first) => first.ends_at,
            None => Some(from),
        };
    }
    joined.push(previous);
    joined.extend(derived);
    joined
}

/// Every instant from `from` on where some contribution begins or ends; `from` itself too.
fn turning_points(contributions: &[Contribution], from: EpochMs) -> BTreeSet<EpochMs> {
    let mut points = BTreeSet::from([from]);
    for contribution in contributions {
        let interval = &contribution.interval;
        points.extend(
            [Some(interval.starts_at), interval.ends_at]
                .into_iter()
                .flatten()
                .filter(|at| *at > from),
        );
    }
    points
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use ComponentState::{MajorOutage, Operational, Unknown};

    fn said(
        contributor: &str,
        starts_at: EpochMs,
        ends_at: Option<EpochMs>,
        state: ComponentState,
    ) -> Contribution {
        let cause = format!("{contributor}@{starts_at}");
        Contribution {
            contributor: contributor.into(),
            interval: Interval {
                starts_at,
                ends_at,
                state,
                cause,
            },
        }
    }

    fn short(intervals: &[Interval]) -> Vec<(EpochMs, Option<EpochMs>, ComponentState)> {
        intervals
            .iter()
            .map(|interval| (interval.starts_at, interval.ends_at, interval.state))
            .collect()
    }

    #[test]
    fn a_component_is_in_the_worst_state_of_its_contributors() {
        let contributions = [
            said("check:1", 0, None, Operational),
            said("source:1", 10, Some(20), MajorOutage),
            said("source:2", 15, Some(30), Unknown),
        ];
        let expected = vec![
            (0, Some(10), Operational),
            (10, Some(20), MajorOutage),
            (20, Some(30), Unknown),
            (30, None, Operational),
        ];
        assert_eq!(short(&derive(&contributions, 0)), expected);
    }

    #[test]
    fn where_nothing_contributes_there_is_no_interval() {
        let contributions = [
            said("check:1", 0, Some(5), Operational),
            said("check:1", 9, None, Operational),
        ];
        assert_eq!(
            short(&derive(&contributions, -3)),
            vec![(0, Some(5), Operational), (9, None, Operational)]
        );
    }

    /// Contributor `who` says `state` from `at` on, whatever it said of later instants.
    fn assert_from(
        contributions: &mut Vec<Contribution>,
        who: &str,
        at: EpochMs,
        state: ComponentState,
    ) {
        contributions.retain(|old| old.contributor != who || old.interval.starts_at < at);
        for old in contributions
            .iter_mut()
            .filter(|old| old.contributor == who && old.interval.end() > at)
        {
            old.interval.ends_at = Some(at);
        }
        contributions.push(said(who, at, None, state));
    }

    fn any_state() -> impl Strategy<Value = ComponentState> {
        proptest::sample::select(
            ComponentState::ALL
                .iter()
                .copied()
                .filter(|s| *s != ComponentState::NotSupervised)
                .collect::<Vec<_>>(),
        )
    }

    proptest! {
        /// Changes in any order, late ones included: what is kept step by step is what a rebuild finds.
        #[test]
        fn incremental_equals_rebuild(changes in proptest::collection::vec((0usize..3, 0i64..60, any_state()), 1..40)) {
            let mut contributions = Vec::new();
            let mut kept: Vec<Interval> = Vec::new();
            for (who, at, state) in changes {
                let who = ["check:1", "source:1", "watchdog:1"][who];
                assert_from(&mut contributions, who, at, state);
                let derived = derive(&contributions, at);
                let split = kept.partition_point(|interval| interval.starts_at < at);
                kept.truncate(split);
                let previous = kept.pop();
                kept.extend(splice(previous, derived, at));
            }
            prop_assert_eq!(kept, derive(&contributions, EpochMs::MIN));
        }

        /// Intervals touch or leave a gap, never overlap; neighbours that touch differ; only the last is open.
        #[test]
        fn intervals_are_a_partition(changes in proptest::collection::vec((0usize..3, 0i64..60, any_state()), 1..40)) {
            let mut contributions = Vec::new();
            for (who, at, state) in changes {
                assert_from(&mut contributions, ["a", "b", "c"][who], at, state);
            }
            let derived = derive(&contributions, EpochMs::MIN);
            for pair in derived.windows(2) {
                let end = pair[0].ends_at;
                prop_assert!(end.is_some_and(|end| pair[0].starts_at < end && end <= pair[1].starts_at));
                prop_assert!(end != Some(pair[1].starts_at) || pair[0].state != pair[1].state);
            }
        }
    }
}
