//! A text that is printed, as one string, and the facts that it states: amounts, days, references. Rules look
//! at passages where documents look at blocks; each character leads back to where it was written.

use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use unicode_normalization::char::decompose_canonical;

use crate::lang::facts::{self, Facts};
use crate::lang::sentence_around;
use crate::text::{FileId, Span, escapes, head};

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageKind {
    /// A heading of a level.
    Heading(u8),
    /// A paragraph, or the text of an item of a list.
    Paragraph,
    /// A cell of a Markdown table.
    Cell,
    /// A row of a table of data.
    Row,
    /// A field of YAML.
    Field,
    /// Preformatted text, kept to the letter.
    Code,
}

/// The list that a passage is an item of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// Number of the list among those of the file.
    pub list: usize,
    /// Rank of the item in its list, from 1.
    pub index: usize,
}

/// Whether a passage is running Markdown text: neither heading, nor code, nor YAML.
pub fn is_prose(passage: &Passage) -> bool {
    matches!(passage.kind, PassageKind::Paragraph | PassageKind::Cell)
}

/// A text that is printed. Its copies are one text, read once.
#[derive(Debug, Clone)]
pub struct Passage {
    printed: Arc<PassageText>,
    /// What its text states, read when it is first asked for.
    facts: Arc<KeptFacts>,
}

/// What a passage holds.
#[derive(Debug)]
pub struct PassageText {
    /// What it is.
    pub kind: PassageKind,
    /// Its text, marks of emphasis aside.
    pub text: String,
    /// The list that it is an item of.
    pub item: Option<Item>,
    /// Where it stands.
    pub span: Span,
    /// Byte of the text and byte of the source where each run of common bytes starts.
    anchors: Vec<(usize, usize)>,
}

/// What a text states, once read. It follows from the text: whether it was read yet shows nowhere.
#[derive(Default)]
struct KeptFacts(OnceLock<Facts>);

impl fmt::Debug for KeptFacts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("KeptFacts")
    }
}

impl Deref for Passage {
    type Target = PassageText;

    fn deref(&self) -> &PassageText {
        &self.printed
    }
}

/// What some texts state: « sans objet », or a paragraph of two versions of an act, is read once.
#[derive(Debug, Default)]
pub struct SharedTexts(FxHashMap<ByText, Arc<KeptFacts>>);

/// A passage known by its text.
#[derive(Debug)]
struct ByText(Arc<PassageText>);

impl Hash for ByText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.text.hash(state);
    }
}

impl PartialEq for ByText {
    fn eq(&self, other: &Self) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for ByText {}

impl Borrow<str> for ByText {
    fn borrow(&self) -> &str {
        &self.0.text
    }
}

impl SharedTexts {
    /// Makes what these passages state read once for each text, those of the last call included; the others are forgotten.
    pub fn share(&mut self, passages: &mut [Passage]) {
        let last = std::mem::take(&mut self.0);
        for passage in passages {
            let text = passage.text.as_str();
            if let Some(known) = self.0.get(text).or_else(|| last.get(text)) {
                passage.facts = Arc::clone(known);
            }
            self.0.insert(ByText(Arc::clone(&passage.printed)), Arc::clone(&passage.facts));
        }
    }
}

impl Passage {
    /// A passage whose runs of text stand at known places.
    pub fn new(kind: PassageKind, text: String, span: Span, anchors: Vec<(usize, usize)>) -> Self {
        Self::of_item(None, kind, text, span, anchors)
    }

    /// The same, in an item of a list.
    pub fn of_item(
        item: Option<Item>,
        kind: PassageKind,
        text: String,
        span: Span,
        anchors: Vec<(usize, usize)>,
    ) -> Self {
        let printed = Arc::new(PassageText { kind, text, item, span, anchors });
        Self { printed, facts: Arc::default() }
    }

    /// A passage found again in the slice of source that encodes it: quotes, escapes and folded lines are
    /// stepped over.
    pub fn align(kind: PassageKind, text: &str, source: &str, span: Span) -> Self {
        let is_quoted = kind != PassageKind::Code && source.starts_with('"');
        // Most are written as they are read.
        if !is_quoted && !text.is_empty() && source.starts_with(text) {
            return Self::new(kind, text.to_owned(), span, vec![(0, span.start)]);
        }
        let mut anchors: Vec<(usize, usize)> = Vec::new();
        let mut cursor = 0;
        let mut rest = None;
        let mut following = text.chars().skip(1);
        for (i, c) in text.char_indices() {
            let next = following.next();
            let remainder = source.get(cursor..).unwrap_or("");
            // An accent typed apart was joined to its letter; an escape was decoded.
            let escape =
                || is_quoted.then(|| escapes::read(remainder)).flatten().filter(|(read, _)| *read == c);
            if let Some(length) = apart(c, remainder).or_else(|| escape().map(|(_, length)| length)) {
                let last = c.len_utf8() - 1;
                anchors.push((i, span.start + cursor));
                anchors.push((i + last, span.start + cursor + length - 1));
                cursor += length;
                rest = None;
                continue;
            }
            // A run of blanks in the source is one blank of the text, or as many as the text has.
            let jump = if remainder.starts_with(c) {
                Some(0)
            } else if c.is_whitespace() {
                head(remainder, 4_000).find(char::is_whitespace)
            } else {
                head(remainder, 200).find(c)
            };
            let Some(jump) = jump else { continue };
            let place = cursor + jump;
            if rest != Some(place) {
                anchors.push((i, span.start + place));
            }
            let blanks = match c.is_whitespace() && !next.is_some_and(char::is_whitespace) {
                true => remainder.get(jump..).map_or(0, |r| r.len() - r.trim_start().len()),
                false => remainder.get(jump..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8),
            };
            cursor = place + blanks;
            rest = (blanks == c.len_utf8()).then_some(cursor);
        }
        Self::new(kind, text.to_owned(), span, anchors)
    }

    /// The places that its text was read in, run by run; what stands between two runs is not in the text.
    pub fn written(&self) -> impl Iterator<Item = Span> {
        self.anchors.iter().enumerate().map(|(index, (text, source))| {
            let end = self.anchors.get(index + 1).map_or(self.text.len(), |(next, _)| *next);
            Span { start: *source, end: source + (end - text), ..self.span }
        })
    }

    /// What its text states, each figure with what its clause binds it to.
    pub fn facts(&self) -> &Facts {
        self.facts.0.get_or_init(|| facts::read(&self.text))
    }

    /// The file.
    pub fn file(&self) -> FileId {
        self.span.file
    }

    /// Where some bytes of the text were written.
    pub fn span_of(&self, bytes: &Range<usize>) -> Span {
        let place = |byte: usize| {
            let index = self.anchors.partition_point(|(text, _)| *text <= byte).checked_sub(1)?;
            self.anchors.get(index).map(|(text, source)| source + (byte - text))
        };
        let last = bytes.end.saturating_sub(1).max(bytes.start);
        match (place(bytes.start), place(last)) {
            (Some(start), Some(end)) if end >= start && bytes.end > bytes.start => {
                Span { start, end: end + 1, ..self.span }
            }
            (Some(start), _) => Span { start, end: start, ..self.span },
            (None, _) => self.span,
        }
    }

    /// The sentence around some bytes.
    pub fn sentence(&self, bytes: &Range<usize>) -> &str {
        sentence_around(&self.text, bytes)
    }
}

/// The length of a letter at the start of a text where its accents are typed apart.
fn apart(letter: char, text: &str) -> Option<usize> {
    if letter.is_ascii() || text.starts_with(letter) {
        return None;
    }
    let mut rest = Some(text);
    decompose_canonical(letter, |part| rest = rest.and_then(|text| text.strip_prefix(part)));
    rest.map(|rest| text.len() - rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{ProjectPath, Sources};

    #[test]
    fn a_folded_text_leads_back_to_its_source() {
        let mut sources = Sources::default();
        let source = "'l''acte du\n  29 septembre'";
        let file = sources.add(ProjectPath::new("a.yaml").unwrap(), source);
        let span = Span { file, start: 0, end: source.len() };
        let passage = Passage::align(PassageKind::Field, "l'acte du 29 septembre", source, span);
        for word in ["acte", "29", "septembre", "l"] {
            let start = passage.text.find(word).unwrap();
            assert_eq!(sources.text(passage.span_of(&(start..start + word.len()))), word);
        }
    }

    #[test]
    fn accents_typed_apart_lead_back_to_their_letters() {
        let source = "\"l’e\u{301}te\u{301} de\u{301}ja\u{300}, 12 €\"";
        let file = Sources::default().add(ProjectPath::new("a.yaml").unwrap(), source);
        let span = Span { file, start: 0, end: source.len() };
        let passage = Passage::align(PassageKind::Field, "l’été déjà, 12 €", source, span);
        for (word, written) in
            [("été", "e\u{301}te\u{301}"), ("déjà", "de\u{301}ja\u{300}"), ("12 €", "12 €")]
        {
            let start = passage.text.find(word).unwrap();
            let span = passage.span_of(&(start..start + word.len()));
            assert_eq!(source.get(span.start..span.end), Some(written));
        }
    }

    #[test]
    fn escapes_lead_back_to_what_names_them() {
        let source = r#""caf\u00e9 \"neuf\", renforc\xe9e: 12\_€""#;
        let file = Sources::default().add(ProjectPath::new("a.yaml").unwrap(), source);
        let span = Span { file, start: 0, end: source.len() };
        let passage = Passage::align(PassageKind::Field, "café \"neuf\", renforcée: 12\u{a0}€", source, span);
        for (word, written) in
            [("é", r"\u00e9"), ("neuf", "neuf"), ("renforcée", r"renforc\xe9e"), ("12\u{a0}€", r"12\_€")]
        {
            let start = passage.text.find(word).unwrap();
            let span = passage.span_of(&(start..start + word.len()));
            assert_eq!(source.get(span.start..span.end), Some(written));
        }
    }

    #[test]
    fn blanks_that_follow_one_another_keep_their_places() {
        let source = "\"un  mot   et\n   suite\"";
        let file = Sources::default().add(ProjectPath::new("a.yaml").unwrap(), source);
        let span = Span { file, start: 0, end: source.len() };
        let passage = Passage::align(PassageKind::Field, "un  mot   et suite", source, span);
        for word in ["  ", "mot", "   ", "et", "suite"] {
            let start = passage.text.find(word).unwrap();
            let span = passage.span_of(&(start..start + word.len()));
            assert_eq!(source.get(span.start..span.end), Some(word));
        }
    }
}
