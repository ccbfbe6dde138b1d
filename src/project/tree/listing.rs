//! Everything below some places of a tree: the files that can be read, and what is left out, with the reason.

use std::collections::{BTreeMap, BTreeSet};

use super::{DEPTH_MAX, EntryKind, FILES_MAX, Tree, TreeEntry, is_hidden};
use crate::project::error::TreeError;
use crate::text::ProjectPath;

/// What a listing found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The regular files.
    pub files: BTreeSet<ProjectPath>,
    /// What cannot be read as a file of a project, by path as it is shown.
    pub left_out: BTreeMap<String, LeftOut>,
}

/// Something that cannot be read as a file of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftOut {
    /// Why.
    pub reason: LeftOutReason,
    /// What it is.
    pub kind: EntryKind,
}

/// Why something cannot be read as a file of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOutReason {
    /// Its name has a character that a path of a project cannot have, or is not UTF-8.
    Name,
    /// A symbolic link: it may lead out of the project.
    Link,
    /// Neither a file nor a folder.
    Special,
    /// A folder below the deepest level that is listed.
    Depth,
}

pub(super) fn list<T: Tree + ?Sized>(tree: &T, places: &[ProjectPath]) -> Result<Listing, TreeError> {
    let mut listing = Listing::default();
    for place in places {
        let Some(kind) = tree.kind(place)? else { continue };
        let name = place.as_str().rsplit('/').next().unwrap_or_default().to_owned();
        let entry = TreeEntry { name, path: Some(place.clone()), kind };
        add(tree, entry, place.as_str(), 0, &mut listing)?;
    }
    Ok(listing)
}

/// Adds something that stands `depth` names below the start of the listing, and what is inside.
fn add<T: Tree + ?Sized>(
    tree: &T,
    entry: TreeEntry,
    shown: &str,
    depth: usize,
    listing: &mut Listing,
) -> Result<(), TreeError> {
    if is_hidden(&entry.name) {
        return Ok(());
    }
    let reason = match (entry.path, entry.kind) {
        (_, EntryKind::Link) => LeftOutReason::Link,
        (_, EntryKind::Special) => LeftOutReason::Special,
        (None, _) => LeftOutReason::Name,
        (Some(path), EntryKind::File) => {
            listing.files.insert(path);
            return bounded(listing);
        }
        (Some(path), EntryKind::Folder) => {
            let inside = tree.entries(&path)?;
            if depth < DEPTH_MAX {
                for entry in inside {
                    let shown = format!("{shown}/{}", entry.name);
                    add(tree, entry, &shown, depth + 1, listing)?;
                }
                return Ok(());
            }
            if inside.is_empty() {
                return Ok(());
            }
            LeftOutReason::Depth
        }
    };
    listing.left_out.insert(shown.to_owned(), LeftOut { reason, kind: entry.kind });
    bounded(listing)
}

fn bounded(listing: &Listing) -> Result<(), TreeError> {
    let number = listing.files.len() + listing.left_out.len();
    if number > FILES_MAX { Err(TreeError::TooManyFiles) } else { Ok(()) }
}
