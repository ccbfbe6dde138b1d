//! `calpae export`: what leaves the act for other programs. Nothing is ever written over.

mod amounts;
mod given_pdf;
mod transmission;

use std::path::{Path, PathBuf};

use crate::cli::args::{ExportArgs, ExportCommand};
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::diagnostic::Report;
use crate::project::creation::{self, NewFile};
use crate::project::{Disk, output};
use crate::snapshot::Snapshot;

/// Runs the command.
pub fn run(args: &ExportArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    match &args.quoi {
        ExportCommand::Montants(args) => amounts::run(args, start, console),
        ExportCommand::Actes(args) => transmission::run(args, start, console),
    }
}

/// Where a new file or a new folder goes: an existing folder, and its own name.
struct NewPlace {
    folder: PathBuf,
    name: String,
}

impl NewPlace {
    /// The place that a person gives.
    fn given(path: &Path) -> Result<Self, CommandError> {
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Err(CommandError::with_help(
                format!("« {} » n’a pas de nom où écrire", path.display()),
                "donner le nom de ce qu’il faut créer, dans un dossier qui existe",
            ));
        };
        output::folder(folder, &[])?;
        if !folder.is_dir() {
            return Err(CommandError::with_help(
                format!("le dossier « {} » n’existe pas", folder.display()),
                "le créer, ou en donner un autre",
            ));
        }
        Ok(Self { folder: folder.to_owned(), name: name.to_owned() })
    }

    fn path(&self) -> PathBuf {
        if self.folder == Path::new(".") { PathBuf::from(&self.name) } else { self.folder.join(&self.name) }
    }

    /// Refuses a place where something stands.
    fn ensure_free(&self) -> Result<(), CommandError> {
        match creation::exists(&self.folder, &self.name) {
            false => Ok(()),
            true => Err(CommandError::with_help(
                format!("« {} » existe déjà : rien n’est écrit par-dessus", self.path().display()),
                "donner un autre nom après « --sortie », ou l’ôter de là",
            )),
        }
    }

    /// Writes files at this place, all or none; without a name of its own, a file is the place itself.
    fn create(&self, files: &[(Option<&str>, &[u8])]) -> Result<(), CommandError> {
        self.ensure_free()?;
        let paths: Vec<String> = files
            .iter()
            .map(|(name, _)| name.map_or_else(|| self.name.clone(), |name| format!("{}/{name}", self.name)))
            .collect();
        let files: Vec<(&str, NewFile<'_>)> = paths
            .iter()
            .zip(files)
            .map(|(path, (_, bytes))| (path.as_str(), NewFile::Bytes(bytes)))
            .collect();
        Ok(creation::create(&Disk::new(self.folder.clone()), &files)?)
    }
}

/// Shows what keeps the act from being read.
fn refuse(snapshot: &Snapshot, console: &Console) -> Result<Outcome, CommandError> {
    let mut report = Report::default();
    report.extend(snapshot.findings().cloned());
    console.say_findings(&report, &snapshot.sources)?;
    console.say("rien n’a été écrit\n")?;
    Ok(Outcome::Faults)
}
