//! Two versions of an act: what changed, told once, and what it brings about.

pub mod avenant;
mod by_exercice;
pub mod changes;
pub mod consequences;
pub mod delta;
pub mod following;
mod identity;
mod moves;
pub mod outline;
mod pairing;
pub mod part_path;
pub mod portion;
pub mod shown;
mod telling;
pub mod words;

use std::collections::BTreeSet;

pub use changes::{ChangeKind, Difference};
pub use consequences::Consequence;
pub use delta::Delta;
pub use portion::{ChangeTopic, Portion};

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
    let acts = rayon::join(|| outline::of(before), || outline::of(after));
    let acts = (acts.0?, acts.1?);
    let delta = delta::between(&acts.0, &acts.1);
    let mut changes = delta.as_ref().map(|delta| tell(delta, &acts)).unwrap_or_default();
    let unread = (unread(before), unread(after));
    changes.retain(|change| !is_of_a_hole(change, &unread, (&before.edition, &after.edition)));
    moves::find(&mut changes);
    forget_derived_date(&mut changes);
    changes::sort(&mut changes);
    let consequences = match (&before.dossier, &after.dossier) {
        // A sum without what could not be read is not the sum.
        (Some(before), Some(after)) if unread.0.is_empty() && unread.1.is_empty() => {
            consequences::between(before, after)
        }
        _ => Vec::new(),
    };
    Some(ActComparison { acts, delta, changes, consequences, unread })
}

/// The files of an act that could not be read, or not whole.
fn unread(snapshot: &Snapshot) -> BTreeSet<String> {
    let faulty = snapshot.files_with_holes().into_iter().map(ToString::to_string);
    let is_page = |path: &&String| path.ends_with(".md") || path.ends_with(".yaml");
    faulty.chain(snapshot.unread.iter().filter(is_page).cloned()).collect()
}

/// Whether a difference only says that one side could not be read there: what lacks is no loss, what comes back no addition.
fn is_of_a_hole(
    change: &Difference,
    unread: &(BTreeSet<String>, BTreeSet<String>),
    editions: (&str, &str),
) -> bool {
    let (files, edition) = match change.kind {
        ChangeKind::Added | ChangeKind::Split => (&unread.0, editions.0),
        ChangeKind::Removed | ChangeKind::Merged => (&unread.1, editions.1),
        _ => return false,
    };
    files.iter().map(|file| outline::page_key(file, edition)).any(|file| {
        let file = file.as_str();
        let page = ["fiches/", "articles/"].into_iter().find_map(|rows| change.path.strip_prefix(rows));
        page.is_some_and(|page| {
            page == file || page.strip_prefix(file).is_some_and(|rest| rest.starts_with('/'))
        }) || !file.contains('/') && page.is_none()
    })
}

/// The document bears the day of its vote, then of its signature: one change.
fn forget_derived_date(changes: &mut Vec<Difference>) {
    let is_of_the_day = |change: &Difference| {
        ["vie/deliberation", "vie/signature"].iter().any(|path| change.path.starts_with(path))
    };
    let after: Vec<_> =
        changes.iter().filter(|change| is_of_the_day(change)).map(|change| change.after.clone()).collect();
    changes.retain(|change| change.path != "vie/date_document" || !after.contains(&change.after));
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
