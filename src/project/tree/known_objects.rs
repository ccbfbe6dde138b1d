//! The trees and files that were read of a repository: an object never changes, and most of those of a commit are those of
//! the next.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use gix::ObjectId;
use rustc_hash::FxHashMap;

use super::EntryKind;

/// Most trees, and most bytes of files, that are kept.
const TREES_MAX: usize = 2_000;
const BYTES_MAX: usize = 64 << 20;

/// What stands in a folder: names as git has them, in its order.
pub(super) type FolderEntries = Arc<Vec<(Vec<u8>, EntryKind, ObjectId)>>;

/// The bytes of files, by the name of their objects.
type KnownFiles = FxHashMap<ObjectId, Arc<Vec<u8>>>;

/// Objects by their identifiers.
#[derive(Default)]
pub(super) struct KnownObjects {
    trees: Mutex<FxHashMap<ObjectId, FolderEntries>>,
    files: Mutex<(usize, KnownFiles)>,
}

impl KnownObjects {
    /// A tree, read once.
    pub(super) fn tree<E>(
        &self,
        id: ObjectId,
        read: impl FnOnce() -> Result<FolderEntries, E>,
    ) -> Result<FolderEntries, E> {
        if let Some(known) = lock(&self.trees).get(&id) {
            return Ok(Arc::clone(known));
        }
        let entries = read()?;
        let mut trees = lock(&self.trees);
        if trees.len() >= TREES_MAX {
            trees.clear();
        }
        trees.insert(id, Arc::clone(&entries));
        Ok(entries)
    }

    /// A file, read once.
    pub(super) fn file<E>(
        &self,
        id: ObjectId,
        read: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Arc<Vec<u8>>, E> {
        if let Some(known) = lock(&self.files).1.get(&id) {
            return Ok(Arc::clone(known));
        }
        let bytes = Arc::new(read()?);
        let mut files = lock(&self.files);
        if files.0.saturating_add(bytes.len()) > BYTES_MAX {
            *files = (0, FxHashMap::default());
        }
        files.0 += bytes.len();
        files.1.insert(id, Arc::clone(&bytes));
        Ok(bytes)
    }
}

/// A reading that panicked has left nothing half kept.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
