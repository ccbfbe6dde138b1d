//! Three versions of a piece to one: what only one side changed is taken, down to the smallest piece, and what both
//! changed otherwise is a clash.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

use super::blend::{Blend, Clash, MergeSide, of_side};
use super::names;
use super::pairs::pairs;
use super::piece::{Body, PieceKind, SourcePiece, sentences, words};
use super::rows;

/// Merges three versions of a piece; no base when both sides added it.
pub(super) fn merge(
    base: Option<&SourcePiece>,
    ours: &SourcePiece,
    theirs: &SourcePiece,
    path: &[String],
) -> Blend {
    if let Some(settled) = settled(base, ours, theirs) {
        return settled;
    }
    let is_branch = |piece: &SourcePiece| matches!(piece.body, Body::Parts(_));
    let is_alike = |piece: &SourcePiece| is_branch(piece) && piece.kind == ours.kind;
    if is_alike(ours) && is_alike(theirs) && base.is_none_or(is_alike) {
        let parts =
            sequence(base.map_or(&[], SourcePiece::parts), ours.parts(), theirs.parts(), ours.kind, path);
        let has_clash = |parts: &[Blend]| parts.iter().any(|part| !part.clashes().is_empty());
        if let Some(parts) = parts.filter(|parts| !(is_renamed(base, ours, theirs) && has_clash(parts))) {
            return Blend::Parts(ours.kind, ours.identity.clone(), parts);
        }
    } else if let Some(blend) = leaf(base, ours, theirs, path) {
        return blend;
    }
    clash(path, base, Some(ours), Some(theirs))
}

/// Whether a side changed what names an item: it may be another one, that no part of the other side must go to.
fn is_renamed(base: Option<&SourcePiece>, ours: &SourcePiece, theirs: &SourcePiece) -> bool {
    let base = base.filter(|base| matches!(base.kind, PieceKind::Item | PieceKind::Row));
    base.is_some_and(|base| base.identity != ours.identity || base.identity != theirs.identity)
}

/// What one side alone changed, or both in the same way.
fn settled(base: Option<&SourcePiece>, ours: &SourcePiece, theirs: &SourcePiece) -> Option<Blend> {
    if ours.is_same(theirs) || base.is_some_and(|base| base.is_same(theirs)) {
        return Some(Blend::Settled(ours.clone()));
    }
    base.filter(|base| base.is_same(ours)).map(|_| Blend::Settled(theirs.clone()))
}

fn clash(
    path: &[String],
    base: Option<&SourcePiece>,
    ours: Option<&SourcePiece>,
    theirs: Option<&SourcePiece>,
) -> Blend {
    let list = |piece: Option<&SourcePiece>| piece.cloned().into_iter().collect();
    Blend::Clash(Box::new(Clash {
        path: path.to_vec(),
        base: list(base),
        ours: list(ours),
        theirs: list(theirs),
    }))
}

/// Merges pieces of which one at least is a leaf.
fn leaf(
    base: Option<&SourcePiece>,
    ours: &SourcePiece,
    theirs: &SourcePiece,
    path: &[String],
) -> Option<Blend> {
    if ours.kind == PieceKind::Mark && theirs.kind == PieceKind::Mark {
        return marks(base, ours, theirs);
    }
    let (own, other) = (ours.own_events(), theirs.own_events());
    if let Some(base) = base {
        let was = base.own_events();
        // One side changed the form alone: what the other says counts.
        if own == was && other != was {
            return Some(Blend::Settled(theirs.clone()));
        }
        if other == was && own != was {
            return Some(Blend::Settled(ours.clone()));
        }
    }
    if own == other {
        return Some(Blend::Settled(first_of(ours, theirs).clone()));
    }
    let base = base?;
    let is_long = |piece: &SourcePiece| piece.kind == PieceKind::Value && piece.written().contains('\n');
    if is_long(base) && is_long(ours) && is_long(theirs) {
        let cut = |piece: &SourcePiece| long_value(&piece.written());
        let parts = sequence(&cut(base), &cut(ours), &cut(theirs), PieceKind::Text, path)?;
        return Some(Blend::Parts(PieceKind::Text, ours.identity.clone(), parts));
    }
    None
}

/// The same one whatever the side.
fn first_of<'p>(ours: &'p SourcePiece, theirs: &'p SourcePiece) -> &'p SourcePiece {
    if ours.written() <= theirs.written() { ours } else { theirs }
}

/// Blanks that both changed are of no matter; the lines of comments are merged as such.
fn marks(base: Option<&SourcePiece>, ours: &SourcePiece, theirs: &SourcePiece) -> Option<Blend> {
    let has_words = |piece: &SourcePiece| piece.written().chars().any(char::is_alphanumeric);
    if !has_words(ours) && !has_words(theirs) {
        return Some(Blend::Settled(first_of(ours, theirs).clone()));
    }
    let base = base.map_or(String::new(), SourcePiece::written);
    let merged = super::lines::merge(&base, &ours.written(), &theirs.written());
    merged.settled().map(|text| Blend::Settled(SourcePiece::mark(&ours.identity, &text)))
}

/// A block of text in its first line and its sentences.
fn long_value(written: &str) -> Vec<SourcePiece> {
    let is_block = written.starts_with(['|', '>']);
    let head = if is_block { written.find('\n').unwrap_or(0) } else { 0 };
    let (head, body) = written.split_at_checked(head).unwrap_or(("", written));
    let mut parts = vec![SourcePiece::mark("head", head)];
    parts.extend(sentences(body));
    super::piece::number(&mut parts);
    parts
}

/// A piece of the merged list: one of the base, or one that both sides added.
type Rank = usize;

/// Pieces in the order of a version, with what both have.
struct Order<'p> {
    pieces: &'p [SourcePiece],
    /// The rank of each; none for what this side alone added.
    ranks: Vec<Option<Rank>>,
}

/// Merges lists of pieces; `None` when both changed the order, each in its way.
fn sequence(
    base: &[SourcePiece],
    ours: &[SourcePiece],
    theirs: &[SourcePiece],
    kind: PieceKind,
    path: &[String],
) -> Option<Vec<Blend>> {
    let mut own = Order { pieces: ours, ranks: pairs(base, ours) };
    let mut other = Order { pieces: theirs, ranks: pairs(base, theirs) };
    pair_additions(base.len(), &mut own, &mut other);
    let places = |order: &Order<'_>| -> BTreeMap<Rank, usize> {
        order.ranks.iter().enumerate().filter_map(|(place, rank)| Some(((*rank)?, place))).collect()
    };
    let (own_places, other_places) = (places(&own), places(&other));
    let common: BTreeSet<Rank> =
        own_places.keys().filter(|rank| other_places.contains_key(rank)).copied().collect();
    let skeleton = skeleton(&own, &other, &common, base.len())?;
    let lacks =
        |places: &BTreeMap<Rank, usize>| (0..base.len()).filter(|rank| !places.contains_key(rank)).collect();
    let (lost_here, lost_there): (BTreeSet<Rank>, BTreeSet<Rank>) =
        (lacks(&own_places), lacks(&other_places));
    let own_runs = runs(&own, &common, base, &lost_there, MergeSide::Ours, kind, path);
    let other_runs = runs(&other, &common, base, &lost_here, MergeSide::Theirs, kind, path);
    let names = LazyCell::new(|| names::names(kind, ours));
    let mut merged = Vec::new();
    for anchor in std::iter::once(None).chain(skeleton.into_iter().map(Some)) {
        if let Some(rank) = anchor {
            let piece = |places: &BTreeMap<Rank, usize>, pieces| piece_at(pieces, places.get(&rank));
            let (Some(one), Some(two)) = (piece(&own_places, ours), piece(&other_places, theirs)) else {
                continue;
            };
            let was = base.get(rank);
            merged.push(settled(was, one, two).unwrap_or_else(|| {
                let name = own_places.get(&rank).and_then(|place| names.get(*place).cloned().flatten());
                merge(was, one, two, &names::within(path, name))
            }));
        }
        let run = |runs: &BTreeMap<Option<Rank>, Vec<Blend>>| runs.get(&anchor).cloned().unwrap_or_default();
        merged.extend(both(run(&own_runs), run(&other_runs), kind, path));
    }
    super::commas::mend(kind, &mut merged);
    Some(merged)
}

fn piece_at<'p>(pieces: &'p [SourcePiece], place: Option<&usize>) -> Option<&'p SourcePiece> {
    pieces.get(*place?)
}

/// Gives a rank to what both sides added under the same identity.
fn pair_additions(first: Rank, own: &mut Order<'_>, other: &mut Order<'_>) {
    let added = other.pieces.iter().zip(&other.ranks).enumerate().filter(|(_, (_, rank))| rank.is_none());
    let twins: BTreeMap<&str, usize> =
        added.map(|(place, (piece, _))| (piece.identity.as_str(), place)).collect();
    let mut next = first;
    for (piece, rank) in own.pieces.iter().zip(&mut own.ranks).filter(|(_, rank)| rank.is_none()) {
        let twin = twins.get(piece.identity.as_str()).copied();
        let twin = twin.filter(|twin| other.pieces.get(*twin).is_some_and(|two| two.kind == piece.kind));
        if let Some(found) = twin.and_then(|twin| other.ranks.get_mut(twin)) {
            (*rank, *found) = (Some(next), Some(next));
            next += 1;
        }
    }
}

/// The order of what both sides have: that of the side that changed it.
fn skeleton(own: &Order<'_>, other: &Order<'_>, common: &BTreeSet<Rank>, base: usize) -> Option<Vec<Rank>> {
    let ranks = |order: &Order<'_>| -> Vec<Rank> {
        order.ranks.iter().flatten().filter(|rank| common.contains(rank)).copied().collect()
    };
    let (one, two) = (ranks(own), ranks(other));
    if one == two {
        return Some(one);
    }
    let old = |ranks: &[Rank]| ranks.iter().filter(|rank| **rank < base).copied().collect::<Vec<_>>();
    let (old_one, old_two) = (old(&one), old(&two));
    if old_one == old_two {
        // The same things added at two places.
        return None;
    }
    let is_kept = |ranks: &[Rank]| ranks.is_sorted();
    match (is_kept(&old_one), is_kept(&old_two)) {
        (true, false) => Some(two),
        (false, true) => Some(one),
        _ => None,
    }
}

/// What one side alone has, after each piece that both have: what it added, and what it changed and the other removed.
fn runs(
    order: &Order<'_>,
    common: &BTreeSet<Rank>,
    base: &[SourcePiece],
    lost: &BTreeSet<Rank>,
    side: MergeSide,
    kind: PieceKind,
    path: &[String],
) -> BTreeMap<Option<Rank>, Vec<Blend>> {
    let mut runs: BTreeMap<Option<Rank>, Vec<Blend>> = BTreeMap::new();
    let mut anchor = None;
    let names = LazyCell::new(|| names::names(kind, order.pieces));
    for (place, (piece, rank)) in order.pieces.iter().zip(&order.ranks).enumerate() {
        let added = match rank {
            Some(rank) if common.contains(rank) => {
                anchor = Some(*rank);
                continue;
            }
            Some(rank) if lost.contains(rank) => {
                let was = base.get(*rank);
                if was.is_some_and(|was| is_unchanged(was, piece)) {
                    continue;
                }
                let within = names::within(path, names.get(place).cloned().flatten());
                match side {
                    MergeSide::Ours => clash(&within, was, Some(piece), None),
                    MergeSide::Theirs => clash(&within, was, None, Some(piece)),
                }
            }
            _ => Blend::Settled(piece.clone()),
        };
        runs.entry(anchor).or_default().push(added);
    }
    runs
}

/// Whether a side that did not remove a piece has nothing to say in it.
fn is_unchanged(was: &SourcePiece, is: &SourcePiece) -> bool {
    was.is_same(is) || (was.own_events() == is.own_events() && comments(was) == comments(is))
}

/// The words of the comments of a piece.
fn comments(piece: &SourcePiece) -> String {
    match &piece.body {
        Body::Leaf { written, .. } if piece.kind == PieceKind::Mark => words(written),
        Body::Leaf { .. } => String::new(),
        Body::Parts(parts) => parts.iter().map(comments).filter(|words| words.contains('#')).collect(),
    }
}

/// What both sides have between two pieces: rows in an order that does not depend on the side; prose is for a person
/// to order.
fn both(ours: Vec<Blend>, theirs: Vec<Blend>, kind: PieceKind, path: &[String]) -> Vec<Blend> {
    if ours.is_empty() || theirs.is_empty() {
        return [ours, theirs].concat();
    }
    let is_ordered = matches!(
        kind,
        PieceKind::Prose | PieceKind::Section | PieceKind::Paragraph | PieceKind::Text | PieceKind::Row
    );
    // A row that repeats a cell must stay under its own.
    let repeats = |run: &[Blend]| {
        run.iter().any(|blend| of_side(blend, MergeSide::Ours).iter().any(rows::repeats_above))
    };
    if is_ordered || repeats(&ours) || repeats(&theirs) {
        let pieces = |run: &[Blend], side| -> Vec<SourcePiece> {
            run.iter().flat_map(|blend| of_side(blend, side)).collect()
        };
        let clashes = ours.iter().chain(&theirs).flat_map(Blend::clashes);
        let base = clashes.flat_map(|clash| clash.base.clone()).collect();
        let (ours, theirs) = (pieces(&ours, MergeSide::Ours), pieces(&theirs, MergeSide::Theirs));
        return vec![Blend::Clash(Box::new(Clash { path: path.to_vec(), base, ours, theirs }))];
    }
    let key = |run: &[Blend]| {
        let mut text = String::new();
        run.iter().for_each(|blend| blend.write(MergeSide::Ours, &mut text));
        let rank = run.first().map_or(0, |blend| names::role(blend.identity()));
        (rank, text)
    };
    if key(&ours) <= key(&theirs) { [ours, theirs].concat() } else { [theirs, ours].concat() }
}
