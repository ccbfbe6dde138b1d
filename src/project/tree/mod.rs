//! What a project is read from, by path: a folder of the disk, files in memory, or another tree with some of
//! its files replaced. Two trees, and so two versions of an act, live side by side in one process.

mod disk;
mod memory;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::fmt;

pub use disk::Disk;
pub use memory::{Memory, Overlay};

use super::error::TreeError;
use crate::text::ProjectPath;

/// Most files of one listing.
const FILES_MAX: usize = 5_000;
/// Deepest file of a listing, in names below the place where it starts.
const DEPTH_MAX: usize = 8;

/// A set of files by path. Files are read from several threads at once.
pub trait Tree: fmt::Debug + Sync {
    /// How messages name the tree: the folder as the user wrote it.
    fn name(&self) -> String;

    /// The folders directly inside a folder, sorted.
    ///
    /// # Errors
    /// [`TreeError::Folder`], whose cause is `NotFound` when there is no such folder.
    fn folders(&self, parent: &ProjectPath) -> Result<BTreeSet<ProjectPath>, TreeError>;

    /// The regular files at or below some places, sorted; a place that does not exist has none. Symbolic links
    /// are not followed and hidden files not listed.
    ///
    /// # Errors
    /// When a folder cannot be listed, or has more than 5 000 files in all.
    fn files(&self, places: &[ProjectPath]) -> Result<BTreeSet<ProjectPath>, TreeError>;

    /// The bytes of a regular file.
    ///
    /// # Errors
    /// When it cannot be read or has more than `limit` bytes.
    fn read(&self, path: &ProjectPath, limit: u64) -> Result<Vec<u8>, TreeError>;
}

/// Whether a name is hidden, as `.DS_Store`.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}
