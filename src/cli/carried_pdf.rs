//! A PDF that a person named, with the sources that it carries.

use std::path::Path;

use super::error::CommandError;
use crate::export::{CarriedBackError, CarriedProject};
use crate::project::lone_file;
use crate::sign;

/// Most bytes of a PDF that is read.
const PDF_MAX: u64 = 300_000_000;

/// The bytes of a PDF.
///
/// # Errors
/// When it cannot be read, or is not a PDF.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, CommandError> {
    let bytes = lone_file::read(path, PDF_MAX)?;
    // Readers look for the mark in the first kilobyte.
    let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    match start.windows(5).any(|window| window == b"%PDF-") {
        true => Ok(bytes),
        false => Err(CommandError::with_help(
            format!("« {} » n’est pas un PDF", path.display()),
            "donner le PDF qu’a fait « calpae build », ou celui qui a été signé",
        )),
    }
}

/// What was carried, in a PDF whose bytes were read.
///
/// # Errors
/// In words: why nothing can be taken from it.
pub(super) fn project(bytes: &[u8]) -> Result<CarriedProject, CarriedPdfError> {
    let files = sign::attachments(bytes).map_err(|error| CarriedPdfError::Unreadable(error.to_string()))?;
    let files = files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice()));
    Ok(CarriedProject::read(files)?)
}

/// Why nothing can be taken from a PDF.
#[derive(Debug, thiserror::Error)]
pub(super) enum CarriedPdfError {
    /// The PDF cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// Its files are no project.
    #[error(transparent)]
    NoProject(#[from] CarriedBackError),
}

impl CarriedPdfError {
    /// The same, of a file.
    pub(super) fn of(&self, path: &Path) -> CommandError {
        CommandError::with_help(
            format!("« {} » : {self}", path.display()),
            match self {
                Self::NoProject(CarriedBackError::NoSources) => {
                    "« calpae build » joint les sources au PDF, sauf avec « --sans-sources » ; un PDF imprimé ou numérisé les perd"
                }
                _ => "demander le fichier d’origine à qui l’a fait",
            },
        )
    }
}
