//! What a git repository is told of a project: which files calpae compares and merges, and how it is called. Two files are
//! written: `.gitattributes` of the project, and the configuration of the repository itself; never that of the machine.

mod attributes;
mod config;
mod error;

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use gix::ThreadSafeRepository;

use super::revision::RevisionError;
use super::tree::discover;
pub use error::SettingsError;

/// Most bytes of a file of settings.
const SIZE_MAX: u64 = 10_000_000;

/// The two files of settings of a repository, for one project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitSettings {
    attributes: PathBuf,
    config: PathBuf,
}

/// A file of settings, and whether it had to change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledFile {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it was written.
    pub changed: bool,
}

/// A file, what it has and what it will have; nothing when it is not there.
struct Change {
    path: PathBuf,
    before: Option<Vec<u8>>,
    after: Option<Vec<u8>>,
}

impl GitSettings {
    /// The settings of the repository that a project is in: a linked worktree has those of its repository.
    ///
    /// # Errors
    /// When the project is in no repository, or in one without files.
    pub fn open(project: &Path) -> Result<Self, SettingsError> {
        let repository = discover(project)
            .map_err(|error| match error {
                RevisionError::NoRepository(_) => SettingsError::NoRepository(project.to_owned()),
                _ => SettingsError::UnreadableRepository(project.to_owned()),
            })
            .map(|store: ThreadSafeRepository| store.to_thread_local())?;
        if repository.workdir().is_none() {
            return Err(SettingsError::Bare(repository.git_dir().to_owned()));
        }
        let attributes = match project == Path::new(".") {
            true => PathBuf::from(".gitattributes"),
            false => project.join(".gitattributes"),
        };
        let config = repository.common_dir().join("config");
        // Git writes through a link that stands for its configuration.
        let config = fs::canonicalize(&config).unwrap_or(config);
        Ok(Self { attributes, config })
    }

    /// Tells git to call a program, by its name or its path.
    ///
    /// # Errors
    /// When a file cannot be read or written; what was there is still there.
    pub fn install(&self, program: &str) -> Result<Vec<SettledFile>, SettingsError> {
        self.settle(attributes::with_ours, |bytes| config::with_ours(bytes, program))
    }

    /// Takes away what [`GitSettings::install`] writes.
    ///
    /// # Errors
    /// As [`GitSettings::install`].
    pub fn remove(&self) -> Result<Vec<SettledFile>, SettingsError> {
        self.settle(attributes::without_ours, config::without_ours)
    }

    /// Reads both files before it writes either.
    fn settle(
        &self,
        attributes: impl Fn(&[u8]) -> Vec<u8>,
        config: impl Fn(&[u8]) -> Option<Vec<u8>>,
    ) -> Result<Vec<SettledFile>, SettingsError> {
        let before = read(&self.config)?;
        let after = config(before.as_deref().unwrap_or_default())
            .ok_or_else(|| SettingsError::UnreadableConfig(self.config.clone()))?;
        let config = Change { path: self.config.clone(), after: Some(after), before };
        let is_link = fs::symlink_metadata(&self.attributes).is_ok_and(|data| data.is_symlink());
        if is_link {
            return Err(SettingsError::Link(self.attributes.clone()));
        }
        let before = read(&self.attributes)?;
        let after = attributes(before.as_deref().unwrap_or_default());
        // A file that would only be empty is not made, and one that had nothing but our lines goes.
        let after = (!after.is_empty() || before.as_ref().is_some_and(Vec::is_empty)).then_some(after);
        let attributes = Change { path: self.attributes.clone(), before, after };
        [attributes, config].into_iter().map(write).collect()
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, SettingsError> {
    let failed = |cause| SettingsError::Read(path.to_owned(), cause);
    let file = match fs::File::open(path) {
        Ok(file) => file,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(failed(cause)),
    };
    if !file.metadata().map_err(failed)?.is_file() {
        return Err(failed(io::Error::other("ce n’est pas un fichier")));
    }
    let mut bytes = Vec::new();
    file.take(SIZE_MAX + 1).read_to_end(&mut bytes).map_err(failed)?;
    match u64::try_from(bytes.len()) {
        Ok(length) if length <= SIZE_MAX => Ok(Some(bytes)),
        _ => Err(failed(io::ErrorKind::FileTooLarge.into())),
    }
}

/// Writes a file as git writes its own: under the name of its lock, then renamed.
fn write(change: Change) -> Result<SettledFile, SettingsError> {
    let Change { path, before, after } = change;
    if before == after {
        return Ok(SettledFile { path, changed: false });
    }
    let failed = |cause| SettingsError::Write(path.clone(), cause);
    let Some(after) = after else {
        fs::remove_file(&path).map_err(failed)?;
        return Ok(SettledFile { path, changed: true });
    };
    let mut lock = path.clone().into_os_string();
    lock.push(".lock");
    let lock = PathBuf::from(lock);
    let file = OpenOptions::new().write(true).create_new(true).open(&lock);
    let mut file = file.map_err(|cause| match cause.kind() {
        io::ErrorKind::AlreadyExists => SettingsError::Locked(lock.clone()),
        _ => failed(cause),
    })?;
    let written = file.write_all(&after).and_then(|()| file.sync_all()).and_then(|()| {
        // What was written meanwhile would be lost.
        if read(&path).ok() != Some(before) {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        if let Ok(data) = fs::metadata(&path) {
            fs::set_permissions(&lock, data.permissions())?;
        }
        fs::rename(&lock, &path)
    });
    if let Err(cause) = written {
        // What is left of it would lock the file.
        let _ = fs::remove_file(&lock);
        return Err(failed(cause));
    }
    Ok(SettledFile { path, changed: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_away_leaves_the_file_as_it_was() {
        for text in ["", "*.png binary\n", "*.png binary", "\u{feff}*.png binary\r\n# fin\r\n"] {
            let with = attributes::with_ours(text.as_bytes());
            assert_eq!(attributes::with_ours(&with), with);
            assert!(with.len() > text.len() + 80);
            assert_eq!(attributes::without_ours(&with), text.as_bytes());
        }
        for text in [
            "",
            "[core]\n\tbare = false\n",
            "# remarque\n[core]\n\tbare = false ; oui\n\n[diff \"calpae\"]\n\tbinary = true\n",
            "[remote \"origin\"]\r\n\turl = a\r\n",
        ] {
            let with = config::with_ours(text.as_bytes(), "/un dossier/calpae d'ici").unwrap();
            assert_eq!(config::with_ours(&with, "/un dossier/calpae d'ici").unwrap(), with);
            assert_eq!(String::from_utf8(config::without_ours(&with).unwrap()).unwrap(), text);
        }
        assert_eq!(config::with_ours(b"[core\n", "calpae"), None);
    }
}
