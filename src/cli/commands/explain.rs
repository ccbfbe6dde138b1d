//! `calpae explain`: the page of a rule, or the terms of a computed total with the place of each.

use crate::aggregate::totaux::{self, Total};
use crate::atelier;
use crate::check::page;
use crate::check::registre::{FAMILLES, REGLES};
use crate::cli::args::ArgsExplain;
use crate::cli::{Console, Issue};
use crate::diagnostic::{Rapport, humain, proche};
use crate::model::{Dossier, Montant};
use crate::project;
use crate::text::Sources;

/// Runs the command; an error is a sentence for the user.
pub fn run(args: &ArgsExplain, console: &Console) -> Result<Issue, String> {
    let Some(sujet) = &args.sujet else {
        console.ecrire(&liste(args));
        return Ok(Issue::Bien);
    };
    if let Some(page) = page::expliquer(&sujet.to_uppercase()) {
        console.ecrire(&page);
        return Ok(Issue::Bien);
    }
    if let Some(famille) = FAMILLES.iter().find(|(f, _)| *f == sujet.to_uppercase()) {
        console.ecrire(&regles(*famille));
        return Ok(Issue::Bien);
    }
    if !sujet.contains(':') {
        let tete = sujet.trim_end_matches('/');
        let siens: Vec<_> = noms(&args.projet, args.edition.as_deref())
            .into_iter()
            .filter(|(nom, _)| nom.strip_prefix(tete).is_some_and(|suite| suite.starts_with([':', '/'])))
            .collect();
        if !siens.is_empty() {
            console.ecrire(&tableau(&siens));
            return Ok(Issue::Bien);
        }
        let codes = REGLES.iter().map(|r| r.code);
        let aide = match proche(sujet, codes) {
            Some(p) => format!("vouliez-vous dire « {p} » ?"),
            None => "« calpae explain » donne la liste des règles et des totaux".to_owned(),
        };
        return Err(format!("« {sujet} » n’est ni une règle ni un total\nà faire : {aide}"));
    }
    let projet = project::ouvrir(&args.projet, args.edition.as_deref()).map_err(|e| e.to_string())?;
    let sources = projet.sources.clone();
    let mut rapport = Rapport::default();
    let Some(dossier) = atelier::lire(projet, &sources, &mut rapport) else {
        console.dire(&humain::rendre(&rapport, &sources, console.couleur));
        return Ok(Issue::Fautes);
    };
    match totaux::nomme(&dossier, sujet) {
        Some(total) => {
            console.ecrire(&termes(&total, &sources));
            Ok(Issue::Bien)
        }
        None => Err(inconnu(sujet, &dossier)),
    }
}

fn inconnu(sujet: &str, dossier: &Dossier) -> String {
    let noms: Vec<String> = totaux::tous(dossier).into_iter().map(|t| t.nom).collect();
    let aide = match proche(sujet, noms.iter().map(String::as_str)) {
        Some(p) => format!("vouliez-vous dire « {p} » ?"),
        None => "« calpae explain » donne la liste des totaux".to_owned(),
    };
    format!("le total « {sujet} » n’existe pas\nà faire : {aide}")
}

/// The names of the totals of a project, for the list and for completion; none when it cannot be read.
pub fn noms(projet: &std::path::Path, edition: Option<&str>) -> Vec<(String, String)> {
    let Ok(projet) = project::ouvrir(projet, edition) else { return Vec::new() };
    let sources = projet.sources.clone();
    let dossier = atelier::lire(projet, &sources, &mut Rapport::default());
    dossier.map_or(Vec::new(), |d| totaux::tous(&d).into_iter().map(|t| (t.nom, t.titre)).collect())
}

fn liste(args: &ArgsExplain) -> String {
    let mut sortie: String = FAMILLES.into_iter().map(regles).collect();
    let noms = noms(&args.projet, args.edition.as_deref());
    if !noms.is_empty() {
        sortie.push_str("Totaux du projet\n");
        sortie.push_str(&tableau(&noms));
    }
    sortie
}

/// The rules of a family under its title; nothing for a family without any.
fn regles((famille, titre): (&str, &str)) -> String {
    let siennes: Vec<_> = REGLES.iter().filter(|r| r.code.starts_with(famille)).collect();
    let lignes: String = siennes.iter().map(|r| format!("  {}  {}\n", r.code, r.titre)).collect();
    if lignes.is_empty() { lignes } else { format!("{titre}\n{lignes}") }
}

/// Names of totals, each with its title.
fn tableau(noms: &[(String, String)]) -> String {
    let largeur = noms.iter().map(|(n, _)| n.chars().count()).max().unwrap_or(0);
    noms.iter().map(|(nom, titre)| format!("  {nom:<largeur$}  {titre}\n")).collect()
}

/// A total, its terms in the order of the sum with file, line and what is written there, and what the act says.
fn termes(total: &Total, sources: &Sources) -> String {
    let mut lignes: Vec<(String, String)> = Vec::new();
    for terme in &total.somme.termes {
        let source = sources.source(terme.span.fichier);
        let (ligne, _) = source.ligne_colonne(terme.span.debut);
        let texte = source.texte().lines().nth(ligne - 1).unwrap_or("").trim();
        let texte: String = texte.chars().take(90).collect();
        lignes.push((terme.montant.to_string(), format!("{}:{ligne}  {texte}", source.chemin())));
    }
    lignes.push((total.somme.total.to_string(), "total calculé".to_owned()));
    if total.somme.absents > 0 {
        lignes.push((
            String::new(),
            format!("lignes sans montant, comptées pour rien : {}", total.somme.absents),
        ));
    }
    if let Some(affiche) = &total.affiche {
        lignes.push((affiche.valeur.to_string(), format!("{}  dit par l’acte", sources.lieu(affiche.span))));
        let ecart = affiche.valeur - total.somme.total;
        if ecart != Montant::ZERO {
            lignes.push((ecart.to_string(), "écart : ce que l’acte dit, moins le total calculé".to_owned()));
        }
    }
    let largeur = lignes.iter().map(|(m, _)| m.chars().count()).max().unwrap_or(0);
    let mut sortie = format!("{} : {}\n", total.nom, total.titre);
    for (montant, texte) in lignes {
        sortie.push_str(&format!("{montant:>largeur$}  {texte}\n"));
    }
    sortie
}
