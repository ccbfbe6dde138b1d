//! A project as it was at a revision of its git repository, read from the object store: nothing is checked out and
//! nothing is written. Only the configuration of the repository itself is looked at, never the environment.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use gix::bstr::{BStr, ByteSlice};
use gix::objs::tree::EntryKind as GitKind;
use gix::{ObjectId, Repository, ThreadSafeRepository};

use super::disk::{A_LINK, NOT_A_FILE};
use super::known_objects::{FolderEntries, KnownObjects};
use super::{EntryKind, Tree, TreeEntry};
use crate::model::Day;
use crate::project::error::TreeError;
use crate::project::revision::{GitRevision, RevisionError};
use crate::text::ProjectPath;

/// A project at a revision.
pub struct GitTree {
    store: Arc<ThreadSafeRepository>,
    known: Arc<KnownObjects>,
    /// The tree of the folder of the project.
    root: ObjectId,
    name: String,
    revision: GitRevision,
}

impl fmt::Debug for GitTree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GitTree").field("name", &self.name).field("revision", &self.revision).finish()
    }
}

/// How Git LFS begins what it leaves in the place of a file.
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";
/// Most bytes of such a pointer.
const LFS_POINTER_MAX: usize = 1_024;
/// Most letters of a subject, or of the name of an author, that are kept.
const SUBJECT_MAX: usize = 200;

impl GitTree {
    /// The project of a folder of a working tree at a revision, at the same place as today; the root of a bare repository
    /// when the folder is one.
    ///
    /// # Errors
    /// When there is no repository, no such revision, or no such folder in it.
    pub fn open(folder: &Path, asked: &str) -> Result<Self, RevisionError> {
        Self::of((Arc::new(discover(folder)?), Arc::default()), folder, asked)
    }

    /// The same project, a folder of the same working tree, at another revision: what both hold is read once.
    ///
    /// # Errors
    /// As [`GitTree::open`].
    pub fn beside(&self, folder: &Path, asked: &str) -> Result<Self, RevisionError> {
        Self::of((Arc::clone(&self.store), Arc::clone(&self.known)), folder, asked)
    }

    fn of(
        (store, known): (Arc<ThreadSafeRepository>, Arc<KnownObjects>),
        folder: &Path,
        asked: &str,
    ) -> Result<Self, RevisionError> {
        let repository = store.to_thread_local();
        let commit = commit(&repository, asked)?;
        let damaged = || RevisionError::Damaged(asked.to_owned());
        let within = place_in(&repository, folder).unwrap_or_default();
        let root = folder_of(&repository, &commit, &within).map_err(|_| damaged())?;
        let root = root.ok_or(RevisionError::NoFolder { asked: asked.to_owned(), folder: within })?;
        let revision = revision(&commit, asked);
        Ok(Self::at((store, known), root, folder.display().to_string(), revision))
    }

    /// The project whose folder is a tree of the store.
    pub(super) fn at(
        (store, known): (Arc<ThreadSafeRepository>, Arc<KnownObjects>),
        root: ObjectId,
        name: String,
        revision: GitRevision,
    ) -> Self {
        Self { store, known, root, name, revision }
    }

    /// The commit that is read.
    pub fn revision(&self) -> &GitRevision {
        &self.revision
    }

    /// What stands at a path, no link followed on the way.
    fn standing(
        &self,
        repository: &Repository,
        path: &ProjectPath,
    ) -> io::Result<Option<(EntryKind, ObjectId)>> {
        let mut last = (EntryKind::Folder, self.root);
        for name in path.as_str().split('/') {
            if last.0 != EntryKind::Folder {
                return Ok((last.0 == EntryKind::Link).then_some(last));
            }
            let entries = self.folder(repository, last.1)?;
            let Some((_, kind, id)) = entries.iter().find(|(own, ..)| own == name.as_bytes()) else {
                return Ok(None);
            };
            last = (*kind, *id);
        }
        Ok(Some(last))
    }

    /// What stands in a folder.
    fn folder(&self, repository: &Repository, id: ObjectId) -> io::Result<FolderEntries> {
        self.known.tree(id, || {
            let tree = repository.find_tree(id).map_err(|_| absent())?;
            let entries = tree.iter().map(|entry| {
                let entry = entry.map_err(|_| absent())?.inner;
                Ok((entry.filename.to_vec(), kind(entry.mode.kind()), entry.oid.to_owned()))
            });
            Ok(Arc::new(entries.collect::<io::Result<_>>()?))
        })
    }
}

impl Tree for GitTree {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn kind(&self, path: &ProjectPath) -> Result<Option<EntryKind>, TreeError> {
        let standing = self.standing(&self.store.to_thread_local(), path);
        let kind = standing.map(|standing| standing.map(|(kind, _)| kind));
        kind.map_err(|cause| TreeError::Folder { folder: path.to_string(), cause })
    }

    fn entries(&self, folder: &ProjectPath) -> Result<Vec<TreeEntry>, TreeError> {
        let error = |cause| TreeError::Folder { folder: folder.to_string(), cause };
        let repository = self.store.to_thread_local();
        let id = match self.standing(&repository, folder).map_err(error)? {
            Some((EntryKind::Folder, id)) => id,
            Some((EntryKind::Link, _)) => return Err(error(io::Error::other(A_LINK))),
            Some(_) => return Err(error(io::ErrorKind::NotADirectory.into())),
            None => return Err(error(io::ErrorKind::NotFound.into())),
        };
        let known = self.folder(&repository, id).map_err(error)?;
        let mut entries = Vec::new();
        for (name, kind, _) in known.iter() {
            let path = name.to_str().ok().and_then(|name| folder.join(name).ok());
            entries.push(TreeEntry { name: shown(name.as_bstr()), path, kind: *kind });
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn read(&self, path: &ProjectPath, limit: u64) -> Result<Vec<u8>, TreeError> {
        let error = |cause| TreeError::File { path: path.clone(), cause };
        let repository = self.store.to_thread_local();
        let id = match self.standing(&repository, path).map_err(error)? {
            Some((EntryKind::File, id)) => id,
            Some(_) => return Err(error(io::Error::other(NOT_A_FILE))),
            None => return Err(error(io::ErrorKind::NotFound.into())),
        };
        let too_large = || TreeError::TooLarge { path: path.clone(), limit };
        let bytes = self.known.file(id, || {
            // The size is known before the bytes are unpacked.
            let header = repository.find_header(id).map_err(|_| error(absent()))?;
            if header.size() > limit {
                return Err(too_large());
            }
            Ok(repository.find_blob(id).map_err(|_| error(absent()))?.take_data())
        })?;
        if u64::try_from(bytes.len()).map_or(true, |size| size > limit) {
            return Err(too_large());
        }
        if bytes.len() <= LFS_POINTER_MAX && bytes.starts_with(LFS_POINTER) {
            return Err(error(io::Error::other("le dépôt git n’en a que le renvoi vers Git LFS")));
        }
        Ok(bytes.to_vec())
    }
}

/// The repository that a folder is in.
pub(in crate::project) fn discover(folder: &Path) -> Result<ThreadSafeRepository, RevisionError> {
    let isolated = gix::open::Options::isolated;
    let options = gix::discover::upwards::Options { cross_fs: true, ..Default::default() };
    let trust = gix::sec::trust::Mapping { full: isolated(), reduced: isolated() };
    ThreadSafeRepository::discover_opts(folder, options, trust).map_err(|error| {
        let is_none = error.downcast_any_ref::<gix::discover::upwards::Error>().is_some();
        match is_none {
            true => RevisionError::NoRepository(folder.to_owned()),
            false => RevisionError::UnreadableRepository(folder.to_owned()),
        }
    })
}

/// The folder of the project in the tree of a commit; none when it is not there.
pub(super) fn folder_of(
    repository: &Repository,
    commit: &gix::Commit<'_>,
    within: &str,
) -> io::Result<Option<ObjectId>> {
    let mut root = commit.tree_id().map_err(|_| absent())?.detach();
    for name in within.split('/').filter(|name| !name.is_empty()) {
        let tree = repository.find_tree(root).map_err(|_| absent())?;
        let Some(entry) = tree.find_entry(name).filter(|entry| entry.inner.mode.is_tree()) else {
            return Ok(None);
        };
        root = entry.inner.oid.to_owned();
    }
    Ok(Some(root))
}

/// What names a commit.
pub(super) fn revision(commit: &gix::Commit<'_>, asked: &str) -> GitRevision {
    let author = commit.author().map(|author| author.name.to_str_lossy().trim().to_owned());
    GitRevision {
        asked: asked.to_owned(),
        commit: commit.short_id().map_or_else(|_| commit.id.to_string(), |id| id.to_string()),
        day: commit.time().ok().and_then(day_of),
        author: author.unwrap_or_default().chars().take(SUBJECT_MAX).collect(),
        subject: subject(commit),
    }
}

/// The commit that a revision leads to.
pub(super) fn commit<'r>(repository: &'r Repository, asked: &str) -> Result<gix::Commit<'r>, RevisionError> {
    use gix::revision::spec::parse::Error;
    let not_a_commit = || RevisionError::NotACommit(asked.to_owned());
    if asked.trim().is_empty() {
        return Err(not_a_commit());
    }
    // Git takes the oldest commit that it knows, which is not the one that was asked for.
    if let Some(first) = log_start(repository, asked) {
        return Err(RevisionError::BeforeTheLog { asked: asked.to_owned(), first: day_of(first) });
    }
    let spec = repository.rev_parse(asked).map_err(|error| match error.downcast_any_ref::<Error>() {
        Some(Error::AmbiguousPrefix { .. } | Error::AmbiguousRefAndObject { .. }) => {
            RevisionError::Ambiguous(asked.to_owned())
        }
        _ if repository.head().is_ok_and(|head| head.is_unborn()) && names(repository).is_empty() => {
            RevisionError::NoCommit
        }
        _ => {
            let names = names(repository);
            let near = crate::diagnostic::near(asked, names.iter().map(String::as_str));
            RevisionError::Unknown {
                asked: asked.to_owned(),
                near: near.map(str::to_owned),
                is_shallow: repository.is_shallow().unwrap_or_default(),
            }
        }
    })?;
    let object = spec.single().ok_or_else(not_a_commit)?.object();
    let object = object.map_err(|_| RevisionError::Damaged(asked.to_owned()))?;
    object.peel_to_commit().map_err(|_| not_a_commit())
}

/// The start of the log of a branch, when `BRANCH@{DAY}` asks for a day before it.
fn log_start(repository: &Repository, asked: &str) -> Option<gix::date::Time> {
    let (name, rest) = asked.split_once("@{")?;
    let (day, _) = rest.split_once('}')?;
    // A number is a rank in the log. « Yesterday » needs a clock, and is left to git's own reading.
    let day = gix::date::parse(day, None).ok().filter(|_| day.parse::<i64>().is_err())?;
    let name = if name.is_empty() { "HEAD" } else { name };
    let reference = repository.find_reference(name).ok()?;
    let mut log = reference.log_iter();
    let first = log.all().ok()??.next()?.ok()?.signature.time().ok()?;
    (day.seconds < first.seconds).then_some(first)
}

/// The branches and tags of a repository, by their short names.
fn names(repository: &Repository) -> Vec<String> {
    let Ok(references) = repository.references() else { return Vec::new() };
    let Ok(all) = references.all() else { return Vec::new() };
    all.flatten().map(|reference| reference.name().shorten().to_str_lossy().into_owned()).collect()
}

/// A folder from the root of the working tree, `/`-separated; none at the root, or in a bare repository.
pub(super) fn place_in(repository: &Repository, folder: &Path) -> Option<String> {
    let root = fs::canonicalize(repository.workdir()?).ok()?;
    let folder = fs::canonicalize(folder).ok()?;
    let names: Vec<_> =
        folder.strip_prefix(root).ok()?.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    Some(names.join("/"))
}

/// The day of a commit, on the clock of who made it.
fn day_of(time: gix::date::Time) -> Option<Day> {
    let seconds = time.seconds.checked_add(i64::from(time.offset))?;
    let date = time::OffsetDateTime::from_unix_timestamp(seconds).ok()?.date();
    Day::new(u16::try_from(date.year()).ok()?, u8::from(date.month()), date.day())
}

fn subject(commit: &gix::Commit<'_>) -> String {
    let message = commit.message_raw_sloppy().to_str_lossy();
    message.lines().next().unwrap_or_default().trim().chars().take(SUBJECT_MAX).collect()
}

fn kind(kind: GitKind) -> EntryKind {
    match kind {
        GitKind::Tree => EntryKind::Folder,
        GitKind::Blob | GitKind::BlobExecutable => EntryKind::File,
        GitKind::Link => EntryKind::Link,
        // Another repository inside this one.
        GitKind::Commit => EntryKind::Special,
    }
}

/// A name as text: one that is not UTF-8 is shown as Latin-1, as on the disk.
fn shown(name: &BStr) -> String {
    match name.to_str() {
        Ok(name) => name.to_owned(),
        Err(_) => name.bytes().map(char::from).collect(),
    }
}

/// An object that is not in the repository, or is damaged.
fn absent() -> io::Error {
    io::Error::other("l’objet manque au dépôt git, ou il est abîmé (« git fsck » le dit)")
}
