//! `calpae new`: writes the files an agent starts from; never over an existing one.

use crate::cli::args::{NewArgs, NewCommand, NewEditionArgs, NewRapportArgs};
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::diagnostic::{Report, human};
use crate::pipeline;
use crate::project::fix::FixedFiles;
use crate::project::{self, Disk, creation};
use crate::snapshot::Snapshot;
use crate::text::Sources;

/// Runs the command.
pub fn run(args: &NewArgs, console: &Console) -> Result<Outcome, CommandError> {
    match &args.quoi {
        NewCommand::Rapport(args) => rapport(args, console),
        NewCommand::Edition(args) => edition(args, console),
    }
}

fn rapport(args: &NewRapportArgs, console: &Console) -> Result<Outcome, CommandError> {
    let disk = Disk::new(&args.projet);
    let snapshot = Snapshot::read(project::open(&disk, args.edition.as_deref())?);
    let exists = |path: &str| creation::exists(&args.projet, path);
    let work = match pipeline::start_rapport(&snapshot, exists) {
        Ok(work) => work,
        Err(report) => return refuse(&report, &snapshot.sources, console),
    };
    // Prepare additions to existing files first: one that changed meanwhile must stop everything.
    let mut additions = FixedFiles::new(&disk);
    additions.apply(&snapshot.sources, &work.additions)?;
    creation::write(&args.projet, &work.files)?;
    additions.write(&disk)?;
    let paths: Vec<&str> = work.files.iter().map(|(path, _)| path.as_str()).collect();
    tell(&paths, &work.messages, console)?;
    if work.files.is_empty() && work.messages.is_empty() {
        console.write("rien à ajouter : le rapport a tout ce que la convention demande\n")?;
    }
    Ok(Outcome::Success)
}

fn edition(args: &NewEditionArgs, console: &Console) -> Result<Outcome, CommandError> {
    let snapshot = Snapshot::read(project::open(&Disk::new(&args.projet), args.depuis.as_deref())?);
    let exists = |path: &str| creation::exists(&args.projet, path);
    let work = match pipeline::start_edition(&snapshot, args.annee, exists)? {
        Ok(work) => work,
        Err(report) => return refuse(&report, &snapshot.sources, console),
    };
    creation::write(&args.projet, &work.files)?;
    creation::copy(&args.projet, &work.copies)?;
    let created = work.files.iter().map(|(path, _)| path);
    let paths: Vec<&str> = created.chain(work.copies.iter().map(|(_, to)| to)).map(String::as_str).collect();
    tell(&paths, &work.messages, console)?;
    Ok(Outcome::Success)
}

fn refuse(findings: &Report, sources: &Sources, console: &Console) -> Result<Outcome, CommandError> {
    console.say(&human::render(findings, sources, console.colour))?;
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
