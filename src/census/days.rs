//! Days: a document prints them in other words than they are typed.

use crate::model::time::month_number;

/// Words around the days of a period.
const WORDS: [&str; 12] =
    ["début", "fin", "en", "cours", "du", "au", "à", "1er", "an", "ans", "mois", "indéterminée"];

/// Whether a text is a date or a duration and no more: nothing can be cut from it.
pub(super) fn is_date(text: &str) -> bool {
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '/' | '.'));
    text.split_whitespace()
        .all(|word| is_number(word) || WORDS.contains(&word) || month_number(word).is_some())
}

/// Whether a text is made of days in figures: « 01/01/2024 - 31/12/2024 » is printed « du 1er janvier au 31 décembre
/// 2024 ».
pub(super) fn is_in_figures(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_figure = |word: &str| word.chars().all(|c| c.is_ascii_digit() || "-–—/.".contains(c));
    let is_day = |word: &str| is_figure(word) && word.matches(['-', '/', '.']).count() > 1;
    let is_link = |word: &str| ["du", "au", "à", "le", "et"].contains(&word.to_lowercase().as_str());
    match words.as_slice() {
        [alone] => is_figure(alone),
        several => {
            several.iter().any(|word| is_day(word))
                && several.iter().all(|word| is_figure(word) || is_link(word))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_in_figures_is_printed_in_words() {
        for text in
            ["2024-01-01", "01/01/2024 - 31/12/2024", "01/01/2024–31/12/2024", "du 01/01/2024 au 31/12/2024"]
        {
            assert!(is_in_figures(text), "{text}");
        }
        for text in ["", "2 ans", "du 1er mars", "à", "le 12 places", "12 500", "du 12 au 15"] {
            assert!(!is_in_figures(text), "{text}");
        }
    }
}
