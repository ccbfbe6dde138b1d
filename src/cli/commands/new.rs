//! `calpae new`: what an agent starts from, written once; never over what is there.

use std::path::Path;

use crate::atelier;
use crate::cli::args::{ArgsNew, ArgsNewRapport, Nouveau};
use crate::cli::{Console, Issue};
use crate::diagnostic::{Edition, Rapport, humain};
use crate::project::{self, correction, creation};
use crate::text::Sources;

/// Runs the command; an error is a sentence for the user.
pub fn run(args: &ArgsNew, console: &Console) -> Result<Issue, String> {
    match &args.quoi {
        Nouveau::Rapport(args) => rapport(args, console),
        Nouveau::Edition(_) => Err("cette commande n’est pas encore là".to_owned()),
    }
}

fn rapport(args: &ArgsNewRapport, console: &Console) -> Result<Issue, String> {
    let projet = project::ouvrir(&args.projet, args.edition.as_deref()).map_err(|e| e.to_string())?;
    let sources = projet.sources.clone();
    let mut constats = Rapport::default();
    let existe = |chemin: &str| creation::existe(&args.projet, chemin);
    let Some(travaux) = atelier::amorcer_rapport(projet, &sources, &mut constats, existe) else {
        console.dire(&humain::rendre(&constats, &sources, console.couleur));
        console.dire("rien n’a été écrit\n");
        return Ok(Issue::Fautes);
    };
    ecrire(&args.projet, &sources, &travaux.fichiers, &travaux.ajouts)?;
    for (chemin, _) in &travaux.fichiers {
        console.ecrire(&format!("créé : {chemin}\n"));
    }
    for message in &travaux.messages {
        console.ecrire(&format!("{message}\n"));
    }
    if travaux.fichiers.is_empty() && travaux.messages.is_empty() {
        console.ecrire("rien à ajouter : le rapport a tout ce que la convention demande\n");
    }
    Ok(Issue::Bien)
}

/// New files, then lines added to those that are there: these are prepared first, so that a file changed
/// meanwhile stops everything.
fn ecrire(
    racine: &Path,
    sources: &Sources,
    fichiers: &[(String, String)],
    ajouts: &[Edition],
) -> Result<(), String> {
    let corriges = correction::preparer(racine, sources, ajouts)?;
    creation::ecrire(racine, fichiers)?;
    correction::ecrire(racine, &corriges)
}
