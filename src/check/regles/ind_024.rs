//! A column that says it is computed from its row.

use rust_decimal::Decimal;

use crate::check::grille::{Place, grille, nombres, texte};
use crate::check::outils::{nombre, plat};
use crate::check::{Changement, Contexte, Exemple, Regle};
use crate::diagnostic::{Diagnostic, Gravite};
use crate::model::tableau::Donnees;

pub(crate) static REGLE: Regle = Regle {
    code: "IND-024",
    titre: "un nombre d’une colonne « calculée » ne se calcule pas sur sa ligne",
    gravite: Gravite::Avertissement,
    verifie: "Dans un tableau de données, une colonne dont le titre dit un calcul : chaque nombre de ses cellules est la \
              différence de deux nombres des autres cellules de la ligne, ou la somme de deux nombres de sa cellule. La \
              règle ne parle que si deux lignes au moins se calculent ainsi en entier, et toutes sauf une.",
    pourquoi: "Un solde annoncé comme calculé sert à demander des moyens : faux, il les demande à tort.",
    source: "Exactitude arithmétique ; cohérence interne de l’acte.",
    exemple: Exemple {
        contexte: &[
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "figures:\n",
                a: "  - id: suivi\n    titre: Les demandes reçues\n    colonnes:\n      - { titre: Lieu }\n      \
                    - { titre: Prévues, type: nombre }\n      - { titre: Reçues, type: nombre }\n      \
                    - { titre: Solde (calcul) }\n    lignes: |\n      Aubière | 120 | 154 | + 34\n      \
                    Bourgon | 85 | 70 | - 15\n      Cerny | 143 | 160 | + 17\n\nfigures:\n",
            },
            Changement {
                fichier: "content/2024/fiches/01-accueil.md",
                de: "{tableau.sites}\n",
                a: "{tableau.sites}\n\n{tableau.suivi}\n",
            },
        ],
        faute: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "| 160 | + 17",
            a: "| 160 | + 27",
        }],
        admis: &[Changement {
            fichier: "content/2024/fiches/01-accueil.md",
            de: "| 160 | + 17",
            a: "| 160 | non communiqué",
        }],
    },
    chercher,
};

fn chercher(c: &Contexte<'_>) -> Vec<Diagnostic> {
    c.fiches().flat_map(|f| f.tableaux.iter().flat_map(du_tableau)).collect()
}

fn du_tableau(tableau: &Donnees) -> Vec<Diagnostic> {
    let grille = grille(tableau);
    let calculees =
        tableau.colonnes.iter().enumerate().filter(|(_, c)| plat(&c.titre.valeur).contains("calcul"));
    let mut constats = Vec::new();
    for (colonne, _) in calculees {
        let lignes: Vec<_> = grille
            .iter()
            .enumerate()
            .filter_map(|(rang, l)| {
                let place = l.get(colonne).filter(|p| p.tete == rang)?;
                let dits = nombres(&place.cellule.valeur);
                (!dits.is_empty()).then(|| (l, place, inexpliques(l, colonne, &dits)))
            })
            .collect();
        let mut fautives = lignes.iter().filter(|(_, _, i)| !i.is_empty());
        if let (Some((ligne, place, inexpliques)), None) = (fautives.next(), fautives.next())
            && lignes.len() >= 3
        {
            constats.push(signaler(ligne, place, inexpliques, colonne));
        }
    }
    constats
}

/// The numbers of a computed cell that its row does not give.
fn inexpliques(ligne: &[Place<'_>], colonne: usize, dits: &[Decimal]) -> Vec<Decimal> {
    let autres: Vec<Decimal> = ligne
        .iter()
        .enumerate()
        .filter(|(k, _)| *k != colonne)
        .flat_map(|(_, p)| nombres(&p.cellule.valeur))
        .collect();
    let paires = |liste: &[Decimal], f: fn(Decimal, Decimal) -> Option<Decimal>, but: Decimal| {
        liste.iter().enumerate().any(|(i, a)| liste.iter().skip(i + 1).any(|b| f(*a, *b) == Some(but)))
    };
    let difference = |a: Decimal, b: Decimal| a.checked_sub(b).map(|d| d.abs());
    dits.iter()
        .copied()
        .filter(|n| !paires(&autres, difference, *n) && !paires(dits, Decimal::checked_add, *n))
        .collect()
}

fn signaler(ligne: &[Place<'_>], place: &Place<'_>, inexpliques: &[Decimal], colonne: usize) -> Diagnostic {
    let dits = inexpliques.iter().map(|n| nombre(*n)).collect::<Vec<_>>().join(", ");
    let autres = ligne.iter().enumerate().filter(|(k, _)| *k != colonne).map(|(_, p)| &p.cellule);
    let chiffrees: Vec<_> = autres.filter(|c| !nombres(&c.valeur).is_empty()).collect();
    let valeurs =
        chiffrees.iter().map(|c| format!("« {} »", texte(&c.valeur))).collect::<Vec<_>>().join(", ");
    let mut constat = Diagnostic::constat(
        place.cellule.span,
        format!(
            "{dits} n’est pas la différence de deux nombres de la ligne ({valeurs}), comme aux autres lignes"
        ),
    )
    .aide("refaire le calcul de la ligne, ou corriger l’un de ses nombres");
    for cellule in chiffrees {
        constat = constat.voir(cellule.span, texte(&cellule.valeur));
    }
    constat
}
