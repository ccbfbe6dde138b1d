//! The same title, or the same section of the framework, twice in a text.

use std::collections::BTreeMap;

use crate::check::numerotation::{Titre, par_fichier, titres};
use crate::check::outils::plat;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-007",
    titre: "un titre est donné deux fois",
    gravite: Gravite::Avertissement,
    verifie: "Deux titres de même texte (numéro, casse et accents à part) et de même niveau dans la même partie d’une \
              fiche ou d’un article ; deux rubriques d’une fiche qui sont la même rubrique du cadre ; deux articles de \
              même titre. Le même intertitre repris dans deux parties différentes (« Calendrier ») est admis.",
    pourquoi: "Deux parties de même titre disent que l’une est de trop, ou qu’une recopie a été oubliée ; un renvoi \
               par le titre devient ambigu.",
    source: "Cohérence interne de l’acte ; RGAA, critère 9.1 (structure des titres).",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "### 1.2. La réponse",
            a: "### 1.2. Le besoin",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "Le nombre de personnes reçues",
            a: "### Le besoin\n\nLe nombre de personnes reçues",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let mut constats: Vec<Diagnostic> = par_fichier(&c.dossier.passages)
        .flat_map(|passages| dans_un_fichier(&titres(passages.iter())))
        .collect();
    for fiche in c.fiches() {
        let mut vues = BTreeMap::new();
        for section in &fiche.sections {
            let Some(rubrique) = &section.rubrique else { continue };
            let Some(premiere) = vues.insert(rubrique, section) else { continue };
            let texte = |s: &crate::model::fiche::Section| plat(&crate::model::texte::texte_nu(&s.titre));
            // The same words are told above.
            if texte(premiere) != texte(section) {
                constats.push(redit(
                    section.span,
                    premiere.span,
                    "cette rubrique du cadre est déjà plus haut",
                ));
            }
        }
    }
    let mut vus = BTreeMap::new();
    for titre in c.dossier.articles.iter().filter_map(|a| a.titre.as_ref()) {
        if let Some(premier) = vus.insert(plat(&titre.valeur), titre) {
            let message = format!("deux articles ont pour titre « {} »", titre.valeur);
            constats.push(redit(titre.span, premier.span, &message));
        }
    }
    constats
}

fn dans_un_fichier(titres: &[Titre<'_>]) -> Vec<Diagnostic> {
    let mut constats = Vec::new();
    let mut vus: BTreeMap<(usize, u8, String), &Titre<'_>> = BTreeMap::new();
    let mut pile: Vec<(u8, usize)> = Vec::new();
    for (rang, titre) in titres.iter().enumerate() {
        while pile.last().is_some_and(|(niveau, _)| *niveau >= titre.niveau) {
            pile.pop();
        }
        let parent = pile.last().map_or(0, |(_, r)| r + 1);
        pile.push((titre.niveau, rang));
        let texte = plat(titre.texte());
        if texte.is_empty() {
            continue;
        }
        if let Some(premier) = vus.insert((parent, titre.niveau, texte), titre) {
            let message = format!("le titre « {} » est déjà donné dans cette partie", titre.texte());
            constats.push(redit(titre.passage.span, premier.passage.span, &message));
        }
    }
    constats
}

fn redit(span: crate::text::Span, premier: crate::text::Span, message: &str) -> Diagnostic {
    Diagnostic::constat(span, message)
        .voir(premier, "donné ici une première fois")
        .aide("retirer l’une des deux parties, ou leur donner deux titres")
}
