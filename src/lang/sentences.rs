//! Sentences of a text: they end with a sign that a blank or the end of the text follows, so that `2.5` and
//! `art.3` do not cut.

use std::ops::Range;

use super::flat;

/// Signs that end a sentence.
const SENTENCE_ENDS: [char; 5] = ['.', '!', '?', ';', '…'];
/// Signs that end a clause: what a colon introduces is another one.
const CLAUSE_ENDS: [char; 6] = ['.', '!', '?', ';', '…', ':'];
/// Bytes past which a sentence is cut: rules look at one sentence for each fact, and one long paragraph would be
/// read as many times as it has facts.
const REACH: usize = 1_200;

/// The bytes of each sentence, the sign that ends it included.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut output = Vec::new();
    let mut start = 0;
    for end in text.match_indices(SENTENCE_ENDS).filter_map(|found| boundary(text, found)) {
        output.push(start..end);
        start = end;
    }
    if text.get(start..).is_some_and(|rest| !rest.trim().is_empty()) {
        output.push(start..text.len());
    }
    output
}

/// The byte after a sign, when it ends a sentence.
fn boundary(text: &str, (place, sign): (usize, &str)) -> Option<usize> {
    let end = place + sign.len();
    text.get(end..).is_none_or(|rest| rest.is_empty() || rest.starts_with(' ')).then_some(end)
}

/// The sentence around some bytes, cut [`REACH`] bytes away from them.
pub fn sentence_around<'t>(text: &'t str, bytes: &Range<usize>) -> &'t str {
    text.get(sentence_bytes(text, bytes)).unwrap_or("")
}

/// The bytes of the [sentence around](sentence_around) some bytes.
pub fn sentence_bytes(text: &str, bytes: &Range<usize>) -> Range<usize> {
    let ends = |(place, sign): (usize, &str)| {
        // Within « … », of three bytes, there is no text to look at: it always ends a sentence.
        let closed = text.get(place + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with(' '));
        closed.then_some(place + sign.len())
    };
    let here = text.floor_char_boundary(bytes.start);
    let far = text.floor_char_boundary(here.saturating_sub(REACH));
    let before = text.get(far..here).unwrap_or("");
    let start = before.rmatch_indices(SENTENCE_ENDS).find_map(|(i, sign)| ends((far + i, sign)));
    // The last of the bytes may be a sign itself.
    let last = text.floor_char_boundary(bytes.end.saturating_sub('…'.len_utf8()));
    let edge = text.floor_char_boundary(bytes.end.saturating_add(REACH));
    let after = text.get(last..edge).unwrap_or("");
    let end = after
        .match_indices(SENTENCE_ENDS)
        .filter_map(|(i, sign)| ends((last + i, sign)))
        .find(|end| *end >= bytes.end);
    let (start, end) = (start.unwrap_or(far), end.unwrap_or(edge));
    let sentence = text.get(start..end).unwrap_or("");
    let start = start + (sentence.len() - sentence.trim_start().len());
    start..start + sentence.trim().len()
}

/// Where the sentence that a text breaks off in starts: its length when the text ends with a sentence.
pub fn sentence_start(text: &str) -> usize {
    last_boundary(text, &SENTENCE_ENDS)
}

/// Where the clause that a text breaks off in starts: after the last sign that ends a sentence, or colon.
pub fn clause_start(text: &str) -> usize {
    last_boundary(text, &CLAUSE_ENDS)
}

fn last_boundary(text: &str, ends: &[char]) -> usize {
    text.rmatch_indices(ends).find_map(|found| boundary(text, found)).unwrap_or(0)
}

/// The first sentence of a text, with its sign.
pub fn first_sentence(text: &str) -> &str {
    let end = text.match_indices(SENTENCE_ENDS).find_map(|found| boundary(text, found));
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

/// Whether a sentence says where its figures come from: « (source : INSEE) », « d’après le recensement ».
pub fn gives_a_source(sentence: &str) -> bool {
    let words = flat(sentence);
    let opens = |place: usize, word: &str| {
        // « Sources de financement » is no source.
        sentence.get(place + word.len()..).is_some_and(|rest| rest.trim_start().starts_with(':'))
    };
    let lower = sentence.to_lowercase();
    let named = ["source", "sources"].iter().any(|word| {
        lower.len() == sentence.len() && lower.match_indices(word).any(|(place, word)| opens(place, word))
    });
    named || format!(" {words} ").contains(" d apres ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Un. Le coût de 2.5 est dit ; deux. Trois";

    #[test]
    fn a_sentence_says_where_its_figures_come_from() {
        for text in [
            "12 % (source : INSEE)",
            "Sources\u{a0}: bilan de 2023, 40 places.",
            "D’après l’Insee, 12 500 habitants.",
        ] {
            assert!(gives_a_source(text), "{text}");
        }
        for text in
            ["Sources de financement : État, 20 000 €", "Selon la loi, 12 mois.", "La ressource est de 12 €."]
        {
            assert!(!gives_a_source(text), "{text}");
        }
    }

    #[test]
    fn a_sentence_ends_where_its_sign_is_followed_by_a_blank() {
        let at = |word: &str| TEXT.find(word).map(|i| i..i + word.len()).unwrap();
        assert_eq!(sentence_around(TEXT, &at("2.5")), "Le coût de 2.5 est dit ;");
        assert_eq!(sentence_around(TEXT, &at("Trois")), "Trois");
        assert_eq!(sentence_around(TEXT, &at("dit ;")), "Le coût de 2.5 est dit ;");
        assert_eq!(sentence_around(TEXT, &(0..usize::MAX)), TEXT);
        let cut: Vec<&str> = sentences(TEXT).into_iter().filter_map(|b| TEXT.get(b)).collect();
        assert_eq!(cut, ["Un.", " Le coût de 2.5 est dit ;", " deux.", " Trois"]);
    }

    #[test]
    fn a_text_breaks_off_after_its_last_sign() {
        let rest = |start: usize, text: &'static str| text.get(start..).unwrap();
        assert_eq!(rest(sentence_start(TEXT), TEXT), " Trois");
        assert_eq!(rest(sentence_start("Un. Deux. "), "Un. Deux. "), " ");
        assert_eq!(rest(sentence_start("A : b"), "A : b"), "A : b");
        assert_eq!(rest(clause_start("A : b"), "A : b"), " b");
        assert_eq!(first_sentence(TEXT), "Un.");
        assert_eq!(first_sentence("Rien"), "Rien");
    }
}
