//! Numbered things of a text: « Phase 1 », « volet 2 », « Comité technique #3 ».

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::enumeration::announcements;
use crate::lang::{flat, singular};
use crate::model::passage::{Passage, PassageKind};
use crate::text::{LETTERS, Span, head, pattern, words_and_numbers};
use regex::Regex;

/// A numbered thing.
#[derive(Debug, Clone)]
pub(crate) struct NumberedItem<'d> {
    /// Passage that holds it.
    pub passage: &'d Passage,
    /// Its number.
    pub number: u32,
    /// Bytes of its word and number.
    pub bytes: Range<usize>,
}

impl NumberedItem<'_> {
    /// Where it is written.
    pub(crate) fn span(&self) -> Span {
        self.passage.span_of(&self.bytes)
    }

    /// As written: « Phase 1 ».
    pub(crate) fn text(&self) -> &str {
        self.passage.text.get(self.bytes.clone()).unwrap_or("")
    }
}

/// The things of a file with the same word, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct NumberedSeries<'d> {
    /// The things.
    pub items: Vec<NumberedItem<'d>>,
    /// The count announced before the first, and where.
    pub announced: Option<(u32, Span)>,
}

impl NumberedSeries<'_> {
    /// Their numbers.
    pub(crate) fn numbers(&self) -> Vec<u32> {
        self.items.iter().map(|item| item.number).collect()
    }

    /// Whether they count 1, 2, 3… with certainty: most are in place, or one is and as many are announced.
    pub(crate) fn is_sure(&self) -> bool {
        let numbers = self.numbers();
        let in_place = (1u32..).zip(&numbers).filter(|(index, number)| index == *number).count();
        let announced = self.announced.and_then(|(number, _)| usize::try_from(number).ok());
        numbers.len() > 1
            && (in_place * 2 > numbers.len() || in_place > 0 && announced == Some(numbers.len()))
    }

    /// The series cut where it starts again at 1.
    pub(crate) fn runs(&self) -> Vec<&[NumberedItem<'_>]> {
        let mut runs = Vec::new();
        let mut start = 0;
        let numbers = self.numbers();
        for i in 1..numbers.len() {
            let (here, next) = (numbers.get(i), numbers.get(i + 1));
            if i - start > 1 && here == Some(&1) && next == Some(&2) {
                runs.extend(self.items.get(start..i));
                start = i;
            }
        }
        runs.extend(self.items.get(start..));
        runs
    }

    /// Whether all are items of one list.
    pub(crate) fn is_in_list(&self) -> bool {
        let lists: BTreeSet<_> =
            self.items.iter().map(|item| item.passage.item.map(|item| item.list)).collect();
        lists.len() == 1 && lists.first().is_some_and(Option::is_some)
    }
}

/// Words of numbered things, flattened; most take an « s » when they are several.
const SERIES_WORDS: [&str; 15] = [
    "phase", "volet", "axe", "etape", "action", "lot", "tranche", "objectif", "chantier", "priorite",
    "atelier", "module", "pilier", "vague", "temps",
];

/// « phase 1 » in a text.
struct Mention<'t> {
    word: &'t str,
    number: u32,
    bytes: Range<usize>,
}

/// The numbered things that a text names: a word of [`SERIES_WORDS`], a blank, a number of one or two digits.
fn named_in(text: &str) -> impl Iterator<Item = Mention<'_>> {
    words_and_numbers(text).filter_map(|(place, digits)| {
        let number = digits.parse().ok().filter(|_| digits.len() <= 2 && digits.is_ascii())?;
        let before = text.get(..place)?;
        let joined = before.strip_suffix(char::is_whitespace).unwrap_or(before);
        let before = joined.strip_suffix("n°").or_else(|| joined.strip_suffix("N°")).unwrap_or(before);
        let before = before.strip_suffix(char::is_whitespace)?;
        let start = before.rfind(|c: char| !c.is_alphanumeric() && c != '_');
        let start = start.map_or(0, |sign| before.ceil_char_boundary(sign + 1));
        let word = before.get(start..)?;
        let folded = flat(word);
        let is_of_series = SERIES_WORDS.contains(&folded.as_str())
            || folded.strip_suffix('s').is_some_and(|one| SERIES_WORDS.contains(&one));
        is_of_series.then(|| Mention { word, number, bytes: start..place + digits.len() })
    })
}

/// « Phase 1 : » at the start of a text.
fn opening(text: &str) -> Option<Mention<'_>> {
    let margin = text.len() - text.trim_start().len();
    // Nothing that opens a text is longer, and most texts name none.
    let start = head(text, margin + 40);
    let mention = named_in(start).next().filter(|mention| mention.bytes.start == margin)?;
    let after = text.get(mention.bytes.end..)?;
    let spaced = after.strip_prefix(char::is_whitespace);
    let is_blank = |rest: &str| rest.starts_with(char::is_whitespace);
    let closes = spaced.unwrap_or(after).starts_with([':', '–', '—'])
        || after.strip_prefix('.').is_some_and(is_blank)
        || spaced.and_then(|rest| rest.strip_prefix('-')).is_some_and(is_blank);
    closes.then_some(mention)
}

static HASH_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"([{LETTERS}'’]+\s[{LETTERS}'’]+)\s\(?#([0-9]{{1,2}})\b")));

/// A word flattened and singular.
fn key(word: &str) -> String {
    singular(&flat(word)).into_owned()
}

/// Things that open a paragraph or a heading (« Phase 1 – Repérage »), by word.
pub(crate) fn opening_series(passages: &[Passage]) -> BTreeMap<String, NumberedSeries<'_>> {
    let mut sequences: BTreeMap<String, NumberedSeries<'_>> = BTreeMap::new();
    for (index, passage) in passages.iter().enumerate() {
        if !matches!(passage.kind, PassageKind::Paragraph | PassageKind::Heading(_)) {
            continue;
        }
        let Some(Mention { word, number, bytes }) = opening(&passage.text) else { continue };
        let series = sequences.entry(key(word)).or_default();
        if series.items.is_empty() {
            series.announced = announced(passages, index, &key(word));
        }
        series.items.push(NumberedItem { passage, number, bytes });
    }
    sequences
}

/// The count of such things that one of the three passages before announces.
fn announced(passages: &[Passage], index: usize, word: &str) -> Option<(u32, Span)> {
    let before = passages.get(index.saturating_sub(3)..index)?;
    before.iter().rev().find_map(|passage| {
        let announced = announcements(&passage.text).into_iter().rfind(|a| a.noun == word)?;
        Some((announced.count, passage.span_of(&announced.bytes)))
    })
}

/// Things numbered by a hash sign (« Comité technique #2 »), by the two words before it.
pub(crate) fn hash_series(passages: &[Passage]) -> BTreeMap<String, NumberedSeries<'_>> {
    let mut sequences: BTreeMap<String, NumberedSeries<'_>> = BTreeMap::new();
    for passage in passages.iter().filter(|p| p.text.contains('#')) {
        for found in HASH_NUMBER.captures_iter(&passage.text) {
            let (Some(label), Some(word), Some(number)) = (found.get(0), found.get(1), found.get(2)) else {
                continue;
            };
            let Ok(number) = number.as_str().parse() else { continue };
            let series = sequences.entry(key(word.as_str())).or_default();
            series.items.push(NumberedItem { passage, number, bytes: label.range() });
        }
    }
    sequences
}

/// Mentions of numbered things elsewhere than at their opening, each with its word.
pub(crate) fn mentions(passages: &[Passage]) -> Vec<(String, NumberedItem<'_>)> {
    let mut mentions = Vec::new();
    for passage in passages {
        let head = LazyCell::new(|| opening(&passage.text).map(|opening| opening.bytes));
        for Mention { word, number, bytes } in named_in(&passage.text) {
            let after = passage.text.get(bytes.end..).unwrap_or("").trim_start().to_lowercase();
            // Skip « l’action 12 du plan », which is another document's, « axe 1.2 » and « phase 1 % ».
            let elsewhere =
                ["du ", "de la ", "de l", "des ", "%", "€"].iter().any(|start| after.starts_with(start))
                    || after
                        .strip_prefix(['.', ','])
                        .is_some_and(|start| start.starts_with(|c: char| c.is_ascii_digit()));
            if !elsewhere && head.as_ref() != Some(&bytes) {
                mentions.push((key(word), NumberedItem { passage, number, bytes }));
            }
        }
    }
    mentions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_numbered_thing_is_a_word_of_series_and_its_number() {
        let named = |text: &'static str| {
            named_in(text).filter_map(|mention| text.get(mention.bytes)).collect::<Vec<_>>()
        };
        assert_eq!(named("la phase 1, puis l’Étape n° 12"), ["phase 1", "Étape n° 12"]);
        assert_eq!(named("axes n°2 et PRIORITÉ\u{a0}3"), ["axes n°2", "PRIORITÉ\u{a0}3"]);
        assert_eq!(named("le temps 2, la temp 3, 2 phases, phase 2bis, phase 123, printemps 4"), ["temps 2"]);
        let opens = |text: &'static str| opening(text).and_then(|mention| text.get(mention.bytes));
        assert_eq!(opens("Phase 1 : le repérage"), Some("Phase 1"));
        assert_eq!(opens(" Action n°2 - les ateliers"), Some("Action n°2"));
        assert_eq!(opens("Étape 3. Le bilan"), Some("Étape 3"));
        assert_eq!((opens("La phase 1 : x"), opens("Phase 1 à 2"), opens("Phase 1.2")), (None, None, None));
    }
}
