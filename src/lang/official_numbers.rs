//! Numbers that public registers give, and the digits by which they are checked.

/// How long the IBANs of the SEPA countries and of Turkey are (registry of ISO 13616).
const IBAN_LENGTHS: [(&str, usize); 38] = [
    ("AD", 24),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("TR", 26),
    ("VA", 22),
];
/// The length of an IBAN by the two letters of its country, in characters; none for a country that is not known here.
pub fn iban_length(country: &str) -> Option<usize> {
    IBAN_LENGTHS.iter().find(|(known, _)| *known == country).map(|(_, length)| *length)
}

/// Remainder modulo 97, letters being worth 10 to 35 (ISO 7064 MOD 97-10). `None` on any other sign.
pub fn modulo_97<'t>(text: impl IntoIterator<Item = char> + 't) -> Option<u32> {
    text.into_iter().try_fold(0, |remainder: u32, c| {
        let value = c.to_digit(36)?;
        Some((remainder * if value > 9 { 100 } else { 10 } + value) % 97)
    })
}

/// Whether the check digits of an IBAN are right.
pub fn is_valid_iban(iban: &str) -> bool {
    let rotated = iban.chars().skip(4).chain(iban.chars().take(4));
    modulo_97(rotated) == Some(1)
}

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

/// The key of a French account number; letters count as the digit of their column (A and J are 1, S is 2).
pub fn rib_key(bank: &str, branch: &str, account: &str) -> Option<u32> {
    let remainder = |text: &str| {
        text.chars().try_fold(0, |remainder: u32, c| {
            let value = match c.to_digit(36)? {
                v @ ..=9 => v,
                v @ 10..=18 => v - 9,
                v @ 19..=27 => v - 18,
                v => v - 26,
            };
            Some((remainder * 10 + value) % 97)
        })
    };
    let sum = 89 * remainder(bank)? + 15 * remainder(branch)? + 3 * remainder(account)?;
    Some(97 - sum % 97)
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
