//! Pieces of text that the rules of this family read, with their words and the edits that are safe to make in their
//! source.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use crate::check::Context;
use crate::check::folded_words::FoldedWords;
use crate::check::readings::Reading;
use crate::check::shares::FileTexts;
use crate::diagnostic::{Diagnostic, TextEdit};
use crate::model::Passage;
use crate::model::fiche::ObjectiveRow;
use crate::model::passage::PassageKind;
use crate::text::{FileId, Span};

/// A passage, or one line of one cell of a data row.
#[derive(Debug, Clone)]
pub(crate) struct TextPiece<'d> {
    /// The passage that holds it.
    pub passage: &'d Passage,
    /// The text.
    pub text: &'d str,
    /// Whether the framework holds it: its words are the State's, not the act's.
    pub of_cadre: bool,
    /// Whether its words are the State's: framework text, or a label of one of its indicators.
    national: bool,
    /// First byte in the passage.
    start: usize,
    /// Literal text, with what else programs read, sorted and disjoint; `None` without literal text.
    literal_ranges: Option<Vec<Range<usize>>>,
    /// Bytes that programs read.
    reserved: Arc<ReservedRanges>,
    /// Its words.
    words: Arc<FoldedWords>,
}

/// Bytes of a text that programs read (references, addresses), sorted and disjoint.
#[derive(Debug)]
struct ReservedRanges(Vec<Range<usize>>);

impl Reading for ReservedRanges {
    fn read(text: &str) -> Self {
        Self(merge(reserved_ranges(text)))
    }
}

impl<'d> TextPiece<'d> {
    /// Its words with their first byte.
    pub(crate) fn words(&self) -> impl Iterator<Item = (usize, &'d str)> + use<'_, 'd> {
        self.folded_words().map(|(start, word, _)| (start, word))
    }

    /// Its words with their first byte, each folded too.
    pub(crate) fn folded_words(&self) -> impl Iterator<Item = (usize, &'d str, &str)> + use<'_, 'd> {
        let text = self.text;
        self.words.letters().filter_map(move |(bytes, folded)| Some((bytes.start, text.get(bytes)?, folded)))
    }

    /// The file.
    pub(crate) fn file(&self) -> FileId {
        self.passage.file()
    }

    /// Its bytes in its passage.
    pub(crate) fn bytes(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    /// Place of some of its bytes in the source.
    pub(crate) fn span(&self, bytes: &Range<usize>) -> Span {
        self.passage.span_of(&(self.start + bytes.start..self.start + bytes.end))
    }

    /// Whether readers read these bytes: no reference, address or literal text.
    pub(crate) fn free(&self, bytes: &Range<usize>) -> bool {
        let reserved_ranges = self.literal_ranges.as_ref().unwrap_or(&self.reserved.0);
        let index = reserved_ranges.partition_point(|r| r.end <= bytes.start);
        reserved_ranges.get(index).is_none_or(|r| bytes.end <= r.start)
    }

    /// An edit that is safe to apply alone: the source holds this very text, no digit changes, and the file still
    /// parses as before. `None` otherwise.
    pub(crate) fn edit(
        &self,
        context: &Context<'_>,
        bytes: &Range<usize>,
        corrected: &str,
    ) -> Option<TextEdit> {
        let old = self.text.get(bytes.clone())?;
        let span = self.span(bytes);
        let digits = |t: &str| t.chars().filter(char::is_ascii_digit).collect::<String>();
        let exact = context.sources.text(span) == old && old != corrected && digits(old) == digits(corrected);
        let safe =
            exact && !self.national && self.free(bytes) && self.keeps_syntax(context, bytes, corrected);
        safe.then(|| TextEdit { span, text: corrected.to_owned() })
    }

    /// Whether the file still parses after the replacement.
    fn keeps_syntax(&self, context: &Context<'_>, bytes: &Range<usize>, corrected: &str) -> bool {
        let signs = |forbidden: &[char]| {
            let old = self.text.get(bytes.clone()).unwrap_or("");
            !corrected.contains(forbidden) && !old.contains(forbidden)
        };
        match self.passage.kind {
            PassageKind::Field => match context.sources.text(self.passage.span).chars().next() {
                Some('"') => signs(&['"', '\\']),
                Some('\'') => signs(&['\'']),
                Some('|' | '>') => signs(&[':', '#']),
                // Plain scalar: avoid signs that end it or start another node.
                _ => {
                    signs(&[':', '#', '"', '\'', ','])
                        && (bytes.start > 0 || corrected.starts_with(char::is_alphanumeric))
                }
            },
            PassageKind::Row => signs(&['|', '\n']),
            PassageKind::Heading(_) | PassageKind::Paragraph | PassageKind::Cell | PassageKind::Code => {
                signs(&['\\', '|', '`'])
            }
        }
    }
}

/// Labels that a fiche gives to indicators of the framework.
fn national_labels(context: &Context<'_>, file: FileId) -> BTreeSet<Span> {
    let fiche = context.fiche_of(file).and_then(|fiche| fiche.objectives.as_ref());
    let lines = fiche.into_iter().flat_map(|objectives| &objectives.lines);
    lines
        .filter_map(|l| match l {
            ObjectiveRow::Indicateur { indicateur: Some(_), label: Some(label), .. } => Some(label.span),
            ObjectiveRow::Indicateur { .. } | ObjectiveRow::Heading(_) => None,
        })
        .collect()
}

/// All pieces of the act and its framework in file order, without code blocks.
pub(crate) fn pieces<'c, 'd>(context: &'c Context<'d>) -> impl Iterator<Item = &'c TextPiece<'d>> {
    context.files().iter().flat_map(|file| file.pieces(context))
}

impl<'d> FileTexts<'d> {
    /// The pieces of its texts, without code blocks. Cut once per run.
    pub(crate) fn pieces(&self, context: &Context<'_>) -> &[TextPiece<'d>] {
        self.pieces.get_or_init(|| self.split(context))
    }

    fn split(&self, context: &Context<'_>) -> Vec<TextPiece<'d>> {
        let labels = national_labels(context, self.file);
        let of_cadre = self.file == context.dossier.cadre.file;
        let (reserved, words) = (context.readings::<ReservedRanges>(), context.readings::<FoldedWords>());
        let mut pieces = Vec::new();
        for passage in self.passages.iter().filter(|passage| passage.kind != PassageKind::Code) {
            let raw = context.sources.text(passage.span);
            let national = of_cadre || labels.contains(&passage.span);
            let codes = if raw.contains('`') && passage.kind != PassageKind::Field {
                codes(raw, passage.span)
            } else {
                Vec::new()
            };
            let parts = match passage.kind {
                PassageKind::Row => cells(&passage.text),
                _ => std::iter::once(0..passage.text.len()).collect(),
            };
            pieces.extend(parts.into_iter().filter_map(|part| {
                let text = passage.text.get(part.clone())?;
                let reserved = match may_hold_reserved(text) {
                    true => reserved.read(text),
                    false => Arc::clone(&NOTHING_RESERVED),
                };
                let words = words.read(text);
                let literal_ranges = (!codes.is_empty()).then(|| {
                    let mut reserved_ranges = reserved.0.clone();
                    reserved_ranges.extend(text.char_indices().map(|(i, l)| i..i + l.len_utf8()).filter(
                        |o| {
                            let span = passage.span_of(&(part.start + o.start..part.start + o.end));
                            let code = codes.get(codes.partition_point(|c| c.end < span.end));
                            code.is_some_and(|c| c.start <= span.start)
                        },
                    ));
                    merge(reserved_ranges)
                });
                let start = part.start;
                Some(TextPiece { passage, text, of_cadre, national, start, literal_ranges, reserved, words })
            }));
        }
        pieces
    }
}

/// Sorts ranges and joins those that touch.
fn merge(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|p| (p.start, p.end));
    let mut output: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match output.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => output.push(range),
        }
    }
    output
}

/// The lines of the cells of a data row, trimmed.
fn cells(line: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let bar = |i: usize| !line.get(..i).is_some_and(|t| t.ends_with('\\'));
    let bounds = line.match_indices('|').filter(|(i, _)| bar(*i)).map(|(i, s)| (i, i + s.len()));
    for (end, rest) in bounds.chain([(line.len(), line.len())]) {
        let cell = line.get(start..end).unwrap_or("");
        let mut place = start;
        for part in cell.split(" // ") {
            let margin = part.len() - part.trim_start().len();
            parts.push(place + margin..place + margin + part.trim().len());
            place += part.len() + " // ".len();
        }
        start = rest;
    }
    parts.retain(|p| !p.is_empty());
    parts
}

/// Inline code in Markdown source: a run of backticks closes at the next run of the same length; an escaped one
/// opens nothing (CommonMark 6.1).
fn codes(raw: &str, span: Span) -> Vec<Span> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (i, _) in raw.match_indices('`') {
        match runs.last_mut() {
            Some(run) if run.end == i => run.end = i + 1,
            _ => runs.push(i..i + 1),
        }
    }
    let mut by_length: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for run in &runs {
        by_length.entry(run.len()).or_default().push(run.start);
    }
    let mut output: Vec<Span> = Vec::new();
    let mut free = 0;
    for run in &runs {
        if run.start < free {
            continue;
        }
        let backslashes = raw.get(..run.start).map_or(0, |t| t.len() - t.trim_end_matches('\\').len());
        // An escaped backtick is a letter: the rest of its run opens as a shorter one.
        let opens = run.start + backslashes % 2..run.end;
        let closers = by_length.get(&opens.len()).map_or(&[][..], Vec::as_slice);
        let index = closers.partition_point(|f| *f < run.end);
        if let Some(closes) = closers.get(index).filter(|_| !opens.is_empty()) {
            free = closes + opens.len();
            output.push(Span { start: span.start + opens.start, end: span.start + free, ..span });
        }
    }
    output
}

/// Most texts have nothing for programs.
static NOTHING_RESERVED: LazyLock<Arc<ReservedRanges>> =
    LazyLock::new(|| Arc::new(ReservedRanges(Vec::new())));

/// Whether a text has one of the signs of what programs read.
fn may_hold_reserved(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'{' | b'@' | b'/' | b'.'))
}

/// Finds references, web and mail addresses, file names.
fn reserved_ranges(text: &str) -> Vec<Range<usize>> {
    let mut output: Vec<Range<usize>> = Vec::new();
    let mut free = 0;
    for (i, _) in text.match_indices('{') {
        if i >= free {
            free = text.get(i..).and_then(|t| t.find('}')).map_or(text.len(), |f| i + f + 1);
            output.push(i..free);
        }
    }
    let mut start = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let own = word.trim_end();
        // A final point alone does not make a word a file name.
        let sign = own.trim_end_matches('.').bytes().any(|o| matches!(o, b'.' | b'@' | b'/'));
        if !sign {
            start += word.len();
            continue;
        }
        let address = own.contains("://") || own.contains("www.") || own.contains('@');
        if address || !own.contains('{') && file(own) {
            output.push(start..start + own.len());
        }
        start += word.len();
    }
    output
}

/// Whether a word is a file or site name: `images/carte.png`, `exemple.net`.
fn file(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.rsplit_once('.').is_some_and(|(before, end)| {
        (2..=5).contains(&end.len())
            && end.chars().all(|c| c.is_ascii_lowercase())
            && before.chars().all(|c| c.is_alphanumeric() || "-_/.".contains(c))
            && before.chars().count() > 2
    })
}

/// Attaches safe edits to a finding.
#[must_use]
pub(crate) fn fix(finding: Diagnostic, edits: impl IntoIterator<Item = TextEdit>) -> Diagnostic {
    edits.into_iter().fold(finding, |d, e| d.fix(e.span, e.text))
}

/// Whether a text has two capitals in a row, a point or hyphen between them at most: cheap test before looking for
/// acronyms.
pub(crate) fn has_acronyms(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_upper = |o: Option<&u8>| o.is_some_and(u8::is_ascii_uppercase);
    bytes.iter().enumerate().any(|(i, o)| {
        o.is_ascii_uppercase()
            && (is_upper(bytes.get(i + 1))
                || matches!(bytes.get(i + 1), Some(b'.' | b'-')) && is_upper(bytes.get(i + 2)))
    })
}

/// « , et 3 autres fois », or nothing.
pub(crate) fn others(n: usize) -> String {
    match n {
        0 => String::new(),
        1 => ", et une autre fois".to_owned(),
        n => format!(", et {n} autres fois"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_cut_into_the_lines_of_its_cells() {
        let line = "Un \\| deux  |  a // b |  | c";
        let scanned: Vec<&str> = cells(line).into_iter().filter_map(|r| line.get(r)).collect();
        assert_eq!(scanned, ["Un \\| deux", "a", "b", "c"]);
    }

    #[test]
    fn literal_text_is_between_runs_of_as_many_backticks() {
        let file = crate::text::Sources::default().add(crate::text::ProjectPath::new("a.md").unwrap(), "");
        for (raw, expected) in [
            ("un `a  b` et `c`", vec!["`a  b`", "`c`"]),
            ("``a ` b  c`` puis `d`", vec!["``a ` b  c``", "`d`"]),
            (r"\`a  b` c`", vec!["` c`"]),
            (r"`a\` b `c`", vec![r"`a\`", "`c`"]),
            (r"\``a  b` c", vec!["`a  b`"]),
            ("un ` seul, et ``deux", vec![]),
        ] {
            let span = Span { file, start: 0, end: raw.len() };
            let scanned: Vec<&str> =
                codes(raw, span).iter().filter_map(|c| raw.get(c.start..c.end)).collect();
            assert_eq!(scanned, expected, "{raw}");
        }
    }

    #[test]
    fn what_is_for_programs_is_known() {
        for text in
            ["{budget.total}", "https://a.fr/x", "a@b.fr", "images/a.png", "www.a.fr", "ParcoursCréa.net"]
        {
            assert!(!reserved_ranges(text).is_empty(), "{text}");
        }
        assert!(reserved_ranges("une phrase. Puis M. Dupont, etc. et/ou.").is_empty());
    }
}
