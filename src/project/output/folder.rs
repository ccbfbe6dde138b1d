//! The output folder on the disk: what stands at a path, and each change, preceded by a hook that tests make fail.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::error::{Obstacle, ObstacleReason, OutputError};
use super::manifest::{Manifest, Manifests, hexadecimal};
use super::{RESERVED, parents};
use crate::project::staging::lock;

/// Prefix of the names of staging folders.
const STAGING_PREFIX: &str = "tmp-";

/// What stands at a path of the output folder.
pub(super) enum FileStanding {
    /// Nothing.
    Absent,
    /// A regular file.
    File {
        /// Its checksum.
        sum: String,
        /// Whether somebody protected it.
        is_read_only: bool,
    },
    /// Something that prevents us from writing a file there.
    Obstacle(Obstacle),
}

/// A file written to the staging folder.
pub(super) struct Ready(PathBuf);

/// An output folder, locked against other runs where the system can.
pub(super) struct OutputFolder<'a> {
    folder: PathBuf,
    before: &'a mut dyn FnMut() -> io::Result<()>,
    staging: Option<TempDir>,
    prepared: usize,
    started: bool,
    /// Folders that this run made, outermost first: those left empty go with it.
    created: Vec<PathBuf>,
    /// Held until dropped; none where the folder cannot be locked.
    lock: Option<File>,
}

impl<'a> OutputFolder<'a> {
    /// Creates the folder if needed and locks it.
    pub(super) fn open(
        folder: &Path,
        before: &'a mut dyn FnMut() -> io::Result<()>,
    ) -> Result<Self, OutputError> {
        let mut output = Self {
            folder: folder.to_owned(),
            before,
            staging: None,
            prepared: 0,
            started: false,
            created: Vec::new(),
            lock: None,
        };
        output.create(folder).map_err(|cause| OutputError::disk(folder, cause))?;
        output.lock = lock(folder).map_err(|_| OutputError::Busy(folder.to_owned()))?;
        Ok(output)
    }

    /// Creates a folder and those above it, and remembers which were not there.
    fn create(&mut self, folder: &Path) -> io::Result<()> {
        let mut absent = Vec::new();
        for parent in folder.ancestors().take_while(|parent| !parent.as_os_str().is_empty()) {
            match fs::metadata(parent) {
                Ok(metadata) if metadata.is_dir() => break,
                Ok(_) => return Err(io::ErrorKind::NotADirectory.into()),
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => absent.push(parent),
                Err(cause) => return Err(cause),
            }
        }
        for parent in absent.into_iter().rev() {
            match fs::create_dir(parent) {
                Ok(()) => self.created.push(parent.to_owned()),
                // Another run made it meanwhile.
                Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
                Err(cause) => return Err(cause),
            }
        }
        Ok(())
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Reads the manifests.
    pub(super) fn manifests(&self) -> Result<Manifests, OutputError> {
        let reserved = self.folder.join(RESERVED);
        match fs::symlink_metadata(&reserved) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Manifests::default()),
            Err(cause) => return Err(OutputError::disk(&reserved, cause)),
            Ok(metadata) if metadata.is_dir() => {}
            Ok(metadata) => {
                let reason =
                    if metadata.is_symlink() { ObstacleReason::Link } else { ObstacleReason::NotAFolder };
                let obstacles = vec![Obstacle { path: RESERVED.to_owned(), reason }];
                return Err(OutputError::Obstacles { folder: self.folder.clone(), obstacles });
            }
        }
        self.read_reserve(&reserved).map_err(|cause| OutputError::disk(&reserved, cause))
    }

    fn read_reserve(&self, reserved: &Path) -> io::Result<Manifests> {
        let mut manifests = Manifests::default();
        for entry in fs::read_dir(reserved)? {
            let entry = entry?;
            let name = entry.file_name();
            let Some(name) = name.to_str() else { continue };
            if let Some(document) = name.strip_suffix(".sha256") {
                let manifest = Manifest::read(&String::from_utf8_lossy(&fs::read(entry.path())?));
                manifests.0.insert(document.to_owned(), manifest);
            } else if name.starts_with(STAGING_PREFIX) && entry.file_type()?.is_dir() && self.lock.is_some() {
                // Left by a killed run: under the lock, no other run can be using it.
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(manifests)
    }

    /// What stands at a path. Follows no symbolic link.
    pub(super) fn standing(&self, path: &str) -> Result<FileStanding, OutputError> {
        for name in parents(path).chain([path]) {
            let place = self.folder.join(name);
            let kind = match fs::symlink_metadata(&place) {
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(FileStanding::Absent),
                Err(cause) => return Err(OutputError::disk(&place, cause)),
                Ok(metadata) => metadata.file_type(),
            };
            let reason = match name == path {
                _ if kind.is_symlink() => ObstacleReason::Link,
                true if !kind.is_file() => ObstacleReason::NotAFile,
                false if !kind.is_dir() => ObstacleReason::NotAFolder,
                _ => continue,
            };
            return Ok(FileStanding::Obstacle(Obstacle { path: name.to_owned(), reason }));
        }
        let place = self.folder.join(path);
        let file = || {
            let is_read_only = fs::symlink_metadata(&place)?.permissions().readonly();
            Ok(FileStanding::File { sum: file_checksum(&place)?, is_read_only })
        };
        file().map_err(|cause| OutputError::disk(&place, cause))
    }

    /// Refuses to go on when a file is no longer what the plan saw: somebody saved it meanwhile.
    fn ensure_unchanged(&self, path: &str, seen: Option<&str>) -> Result<(), OutputError> {
        let is_as_seen = match self.standing(path)? {
            FileStanding::Absent => seen.is_none(),
            FileStanding::File { sum, .. } => seen == Some(sum.as_str()),
            FileStanding::Obstacle(_) => false,
        };
        match is_as_seen {
            true => Ok(()),
            false => Err(OutputError::Changed { path: self.folder.join(path), started: self.started }),
        }
    }

    /// Writes a file to the staging folder, on the same file system as its place.
    pub(super) fn prepare(&mut self, path: &str, bytes: &[u8]) -> Result<Ready, OutputError> {
        let ready = self.attempt(path, |output| {
            let ready = output.staging()?.join(output.prepared.to_string());
            output.prepared += 1;
            // Not through `tempfile`, whose files only their owner can read.
            OpenOptions::new().write(true).create_new(true).open(&ready)?.write_all(bytes)?;
            Ok(ready)
        })?;
        Ok(Ready(ready))
    }

    /// Copies a file of the folder to the staging folder, on its way to another place.
    pub(super) fn prepare_copy(&mut self, from: &str, to: &str) -> Result<Ready, OutputError> {
        let ready = self.attempt(to, |output| {
            let ready = output.staging()?.join(output.prepared.to_string());
            output.prepared += 1;
            fs::copy(output.folder.join(from), &ready)?;
            Ok(ready)
        })?;
        Ok(Ready(ready))
    }

    /// A name that nothing has in the folder: this one, or this one with a number.
    pub(super) fn free_name(&self, name: &str) -> Result<String, OutputError> {
        let mut free = name.to_owned();
        let mut number = 1;
        while !matches!(self.standing(&free)?, FileStanding::Absent) {
            number += 1;
            free = format!("{name}-{number}");
        }
        Ok(free)
    }

    /// Syncs all prepared files. Done once, after the last, so that the disk works on all of them together.
    pub(super) fn sync(&mut self, path: &str) -> Result<(), OutputError> {
        self.attempt(path, |output| {
            let staging = output.staging()?;
            for index in 0..output.prepared {
                OpenOptions::new().write(true).open(staging.join(index.to_string()))?.sync_all()?;
            }
            Ok(())
        })
    }

    /// Creates the folders of a file.
    pub(super) fn create_dirs(&mut self, path: &str) -> Result<(), OutputError> {
        for parent in parents(path) {
            let place = self.folder.join(parent);
            if !place.is_dir() {
                self.attempt(parent, |_| fs::create_dir(&place))?;
                self.created.push(place);
            }
        }
        Ok(())
    }

    /// Renames a prepared file into place, unless what the plan saw there has changed.
    pub(super) fn replace(
        &mut self,
        ready: Ready,
        path: &str,
        seen: Option<&str>,
    ) -> Result<(), OutputError> {
        self.attempt(path, |_| Ok(()))?;
        self.ensure_unchanged(path, seen)?;
        self.rename(ready, path)
    }

    /// Renames a manifest into place.
    pub(super) fn put(&mut self, ready: Ready, path: &str) -> Result<(), OutputError> {
        self.attempt(path, |_| Ok(()))?;
        self.rename(ready, path)
    }

    fn rename(&mut self, ready: Ready, path: &str) -> Result<(), OutputError> {
        let place = self.folder.join(path);
        fs::rename(&ready.0, &place).map_err(|cause| self.failure(path, cause))?;
        self.started = true;
        Ok(())
    }

    /// Deletes a file, unless what the plan saw there has changed, then the folders that it leaves empty.
    pub(super) fn remove(&mut self, path: &str, seen: &str) -> Result<(), OutputError> {
        self.attempt(path, |_| Ok(()))?;
        self.ensure_unchanged(path, Some(seen))?;
        let place = self.folder.join(path);
        fs::remove_file(&place).map_err(|cause| self.failure(path, cause))?;
        self.started = true;
        for parent in parents(path).rev() {
            // Fails on a folder that is not empty.
            if fs::remove_dir(self.folder.join(parent)).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Syncs the folders of some files, so that their renames and deletions survive a power cut.
    pub(super) fn sync_directories<'c>(&self, paths: impl IntoIterator<Item = &'c str>) {
        let folders: BTreeSet<_> =
            paths.into_iter().map(|path| parents(path).next_back().unwrap_or_default()).collect();
        for folder in folders {
            // Best effort: some systems refuse, and a folder may be gone with its last file.
            let _ = File::open(self.folder.join(folder)).and_then(|folder| folder.sync_all());
        }
    }

    fn attempt<T>(
        &mut self,
        path: &str,
        action: impl FnOnce(&mut Self) -> io::Result<T>,
    ) -> Result<T, OutputError> {
        let result = (self.before)().and_then(|()| action(self));
        result.map_err(|cause| self.failure(path, cause))
    }

    fn failure(&self, path: &str, cause: io::Error) -> OutputError {
        OutputError::Disk { path: self.folder.join(path), cause, started: self.started }
    }

    /// The staging folder, deleted with its content on drop.
    fn staging(&mut self) -> io::Result<PathBuf> {
        if let Some(staging) = &self.staging {
            return Ok(staging.path().to_owned());
        }
        let reserved = self.folder.join(RESERVED);
        self.create(&reserved)?;
        let staging = tempfile::Builder::new().prefix(STAGING_PREFIX).tempdir_in(&reserved)?;
        let path = staging.path().to_owned();
        self.staging = Some(staging);
        Ok(path)
    }
}

impl Drop for OutputFolder<'_> {
    fn drop(&mut self) {
        self.staging = None;
        for folder in self.created.iter().rev() {
            // Fails on a folder that is not empty: one where something was written.
            let _ = fs::remove_dir(folder);
        }
    }
}

/// SHA-256 of a file, read by chunks: a file in the way may be of any size.
fn file_checksum(place: &Path) -> io::Result<String> {
    let mut file = File::open(place)?;
    let mut sha = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hexadecimal(&sha.finalize())),
            read => sha.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}
