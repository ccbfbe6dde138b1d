//! Numbers as prose writes them: digits grouped by three, letters, « une quinzaine », « 3,4 millions », a number given
//! twice, and ranges.

use std::ops::Range;

use rust_decimal::Decimal;

use super::letters;
use super::said::SaidNumber;
use super::tokens::Tokens;
use crate::lang::decimals::{NumberError, read_decimal, read_fraction};

/// A number and the tokens that write it.
#[derive(Debug, Clone)]
pub(super) struct Numeral {
    pub tokens: Range<usize>,
    pub number: SaidNumber,
    /// The same number in letters, when it is in digits too.
    pub in_words: Option<Decimal>,
    /// « Une quinzaine ».
    pub is_about: bool,
    /// Whether thousands, millions or milliards are in letters.
    pub is_rounded: bool,
    /// « Un », « une »: most often an article.
    pub is_article: bool,
    /// Whether it is in letters only.
    pub is_letters: bool,
    /// Digits that are not read, as three after a comma, when the number may still be a percentage.
    pub error: Option<NumberError>,
}

impl Numeral {
    fn new(tokens: Range<usize>, value: Decimal) -> Self {
        Self {
            tokens,
            number: SaidNumber { low: value, high: None },
            in_words: None,
            is_about: false,
            is_rounded: false,
            is_article: false,
            is_letters: false,
            error: None,
        }
    }
}

/// The number at a place, with its double in brackets and its words of scale; not the other end of a range.
pub(super) fn numeral(tokens: &Tokens<'_>, at: usize) -> Option<Numeral> {
    let mut first = simple(tokens, at)?;
    scale(tokens, &mut first);
    // « trois cents (300) », « 300 (trois cents) »; the unit may stand inside.
    let end = first.tokens.end;
    if tokens.word(end) == "("
        && let Some(mut other) = simple(tokens, end + 1)
        && other.is_letters != first.is_letters
    {
        scale(tokens, &mut other);
        if tokens.word(other.tokens.end) == ")" {
            let in_words = if first.is_letters { first.number.low } else { other.number.low };
            first.tokens.end = other.tokens.end + 1;
            first.number = if first.is_letters { other.number } else { first.number };
            first.error = first.error.or(other.error);
            first.in_words = Some(in_words);
            first.is_article = false;
        }
    }
    Some(first)
}

/// The number in letters between brackets at a place, with its unit: « (cent douze mille euros) ».
pub(super) fn repeated(tokens: &Tokens<'_>, at: usize, units: &[&str]) -> Option<(Decimal, usize)> {
    if tokens.word(at) != "(" {
        return None;
    }
    let mut inside = simple(tokens, at + 1)?;
    scale(tokens, &mut inside);
    let mut end = inside.tokens.end;
    if matches!(tokens.word(end), "d'" | "de") {
        end += 1;
    }
    if units.contains(&tokens.word(end)) {
        end += 1;
    }
    (inside.is_letters && tokens.word(end) == ")").then_some((inside.number.low, end + 1))
}

fn simple(tokens: &Tokens<'_>, at: usize) -> Option<Numeral> {
    if tokens.is_digits(at) { digits(tokens, at) } else { in_letters(tokens, at) }
}

/// Digits with their groups and their decimals.
fn digits(tokens: &Tokens<'_>, at: usize) -> Option<Numeral> {
    let first = tokens.word(at);
    let mut end = at + 1;
    let mut is_grouped = false;
    let mut is_broken = false;
    loop {
        let next = tokens.word(end);
        if tokens.is_digits(end) && !tokens.is_glued(end) && end > at {
            // « 2022 350 personnes » is a year, then a number.
            if first.len() > 3 && !is_grouped {
                break;
            }
            let is_decimal = end >= at + 2 && matches!(tokens.before(end - 1), "," | ".");
            is_broken |= next.len() != 3 || is_decimal;
            is_grouped = true;
            end += 1;
        } else if matches!(next, "," | "." | "'")
            && tokens.is_glued(end)
            && tokens.is_digits(end + 1)
            && tokens.is_glued(end + 1)
        {
            end += 2;
        } else {
            break;
        }
    }
    let range = at..end;
    let is_tampered = range.clone().any(|place| tokens.at(place).is_some_and(|token| token.is_tampered));
    let written = tokens.written(&range);
    let mut read = if is_broken { Err(NumberError::Groups) } else { read_decimal(written) };
    if is_tampered {
        // An unseen sign after the last digit is not in the bytes.
        read = read_decimal(written);
    }
    if first.len() > 1 && first.starts_with('0') {
        return Some(Numeral { error: Some(NumberError::Unreadable), ..Numeral::new(range, Decimal::ZERO) });
    }
    match read {
        Ok(value) => Some(Numeral::new(range, value)),
        Err(error) => {
            let value = read_fraction(written).unwrap_or_default();
            Some(Numeral { error: Some(error), ..Numeral::new(range, value) })
        }
    }
}

/// Whether a word is one of those of numbers.
pub(super) fn is_number_word(word: &str) -> bool {
    letters::small(word).is_some() || matches!(word, "cent" | "cents" | "mille")
}

/// « Une quinzaine » and its like.
fn collective(word: &str) -> Option<u16> {
    Some(match word.strip_suffix('s').unwrap_or(word) {
        "huitaine" => 8,
        "dizaine" => 10,
        "douzaine" => 12,
        "quinzaine" => 15,
        "vingtaine" => 20,
        "trentaine" => 30,
        "quarantaine" => 40,
        "cinquantaine" => 50,
        "soixantaine" => 60,
        "centaine" => 100,
        "millier" => 1000,
        _ => return None,
    })
}

/// A number in letters: « cent douze mille », « quatre-vingt-dix », « deux millions ».
fn in_letters(tokens: &Tokens<'_>, at: usize) -> Option<Numeral> {
    // « pour cent » is a unit; a number glued to a word is a part of it.
    let word = tokens.word(at);
    if !is_number_word(word) {
        return None;
    }
    if tokens.before(at) == "pour" && word == "cent" || tokens.is_glued(at) && tokens.before(at) == "-" {
        return None;
    }
    let (value, end) = letters::in_letters(tokens, at)?;
    let is_article = end == at + 1 && matches!(word, "un" | "une");
    Some(Numeral { is_letters: true, is_article, ..Numeral::new(at..end, Decimal::from(value)) })
}

/// Applies the words of scale that follow a number: « millions », « centaines », « et demi ».
fn scale(tokens: &Tokens<'_>, numeral: &mut Numeral) {
    let end = numeral.tokens.end;
    let word = tokens.word(end);
    if let Some(size) = collective(word) {
        let is_counted = numeral.is_letters;
        if matches!(word, "millier" | "milliers") || is_counted {
            numeral.number = times(numeral.number, u64::from(size));
            numeral.is_about = !word.starts_with("millier") || numeral.is_letters;
            numeral.is_rounded = word.starts_with("millier");
            numeral.is_article = false;
            numeral.tokens.end = end + 1;
        }
        return;
    }
    let factor = match word {
        "million" | "millions" => 1_000_000,
        "milliard" | "milliards" => 1_000_000_000,
        _ => return,
    };
    // « 1,250 million » has three decimals, and no thousands.
    if let Some(NumberError::Ambiguous { decimal, .. }) = numeral.error {
        numeral.error = None;
        numeral.number.low = decimal;
    }
    numeral.tokens.end = end + 1;
    if let Some(after) = tokens.after(end + 1, "et demi") {
        numeral.number.low = numeral.number.low.saturating_add(Decimal::new(5, 1));
        numeral.tokens.end = after;
    }
    numeral.number = times(numeral.number, factor);
    numeral.is_rounded = true;
    numeral.is_article = false;
}

/// A number multiplied; what no number can hold stays as it is.
pub(super) fn times(number: SaidNumber, factor: u64) -> SaidNumber {
    let factor = Decimal::from(factor);
    let product = |value: Decimal| value.saturating_mul(factor);
    SaidNumber { low: product(number.low), high: number.high.map(product) }
}

/// A number and the other end of its range: « 10 à 20 », « entre 11 et 17 », « 16-25 ».
pub(super) fn range(tokens: &Tokens<'_>, at: usize) -> Option<Numeral> {
    let mut first = numeral(tokens, at)?;
    if let Some(last) = other_end(tokens, at, first.tokens.end) {
        let is_rising = last.number.low > first.number.low && last.error.is_none() && first.error.is_none();
        if is_rising && !last.is_article {
            // « 1 à 2 millions »: the scale is that of both.
            if last.is_rounded && !first.is_rounded && first.number.low < Decimal::ONE_THOUSAND {
                let factor =
                    if last.number.low >= Decimal::from(1_000_000_000) { 1_000_000_000 } else { 1_000_000 };
                first.number = times(first.number, factor);
            }
            first.number.high = Some(last.number.low);
            first.tokens.end = last.tokens.end;
            first.is_rounded |= last.is_rounded;
            first.is_article = false;
            first.is_letters &= last.is_letters;
        }
    }
    Some(first)
}

fn other_end(tokens: &Tokens<'_>, at: usize, end: usize) -> Option<Numeral> {
    let link = tokens.word(end);
    let is_link = match link {
        "a" => !tokens.is_written(end, "a"),
        "-" => tokens.is_digits(end + 1) && tokens.is_digits(at),
        "/" => tokens.is_glued(end) && tokens.is_glued(end + 1) && tokens.is_digits(end + 1),
        "et" => {
            tokens.before(at) == "entre" || tokens.ending_any(at, &["entre les", "entre environ"]).is_some()
        }
        _ => false,
    };
    if !is_link || is_change(tokens, at) && link == "a" {
        return None;
    }
    numeral(tokens, end + 1)
}

/// « passe de 30 à 40 »: two figures, and no range.
pub(super) fn is_change(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = tokens.before(at);
    let verb = tokens.before(at.saturating_sub(1));
    before == "de"
        && [
            "pass", "port", "augment", "baiss", "diminu", "progress", "recul", "evolu", "ramen", "relev",
            "reduit", "tomb",
        ]
        .iter()
        .any(|stem| verb.starts_with(stem))
}
