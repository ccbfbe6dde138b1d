//! What stands after a number and changes it: « 12 jours et demi », « 1,5 millier », « 12½ ». Such a number is not read;
//! the finding says the figure to write.

use rust_decimal::Decimal;

use crate::lang::flat;
use crate::lang::numbers::{format_plain, read_decimal};
use crate::text::lookalikes::plain_form;

/// Words that multiply the number before them.
const MULTIPLES: [(&str, u64); 11] = [
    ("dizaine", 10),
    ("douzaine", 12),
    ("vingtaine", 20),
    ("trentaine", 30),
    ("cinquantaine", 50),
    ("centaine", 100),
    ("mille", 1_000),
    ("millier", 1_000),
    ("million", 1_000_000),
    ("milliard", 1_000_000_000),
    ("mds", 1_000_000_000),
];

/// Abbreviations that multiply, alone or before the sign of the euro; their case counts.
const ABBREVIATIONS: [(&str, u64); 7] = [
    ("k", 1_000),
    ("K", 1_000),
    ("M", 1_000_000),
    ("Md", 1_000_000_000),
    ("Mds", 1_000_000_000),
    ("Mrd", 1_000_000_000),
    ("MD", 1_000_000_000),
];

/// Fractions of one character, in hundredths when these are exact.
const FRACTIONS: [(char, Option<i64>); 9] = [
    ('½', Some(50)),
    ('¼', Some(25)),
    ('¾', Some(75)),
    ('⅕', Some(20)),
    ('⅖', Some(40)),
    ('⅗', Some(60)),
    ('⅘', Some(80)),
    ('⅓', None),
    ('⅔', None),
];

/// Figures above or below the line: the call of a note, or a power.
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉";

/// What is done to a number, and the unit that is left.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    effect: Effect,
    unit: String,
}

#[derive(Debug, PartialEq, Eq)]
enum Effect {
    Times(u64),
    /// Hundredths, when they are exact.
    Plus(Option<i64>),
    /// A mark that is no part of the number.
    Mark,
}

/// Whether what follows a number changes it.
pub(super) fn changes_number(after: &str) -> bool {
    change(after).is_some()
}

/// The value to write for one whose number is changed by what follows it: « 12,5 jours » for « 12 jours et demi ».
pub(super) fn in_one_number(text: &str) -> Option<String> {
    let text = plain_form(text);
    let is_digit = |c: char| c.is_ascii_digit();
    let (before, rest) = text.split_at_checked(text.find(is_digit)?)?;
    let (digits, after) = rest.split_at_checked(rest.rfind(is_digit)? + 1)?;
    let value = read_decimal(digits).ok()?;
    let Change { effect, unit } = change(after)?;
    let value = match effect {
        Effect::Times(factor) => value.checked_mul(Decimal::from(factor))?,
        Effect::Plus(hundredths) => value.checked_add(Decimal::new(hundredths?, 2))?,
        Effect::Mark => value,
    };
    Some(format!("{before}{} {unit}", format_plain(value.normalize(), None)).trim_end().to_owned())
}

fn change(after: &str) -> Option<Change> {
    multiple(after).or_else(|| fraction(after)).or_else(|| raised(after))
}

fn multiple(after: &str) -> Option<Change> {
    let mut words = after.split_whitespace();
    let first = words.next()?;
    let bare = first.strip_suffix('€').unwrap_or(first);
    let euro = if bare == first { "" } else { "€" };
    let word = flat(bare);
    let singular = word.strip_suffix('s').unwrap_or(&word);
    let named = |name: &str| name == word || name == singular;
    let factor = MULTIPLES
        .iter()
        .find(|(name, _)| named(name))
        .or_else(|| ABBREVIATIONS.iter().find(|(name, _)| *name == bare));
    let (_, factor) = factor?;
    let rest: Vec<&str> = words.collect();
    let rest = rest.join(" ");
    // « milliers de personnes », « millions d’euros »
    let counted = ["de ", "d'", "d’"].iter().find_map(|article| rest.strip_prefix(article));
    Some(Change { effect: Effect::Times(*factor), unit: format!("{euro}{}", counted.unwrap_or(&rest)) })
}

fn fraction(after: &str) -> Option<Change> {
    if let Some((sign, hundredths)) = FRACTIONS.iter().find(|(sign, _)| after.contains(*sign)) {
        let unit = after.replace(*sign, " ");
        let unit: Vec<&str> = unit.split_whitespace().filter(|word| *word != "et").collect();
        return Some(Change { effect: Effect::Plus(*hundredths), unit: unit.join(" ") });
    }
    let words: Vec<&str> = after.split_whitespace().collect();
    let at = words.iter().position(|word| flat(word) == "et")?;
    let (unit, added) = words.split_at_checked(at)?;
    let added: Vec<String> = added.iter().skip(1).map(|word| flat(word)).collect();
    let added: Vec<&str> = added.iter().map(String::as_str).collect();
    let (hundredths, unit_after) = match added.as_slice() {
        ["demi" | "demie", rest @ ..] | ["un", "demi", rest @ ..] | ["une", "demie", rest @ ..] => {
            (50, rest.len())
        }
        ["quart", rest @ ..] | ["un", "quart", rest @ ..] => (25, rest.len()),
        ["trois", "quarts", rest @ ..] => (75, rest.len()),
        _ => return None,
    };
    let last = words.len().checked_sub(unit_after)?;
    let unit: Vec<&str> = unit.iter().chain(words.iter().skip(last)).copied().collect();
    Some(Change { effect: Effect::Plus(Some(hundredths)), unit: unit.join(" ") })
}

/// A figure glued above the number, as the call of a note is: « 12¹ jours ».
fn raised(after: &str) -> Option<Change> {
    let unit = after.trim_start_matches(|c: char| RAISED.contains(c));
    (unit.len() < after.len()).then(|| Change { effect: Effect::Mark, unit: unit.trim().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_a_number_is_told_with_the_figure() {
        for (text, figure) in [
            ("12 jours et demi", "12,5 jours"),
            ("≤ 12 jours et demi", "≤ 12,5 jours"),
            ("2 ans et trois quarts", "2,75 ans"),
            ("12 et demi", "12,5"),
            ("12 et demie heures", "12,5 heures"),
            ("12½ jours", "12,5 jours"),
            ("12 ½ jours", "12,5 jours"),
            ("12 jours ¼", "12,25 jours"),
            ("12¹ jours", "12 jours"),
            ("12¹⁴ jours", "12 jours"),
            ("1,5 k", "1 500"),
            ("1,5k", "1 500"),
            ("1,5 millier", "1 500"),
            ("2 milliers de personnes", "2 000 personnes"),
            ("2 Milliers d’usagers", "2 000 usagers"),
            ("3 dizaines de jours", "30 jours"),
            ("2,5 M€", "2 500 000 €"),
            ("2 millions d'euros", "2 000 000 euros"),
        ] {
            assert_eq!(in_one_number(text).as_deref(), Some(figure), "{text}");
        }
        assert_eq!(in_one_number("12⅓ jours"), None);
    }

    #[test]
    fn a_unit_changes_nothing() {
        for unit in
            ["", "jours", "m²", "kg", "km", "€", "demi-journées", "jours et nuits", "%", "mois", "Maisons"]
        {
            assert!(!changes_number(unit), "{unit}");
        }
    }
}
