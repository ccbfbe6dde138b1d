//! `calpae new avenant`: what amends a signed act, page by page.

use std::path::Path;

use super::{new_files, refuse, tell};
use crate::cli::args::NewAvenantArgs;
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::pipeline;
use crate::project::{self, Disk, creation};
use crate::scaffold::avenant::{AvenantError, NewAvenant};
use crate::snapshot::Snapshot;

/// Runs the command.
pub(super) fn run(args: &NewAvenantArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let disk = Disk::new(project::find_project(start)?);
    let snapshot = Snapshot::read(project::open(&disk, args.edition.name())?);
    let target = match &args.vers {
        None => None,
        Some(folder) => Some(target(folder, &snapshot)?),
    };
    let asked = NewAvenant { pages: args.page.clone(), object: args.objet.clone() };
    let is_open = snapshot.dossier.as_ref().is_some_and(|dossier| dossier.open_avenant().is_some());
    let work = match pipeline::start_avenant(&snapshot, target.as_ref(), &asked).map_err(refused)? {
        Ok(work) => work,
        Err(report) => return refuse(&report, &snapshot.sources, console),
    };
    creation::create(&disk, &new_files(&work))?;
    let written = work.files.iter().map(|(path, _)| path);
    let images = work.images.iter().map(|(path, _)| path);
    let copies = work.copies.iter().map(|(_, to)| to);
    let paths: Vec<&str> = written.chain(images).chain(copies).map(String::as_str).collect();
    tell(&paths, &work.messages, console)?;
    match (is_open, asked.pages.is_empty() && target.is_none()) {
        (true, _) => {}
        (false, true) => console.write(
            "Ensuite : « calpae new avenant --page fiches/04 » copie dans l’avenant une page à changer ; avenant.yaml dit le reste.\n",
        )?,
        (false, false) => console.write(
            "Ensuite : compléter avenant.yaml, modifier les pages copiées ; « calpae build avenant » compose l’acte.\n",
        )?,
    }
    Ok(Outcome::Success)
}

/// The act that the avenant is to make: that of another folder, of the same edition when it has it.
fn target(folder: &Path, snapshot: &Snapshot) -> Result<Snapshot, CommandError> {
    let disk = Disk::new(project::find_project(folder)?);
    let known = project::editions(&disk)?;
    let edition = known.contains(&snapshot.edition).then_some(snapshot.edition.as_str());
    Ok(Snapshot::read(project::open(&disk, edition)?))
}

fn refused(error: AvenantError) -> CommandError {
    let help = match &error {
        AvenantError::NotSigned(_) => {
            "les modifier ; une fois l’acte signé, écrire les signatures dans vie.yaml".to_owned()
        }
        AvenantError::Open(number) => format!(
            "lui ajouter une page par « calpae new avenant --page fiches/04 » ; une fois signé, écrire les signatures dans avenants/{number:02}/vie.yaml"
        ),
        AvenantError::UnknownPage { near: Some(near), .. } => format!("vouliez-vous dire « {near} » ?"),
        AvenantError::UnknownPage { near: None, .. } => {
            "la nommer comme dans l’édition : fiches/04, articles/02, convention, indicateurs".to_owned()
        }
        AvenantError::NothingChanges => {
            "modifier l’autre dossier d’abord, ou nommer les pages par « --page »".to_owned()
        }
    };
    CommandError::with_help(error.to_string(), help)
}
