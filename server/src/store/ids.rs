//! Identifiers made by us: sortable by time of creation, unique over several nodes without asking the database.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::clock::Clock;

/// 2024-01-01T00:00:00Z: 41 bits of milliseconds from here last until 2093.
const EPOCH_MS: i64 = 1_704_067_200_000;
const NODE_BITS: u32 = 10;
const COUNTER_BITS: u32 = 12;

/// The next identifier: milliseconds since 2024, then ten bits of node, then a counter of twelve.
/// Larger than every one made before by this process, even when the system's clock goes back.
pub fn next() -> i64 {
    let now = u64::try_from(Clock::system().now_ms() - EPOCH_MS).unwrap_or(0);
    let tick = advance(now << COUNTER_BITS);
    let milliseconds = tick >> COUNTER_BITS;
    let counter = tick & ((1 << COUNTER_BITS) - 1);
    let id = (milliseconds << (NODE_BITS + COUNTER_BITS)) | (*NODE << COUNTER_BITS) | counter;
    id.cast_signed()
}

/// The last tick handed out: milliseconds and counter side by side, so that a full counter borrows the next millisecond.
static LAST: AtomicU64 = AtomicU64::new(0);

static NODE: LazyLock<u64> = LazyLock::new(|| {
    // A system without randomness still starts; nodes then differ by process only.
    let random = getrandom::u64().unwrap_or_else(|_| u64::from(std::process::id()));
    random & ((1 << NODE_BITS) - 1)
});

fn advance(now: u64) -> u64 {
    let mut last = LAST.load(Ordering::Relaxed);
    loop {
        let tick = now.max(last + 1);
        match LAST.compare_exchange_weak(last, tick, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => return tick,
            Err(seen) => last = seen,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::thread;

    #[test]
    fn identifiers_rise_and_never_repeat_over_threads() {
        let made: Vec<Vec<i64>> = thread::scope(|scope| {
            let threads: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| (0..20_000).map(|_| super::next()).collect::<Vec<_>>()))
                .collect();
            threads
                .into_iter()
                .filter_map(|thread| thread.join().ok())
                .collect()
        });
        for ids in &made {
            assert!(ids.is_sorted());
        }
        let distinct: HashSet<i64> = made.iter().flatten().copied().collect();
        assert_eq!(distinct.len(), 80_000);
        assert!(distinct.iter().all(|id| *id > 0));
    }
}
