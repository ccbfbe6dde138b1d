//! The words beside a few words that are no name of their own: « le lieu est [à compléter] ».

use std::ops::Range;

use crate::lang;

/// Most words of each side.
const WORDS: usize = 3;

/// The words just before and just after a range of a text, in its sentence and its cell, up to the same range written
/// again: what fills one mark changes nothing of the next. Words that hold a figure are left out.
pub(super) fn nearby_words(text: &str, range: Range<usize>) -> String {
    let (Some(before), Some(own), Some(after)) =
        (text.get(..range.start), text.get(range.clone()), text.get(range.end..))
    else {
        return String::new();
    };
    let before = before.rsplit(own).next().filter(|_| !own.is_empty()).unwrap_or(before);
    let after = after.split(own).next().filter(|_| !own.is_empty()).unwrap_or(after);
    let sentence = before.rmatch_indices(['.', '!', '?', ';']).find(|(at, sign)| {
        before.get(at + sign.len()..).is_some_and(|rest| rest.starts_with(char::is_whitespace))
    });
    let before = sentence.and_then(|(at, _)| before.get(at..)).unwrap_or(before);
    let end = after.match_indices(['.', '!', '?', ';', '|']).find(|(at, sign)| {
        let rest = after.get(at + sign.len()..).unwrap_or_default();
        rest.is_empty() || rest.starts_with(char::is_whitespace)
    });
    let after = end.and_then(|(at, _)| after.get(..at)).unwrap_or(after);
    let (before, after) = (words(before), words(after));
    let before: Vec<&str> = before.iter().rev().take(WORDS).rev().map(String::as_str).collect();
    let after: Vec<&str> = after.iter().take(WORDS).map(String::as_str).collect();
    if before.is_empty() && after.is_empty() {
        return String::new();
    }
    format!("{}|{}", before.join(" "), after.join(" "))
}

fn words(text: &str) -> Vec<String> {
    let flat = lang::flat(text);
    let words = flat.split_whitespace().filter(|word| !word.chars().any(|c| c.is_ascii_digit()));
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_beside_stop_at_the_sentence_and_at_the_same_mark() {
        let text = "Le montant est de [date]. Le lieu est [date], à 12 km de Rennes | [date]";
        let at: Vec<usize> = text.match_indices("[date]").map(|(at, _)| at).collect();
        let nearby: Vec<String> = at.iter().map(|at| nearby_words(text, *at..at + 6)).collect();
        assert_eq!(nearby, ["montant est de|", "le lieu est|a km de", "km de rennes|"]);
        assert_eq!(nearby_words("[date]", 0..6), "");
        assert_eq!(nearby_words("é", 1..9), "");
    }
}
