//! `calpae new`: writes the files an agent starts from; never over an existing one.

mod asking;
mod avenant;
mod fiche;
mod start;
pub(crate) mod template;

use std::path::Path;

use crate::cli::args::{NewArgs, NewCommand, NewEditionArgs, NewRapportArgs};
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::diagnostic::Report;
use crate::pipeline::{self, StartedRapport};
use crate::project::creation::{self, NewFile};
use crate::project::fix::FixedFiles;
use crate::project::{self, Disk};
use crate::scaffold::Work;
use crate::snapshot::Snapshot;
use crate::text::Sources;

/// Runs the command.
pub fn run(args: &NewArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    match &args.quoi {
        NewCommand::Projet(args) => start::run(args, start, console),
        NewCommand::Fiche(args) => fiche::run(args, start, console),
        NewCommand::Gabarit(args) => template::run(args, start, console),
        NewCommand::Rapport(args) => rapport(args, start, console),
        NewCommand::Avenant(args) => avenant::run(args, start, console),
        NewCommand::Edition(args) => edition(args, start, console),
    }
}

fn rapport(args: &NewRapportArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let disk = Disk::new(project::find_project(start)?);
    let snapshot = Snapshot::read(project::open(&disk, args.edition.name())?);
    let exists = |path: &str| creation::exists(disk.root(), path);
    let other = match args.avec.as_deref() {
        None => None,
        Some(name) if name == snapshot.edition => {
            return Err(CommandError::with_help(
                format!("le rapport est déjà celui de l’édition {name}"),
                "nommer une autre édition du projet après « --avec »",
            ));
        }
        Some(name) => Some(Snapshot::read(project::open(&disk, Some(name))?)),
    };
    let joined = match other.as_ref().map(|other| (other, other.whole())) {
        Some((other, None)) => {
            let mut report = Report::default();
            report.extend(other.findings().cloned());
            return refuse(&report, &other.sources, console);
        }
        Some((other, Some(act))) => Some((other, act)),
        None => None,
    };
    let asked = args.rapport.as_deref();
    let StartedRapport { id, work, executed } =
        match pipeline::start_rapport(&snapshot, asked, joined, exists)? {
            Ok(started) => started,
            Err(report) => return refuse(&report, &snapshot.in_force().sources, console),
        };
    // Prepare additions to existing files first: one that changed meanwhile must stop everything.
    let mut additions = FixedFiles::new(&disk);
    additions.apply(&executed.sources, &work.additions)?;
    creation::create(&disk, &new_files(&work))?;
    additions.write(&disk).1?;
    let paths: Vec<&str> = work.files.iter().map(|(path, _)| path.as_str()).collect();
    tell(&paths, &work.messages, console)?;
    let has_nothing = work.files.is_empty() && work.messages.is_empty();
    let has_several =
        snapshot.dossier.as_ref().is_some_and(|dossier| dossier.convention.exercices.are_several());
    match (has_nothing, has_several) {
        (true, false) => {
            console.write("rien à ajouter : le rapport a tout ce que la convention demande\n")?;
        }
        (true, true) => {
            console
                .write(&format!("rien à ajouter : le rapport {id} a tout ce que la convention demande\n"))?;
        }
        (false, true) => {
            console.write(&format!("rapport {id} : « calpae build rapport-{id} » le compose\n"))?
        }
        (false, false) => {}
    }
    Ok(Outcome::Success)
}

fn edition(args: &NewEditionArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let disk = Disk::new(project::find_project(start)?);
    let snapshot = Snapshot::read(project::open(&disk, args.depuis.as_deref())?);
    let exists = |path: &str| creation::exists(disk.root(), path);
    let work = match pipeline::start_edition(&snapshot, args.annee, exists)? {
        Ok(work) => work,
        Err(report) => return refuse(&report, &snapshot.sources, console),
    };
    creation::create(&disk, &new_files(&work))?;
    let created = work.files.iter().map(|(path, _)| path);
    let paths: Vec<&str> = created.chain(work.copies.iter().map(|(_, to)| to)).map(String::as_str).collect();
    tell(&paths, &work.messages, console)?;
    Ok(Outcome::Success)
}

fn new_files(work: &Work) -> Vec<(&str, NewFile<'_>)> {
    let files = work.files.iter().map(|(path, text)| (path.as_str(), NewFile::Text(text)));
    let images = work.images.iter().map(|(path, bytes)| (path.as_str(), NewFile::Bytes(bytes)));
    files
        .chain(images)
        .chain(work.copies.iter().map(|(from, to)| (to.as_str(), NewFile::CopyOf(from))))
        .collect()
}

fn refuse(findings: &Report, sources: &Sources, console: &Console) -> Result<Outcome, CommandError> {
    console.say_findings(findings, sources)?;
    console.say("rien n’a été écrit\n")?;
    Ok(Outcome::Faults)
}

fn tell(paths: &[&str], messages: &[String], console: &Console) -> Result<(), CommandError> {
    for path in paths {
        console.write(&format!("créé : {path}\n"))?;
    }
    for message in messages {
        console.write(&format!("{message}\n"))?;
    }
    Ok(())
}
