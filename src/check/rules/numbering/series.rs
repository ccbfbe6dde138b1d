//! Things of a text that are numbered: « Phase 1 », « volet 2 », « Comité #3 ».

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use crate::check::rules::numbering::enumeration::announcements;
use crate::lang::{flat, singular};
use crate::model::passage::{Passage, PassageKind};
use crate::text::{Span, pattern};
use regex::Regex;

/// A thing and its number.
#[derive(Debug, Clone)]
pub(crate) struct Labelled<'d> {
    /// Its text.
    pub passage: &'d Passage,
    /// Its number.
    pub number: u32,
    /// Bytes of the word and of the number.
    pub bytes: Range<usize>,
    /// Rank of its passage in the file.
    pub index: usize,
}

impl Labelled<'_> {
    /// Where it is written.
    pub(crate) fn span(&self) -> Span {
        self.passage.span_of(&self.bytes)
    }

    /// As written: « Phase 1 ».
    pub(crate) fn text(&self) -> &str {
        self.passage.text.get(self.bytes.clone()).unwrap_or("")
    }
}

/// Things that bear the same word, in the order of the file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Continuation<'d> {
    /// The things.
    pub labelled: Vec<Labelled<'d>>,
    /// How many a text announces before the first, and where.
    pub announced: Option<(u32, Span)>,
}

impl Continuation<'_> {
    /// Their numbers.
    pub(crate) fn numbers(&self) -> Vec<u32> {
        self.labelled.iter().map(|e| e.number).collect()
    }

    /// Whether they surely count 1, 2, 3…: as many are announced, or most are in their place.
    pub(crate) fn is_sure(&self) -> bool {
        let numbers = self.numbers();
        let places = (1u32..).zip(&numbers).filter(|(index, n)| index == *n).count();
        let announcements = self.announced.and_then(|(n, _)| usize::try_from(n).ok());
        numbers.len() > 1
            && (places * 2 > numbers.len() || places > 0 && announcements == Some(numbers.len()))
    }

    /// The sequence cut where it begins again at 1.
    pub(crate) fn passages(&self) -> Vec<&[Labelled<'_>]> {
        let mut output = Vec::new();
        let mut start = 0;
        let numbers = self.numbers();
        for i in 1..numbers.len() {
            let (here, next) = (numbers.get(i), numbers.get(i + 1));
            if i - start > 1 && here == Some(&1) && next == Some(&2) {
                output.extend(self.labelled.get(start..i));
                start = i;
            }
        }
        output.extend(self.labelled.get(start..));
        output
    }

    /// Whether all the things are items of one list.
    pub(crate) fn is_in_list(&self) -> bool {
        let lists: BTreeSet<_> = self.labelled.iter().map(|e| e.passage.item.map(|i| i.list)).collect();
        lists.len() == 1 && lists.first().is_some_and(Option::is_some)
    }
}

/// The words that number.
const WORDS: &str = "phases?|volets?|axes?|étapes?|etapes?|actions?|lots?|tranches?|objectifs?|chantiers?|priorités?|ateliers?|modules?|piliers?|vagues?|temps";

static PATTERNS: LazyLock<(Regex, Regex, Regex)> = LazyLock::new(|| {
    let head = format!(r"(?i)^\s*(({WORDS})\s(?:n°\s?)?([0-9]{{1,2}}))(?:\s?[:–—]|\.\s|\s-\s)");
    let cross_reference = format!(r"(?i)\b({WORDS})\s(?:n°\s?)?([0-9]{{1,2}})\b");
    (
        pattern(&head),
        pattern(&cross_reference),
        pattern(r"((?:[^\W\d_]|['’])+\s(?:[^\W\d_]|['’])+)\s\(?#([0-9]{1,2})\b"),
    )
});

/// The same word whatever its number and its accents.
fn key(word: &str) -> String {
    singular(&flat(word)).into_owned()
}

/// The things that open a text of the body: « Phase 1 – Repérage ».
pub(crate) fn labelled(passages: &[Passage]) -> BTreeMap<String, Continuation<'_>> {
    let mut sequences: BTreeMap<String, Continuation<'_>> = BTreeMap::new();
    for (index, passage) in passages.iter().enumerate() {
        if !matches!(passage.kind, PassageKind::Paragraph | PassageKind::Heading(_)) {
            continue;
        }
        let Some(found) = PATTERNS.0.captures(&passage.text) else { continue };
        let (Some(whole), Some(word), Some(number)) = (found.get(1), found.get(2), found.get(3)) else {
            continue;
        };
        let Ok(number) = number.as_str().parse() else { continue };
        let rest = sequences.entry(key(word.as_str())).or_default();
        if rest.labelled.is_empty() {
            rest.announced = announced(passages, index, &key(word.as_str()));
        }
        rest.labelled.push(Labelled { passage, number, bytes: whole.range(), index });
    }
    sequences
}

/// How many such things one of the three texts before announces.
fn announced(passages: &[Passage], index: usize, word: &str) -> Option<(u32, Span)> {
    let before = passages.get(index.saturating_sub(3)..index)?;
    before.iter().rev().find_map(|passage| {
        let announced = announcements(&passage.text).into_iter().rfind(|a| a.name == word)?;
        Some((announced.count, passage.span_of(&announced.bytes)))
    })
}

/// Things numbered by a sharp: « Comité technique #2 ». Their name is the two words before it.
pub(crate) fn hash_labels(passages: &[Passage]) -> BTreeMap<String, Continuation<'_>> {
    let mut sequences: BTreeMap<String, Continuation<'_>> = BTreeMap::new();
    for (index, passage) in passages.iter().enumerate().filter(|(_, p)| p.text.contains('#')) {
        for found in PATTERNS.2.captures_iter(&passage.text) {
            let (Some(whole), Some(word), Some(number)) = (found.get(0), found.get(1), found.get(2)) else {
                continue;
            };
            let Ok(number) = number.as_str().parse() else { continue };
            let rest = sequences.entry(key(word.as_str())).or_default();
            rest.labelled.push(Labelled { passage, number, bytes: whole.range(), index });
        }
    }
    sequences
}

/// The things named elsewhere than where they are told: word, number, place.
pub(crate) fn cross_references(passages: &[Passage]) -> Vec<(String, Labelled<'_>)> {
    let mut output = Vec::new();
    for (index, passage) in passages.iter().enumerate() {
        let head = PATTERNS.0.captures(&passage.text).and_then(|t| t.get(1)).map(|m| m.range());
        for found in PATTERNS.1.captures_iter(&passage.text) {
            let (Some(whole), Some(word), Some(number)) = (found.get(0), found.get(1), found.get(2)) else {
                continue;
            };
            let after = passage.text.get(whole.end()..).unwrap_or("").trim_start().to_lowercase();
            // « L’action 12 du plan » is another plan’s; « axe 1.2 » and « phase 1 % » are something else.
            let elsewhere = ["du ", "de la ", "de l", "des ", "%", "€"].iter().any(|a| after.starts_with(a))
                || after
                    .strip_prefix(['.', ','])
                    .is_some_and(|a| a.starts_with(|c: char| c.is_ascii_digit()));
            let Ok(number) = number.as_str().parse() else { continue };
            if head.as_ref() != Some(&whole.range()) && !elsewhere {
                output.push((key(word.as_str()), Labelled { passage, number, bytes: whole.range(), index }));
            }
        }
    }
    output
}
