//! Numbered things of a text: « Phase 1 », « volet 2 », « Comité technique #3 ».

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::enumeration::announcements;
use crate::lang::{flat, singular};
use crate::model::passage::{Passage, PassageKind};
use crate::text::{LETTERS, Span, pattern};
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

/// Words of numbered things.
const SERIES_WORDS: &str = "phases?|volets?|axes?|étapes?|etapes?|actions?|lots?|tranches?|objectifs?|chantiers?|priorités?|ateliers?|modules?|piliers?|vagues?|temps";

/// « Phase 1 : » at the start of a text.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)^\s*(({SERIES_WORDS})\s(?:n°\s?)?([0-9]{{1,2}}))(?:\s?[:–—]|\.\s|\s-\s)"))
});

static MENTION: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)\b({SERIES_WORDS})\s(?:n°\s?)?([0-9]{{1,2}})\b")));

static HASH_NUMBER: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"([{LETTERS}'’]+\s[{LETTERS}'’]+)\s\(?#([0-9]{{1,2}})\b")));

fn holds_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

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
        if !holds_digit(&passage.text) {
            continue;
        }
        let Some(found) = OPENING.captures(&passage.text) else { continue };
        let (Some(label), Some(word), Some(number)) = (found.get(1), found.get(2), found.get(3)) else {
            continue;
        };
        let Ok(number) = number.as_str().parse() else { continue };
        let series = sequences.entry(key(word.as_str())).or_default();
        if series.items.is_empty() {
            series.announced = announced(passages, index, &key(word.as_str()));
        }
        series.items.push(NumberedItem { passage, number, bytes: label.range() });
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
        if !holds_digit(&passage.text) {
            continue;
        }
        let head = LazyCell::new(|| Some(OPENING.captures(&passage.text)?.get(1)?.range()));
        for found in MENTION.captures_iter(&passage.text) {
            let (Some(label), Some(word), Some(number)) = (found.get(0), found.get(1), found.get(2)) else {
                continue;
            };
            let after = passage.text.get(label.end()..).unwrap_or("").trim_start().to_lowercase();
            // Skip « l’action 12 du plan », which is another document's, « axe 1.2 » and « phase 1 % ».
            let elsewhere =
                ["du ", "de la ", "de l", "des ", "%", "€"].iter().any(|start| after.starts_with(start))
                    || after
                        .strip_prefix(['.', ','])
                        .is_some_and(|start| start.starts_with(|c: char| c.is_ascii_digit()));
            let Ok(number) = number.as_str().parse() else { continue };
            if !elsewhere && head.as_ref() != Some(&label.range()) {
                mentions.push((key(word.as_str()), NumberedItem { passage, number, bytes: label.range() }));
            }
        }
    }
    mentions
}
