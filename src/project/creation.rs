//! New files of a project: each whole or not at all, and never over one that is there.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::system::in_french;
use crate::text::ProjectPath;

/// Whether a path of a project is taken.
pub fn exists(root: &Path, path: &str) -> bool {
    root.join(path).symlink_metadata().is_ok()
}

/// Writes new files, by path from the root of the project.
///
/// # Errors
/// A sentence, with the file that could not be written; those before it are.
pub fn write(root: &Path, files: &[(String, String)]) -> Result<(), String> {
    for (path, text) in files {
        let safe = ProjectPath::new(path).map_err(|e| format!("« {path} » : {e}"))?;
        put(root, safe.as_str(), text.as_bytes())?;
    }
    Ok(())
}

fn put(root: &Path, path: &str, bytes: &[u8]) -> Result<(), String> {
    let place = root.join(path);
    let error = |e: std::io::Error| format!("« {path} » ne peut être écrit : {}", in_french(&e));
    let dossier = place.parent().unwrap_or(root);
    fs::create_dir_all(dossier).map_err(error)?;
    let mut fresh = tempfile::NamedTempFile::new_in(dossier).map_err(error)?;
    fresh.write_all(bytes).map_err(error)?;
    readable(&fresh).map_err(error)?;
    fresh.as_file().sync_all().map_err(error)?;
    fresh.persist_noclobber(&place).map_err(|e| error(e.error))?;
    Ok(())
}

/// Copies files of a project byte for byte: from, to.
///
/// # Errors
/// As [`write`].
pub fn copy(root: &Path, copies: &[(String, String)]) -> Result<(), String> {
    for (from, towards) in copies {
        let safe = ProjectPath::new(towards).map_err(|e| format!("« {towards} » : {e}"))?;
        let error = |e: std::io::Error| format!("« {from} » ne peut être copié : {}", in_french(&e));
        let bytes = fs::read(root.join(from)).map_err(error)?;
        put(root, safe.as_str(), &bytes)?;
    }
    Ok(())
}

/// A temporary file is its maker's alone; one of the project is everybody's to read.
#[cfg(unix)]
fn readable(file: &tempfile::NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &tempfile::NamedTempFile) -> std::io::Result<()> {
    Ok(())
}
