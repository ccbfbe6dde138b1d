//! A part of the act on both sides, walked in the order of the second: what went stands at the place that it had.

use crate::compare::delta::{Delta, DeltaChange, RowStep};
use crate::compare::portion::{Datum, Portion};
use crate::compare::words::{self, Fate};

/// A part on both sides; it is on one only when it came or went.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sides<'c> {
    /// The part of today, else the one that went.
    pub part: &'c Portion,
    /// What it was; none when it came.
    pub before: Option<&'c Portion>,
    /// What it is; none when it went.
    pub after: Option<&'c Portion>,
    /// Whether its place among its neighbours changed.
    pub is_moved: bool,
    delta: Option<&'c Delta>,
}

impl<'c> Sides<'c> {
    /// Both versions of one part.
    pub(super) fn of(before: &'c Portion, after: &'c Portion, delta: Option<&'c Delta>) -> Self {
        Self { part: after, before: Some(before), after: Some(after), is_moved: false, delta }
    }

    fn same(part: &'c Portion) -> Self {
        Self::of(part, part, None)
    }

    fn come(part: &'c Portion) -> Self {
        Self { part, before: None, after: Some(part), is_moved: false, delta: None }
    }

    fn gone(part: &'c Portion) -> Self {
        Self { part, before: Some(part), after: None, is_moved: false, delta: None }
    }

    /// The piece of a key.
    pub(super) fn part(&self, key: &str) -> Option<Self> {
        self.parts().into_iter().find(|piece| piece.part.key == key)
    }

    /// What it says on each side, when that is one thing.
    pub(super) fn said(&self) -> (Option<&'c Datum>, Option<&'c Datum>) {
        (self.before.and_then(Portion::said), self.after.and_then(Portion::said))
    }

    /// Whether a reader sees a difference: a typed figure that became the reference that prints it is none.
    pub(super) fn is_changed(&self) -> bool {
        let (Some(before), Some(after)) = (self.before, self.after) else { return true };
        if self.is_moved {
            return true;
        }
        if self.delta.is_none() {
            return false;
        }
        match (before.said(), after.said()) {
            (Some(Datum::Prose(a)), Some(Datum::Prose(b))) => {
                !a.stands_as(b)
                    || words::compare(&a.tokens, &b.tokens).iter().any(|run| run.fate != Fate::Same)
            }
            (None, None) => {
                let parts = self.parts();
                parts.is_empty() || parts.iter().any(Self::is_changed)
            }
            _ => true,
        }
    }

    /// Its pieces, those that went at the place that they had.
    pub(super) fn parts(&self) -> Vec<Self> {
        let (before, after) = match (self.before, self.after) {
            (Some(before), Some(after)) => (before.parts(), after.parts()),
            (Some(before), None) => return before.parts().iter().map(Self::gone).collect(),
            (None, Some(after)) => return after.parts().iter().map(Self::come).collect(),
            (None, None) => return Vec::new(),
        };
        let Some(delta) = self.delta else { return after.iter().map(Self::same).collect() };
        // Each with its rank on the first side.
        let mut pieces: Vec<(Option<usize>, Self)> = Vec::new();
        match &delta.change {
            DeltaChange::Content(..) => return Vec::new(),
            DeltaChange::Fields { changed, .. } => {
                for part in after {
                    let from = before.iter().position(|twin| twin.key == part.key);
                    let change = changed.iter().find(|delta| delta.keys.1 == part.key);
                    let twin = from.and_then(|rank| before.get(rank));
                    pieces.push((from, twin.map_or(Self::come(part), |twin| Self::of(twin, part, change))));
                }
                insert_gone(&mut pieces, before);
            }
            DeltaChange::Rows { steps, .. } => {
                for (step, part) in steps.iter().zip(after) {
                    pieces.push(match step {
                        RowStep::Added(_) => (None, Self::come(part)),
                        RowStep::Kept { from, moved, change, .. } => {
                            let twin = before.get(*from).unwrap_or(part);
                            let own = Self::of(twin, part, change.as_deref());
                            (Some(*from), Self { is_moved: *moved, ..own })
                        }
                    });
                }
                insert_gone(&mut pieces, before);
            }
        }
        pieces.into_iter().map(|(_, piece)| piece).collect()
    }
}

/// Puts each part that has no twin after the one that it followed.
fn insert_gone<'c>(pieces: &mut Vec<(Option<usize>, Sides<'c>)>, before: &'c [Portion]) {
    for (rank, part) in before.iter().enumerate() {
        if pieces.iter().any(|(from, _)| *from == Some(rank)) {
            continue;
        }
        let follows = |(from, piece): &(Option<usize>, Sides<'_>)| {
            !piece.is_moved && from.is_some_and(|from| from < rank)
        };
        let place = pieces.iter().rposition(follows).map_or(0, |place| place + 1);
        pieces.insert(place, (Some(rank), Sides::gone(part)));
    }
}
