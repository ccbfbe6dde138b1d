//! What the rules on the form of the text share: the pieces of prose that they read, their words, and the
//! changes of a source that are certain.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::check::Context;
use crate::diagnostic::{Diagnostic, TextEdit};
use crate::model::Passage;
use crate::model::fiche::ObjectiveRow;
use crate::model::passage::PassageKind;
use crate::text::{FileId, Span, words};

/// A piece of text: a passage, or a line of a cell of a table of data.
#[derive(Debug, Clone)]
pub(crate) struct Piece<'d> {
    /// The passage that it is a piece of.
    pub passage: &'d Passage,
    /// The text.
    pub text: &'d str,
    /// Whether it is in the framework, whose words are the State's.
    pub of_cadre: bool,
    /// Whether its words are the State's, in the framework or in a label of an indicator of it.
    national: bool,
    /// Byte of the passage where it starts.
    start: usize,
    /// Bytes of the piece that are for programs: references, addresses, literal text; in order, none touching another.
    reserved_ranges: Vec<Range<usize>>,
    /// Its words, each with its first byte.
    pub words: Vec<(usize, &'d str)>,
}

impl Piece<'_> {
    /// The file.
    pub(crate) fn file(&self) -> FileId {
        self.passage.file()
    }

    /// Where some bytes of it were written.
    pub(crate) fn span(&self, bytes: &Range<usize>) -> Span {
        self.passage.span_of(&(self.start + bytes.start..self.start + bytes.end))
    }

    /// Whether some bytes are for readers: outside references, addresses and literal text.
    pub(crate) fn free(&self, bytes: &Range<usize>) -> bool {
        let index = self.reserved_ranges.partition_point(|r| r.end <= bytes.start);
        self.reserved_ranges.get(index).is_none_or(|r| bytes.end <= r.start)
    }

    /// A change of its source that nothing else can be hurt by: the source is that text to the letter, no digit
    /// changes, and YAML still reads what is meant.
    pub(crate) fn edition(&self, c: &Context<'_>, bytes: &Range<usize>, fresh: &str) -> Option<TextEdit> {
        let old = self.text.get(bytes.clone())?;
        let span = self.span(bytes);
        let digits = |t: &str| t.chars().filter(char::is_ascii_digit).collect::<String>();
        let exact = c.sources.text(span) == old && old != fresh && digits(old) == digits(fresh);
        let safe = exact && !self.national && self.free(bytes) && self.readable(c, bytes, fresh);
        safe.then(|| TextEdit { span, text: fresh.to_owned() })
    }

    /// Whether a text put there leaves what is around readable.
    fn readable(&self, c: &Context<'_>, bytes: &Range<usize>, fresh: &str) -> bool {
        let signs = |forbidden: &[char]| {
            let old = self.text.get(bytes.clone()).unwrap_or("");
            !fresh.contains(forbidden) && !old.contains(forbidden)
        };
        match self.passage.kind {
            PassageKind::Field => match c.sources.text(self.passage.span).chars().next() {
                Some('"') => signs(&['"', '\\']),
                Some('\'') => signs(&['\'']),
                Some('|' | '>') => signs(&[':', '#']),
                // A plain scalar: nothing that could end it or begin something else.
                _ => {
                    signs(&[':', '#', '"', '\'', ','])
                        && (bytes.start > 0 || fresh.starts_with(char::is_alphanumeric))
                }
            },
            PassageKind::Row => signs(&['|', '\n']),
            PassageKind::Heading(_) | PassageKind::Paragraph | PassageKind::Cell | PassageKind::Code => {
                signs(&['\\', '|', '`'])
            }
        }
    }
}

/// The labels of indicators of the framework that a fiche prints in its own way.
fn national_labels(c: &Context<'_>) -> BTreeSet<Span> {
    let lines = c.fiches().filter_map(|f| f.objectives.as_ref()).flat_map(|o| &o.lines);
    lines
        .filter_map(|l| match l {
            ObjectiveRow::Indicateur { indicateur: Some(_), label: Some(label), .. } => Some(label.span),
            ObjectiveRow::Indicateur { .. } | ObjectiveRow::Heading(_) => None,
        })
        .collect()
}

/// The pieces of text of the act and of its framework, in the order of the files; literal text aside.
pub(crate) fn pieces<'c, 'd>(c: &'c Context<'d>) -> impl Iterator<Item = &'c Piece<'d>> {
    c.pieces.get_or_init(|| split(c).collect()).iter()
}

fn split<'d>(c: &Context<'d>) -> impl Iterator<Item = Piece<'d>> {
    let dossier = c.dossier;
    let sources = c.sources;
    let national_spans = national_labels(c);
    dossier.passages.iter().filter(|p| p.kind != PassageKind::Code).flat_map(move |passage| {
        let raw = sources.text(passage.span);
        let of_cadre = sources.source(passage.file()).path().as_str().starts_with("content/cadres/");
        let national = of_cadre || national_spans.contains(&passage.span);
        let codes = if raw.contains('`') && passage.kind != PassageKind::Field {
            codes(raw, passage.span)
        } else {
            Vec::new()
        };
        let shares = match passage.kind {
            PassageKind::Row => cells(&passage.text),
            _ => std::iter::once(0..passage.text.len()).collect(),
        };
        shares.into_iter().filter_map(move |share| {
            let text = passage.text.get(share.clone())?;
            let mut reserved_ranges = reserved_ranges(text);
            if !codes.is_empty() {
                reserved_ranges.extend(text.char_indices().map(|(i, l)| i..i + l.len_utf8()).filter(|o| {
                    let span = passage.span_of(&(share.start + o.start..share.start + o.end));
                    let code = codes.get(codes.partition_point(|c| c.end < span.end));
                    code.is_some_and(|c| c.start <= span.start)
                }));
            }
            let reserved_ranges = merge(reserved_ranges);
            let words = words(text).collect();
            Some(Piece { passage, text, of_cadre, national, start: share.start, reserved_ranges, words })
        })
    })
}

/// Ranges in order, those that touch joined.
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

/// The lines of the cells of a row of data, without the blanks around.
fn cells(line: &str) -> Vec<Range<usize>> {
    let mut shares = Vec::new();
    let mut start = 0;
    let bar = |i: usize| !line.get(..i).is_some_and(|t| t.ends_with('\\'));
    let bounds = line.match_indices('|').filter(|(i, _)| bar(*i)).map(|(i, s)| (i, i + s.len()));
    for (end, rest) in bounds.chain([(line.len(), line.len())]) {
        let cell = line.get(start..end).unwrap_or("");
        let mut place = start;
        for share in cell.split(" // ") {
            let margin = share.len() - share.trim_start().len();
            shares.push(place + margin..place + margin + share.trim().len());
            place += share.len() + " // ".len();
        }
        start = rest;
    }
    shares.retain(|p| !p.is_empty());
    shares
}

/// Literal text between backticks, in the source of a passage of Markdown: a run of them is closed by the next
/// run of as many; an escaped one opens nothing.
fn codes(raw: &str, span: Span) -> Vec<Span> {
    let mut all_series: Vec<Range<usize>> = Vec::new();
    for (i, _) in raw.match_indices('`') {
        match all_series.last_mut() {
            Some(series) if series.end == i => series.end = i + 1,
            _ => all_series.push(i..i + 1),
        }
    }
    let mut by_length: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for series in &all_series {
        by_length.entry(series.len()).or_default().push(series.start);
    }
    let mut output: Vec<Span> = Vec::new();
    let mut free = 0;
    for series in &all_series {
        if series.start < free {
            continue;
        }
        let bars = raw.get(..series.start).map_or(0, |t| t.len() - t.trim_end_matches('\\').len());
        // An escaped backtick is a letter; those that follow it open as a shorter run.
        let opens = series.start + bars % 2..series.end;
        let closers = by_length.get(&opens.len()).map_or(&[][..], Vec::as_slice);
        let index = closers.partition_point(|f| *f < series.end);
        if let Some(closes) = closers.get(index).filter(|_| !opens.is_empty()) {
            free = closes + opens.len();
            output.push(Span { start: span.start + opens.start, end: span.start + free, ..span });
        }
    }
    output
}

/// References, web and mail addresses, names of files.
fn reserved_ranges(text: &str) -> Vec<Range<usize>> {
    if !text.contains(['{', '@', '/', '.']) {
        return Vec::new();
    }
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
        // A word that only ends with a point is a word.
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

/// Whether a word is a name of a file or of a site: `images/carte.png`, `exemple.net`.
fn file(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.rsplit_once('.').is_some_and(|(before, end)| {
        (2..=5).contains(&end.len())
            && end.chars().all(|c| c.is_ascii_lowercase())
            && before.chars().all(|c| c.is_alphanumeric() || "-_/.".contains(c))
            && before.chars().count() > 2
    })
}

/// Adds to a finding the changes that are certain.
#[must_use]
pub(crate) fn fix(finding: Diagnostic, editions: impl IntoIterator<Item = TextEdit>) -> Diagnostic {
    editions.into_iter().fold(finding, |d, e| d.fix(e.span, e.text))
}

/// Whether a text has two capitals that only a point or a hyphen may part: without them, no acronym.
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
