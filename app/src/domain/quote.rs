//! Quotes (devis): what a revision says, its sums in whole cents, and where it stands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::coded::coded_enum;
use super::contract::ContractVersion;
use super::ids::VersionId;
use super::time::EpochMs;

coded_enum! {
    /// Where a revision stands.
    pub enum QuoteStatus {
        /// Being written; no client knows of it.
        Draft = "draft",
        Sent = "sent",
        Accepted = "accepted",
        Declined = "declined",
        Expired = "expired",
        /// A later revision is the one to answer.
        Replaced = "replaced",
        /// What it was for came to its end without an answer.
        Lapsed = "lapsed",
    }
}

coded_enum! {
    /// The rates of value-added tax in France.
    pub enum VatRate {
        Standard = "20",
        Intermediate = "10",
        /// Overseas departments.
        Overseas = "8.5",
        Reduced = "5.5",
        Special = "2.1",
        /// Exempt, or due by the buyer.
        None = "0",
    }
}

impl VatRate {
    /// In hundredths of a percent: 20 % is 2 000.
    pub const fn basis_points(self) -> i64 {
        match self {
            VatRate::Standard => 2_000,
            VatRate::Intermediate => 1_000,
            VatRate::Overseas => 850,
            VatRate::Reduced => 550,
            VatRate::Special => 210,
            VatRate::None => 0,
        }
    }
}

coded_enum! {
    /// How an approver gave their word in an emergency.
    pub enum AgreedBy { Phone = "phone", Mail = "mail", OnSite = "on_site" }
}

/// What a revision offers. Immutable once sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// What it is for.
    pub title: String,
    pub lines: Vec<QuoteLine>,
    /// Delays, conditions, what is not in it.
    #[serde(default)]
    pub remarks: String,
    /// The last day on which it can be accepted, by the client's calendar.
    #[serde(with = "super::iso_date")]
    pub valid_on: NaiveDate,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuoteLine {
    pub label: String,
    /// In hundredths: 1.5 is 150.
    pub quantity_hundredths: u32,
    /// In euro cents excluding tax; below zero: a discount.
    pub unit_cents: i64,
    pub vat: VatRate,
}

/// Lines a revision.
pub const LINES: usize = 40;
pub const TITLE_LENGTH: usize = 160;
pub const LABEL_LENGTH: usize = 200;
pub const REMARKS_LENGTH: usize = 2_000;
/// Of the client's order number, and of the name under an acceptance.
pub const SIGNATURE_LENGTH: usize = 80;
/// 10 000 units.
pub const HIGHEST_QUANTITY_HUNDREDTHS: u32 = 1_000_000;
/// A million euros, either way.
pub const HIGHEST_UNIT_CENTS: i64 = 100_000_000;
/// A year and a day.
pub const LONGEST_VALIDITY_DAYS: i64 = 366;

/// The sums of a revision, in euro cents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Totals {
    /// Of each line, excluding tax.
    pub lines: Vec<i64>,
    pub excluding_tax_cents: i64,
    /// One a rate that occurs, the highest first.
    pub taxes: Vec<Tax>,
    pub including_tax_cents: i64,
}

/// What is due at one rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tax {
    pub rate: VatRate,
    pub base_cents: i64,
    pub cents: i64,
}

impl Totals {
    pub fn tax_cents(&self) -> i64 {
        sum(self.taxes.iter().map(|tax| tax.cents))
    }
}

impl QuoteLine {
    /// Quantity times price, rounded to the cent, halves away from zero.
    pub fn cents(&self) -> i64 {
        let exact = i128::from(self.quantity_hundredths) * i128::from(self.unit_cents);
        rounded(exact, 100)
    }
}

/// Each line is rounded to the cent; tax is computed once for each rate, on the sum of its lines, and rounded
/// to the cent. Halves go away from zero.
pub fn totals(lines: &[QuoteLine]) -> Totals {
    let of_lines: Vec<i64> = lines.iter().map(QuoteLine::cents).collect();
    let mut taxes = Vec::new();
    for rate in VatRate::ALL {
        let at_rate = || {
            lines
                .iter()
                .zip(&of_lines)
                .filter(|(line, _)| line.vat == *rate)
        };
        if at_rate().next().is_none() {
            continue;
        }
        let base_cents = sum(at_rate().map(|(_, cents)| *cents));
        taxes.push(Tax {
            rate: *rate,
            base_cents,
            cents: rounded(
                i128::from(base_cents) * i128::from(rate.basis_points()),
                10_000,
            ),
        });
    }
    let excluding_tax_cents = sum(of_lines.iter().copied());
    let tax = sum(taxes.iter().map(|tax| tax.cents));
    Totals {
        lines: of_lines,
        excluding_tax_cents,
        taxes,
        including_tax_cents: excluding_tax_cents.saturating_add(tax),
    }
}

/// As much as fits, as in [`rounded`].
fn sum(cents: impl Iterator<Item = i64>) -> i64 {
    cents.fold(0, i64::saturating_add)
}

/// Halves away from zero. What does not fit is the largest that does: the checks refuse it long before.
fn rounded(numerator: i128, denominator: i128) -> i64 {
    let half = denominator / 2;
    let nearest = if numerator < 0 {
        (numerator - half) / denominator
    } else {
        (numerator + half) / denominator
    };
    i64::try_from(nearest).unwrap_or(if nearest < 0 { i64::MIN } else { i64::MAX })
}

/// Why a revision cannot be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    NoTitle,
    TitleTooLong,
    NoLine,
    TooManyLines,
    /// From 0, as the others.
    NoLabel {
        line: usize,
    },
    LabelTooLong {
        line: usize,
    },
    Quantity {
        line: usize,
    },
    Price {
        line: usize,
    },
    /// Below zero, or more than any quote is.
    Total,
    RemarksTooLong,
    /// Its last day has passed.
    OutOfDate,
    ValidTooLong,
}

impl Offer {
    /// Everything that keeps it from being sent on that day.
    pub fn faults(&self, today: NaiveDate) -> Vec<Fault> {
        let mut faults = Vec::new();
        let long = |text: &str, most: usize| text.chars().count() > most;
        let mut note = |is_wrong: bool, fault: Fault| {
            if is_wrong {
                faults.push(fault);
            }
        };
        note(self.title.trim().is_empty(), Fault::NoTitle);
        note(long(&self.title, TITLE_LENGTH), Fault::TitleTooLong);
        note(self.lines.is_empty(), Fault::NoLine);
        note(self.lines.len() > LINES, Fault::TooManyLines);
        note(long(&self.remarks, REMARKS_LENGTH), Fault::RemarksTooLong);
        for (line, given) in self.lines.iter().enumerate() {
            note(given.label.trim().is_empty(), Fault::NoLabel { line });
            note(
                long(&given.label, LABEL_LENGTH),
                Fault::LabelTooLong { line },
            );
            let quantity = 1..=HIGHEST_QUANTITY_HUNDREDTHS;
            note(
                !quantity.contains(&given.quantity_hundredths),
                Fault::Quantity { line },
            );
            let price = -HIGHEST_UNIT_CENTS..=HIGHEST_UNIT_CENTS;
            note(!price.contains(&given.unit_cents), Fault::Price { line });
        }
        note(self.cents().is_none(), Fault::Total);
        let days = (self.valid_on - today).num_days();
        note(days < 0, Fault::OutOfDate);
        note(days > LONGEST_VALIDITY_DAYS, Fault::ValidTooLong);
        faults
    }

    /// The sum excluding tax, as the log keeps it; none below zero, or beyond forty million euros.
    pub fn cents(&self) -> Option<u32> {
        u32::try_from(totals(&self.lines).excluding_tax_cents).ok()
    }
}

/// The sum above which whoever accepts is not who asked, in cents excluding tax: that of the contract that the
/// request pins, else the lowest of those in force.
pub fn approval_limit(
    versions: &[(VersionId, ContractVersion)],
    pinned: Option<VersionId>,
    at: EpochMs,
) -> Option<u32> {
    let limit = |version: &ContractVersion| version.terms.approval.as_ref()?.above_cents;
    let own = versions
        .iter()
        .find(|(id, _)| Some(*id) == pinned)
        .and_then(|(_, version)| limit(version));
    own.or_else(|| {
        let in_force = versions
            .iter()
            .filter(|(_, version)| version.in_force_at(at));
        in_force.filter_map(|(_, version)| limit(version)).min()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::contract::{Approval, Renewal, Terms, VersionStatus};

    fn line(quantity_hundredths: u32, unit_cents: i64, vat: VatRate) -> QuoteLine {
        QuoteLine {
            label: "Remplacement du tambour".into(),
            quantity_hundredths,
            unit_cents,
            vat,
        }
    }

    /// Typed at the desk, they reach the sums before the checks refuse them.
    #[test]
    fn absurd_lines_are_refused_and_not_added_up() {
        let absurd = |unit_cents| line(u32::MAX, unit_cents, VatRate::Standard);
        for unit_cents in [i64::MAX, i64::MIN] {
            let offer = Offer {
                title: "Remplacement".into(),
                lines: vec![absurd(unit_cents), absurd(unit_cents)],
                remarks: String::new(),
                valid_on: NaiveDate::default(),
            };
            let faults = offer.faults(NaiveDate::default());
            assert!(faults.contains(&Fault::Price { line: 1 }), "{faults:?}");
            assert!(faults.contains(&Fault::Total), "{faults:?}");
        }
    }

    #[test]
    fn sums_are_in_whole_cents() {
        use VatRate::{None, Reduced, Standard};
        for (name, lines, excluding, taxes, including) in [
            (
                "one",
                vec![line(100, 48_000, Standard)],
                48_000,
                vec![9_600],
                57_600,
            ),
            (
                "a day and a half",
                vec![line(150, 65_033, Standard)],
                97_550,
                vec![19_510],
                117_060,
            ),
            (
                "a third of a cent goes down",
                vec![line(33, 1_001, None)],
                330,
                vec![0],
                330,
            ),
            (
                "half a cent goes up",
                vec![line(50, 1_001, None)],
                501,
                vec![0],
                501,
            ),
            (
                "half a cent less goes down",
                vec![line(50, -1_001, None), line(100, 1_000, None)],
                499,
                vec![0],
                499,
            ),
            (
                "tax on the sum of a rate, not on each line",
                vec![
                    line(100, 2, Standard),
                    line(100, 2, Standard),
                    line(100, 2, Standard),
                ],
                6,
                vec![1],
                7,
            ),
            (
                "two rates and a discount",
                vec![
                    line(200, 12_050, Standard),
                    line(100, 4_990, Reduced),
                    line(100, -1_000, Standard),
                ],
                28_090,
                vec![4_620, 274],
                32_984,
            ),
        ] {
            let sums = totals(&lines);
            assert_eq!(sums.excluding_tax_cents, excluding, "{name}");
            let due: Vec<i64> = sums.taxes.iter().map(|tax| tax.cents).collect();
            assert_eq!(due, taxes, "{name}");
            assert_eq!(sums.including_tax_cents, including, "{name}");
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn offer(lines: Vec<QuoteLine>, valid_on: &str) -> Offer {
        Offer {
            title: "Copieur".into(),
            lines,
            remarks: String::new(),
            valid_on: day(valid_on),
        }
    }

    #[test]
    fn what_cannot_be_sent_says_why() {
        let today = day("2026-11-23");
        let fine = || line(100, 48_000, VatRate::Standard);
        let check = |name: &str, offer: Offer, expected: &[Fault]| {
            assert_eq!(offer.faults(today), expected, "{name}");
        };
        check("fine", offer(vec![fine()], "2026-12-23"), &[]);
        check("on its last day", offer(vec![fine()], "2026-11-23"), &[]);
        check(
            "a day late",
            offer(vec![fine()], "2026-11-22"),
            &[Fault::OutOfDate],
        );
        check(
            "for two years",
            offer(vec![fine()], "2028-11-22"),
            &[Fault::ValidTooLong],
        );
        check("nothing", offer(vec![], "2026-12-23"), &[Fault::NoLine]);
        check(
            "too much",
            offer(vec![fine(); LINES + 1], "2026-12-23"),
            &[Fault::TooManyLines],
        );
        let none = line(0, 48_000, VatRate::Standard);
        check(
            "none of it",
            offer(vec![fine(), none], "2026-12-23"),
            &[Fault::Quantity { line: 1 }],
        );
        let gift = line(100, -50_000, VatRate::Standard);
        check(
            "below zero",
            offer(vec![fine(), gift], "2026-12-23"),
            &[Fault::Total],
        );
        let dear = line(100, HIGHEST_UNIT_CENTS + 1, VatRate::Standard);
        check(
            "dear",
            offer(vec![dear], "2026-12-23"),
            &[Fault::Price { line: 0 }],
        );
        let mut nameless = offer(vec![fine()], "2026-12-23");
        nameless.title = " ".into();
        nameless.lines[0].label = "x".repeat(LABEL_LENGTH + 1);
        check(
            "nameless",
            nameless,
            &[Fault::NoTitle, Fault::LabelTooLong { line: 0 }],
        );
    }

    fn version(above_cents: Option<u32>, status: VersionStatus) -> ContractVersion {
        ContractVersion {
            number: "1".into(),
            title: String::new(),
            version: 1,
            status,
            starts_at: 0,
            ends_at: None,
            renewal: Renewal::Tacit,
            terms: Terms {
                approval: above_cents.map(|above| Approval {
                    above_cents: Some(above),
                    ..Approval::default()
                }),
                ..Terms::default()
            },
        }
    }

    #[test]
    fn above_which_sum_another_accepts() {
        use VersionStatus::{Active, Draft};
        let versions = [
            (VersionId(1), version(Some(80_000), Active)),
            (VersionId(2), version(Some(50_000), Active)),
            (VersionId(3), version(None, Active)),
            (VersionId(4), version(Some(1), Draft)),
        ];
        for (pinned, expected) in [
            (None, Some(50_000)),
            (Some(VersionId(1)), Some(80_000)),
            (Some(VersionId(3)), Some(50_000)),
        ] {
            assert_eq!(
                approval_limit(&versions, pinned, 10),
                expected,
                "{pinned:?}"
            );
        }
        assert_eq!(approval_limit(&versions[2..], None, 10), None);
    }

    fn lines() -> impl Strategy<Value = Vec<QuoteLine>> {
        let one = (
            1..=HIGHEST_QUANTITY_HUNDREDTHS,
            -HIGHEST_UNIT_CENTS..=HIGHEST_UNIT_CENTS,
            prop::sample::select(VatRate::ALL),
        );
        let one = one.prop_map(|(quantity, unit, vat)| line(quantity, unit, vat));
        prop::collection::vec(one, 0..LINES)
    }

    proptest! {
        /// Nothing is lost between lines, bases and sums, and tax is within half a cent of exact at each rate.
        #[test]
        fn sums_agree(lines in lines()) {
            let sums = totals(&lines);
            prop_assert_eq!(sums.lines.iter().sum::<i64>(), sums.excluding_tax_cents);
            prop_assert_eq!(sums.taxes.iter().map(|tax| tax.base_cents).sum::<i64>(), sums.excluding_tax_cents);
            prop_assert_eq!(sums.excluding_tax_cents + sums.tax_cents(), sums.including_tax_cents);
            for tax in &sums.taxes {
                let exact = i128::from(tax.base_cents) * i128::from(tax.rate.basis_points());
                let off = exact - i128::from(tax.cents) * 10_000;
                prop_assert!(off.abs() <= 5_000, "{tax:?}");
            }
            for (line, cents) in lines.iter().zip(&sums.lines) {
                let exact = i128::from(line.quantity_hundredths) * i128::from(line.unit_cents);
                prop_assert!((exact - i128::from(*cents) * 100).abs() <= 50);
            }
        }
    }
}
