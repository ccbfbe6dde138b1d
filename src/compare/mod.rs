//! Two versions of an act: what changed, told once, and what it brings about.

pub mod avenant;
mod by_exercice;
pub mod changes;
pub mod consequences;
pub mod delta;
mod identity;
mod moves;
pub mod outline;
mod pairing;
pub mod portion;
pub mod shown;
mod telling;
pub mod words;

use std::collections::BTreeSet;

pub use changes::{ChangeKind, Difference};
pub use consequences::Consequence;
pub use delta::Delta;
pub use portion::Portion;

use crate::snapshot::Snapshot;
use changes::Trail;
use delta::DeltaChange;

/// What changed between two versions.
#[derive(Debug, Clone)]
pub struct ActComparison {
    /// Both acts, outlined.
    pub acts: (Portion, Portion),
    /// What the first became; none when both say the same.
    pub delta: Option<Delta>,
    /// The differences, what commits money first.
    pub changes: Vec<Difference>,
    /// What they bring about: shares, sums, ceilings.
    pub consequences: Vec<Consequence>,
    /// Files of each side that could not be read: what is in them is compared as far as it was.
    pub unread: (BTreeSet<String>, BTreeSet<String>),
}

/// Compares two versions of an act; none when the frame of one of them could not be read.
pub fn compare(before: &Snapshot, after: &Snapshot) -> Option<ActComparison> {
    let acts = (outline::of(before)?, outline::of(after)?);
    let delta = delta::between(&acts.0, &acts.1);
    let mut changes = delta.as_ref().map(|delta| tell(delta, &acts)).unwrap_or_default();
    moves::find(&mut changes);
    changes::sort(&mut changes);
    let unread = |snapshot: &Snapshot| {
        let faulty = snapshot.files_with_holes().into_iter().map(ToString::to_string);
        faulty.chain(snapshot.unread.iter().cloned()).collect()
    };
    let consequences = match (&before.dossier, &after.dossier) {
        (Some(before), Some(after)) => consequences::between(before, after),
        _ => Vec::new(),
    };
    Some(ActComparison { acts, delta, changes, consequences, unread: (unread(before), unread(after)) })
}

fn tell(delta: &Delta, acts: &(Portion, Portion)) -> Vec<Difference> {
    let mut told = Vec::new();
    let trail = Trail::default();
    let DeltaChange::Fields { changed, added, removed } = &delta.change else { return told };
    for delta in changed {
        let own = telling::below(&trail, delta);
        match (acts.0.part(&delta.keys.0), acts.1.part(&delta.keys.1)) {
            (Some(before), Some(after)) if matches!(delta.keys.1.as_str(), "fiches" | "articles") => {
                identity::tell_pages(delta, before, after, &own, &mut told);
            }
            _ => telling::tell(delta, &own, &mut told),
        }
    }
    told.extend(removed.iter().map(|part| telling::gone(part, &trail)));
    told.extend(added.iter().map(|part| telling::come(part, &trail)));
    told
}
