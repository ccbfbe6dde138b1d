//! `calpae etat [ÉDITION]`: where the act stands, what comes next, what is late.

use std::path::Path;

use crate::cli::args::{StandingArgs, StandingFormat};
use crate::cli::clock::today;
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::diagnostic::Report;
use crate::project::{self, Disk};
use crate::snapshot::Snapshot;
use crate::standing;

/// Runs the command.
pub fn run(args: &StandingArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let day = match &args.au {
        Some(text) => standing::day_of(text).map_err(|(what, help)| CommandError::with_help(what, help))?,
        None => today().ok_or_else(|| {
            CommandError::with_help(
                "l’horloge du poste ne dit pas le jour",
                "le donner : « --au 2025-06-30 »",
            )
        })?,
    };
    let disk = Disk::new(project::find_project(start)?);
    let snapshot = Snapshot::read(project::open(&disk, args.edition.as_deref())?);
    let Some(dossier) = &snapshot.dossier else {
        let mut report = Report::default();
        report.extend(snapshot.findings().cloned());
        console.say_findings(&report, &snapshot.sources)?;
        return Ok(Outcome::Faults);
    };
    let standing = standing::on(dossier, day);
    console.write(&match args.format.unwrap_or(StandingFormat::Human) {
        StandingFormat::Human => standing.human(),
        StandingFormat::Markdown => standing.markdown(),
        StandingFormat::Json => standing.json(),
    })?;
    Ok(Outcome::Success)
}
