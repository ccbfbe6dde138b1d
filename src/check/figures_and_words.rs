//! Words and figures that several rules need: a sum told in figures, texts compared without their form.

use rust_decimal::Decimal;

use crate::diagnostic::Diagnostic;
use crate::ledger::Sum;
use crate::model::Montant;
use crate::model::number::format_french;

/// Most terms told one by one.
const TERMS_MAX: usize = 24;

/// « 90 000 € + 180 000 € = 270 000 € », the terms past a screen counted.
pub(super) fn addition(sum: &Sum) -> String {
    let mut terms: Vec<String> = sum.terms.iter().take(TERMS_MAX).map(|t| t.montant.to_string()).collect();
    let remainder = sum.terms.len().saturating_sub(TERMS_MAX);
    if remainder > 0 {
        terms.push(format!("… ({remainder} autres)"));
    }
    let missing = match sum.missing {
        0 => String::new(),
        1 => " (1 terme sans montant)".to_owned(),
        n => format!(" ({n} termes sans montant)"),
    };
    match terms.as_slice() {
        [_] => format!("{}{missing}", sum.total),
        _ => format!("{} = {}{missing}", terms.join(" + "), sum.total),
    }
}

/// The places of the terms of a sum, each with its amount, after the first place of a finding.
#[must_use]
pub(super) fn show_terms(mut finding: Diagnostic, sum: &Sum) -> Diagnostic {
    for term in sum.terms.iter().take(TERMS_MAX) {
        finding = finding.also(term.span, term.montant.to_string());
    }
    finding
}

/// « ; écart : 10 000 € ».
pub(super) fn gap(printed: Montant, computed: Montant) -> String {
    format!("écart : {}", Montant::rounded((printed.euros() - computed.euros()).abs()).unwrap_or_default())
}

/// A number as French writes it, with the decimals that it has.
pub(super) fn number(n: Decimal) -> String {
    format_french(n.normalize(), None)
}

/// A percentage with at most two decimals.
pub(super) fn percent(n: Decimal) -> String {
    format!("{}\u{a0}%", number(n.round_dp(2)))
}

/// A quotient in per cent; `None` when there is nothing to divide by.
pub(super) fn share(party: Decimal, whole: Decimal) -> Option<Decimal> {
    party.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)
}

/// The beginning of a text, at most some bytes: what a rule looks at around a number is bounded, or one long
/// paragraph would be read as many times as it has numbers.
pub(super) fn start(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|i| text.is_char_boundary(*i));
    text.get(..end.unwrap_or(0)).unwrap_or("")
}

/// The end of a text, at most some bytes.
pub(super) fn end(text: &str, bytes: usize) -> &str {
    let baseline = (text.len().saturating_sub(bytes)..=text.len()).find(|i| text.is_char_boundary(*i));
    baseline.and_then(|d| text.get(d..)).unwrap_or("")
}

/// Letters and figures of a text, small, without accents of form, one blank between words.
pub(super) fn flat(text: &str) -> String {
    let mut output = Vec::with_capacity(text.len());
    let mut remainder = text;
    while let Some((place, c)) = extend_flat(&mut output, remainder) {
        match unaccented(c) {
            Some(letter) => output.push(letter),
            None => c.to_lowercase().for_each(|c| {
                if c.is_alphanumeric() {
                    output.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                } else if output.last().is_some_and(|o| *o != b' ') {
                    output.push(b' ');
                }
            }),
        }
        remainder = remainder.get(place + c.len_utf8()..).unwrap_or("");
    }
    if output.last() == Some(&b' ') {
        output.pop();
    }
    String::from_utf8(output).unwrap_or_default()
}

/// Adds the characters of ASCII that a text starts with; gives the first one that is not, and its place.
fn extend_flat(output: &mut Vec<u8>, text: &str) -> Option<(usize, char)> {
    let mut blank = output.last().is_none_or(|o| *o == b' ');
    for (i, byte) in text.bytes().enumerate() {
        if !byte.is_ascii() {
            return text.get(i..).and_then(|t| t.chars().next()).map(|c| (i, c));
        }
        let flat_byte = if byte.is_ascii_alphanumeric() { byte.to_ascii_lowercase() } else { b' ' };
        if flat_byte != b' ' || !blank {
            output.push(flat_byte);
        }
        blank = flat_byte == b' ';
    }
    None
}

/// Letters of a word as [`flat`] has them, one after the other.
pub(super) fn letters(word: &str) -> impl Iterator<Item = char> {
    word.chars().flat_map(char::to_lowercase).map(without_accent)
}

fn without_accent(c: char) -> char {
    unaccented(c).map_or(c, char::from)
}

/// The plain letter of one that French writes with an accent.
fn unaccented(c: char) -> Option<u8> {
    Some(match c {
        'à' | 'â' | 'ä' | 'À' | 'Â' | 'Ä' => b'a',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => b'e',
        'î' | 'ï' | 'Î' | 'Ï' => b'i',
        'ô' | 'ö' | 'Ô' | 'Ö' => b'o',
        'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => b'u',
        'ç' | 'Ç' => b'c',
        _ => return None,
    })
}

/// How near two texts are, form aside: 0 for nothing in common, 1 for the same words.
pub(super) fn similarity(a: &str, b: &str) -> f64 {
    strsim::normalized_levenshtein(&flat(a), &flat(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_does_not_make_two_texts_differ() {
        assert_eq!(flat("L’Évaluation,  n° 2 !"), "l evaluation n 2");
        assert_eq!(flat(" « ŒUVRE » : ÀÇ·İß "), "œuvre ac i ß");
        assert!(similarity("Nombre d’ETP", "nombre d'étp") > 0.99);
    }
}
