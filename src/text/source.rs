//! Source texts and positions in them. Every later stage names a place by a [`Span`];
//! only [`Sources`] turns it into a file, a line and a column.

use super::ProjectPath;

/// Identifies one file of a [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

impl FileId {
    /// Rank of the file among those read.
    pub fn index(self) -> u32 {
        self.0
    }
}

/// A range of bytes in one source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
}

/// A value and where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Attaches a place to a value.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// Applies a function to the value, the place kept.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned::new(f(self.value), self.span)
    }
}

impl<T: std::fmt::Display> std::fmt::Display for Spanned<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.value.fmt(f)
    }
}

/// One source file: its path in the project and its text.
#[derive(Debug, Clone)]
pub struct Source {
    path: ProjectPath,
    text: String,
    lines: Vec<usize>,
    /// Characters before each stretch of [`CHECKPOINT`] bytes: a column of a very long line is not counted again
    /// from its beginning.
    checkpoints: Vec<usize>,
}

/// Bytes between two counts of characters.
const CHECKPOINT: usize = 512;

/// Characters that start in some bytes of UTF-8.
fn letters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|o| **o & 0xc0 != 0x80).count()
}

/// A text as every stage sees it: without byte order mark, lines ended by `\n`. Word and Windows write both.
pub fn as_read(text: &str) -> String {
    text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n")
}

impl Source {
    fn new(path: ProjectPath, text: &str) -> Self {
        let text = as_read(text);
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        let mut count = 0;
        let checkpoints = text
            .as_bytes()
            .chunks(CHECKPOINT)
            .map(|piece| {
                let before = count;
                count += letters(piece);
                before
            })
            .collect();
        Self { path, text, lines, checkpoints }
    }

    /// Path relative to the project, with `/`.
    pub fn path(&self) -> &ProjectPath {
        &self.path
    }

    /// The text, UTF-8, without byte order mark, lines ended by `\n`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column, both from 1, of a byte; the column counts characters.
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let line = self.lines.partition_point(|&start| start <= byte).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or(0);
        let column = match self.text.is_char_boundary(byte) {
            true if byte - start <= CHECKPOINT => {
                letters(self.text.as_bytes().get(start..byte).unwrap_or(&[]))
            }
            true => self.letters_before(byte) - self.letters_before(start),
            false => 0,
        };
        (line, column + 1)
    }

    /// Characters before a byte.
    fn letters_before(&self, byte: usize) -> usize {
        let index = byte / CHECKPOINT;
        let remainder = self.text.as_bytes().get(index * CHECKPOINT..byte).unwrap_or(&[]);
        self.checkpoints
            .get(index)
            .map_or_else(|| letters(self.text.as_bytes()), |before| before + letters(remainder))
    }

    /// First byte of a line counted from 1, or the end of the text.
    pub fn line_start(&self, line: usize) -> usize {
        line.checked_sub(1).and_then(|i| self.lines.get(i).copied()).unwrap_or(self.text.len())
    }
}

/// All the source files of a project, in the order they were read.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file, its text made plain by [`as_read`].
    pub fn add(&mut self, path: ProjectPath, text: &str) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Source::new(path, text));
        id
    }

    /// The file of an identifier given by [`Sources::add`].
    ///
    /// # Panics
    /// When the identifier comes from another `Sources`: a bug of ours, never an input.
    #[expect(clippy::expect_used, reason = "identifiers are only made by `ajouter`")]
    pub fn source(&self, file: FileId) -> &Source {
        self.files.get(file.0 as usize).expect("identifier of another Sources")
    }

    /// The file of a rank given by [`FileId::index`], if there is one.
    pub fn file(&self, index: u32) -> Option<FileId> {
        self.files.get(index as usize).map(|_| FileId(index))
    }

    /// Text of a span.
    pub fn text(&self, span: Span) -> &str {
        self.source(span.file).text.get(span.start..span.end).unwrap_or("")
    }

    /// `file:line:column` of the beginning of a span.
    pub fn location(&self, span: Span) -> String {
        let source = self.source(span.file);
        let (line, column) = source.line_column(span.start);
        format!("{}:{line}:{column}", source.path)
    }

    /// All the files, in the order they were read.
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
