//! Creates files in a project: each whole or not at all, and never over an existing one.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::error::WriteError;
use crate::text::ProjectPath;

/// Whether something exists at a path of a project, a dangling link included.
pub fn exists(root: &Path, path: &str) -> bool {
    root.join(path).symlink_metadata().is_ok()
}

/// Writes new files, by path from the root of the project.
///
/// # Errors
/// At the first file that cannot be written; those before it are written.
pub fn write(root: &Path, files: &[(String, String)]) -> Result<(), WriteError> {
    for (path, text) in files {
        let path = checked(path)?;
        put(root, &path, text.as_bytes()).map_err(|cause| WriteError::Unwritable { path, cause })?;
    }
    Ok(())
}

/// Copies files of a project byte for byte, given as (from, to).
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

/// Temporary files are private to their owner; give a file of the project the usual permissions.
#[cfg(unix)]
fn readable(file: &tempfile::NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &tempfile::NamedTempFile) -> io::Result<()> {
    Ok(())
}
