//! Words and figures as they are compared from a source to a page: whatever typography, case and Unicode form do to
//! them, they stay the same.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// A word or a figure of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PrintedWord {
    /// Lower case, NFC; the groups of a figure together: « 1 234 » is `1234`.
    pub(super) folded: String,
    /// Bytes of the text.
    pub(super) bytes: Range<usize>,
}

/// The words and figures of a text, in order.
pub(super) fn words(text: &str) -> Vec<PrintedWord> {
    let mut words: Vec<PrintedWord> = Vec::new();
    for (start, run) in runs(text) {
        let run = if is_decimals(text, start, run) { run.trim_end_matches('0') } else { run };
        if run.is_empty() {
            continue;
        }
        let bytes = start..start + run.len();
        if let Some(last) = words.last_mut()
            && is_group(run)
            && last.folded.bytes().all(|b| b.is_ascii_digit())
            && text.get(last.bytes.end..start).is_some_and(is_one_blank)
        {
            last.folded.push_str(run);
            last.bytes.end = bytes.end;
            continue;
        }
        words.push(PrintedWord { folded: run.nfc().flat_map(char::to_lowercase).collect(), bytes });
    }
    words
}

/// Whether a run is what stands after the comma or the point of a figure: « 12,5 » is printed « 12,50 ».
fn is_decimals(text: &str, start: usize, run: &str) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let ends_a_figure = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
    // A document sets the decimals apart, to align them.
    let is_apart = |text: &str| text.is_empty() || text.ends_with('\n');
    run.bytes().all(|b| b.is_ascii_digit())
        && (before.strip_suffix(',').is_some_and(|text| ends_a_figure(text) || is_apart(text))
            || before.strip_suffix('.').is_some_and(ends_a_figure))
}

/// Whether a run may continue a figure.
fn is_group(run: &str) -> bool {
    run.len() == 3 && run.bytes().all(|b| b.is_ascii_digit())
}

/// Whether what stands between two runs is one of the blanks that separate the groups of a figure.
fn is_one_blank(between: &str) -> bool {
    let mut letters = between.chars();
    matches!((letters.next(), letters.next()), (Some(c), None) if c.is_whitespace() && c != '\n')
}

/// Runs of letters, combining marks and digits; a digit and a letter side by side stay together.
fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let inside = |c: char| c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c);
    text.split(move |c: char| !inside(c)).filter(|run| !run.is_empty()).map(move |run| {
        // `split` yields slices of `text`: their place is the distance of their starts.
        (run.as_ptr().addr() - text.as_ptr().addr(), run)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn a_figure_is_one_word_whatever_blank_separates_its_groups() {
        for text in ["12 345 678 €", "12\u{a0}345\u{202f}678", "12345678"] {
            assert_eq!(folded(text), ["12345678"], "{text}");
        }
        assert_eq!(folded("en 2024 12 agents, 3 100"), ["en", "2024", "12", "agents", "3100"]);
        assert_eq!(folded("L’État\nn°\u{a0}2"), ["l", "état", "n", "2"]);
        for text in ["12,5", "12,50", "12.500"] {
            assert_eq!(folded(text), ["12", "5"], "{text}");
        }
        assert_eq!(folded("12\n,50"), ["12", "5"]);
        assert_eq!(folded("1 234,00 puis 10, 20"), ["1234", "puis", "10", "20"]);
        assert_eq!(folded("e\u{301}te\u{301}"), folded("Été"));
    }
}
