//! Source texts and places in them. Stages carry a [`Span`] of bytes; only [`Sources`] turns it into a path, a line
//! and a column, when something is shown.

use std::any::Any;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::ProjectPath;

/// A file of a [`Sources`]. Meaningless in another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// Rank of the file in reading order, from 0.
    pub fn index(self) -> u32 {
        self.0
    }
}

/// A half-open range of bytes in one source file, counted in [`Source::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// File that the bytes are in.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: usize,
    /// Offset just past the last byte.
    pub end: usize,
}

impl Span {
    /// Whether another stands within it.
    pub fn has(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// The bytes it was read from.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Pairs a value with its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Transforms the value and keeps the place.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned::new(f(self.value), self.span)
    }
}

impl<T: std::fmt::Display> std::fmt::Display for Spanned<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.value.fmt(f)
    }
}

/// One source file: path, normalised text, and what makes [`Source::line_column`] fast. Its copies share all of it.
#[derive(Debug, Clone)]
pub struct Source {
    path: ProjectPath,
    text: Arc<str>,
    /// Made for the first place that is asked for: most files are never shown.
    lines: Arc<OnceLock<LineIndex>>,
    kept: Kept,
}

/// Where the lines of a text are.
#[derive(Debug)]
struct LineIndex {
    /// Offset of the first byte of each line.
    starts: Vec<usize>,
    /// Characters before each block of [`CHECKPOINT`] bytes, so that a column far into a very long line is not
    /// counted from the start of the line.
    checkpoints: Vec<usize>,
}

/// What was read in some bytes of a text. It follows from the text: whether it was read yet shows nowhere.
#[derive(Clone, Default)]
struct Kept(Arc<OnceLock<(Range<usize>, AnyReading)>>);

/// What was read, of whatever type.
type AnyReading = Arc<dyn Any + Send + Sync>;

impl fmt::Debug for Kept {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Kept")
    }
}

/// Bytes between two entries of [`LineIndex::checkpoints`].
const CHECKPOINT: usize = 512;

/// Number of characters that start in a slice of UTF-8: every byte but the continuation ones.
fn count_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

/// Drops byte order marks and ends lines by `\n`: Word and Windows write a mark and `\r\n`, some programs a second mark,
/// old Macs and Excel `\r` alone, and no stage should see them.
pub fn as_read(text: &str) -> String {
    plain(text).into_owned()
}

/// The same, without a copy when nothing changes.
fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches('\u{feff}');
    // Most files have none.
    match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    }
}

impl LineIndex {
    fn of(text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        let mut count = 0;
        let checkpoints = text
            .as_bytes()
            .chunks(CHECKPOINT)
            .map(|piece| {
                let before = count;
                count += count_characters(piece);
                before
            })
            .collect();
        Self { starts, checkpoints }
    }
}

impl Source {
    fn new(path: ProjectPath, text: &str) -> Self {
        Self { path, text: plain(text).into(), lines: Arc::default(), kept: Kept::default() }
    }

    fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::of(&self.text))
    }

    /// Whether two texts are the same: most are one text.
    fn has_text_of(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.text, &other.text) || self.text == other.text
    }

    /// Where the file stands in the project.
    pub fn path(&self) -> &ProjectPath {
        &self.path
    }

    /// The text after [`as_read`].
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same, to be kept without a copy.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// Line and column of a byte, both from 1. Columns count characters; a byte past the end, or inside a character,
    /// gives a valid place anyway.
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let starts = &self.lines().starts;
        let line = starts.partition_point(|&start| start <= byte).max(1);
        let start = starts.get(line - 1).copied().unwrap_or(0);
        let column = match self.text.is_char_boundary(byte) {
            true if byte - start <= CHECKPOINT => {
                count_characters(self.text.as_bytes().get(start..byte).unwrap_or(&[]))
            }
            true => self.characters_before(byte) - self.characters_before(start),
            false => 0,
        };
        (line, column + 1)
    }

    /// Number of characters before a byte of the whole text.
    fn characters_before(&self, byte: usize) -> usize {
        let index = byte / CHECKPOINT;
        let remainder = self.text.as_bytes().get(index * CHECKPOINT..byte).unwrap_or(&[]);
        self.lines().checkpoints.get(index).map_or_else(
            || count_characters(self.text.as_bytes()),
            |before| before + count_characters(remainder),
        )
    }

    /// Offset of the first byte of a line, counted from 1; the end of the text for a line that does not exist.
    pub fn line_start(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|i| self.lines().starts.get(i).copied()).unwrap_or(self.text.len())
    }
}

/// The source files of a project, in reading order.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// The files of earlier sources that are there with the same path and the same text, and what each is here.
    pub fn found_again(&self, before: &Self) -> BTreeMap<FileId, FileId> {
        // Most files keep their rank: the others are looked for by their paths.
        let mut by_path: Option<BTreeMap<&ProjectPath, FileId>> = None;
        let mut here = |rank: FileId, path: &ProjectPath| match self.files.get(rank.0 as usize) {
            Some(source) if source.path == *path => Some(rank),
            _ => {
                let index = || self.iter().map(|(file, source)| (&source.path, file)).collect();
                by_path.get_or_insert_with(index).get(path).copied()
            }
        };
        let pairs = before.iter().filter_map(|(old, source)| {
            let new = here(old, &source.path)?;
            self.source(new).has_text_of(source).then_some((old, new))
        });
        pairs.collect()
    }

    /// What some bytes of a file are read as: read for who asks first, and kept for the others. One zone of a file is kept,
    /// the first that was asked for.
    pub fn read_once<T: Send + Sync + 'static>(&self, zone: Span, read: impl FnOnce() -> T) -> Arc<T> {
        let (slot, bytes) = (&self.source(zone.file).kept.0, zone.start..zone.end);
        let kept = slot.get().filter(|(known, _)| *known == bytes);
        if let Some(kept) = kept.and_then(|(_, kept)| Arc::clone(kept).downcast().ok()) {
            return kept;
        }
        let value = Arc::new(read());
        let shared: AnyReading = Arc::<T>::clone(&value);
        // What another thread kept meanwhile is the same.
        let _ = slot.set((bytes, shared));
        value
    }

    /// Takes what was read of the same files in earlier sources.
    pub fn take_readings(&mut self, before: &Self) {
        for (source, old) in self.files.iter_mut().zip(&before.files) {
            if source.path == old.path && source.has_text_of(old) {
                source.clone_from(old);
            }
        }
    }

    /// Adds a file and normalises its text with [`as_read`].
    pub fn add(&mut self, path: ProjectPath, text: &str) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source::new(path, text));
        id
    }

    /// Looks a file up.
    ///
    /// # Panics
    /// When `file` comes from another `Sources`, which no input can cause.
    #[expect(clippy::expect_used, reason = "only `add` makes identifiers")]
    pub fn source(&self, file: FileId) -> &Source {
        self.files.get(file.0 as usize).expect("identifier of another Sources")
    }

    /// The reverse of [`FileId::index`]; `None` past the last file.
    pub fn file(&self, index: u32) -> Option<FileId> {
        self.files.get(index as usize).map(|_| FileId(index))
    }

    /// The bytes of a span as text; empty when they are out of range.
    pub fn text(&self, span: Span) -> &str {
        self.source(span.file).text.get(span.start..span.end).unwrap_or("")
    }

    /// Start of a span as `path:line:column`.
    pub fn location(&self, span: Span) -> String {
        let source = self.source(span.file);
        let (line, column) = source.line_column(span.start);
        format!("{}:{line}:{column}", source.path)
    }

    /// The files, in reading order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        (0u32..).map(FileId).zip(&self.files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_a_long_line_counts_all_its_characters() {
        let mut sources = Sources::default();
        for n in [CHECKPOINT - 1, CHECKPOINT, 4 * CHECKPOINT] {
            let text = format!("é\n{}", "éa".repeat(n));
            let id = sources.add(ProjectPath::new("a.md").unwrap(), &text);
            let source = sources.source(id);
            assert_eq!(source.line_column(usize::MAX), (2, 2 * n + 1));
            assert_eq!(source.line_column(3 + 3 * 400), (2, 801));
        }
    }

    #[test]
    fn columns_count_characters_and_lines_start_at_one() {
        let mut sources = Sources::default();
        let id = sources.add(ProjectPath::new("a.md").unwrap(), "\u{feff}été\r\nà l’heure\n");
        let source = sources.source(id);
        assert_eq!(source.line_column(0), (1, 1));
        let a = source.text().find("l’").unwrap();
        assert_eq!(source.line_column(a), (2, 3));
        assert_eq!(source.line_column(usize::MAX), (3, 1));
        assert_eq!(source.line_start(2), "été\n".len());
    }
}
