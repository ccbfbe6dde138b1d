//! Texts compared without their form: case, accents, punctuation and blanks.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use crate::text::lookalikes::plain_character;

/// The letters and digits of a text in lower case without accents, one blank between words: « L’Évaluation, n° 2 »
/// is `l evaluation n 2`. Accents typed as separate characters fold as well; `œ` stays one letter.
pub fn flat(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    for character in text.chars() {
        // Most letters are ASCII: keep them away from the tables of Unicode.
        if character.is_ascii_alphanumeric() {
            output.push(character.to_ascii_lowercase());
        } else if character.is_ascii() || is_french_sign(character) {
            close_word(&mut output);
        } else {
            // U+02BC is an apostrophe that Unicode counts among letters.
            fold(character, |letter| match letter.is_alphanumeric() && letter != 'ʼ' {
                true => output.push(letter),
                false => close_word(&mut output),
            });
        }
    }
    output.truncate(output.trim_end().len());
    output
}

fn close_word(output: &mut String) {
    if !output.is_empty() && !output.ends_with(' ') {
        output.push(' ');
    }
}

/// The letters of one word as [`flat`] has them; signs inside the word stay.
pub fn letters(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter_map(first_letter)
}

/// A character in lower case without its accents; none for an accent typed apart.
fn first_letter(character: char) -> Option<char> {
    let mut first = None;
    fold(character, |letter| first = first.or(Some(letter)));
    first
}

/// Emits a character in lower case without its accents.
fn fold(character: char, mut emit: impl FnMut(char)) {
    if character.is_ascii() {
        return emit(character.to_ascii_lowercase());
    }
    if let Some(letter) = french(character) {
        return emit(letter);
    }
    decompose_canonical(character, |part| {
        if !is_combining_mark(part) {
            part.to_lowercase().for_each(&mut emit);
        }
    });
}

/// The signs and blanks of French beside those of ASCII.
fn is_french_sign(character: char) -> bool {
    matches!(character, '’' | '«' | '»' | '–' | '—' | '…' | '€' | '°' | '\u{a0}' | '\u{202f}')
}

/// A character of French in lower case without its accent: most texts need no table of Unicode.
fn french(character: char) -> Option<char> {
    Some(match character {
        sign if is_french_sign(sign) => sign,
        'à' | 'â' | 'ä' | 'À' | 'Â' | 'Ä' => 'a',
        'ç' | 'Ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => 'e',
        'î' | 'ï' | 'Î' | 'Ï' => 'i',
        'ô' | 'ö' | 'Ô' | 'Ö' => 'o',
        'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => 'u',
        'œ' | 'Œ' => 'œ',
        _ => return None,
    })
}

/// A text as a pattern reads it: in lower case, with ordinary blanks, apostrophes and hyphens. Accents stay, and each byte
/// leads back to the text.
#[derive(Debug)]
pub struct PlainText<'t> {
    text: Cow<'t, str>,
    /// Where letters stop being as long as those that they stand for: a byte here, and the same in the text.
    anchors: Vec<(usize, usize)>,
}

impl<'t> PlainText<'t> {
    /// The plain form of a text.
    pub fn of(text: &'t str) -> Self {
        if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
            return Self { text: Cow::Borrowed(text), anchors: Vec::new() };
        }
        let (mut plain, mut anchors) = (String::with_capacity(text.len()), Vec::new());
        for (place, letter) in text.char_indices() {
            let start = plain.len();
            plain.extend(plain_character(letter).to_lowercase());
            if plain.len() - start != letter.len_utf8() {
                anchors.push((plain.len(), place + letter.len_utf8()));
            }
        }
        Self { text: Cow::Owned(plain), anchors }
    }

    /// What a pattern runs on.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The bytes of the text that some of its bytes stand for.
    pub fn written(&self, bytes: &Range<usize>) -> Range<usize> {
        let place = |byte: usize| {
            let passed = self.anchors.partition_point(|(here, _)| *here <= byte);
            let last = passed.checked_sub(1).and_then(|last| self.anchors.get(last));
            last.map_or(byte, |(here, written)| written + (byte - here))
        };
        place(bytes.start)..place(bytes.end)
    }
}

/// Whether two labels are the same but for case, accents and the form in which they were typed; signs count.
pub fn same_label(a: &str, b: &str) -> bool {
    // Most labels differ by their first letters: nothing is written down to see it.
    a == b || letters_of_label(a).eq(letters_of_label(b))
}

/// The letters and signs that count in a label, one blank between words and none around.
fn letters_of_label(label: &str) -> impl Iterator<Item = char> {
    label.split_whitespace().enumerate().flat_map(|(rank, word)| {
        let blank = (rank > 0).then_some(' ');
        blank.into_iter().chain(word.chars().map(plain_character).filter_map(first_letter))
    })
}

/// How close two texts are once folded: 0 for nothing in common, 1 for the same words.
pub fn similarity(a: &str, b: &str) -> f64 {
    strsim::normalized_levenshtein(&flat(a), &flat(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_without_a_table_is_what_the_table_says() {
        for character in ('\u{80}'..='\u{ffff}').filter(|c| french(*c).is_some()) {
            let mut told = String::new();
            decompose_canonical(character, |part| {
                if !is_combining_mark(part) {
                    told.extend(part.to_lowercase());
                }
            });
            assert_eq!(french(character).map(String::from), Some(told));
        }
    }

    #[test]
    fn a_plain_text_leads_back_to_what_is_written() {
        let text = "« L’ÉTAT\u{a0}» porte\u{202f}en annexe, İl est joint ci‑après";
        let plain = PlainText::of(text);
        for (sought, written) in [
            ("l'état", "L’ÉTAT"),
            ("porte en annexe", "porte\u{202f}en annexe"),
            ("ci-après", "ci‑après"),
            ("est joint", "est joint"),
        ] {
            let start = plain.as_str().find(sought).unwrap();
            assert_eq!(text.get(plain.written(&(start..start + sought.len()))), Some(written));
        }
        assert_eq!(PlainText::of("mot").written(&(1..3)), 1..3);
    }

    #[test]
    fn form_does_not_make_two_texts_differ() {
        assert_eq!(flat("L’Évaluation,  n° 2 !"), "l evaluation n 2");
        assert_eq!(flat(" « ŒUVRE » : ÀÇ·İß "), "œuvre ac iß");
        assert_eq!(flat("e\u{301}te\u{301}"), flat("été"));
        assert_eq!(flat("lʼaction"), flat("l'action"));
        assert_eq!(letters("État-Civil").collect::<String>(), "etat-civil");
        assert!(same_label(" Nombre\u{a0} d’ÉTP", "nombre d'e\u{301}tp"));
        assert!(!same_label("Nombre d'ETP", "Nombre d'ETP 2"));
        assert!(similarity("Nombre d’ETP", "nombre d'étp") > 0.99);
    }
}
