//! What a project is read from, by path: a folder of the disk, a revision of a git repository, files in memory, or another
//! tree with some of its files replaced. Two trees, and so two versions of an act, live side by side in one process.

mod commits;
mod disk;
mod git;
mod known_objects;
mod listing;
mod memory;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fmt;

pub use commits::{CommitLog, LogEnd, LogSpan, TreeObjects};
pub use disk::Disk;
pub(super) use disk::standing;
pub use git::GitTree;
pub(super) use git::discover;
pub use listing::{LeftOut, LeftOutReason, Listing};
pub use memory::{Memory, Overlay};

use super::error::TreeError;
use crate::text::ProjectPath;

/// Most files of one listing.
const FILES_MAX: usize = 5_000;
/// Deepest file of a listing, in names below the place where it starts.
pub(super) const DEPTH_MAX: usize = 8;

/// What stands at a path. Links are never followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, or something reached through one.
    Link,
    /// A pipe, a socket, a device.
    Special,
}

/// One thing in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeEntry {
    /// Its name. Bytes that are not UTF-8 are shown as Latin-1.
    pub name: String,
    /// Its path, unless its name is one that a project cannot have.
    pub path: Option<ProjectPath>,
    /// What it is.
    pub kind: EntryKind,
}

/// A set of files by path. Files are read from several threads at once.
pub trait Tree: fmt::Debug + Sync {
    /// How messages name the tree: the folder as the user wrote it.
    fn name(&self) -> String;

    /// What stands at a path; none when nothing does.
    ///
    /// # Errors
    /// When the system does not say.
    fn kind(&self, path: &ProjectPath) -> Result<Option<EntryKind>, TreeError>;

    /// Everything directly inside a folder, sorted by name, hidden files included.
    ///
    /// # Errors
    /// [`TreeError::Folder`], whose cause is `NotFound` when there is no such folder.
    fn entries(&self, folder: &ProjectPath) -> Result<Vec<TreeEntry>, TreeError>;

    /// The bytes of a regular file.
    ///
    /// # Errors
    /// When it cannot be read or has more than `limit` bytes.
    fn read(&self, path: &ProjectPath, limit: u64) -> Result<Vec<u8>, TreeError>;

    /// What there is at or below some places; a place that does not exist has nothing. Links are not followed, hidden
    /// files and folders not listed.
    ///
    /// # Errors
    /// When a folder cannot be listed, or when there are more than 5 000 files in all.
    fn list(&self, places: &[ProjectPath]) -> Result<Listing, TreeError> {
        listing::list(self, places)
    }

    /// The regular files of [`Tree::list`], sorted.
    ///
    /// # Errors
    /// As [`Tree::list`].
    fn files(&self, places: &[ProjectPath]) -> Result<BTreeSet<ProjectPath>, TreeError> {
        Ok(self.list(places)?.files)
    }

    /// The folders directly inside a folder, sorted.
    ///
    /// # Errors
    /// As [`Tree::entries`].
    fn folders(&self, parent: &ProjectPath) -> Result<BTreeSet<ProjectPath>, TreeError> {
        let entries = self.entries(parent)?.into_iter();
        Ok(entries.filter(|e| e.kind == EntryKind::Folder).filter_map(|e| e.path).collect())
    }
}

/// Whether a name is hidden, as `.DS_Store`.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}
