//! What git and calpae say to one another: the settings of a repository, and the two commands that git calls.

pub mod merge;
pub mod setup;
pub mod textconv;

use std::path::Path;

use crate::project::lone_file::{self, LoneFileError};

/// Most bytes of a file that git gives.
const SIZE_MAX: u64 = 100_000_000;

/// The bytes of a file that git gives.
fn read(path: &Path) -> Result<Vec<u8>, LoneFileError> {
    lone_file::read(path, SIZE_MAX)
}
