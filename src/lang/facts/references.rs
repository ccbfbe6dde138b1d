//! References to the parts of a document, and to laws.

use std::ops::Range;

use super::dates::{is_ordinal_end, rank};
use super::said::{ReferenceKind, SaidValue};
use super::tokens::Tokens;

/// A reference and the tokens that write it.
pub(super) type ReferenceRead = (SaidValue, Range<usize>);

/// The references that start at a place, in order: « articles 3 et 4 » has two. Also where the reading ends.
pub(super) fn references(tokens: &Tokens<'_>, at: usize) -> Option<(Vec<ReferenceRead>, usize)> {
    code_article(tokens, at)
        .or_else(|| law(tokens, at))
        .or_else(|| ranked(tokens, at))
        .or_else(|| numbered(tokens, at))
}

fn reference(kind: ReferenceKind, number: String, range: Range<usize>) -> ReferenceRead {
    (SaidValue::Reference { kind, number }, range)
}

/// « L. 262-13 », « R5131-4 ».
fn code_article(tokens: &Tokens<'_>, at: usize) -> Option<(Vec<ReferenceRead>, usize)> {
    let letter = match tokens.word(at) {
        "l" | "r" | "d" if tokens.is_capitalized(at) => tokens.word(at).to_uppercase(),
        _ => return None,
    };
    let place = if tokens.word(at + 1) == "." { at + 2 } else { at + 1 };
    if !tokens.is_digits(place)
        || tokens.is_glued(at)
            && !matches!(tokens.before(at), "(" | "«")
            && !tokens.before(at).ends_with('\'')
    {
        return None;
    }
    let mut end = place + 1;
    let mut number = format!("{letter}. {}", tokens.word(place));
    while tokens.word(end) == "-"
        && tokens.is_glued(end)
        && tokens.is_digits(end + 1)
        && tokens.is_glued(end + 1)
    {
        number.push('-');
        number.push_str(tokens.word(end + 1));
        end += 2;
    }
    // « L 3 » alone may be a size or a line of bus.
    (end > place + 1 || tokens.word(at + 1) == "." && tokens.word(place).len() > 2)
        .then(|| (vec![reference(ReferenceKind::Law, number, at..end)], end))
}

/// « loi n° 2022-217 », « décret n°2017-202 ».
fn law(tokens: &Tokens<'_>, at: usize) -> Option<(Vec<ReferenceRead>, usize)> {
    if !matches!(tokens.word(at), "loi" | "decret" | "ordonnance" | "lois" | "decrets") {
        return None;
    }
    // « loi organique n° », « décret en Conseil d'État n° »: at most a few words.
    let mut place = at + 1;
    while tokens.is_word(place) && place < at + 3 && !tokens.is_digits(place) && tokens.word(place) != "n" {
        place += 1;
    }
    let place = after_number_sign(tokens, place).or_else(|| (place == at + 1).then_some(place))?;
    let year = tokens.word(place);
    let is_number = tokens.is_digits(place)
        && (year.len() == 4 || year.len() == 2)
        && tokens.word(place + 1) == "-"
        && tokens.is_glued(place + 1)
        && tokens.is_digits(place + 2)
        && tokens.is_glued(place + 2);
    is_number.then(|| {
        let number = format!("{year}-{}", tokens.word(place + 2));
        (vec![reference(ReferenceKind::Law, number, at..place + 3)], place + 3)
    })
}

/// The place after « n° ».
fn after_number_sign(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    tokens
        .after_any(at, &["n °", "n", "numero", "no", "nos"])
        .filter(|end| tokens.word(at) != "n" || *end == at + 2 || tokens.word(*end) == "°")
}

/// « deuxième alinéa », « premier article ».
fn ranked(tokens: &Tokens<'_>, at: usize) -> Option<(Vec<ReferenceRead>, usize)> {
    let (rank, end) = rank(tokens, at)?;
    (tokens.word(end) == "alinea" && rank > 0)
        .then(|| (vec![reference(ReferenceKind::Paragraph, rank.to_string(), at..end + 1)], end + 1))
}

/// « article 2.2 », « annexes A et B », « fiches 2 à 5 ».
fn numbered(tokens: &Tokens<'_>, at: usize) -> Option<(Vec<ReferenceRead>, usize)> {
    let (kind, mut place) = match tokens.word(at) {
        "article" | "articles" => (ReferenceKind::Article, at + 1),
        "art" if tokens.word(at + 1) == "." => (ReferenceKind::Article, at + 2),
        "annexe" | "annexes" => (ReferenceKind::Annexe, at + 1),
        "fiche" | "fiches" => {
            let end =
                tokens.after_any(at + 1, &["- actions", "- action", "actions", "action"]).unwrap_or(at + 1);
            (ReferenceKind::Fiche, end)
        }
        "mesure" | "mesures" => (ReferenceKind::Mesure, at + 1),
        "axe" | "axes" => (ReferenceKind::Axe, at + 1),
        "alinea" | "alineas" => (ReferenceKind::Paragraph, at + 1),
        _ => return None,
    };
    let mut found: Vec<ReferenceRead> = Vec::new();
    let mut start = at;
    let mut end = at;
    loop {
        place = after_number_sign(tokens, place).unwrap_or(place);
        let Some((number, after)) = number(tokens, kind, place) else { break };
        let (number, after) = match range_end(tokens, kind, after) {
            Some((last, after)) => (format!("{number}..{last}"), after),
            None => (number, after),
        };
        found.push(reference(kind, number, start..after));
        end = after;
        // « 3 et 4 », « 3, 4 et 5 ».
        place = match tokens.word(end) {
            "et" | "ou" => end + 1,
            "," if tokens.is_digits(end + 1) && matches!(tokens.word(end + 2), "," | "et" | "ou") => end + 1,
            _ => break,
        };
        start = place;
        if !is_followed_by_nothing(tokens, kind, place) {
            break;
        }
    }
    (!found.is_empty()).then_some((found, end))
}

/// Whether what follows « et » is a number and not a figure: « annexe 1 et 3 agents ».
fn is_followed_by_nothing(tokens: &Tokens<'_>, kind: ReferenceKind, at: usize) -> bool {
    let Some((_, after)) = number(tokens, kind, at) else { return false };
    let next = tokens.word(after);
    !tokens.is_word(after) && !matches!(next, "%" | "€")
        || matches!(
            next,
            "de" | "du"
                | "des"
                | "d'"
                | "sont"
                | "est"
                | "et"
                | "ou"
                | "a"
                | "au"
                | "ci"
                | "dont"
                | "qui"
                | "en"
                | "pour"
                | "precisent"
                | "fixent"
        )
}

/// The number of a part: `2.2`, `3 bis`, `A`, `1er`.
fn number(tokens: &Tokens<'_>, kind: ReferenceKind, at: usize) -> Option<(String, usize)> {
    let word = tokens.word(at);
    if tokens.is_digits(at) {
        if word.len() > 3 {
            return None;
        }
        let mut number = word.to_owned();
        let mut end = at + 1;
        if is_ordinal_end(tokens, end) {
            return Some((number, end + 1));
        }
        while matches!(tokens.word(end), "." | "-")
            && tokens.is_glued(end)
            && tokens.is_digits(end + 1)
            && tokens.is_glued(end + 1)
        {
            number.push_str(tokens.word(end));
            number.push_str(tokens.word(end + 1));
            end += 2;
        }
        if matches!(tokens.word(end), "bis" | "ter" | "quater") {
            number.push(' ');
            number.push_str(tokens.word(end));
            end += 1;
        }
        // « mesure 3 fois », « axe 2 % ».
        let counts = matches!(tokens.word(end), "%" | "€" | "fois" | "euros" | "m" | "k")
            || tokens.is_glued(end) && tokens.is_word(end);
        return (!counts).then_some((number, end));
    }
    if word == "premier" && kind == ReferenceKind::Article {
        return Some(("1".to_owned(), at + 1));
    }
    let is_letter = kind == ReferenceKind::Annexe
        && word.len() == 1
        && tokens.is_capitalized(at)
        && word.bytes().all(|b| b.is_ascii_alphabetic())
        && !tokens.word(at + 1).starts_with('\'');
    let is_roman = kind == ReferenceKind::Annexe
        && tokens.at(at).is_some_and(|token| token.is_capitals)
        && super::acronyms::is_roman(word);
    (is_letter || is_roman).then(|| (word.to_uppercase(), at + 1))
}

/// The end of « 2 à 5 ».
fn range_end(tokens: &Tokens<'_>, kind: ReferenceKind, at: usize) -> Option<(String, usize)> {
    let is_range = tokens.word(at) == "a" && !tokens.is_written(at, "a");
    if !is_range || !tokens.is_digits(at + 1) {
        return None;
    }
    let (last, end) = number(tokens, kind, at + 1)?;
    let is_figure = tokens.is_digits(end) || matches!(tokens.word(end), "%" | "€");
    (!is_figure).then_some((last, end))
}
