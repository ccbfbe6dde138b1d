//! `calpae build`: an edition to its documents, in `output/`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::atelier;
use crate::cli::args::{ArgsBuild, Format};
use crate::cli::{Console, Issue};
use crate::diagnostic::{Rapport, humain, proche};
use crate::project::{self, sortie};

/// Documents that can be made; the first is made when none is named.
const DOCUMENTS: [&str; 3] = ["convention", "controle", "rapport"];

/// Runs the command; an error is a sentence for the user.
pub fn run(args: &ArgsBuild, console: &Console) -> Result<Issue, String> {
    for document in &args.documents {
        if !DOCUMENTS.contains(&document.as_str()) {
            let aide = match proche(document, DOCUMENTS.into_iter()) {
                Some(p) => format!("vouliez-vous dire « {p} » ?"),
                None => format!("documents possibles : {}", DOCUMENTS.join(", ")),
            };
            return Err(format!("le document « {document} » est inconnu\nà faire : {aide}"));
        }
    }
    let formats: &[Format] =
        if args.formats.is_empty() { &[Format::Typ, Format::Pdf] } else { &args.formats };
    let defaut = [DOCUMENTS[0].to_owned()];
    let documents = if args.documents.is_empty() { &defaut[..] } else { &args.documents[..] };
    let mut issue = Issue::Bien;
    for document in documents {
        if faire(document, args, formats_de(formats), console)? == Issue::Fautes {
            issue = Issue::Fautes;
        }
    }
    Ok(issue)
}

/// Makes one document and writes it.
fn faire(
    document: &str,
    args: &ArgsBuild,
    formats: atelier::Formats,
    console: &Console,
) -> Result<Issue, String> {
    console.progres("lecture du projet…");
    let projet = project::ouvrir(&args.projet, args.edition.as_deref()).map_err(|e| e.to_string())?;
    let edition = projet.edition.clone();
    let racine = args.sortie.clone().unwrap_or_else(|| args.projet.join("output"));
    let mut rapport = Rapport::default();
    let mut sources = projet.sources.clone();
    let etape = |etape: &str| console.progres(etape);
    let fichiers = match document {
        "rapport" => atelier::rapport(projet, &mut sources, formats, &mut rapport, etape),
        "controle" => atelier::controle(projet, &mut sources, formats, &mut rapport, etape),
        _ => atelier::convention(projet, &mut sources, formats, &mut rapport, etape),
    };
    console.progres("");
    let bilan = humain::rendre(&rapport, &sources, console.couleur);
    console.dire(&bilan);
    match fichiers {
        Some(fichiers) if !rapport.a_des_erreurs() => {
            ecrire(&racine.join(&edition), document, &fichiers, console)
        }
        _ => {
            console.dire("rien n’a été écrit\n");
            Ok(Issue::Fautes)
        }
    }
}

fn formats_de(formats: &[Format]) -> atelier::Formats {
    atelier::Formats {
        typ: formats.contains(&Format::Typ),
        pdf: formats.contains(&Format::Pdf),
        png: formats.contains(&Format::Png),
    }
}

fn ecrire(
    dossier: &Path,
    document: &str,
    fichiers: &BTreeMap<String, Vec<u8>>,
    console: &Console,
) -> Result<Issue, String> {
    let bilan =
        sortie::ecrire(dossier, document, fichiers).map_err(|e| format!("{e}\nà faire : {}", e.aide()))?;
    if console.terminal {
        let (ecrits, inchanges) = (bilan.ecrits.len(), bilan.inchanges.len());
        console.dire(&format!("{} : {ecrits} fichiers écrits, {inchanges} inchangés\n", dossier.display()));
    }
    for laisse in &bilan.laisses {
        console.dire(&format!("laissé en place, car modifié à la main : {laisse}\n"));
    }
    Ok(Issue::Bien)
}
