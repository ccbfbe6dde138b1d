//! `calpae new fiche`: one more action.

use std::path::Path;

use super::asking::{ask, can_ask};
use super::{new_files, refuse, tell};
use crate::cli::args::NewFicheArgs;
use crate::cli::error::CommandError;
use crate::cli::{Console, Outcome};
use crate::pipeline;
use crate::project::{self, Disk, creation};
use crate::scaffold::action::NewAction;
use crate::snapshot::Snapshot;

/// Runs the command.
pub(super) fn run(args: &NewFicheArgs, start: &Path, console: &Console) -> Result<Outcome, CommandError> {
    let disk = Disk::new(project::find_project(start)?);
    let snapshot = Snapshot::read(project::open(&disk, args.edition.name())?);
    let title = match &args.titre {
        Some(title) => title.clone(),
        None if can_ask(console) => ask(console, "Titre de l’action", None, |text| Ok(text.to_owned()))?,
        None => {
            return Err(CommandError::with_help(
                "il manque le titre de l’action",
                "écrire par exemple « calpae new fiche \"Aller vers les familles\" »",
            ));
        }
    };
    let mut action =
        NewAction { title, annexe: args.annexe.clone(), mesure: args.mesure.clone(), number: args.numero };
    let annexes = snapshot.dossier.iter().flat_map(|dossier| &dossier.cadre.axes);
    let known: Vec<(&str, &str)> = annexes.map(|a| (a.id.value.as_str(), a.title.as_str())).collect();
    if action.annexe.is_none() && known.len() > 1 && can_ask(console) {
        for (letter, title) in &known {
            console.say(&format!("  {letter} : {title}\n"))?;
        }
        let first = known.first().map(|(letter, _)| *letter);
        action.annexe = Some(ask(console, "Annexe", first, |text| {
            let is_known = known.iter().any(|(letter, _)| letter.eq_ignore_ascii_case(text));
            let refusal = || CommandError::new(format!("le cadre n’a pas d’annexe « {text} »"));
            if is_known { Ok(text.to_owned()) } else { Err(refusal()) }
        })?);
    }
    let work = match pipeline::start_fiche(&disk, &snapshot, &action)? {
        Ok(work) => work,
        Err((report, sources)) => return refuse(&report, &sources, console),
    };
    creation::create(&disk, &new_files(&work))?;
    let paths: Vec<&str> = work.files.iter().map(|(path, _)| path.as_str()).collect();
    tell(&paths, &work.messages, console)?;
    console.write("Ensuite : l’ouvrir et remplacer ce qui porte « # à décider » ; « calpae check » en donne la liste.\n")?;
    Ok(Outcome::Success)
}
