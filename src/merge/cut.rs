//! A source file to pieces: YAML, or Markdown under a header of YAML.

use super::names;
use super::piece::{Body, Event, NOTHING, PieceKind, SourcePiece, words};
use super::yaml_pieces::{self, WrittenText};
use super::{SourceKind, prose_pieces};
use crate::syntax::{header, yaml};
use crate::text::{ProjectPath, Sources, Span, as_read};

/// The pieces of a file; `None` when it cannot be read as what it is.
pub(super) fn cut(kind: SourceKind, text: &str) -> Option<SourcePiece> {
    let plain = as_read(text);
    let places = (plain != text).then(|| places(&plain, text)).flatten();
    if plain != text && places.is_none() {
        return None;
    }
    let mut sources = Sources::default();
    let file = sources.add(ProjectPath::new("texte").ok()?, text);
    let plain = sources.source(file).text();
    let written = WrittenText { text: plain, bytes: places.as_deref().map(|places| (text, places)) };
    let whole = Span { file, start: 0, end: plain.len() };
    let parts = match kind {
        SourceKind::Yaml => vec![of_yaml(&sources, written, whole)?],
        // The header may be missing, but not broken.
        SourceKind::Page if !plain.trim_start().starts_with("---") => vec![prose_pieces::pieces(text)],
        SourceKind::Page => {
            let (head, body) = header::separate(&sources, file).ok()?;
            vec![
                SourcePiece::mark("open", written.between(0, head.start)?),
                of_yaml(&sources, written, head)?,
                SourcePiece::mark("fence", written.between(head.end, body.start)?),
                prose_pieces::pieces(written.between(body.start, body.end)?),
            ]
        }
    };
    let page = SourcePiece::branch(PieceKind::Page, "page", parts);
    // What is written in an unusual way may be cut at odds with itself.
    (page.written() == text).then_some(page)
}

fn of_yaml(sources: &Sources, written: WrittenText<'_>, zone: Span) -> Option<SourcePiece> {
    let root = yaml::read(sources, zone).ok()?;
    yaml_pieces::pieces(written, &root, zone.start, zone.end)
}

/// Where each byte of a text stands in the file, whose lines may end with two bytes; `None` when more than that differs.
fn places(plain: &str, bytes: &str) -> Option<Vec<usize>> {
    let mut places = Vec::with_capacity(plain.len() + 1);
    let mut at = 0;
    let written = bytes.as_bytes();
    for byte in plain.bytes() {
        places.push(at);
        if byte == b'\n' && written.get(at) == Some(&b'\r') && written.get(at + 1) == Some(&b'\n') {
            at += 1;
        } else if written.get(at) != Some(&byte) {
            return None;
        }
        at += 1;
    }
    places.push(at);
    (at == written.len()).then_some(places)
}

/// A field of a source file: what an agent would name to say what changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The keys, the items by what identifies them, the headings and the ranks of paragraphs that lead to it.
    pub path: Vec<String>,
    /// What it says.
    pub text: String,
    /// Its bytes in the file.
    pub place: std::ops::Range<usize>,
}

/// The fields of a file, in the order written; `None` when it cannot be read as what it is.
pub fn fields(kind: SourceKind, text: &str) -> Option<Vec<Field>> {
    let page = cut(kind, text)?;
    let mut fields = Vec::new();
    add(&page, &[], &mut 0, &mut fields);
    Some(fields)
}

fn add(piece: &SourcePiece, path: &[String], place: &mut usize, fields: &mut Vec<Field>) {
    match &piece.body {
        Body::Parts(parts) => {
            for (part, name) in parts.iter().zip(names::names(piece.kind, parts)) {
                add(part, &names::within(path, name), place, fields);
            }
        }
        Body::Leaf { written, value } => {
            let start = *place;
            *place += written.len();
            let is_field = matches!(piece.kind, PieceKind::Value | PieceKind::Words | PieceKind::Heading);
            if is_field && !written.is_empty() {
                let text = words(value.trim_start_matches(NOTHING));
                fields.push(Field { path: path.to_vec(), text, place: start..*place });
            }
        }
    }
}

/// What a reader gets of a text.
pub(super) fn events(kind: SourceKind, text: &str) -> Option<Vec<Event>> {
    cut(kind, text).map(|page| page.own_events())
}
