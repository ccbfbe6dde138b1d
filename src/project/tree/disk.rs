//! A project in a folder of the disk.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::{DEPTH_MAX, FILES_MAX, Tree, is_hidden};
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

    /// Where a path of the project is on the disk.
    pub fn place(&self, path: &ProjectPath) -> PathBuf {
        self.root.join(path.as_str())
    }

    fn path_of(&self, place: &Path) -> Option<ProjectPath> {
        let relative = place.strip_prefix(&self.root).ok()?.to_str()?;
        ProjectPath::new(&relative.replace('\\', "/")).ok()
    }

    fn list(&self, place: &ProjectPath, files: &mut BTreeSet<ProjectPath>) -> Result<(), TreeError> {
        let start = self.place(place);
        if !start.exists() {
            return Ok(());
        }
        let walk = WalkDir::new(&start).follow_links(false).max_depth(DEPTH_MAX);
        for entry in walk {
            let entry =
                entry.map_err(|e| TreeError::Folder { folder: place.to_string(), cause: cause(e) })?;
            let hidden = entry.file_name().to_str().is_none_or(is_hidden);
            if !entry.file_type().is_file() || hidden {
                continue;
            }
            files.extend(self.path_of(entry.path()));
            if files.len() > FILES_MAX {
                return Err(TreeError::TooManyFiles);
            }
        }
        Ok(())
    }
}

impl Tree for Disk {
    fn name(&self) -> String {
        self.root.display().to_string()
    }

    fn folders(&self, parent: &ProjectPath) -> Result<BTreeSet<ProjectPath>, TreeError> {
        let place = self.place(parent);
        let error = |cause| TreeError::Folder { folder: place.display().to_string(), cause };
        if !place.is_dir() {
            return Err(error(io::ErrorKind::NotFound.into()));
        }
        let mut folders = BTreeSet::new();
        for entry in fs::read_dir(&place).map_err(error)? {
            let entry = entry.map_err(error)?;
            if entry.path().is_dir() {
                folders.extend(self.path_of(&entry.path()));
            }
        }
        Ok(folders)
    }

    fn files(&self, places: &[ProjectPath]) -> Result<BTreeSet<ProjectPath>, TreeError> {
        let mut files = BTreeSet::new();
        for place in places {
            self.list(place, &mut files)?;
        }
        Ok(files)
    }

    fn read(&self, path: &ProjectPath, limit: u64) -> Result<Vec<u8>, TreeError> {
        let place = self.place(path);
        let error = |cause| TreeError::File { path: path.clone(), cause };
        // Not `metadata`: a link that took the place of a file may lead out of the project.
        let metadata = fs::symlink_metadata(&place).map_err(error)?;
        if !metadata.is_file() {
            return Err(error(io::Error::other("ce n’est pas un fichier ordinaire")));
        }
        if metadata.len() > limit {
            return Err(TreeError::TooLarge { path: path.clone(), limit });
        }
        fs::read(&place).map_err(error)
    }
}

/// What the system said to the walk.
fn cause(error: walkdir::Error) -> io::Error {
    let text = error.to_string();
    error.into_io_error().unwrap_or_else(|| io::Error::other(text))
}
