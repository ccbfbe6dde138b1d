//! Creates files in a project, never over an existing one. Folders that are not there yet are made aside with all that
//! goes in them and renamed once: what is unfinished never looks finished.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::WriteError;
use super::staging::{Before, Staging, put, sync_folder};
use super::tree::{Disk, EntryKind, Tree, standing};
use crate::text::ProjectPath;

/// What a new file has.
#[derive(Debug)]
pub enum NewFile<'a> {
    /// A text.
    Text(&'a str),
    /// Bytes, such as those of an image.
    Bytes(&'a [u8]),
    /// The bytes of a file of the project.
    CopyOf(&'a str),
}

/// Creates a project in a folder, which is made when it is not there.
///
/// # Errors
/// As [`create`]. Nothing is left of a folder that was made for it.
pub fn create_project(disk: &Disk, files: &[(&str, NewFile<'_>)]) -> Result<(), WriteError> {
    create_project_with(disk, files, &mut || Ok(()))
}

/// [`create_project`], with a hook called before each change of the disk, which tests make fail.
pub(super) fn create_project_with(
    disk: &Disk,
    files: &[(&str, NewFile<'_>)],
    before: Before<'_>,
) -> Result<(), WriteError> {
    let unwritable = |cause| Ok::<_, WriteError>(WriteError::Unwritable { path: path("content")?, cause });
    let is_new = !exists(disk.root(), "");
    if is_new && let Err(cause) = fs::create_dir_all(disk.root()) {
        return Err(unwritable(cause)?);
    }
    let result = create_with(disk, files, before);
    if is_new && result.is_err() {
        // It is empty: whatever was written is in it whole, or not at all.
        let _ = fs::remove_dir(disk.root());
    }
    result
}

/// Whether something exists at a path of a project, a dangling link included.
pub fn exists(root: &Path, path: &str) -> bool {
    root.join(path).symlink_metadata().is_ok()
}

/// Creates files, by path from the root of the project. The first one makes a set look finished: it comes last.
///
/// # Errors
/// At the first thing that cannot be written. Those before it are whole; nothing is written at all when everything
/// goes in one new folder.
pub fn create(disk: &Disk, files: &[(&str, NewFile<'_>)]) -> Result<(), WriteError> {
    create_with(disk, files, &mut || Ok(()))
}

/// [`create`], with a hook called before each change of the disk, which tests make fail.
pub(super) fn create_with(
    disk: &Disk,
    files: &[(&str, NewFile<'_>)],
    before: Before<'_>,
) -> Result<(), WriteError> {
    if files.is_empty() {
        return Ok(());
    }
    let content = path("content")?;
    // A project that begins has no `content/` yet.
    let beside =
        if exists(disk.root(), content.as_str()) { disk.place(&content) } else { disk.root().to_owned() };
    let mut staging = Staging::open(beside, before).map_err(|_| WriteError::Busy)?;
    let mut sets: BTreeMap<ProjectPath, Vec<(ProjectPath, &NewFile<'_>)>> = BTreeMap::new();
    let mut order = Vec::new();
    for (name, file) in files {
        let path = path(name)?;
        let set = first_absent(disk, &path)?;
        if !sets.contains_key(&set) {
            order.push(set.clone());
        }
        sets.entry(set).or_default().push((path, file));
    }
    let mut prepared = Vec::new();
    for set in order.into_iter().rev() {
        let failed = |cause| WriteError::Unwritable { path: set.clone(), cause };
        let place = staging.place().map_err(failed)?;
        for (path, file) in sets.remove(&set).unwrap_or_default() {
            let bytes = bytes(disk, file)?;
            let below = path.as_str().strip_prefix(set.as_str()).unwrap_or_default().trim_start_matches('/');
            write(&mut staging, &place, below, &bytes)
                .map_err(|cause| WriteError::Unwritable { path, cause })?;
        }
        prepared.push((set, place));
    }
    for (set, place) in prepared {
        let target = disk.place(&set);
        let put = staging.announce().and_then(|()| match target.symlink_metadata() {
            Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
            Err(_) => put(&place, &target),
        });
        put.map_err(|cause| match cause.kind() {
            io::ErrorKind::AlreadyExists => WriteError::Exists(set),
            _ => WriteError::Unwritable { path: set, cause },
        })?;
    }
    Ok(())
}

/// The outermost part of a path that is not there: what a rename makes appear.
fn first_absent(disk: &Disk, path: &ProjectPath) -> Result<ProjectPath, WriteError> {
    let unwritable = |cause| WriteError::Unwritable { path: path.clone(), cause };
    let ends = path.as_str().match_indices('/').map(|(end, _)| end).chain([path.as_str().len()]);
    for end in ends {
        let part = path.as_str().get(..end).unwrap_or_default();
        match standing(disk.root(), part).map_err(unwritable)? {
            None => return self::path(part),
            Some(EntryKind::Folder) => {}
            Some(EntryKind::Link) => return Err(WriteError::Link(self::path(part)?)),
            Some(_) if end < path.as_str().len() => {
                return Err(unwritable(io::ErrorKind::NotADirectory.into()));
            }
            Some(_) => break,
        }
    }
    Err(WriteError::Exists(path.clone()))
}

/// Writes a file at or below a place of the staging folder.
fn write(staging: &mut Staging<'_>, place: &Path, below: &str, bytes: &[u8]) -> io::Result<()> {
    let file: PathBuf = if below.is_empty() { place.to_owned() } else { place.join(below) };
    let folder = file.parent().unwrap_or(place);
    if !below.is_empty() && !folder.is_dir() {
        staging.attempt(|| fs::create_dir_all(folder))?;
    }
    staging.write(&file, bytes)?;
    sync_folder(folder);
    Ok(())
}

fn bytes(disk: &Disk, file: &NewFile<'_>) -> Result<Vec<u8>, WriteError> {
    match file {
        NewFile::Text(text) => Ok(text.as_bytes().to_vec()),
        NewFile::Bytes(bytes) => Ok(bytes.to_vec()),
        NewFile::CopyOf(from) => {
            let from = path(from)?;
            disk.read(&from, u64::MAX).map_err(|error| WriteError::NotCopied { path: from, error })
        }
    }
}

fn path(path: &str) -> Result<ProjectPath, WriteError> {
    ProjectPath::new(path).map_err(|cause| WriteError::Path { path: path.to_owned(), cause })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of two runs that create the same edition, the one that comes second says so, wherever it was.
    #[test]
    fn what_another_run_wrote_meanwhile_is_told_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        let disk = Disk::new(folder.path().to_owned());
        let file = "content/2025/articles/00-preambule.md";
        let mut is_first = true;
        let mut other_run = || {
            if std::mem::take(&mut is_first) {
                fs::create_dir_all(folder.path().join("content/2025/articles"))?;
                fs::copy(file!(), folder.path().join(file)).map(drop)?;
            }
            Ok(())
        };
        let during = create_with(&disk, &[(file, NewFile::Text("à moi"))], &mut other_run);
        let after = create(&disk, &[(file, NewFile::Text("à moi"))]);
        for result in [during, after] {
            let said = result.unwrap_err().to_string();
            assert!(said.contains("un autre calpae vient peut-être de l’écrire"), "{said}");
        }
        assert_eq!(fs::read(folder.path().join(file)).unwrap(), fs::read(file!()).unwrap());
    }
}
