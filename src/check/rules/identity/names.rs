//! Shared by the rules on identity: places of fields, keys of account and company numbers, words.

use std::borrow::Cow;
use std::ops::Range;

use crate::check::Context;
pub(crate) use crate::lang::departements::long_code;
use crate::lang::flat;
pub(crate) use crate::lang::official_numbers::{
    compact, iban_length, is_valid_iban, luhn, modulo_97, rib_key,
};
use crate::model::Passage;
use crate::model::parties::Signatory;
use crate::text::{FileId, Span, words_and_numbers};

/// Place of some bytes of a field; the whole field when its passage is not kept.
pub(crate) fn excerpt(context: &Context<'_>, span: Span, bytes: &Range<usize>) -> Span {
    context.dossier.passages.iter().find(|p| p.span == span).map_or(span, |p| p.span_of(bytes))
}

/// Parts of the RIB inside a French IBAN: bank, branch, account, key. `None` for another country.
pub(crate) fn rib(iban: &str) -> Option<[(&str, Range<usize>); 4]> {
    if iban.len() != 27 || !(iban.starts_with("FR") || iban.starts_with("MC")) {
        return None;
    }
    let part = |bytes: Range<usize>| iban.get(bytes.clone()).map(|text| (text, bytes));
    Some([part(4..9)?, part(9..14)?, part(14..25)?, part(25..27)?])
}

/// A word and its place.
#[derive(Debug)]
pub(crate) struct Word<'t> {
    /// As written.
    pub(crate) raw: &'t str,
    /// Its bytes.
    pub(crate) bytes: Range<usize>,
}

impl<'t> Word<'t> {
    /// The folded word, borrowed when it is so already.
    pub(crate) fn flat(&self) -> Cow<'t, str> {
        if self.raw.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
            Cow::Borrowed(self.raw)
        } else {
            Cow::Owned(flat(self.raw))
        }
    }
}

/// The words of a text: runs of letters and digits.
pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    words_and_numbers(text).map(|(start, raw)| Word { raw, bytes: start..start + raw.len() }).collect()
}

/// The passages of the articles and of the fiches, headers included.
pub(crate) fn body<'d>(context: &Context<'d>) -> impl Iterator<Item = &'d Passage> {
    let articles = context.dossier.articles.iter().map(|a| a.span.file);
    let files: std::collections::BTreeSet<FileId> =
        articles.chain(context.fiches().map(|f| f.span.file)).collect();
    context.dossier.passages.iter().filter(move |p| files.contains(&p.file()))
}

/// Those who sign, party by party.
pub(crate) fn signatories<'d>(context: &Context<'d>) -> impl Iterator<Item = &'d Signatory> {
    context.dossier.convention.parties.iter().flat_map(|party| &party.signatories)
}

/// Offices of the signatories, masculine and feminine.
pub(crate) const OFFICES: [(&str, &str); 2] = [("Préfet", "Préfète"), ("Président", "Présidente")];

/// The office that a title names: masculine form, form written, other form.
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
    }

    #[test]
    fn words_keep_their_places() {
        let text = "L’Île-de-France, 77";
        let scanned = words(text);
        assert_eq!(scanned.iter().map(|m| m.flat()).collect::<Vec<_>>(), ["l", "ile", "de", "france", "77"]);
        assert!(scanned.iter().all(|m| text.get(m.bytes.clone()) == Some(m.raw)));
    }
}
