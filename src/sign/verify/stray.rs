//! Bytes of a revision that no reader is told to look at: where a shadow would hide.

use std::ops::Range;

use crate::sign::pdf::{PdfError, PdfFile, PdfId, XrefEntry, is_space};

/// The bytes of an update that are neither an object of its table, nor the table, nor white space; overlaps too.
///
/// # Errors
/// [`PdfError`] when an object of the table cannot be read.
pub(super) fn stray_bytes(file: &PdfFile<'_>, index: usize) -> Result<Vec<Range<usize>>, PdfError> {
    let Some(revision) = file.revisions().get(index) else {
        return Ok(Vec::new());
    };
    let mut spans = Vec::new();
    for (number, entry) in &revision.entries {
        let XrefEntry::InFile { offset, generation } = *entry else { continue };
        if offset == revision.xref_at {
            continue;
        }
        let id = PdfId { number: *number, generation };
        if let Some(span) = file.locate(id, index)?.and_then(|located| located.span) {
            spans.push(span);
        }
    }
    spans.push(revision.xref_at..revision.end);
    spans.sort_by_key(|span| (span.start, span.end));
    let mut stray = Vec::new();
    let mut at = revision.start;
    for span in spans {
        if span.start < at {
            // Two objects on the same bytes, or an object of an earlier revision brought back.
            stray.push(span);
            continue;
        }
        let gap = file.bytes().get(at..span.start).unwrap_or_default();
        if !gap.iter().all(|byte| is_space(*byte)) {
            stray.push(at..span.start);
        }
        at = span.end;
    }
    Ok(stray)
}
