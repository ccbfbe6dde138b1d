//! Files on their way to `content/`: written and synced in a hidden folder beside it, then renamed into place. A run that
//! is killed leaves that folder behind; the next one that writes removes it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;

/// Prefix of the names of staging folders; six letters follow it.
const PREFIX: &str = ".calpae-";

/// Prefix of the names of files that the first versions left when they were killed; six letters follow it.
const OLD_PREFIX: &str = ".tmp";
/// Folders below one another that are looked at for such files.
const DEPTH_MAX: usize = 8;

/// Called before each change of the disk: tests make it fail, or kill the process.
pub(super) type Before<'a> = &'a mut dyn FnMut() -> io::Result<()>;

/// A hidden folder of `content/`, locked against other runs where the system can.
pub(super) struct Staging<'a> {
    content: PathBuf,
    before: Before<'a>,
    folder: Option<TempDir>,
    prepared: usize,
    /// Held until dropped.
    _lock: Option<File>,
}

/// Another process is writing.
pub(super) struct Busy;

impl<'a> Staging<'a> {
    /// Locks a folder, and removes what killed runs left there.
    pub(super) fn open(content: PathBuf, before: Before<'a>) -> Result<Self, Busy> {
        let lock = lock(&content)?;
        if lock.is_some() {
            // Under the lock, no other run can be using them. What cannot be removed does no harm.
            let _ = remove_leftovers(&content);
            let _ = remove_old_leftovers(&content, 0);
        }
        Ok(Self { content, before, folder: None, prepared: 0, _lock: lock })
    }

    /// Says that a change of the disk comes: the call that tests make fail.
    pub(super) fn announce(&mut self) -> io::Result<()> {
        (self.before)()
    }

    /// A change of the disk.
    pub(super) fn attempt<T>(&mut self, action: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        self.announce()?;
        action()
    }

    /// A free place in the staging folder.
    pub(super) fn place(&mut self) -> io::Result<PathBuf> {
        let content = self.content.clone();
        let folder = match self.folder.take() {
            Some(folder) => folder,
            None => self.attempt(|| tempfile::Builder::new().prefix(PREFIX).tempdir_in(content))?,
        };
        let place = folder.path().join(self.prepared.to_string());
        self.folder = Some(folder);
        self.prepared += 1;
        Ok(place)
    }

    /// Writes and syncs a file that is not there. Not through `tempfile`, whose files only their owner can read.
    pub(super) fn write(&mut self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.attempt(|| OpenOptions::new().write(true).create_new(true).open(place))?;
        self.attempt(|| file.write_all(bytes))?;
        self.attempt(|| file.sync_all())
    }
}

/// Renames what is prepared, and syncs the folder it comes to.
pub(super) fn put(ready: &Path, place: &Path) -> io::Result<()> {
    fs::rename(ready, place)?;
    if let Some(folder) = place.parent() {
        sync_folder(folder);
    }
    Ok(())
}

/// Syncs the names of a folder. Best effort: some systems refuse.
pub(super) fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Times that a lock is asked for again, ten milliseconds apart: another run may be about to end.
const LOCK_ATTEMPTS: u32 = 10;

/// Locks a folder against other runs. Where it cannot be locked (Windows, some network disks), concurrent runs still
/// leave whole files: the last one wins.
pub(super) fn lock(folder: &Path) -> Result<Option<File>, Busy> {
    let Ok(lock) = File::open(folder) else { return Ok(None) };
    for _ in 0..LOCK_ATTEMPTS {
        match lock.try_lock() {
            Ok(()) => return Ok(Some(lock)),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
            Err(TryLockError::Error(_)) => return Ok(None),
        }
    }
    Err(Busy)
}

fn remove_leftovers(content: &Path) -> io::Result<()> {
    for entry in fs::read_dir(content)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() && is_ours(&entry.path())? {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Whether a folder is one that this module made: its name, and nothing but numbers for names inside.
fn is_ours(folder: &Path) -> io::Result<bool> {
    if !is_named_by(folder, PREFIX) {
        return Ok(false);
    }
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name();
        if !name.to_str().is_some_and(|name| name.bytes().all(|b| b.is_ascii_digit())) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a name is a prefix and six letters or digits, as `tempfile` makes them.
fn is_named_by(path: &Path, prefix: &str) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_prefix(prefix));
    name.is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Removes the files that the first versions wrote beside each page, wherever they lie. Links are not followed.
fn remove_old_leftovers(folder: &Path, depth: usize) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() && depth < DEPTH_MAX {
            remove_old_leftovers(&entry.path(), depth + 1)?;
        } else if kind.is_file() && is_named_by(&entry.path(), OLD_PREFIX) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_run_left_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let content = folder.path().join("content");
        fs::create_dir_all(content.join("2024/fiches")).unwrap();
        let names = [
            "2024/fiches/.tmpA1b2C3",
            ".tmpZZZZZZ",
            "2024/.tmp",
            "2024/.tmp-notes",
            ".tmpA1b2C3.md",
            "a.tmp",
        ];
        for name in names {
            File::create_new(content.join(name)).unwrap();
        }
        let left = || names.iter().filter(|name| content.join(name).exists()).copied().collect::<Vec<_>>();
        let mut before = || Ok(());
        drop(Staging::open(content.clone(), &mut before));
        assert_eq!(left(), ["2024/.tmp", "2024/.tmp-notes", ".tmpA1b2C3.md", "a.tmp"]);
    }
}
