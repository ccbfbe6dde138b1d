//! What of a passage is not in the text of the document that should print it.

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use super::words::words;
use super::{Loss, Lost};
use crate::model::passage::PassageKind;
use crate::model::{Absence, Passage};
use crate::text::Span;

/// Words of the document that may stand between two words of a passage: the datum that a reference prints.
const GAP_MAX: usize = 40;

/// The words of a document, in the order printed.
#[derive(Debug, Clone, Default)]
pub struct PrintedText {
    words: Vec<String>,
    places: BTreeMap<String, Vec<usize>>,
}

impl PrintedText {
    /// The words of some texts, one after the other.
    pub fn new<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut printed = Self::default();
        for word in texts.into_iter().flat_map(words) {
            printed.places.entry(word.folded.clone()).or_default().push(printed.words.len());
            printed.words.push(word.folded);
        }
        printed
    }

    /// Whether each word is printed: with the others, in their order and near them, or with some of them elsewhere.
    /// A word that is found alone, far from its neighbours, is another text's.
    fn has(&self, expected: &[Expected]) -> Vec<bool> {
        if self.has_whole(expected) {
            return vec![true; expected.len()];
        }
        let mut found = self.nearest(expected);
        let mut rank = 0;
        while rank < expected.len() {
            let missing = found.iter().skip(rank).take_while(|is_found| !**is_found).count();
            let together = self.longest(expected, rank).min(missing);
            let is_elsewhere = together >= 2 || (together == 1 && expected.len() == 1);
            if is_elsewhere {
                found.iter_mut().skip(rank).take(together).for_each(|is_found| *is_found = true);
            }
            rank += together.max(1);
        }
        found
    }

    /// Whether the words stand together somewhere. Nearly all do: look where the rarest of them is.
    fn has_whole(&self, expected: &[Expected]) -> bool {
        let rarest = (0..expected.len()).min_by_key(|rank| self.starts(expected, *rank).len());
        let Some(rank) = rarest else { return true };
        self.starts(expected, rank).iter().filter_map(|place| place.checked_sub(rank)).any(|start| {
            let printed = self.words.get(start..start + expected.len());
            printed.is_some_and(|printed| printed.iter().eq(expected.iter().map(|(word, _)| word)))
        })
    }

    /// The words that can be followed from one place of the document, where most of them can.
    fn nearest(&self, expected: &[Expected]) -> Vec<bool> {
        let mut best = vec![false; expected.len()];
        let mut most = 0;
        for from in 0..expected.len().min(4) {
            for start in self.starts(expected, from) {
                let found = self.follow(expected, from, *start);
                let count = found.iter().filter(|is_found| **is_found).count();
                if count > most {
                    (best, most) = (found, count);
                }
                if most == expected.len() {
                    return best;
                }
            }
        }
        best
    }

    /// The words that stand one after the other from a place, others between them.
    fn follow(&self, expected: &[Expected], from: usize, start: usize) -> Vec<bool> {
        let mut next = start;
        let is_next = |(rank, (word, _)): (usize, &Expected)| {
            let ahead = self.words.iter().enumerate().skip(next).take(GAP_MAX);
            let place = ahead.filter(|_| rank >= from).find(|(_, printed)| *printed == word);
            next = place.map_or(next, |(place, _)| place + 1);
            place.is_some()
        };
        expected.iter().enumerate().map(is_next).collect()
    }

    /// How many words from a rank on stand together somewhere.
    fn longest(&self, expected: &[Expected], rank: usize) -> usize {
        let together = |start: &usize| {
            let printed = self.words.iter().skip(*start);
            expected
                .iter()
                .skip(rank)
                .zip(printed)
                .take_while(|((word, _), printed)| word == *printed)
                .count()
        };
        self.starts(expected, rank).iter().map(together).max().unwrap_or(0)
    }

    fn starts(&self, expected: &[Expected], rank: usize) -> &[usize] {
        expected.get(rank).and_then(|(word, _)| self.places.get(word)).map_or(&[], Vec::as_slice)
    }
}

/// A word that a passage must print, and the bytes of the passage that say it.
type Expected = (String, Range<usize>);

/// What of the passages the document does not have. `quoted` gives what a reference prints, by its place: words, or
/// none when a table or a figure takes its place.
pub fn unprinted<'p>(
    passages: impl IntoIterator<Item = &'p Passage>,
    quoted: impl Fn(Span) -> Option<String> + Sync,
    printed: &PrintedText,
) -> Vec<Lost> {
    let passages: Vec<&Passage> = passages.into_iter().collect();
    let has_places_to_fill = printed.has(&said_as_is(Absence::TO_FILL)).iter().all(|is_found| *is_found);
    let lost = passages.par_iter().map(|passage| {
        let mut expected = expected(passage, &quoted);
        if has_places_to_fill && may_be_to_fill(passage) {
            expected.clear();
        }
        let mut found = printed.has(&expected);
        // When most is lost, what is found is another text's.
        let missing = found.iter().filter(|is_found| !**is_found).count();
        if missing * 2 >= found.len() {
            found.fill(false);
        }
        let mut run: Option<Range<usize>> = None;
        let mut runs = Vec::new();
        for ((_, bytes), is_found) in expected.iter().zip(found) {
            match &mut run {
                Some(run) if !is_found => run.end = bytes.end,
                None if !is_found => run = Some(bytes.clone()),
                _ => runs.extend(run.take()),
            }
        }
        runs.extend(run);
        runs.iter().map(|r| Lost { span: passage.span_of(r), how: Loss::Unprinted }).collect::<Vec<_>>()
    });
    lost.collect::<Vec<_>>().concat()
}

/// What a passage must print: its words, those of a datum in the place of its reference.
fn expected(passage: &Passage, quoted: &impl Fn(Span) -> Option<String>) -> Vec<Expected> {
    let mut expected = Vec::new();
    let mut rest = 0;
    let is_data = matches!(passage.kind, PassageKind::Field | PassageKind::Row);
    let plain = |bytes: Range<usize>, expected: &mut Vec<Expected>| {
        let text = passage.text.get(bytes.clone()).unwrap_or_default();
        expected.extend(
            words(text)
                .into_iter()
                .filter(|w| !(is_data && is_blank_word(&w.folded)))
                .map(|w| (w.folded, bytes.start + w.bytes.start..bytes.start + w.bytes.end)),
        );
    };
    for (open, _) in passage.text.match_indices('{') {
        let Some(close) = passage.text.get(open..).and_then(|t| t.find('}')) else { break };
        let braces = open..open + close + 1;
        let Some(datum) = quoted(passage.span_of(&braces)) else { continue };
        if open < rest {
            continue;
        }
        plain(rest..open, &mut expected);
        expected.extend(words(&datum).into_iter().map(|w| (w.folded, braces.clone())));
        rest = braces.end;
    }
    plain(rest..passage.text.len(), &mut expected);
    expected
}

/// The words of a text that refers to nothing.
fn said_as_is(text: &str) -> Vec<Expected> {
    words(text).into_iter().map(|word| (word.folded, word.bytes)).collect()
}

/// Whether a passage is a value that a draft prints in other words: « non renseigné » is there a place to fill.
fn may_be_to_fill(passage: &Passage) -> bool {
    let is_data = matches!(passage.kind, PassageKind::Field | PassageKind::Row);
    is_data && Absence::read(passage.text.trim()) == Some(Absence::NotReported)
}

/// Whether a word of the data is printed as a blank.
fn is_blank_word(word: &str) -> bool {
    Absence::read(word) == Some(Absence::Blank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{FileId, ProjectPath, Sources};

    fn missing(text: &str, printed: &[&str]) -> Vec<String> {
        missing_of(PassageKind::Paragraph, text, printed)
    }

    fn missing_of(kind: PassageKind, text: &str, printed: &[&str]) -> Vec<String> {
        let mut sources = Sources::default();
        let file: FileId = sources.add(ProjectPath::new("a.md").unwrap(), text);
        let passages: Vec<Passage> = text
            .lines()
            .scan(0, |start, line| {
                let here = *start;
                *start += line.len() + 1;
                Some((here, line))
            })
            .map(|(start, line)| {
                let span = Span { file, start, end: start + line.len() };
                Passage::new(kind, line.to_owned(), span, vec![(0, start)])
            })
            .collect();
        let quoted = |span: Span| (sources.text(span) == "{lieu}").then(|| "Melun".to_owned());
        unprinted(&passages, quoted, &PrintedText::new(printed.iter().copied()))
            .into_iter()
            .map(|l| sources.text(l.span).to_owned())
            .collect()
    }

    #[test]
    fn a_word_that_is_not_printed_is_told() {
        assert_eq!(missing("un deux trois", &["Un deux", "trois"]), Vec::<String>::new());
        assert_eq!(missing("un deux trois quatre", &["un deux quatre"]), ["trois"]);
        let far = "autre ".repeat(GAP_MAX);
        assert_eq!(missing("un texte perdu", &[&format!("un {far} texte {far} perdu")]), ["un texte perdu"]);
        assert_eq!(missing("12 500 € à verser", &["12\u{a0}500", "à verser"]), Vec::<String>::new());
        assert_eq!(missing("Fait à {lieu} le 3", &["Fait à Melun le 3"]), Vec::<String>::new());
        assert_eq!(missing("Montant de {lieu}", &["Montant de"]), ["{lieu}"]);
    }

    #[test]
    fn what_is_not_known_may_be_printed_as_a_place_to_fill() {
        let lost = |text: &str, printed: &[&str]| missing_of(PassageKind::Field, text, printed);
        for text in ["non renseigné", "Non renseigné", "non\u{a0}renseigné"] {
            assert_eq!(lost(text, &["Cible", "à compléter"]), Vec::<String>::new(), "{text}");
            assert_eq!(lost(text, &["Cible"]), [text]);
        }
        // Another reason is a fact of the act, in a draft too.
        assert_eq!(lost("non contracté", &["à compléter"]), ["non contracté"]);
        assert_eq!(lost("non renseigné en mars", &["à compléter"]), ["non renseigné en mars"]);
        assert_eq!(
            missing("non renseigné", &["à compléter"]),
            ["non renseigné"],
            "a sentence is printed as it is"
        );
    }
}
