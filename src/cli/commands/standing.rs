//! `calpae etat [ÉDITION]`: where the act stands, what comes next, what is late.

use std::path::Path;

use crate::check::Selection;
use crate::cli::args::{StandingArgs, StandingFormat};
use crate::cli::clock::{latest_today, today};
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::diagnostic::{Diagnostic, Report};
use crate::pipeline;
use crate::project::{self, Disk};
use crate::snapshot::Snapshot;
use crate::standing;

/// Runs the command.
pub fn run(args: &StandingArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let asked = args.au.as_deref().map(standing::day_of).transpose();
    let asked = asked.map_err(|(what, help)| CommandError::with_help(what, help))?;
    let (day, reached) = match (asked, today()) {
        (Some(day), _) => (day, day),
        (None, Some(today)) => (today, latest_today(today)),
        (None, None) => {
            return Err(CommandError::with_help(
                "l’horloge du poste ne dit pas le jour",
                "le donner : « --au 2025-06-30 »",
            ));
        }
    };
    let disk = Disk::new(project::find_project(start)?);
    let snapshot = Snapshot::read(project::open(&disk, args.edition.as_deref())?);
    let Some(dossier) = &snapshot.dossier else {
        let mut report = Report::default();
        report.extend(snapshot.findings().cloned());
        console.say_findings(&report, &snapshot.sources)?;
        return Ok(Outcome::Faults);
    };
    let found = pipeline::check(&snapshot, &Selection::default());
    let own: Vec<&Diagnostic> = standing::of_lives(dossier, found.diagnostics()).collect();
    let standing = standing::on(dossier, (day, reached), &own);
    // Who looks at a day to come supposes that it has come.
    let latest = today().map_or(reached, |today| latest_today(today).max(reached));
    let not_come = standing::not_come(dossier, latest);
    let is_told_right = standing.is_sure() && not_come.is_empty();
    let mut report = Report::default();
    report.extend(own.into_iter().cloned());
    report.extend(not_come);
    console.write(&match args.format.unwrap_or(StandingFormat::Human) {
        StandingFormat::Human => standing.human(),
        StandingFormat::Markdown => standing.markdown(),
        StandingFormat::Json => standing.json(),
    })?;
    if !report.diagnostics().is_empty() {
        console.say("\n")?;
        console.say_findings(&report, &snapshot.sources)?;
    }
    Ok(if is_told_right { Outcome::Success } else { Outcome::Faults })
}

/// Says what is written as done and has not come. The documents depend on no clock: it is a warning, and changes nothing.
pub(super) fn say_not_come(snapshot: &Snapshot, console: &Console) -> Result<(), CommandError> {
    let (Some(dossier), Some(today)) = (&snapshot.dossier, today()) else { return Ok(()) };
    let mut report = Report::default();
    report.extend(standing::not_come(dossier, latest_today(today)).into_iter().map(Diagnostic::warning));
    console.say_findings(&report, &snapshot.sources)
}
