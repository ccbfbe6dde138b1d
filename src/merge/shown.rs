//! A source file as `git diff` shows it: a field a line, a sentence a line. What does not change what is said (order of
//! the keys, quotes, comments, width of the lines) does not show.

use super::names;
use super::piece::{Body, NOTHING, PieceKind, SourcePiece, sentences, words};
use super::{SourceKind, cut};

/// The lines of a file; `None` when it cannot be read as what it is.
pub fn shown(kind: SourceKind, text: &str) -> Option<String> {
    let page = cut::cut(kind, text)?;
    let mut shown = String::new();
    for part in page.parts() {
        match part.kind {
            PieceKind::Mark => {}
            PieceKind::Prose => prose(part, &mut shown),
            _ => data(part, &[], &mut shown),
        }
    }
    Some(shown)
}

/// The fields of a value, the keys in the order of the alphabet.
fn data(piece: &SourcePiece, path: &[String], shown: &mut String) {
    let Body::Parts(parts) = &piece.body else { return value(piece, path, shown) };
    if piece.kind == PieceKind::Row {
        return line(path, &words(&piece.written()), shown);
    }
    let is_read = |piece: &SourcePiece| !matches!(piece.kind, PieceKind::Mark | PieceKind::Key);
    let named = parts.iter().zip(names::names(piece.kind, parts));
    let mut elements: Vec<_> = named.filter(|(part, _)| is_read(part)).collect();
    if matches!(piece.kind, PieceKind::Map | PieceKind::List) && elements.is_empty() {
        line(path, "(vide)", shown);
    }
    if piece.kind == PieceKind::Map {
        elements.sort_by_key(|(entry, _)| &entry.identity);
    }
    for (element, name) in elements {
        // A row says in its own cells which one it is.
        let name = name.filter(|_| element.kind != PieceKind::Row);
        data(element, &names::within(path, name), shown);
    }
}

fn value(piece: &SourcePiece, path: &[String], shown: &mut String) {
    let text = piece.value();
    if text == NOTHING {
        return line(path, "(rien)", shown);
    }
    // The lines of an address are lines; those of a sentence are not.
    let is_prose = !piece.written().starts_with('|');
    if !is_prose {
        return text.trim_end().lines().for_each(|text| line(path, &words(text), shown));
    }
    let said = sentences(text);
    let said: Vec<String> =
        said.iter().map(|sentence| words(&sentence.written())).filter(|s| !s.is_empty()).collect();
    match said.len() {
        0 => line(path, "(vide)", shown),
        _ if piece.written().contains('\n') => said.iter().for_each(|sentence| line(path, sentence, shown)),
        _ => line(path, &words(text), shown),
    }
}

fn line(path: &[String], text: &str, shown: &mut String) {
    match path.is_empty() {
        true => shown.push_str(&format!("{text}\n")),
        false => shown.push_str(&format!("{} : {text}\n", path.join(" › "))),
    }
}

/// Sections, each under its heading after a blank line.
fn prose(prose: &SourcePiece, shown: &mut String) {
    for section in prose.parts() {
        for block in section.parts() {
            match block.kind {
                PieceKind::Heading => shown.push_str(&format!("\n{}\n", words(block.value()))),
                PieceKind::Row => row(&words(&block.written()), shown),
                PieceKind::Paragraph => paragraph(block, shown),
                _ => {}
            }
        }
    }
}

/// A row, the widths of whose columns do not show.
fn row(text: &str, shown: &mut String) {
    if text.chars().any(|c| !matches!(c, '|' | '-' | ':' | ' ')) {
        shown.push_str(&format!("{text}\n"));
    }
}

/// The sentences of a paragraph after a blank line; those of an item after its sign.
fn paragraph(block: &SourcePiece, shown: &mut String) {
    let bullet = block.part("bullet").map(|mark| words(&mark.written())).unwrap_or_default();
    let mut before = match bullet.as_str() {
        "" => {
            shown.push('\n');
            String::new()
        }
        sign => format!("{sign} "),
    };
    for part in block.parts().iter().filter(|part| part.kind != PieceKind::Mark) {
        let lines = match part.kind {
            PieceKind::Words => part.value().lines().map(str::to_owned).collect(),
            _ => vec![words(&part.written())],
        };
        for text in lines.into_iter().filter(|text| !text.trim().is_empty()) {
            shown.push_str(&format!("{before}{text}\n"));
            before = " ".repeat(before.chars().count());
        }
    }
}
