//! Time lost by those who wait. The trade's figures contradict each other: a band, never one number.

use serde::{Deserialize, Serialize};

/// What three sources make of one incident, in minutes, from the least to the most: 50 h a year for two incidents a
/// week, "in reality nearer 100 h", and another study's 180 min a week.
pub const MINUTES_PER_INCIDENT: [i64; 3] = [29, 58, 90];

/// What they make of the month's incidents: faults and questions that people declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostTime {
    pub incidents: u32,
}

impl LostTime {
    /// The least and the most, in minutes.
    pub fn band_minutes(self) -> (i64, i64) {
        let [least, _, most] = MINUTES_PER_INCIDENT;
        let incidents = i64::from(self.incidents);
        (incidents * least, incidents * most)
    }
}
