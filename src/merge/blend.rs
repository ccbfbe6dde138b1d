//! A merged piece: what is settled, and what both sides changed otherwise.

use super::piece::{Event, PieceKind, SourcePiece, words};

/// One side of a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MergeSide {
    Ours,
    Theirs,
}

/// A merged piece.
#[derive(Debug, Clone)]
pub(super) enum Blend {
    Settled(SourcePiece),
    Parts(PieceKind, String, Vec<Blend>),
    Clash(Box<Clash>),
}

/// What both sides changed, each in its way.
#[derive(Debug, Clone)]
pub(super) struct Clash {
    /// The names that lead to it.
    pub(super) path: Vec<String>,
    pub(super) base: Vec<SourcePiece>,
    pub(super) ours: Vec<SourcePiece>,
    pub(super) theirs: Vec<SourcePiece>,
}

impl Blend {
    pub(super) fn identity(&self) -> &str {
        match self {
            Self::Settled(piece) => &piece.identity,
            Self::Parts(_, identity, _) => identity,
            Self::Clash(_) => "",
        }
    }

    /// The text of one side where both clash.
    pub(super) fn write(&self, side: MergeSide, text: &mut String) {
        match self {
            Self::Settled(piece) => piece.write(text),
            Self::Parts(_, _, parts) => parts.iter().for_each(|part| part.write(side, text)),
            Self::Clash(clash) => clash.of(side).iter().for_each(|piece| piece.write(text)),
        }
    }

    /// What a reader gets of it, one side being taken where both clash.
    pub(super) fn events(&self, side: MergeSide, events: &mut Vec<Event>) {
        match self {
            Self::Settled(piece) => piece.events(events),
            Self::Clash(clash) => clash.of(side).iter().for_each(|piece| piece.events(events)),
            Self::Parts(PieceKind::Text, ..) => {
                let mut text = String::new();
                self.write(side, &mut text);
                events.push(Event::Text(words(&text_value(&text))));
            }
            Self::Parts(kind, _, parts) => {
                events.extend(kind.is_container().then_some(Event::Open(*kind)));
                parts.iter().for_each(|part| part.events(side, events));
                events.extend(kind.is_container().then_some(Event::Close));
            }
        }
    }

    /// The clashes, in the order of the text.
    pub(super) fn clashes(&self) -> Vec<&Clash> {
        match self {
            Self::Settled(_) => Vec::new(),
            Self::Parts(_, _, parts) => parts.iter().flat_map(Self::clashes).collect(),
            Self::Clash(clash) => vec![clash],
        }
    }
}

impl Clash {
    pub(super) fn of(&self, side: MergeSide) -> &[SourcePiece] {
        match side {
            MergeSide::Ours => &self.ours,
            MergeSide::Theirs => &self.theirs,
        }
    }
}

/// What a value of several lines says, but for its escapes.
fn text_value(written: &str) -> String {
    match written.starts_with(['|', '>']) {
        true => written.split_once('\n').map_or("", |(_, body)| body).to_owned(),
        false => written.trim_matches(['"', '\'']).replace("''", "'"),
    }
}

/// The pieces of one side.
pub(super) fn of_side(blend: &Blend, side: MergeSide) -> Vec<SourcePiece> {
    match blend {
        Blend::Settled(piece) => vec![piece.clone()],
        Blend::Clash(clash) => clash.of(side).to_vec(),
        Blend::Parts(kind, identity, parts) => {
            let parts = parts.iter().flat_map(|part| of_side(part, side)).collect();
            vec![SourcePiece::branch(*kind, identity, parts)]
        }
    }
}
