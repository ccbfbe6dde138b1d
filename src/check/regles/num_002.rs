//! An article without a title among articles that have one.

use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};

pub(crate) static REGLE: Regle = Regle {
    code: "NUM-002",
    titre: "un article n’a pas de titre",
    gravite: Gravite::Avertissement,
    verifie: "Dans un acte dont la plupart des articles ont un titre, un article numéroté qui n’en a pas. Un acte dont \
              aucun article, ou moins de la moitié, n’a de titre est laissé de côté : c’est son parti.",
    pourquoi: "Le titre dit l’objet de l’article et figure au sommaire : sans lui, l’article ne se trouve pas, et se \
               confond avec la suite de celui qui précède.",
    source: "Cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[],
        faute: &[Changement { fichier: "content/2024/articles/04-duree.md", de: "titre: Durée\n", a: "" }],
        admis: &[],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let numerotes = || c.dossier.articles.iter().filter_map(|a| a.numero.as_ref().map(|n| (a, n)));
    let titres = numerotes().filter(|(a, _)| a.titre.is_some()).count();
    let sans: Vec<_> = numerotes().filter(|(a, _)| a.titre.is_none()).collect();
    if titres <= sans.len() {
        return Vec::new();
    }
    sans.iter()
        .map(|(_, numero)| {
            Diagnostic::constat(
                numero.span,
                format!(
                    "cet article {} n’a pas de titre, alors que {titres} autres en ont un",
                    numero.valeur
                ),
            )
            .aide("ajouter « titre: … » à l’en-tête de l’article")
        })
        .collect()
}
