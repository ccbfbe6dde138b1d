//! Trees for tests: a project of `tests/fixtures` in memory, and one that counts its reads.

use std::collections::BTreeMap;
use std::sync::Mutex;

use calpae::project::{Disk, EntryKind, Memory, Tree, TreeEntry, TreeError};
use calpae::text::ProjectPath;

use super::repository;

/// A path that is known to be valid.
pub(crate) fn path(text: &str) -> ProjectPath {
    ProjectPath::new(text).unwrap()
}

/// A project of `tests/fixtures`.
pub(crate) fn fixture(name: &str) -> Disk {
    Disk::new(repository().join("tests/fixtures").join(name))
}

/// All the files of a tree, in memory.
pub(crate) fn in_memory(tree: &dyn Tree) -> Memory {
    let files = tree.files(&[path("content"), path("templates")]).unwrap();
    files.into_iter().map(|file| (file.clone(), tree.read(&file, u64::MAX).unwrap())).collect()
}

/// A tree that counts the reads of each file.
#[derive(Debug)]
pub(crate) struct Counting<T> {
    tree: T,
    reads: Mutex<BTreeMap<ProjectPath, usize>>,
}

impl<T: Tree> Counting<T> {
    pub(crate) fn new(tree: T) -> Self {
        Self { tree, reads: Mutex::default() }
    }

    /// Number of reads by file, files never read left out.
    pub(crate) fn reads(&self) -> BTreeMap<ProjectPath, usize> {
        self.reads.lock().unwrap().clone()
    }
}

impl<T: Tree> Tree for Counting<T> {
    fn name(&self) -> String {
        self.tree.name()
    }

    fn kind(&self, path: &ProjectPath) -> Result<Option<EntryKind>, TreeError> {
        self.tree.kind(path)
    }

    fn entries(&self, folder: &ProjectPath) -> Result<Vec<TreeEntry>, TreeError> {
        self.tree.entries(folder)
    }

    fn read(&self, path: &ProjectPath, limit: u64) -> Result<Vec<u8>, TreeError> {
        *self.reads.lock().unwrap().entry(path.clone()).or_default() += 1;
        self.tree.read(path, limit)
    }
}
