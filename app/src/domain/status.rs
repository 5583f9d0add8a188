//! How a component's state comes about: contributions folded, results confirmed, intervals derived.

mod confirmation;
mod episode;
mod ledger;
mod observation;
mod outage;

pub use confirmation::{Change, Confirmation, ProbeMemory, Step};
pub use episode::{Episode, source_says};
pub use ledger::{Contribution, Interval, derive, splice};
pub use observation::{Cause, Observation, ProbeFailure, ProbeResult, Severity};
pub use outage::{Failure, failures};

use super::component::ComponentState;

/// The state of a component: the worst that its live contributors say.
///
/// Nothing contributes → [`ComponentState::NotSupervised`]. A contributor that is not heard says
/// [`ComponentState::Unknown`], which is worse than green and never hides a failure.
pub fn fold(contributions: impl IntoIterator<Item = ComponentState>) -> ComponentState {
    contributions
        .into_iter()
        .max()
        .unwrap_or(ComponentState::NotSupervised)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ComponentState::{Degraded, MajorOutage, NotSupervised, Operational, Unknown};

    #[test]
    fn the_worst_contribution_wins() {
        for (contributions, expected) in [
            (vec![], NotSupervised),
            (vec![Operational], Operational),
            (vec![Operational, Unknown], Unknown),
            (vec![Unknown, MajorOutage, Operational], MajorOutage),
            (vec![Degraded, Unknown], Degraded),
        ] {
            assert_eq!(fold(contributions.clone()), expected, "{contributions:?}");
        }
    }
}
