//! Numbers that are nearly the same: one digit changed, two swapped, one forgotten.

use rust_decimal::Decimal;

/// How two numbers written in digits nearly match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NearMiss {
    /// One digit differs.
    Substitution,
    /// Two adjacent digits are swapped.
    Transposition,
    /// One has an extra digit.
    Omission,
}

impl NearMiss {
    /// In words, for a message.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Substitution => "un seul chiffre les distingue",
            Self::Transposition => "deux chiffres y sont intervertis",
            Self::Omission => "un chiffre y manque ou y est en trop",
        }
    }
}

/// How two numbers written in digits nearly match; `None` when they are equal or not near.
pub(crate) fn near_miss(a: &str, b: &str) -> Option<NearMiss> {
    let (short, long) =
        if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    let prefix = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let suffix = short.iter().rev().zip(long.iter().rev()).take_while(|(x, y)| x == y).count();
    match long.len().checked_sub(short.len())? {
        1 if prefix + suffix >= short.len() => Some(NearMiss::Omission),
        0 if short == long => None,
        0 if prefix + suffix + 1 >= long.len() => Some(NearMiss::Substitution),
        0 if prefix + suffix + 2 == long.len()
            && short.get(prefix) == long.get(prefix + 1)
            && short.get(prefix + 1) == long.get(prefix) =>
        {
            Some(NearMiss::Transposition)
        }
        _ => None,
    }
}

/// The digits of a number rounded to `decimals`, and how many of them are significant.
pub(crate) fn digits(n: Decimal, decimals: u32) -> (String, usize) {
    let mut n = n.abs();
    n.rescale(decimals);
    let text: String = n.to_string().chars().filter(char::is_ascii_digit).collect();
    let text = text.trim_start_matches('0').to_owned();
    let significant = text.trim_end_matches('0').len();
    (text, significant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_numbers_are_told_apart() {
        for (a, b, gap) in [
            ("446810", "446810", None),
            ("446810", "446910", Some(NearMiss::Substitution)),
            ("446810", "464810", Some(NearMiss::Transposition)),
            ("446810", "44810", Some(NearMiss::Omission)),
            ("446810", "446101", None),
            ("446810", "546910", None),
        ] {
            assert_eq!(near_miss(a, b), gap, "{a} {b}");
        }
    }
}
