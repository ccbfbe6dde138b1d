//! The commas of what is between brackets: an item that comes last has none, one that no longer does takes one.

use super::blend::Blend;
use super::piece::{Body, PieceKind, SourcePiece};

/// Puts the commas of a merged list where they belong.
pub(super) fn mend(kind: PieceKind, parts: &mut [Blend]) {
    let is_open = |part: &Blend| matches!(part, Blend::Settled(piece) if piece.identity == "open");
    if !matches!(kind, PieceKind::Map | PieceKind::List) || !parts.iter().any(is_open) {
        return;
    }
    let usual = parts.iter().find_map(comma).unwrap_or_else(|| ", ".to_owned());
    let elements: Vec<usize> =
        (0..parts.len()).filter(|rank| parts.get(*rank).is_some_and(is_element)).collect();
    let last = elements.last().copied();
    for rank in elements {
        let Some(part) = parts.get_mut(rank) else { continue };
        match (comma(part), Some(rank) == last) {
            (None, false) => set(part, Some(&usual)),
            // A comment after it stays, with a comma that does no harm.
            (Some(written), true) if written.trim() == "," => set(part, None),
            _ => {}
        }
    }
}

fn is_element(part: &Blend) -> bool {
    match part {
        Blend::Settled(piece) => matches!(piece.kind, PieceKind::Entry | PieceKind::Item),
        Blend::Parts(kind, ..) => matches!(kind, PieceKind::Entry | PieceKind::Item),
        Blend::Clash(clash) => clash.ours.iter().chain(&clash.theirs).any(is_item),
    }
}

fn is_item(piece: &SourcePiece) -> bool {
    matches!(piece.kind, PieceKind::Entry | PieceKind::Item)
}

/// The comma after an element, with its blanks.
fn comma(part: &Blend) -> Option<String> {
    let of =
        |piece: &SourcePiece| piece.part("comma").map(SourcePiece::written).filter(|text| text.contains(','));
    match part {
        Blend::Settled(piece) if is_item(piece) => of(piece),
        Blend::Settled(_) => None,
        Blend::Parts(_, _, parts) => parts.iter().find_map(|part| match part {
            Blend::Settled(piece) if piece.identity == "comma" => {
                Some(piece.written()).filter(|text| text.contains(','))
            }
            _ => None,
        }),
        Blend::Clash(clash) => clash.ours.iter().chain(&clash.theirs).find_map(of),
    }
}

fn set(part: &mut Blend, text: Option<&str>) {
    let set_piece = |piece: &mut SourcePiece| {
        if let Body::Parts(parts) = &mut piece.body {
            parts.retain(|part| part.identity != "comma");
            parts.extend(text.map(|text| SourcePiece::mark("comma", text)));
        }
    };
    match part {
        Blend::Settled(piece) => set_piece(piece),
        Blend::Parts(_, _, parts) => {
            parts.retain(|part| !matches!(part, Blend::Settled(piece) if piece.identity == "comma"));
            parts.extend(text.map(|text| Blend::Settled(SourcePiece::mark("comma", text))));
        }
        Blend::Clash(clash) => {
            clash.ours.last_mut().into_iter().for_each(set_piece);
            clash.theirs.last_mut().into_iter().for_each(set_piece);
        }
    }
}
