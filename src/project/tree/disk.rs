//! A project in a folder of the disk.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{EntryKind, Tree, TreeEntry};
use crate::project::error::TreeError;
use crate::text::ProjectPath;

/// A folder of the disk. No other tree touches the file system.
#[derive(Debug, Clone)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// The project in a folder, the one that contains `content`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder of the project.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where a path of the project is on the disk.
    pub fn place(&self, path: &ProjectPath) -> PathBuf {
        self.root.join(path.as_str())
    }
}

impl Tree for Disk {
    fn name(&self) -> String {
        self.root.display().to_string()
    }

    fn kind(&self, path: &ProjectPath) -> Result<Option<EntryKind>, TreeError> {
        standing(&self.root, path.as_str())
            .map_err(|cause| TreeError::Folder { folder: path.to_string(), cause })
    }

    fn entries(&self, folder: &ProjectPath) -> Result<Vec<TreeEntry>, TreeError> {
        let error = |cause| TreeError::Folder { folder: folder.to_string(), cause };
        match self.kind(folder)? {
            Some(EntryKind::Folder) => {}
            Some(EntryKind::Link) => return Err(error(io::Error::other(A_LINK))),
            Some(_) => return Err(error(io::ErrorKind::NotADirectory.into())),
            None => return Err(error(io::ErrorKind::NotFound.into())),
        }
        let mut entries = Vec::new();
        for entry in fs::read_dir(self.place(folder)).map_err(error)? {
            let entry = entry.map_err(error)?;
            let name = entry.file_name();
            let path = name.to_str().and_then(|name| folder.join(name).ok());
            entries.push(TreeEntry {
                name: shown(&name),
                path,
                kind: kind(entry.file_type().map_err(error)?),
            });
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn read(&self, path: &ProjectPath, limit: u64) -> Result<Vec<u8>, TreeError> {
        let place = self.place(path);
        let error = |cause| TreeError::File { path: path.clone(), cause };
        // Not `metadata`: a link that took the place of a file may lead out of the project.
        let metadata = fs::symlink_metadata(&place).map_err(error)?;
        if !metadata.is_file() {
            return Err(error(io::Error::other(NOT_A_FILE)));
        }
        if metadata.len() > limit {
            return Err(TreeError::TooLarge { path: path.clone(), limit });
        }
        fs::read(&place).map_err(error)
    }
}

/// Said of a link where a folder of the project should be.
pub(super) const A_LINK: &str = "c’est un lien symbolique, que le programme ne suit pas";
/// Said of what is not a regular file where one should be.
pub(super) const NOT_A_FILE: &str = "ce n’est pas un fichier ordinaire";

/// What stands at a relative path below a folder, no link followed on the way.
pub(in crate::project) fn standing(root: &Path, path: &str) -> io::Result<Option<EntryKind>> {
    let mut place = root.to_owned();
    let mut last = EntryKind::Folder;
    for name in path.split('/') {
        if last != EntryKind::Folder {
            return Ok((last == EntryKind::Link).then_some(last));
        }
        place.push(name);
        last = match fs::symlink_metadata(&place) {
            Ok(metadata) => kind(metadata.file_type()),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(cause),
        };
    }
    Ok(Some(last))
}

fn kind(file_type: fs::FileType) -> EntryKind {
    match file_type {
        t if t.is_symlink() => EntryKind::Link,
        t if t.is_dir() => EntryKind::Folder,
        t if t.is_file() => EntryKind::File,
        _ => EntryKind::Special,
    }
}

/// A name as text: one that is not UTF-8 was most often written by an old Windows or Linux, in Latin-1.
fn shown(name: &OsStr) -> String {
    match name.to_str() {
        Some(name) => name.to_owned(),
        None => name.as_encoded_bytes().iter().map(|byte| char::from(*byte)).collect(),
    }
}
