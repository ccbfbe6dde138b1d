//! Numbers that are nearly the same: one digit changed, two swapped, one forgotten.

use rust_decimal::Decimal;

/// How a number became another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// One digit is not the same.
    KeyNumber,
    /// Two neighbouring digits are swapped.
    Inversion,
    /// One has a digit that the other has not.
    Omission,
}

impl Gap {
    /// In words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::KeyNumber => "un seul chiffre les distingue",
            Self::Inversion => "deux chiffres y sont intervertis",
            Self::Omission => "un chiffre y manque ou y est en trop",
        }
    }
}

/// How two numbers written in digits are nearly the same; `None` when they are the same, or not near.
pub(crate) fn neighbors(a: &str, b: &str) -> Option<Gap> {
    let (short, long) =
        if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    let start = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let end = short.iter().rev().zip(long.iter().rev()).take_while(|(x, y)| x == y).count();
    match long.len().checked_sub(short.len())? {
        1 if start + end >= short.len() => Some(Gap::Omission),
        0 if short == long => None,
        0 if start + end + 1 >= long.len() => Some(Gap::KeyNumber),
        0 if start + end + 2 == long.len()
            && short.get(start) == long.get(start + 1)
            && short.get(start + 1) == long.get(start) =>
        {
            Some(Gap::Inversion)
        }
        _ => None,
    }
}

/// The digits of a number, a comma aside, and how many of them tell something.
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
            ("446810", "446910", Some(Gap::KeyNumber)),
            ("446810", "464810", Some(Gap::Inversion)),
            ("446810", "44810", Some(Gap::Omission)),
            ("446810", "446101", None),
            ("446810", "546910", None),
        ] {
            assert_eq!(neighbors(a, b), gap, "{a} {b}");
        }
    }
}
