//! The hour book (carnet d'heures): an append-only ledger. Its balance is the sum of its entries, and nothing else.

use chrono::NaiveDate;

use super::coded::coded_enum;
use super::contract::{HourBook, HourRule};
use super::time::{MINUTE_MS, Span};
use super::timetable::Timetable;

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

/// Time spent on an intervention: when, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    pub span: Span,
    pub on_site: bool,
    /// The day on which it ended, by the site's calendar: several entries of one day are one visit.
    pub day: NaiveDate,
}

/// What an intervention costs the hour book, by the contract's rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Debit {
    pub in_hours_minutes: i64,
    pub out_of_hours_minutes: i64,
    pub visits: i64,
    /// What is debited.
    pub minutes: i64,
}

/// The work of an intervention, debited as a whole: time inside the service hours counts as it is, outside with the
/// contract's multiplier; together at least the minimum, and every unit begun; travel is on top, once a day of visit.
pub fn debit(rule: &HourRule, work: &[Work], hours: &Timetable) -> Debit {
    if work.is_empty() {
        return Debit::default();
    }
    let spent_ms: i64 = work.iter().map(|one| one.span.length_ms()).sum();
    let inside_ms: i64 = work.iter().map(|one| hours.open_ms(one.span)).sum();
    let outside_ms = spent_ms - inside_ms;
    let percent = match rule.out_of_hours_percent {
        0 => 100,
        percent => i64::from(percent),
    };
    let weighed = rounded_up(inside_ms * 100 + outside_ms * percent, 100 * MINUTE_MS);
    let unit = i64::from(rule.unit_minutes.max(1));
    let at_least = weighed.max(i64::from(rule.minimum_minutes));
    let worked = rounded_up(at_least, unit) * unit;
    let mut days: Vec<NaiveDate> = work
        .iter()
        .filter(|one| one.on_site)
        .map(|one| one.day)
        .collect();
    days.sort_unstable();
    days.dedup();
    let visits = i64::try_from(days.len()).unwrap_or(i64::MAX);
    let in_hours_minutes = inside_ms / MINUTE_MS;
    Debit {
        in_hours_minutes,
        out_of_hours_minutes: spent_ms / MINUTE_MS - in_hours_minutes,
        visits,
        minutes: worked + visits * i64::from(rule.travel_minutes),
    }
}

const fn rounded_up(amount: i64, unit: i64) -> i64 {
    (amount + unit - 1).div_euclid(unit)
}

/// What must be added to the ledger so that an intervention counts `due` minutes in all, when it counts `kept` (zero
/// or below) and the book holds `balance`. The first is a debit, what comes later a correction; nothing is changed.
/// What goes beyond the balance is an overrun.
pub fn settle(due: i64, kept: Option<i64>, balance: i64) -> Vec<HourEntry> {
    let change = -due - kept.unwrap_or(0);
    if change == 0 {
        return vec![];
    }
    let entry = |kind, minutes| HourEntry { kind, minutes };
    if kept.is_some() {
        return vec![entry(EntryKind::Correction, change)];
    }
    let covered = due.min(balance.max(0));
    let beyond = due - covered;
    [(EntryKind::Debit, -covered), (EntryKind::Overrun, -beyond)]
        .into_iter()
        .filter(|(_, minutes)| *minutes != 0)
        .map(|(kind, minutes)| entry(kind, minutes))
        .collect()
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

    /// By the quarter of an hour, half an hour at least and for travel; half as much again outside hours.
    const RULE: HourRule = HourRule {
        unit_minutes: 15,
        minimum_minutes: 30,
        travel_minutes: 30,
        out_of_hours_percent: 150,
        approval_above_minutes: None,
    };

    /// Open from minute 480 to minute 1080 of that day.
    fn open() -> Timetable {
        Timetable {
            open: vec![Span {
                from: 480 * MINUTE_MS,
                to: 1_080 * MINUTE_MS,
            }],
            ..Timetable::default()
        }
    }

    fn work(from: i64, minutes: i64, on_site: bool, day: u32) -> Work {
        Work {
            span: Span {
                from: from * MINUTE_MS,
                to: (from + minutes) * MINUTE_MS,
            },
            on_site,
            day: NaiveDate::from_ymd_opt(2026, 3, day).expect("a date"),
        }
    }

    #[test]
    fn what_an_intervention_costs() {
        let plain = HourRule {
            out_of_hours_percent: 0,
            ..RULE
        };
        for (name, rule, entries, (inside, outside, visits), expected) in [
            ("nothing done", RULE, vec![], (0, 0, 0), 0),
            (
                "the minimum",
                RULE,
                vec![work(600, 5, false, 2)],
                (5, 0, 0),
                30,
            ),
            (
                "a unit begun",
                RULE,
                vec![work(600, 46, false, 2)],
                (46, 0, 0),
                60,
            ),
            (
                "whole units",
                RULE,
                vec![work(600, 45, false, 2)],
                (45, 0, 0),
                45,
            ),
            (
                "units of the whole, not of each entry",
                RULE,
                vec![work(600, 20, false, 2), work(700, 20, false, 2)],
                (40, 0, 0),
                45,
            ),
            (
                "after hours",
                RULE,
                vec![work(1_080, 60, false, 2)],
                (0, 60, 0),
                90,
            ),
            (
                "half and half",
                RULE,
                vec![work(1_050, 60, false, 2)],
                (30, 30, 0),
                75,
            ),
            (
                "after hours at the same price",
                plain,
                vec![work(1_080, 60, false, 2)],
                (0, 60, 0),
                60,
            ),
            (
                "a visit",
                RULE,
                vec![work(600, 60, true, 2)],
                (60, 0, 1),
                90,
            ),
            (
                "one visit in two entries",
                RULE,
                vec![work(600, 30, true, 2), work(700, 30, true, 2)],
                (60, 0, 1),
                90,
            ),
            (
                "two visits",
                RULE,
                vec![work(600, 30, true, 2), work(700, 30, true, 3)],
                (60, 0, 2),
                120,
            ),
        ] {
            let debited = debit(&rule, &entries, &open());
            let split = (
                debited.in_hours_minutes,
                debited.out_of_hours_minutes,
                debited.visits,
            );
            assert_eq!(
                (split, debited.minutes),
                ((inside, outside, visits), expected),
                "{name}"
            );
        }
    }

    #[test]
    fn the_ledger_is_added_to_and_never_changed() {
        use EntryKind::{Correction, Debit, Overrun};
        for (name, due, kept, balance, expected) in [
            ("first", 45, None, 600, vec![entry(Debit, -45)]),
            ("as before", 45, Some(-45), 555, vec![]),
            ("more", 60, Some(-45), 555, vec![entry(Correction, -15)]),
            ("less", 30, Some(-45), 555, vec![entry(Correction, 15)]),
            (
                "none after all",
                0,
                Some(-45),
                555,
                vec![entry(Correction, 45)],
            ),
            ("none ever", 0, None, 600, vec![]),
            (
                "beyond",
                45,
                None,
                30,
                vec![entry(Debit, -30), entry(Overrun, -15)],
            ),
            ("far beyond", 45, None, -10, vec![entry(Overrun, -45)]),
        ] {
            assert_eq!(settle(due, kept, balance), expected, "{name}");
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

        /// However often it is counted again, an intervention costs what it costs last, and each entry has its sign.
        #[test]
        fn the_ledger_holds_what_is_due(dues in prop::collection::vec(0_i64..5_000, 1..12), bought in 0_i64..5_000) {
            let mut ledger = vec![entry(EntryKind::Purchase, bought.max(1))];
            let mut kept = None;
            for due in &dues {
                for added in settle(*due, kept, balance(&ledger)) {
                    prop_assert!(added.kind.allows(added.minutes), "{added:?}");
                    kept = Some(kept.unwrap_or(0) + added.minutes);
                    ledger.push(added);
                }
            }
            let last = dues.last().copied().unwrap_or(0);
            prop_assert_eq!(balance(&ledger), bought.max(1) - last);
        }

        /// Never less than was worked, nor than the minimum; more work never costs less.
        #[test]
        fn a_debit_covers_what_was_done(
            spans in prop::collection::vec((0_i64..1_400, 1_i64..300, any::<bool>(), 1_u32..5), 1..6),
        ) {
            let entries: Vec<Work> = spans.iter().map(|(from, minutes, on_site, day)| work(*from, *minutes, *on_site, *day)).collect();
            let debited = debit(&RULE, &entries, &open());
            let worked: i64 = spans.iter().map(|(_, minutes, _, _)| minutes).sum();
            prop_assert_eq!(debited.in_hours_minutes + debited.out_of_hours_minutes, worked);
            prop_assert!(debited.minutes >= worked.max(30));
            prop_assert_eq!((debited.minutes - debited.visits * 30) % 15, 0);
            let fewer = debit(&RULE, &entries[1..], &open());
            prop_assert!(fewer.minutes <= debited.minutes);
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
