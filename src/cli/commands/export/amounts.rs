//! `calpae export montants`: the ledger of the act, a row for each amount.

use std::path::Path;

use super::{NewPlace, refuse};
use crate::cli::args::{AmountsFormat, ExportAmountsArgs};
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::export::amounts;
use crate::project::{self, Disk};
use crate::snapshot::Snapshot;

/// Runs the command.
pub(super) fn run(
    args: &ExportAmountsArgs,
    start: &Path,
    console: &Console,
) -> Result<Outcome, CommandError> {
    let place = args.sortie.as_deref().map(NewPlace::given).transpose()?;
    if let Some(place) = &place {
        place.ensure_free()?;
    }
    let disk = Disk::new(project::find_project(start)?);
    let snapshot = Snapshot::read(project::open(&disk, args.edition.name())?);
    // A table that lacks a fiche would be taken for the whole act.
    let Some(dossier) = snapshot.whole() else { return refuse(&snapshot, console) };
    let rows = amounts::rows(dossier, &snapshot.sources);
    let text = match args.format.unwrap_or(AmountsFormat::Csv) {
        AmountsFormat::Csv => amounts::csv(&rows),
        AmountsFormat::Json => amounts::json(&rows),
    };
    match place {
        None => console.write_data(&text)?,
        Some(place) => {
            place.create(&[(None, text.as_bytes())])?;
            let s = if rows.len() > 1 { "s" } else { "" };
            console.write(&format!("écrit : {}, {} montant{s}\n", place.path().display(), rows.len()))?;
        }
    }
    Ok(Outcome::Success)
}
