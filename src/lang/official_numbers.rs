//! Numbers that public registers give, and the digits by which they are checked.

/// A number in capitals without blanks.
pub fn compact(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// Luhn sum of digits: a multiple of ten when the check digit is right.
pub fn luhn(digits: &str) -> u32 {
    digits.bytes().rev().filter(u8::is_ascii_digit).map(|b| u32::from(b - b'0')).zip(0u32..).fold(
        0,
        |sum, (digit, index)| {
            let double = if index % 2 == 1 { digit * 2 } else { digit };
            sum + if double > 9 { double - 9 } else { double }
        },
    )
}

/// The nine digits of a SIREN, blanks and points aside; none when its key is wrong.
pub fn siren(number: &str) -> Option<String> {
    let digits: String = compact(number).chars().filter(|c| *c != '.').collect();
    let is_right = digits.len() == 9 && digits.bytes().all(|b| b.is_ascii_digit());
    (is_right && luhn(&digits).is_multiple_of(10)).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_digit_is_seen() {
        assert_eq!(luhn("732829320"), 40);
        assert_eq!(luhn("732829321") % 10, 1);
        assert_eq!(siren("732 829 320").as_deref(), Some("732829320"));
        for wrong in ["732829321", "73282932", "7328293200", "73282932O", "", "٧٣٢٨٢٩٣٢٠"] {
            assert_eq!(siren(wrong), None, "{wrong}");
        }
    }
}
