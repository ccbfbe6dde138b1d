//! Trees in memory: whole, or as changes laid over another tree.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::{DEPTH_MAX, FILES_MAX, Tree, is_hidden};
use crate::project::error::TreeError;
use crate::text::ProjectPath;

/// Files in memory.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory(BTreeMap<ProjectPath, Vec<u8>>);

impl Memory {
    /// Puts a file in the tree, in the place of the one that is there.
    pub fn insert(&mut self, path: ProjectPath, bytes: impl Into<Vec<u8>>) {
        self.0.insert(path, bytes.into());
    }

    fn below(&self, places: &[ProjectPath]) -> impl Iterator<Item = &ProjectPath> {
        self.0.keys().filter(|path| places.iter().any(|place| is_listed(path, place)))
    }

    fn bytes(&self, path: &ProjectPath, limit: u64) -> Option<Result<Vec<u8>, TreeError>> {
        let bytes = self.0.get(path)?;
        let is_too_large = u64::try_from(bytes.len()).map_or(true, |size| size > limit);
        Some(if is_too_large {
            Err(TreeError::TooLarge { path: path.clone(), limit })
        } else {
            Ok(bytes.clone())
        })
    }
}

impl FromIterator<(ProjectPath, Vec<u8>)> for Memory {
    fn from_iter<I: IntoIterator<Item = (ProjectPath, Vec<u8>)>>(files: I) -> Self {
        Self(files.into_iter().collect())
    }
}

impl Tree for Memory {
    fn name(&self) -> String {
        "mémoire".to_owned()
    }

    fn folders(&self, parent: &ProjectPath) -> Result<BTreeSet<ProjectPath>, TreeError> {
        let mut folders = BTreeSet::new();
        let mut is_there = false;
        for rest in self.0.keys().filter_map(|path| below(path, parent)) {
            is_there = true;
            let folder = rest.split_once('/').and_then(|(name, _)| parent.join(name).ok());
            folders.extend(folder);
        }
        if is_there {
            Ok(folders)
        } else {
            Err(TreeError::Folder { folder: parent.to_string(), cause: io::ErrorKind::NotFound.into() })
        }
    }

    fn files(&self, places: &[ProjectPath]) -> Result<BTreeSet<ProjectPath>, TreeError> {
        bounded(self.below(places).cloned().collect())
    }

    fn read(&self, path: &ProjectPath, limit: u64) -> Result<Vec<u8>, TreeError> {
        let missing = || TreeError::File { path: path.clone(), cause: io::ErrorKind::NotFound.into() };
        self.bytes(path, limit).unwrap_or_else(|| Err(missing()))
    }
}

/// A tree with files replaced or added in memory: the unsaved text of an editor, the repairs of `--fix`.
#[derive(Debug)]
pub struct Overlay<'a> {
    base: &'a dyn Tree,
    changes: Memory,
}

impl<'a> Overlay<'a> {
    /// The tree as it is; [`Overlay::insert`] changes it.
    pub fn new(base: &'a dyn Tree) -> Self {
        Self { base, changes: Memory::default() }
    }

    /// Puts a file over the one of the tree, or beside those it has.
    pub fn insert(&mut self, path: ProjectPath, bytes: impl Into<Vec<u8>>) {
        self.changes.insert(path, bytes);
    }
}

impl Tree for Overlay<'_> {
    fn name(&self) -> String {
        self.base.name()
    }

    fn folders(&self, parent: &ProjectPath) -> Result<BTreeSet<ProjectPath>, TreeError> {
        match (self.base.folders(parent), self.changes.folders(parent)) {
            (Ok(folders), Ok(added)) => Ok(folders.into_iter().chain(added).collect()),
            (folders, Err(_)) => folders,
            (Err(TreeError::Folder { cause, .. }), added) if cause.kind() == io::ErrorKind::NotFound => added,
            (Err(error), Ok(_)) => Err(error),
        }
    }

    fn files(&self, places: &[ProjectPath]) -> Result<BTreeSet<ProjectPath>, TreeError> {
        let mut files = self.base.files(places)?;
        files.extend(self.changes.below(places).cloned());
        bounded(files)
    }

    fn read(&self, path: &ProjectPath, limit: u64) -> Result<Vec<u8>, TreeError> {
        self.changes.bytes(path, limit).unwrap_or_else(|| self.base.read(path, limit))
    }
}

fn bounded(files: BTreeSet<ProjectPath>) -> Result<BTreeSet<ProjectPath>, TreeError> {
    if files.len() > FILES_MAX { Err(TreeError::TooManyFiles) } else { Ok(files) }
}

/// What a path adds to the folder it is in, at any depth.
fn below<'p>(path: &'p ProjectPath, folder: &ProjectPath) -> Option<&'p str> {
    path.as_str().strip_prefix(folder.as_str())?.strip_prefix('/')
}

/// Whether the listing of a place has a path, by the bounds that the disk keeps.
fn is_listed(path: &ProjectPath, place: &ProjectPath) -> bool {
    let name = path.as_str().rsplit('/').next().unwrap_or_default();
    let is_near = below(path, place).is_some_and(|rest| rest.split('/').count() <= DEPTH_MAX);
    (path == place || is_near) && !is_hidden(name)
}
