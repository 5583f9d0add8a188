//! Sums and quantities as people type them, in whole hundredths: never a floating-point number.

/// "1 250,5" is 125 050; two decimals at most, with or without the sign of the euro.
pub fn hundredths(typed: &str) -> Option<i64> {
    let plain: String = typed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '€')
        .map(|c| match c {
            ',' => '.',
            '−' => '-',
            other => other,
        })
        .collect();
    let (sign, digits) = match plain.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, plain.as_str()),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let only_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 12 || decimals.len() > 2 {
        return None;
    }
    if !only_digits(whole) || !only_digits(decimals) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let decimals: i64 = format!("{decimals:0<2}").parse().ok()?;
    Some(sign * (whole * 100 + decimals))
}

/// The same for a sum that cannot be below zero, in cents.
pub fn cents(typed: &str) -> Option<u32> {
    u32::try_from(hundredths(typed)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (typed, expected) in [
            ("480", Some(48_000)),
            ("480,5", Some(48_050)),
            ("1\u{202f}250.50 €", Some(125_050)),
            ("-10", Some(-1_000)),
            ("−0,01", Some(-1)),
            ("", None),
            ("1,234", None),
            ("1e3", None),
            ("12 jours", None),
            ("9999999999999", None),
        ] {
            assert_eq!(hundredths(typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_sum_is_not_below_zero() {
        for (typed, expected) in [
            ("120", Some(12_000)),
            ("99,50", Some(9_950)),
            ("1 250.5 €", Some(125_050)),
            ("", None),
            ("12,345", None),
            ("-5", None),
            ("douze", None),
            ("99999999999", None),
        ] {
            assert_eq!(cents(typed), expected, "{typed}");
        }
    }
}
