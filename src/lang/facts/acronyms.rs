//! Acronyms, with or without dots, and the words beside them that they stand for.

use std::ops::Range;

use super::said::SaidValue;
use super::tokens::{TokenKind, Tokens};

/// Capitals that are units or marks, and no acronym.
const NOT_ACRONYMS: &[&str] = &[
    "etat", "region", "ville", "total", "annexe", "article", "budget", "ht", "ttc", "eur", "covid", "cedex",
    "ds", "bp", "cs", "no", "xx", "xxx", "euro",
];

/// Words that never start an expansion.
const SMALL_WORDS: &[&str] =
    &["pour", "par", "de", "du", "des", "d'", "l'", "le", "la", "les", "et", "en", "un", "une"];

/// Whether a text holds, words in a row and the first with a capital, a full name whose initials are these letters, small
/// words aside.
pub fn names_in_full(text: &str, letters: &str) -> bool {
    let tokens = Tokens::new(text);
    let letters = letters.to_lowercase();
    let spells = |start: usize| {
        let mut wanted = letters.chars().peekable();
        let mut at = start;
        while let Some(letter) = wanted.peek() {
            let word = tokens.word(at);
            match tokens.is_word(at) {
                true if word.starts_with(*letter) && !SMALL_WORDS.contains(&word) => {
                    wanted.next();
                }
                true if at > start && (SMALL_WORDS.contains(&word) || matches!(word, "a" | "au" | "aux")) => {
                }
                _ => return false,
            }
            at += 1;
        }
        true
    };
    let begins = |at: &usize| tokens.at(*at).is_some_and(|t| t.is_capitalized && !t.is_capitals);
    letters.len() > 2 && (0..).take_while(|at| tokens.at(*at).is_some()).any(|at| begins(&at) && spells(at))
}

/// The acronym at a place.
pub(super) fn acronym(tokens: &Tokens<'_>, at: usize) -> Option<(SaidValue, Range<usize>)> {
    let token = tokens.at(at)?;
    let word = tokens.word(at);
    if !token.is_capitals
        || NOT_ACRONYMS.contains(&word)
        || word.len() > 12
        || !word.is_ascii()
        || is_number_roman(tokens, at)
    {
        return None;
    }
    if is_in_code(tokens, at) || !token.is_dotted && is_in_capitals(tokens, at) || is_unit(tokens, at) {
        return None;
    }
    let plus = tokens.word(at + 1) == "+" && tokens.is_glued(at + 1);
    let end = if plus { at + 2 } else { at + 1 };
    let letters = format!("{}{}", word.to_uppercase(), if plus { "+" } else { "" });
    let expansion = expansion(tokens, at, end, word, plus).map(|words| tokens.bytes(&words));
    Some((SaidValue::Acronym { letters, expansion }, at..end))
}

/// A post is a unit after a number, « par » or « / ».
fn is_unit(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = tokens.before(at);
    matches!(tokens.word(at), "etp" | "etpt")
        && (at.checked_sub(1).is_some_and(|before| tokens.is_digits(before))
            || matches!(before, "/" | "par")
            || super::numerals::numeral(tokens, at.saturating_sub(1)).is_some())
}

/// Letters between digits, slashes and hyphens: a code.
fn is_in_code(tokens: &Tokens<'_>, at: usize) -> bool {
    let joined = |place: usize| matches!(tokens.word(place), "/" | "-" | "_" | ".");
    let digit_after = tokens.is_glued(at + 1)
        && (tokens.is_digits(at + 1)
            || joined(at + 1) && tokens.is_glued(at + 2) && tokens.is_digits(at + 2)
            || tokens.word(at + 1) == "/"
                && tokens.is_glued(at + 2)
                && tokens.is_word(at + 2)
                && tokens.is_glued(at + 3)
                && tokens.is_digits(at + 3));
    let digit_before = tokens.is_glued(at)
        && at > 0
        && (tokens.is_digits(at - 1) || joined(at - 1) && at > 1 && tokens.is_digits(at - 2));
    digit_after
        || digit_before
        || tokens.is_glued(at) && matches!(tokens.before(at), "_" | "@" | "#")
        || tokens.word(at + 1) == "@"
}

/// Whether a neighbour is in capitals too: the words of a title.
fn is_in_capitals(tokens: &Tokens<'_>, at: usize) -> bool {
    // Two capitals side by side are two words of a title, unless both are short.
    let shouts = |place: usize| {
        tokens
            .at(place)
            .is_some_and(|token| token.kind == TokenKind::Word && token.is_capitals && !token.is_dotted)
            && !(tokens.is_glued(place + 1) && tokens.is_digits(place + 1))
    };
    let joined = |place: usize| !matches!(tokens.word(place), "/" | "," | "(" | ")");
    let small_between = |place: usize| {
        tokens.is_word(place)
            && tokens.at(place).is_some_and(|token| token.is_capitalized)
            && tokens.word(place).len() <= 2
    };
    let before =
        at > 0 && (shouts(at - 1) && joined(at - 1) || at > 1 && small_between(at - 1) && shouts(at - 2));
    let after = shouts(at + 1)
        || small_between(at + 1) && shouts(at + 2)
        || tokens.is_digits(at + 1) && shouts(at + 2);
    let hyphen = |place: usize| tokens.word(place) == "-" && tokens.is_glued(place);
    let in_compound = hyphen(at + 1) && shouts(at + 2) || at > 1 && hyphen(at - 1) && shouts(at - 2);
    before || after || in_compound
}

/// Roman numerals up to thirty-nine, and what numbers a title.
fn is_number_roman(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.word(at);
    let low = word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    low || is_roman(word)
        && matches!(
            tokens.before(at),
            "titre" | "chapitre" | "livre" | "partie" | "annexe" | "article" | "volet" | "tome" | "axe"
        )
}

/// Whether letters write a roman numeral.
pub(super) fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x' | b'l' | b'c'))
}

/// The words that an acronym stands for, without their article.
fn expansion(
    tokens: &Tokens<'_>,
    at: usize,
    end: usize,
    letters: &str,
    has_plus: bool,
) -> Option<Range<usize>> {
    // « revenu de solidarité active (RSA) ».
    if tokens.before(at) == "(" && tokens.word(end) == ")" {
        let stop = at - 1;
        // « Fonds social européen plus (FSE+) ».
        let named = if has_plus && tokens.before(stop) == "plus" { stop - 1 } else { stop };
        return words_before(tokens, named, letters).map(|words| words.start..stop);
    }
    // « SPIE (service public de l'insertion et de l'emploi) ».
    let start = match tokens.word(end) {
        "(" => end + 1,
        _ => return None,
    };
    let start = if tokens.word(start) == "«" { start + 1 } else { start };
    words_after(tokens, start, letters)
}

/// Most words of an expansion, small ones included.
fn longest(letters: &str) -> usize {
    letters.len() * 3 + 3
}

fn words_before(tokens: &Tokens<'_>, stop: usize, letters: &str) -> Option<Range<usize>> {
    let initial = letters.chars().next()?;
    let mut stop = stop;
    while matches!(tokens.before(stop), "»" | "\"") {
        stop -= 1;
    }
    let mut start = stop;
    // Nearest first: the shortest run of words whose initials match.
    for _ in 0..longest(letters) {
        start = start.checked_sub(1)?;
        let word = tokens.word(start);
        if matches!(word, "." | ";" | ":" | "(" | ")") {
            return None;
        }
        let begins = tokens.is_word(start) && word.starts_with(initial) && !SMALL_WORDS.contains(&word);
        if begins && matches_initials(tokens, start..stop, letters) {
            return Some(start..stop);
        }
    }
    None
}

fn words_after(tokens: &Tokens<'_>, start: usize, letters: &str) -> Option<Range<usize>> {
    let mut end = start;
    while end - start < longest(letters)
        && !matches!(tokens.word(end), ")" | "." | ";" | "," | "»" | "" | ":")
    {
        end += 1;
    }
    let start = match tokens.word(start) {
        "le" | "la" | "les" | "l'" | "un" | "une" => start + 1,
        _ => start,
    };
    matches_initials(tokens, start..end, letters).then_some(start..end)
}

/// Whether letters are, in order, initials of the words, and no word that counts is left out at the ends; a word may give
/// two letters (« intercommunale »).
fn matches_initials(tokens: &Tokens<'_>, words: Range<usize>, letters: &str) -> bool {
    let mut wanted = letters.bytes().peekable();
    let mut skipped = 0;
    let mut last_counts = true;
    for at in words {
        if !tokens.is_word(at) {
            continue;
        }
        let word = tokens.word(at);
        match wanted.peek() {
            Some(letter) if word.as_bytes().first() == Some(letter) => {
                wanted.next();
                last_counts = true;
            }
            _ if SMALL_WORDS.contains(&word) || matches!(word, "a" | "au" | "aux" | "dans" | "sur") => {}
            None => last_counts = false,
            _ => skipped += 1,
        }
    }
    wanted.peek().is_none() && skipped <= 1 && last_counts
}
