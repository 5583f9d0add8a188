//! The only caller of "now": the system's clock, or one that tests and the demo's past set by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Tells the time in epoch milliseconds, UTC. Clones share one clock.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    by_hand_ms: Option<Arc<AtomicI64>>,
}

impl Clock {
    pub fn system() -> Clock {
        Clock::default()
    }

    /// A clock that stands still at `now_ms` until it is moved.
    pub fn manual(now_ms: i64) -> Clock {
        Clock {
            by_hand_ms: Some(Arc::new(AtomicI64::new(now_ms))),
        }
    }

    pub fn now_ms(&self) -> i64 {
        match &self.by_hand_ms {
            Some(by_hand_ms) => by_hand_ms.load(Ordering::SeqCst),
            None => system_ms(),
        }
    }

    /// Moves a manual clock and its clones; the system's clock cannot be moved and stays as it is.
    pub fn set_ms(&self, now_ms: i64) {
        if let Some(by_hand_ms) = &self.by_hand_ms {
            by_hand_ms.store(now_ms, Ordering::SeqCst);
        }
    }

    /// Advances a manual clock and its clones; the system's clock stays as it is.
    pub fn advance_ms(&self, by_ms: i64) {
        if let Some(by_hand_ms) = &self.by_hand_ms {
            by_hand_ms.fetch_add(by_ms, Ordering::SeqCst);
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this file is where the rest of the program gets the time from"
)]
fn system_ms() -> i64 {
    let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH);
    since_epoch.map_or(0, |elapsed| {
        i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn clones_of_a_manual_clock_move_together() {
        let clock = Clock::manual(1_000);
        let clone = clock.clone();
        clock.advance_ms(500);
        assert_eq!(clone.now_ms(), 1_500);
        clone.set_ms(7);
        assert_eq!(clock.now_ms(), 7);
    }
}
