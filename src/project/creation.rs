//! New files of a project: each whole or not at all, and never over one that is there.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::error::WriteError;
use crate::text::ProjectPath;

/// Whether a path of a project is taken.
pub fn exists(root: &Path, path: &str) -> bool {
    root.join(path).symlink_metadata().is_ok()
}

/// Writes new files, by path from the root of the project.
///
/// # Errors
/// With the file that could not be written; those before it are.
pub fn write(root: &Path, files: &[(String, String)]) -> Result<(), WriteError> {
    for (path, text) in files {
        let path = checked(path)?;
        put(root, &path, text.as_bytes()).map_err(|cause| WriteError::Unwritable { path, cause })?;
    }
    Ok(())
}

/// Copies files of a project byte for byte: from, to.
///
/// # Errors
/// As [`write()`].
pub fn copy(root: &Path, copies: &[(String, String)]) -> Result<(), WriteError> {
    for (from, to) in copies {
        let (from, to) = (checked(from)?, checked(to)?);
        let bytes = fs::read(root.join(from.as_str()))
            .map_err(|cause| WriteError::NotCopied { path: from.clone(), cause })?;
        put(root, &to, &bytes).map_err(|cause| WriteError::Unwritable { path: to, cause })?;
    }
    Ok(())
}

fn checked(path: &str) -> Result<ProjectPath, WriteError> {
    ProjectPath::new(path).map_err(|cause| WriteError::Path { path: path.to_owned(), cause })
}

fn put(root: &Path, path: &ProjectPath, bytes: &[u8]) -> io::Result<()> {
    let place = root.join(path.as_str());
    let folder = place.parent().unwrap_or(root);
    fs::create_dir_all(folder)?;
    let mut fresh = tempfile::NamedTempFile::new_in(folder)?;
    fresh.write_all(bytes)?;
    readable(&fresh)?;
    fresh.as_file().sync_all()?;
    fresh.persist_noclobber(&place)?;
    Ok(())
}

/// A temporary file is its maker's alone; one of the project is everybody's to read.
#[cfg(unix)]
fn readable(file: &tempfile::NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &tempfile::NamedTempFile) -> io::Result<()> {
    Ok(())
}
