//! Letters typed for the figures that they look like: « 1O 000 € », « l5 000 € ». Such a number is not read; the finding
//! names the letter.

use super::reader::Reader;
use crate::diagnostic::Diagnostic;
use crate::text::{Span, Spanned};

/// Letters, each with the figure that it looks like.
const LETTERS: [(char, char); 9] = [
    ('O', '0'),
    ('o', '0'),
    ('Q', '0'),
    ('l', '1'),
    ('I', '1'),
    ('|', '1'),
    ('Z', '2'),
    ('S', '5'),
    ('B', '8'),
];

/// A letter that is typed for a figure.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LetterForDigit {
    letter: char,
    digit: char,
    /// Its first byte in the text.
    place: usize,
    /// The text with the figures.
    meant: String,
}

/// The first letter of a text that is typed for a figure, when the text is then a number: some of its figures are there.
pub(super) fn in_figures_alone(text: &str, is_number: impl Fn(&str) -> bool) -> Option<LetterForDigit> {
    // What follows the last figure and a blank is a unit.
    let unit = text.rfind('€').or_else(|| text.to_lowercase().rfind("eur")).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(unit)?;
    let digit_of = |letter: char| LETTERS.iter().find(|(typed, _)| *typed == letter).map(|(_, digit)| *digit);
    let mut found = number.char_indices().filter_map(|(place, c)| Some((place, c, digit_of(c)?)));
    let (place, letter, digit) = found.next()?;
    let count = 1 + found.count();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let meant: String = number.chars().map(|c| digit_of(c).unwrap_or(c)).collect();
    let meant = format!("{meant}{unit}");
    (digits >= count.min(2) && digits > 0 && is_number(&meant)).then_some(LetterForDigit {
        letter,
        digit,
        place,
        meant,
    })
}

impl LetterForDigit {
    /// What is wrong: « « O » est la lettre, et non le chiffre 0 ».
    pub(super) fn why(&self) -> String {
        let kind = if self.letter.is_alphabetic() { "la lettre" } else { "le signe" };
        format!("« {} » est {kind}, et non le chiffre {}", self.letter, self.digit)
    }

    /// What to write.
    pub(super) fn advice(&self) -> String {
        format!("écrire « {} » si c’est ce nombre", self.meant)
    }

    /// The letter itself.
    pub(super) fn letter(&self) -> char {
        self.letter
    }
}

impl Reader<'_> {
    /// Tells the letter typed for a figure in a number; says whether there is one.
    pub(super) fn tells_letter(
        &mut self,
        code: &'static str,
        word: &Spanned<String>,
        is_number: impl Fn(&str) -> bool,
    ) -> bool {
        let Some(found) = in_figures_alone(&word.value, is_number) else { return false };
        // In quotes, the text begins after them.
        let start = self.sources.text(word.span).find(word.value.as_str());
        let span = start.map_or(word.span, |start| {
            let start = word.span.start + start + found.place;
            Span { start, end: start + found.letter.len_utf8(), ..word.span }
        });
        let message = format!("« {} » : {}", word.value, found.why());
        self.say(Diagnostic::error(code, span, message).help(found.advice()));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Montant;

    #[test]
    fn a_letter_that_looks_like_a_figure_is_named() {
        let found = |text: &str| {
            let is_amount = |text: &str| Montant::read(text).is_ok();
            in_figures_alone(text, is_amount).map(|found| (found.letter, found.place, found.meant))
        };
        for (text, letter, place, meant) in [
            ("1O 000 €", 'O', 1, "10 000 €"),
            ("l5 000 €", 'l', 0, "15 000 €"),
            ("I2 000", 'I', 0, "12 000"),
            ("12 S00 €", 'S', 3, "12 500 €"),
            ("1 0oo euros", 'o', 3, "1 000 euros"),
            ("B0 000,5O €", 'B', 0, "80 000,50 €"),
        ] {
            assert_eq!(found(text), Some((letter, place, meant.to_owned())), "{text}");
        }
        for text in ["SOI €", "O", "10 000 €", "selon 2 lots", "10 B €x", "Il", ""] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
