//! Amounts in cells that hold text, or written otherwise than their neighbours.

use std::sync::LazyLock;

use crate::check::cellules;
use crate::check::textes::{par_fichier, passages};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::Passage;
use crate::model::tableau::{Colonne, Contenu, Donnees, TypeColonne};
use crate::text::{Motif, Span, motif};

const FICHIER: &str = "content/2024/fiches/01-accueil.md";

pub(crate) static REGLE: Regle = Regle {
    code: "FIN-029",
    titre: "des montants sont écrits comme du texte, ou autrement que leurs voisins",
    gravite: Gravite::Conseil,
    verifie: "Dans les tableaux des fiches : une colonne de texte ou de valeurs dont toutes les cellules remplies sont des \
              montants ; une cellule de texte qui réunit plusieurs montants ; dans une colonne de montants, une cellule \
              sans « € » ou sans séparateur de milliers quand toutes les autres en ont. Une colonne d’une seule cellule est \
              laissée de côté.",
    pourquoi: "Un montant écrit comme du texte n’est ni additionné, ni aligné, ni vérifié.",
    source: "Bonne pratique de présentation des tableaux de chiffres (un montant par cellule, l’unité dite).",
    exemple: Exemple {
        contexte: &[Changement {
            fichier: FICHIER,
            de: "      - { titre: Taux d'occupation, type: pourcentage }\n    lignes: |\n      Vaunes-le-Haut | 12 | 4 200 €    | 75 %\n      Roquenoire     | 20 | 7 050,50 € | 60 %",
            a: "      - { titre: Travaux }\n    lignes: |\n      Vaunes-le-Haut | 12 | 4 200 €    | à venir\n      Roquenoire     | 20 | 7 050,50 € | aucun",
        }],
        faute: &[Changement {
            fichier: FICHIER,
            de: "      Vaunes-le-Haut | 12 | 4 200 €    | à venir\n      Roquenoire     | 20 | 7 050,50 € | aucun",
            a: "      Vaunes-le-Haut | 12 | 4 200 €    | 1 300 €\n      Roquenoire     | 20 | 7 050,50 € | 2 100 €",
        }],
        admis: &[Changement {
            fichier: FICHIER,
            de: "4 200 €    | à venir",
            a: "4 200 €    | peinture à 1 300 €",
        }],
    },
    chercher,
};

struct Motifs {
    seul: Motif,
    montant: Motif,
    euro: Motif,
    milliers: Motif,
}

static MOTIFS: LazyLock<Motifs> = LazyLock::new(|| Motifs {
    seul: motif(r"^[+−-]?\s*[0-9][0-9 \x{a0}\x{202f}]*(?:,[0-9]{1,2})?\s*(?:€|euros?)$"),
    montant: motif(r"[0-9](?:,[0-9]{1,2})?[ \x{a0}\x{202f}]*(?:€|euros?\b)"),
    euro: motif(r"€|euro"),
    milliers: motif(r"[0-9]{4}"),
});

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    let tous = par_fichier(c.dossier);
    let mut constats = Vec::new();
    for fiche in c.fiches().filter(|f| !f.tableaux.is_empty()) {
        let passages = passages(&tous, fiche);
        for tableau in &fiche.tableaux {
            for (rang, colonne) in tableau.colonnes.iter().enumerate() {
                let cellules = remplies(tableau, rang, passages);
                constats.extend(match colonne.genre {
                    TypeColonne::Texte | TypeColonne::Valeur => en_texte(colonne, &cellules),
                    TypeColonne::Montant => ecriture(&cellules),
                    TypeColonne::Nombre | TypeColonne::Pourcentage => Vec::new(),
                });
            }
        }
    }
    constats
}

/// The cells of a column that are filled, as they are written.
fn remplies<'p>(tableau: &Donnees, rang: usize, passages: &'p [Passage]) -> Vec<(&'p str, Span)> {
    cellules::lignes(tableau)
        .filter_map(|l| l.get(rang))
        .filter(|c| !matches!(c.valeur, Contenu::Absent(_) | Contenu::Fusion))
        .filter_map(|c| Some((cellules::ecrite(passages, c.span).filter(|t| !t.is_empty())?, c.span)))
        .collect()
}

fn en_texte(colonne: &Colonne, cellules: &[(&str, Span)]) -> Vec<Diagnostic> {
    if cellules.len() > 1 && cellules.iter().all(|(t, _)| MOTIFS.seul.is_match(t)) {
        let constat = Diagnostic::constat(
            colonne.titre.span,
            format!(
                "la colonne « {} » ne contient que des montants, et elle est du texte",
                colonne.titre.valeur
            ),
        );
        return vec![
            constat.aide("ajouter « type: montant » à la colonne, et « total: somme » si le total a un sens"),
        ];
    }
    let plusieurs = cellules.iter().filter(|(t, _)| MOTIFS.montant.find_iter(t).count() > 1);
    plusieurs
        .map(|(t, span)| {
            Diagnostic::constat(*span, format!("cette cellule réunit plusieurs montants : « {t} »"))
                .aide("donner une ligne à chaque montant, dans une colonne de type « montant »")
        })
        .collect()
}

/// One cell written otherwise than all the others.
fn ecriture(cellules: &[(&str, Span)]) -> Vec<Diagnostic> {
    let seule = |ecart: &dyn Fn(&str) -> bool| {
        let mut autres = cellules.iter().filter(|(t, _)| ecart(t));
        let premiere = autres.next().filter(|_| autres.next().is_none() && cellules.len() > 2)?;
        Some(*premiere)
    };
    let sans_euro = seule(&|t| !MOTIFS.euro.is_match(t));
    let longs = cellules.iter().filter(|(t, _)| t.chars().filter(char::is_ascii_digit).count() > 3).count();
    let colle = seule(&|t| MOTIFS.milliers.is_match(t)).filter(|_| longs > 2);
    let dire = |(t, span): (&str, Span), quoi: &str| {
        Diagnostic::constat(
            span,
            format!("« {t} » est écrit {quoi}, à la différence des autres cellules de la colonne"),
        )
        .aide("écrire tous les montants de la colonne de la même manière : « 12 345,67 € »")
    };
    let sans_euro = sans_euro.map(|c| dire(c, "sans « € »"));
    sans_euro.into_iter().chain(colle.map(|c| dire(c, "sans espace entre les milliers"))).collect()
}
