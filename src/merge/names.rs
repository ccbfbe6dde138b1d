//! What a piece is called in a message: keys as they are written, items by what identifies them.

use std::collections::BTreeMap;

use super::piece::{NOTHING, PieceKind, SourcePiece, words};
use super::yaml_pieces::NAMING_KEYS;

/// The names that lead to a piece, after those that lead to its list.
pub(super) fn within(path: &[String], name: Option<String>) -> Vec<String> {
    path.iter().cloned().chain(name).collect()
}

/// The names of the pieces of a list; none for what only holds others.
pub(super) fn names(list: PieceKind, siblings: &[SourcePiece]) -> Vec<Option<String>> {
    if list == PieceKind::List {
        return items(siblings);
    }
    let mut paragraphs = 0;
    let name = |piece: &SourcePiece| match piece.kind {
        PieceKind::Entry => piece.part("key").map(|key| key.value().to_owned()),
        PieceKind::Section => {
            let heading = piece.parts().first().filter(|part| part.kind == PieceKind::Heading)?;
            Some(title(heading.value()))
        }
        PieceKind::Paragraph => {
            paragraphs += 1;
            Some(format!("paragraphe {paragraphs}"))
        }
        PieceKind::Row => {
            // A row of a table of YAML is named with what it repeats of the rows above.
            let known = piece.identity.split("\0 ").next().unwrap_or("");
            Some(format!("ligne « {} »", super::brief(&known.replace('\0', ", "))))
        }
        _ => None,
    };
    siblings.iter().map(name).collect()
}

/// A heading without its signs.
pub(super) fn title(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim();
    let text = text.rsplit_once("{#").map_or(text, |(text, _)| text);
    text.trim().to_owned()
}

/// Items by the first key that names them, and by a second when several have the same; by their ranks when nothing does.
fn items(siblings: &[SourcePiece]) -> Vec<Option<String>> {
    let all_names: Vec<Vec<String>> = siblings.iter().map(naming).collect();
    let count = |keys: usize| {
        let mut counts = BTreeMap::<&[String], usize>::new();
        for names in &all_names {
            *counts.entry(names.get(..keys).unwrap_or(names)).or_default() += 1;
        }
        counts
    };
    let (by_one, by_two) = (count(1), count(2));
    let mut seen = BTreeMap::<String, usize>::new();
    let mut rank = 0;
    let name = |(piece, names): (&SourcePiece, &Vec<String>)| {
        rank += usize::from(piece.kind == PieceKind::Item);
        let Some(first) = names.first() else {
            let is_collection = piece.part("value").is_some_and(|value| value.kind != PieceKind::Value);
            return is_collection.then(|| rank.to_string());
        };
        let same = seen.entry(first.clone()).or_default();
        *same += 1;
        let is_alone = |counts: &BTreeMap<&[String], usize>, keys: usize| {
            names.get(..keys).is_some_and(|names| counts.get(names) == Some(&1))
        };
        Some(match names.get(1) {
            _ if is_alone(&by_one, 1) => first.clone(),
            Some(second) if is_alone(&by_two, 2) => format!("{first} ({second})"),
            _ => format!("{first} ({same})"),
        })
    };
    siblings.iter().zip(&all_names).map(name).collect()
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
