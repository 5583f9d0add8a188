//! When a probe's results become a state: N in a row, dated from the first.

use serde::{Deserialize, Serialize};

use super::ProbeResult;
use crate::domain::component::ComponentState;
use crate::domain::time::EpochMs;

/// How many results in a row confirm a change, and how soon a deviating one is looked at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmation {
    pub down: u32,
    pub up: u32,
    pub every_ms: i64,
}

impl Default for Confirmation {
    fn default() -> Self {
        Confirmation {
            down: 2,
            up: 2,
            every_ms: 2_000,
        }
    }
}

/// What a probe remembers from one result to the next; stored as JSON beside its check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProbeMemory {
    /// The last confirmed state: what is shown.
    pub confirmed: ComponentState,
    /// Results in a row that say otherwise, when there are any.
    pub deviation: Option<Deviation>,
}

/// A change that is not confirmed yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviation {
    pub to: ComponentState,
    /// When its first result was seen: where the interval will start.
    pub since: EpochMs,
    pub seen: u32,
}

/// What one result leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    pub memory: ProbeMemory,
    /// A state that is now confirmed.
    pub change: Option<Change>,
    /// A change is under way: look again after [`Confirmation::every_ms`], not after the interval.
    pub recheck: bool,
}

/// A confirmed change of state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub state: ComponentState,
    /// The first of the results that confirm it.
    pub since: EpochMs,
}

impl ProbeMemory {
    /// Before the first result, and after a time without any.
    pub const UNHEARD: ProbeMemory = ProbeMemory {
        confirmed: ComponentState::Unknown,
        deviation: None,
    };

    /// Takes one result in. A result that agrees with what is shown ends any deviation, so that a
    /// lone failure (a retry) leaves no trace.
    pub fn observe(self, result: ProbeResult, confirmation: Confirmation) -> Step {
        let said = result.state();
        if said == self.confirmed {
            let memory = ProbeMemory {
                deviation: None,
                ..self
            };
            return Step {
                memory,
                change: None,
                recheck: false,
            };
        }
        let deviation = match self.deviation {
            Some(deviation) if deviation.to == said => Deviation {
                seen: deviation.seen.saturating_add(1),
                ..deviation
            },
            _ => Deviation {
                to: said,
                since: result.at,
                seen: 1,
            },
        };
        let needed = if said.is_failure() {
            confirmation.down
        } else {
            confirmation.up
        };
        if deviation.seen < needed {
            let memory = ProbeMemory {
                deviation: Some(deviation),
                ..self
            };
            return Step {
                memory,
                change: None,
                recheck: true,
            };
        }
        Step {
            memory: ProbeMemory {
                confirmed: said,
                deviation: None,
            },
            change: Some(Change {
                state: said,
                since: deviation.since,
            }),
            recheck: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use ComponentState::{MajorOutage, Operational, Unknown};

    const TWICE: Confirmation = Confirmation {
        down: 2,
        up: 2,
        every_ms: 2_000,
    };

    /// Runs results one second apart; gives the confirmed changes.
    fn changes(
        from: ComponentState,
        results: &[bool],
        confirmation: Confirmation,
    ) -> Vec<(ComponentState, EpochMs)> {
        let mut memory = ProbeMemory {
            confirmed: from,
            deviation: None,
        };
        let mut changes = Vec::new();
        for (second, ok) in results.iter().enumerate() {
            let at = i64::try_from(second).unwrap_or(0) * 1_000;
            let step = memory.observe(
                ProbeResult {
                    at,
                    ok: *ok,
                    latency_ms: 5,
                },
                confirmation,
            );
            memory = step.memory;
            changes.extend(step.change.map(|change| (change.state, change.since)));
        }
        changes
    }

    #[test]
    fn a_change_is_confirmed_by_n_results_and_dated_from_the_first() {
        let thrice = Confirmation {
            down: 3,
            up: 1,
            every_ms: 2_000,
        };
        for (from, results, confirmation, expected) in [
            (
                Operational,
                vec![true, false, true, false, true],
                TWICE,
                vec![],
            ),
            (
                Operational,
                vec![true, false, false, false],
                TWICE,
                vec![(MajorOutage, 1_000)],
            ),
            (
                Operational,
                vec![false, false, true, false, true, true],
                TWICE,
                vec![(MajorOutage, 0), (Operational, 4_000)],
            ),
            (
                Operational,
                vec![false, false, true, false, false, false, true],
                thrice,
                vec![(MajorOutage, 3_000), (Operational, 6_000)],
            ),
            (Unknown, vec![true, true], TWICE, vec![(Operational, 0)]),
            (
                Unknown,
                vec![true, false, false],
                TWICE,
                vec![(MajorOutage, 1_000)],
            ),
        ] {
            assert_eq!(
                changes(from, &results, confirmation),
                expected,
                "{from} {results:?}"
            );
        }
    }

    #[test]
    fn a_deviating_result_asks_for_a_second_look() {
        let memory = ProbeMemory {
            confirmed: Operational,
            deviation: None,
        };
        let step = memory.observe(
            ProbeResult {
                at: 0,
                ok: false,
                latency_ms: 5,
            },
            TWICE,
        );
        assert!(step.recheck && step.change.is_none());
        assert_eq!(step.memory.confirmed, Operational);
    }

    proptest! {
        #[test]
        fn confirmed_changes_alternate_and_rise(results in proptest::collection::vec(any::<bool>(), 0..200), down in 1u32..5, up in 1u32..5) {
            let confirmation = Confirmation { down, up, every_ms: 2_000 };
            let changes = changes(Unknown, &results, confirmation);
            for pair in changes.windows(2) {
                prop_assert!(pair[0].0 != pair[1].0);
                prop_assert!(pair[0].1 < pair[1].1);
            }
            // What is confirmed was seen: the result at `since` says so.
            for (state, since) in changes {
                let at = usize::try_from(since / 1_000).unwrap_or(usize::MAX);
                prop_assert_eq!(results[at], state == Operational);
            }
        }

        #[test]
        fn no_run_of_failures_shorter_than_n_is_an_outage(runs in proptest::collection::vec(1usize..3, 0..40)) {
            let thrice = Confirmation { down: 3, up: 1, every_ms: 2_000 };
            let mut results = Vec::new();
            for failures in runs {
                results.extend(std::iter::repeat_n(false, failures));
                results.push(true);
            }
            prop_assert!(changes(Operational, &results, thrice).is_empty());
        }
    }
}
