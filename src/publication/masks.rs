//! What is looked for in a text to be masked, and what was found.

use std::collections::BTreeSet;
use std::ops::Range;

use super::plain::Plain;
use crate::lang::contacts::{ContactKind, contacts};
use crate::model::masked::{ConfidentialMark, MaskedKind};
use crate::text::ProjectPath;

/// What an act does not publish.
#[derive(Debug)]
pub(super) struct Masks<'m> {
    /// What the act marks, in the order written.
    pub(super) marks: Vec<&'m ConfidentialMark>,
    /// What of the account may be found in a sentence.
    pub(super) account: Vec<String>,
    /// The images that are marked.
    pub(super) images: BTreeSet<&'m ProjectPath>,
    /// Ranks of the marks that are on something.
    pub(super) used: BTreeSet<usize>,
    /// Ranks of the marks whose file is there.
    pub(super) placed: BTreeSet<usize>,
    /// What was masked.
    pub(super) kinds: BTreeSet<MaskedKind>,
}

/// The marks of one file, by rank.
#[derive(Debug)]
pub(super) struct FileMarks<'m> {
    excerpts: Vec<(usize, &'m str)>,
    /// Whether the whole of it is marked.
    pub(super) is_whole: bool,
}

impl<'m> Masks<'m> {
    /// Those of a file.
    pub(super) fn of(&mut self, path: &ProjectPath) -> FileMarks<'m> {
        let mut own = FileMarks { excerpts: Vec::new(), is_whole: false };
        for (rank, mark) in self.marks.iter().enumerate().filter(|(_, mark)| mark.is_of(path)) {
            self.placed.insert(rank);
            match &mark.excerpt {
                Some(excerpt) => own.excerpts.push((rank, excerpt.value.as_str())),
                None => {
                    own.is_whole = true;
                    self.used.insert(rank);
                }
            }
        }
        own
    }

    /// The bytes of a text that are to be masked, in order, none within another.
    pub(super) fn found(&mut self, own: &FileMarks<'_>, text: &str) -> Vec<Range<usize>> {
        let plain = Plain::new(text);
        let mut found: Vec<Range<usize>> = Vec::new();
        for (seen, kind) in contacts(&plain.text) {
            self.kinds.insert(match kind {
                ContactKind::Telephone | ContactKind::Email => MaskedKind::Contact,
                ContactKind::Iban => MaskedKind::Account,
            });
            found.push(plain.raw(&seen));
        }
        for code in &self.account {
            let places = plain.find_code(code);
            if !places.is_empty() {
                self.kinds.insert(MaskedKind::Account);
            }
            found.extend(places.iter().map(|seen| plain.raw(seen)));
        }
        for (rank, excerpt) in &own.excerpts {
            let places = plain.find(excerpt);
            if !places.is_empty() {
                self.kinds.insert(MaskedKind::Words);
                self.used.insert(*rank);
            }
            found.extend(places.iter().map(|seen| plain.raw(seen)));
        }
        joined(found)
    }
}

/// Ranges in order, those that meet made one.
fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}
