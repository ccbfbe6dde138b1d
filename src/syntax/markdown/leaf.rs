//! The text of a leaf (a paragraph, a heading, a cell) as it is read, run after run, and where each run is written.

use std::ops::Range;

use super::Page;

/// What is read of a leaf.
#[derive(Debug, Default)]
pub(super) struct Leaf {
    /// Its text, marks of emphasis aside.
    pub(super) text: String,
    /// Byte of the text and byte of the file where each run starts.
    pub(super) anchors: Vec<(usize, usize)>,
    /// Bytes of the text where a line starts that the page would join to the one before.
    pub(super) breaks: Vec<usize>,
    /// Bytes of the text that are kept to the letter.
    pub(super) literal: Vec<Range<usize>>,
}

/// A line of a leaf.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'l> {
    /// Its text, marks of emphasis aside.
    pub(super) text: &'l str,
    /// Byte of the page where it starts, margin aside.
    pub(super) start: usize,
    /// The line as it is written, from there.
    pub(super) written: &'l str,
    /// Whether a backslash makes its first sign a letter.
    pub(super) is_escaped: bool,
}

impl Leaf {
    /// Byte of the page where a byte of the text is written.
    pub(super) fn place(&self, page: Page<'_>, byte: usize) -> Option<usize> {
        let index = self.anchors.partition_point(|(text, _)| *text <= byte).checked_sub(1)?;
        let (text, file) = self.anchors.get(index)?;
        (file + (byte - text)).checked_sub(page.zone.start)
    }

    /// Its lines.
    pub(super) fn lines<'l>(&'l self, page: Page<'l>) -> Vec<Line<'l>> {
        let starts = std::iter::once(0).chain(self.breaks.iter().copied());
        let ends = self.breaks.iter().copied().chain([self.text.len()]);
        starts
            .zip(ends)
            .filter_map(|(from, to)| {
                let text = self.text.get(from..to)?;
                let start = self.place(page, from)?;
                // Emphasis that opens the line stands before its text.
                let written = page.text.get(start..)?.lines().next()?;
                let is_escaped = page.is_escaped(start);
                Some(Line { text: text.trim_end(), start, written, is_escaped })
            })
            .collect()
    }
}
