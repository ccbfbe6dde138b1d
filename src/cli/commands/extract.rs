//! `calpae extraire FICHIER [DOSSIER]`: the project that a PDF carries, in a new folder.

use std::path::{Path, PathBuf};

use crate::cli::args::ExtractArgs;
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome, carried_pdf};
use crate::export::CarriedProject;
use crate::project::creation::{self, NewFile};
use crate::project::{Disk, ProjectError, Tree as _, TreeError};
use crate::text::ProjectPath;

/// Most bytes of one source.
const SOURCE_MAX: u64 = 50_000_000;

/// Runs the command.
pub fn run(args: &ExtractArgs, console: &Console) -> Result<Outcome, CommandError> {
    let bytes = carried_pdf::bytes(&args.fichier)?;
    let carried = carried_pdf::project(&bytes).map_err(|error| error.of(&args.fichier))?;
    let folder = args.dossier.clone().unwrap_or_else(|| default_folder(&args.fichier));
    if folder.join("content").symlink_metadata().is_ok()
        || folder.join("templates").symlink_metadata().is_ok()
    {
        return Err(CommandError::with_help(
            format!("« {} » contient déjà un projet", folder.display()),
            "nommer un autre dossier après le fichier",
        ));
    }
    let read =
        |path: &'_ ProjectPath| carried.tree.read(path, SOURCE_MAX).map(|bytes| (path.to_string(), bytes));
    let sources: Vec<(String, Vec<u8>)> =
        carried.paths.iter().map(read).collect::<Result<_, TreeError>>().map_err(ProjectError::from)?;
    let files: Vec<(&str, NewFile<'_>)> =
        sources.iter().map(|(path, bytes)| (path.as_str(), NewFile::Bytes(bytes))).collect();
    creation::create_project(&Disk::new(&folder), &files)?;
    console.write(&said(&carried, &folder))?;
    Ok(if carried.altered.is_empty() && carried.missing.is_empty() {
        Outcome::Success
    } else {
        Outcome::Faults
    })
}

/// « convention-sources » beside where one stands.
fn default_folder(file: &Path) -> PathBuf {
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or("document");
    PathBuf::from(format!("{stem}-sources"))
}

fn said(carried: &CarriedProject, folder: &Path) -> String {
    let manifest = &carried.manifest;
    let mut text = format!(
        "créé : {}, {} fichiers de l’édition {}\n",
        folder.display(),
        carried.paths.len(),
        manifest.edition
    );
    for path in &carried.altered {
        text.push_str(&format!("modifié depuis que le PDF a été fait : {path}\n"));
    }
    for path in &carried.missing {
        text.push_str(&format!("manque dans le PDF : {path}\n"));
    }
    text.push_str(&format!(
        "« calpae -C {} build {} » refait le document\n",
        folder.display(),
        manifest.document
    ));
    text
}
