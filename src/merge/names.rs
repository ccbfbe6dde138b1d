//! What a piece is called in a message: keys as they are written, items by what identifies them.

use super::piece::{NOTHING, PieceKind, SourcePiece, words};
use super::yaml_pieces::NAMING_KEYS;

/// The name of one of the pieces of a list, after the names that lead to the list.
pub(super) fn within(
    path: &[String],
    list: PieceKind,
    siblings: &[SourcePiece],
    piece: &SourcePiece,
) -> Vec<String> {
    let mut path = path.to_vec();
    path.extend(name(list, siblings, piece));
    path
}

/// The name of one of the pieces of a list; none for what only holds others.
pub(super) fn name(list: PieceKind, siblings: &[SourcePiece], piece: &SourcePiece) -> Option<String> {
    let rank = || {
        let place = siblings.iter().position(|other| std::ptr::eq(other, piece));
        let before = siblings.iter().take(place.unwrap_or(0));
        1 + before.filter(|other| other.kind == piece.kind).count()
    };
    match piece.kind {
        PieceKind::Entry => piece.part("key").map(|key| key.value().to_owned()),
        PieceKind::Item if list == PieceKind::List => item(siblings, piece, rank),
        PieceKind::Section => {
            let heading = piece.parts().first().filter(|part| part.kind == PieceKind::Heading)?;
            Some(title(heading.value()))
        }
        PieceKind::Paragraph => Some(format!("paragraphe {}", rank())),
        PieceKind::Row => {
            Some(format!("ligne « {} »", super::brief(cells(piece).first().map_or("", String::as_str))))
        }
        _ => None,
    }
}

/// A heading without its signs.
pub(super) fn title(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim();
    let text = text.rsplit_once("{#").map_or(text, |(text, _)| text);
    text.trim().to_owned()
}

/// The cells of a row that have words.
pub(super) fn cells(row: &SourcePiece) -> Vec<String> {
    let cells = row.parts().iter().filter(|part| part.kind == PieceKind::Words);
    cells.map(|cell| cell.value().to_owned()).filter(|cell| !cell.is_empty()).collect()
}

/// An item by the first key that names it, or by two when several have the same.
fn item(siblings: &[SourcePiece], piece: &SourcePiece, rank: impl Fn() -> usize) -> Option<String> {
    let own = naming(piece);
    let Some(first) = own.first() else {
        let is_collection = piece.part("value").is_some_and(|value| value.kind != PieceKind::Value);
        return is_collection.then(|| rank().to_string());
    };
    let same: Vec<_> = siblings.iter().filter(|other| naming(other).first() == Some(first)).collect();
    if same.len() < 2 {
        return Some(first.clone());
    }
    let second = own
        .get(1)
        .filter(|second| same.iter().filter(|other| naming(other).get(1) == Some(*second)).count() < 2);
    let mark = second.cloned().unwrap_or_else(|| {
        let place = same.iter().position(|other| std::ptr::eq(*other, piece));
        (1 + place.unwrap_or(0)).to_string()
    });
    Some(format!("{first} ({mark})"))
}

/// The values of the keys that name an item, in their order of importance.
fn naming(piece: &SourcePiece) -> Vec<String> {
    let Some(map) = piece.part("value").filter(|value| value.kind == PieceKind::Map) else {
        return Vec::new();
    };
    let value = |key: &&str| {
        let entry =
            map.parts().iter().find(|entry| entry.kind == PieceKind::Entry && entry.identity == **key)?;
        let value = entry.part("value")?.value();
        let text = words(value);
        (!text.is_empty() && value != NOTHING).then(|| super::brief(&text))
    };
    NAMING_KEYS.iter().filter_map(value).collect()
}

/// The rank of a part of an entry, so that parts which two sides add stand in their order.
pub(super) fn role(identity: &str) -> usize {
    const ROLES: [&str; 10] =
        ["open", "lead", "indent", "key", "colon", "", "value", "comma", "tail", "close"];
    let rank = ROLES.iter().position(|role| *role == identity);
    rank.unwrap_or(if identity == "end" { ROLES.len() } else { 5 })
}
