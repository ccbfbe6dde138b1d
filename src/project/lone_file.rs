//! A file that a person named, apart from any project: a signed PDF. Written whole beside its place, then renamed.

use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use super::error::in_french;
use super::unnamed_file;

/// Why a file that was named is not read, or not written. It is then as it was.
#[derive(Debug, thiserror::Error)]
pub enum LoneFileError {
    /// It cannot be read.
    #[error("« {} » ne peut être lu : {}", path.display(), in_french(cause))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// It is a folder.
    #[error("« {} » n’est pas un fichier", path.display())]
    NotAFile {
        /// The folder.
        path: PathBuf,
    },
    /// It is longer than what is read.
    #[error("« {} » a plus de {} Mo : il n’est pas lu", path.display(), limit / 1_000_000)]
    TooLong {
        /// The file.
        path: PathBuf,
        /// The most that is read, in bytes.
        limit: u64,
    },
    /// There is one already.
    #[error("« {} » existe déjà", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// It cannot be written.
    #[error("« {} » n’a pu être écrit : {}", path.display(), in_french(cause))]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
}

impl LoneFileError {
    /// Why, without the name of the file.
    pub fn cause(&self) -> String {
        match self {
            Self::Unreadable { cause, .. } | Self::Unwritable { cause, .. } => in_french(cause),
            Self::NotAFile { .. } | Self::TooLong { .. } | Self::Exists { .. } => self.to_string(),
        }
    }
}

/// Reads a file, `limit` bytes at most.
///
/// # Errors
/// [`LoneFileError::Unreadable`], [`LoneFileError::NotAFile`] or [`LoneFileError::TooLong`].
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, LoneFileError> {
    let unreadable = |cause| LoneFileError::Unreadable { path: path.to_owned(), cause };
    let file = fs::File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        return Err(LoneFileError::NotAFile { path: path.to_owned() });
    }
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(unreadable)?;
    match u64::try_from(bytes.len()).is_ok_and(|length| length <= limit) {
        true => Ok(bytes),
        false => Err(LoneFileError::TooLong { path: path.to_owned(), limit }),
    }
}

/// Creates a file, never over another.
///
/// # Errors
/// [`LoneFileError::Exists`] or [`LoneFileError::Unwritable`].
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), LoneFileError> {
    let written = written_beside(path, bytes).and_then(|file| {
        file.persist_noclobber(path).map_err(|error| error.error)?;
        sync_folder_of(path)
    });
    written.map_err(|cause| match cause.kind() {
        io::ErrorKind::AlreadyExists => LoneFileError::Exists { path: path.to_owned() },
        _ => LoneFileError::Unwritable { path: path.to_owned(), cause },
    })
}

/// Puts bytes in the place of a file, if it still holds what was read of it.
///
/// # Errors
/// [`LoneFileError::Unwritable`].
pub fn replace(path: &Path, read: &[u8], bytes: &[u8]) -> Result<(), LoneFileError> {
    let written = written_beside(path, bytes).and_then(|file| {
        if fs::read(path)? != read {
            return Err(io::Error::other("il a changé entre-temps"));
        }
        file.as_file().set_permissions(fs::metadata(path)?.permissions())?;
        file.persist(path).map_err(|error| error.error)?;
        sync_folder_of(path)
    });
    written.map_err(|cause| LoneFileError::Unwritable { path: path.to_owned(), cause })
}

/// Writes a file beside a place, under a name of its own. A killed process leaves no half file there, where the
/// system has files without a name.
fn written_beside(path: &Path, bytes: &[u8]) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".calpae-");
    if let Some(whole) = unnamed_file::write(folder_of(path), bytes)?
        && let Ok(file) = builder.make_in(folder_of(path), |name| unnamed_file::give_name(&whole, name))
    {
        return Ok(file);
    }
    // As any program would make it, and not for its owner alone.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder_of(path))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The rename is on the disk too. Some systems do not open a folder: nothing is lost there by it.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    match fs::File::open(folder_of(path)) {
        Ok(folder) => folder.sync_all().or(Ok(())),
        Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_whole_or_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("acte.pdf");
        create(&path, b"un").unwrap();
        assert!(matches!(create(&path, b"deux"), Err(LoneFileError::Exists { .. })));
        replace(&path, b"un", b"un, deux").unwrap();
        assert_eq!(read(&path, 100).unwrap(), b"un, deux");
        let error = replace(&path, b"un", b"trois").unwrap_err();
        assert!(error.to_string().ends_with("il a changé entre-temps"), "{error}");
        assert_eq!(read(&path, 100).unwrap(), b"un, deux");
        assert!(matches!(read(&path, 3), Err(LoneFileError::TooLong { .. })));
        assert!(matches!(read(folder.path(), 3), Err(LoneFileError::NotAFile { .. })));
        let inside = folder.path().join("absent/acte.pdf");
        assert!(matches!(create(&inside, b"un"), Err(LoneFileError::Unwritable { .. })));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
    }
}
