//! Which piece of one version is which of another: by identity first, whatever the order, then by resemblance.

use std::collections::{BTreeMap, BTreeSet};

use super::piece::{Event, PieceKind, SourcePiece};

/// Most pairs whose words are compared.
const PAIRS_MAX: usize = 40_000;

/// For each piece of a version, the rank in the base of the one that it was.
pub(super) fn pairs(base: &[SourcePiece], side: &[SourcePiece]) -> Vec<Option<usize>> {
    let known: BTreeMap<&str, usize> =
        base.iter().enumerate().map(|(rank, piece)| (piece.identity.as_str(), rank)).collect();
    let by_identity: Vec<Option<usize>> = side
        .iter()
        .map(|piece| known.get(piece.identity.as_str()).copied())
        .zip(side)
        .map(|(rank, piece)| rank.filter(|rank| base.get(*rank).is_some_and(|was| was.kind == piece.kind)))
        .collect();
    // Twins are told apart by their ranks, which change when one comes, goes or is renamed.
    let (was, is) = (counts(base), counts(side));
    let is_sure = |piece: &SourcePiece| !may_change(piece) || was.get(name(piece)) == is.get(name(piece));
    let sure = |(rank, piece): (&Option<usize>, &SourcePiece)| rank.filter(|_| is_sure(piece));
    let mut pairs: Vec<Option<usize>> = by_identity.iter().zip(side).map(sure).collect();
    add_resembling(base, side, &mut pairs);
    let mut left: BTreeSet<usize> = left(base, &pairs).into_iter().collect();
    for (pair, rank) in pairs.iter_mut().zip(by_identity).filter(|(pair, _)| pair.is_none()) {
        *pair = rank.filter(|rank| left.remove(rank));
    }
    add_alone(base, side, &mut pairs);
    pairs
}

/// What a piece is called, which twins share.
fn name(piece: &SourcePiece) -> &str {
    piece.identity.split("\0 ").next().unwrap_or_default()
}

/// How many pieces have each name.
fn counts(pieces: &[SourcePiece]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    pieces.iter().for_each(|piece| *counts.entry(name(piece)).or_default() += 1);
    counts
}

/// The ranks of the base that no piece of a version was.
fn left(base: &[SourcePiece], pairs: &[Option<usize>]) -> Vec<usize> {
    let mut is_left = vec![true; base.len()];
    for rank in pairs.iter().flatten() {
        if let Some(left) = is_left.get_mut(*rank) {
            *left = false;
        }
    }
    (0..base.len()).filter(|rank| is_left.get(*rank) == Some(&true)).collect()
}

/// Whether what it is can change without its being another: a key cannot.
fn may_change(piece: &SourcePiece) -> bool {
    use PieceKind::{Item, Paragraph, Row, Section, Sentence};
    matches!(piece.kind, Item | Paragraph | Row | Section | Sentence)
}

/// Pairs what is left in the same order, so that as many words as possible are found again.
fn add_resembling(base: &[SourcePiece], side: &[SourcePiece], pairs: &mut [Option<usize>]) {
    let old: Vec<usize> =
        left(base, pairs).into_iter().filter(|rank| base.get(*rank).is_some_and(may_change)).collect();
    let new: Vec<usize> = (0..side.len())
        .filter(|rank| pairs.get(*rank) == Some(&None) && side.get(*rank).is_some_and(may_change))
        .collect();
    if old.len().saturating_mul(new.len()) > PAIRS_MAX {
        // Too many to compare: when as many came as went, each is likely in its place.
        let is_even = old.len() == new.len();
        for (was, is) in old.iter().zip(&new).filter(|_| is_even) {
            let kind = |pieces: &[SourcePiece], rank: usize| pieces.get(rank).map(|piece| piece.kind);
            if let Some(pair) = pairs.get_mut(*is).filter(|_| kind(base, *was) == kind(side, *is)) {
                *pair = Some(*was);
            }
        }
        return;
    }
    let counted = |pieces: &[SourcePiece], ranks: &[usize]| -> Vec<(PieceKind, BTreeMap<String, usize>)> {
        ranks
            .iter()
            .filter_map(|rank| pieces.get(*rank))
            .map(|piece| (piece.kind, word_counts(piece)))
            .collect()
    };
    let (old_words, new_words) = (counted(base, &old), counted(side, &new));
    // The best score of the ends of both lists, as for a common subsequence.
    let width = new.len() + 1;
    let mut scores = vec![0_usize; (old.len() + 1) * width];
    let mut alike = vec![0_usize; (old.len() + 1) * width];
    let at = |table: &[usize], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    for (i, one) in old_words.iter().enumerate().rev() {
        for (j, two) in new_words.iter().enumerate().rev() {
            let score = if one.0 == two.0 { resemblance(&one.1, &two.1) } else { 0 };
            let taken = if score > 0 { score + at(&scores, i + 1, j + 1) } else { 0 };
            let best = taken.max(at(&scores, i + 1, j)).max(at(&scores, i, j + 1));
            if let (Some(cell), Some(own)) = (scores.get_mut(i * width + j), alike.get_mut(i * width + j)) {
                (*cell, *own) = (best, taken);
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    while let (Some(was), Some(is)) = (old.get(i), new.get(j)) {
        let best = at(&scores, i, j);
        if best > 0 && at(&alike, i, j) == best {
            if let Some(pair) = pairs.get_mut(*is) {
                *pair = Some(*was);
            }
            (i, j) = (i + 1, j + 1);
        } else if at(&scores, i + 1, j) == best {
            i += 1;
        } else {
            j += 1;
        }
    }
}

/// The words that a piece says: two rows have the same keys, whatever they say.
fn word_counts(piece: &SourcePiece) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for event in piece.own_events() {
        let Event::Text(text) = event else { continue };
        for word in text.split(' ') {
            *counts.entry(word.to_owned()).or_default() += 1;
        }
    }
    counts
}

/// The share of words in common, in thousandths; 0 when it is not more than half.
fn resemblance(one: &BTreeMap<String, usize>, two: &BTreeMap<String, usize>) -> usize {
    let common: usize = one.iter().map(|(word, n)| two.get(word).map_or(0, |other| *other.min(n))).sum();
    let total = one.values().sum::<usize>() + two.values().sum::<usize>();
    if common * 4 > total { common * 2_000 / total } else { 0 }
}

/// Pairs one piece that is gone with the only one that stands in its place; a row may well be another row.
fn add_alone(base: &[SourcePiece], side: &[SourcePiece], pairs: &mut [Option<usize>]) {
    let mut places = vec![None; base.len()];
    for (rank, was) in pairs.iter().enumerate() {
        if let Some(place) = was.and_then(|was| places.get_mut(was)) {
            *place = Some(rank);
        }
    }
    for was in left(base, pairs) {
        let before = was.checked_sub(1).map(|rank| places.get(rank).copied().flatten());
        // Its neighbour before must be found again, to know where it stood.
        let place = match before {
            None => 0,
            Some(Some(rank)) => rank + 1,
            Some(None) => continue,
        };
        let after = places.get(was + 1).copied().flatten();
        let is_last = was + 1 == base.len();
        let stands_alone = after == Some(place + 1) || (is_last && place + 1 == side.len());
        let (Some(gone), Some(new)) = (base.get(was), side.get(place)) else { continue };
        if stands_alone
            && may_change(gone)
            && !is_row(gone)
            && gone.kind == new.kind
            && pairs.get(place) == Some(&None)
        {
            if let Some(pair) = pairs.get_mut(place) {
                *pair = Some(was);
            }
            if let Some(found) = places.get_mut(was) {
                *found = Some(place);
            }
        }
    }
}

/// Whether it is a row of a table, or an item that has keys.
fn is_row(piece: &SourcePiece) -> bool {
    let has_keys = || piece.part("value").is_some_and(|value| value.kind == PieceKind::Map);
    piece.kind == PieceKind::Row || (piece.kind == PieceKind::Item && has_keys())
}
