//! The half of a verification that no signature gives: the document is made again from its sources, and compared with the
//! pages below the signatures, byte for byte; what differs is named.

use similar::{ChangeTag, TextDiff};

use crate::export::SourcesManifest;
use crate::pipeline;
use crate::snapshot::Snapshot;
use crate::text::one_line;

/// Most differences that are told of the pages.
const TOLD_MAX: usize = 20;

/// Whether the pages are those that the sources make.
pub(in crate::cli) enum PagesVerdict {
    /// They are, to the byte.
    Same {
        /// How many bytes, up to the signatures.
        bytes: usize,
    },
    /// They are not.
    Others {
        /// Where the first byte that differs is.
        at: usize,
        /// What differs in what is read.
        differences: Vec<PageDifference>,
    },
    /// Nothing can be told.
    Unknown {
        /// Why.
        why: String,
        /// What differs in what is read, when it proves nothing.
        differences: Vec<PageDifference>,
    },
}

impl PagesVerdict {
    /// Nothing can be told, and nothing was compared.
    pub(super) fn unknown(why: impl ToString) -> Self {
        Self::Unknown { why: why.to_string(), differences: Vec::new() }
    }
}

/// What a page says, and what the sources would have it say.
pub(in crate::cli) struct PageDifference {
    /// The title under which it stands.
    pub place: String,
    /// What the PDF says; empty when it says nothing there.
    pub printed: String,
    /// What the sources make.
    pub made: String,
}

/// Makes the document that a manifest names again, from its sources, and compares it with what the PDF was at first.
pub(super) fn compare(manifest: &SourcesManifest, sources: &Snapshot, first: &[u8]) -> PagesVerdict {
    let made = match pipeline::remake(manifest, sources) {
        Ok(made) => made,
        Err(error) => return PagesVerdict::unknown(error),
    };
    if made == first {
        return PagesVerdict::Same { bytes: made.len() };
    }
    let at = made.iter().zip(first).take_while(|(a, b)| a == b).count();
    let differences = differences(&heard(first), &heard(&made));
    // Another version of the program has other templates: it may set and word the same sources otherwise.
    if manifest.programme != SourcesManifest::PROGRAM {
        let why = format!(
            "il a été fait par {}, et ce programme est {}, qui peut mettre en page autrement",
            one_line(&manifest.programme),
            SourcesManifest::PROGRAM
        );
        return PagesVerdict::Unknown { why, differences };
    }
    PagesVerdict::Others { at, differences }
}

/// What is read aloud of a document.
#[cfg(feature = "pdf")]
pub(in crate::cli) fn heard(pdf: &[u8]) -> String {
    use crate::typeset::heard;
    heard::read(pdf).map(|tree| heard::told(&tree)).unwrap_or_default()
}

#[cfg(not(feature = "pdf"))]
pub(in crate::cli) fn heard(_: &[u8]) -> String {
    String::new()
}

/// What differs between two documents as they are read aloud, under which title.
fn differences(printed: &str, made: &str) -> Vec<PageDifference> {
    let diff = TextDiff::from_lines(printed, made);
    let mut found: Vec<PageDifference> = Vec::new();
    let mut titles: Vec<(usize, String)> = Vec::new();
    let mut is_open = false;
    for change in diff.iter_all_changes() {
        let line = change.value().trim();
        if change.tag() == ChangeTag::Equal {
            is_open = false;
            enter(line, &mut titles);
            continue;
        }
        if !is_open {
            let place = titles.iter().map(|(_, title)| title.as_str()).collect::<Vec<_>>().join(" › ");
            found.push(PageDifference { place, printed: String::new(), made: String::new() });
            is_open = true;
        }
        let Some(last) = found.last_mut() else { continue };
        let side = if change.tag() == ChangeTag::Delete { &mut last.printed } else { &mut last.made };
        if !side.is_empty() {
            side.push(' ');
        }
        side.push_str(line);
    }
    found.truncate(TOLD_MAX);
    found
}

/// Follows the titles of a document that is read aloud: « Titre 2 : Budget » stands under the last of level 1.
fn enter(line: &str, titles: &mut Vec<(usize, String)>) {
    let Some((level, title)) = line.strip_prefix("Titre ").and_then(|rest| rest.split_once(" : ")) else {
        return;
    };
    let Ok(level) = level.parse::<usize>() else { return };
    titles.retain(|(other, _)| *other < level);
    titles.push((level, title.to_owned()));
}
