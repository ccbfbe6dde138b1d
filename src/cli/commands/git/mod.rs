//! What git and calpae say to one another: the settings of a repository, and the two commands that git calls.

pub mod merge;
pub mod setup;
pub mod textconv;

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

/// Most bytes of a file that git gives.
const SIZE_MAX: u64 = 100_000_000;

/// The bytes of a file that git gives.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(SIZE_MAX + 1).read_to_end(&mut bytes)?;
    match u64::try_from(bytes.len()) {
        Ok(length) if length <= SIZE_MAX => Ok(bytes),
        _ => Err(io::ErrorKind::FileTooLarge.into()),
    }
}
