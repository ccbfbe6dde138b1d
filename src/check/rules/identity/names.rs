//! What the rules on the identity of the parties share: places of characters, keys of numbers, words of texts.

use std::borrow::Cow;
use std::ops::Range;

use crate::check::Context;
use crate::lang::flat;
use crate::model::Passage;
use crate::text::{FileId, Span, words_and_numbers};

/// The place of some bytes of a field, when the field was written plainly.
pub(crate) fn excerpt(c: &Context<'_>, span: Span, bytes: &Range<usize>) -> Span {
    c.dossier.passages.iter().find(|p| p.span == span).map_or(span, |p| p.span_of(bytes))
}

/// Where a file says a text, from a byte on: fields whose place the model does not keep.
pub(crate) fn field(c: &Context<'_>, file: FileId, since: usize, text: &str) -> Option<Span> {
    c.passages_of(file).find(|p| p.span.start >= since && p.text == text).map(|p| p.span)
}

/// The file that tells who signs.
pub(crate) fn organisation(c: &Context<'_>) -> FileId {
    c.dossier.organisation.departement.siren.span.file
}

/// Letters and figures of a number, capitals, without what only makes it readable.
pub(crate) fn compact(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
}

/// Remainder by 97 of a text whose letters are worth 10 to 35 (ISO 7064); `None` when another sign is there.
pub(crate) fn modulo_97<'t>(text: impl IntoIterator<Item = char> + 't) -> Option<u32> {
    text.into_iter().try_fold(0, |remainder: u32, c| {
        let value = c.to_digit(36)?;
        Some((remainder * if value > 9 { 100 } else { 10 } + value) % 97)
    })
}

/// Whether an IBAN has the key that its other characters want.
pub(crate) fn is_valid_iban(iban: &str) -> bool {
    let rotated = iban.chars().skip(4).chain(iban.chars().take(4));
    modulo_97(rotated) == Some(1)
}

/// The parts of a French account: bank, branch, account, key. `None` for an account of another country.
pub(crate) fn rib(iban: &str) -> Option<[(&str, Range<usize>); 4]> {
    if iban.len() != 27 || !(iban.starts_with("FR") || iban.starts_with("MC")) {
        return None;
    }
    let party = |bytes: Range<usize>| iban.get(bytes.clone()).map(|text| (text, bytes));
    Some([party(4..9)?, party(9..14)?, party(14..25)?, party(25..27)?])
}

/// The key of a French account: letters are worth the figure of their column (A, J and S are 1…).
pub(crate) fn rib_key(bank: &str, branch: &str, count: &str) -> Option<u32> {
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
    let sum = 89 * remainder(bank)? + 15 * remainder(branch)? + 3 * remainder(count)?;
    Some(97 - sum % 97)
}

/// Sum of Luhn of figures: a multiple of ten when the last one is their key.
pub(crate) fn luhn(digits: &str) -> u32 {
    digits.bytes().rev().filter(u8::is_ascii_digit).map(|b| u32::from(b - b'0')).zip(0u32..).fold(
        0,
        |sum, (digit, index)| {
            let double = if index % 2 == 1 { digit * 2 } else { digit };
            sum + if double > 9 { double - 9 } else { double }
        },
    )
}

/// The parts of the number of a sent act: département, SIREN, day, number of the author, nature.
#[derive(Debug)]
pub(crate) struct Act<'n> {
    /// Three characters.
    pub(crate) departement: (&'n str, Range<usize>),
    /// Nine figures.
    pub(crate) siren: (&'n str, Range<usize>),
    /// Year, month and day, eight figures.
    pub(crate) day: (&'n str, Range<usize>),
    /// What the author calls it.
    pub(crate) internal: (&'n str, Range<usize>),
    /// Two letters.
    pub(crate) kind: (&'n str, Range<usize>),
}

/// Cuts the number of an act at its hyphens.
pub(crate) fn act(number: &str) -> Option<Act<'_>> {
    let mut start = 0;
    let mut parties = number.split('-').map(|text| {
        let bytes = start..start + text.len();
        start = bytes.end + 1;
        (text, bytes)
    });
    let act = Act {
        departement: parties.next()?,
        siren: parties.next()?,
        day: parties.next()?,
        internal: parties.next()?,
        kind: parties.next()?,
    };
    parties.next().is_none().then_some(act)
}

/// The three characters by which acts name a département: « 077 », « 02A », « 974 ».
pub(crate) fn long_code(code: &str) -> String {
    format!("{:0>3}", compact(code))
}

/// A word of a text.
#[derive(Debug)]
pub(crate) struct Word<'t> {
    /// As written.
    pub(crate) raw: &'t str,
    /// Its bytes.
    pub(crate) bytes: Range<usize>,
}

impl<'t> Word<'t> {
    /// Small, without accents: as it is, most often.
    pub(crate) fn flat(&self) -> Cow<'t, str> {
        if self.raw.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
            Cow::Borrowed(self.raw)
        } else {
            Cow::Owned(flat(self.raw))
        }
    }
}

/// The words of a text: runs of letters and figures.
pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    words_and_numbers(text).map(|(start, raw)| Word { raw, bytes: start..start + raw.len() }).collect()
}

/// The passages of the articles and of the fiches, headers included.
pub(crate) fn body<'d>(c: &Context<'d>) -> impl Iterator<Item = &'d Passage> {
    let articles = c.dossier.articles.iter().map(|a| a.span.file);
    let files: std::collections::BTreeSet<FileId> = articles.chain(c.fiches().map(|f| f.span.file)).collect();
    c.dossier.passages.iter().filter(move |p| files.contains(&p.file()))
}

/// The functions of those who sign, for a man and for a woman.
pub(crate) const OFFICES: [(&str, &str); 2] = [("Préfet", "Préfète"), ("Président", "Présidente")];

/// The word of a function in a quality: its form for a man, the one written, the one not written.
pub(crate) fn office(title_held: &str) -> Option<(&'static str, &'static str, &'static str)> {
    words(title_held).iter().find_map(|word| {
        OFFICES.into_iter().find_map(|(masculine, feminine)| match () {
            () if word.flat() == flat(masculine) => Some((masculine, masculine, feminine)),
            () if word.flat() == flat(feminine) => Some((masculine, feminine, masculine)),
            () => None,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_published_examples() {
        assert!(is_valid_iban("FR1420041010050500013M02606"));
        assert!(!is_valid_iban("FR1420041010050500013M02607"));
        assert_eq!(rib_key("20041", "01005", "0500013M026"), Some(6));
        assert_eq!(luhn("732829320"), 40);
        assert_eq!(luhn("732829321") % 10, 1);
    }

    #[test]
    fn words_keep_their_places() {
        let text = "L’Île-de-France, 77";
        let scanned = words(text);
        assert_eq!(scanned.iter().map(|m| m.flat()).collect::<Vec<_>>(), ["l", "ile", "de", "france", "77"]);
        assert!(scanned.iter().all(|m| text.get(m.bytes.clone()) == Some(m.raw)));
    }
}
