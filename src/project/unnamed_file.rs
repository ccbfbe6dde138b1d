//! Files that have no name while they are written: the system removes what a killed process leaves of one. Linux has
//! them, on most disks; elsewhere nothing is made, and the caller writes under a name.

use std::fs::File;
use std::io;
use std::path::Path;

/// Writes and syncs a file without a name in a folder; none where that cannot be.
///
/// # Errors
/// Those of writing and syncing.
#[cfg(target_os = "linux")]
pub(super) fn write(folder: &Path, bytes: &[u8]) -> io::Result<Option<File>> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;

    let flags = i32::try_from(rustix::fs::OFlags::TMPFILE.bits()).map_err(io::Error::other)?;
    // As any program would make it, and not for its owner alone.
    let opened = std::fs::OpenOptions::new().write(true).mode(0o666).custom_flags(flags).open(folder);
    // Why a folder cannot be written is told when a name is tried.
    let Ok(mut file) = opened else { return Ok(None) };
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(Some(file))
}

/// Gives to such a file a name that nothing has.
///
/// # Errors
/// Those of the system: the name is taken, `/proc` is not there.
#[cfg(target_os = "linux")]
pub(super) fn give_name(file: &File, path: &Path) -> io::Result<File> {
    use std::os::fd::AsRawFd as _;

    use rustix::fs::{AtFlags, CWD, linkat};

    let open = format!("/proc/self/fd/{}", file.as_raw_fd());
    linkat(CWD, open, CWD, path, AtFlags::SYMLINK_FOLLOW)?;
    file.try_clone()
}

#[cfg(not(target_os = "linux"))]
pub(super) fn write(_: &Path, _: &[u8]) -> io::Result<Option<File>> {
    Ok(None)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn give_name(_: &File, _: &Path) -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}
