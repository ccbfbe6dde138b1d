//! What went from one place and came to another, word for word, moved: one change and not two.

use super::changes::{ChangeKind, Difference};
use super::portion::{Datum, Portion};

/// Least words of a paragraph for its twin elsewhere to be the same one.
const LEAST_WORDS: usize = 4;

/// Joins each loss and each addition that say the same.
pub(super) fn find(changes: &mut Vec<Difference>) {
    let mut rank = 0;
    while let Some(gone) = changes.get(rank) {
        let twin = match (&gone.kind, &gone.part) {
            (ChangeKind::Removed, Some(part)) if is_told(part) => changes.iter().position(|come| {
                let same =
                    |other: &Portion| other.content.says_as(&part.content) && other.topic == part.topic;
                come.kind == ChangeKind::Added && come.part.as_ref().is_some_and(|other| same(other))
            }),
            _ => None,
        };
        let Some(twin) = twin else {
            rank += 1;
            continue;
        };
        let gone = changes.remove(rank);
        let Some(come) = changes.get_mut(if twin > rank { twin - 1 } else { twin }) else { continue };
        come.kind = ChangeKind::Moved;
        come.before = Some(gone.trail.join(" › "));
        come.euros = (gone.euros.0, come.euros.1);
        come.places.0 = gone.places.0;
        if twin < rank {
            // What stands there now was not looked at yet.
            continue;
        }
    }
}

/// Whether a part says enough to be known elsewhere.
fn is_told(part: &Portion) -> bool {
    match part.said() {
        Some(Datum::Prose(paragraph)) => paragraph.tokens.len() >= LEAST_WORDS,
        Some(_) => false,
        None => part.data().len() >= 2,
    }
}
