//! Trees in memory: whole, or as changes laid over another tree.

use std::collections::BTreeMap;
use std::io;

use super::{EntryKind, Tree, TreeEntry};
use crate::diagnostic::FolderMove;
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

    fn kind(&self, path: &ProjectPath) -> Result<Option<EntryKind>, TreeError> {
        let has_files_below = || self.0.keys().any(|key| below(key, path).is_some());
        Ok(match self.0.contains_key(path) {
            true => Some(EntryKind::File),
            false => has_files_below().then_some(EntryKind::Folder),
        })
    }

    fn entries(&self, folder: &ProjectPath) -> Result<Vec<TreeEntry>, TreeError> {
        let mut entries = BTreeMap::new();
        for rest in self.0.keys().filter_map(|path| below(path, folder)) {
            let (name, kind) = match rest.split_once('/') {
                Some((name, _)) => (name, EntryKind::Folder),
                None => (rest, EntryKind::File),
            };
            let entry = || TreeEntry { name: name.to_owned(), path: folder.join(name).ok(), kind };
            entries.entry(name).or_insert_with(entry);
        }
        if entries.is_empty() {
            return Err(TreeError::Folder {
                folder: folder.to_string(),
                cause: io::ErrorKind::NotFound.into(),
            });
        }
        Ok(entries.into_values().collect())
    }

    fn read(&self, path: &ProjectPath, limit: u64) -> Result<Vec<u8>, TreeError> {
        let missing = || TreeError::File { path: path.clone(), cause: io::ErrorKind::NotFound.into() };
        self.bytes(path, limit).unwrap_or_else(|| Err(missing()))
    }
}

/// A tree with files replaced or added in memory: the unsaved text of an editor, the repairs of `--fix`. Folders may have
/// another name in it.
#[derive(Debug, Clone)]
pub struct Overlay<'a> {
    base: &'a dyn Tree,
    changes: Memory,
    moves: Vec<FolderMove>,
}

impl<'a> Overlay<'a> {
    /// The tree as it is; [`Overlay::insert`] changes it.
    pub fn new(base: &'a dyn Tree) -> Self {
        Self { base, changes: Memory::default(), moves: Vec::new() }
    }

    /// Gives a folder another name, after which nothing is to be put in it.
    pub fn move_folder(&mut self, moved: FolderMove) {
        self.moves.push(moved);
    }

    /// Where the files of a path are; none for what is no longer there.
    fn origin(&self, path: &ProjectPath) -> Option<ProjectPath> {
        let mut origin = path.clone();
        for FolderMove { from, to } in self.moves.iter().rev() {
            if origin == *to {
                origin = from.clone();
            } else if let Some(rest) = below(&origin, to) {
                origin = from.join(rest).ok()?;
            } else if origin == *from || below(&origin, from).is_some() {
                return None;
            }
        }
        Some(origin)
    }

    fn kind_of(&self, path: &ProjectPath) -> Result<Option<EntryKind>, TreeError> {
        match self.changes.kind(path)? {
            Some(kind) => Ok(Some(kind)),
            None => self.base.kind(path),
        }
    }

    fn entries_of(&self, folder: &ProjectPath) -> Result<Vec<TreeEntry>, TreeError> {
        match (self.base.entries(folder), self.changes.entries(folder)) {
            (Ok(entries), Ok(added)) => {
                let by_name = entries.into_iter().chain(added).map(|entry| (entry.name.clone(), entry));
                Ok(by_name.collect::<BTreeMap<_, _>>().into_values().collect())
            }
            (entries, Err(_)) => entries,
            (Err(TreeError::Folder { cause, .. }), added) if cause.kind() == io::ErrorKind::NotFound => added,
            (Err(error), Ok(_)) => Err(error),
        }
    }

    /// What a move makes appear directly in a folder.
    fn moved_into<'s>(&'s self, folder: &'s ProjectPath) -> impl Iterator<Item = TreeEntry> + 's {
        self.moves.iter().filter_map(move |moved| {
            let name = below(&moved.to, folder)?.split('/').next()?;
            let path = folder.join(name).ok();
            Some(TreeEntry { name: name.to_owned(), path, kind: EntryKind::Folder })
        })
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

    fn kind(&self, path: &ProjectPath) -> Result<Option<EntryKind>, TreeError> {
        let kind = match self.origin(path) {
            Some(origin) => self.kind_of(&origin)?,
            None => None,
        };
        let holds_a_move = || self.moved_into(path).next().is_some();
        Ok(kind.or_else(|| holds_a_move().then_some(EntryKind::Folder)))
    }

    fn entries(&self, folder: &ProjectPath) -> Result<Vec<TreeEntry>, TreeError> {
        if self.moves.is_empty() {
            return self.entries_of(folder);
        }
        let absent =
            || TreeError::Folder { folder: folder.to_string(), cause: io::ErrorKind::NotFound.into() };
        let own = self.origin(folder).map_or_else(|| Err(absent()), |origin| self.entries_of(&origin));
        let added: Vec<TreeEntry> = self.moved_into(folder).collect();
        let own = match own {
            Err(TreeError::Folder { cause, .. })
                if cause.kind() == io::ErrorKind::NotFound && !added.is_empty() =>
            {
                Vec::new()
            }
            own => own?,
        };
        let here = |entry: TreeEntry| {
            let path = folder.join(&entry.name).ok();
            let is_gone = path.as_ref().is_some_and(|path| self.origin(path).is_none());
            (!is_gone).then(|| TreeEntry { path: entry.path.and(path), ..entry })
        };
        let entries = own.into_iter().filter_map(here).chain(added);
        let by_name: BTreeMap<String, TreeEntry> = entries.map(|entry| (entry.name.clone(), entry)).collect();
        Ok(by_name.into_values().collect())
    }

    fn read(&self, path: &ProjectPath, limit: u64) -> Result<Vec<u8>, TreeError> {
        let missing = || TreeError::File { path: path.clone(), cause: io::ErrorKind::NotFound.into() };
        let Some(origin) = self.origin(path) else { return Err(missing()) };
        self.changes.bytes(&origin, limit).unwrap_or_else(|| self.base.read(&origin, limit))
    }
}

/// What a path adds to the folder it is in, at any depth.
fn below<'p>(path: &'p ProjectPath, folder: &ProjectPath) -> Option<&'p str> {
    path.as_str().strip_prefix(folder.as_str())?.strip_prefix('/')
}
