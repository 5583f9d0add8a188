//! The hour book (carnet d'heures): an append-only ledger. Its balance is the sum of its entries, and nothing else.

use super::coded::coded_enum;
use super::contract::HourBook;

coded_enum! {
    pub enum EntryKind {
        /// Bought with a version of the contract, or apart.
        Purchase = "purchase",
        /// Work done, by the contract's rule.
        Debit = "debit",
        /// A mistake put right, either way.
        Correction = "correction",
        /// Given by the provider.
        Goodwill = "goodwill",
        /// Hours lost at the end of their period.
        Expiry = "expiry",
        /// Hours carried into the next period, or out of the one before.
        Rollover = "rollover",
        /// Work done beyond what was left.
        Overrun = "overrun",
    }
}

impl EntryKind {
    /// Whether an entry of that kind may be of so many minutes.
    pub fn allows(self, minutes: i64) -> bool {
        match self {
            EntryKind::Purchase | EntryKind::Goodwill => minutes > 0,
            EntryKind::Debit | EntryKind::Expiry | EntryKind::Overrun => minutes < 0,
            EntryKind::Correction | EntryKind::Rollover => minutes != 0,
        }
    }
}

/// One line of the ledger; more minutes, or fewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HourEntry {
    pub kind: EntryKind,
    pub minutes: i64,
}

/// What is left of an hour book.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoursLeft {
    /// Below zero once overrun.
    pub balance_minutes: i64,
    /// Everything that was bought so far.
    pub bought_minutes: i64,
    /// How many of the contract's warnings the balance is under: 0 to 3.
    pub warning_level: u8,
}

/// The sum of the entries, in minutes.
pub fn balance(entries: &[HourEntry]) -> i64 {
    entries.iter().map(|entry| entry.minutes).sum()
}

/// What the ledger leaves of that book.
pub fn left(book: &HourBook, entries: &[HourEntry]) -> HoursLeft {
    let balance_minutes = balance(entries);
    let bought = entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::Purchase);
    let under = book
        .warnings
        .iter()
        .filter(|warning| balance_minutes < i64::from(**warning));
    HoursLeft {
        balance_minutes,
        bought_minutes: bought.map(|entry| entry.minutes).sum(),
        warning_level: u8::try_from(under.count()).unwrap_or(u8::MAX),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(kind: EntryKind, minutes: i64) -> HourEntry {
        HourEntry { kind, minutes }
    }

    /// 40 hours; warned under 10, 5 and 1.
    fn book() -> HourBook {
        HourBook {
            clause: "7".into(),
            minutes: 2400,
            warnings: vec![600, 300, 60],
        }
    }

    #[test]
    fn the_client_is_warned_under_each_balance() {
        for (spent, expected) in [
            (0, 0),
            (1800, 0),
            (1801, 1),
            (2100, 1),
            (2101, 2),
            (2341, 3),
            (2500, 3),
        ] {
            let mut entries = vec![entry(EntryKind::Purchase, 2400)];
            if spent > 0 {
                entries.push(entry(EntryKind::Debit, -spent));
            }
            let left = left(&book(), &entries);
            assert_eq!(left.balance_minutes, 2400 - spent);
            assert_eq!(left.bought_minutes, 2400);
            assert_eq!(left.warning_level, expected, "{spent} min spent");
        }
    }

    #[test]
    fn signs_follow_what_happened() {
        for (kind, more, fewer) in [
            (EntryKind::Purchase, true, false),
            (EntryKind::Goodwill, true, false),
            (EntryKind::Debit, false, true),
            (EntryKind::Expiry, false, true),
            (EntryKind::Overrun, false, true),
            (EntryKind::Correction, true, true),
            (EntryKind::Rollover, true, true),
        ] {
            assert_eq!((kind.allows(15), kind.allows(-15)), (more, fewer), "{kind}");
            assert!(!kind.allows(0), "{kind}");
        }
    }

    fn entries() -> impl Strategy<Value = Vec<HourEntry>> {
        let one = (prop::sample::select(EntryKind::ALL), -100_000_i64..100_000);
        prop::collection::vec(one.prop_map(|(kind, minutes)| entry(kind, minutes)), 0..40)
    }

    proptest! {
        /// Walked one by one, in either order and cut anywhere: the sum is all that there is.
        #[test]
        fn a_balance_is_the_sum_of_its_entries(entries in entries(), cut in any::<prop::sample::Index>()) {
            let mut walked = 0;
            for entry in &entries {
                walked += entry.minutes;
            }
            prop_assert_eq!(balance(&entries), walked);
            let mut turned = entries.clone();
            turned.reverse();
            prop_assert_eq!(balance(&turned), walked);
            let (before, after) = entries.split_at(cut.index(entries.len() + 1));
            prop_assert_eq!(balance(before) + balance(after), walked);
            prop_assert_eq!(left(&book(), &entries).balance_minutes, walked);
        }

        /// A correction of the opposite sign undoes an entry, and leaves what was bought as it was.
        #[test]
        fn a_correction_undoes_an_entry(entries in entries(), minutes in -1_000_i64..1_000) {
            let mut corrected = entries.clone();
            corrected.push(entry(EntryKind::Debit, minutes));
            corrected.push(entry(EntryKind::Correction, -minutes));
            prop_assert_eq!(left(&book(), &corrected), left(&book(), &entries));
        }
    }
}
