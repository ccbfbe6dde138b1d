//! `calpae new`: what an agent starts from, written once; never over what is there.

use std::path::Path;

use crate::atelier;
use crate::cli::args::{ArgsNew, ArgsNewEdition, ArgsNewRapport, Nouveau};
use crate::cli::{Console, Issue};
use crate::diagnostic::{Edition, Rapport, humain};
use crate::project::correction::Corriges;
use crate::project::{self, creation};
use crate::text::Sources;

/// Runs the command; an error is a sentence for the user.
pub fn run(args: &ArgsNew, console: &Console) -> Result<Issue, String> {
    match &args.quoi {
        Nouveau::Rapport(args) => rapport(args, console),
        Nouveau::Edition(args) => edition(args, console),
    }
}

fn rapport(args: &ArgsNewRapport, console: &Console) -> Result<Issue, String> {
    let projet = project::ouvrir(&args.projet, args.edition.as_deref()).map_err(|e| e.to_string())?;
    let sources = projet.sources.clone();
    let mut constats = Rapport::default();
    let existe = |chemin: &str| creation::existe(&args.projet, chemin);
    let Some(travaux) = atelier::amorcer_rapport(projet, &sources, &mut constats, existe) else {
        return Ok(refuser(&constats, &sources, console));
    };
    ecrire(&args.projet, &sources, &travaux.fichiers, &travaux.ajouts)?;
    let chemins: Vec<&str> = travaux.fichiers.iter().map(|(c, _)| c.as_str()).collect();
    dire(&chemins, &travaux.messages, console);
    if travaux.fichiers.is_empty() && travaux.messages.is_empty() {
        console.ecrire("rien à ajouter : le rapport a tout ce que la convention demande\n");
    }
    Ok(Issue::Bien)
}

fn edition(args: &ArgsNewEdition, console: &Console) -> Result<Issue, String> {
    let projet = project::ouvrir(&args.projet, args.depuis.as_deref()).map_err(|e| e.to_string())?;
    let sources = projet.sources.clone();
    let mut constats = Rapport::default();
    let existe = |chemin: &str| creation::existe(&args.projet, chemin);
    let Some(travaux) = atelier::amorcer_edition(projet, &sources, args.annee, &mut constats, existe)? else {
        return Ok(refuser(&constats, &sources, console));
    };
    creation::ecrire(&args.projet, &travaux.fichiers)?;
    creation::copier(&args.projet, &travaux.copies)?;
    let chemins: Vec<&str> = travaux
        .fichiers
        .iter()
        .map(|(c, _)| c.as_str())
        .chain(travaux.copies.iter().map(|(_, c)| c.as_str()))
        .collect();
    dire(&chemins, &travaux.messages, console);
    Ok(Issue::Bien)
}

fn refuser(constats: &Rapport, sources: &Sources, console: &Console) -> Issue {
    console.dire(&humain::rendre(constats, sources, console.couleur));
    console.dire("rien n’a été écrit\n");
    Issue::Fautes
}

fn dire(chemins: &[&str], messages: &[String], console: &Console) {
    for chemin in chemins {
        console.ecrire(&format!("créé : {chemin}\n"));
    }
    for message in messages {
        console.ecrire(&format!("{message}\n"));
    }
}

/// New files, then lines added to those that are there: these are prepared first, so that a file changed
/// meanwhile stops everything.
fn ecrire(
    racine: &Path,
    sources: &Sources,
    fichiers: &[(String, String)],
    ajouts: &[Edition],
) -> Result<(), String> {
    let mut corriges = Corriges::default();
    corriges.appliquer(racine, sources, ajouts)?;
    creation::ecrire(racine, fichiers)?;
    corriges.ecrire(racine)
}
