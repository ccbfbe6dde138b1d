//! `calpae new`: what an agent starts from, written once; never over what is there.

use std::path::Path;

use crate::cli::args::{ArgsNew, ArgsNewEdition, ArgsNewRapport, NewCommand};
use crate::cli::{Console, Outcome};
use crate::diagnostic::{Report, TextEdit, human};
use crate::pipeline;
use crate::project::fix::FixedFiles;
use crate::project::{self, creation};
use crate::snapshot::Snapshot;
use crate::text::Sources;

/// Runs the command; an error is a sentence for the user.
pub fn run(args: &ArgsNew, console: &Console) -> Result<Outcome, String> {
    match &args.quoi {
        NewCommand::Rapport(args) => rapport(args, console),
        NewCommand::Edition(args) => edition(args, console),
    }
}

fn rapport(args: &ArgsNewRapport, console: &Console) -> Result<Outcome, String> {
    let project = project::open(&args.projet, args.edition.as_deref()).map_err(|e| e.to_string())?;
    let snapshot = Snapshot::read(project);
    let exists = |path: &str| creation::exists(&args.projet, path);
    let work = match pipeline::start_rapport(&snapshot, exists) {
        Ok(work) => work,
        Err(report) => return Ok(refuse(&report, &snapshot.sources, console)),
    };
    write(&args.projet, &snapshot.sources, &work.files, &work.additions)?;
    let paths: Vec<&str> = work.files.iter().map(|(c, _)| c.as_str()).collect();
    say(&paths, &work.messages, console);
    if work.files.is_empty() && work.messages.is_empty() {
        console.write("rien à ajouter : le rapport a tout ce que la convention demande\n");
    }
    Ok(Outcome::Success)
}

fn edition(args: &ArgsNewEdition, console: &Console) -> Result<Outcome, String> {
    let project = project::open(&args.projet, args.depuis.as_deref()).map_err(|e| e.to_string())?;
    let snapshot = Snapshot::read(project);
    let exists = |path: &str| creation::exists(&args.projet, path);
    let work = match pipeline::start_edition(&snapshot, args.annee, exists)? {
        Ok(work) => work,
        Err(report) => return Ok(refuse(&report, &snapshot.sources, console)),
    };
    creation::write(&args.projet, &work.files)?;
    creation::copy(&args.projet, &work.copies)?;
    let paths: Vec<&str> = work
        .files
        .iter()
        .map(|(c, _)| c.as_str())
        .chain(work.copies.iter().map(|(_, c)| c.as_str()))
        .collect();
    say(&paths, &work.messages, console);
    Ok(Outcome::Success)
}

fn refuse(findings: &Report, sources: &Sources, console: &Console) -> Outcome {
    console.say(&human::render(findings, sources, console.colour));
    console.say("rien n’a été écrit\n");
    Outcome::Faults
}

fn say(paths: &[&str], messages: &[String], console: &Console) {
    for path in paths {
        console.write(&format!("créé : {path}\n"));
    }
    for message in messages {
        console.write(&format!("{message}\n"));
    }
}

/// New files, then lines added to those that are there: these are prepared first, so that a file changed
/// meanwhile stops everything.
fn write(
    root: &Path,
    sources: &Sources,
    files: &[(String, String)],
    additions: &[TextEdit],
) -> Result<(), String> {
    let mut fixed_files = FixedFiles::default();
    fixed_files.apply(root, sources, additions)?;
    creation::write(root, files)?;
    fixed_files.write(root)
}
