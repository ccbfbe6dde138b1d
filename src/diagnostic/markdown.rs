//! Findings as Markdown, to paste in a mail, a ticket or a note: by file, with the figures.

use super::Rapport;
use super::vue::{Comptes, Constat, constats};
use crate::text::Sources;

/// The findings by file, then those that the act keeps.
pub fn rendre(rapport: &Rapport, sources: &Sources) -> String {
    let (vus, toleres) = constats(rapport, sources);
    let comptes = Comptes::new(rapport).to_string();
    let mut sortie = String::from("# Contrôle\n\n");
    sortie.push_str(if comptes.is_empty() { "Rien à signaler." } else { &comptes });
    sortie.push_str(if comptes.is_empty() { "\n" } else { ".\n" });
    let mut fichier = None;
    for c in &vus {
        let lieu = c.lieux.first().map(|l| l.fichier.as_str());
        if lieu != fichier || fichier.is_none() {
            fichier = lieu;
            sortie.push_str(&format!("\n## {}\n\n", lieu.map_or("Projet".to_owned(), echapper)));
        }
        sortie.push_str(&un(c));
    }
    if !toleres.is_empty() {
        sortie.push_str("\n## Constats tolérés\n\n");
        toleres.iter().for_each(|c| sortie.push_str(&un(c)));
    }
    sortie
}

fn un(c: &Constat) -> String {
    let mut texte = format!("- **{}** ({}) : {}.", c.code, c.gravite, echapper(&c.message));
    if let Some(l) = c.lieux.first() {
        texte.push_str(&format!(" Ligne {} : `{}`", l.debut.ligne, l.extrait.replace(['`', '\n'], " ")));
    }
    texte.push('\n');
    let mut suite = |mot: &str, valeur: &str| {
        texte.push_str(&format!("  - {mot} : {}\n", echapper(valeur)));
    };
    for l in c.lieux.iter().skip(1) {
        suite("voir", &format!("{}, ligne {}, {}", l.fichier, l.debut.ligne, l.texte));
    }
    for (mot, valeur) in [("calcul", &c.calcul), ("à faire", &c.a_faire), ("toléré", &c.raison)] {
        if let Some(valeur) = valeur {
            suite(mot, valeur);
        }
    }
    texte
}

/// A text that Markdown takes as it is.
fn echapper(texte: &str) -> String {
    let mut sortie = String::with_capacity(texte.len());
    for c in texte.chars() {
        if "\\`*_[]<>#|{}".contains(c) {
            sortie.push('\\');
        }
        sortie.push(if c == '\n' { ' ' } else { c });
    }
    sortie
}
