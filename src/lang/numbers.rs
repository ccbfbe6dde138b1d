//! Numbers as the French write them: decimal comma, digits grouped by three, small ones in letters.

use std::str::FromStr;

use rust_decimal::Decimal;

pub use super::decimals::{NumberError, read_decimal, read_fraction};

/// Narrow no-break space, which groups digits.
pub const THIN_SPACE: char = '\u{202f}';

/// Numbers from two that texts write in letters. « Un » is left out: most often it is an article.
pub const NUMBER_WORDS: [&str; 15] = [
    "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize",
];

/// The number that a word writes, case aside: « un », « une », or a word of [`NUMBER_WORDS`].
pub fn number_in_letters(word: &str) -> Option<u8> {
    let word = word.to_lowercase();
    if matches!(word.as_str(), "un" | "une") {
        return Some(1);
    }
    NUMBER_WORDS.iter().zip(2..).find(|(known, _)| **known == word).map(|(_, number)| number)
}

/// A count written in letters (« trois », « vingt-deux ») or in digits, without any grouping.
pub fn read_count<N: From<u8> + FromStr>(word: &str) -> Option<N> {
    let in_letters = || super::spelled::read_spelled(word).and_then(|number| number.to_string().parse().ok());
    number_in_letters(word).map(N::from).or_else(|| word.parse().ok()).or_else(in_letters)
}

/// Years that a text may mean: digits outside of them number something else.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2200;

/// A text that is a year and nothing else.
pub fn read_year(text: &str) -> Option<u16> {
    let text = text.trim();
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|year| digits && YEARS.contains(year))
}

/// The years among the runs of four digits of a text, in order.
pub fn years(text: &str) -> impl Iterator<Item = u16> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4).filter_map(read_year)
}

/// Writes a number: `1 604 636`, `39,5`; with a number of decimals, or those that it has.
pub fn format_french(value: Decimal, decimals: Option<u32>) -> String {
    let (sign, integer_part, fraction) = printed_parts(value, decimals);
    if fraction.is_empty() {
        format!("{sign}{integer_part}")
    } else {
        format!("{sign}{integer_part},{fraction}")
    }
}

/// Writes a number for a message: as [`format_french`], with the ordinary spaces that people type, so that a search for
/// what was copied finds it.
pub fn format_plain(value: Decimal, decimals: Option<u32>) -> String {
    format_french(value, decimals).replace(THIN_SPACE, " ")
}

/// Sign, grouped digits before the comma, digits after it.
pub fn printed_parts(value: Decimal, decimals: Option<u32>) -> (&'static str, String, String) {
    let rounded = match decimals {
        Some(n) => {
            let mut v = value.round_dp_with_strategy(n, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
            v.rescale(n);
            v
        }
        None => value,
    };
    let text = rounded.abs().to_string();
    let (integer_part, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut groups = String::new();
    for (i, digit) in integer_part.chars().enumerate() {
        if i > 0 && (integer_part.len() - i).is_multiple_of(3) {
            groups.push(THIN_SPACE);
        }
        groups.push(digit);
    }
    let sign = if rounded.is_sign_negative() && !rounded.is_zero() { "−" } else { "" };
    (sign, groups, fraction.to_owned())
}

/// A percentage with a number of decimals, computed: « 32,2 % ». `None` of a zero total.
pub fn share(part: Decimal, total: Decimal, decimals: u32) -> Option<String> {
    let rate = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(total)?;
    Some(format!("{}\u{a0}%", format_french(rate, Some(decimals))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_and_years_are_read() {
        assert_eq!(
            ["Une", "seize", "17", "dix-sept"].map(read_count),
            [Some(1_u16), Some(16), Some(17), Some(17)]
        );
        assert_eq!(number_in_letters("2"), None);
        assert_eq!([" 2022", "+2022", "1789"].map(read_year), [Some(2022), None, None]);
        assert_eq!(years("2021-2022, n° 20233, 0045").collect::<Vec<_>>(), [2021, 2022]);
    }

    #[test]
    fn digits_are_grouped_by_three() {
        assert_eq!(format_french(Decimal::new(160_463_600, 2), Some(0)), "1\u{202f}604\u{202f}636");
        assert_eq!(format_french(Decimal::new(395, 1), None), "39,5");
        assert_eq!(format_french(Decimal::new(-1250, 2), Some(2)), "−12,50");
        assert_eq!(format_french(Decimal::new(999, 0), None), "999");
        assert_eq!(format_french(Decimal::new(-1, 3), Some(2)), "0,00");
        assert_eq!(share(Decimal::from(463), Decimal::from(950), 0).unwrap(), "49\u{a0}%");
        assert_eq!(share(Decimal::ONE, Decimal::ZERO, 0), None);
    }
}
