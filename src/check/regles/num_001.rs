//! Numbers of the articles: each once, one after the other.

use crate::check::numerotation::ruptures;
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-001",
    titre: "les numéros des articles ne se suivent pas",
    gravite: Gravite::Erreur,
    verifie: "Les numéros des articles, dans l’ordre des fichiers, sont 1, 2, 3… : ni répétés, ni sautés. Un article \
              sans numéro (un préambule) est laissé de côté ; si l’un des numéros n’est pas un nombre, rien n’est \
              comparé.",
    pourquoi: "Deux articles de même numéro rendent ambigu tout renvoi à l’un d’eux ; un numéro sauté fait croire \
               qu’un article a été retiré après le vote.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement {
            fichier: "content/2024/articles/04-duree.md",
            de: "numero: \"4\"",
            a: "numero: \"3\"",
        }],
        admis: &[Changement {
            fichier: "content/2024/articles/01-objet.md",
            de: "numero: \"1\"",
            a: "numero: 1er",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let numeros: Vec<_> = c.dossier.articles.iter().filter_map(|a| a.numero.as_ref()).collect();
    let lus: Option<Vec<u32>> =
        numeros.iter().map(|n| n.valeur.trim().trim_end_matches("er").parse().ok()).collect();
    let Some(lus) = lus else { return Vec::new() };
    ruptures(&lus)
        .iter()
        .filter_map(|rupture| {
            let numero = numeros.get(rupture.rang)?;
            let premier = rupture.premier.and_then(|rang| numeros.get(rang));
            let avant = rupture.rang.checked_sub(1).and_then(|rang| numeros.get(rang));
            let attendu = rupture.attendu;
            Some(match (premier, avant) {
                (Some(premier), _) => Diagnostic::constat(
                    numero.span,
                    format!(
                        "deux articles portent le numéro {} ; ici, l’article {attendu} est attendu",
                        numero.valeur
                    ),
                )
                .voir(premier.span, format!("le premier article {}", premier.valeur))
                .aide("renuméroter les articles à partir de celui-ci, et les renvois qui les visent"),
                (None, Some(avant)) => Diagnostic::constat(
                    numero.span,
                    format!(
                        "l’article {} suit l’article {} : l’article {attendu} est attendu",
                        numero.valeur, avant.valeur
                    ),
                )
                .voir(avant.span, "l’article qui précède")
                .aide("rétablir la suite des numéros, et les renvois qui les visent"),
                (None, None) => Diagnostic::constat(
                    numero.span,
                    format!("le premier article porte le numéro {} au lieu de {attendu}", numero.valeur),
                )
                .aide("commencer à 1"),
            })
        })
        .collect()
}
