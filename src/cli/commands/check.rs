//! `calpae check`: what is wrong in an edition, before anybody signs it.

use crate::atelier;
use crate::check::Reglages;
use crate::cli::args::ArgsCheck;
use crate::cli::{Console, Issue};
use crate::diagnostic::{Rapport, humain};
use crate::project;

/// Runs the command; an error is a sentence for the user.
pub fn run(args: &ArgsCheck, console: &Console) -> Result<Issue, String> {
    let projet = project::ouvrir(&args.projet, args.edition.as_deref()).map_err(|e| e.to_string())?;
    let sources = projet.sources.clone();
    let mut rapport = Rapport::default();
    let reglages = Reglages {
        choisies: args.select.iter().cloned().collect(),
        ignorees: args.ignore.iter().cloned().collect(),
    };
    atelier::verifier(projet, &sources, &reglages, &mut rapport);
    console.dire(&humain::rendre(&rapport, &sources, console.couleur));
    Ok(if rapport.a_des_erreurs() { Issue::Fautes } else { Issue::Bien })
}
