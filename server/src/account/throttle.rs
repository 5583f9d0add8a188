//! Failed sign-ins: a bucket of attempts per account and per address. Those that succeed cost nothing.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use app::answer::AppError;
use app::domain::time::SECOND_MS;

use crate::http::listener::neighbourhood;

/// Attempts that an account takes at once, and how often it gets one back.
const PER_ACCOUNT: Bucket = Bucket {
    holds: 10,
    refill_ms: 60 * SECOND_MS,
};
/// The same for an address; many colleagues may share one.
const PER_ADDRESS: Bucket = Bucket {
    holds: 50,
    refill_ms: 20 * SECOND_MS,
};
/// Beyond that many, those that are full again are forgotten.
const REMEMBERED: usize = 10_000;

#[derive(Clone, Copy)]
struct Bucket {
    holds: i64,
    refill_ms: i64,
}

/// Counts failures in memory.
#[derive(Clone, Default)]
pub struct Throttle {
    accounts: Arc<Mutex<HashMap<String, i64>>>,
    addresses: Arc<Mutex<HashMap<IpAddr, i64>>>,
}

/// An attempt that was let through; unless given back it counts as failed.
pub struct Attempt {
    account: String,
    address: Option<IpAddr>,
}

impl Throttle {
    /// Takes an attempt, before the password is looked at: known and unknown accounts are treated alike.
    pub fn take(&self, email: &str, address: &str, now_ms: i64) -> Result<Attempt, AppError> {
        let attempt = Attempt {
            account: email.to_owned(),
            address: address.parse().ok().map(neighbourhood),
        };
        if let Some(address) = attempt.address {
            PER_ADDRESS.take(&self.addresses, address, now_ms)?;
        }
        let taken = PER_ACCOUNT.take(&self.accounts, attempt.account.clone(), now_ms);
        if taken.is_err()
            && let Some(address) = attempt.address
        {
            PER_ADDRESS.give_back(&self.addresses, &address);
        }
        taken.map(|()| attempt)
    }

    /// The password was right.
    pub fn give_back(&self, attempt: Attempt) {
        PER_ACCOUNT.give_back(&self.accounts, &attempt.account);
        if let Some(address) = attempt.address {
            PER_ADDRESS.give_back(&self.addresses, &address);
        }
    }
}

/// Each entry holds the instant at which its bucket is full again.
impl Bucket {
    fn take<K: Hash + Eq>(
        self,
        full_at: &Mutex<HashMap<K, i64>>,
        key: K,
        now_ms: i64,
    ) -> Result<(), AppError> {
        let mut full_at = full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= REMEMBERED {
            full_at.retain(|_, full_at| *full_at > now_ms);
        }
        let entry = full_at.entry(key).or_insert(now_ms);
        let after = (*entry).max(now_ms) + self.refill_ms;
        let wait_ms = after - now_ms - self.holds * self.refill_ms;
        if wait_ms > 0 {
            let retry_after_s =
                u32::try_from((wait_ms + SECOND_MS - 1) / SECOND_MS).unwrap_or(u32::MAX);
            return Err(AppError::Throttled { retry_after_s });
        }
        *entry = after;
        Ok(())
    }

    fn give_back<K: Hash + Eq>(self, full_at: &Mutex<HashMap<K, i64>>, key: &K) {
        let mut full_at = full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = full_at.get_mut(key) {
            *entry -= self.refill_ms;
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn failures_run_out_and_come_back_while_successes_are_free() {
        let throttle = Throttle::default();
        for _ in 0..100 {
            let attempt = throttle.take("a@b.example", "203.0.113.1", 0).unwrap();
            throttle.give_back(attempt);
        }
        for _ in 0..10 {
            throttle.take("a@b.example", "203.0.113.1", 0).unwrap();
        }
        let refused = throttle.take("a@b.example", "203.0.113.1", 0).err();
        assert_eq!(refused, Some(AppError::Throttled { retry_after_s: 60 }));
        assert!(throttle.take("other@b.example", "203.0.113.1", 0).is_ok());
        assert!(throttle.take("a@b.example", "203.0.113.1", 60_000).is_ok());
    }

    #[test]
    fn an_address_that_tries_many_accounts_is_stopped() {
        let throttle = Throttle::default();
        let refused = (0..60)
            .filter(|n| {
                throttle
                    .take(&format!("{n}@b.example"), "2001:db8::1", 0)
                    .is_err()
            })
            .count();
        assert_eq!(refused, 10);
    }
}
