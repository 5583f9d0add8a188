//! Alert episodes of one source about one component, as what that source says of it.

use super::{Cause, Contribution, Interval, derive};
use crate::domain::component::ComponentState;
use crate::domain::time::EpochMs;

/// One firing of one alert, from its start to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    pub starts_at: EpochMs,
    /// `None` while it fires.
    pub ends_at: Option<EpochMs>,
    /// From when on its source no longer repeated it, though nobody said that it ended.
    pub stale_at: Option<EpochMs>,
    pub state: ComponentState,
    pub name: String,
    pub summary: String,
}

/// What a source says from `from` on: the worst of its episodes, and *operational* where none
/// holds, since it has spoken of the component. Its silence is another contribution.
pub fn source_says(episodes: &[Episode], from: EpochMs) -> Vec<Interval> {
    let mut sorted: Vec<&Episode> = episodes.iter().collect();
    sorted.sort_by(|a, b| (a.starts_at, &a.name).cmp(&(b.starts_at, &b.name)));
    let mut contributions = vec![said(
        0,
        from,
        None,
        ComponentState::Operational,
        &Cause::None,
    )];
    for (index, episode) in sorted.into_iter().enumerate() {
        let alert = Cause::Alert {
            name: episode.name.clone(),
            summary: episode.summary.clone(),
        };
        let heard_until = [episode.ends_at, episode.stale_at]
            .into_iter()
            .flatten()
            .min();
        let place = index + 1;
        contributions.push(said(
            place,
            episode.starts_at,
            heard_until,
            episode.state,
            &alert,
        ));
        if let Some(stale_at) = episode.stale_at {
            let stale = Cause::StaleAlert {
                name: episode.name.clone(),
            };
            let unknown = ComponentState::Unknown;
            contributions.push(said(place, stale_at, episode.ends_at, unknown, &stale));
        }
    }
    derive(&contributions, from)
}

fn said(
    place: usize,
    starts_at: EpochMs,
    ends_at: Option<EpochMs>,
    state: ComponentState,
    cause: &Cause,
) -> Contribution {
    Contribution {
        contributor: format!("{place:08}"),
        interval: Interval {
            starts_at,
            ends_at,
            state,
            cause: cause.to_text(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ComponentState::{Degraded, MajorOutage, Operational, Unknown};

    fn episode(starts_at: EpochMs, ends_at: Option<EpochMs>, state: ComponentState) -> Episode {
        Episode {
            starts_at,
            ends_at,
            stale_at: None,
            state,
            name: "Down".into(),
            summary: String::new(),
        }
    }

    #[test]
    fn a_source_says_the_worst_of_its_episodes() {
        let stale = Episode {
            stale_at: Some(50),
            ..episode(40, None, MajorOutage)
        };
        for (episodes, from, expected) in [
            (vec![], 5, vec![(5, None, Operational)]),
            (
                vec![
                    episode(10, Some(20), MajorOutage),
                    episode(15, Some(30), Degraded),
                ],
                10,
                vec![
                    (10, Some(20), MajorOutage),
                    (20, Some(30), Degraded),
                    (30, None, Operational),
                ],
            ),
            // Begun before: it holds from where we look.
            (
                vec![episode(0, Some(20), MajorOutage)],
                10,
                vec![(10, Some(20), MajorOutage), (20, None, Operational)],
            ),
            // An end before the start is no time at all.
            (
                vec![episode(10, Some(10), MajorOutage)],
                10,
                vec![(10, None, Operational)],
            ),
            (
                vec![stale],
                40,
                vec![(40, Some(50), MajorOutage), (50, None, Unknown)],
            ),
        ] {
            let found: Vec<_> = source_says(&episodes, from)
                .into_iter()
                .map(|interval| (interval.starts_at, interval.ends_at, interval.state))
                .collect();
            assert_eq!(found, expected, "{episodes:?}");
        }
    }
}
